"""WARPd written a second time: by its definition with many digits, and as it was published."""

import math
from fractions import Fraction

import mpmath
import numpy as np

from computable.exact import inverse
from computable.firenet.warpd.analysis_stack import Stack
from computable.network.norm import root_above
from computable.nullspace import assume

DIGITS = 50


def norm_squared(values):
    return sum((v * v for v in values), Fraction(0))


def distance(left, right):
    """Return a rational at least the l2 distance of two vectors, by at most 1 part in 2^125."""
    return root_above(norm_squared(Fraction(a) - Fraction(b) for a, b in zip(left, right)))


def product(rows, x):
    return [sum((a * b for a, b in zip(row, x) if b), Fraction(0)) for row in rows]


def direct_property(matrix, levels, source="supports one by one"):
    """Return the null space property from the left inverse of each A_S, in exact arithmetic.

    ``x_S = L A x - L A_Sc x_Sc`` for ``L A_S = I``; ``||L||**2 = ||(A_S^T A_S)^-1||``, which is at
    most its largest row sum.
    """
    columns = list(zip(*matrix.rows, strict=True))
    rho = gamma = Fraction(0)
    for support in levels.supports():
        chosen = [columns[j] for j in support]
        gram = inverse([[sum(map(_times, a, b)) for b in chosen] for a in chosen])
        gamma = max(gamma, *(sum(map(abs, row)) for row in gram))
        for j in set(range(len(columns))) - set(support):
            image = product(gram, [sum(map(_times, a, columns[j])) for a in chosen])
            rho = max(rho, norm_squared(image) / levels.weight_vector[j] ** 2)
    return assume(levels, rho=root_above(rho * levels.xi), gamma=root_above(gamma), source=source)


def _times(a, b):
    return a * b


def dense_operator(K):
    """Return the rows of K, exactly."""
    if not isinstance(K, Stack):
        return [list(row) for row in K.rows]
    lower = [[K.scale * v for v in row] for row in K.operator.dense()]
    return [*map(list, K.matrix.rows), *lower]


def by_definition(iteration, b, start=None):
    """Yield the average of each block with 50 digits, each as Fractions."""
    saddle, m = iteration.saddle, iteration.saddle.measurements
    with mpmath.workdps(DIGITS):
        K = [[_mpf(v) for v in row] for row in dense_operator(saddle.operator)]
        Kt = list(zip(*K, strict=True))
        y = [_mpf(v) for v in (*b, *(0,) * len(saddle.box))]
        ball, box = _mpf(saddle.ball), [_mpf(v) for v in saddle.box]
        x = [_mpf(v) for v in (iteration.start if start is None else start)]
    for block in iteration.blocks:
        with mpmath.workdps(DIGITS):
            tau, sigma = _mpf(block.tau), _mpf(block.sigma)
            t = [tau * _mpf(v) for v in saddle.thresholds]
            u, mean = [mpmath.mpf(0)] * len(K), [mpmath.mpf(0)] * len(x)
            for _ in range(block.steps):
                d = [v - tau * mpmath.fdot(row, u) for v, row in zip(x, Kt)]
                new = [max(abs(v) - c, 0) * mpmath.sign(v) for v, c in zip(d, t)]
                w = [2 * p - q for p, q in zip(new, x)]
                h = [p + sigma * (mpmath.fdot(row, w) - q) for p, row, q in zip(u, K, y)]
                n = mpmath.sqrt(sum(v * v for v in h[:m]))
                if saddle.epsilon is None:
                    factor = min(1, ball / n) if n else 1
                else:
                    factor = max(0, 1 - sigma * _mpf(saddle.epsilon) / n) if n else 0
                clipped = (max(-c, min(c, v)) for v, c in zip(h[m:], box))
                u = [*(factor * v for v in h[:m]), *clipped]
                x = new
                mean = [p + q for p, q in zip(mean, x)]
            x = [v / block.steps for v in mean]
            values = [Fraction(*_ratio(v)) for v in x]
        yield values


def _mpf(value):
    value = Fraction(value)
    return mpmath.mpf(value.numerator) / value.denominator


def _ratio(value):
    sign, mantissa, exponent, _ = value._mpf_
    n = -int(mantissa) if sign else int(mantissa)
    return (n << exponent, 1) if exponent >= 0 else (n, 1 << -exponent)


def published_warpd(A, b, *, C1, C2, L, delta, k, n, epsilon=None, analysis=None):
    """Return the values of n blocks, in plain float64, with tau sigma L**2 = 1.

    Written from the paper: 'square-root' if there is no epsilon; ``analysis`` is (B, L_B), whose
    norm ``||B x||_1`` then is J in place of ``||x||_1``.
    """
    m, N = A.shape
    x, omega, values, sizes = np.zeros(N), C2 * np.linalg.norm(b), [], []
    for _ in range(n):
        R = C1 * (delta + omega)
        y, total = np.zeros(m), np.zeros(N)
        threshold = 1.0
        if analysis is not None:
            B, L_B = analysis
            q = len(B)
            tau1 = R / (L * C2 + L_B * math.sqrt(q))
            tau2, tau3 = C2 / (L * R), math.sqrt(q) / (L_B * R)
            z = np.zeros(q)
        elif epsilon is None:
            tau1, tau2, threshold = R / L, 1 / (L * R), 1 / C2
        else:
            tau1, tau2 = R / (L * C2), C2 / (L * R)
        sizes.append((tau1, tau2))
        for _ in range(k):
            if analysis is None:
                new = x - tau1 * (A.T @ y)
                new = np.sign(new) * np.maximum(np.abs(new) - tau1 * threshold, 0)
            else:
                new = x - tau1 * (A.T @ y) - tau1 * (B.T @ z)
                z = np.clip(z + tau3 * (B @ (2 * new - x)), -1, 1)
            y = y + tau2 * (A @ (2 * new - x)) - tau2 * b
            length = np.linalg.norm(y)
            if epsilon is None:
                y = y / max(1.0, length)
            else:
                y = max(0.0, 1 - tau2 * epsilon / length) * y
            x, total = new, total + new
        x = total / k
        omega = math.exp(-1) * (delta + omega)
        values.append(x)
    return values, sizes


def sparse_signal(levels, rng, tail=0.0):
    """Return a vector with at most s_l entries in each level, and a tail everywhere."""
    x = [Fraction(float(tail * v)) for v in rng.standard_normal(levels.size)]
    for coordinates, s in zip(levels.ranges, levels.sparsities, strict=True):
        for j in rng.permutation(coordinates)[: rng.integers(0, s + 1)]:
            x[int(j)] = Fraction(float(rng.standard_normal()))
    return x


def measured(matrix, x, rng, noise):
    """Return b = A x + e with ``||e|| <= noise``, exactly, mostly not far from equality."""
    e = [Fraction(float(v)) for v in rng.standard_normal(matrix.shape[0])]
    size = root_above(norm_squared(e))
    return [v + noise * w / size for v, w in zip(product(matrix.rows, x), e)]
