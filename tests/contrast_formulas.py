"""The bounds of the null space property by contrast vectors in rationals, for any inner products.

Inner products and their errors are made up, of any size: what they come from does not matter.
"""

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
from exact_formulas import gamma, norm, root

from computable.nullspace import Levels
from computable.recovery import rounding

HALF = Fraction(1, 2)
LEVELS = [
    Levels.single(6, 2),
    Levels(sizes=[3, 2, 2], sparsities=[1, 2, 0], weights=[1, "3/2", "1/2"]),
    Levels(sizes=[2, 4], sparsities=[1, 2], weights=[1, 3]),
    Levels.single(3, 1),
]


@dataclass(frozen=True)
class Given:
    """Inner products H and J, and what they are off by; N columns of m numbers."""

    m: int
    H: np.ndarray
    J: np.ndarray
    reach: np.ndarray
    lengths: np.ndarray
    rounding: float

    @property
    def matrix(self):
        return SimpleNamespace(shape=(self.m, len(self.H)))

    def seen(self, roundings):
        return self.lengths * rounding.gamma(self.m + roundings) + self.rounding

    def exactly(self, roundings):
        share = gamma(self.m + roundings)
        return [Fraction(v) * share + Fraction(self.rounding) for v in self.lengths.tolist()]


def fractions(array):
    return [[Fraction(v) for v in row] for row in array.tolist()]


def largest(values, levels, own):
    """Add up the s_l largest of each level, one less where ``own`` is; that one is left out."""
    total = Fraction(0)
    for r, s in zip(levels.ranges, levels.sparsities, strict=True):
        part = sorted((values[j] for j in r if j != own), reverse=True)
        total += sum(part[: s - (own in r) if s else 0], Fraction(0))
    return total


def block_norm(M, levels):
    """Return the root of the largest sums of a row and of a column of any block M_SS."""
    used = [i for r, s in zip(levels.ranges, levels.sparsities) for i in r if s]
    columns = list(zip(*M, strict=True))
    found = [max(part[i][i] + largest(part[i], levels, i) for i in used) for part in (M, columns)]
    return root(found[0] * found[1])


COHERENT = (
    "off H in e",
    "off H in rho",
    "off H in X",
    "off J in plain",
    "off J in split",
    "H in e",
    "H in rho",
    "J in plain",
    "T",
)


def by_coherence(contrast, levels, halved=None):
    """Return rho, and the square of gamma, by the module; None where e is not below 1."""

    def weight(term):
        return HALF if term == halved else 1

    N, scale = levels.size, [root(levels.xi) / w for w in levels.weight_vector]
    H, J = fractions(contrast.H), fractions(contrast.J)
    reach, seen_1 = [Fraction(v) for v in contrast.reach.tolist()], contrast.exactly(1)
    places = range(N)
    used = [s > 0 for n, s in zip(levels.sizes, levels.sparsities) for _ in range(n)]
    full = [s == n for n, s in zip(levels.sizes, levels.sparsities) for _ in range(n)]

    def combined(entry, off, both):
        return [[abs(entry(i, j)) * both[0] + off(i, j) * both[1] for j in places] for i in places]

    def off_H(i, j):
        return reach[i] * seen_1[j]

    def off_J(i, j):
        return reach[i] * reach[j] * gamma(contrast.m + 1)

    both = weight("H in e"), weight("off H in e")
    e = block_norm(combined(lambda i, j: H[i][j] - (i == j) * used[i], off_H, both), levels)
    if e >= 1:
        return None
    k = 1 / (1 - e)
    both = weight("H in rho"), weight("off H in rho")
    size = combined(lambda i, j: H[i][j], off_H, both)
    rho = Fraction(0)
    for j in (j for j in places if not full[j]):
        squares = [size[i][j] ** 2 if i != j else Fraction(0) for i in places]
        rho = max(rho, root(largest(squares, levels, None)) * scale[j] * k)
    T = [J[i][i] * weight("T") for i in places]
    off = [
        [off_J(i, j) * weight("off J in split") + off_H(i, j) * T[j] * weight("off H in X")
         for j in places] for i in places
    ]  # fmt: skip
    X = combined(lambda i, j: J[i][j] - H[i][j] * T[j], lambda i, j: off[i][j], (1, 1))
    both = weight("J in plain"), weight("off J in plain")
    plain = k * k * block_norm(combined(lambda i, j: J[i][j], off_J, both), levels)
    return rho, min(plain, k * max(T) + k * k * block_norm(X, levels))


def power(rng, low, high):
    return 2.0 ** int(rng.integers(low, high))


def some_products(rng, levels):
    N = levels.size
    used = np.repeat(np.array(levels.sparsities) > 0, levels.sizes)
    H = np.diag(used.astype(float)) + rng.standard_normal((N, N)) * power(rng, -9, -3)
    root_J = rng.standard_normal((N, N)) * power(rng, -9, 2) + np.eye(N)
    reach = rng.random(N) * power(rng, -4, 26)
    return Given(
        m=int(rng.integers(1, 9)),
        H=H * used[:, None],
        J=root_J @ root_J.T * power(rng, -9, 9),
        reach=reach,
        lengths=rng.random(N) * power(rng, 20, 50) / reach.max() * rng.integers(2),
        rounding=float(power(rng, -9, -3) / reach.max() * rng.integers(2)),
    )


DIRECT = ("share in lost", "E", "share in rho", "P", "J", "error")


def directly(contrast, scale, supports, halved=None):
    """Return rho, and the square of gamma, of supports of two, by the docstrings."""

    def weight(term):
        return HALF if term == halved else 1

    N, rho, most, error = len(contrast.H), Fraction(0), Fraction(0), Fraction(0)
    H, J, seen_2 = fractions(contrast.H), fractions(contrast.J), contrast.exactly(2)
    for S in supports:
        K = fractions(np.linalg.inv(contrast.H[np.ix_(S, S)]))
        P = [[sum(K[a][b] * H[S[b]][j] for b in (0, 1)) for j in range(N)] for a in (0, 1)]
        share = norm(v for row in K for v in row) * norm(contrast.reach[S].tolist())
        E = norm(P[a][S[b]] - (a == b) for a in (0, 1) for b in (0, 1))
        lost = E * weight("E") + share * norm(seen_2[i] for i in S) * weight("share in lost")
        if lost >= 1:
            return None
        for j in set(range(N)) - set(S):
            size = norm(P[a][j] for a in (0, 1)) * weight("P")
            size += share * seen_2[j] * weight("share in rho")
            rho = max(rho, size * Fraction(scale[j]) / (1 - lost))
        KJ = [[sum(K[a][b] * J[S[b]][S[c]] for b in (0, 1)) for c in (0, 1)] for a in (0, 1)]
        B = [[sum(KJ[a][c] * K[b][c] for c in (0, 1)) for b in (0, 1)] for a in (0, 1)]
        eigenvalue = (B[0][0] + B[1][1] + root((B[0][0] - B[1][1]) ** 2 + 4 * B[1][0] ** 2)) / 2
        most = max(most, eigenvalue / (1 - lost) ** 2 * weight("J"))
        error = max(error, (share / (1 - lost)) ** 2)
    # seven more roundings: those of room, of its square and of the division
    return rho, most + error * gamma(contrast.m + 4 + 7) * weight("error")
