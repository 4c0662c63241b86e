"""The weighted robust null space property in levels, with how it is known in its type."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.network.norm import root_above
from computable.nullspace.levels import Levels
from computable.nullspace.provenance import Assumed, P_co, Proved

__all__ = ["NullSpaceProperty", "assume"]


@dataclass(frozen=True, kw_only=True, repr=False)
class NullSpaceProperty(Generic[P_co]):
    """``||x_D|| <= rho ||x_Dc||_1,w / sqrt(xi) + gamma ||A x||`` for every x and every support D.

    D runs through the supports with at most s_l entries in each level, Dc is the rest of the
    coordinates (Colbrook, Antun, Hansen, PNAS 2022, SI Def. 1.7). The type says whether it is
    ``Proved`` or ``Assumed``, and so does the type of all that is concluded.

    Attributes
    ----------
    levels : Levels
    rho : Fraction
        From 0 to below 1.
    gamma : Fraction
        Positive.
    provenance : Proved or Assumed

    Raises
    ------
    DomainError
        If rho or gamma is outside its range.
    """

    levels: Levels
    rho: Fraction
    gamma: Fraction
    provenance: P_co

    def __post_init__(self) -> None:
        for name in ("rho", "gamma"):
            object.__setattr__(self, name, as_fraction(getattr(self, name), name=name))
        if not 0 <= self.rho < 1:
            raise DomainError(
                f"rho: got {rounded_text(self.rho)}, need >= 0 and < 1: the null space property "
                "fails, or is not proved, for these levels and weights"
            )
        if self.gamma <= 0:
            raise DomainError(f"gamma: got {rounded_text(self.gamma)}, need > 0")

    def perturbed(self, error: object) -> NullSpaceProperty[P_co]:
        r"""Return the property of every matrix near A.

        From ``||A x|| <= ||A' x|| + e ||x||`` and ``||x|| <= ||x_D|| + ||x_Dc||_1,w / w_min``,
        where e bounds the norm of ``A - A'``:
        ``rho' = (rho + gamma e sqrt(xi) / w_min) / (1 - gamma e)``,
        ``gamma' = gamma / (1 - gamma e)``.

        Parameters
        ----------
        error : rational
            e, in the l2 operator norm.

        Raises
        ------
        DomainError
            If e is negative, or so large that ``gamma e >= 1`` or ``rho' >= 1``.

        Examples
        --------
        The published constants ``rho' = (1 + rho) / 2``, ``gamma' = 2 gamma`` are upper bounds as
        long as ``e <= (1 - rho) / (gamma (2 sqrt(xi) / w_min + 1 + rho))``:

        >>> exact = assume(Levels.single(16, 4), rho="1/2", gamma=2, source="a lecture")
        >>> near = exact.perturbed("1/22")
        >>> near.rho, near.gamma
        (Fraction(3, 4), Fraction(11, 5))
        """
        e = as_fraction(error, name="error")
        if e < 0:
            raise DomainError(f"error: got {rounded_text(e)}, need >= 0")
        if not e:
            return self
        lost = self.gamma * e
        if lost >= 1:
            raise DomainError(
                f"error: got {rounded_text(e)}, need gamma * error < 1 for gamma = "
                f"{rounded_text(self.gamma)}: the matrix is not known well enough"
            )
        ratio = root_above(self.levels.xi) / self.levels.least_weight
        rho = (self.rho + lost * ratio) / (1 - lost)
        if rho >= 1:
            room = (1 - self.rho) / (self.gamma * (ratio + 1))
            raise DomainError(
                f"error: got {rounded_text(e)}, but rho = {rounded_text(self.rho)} leaves room for "
                f"{rounded_text(room)}: the matrix is not known well enough"
            )
        provenance: Any = self.provenance
        if isinstance(provenance, Proved):
            provenance = Proved(
                method=provenance.method,
                matrix=provenance.matrix,
                within=provenance.within + e,
            )
        return NullSpaceProperty(
            levels=self.levels, rho=rho, gamma=self.gamma / (1 - lost), provenance=provenance
        )

    def __repr__(self) -> str:
        return f"NullSpaceProperty({self})"

    def __str__(self) -> str:
        return (
            f"rho = {rounded_text(self.rho)}, gamma = {rounded_text(self.gamma)} for "
            f"{self.levels}, {self.provenance}"
        )


def assume(
    levels: Levels, *, rho: object, gamma: object, source: str = "the user"
) -> NullSpaceProperty[Assumed]:
    """Return the property as an assumption, which stays visible in all that rests on it.

    Examples
    --------
    >>> print(assume(Levels.single(256, 8), rho="1/2", gamma="3/2"))
    rho = 0.5, gamma = 1.5 for Levels(256 coordinates, sparsities 8), assumed: the user
    >>> assume(Levels.single(256, 8), rho=1, gamma=2)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: rho: got 1, need >= 0 and < 1: the null space property fails, \
or is not proved, for these levels and weights
    """
    return NullSpaceProperty(
        levels=levels,
        rho=as_fraction(rho, name="rho"),
        gamma=as_fraction(gamma, name="gamma"),
        provenance=Assumed(source=source),
    )
