"""Exercises: every correct answer is accepted, every wrong one gets a reason."""

import json
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import cloudpickle
import numpy as np
import pytest

from computable.algorithm import Budget
from computable.errors import DomainError
from computable.problem import TieFamily
from computable.teaching import Checked, check, exercises_03, given
from computable.teaching.check import EXERCISES

# The algorithms below go to child processes, which cannot import this file by its name.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
T = Fraction(1, 50)


def choose_larger(bits):
    """Return the algorithm that reads so many bits and chooses the larger entry."""

    def algorithm(data):
        a = [data.A.query(0, j, bits) for j in range(2)]
        j = a.index(max(a))
        return [data.y.query(0, bits) / a[j] if i == j else 0 for i in range(2)]

    return algorithm


def reads_until_the_tie_breaks(data):
    n = 1
    while True:
        a = [data.A.query(0, j, n) for j in range(2)]
        if abs(a[0] - a[1]) > Fraction(2, 1 << n):
            j = a.index(max(a))
            return [data.y.query(0, n + 20) / a[j] if i == j else 0 for i in range(2)]
        n *= 2


def floating(A, y):
    x = np.zeros(2)
    j = int(np.argmax(A[0]))
    x[j] = y[0] / A[0, j]
    return x


def loops_for_ever(data):
    while True:
        pass


def divides_by_zero(data):
    return 1 / 0


def needs_a_difference(data):
    a = [data.A.query(0, j, 64) for j in range(2)]
    y = data.y.query(0, 64)
    return [y / a[0] if (a[0] - a[1]) / abs(a[0] - a[1]) > 0 else 0, y if a[1] > a[0] else 0]


ACCEPTED = [
    ("02-1", "1/1000"),
    ("02-1", Fraction(1, 2000)),
    ("02-1", "0.0002"),
    ("02-1", 0.001),
    ("02-1", np.float64(0.0005)),
    ("02-1", Decimal("0.0014")),
    ("02-2", (0, "1/2")),
    ("02-2", [Fraction(1, 10), Fraction(9, 20)]),
    ("02-2", (0.0, 0.5)),
    ("02-2", np.array([-0.125, 0.5625])),
    ("02-3", [T / 5] * 5),
    ("02-3", [0.004] * 5),
    ("02-3", ["1/250", "1/250", "1/250", "1/250", "39/10000"]),
    ("02-4", [1, 1, 1, 1, 1]),
    ("02-4", [0.2] * 5),
    ("02-4", ["1/4", "1/4", "1/4", "1/8", "1/8"]),
    ("03-1", Fraction(1, 1 << 25)),
    ("03-1", 2**-40),
    ("03-1", "1/40000000"),
    ("03-1", Fraction(1, 1 << 3000)),
    ("03-2", choose_larger(22)),
    ("03-2", choose_larger(1000)),
    ("03-2", reads_until_the_tie_breaks),
    ("03-2", floating),
    ("03-2", needs_a_difference),
    ("03-3", [0, 0, 0, "3/4", 0]),
    ("03-3", [Fraction(1, 1500)] * 3 + [Fraction(3, 4), 0]),
    ("03-3", (0.001, 0, 0, 0.75, 0.001)),
    ("03-4", (23, Fraction(1, 1 << 23))),
    ("03-4", (40, 2**-52)),
    ("03-4", [30, "1/10000000000"]),
]

REJECTED = [
    ("02-1", 0, "must be positive"),
    ("02-1", "-1/1000", "must be positive"),
    ("02-1", "1/10000", "t is too small"),
    ("02-1", Fraction(17, 100000), "t is too small"),
    ("02-1", "0.01", "t is too large"),
    ("02-1", 0.0015, "t is too large"),
    ("02-2", ("1/5", "2/5"), "not that it is the only one"),
    ("02-2", (-1, 1), "proves nothing"),
    ("02-2", (1, 1), "must be 1; yours is 3"),
    ("02-2", (0.2, 0.4), "write '1/5'"),
    ("02-2", (1,), "got 1 entries, need 2"),
    ("02-3", [0] * 5, "vertex 0"),
    ("02-3", [T, 0, 0, 0, 0], "vertex 1"),
    ("02-3", [T / 5] * 4, "got 4 entries, need 5"),
    ("02-4", [1, 0, 0, 0, 0], "as small as 0"),
    ("02-4", [1, 1, 1, 0, 0], "less than"),
    ("02-4", [1, 1, 1, 1, -1], "must be >= 0"),
    ("02-4", [0] * 5, "not all zero"),
    ("03-1", Fraction(1, 1 << 24), "no longer true"),
    ("03-1", "1/4", "no longer true"),
    ("03-1", 0, "need 0 < gap"),
    ("03-1", 1, "need 0 < gap"),
    ("03-2", choose_larger(21), "as misleadingly as is true"),
    ("03-2", lambda data: [0, 0], "the squared distance is"),
    ("03-2", lambda data: [data.y.query(0, 30) / 2] * 2, "the squared distance is"),
    ("03-2", lambda data: [1], "got 1 numbers, need 2"),
    ("03-2", lambda data: "nonsense", "got str"),
    ("03-2", lambda data: [float("nan"), 0], "finite"),
    ("03-2", lambda data: data.A.query(0, 7, 1), "column"),
    ("03-2", lambda: [0, 0], "takes 0 arguments"),
    ("03-2", divides_by_zero, "ZeroDivisionError"),
    ("03-2", lambda data: sys.exit(0), "gave no answer"),
    ("03-2", [0, 0], "need a function"),
    ("03-2", "scipy:highs-ds", "need a function"),
    ("03-3", [0, 0, 0, 1, "1/8"], "more than (10^-2)^2"),
    ("03-3", ["1/50", 0, 0, "3/4", 0], "more than (10^-2)^2"),
    ("03-3", [0, 0, 0], "got 3 entries, need 5"),
    ("03-4", (22, 2**-52), "cannot be sure"),
    ("03-4", (23, 2**-20), "not a true answer"),
    ("03-4", (23, 0), "need 0 < gap"),
    ("03-4", ("23.5", "1/4"), "need an integer"),
    ("03-4", (10**9, "1/4"), "need an integer"),
    ("03-4", 23, "need a pair"),
]


class Hostile:
    """Raises whenever somebody looks at it."""

    def __iter__(self):
        raise RuntimeError("go away")

    def __float__(self):
        raise RuntimeError("go away")


NONSENSE = [
    "",
    "one half",
    b"1/2",
    {},
    set(),
    [],
    True,
    float("nan"),
    float("inf"),
    1j,
    "1/0",
    object(),
    Hostile(),
    [None, None],
    [[1, 2], [3, 4]],
    (x for x in ()),
    iter(int, 1),  # endless
    Fraction(1, 10**20000),
    int,
]


def name_of(case):
    return f"{case[0]} {getattr(case[1], '__name__', case[1])!s:.30}"


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_correct_answers_are_accepted(case, capsys):
    checked = check(*case)
    printed = capsys.readouterr().out
    assert checked.correct is True, checked.message
    assert printed.startswith("correct: ")
    assert " ".join(printed.split()) == " ".join(checked.message.split())


@pytest.mark.parametrize("case", REJECTED, ids=name_of)
def test_wrong_answers_get_the_reason(case, capsys):
    name, answer, reason = case
    checked = check(name, answer)
    assert checked.correct is False
    assert reason in checked.message
    assert capsys.readouterr().out.startswith("not yet: ")


@pytest.mark.parametrize("name", EXERCISES)
def test_nonsense_is_a_wrong_answer(name, capsys):
    for answer in NONSENSE:
        checked = check(name, answer)
        assert checked.correct is False, answer
        assert checked.message.startswith("not yet: ")


@pytest.mark.parametrize("name", EXERCISES)
def test_no_answer_gets_the_hint(name, capsys):
    assert check(name, None) == Checked(
        correct=None, message=f"not answered yet. Hint: {EXERCISES[name].hint}"
    )
    assert capsys.readouterr().out.startswith("not answered yet.")


def test_unknown_names_are_refused():
    for name in ("99-1", "", None, ["02-1"]):
        with pytest.raises(DomainError, match="need one of 01-1, 01-2"):
            check(name, 1)
    with pytest.raises(DomainError, match="03-4"):
        given("02-5")


def test_endless_loops_end(monkeypatch):
    monkeypatch.setattr(exercises_03, "LIMITS", Budget(seconds=3))
    checked = check("03-2", loops_for_ever)
    assert checked.correct is False
    assert "ran longer than 3 seconds" in checked.message


def test_what_is_right_at_one_gap_is_refuted_at_another():
    assert "refuted, at gap 2^-22" in check("03-2", choose_larger(22)).message
    assert "refuted, at gap 2^-64" in check("03-2", floating).message
    assert "did not halt" in check("03-2", reads_until_the_tie_breaks).message
    assert "gives no answer" in check("03-2", needs_a_difference).message


def test_03_1_accepts_exactly_the_gaps_up_to_the_bound():
    bound = Fraction(1, 1 << 25)
    assert check("03-1", bound).correct
    assert not check("03-1", bound + Fraction(1, 1 << 200)).correct


def test_03_3_covers_the_gaps_between_the_ends():
    family = given("03-3")["family"]
    assert isinstance(family, TieFamily)
    for j in range(family.columns):
        sizes = [family.amplitude(j, family.largest_gap * k / 64) for k in range(65)]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize("number", sorted({name[:2] for name in EXERCISES}))
def test_each_notebook_asks_its_own_questions(number):
    (path,) = NOTEBOOKS.glob(f"{number}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    asked = {name for name in EXERCISES if f'check("{name}"' in code}
    assert asked == {name for name in EXERCISES if name[:2] == number}
