"""Ties of all kinds, and their vertices and nearest points by all supports."""

from fractions import Fraction
from itertools import combinations

from computable.exact import rank, solve
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    SquareRootLasso,
    dot,
    norm_squared,
)
from computable.recovery.pair import tight_signs

HALF, ONE, ZERO = Fraction(1, 2), Fraction(1), Fraction(0)
UNITS = [(ONE,), (ZERO, ONE), (3, 4, 5), (-4, 3, 5), (2, -1, 2, 3), (0, 3, -4, 5)]
UNITS = UNITS[:2] + [tuple(Fraction(v, d) for v in vector) for *vector, d in UNITS[2:]]
KINDS = ("linear", "equality", "ball", "lasso", "square-root", "sliding")


def product(rows, x):
    return [sum((a * b for a, b in zip(row, x)), ZERO) for row in rows]


def difference(u, v):
    return [a - b for a, b in zip(u, v)]


def problem_of(kind, bounds, rho):
    if kind == "linear":
        return LinearProgram(cost=bounds)
    if kind == "lasso":
        return Lasso(1, weights=bounds)
    if kind in ("square-root", "sliding"):
        return SquareRootLasso(1, weights=bounds)
    return BasisPursuit(rho if kind == "ball" else 0, weights=bounds)


def tied(rng, kind):
    """A problem made around a pair (x, p): many bounds are attained, most of them off x."""
    p = rng.choice(UNITS)
    m, N = len(p), rng.randint(1, 5)
    A = [[Fraction(rng.randint(-2, 2)) for _ in range(N)] for _ in range(m)]
    for _ in range(rng.randint(0, 2)):
        factor = rng.choice((0, 1, -1, 2))
        if rng.random() < 0.7:
            a, b = rng.randrange(N), rng.randrange(N)
            for row in A:
                row[a] = factor * row[b]
        else:
            A[rng.randrange(m)] = [factor * v for v in A[rng.randrange(m)]]
    if kind in ("linear", "equality"):
        p = tuple(Fraction(rng.randint(-2, 2)) for _ in range(m))
    elif kind == "square-root":
        length = rng.choice((1, HALF))
        p = tuple(length * v for v in p)
    bounds, x = [], []
    for c in product(zip(*A), p):
        attained = (c or kind == "linear") and rng.random() < 0.75
        size = c if kind == "linear" else abs(c)
        bounds.append(size + (0 if attained else rng.randint(1, 2)))
        sign = 1 if c > 0 or kind == "linear" else -1
        x.append(Fraction(sign * rng.choice((0, 0, 1, 2))) if attained else ZERO)
    rho = Fraction(rng.randint(1, 3), 2)
    shift = {"lasso": HALF, "ball": rho, "sliding": rho}.get(kind, ZERO)
    y = [v + shift * u for v, u in zip(product(A, x), p)]
    return problem_of(kind, tuple(bounds), rho), Instance.from_dense(A, y), tuple(x), p


def signed_columns(problem, instance, x, p):
    """(j, s_j a_j) for the attained bounds, and (N, p) if the residual may slide; and A z."""
    columns = [
        (j, [sign * row[0] for row in instance.rows([j])])
        for j, sign in tight_signs(problem, instance, p).items()
    ]
    if isinstance(problem, SquareRootLasso) and norm_squared(p) == 1:
        return [*columns, (len(x), list(p))], instance.y
    return columns, instance.apply(x)


def restored(problem, instance, p, values):
    signs = tight_signs(problem, instance, p)
    N = len(instance.columns)
    return tuple(signs[j] * values[j] if values.get(j) else ZERO for j in range(N))


def vertices_by_brute_force(problem, instance, x, p):
    columns, image = signed_columns(problem, instance, x, p)
    found = set()
    for size in range(len(columns) + 1):
        for chosen in combinations(columns, size):
            vectors = [column for _, column in chosen]
            if rank(vectors) < size:
                continue
            gram = [[dot(u, v) for v in vectors] for u in vectors]
            values = solve(gram, [dot(u, image) for u in vectors])
            fits = product(zip(*vectors), values) if size else [ZERO] * len(image)
            if tuple(fits) == tuple(image) and min(values, default=ZERO) >= 0:
                by_column = dict(zip((j for j, _ in chosen), values))
                found.add(restored(problem, instance, p, by_column))
    return found


def nearest_by_brute_force(problem, instance, x, p, target):
    """The nearest of the feasible minimisers over each active set."""
    columns, image = signed_columns(problem, instance, x, p)
    signs, N = tight_signs(problem, instance, p), len(x)
    found = []
    for size in range(len(columns) + 1):
        for chosen in combinations(columns, size):
            rows = [list(row) for row in zip(*(column for _, column in chosen))]
            independent = []
            for i, row in enumerate(rows):
                if rank([*(rows[k] for k in independent), row]) > len(independent):
                    independent.append(i)
            k = len(independent)
            system = [
                [
                    *(Fraction(a == b and j < N) for b in range(size)),
                    *(rows[i][a] for i in independent),
                ]
                for a, (j, _) in enumerate(chosen)
            ] + [[*rows[i], *[ZERO] * k] for i in independent]
            aims = [signs[j] * target[j] if j < N else ZERO for j, _ in chosen]
            solution = solve(system, [*aims, *(image[i] for i in independent)])
            values = solution[:size]
            fits = product(rows, values) if size else [ZERO] * len(image)
            if tuple(fits) == tuple(image) and min(values, default=ZERO) >= 0:
                by_column = dict(zip((j for j, _ in chosen), values))
                z = restored(problem, instance, p, by_column)
                found.append((norm_squared(difference(z, target)), z))
    return min(found)[1]
