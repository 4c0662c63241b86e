r"""The halting decider that a solver gives, and a machine on which it is wrong (Theorem E).

*Theorem E* (Boche, Fono, Kutyniok, arXiv 2202.13490; stated here for ties). A machine makes the
instance ``D_j(2**-(s + n0))`` if it halts in exactly s steps, and the centre if it never halts;
both by the same program (``computable.problem.halting``). So a solver with K digits decides the
halting problem, as it gives one answer to all machines that never halt:

- let z0 be its answer to the name that all of them have, the exact centre; choose the column j
  whose vertex is farthest from z0, so that z0 does not have K digits at any ``D_j``;
- to decide about a machine, give the solver its instance. It halts if the answer is not z0: if
  it does halt, K digits force another answer.

*The game.* z0 was given after finitely many queries, of depth n at most. A machine that halts in
more steps than these depths can see is given the same answers, so it is said never to halt. It
does, and its instance has another minimiser: one file proves both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Budget, Halted, Run, Stopped, Task
from computable.errors import DomainError, Malformed, Rejected
from computable.exact import Vector
from computable.machine import Machine, TuringMachine
from computable.machine.turing.countdown import halting_after
from computable.problem import HaltingInstance, Problem, TieFamily
from proofs.adversary.refute import problem_named
from proofs.adversary.running import need_solver, running
from proofs.certificate import Certificate
from proofs.machine_proof import LONGEST_RUN
from proofs.outcome import Failed, Unknown, WrongDecider
from proofs.reduction import Reduction

__all__ = ["SolverDecider", "decider_from"]

RETRIES = 8
"""How often a solver is asked again that reads deeper than before."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SolverDecider:
    """Tells whether machines halt, by a solver's answers to the instances that they make.

    Right about every machine if the solver has ``family.digits`` digits on the whole class;
    :meth:`refute` shows that it has not. (Any answer but that of machines that never halt counts
    as "halts", right or not: so it may be right about short runs although no digit is.)

    Attributes
    ----------
    algorithm : callable or str
    family : TieFamily
    column : int
        j, the column that a halt raises.
    never : Halted
        The run on the name that all machines have that never halt.
    budget : Budget or None
    isolate : bool
    """

    algorithm: Callable[..., Any] | str
    family: TieFamily
    column: int
    never: Halted
    budget: Budget | None = None
    isolate: bool = False
    about: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        name = self.about.get("algorithm", "a solver")
        return f"SolverDecider({name}, {self.family.problem.name}, digits={self.family.digits})"

    def instance(self, machine: Machine) -> HaltingInstance:
        """Return the instance that a machine makes for this decider."""
        return HaltingInstance(machine=machine, family=self.family, column=self.column)

    def __call__(self, machine: Machine) -> bool | Unknown | Failed:
        """Say whether a machine halts; ``Unknown`` or ``Failed`` if the solver gives no answer."""
        run = self._run(machine)
        return run if isinstance(run, (Unknown, Failed)) else self._differs(run)

    def refute(self, machine: TuringMachine | None = None) -> WrongDecider | Unknown | Failed:
        """Make the machine about which it is wrong, or take one that is given; and prove it.

        Parameters
        ----------
        machine : TuringMachine, optional
            One that halts, and is said never to.

        Returns
        -------
        WrongDecider
            It says 'never halts' of a machine that does; the certificate's checker accepted it.
        Unknown
            If the solver's answers are not always the same, it read too deep for a certificate, or
            it is right about the given machine.
        Failed
            If it gave no answer this time.
        """
        if machine is not None:
            return self._about(machine)
        deepest = self._deepest(self.never)
        for _ in range(RETRIES):
            steps = max(1, self.instance(halting_after(1)).steps_for(deepest) + 1)
            machine = halting_after(steps)
            run = self._run(machine)
            if isinstance(run, (Unknown, Failed)):
                return run
            if self._differs(run):
                return Unknown(
                    reason="the solver was told the same again, and gave another answer: it is no "
                    "function of what it is told",
                    transcript=run.transcript,
                )
            if self._deepest(run) <= deepest:
                return self._refuted(machine, steps, run)
            deepest = self._deepest(run)
        return Unknown(reason="the solver reads deeper each time that it is asked")

    def _about(self, machine: TuringMachine) -> WrongDecider | Unknown | Failed:
        """Judge what it says of one machine."""
        if not isinstance(machine, TuringMachine):
            raise DomainError(f"machine: got {type(machine).__name__}, need a TuringMachine")
        real = machine.start()
        real.advance(LONGEST_RUN)
        if not real.halted:
            return Unknown(reason=f"the machine does not halt within {LONGEST_RUN} steps")
        run = self._run(machine)
        if isinstance(run, (Unknown, Failed)):
            return run
        if self._differs(run):
            return Unknown(reason="it is right: it says that this machine halts")
        return self._refuted(machine, real.steps, run)

    def _deepest(self, run: Halted) -> int:
        """Return how deep the column was read that a halt raises; -1 if not at all."""
        entry = "A", 0, self.column
        return max((q.depth for q in run.transcript if q.entry == entry), default=-1)

    def _refuted(self, machine: TuringMachine, steps: int, run: Halted) -> WrongDecider | Unknown:
        try:
            certificate = self._certificate(machine, steps, run)
            certificate.check()
        except (DomainError, Malformed, Rejected) as error:
            return Unknown(reason=f"wrong, but no certificate can hold it: {error}")
        return WrongDecider(machine=machine, said=False, steps=steps, certificate=certificate)

    def _differs(self, run: Halted) -> bool:
        return run.report.values != self.never.report.values

    def _run(self, machine: Machine) -> Halted | Unknown | Failed:
        ask = self.instance(machine).ask()
        task = Task(problem=self.family.problem, shape=self.family.shape, ask=ask)
        with running(self.algorithm, self.budget, isolate=self.isolate) as (runner, deadline, _):
            return answered(runner.run(task, deadline))

    def _certificate(self, machine: TuringMachine, steps: int, run: Halted) -> Reduction:
        made, family, j = self.instance(machine), self.family, self.column
        gap = made.gap(steps)
        return Reduction(
            refutation=Certificate(
                digits=family.digits,
                problem=family.problem,
                instance=made.instance(steps),
                transcript=tuple(run.transcript),
                output=run.report.values,
                x=family.minimiser(j, gap),
                witness=family.witness(j, gap),
            ),
            machine=machine,
            error=Fraction(1, 10**family.digits),
            steps=steps,
            column=j,
            offset=made.offset,
            centre=family.centre_entry * family.gauge[j],
            about={**self.about, "says": "never halts"},
        )


def decider_from(
    solver: Callable[..., Any] | str,
    *,
    problem: Problem | str = "bp",
    digits: int = 1,
    columns: int = 2,
    budget: Budget | None = None,
    isolate: bool = False,
    about: Mapping[str, str] | None = None,
) -> SolverDecider | Unknown | Failed:
    """Return the halting decider that a solver of inverse problems gives.

    It asks the solver about the tie first. A halt then raises the column whose minimiser is
    farthest from that answer, and any other answer means that a machine halts.

    Parameters
    ----------
    solver : callable or str
        As for ``refute``: ``f(data)``, ``f(A, y)``, or a name. It has to do the same whenever it is
        told the same.
    problem : Problem or str
    digits : int >= 1
        K, the accuracy that the solver is taken to have.
    columns : int >= 2
        Of the instances, which have one row.
    budget : Budget, optional
        For each run of the solver.
    isolate : bool
        Run it in a child process.

    Returns
    -------
    SolverDecider
    Unknown, Failed
        If the solver gave no answer to the instance of machines that never halt.

    Examples
    --------
    >>> from computable.machine import TuringMachine
    >>> def solve(data):  # reads 20 bits and takes the larger entry
    ...     a = [data.A.query(0, j, 20) for j in range(2)]
    ...     j = a.index(max(a))
    ...     return [data.y.query(0, 20) / a[j] if i == j else 0 for i in range(2)]
    >>> decider = decider_from(solve, digits=2)
    >>> decider(TuringMachine.parse("1RB1LB_1LA1RZ")), decider(TuringMachine.parse("1RA1RA"))
    (True, False)
    >>> wrong = decider.refute()
    >>> wrong, wrong.machine.states
    (WrongDecider: says 'never halts' of a machine that halts after 18 steps, 18)
    """
    chosen = problem_named(problem) if isinstance(problem, str) else problem
    if not isinstance(chosen, Problem):
        raise DomainError(f"problem: got {type(problem).__name__}, need a problem or its name")
    with running(solver, budget, isolate=isolate) as (runner, deadline, name):
        need_solver(runner, deadline)
        if runner.learner(deadline):
            raise DomainError("solver: this is a learner, which returns a network")
        floats = runner.floating_point(deadline)
        family = (TieFamily.dyadic if floats else TieFamily.rational)(
            chosen, digits=digits, columns=columns
        )
        task = Task(problem=chosen, shape=family.shape, ask=family.centre.oracle())
        never = answered(runner.run(task, deadline))
    if isinstance(never, (Unknown, Failed)):
        return never
    return SolverDecider(
        algorithm=solver,
        family=family,
        column=farthest_column(family, never.report.values),
        never=never,
        budget=budget,
        isolate=isolate,
        about={**name, **(about or {})},
    )


def farthest_column(family: TieFamily, z: Vector) -> int:
    """Return the column whose vertex is farthest (l2) from z."""
    vertices = family.vertices()

    def squared(j: int) -> Fraction:
        return sum(((a - b) ** 2 for a, b in zip(z, vertices[j], strict=True)), Fraction(0))

    return max(range(family.columns), key=squared)


def answered(run: Run) -> Halted | Unknown | Failed:
    """Return the run if it ended with an answer that the solver stands by."""
    if isinstance(run, Stopped):
        return Unknown(reason=run.reason, transcript=run.transcript, limit=run.limit)
    if isinstance(run, Broken):
        return Failed(reason=run.reason, transcript=run.transcript)
    if not run.report.success:
        reason = f"it says itself that it failed: {run.report.status}"
        return Failed(reason=reason, transcript=run.transcript)
    return run
