"""The exercises of notebook 03: no algorithm has K digits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from computable.algorithm import Broken, Budget, Deadline, Halted, Stopped, Task
from computable.algorithm.isolated import Isolated
from computable.errors import CertificateError, DomainError
from computable.exact import number_text
from computable.oracle import (
    Answers,
    Entry,
    Query,
    alternating,
    exact,
    highest,
    lowest,
    scattered,
)
from computable.problem import BasisPursuit, Lasso, TieFamily, norm_squared
from computable.solvers import as_algorithm
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import number, vector, vector_text, whole
from proofs.adversary import refute
from proofs.certificate import Certificate
from proofs.outcome import Failed, Refuted

__all__ = ["EXERCISES"]

FAMILY = TieFamily.rational(BasisPursuit(), digits=3)
TINY = Fraction(1, 1 << 20)


def _distance_squared(z: tuple[Fraction, ...], x: tuple[Fraction, ...]) -> Fraction:
    return norm_squared([a - b for a, b in zip(z, x, strict=True)])


# -- 03-1: a gap that the algorithm cannot have seen -------------------------

TRANSCRIPT = (
    Query(("A", 0, 0), 20, Fraction(1)),
    Query(("A", 0, 1), 20, Fraction(1)),
    Query(("A", 0, 1), 22, 1 + Fraction(1, 1 << 23)),
    Query(("A", 0, 1), 24, 1 - Fraction(1, 1 << 25)),
    Query(("y", 0), 30, Fraction(1, 500)),
)
OUTPUT = (Fraction(1, 500), Fraction(0))


def _hidden_gap(answer: object) -> Checked:
    gap = number(answer, name="eta")
    instance = FAMILY.raised(1, gap)
    for entry, depth, told in TRANSCRIPT:
        error = abs(told - instance.value(entry))
        if error > Fraction(1, 1 << depth):
            return not_yet(
                f"the answer {number_text(told)} to the query of {_entry(entry)} within "
                f"2^-{depth} is no longer true: its distance from the new value "
                f"{number_text(instance.value(entry))} is {number_text(error)}."
            )
    certificate = Certificate(
        digits=FAMILY.digits,
        problem=FAMILY.problem,
        instance=instance,
        transcript=TRANSCRIPT,
        output=OUTPUT,
        x=FAMILY.minimiser(1, gap),
        witness=FAMILY.witness(1, gap),
    )
    try:
        proved = certificate.check()
    except CertificateError as error:
        return not_yet(f"the checker does not accept the certificate with this gap: {error}.")
    return correct(
        f"all {len(TRANSCRIPT)} answers are true of D_1(eta) as well. So the same run happens "
        f"there and ends with {vector_text(OUTPUT)}, but the only minimiser is t/(1 + eta) e_1. "
        f"The checker says: '{proved}'."
    )


def _entry(entry: Entry) -> str:
    return f"{entry[0]}[{', '.join(map(str, entry[1:]))}]"


# -- 03-2: right at one gap, refuted all the same ----------------------------

LIMITS = Budget(seconds=10, queries=100_000, depth=100_000, megabytes=4096)


def _misleading(winner: int) -> Answers:
    """Make the winning column look as small, and everything else as large, as is true."""

    def answers(entry: Entry, value: Fraction, n: int) -> Fraction:
        return (lowest if entry == ("A", 0, winner) else highest)(entry, value, n)

    return answers


def _right_at_the_gap(answer: object) -> Checked:
    if not callable(answer):
        raise DomainError(f"answer: got {type(answer).__name__}, need a function f(data)")
    algorithm = as_algorithm(answer)
    deepest, deadline = 0, Deadline(LIMITS.seconds)
    with Isolated(algorithm, LIMITS) as runner:
        for j in range(FAMILY.columns):
            oracles: dict[str, Answers] = {
                "exactly": exact,
                "as low as is true": lowest,
                "as high as is true": highest,
                "too high and too low in turn": alternating,
                "anywhere within the precision": scattered(j),
                "as misleadingly as is true": _misleading(j),
            }
            for manner, answers in oracles.items():
                task = Task(
                    problem=FAMILY.problem,
                    shape=FAMILY.shape,
                    ask=FAMILY.raised(j, TINY).oracle(answers),
                )
                run = runner.run(task, deadline)
                where = f"at D_{j}(2^-20), with an oracle that answers {manner},"
                if isinstance(run, Stopped):
                    return not_yet(f"{where} your algorithm was stopped: it {run.reason}.")
                if isinstance(run, Broken):
                    return not_yet(f"{where} your algorithm gave no answer: {run.reason}.")
                wrong = _wrong(run, j, where)
                if wrong is not None:
                    return wrong
                deepest = max(deepest, run.transcript.depth or 0)
    return correct(
        f"it has 3 digits at D_0(2^-20) and D_1(2^-20) for {len(oracles)} kinds of oracle, "
        f"and read to depth {deepest} at most. {_and_yet(answer)}"
    )


def _wrong(run: Halted, j: int, where: str) -> Checked | None:
    x, z = FAMILY.minimiser(j, TINY), run.report.values
    error, allowed = _distance_squared(z, x), Fraction(1, 100**FAMILY.digits)
    if error <= allowed:
        return None
    return not_yet(
        f"{where} your algorithm read to depth {run.transcript.depth or 0} and answered "
        f"{vector_text(z)}. The only minimiser is {vector_text(x)}: the squared distance is "
        f"{number_text(error)}, more than (10^-3)^2 = {number_text(allowed)}."
    )


def _and_yet(algorithm: Callable[..., Any]) -> str:
    """Play the game of Theorem A against the algorithm and say how it ended."""
    outcome = refute(
        algorithm,
        problem=FAMILY.problem,
        digits=FAMILY.digits,
        attack="below precision",
        budget=LIMITS,
        isolate=True,
    )
    if isinstance(outcome, Refuted):
        return (
            f"And yet it is refuted, at gap {number_text(outcome.gap)}: there its squared error is "
            f"{number_text(outcome.certificate.error_squared)}."
        )
    if isinstance(outcome, Failed):
        return f"At the centre it gives no answer, which is a failure as well: {outcome.reason}."
    return (
        f"At the centre it did not halt within the budget (it {outcome.reason}): so nothing is "
        "proved there. If it never halts, it fails at the centre; no finite run can show that."
    )


# -- 03-3: K - 1 digits everywhere -------------------------------------------

WITH_BLOCK = TieFamily(
    problem=Lasso(Fraction(1, 2)),
    digits=3,
    columns=3,
    right=Fraction(1, 500) + Fraction(1, 4),
    block_right=(Fraction(1), Fraction(1, 8)),
)


def _one_digit_less(answer: object) -> Checked:
    r"""Judge one answer for all gaps at once.

    With u = 1 / (1 + eta) the amplitude is ``y_0 u - u**2 / 4``, decreasing in u for
    ``u >= 2 y_0 = 0.504``, so in ``(0, eta_0]`` it lies between its values at the ends. The
    distance is convex in the amplitude, so its supremum is attained at the ends, too. At the
    centre the vertices are minimisers.
    """
    family = WITH_BLOCK
    z = vector(answer, name="z", length=family.shape[1])
    allowed = Fraction(1, 100 ** (family.digits - 1))
    worst = Fraction(0)
    for j, vertex in enumerate(family.vertices()):
        for x, where in (
            (family.minimiser(j, family.largest_gap), f"D_{j}({number_text(family.largest_gap)})"),
            (vertex, f"D_{j}(eta) in the limit eta -> 0"),
        ):
            error = _distance_squared(z, x)
            if error > allowed:
                off = [abs(a - b) for a, b in zip(z, x, strict=True)]
                return not_yet(
                    f"at {where} the squared distance to the minimiser is {number_text(error)}, "
                    f"more than (10^-2)^2 = {number_text(allowed)}. Coordinate "
                    f"{off.index(max(off))} is farthest off, by {number_text(max(off))}."
                )
            worst = max(worst, error)
    radius = family.breakdown_radius_squared()
    return correct(
        f"its squared distance from every minimiser is at most {number_text(worst)} <= "
        f"{number_text(allowed)}, without a single query. No answer does better than "
        f"{number_text(radius)} for all columns, and that is more than 10^-6: K digits are out "
        "of reach."
    )


# -- 03-4: the order of the quantifiers --------------------------------------

DEEPEST = 10_000


def _both_orders(answer: object) -> Checked:
    pair = list(answer) if isinstance(answer, (list, tuple)) else []
    if len(pair) != 2:
        raise DomainError("answer: need a pair (n, eta)")
    n, gap = whole(pair[0], name="n", most=DEEPEST), number(pair[1], name="eta")
    step = Fraction(1, 1 << n)
    row = FAMILY.raised(0, TINY)
    # the least difference of answers that a true oracle can give
    difference = (row.value(("A", 0, 0)) - step) - (row.value(("A", 0, 1)) + step)
    if difference <= 2 * step:
        return not_yet(
            f"with n = {n} an oracle may answer 2^-n too low for the larger entry and too high "
            f"for the other. The answers then differ by {number_text(difference)}, which is not "
            f"more than 2 * 2^-n = {number_text(2 * step)}: the reader cannot be sure."
        )
    hidden = FAMILY.raised(0, gap).value(("A", 0, 0)) - FAMILY.centre.value(("A", 0, 0))
    if hidden > step:
        return not_yet(
            f"n = {n} is deep enough for the gap 2^-20. But the gap eta raises the entry by "
            f"{number_text(hidden)}, more than 2^-{n}: the centre's value is not a true answer "
            "there."
        )
    return correct(
        f"n = {n} decides the gap 2^-20 for every oracle (the answers differ by at least "
        f"{number_text(difference)} > {number_text(2 * step)}), and at eta = {number_text(gap)} "
        f"the same n may see only the centre. For every gap there is a depth; for every depth "
        "there is a gap: no depth serves all gaps."
    )


EXERCISES = {
    "03-1": Exercise(
        judge=_hidden_gap,
        hint="raising A[0, 1] to 1 + eta must leave each of its three answers within 2^-n of the "
        "new value. Compute the room above the centre for each; the answer that lies lowest "
        "leaves the least.",
        given={"family": FAMILY, "transcript": TRANSCRIPT, "output": OUTPUT},
    ),
    "03-2": Exercise(
        judge=_right_at_the_gap,
        hint="read both entries of A so deeply that 2 * 2^-n is less than the gap, and choose the "
        "larger one; the minimiser is y[0] divided by it.",
        given={"family": FAMILY, "gap": TINY},
    ),
    "03-3": Exercise(
        judge=_one_digit_less,
        hint="the two coordinates of the identity block are known: soft-threshold y_1 and y_2 at "
        "lambda / (2 b). In the tie block the centroid will do.",
        given={"family": WITH_BLOCK},
    ),
    "03-4": Exercise(
        judge=_both_orders,
        hint="the true values differ by eta; each answer may be off by 2^-n, and the rule wants "
        "more than 2 * 2^-n of difference. Then let eta be small compared to 2^-n.",
        given={"family": FAMILY, "gap": TINY},
    ),
}
"""The questions of this notebook by name."""
