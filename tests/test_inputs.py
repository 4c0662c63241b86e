"""Arrays and results: every entrance keeps the exact values, everything else is refused."""

import math
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse
from scipy.optimize import linprog

from computable import DomainError
from computable.inputs import Given, arrays, as_given, as_point, centred_data, reading, solution_of
from computable.inputs import problem_of as stated
from computable.problem import Instance, Lasso

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=5)
HALF = Fraction(1, 2)


def dense(instance):
    return instance.rows(range(instance.shape[1]))


def limit(monkeypatch, entries):
    for module in (arrays, reading):
        monkeypatch.setattr(module, "LARGEST", entries)


def exactly(array):
    return [[Fraction(v) for v in row] for row in array.tolist()]


# --- arrays ---------------------------------------------------------------------------------


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


class Frame:
    """What of a DataFrame is looked at; as a whole it would round."""

    def __init__(self, **columns):
        self._values = [np.asarray(v) for v in columns.values()]
        self.columns = list(columns)
        self.shape = (len(self._values[0]), len(columns))
        self.iloc = self

    def __getitem__(self, key):
        return SimpleNamespace(to_numpy=lambda: self._values[key[1]])

    def to_numpy(self):
        return np.array([v.astype(float) for v in self._values]).T

    __array__ = to_numpy


class Series:
    iloc = None

    def __init__(self, values):
        self.values = np.asarray(values)
        self.shape = self.values.shape

    def to_numpy(self):
        return self.values


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


# --- results --------------------------------------------------------------------------------


def fitted(name, **parameters):
    from sklearn import linear_model

    rng = np.random.default_rng(5)
    A = rng.normal(size=(8, 4))
    y = A @ [1, 0, 0, -2] + rng.normal(size=8) / 10 + 1
    return getattr(linear_model, name)(**parameters).fit(A, y), as_given(A, y)


@pytest.mark.parametrize("name", ["Lasso", "LassoLars", "ElasticNet"])
@pytest.mark.parametrize("intercept", [False, True])
def test_a_fitted_lasso_minimises_the_problem_that_it_states(name, intercept):
    """The stated objective, in exact arithmetic, is least at the answer, near enough.

    The objective is strictly convex here, and a step of t along e_j changes it by
    ``t (gradient) + t**2 ||a_j||**2``: with t = 1/100 the second term exceeds what a gradient of
    1e-3, far beyond what the solvers stop at, can take away.
    """
    more = {"l1_ratio": 1} if name == "ElasticNet" else {}
    if name != "LassoLars":
        more["tol"] = 1e-10
    model, data = fitted(name, alpha=0.1, fit_intercept=intercept, **more)
    problem = stated(model, rows=8, centred=intercept)
    assert problem == Lasso(16 * Fraction(0.1))
    instance = (centred_data(data) if intercept else data).instance()
    x = as_point(solution_of(model, 4), 4)[1]
    assert x == tuple(Fraction(v) for v in model.coef_)
    least = problem.objective(instance, x)
    for j in range(4):
        for step in (Fraction(1, 100), Fraction(-1, 100)):
            other = [v + (step if i == j else 0) for i, v in enumerate(x)]
            assert least < problem.objective(instance, other)


def test_models_chosen_by_cross_validation():
    model, _ = fitted("LassoCV", cv=2, fit_intercept=False)
    assert stated(model, rows=8) == Lasso(16 * Fraction(float(model.alpha_)))


def test_a_class_of_ones_own_is_the_lasso_that_it_is_derived_from():
    from sklearn.linear_model import Lasso as Estimator

    class Mine(Estimator):
        pass

    model = Mine(alpha=0.5, fit_intercept=False).fit([[1.0], [2.0]], [3.0, 4.0])
    assert stated(model, rows=2) == Lasso(2)
    assert solution_of(model, 1)[0] == model.coef_[0]


def test_models_whose_problem_is_none_of_ours():
    for name, parameters, message in [
        ("Lasso", {}, "Lasso: got fit_intercept=True, need centred data"),
        ("Lasso", {"fit_intercept": False, "positive": True}, "Lasso: got positive=True"),
        ("LassoLars", {"fit_intercept": False, "positive": True}, "LassoLars: got positive=True"),
        ("ElasticNet", {"fit_intercept": False}, "ElasticNet: got l1_ratio = 0.5, need 1"),
    ]:
        model, _ = fitted(name, **parameters)
        assert solution_of(model, 4).shape == (4,)
        with pytest.raises(DomainError, match=message):
            stated(model, rows=8)
    model, _ = fitted("Lasso", fit_intercept=False)
    with pytest.raises(DomainError, match="got fit_intercept=False, need the data"):
        stated(model, rows=8, centred=True)
    for rows in (None, 0, True, 2.0):
        with pytest.raises(DomainError, match=f"Lasso: got rows = {rows}, need the number m"):
            stated(model, rows=rows)
    model.alpha = 0
    with pytest.raises(DomainError, match="lam: got 0, need a positive rational"):
        stated(model, rows=8)


def test_estimators_without_an_answer():
    from sklearn.cluster import KMeans
    from sklearn.linear_model import Lasso as Estimator
    from sklearn.linear_model import MultiTaskLasso, Ridge
    from sklearn.pipeline import make_pipeline

    for use in (solution_of, stated):
        with pytest.raises(DomainError, match="Lasso: is not fitted"):
            use(Estimator())
    with pytest.raises(DomainError, match="Pipeline: got several steps, need the last one"):
        solution_of(make_pipeline(Estimator()))
    with pytest.raises(DomainError, match="KMeans: is not fitted or not linear"):
        solution_of(KMeans())
    ridge = Ridge().fit(np.eye(2), [1.0, 2.0])
    assert solution_of(ridge, 2).shape == (2,)
    assert stated(ridge) is None
    several = MultiTaskLasso(alpha=0.1).fit(np.eye(3), np.eye(3)[:, :2])
    with pytest.raises(DomainError, match="MultiTaskLasso: is none of our problems"):
        stated(several)
    with pytest.raises(DomainError, match=r"x: got shape \(2, 3\), need one column"):
        solution_of(several)


def test_centred_data_are_exact():
    values = np.random.default_rng(1).normal(size=(3, 2))
    found = centred_data(as_given(Frame(a=values[:, 0], b=values[:, 1]), [0.1, 0.2, 0.7]))
    assert found.names == ("a", "b")
    rows = exactly(values)
    means = [sum(column) / 3 for column in zip(*rows)]
    expected = [[v - mean for v, mean in zip(row, means)] for row in rows]
    assert dense(found.instance()) == expected
    assert sum(found.instance().y) == 0
    half = centred_data(as_given([[1, 2], [3, 2]], [0, 1]))
    assert half.A.tolist() == [[-1, 0], [1, 0]] and half.y.tolist() == [-0.5, 0.5]


def test_centred_data_have_a_limit(monkeypatch):
    from computable.inputs import results

    monkeypatch.setattr(results, "LARGEST", 3)
    with pytest.raises(DomainError, match=r"A: got shape \(2, 2\), need at most 2\^24 entries"):
        centred_data(as_given(np.eye(2), [1, 2]))


def test_linprog():
    result = linprog([1, 2], A_eq=[[1, 1]], b_eq=[1], bounds=(0, None))
    assert solution_of(result, 2).tolist() == [1, 0]
    assert stated(result) is None
    infeasible = linprog([1], A_eq=[[1]], b_eq=[-1], bounds=(0, None))
    with pytest.raises(
        DomainError, match=r"OptimizeResult: got status 2 .*, need a solved problem"
    ):
        solution_of(infeasible)
    infeasible.success = True
    with pytest.raises(DomainError, match="OptimizeResult: got status 2"):
        solution_of(infeasible)


def test_cvxpy():
    import cvxpy as cp

    x, z = cp.Variable(2, name="x"), cp.Variable(name="z")
    problem = cp.Problem(cp.Minimize(cp.norm1(x)), [x[0] + 2 * x[1] == 1])
    for unsolved, message in [
        (x, "Variable: has no value, need a solved problem"),
        (problem, "Problem: got status None, need a solved problem"),
    ]:
        with pytest.raises(DomainError, match=message):
            solution_of(unsolved)
    problem.solve(solver=cp.CLARABEL)
    assert (solution_of(problem, 2) == x.value).all()
    assert (solution_of(x, 2) == x.value).all()
    assert stated(problem) is None
    single = cp.Problem(cp.Minimize(z), [z >= 3])
    single.solve(solver=cp.CLARABEL)
    assert solution_of(single, 1).tolist() == [z.value]
    two = cp.Problem(cp.Minimize(cp.norm1(x) + z), [x[0] == 1, z >= 0])
    two.solve(solver=cp.CLARABEL)
    with pytest.raises(DomainError, match=r"Problem: got the variables .*, need one"):
        solution_of(two)
    infeasible = cp.Problem(cp.Minimize(z), [z >= 1, z <= 0])
    infeasible.solve(solver=cp.CLARABEL)
    with pytest.raises(DomainError, match="Problem: got status infeasible"):
        solution_of(infeasible)


class Tensor:
    """PyTorch's manners: no array while there is a gradient, or of some types."""

    def __init__(self, values, gradient=True, error=None):
        self.values, self.gradient, self.error = values, gradient, error

    def detach(self):
        return Tensor(self.values, False, self.error)

    def numpy(self):
        if self.gradient:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        if self.error:
            raise self.error
        return np.array(self.values, dtype=np.float32)

    def __array__(self, dtype=None, copy=None):
        return self.numpy()


def test_tensors():
    assert solution_of(Tensor([0.1]), 1).tolist() == [float(np.float32(0.1))]
    with pytest.raises(DomainError, match="Tensor: has no NumPy array: unsupported ScalarType"):
        solution_of(Tensor([1], error=TypeError("unsupported ScalarType BFloat16")))
    assert as_given(Tensor([[0.5]], gradient=False), [1]).A.tolist() == [[0.5]]
    with pytest.raises(DomainError, match="A: got no NumPy array: Can't call numpy"):
        as_given(Tensor([[0.5]]), [1])


def test_plain_numbers():
    assert solution_of([0.5, 1], 2).dtype == np.float64
    assert solution_of(np.array([[1, 2]]), 2).tolist() == [1, 2]
    assert solution_of(("1/3", 2)).tolist() == [Fraction(1, 3), 2]
    assert stated([1, 2]) is None
    with pytest.raises(ValueError, match="read-only"):
        solution_of(["1/3"])[0] = 1
    for x, message in [
        ([0.5], "x: got 1 entries, need 2"),
        (None, "x: got NoneType"),
        ([1, math.nan], r"x\[1\]: got nan"),
    ]:
        with pytest.raises(DomainError, match=message):
            solution_of(x, 2)
