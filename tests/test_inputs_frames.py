"""Sparse matrices and frames: every entrance keeps the exact values."""

from fractions import Fraction

import numpy as np
import pytest
from given_data import Frame, Series, dense, limit
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from computable import DomainError
from computable.inputs import as_given, as_point

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=5)
HALF = Fraction(1, 2)


@pytest.mark.parametrize("form", ["csc", "csr", "coo", "lil", "dok", "bsr", "dia"])
@pytest.mark.parametrize("largest", [1 << 24, 3])
def test_sparse_matrices(form, largest, monkeypatch):
    limit(monkeypatch, largest)
    A = np.array([[0, 0.1, 0], [1 / 3, 0, 0]])
    for kind in (sparse.csc_array, sparse.csc_matrix):
        found = as_given(kind(A).asformat(form), [1, 2])
        assert (found.A is None) == (largest == 3)
        assert found.instance() == as_given(A, [1, 2]).instance()


def test_sparse_vectors_and_explicit_zeros(monkeypatch):
    matrix = sparse.csc_array((np.array([0.0, 2.0]), ([0, 1], [0, 0])), shape=(2, 1))
    found = as_given(matrix, matrix)
    assert found.instance().columns == (((1, Fraction(2)),),)
    assert found.instance().y == (0, 2)
    assert as_point(sparse.coo_array(np.array([0, 3.0])), 2)[1] == (0, 3)
    wide = sparse.csc_array((np.array([2**53 + 1]), ([0], [1])), shape=(1, 2))
    assert dense(as_given(wide, [1]).instance()) == [[0, 2**53 + 1]]
    limit(monkeypatch, 3)
    square = sparse.csc_array((np.array([0.0, 2.0]), ([0, 1], [0, 0])), shape=(2, 2))
    assert as_given(square, [1, 2]).instance().columns == (((1, Fraction(2)),), ())


def test_sparse_matrices_that_are_refused(monkeypatch):
    twice = sparse.coo_array((np.array([0.1, 0.2]), ([0, 0], [1, 1])), shape=(1, 2))
    with pytest.raises(DomainError, match=r"A\[0,1\]: got two entries, need one"):
        as_given(twice, [1])
    with pytest.raises(DomainError, match=r"A\[1,1\]: got nan, need a finite number"):
        as_given(sparse.csc_array(np.diag([1, np.nan])), [1, 2])
    with pytest.raises(DomainError, match="A: got truth values"):
        as_given(sparse.csc_array(np.eye(2, dtype=bool)), [1, 2])
    limit(monkeypatch, 3)
    with pytest.raises(DomainError, match=r"A: got shape \(4, 4\) with 4 entries"):
        as_given(sparse.eye_array(4), [1] * 4)
    with pytest.raises(DomainError, match=r"y: got shape \(4, 1\), need at most 2\^24 entries"):
        as_given([[1]] * 4, sparse.csc_array(np.ones((4, 1))))


def test_frames_are_read_column_by_column():
    frame = Frame(age=[1, 2], mass=[0.5, 0.25])
    found = as_given(frame, Series([1, 2]))
    assert found.names == ("age", "mass")
    assert found.A.tolist() == [[1, 0.5], [2, 0.25]]
    large = as_given(Frame(a=[2**53 + 1], b=[0.5]), [1])
    assert dense(large.instance()) == [[2**53 + 1, HALF]]
    with pytest.raises(DomainError, match=r"A\[1,1\]: got nan, need a finite number"):
        as_given(Frame(a=[1, 2], b=[0.5, np.nan]), [1, 2])
    with pytest.raises(DomainError, match=r"A\[0,1\]: got the string 'x', need a number"):
        as_given(Frame(a=[1, 2], b=np.array(["x", "y"], dtype=object)), [1, 2])
    with pytest.raises(DomainError, match=r"A\[0,1\]: got the truth value True"):
        as_given(Frame(a=[1, 2], b=[True, False]), [1, 2])
    with pytest.raises(DomainError, match=r"A: got shape \(0, 1\)"):
        as_given(Frame(a=[]), [1])


def test_pandas():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1, 2**53 + 1], "b": [0.5, 0.1]})
    found = as_given(frame, pandas.Series([1, 2], index=[7, 3], dtype="Int64"))
    assert found.names == ("a", "b")
    assert dense(found.instance()) == [[1, HALF], [2**53 + 1, Fraction(0.1)]]
    assert found.instance().y == (1, 2)
    assert as_given(frame[["b", "b"]], frame[["a"]]).A.tolist() == [[0.5, 0.5], [0.1, 0.1]]
    for dtype in ("float64", "Float64", "float32"):
        assert as_given(frame[["b"]].astype(dtype), [1, 2]).A is not None
    for bad, message in {
        pandas.NA: r"A\[1,0\]: (is missing|got nan), need a",
        "x": r"A\[1,0\]: got the string 'x', need a number",
        True: r"A\[1,0\]: got the truth value True",
        None: r"A\[1,0\]: (is missing|got nan), need a",
    }.items():
        with pytest.raises(DomainError, match=message):
            as_given(pandas.DataFrame({"a": pandas.Series([1, bad], dtype=object)}), [1, 2])
    with pytest.raises(DomainError, match=r"A\[1,0\]: (is missing|got nan), need a"):
        as_given(pandas.DataFrame({"a": pandas.Series([1, None], dtype="Int64")}), [1, 2])
    with pytest.raises(DomainError, match="A: got an array of datetime64"):
        as_given(pandas.DataFrame({"a": pandas.to_datetime(["2020-01-01"])}), [1])


def test_polars():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"a": [1, 2**53 + 1], "b": [0.5, 0.1]})
    found = as_given(frame, polars.Series([1, 2]))
    assert dense(found.instance()) == [[1, HALF], [2**53 + 1, Fraction(0.1)]]
