"""The exact solution path of LASSO: minimisers for every lam at once, from infinity to 0.

Let ``t = lam / 2`` and ``c(t) = A^T (y - A x(t))``. A point x minimises
``lam ||x||_1,w + ||A x - y||**2`` if and only if ``c_j = t w_j sgn x_j`` where ``x_j != 0`` and
``|c_j| <= t w_j`` elsewhere. The path is continuous and consists of segments. On each, the
support S and the signs s are fixed, A_S is injective, and x(t) is the point ``a - t b`` of
:mod:`computable.exact.gram`, so that ``c(t) = alpha + t beta``; alpha vanishes on S.

*End of a segment* that begins at t0 > 0. Conditions hold just below t0, and as all are affine:

- ``s_j x_j > 0`` (j in S) fails at some t in (0, t0) if and only if ``s_j a_j < 0``, at a_j/b_j;
- ``|c_j| <= t w_j`` (j not in S) if and only if ``alpha_j != 0``, at
  ``|alpha_j| / (w_j - beta_j sgn alpha_j)``, where the denominator is positive: for alpha_j = 0
  it says ``|beta_j| <= w_j``; for alpha_j > 0 it bounds t from below by ``c_j <= t w_j``, while
  ``c_j >= -t w_j`` stays true as t falls.

So t1 is the largest of these numbers. If there is none the segment lasts to t = 0; then
alpha = 0, and x(0) = a solves ``A^T A x = A^T y``: it is a least-squares solution, and as the limit
of minimisers for lam > 0 it has the least ``||x||_1,w`` of all of them.

*Direction at a knot* t0 with minimiser x and residual r. Let ``E = {j : |c_j| = t0 w_j}``, s the
signs of c on E, F the support of x (part of E), W = (s_j w_j)_E. The point ``x + delta v`` is a
minimiser at t0 - delta, for small delta > 0, if v vanishes off E, ``s_j v_j >= 0`` off F, and
``s_j a_j^T A v >= w_j`` on E, with equality where v_j != 0 or j in F. These are the optimality
conditions of a convex problem, which is bounded below since ``W = A_E^T r / t0``:

    minimise ``||A_E v - r / t0||**2``  subject to  ``s_j v_j >= 0`` for j in E outside F.

It is solved by the method of Lawson and Hanson (*Solving least squares problems*, 1974, ch. 23),
exactly. It keeps a set P, first F (part of the support before, so A_F is injective), and the
minimiser z over the vectors supported on P. A j with ``s_j a_j^T A z < w_j`` enters: a_j is not
orthogonal to ``r / t0 - A z``, which is orthogonal to the range of A_P, so A_P stays injective,
and the new z has ``s_j z_j > 0``. If this z breaks other signs, one goes towards it until the
first coordinates vanish, which leave P, and takes the next z. The signs are strictly right before,
so this step is not 0, and the objective falls whenever a j enters. It depends on P alone once all
signs are right: no P comes twice, and the method ends. Then ``s_j v_j > 0`` on P outside F, so that
P is the support of the next segment. No knot is too degenerate for this: ties, columns that are
equal, proportional or zero, and coordinates that vanish where others enter are all decided.

*The path is finite:* each (S, s) has one segment at most. Its conditions hold on an interval of t,
and the path leaves (S, s) only where one of them fails from there on.

Sources: Osborne, Presnell, Turlach (IMA J. Numer. Anal. 2000); Efron et al. (Ann. Statist. 2004)
for the homotopy where one index moves at a knot; Theorem F for exact data.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Any

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, counted, number_text
from computable.exact.gram import Line, NormalEquations
from computable.inputs import as_given
from computable.problem import Instance, Lasso

__all__ = ["LassoPath", "Segment", "lasso_path", "segments"]


@dataclass(frozen=True, kw_only=True)
class Segment:
    """The minimisers ``x = base - lam/2 * slope`` for lam from ``upper`` down to ``lower``.

    Attributes
    ----------
    upper : Fraction or None
        ``None`` is infinity, in the first segment, where x = 0.
    lower : Fraction
        Below ``upper``; 0 in the last segment.
    support, signs : tuple of int
        Where x is not zero strictly between the two, ascending, and its signs there.
    base, slope : Vector, shape (N,)
        Both zero off the support.
    misfit, growth : Fraction
        ``||A x - y||**2 = misfit + (lam/2)**2 * growth``.
    """

    upper: Fraction | None
    lower: Fraction
    support: tuple[int, ...]
    signs: tuple[int, ...]
    base: Vector
    slope: Vector
    misfit: Fraction
    growth: Fraction

    def at(self, lam: Fraction) -> Vector:
        """Return the point at ``lam``, shape (N,): a minimiser if ``lower <= lam <= upper``."""
        t = lam / 2
        return tuple(a - t * b if b else a for a, b in zip(self.base, self.slope, strict=True))


@dataclass(frozen=True, kw_only=True, repr=False)
class LassoPath:
    """Minimisers for all ``lam >= knots[-1]``, exactly; its length is the number of knots."""

    instance: Instance
    segments: tuple[Segment, ...]

    def __repr__(self) -> str:
        m, N = self.instance.shape
        return f"LassoPath({m} x {N}, {counted(len(self.segments), 'knot')})"

    @property
    def knots(self) -> Vector:
        """The lam at which a segment ends, descending; x is 0 from the first one upwards."""
        return tuple(segment.lower for segment in self.segments)

    @property
    def points(self) -> tuple[Vector, ...]:
        """The minimisers at the knots, each of shape (N,)."""
        return tuple(segment.at(segment.lower) for segment in self.segments)

    def __len__(self) -> int:
        return len(self.segments)

    def at(self, lam: object) -> Vector:
        """Return a minimiser at ``lam``, shape (N,); continuous in lam and affine between knots.

        Raises
        ------
        DomainError
            If ``lam`` is below the last knot.
        """
        value = as_fraction(lam, name="lam")
        if value < self.knots[-1]:
            raise DomainError(
                f"lam: got {number_text(value)}, need at least {number_text(self.knots[-1])}"
            )
        return self.segments[bisect_left(self.knots, -value, key=lambda knot: -knot)].at(value)

    def witness(self, lam: object) -> Vector:
        """Return the dual witness ``2 (y - A x)`` of the minimiser at ``lam``, shape (m,)."""
        return tuple(2 * v for v in self.instance.residual(self.at(lam)))


def lasso_path(
    A: Any,
    y: Any = None,
    *,
    weights: Vector | None = None,
    least: Fraction = Fraction(0),
    most_knots: int | None = None,
) -> LassoPath:
    """Follow the path of LASSO from ``lam = infinity`` to ``least``.

    Parameters
    ----------
    A, y : shapes (m, N) and (m,)
        In any form that :func:`computable.inputs.as_given` takes; or an Instance alone.
    weights : N positive rationals, optional
        All 1 by default.
    least : rational >= 0
        Where the path ends.
    most_knots : int >= 1, optional
        The path ends earlier, after so many knots; it may have ``(3**N + 1) / 2`` (Mairal, Yu,
        ICML 2012).

    Raises
    ------
    DomainError
        If the data are no finite numbers or a parameter is out of range.

    Examples
    --------
    >>> path = lasso_path([[2, 0], [0, 1]], [1, 1])
    >>> path.knots
    (Fraction(4, 1), Fraction(2, 1), Fraction(0, 1))
    >>> path.at(1)
    (Fraction(3, 8), Fraction(1, 2))
    """
    instance = as_given(A, y).instance()
    end = as_fraction(least, name="least")
    if end < 0 or (most_knots is not None and most_knots < 1):
        raise DomainError(
            f"least, most_knots: got {number_text(end)} and {most_knots}, need >= 0 and >= 1"
        )
    found: list[Segment] = []
    for segment in islice(segments(instance, weights=weights), most_knots):
        found.append(replace(segment, lower=max(end, segment.lower)))
        if segment.lower <= end:
            break
    return LassoPath(instance=instance, segments=tuple(found))


def segments(instance: Instance, *, weights: Vector | None = None) -> Iterator[Segment]:
    """Yield the segments of the path from ``lam = infinity`` to 0, each when it is asked for.

    Every segment costs one exact solve on its support, unless its upper knot is degenerate.
    """
    _, N = instance.shape
    checked = Lasso(Fraction(1), weights=weights).bounds(N)
    equations = NormalEquations(instance.columns, instance.y, checked)
    line = equations.line((), ())
    upper = None
    while line is not None:
        knot, moved = _next_knot(equations, line)
        base, slope = equations.point(line)
        misfit, growth = equations.misfit(line)
        lower = 2 * equations.unit * knot
        yield Segment(
            upper=upper,
            lower=lower,
            support=line.support,
            signs=line.signs,
            base=base,
            slope=slope,
            misfit=misfit,
            growth=growth,
        )
        line, upper = _turned(equations, line, moved) if moved else None, lower


def _next_knot(equations: NormalEquations, line: Line) -> tuple[Fraction, frozenset[int]]:
    """Return the integer problem's t1 and the indices that reach a bound there; (0, {}) if none."""
    limits: list[tuple[int, int, int]] = []
    for j, s, a, b in zip(line.support, line.signs, line.base, line.slope, strict=True):
        if s * a < 0:
            limits.append((j, abs(a), abs(b)))
    inside = frozenset(line.support)
    for j, (alpha, beta) in enumerate(zip(line.fixed, line.turning, strict=True)):
        if alpha and j not in inside:
            turn = beta if alpha > 0 else -beta
            limits.append((j, abs(alpha), equations.weights[j] * line.scale - turn))
    if not limits:
        return Fraction(0), frozenset()
    # Cross products, since lowest terms would cost more.
    _, p, q = limits[0]
    for _, p1, q1 in limits:
        p, q = (p1, q1) if p1 * q > p * q1 else (p, q)
    return Fraction(p, q), frozenset(j for j, p1, q1 in limits if p1 * q == p * q1)


def _turned(equations: NormalEquations, line: Line, moved: frozenset[int]) -> Line:
    """Return the line below a knot: the module's direction v, and its support with signs."""
    free = tuple(j for j in line.support if j not in moved)
    signs = dict(zip(line.support, line.signs, strict=True))
    for j, (alpha, beta) in enumerate(zip(line.fixed, line.turning, strict=True)):
        if j in signs:
            continue
        if j in moved:
            signs[j] = 1 if alpha > 0 else -1
        elif not alpha and abs(beta) == line.scale * equations.weights[j]:
            signs[j] = 1 if beta > 0 else -1
    best = line if free == line.support else _on(equations, free, signs)
    while (entering := _most_violated(equations, best, signs)) is not None:
        v = best
        best = _on(equations, (*best.support, entering), signs)
        if _broken(best, free):
            best = _inward(equations, v, best, free, signs)
    return best


def _inward(
    equations: NormalEquations,
    before: Line,
    best: Line,
    free: Sequence[int],
    signs: Mapping[int, int],
) -> Line:
    """Drop coordinates, the first to vanish first, until the signs outside ``free`` are right."""
    v = dict.fromkeys(signs, Fraction(0)) | _direction(before)
    while broken := _broken(best, free):
        z = _direction(best)
        step = min(v[j] / (v[j] - z[j]) for j in broken)
        v |= {j: v[j] + step * (z[j] - v[j]) for j in z}
        best = _on(equations, [j for j in z if j in free or v[j]], signs)
    return best


def _broken(line: Line, free: Sequence[int]) -> list[int]:
    marked = zip(line.support, line.signs, line.slope, strict=True)
    return [j for j, s, b in marked if s * b <= 0 and j not in free]


def _most_violated(equations: NormalEquations, line: Line, signs: Mapping[int, int]) -> int | None:
    """Return a j with ``s_j a_j^T A v < w_j``; on the support there is equality."""
    slack = {j: s * line.turning[j] - line.scale * equations.weights[j] for j, s in signs.items()}
    j = min(slack, key=lambda i: slack[i])
    return j if slack[j] < 0 else None


def _direction(line: Line) -> dict[int, Fraction]:
    return {j: Fraction(b, line.scale) for j, b in zip(line.support, line.slope, strict=True)}


def _on(equations: NormalEquations, support: Sequence[int], signs: Mapping[int, int]) -> Line:
    """Return the line on a support that the module shows to be injective."""
    ordered = sorted(support)
    line = equations.line(ordered, [signs[j] for j in ordered])
    if line is None:
        raise ArithmeticError(f"support: A is not injective on {ordered}, need independent columns")
    return line
