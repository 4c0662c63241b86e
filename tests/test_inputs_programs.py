"""Linear programs in files: read exactly, and brought to standard form exactly."""

import gzip
import random
from fractions import Fraction

import pytest
from given_data import dense, refused, table
from random_programs import (
    is_feasible,
    program_at_random,
    quarters,
    rational,
    solved,
    written,
)
from scipy.optimize import linprog

from computable import DomainError
from computable.inputs import (
    GeneralProgram,
    files,
    programs,
    read_data,
    standard_form,
)
from computable.problem import LinearProgram, is_minimiser

TENTH = Fraction(1, 10)


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
        ("", "program: HiGHS finds no variable in it"),
        ("junk", "program: HiGHS finds no variable in it"),
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
