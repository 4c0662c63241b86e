"""Files: data enter exactly, linear programs keep their solutions, everything else is refused."""

import gzip
import io
import pickle
import random
import zipfile
from fractions import Fraction
from importlib import import_module

import highspy
import numpy as np
import pytest
import scipy.io
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from computable import DomainError
from computable.inputs import (
    GeneralProgram,
    files,
    parsing,
    programs,
    read_data,
    standard_form,
    tables,
)
from computable.problem import LinearProgram, is_minimiser

TENTH = Fraction(1, 10)


def dense(instance):
    return instance.rows(range(instance.shape[1]))


def refused(path, message, **options):
    with pytest.raises(DomainError, match=f"^{path.name}: {message}") as caught:
        read_data(path, **options)
    assert "\n" not in str(caught.value)


# --- arrays ---------------------------------------------------------------------------------


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


# --- tables ---------------------------------------------------------------------------------


def table(tmp_path, text, name="data.csv"):
    (tmp_path / name).write_text(text, newline="")
    return tmp_path / name


@given(
    st.lists(
        st.lists(st.decimals(-1000, 1000, places=6), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(deadline=None)
def test_a_decimal_is_the_rational_that_is_written(tmp_path_factory, rows, separator, end, header):
    lines = [separator.join(map(str, row)) for row in rows]
    if header:
        lines.insert(0, separator.join(["a", '"b, or c; or so"', "y"]))
    path = table(tmp_path_factory.mktemp("tables"), end.join(lines))
    found = read_data(path)
    exact = [[Fraction(v) for v in row] for row in rows]
    assert dense(found.given.instance()) == [row[:2] for row in exact]
    assert found.given.instance().y == tuple(row[2] for row in exact)
    assert found.names == (("a", "b, or c; or so") if header else None)
    rounded = read_data(path, floats=True).given
    assert rounded.A.tolist() == [[float(v) for v in row[:2]] for row in rows]


def test_forms_of_numbers(tmp_path):
    path = table(tmp_path, "\ufeff.5, 1/3 ,-.25,1e2\n\n+3,2^-3,1.,0\n")
    assert dense(read_data(path).given.instance()) == [
        [Fraction(1, 2), Fraction(1, 3), Fraction(-1, 4)],
        [3, Fraction(1, 8), 1],
    ]
    assert read_data(path, floats=True).given.A[0, 1] == 1 / 3


def test_the_target_may_be_any_column(tmp_path):
    path = table(tmp_path, "y\ta\tb\n1\t2\t3\n", "data.tsv")
    found = read_data(path, target="y")
    assert found.names == ("a", "b")
    assert found.given.A.tolist() == [[2, 3]] and found.given.y.tolist() == [1]
    refused(path, "y: got the columns y, a, b, need one 'z'", target="z")
    refused(table(tmp_path, "1,2"), "y: got the columns none, need one 'y'", target="y")
    refused(table(tmp_path, "y,y\n1,2"), "y: got the columns y, y, need one 'y'", target="y")


def test_numbers_as_names(tmp_path):
    path = table(tmp_path, "2019,2020\n1,2\n")
    assert read_data(path).given.shape == (2, 1)
    found = read_data(path, header=True)
    assert found.names == ("2019",) and found.given.shape == (1, 1)
    refused(table(tmp_path, "a,b\n1,2"), "line 1, column 1: cannot read 'a'", header=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty, need a table"),
        ("\n \n", "is empty, need a table"),
        ("1\n2\n", "got one column, need those of A and y"),
        ("a,b\n", "got no row below the names"),
        ("a,b\n1,2\n1,2,3\n", "line 3: got 3 entries, need 2"),
        ("a,b\n1,\n", r"line 2, column 2 \('b'\): is empty, need a finite number"),
        ("1,2\n1,NA\n", "line 2, column 2: got 'NA', need a finite number"),
        ("1,nan\n", "line 1, column 2: got 'nan', need a finite number"),
        ("nan,inf\n1,2\n", "line 1, column 1: got 'nan', need a finite number"),
        ("1,2\n1,-inf\n", "line 2, column 2: got '-inf', need a finite number"),
        ("1,2\n1,b\n", "line 2, column 2: cannot read 'b' as a rational"),
        ("1,b\n1,2\n", "line 1, column 2: cannot read 'b' as a rational"),
        ("a;b\n0,5;1\n", r"line 2, column 1 \('a'\): got '0,5', need a decimal point"),
        (",a,y\n0,1,2\n", r"line 1, column 1: has no name, need one \(or no column of row numbers"),
        ('a,b\n"1,2\n', "line 2: unexpected end of data"),
        ("1,2\n1,1j\n", "line 2, column 2: cannot read '1j'"),
        ("1,2\n1,1/0\n", "line 2, column 2: the denominator of '1/0' is zero"),
    ],
)
def test_tables_that_are_refused(tmp_path, text, message):
    refused(table(tmp_path, text), message)


def test_tables_that_are_too_large_or_no_text(tmp_path, monkeypatch):
    refused(table(tmp_path, "1e400,2"), "line 1, column 1: got 1e400, which is beyond", floats=True)
    (tmp_path / "data.csv").write_bytes(b"1,\xff\n")
    refused(tmp_path / "data.csv", "is no UTF-8 text")
    monkeypatch.setattr(tables, "LARGEST", 3)
    refused(table(tmp_path, "1,2\n3,4"), r"got more than 2\^24 entries")


# --- linear programs ------------------------------------------------------------------------


def quarters(rng, low=-8, high=8):
    return Fraction(rng.randint(low, high), 4)


def interval(rng, empty):
    """Return bounds of one of five kinds; without any only if that may be."""
    a, b = sorted((quarters(rng), quarters(rng)))
    kinds = [(a, None), (None, b), (a, b), (a, a)]
    return rng.choice([*kinds, (None, None)] if empty else kinds)


def program_at_random(rng):
    """Return a program with a feasible point, usually bounded, sometimes not."""
    n, r = rng.randint(1, 4), rng.randint(1, 4)
    matrix = [
        [quarters(rng) if rng.random() < 0.7 else Fraction(0) for _ in range(n)] for _ in "x" * r
    ]
    bounds = tuple(interval(rng, empty=rng.random() < 0.5) for _ in range(n))
    point = [inside(rng, ends) for ends in bounds]
    rows = []
    for row in matrix:
        value = sum(a * x for a, x in zip(row, point))
        a, b = interval(rng, empty=rng.random() < 0.3)
        if rng.random() < 0.95:  # the point is feasible, except that it sometimes is not
            shift = value - inside(rng, (a, b))
            a, b = (None if v is None else v + shift for v in (a, b))
        rows.append((a, b))
    return GeneralProgram(
        cost=tuple(quarters(rng) for _ in range(n)),
        columns=tuple(
            tuple((i, row[j]) for i, row in enumerate(matrix) if row[j]) for j in range(n)
        ),
        bounds=bounds,
        rows=tuple(rows),
        names=tuple(f"v{j}" for j in range(n)),
        row_names=tuple(f"c{i}" for i in range(r)),
        offset=quarters(rng),
        maximise=rng.random() < 0.5,
    ), point


def inside(rng, ends):
    a, b = ends
    if a is None:
        a = quarters(rng) if b is None else b - quarters(rng, 0)
    return a if b is None or a == b else min(b, a + quarters(rng, 0))


def apply(program, x):
    image = [Fraction(0)] * len(program.rows)
    for value, column in zip(x, program.columns, strict=True):
        for i, a in column:
            image[i] += a * value
    return image


def is_feasible(program, x):
    return all(
        (a is None or a <= v) and (b is None or v <= b)
        for v, (a, b) in zip(
            (*x, *apply(program, x)), (*program.bounds, *program.rows), strict=True
        )
    )


def written(program, path):
    """Write a program with HiGHS; its numbers have few digits, so nothing is lost."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.cost), len(program.rows)
    ends = {"col": program.bounds, "row": program.rows}
    for kind, intervals in ends.items():
        low = [-highspy.kHighsInf if a is None else float(a) for a, _ in intervals]
        high = [highspy.kHighsInf if b is None else float(b) for _, b in intervals]
        setattr(lp, f"{kind}_lower_", np.array(low))
        setattr(lp, f"{kind}_upper_", np.array(high))
    lp.col_cost_ = np.array([float(v) for v in program.cost])
    lp.offset_ = float(program.offset)
    lp.sense_ = highspy.ObjSense.kMaximize if program.maximise else highspy.ObjSense.kMinimize
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, program.columns)])
    lp.a_matrix_.index_ = np.array([i for c in program.columns for i, _ in c], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([float(a) for c in program.columns for _, a in c])
    lp.col_names_, lp.row_names_ = list(program.names), list(program.row_names)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.passModel(lp) == highspy.HighsStatus.kOk
    assert highs.writeModel(str(path)) == highspy.HighsStatus.kOk
    return path


def solved(program):
    """Return linprog's result for the program as it is."""
    matrix = np.zeros((len(program.rows), len(program.cost)))
    for j, column in enumerate(program.columns):
        for i, a in column:
            matrix[i, j] = a
    sides = [
        (sign * row, sign * end)
        for row, ends in zip(matrix, program.rows)
        for sign, end in zip((-1, 1), ends)
        if end is not None and ends[0] != ends[1]
    ]
    equations = [(row, a) for row, (a, b) in zip(matrix, program.rows) if a is not None and a == b]
    sign = -1 if program.maximise else 1
    return linprog(
        [sign * float(v) for v in program.cost],
        A_ub=[row for row, _ in sides] or None,
        b_ub=[float(end) for _, end in sides] or None,
        A_eq=[row for row, _ in equations] or None,
        b_eq=[float(end) for _, end in equations] or None,
        bounds=program.bounds,
    )


def rational(values):
    """Return the vertex that a solver means: its denominators divide minors of quarters."""
    return tuple(Fraction(float(v)).limit_denominator(10**4) for v in values)


@pytest.mark.parametrize("suffix", [".mps", ".mps.gz", ".lp"])
def test_a_solution_of_the_program_is_proved_to_be_one_of_its_standard_form(tmp_path, suffix):
    """linprog solves the program of the file and its standard form; both answers are proved.

    What linprog says of the program as it is, embedded, is exactly a minimiser of the standard
    form, and what it says of the standard form is one, recovered, of equal objective. So the
    comparison needs no tolerance.
    """
    rng = random.Random(7)
    outcomes = {0: 0, 2: 0, 3: 0}
    for _ in range(150):
        program, _ = program_at_random(rng)
        try:
            standard_form(program)
        except DomainError:
            continue
        path = written(program, tmp_path / f"program{suffix.removesuffix('.gz')}")
        if suffix.endswith(".gz"):
            path = tmp_path / "program.mps.gz"
            path.write_bytes(gzip.compress((tmp_path / "program.mps").read_bytes()))
        found = read_data(path)
        check_same_program(found.form.program, program)
        places = [program.names.index(name) for name in found.form.program.names]
        instance, problem = found.given.instance(), found.problem_hint
        cost = [float(v) for v in problem.cost]
        result = linprog(cost, A_eq=found.given.A, b_eq=found.given.y, bounds=(0, None))
        original = solved(program)
        assert original.status == result.status
        outcomes[result.status] += 1
        if result.status:
            continue
        p = rational(result.eqlin.marginals)
        x = rational(result.x)
        assert is_minimiser(problem, instance, x, p)
        vertex = rational(original.x)
        assert is_minimiser(problem, instance, found.embed([vertex[j] for j in places]), p)
        solution = list(vertex)
        for j, value in zip(places, found.recover(x), strict=True):
            solution[j] = value
        assert is_feasible(program, solution) and is_feasible(program, vertex)
        assert program.objective(tuple(solution)) == program.objective(vertex)
    assert min(outcomes.values()) >= 3 and outcomes[0] >= 60


def check_same_program(found, program):
    """Compare by names: LP files order variables anew, and split rows with two sides."""
    assert variables(found) == variables(program)
    assert sides(found) == sides(program)
    assert (found.offset, found.maximise) == (program.offset, program.maximise)


def variables(program):
    """Return costs and bounds; a variable that is nowhere, and >= 0, is not in an LP file."""
    return {
        name: (cost, bounds)
        for name, cost, bounds in zip(program.names, program.cost, program.bounds, strict=True)
        if cost or bounds != (0, None) or any(name in dict(row) for row, _, _ in sides(program))
    }


def sides(program):
    """Return the inequalities, each with its non-zero entries by names."""
    rows = [[] for _ in program.rows]
    for name, column in zip(program.names, program.columns, strict=True):
        for i, a in column:
            rows[i].append((name, a))
    return {
        (tuple(sorted(row)), relation, end)
        for row, ends in zip(rows, program.rows, strict=True)
        for relation, end in zip("><", ends, strict=True)
        if end is not None
    }


def test_feasible_points_correspond_and_keep_their_objective():
    """Both ways, at random points: embed is into the standard form, and recover undoes it."""
    rng = random.Random(3)
    done = 0
    for _ in range(300):
        program, point = program_at_random(rng)
        try:
            form = standard_form(program)
        except DomainError:
            continue
        z = form.embed(point)
        assert form.recover(z) == tuple(point)
        assert form.problem.is_feasible(form.instance, z) == is_feasible(program, point)
        constant = program.objective(form.recover([0] * len(z)))
        sign = -1 if program.maximise else 1
        value = form.problem.objective(form.instance, z).rational
        assert sign * value + constant == program.objective(tuple(point))
        moved = tuple(v + quarters(rng) if part.terms else v for v, part in zip(point, form.parts))
        again = form.embed(moved)
        assert form.recover(again) == moved
        assert form.problem.is_feasible(form.instance, again) == is_feasible(program, moved)
        done += 1
    assert done >= 250


def test_the_values_are_the_float64_numbers_taken_exactly(tmp_path):
    text = "max\n obj: 0.1 u - v + 3\nst\n r: u + 0.3 v <= 0.7\nbounds\n u >= 0.1\n v <= 0.2\nend\n"
    found = read_data(table(tmp_path, text, "data.lp"))
    tenth, three, seven, two = (Fraction(v) for v in (0.1, 0.3, 0.7, 0.2))
    assert found.names == ("u", "v", "slack of r", "room of v")
    assert found.form.program.offset == 3 and found.remarks == ()
    assert dense(found.given.instance()) == [[1, three, 1, 0], [0, 1, 0, 1]]
    assert found.given.instance().y == (seven - tenth, two)
    assert found.given.y is None and found.given.A is not None
    assert found.problem_hint == LinearProgram((-tenth, 1, 0, 0))
    assert found.recover([0, 0, 0, 0]) == (tenth, 0)
    assert found.embed([tenth, 0]) == (0, 0, seven - tenth, two)


def test_small_and_large_entries_are_kept(tmp_path):
    text = "min\n obj: u + v\nst\n r: u + 1e-11 v + 1e25 w >= 1\nbounds\n w <= 1e30\nend\n"
    found = read_data(table(tmp_path, text, "data.lp"))
    assert found.given.A.tolist() == [[1, 1e-11, 1e25, -1]]
    assert len(found.remarks) == 1 and "treated as +Infinity" in found.remarks[0]


MPS = """NAME test
ROWS
 N  obj
 L  r
COLUMNS
    u  obj  1  r  {entry}
    {column}  obj  {cost}  r  1
RHS
    RHS  {row}  2
BOUNDS
 {bound} BND  u  {value}
ENDATA
"""
USUAL = {"entry": 1, "column": "v", "cost": 1, "row": "r", "bound": "UP", "value": 5}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"row": "q"}, "HiGHS does not read it as it is: .*not defined: ignored"),
        ({"column": "u"}, "HiGHS does not read it as it is: .*duplicate nonzero"),
        ({"entry": "1e-13"}, "HiGHS does not read it as it is: .*ignored"),
        ({"entry": "inf"}, "HiGHS does not read it as it is: .*inf"),
        ({"value": -5}, "HiGHS does not read it as it is: .*inconsistent bounds"),
        ({"value": "nan"}, "HiGHS does not read it as it is: .*nan"),
        ({"cost": "1e25"}, "objective: got an infinite number, need finite ones"),
        ({"bound": "BV"}, "u: is integer or semi-continuous, need real variables only"),
        ({"bound": "LI"}, "u: is integer or semi-continuous, need real variables only"),
        ({"bound": "SC"}, "u: is integer or semi-continuous, need real variables only"),
    ],
)
def test_programs_that_are_refused(tmp_path, change, message):
    read_data(table(tmp_path, MPS.format(**USUAL), "data.mps"))
    refused(table(tmp_path, MPS.format(**USUAL | change), "data.mps"), message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "program: got 0 rows, 0 columns and 0 entries"),
        ("junk", "program: got 0 rows, 0 columns and 0 entries"),
        ("min\n obj: u\nst\n r: u >= = 1\nend\n", "HiGHS does not read it as it is: .*the file"),
        ("min\n obj: [ u^2 ] / 2\nst\n r: u >= 1\nend\n", "objective: got quadratic terms"),
        ("min\n obj: u\nst\n r: u >= 1\ngeneral\n u\nend\n", "u: is integer"),
        ("min\n obj: u\nst\n r: u + u >= 1\nend\n", "HiGHS does not read it .* values summed"),
        ("min\n obj: u\nbounds\n u >= 1\nend\n", "program: need a row, or two bounds"),
        ("min\n obj: u\nst\n r: u >= 1\nbounds\n u = 1\nend\n", None),
    ],
)
def test_lp_files_that_are_refused(tmp_path, text, message):
    path = table(tmp_path, text, "data.lp")
    if message is not None:
        refused(path, message)
    else:
        found = read_data(path)
        assert found.names == ("slack of r",) and found.recover([0]) == (1,)
        with pytest.raises(DomainError, match="u: got 2, need 1, its lower and upper bound"):
            found.embed([2])
        with pytest.raises(DomainError, match="x: got 2 entries, need 1"):
            found.embed([1, 2])
        with pytest.raises(DomainError, match="x: got 3 entries, need 1"):
            found.recover([1, 2, 3])


def test_packed_programs_that_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "data.mps.gz"
    path.write_bytes(b"no gzip file")
    refused(path, "cannot be unpacked: Not a gzipped file")
    packed = gzip.compress(MPS.format(**USUAL).encode() + b"\n" * 5000)
    path.write_bytes(packed[:-20])
    refused(path, "cannot be unpacked")
    path.write_bytes(packed)
    read_data(path)
    monkeypatch.setattr(files, "LONGEST_FILE", 3000)
    refused(path, r"unpacks to more than 2\^28 bytes")
    monkeypatch.setattr(programs, "LARGEST", 1)
    refused(
        table(tmp_path, MPS.format(**USUAL), "data.mps"), "program: got 1 rows, 2 columns and 2"
    )


def test_endings_in_capitals(tmp_path):
    assert read_data(table(tmp_path, MPS.format(**USUAL), "DATA.MPS")).names[:2] == ("u", "v")


def test_programs_validate_themselves():
    one = Fraction(1)
    usual = {
        "cost": (one,),
        "columns": (((0, one),),),
        "bounds": ((None, None),),
        "rows": ((None, one),),
        "names": ("u",),
        "row_names": ("r",),
    }
    form = standard_form(GeneralProgram(**usual))
    assert form.names == ("u", "minus u", "slack of r")
    assert form.embed([-2]) == (0, 2, 3)
    for change, message in [
        ({"names": ()}, "program: got lists of other lengths, need 1"),
        ({"row_names": ()}, "program: got other rows than 1"),
        ({"columns": (((1, one),),)}, "program: got other rows than 1"),
        ({"bounds": ((one, -one),)}, "u: got the lower bound 1 above -1"),
        ({"rows": ((one, -one),)}, "r: got the lower bound 1 above -1"),
    ]:
        with pytest.raises(DomainError, match=message):
            GeneralProgram(**usual | change)
    with pytest.raises(DomainError, match="program: need a row, or two bounds"):
        standard_form(GeneralProgram(**usual | {"bounds": ((one, one),), "rows": ((None, None),)}))
