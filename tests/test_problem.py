"""Weak duality, exact optimality, and the laws of the tie family."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from computable.errors import DomainError
from computable.exact import Surd
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    SquareRootLasso,
    TieFamily,
    dot,
    is_minimiser,
    is_unique_minimiser,
    norm_squared,
    witness,
)
from computable.testing import instances, problems, rationals, tie_families

depths = st.integers(0, 80)


@given(st.data(), instances())
def test_apply_and_adjoint_are_adjoint(data, instance):
    m, N = instance.shape
    x = data.draw(st.lists(rationals(size=9), min_size=N, max_size=N))
    p = data.draw(st.lists(rationals(size=9), min_size=m, max_size=m))
    assert dot(instance.apply(x), p) == dot(x, instance.adjoint(p))


@given(st.data(), instances(), problems())
def test_weak_duality_whatever_the_witness(data, instance, problem):
    """No admissible point has an objective below the dual value of an admissible p."""
    m, N = instance.shape
    p = data.draw(st.lists(rationals(size=5), min_size=m, max_size=m))
    x = data.draw(st.lists(rationals(size=5), min_size=N, max_size=N))
    one_sided = isinstance(problem, LinearProgram)
    sizes = [c if one_sided else abs(c) for c in instance.adjoint(p)]
    ratio = max([s / b for s, b in zip(sizes, problem.bounds(N)) if s > 0], default=Fraction(1))
    if isinstance(problem, SquareRootLasso):
        ratio = max(ratio, norm_squared(p), Fraction(1))  # makes ||p|| <= 1
    p = [v / max(ratio, Fraction(1)) for v in p]
    if isinstance(problem, LinearProgram):
        x = [abs(v) for v in x]
    if isinstance(problem, (BasisPursuit, LinearProgram)):
        instance = Instance(columns=instance.columns, y=instance.apply(x))
    a, b = problem.dual_value(instance, p)
    # a - sqrt(b) <= objective, written without a difference of surds
    value = problem.objective(instance, x)
    assert problem.is_feasible(instance, x)
    if b:
        assert value.radicand == 0
        assert not Surd(value.rational, b) < Surd(a)
    else:
        assert not value < Surd(a)


@given(tie_families(), depths, st.data())
def test_raised_instances_have_the_stated_unique_minimiser(family, k, data):
    j = data.draw(st.integers(0, family.columns - 1))
    gap = family.largest_gap / 2**k
    instance, x, p = family.raised(j, gap), family.minimiser(j, gap), family.witness(j, gap)
    assert is_unique_minimiser(family.problem, instance, x, p)
    assert family.problem.is_feasible(instance, x)
    found = witness(family.problem, instance, x)
    assert found is None or is_unique_minimiser(family.problem, instance, x, found)


@given(tie_families(), st.data())
def test_the_centre_is_minimised_by_the_whole_simplex(family, data):
    weights = data.draw(
        st.lists(
            rationals(least=0, most=9, size=9), min_size=family.columns, max_size=family.columns
        )
    )
    assume(sum(weights) > 0)
    vertices = family.vertices()
    mean = tuple(
        sum(w * v[i] for w, v in zip(weights, vertices)) / sum(weights)
        for i in range(family.shape[1])
    )
    p = family.witness(0, Fraction(0))
    found = witness(family.problem, family.centre, mean)
    assert found is None or is_minimiser(family.problem, family.centre, mean, found)
    assert found is not None or isinstance(family.problem, SquareRootLasso)
    assert is_minimiser(family.problem, family.centre, mean, p)
    if sum(w > 0 for w in weights) > 1:
        assert not is_unique_minimiser(family.problem, family.centre, mean, p)


@given(tie_families(), depths)
def test_raised_data_are_close_and_minimisers_are_far(family, k):
    gap = family.largest_gap / 2**k
    x, y = family.minimiser(0, gap), family.minimiser(1, gap)
    assert norm_squared([a - b for a, b in zip(x, y)]) > 4 * Fraction(1, 100**family.digits)
    for j in range(2):
        for column, other in zip(family.raised(j, gap).columns, family.centre.columns):
            for (_, a), (_, b) in zip(column, other):
                assert abs(a - b) <= gap * b


@given(tie_families(weighted=False), depths)
def test_the_centroid_attains_the_breakdown_radius_and_has_one_digit_less(family, k):
    centroid, radius = family.centroid(), family.breakdown_radius_squared()
    for vertex in family.vertices():
        assert norm_squared([a - b for a, b in zip(vertex, centroid)]) == radius
    gap = family.largest_gap / 2**k
    for j in range(family.columns):
        error = norm_squared([a - b for a, b in zip(family.minimiser(j, gap), centroid)])
        assert error <= Fraction(1, 100 ** (family.digits - 1))


@given(tie_families(weighted=False, dyadic=True))
def test_dyadic_families_of_dyadic_parameters_are_float64(family):
    problem = family.problem
    parameter = getattr(problem, "lam", getattr(problem, "epsilon", Fraction(0)))
    assume(parameter.denominator & (parameter.denominator - 1) == 0)
    for k in (12, 30, 50):
        assert family.is_float64(family.raised(0, Fraction(1, 2**k)))


@pytest.mark.parametrize(
    "block", [(Fraction(1, 7), 0, -2), (Fraction(1, 3), Fraction(-5), Fraction(1, 100))]
)
@pytest.mark.parametrize("problem", [BasisPursuit(), Lasso("1/2"), SquareRootLasso("1/2")])
def test_blocks_may_carry_other_samples(problem, block):
    base = TieFamily.rational(problem, digits=3, columns=3, rows=4)
    family = TieFamily(
        problem=problem, digits=3, columns=3, right=base.right, block_right=block,
        centre_entry=base.centre_entry, block_entry=4,
    )  # fmt: skip
    gap = family.largest_gap
    x, p = family.minimiser(1, gap), family.witness(1, gap)
    assert is_unique_minimiser(problem, family.raised(1, gap), x, p)


BAD = [
    lambda: Lasso(0),
    lambda: Lasso(0.5),
    lambda: BasisPursuit(-1),
    lambda: BasisPursuit(weights=[1, 0]),
    lambda: SquareRootLasso("x"),
    lambda: TieFamily.rational(BasisPursuit(), digits=-1),
    lambda: TieFamily.rational(BasisPursuit(), digits=3, columns=1),
    lambda: TieFamily.rational(BasisPursuit(), digits=3, rows=0),
    lambda: TieFamily.rational(LinearProgram([1, -1]), digits=3),
    lambda: TieFamily.rational(BasisPursuit(weights=[1, 1, 1]), digits=3),
    lambda: TieFamily(problem=BasisPursuit(), digits=3, columns=2, right=Fraction(1, 10**4)),
    lambda: TieFamily.rational(BasisPursuit(), digits=3).raised(0, Fraction(1)),
    lambda: TieFamily.rational(BasisPursuit(), digits=3).raised(2, Fraction(1, 8)),
    lambda: Instance.from_dense([[1, 2], [3]], [1, 2]),
    lambda: Instance.from_dense([], []),
]


@pytest.mark.parametrize("build", BAD)
def test_broken_hypotheses_are_refused(build):
    with pytest.raises(DomainError):
        build()


@given(instances(rows=2, columns=3), problems())
def test_accepted_minimisers_beat_all_candidates(instance, problem):
    """A point accepted by its own witness is at least as good as a grid of others."""
    zero = (Fraction(0),) * instance.shape[1]
    p = witness(problem, instance, zero)
    if p is None:
        return
    assert is_minimiser(problem, instance, zero, p)
    best = problem.objective(instance, zero)
    for j in range(instance.shape[1]):
        for step in (Fraction(-1), Fraction(-1, 9), Fraction(1, 100), Fraction(2)):
            z = tuple(step if i == j else v for i, v in enumerate(zero))
            if problem.is_feasible(instance, z):
                assert not problem.objective(instance, z) < best
