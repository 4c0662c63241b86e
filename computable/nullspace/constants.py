r"""From the null space property to an error bound: the constants C1, C2 and what follows.

Let A have the property with (rho, gamma), let x be any vector, sigma(x) its weighted-l1 distance
from the sparse ones, ``v = z - x``, ``E = ||A v||``, ``T = 2 sigma(x) + ||z||_1,w - ||x||_1,w``.

*l1.* With D a best support of x, ``||v_Dc||_1,w <= T + ||v_D||_1,w``, and
``||v_D||_1,w <= sqrt(xi) ||v_D||``. The property gives, with ``X = ||v_Dc||_1,w / sqrt(xi)``,

    ``(1 - rho) X <= T / sqrt(xi) + gamma E``.                                            (1)

*l2.* Let D now hold the s_l largest entries of v in each level: as the weights are constant on
levels, its X is the least of all supports, so (1) holds for it, too. Let P = ``||v_D||`` and
``h >= sqrt(kappa)``. In a level with s_l >= 1 each entry off D is at most ``||v_D|| / sqrt(s_l)``;
so the squares of all of these sum up to at most ``P ||v_Dc||_1,w / sqrt(zeta) <= h P X``. Hence
``||v|| <= sqrt(P**2 + h P X)``, which is concave and homogeneous of degree 1 in (P, X), so at most
its tangent at ``P = X``, whatever ``r <= sqrt(1 + h)``:

    ``||v|| <= f P + g X``,  ``f = (2 + h) / (2 r)``,  ``g = h / (2 r)``.                   (2)

Entries of levels with s_l = 0, with least weight w_0, add at most ``sqrt(xi) / w_0`` times their
part of X: then g is the greater of the two, and kappa is taken of the other levels. With
``P <= rho X + gamma E``, (1) and (2):

    ``||z - x|| <= (C1 / sqrt(xi)) T + C2 E``,
    ``C1 = (f rho + g) / (1 - rho)``,  ``C2 = C1 gamma + f gamma``.                       (3)

That is the version 'sharp'. 'lemma' is the inequality of the literature's two lemmas (Foucart &
Rauhut, Thm 4.25, in levels): ``a = rho + (1 + rho) k / 2``, k = kappa**(1/4),
``C1 = a (1 + rho) / (1 - rho)``, ``C2 = 2 a gamma / (1 - rho) + (1 + k / 2) gamma``. 'published'
are the constants of Colbrook, Antun, Hansen (SI): those of 'lemma' for ``((1 + rho) / 2,
2 gamma)``, which leaves room for a matrix that is only known approximately.

*Square-root LASSO.* Let ``F(z) = lam ||z||_1,w + ||A z - y||`` with ``lam <= C1 / (C2 sqrt(xi))``
and ``B >= C1 / (lam sqrt(xi))``. Then

    ``||z - x|| <= B (F(z) - F(x)) + offset``,
    ``offset = 2 B (lam sigma(x) + ||A x - y||)``.                                        (4)

*Proof* for a B that is larger than the quotient, which rounding makes it: raise f rho + g in (3),
which it allows, until ``C1 = B lam sqrt(xi)``. Then ``B >= C2`` still holds, since
``gamma <= C2 / C1 <= 1 / (lam sqrt(xi))``. For 'lemma' and 'published' raise a: C2 then grows by
``2 gamma / (1 + rho)`` per unit of C1, which is at most ``C2 / C1`` (with the rho and gamma that
are inserted). Now E is at most ``||A z - y|| + ||A x - y||``. (This
is why B is rounded, and not C1 alone: T may be negative.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Generic

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.network.norm import root_above
from computable.nullspace.levels import Levels
from computable.nullspace.property import NullSpaceProperty
from computable.nullspace.provenance import P_co
from computable.nullspace.shown import shown
from computable.recovery.outward import root, significant

__all__ = ["VERSIONS", "RecoveryConstants", "Sharpness"]

VERSIONS = ("sharp", "lemma", "published")


@dataclass(frozen=True, kw_only=True, repr=False)
class RecoveryConstants(Generic[P_co]):
    """C1 and C2 of a null space property.

    Attributes
    ----------
    null_space : NullSpaceProperty
    version : str
        'sharp' (the smallest), 'lemma' or 'published'; see this module.

    Raises
    ------
    DomainError
        If the version is unknown; all but 'sharp' need every s_l to be at least 1.

    Examples
    --------
    >>> from computable.nullspace.property import assume
    >>> half = assume(Levels.single(64, 4), rho="1/2", gamma=1)
    >>> for version in VERSIONS:
    ...     found = RecoveryConstants(null_space=half, version=version)
    ...     print(f"{float(found.C1):.3f} {float(found.C2):.3f}")
    1.768 2.828
    3.750 6.500
    11.375 29.000
    """

    null_space: NullSpaceProperty[P_co]
    version: str = "sharp"

    def __post_init__(self) -> None:
        if self.version not in VERSIONS:
            raise DomainError(
                f"version: got {shown(self.version)}, need one of {', '.join(VERSIONS)}"
            )
        if self.version != "sharp" and not self.levels.zeta:
            raise DomainError(
                f"version: got {self.version!r}, which needs every sparsity to be at least 1; "
                "'sharp' does not"
            )

    @property
    def levels(self) -> Levels:
        """The levels of the property."""
        return self.null_space.levels

    @property
    def C1(self) -> Fraction:
        """The factor of ``(2 sigma(x) + ||z||_1,w - ||x||_1,w) / sqrt(xi)``."""
        return self._both[0]

    @property
    def C2(self) -> Fraction:
        """The factor of ``||A (z - x)||``."""
        return self._both[1]

    @cached_property
    def _both(self) -> tuple[Fraction, Fraction]:
        rho, gamma = self.null_space.rho, self.null_space.gamma
        if self.version == "sharp":
            f, g = _tangent(self.levels)
            first = (f * rho + g) / (1 - rho)
            return first, first * gamma + f * gamma
        if self.version == "published":
            rho, gamma = (1 + rho) / 2, 2 * gamma
        k = root_above(root_above(self.levels.kappa or Fraction(0)))
        a = rho + (1 + rho) * k / 2
        return a * (1 + rho) / (1 - rho), 2 * a * gamma / (1 - rho) + (1 + k / 2) * gamma

    def sharpness(self, lam: object = None) -> Sharpness[P_co]:
        """Return what (4) needs for one parameter of the square-root LASSO.

        Parameters
        ----------
        lam : rational, optional
            From above 0 to ``C1 / (C2 sqrt(xi))``; by default that, rounded down to 24 bits.

        Raises
        ------
        DomainError
            If lam is outside.

        Examples
        --------
        >>> from computable.nullspace.property import assume
        >>> found = RecoveryConstants(null_space=assume(Levels.single(64, 4), rho="1/2", gamma=1))
        >>> sharpness = found.sharpness()
        >>> f"{float(sharpness.lam):.4f} {float(sharpness.B):.4f}"
        '0.3125 2.8284'
        >>> found.sharpness("1/2")
        Traceback (most recent call last):
            ...
        computable.errors.DomainError: lam: got 0.5, need > 0 and <= C1 / (C2 sqrt(xi)) = 0.3125: \
for a larger one these constants bound no error
        """
        most = self.C1 / (self.C2 * root_above(self.levels.xi))
        chosen = (
            significant(most, up=False, bits=24) if lam is None else as_fraction(lam, name="lam")
        )
        if chosen <= 0 or chosen > most:
            raise DomainError(
                f"lam: got {rounded_text(chosen, 12)}, need > 0 and <= C1 / (C2 sqrt(xi)) = "
                f"{rounded_text(most, 12)}: for a larger one these constants bound no error"
            )
        least = self.C1 / (chosen * root(self.levels.xi, up=False))
        B = significant(least, up=True, bits=48)
        return Sharpness(constants=self, lam=chosen, B=B)

    def __repr__(self) -> str:
        return f"RecoveryConstants({self.version}, {self.null_space})"


@dataclass(frozen=True, kw_only=True, repr=False)
class Sharpness(Generic[P_co]):
    """Inequality (4): the error of any z by its value of ``lam ||z||_1,w + ||A z - y||``.

    Made by :meth:`RecoveryConstants.sharpness`.

    Attributes
    ----------
    constants : RecoveryConstants
    lam, B : Fraction
        Positive. lam is short.
    """

    constants: RecoveryConstants[P_co]
    lam: Fraction
    B: Fraction

    @property
    def provenance(self) -> P_co:
        """How the null space property is known."""
        return self.constants.null_space.provenance

    @property
    def levels(self) -> Levels:
        """The levels of the property."""
        return self.constants.levels

    def offset(self, *, distance: object = 0, noise: object = 0) -> Fraction:
        """Return ``2 B (lam sigma(x) + ||A x - y||)`` for upper bounds of these two.

        Raises
        ------
        DomainError
            If one of them is negative.
        """
        values: list[Fraction] = []
        for name, given in (("distance", distance), ("noise", noise)):
            value = as_fraction(given, name=name)
            if value < 0:
                raise DomainError(f"{name}: got {rounded_text(value)}, need >= 0")
            values.append(value)
        return 2 * self.B * (self.lam * values[0] + values[1])

    def __repr__(self) -> str:
        return (
            f"Sharpness(lam = {rounded_text(self.lam)}, B = {rounded_text(self.B)}, "
            f"{self.provenance})"
        )


def _tangent(levels: Levels) -> tuple[Fraction, Fraction]:
    """Return f and g of (2)."""
    squares = [w * w * s for w, s in zip(levels.weights, levels.sparsities) if s]
    h = root_above(levels.xi / min(squares))
    r = root(1 + h, up=False)
    f, g = (2 + h) / (2 * r), h / (2 * r)
    unused = [w for w, s in zip(levels.weights, levels.sparsities) if not s]
    return f, max([g, *(root_above(levels.xi) / w for w in unused)])
