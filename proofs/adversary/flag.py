r"""The game of Theorem D: whoever vouches for answers to K digits is wrong somewhere, or silent.

*Theorem D* (Bastounis, Hansen, Vlacic, arXiv 2110.15734, on exit flags; stated here for ties).
For every solver that, on the centre's exact oracle, halts within ``10**-K`` of the set of
minimisers, no algorithm reading the same oracle halts with the right flag ("the answer has K
digits": yes or no) on all of ``{centre} u {D_j(2**-n)}``.

*The game.* Run both on the centre; z is the answer.

- The flag says *correct*: z is farther than ``10**-K`` from the minimiser of some D_j, and a gap
  deeper than both have read makes that the instance they were given.
- The flag says *wrong*: if z is within ``10**-K`` of the simplex, that is false at the centre.
  If it is not, the flag is right: an answer that bad can be flagged.
- The flag says that it cannot tell: it survives. A sound flag must be three-valued.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Deadline, Halted, Report, Runner, Stopped
from computable.errors import DomainError, Malformed, Rejected
from computable.exact import power_text
from computable.problem import TieFamily, norm_squared
from computable.problem.simplex import nearest_minimiser
from computable.truth import Truth
from proofs.adversary.centre import Centre
from proofs.certificate import Certificate
from proofs.outcome import Failed, Refuted, Unknown

__all__ = ["ATTACK", "refute_flag", "what_is_said"]

ATTACK = "exit flag"


def refute_flag(
    runner: Runner, family: TieFamily, *, deadline: Deadline, about: Mapping[str, str]
) -> Refuted | Unknown | Failed:
    """Play the game of Theorem D against an algorithm that says of its answers what they are.

    Returns
    -------
    Refuted
        The flag is false at the certificate's instance.
    Unknown
        A budget ended the run, or the flag survived; the reason says which.
    Failed
        If there was no answer.
    """
    centre = Centre.of_instance(family)
    run = runner.run(centre.task(), deadline)
    if isinstance(run, Stopped):
        return Unknown(reason=run.reason, transcript=run.transcript)
    if isinstance(run, Broken):
        return Failed(reason=run.reason, transcript=run.transcript)
    flag, z = what_is_said(run.report), run.report.values
    nearest = nearest_minimiser(family, z)
    near = norm_squared([a - b for a, b in zip(z, nearest, strict=True)])
    is_near = near <= Fraction(1, 100**family.digits)
    try:
        if flag is Truth.YES:
            return _falsely_correct(centre, run, about)
        if flag is Truth.UNKNOWN:
            reason = "survived: the flag says that it cannot tell, as a sound one must here"
            if run.report.flag is None:
                reason = "survived: nobody vouches for the answer, with a flag or a status"
        elif is_near:
            certificate = Certificate(
                x=nearest,
                witness=family.witness(0, Fraction(0)),
                instance=family.centre,
                **_common(family, run, about),
            )
            certificate.check()
            return Refuted(
                certificate=certificate,
                digits=family.digits,
                attack=ATTACK,
                gap=Fraction(0),
                report=run.report,
            )
        else:
            reason = (
                "survived: the flag is right, since the answer is farther than "
                f"10^-{family.digits} from every minimiser; an answer that bad can be flagged"
            )
    except (DomainError, Malformed) as error:
        reason = f"refuted, but no certificate can hold it: {error}"
    return Unknown(reason=reason, transcript=run.transcript)


def _falsely_correct(centre: Centre, run: Halted, about: Mapping[str, str]) -> Refuted | Unknown:
    family = centre.family
    queries = tuple(run.transcript)
    gaps = [centre.hidden_gap(j, queries) for j in range(family.columns)]
    for _ in range(8):  # an answer just outside all balls at the centre needs a smaller gap
        for j, samples in enumerate(centre.wrong(gaps, run.report.outputs)):
            if not samples:
                continue
            certificate = Certificate(
                x=family.minimiser(j, gaps[j]),
                witness=family.witness(j, gaps[j]),
                instance=family.raised(j, gaps[j]),
                **_common(family, run, {**about, "column": str(j), "gap": power_text(gaps[j])}),
            )
            try:
                certificate.check()
            except Rejected:
                continue
            return Refuted(
                certificate=certificate,
                digits=family.digits,
                attack=ATTACK,
                gap=gaps[j],
                report=run.report,
            )
        gaps = [gap**2 for gap in gaps]
    return Unknown(reason="the answer is too close to 10^-K from all", transcript=run.transcript)


def what_is_said(report: Report) -> Truth:
    """Return what is said of the answer; if nobody vouches for it, the solver's own status.

    A solver that says that it failed does not say that its answer is wrong, and one without a
    status says nothing.
    """
    if report.flag is not None:
        return report.flag
    return Truth.YES if report.success and report.status else Truth.UNKNOWN


def _common(family: TieFamily, run: Halted, about: Mapping[str, str]) -> dict[str, Any]:
    words = {"status": run.report.status, "claim": run.report.claim, "attack": ATTACK}
    return {
        "digits": family.digits,
        "problem": family.problem,
        "transcript": tuple(run.transcript),
        "output": run.report.values,
        "flag": what_is_said(run.report) is Truth.YES,
        "about": {**about, **{key: value for key, value in words.items() if value}},
    }
