"""Files of arrays: read exactly, or refused in one line."""

import io
import pickle
import zipfile
from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest
import scipy.io
from given_data import refused
from scipy import sparse

from computable.inputs import (
    files,
    parsing,
    read_data,
)

TENTH = Fraction(1, 10)


@pytest.mark.parametrize("names", [("A", "y"), ("X", "b"), ("X", "target"), ("M", "v")])
def test_npz(tmp_path, names):
    A, y = np.array([[0.1, 2], [3, 4]]), np.array([[1], [2]])
    np.savez(tmp_path / "data.npz", other=A, **{names[0]: A, names[1]: y})
    options = {"matrix": "M", "target": "v"} if names[0] == "M" else {}
    found = read_data(tmp_path / "data.npz", **options)
    assert (found.given.A == A).all() and found.given.y.tolist() == [1, 2]
    assert (found.problem_hint, found.names, found.form) == (None, None, None)
    assert found.recover([1, "1/3"]) == found.embed([1, "1/3"]) == (1, Fraction(1, 3))


def test_npz_that_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "data.npz"
    np.savez(path, M=np.eye(2), y=np.ones(2))
    refused(path, "A: got the arrays M, y, need one of A, X to be A")
    refused(path, "A: got the arrays M, y, need 'N' to be A", matrix="N")
    refused(path, "y: got the arrays M, y, need 'z' to be y", matrix="M", target="z")
    np.savez(path, A=np.eye(2), X=np.eye(2), y=np.ones(2))
    refused(path, "A: got the arrays A, X, y, need one of A, X to be A")
    np.savez(path, A=np.eye(2) * np.nan, y=np.ones(2))
    refused(path, r"A\[0,0\]: got nan, need a finite number")
    np.savez(path, A=np.array([[1, None]], dtype=object), y=np.ones(1))
    refused(path, "cannot be read as arrays of numbers: Object arrays cannot be loaded")
    path.write_bytes(b"no zip file")
    refused(path, "cannot be read as arrays of numbers")
    huge = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        huge, {"descr": "<f8", "fortran_order": False, "shape": (1 << 30, 1 << 30)}
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("A.npy", huge.getvalue())
        archive.writestr("y.npy", huge.getvalue())
    refused(path, "")
    np.savez_compressed(path, A=np.zeros((20, 20)), y=np.ones(20))
    monkeypatch.setattr(files, "LONGEST_FILE", 3000)
    assert path.stat().st_size < 3000
    refused(path, r"unpacks to \d+ bytes, need at most")
    np.savez(path, A=np.zeros((20, 20)), y=np.ones(20))
    refused(path, r"has \d+ bytes, need at most")


class Trap:
    def __reduce__(self):
        return pytest.fail, ("a pickle was executed",)


def test_pickles_are_never_loaded(tmp_path):
    path = tmp_path / "data.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("A.npy", "y.npy"):
            file = io.BytesIO()
            np.lib.format.write_array_header_1_0(
                file, {"descr": "|O", "fortran_order": False, "shape": (1, 1)}
            )
            archive.writestr(name, file.getvalue() + pickle.dumps([Trap()]))
    refused(path, "cannot be read as arrays of numbers")


@pytest.mark.parametrize("y", [np.ones((2, 1)), np.ones((1, 2)), sparse.csc_array(np.ones((2, 1)))])
@pytest.mark.parametrize("A", [np.array([[0.1, 0], [3, 4]]), sparse.csc_array([[0.1, 0], [3, 4]])])
def test_mat(tmp_path, A, y):
    scipy.io.savemat(tmp_path / "data.mat", {"X": A, "target": y, "s": "text", "z": {"a": 1}})
    found = read_data(tmp_path / "data.mat").given
    assert found.A.tolist() == [[0.1, 0], [3, 4]] and found.y.tolist() == [1, 1]


def test_mat_that_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "data.mat"
    for value, message in [
        (np.array([[True, False]]), "A: got a logical array, need numbers"),
        ("text", "A: got a char array, need numbers"),
        ({"a": 1}, "A: got a struct array, need numbers"),
        (np.array([[1j]]), "A: got complex numbers, need real numbers"),
        (np.array([[np.inf]]), r"A\[0,0\]: got inf, need a finite number"),
        (np.zeros((0, 1)), r"A: got shape \(0, 1\)"),
    ]:
        scipy.io.savemat(path, {"A": value, "y": [1]})
        refused(path, message)
    scipy.io.savemat(path, {"A": np.eye(2), "c": [1]})
    refused(path, "y: got the arrays A, c, need one of y, b, target to be y")
    path.write_bytes(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM" + bytes(200))
    refused(path, r"is HDF5 \(version 7.3\), need version 7")
    path.write_bytes(b"no MATLAB file" * 20)
    refused(path, "cannot be read as a MATLAB file")
    scipy.io.savemat(path, {"A": np.zeros((20, 20)), "y": np.ones(20)}, do_compression=True)
    monkeypatch.setattr(files, "LONGEST_FILE", 3000)
    refused(path, r"A: got shape \(20, 20\), need at most")


def test_missing_libraries(tmp_path, monkeypatch):
    def absent(name):
        if name in ("scipy.io", "highspy"):
            raise ImportError(name)
        return import_module(name)

    monkeypatch.setattr(parsing, "import_module", absent)
    for name, package in (("data.mat", "scipy"), ("data.mps", "highspy"), ("data.lp", "highspy")):
        (tmp_path / name).write_text("")
        refused(tmp_path / name, f"needs {package}, which is not installed \\(extra: inputs\\)")


def test_other_files(tmp_path):
    refused(tmp_path / "data.npz", "there is no such file")
    np.save(tmp_path / "data.npy", np.eye(2))
    refused(tmp_path / "data.npy", "is one array, need two: np.savez")
    for name in ("data.txt", "data"):
        (tmp_path / name).write_text("1,2")
        refused(tmp_path / name, r"need a file \.npz, \.mat")
    (tmp_path / "folder.csv").mkdir()
    refused(tmp_path / "folder.csv", "there is no such file")
