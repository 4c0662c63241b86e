"""The attack within float64: every number is exact, so an exact method would be right.

The instances ``raised(j, 2**-k)``, k <= 52, of the dyadic family have float64 entries.
A solver that reads them loses nothing; if its answer is still farther than ``10**-K`` from
the minimiser, then its own arithmetic and tolerances are to blame. This is a search, no
theorem: a solver may survive it. The widest gap is tried first, because it is the
strongest refutation.

Source: the phenomenon is shown for ``linprog`` and ``lasso`` in Bastounis, Hansen, Vlacic
(arXiv 2110.15734).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from computable.algorithm import Broken, Deadline, Halted, Runner, Stopped, Task
from computable.errors import DomainError, Malformed
from computable.exact import ceil_log2, counted, power_text
from computable.oracle import Answers, exact
from computable.problem import TieFamily
from proofs.adversary.evidence import refutation
from proofs.outcome import Failed, Refuted, Unknown

__all__ = ["ATTACK", "GIVEN_GAP", "at_gaps", "float64_gaps"]

ATTACK = "in precision"
GIVEN_GAP = "given gap"
POSITIONS = 8
"""At most so many positions of the raised column are tried, evenly spread."""


def float64_gaps(family: TieFamily) -> tuple[Fraction, ...]:
    """Return the gaps ``2**-k``, k <= 52, widest first, at which all data are float64."""
    first = -ceil_log2(family.largest_gap)
    gaps = (Fraction(1, 1 << k) for k in range(first, 53))
    # Entries are non-zero multiples of one power of two, so the first column decides for g = 1;
    # with weights each position could differ: ask for all.
    return tuple(
        gap
        for gap in gaps
        if all(family.is_float64(family.raised(j, gap)) for j in positions(family))
    )


def positions(family: TieFamily) -> list[int]:
    """Return the columns to raise: all of them, or ``POSITIONS`` spread evenly."""
    q = family.columns
    count = min(q, POSITIONS)
    return [i * (q - 1) // (count - 1) for i in range(count)]


def at_gaps(
    runner: Runner,
    family: TieFamily,
    gaps: Sequence[Fraction],
    *,
    attack: str,
    answers: Answers = exact,
    deadline: Deadline,
    about: Mapping[str, str],
) -> Refuted | Unknown | Failed:
    """Run the algorithm on ``raised(j, gap)`` for these gaps and look for a wrong answer.

    Answers that the solver itself reports as unsuccessful are passed over.

    Returns
    -------
    Refuted
        At the first instance where the answer does not have K digits.
    Failed
        If no run at the first gap gave an answer, with the reason of the last.
    Unknown
        If the algorithm survived, or its budget is spent.
    """
    answered, honest, silent = 0, 0, 0
    last: Broken | Stopped | None = None
    for gap in gaps:
        for j in positions(family):
            instance = family.raised(j, gap)
            task = Task(problem=family.problem, shape=family.shape, ask=instance.oracle(answers))
            run = runner.run(task, deadline)
            if not isinstance(run, Halted):
                last = run
                silent += 1
            elif not run.report.success:
                honest += 1
            else:
                answered += 1
                try:
                    found = refutation(family, j, gap, run, attack=attack, about=about)
                except (DomainError, Malformed) as error:
                    return Unknown(reason=f"no certificate: {error}", transcript=run.transcript)
                if found is not None:
                    return found
            if deadline.passed():
                return Unknown(reason=f"ran longer than {deadline.seconds:.3g} seconds")
        if not answered + honest:
            break  # it answers nothing: a hundred more crashes would not tell more
    if last is not None and not answered + honest:
        if isinstance(last, Stopped):
            return Unknown(reason=last.reason, transcript=last.transcript)
        return Failed(reason=last.reason, transcript=last.transcript)
    first, narrowest = power_text(gaps[0]), power_text(gaps[-1])
    span = f"gap {first}" if len(gaps) == 1 else f"gaps {first} to {narrowest}"
    aside = [f"{honest} answers came with a warning of its own"] * (honest > 0)
    aside += [f"{silent} runs gave no answer, the last: {last.reason}"] if last else []
    digits = counted(family.digits, "digit")
    return Unknown(
        reason=f"survived: {answered} answers with {digits} at {span}"
        + (f" ({'; '.join(aside)})" if aside else "")
        + "; it may be right"
    )
