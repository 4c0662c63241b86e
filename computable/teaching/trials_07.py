"""An exit flag on trial: sound on many members with many answers, and at the centre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.algorithm import Answer, Broken, Budget, Deadline, InProcess, Report, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.algorithm.vouched import Vouched
from computable.errors import DomainError
from computable.exact import Vector, number_text, power_text, root_text
from computable.oracle import Entry, ProblemData
from computable.problem import BasisPursuit, TieFamily, norm_squared
from computable.solvers.tie import split_evenly
from computable.teaching.exercise import Checked, correct, not_yet
from computable.teaching.reading import vector_text
from computable.teaching.trial import MANNERS
from computable.teaching.trials_04 import misleading
from computable.truth import Truth
from proofs.adversary.flag import refute_flag
from proofs.outcome import Failed, Refuted

__all__ = ["FAMILY", "WIDE", "sound_flag"]

FAMILY = TieFamily.rational(BasisPursuit(), digits=3)
WIDE = Fraction(1, 1 << 20)
GAPS = tuple(Fraction(1, 1 << n) for n in (2, 3, 10, 20, 21, 64, 300))
LIMITS = Budget(seconds=10, queries=100_000, depth=100_000, megabytes=4096)
CODES = {Truth.NO: 1, Truth.YES: 2, Truth.UNKNOWN: 0}


def _candidates() -> dict[str, Vector]:
    """Return answers by name: minimisers of all members, the centroid, and worse ones."""
    t, e = FAMILY.amplitude(0), Fraction(1, 10**FAMILY.digits)
    found = {
        "the centroid": FAMILY.centroid(),
        "zero": (Fraction(0), Fraction(0)),
        "a point far away": (Fraction(1), Fraction(-1)),
        "a point 3/4000 beside the vertex 0": (t, e * Fraction(3, 4)),
        "a point 1/800 beside the vertex 1": (e * Fraction(5, 4), t),
        "a point on the border of 10^-3": (FAMILY.amplitude(0, GAPS[1]), e),
    }
    for j in range(FAMILY.columns):
        found[f"the vertex {j}"] = FAMILY.vertices()[j]
        for gap in GAPS[:4]:
            found[f"the minimiser of D_{j}({power_text(gap)})"] = FAMILY.minimiser(j, gap)
    return found


CANDIDATES = _candidates()


@dataclass(frozen=True)
class _AllVerdicts:
    """Ask a flag about every candidate in one run; verdicts are digits to the base 3."""

    flag: Callable[..., Any]

    def __call__(self, data: ProblemData) -> list[int]:
        code = 0
        for k, values in enumerate(CANDIDATES.values()):
            code += CODES[_truth(self.flag(data, values))] * 3**k
        return [code, 0]


@dataclass(frozen=True)
class _Fixed:
    """The solver that always says the same."""

    values: Vector

    def __call__(self, data: ProblemData) -> Vector:
        return self.values


def _truth(said: object) -> Truth:
    """Read a verdict.

    Raises
    ------
    DomainError
        If it is none.
    """
    if said is None or said is Truth.UNKNOWN:
        return Truth.UNKNOWN
    if isinstance(said, Truth):
        return said
    if isinstance(said, bool) or type(said).__name__ in ("bool_", "bool"):
        return Truth.YES if said else Truth.NO
    shown = repr(said)[:40]
    raise DomainError(f"output: got {shown}, need True, False or None (Truth will do, too)")


def sound_flag(answer: object) -> Checked:
    """Judge ``f(data, answer)``: never wrong, and not silent at gaps of 2^-20 and wider."""
    if not callable(answer):
        raise DomainError(f"answer: got {type(answer).__name__}, need a function f(data, answer)")
    deadline, spoken, runs = Deadline(LIMITS.seconds), 0, 0
    with Isolated(_AllVerdicts(answer), LIMITS) as runner:
        for gap in GAPS:
            for j in range(FAMILY.columns):
                for manner, answers in {
                    **MANNERS,
                    "as misleadingly as is true": misleading(j),
                }.items():
                    where = f"at D_{j}({power_text(gap)}), with an oracle that answers {manner},"
                    verdicts = _verdicts(
                        runner, FAMILY.raised(j, gap).oracle(answers), where, deadline
                    )
                    for (name, z), verdict in zip(CANDIDATES.items(), verdicts, strict=True):
                        wrong = _wrong(name, z, verdict, j, gap, where)
                        if wrong is not None:
                            return wrong
                        runs += 1
                        spoken += verdict is not Truth.UNKNOWN
        at_centre = _at_centre(answer, deadline)
    if at_centre is not None:
        return at_centre
    return correct(
        f"of {runs} verdicts at members {spoken} were yes or no, and all of those were right; at "
        "the centre the adversary found nothing to refute. (That it is sound everywhere needs a "
        "proof: a verdict must hold for every true value within 2^-n of what was read.)"
    )


def _verdicts(
    runner: Isolated, ask: Callable[[Entry, int], Fraction], where: str, deadline: Deadline
) -> list[Truth]:
    code = int(_report(runner, ask, where, deadline).values[0])
    meaning = {v: k for k, v in CODES.items()}
    return [meaning[code // 3**k % 3] for k in range(len(CANDIDATES))]


def _report(
    runner: Isolated, ask: Callable[[Entry, int], Fraction], where: str, deadline: Deadline
) -> Report:
    run = runner.run(Task(problem=FAMILY.problem, shape=FAMILY.shape, ask=ask), deadline)
    if isinstance(run, Stopped):
        raise DomainError(f"{where} your flag was stopped: it {run.reason}")
    if isinstance(run, Broken):
        raise DomainError(f"{where} your flag said nothing: {run.reason}")
    return run.report


def _wrong(
    name: str, z: Vector, verdict: Truth, j: int, gap: Fraction, where: str
) -> Checked | None:
    x = FAMILY.minimiser(j, gap)
    error = norm_squared([a - b for a, b in zip(z, x, strict=True)])
    allowed = Fraction(1, 100**FAMILY.digits)
    right = Truth.YES if error <= allowed else Truth.NO
    if verdict is right:
        return None
    asked = f"{where} your flag was asked about {name}, {vector_text(z)},"
    if verdict is not Truth.UNKNOWN:
        relation = "at most" if right is Truth.YES else "more than"
        return not_yet(
            f"{asked} and said {verdict is Truth.YES}. Its squared distance from the only "
            f"minimiser is {number_text(error)}, which is {relation} 10^-6."
        )
    clear = error <= allowed / 4 or error >= 4 * allowed / 3
    if gap >= WIDE and clear:
        return not_yet(
            f"{asked} whose distance from the only minimiser is {root_text(error)}, and could not "
            "tell. The gap is at least 2^-20: it is wide enough to tell."
        )
    return None


@dataclass(frozen=True)
class _Read:
    """A flag whose verdicts are read as verdicts."""

    flag: Callable[..., Any]

    def __call__(self, data: ProblemData, answer: Vector) -> Truth:
        return _truth(self.flag(data, answer))


GAMES: dict[str, Callable[[ProblemData], Any]] = {
    "the centroid": split_evenly,
    "the vertex 0": _Fixed(FAMILY.vertices()[0]),
    "a point far away": _Fixed((Fraction(1), Fraction(-1))),
}


@dataclass(frozen=True)
class _Played:
    """The game of Theorem D as one run; which solver it is about comes as y_0.

    It returns the gap and the squared error if the flag is refuted, else (-1, 0); how it ended
    in the status, and what the flag says in the claim.
    """

    flag: Callable[..., Any]

    def __call__(self, data: ProblemData) -> Answer:
        solver = list(GAMES.values())[int(data.y.query(0, 0))]
        runner = InProcess(Vouched(solver, _Read(self.flag)), LIMITS)
        outcome = refute_flag(runner, FAMILY, deadline=Deadline(None), about={})
        if isinstance(outcome, Refuted):
            values = [outcome.gap, outcome.certificate.error_squared]
            return Answer(values=values, status="refuted", claim=str(outcome.certificate.flag))
        reason = str(getattr(outcome, "reason", ""))
        kind = "said nothing" if isinstance(outcome, Failed) else "ended"
        return Answer(values=[-1, 0], status=kind, claim=reason)


def _at_centre(flag: Callable[..., Any], deadline: Deadline) -> Checked | None:
    """Play the game of Theorem D with the centroid, a vertex, and an answer that is bad."""
    with Isolated(_Played(flag), LIMITS) as runner:
        for k, name in enumerate(GAMES):
            where = f"asked at the centre about {name},"
            report = _report(runner, lambda entry, n, k=k: Fraction(k), where, deadline)  # type: ignore[misc]
            gap, error = report.values
            if report.status == "refuted":
                place = f"D_j({power_text(gap)})" if gap else "the centre itself"
                return not_yet(
                    f"{where} your flag says {report.claim}. All that it has read is true of "
                    f"{place} as well, and there the error of that answer is {root_text(error)}."
                )
            if report.status == "said nothing":
                return not_yet(f"{where} your flag said nothing: {report.claim}.")
            if not report.claim.startswith("survived"):
                return not_yet(
                    f"{where} your flag was stopped: it {report.claim}. A flag that can say that "
                    "it cannot tell must say so after a finite time."
                )
    return None
