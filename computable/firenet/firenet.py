"""FIRENET: the network, the bound of its error, and how the bound is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic

from computable.errors import DomainError
from computable.exact import as_fraction, rounded_text
from computable.firenet.evaluation.block_ball import BlockBall
from computable.firenet.evaluation.componentwise import componentwise_balls
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.firenet.evaluation.precise_ball import precise_norm_balls
from computable.firenet.iteration import Iteration
from computable.firenet.run import Run
from computable.firenet.schedule import Schedule
from computable.inputs.arrays import as_point
from computable.nullspace import Matrix, Proved, Sharpness
from computable.nullspace.provenance import P_co

if TYPE_CHECKING:
    from computable.network import Network

__all__ = ["Firenet"]

EVALUATIONS = ("norm", "componentwise")


@dataclass(frozen=True, kw_only=True, repr=False)
class Firenet(Generic[P_co]):
    """A network that recovers x from ``y = A x + noise``, with a bound of its error.

    The theorem (Colbrook, Antun, Hansen, PNAS 2022, Theorem 3; proofs in
    :mod:`computable.nullspace.constants` and :mod:`computable.firenet.schedule`): if A has the
    null space property, then for **every** x with ``sigma(x) <= distance`` and
    ``||x - start|| <= radius`` and every y with ``||A x - y|| <= noise``, the value after block k
    is within ``bounds[k]`` of x, in the l2 norm. Made by :meth:`plan`.

    Attributes
    ----------
    iteration : Iteration
    schedule : Schedule
    sharpness : Sharpness
    distance, noise : Fraction
        Upper bounds of ``sigma(x)`` and of ``||A x - y||``.

    Examples
    --------
    >>> from computable.nullspace import Levels, Matrix, RecoveryConstants, assume
    >>> A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    >>> found = assume(Levels.single(3, 1), rho="0.51", gamma=1, source="a lecture")
    >>> sharpness = RecoveryConstants(null_space=found).sharpness()
    >>> net = Firenet.plan(A, sharpness, radius=2, accuracy="1e-8")
    >>> net, net.depth, net.steps
    (Firenet(2 x 3, error <= 4.49e-09, assumed: a lecture), 1741, 580)
    >>> run = net.run([1, 0])
    >>> run
    Run(error <= 4.49e-09, assumed: a lecture)
    >>> [round(v, 6) for v in run.floats], run.radius < 1e-9
    ([1.0, 0.0, 0.0], True)
    >>> run.distances([1, 0, 0])[-1] <= run.bound
    True
    """

    iteration: Iteration
    schedule: Schedule
    sharpness: Sharpness[P_co]
    distance: Fraction
    noise: Fraction

    @classmethod
    def plan(
        cls,
        matrix: Matrix,
        sharpness: Sharpness[P_co],
        *,
        radius: object,
        accuracy: object = None,
        restarts: int | None = None,
        distance: object = 0,
        noise: object = 0,
        start: Any = (),
        schedule: str = "reset",
        theta: object = "1/2",
        rate: object = "3/8",
        spare: Fraction = Fraction(0),
    ) -> Firenet[P_co]:
        """Return the network for a matrix, its constants, and what x and y are known to be.

        Parameters
        ----------
        matrix : Matrix, shape (m, N)
        sharpness : Sharpness
            Of the matrix: a ``Proved`` one must be of this matrix.
        radius : rational
            ``||x - start|| <= radius``; ``B ||y|| + offset`` always is such a bound for start 0.
        accuracy : rational, optional
            The bound to reach; either this or ``restarts`` is needed.
        restarts : int, optional
            The number of blocks.
        distance, noise : rational
            Upper bounds of ``sigma(x)`` in the weighted l1 norm and of ``||A x - y||``.
        start : rationals, shape (N,), optional
        schedule : str
            'reset' or 'warm'; see :mod:`computable.firenet.schedule`.
        theta, rate : rational
            Between 0 and 1: ``tau sigma L**2 <= theta**2``, and by what a block multiplies the
            error. Noise and distance leave ``offset / (1 - rate)`` of it, so that a smaller rate
            reaches smaller errors, with longer blocks.
        spare : Fraction
            The part of the accuracy that is left to rounding errors.

        Raises
        ------
        DomainError
            If the sizes do not fit, the constants were proved of another matrix, or the schedule
            is impossible (see :meth:`Schedule.plan`).
        """
        if not isinstance(matrix, Matrix):
            raise DomainError(f"matrix: got {type(matrix).__name__}, need a Matrix")
        if not isinstance(sharpness, Sharpness):
            raise DomainError(f"sharpness: got {type(sharpness).__name__}, need a Sharpness")
        N, levels = matrix.shape[1], sharpness.levels
        if levels.size != N:
            raise DomainError(f"levels: got {levels.size} coordinates, but A has {N} columns")
        provenance: object = sharpness.provenance
        if isinstance(provenance, Proved) and not provenance.covers(matrix):
            raise DomainError(
                "sharpness: its null space property was proved of another matrix, need this one"
            )
        if schedule not in ("reset", "warm"):
            raise DomainError(f"schedule: got {schedule!r}, need 'reset' or 'warm'")
        offset = sharpness.offset(distance=distance, noise=noise)
        planned = Schedule.plan(
            B=sharpness.B,
            norm=matrix.norm,
            radius=radius,
            offset=offset,
            accuracy=accuracy,
            restarts=restarts,
            theta=theta,
            rate=rate,
            keeps_dual=schedule == "warm",
            spare=spare,
        )
        if not planned.blocks:
            raise DomainError(
                f"accuracy: got {rounded_text(as_fraction(accuracy, name='accuracy'))}, but the "
                "radius is not larger: the start has it already"
            )
        iteration = Iteration(
            matrix=matrix,
            thresholds=tuple(sharpness.lam * w for w in levels.weight_vector),
            blocks=planned.blocks,
            keeps_dual=planned.keeps_dual,
            start=start,
        )
        return cls(
            iteration=iteration,
            schedule=planned,
            sharpness=sharpness,
            distance=as_fraction(distance, name="distance"),
            noise=as_fraction(noise, name="noise"),
        )

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """Upper bounds of the l2 error of the exact network's blocks; the first is the radius."""
        return self.schedule.bounds

    @property
    def steps(self) -> int:
        """The number of primal-dual steps."""
        return self.iteration.steps

    @property
    def depth(self) -> int:
        """The number of affine maps: three a step, and one."""
        return self.iteration.depth

    @property
    def provenance(self) -> P_co:
        """How the null space property of A is known, on which the bounds rest."""
        return self.sharpness.provenance

    def network(self) -> Network:
        """Return the network, with exact parameters."""
        return self.iteration.network()

    def __repr__(self) -> str:
        m, N = self.iteration.matrix.shape
        return f"Firenet({m} x {N}, error <= {rounded_text(self.bounds[-1], 3)}, {self.provenance})"

    def run(
        self,
        y: object,
        *,
        evaluation: str = "norm",
        bits: int | None = None,
        y_error: object = 0,
    ) -> Run[P_co]:
        """Evaluate the network rigorously at one y.

        Parameters
        ----------
        y : shape (m,)
            As in :func:`computable.inputs.as_given`; floats are their exact binary values.
        evaluation : str
            'norm': one radius in the metric of the iteration; 'componentwise': a ball for every
            number (several bits for each step are lost, so it needs that much precision).
        bits : int, optional
            Binary digits, from 64 to 65536; float64 if not given for 'norm', and found for
            'componentwise', so that rounding changes about as little as in float64.
        y_error : rational
            An upper bound of the l2 distance of y from what the exact network is given. The noise
            of the plan is that of the latter.

        Raises
        ------
        DomainError
            If y does not fit, or the bits are not in that range.
        UndecidedError
            If float64 numbers, or the bits, do not suffice.
        """
        error = as_fraction(y_error, name="y_error")
        if error < 0:
            raise DomainError(f"y_error: got {rounded_text(error, 4)}, need >= 0")
        if evaluation not in EVALUATIONS:
            raise DomainError(f"evaluation: got {evaluation!r}, need one of {EVALUATIONS}")
        balls: Iterable[BlockBall[Any]]
        if evaluation == "componentwise":
            balls = componentwise_balls(self.iteration, y, bits=bits, y_error=error)
        elif bits is None:
            balls = float_norm_balls(self.iteration, y, y_error=error)
        else:
            balls = precise_norm_balls(self.iteration, y, bits=bits, y_error=error)
        _, given = as_point(y, self.iteration.matrix.shape[0], name="y")
        return Run(firenet=self, balls=tuple(balls), y=given, y_error=error)
