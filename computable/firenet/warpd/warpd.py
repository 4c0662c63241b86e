"""WARPd: weighted, accelerated and restarted primal-dual, with a proved bound of its error."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, rounded_text
from computable.firenet.evaluation.block_ball import exact_point
from computable.firenet.iteration import is_given
from computable.firenet.schedule import Schedule
from computable.firenet.warpd.analysis_sharpness import transformed
from computable.firenet.warpd.iteration import Saddle, WarpdIteration
from computable.firenet.warpd.run import WarpdRun
from computable.firenet.warpd.sharpness import ApproximateSharpness
from computable.inputs.reading import check_finite, places, read_numbers
from computable.nullspace import Matrix, Proved
from computable.nullspace.provenance import P_co
from computable.problem import norm_squared

__all__ = ["Warpd"]


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Warpd(Generic[P_co]):
    """A restarted primal-dual iteration that recovers x from b.

    The theorem (Colbrook 2022; proofs in :mod:`computable.firenet.warpd.sharpness` and
    :mod:`computable.firenet.warpd.iteration`): if the approximate sharpness (1) holds, then for
    **every** x and b that it is about, if ``||x - start|| <= radius`` (for which ``||b|| <= size``
    is enough), the value after block k is within ``bounds[k]`` of x, in the l2 norm. Made by
    :meth:`plan`.

    Attributes
    ----------
    matrix : Matrix, shape (m, N)
    sharpness : ApproximateSharpness
    iteration : WarpdIteration
    schedule : Schedule
    size : Fraction or None
        What ``||b||`` must be at most, if the first bound rests on that.

    Examples
    --------
    Every x with one entry, from measurements with an error of at most 1/1000:

    >>> from computable.firenet.warpd.sharpness import sharpness_of
    >>> from computable.nullspace import Levels, RecoveryConstants, prove_null_space
    >>> A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    >>> known = RecoveryConstants(null_space=prove_null_space(A, Levels.single(3, 1))).sharpness()
    >>> net = Warpd.plan(A, sharpness_of(known, epsilon="1/1000"), size=2, accuracy="1/80")
    >>> net.steps, net.bounds[-1] < Fraction(1, 80), type(net.provenance).__name__
    (232, True, 'Proved')
    >>> run = net.run([1, 0.0005])
    >>> [round(v, 2) for v in run.floats], run.radius < 1e-11
    ([1.0, 0.0, 0.0], True)
    """

    matrix: Matrix
    sharpness: ApproximateSharpness[P_co]
    iteration: WarpdIteration
    schedule: Schedule
    size: Fraction | None

    @classmethod
    def plan(
        cls,
        matrix: Matrix,
        sharpness: ApproximateSharpness[P_co],
        *,
        size: object = None,
        radius: object = None,
        accuracy: object = None,
        restarts: int | None = None,
        start: Any = (),
        theta: object = "1/2",
        rate: object = "3/8",
    ) -> Warpd[P_co]:
        """Return the iteration for a matrix and the sharpness of its problem.

        Parameters
        ----------
        matrix : Matrix, shape (m, N)
        sharpness : ApproximateSharpness
            Of :func:`computable.firenet.warpd.sharpness.sharpness_of`,
            :func:`computable.firenet.warpd.analysis_sharpness.analysis_sharpness` or
            :func:`computable.firenet.warpd.sharpness.assume_sharpness`.
        size : rational, optional
            At least ``||b||``; either this or the radius is needed.
        radius : rational, optional
            At least ``||x - start||``.
        accuracy : rational, optional
            The bound to reach; either this or ``restarts`` is needed.
        restarts : int, optional
            The number of blocks.
        start : rationals, shape (N,), optional
            Zero by default, and if size is given.
        theta, rate : rational
            Between 0 and 1: ``tau sigma L**2 <= theta**2``, and by what a block multiplies.

        Raises
        ------
        DomainError
            If the sizes do not fit, the sharpness was proved of another matrix, or the schedule
            is impossible (see :meth:`computable.firenet.schedule.Schedule.plan`).
        """
        saddle = Saddle.of(matrix, sharpness)
        provenance: object = sharpness.provenance
        if isinstance(provenance, Proved):
            about = sharpness.transform
            if not provenance.covers(matrix if about is None else transformed(matrix, about)):
                raise DomainError(
                    "sharpness: its null space property was proved of another matrix, need this one"
                )
        if (size is None) == (radius is None):
            raise DomainError("size, radius: need one of the two")
        if size is not None and is_given(start):
            raise DomainError("start: got one, but size bounds the distance from zero: give radius")
        planned = Schedule.plan(
            B=sharpness.C1 * saddle.scale,
            norm=saddle.operator.norm,
            radius=radius if size is None else sharpness.distance_from_zero(size),
            offset=sharpness.offset,
            accuracy=accuracy,
            restarts=restarts,
            theta=theta,
            rate=rate,
        )
        if not planned.blocks:
            goal, known = as_fraction(accuracy, name="accuracy"), planned.bounds[0]
            raise DomainError(
                f"accuracy: got {rounded_text(goal)}, need less than the radius "
                f"{rounded_text(known)}: no step is needed"
            )
        return cls(
            matrix=matrix,
            sharpness=sharpness,
            iteration=WarpdIteration(saddle=saddle, blocks=planned.blocks, start=start),
            schedule=planned,
            size=None if size is None else as_fraction(size, name="size"),
        )

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """Upper bounds of the l2 error of the exact blocks; the first is that of the start."""
        return self.schedule.bounds

    @property
    def steps(self) -> int:
        """The number of primal-dual steps."""
        return self.iteration.steps

    @property
    def provenance(self) -> P_co:
        """How the sharpness is known, on which the bounds rest."""
        return self.sharpness.provenance

    def run(self, b: object, *, b_error: object = 0) -> WarpdRun[P_co]:
        """Evaluate the iteration in float64, with proved radii.

        Parameters
        ----------
        b : shape (m,)
            Numbers as in :func:`computable.inputs.as_given`; a float is its exact binary value.
        b_error : rational
            At least the l2 distance of b from what the exact iteration is given, to which the
            sharpness refers.

        Raises
        ------
        DomainError
            If b does not fit, or is longer than the size of the plan.
        UndecidedError
            If numbers beyond 1e75 are met.
        """
        given = _vector(b, self.matrix.shape[0])
        error = as_fraction(b_error, name="b_error")
        if self.size is not None:
            left = self.size - error
            square = norm_squared(given)
            if left < 0 or square > left**2:
                raise DomainError(
                    f"b: got a vector of norm {float(square) ** 0.5:.4g}, need at most the size "
                    f"{rounded_text(self.size)} of the plan, its error included"
                )
        balls = tuple(self.iteration.norm_balls(given, error))
        return WarpdRun(warpd=self, balls=balls, b=given, b_error=error)

    def __repr__(self) -> str:
        m, N = self.matrix.shape
        return f"Warpd({m} x {N}, error <= {rounded_text(self.bounds[-1], 3)}, {self.provenance})"


def _vector(b: object, length: int) -> Vector:
    array: Any = read_numbers(b, "b")
    if array.ndim != 1 or len(array) != length:
        raise DomainError(f"b: got shape {array.shape}, need ({length},)")
    check_finite(array, places("b"))
    found = exact_point(array)
    if max(map(abs, found)) > 10**75:
        raise DomainError("b: got an entry beyond 1e75, need smaller ones")
    return found
