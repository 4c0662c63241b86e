"""The error of one float64 step in rationals, for numbers of any size, and such numbers."""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from exact_formulas import UNIT, gamma, norm, root

from computable.firenet.evaluation.float_ball import _Problem
from computable.firenet.evaluation.float_loop import Batch
from computable.firenet.evaluation.float_parts import Products

TERMS = (
    "column in eta",
    "rounding in eta",
    "size of u",
    "threshold",
    "x+",
    "e_x in u",
    "rounding of w",
    "product",
    "rounding of A",
    "A w in g",
    "y in g",
    "y that is off",
    "dual map",
    "mixed",
)
"""What d_i consists of."""


@dataclass(frozen=True)
class Case:
    """Numbers of any size for one step: a hand-made problem and batch."""

    tau: float
    sigma: float
    theta: float
    bound: Fraction
    column: float
    absolute: float
    rounding: float
    y_norm: float
    y_error: float
    weights: np.ndarray
    old: np.ndarray
    new: np.ndarray
    moved: np.ndarray
    size: float
    dual_error: float
    m: int = 5

    def problem(self):
        products = Products(
            forward=None,
            back=None,
            shape=(self.m, len(self.old)),
            bound=self.bound,
            rounding=self.rounding,
            column=self.column,
            absolute=self.absolute,
        )
        return _Problem(
            products=products,
            y=np.zeros(self.m),
            weights=self.weights,
            y_error=self.y_error,
            y_norm=self.y_norm,
            theta=self.theta,
            conversion=1.0,
        )


def batch_of(cases):
    """All cases share the problem of the first: one step each, in a run of its own."""
    return Batch(
        points=np.array([v for case in cases for v in (case.old, case.new)]),
        new=np.arange(1, 2 * len(cases), 2),
        moved=np.array([case.moved for case in cases]),
        tau=np.array([case.tau for case in cases]),
        sigma=np.array([case.sigma for case in cases]),
        left=np.ones(len(cases)),
        dual_sizes=np.array([case.size for case in cases]),
        dual_errors=np.array([case.dual_error for case in cases]),
        norms=np.zeros(len(cases)),
        pieces=[],
    )


def eta_of(case, weight=lambda term: 1):
    part = weight("column in eta") * gamma(case.m + 2) * Fraction(case.column)
    part += weight("rounding in eta") * Fraction(case.rounding)
    return Fraction(case.tau) * part * Fraction(case.size) * weight("size of u")


def formula(case, halved=None):
    """Return d_i of the module, with one term half as large if that is asked for.

    Of w it uses ``||w|| <= 2 ||x+|| + ||x||``, in both norms, and so many entries that are not
    zero; of the thresholds the largest, but for what is active.
    """

    def weight(term):
        return Fraction(1, 2) if term == halved else 1

    tau, sigma, theta = (Fraction(v) for v in (case.tau, case.sigma, case.theta))
    L, N = case.bound, len(case.old)
    t = [tau * Fraction(v) for v in case.weights]
    lost = eta_of(case, weight) + 4 * UNIT * max(t) * weight("threshold")
    k = sum(abs(Fraction(d)) > v - lost for d, v in zip(case.moved, t, strict=True))
    x, new = ([Fraction(v) for v in point] for point in (case.old, case.new))
    e_x = root(k) * lost + Fraction(201, 100) * UNIT * norm(new) * weight("x+")
    w2 = 2 * norm(new) + norm(x)
    w1 = 2 * sum(map(abs, new)) + sum(map(abs, x))
    z = min(N, sum(v != 0 for v in [*x, *new]))
    G = min(Fraction(case.column) * w1, Fraction(case.absolute) * w2)
    g = (1 + gamma(z)) * G * weight("A w in g") + Fraction(case.y_norm) * weight("y in g")
    e_o = L * UNIT * w2 * weight("rounding of w") + gamma(z) * G * weight("product")
    e_o += Fraction(case.rounding) * w2 * weight("rounding of A")
    e_o += Fraction(201, 100) * UNIT * g + Fraction(case.y_error) * weight("y that is off")
    e_o = sigma * e_o + Fraction(case.dual_error) * weight("dual map")
    a = e_x / root(tau)
    b = (2 * sigma * L * e_x * weight("e_x in u") + e_o) / root(sigma)
    return root(a * a + b * b + 2 * theta * a * b * weight("mixed"))


def power(rng, most=24):
    return 2.0 ** int(rng.integers(-most, most))


def some_case(rng):
    """Each size is small, large or zero."""

    def size():
        return power(rng) if rng.random() < 0.5 else 0.0

    N = int(rng.integers(1, 6))
    scale = power(rng) if rng.random() < 0.8 else 0.0
    points = rng.standard_normal((2, N)) * (rng.random((2, N)) < 0.7) * scale
    weights = power(rng) * rng.choice([1.0, 0.5], N) if rng.random() < 0.8 else np.zeros(N)
    case = Case(
        tau=power(rng),
        sigma=power(rng),
        theta=float(rng.choice([0.0, 0.75, 0.999])),
        bound=Fraction(power(rng)),
        column=power(rng),
        absolute=power(rng),
        rounding=size() * 1e-12,
        y_norm=size(),
        y_error=size() * 1e-12,
        weights=weights,
        old=points[0],
        new=points[1],
        moved=np.zeros(N),
        size=float(rng.choice([1.0, 0.25, 64.0])),
        dual_error=size() * 1e-12,
    )
    # d well within the threshold, far beyond it, and on both sides of where x+ must be zero
    t = case.tau * weights
    lost = float(eta_of(case) + 4 * UNIT * Fraction(t.max()))
    near = t - lost * rng.choice([0.5, 1.5], N)
    d = np.select(list(rng.random((3, N)) < 0.4), [near, t / 2, 2 * t], near)
    return replace(case, moved=d * rng.choice([-1.0, 1.0], N))
