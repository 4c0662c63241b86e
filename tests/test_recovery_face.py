"""All minimisers at once: against all supports, and the nearest one against all active sets."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from brute_force_faces import (
    HALF,
    KINDS,
    ONE,
    ZERO,
    difference,
    nearest_by_brute_force,
    product,
    tied,
    vertices_by_brute_force,
)

from computable.errors import DomainError
from computable.exact import linear, rank
from computable.exact.quadratic import Quadratic
from computable.problem import (
    BasisPursuit,
    Instance,
    LinearProgram,
    SquareRootLasso,
    is_minimiser,
    is_unique_minimiser,
    norm_squared,
)
from computable.recovery.columns import kernel
from computable.recovery.face import all_minimisers
from computable.recovery.nearest import Nearest, nearest
from computable.recovery.on_path import minimiser_on_path
from computable.recovery.pair import Pair, simplified, tight_signs


@pytest.mark.parametrize("kind", KINDS)
def test_faces_against_all_supports(kind):
    dimensions = set()
    for seed in range(350):
        rng = random.Random(f"{kind} {seed}")
        problem, instance, x, p = tied(rng, kind)
        face = all_minimisers(problem, instance, Pair(x=x, witness=p))
        dimensions.add(face.dimension)
        assert is_minimiser(problem, instance, face.x, face.witness), seed
        vertices = face.vertices()
        brute = vertices_by_brute_force(problem, instance, x, p)
        assert set(vertices) == brute and len(vertices) == len(brute), seed
        if kind != "linear":  # whose faces may have rays
            spanned = rank([difference(v, vertices[0]) for v in vertices])
            assert face.dimension == spanned and face.is_point == (len(vertices) == 1), seed
            assert set(face.support) == {j for v in vertices for j, e in enumerate(v) if e}, seed
        # Members and others, by the test of one point
        points = [*vertices, x, face.x, tuple((a + b) / 2 for a, b in zip(vertices[0], x))]
        points += [tuple(v + rng.choice((0, 0, 0, 1, -1)) for v in z) for z in points]
        for z in points:
            assert face.contains(z) == is_minimiser(problem, instance, z, p), seed
    assert {0, 1, 2} <= dimensions


@pytest.mark.parametrize("kind", ["linear", "equality", "square-root"])
def test_the_witness_is_strict_where_it_has_a_choice(kind):
    """So uniqueness is proved if and only if it holds."""
    strict = 0
    for seed in range(400):
        problem, instance, x, p = tied(random.Random(f"strict {kind} {seed}"), kind)
        face = all_minimisers(problem, instance, Pair(x=x, witness=p))
        if face.slides:
            continue
        assert tuple(tight_signs(problem, instance, face.witness)) == face.support, seed
        assert is_unique_minimiser(problem, instance, face.x, face.witness) == face.is_point, seed
        assert kind != "square-root" or norm_squared(face.witness) < 1
        strict += tuple(tight_signs(problem, instance, p)) != face.support
    assert strict > 20


@pytest.mark.parametrize("kind", ["ball", "lasso", "sliding"])
def test_a_proof_of_uniqueness_means_a_point(kind):
    for seed in range(300):
        problem, instance, x, p = tied(random.Random(f"unique {kind} {seed}"), kind)
        face = all_minimisers(problem, instance, Pair(x=x, witness=p))
        assert face.slides == (kind == "sliding")
        assert face.is_point or not is_unique_minimiser(problem, instance, face.x, face.witness)


@pytest.mark.parametrize("kind", KINDS)
def test_nearest_against_all_active_sets(kind):
    moved = 0
    for seed in range(150):
        rng = random.Random(f"nearest {kind} {seed}")
        problem, instance, x, p = tied(rng, kind)
        face = all_minimisers(problem, instance, Pair(x=x, witness=p))
        target = tuple(Fraction(rng.randint(-4, 4), 2) for _ in x)
        found = nearest(face, target)
        assert found.proves(face, target)
        assert found.point == nearest_by_brute_force(problem, instance, x, p, target), seed
        assert nearest(face, found.point).point == found.point
        moved += found.point != face.x
    assert moved > 15


def test_nearest_in_polyhedra_of_higher_dimension():
    """Every ``A z = y``, z >= 0 is a face; here coordinates that left must sometimes return."""
    for seed in range(1000):
        rng = random.Random(seed)
        m, N = rng.randint(1, 4), rng.randint(4, 9)
        A = [[Fraction(rng.randint(-3, 3)) for _ in range(N)] for _ in range(m)]
        x = tuple(Fraction(rng.randint(0, 1)) for _ in range(N))
        problem, instance = LinearProgram(cost=(0,) * N), Instance.from_dense(A, product(A, x))
        face = all_minimisers(problem, instance, Pair(x=x, witness=(ZERO,) * m))
        target = tuple(Fraction(rng.randint(-6, 6)) for _ in range(N))
        assert nearest(face, target).proves(face, target), seed


@pytest.mark.parametrize("prime", [2, 3])
def test_an_unlucky_prime_changes_no_answer(prime, monkeypatch):
    for seed in range(240):
        rng = random.Random(f"prime {seed}")
        problem, instance, x, p = tied(rng, KINDS[seed % 6])
        with monkeypatch.context() as patch:
            patch.setattr(linear, "PRIME", prime)
            face = all_minimisers(problem, instance, Pair(x=x, witness=p))
            vertices, point = set(face.vertices()), nearest(face, (ZERO,) * len(x)).point
        other = all_minimisers(problem, instance, Pair(x=x, witness=p))
        assert (face.dimension, face.support) == (other.dimension, other.support)
        assert vertices == set(other.vertices())
        assert point == nearest(other, (ZERO,) * len(x)).point


def test_square_roots():
    """Faces of minimisers from the path of LASSO, with entries of Q(sqrt d)."""
    irrational, ranges = 0, 0
    for seed in range(900):
        rng = random.Random(f"roots {seed}")
        _, instance, _, _ = tied(rng, "equality")
        m, N = instance.shape
        y = tuple(Fraction(rng.randint(-2, 2)) for _ in range(m))
        instance = replace(instance, y=y)
        lam, epsilon = (
            Fraction(rng.randint(1, 4), rng.randint(1, 6)),
            Fraction(rng.randint(1, 3), 3),
        )
        problem = rng.choice([SquareRootLasso(lam), BasisPursuit(epsilon)])
        try:
            pair = minimiser_on_path(problem, instance)
        except DomainError:  # the ball touches the range of A
            continue
        if not isinstance(pair, Pair):
            continue
        face = all_minimisers(problem, instance, pair)
        assert is_minimiser(problem, instance, face.x, face.witness), seed
        vertices = face.vertices()
        assert set(face.support) == {j for v in vertices for j, e in enumerate(v) if e}, seed
        assert face.is_point == (len(vertices) == 1), seed
        for z in (*vertices, *(tuple((a + b) / 2 for a, b in zip(v, pair.x)) for v in vertices)):
            assert face.contains(z) and is_minimiser(problem, instance, z, face.witness), seed
        assert not face.contains((face.x[0] + Fraction(9), *face.x[1:]))
        if any(isinstance(v, Quadratic) for v in face.x):
            irrational += 1
            ranges += not face.is_point
            with pytest.raises(DomainError):
                nearest(face, (ZERO,) * N)
    assert irrational > 150 and ranges > 20


def test_an_irrational_witness_becomes_rational_where_there_is_a_choice():
    root = Quadratic(0, HALF, 3)
    for p in ((HALF, root), (HALF, -root), (HALF, root / 2)):
        problem, instance = SquareRootLasso(HALF), Instance.from_dense([[1, 0], [0, 0]], [1, 0])
        pair = Pair(x=(ONE, ZERO), witness=p)
        assert pair.proves(problem, instance)
        q = simplified(problem, instance, pair).witness
        assert all(isinstance(v, Fraction) for v in q) and norm_squared(q) < 1
        face = all_minimisers(problem, instance, pair)
        assert face.is_point and not face.slides
        assert is_unique_minimiser(problem, instance, face.x, face.witness)
    mixed = Pair(x=(ONE, ZERO), witness=(HALF + 0 * root, HALF))
    assert all(type(v) is Fraction for v in simplified(problem, instance, mixed).witness)


def test_a_residual_can_begin_to_slide():
    """F is constant from x = 1, without residual, to x = 0, with all of y."""
    problem, instance = SquareRootLasso(1), Instance.from_dense([[1]], [1])
    face = all_minimisers(problem, instance, Pair(x=(ONE,), witness=(ONE,)))
    assert face.slides and face.dimension == 1
    assert set(face.vertices()) == {(ZERO,), (ONE,)}
    assert not face.contains((Fraction(2),)) and not face.contains((-ONE,))
    assert [nearest(face, (t,)).point for t in (-ONE, HALF, 2 * ONE)] == [(ZERO,), (HALF,), (ONE,)]


def test_a_ball_around_zero_has_one_minimiser():
    problem, instance = BasisPursuit(2), Instance.from_dense([[1, 1]], [1])
    for p in ((ZERO,), (ONE,)):
        pair = Pair(x=(ZERO, ZERO), witness=p)
        if pair.proves(problem, instance):
            face = all_minimisers(problem, instance, pair)
            assert (
                face.is_point and face.columns == () and nearest(face, (ONE, ONE)).point == pair.x
            )
    problem = BasisPursuit(1)  # y is on the sphere, and p = r attains both bounds
    face = all_minimisers(problem, instance, Pair(x=(ZERO, ZERO), witness=(ONE,)))
    assert face.is_point and is_unique_minimiser(problem, instance, face.x, face.witness)


def test_a_linear_program_without_cost_has_rays():
    instance = Instance.from_dense([[1, -1, 0]], [0])
    pair = Pair(x=(ZERO, ZERO, ZERO), witness=(ZERO,))
    face = all_minimisers(LinearProgram(cost=(0, 0, 1)), instance, pair)
    assert face.dimension == 1 and face.vertices() == ((ZERO, ZERO, ZERO),)
    assert nearest(face, (ONE, 2 * ONE, ONE)).point == (3 * HALF, 3 * HALF, ZERO)


@pytest.mark.parametrize("q", [1, 2, 60])
def test_the_tie(q):
    instance = Instance.from_dense([[1] * q], [1])
    pair = Pair(x=(ONE, *[ZERO] * (q - 1)), witness=(ONE,))
    face = all_minimisers(BasisPursuit(), instance, pair)
    assert face.dimension == q - 1 and len(face.vertices()) == q
    assert nearest(face, (ZERO,) * q).point == (Fraction(1, q),) * q


def test_misuse_is_refused():
    tie = Instance.from_dense([[1] * 12], [1])
    with pytest.raises(DomainError, match="pair: got a witness that does not prove"):
        all_minimisers(BasisPursuit(), tie, Pair(x=(ZERO,) * 12, witness=(ONE,)))
    face = all_minimisers(BasisPursuit(), tie, Pair(x=(ONE, *[ZERO] * 11), witness=(ONE,)))
    with pytest.raises(DomainError, match="limit: got 11, need 12"):
        face.vertices(limit=11)
    with pytest.raises(DomainError, match="z: got 1 entries, need 12"):
        face.contains((ONE,))
    with pytest.raises(DomainError, match="point: got 1 entries, need 12"):
        nearest(face, (ONE,))


def test_a_wrong_multiplier_proves_nothing():
    tie = Instance.from_dense([[1, 1]], [1])
    face = all_minimisers(BasisPursuit(), tie, Pair(x=(ONE, ZERO), witness=(ONE,)))
    found = nearest(face, (ONE, ONE))
    assert found.proves(face, (ONE, ONE))
    for change in ({"multipliers": (ZERO,)}, {"point": (ONE, ZERO)}, {"point": (ZERO, ZERO)}):
        assert not replace(found, **change).proves(face, (ONE, ONE))


def test_the_unknown_rho_has_its_condition():
    face = all_minimisers(
        SquareRootLasso(1), Instance.from_dense([[1]], [1]), Pair(x=(ONE,), witness=(ONE,))
    )
    found = nearest(face, (HALF,))
    assert found == Nearest(point=(HALF,), multipliers=(ZERO,))
    assert not Nearest(point=(ONE,), multipliers=(-HALF,)).proves(face, (HALF,))  # mu . p < 0
    assert not Nearest(point=(ZERO,), multipliers=(HALF,)).proves(face, (HALF,))  # rho mu . p > 0


def test_kernel_has_all_relations():
    for seed in range(300):
        rng = random.Random(seed)
        rows, n = rng.randint(1, 4), rng.randint(1, 6)
        dense = [[Fraction(rng.randint(-1, 1)) for _ in range(n)] for _ in range(rows)]
        columns = Instance.from_dense(dense, [0] * rows).columns
        relations = kernel(columns, rows)
        assert len(relations) == n - rank(dense) == rank(relations)
        assert not any(any(product(dense, u)) for u in relations)
