"""Certificates about a given answer: written, loaded, written again, told in words."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from computable import (
    BasisPursuit,
    DomainError,
    Lasso,
    LinearProgram,
    Malformed,
    Rejected,
    SquareRootLasso,
    certify,
    explain,
    load,
    replay,
    solve_exact,
)
from computable.inputs import as_point
from computable.recovery import Box
from proofs.arguments import (
    BasisArgument,
    Minimiser,
    PathArgument,
    Separation,
)
from proofs.enclosing import basis_argument, path_argument
from proofs.explain import FORMATS
from proofs.given_answer import GivenAnswer
from proofs.proof_file import judge
from proofs.read import checker_of

HALF, ONE = Fraction(1, 2), Fraction(1)
SQUARE = [[1, HALF], [0, 1]]
TALL = [[1, HALF], [0, 1], ["1/10", 0]]


def claimed(digits, problem, box, x, argument):
    """Return a claim: that x has these digits, or (negative) that it has not."""
    return GivenAnswer(
        right=digits > 0,
        digits=abs(digits),
        problem=problem,
        box=box,
        output=as_point(x)[1],
        argument=argument,
    )


def path(digits, problem, A, y, x, support, signs, **errors):
    box = Box.around(A, y, **errors)
    return claimed(digits, problem, box, x, path_argument(problem, box, support, signs, 128))


def basis(digits, problem, A, y, x, columns, dual, *, free=(), **errors):
    box = Box.around(A, y, **errors)
    argument = basis_argument(problem, box, columns, as_point(dual)[1], 128, list(free))
    return claimed(digits, problem, box, x, argument)


def point(digits, problem, A, y, x):
    """Claim by an exact minimiser, the nearest one, or a half-space that has it."""
    found = solve_exact(problem, A, y)
    near, witness = found.nearest(x), found.face.witness
    argument = Minimiser(x=near.point, witness=witness)
    if digits < 0:
        h = tuple(a - b for a, b in zip(as_point(x)[1], near.point))
        argument = Separation(
            x=near.point, witness=witness, direction=h, multipliers=near.multipliers
        )
    return claimed(digits, problem, Box.around(A, y), x, argument)


BP, ROOT = BasisPursuit(), SquareRootLasso(HALF)
CASES = {
    "path": lambda: path(2, Lasso(HALF), SQUARE, [1, 0], [0.75, 0.001], [0], "+"),
    "path-box": lambda: path(
        2, Lasso(HALF), SQUARE, [1, 0], [0.75, 0.001], [0], "+",
        A_error="1e-9", y_error=[0, "1e-5"],
    ),
    "path-not": lambda: path(
        -3, Lasso(HALF, weights=(1, 2)), SQUARE, [1, 0], [0.7, 0], [0], "+",
        A_error=[["0", "1/3000000"], ["0", "0"]],
    ),
    "path-empty": lambda: path(
        2, Lasso(1), [[1, 1]], ["1/4"], [0, "1/1000"], [], "", y_error="1e-3"
    ),
    "path-ball": lambda: path(
        1, BasisPursuit("1/4"), TALL, [1, 0, "1/10"], ["7/10", 0], [0], "+"
    ),
    "path-ball-empty": lambda: path(
        -1, BasisPursuit("1/4"), SQUARE, ["1/8", 0], ["1/5", 0], [], "", y_error="1e-9"
    ),
    "path-root": lambda: path(1, ROOT, TALL, [1, 0, "3/10"], ["9/10", 0], [0], "+"),
    "basis": lambda: basis(3, BP, [[1, "9/10"]], [1], ["9999/10000", 0], [0], [1], A_error="1e-6"),
    "basis-loose": lambda: basis(
        3, BP, [[1, HALF, 0], [0, HALF, 1]], [1, 0], ["9999/10000", 0, 0], [0, 2], [1, 0],
        y_error="1e-9",
    ),
    "basis-free": lambda: basis(
        3, BP, [[1, 0, "1/4"], [0, 1, "1/4"]], [1, 0], ["9999/10000", 0, 0], [0, 1], [1, 0],
        free=[1], y_error="1e-9",
    ),
    "basis-not": lambda: basis(
        -1, ROOT, SQUARE, [1, 0], [0.5, 0], [0, 1], [1, 0], y_error="1e-8"
    ),
    "basis-cost": lambda: basis(
        6, LinearProgram((1, 2, 3)), [[1, 1, 1], [1, -1, 0]], [1, HALF], [0.75, 0.25, 0], [0, 1],
        [1, 2], A_error="1e-7",
    ),
    "minimiser": lambda: point(
        9, BasisPursuit(weights=(1, 1, 2)), [[1, 1, 2]], [1], ["1/3", "1/3", "1/6"]
    ),
    "minimiser-near": lambda: point(2, LinearProgram(), [[1, 1]], [1], [0.5, 0.499]),
    "separation": lambda: point(-1, BP, [[1, 1]], [1], ["1/3", "1/3"]),
    "separation-slides": lambda: point(-1, SquareRootLasso(1), [[1, 1]], [1], [1, 1]),
    "separation-root": lambda: point(-1, ROOT, [[1, 1]], [1], [1, 1]),
    "separation-cost": lambda: point(-1, LinearProgram(), [[1, 1]], [1], [1, 1]),
}  # fmt: skip


@pytest.fixture(scope="module", params=CASES)
def case(request, tmp_path_factory):
    found = CASES[request.param]()
    return request.param, found, found.save(tmp_path_factory.mktemp("given") / "proof.json")


def test_what_is_loaded_is_what_was_saved(case):
    name, found, file = case
    again = load(file)
    assert isinstance(again, GivenAnswer)
    assert again.text() == found.text() == file.read_text()
    assert again.check() == found.check()
    assert (again.argument, again.output, again.problem) == (
        found.argument, found.output, found.problem
    )  # fmt: skip
    assert (again.right, again.digits, again.box.exact) == (
        found.right, found.digits, found.box.exact
    )  # fmt: skip
    m, N = found.box.shape
    for entry in [
        *(("A", i, j) for i in range(m) for j in range(N)),
        *(("y", i) for i in range(m)),
    ]:
        assert again.box.radius(entry) == found.box.radius(entry)
        assert again.box.instance.value(entry) == found.box.instance.value(entry)
    kind = name.partition("-")[0]
    checker = {"path": "path", "basis": "basis"}.get(kind, "digits")
    document = json.loads(file.read_text())
    assert (document["argument"]["kind"], checker_of(document)) == (kind, f"checker_{checker}.py")


def test_there_is_nothing_to_run_again(case):
    with pytest.raises(DomainError, match="is about a given answer, and records no algorithm"):
        replay(load(case[2]), lambda data: data.nothing)


@pytest.mark.parametrize("style", FORMATS)
def test_it_is_told_in_words(case, style):
    name, found, file = case
    told = explain(load(file), format=style)
    assert told == explain(found, format=style)
    has = "has" if found.right else "does not have"
    assert f"An answer {has} {found.digits} digit" in told.partition("\n")[0]
    assert ("The box" in told) is (not found.box.exact)
    assert "What this proves, and what not" in told
    assert "not decided" not in told and "cannot be enclosed" not in told
    if style == "latex":
        assert told.count("$") % 2 == 0
        assert told.count("{") - told.count(r"\{") == told.count("}") - told.count(r"\}")
        words = "".join(told.split("$")[::2])
        assert not {"^", "_"} & set(words.replace(r"\_", ""))
    if style == "text":
        assert max(map(len, told.splitlines())) <= 80
        for word in WORDS[name]:
            assert word in " ".join(told.split())


WORDS = {
    "path": (
        "column 0 with the sign +", "t = lambda/2 = 1/4", "The closest to it is column 1",
        "within 10^-2 (l2)", "between 1.00e-03 and 1.00e-03", "a certificate for a box covers that",
    ),
    "path-box": (
        "at most 10^-9 in every entry of A (zeros included), and by at most 10^-5 in 1 entry of y",
        "of every instance", "It says nothing about data outside of the box",
    ),
    "path-not": (
        "by at most 1/3000000 in 1 entry of A (the file has the bound of each) and 0 in the others",
        "and by at most 0 in every entry of y", "refuted for that reason alone",
    ),
    "path-empty": ("x = 0 is the only minimiser of every instance", "|<a_j, y>| < t w_j"),
    "path-ball": ("||y - A x(t)|| = epsilon, a quadratic equation",),
    "path-ball-empty": ("since ||y|| <= epsilon, and no other point has so small a norm",),
    "path-root": ("t = lambda ||y - A x(t)||, a quadratic equation",),
    "basis": ("a basis B: column 0", "~ 0.9 of the bound", "u is the only minimiser"),
    "basis-loose": ("smaller in size at column 2", "where the bound is not met"),
    "basis-free": ("any number up to the weight at column",),
    "basis-not": ("Moreover ||p|| < 1/lambda.", "is farther than 10^-1 (l2) from every minimiser"),
    "basis-cost": ("g is the cost at columns 0, 1", "A^T p is smaller than the cost in every"),
    "minimiser": ("The answer is this minimiser: the distance is 0", "p = (1)"),
    "minimiser-near": ("||z - x||^2 ~", "which is not larger than 10^-4 (compared exactly)"),
    "separation": (
        "h = (-1/6, -1/6) and multipliers mu = (-1/6)", "<h, z> is larger by 1/18",
        "the length of h, ~ 0.236, which is larger than 10^-1", "same image",
    ),
    "separation-slides": ("A v + rho p = f, where f = y and rho >= 0",),
    "separation-root": ("Since the witness is shorter than 1, the residual is 0",),
    "separation-cost": ("is not negative in the others, which are the columns 0, 1",),
}  # fmt: skip


def test_an_outcome_is_explained_before_its_argument_is_made():
    found = certify(Lasso(HALF), SQUARE, [1, 0], [0.75, 0.002]).certificate
    assert callable(found.argument)
    assert "column 0 with the sign +" in " ".join(explain(found).split())
    named = replace(found, about={"algorithm": "mine.py:solve"})
    assert explain(named).startswith("mine.py:solve has 2 digits on lasso: a proof")


def test_many_columns_are_not_all_listed():
    n = 24
    A, y = np.eye(n), np.full(n, 2)
    signs = "+" * (n - 1)
    found = path(9, Lasso(2), np.delete(A, 0, axis=1), y, [1] * (n - 1), range(n - 1), signs)
    told = " ".join(explain(found).split())
    assert "18, 19, ... with the signs ++++++++.... The" in told
    assert f"Its entries (the first 8 of {n - 1}), and how far" in told


def foreign(kind):
    """Return a file that nobody of us has written: other rationals, other forms of lists."""
    document = {
        "format": "computable-certificate",
        "version": 1,
        "claim": {"kind": "digits", "digits": 1},
        "problem": {"name": "lasso", "lambda": "2/4", "weights": ["2/2", "0x3/3"]},
        "instance": {
            "shape": [2, 2],
            "A": [[1, 1, "3/3"], [0, 0, "1"], [0, 1, "0x1/2"], [1, 0, "0/7"]],
            "y": {"den": "3", "num": ["3", "-0x0"]},
            "radius": {
                "A": [[1, 0, "0"], [0, 1, "2/2000"]],
                "y": {"den": "0x10000", "num": ["1", "0"]},
            },
        },
        "output": ["3/4", "0"],
        "argument": {
            "kind": "path",
            "bits": 64,
            "support": [0],
            "signs": "+",
            "base": ["4/4"],
            "slope": ["1000001/1000000"],
            "inverse": [["10/9"]],
        },
        "about": {"note": "by hand", "evil": "\u001b[2J"},
    }  # fmt: skip
    if kind == "basis":
        document["problem"] = {"name": "basis-pursuit", "weights": ["1", "1"]}
        document["output"] = ["1", "0"]
        document["argument"] = {
            "kind": "basis", "bits": 64, "basis": [1, 0], "free": [1, 1], "dual": ["0", "1"],
            "point": {"den": "7", "num": ["0", "7"]}, "witness": ["1", "-1/2"],
            "inverse": [["0", "10/11"], ["1", "-1/2"]],
        }  # fmt: skip
    return document


@pytest.mark.parametrize("kind", ["path", "basis"])
def test_the_numbers_of_other_writers_are_kept(kind, tmp_path):
    path = tmp_path / "foreign.json"
    path.write_text(json.dumps(foreign(kind)))
    found = load(path)
    values = json.loads(path.read_text())["argument"]
    argument = found.argument
    if kind == "path":
        assert isinstance(argument, PathArgument)
        assert argument.inverse == ((Fraction(10, 9),),)
        assert argument.slope == (Fraction(1_000_001, 10**6),)
    else:
        assert isinstance(argument, BasisArgument)
        assert argument.free == tuple(values["free"])
        assert argument.inverse[0] == (0, Fraction(10, 11))
    assert found.about == {"note": "by hand"}
    assert found.box.radius(("A", 0, 1)) == Fraction(1, 1000) and not found.box.radius(("A", 1, 1))
    assert found.box.radius(("y", 0)) == Fraction(1, 1 << 16) and not found.box.radius(("y", 1))
    assert judge(found.text().encode())[0] == "accepted"
    assert load(found.save(tmp_path / "again.json")).text() == found.text()
    explain(found)


def test_radii_that_are_all_zero_are_none(tmp_path):
    document = foreign("path")
    document["instance"]["radius"] = {"A": [[0, 0, "0"]], "y": ["0", "0"]}
    path = tmp_path / "exact.json"
    path.write_text(json.dumps(document))
    found = load(path)
    assert found.box.exact
    assert "radius" not in found.document()["instance"]


def test_a_file_that_is_not_accepted_is_not_loaded(case, tmp_path):
    _, found, file = case
    document = json.loads(file.read_text())
    document["output"][0] = "1000"
    if not found.right:
        document["claim"]["kind"] = "digits"  # with the argument of the other claim, or untrue
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(document))
    with pytest.raises((Rejected, Malformed)):
        load(bad)
