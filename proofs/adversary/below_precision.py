r"""The adversary of Theorem A: the gap lies deeper than the algorithm read.

*Theorem A* (Colbrook, Antun, Hansen, PNAS 2022, Theorem 2(i); stated here for rational
instances and all four problems). No algorithm has K digits on every instance of
``{centre} u {D_j(2**-n)}``.

*The game.* Run the algorithm on an oracle of the centre. If it halts with output z it has
read entry (0, j) to some finite depths, and was given answers a with ``|a - c g_j| <= 2**-n``.
Raising that entry by ``c g_j eta`` keeps all of them true if

    ``c g_j eta <= 2**-n + a - c g_j``        for every such (n, a),

and no other entry of D_j(eta) differs from the centre. So the same run, with the same
answers, happens at D_j(eta), with the same z. The minimisers of D_1, ..., D_q are more than
``2 * 10**-K`` apart, so z has K digits for one of them at most: every other j refutes it.

An algorithm that does not halt fails at the centre, but no finite run shows that: a run
that a budget ends is ``Unknown``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from computable.algorithm import Broken, Deadline, Halted, Runner, Stopped, Task
from computable.errors import DomainError, Malformed
from computable.exact import ceil_log2
from computable.oracle import Answers, Ask, Query, exact
from computable.problem import TieFamily
from proofs.adversary.evidence import refutation
from proofs.outcome import Failed, Refuted, Unknown

__all__ = ["ATTACK", "below_precision", "largest_hidden_gap"]

ATTACK = "below precision"


def below_precision(
    runner: Runner,
    family: TieFamily,
    *,
    answers: Answers = exact,
    deadline: Deadline,
    about: Mapping[str, str],
) -> Refuted | Unknown | Failed:
    """Play the game of Theorem A against ``runner``'s algorithm.

    Parameters
    ----------
    answers : Answers
        How the centre's oracle answers. It is asked one bit deeper than the algorithm asks,
        so that there is room for a gap above every answer, however adversarial.
    """
    task = Task(problem=family.problem, shape=family.shape, ask=_with_room(family, answers))
    run = runner.run(task, deadline)
    if isinstance(run, Stopped):
        return Unknown(reason=run.reason, transcript=run.transcript, limit=run.limit)
    if isinstance(run, Broken):
        return Failed(reason=run.reason, transcript=run.transcript)
    if not run.report.success:
        reason = f"it says itself that it failed: {run.report.status}"
        return Failed(reason=reason, transcript=run.transcript)
    try:
        return _present(family, run, about)
    except (DomainError, Malformed) as error:
        reason = f"refuted, but no certificate can hold it: {error}"
        return Unknown(reason=reason, transcript=run.transcript)


def _present(family: TieFamily, run: Halted, about: Mapping[str, str]) -> Refuted | Unknown:
    for j in _farthest_first(family, run.report.values):
        gap = largest_hidden_gap(family, j, run.transcript)
        if gap is None:
            continue
        found = refutation(family, j, gap, run, attack=ATTACK, about=about)
        if found is not None:
            return found
    return Unknown(reason="no column could be raised unnoticed", transcript=run.transcript)


def largest_hidden_gap(family: TieFamily, j: int, transcript: Iterable[Query]) -> Fraction | None:
    """Return the largest power of two eta for which ``raised(j, eta)`` fits all answers.

    At most ``family.largest_gap``; ``None`` if an answer leaves no room above it.

    Examples
    --------
    >>> from computable.problem import BasisPursuit
    >>> from computable.oracle import Transcript
    >>> family = TieFamily.rational(BasisPursuit(), digits=1)
    >>> transcript = Transcript()
    >>> transcript.record(("A", 0, 1), 20, Fraction(1))
    >>> largest_hidden_gap(family, 0, transcript), largest_hidden_gap(family, 1, transcript)
    (Fraction(1, 4), Fraction(1, 1048576))
    """
    value = family.centre_entry * family.gauge[j]
    bits = -ceil_log2(family.largest_gap)
    for entry, depth, answer in transcript:
        if entry != ("A", 0, j):
            continue
        if answer == value:  # value * 2**-bits <= 2**-depth
            needed = depth + ceil_log2(value)
        else:
            room = Fraction(1, 1 << depth) + answer - value
            if room <= 0:
                return None
            needed = ceil_log2(value / room)
        bits = max(bits, needed)
    return Fraction(1, 1 << bits)


def _with_room(family: TieFamily, answers: Answers) -> Ask:
    centre = family.centre
    return lambda entry, n: answers(entry, centre.value(entry), n if answers is exact else n + 1)


def _farthest_first(family: TieFamily, output: tuple[Fraction, ...]) -> Iterator[int]:
    """Yield the columns by the distance of ``output`` from their vertex at the centre."""
    t = family.amplitude(0) * family.gauge[0]

    # ||z - t_j e_j||**2 = ||z||**2 - 2 t_j z_j + t_j**2 with t_j = t / g_j
    def squared(j: int) -> Fraction:
        g = family.gauge[j]
        return (t / g - 2 * output[j]) / g

    def height(j: int) -> Fraction:
        return -output[j]

    tie = range(family.columns)
    distance = height if len(set(family.gauge[: family.columns])) == 1 else squared
    farthest = max(tie, key=distance)
    yield farthest  # nearly always enough
    yield from sorted((j for j in tie if j != farthest), key=distance, reverse=True)
