"""Layers grow by a fixed number for each decimal digit: against the schedules, in rationals."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError
from computable.firenet import Firenet, Schedule
from computable.firenet.layers import layers_for
from computable.nullspace import Levels, Matrix, RecoveryConstants, assume

ACCURACIES = [Fraction(1, 10**k) for k in range(1, 31)]
RATIO = 1 + Fraction(1, 1 << 22)
ROUNDED = 1 + Fraction(1, 1 << 47)


def fractions(low, high):
    return st.fractions(low, high, max_denominator=1000)


@st.composite
def constants(draw):
    """Draw what the layers are a function of."""
    sizes = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3))
    levels = Levels(
        sizes=sizes,
        sparsities=[draw(st.integers(1, n)) for n in sizes],
        weights=[draw(fractions("1/10", 4)) for _ in sizes],
    )
    found = assume(levels, rho=draw(fractions(0, "3/4")), gamma=draw(fractions("1/4", 2)))
    version = draw(st.sampled_from(["sharp", "lemma", "published"]))
    best = RecoveryConstants(null_space=found, version=version)
    sharpness = best.sharpness(best.sharpness().lam * draw(fractions("1/4", 1)))
    return sharpness, {
        "norm": draw(fractions("1/10", 2)),
        "radius": draw(fractions("1/2", 1000)),
        "schedule": draw(st.sampled_from(["reset", "warm"])),
        "theta": draw(fractions("1/5", "99/100")),
        "rate": draw(fractions("1/10", "3/4")),
    }


@settings(max_examples=60, deadline=None)
@given(constants())
def test_layers_are_linear_in_the_digits_up_to_a_block(drawn):
    """Without noise: the proved slope is 3 p / log10(1 / q), and q is at most the rate."""
    sharpness, options = drawn
    found = layers_for(sharpness, accuracies=ACCURACIES, **options)
    q, p, start = found.contraction, found.steps, found.schedule.bounds[0]
    assert q <= options["rate"]
    for row in found.rows:
        n, e = row.blocks, row.accuracy
        assert row.layers == 3 * p * n + 1 and row.bound <= e
        # log(R / e) / log(1 / q) <= n < 1 + log(R / e) / log(1 / q'), without a logarithm
        assert q**n * start <= e or not n
        assert not n or (q * RATIO) ** (n - 1) * start > e
        # the same in floats: less than a block, n 2**-22 / log(1 / q), and 2**-30 for roundings
        slack = n * 2.0**-22 / (1 - float(q)) + 2.0**-30 * (1 + n)
        assert -slack * 3 * p <= row.layers - found.predicted(e) <= (1 + slack) * 3 * p


@settings(max_examples=60, deadline=None)
@given(constants(), fractions("1/1000", 1), st.integers(0, 1))
def test_noise_leaves_a_floor_to_which_the_same_law_leads(drawn, size, noisy):
    sharpness, options = drawn
    given_to_it = {"noise" if noisy else "distance": size}
    c = sharpness.offset(**given_to_it)
    floor = c / (1 - options["rate"])
    goals = [floor * (1 + Fraction(1, 10**k)) for k in (0, 3, 6)]
    found = layers_for(sharpness, accuracies=goals, **options, **given_to_it)
    q, start, f = found.contraction, found.schedule.bounds[0], found.floor
    above = c * ROUNDED / (1 - q * RATIO)
    assert f <= above < floor
    for row, e in zip(found.rows, goals, strict=True):
        n = row.blocks
        assert f < row.bound <= e or not n
        assert not n or q**n * (start - f) <= e - f
        assert not n or (q * RATIO) ** (n - 1) * (start - above) > e - above
    with pytest.raises(DomainError, match="noise and distance from sparsity"):
        layers_for(sharpness, accuracies=[floor], **options, **given_to_it)
    with pytest.raises(DomainError, match="accuracy: got"):
        found.predicted(f)


@settings(max_examples=30, deadline=None)
@given(constants(), st.integers(1, 12))
def test_the_network_that_is_planned_has_these_layers(drawn, digits):
    sharpness, options = drawn
    N, accuracy = sharpness.levels.size, Fraction(1, 10**digits)
    matrix = Matrix([[1] * N])
    options["norm"] = matrix.norm
    (row,) = layers_for(sharpness, accuracies=[accuracy], **options).rows
    del options["norm"]
    net = Firenet.plan(matrix, sharpness, accuracy=accuracy, **options)
    assert (net.depth, net.steps, net.bounds[-1]) == (row.layers, row.steps, row.bound)


def half():
    found = assume(Levels.single(64, 1), rho="1/2", gamma="3/2")
    return RecoveryConstants(null_space=found).sharpness()


def test_a_start_that_is_good_enough_needs_one_layer():
    found = layers_for(half(), Fraction(1), radius=8, accuracies=[8, 9, "1e-9"])
    assert [row.blocks for row in found.rows][:2] == [0, 0]
    assert [row.layers for row in found.rows][:2] == [1, 1]
    assert found.predicted(8) == found.predicted(9) == 1 < found.predicted("1e-9")
    alone = layers_for(half(), Fraction(1), radius=8, accuracies=[9])
    assert (alone.schedule.blocks, alone.slope) == ((), found.slope)


def test_twice_the_dual_is_twice_the_steps():
    """The warm start's bound: d = 2."""
    options = {"radius": 8, "accuracies": ["1e-20"]}
    reset, warm = (
        layers_for(half(), Fraction(1), schedule=s, **options) for s in ("reset", "warm")
    )
    assert warm.steps in (2 * reset.steps - 1, 2 * reset.steps)


@pytest.mark.parametrize("digits", [100, 250])
def test_accuracies_of_many_digits(digits):
    found = layers_for(half(), Fraction(1), radius=8, accuracies=[Fraction(1, 10**digits)])
    (row,) = found.rows
    assert 0 <= row.layers - found.predicted(row.accuracy) <= 3 * found.steps


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"accuracies": []}, "accuracies: got none"),
        ({"schedule": "cold"}, "schedule: got 'cold'"),
        ({"rate": 1}, "rate: got 1, need > 0 and < 1"),
        ({"theta": 0}, "theta: got 0, need > 0 and < 1"),
        ({"noise": -1}, "noise: got -1, need >= 0"),
        ({"radius": 0}, "radius"),
        ({"accuracies": ["1e-3", 0]}, "accuracy: got 0, need > 0"),
    ],
)
def test_what_does_not_fit_is_refused(options, words):
    with pytest.raises(DomainError, match="^" + words.replace("(", r"\(")):
        layers_for(half(), Fraction(1), **{"radius": 8, "accuracies": ["1e-3"], **options})


def test_a_schedule_that_is_too_long_is_refused():
    tiny = half().constants.sharpness("1e-9")
    with pytest.raises(DomainError, match="more than 10000000"):
        layers_for(tiny, Fraction(1), radius=8, accuracies=["1e-3"])
    assert Schedule.plan(B=half().B, norm=Fraction(1), radius=8, accuracy=1).blocks
