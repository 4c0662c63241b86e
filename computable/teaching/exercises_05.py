"""The exercises of notebook 05: K - 1 digits, and how much data they take."""

from __future__ import annotations

from fractions import Fraction

from computable.algorithm import Deadline, InProcess, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.exact import counted, number_text, power_text, root_text
from computable.learning import WinnerLearner
from computable.oracle import samples_read
from computable.problem import BasisPursuit, Omega
from computable.teaching import reading
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import whole
from computable.teaching.trials_05 import LIMITS, as_learner, members, tried
from proofs.adversary.centre import Centre
from proofs.adversary.probability import fail_often
from proofs.outcome import ProvedFailure

__all__ = ["EXERCISES"]

OMEGA = Omega(problem=BasisPursuit(), digits=2, columns=3, rows=2)


# -- 05-1: a gap at which much is read ---------------------------------------

MUCH = 100


def _read_at(gap: Fraction) -> int:
    """Return how many samples WinnerLearner reads at D_0(gap) of the loose part."""
    member = OMEGA.member("loose", 0, gap=gap)
    task = Task(problem=member.problem, shape=member.shape, ask=member.ask, points=member.points)
    return samples_read(InProcess(WinnerLearner(OMEGA)).run(task, Deadline(None)).transcript)


def _much_data(answer: object) -> Checked:
    gap = reading.gap(answer)
    read = _read_at(gap)
    words = f"at D_0({power_text(gap)}) it reads {read} samples"
    if read <= MUCH:
        return not_yet(f"{words}, which is not more than {MUCH}. It goes on while the gap hides.")
    if gap < OMEGA.first_gap and _read_at(2 * gap) > MUCH:
        return not_yet(
            f"{words}, but that is not the widest such gap: at {power_text(2 * gap)} it reads "
            f"{_read_at(2 * gap)}."
        )
    return correct(
        f"{words}, and at the next wider gap {_read_at(2 * gap)}. A hundred was nothing special: "
        "for every M there is such a gap."
    )


# -- 05-2: few samples -------------------------------------------------------

FEW, DEEPEST, MEMBERS = 12, 1000, 30


def _few_samples(answer: object) -> Checked:
    drawn = members(OMEGA, count=MEMBERS, deepest=DEEPEST, seed=5)
    found = tried(answer, drawn, digits=OMEGA.digits - 1, most=FEW, limits=LIMITS)
    return correct(
        f"1 digit on all of {found.members} members with gaps down to 2^-{DEEPEST} (largest error "
        f"{root_text(found.worst_squared)}), from at most {counted(found.most_samples, 'sample')}. "
        f"{_and_yet(answer)}"
    )


def _and_yet(answer: object) -> str:
    """Let the adversary of Theorem B play against the same learner, for the same M."""
    centre, deadline = Centre.of_training(OMEGA, 1, part="loose"), Deadline(LIMITS.seconds)
    with Isolated(as_learner(answer), LIMITS) as runner:
        task = centre.task(samples=FEW)
        first = runner.run(task, deadline)
        if isinstance(first, Stopped) and not first.limit:
            return f"(At the centre of the loose part it {first.reason}.)"
        outcome = fail_often(
            runner, centre, samples=FEW, deadline=deadline, about={"algorithm": "the answer"}
        )
    if not isinstance(outcome, ProvedFailure):
        return f"(The adversary proved nothing: {outcome.reason}.)"
    return (
        f"And yet at the gap {power_text(outcome.gap)} it errs by more than 1/10 or reads more "
        f"than {FEW} samples, with probability at least {number_text(outcome.probability)}. Longer "
        "steps move the gap; they do not remove it."
    )


# -- 05-3: how many columns --------------------------------------------------

LIKELY = Fraction(99, 100)


def _how_many_columns(answer: object) -> Checked:
    q = whole(answer, name="q", most=10_000)
    if q < 2:
        return not_yet("at least two columns are needed for a tie.")
    limit = Fraction(q - 1, q)
    if limit <= LIKELY:
        return not_yet(
            f"with q = {q} the theorem gives every p < (q - 1)/q = {number_text(limit)}, and "
            f"p = 99/100 is not among them."
        )
    if Fraction(q - 2, q - 1) > LIKELY:
        return not_yet(f"q = {q} is enough, but so is {q - 1}.")
    return correct(
        f"99/100 < (q - 1)/q = {number_text(limit)}, and with {q - 1} columns there is equality, "
        "which the theorem does not give."
    )


EXERCISES = {
    "05-1": Exercise(
        judge=_much_data,
        hint="it reads y_0 once, then the row at depths 4, 36, 68, ... until one answer leads by "
        "more than 2 * 2^-n; the oracle answers exactly. After how many readings is it at which "
        "depth, and which gaps show there? (y_0 is read at depth 4, too: that is no further "
        "sample.)",
        given={"omega": OMEGA, "much": MUCH},
    ),
    "05-2": Exercise(
        judge=_few_samples,
        hint="as WinnerLearner does: decide by y_0 which part it is; on the strict part return "
        "centroid_network(omega.strict), on the loose one read all entries of the row at depths "
        "n = 4, 8, 16, ... until one leads by more than 2 * 2^-n, and return "
        "vertex_network(omega.loose, j). Both are in computable.learning.",
        given={"omega": OMEGA, "few": FEW, "deepest": DEEPEST},
    ),
    "05-3": Exercise(
        judge=_how_many_columns,
        hint="p = 99/100 must be less than (q - 1)/q.",
        given={"likely": LIKELY},
    ),
}
"""The questions of this notebook by name."""
