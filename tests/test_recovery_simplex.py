"""Linear programs: every outcome proves itself, whatever the data and the proposed basis."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from computable.errors import DomainError
from computable.exact import linear, rank, solve
from computable.problem import BasisPursuit, Instance, LinearProgram, dot, is_minimiser
from computable.recovery import columns, simplex
from computable.recovery.basis_pursuit import basis_pursuit, linear_program
from computable.recovery.pair import Pair
from computable.recovery.simplex import Infeasible, Optimal, Unbounded, solve_program

HALF, ONE, ZERO = Fraction(1, 2), Fraction(1), Fraction(0)


def degenerate(rng, rows=4, columns=5):
    """A small integer program with dependent rows, and equal, opposite and zero columns."""
    m, N = rng.randint(1, rows), rng.randint(1, columns)
    A = [[rng.randint(-2, 2) for _ in range(N)] for _ in range(m)]
    for _ in range(rng.randint(0, 3)):
        factor = rng.choice((0, 1, 1, 2, -1))
        if rng.random() < 0.6:
            a, b = rng.randrange(N), rng.randrange(N)
            for row in A:
                row[a] = factor * row[b]
        else:
            A[rng.randrange(m)] = [factor * v for v in A[rng.randrange(m)]]
    if rng.random() < 0.7:
        x = [rng.choice((0, 0, 1, 2, HALF)) for _ in range(N)]
        y = [sum(a * b for a, b in zip(row, x)) for row in A]
    else:
        y = [rng.randint(-2, 2) for _ in range(m)]
    least = rng.choice((-2, 0))
    return Instance.from_dense(A, y), tuple(Fraction(rng.randint(least, 2)) for _ in range(N))


def proposal(rng, instance):
    """Nothing, or column numbers with repetitions, most of them wrong, some impossible."""
    m, N = instance.shape
    return rng.choice([None, [rng.randint(-3, N + m + 2) for _ in range(rng.randint(0, 9))]])


def basic_solutions(instance):
    """All x >= 0 with A x = y whose columns are independent, by trying every support."""
    _, N = instance.shape
    for size in range(N + 1):
        for support in combinations(range(N), size):
            rows = instance.rows(support)
            if rank(rows) < size:
                continue
            columns = list(zip(*rows))
            gram = [[dot(u, v) for v in columns] for u in columns]
            found = dict(zip(support, solve(gram, [dot(u, instance.y) for u in columns])))
            x = tuple(found.get(j, ZERO) for j in range(N))
            if min(x) >= 0 and not any(instance.residual(x)):
                yield x


def check_outcomes(count):
    """Solve small degenerate programs; every outcome must prove itself, and of all kinds."""
    seen = set()
    for seed in range(count):
        rng = random.Random(seed)
        instance, cost = degenerate(rng)
        found = solve_program(instance, cost, basis=proposal(rng, instance))
        assert found.proves(instance, cost), seed
        seen.add(type(found))
    assert seen == {Optimal, Infeasible, Unbounded}


@pytest.mark.parametrize("prime", [linear.PRIME, 2, 3])
def test_every_outcome_proves_itself(prime, monkeypatch):
    """Also with a prime that calls many independent columns dependent."""
    monkeypatch.setattr(linear, "PRIME", prime)
    check_outcomes(3000)


def test_larger_degenerate_programs():
    for seed in range(150):
        rng = random.Random(seed)
        instance, cost = degenerate(rng, rows=9, columns=16)
        assert solve_program(instance, cost, basis=proposal(rng, instance)).proves(instance, cost)


@pytest.mark.parametrize("patience", [-1, 0])
def test_small_numbers_are_added_and_mended(patience, monkeypatch):
    """At once, or after the first step that changes nothing; then Bland's rule."""
    monkeypatch.setattr(simplex, "PATIENCE", patience)
    check_outcomes(1500)
    for seed in range(40):
        instance, cost = degenerate(random.Random(seed), rows=9, columns=16)
        assert solve_program(instance, cost).proves(instance, cost)


def test_a_degenerate_program_takes_few_steps(monkeypatch):
    """Bland's rule alone takes 985 solves."""
    rng = random.Random(1)
    nodes = sorted(rng.uniform(-1, 1) for _ in range(200))
    A = [[Fraction(round(v**k * 2**20), 2**20) for v in nodes] for k in range(12)]
    x = [Fraction(j % 90 == 7) for j, _ in enumerate(nodes)]
    instance = Instance.from_dense(A, Instance.from_dense(A, [0] * 12).apply(x))
    solves = []
    original = simplex._prices
    monkeypatch.setattr(simplex, "_prices", lambda *a: solves.append(a) or original(*a))
    pair = basis_pursuit(BasisPursuit(), instance)
    assert pair.proves(BasisPursuit(), instance)
    assert len(solves) < 200


def test_outcomes_agree_with_all_basic_solutions():
    for seed in range(2000):
        instance, cost = degenerate(random.Random(seed))
        found = solve_program(instance, cost)
        values = [dot(cost, x) for x in basic_solutions(instance)]
        assert bool(values) != isinstance(found, Infeasible), seed
        if isinstance(found, Optimal):
            assert dot(cost, found.x) == min(values), seed


def test_an_optimal_basis_costs_two_solves(monkeypatch):
    solves = []
    original = columns.solve_columns
    monkeypatch.setattr(columns, "solve_columns", lambda *a: solves.append(a) or original(*a))
    for seed in range(500):
        rng = random.Random(seed)
        instance, cost = degenerate(rng)
        found = solve_program(instance, cost)
        if isinstance(found, Optimal):
            solves.clear()
            again = solve_program(instance, cost, basis=found.basis)
            assert len(solves) == 2 and again == found, seed


def test_units_may_be_missing_for_dependent_rows(monkeypatch):
    instance, cost = Instance.from_dense([[1, 2], [2, 4], [0, 0]], [1, 2, 0]), (ONE, ONE)
    seen = []
    original = simplex._made_feasible
    monkeypatch.setattr(
        simplex, "_made_feasible", lambda *a: seen.append(list(a[2])) or original(*a)
    )
    assert solve_program(instance, cost, basis=[1]).proves(instance, cost)
    assert solve_program(instance, cost, basis=[0]).proves(instance, cost)
    assert 1 in seen[0] and seen[1] == [2, 3, 4]  # the first is optimal, the second is not


def test_what_is_broken_proves_nothing():
    instance, cost = Instance.from_dense([[1, 1, 0], [0, 0, 1]], [1, 1]), (ONE, ONE, ONE)
    found = solve_program(instance, cost)
    assert found.proves(instance, cost)
    for change in (
        {"x": (ONE, ONE, ONE)},
        {"x": (-ONE, 2 * ONE, ONE)},
        {"x": found.x[:2]},
        {"witness": (2 * ONE, ZERO)},
        {"witness": (ZERO, ONE)},
        {"witness": (ONE,)},
    ):
        assert not replace(found, **change).proves(instance, cost)
    assert not found.proves(instance, (ONE, ONE, ZERO))
    for q in ((ZERO, ZERO), (ONE, ZERO), (-ONE, ZERO), (-ONE,)):
        assert not Infeasible(farkas=q).proves(instance, cost)
    free = Instance.from_dense([[1, -1]], [0])
    found = solve_program(free, (-ONE, ZERO))
    assert found == Unbounded(point=(ZERO, ZERO), ray=(ONE, ONE))
    for change in (
        {"ray": (ZERO, ZERO)},
        {"ray": (ONE, ZERO)},
        {"ray": (-ONE, -ONE)},
        {"point": (ONE, ZERO)},
        {"point": (-ONE, -ONE)},
        {"point": (ZERO,)},
    ):
        assert not replace(found, **change).proves(free, (-ONE, ZERO))
    nothing = Instance.from_dense([[0]], [0])
    assert not Unbounded(point=(ZERO,), ray=(-ONE,)).proves(nothing, (ONE,))


@pytest.mark.parametrize(
    ("A", "y", "cost", "outcome"),
    [
        ([[0]], [0], [1], Optimal),
        ([[0]], [0], [-1], Unbounded),
        ([[0]], [1], [1], Infeasible),
        ([[2]], [1], [-1], Optimal),
        ([[2]], [-1], [-1], Infeasible),
        ([[1], [2], [3]], [1, 2, 3], [5], Optimal),
        ([[1], [2], [3]], [1, 2, 4], [5], Infeasible),
        ([[1, 1], [2, 2], [0, 0]], [1, 2, 0], [1, -1], Optimal),
        ([[1, 1], [2, 2], [0, 0]], [1, 2, 1], [1, -1], Infeasible),
        ([[1, -1], [-2, 2]], [1, -2], [-1, 0], Unbounded),
    ],
)
def test_small_shapes(A, y, cost, outcome):
    instance, cost = Instance.from_dense(A, y), tuple(map(Fraction, cost))
    for basis in (None, [], [0], [0, 1, 2, 3], [-1, 99]):
        found = solve_program(instance, cost, basis=basis)
        assert isinstance(found, outcome) and found.proves(instance, cost)


def test_examples_made_to_cycle_or_to_be_slow():
    """Beale's degenerate program, on which Dantzig's rule cycles, and a Klee-Minty cube."""
    beale = Instance.from_dense(
        [["1/4", -8, -1, 9, 1, 0, 0], ["1/2", -12, "-1/2", 3, 0, 1, 0], [0, 0, 1, 0, 0, 0, 1]],
        [0, 0, 1],
    )
    cost = (Fraction(-3, 4), Fraction(20), Fraction(-1, 2), Fraction(6), ZERO, ZERO, ZERO)
    found = solve_program(beale, cost, basis=[4, 5, 6])
    assert found.proves(beale, cost) and dot(cost, found.x) == Fraction(-5, 4)
    # The same steps as dual ones, in the dual program
    rows = [
        [*(int(i == k) for k in range(4)), *(-v for v in column)]
        for i, column in enumerate(zip(*beale.rows(range(4))))
    ]
    dual, price = Instance.from_dense(rows, cost[:4]), (*[ZERO] * 4, ZERO, ZERO, ONE)
    found = solve_program(dual, price, basis=range(4))
    assert found.proves(dual, price) and dot(price, found.x) == Fraction(5, 4)
    n = 5
    lower = [[2 ** (i - j + 1) if j < i else int(i == j) for j in range(n)] for i in range(n)]
    rows = [[*row, *(int(i == k) for k in range(n))] for i, row in enumerate(lower)]
    cube = Instance.from_dense(rows, [5 ** (i + 1) for i in range(n)])
    cost = (*(Fraction(-(2 ** (n - 1 - j))) for j in range(n)), *[ZERO] * n)
    found = solve_program(cube, cost, basis=range(n, 2 * n))
    assert found.proves(cube, cost) and dot(cost, found.x) == -(5**n)


def test_a_cost_of_another_length_is_refused():
    with pytest.raises(DomainError, match="cost: got 1 entries, need 2"):
        solve_program(Instance.from_dense([[1, 2]], [1]), (ONE,))


@given(st.integers(0, 10**6))
def test_basis_pursuit_has_a_witness_or_is_infeasible(seed):
    rng = random.Random(seed)
    instance, _ = degenerate(rng)
    m, N = instance.shape
    problem = BasisPursuit(weights=tuple(Fraction(rng.randint(1, 3)) for _ in range(N)))
    basis = rng.choice([None, [rng.randint(-3, 2 * N + m + 2) for _ in range(5)]])
    found = basis_pursuit(problem, instance, basis=basis)
    if isinstance(found, Infeasible):
        assert not any(instance.adjoint(found.farkas))
        assert dot(found.farkas, instance.y) > 0
    else:
        assert found.proves(problem, instance)
        support = [j for j, v in enumerate(found.x) if v]
        assert rank(instance.rows(support)) == len(support)


@given(st.integers(0, 10**6))
def test_linear_programs_have_one_of_three_outcomes(seed):
    instance, cost = degenerate(random.Random(seed))
    found = linear_program(LinearProgram(cost=cost), instance)
    if isinstance(found, Pair):
        assert is_minimiser(LinearProgram(cost=cost), instance, found.x, found.witness)
    else:
        assert found.proves(instance, cost)


def test_epsilon_is_refused():
    with pytest.raises(DomainError, match="epsilon: got 1/2, need 0"):
        basis_pursuit(BasisPursuit("1/2"), Instance.from_dense([[1]], [1]))


def test_bases_of_a_float_solver_right_and_wrong():
    """HiGHS' basis needs no step; a spoilt one is mended, to the same minimiser."""
    np = pytest.importorskip("numpy")
    linprog = pytest.importorskip("scipy.optimize").linprog
    rng = np.random.default_rng(1)
    m, N = 20, 40
    A, y = rng.standard_normal((m, N)), rng.standard_normal(m)
    both = np.hstack([A, -A])
    solved = linprog(np.ones(2 * N), A_eq=both, b_eq=y, bounds=(0, None), method="highs")
    slack = abs(1 - both.T @ solved.eqlin.marginals)
    basis = [*np.flatnonzero(solved.x > 1e-9), *np.argsort(slack)]
    exact = Instance.from_dense([[Fraction(float(v)) for v in row] for row in A], [ZERO] * m)
    exact = Instance(columns=exact.columns, y=tuple(Fraction(float(v)) for v in y))
    right = basis_pursuit(BasisPursuit(), exact, basis=basis)
    assert right.proves(BasisPursuit(), exact)
    assert np.allclose([float(v) for v in right.x], solved.x[:N] - solved.x[N:])
    for wrong in (None, basis[2:], basis[:5], [0, N, 1, N + 1], list(range(2 * N))):
        found = basis_pursuit(BasisPursuit(), exact, basis=wrong)
        assert found.x == right.x and found.proves(BasisPursuit(), exact)
