"""The distance to ill-posedness: both bounds, against an oracle that needs no witness."""

import itertools
import random
from fractions import Fraction

import brute_force
import pytest

from computable.algorithm import Budget
from computable.errors import DomainError
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    SquareRootLasso,
    TieFamily,
    is_minimiser,
)
from computable.recovery.exact_proposal import support_of
from computable.recovery.face import Face
from computable.recovery.ill_posed_examples import distance_between
from computable.recovery.ill_posed_relations import relations
from computable.recovery.minimisers import Minimisers
from computable.recovery.solve_exact import solve_exact
from computable.recovery.stable_basis import StableBasis
from computable.recovery.stable_support import StableSupport
from proofs.ill_posedness import ill_posedness
from proofs.ill_posedness_figure import bits_against_distance, draw

PROBLEMS = [
    BasisPursuit(),
    BasisPursuit("1/3"),
    Lasso(1),
    Lasso("1/10"),
    SquareRootLasso("1/4"),
    LinearProgram(),
]
HALF = Fraction(1, 2)


def has_one_minimiser(problem, instance):
    """Count the least candidates of ``brute_force``, which knows no witnesses."""
    N = instance.shape[1]
    lam = getattr(problem, "lam", Fraction(1))
    weights = tuple(b / lam for b in problem.bounds(N))
    parameter = getattr(problem, "epsilon", getattr(problem, "lam", Fraction(0)))
    same = brute_force.Problem(problem.name, parameter, weights)
    A = tuple(map(tuple, instance.rows(range(N))))
    if problem.name == "linear-program" or (problem.name == "basis-pursuit" and not parameter):
        return brute_force.sole_minimiser(same, A, instance.y) is not None
    if problem.name == "basis-pursuit":
        if brute_force.dot(instance.y, instance.y) <= parameter**2:
            return True
        rests = [brute_force.dot(e, e) for _, _, _, e in brute_force.supports(A, instance.y)]
        if min(rests) > parameter**2:
            return False
    least = []
    for value, x in brute_force.candidates(same, A, instance.y):
        order = brute_force.compare(value, least[0][0]) if least else -1
        least = [(value, x)] if order < 0 else [*least, (value, x)] if order == 0 else least
    return len(least) == 1


def drawn(rng, problem, *, rows=2, columns=3):
    """Draw a small instance with a solution, perhaps with few non-zeros."""
    m, N = rng.randint(1, rows), rng.randint(2, columns)
    A = [[Fraction(rng.randint(-9, 9), 4) for _ in range(N)] for _ in range(m)]
    y = [Fraction(rng.randint(-9, 9), 4) for _ in range(m)]
    if isinstance(problem, LinearProgram) or rng.random() < 0.3:
        x = [rng.randint(0, 2) for _ in range(N)]
        y = [sum((a * v for a, v in zip(row, x)), Fraction(0)) for row in A]
    return Instance.from_dense(A, y)


def moved(rng, instance, radius):
    """Move every entry to an end of its interval, or less far."""
    N = instance.shape[1]
    share = rng.choice((1, 1, 1, HALF))

    def step():
        return rng.choice((-1, 1)) * share * radius if rng.random() < 0.9 else Fraction(0)

    rows = [[v + step() for v in row] for row in instance.rows(range(N))]
    return Instance.from_dense(rows, [v + step() for v in instance.y])


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.name)
def test_at_a_tie_both_bounds_are_half_the_gap(problem):
    """The nearest tie moves both columns by c eta / 2: that is shown for gaps below 10^-K / 2."""
    for digits, columns, bits in itertools.product((1, 3), (2, 4), (12, 40, 300)):
        family = TieFamily.rational(problem, digits=digits, columns=columns)
        gap = Fraction(1, 1 << bits)
        assert gap <= family.largest_gap
        found = ill_posedness(problem, family.raised(columns - 1, gap))
        expected = family.centre_entry * gap / 2
        assert found.upper == expected
        assert expected / 4 <= found.lower < expected
        assert 0 < found.checked <= found.lower
        assert isinstance(found.evidence, Face) and found.evidence.dimension == 1


def test_with_a_block_the_bounds_still_agree():
    """With m > 1 the identity block's zeros are free: BP, LASSO, QCBP, square-root LASSO."""
    for problem in PROBLEMS[:-1]:
        family = TieFamily.rational(problem, digits=2, columns=3, rows=3)
        found = ill_posedness(problem, family.raised(0, Fraction(1, 1 << 40)))
        assert found.upper <= 4 * found.lower < 4 * found.upper


def test_a_block_with_zeros_makes_a_linear_program_infeasible_nearby():
    family = TieFamily.rational(LinearProgram(), digits=1, columns=2, rows=2)
    found = ill_posedness(LinearProgram(), family.raised(0, Fraction(1, 1 << 40)))
    assert found.lower == 0 < found.upper < Fraction(1, 10**300)
    assert not has_one_minimiser(LinearProgram(), found.example)


def check(problem, instance, rng, corners):
    """Check the bounds of one instance."""
    found = ill_posedness(problem, instance)
    assert (found.upper == 0) == (not has_one_minimiser(problem, instance))
    for _ in range(corners if found.lower else 0):
        other = moved(rng, instance, found.lower)
        assert has_one_minimiser(problem, other), (problem, instance, found.lower, other)
    if found.example is None:
        return found
    assert found.lower < found.upper or found.upper == 0
    assert distance_between(instance, found.example) == found.upper
    if found.upper == 0 or found.upper > Fraction(1, 10**200):
        assert not has_one_minimiser(problem, found.example)
    if isinstance(found.evidence, Face):
        face = found.evidence
        for z in face.vertices()[:2]:
            assert is_minimiser(problem, found.example, z, face.witness)
    return found


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.name)
def test_random_instances(problem):
    rng, sharp = random.Random(20), 0
    for _ in range(25):
        found = check(problem, drawn(rng, problem), rng, corners=6)
        sharp += bool(found.lower and found.upper and found.upper < 3 * found.lower)
    assert sharp >= 5, "a lower bound of 0 and an upper one of infinity would pass all the rest"


@pytest.mark.campaign
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.name)
def test_many_random_instances(problem):
    rng = random.Random(21)
    for _ in range(300):
        check(problem, drawn(rng, problem, columns=4, rows=3), rng, corners=20)


def test_weights_and_costs():
    rng = random.Random(22)
    for make in (
        lambda w: BasisPursuit(weights=w),
        lambda w: BasisPursuit("1/3", weights=w),
        lambda w: Lasso("1/2", weights=w),
        lambda w: SquareRootLasso("1/4", weights=w),
        LinearProgram,
    ):
        for _ in range(8):
            instance = drawn(rng, make(None))
            weights = tuple(Fraction(rng.randint(1, 8), 4) for _ in range(instance.shape[1]))
            check(make(weights), instance, rng, corners=4)


def test_costs_of_both_signs():
    rng = random.Random(23)
    for _ in range(25):
        instance = drawn(rng, LinearProgram())
        cost = tuple(Fraction(rng.randint(-2, 4), 2) for _ in range(instance.shape[1]))
        check(LinearProgram(cost), instance, rng, corners=4)


@pytest.mark.parametrize("seed", range(4))
def test_the_support_stays_within_the_radius(seed):
    """What ``stays`` promises is more than one minimiser: the same support, the same signs."""
    rng = random.Random(seed)
    for _ in range(25):
        problem = rng.choice(PROBLEMS[1:5])
        instance = drawn(rng, problem, rows=3, columns=5)
        found = solve_exact(problem, instance)
        if not isinstance(found, Minimisers):
            continue
        support, signs = support_of(found.x)
        sides = [int(s + "1") for s in signs]
        stable = StableSupport.of(problem, instance, support, sides)
        assert stable is not None or not found.unique
        radius = Fraction(1)
        while stable is not None and not stable.stays(radius) and radius > Fraction(1, 10**6):
            radius *= Fraction(7, 8)
        if stable is None or not stable.stays(radius):
            continue
        for _ in range(6):
            other = solve_exact(problem, moved(rng, instance, radius))
            assert other.unique and support_of(other.x) == (support, signs)


def test_a_free_column_may_have_either_sign():
    near = Instance.from_dense([[1, HALF, 0], [0, Fraction(1, 4), 1]], [1, 0])
    fixed = StableBasis.of(BasisPursuit(), near, [0, 2], [1, 1])
    free = StableBasis.of(BasisPursuit(), near, [0, 2], [1, 1], free=[2])
    radius = Fraction(1, 100)
    assert not fixed.stays(radius) and fixed.doubtful(radius) == [2]
    assert free.stays(radius) and not free.stays(Fraction(1, 4))
    dependent = Instance.from_dense([[1, 1], [1, 1]], [1, 1])
    assert StableBasis.of(BasisPursuit(), dependent, [0, 1], [1, 1]) is None


def test_ill_posed_instances_have_distance_0():
    tie, none = Instance.from_dense([[1, 1]], [1]), Instance.from_dense([[0, 0]], [1])
    for problem in PROBLEMS:
        found = ill_posedness(problem, tie)
        assert (found.lower, found.upper, found.example) == (0, 0, tie)
    assert repr(ill_posedness(BasisPursuit(), none)) == "IllPosedness(0 to 0)"
    unbounded = ill_posedness(LinearProgram([-1, 0]), Instance.from_dense([[0, 1]], [1]))
    assert unbounded.upper == 0 and unbounded.evidence.ray


def test_as_near_as_one_likes():
    """The limit need not be ill-posed: [1 1] and y = lam / 2 have the minimiser 0 alone."""
    found = ill_posedness(Lasso(2), [[1, 1]], [1])
    assert found.lower == 0 < found.upper < Fraction(1, 10**300)
    assert has_one_minimiser(Lasso(2), Instance.from_dense([[1, 1]], [1]))
    assert not has_one_minimiser(Lasso(2), found.example)


def test_one_column_of_lasso_never_ties():
    found = ill_posedness(Lasso(1), [[2]], [3])
    assert found.upper is None and found.example is None and found.lower > 0
    assert repr(found).endswith("to unknown)")


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.name)
def test_numbers_of_any_size(problem):
    """Entries need not be near 1, or floats; but small columns of square-root LASSO never enter."""
    for unit in (Fraction(1, 1 << 100), Fraction(1 << 1400)):
        if isinstance(problem, SquareRootLasso) and unit < 1:
            continue
        right = 4 + 4 / unit if isinstance(problem, Lasso) else 4
        found = ill_posedness(problem, [[unit * Fraction(9, 8), unit]], [right])
        assert 0 < found.lower < found.upper <= unit / 16
        assert repr(found).count("e+") + repr(found).count("2^") + repr(found).count("e-") == 2


def test_relations_are_relations():
    rng = random.Random(24)
    for _ in range(30):
        problem = rng.choice([BasisPursuit(), Lasso(1), LinearProgram()])
        instance = drawn(rng, problem, rows=3, columns=5)
        N = instance.shape[1]
        support = rng.sample(range(N), rng.randint(1, min(instance.shape)))
        signs = [1 if isinstance(problem, LinearProgram) else rng.choice((-1, 1)) for _ in support]
        for relation in relations(problem, instance, support, signs):
            bounds = problem.bounds(N)
            W = [s * bounds[j] for s, j in zip(signs, support)]
            rest = sum(w * v for w, v in zip(W, relation.values))
            if len(relation.columns) > len(support):
                assert abs(rest) == bounds[relation.columns[-1]] * abs(relation.values[-1])
            else:
                assert rest == 0
            d = dict(zip(relation.columns, relation.values))
            x = [d.get(j, Fraction(0)) for j in range(N)]
            shared, alone = relation.shared(instance), relation.alone(instance)
            assert not any(shared.apply(x)) and not any(alone.apply(x))
            assert distance_between(instance, shared) == relation.distance


def test_bits_against_distance(tmp_path):
    """The depth is at least that of the line, and at most 8 bits more, at ties of one row."""
    problem = BasisPursuit()
    family = TieFamily.rational(problem, digits=2, columns=3)
    gaps = [Fraction(1, 1 << k) for k in (8, 20, 40)]
    instances = [family.centre, *(family.raised(0, gap) for gap in gaps)]
    rows = bits_against_distance(problem, instances, digits=2)
    assert rows[0] == (0, 0, None)
    for row, gap in zip(rows[1:], gaps, strict=True):
        assert row.upper == gap / 2 and Fraction(1, 1 << row.depth) < row.upper
        assert row.depth <= (1 / gap).numerator.bit_length() + 8
    for ending in ("png", "svg"):
        drawn = draw(rows, tmp_path / f"bits.{ending}")
        assert drawn.stat().st_size > 1000
    with pytest.raises(DomainError, match="need a name"):
        draw(rows, tmp_path / "bits.txt")
    with pytest.raises(DomainError, match="need one"):
        draw(rows[:1], tmp_path / "bits.png")
    short = bits_against_distance(problem, instances[-1:], digits=2, budget=Budget(depth=20))
    assert short[0].depth is None
