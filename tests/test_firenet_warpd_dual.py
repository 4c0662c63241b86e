"""The dual maps of WARPd in float64, against 60 digits."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable.firenet.evaluation.float_parts import Ball
from computable.firenet.warpd.dual import Clipped, Shrinkage

entries = st.floats(-4, 4).map(lambda v: 0.0 if abs(v) < 1e-100 else v)
vectors = st.lists(entries | st.just(0.0), min_size=3, max_size=3)
amounts = st.fractions(Fraction(1, 10**6), 2)


def exact_map(kind, amount, h):
    """Return P(h) with 60 digits."""
    c = mpmath.mpf(amount.numerator) / amount.denominator
    length = mpmath.sqrt(sum(v * v for v in h))
    if kind == "clip":
        return [h[0], *(max(-c, min(c, v)) for v in h[1:])]
    if not length:
        return h
    factor = min(1, c / length) if kind == "ball" else max(0, 1 - c / length)
    return [factor * v for v in h]


def computed_map(kind, amount, size):
    if kind == "clip":
        return Clipped(Shrinkage(amount=0.0, size=1), 1, np.full(size - 1, float(amount)))
    if kind == "ball":
        return Ball(radius=float(amount), size=size)
    return Shrinkage(amount=float(amount), size=size)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.tuples(st.sampled_from(["ball", "shrink", "clip"]), amounts),
        st.just(("shrink", Fraction(0))),
    ),
    vectors,
    vectors,
    st.sampled_from([None, 1 + 2.0**-52, 1.0, 1 - 2.0**-53]),
)
def test_dual_maps_are_as_near_as_they_say(case, u, k, near):
    """Also where the norm or an entry is at the bound itself."""
    kind, amount = case
    u, k = np.array(u), np.array(k)
    size = np.abs(u[1:]).max() if kind == "clip" else np.linalg.norm(u)
    if near is not None and size > 1e-3:
        u, k = u * (float(amount) * near / size), np.zeros(3)
    h, chosen = u + k, computed_map(kind, amount, 3)
    n = np.array([chosen.apply(h)])
    with mpmath.workdps(60):
        exact = [mpmath.mpf(float(a)) + mpmath.mpf(float(c)) for a, c in zip(u, k)]
        values = [mpmath.mpf(float(v)) for v in h]
        off = [p - q for p, q in zip(exact_map(kind, amount, exact), values)]
        # 1e-150 is for underflow, and added where the map is used
        assert mpmath.norm(off) <= float(chosen.errors(n)[0]) + 1e-150
        assert mpmath.norm(values) <= float(chosen.sizes(n)[0]) + 1e-150


@pytest.mark.parametrize("kind", ["ball", "shrink"])
def test_long_sums_of_squares_are_in_the_error(kind):
    """The norm of equal entries is rounded the same way many times."""
    m = 300_000
    h = np.full(m, 0.1)
    amount = Fraction(float(np.sqrt(np.dot(h, h)))) * Fraction(999, 1000)
    chosen = computed_map(kind, amount, m)
    n = np.array([chosen.apply(h)])
    with mpmath.workdps(60):
        length = mpmath.sqrt(m) * mpmath.mpf(0.1)
        c = mpmath.mpf(amount.numerator) / amount.denominator
        factor = c / length if kind == "ball" else 1 - c / length
        assert len(set(h.tolist())) == 1
        off = mpmath.sqrt(m) * abs(factor * mpmath.mpf(0.1) - mpmath.mpf(float(h[0])))
        assert 0 < off <= float(chosen.errors(n)[0])
