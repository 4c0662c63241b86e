"""Vectors on which a wrong null space property fails, and the inequality, decided exactly."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from computable.nullspace import (
    Levels,
    prove_by_coherence,
    prove_by_isometry,
    prove_directly,
    prove_null_space,
)
from computable.nullspace.nodewise import FAMILIES

PROVERS = [
    *((lambda A, L, f=f: prove_directly(A, L, inverses=f)) for f in (*FAMILIES, None)),
    *((lambda A, L, f=f: prove_by_coherence(A, L, inverses=f)) for f in (*FAMILIES, None)),
    prove_by_isometry,
    lambda A, L: prove_by_isometry(A, L, limit=0),
    prove_null_space,
]


def holds(rows, levels, rho, gamma, x, support):
    """Decide ``||x_S|| <= rho ||x_Sc||_1,w / sqrt(xi) + gamma ||A x||``: squares are compared."""
    x = [Fraction(v) for v in x]
    inside = set(support)
    image = [sum((a * v for a, v in zip(row, x, strict=True)), Fraction(0)) for row in rows]
    left = sum((x[j] ** 2 for j in inside), Fraction(0))
    outside = [
        w * abs(v) for j, (w, v) in enumerate(zip(levels.weight_vector, x)) if j not in inside
    ]
    a = (Fraction(rho) * sum(outside, Fraction(0))) ** 2 / levels.xi
    b = Fraction(gamma) ** 2 * sum((v * v for v in image), Fraction(0))
    over = left - a - b
    return over <= 0 or over * over <= 4 * a * b


def best_support(levels, x):
    """Return the support with at most s_l entries in each level that makes it hardest."""
    chosen = []
    for r, s in zip(levels.ranges, levels.sparsities, strict=True):
        chosen += sorted(r, key=lambda j: -abs(x[j]))[:s]
    return tuple(chosen)


def attacks(array, levels, rho, gamma, rng, *, count=6):
    """Yield floats x on which the right side is small next to the left, for random supports."""
    N = array.shape[1]
    weights = np.array([float(w) for w in levels.weight_vector])
    price = float(rho) / float(levels.xi) ** 0.5 * weights
    supports = list(levels.supports())
    for _ in range(count):
        S = list(supports[rng.integers(len(supports))])
        for v in np.linalg.svd(array[:, S])[2]:
            x = np.zeros(N)
            x[S] = v
            yield x
        yield from _descend(array, S, price, float(gamma), rng)
    _, singular, V = np.linalg.svd(array)
    kernel = V[(singular > 1e-9 * singular[0]).sum() :]
    for x in kernel:
        yield x
    if len(kernel):
        for _ in range(count):
            yield rng.standard_normal(len(kernel)) @ kernel


def _descend(array, S, price, gamma, rng):
    """Minimise the right side over ``<u, x_S> = 1`` by reweighted squares; u follows x_S."""
    N = array.shape[1]
    u = np.zeros(N)
    u[S] = rng.standard_normal(len(S))
    u /= np.linalg.norm(u)
    x, image = np.ones(N), 1.0
    for step in range(60):
        small = 10.0 ** -(1 + step / 5)
        q = price / (np.abs(x) + small)
        q[S] = 1e-9
        M = np.diag(q + 1e-13) + gamma / (image + small) * array.T @ array
        try:
            x = np.linalg.solve(M, u)
        except np.linalg.LinAlgError:
            return
        scale = u @ x
        if not np.isfinite(x).all() or not scale > 0:
            return
        x /= scale
        image = float(np.linalg.norm(array @ x))
        if step % 10 == 9:
            yield x
            u[S] = x[S] / np.linalg.norm(x[S])


def survives(rows, array, levels, found, rng, *, count=6):
    """Assert that no attack breaks what was proved, for full and smaller supports."""
    for x in attacks(array, levels, found.rho, found.gamma, rng, count=count):
        S = best_support(levels, x)
        assert holds(rows, levels, found.rho, found.gamma, x.tolist(), S), (x, S)
        assert holds(rows, levels, found.rho, found.gamma, x.tolist(), S[: len(S) // 2])


@st.composite
def level_patterns(draw, size):
    """Levels of that size, in one to three parts, some without entries, with weights."""
    cuts = draw(st.lists(st.integers(1, size - 1), max_size=2, unique=True)) if size > 1 else []
    ends = [0, *sorted(cuts), size]
    sizes = [b - a for a, b in pairwise(ends)]
    sparsities = [draw(st.integers(0, min(n, 2))) for n in sizes]
    if not any(sparsities):
        sparsities[draw(st.integers(0, len(sizes) - 1))] = 1
    weights = [draw(st.sampled_from(["1", "1/2", "3/2", "2/3", "4"])) for _ in sizes]
    return Levels(sizes=sizes, sparsities=sparsities, weights=weights)


@st.composite
def matrices(draw):
    """Rows of small rationals or floats near a wide, square or tall matrix with some structure."""
    N = draw(st.integers(1, 6))
    m = draw(st.integers(max(1, N - 2), N + 1))
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    kind = draw(st.sampled_from(["float", "thirds", "integers", "near identity"]))
    if kind == "float":
        return rng.standard_normal((m, N)).tolist()
    if kind == "thirds":
        return [[Fraction(int(v), 3) for v in row] for row in rng.integers(-6, 7, (m, N))]
    if kind == "integers":
        return [[int(v) for v in row] for row in rng.integers(-3, 4, (m, N))]
    noise = rng.standard_normal((m, N)) / draw(st.sampled_from([3, 10, 100]))
    return (np.eye(m, N) + noise).tolist()
