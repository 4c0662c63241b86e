"""Arrays: every entrance keeps the exact values, everything else is refused."""

import math
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from given_data import dense, exactly, limit
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from computable import DomainError
from computable.inputs import Given, as_given, as_point, solution_of
from computable.problem import Instance

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=5)
HALF = Fraction(1, 2)


@given(hnp.arrays(np.float64, SHAPES, elements=FINITE), st.sampled_from("CF"), st.booleans())
@settings(deadline=None)
def test_float64_arrays_keep_their_values(A, order, reverse):
    A = np.array(A, order=order)[:: -1 if reverse else 1]
    y = A[:, 0]
    found = as_given(A, y)
    assert (found.A == A).all() and (found.y == y).all() and found.A.flags.forc
    assert found.shape == A.shape == found.instance().shape
    assert dense(found.instance()) == exactly(A)
    assert list(found.instance().y) == [row[0] for row in exactly(A)]
    assert as_given(A, y.reshape(-1, 1)).instance() == found.instance()


@pytest.mark.parametrize("dtype", ["f2", "f4", ">f8", "i1", "u2", "i4", ">i8", "u8"])
def test_narrow_types_widen_exactly(dtype):
    A = np.array([[1, 2], [3, 100]], dtype=dtype) / (4 if "f" in dtype else 1)
    A = A.astype(dtype)
    found = as_given(A, A[:, 1])
    assert found.A.dtype == np.float64 == found.y.dtype
    assert dense(found.instance()) == exactly(A)


def test_the_smallest_and_largest_float64_numbers():
    values = [math.ulp(0.0), -math.ulp(0.0), 1.7976931348623157e308, 2.0**-1022, -0.0, 0.1]
    found = as_given([values], [0.1]).instance()
    assert dense(found) == [[Fraction(v) for v in values]]
    assert found.columns[4] == ()


@pytest.mark.parametrize(
    "A",
    [
        np.array([[2**53 + 1, 1]]),
        np.array([[2**64 - 1, 1]], dtype=np.uint64),
        np.array([[-(2**63), 2**63 - 1]]),
        np.array([[2**2000, 1]], dtype=object),
        [[2**53 + 1, 0.5]],
        np.array([[Fraction(1, 3), 2]], dtype=object),
        np.array([[1, 2]], dtype=np.longdouble) / 3,
    ],
)
def test_what_is_no_float64_stays_exact(A):
    found = as_given(A, [1])
    assert found.A is None
    assert found.y is not None
    expected = A.tolist() if isinstance(A, np.ndarray) else A
    assert dense(found.instance()) == [
        [Fraction(*v.as_integer_ratio()) for v in row] for row in expected
    ]


def test_large_integers_that_are_float64_numbers():
    assert as_given(np.array([[2**60]]), [2**70]).A.tolist() == [[2.0**60]]


def test_lists_of_all_kinds_of_numbers():
    found = as_given([("1/3", 0.1), (Decimal("0.1"), np.float32(0.1))], [[1], [Fraction(1, 7)]])
    tenth = Fraction(float(np.float32(0.1)))
    expected = [[Fraction(1, 3), Fraction(0.1)], [Fraction(1, 10), tenth]]
    assert dense(found.instance()) == expected
    assert (found.A, found.y, found.instance().y) == (None, None, (1, Fraction(1, 7)))
    rows = as_given([np.array([1.0, 2.0]), np.array([3, 4])], range(2))
    assert rows.A.tolist() == [[1, 2], [3, 4]]
    assert as_given([["1/2"]], ["0.25"]).A.tolist() == [[0.5]]


def test_the_caller_cannot_change_the_data_afterwards():
    A, y = np.eye(2), np.ones(2)
    frozen = np.eye(2)
    frozen.setflags(write=False)
    found, view = as_given(A, y), as_given(frozen[:], y)
    A[0, 0] = y[0] = 5
    frozen.setflags(write=True)
    frozen[0, 0] = 5
    assert found.A[0, 0] == found.y[0] == view.A[0, 0] == 1
    for array in (found.A, found.y, as_point(A[0], 2)[0], solution_of(A[0])):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 2
    with pytest.raises(FrozenInstanceError):
        found.A = A


def test_the_instance_is_made_once():
    found = as_given([[1.5]], [2])
    assert found.instance() is found.instance()
    assert as_given(found) is found


def test_an_instance():
    instance = Instance.from_dense([[1, 0], ["1/2", 3]], [0, 1])
    found = as_given(instance)
    assert found.A.tolist() == [[1, 0], [0.5, 3]] and found.y.tolist() == [0, 1]
    assert found.instance() == instance
    third = as_given(Instance.from_dense([[1, "1/3"]], ["1/3"]))
    assert third.A is None and third.y is None
    with pytest.raises(DomainError, match="y: got list, need none: the Instance has y"):
        as_given(instance, [1, 2])


Y = [1, 2]
MASKED = np.ma.masked_array([[1.0], [2.0]], [[0], [1]])
FIELDS = np.zeros(2, dtype=[("a", float)])


@pytest.mark.parametrize(
    ("A", "y", "message"),
    [
        ([[1, 2], [3, math.nan]], Y, r"A\[1,1\]: got nan, need a finite number"),
        ([[1], ["1/0"]], Y, r"A\[1,0\]: the denominator of '1/0' is zero"),
        ([[1], ["one"]], Y, r"A\[1,0\]: cannot read 'one' as a rational"),
        ([[1], [math.inf]], Y, r"A\[1,0\]: got inf, need a finite number"),
        ([[1, "1/3"], [1, math.inf]], Y, r"A\[1,1\]: got inf, need a finite number"),
        ([[1], [True]], Y, r"A\[1,0\]: got the truth value True"),
        ([[1], [1j]], Y, r"A\[1,0\]: got complex"),
        ([[1], [None]], Y, r"A\[1,0\]: is missing, need a number"),
        ([[1], [[2]]], Y, r"A\[1,0\]: got list"),
        ([[1, 2], [3]], Y, r"A\[1\]: got 1 entries, need 2"),
        ([[1, 2], 3], Y, r"A\[1\]: got int, need a row of numbers"),
        ([[1, 2], "34"], Y, r"A\[1\]: got str, need a row of numbers"),
        ([1, 2], Y, r"A: got shape \(2,\), need \(m, N\), both at least 1"),
        ([], Y, r"A: got shape \(0,\)"),
        ([[], []], Y, r"A: got shape \(2, 0\)"),
        (np.zeros((0, 2)), Y, r"A: got shape \(0, 2\)"),
        (np.zeros((2, 2, 2)), Y, r"A: got shape \(2, 2, 2\)"),
        (np.float64(3), Y, "A: got float64, need rows of numbers"),
        ("data.npz", Y, "A: got str, need .*; read_data reads files"),
        ({"a": 1}, Y, "A: got dict, need rows of numbers"),
        (MASKED, Y, "A: got a masked array"),
        (np.array([["1"], ["2"]]), Y, "A: got an array of <U1, need real numbers"),
        (np.array([[True], [False]]), Y, "A: got truth values, need real numbers"),
        (np.array([[1j], [2]]), Y, "A: got complex numbers, need real numbers"),
        (np.array([["1"], [2]], dtype=object), Y, r"A\[0,0\]: got the string '1'"),
        (np.array([[1], [None]], dtype=object), Y, r"A\[1,0\]: is missing"),
        (np.array([["2020-01-01"]], dtype="M8[D]"), Y, "A: got an array of datetime64"),
        (FIELDS, Y, "A: got an array of "),
        (np.array([[1], [np.inf]], dtype="f4"), Y, r"A\[1,0\]: got inf"),
        (np.array([[1], [np.nan]], dtype=np.longdouble), Y, r"A\[1,0\]: got nan"),
        ([[1], [2]], [1], "y: got 1 entries, need 2, one for each row of A"),
        ([["1/3"], [2]], [1], "y: got 1 entries, need 2, one for each row of A"),
        ([[1], [2]], [[1, 2]], r"y: got shape \(1, 2\), need one column"),
        ([[1], [2]], [1, math.nan], r"y\[1\]: got nan, need a finite number"),
        ([[1], [2]], [[1], [math.nan]], r"y\[1\]: got nan, need a finite number"),
        ([[1], [2]], None, "y: got NoneType, need a list of numbers, a NumPy array, a Series"),
        ([[1], [2]], "12", "y: got str"),
        ([[1], [2]], [], "y: got 0 entries, need 2"),
    ],
)
def test_what_is_refused(A, y, message):
    with pytest.raises(DomainError, match=message) as caught:
        as_given(A, y)
    assert str(caught.value).count("\n") == 0


def test_arrays_beyond_the_limit(monkeypatch):
    limit(monkeypatch, 3)
    found = as_given(np.ones((2, 2)), [1, 2])
    with pytest.raises(DomainError, match=r"A: got 4 non-zero entries, need at most 2\^24"):
        found.instance()
    assert as_given(np.eye(2), [1, 2]).instance().shape == (2, 2)


def test_given_validates_itself():
    A, y = np.eye(2), np.ones(2)
    assert Given(A=np.arange(4.0).reshape(2, 2)[:, ::-1], y=y).A.flags.owndata
    for fields, message in [
        ({"A": None, "y": y}, "A: got nothing"),
        ({"A": A.astype("f4"), "y": y}, "A: got float32, need float64"),
        ({"A": [[1.0]], "y": y}, "A: got list, need float64"),
        ({"A": y, "y": y}, r"A: got shape \(2,\)"),
        ({"A": A * np.nan, "y": y}, r"A\[0,0\]: got nan"),
        ({"A": A, "y": y[:1]}, "y: got 1 entries, need 2"),
        ({"A": A, "y": y, "right": (HALF,)}, "exact data: got another shape"),
        ({"A": A, "y": y, "columns": ((),)}, "exact data: got another shape"),
        ({"A": None, "y": y, "columns": (((2, HALF),),)}, "exact data: got another shape"),
        ({"A": A, "y": y, "names": ("a",)}, "names: got 1, need 2"),
    ]:
        with pytest.raises(DomainError, match=message):
            Given(**fields)


def test_points():
    floats, exact = as_point([1, 0.1], 2)
    assert floats.tolist() == [1, 0.1] and exact == (1, Fraction(0.1))
    assert as_point(["1/3"], 1) == (None, (Fraction(1, 3),))
    assert as_point(np.ones((3, 1)))[1] == (1, 1, 1)
    for x, message in [
        ([1], "x: got 1 entries, need 2"),
        ([], "x: got 0 entries, need 2"),
        ([1, math.nan], r"x\[1\]: got nan"),
        (np.ones((1, 2)), r"x: got shape \(1, 2\), need one column"),
    ]:
        with pytest.raises(DomainError, match=message):
            as_point(x, 2)
