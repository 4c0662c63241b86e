r"""Approximate sharpness: how far z is from x, by the values of an objective and one constant.

Let ``Phi(z) = J(z) + C2 P(z)`` with the misfit of one of two problems,

* QCBP, min J(x) subject to ``||A x - b|| <= epsilon``: ``P(z) = max(||A z - b|| - epsilon, 0)``;
* square-root LASSO: ``P(z) = ||A z - b||``.

The inequality is, for **every** z and the x, b in question (of QCBP: x feasible),

    ``||z - x|| <= C1 (Phi(z) - Phi(x) + c)``.                                              (1)

*From the null space property,* J the weighted l1 norm. Inequality (4) of
:mod:`computable.nullspace.constants` was proved by way of

    ``||z - x|| <= B (lam T + ||A (z - x)||)``,  ``T = 2 sigma(x) + J(z) - J(x)``,

for rational numbers lam and B with ``lam <= C1A / (C2A sqrt(xi))``, ``B >= C1A / (lam sqrt(xi))``,
where C1A and C2A are the constants of A: that is where roundings are on the safe side. Put
``C1 = B lam`` and ``C2 = 1 / lam``: up to these roundings ``C1A / sqrt(xi)`` and
``C2A sqrt(xi) / C1A``. Then it is ``C1 (T + C2 ||A (z - x)||)``; and with ``||A x - b|| <= noise``

* QCBP, noise <= epsilon: ``||A (z - x)|| <= P(z) + epsilon + noise``, ``P(x) = 0``;
* square-root LASSO: ``||A (z - x)|| <= P(z) - P(x) + 2 noise``;

which is (1) with ``c = 2 sigma(x) + C2 (epsilon + noise)``, ``c = 2 sigma(x) + 2 C2 noise``.

*The distance from zero.* As J(0) = 0 and Phi(x) >= 0, (1) for z = 0 is
``||x|| <= C1 (C2 P(0) + c)``, with ``P(0) = max(||b|| - epsilon, 0)`` or ``||b||``.

Source: Colbrook, WARPd (SIAM J. Imaging Sci. 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, as_vector, rounded_text
from computable.firenet.warpd.analysis_operator import SparseOperator
from computable.inputs.reading import LARGEST
from computable.nullspace import Assumed, Matrix, Sharpness
from computable.nullspace.provenance import P_co
from computable.nullspace.shown import shown

__all__ = ["ApproximateSharpness", "assume_sharpness", "misfit_constant", "sharpness_of"]


@dataclass(frozen=True, kw_only=True, repr=False)
class ApproximateSharpness(Generic[P_co]):
    """Inequality (1): ``||z - x|| <= C1 (J(z) - J(x) + C2 (P(z) - P(x)) + c)``.

    Attributes
    ----------
    C1, C2 : Fraction
        Positive.
    c : Fraction
        At least zero.
    epsilon : Fraction or None
        Of QCBP, at least zero; ``None`` for the square-root LASSO.
    weights : Vector
        Those of J, positive: of shape (N,), or (q,) with an operator.
    operator : Matrix or SparseOperator, shape (q, N), optional
        D, if ``J(x) = ||D x||_1,w``; otherwise ``J(x) = ||x||_1,w``.
    provenance : Proved or Assumed
    transform : Matrix, shape (N, N), optional
        If given, the provenance is about ``A transform`` in place of A.

    Raises
    ------
    DomainError
        If a number is outside its range, or sizes do not fit.
    """

    C1: Fraction
    C2: Fraction
    c: Fraction
    epsilon: Fraction | None
    weights: Vector
    operator: Matrix | SparseOperator | None = None
    provenance: P_co
    transform: Matrix | None = None

    def __post_init__(self) -> None:
        for name in ("C1", "C2"):
            value = as_fraction(getattr(self, name), name=name)
            if value <= 0:
                raise DomainError(f"{name}: got {rounded_text(value)}, need > 0")
            object.__setattr__(self, name, value)
        object.__setattr__(self, "c", _not_negative(self.c, "c"))
        if self.epsilon is not None:
            object.__setattr__(self, "epsilon", _not_negative(self.epsilon, "epsilon"))
        length = None if self.operator is None else self.operator.shape[0]
        weights = as_vector(self.weights, name="weights", length=length)
        if not weights or min(weights) <= 0:
            raise DomainError("weights: got none, or one that is not positive, need > 0")
        object.__setattr__(self, "weights", weights)

    @property
    def size(self) -> int:
        """N."""
        return len(self.weights) if self.operator is None else self.operator.shape[1]

    @property
    def offset(self) -> Fraction:
        """``C1 c``: what of the error no number of steps removes."""
        return self.C1 * self.c

    def __repr__(self) -> str:
        named = {"C1": self.C1, "C2": self.C2, "c": self.c}
        numbers = ", ".join(f"{name} = {rounded_text(v)}" for name, v in named.items())
        return f"ApproximateSharpness({numbers}, {self.provenance})"

    def distance_from_zero(self, size: object) -> Fraction:
        """Return an upper bound of ``||x||``.

        Parameters
        ----------
        size : rational
            At least ``||b||``.

        Raises
        ------
        DomainError
            If it is negative.
        """
        misfit = max(_not_negative(size, "size") - (self.epsilon or 0), Fraction(0))
        return self.C1 * (self.C2 * misfit + self.c)


def sharpness_of(
    sharpness: Sharpness[P_co],
    *,
    epsilon: object = None,
    distance: object = 0,
    noise: object = None,
) -> ApproximateSharpness[P_co]:
    """Return inequality (1) for the weighted l1 norm, from the null space property.

    Parameters
    ----------
    sharpness : Sharpness
        Of A; its lam is ``1 / C2``.
    epsilon : rational, optional
        Of QCBP; by default the problem is the square-root LASSO.
    distance : rational
        At least sigma(x), in the weighted l1 norm.
    noise : rational, optional
        At least ``||A x - b||``, at most epsilon, which is the default for QCBP; otherwise 0 is.

    Raises
    ------
    DomainError
        If a number is outside its range.

    Examples
    --------
    >>> from computable.nullspace import Levels, RecoveryConstants, assume
    >>> half = assume(Levels.single(64, 4), rho="1/2", gamma=1, source="a lecture")
    >>> found = sharpness_of(RecoveryConstants(null_space=half).sharpness(), epsilon="1/100")
    >>> [round(float(v), 4) for v in (found.C1, found.C2, found.c, found.offset)]
    [0.8839, 3.2, 0.064, 0.0566]
    """
    C2 = 1 / sharpness.lam
    return ApproximateSharpness(
        C1=sharpness.B * sharpness.lam,
        C2=C2,
        c=misfit_constant(C2, epsilon=epsilon, distance=distance, noise=noise),
        epsilon=None if epsilon is None else as_fraction(epsilon, name="epsilon"),
        weights=sharpness.levels.weight_vector,
        provenance=sharpness.provenance,
    )


def misfit_constant(C2: Fraction, *, epsilon: object, distance: object, noise: object) -> Fraction:
    """Return the c of (1): ``2 sigma(x) + C2 (epsilon + noise)``, without epsilon ``2 C2 noise``.

    Raises
    ------
    DomainError
        If one of them is negative, or the noise larger than epsilon.
    """
    sigma = _not_negative(distance, "distance")
    if epsilon is None:
        return 2 * (sigma + C2 * _not_negative(0 if noise is None else noise, "noise"))
    most = _not_negative(epsilon, "epsilon")
    left = most if noise is None else _not_negative(noise, "noise")
    if left > most:
        raise DomainError(
            f"noise: got {rounded_text(left)}, need <= epsilon = {rounded_text(most)}: x must be "
            "feasible"
        )
    return 2 * sigma + C2 * (most + left)


def assume_sharpness(
    *,
    C1: object,
    C2: object,
    c: object = 0,
    epsilon: object = None,
    weights: object = None,
    operator: Matrix | SparseOperator | None = None,
    size: int | None = None,
    source: str = "the user",
) -> ApproximateSharpness[Assumed]:
    """Return inequality (1) as an assumption, which stays visible in all that rests on it.

    Parameters
    ----------
    C1, C2, c, epsilon : rational
        See :class:`ApproximateSharpness`.
    operator : Matrix or SparseOperator, shape (q, N), optional
        D, if J is an analysis norm.
    weights : rationals, optional
        Of J; 1 by default: then ``size``, the number of columns, is needed without an operator.
    size : int, optional
        From 1 to 2**24; if weights or an operator are given, too, it has to fit them.

    Raises
    ------
    DomainError
        If a number is outside its range, or sizes do not fit.

    Examples
    --------
    >>> from computable.firenet.warpd.analysis_operator import differences
    >>> assume_sharpness(C1=2, C2=3, c="1/9", operator=differences(4), source="a paper").provenance
    Assumed(source='a paper', probability=None)
    """
    given: object = operator
    if not isinstance(given, (Matrix, SparseOperator, type(None))):
        got = type(given).__name__
        raise DomainError(f"operator: got {got}, need a Matrix or a SparseOperator")
    if size is not None and (type(size) is not int or not 1 <= size <= LARGEST):
        raise DomainError(f"size: got {shown(size)}, need an integer from 1 to 2^24")
    if weights is None:
        if operator is None and size is None:
            raise DomainError("weights: got none, need them or size, the number of columns")
        weights = (1,) * (size or 0 if operator is None else operator.shape[0])
    found = ApproximateSharpness(
        C1=as_fraction(C1, name="C1"),
        C2=as_fraction(C2, name="C2"),
        c=as_fraction(c, name="c"),
        epsilon=None if epsilon is None else as_fraction(epsilon, name="epsilon"),
        weights=weights,  # type: ignore[arg-type]  # read by the class
        operator=operator,
        provenance=Assumed(source=source),
    )
    if size not in (None, found.size):
        raise DomainError(f"size: got {size}, need {found.size}, as the weights or operator have")
    return found


def _not_negative(value: object, name: str) -> Fraction:
    found = as_fraction(value, name=name)
    if found < 0:
        raise DomainError(f"{name}: got {rounded_text(found)}, need >= 0")
    return found
