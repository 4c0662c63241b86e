"""Files with data, as people have them; linear programs become ``min cost . x, A x = y, x >= 0``.

======================  ====================================================================
``.npz``, ``.mat``      arrays called A or X, and y, b or target
``.csv``, ``.tsv``      a table of numbers, whose last column is y if no other is named
``.mps[.gz]``, ``.lp``  a linear program with bounds and with rows of all kinds, through HiGHS
======================  ====================================================================

A decimal in a table is the rational that is written there. A number of an MPS or LP file is the
float64 number that HiGHS makes of it, taken exactly; a bound of 1e20 or more is none. A file of
which HiGHS ignores or changes anything else is refused.
"""

from __future__ import annotations

import gzip
import math
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from computable.errors import DomainError
from computable.exact import Vector
from computable.inputs.arrays import Given, as_given, as_point
from computable.inputs.parsing import library, parsing
from computable.inputs.programs import read_program
from computable.inputs.standard_form import StandardForm, standard_form
from computable.inputs.tables import read_table
from computable.problem import Problem

__all__ = ["Loaded", "read_data"]

LONGEST_FILE = 1 << 28
"""Bytes of a file, and of what is packed in it."""
_MATLAB_NUMBERS = (
    "double",
    "single",
    "sparse",
    *(f"{u}int{k}" for u in ("", "u") for k in (8, 16, 32, 64)),
)
MATRICES, TARGETS = ("A", "X"), ("y", "b", "target")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a file holds.

    Attributes
    ----------
    given : Given
        A and y; of a linear program, those of its standard form.
    problem_hint : Problem or None
        The linear program in standard form; data files name no problem.
    form : StandardForm or None
        How the program of the file and its standard form belong together.
    remarks : tuple of str
        What HiGHS said when it read the file: which bounds, beyond 1e20, are none.
    """

    given: Given
    problem_hint: Problem | None = None
    form: StandardForm | None = None
    remarks: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...] | None:
        """Names of the columns of A, if the file has any."""
        return self.given.names

    def recover(self, x: object) -> Vector:
        """Return the values of the file's variables at a point x, shape (N,), exactly."""
        point = as_point(x, self.given.shape[1])[1]
        return point if self.form is None else self.form.recover(point)

    def embed(self, solution: object) -> Vector:
        """Return the point x, shape (N,), of a solution in the file's variables, exactly.

        Raises
        ------
        DomainError
            As :meth:`StandardForm.embed`.
        """
        if self.form is None:
            return as_point(solution, self.given.shape[1])[1]
        return self.form.embed(solution)


def read_data(
    path: str | Path,
    *,
    matrix: str | None = None,
    target: str | None = None,
    header: bool | None = None,
    floats: bool = False,
) -> Loaded:
    """Return the data, or the linear program, of a file.

    Parameters
    ----------
    path : str or Path
        Its ending says what it is.
    matrix, target : str, optional
        What A and y are called in an .npz or .mat file; in a table, ``target`` is the name of
        the column that is y.
    header : bool, optional
        Whether a table begins with names. By default it does if nothing in its first line is a
        number or a missing one.
    floats : bool
        Read the entries of a table as the float64 numbers nearest to them.

    Raises
    ------
    DomainError
        If the file cannot be read as data, is longer than 2^28 bytes, or a library that it takes
        is not installed. The message begins with the file's name.
    """
    path = Path(path)
    name = path.name.lower()
    try:
        if not path.is_file():
            raise DomainError("there is no such file")
        if path.stat().st_size > LONGEST_FILE:
            raise DomainError(f"has {path.stat().st_size} bytes, need at most 2^28")
        if name.endswith(".npz"):
            return _numpy_file(path, matrix, target)
        if name.endswith(".mat"):
            return _matlab_file(path, matrix, target)
        if name.endswith((".csv", ".tsv")):
            table = read_table(path, target=target, header=header, floats=floats)
            return Loaded(given=table)
        if name.endswith((".mps", ".mps.gz", ".lp")):
            return _program_file(path)
        if name.endswith(".npy"):
            raise DomainError("is one array, need two: np.savez('data.npz', A=A, y=y) writes them")
        raise DomainError("need a file .npz, .mat, .csv, .tsv, .mps, .mps.gz or .lp")
    except DomainError as error:
        raise DomainError(f"{path.name}: {error}") from None
    except (OSError, MemoryError) as error:
        raise DomainError(f"{path.name}: {str(error)[:200] or 'too large'}") from None


# --- arrays ---------------------------------------------------------------------------------


def _numpy_file(path: Path, matrix: str | None, target: str | None) -> Loaded:
    with parsing("cannot be read as arrays of numbers"):
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > LONGEST_FILE:
            raise DomainError(f"unpacks to {size} bytes, need at most 2^28")
        with np.load(path, allow_pickle=False) as arrays:
            A, y = _chosen(arrays.files, matrix, target)
            return Loaded(given=as_given(arrays[A], arrays[y]))


def _matlab_file(path: Path, matrix: str | None, target: str | None) -> Loaded:
    matlab = library("scipy.io", package="scipy")
    with parsing("cannot be read as a MATLAB file"):
        try:
            found = {name: (shape, kind) for name, shape, kind in matlab.whosmat(path)}
        except NotImplementedError:
            raise DomainError("is HDF5 (version 7.3), need version 7: save(..., '-v7')") from None
        names = _chosen(list(found), matrix, target)
        for role, name in zip("Ay", names, strict=True):
            shape, kind = found[name]
            if kind not in _MATLAB_NUMBERS:
                raise DomainError(f"{role}: got a {kind} array, need numbers")
            if kind != "sparse" and 8 * math.prod(shape) > LONGEST_FILE:
                raise DomainError(f"{role}: got shape {shape}, need at most 2^28 bytes")
        arrays = matlab.loadmat(path, variable_names=names)
        A, y = (arrays[name] for name in names)
        return Loaded(given=as_given(A, y.T if y.shape[0] == 1 else y))  # vectors may be rows


def _chosen(found: list[str], matrix: str | None, target: str | None) -> tuple[str, str]:
    """Return the names of the arrays that are A and y."""
    chosen = []
    for name, wanted, usual in (("A", matrix, MATRICES), ("y", target, TARGETS)):
        hits = [n for n in found if n == wanted or (wanted is None and n in usual)]
        if len(hits) != 1:
            need = repr(wanted) if wanted is not None else f"one of {', '.join(usual)}"
            there = ", ".join(found)[:200] or "none"
            raise DomainError(f"{name}: got the arrays {there}, need {need} to be {name}")
        chosen += hits
    return chosen[0], chosen[1]


def _program_file(path: Path) -> Loaded:
    data = path.read_bytes()
    if path.name.lower().endswith(".gz"):
        with parsing("cannot be unpacked"), gzip.open(path) as file:
            data = file.read(LONGEST_FILE + 1)
        if len(data) > LONGEST_FILE:
            raise DomainError("unpacks to more than 2^28 bytes, need fewer")
    program, remarks = read_program(data, ".lp" if path.name.lower().endswith(".lp") else ".mps")
    form = standard_form(program)
    given = replace(as_given(form.instance), names=form.names)
    return Loaded(given=given, problem_hint=form.problem, form=form, remarks=remarks)
