"""Computable sequences, Banach-Mazur algorithms, and the accuracy that they do not have."""

import random
from fractions import Fraction

import pytest

import computable
from computable import BasisPursuit, DomainError, TieFamily, TuringMachine, Unknown, refute_map
from computable.machine import Halts, decide, halting_after, turing_machine
from computable.problem import norm_squared
from computable.sequence import (
    BanachMazur,
    InstanceSequence,
    OnSequences,
    RealSequence,
    Specker,
    lift,
)
from computable.sequence.specker import without_modulus
from computable.solvers import ADAPTERS
from proofs import checker_reduction
from proofs.adversary import Inaccurate, accuracy_bound

PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")


def test_one_program_computes_all_terms():
    thirds = RealSequence(lambda k, n: Fraction(k * 2**n // 3, 2**n))
    assert thirds[4].digits(10) == "1.3333333333"
    assert abs(thirds.query(5, 30) - Fraction(5, 3)) <= Fraction(1, 2**30)
    for k, n in ((-1, 3), (1, -3), (True, 3), (1.5, 2)):
        with pytest.raises(DomainError):
            thirds.query(k, n)
    with pytest.raises(DomainError, match="term 0 at depth 1"):
        RealSequence(lambda k, n: "x").query(0, 1)


def test_specker_increases_and_has_the_digits_of_the_halting_problem():
    specker = Specker()
    terms = [specker.term(n) for n in range(0, 120, 10)]
    assert terms == sorted(terms) and 0 <= terms[0] < terms[-1] < 1
    for k in range(64):
        halts = isinstance(decide(turing_machine(k)), Halts)
        assert int(specker.term(64) * 2 ** (k + 1)) % 2 == halts
    known = specker.known(64)
    assert known.undecided == () and set(known.halting) | set(known.endless) == set(range(64))
    assert known.lower <= specker.term(100) <= known.upper
    assert known.lower == specker.term(64)
    assert specker.sequence().query(64, 5) == specker.term(64)


def test_an_open_problem_as_the_first_digit_of_a_limit():
    antihydra = TuringMachine.parse("1RB1RA_0LC1LE_1LD1LC_1LA0LB_1LF1RE_---0RA")
    known = Specker(lambda k: turing_machine(k - 1) if k else antihydra).known(9)
    assert known.undecided == (0,)
    assert known.lower < Fraction(1, 2) < known.upper


def test_programs_are_machines_of_a_specker_sequence():
    texts = ["halt()", "while 1:\n    pass\n", "while 1:\n    n += 1\n"]
    known = Specker(lambda k: computable.RegisterProgram(texts[k])).known(3)
    assert (known.halting, known.endless, known.undecided) == ((0,), (1,), (2,))
    assert (known.lower, known.upper) == (Fraction(1, 2), Fraction(1, 2) + Fraction(1, 4))


@pytest.mark.parametrize("modulus", [lambda n: n, lambda n: 50 * 2**n, lambda n: 0])
def test_no_modulus_serves_for_all(modulus):
    slow, n = without_modulus(modulus), modulus(2)
    assert slow.term(n) == 0
    assert slow.term(n + 1) - slow.term(n) > Fraction(1, 4)


def reading(depth):
    def solve(data):
        a = [data.A.query(0, j, depth) for j in range(data.shape[1])]
        j = a.index(max(a))
        return [data.y.query(0, depth) / a[j] if i == j else 0 for i in range(len(a))]

    return solve


def test_a_lift_is_the_algorithm_on_every_term():
    family = TieFamily.rational(BasisPursuit(), digits=2)
    made = InstanceSequence.of_machines(turing_machine, family, column=1)
    solve = reading(20)
    method = lift(solve)
    assert isinstance(method, BanachMazur) and method.borel_turing
    assert not OnSequences(lambda s, k, n: []).borel_turing
    answers = method(made)
    for k in (0, 8, 20, 63, 70):
        assert answers.query(k, 40) == tuple(map(Fraction, solve(made[k])))


def test_instances_of_machines_are_those_of_their_steps():
    rng = random.Random(2)
    family = TieFamily.rational(computable.Lasso("1/2"), digits=1)
    steps = [rng.choice([None, rng.randint(1, 60)]) for _ in range(20)]
    endless = TuringMachine.parse("1RA1RA")
    made = InstanceSequence.of_machines(
        lambda k: endless if steps[k] is None else halting_after(steps[k]), family
    )
    for k, s in enumerate(steps):
        entry = made.query(k, ("A", 0, 0), 200)
        centre = family.centre_entry
        raised = s is not None and family.raised(0, family.largest_gap / 2**s).columns[0][0][1]
        assert entry == (raised if s is not None else centre)
        assert abs(made.query(k, ("A", 0, 0), 9) - entry) <= Fraction(1, 2**9)


def from_other_terms(instances, k, n):
    """A map that is no lift: it looks at the next terms, too."""
    y = instances.query(k, ("y", 0), n + 5)
    N = instances.shape[1]
    a = [[instances.query(i, ("A", 0, j), 70 + i) for j in range(N)] for i in range(k, k + 3)]
    best = max(range(N), key=lambda j: sum(row[j] for row in a))
    return [y / a[0][j] if j == best else 0 for j in range(N)]


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("columns", [2, 5])
@pytest.mark.parametrize("method", [lift(reading(40)), OnSequences(from_other_terms)])
def test_every_map_is_inaccurate(problem, columns, method):
    for digits in (1, 3):
        found = refute_map(method, problem=problem, digits=digits, columns=columns)
        assert isinstance(found, Inaccurate)
        assert checker_reduction.check(found.certificate.text().encode())
        family = TieFamily.rational(
            found.certificate.refutation.problem, digits=digits, columns=columns
        )
        assert found.error == accuracy_bound(family) * Fraction(99, 100)
        z = method(found.sequence).query(0, found.depth)  # the claim, from the values alone
        x = found.certificate.x
        off = Fraction(columns, 2**found.depth)
        assert norm_squared([a - b for a, b in zip(z, x, strict=True)]) > (found.error + off) ** 2
        assert found.sequence.query(0, ("y", 0), 9) == family.right
        plain = found.machine.start_plain()
        plain.advance(10**6)
        assert plain.steps == found.certificate.steps


def test_any_error_below_the_bound():
    split = OnSequences(lambda s, k, n: [s.query(k, ("y", 0), n + 1) / 2] * 2)
    bound = accuracy_bound(TieFamily.rational(BasisPursuit(), digits=1))
    for e in (Fraction(0), bound / 2, bound * (1 - Fraction(1, 10**9))):
        found = refute_map(split, error=e)
        assert isinstance(found, Inaccurate) and found.certificate.error > e
    for e in (bound, bound + 1, Fraction(-1)):
        with pytest.raises(DomainError, match="need 0 <= error < "):
            refute_map(split, error=e)


def test_the_bound_is_just_below_its_value():
    for columns in (2, 3, 7):
        family = TieFamily.rational(BasisPursuit(), digits=2, columns=columns)
        square, bound = family.breakdown_radius_squared(), accuracy_bound(family)
        assert bound**2 <= square < (bound * (1 + Fraction(1, 2**64))) ** 2


@pytest.mark.parametrize("name", ADAPTERS)
def test_lifts_of_real_solvers(name):
    found = refute_map(lift(name), problem=ADAPTERS[name].problems[0], digits=2)
    assert isinstance(found, Inaccurate) and found.certificate.check()


def test_what_is_no_function_of_the_sequence():
    answers = iter(range(10**6))
    moody = OnSequences(lambda s, k, n: [Fraction(next(answers)), 0])
    outcome = refute_map(moody)
    assert isinstance(outcome, Unknown) and "another answer" in outcome.reason


def test_misuse():
    with pytest.raises(DomainError, match="method: got int"):
        refute_map(3)
    with pytest.raises(DomainError, match="answer 0: got 3 numbers, need 2"):
        refute_map(OnSequences(lambda s, k, n: [0, 0, 0]))
    with pytest.raises(DomainError, match="answer 0: got int, need numbers"):
        refute_map(OnSequences(lambda s, k, n: 4))
    with pytest.raises(DomainError, match="one that solves one instance"):
        lift(lambda training: training)
