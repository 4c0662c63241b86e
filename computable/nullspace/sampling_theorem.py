r"""The null space property of subsampled Fourier and Walsh transforms with wavelets: an assumption.

For the Haar wavelets in d dimensions, r levels, and multilevel random sampling of the Fourier or
Walsh transform with m_k samples in the band k, k in {1..r}^d, the literature (Adcock, Antun,
Hansen; Colbrook, Antun, Hansen, PNAS 2022) has the following. With the local sparsities

    ``M_W(s, k) = sum_j s_j prod_i 2^-|k_i - j|``,
    ``M_F(s, k)``: the same with the terms of ``j > |k|_inf`` times ``2^(-2 (j - |k|_inf))``,

if ``m_k >= C kappa M(s, k) L`` for every k, ``L = d r**2 log(2 m) log(s kappa)**2 + log(1 / eps)``,
m the sum of all m_k and s that of all s_l, then the property holds with ``rho = 1/2``, ``gamma =
sqrt(2)`` and probability at least ``1 - eps`` over the choice of the samples.

Nothing of that is proved here: C is an unspecified constant there, and rho, gamma and L are
recalled from the literature. What is checked is the condition, for the C that the caller believes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import ceil
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.exact import as_fraction, number_text
from computable.network.norm import root_above
from computable.nullspace.levels import Levels
from computable.nullspace.property import NullSpaceProperty
from computable.nullspace.provenance import Assumed
from computable.nullspace.shown import shown
from computable.real import Real
from computable.recovery.outward import root

__all__ = [
    "assume_sampling_theorem",
    "fourier_sparsity",
    "sampling_weights",
    "walsh_sparsity",
]

Band = tuple[int, ...]
_BITS = 64
MOST_BITS = 4096


def walsh_sparsity(sparsities: Sequence[int], band: Sequence[int]) -> Fraction:
    """Return the local sparsity M_W(s, k), exactly.

    Parameters
    ----------
    sparsities : sequence of int
        s_1..s_r.
    band : sequence of int
        k_1..k_d, each from 1 to r.

    Examples
    --------
    >>> walsh_sparsity([2, 4, 8], [2]), walsh_sparsity([2, 4, 8], [1, 3])
    (Fraction(9, 1), Fraction(7, 2))
    """
    _check_band(band, len(sparsities))
    return sum((s * _decay(band, j) for j, s in enumerate(sparsities, 1)), Fraction(0))


def fourier_sparsity(sparsities: Sequence[int], band: Sequence[int]) -> Fraction:
    """Return the local sparsity M_F(s, k), exactly: never above M_W(s, k).

    Examples
    --------
    >>> fourier_sparsity([2, 4, 8], [2]), fourier_sparsity([2, 4, 8], [1, 3])
    (Fraction(6, 1), Fraction(7, 2))
    """
    _check_band(band, len(sparsities))
    total, top = Fraction(0), max(band)
    for j, s in enumerate(sparsities, 1):
        total += s * _decay(band, j) / 4 ** max(0, j - top)
    return total


_SPARSITIES: dict[str, Callable[[Sequence[int], Sequence[int]], Fraction]] = {
    "fourier": fourier_sparsity,
    "walsh": walsh_sparsity,
}


def sampling_weights(sparsities: Iterable[int], *, bits: int = 16) -> tuple[Fraction, ...]:
    """Return rationals near the weights ``sqrt(s / s_l)`` of the theorem, s the sum of all s_l.

    With the exact roots, xi is r s, zeta is s and kappa is r.

    Parameters
    ----------
    sparsities : iterable of int
        At least 1 each.
    bits : int
        From 1 to 4096: each weight is the least multiple of ``2**-bits`` that is not below the
        root.

    Raises
    ------
    DomainError
        If the numbers do not fit.

    Examples
    --------
    >>> sampling_weights([4, 12, 9], bits=8)
    (Fraction(5, 2), Fraction(185, 128), Fraction(427, 256))
    """
    if not isinstance(sparsities, Iterable):
        raise DomainError(f"sparsities: got {shown(sparsities)}, need a list of integers")
    chosen = tuple(sparsities)
    if type(bits) is not int or not 1 <= bits <= MOST_BITS:
        raise DomainError(f"bits: got {shown(bits)}, need an integer from 1 to {MOST_BITS}")
    for l, s in enumerate(chosen):
        if type(s) is not int or s < 1:
            raise DomainError(f"sparsities[{l}]: got {shown(s)}, need an integer >= 1")
    scale = 1 << bits
    roots = (root_above(Fraction(sum(chosen) * scale * scale, s)) for s in chosen)
    return tuple(Fraction(ceil(value), scale) for value in roots)


def assume_sampling_theorem(
    levels: Levels,
    samples: object,
    *,
    transform: str,
    constant: object,
    failure_probability: object,
) -> NullSpaceProperty[Assumed]:
    """Return the property that the sampling theorem promises, after checking its condition.

    Parameters
    ----------
    levels : Levels
        r wavelet levels, with at least one entry each.
    samples : shape (r,) or (r, ..., r), with d axes
        m_k for each band k. It is needed of bands that are sampled in full, too.
    transform : str
        'fourier' or 'walsh'.
    constant : rational
        C, positive: the caller's.
    failure_probability : rational
        eps, between 0 and 1.

    Raises
    ------
    DomainError
        If a band has too few samples, the first of which is named, or if the numbers do not fit.

    Examples
    --------
    >>> levels = Levels(sizes=[4, 4], sparsities=[1, 1], weights=sampling_weights([1, 1]))
    >>> case = dict(transform="walsh", constant="1/50", failure_probability="1/100")
    >>> found = assume_sampling_theorem(levels, [4, 3], **case)
    >>> print(found.rho, found.provenance)
    1/2 assumed: the sampling theorem for Haar wavelets and the Walsh transform, 7 samples, with
    the caller's C = 1/50; its rho, gamma and log factors are recalled from the literature, not
    proved here, with probability 99/100
    >>> assume_sampling_theorem(levels, [4, 1], **case)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: samples: got 1 in band 2, need at least 2 by the sampling
    theorem with C = 1/50 and failure probability 1/100
    """
    if not isinstance(transform, str) or transform not in _SPARSITIES:
        raise DomainError(f"transform: got {shown(transform)}, need 'fourier' or 'walsh'")
    if levels.kappa is None:
        raise DomainError(f"sparsities: got {levels.sparsities}, need at least 1 in each level")
    C = as_fraction(constant, name="constant")
    if C <= 0:
        raise DomainError(f"constant: got {number_text(C)}, need > 0")
    eps = as_fraction(failure_probability, name="failure_probability")
    if not 0 < eps < 1:
        raise DomainError(f"failure_probability: got {number_text(eps)}, need > 0 and < 1")
    r = len(levels.sparsities)
    counts = _counts(samples, r)
    d, m = len(next(iter(counts))), sum(counts.values())
    if not m:
        raise DomainError("samples: got none at all, need some in each band")
    kappa = levels.kappa
    spread = _log_above(levels.sparsity * kappa)
    L = d * r * r * _log_above(Fraction(2 * m)) * spread * spread + _log_above(1 / eps)
    for band, count in counts.items():
        need = C * kappa * _SPARSITIES[transform](levels.sparsities, band) * L
        if count < need:
            raise DomainError(
                f"samples: got {shown(count)} in band {', '.join(map(str, band))}, need at least "
                f"{shown(ceil(need))} by the sampling theorem with C = {number_text(C)} and "
                f"failure probability {number_text(eps)}"
            )
    source = (
        f"the sampling theorem for Haar wavelets and the {transform.title()} transform, "
        f"{shown(m)} samples, with the caller's C = {number_text(C)}; its rho, gamma and log "
        "factors are recalled from the literature, not proved here"
    )
    return NullSpaceProperty(
        levels=levels,
        rho=Fraction(1, 2),
        gamma=root(Fraction(2), up=True),
        provenance=Assumed(source=source, probability=1 - eps),
    )


def _decay(band: Sequence[int], j: int) -> Fraction:
    return Fraction(1, 2 ** sum(abs(k - j) for k in band))


def _check_band(band: Sequence[int], r: int) -> None:
    if not band or not all(type(k) is int and 1 <= k <= r for k in band):
        raise DomainError(f"band: got {shown(tuple(band))}, need integers from 1 to {r}")


def _counts(samples: Any, r: int) -> dict[Band, int]:
    """Return m_k by bands, in lexicographic order."""
    array = np.array(samples, dtype=object)
    d = array.ndim
    if not d or array.shape != (r,) * d:
        raise DomainError(f"samples: got shape {array.shape}, need {r} along each axis")
    found: dict[Band, int] = {}
    for place in product(range(r), repeat=d):
        value = array[place]
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 0:
            raise DomainError(f"samples{list(place)}: got {shown(value)}, need an integer >= 0")
        found[tuple(k + 1 for k in place)] = int(value)
    return found


def _log_above(x: Fraction) -> Fraction:
    """Return an upper bound of log(x), x >= 1."""
    return Real(x).log().query(_BITS) + Fraction(1, 1 << _BITS) if x > 1 else Fraction(0)
