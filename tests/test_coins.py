"""Coins: exact probabilities over the coin tree, and confidence bounds."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import Budget
from computable.algorithm import Broken, Deadline, Halted, InProcess, Task
from computable.algorithm.coin_tree import explore
from computable.algorithm.isolated import Isolated
from computable.errors import DomainError
from computable.exact.binomial import binomial_tail, largest_likely_probability
from computable.oracle import Coins, listed, pseudo_random
from computable.problem import BasisPursuit, TieFamily

FAMILY = TieFamily.rational(BasisPursuit(), digits=1)
TASK = Task(problem=FAMILY.problem, shape=FAMILY.shape, ask=FAMILY.centre.oracle())
NOW = Deadline(None)


def tree(algorithm, **options):
    return explore(InProcess(algorithm), TASK, NOW, **options)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 70))
def test_below_is_uniform(n):
    """Each value has the same explored probability up to what is unexplored; few are undecided."""
    found = tree(lambda data: [data.coins.below(n), 0], unexplored=Fraction(1, 1 << 8))
    by_value = {}
    for branch in found.branches:
        assert isinstance(branch.run, Halted)
        value = branch.run.report.values[0]
        by_value[value] = by_value.get(value, 0) + branch.probability
    assert sum(by_value.values()) + found.unexplored == 1
    assert found.unexplored <= Fraction(1, 1 << 8)
    assert set(by_value) == set(range(n))
    for mass in by_value.values():
        assert mass <= Fraction(1, n) <= mass + found.unexplored
    deepest = max(len(branch.coins) for branch in found.branches)
    assert found.unexplored <= Fraction(2 * n, 1 << deepest)  # all of the level above is done


@st.composite
def coin_machines(draw):
    """Draw a table: what to do after each of up to 2^depth coin sequences."""
    depth = draw(st.integers(0, 5))
    stops = draw(st.sets(st.text("01", max_size=depth), max_size=12))
    return depth, stops


@given(coin_machines())
def test_the_tree_is_the_machine(machine):
    depth, stops = machine

    def run(data):
        seen = ""
        while seen not in stops and len(seen) < depth:
            seen += str(data.coins.flip())
        return [int("1" + seen, 2), 0]

    found = tree(run, unexplored=Fraction(0))
    leaves = sorted(branch.coins for branch in found.branches)
    assert found.unexplored == 0
    assert sum(Fraction(1, 2 ** len(c)) for c in leaves) == 1
    for c in leaves:
        assert not any(other != c and other.startswith(c) for other in leaves)
        assert c in stops or len(c) == depth
        assert not any(c[:i] in stops for i in range(len(c)))
    for branch in found.branches:
        assert branch.run.report.values[0] == int("1" + branch.coins, 2)


def test_probabilities_of_runs_that_do_not_halt_are_left_open():
    def run(data):
        while data.coins.flip():
            pass
        return [0, 0]

    found = tree(run, unexplored=Fraction(1, 1000))
    assert found.halting == 1 - found.unexplored == 1 - Fraction(1, 1024)
    few = tree(run, runs=5)
    assert few.reason == "too many branches"
    assert few.halting + few.unexplored == 1


def test_an_algorithm_that_is_no_function_of_its_coins_is_noticed():
    calls = []

    def run(data):
        calls.append(1)
        return [data.coins.flip() if len(calls) < 2 else 0, 0]

    assert "the same again" in tree(run).reason
    assert "the same again" in tree(lambda data: [len(calls), calls.append(2) or 0]).reason


def test_crashes_count_as_branches_without_an_answer():
    found = tree(lambda data: [1 // data.coins.flip(), 0], unexplored=Fraction(0))
    assert [type(b.run) for b in found.branches] == [Broken, Halted]
    assert found.halting == Fraction(1, 2)


def test_coins_cross_a_process_boundary():
    def run(data):
        return [2 * data.coins.flip() + data.coins.flip(), data.A.query(0, 0, 3)]

    with Isolated(run, Budget(seconds=30)) as runner:
        apart = explore(runner, TASK, Deadline(30), unexplored=Fraction(0))
    here = tree(run, unexplored=Fraction(0))
    assert [(b.coins, b.run.report.values) for b in apart.branches] == [
        (b.coins, b.run.report.values) for b in here.branches
    ]
    assert [tuple(b.run.transcript) for b in apart.branches] == [
        tuple(b.run.transcript) for b in here.branches
    ]


def test_coins_are_absent_listed_or_pseudo_random():
    with pytest.raises(DomainError, match="without"):
        Coins().flip()
    with pytest.raises(DomainError):
        Coins(lambda: 1).below(0)
    assert [listed("10")(k) for k in range(3)] == [1, 0, None]
    sequence = pseudo_random(3)
    first = [sequence(k) for k in range(200)]
    assert [sequence(k) for k in (5, 0, 199)] == [first[5], first[0], first[199]]
    assert [pseudo_random(3)(k) for k in range(50)] == first[:50]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.data(), st.fractions(Fraction(1, 100), Fraction(99, 100)))
def test_the_clopper_pearson_bound_is_sharp_on_its_grid(runs, data, confidence):
    successes = data.draw(st.integers(0, runs))
    bound = largest_likely_probability(successes, runs, confidence)
    if successes == runs:
        assert bound == 1
    else:
        assert binomial_tail(successes, runs, bound) <= 1 - confidence
        assert binomial_tail(successes, runs, bound - Fraction(1, 1 << 20)) > 1 - confidence


def test_clopper_pearson_agrees_with_scipy():
    binomtest = pytest.importorskip("scipy.stats").binomtest
    for successes, runs in ((0, 10), (3, 17), (170, 400), (399, 400)):
        ours = float(largest_likely_probability(successes, runs, Fraction(99, 100)))
        theirs = binomtest(successes, runs, alternative="less").proportion_ci(0.99).high
        assert 0 <= ours - theirs <= 2**-19  # rounded up to the grid
