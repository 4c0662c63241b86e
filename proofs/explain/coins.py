"""An algorithm with coins that fails with at least a certain probability."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache

from computable.exact import Vector
from proofs.explain.given import instance, training_set
from proofs.explain.minimiser import minimisers
from proofs.explain.notation import Notation
from proofs.explain.told import shown_told
from proofs.explain.wording import (
    SHOWN,
    count,
    digits,
    distance,
    indices,
    is_far,
    power,
)
from proofs.learning import FailedBranch, FailureProbability
from proofs.setting import Setting

__all__ = ["failure_probability"]

COINS_SHOWN = 24
TERMS = 12
"""Terms of the sum of probabilities that are shown."""


def failure_probability(certificate: FailureProbability, n: Notation) -> list[str]:
    """Return the paragraphs."""
    setting = certificate.setting
    kind = "learner" if setting.learner else "algorithm"
    who = n.words(certificate.about.get("algorithm", f"{'A' if setting.learner else 'An'} {kind}"))
    what = f"{digits(certificate.digits)} on {setting.problem.name}"
    if certificate.limit is not None:
        what += f" from at most {count(certificate.limit, 'sample')}"
    given = (
        training_set(setting.problem, setting.instances, n)
        if setting.learner
        else instance(setting.problem, setting.instances[0], n)
    )
    return [
        n.heading(
            f"{who} does not have {what}, with probability {_least(certificate, n)}: a proof",
            level=1,
        ),
        *given,
        n.heading(f"What the {kind} was told"),
        *shown_told(setting, certificate.shown, n),
        *_coins(certificate, n),
        *minimisers(setting, n),
        *_failures(certificate, n),
        *_proved(certificate, n),
    ]


def _coins(certificate: FailureProbability, n: Notation) -> list[str]:
    branches, heading = certificate.branches, n.heading("The coins")
    p = n.number(certificate.probability)
    if len(branches) == 1 and not branches[0].coins:
        return [
            heading,
            "It fails before it flips any: there is one run, with probability 1 if the algorithm "
            "does the same whenever it is told the same.",
        ]
    lengths = sorted(Counter(len(branch.coins) for branch in branches).items())
    total = sum((Fraction(many, 1 << k) for k, many in lengths), Fraction(0))
    terms = [f"{many}*2^-{k}" if many > 1 else f"2^-{k}" for k, many in lengths[:TERMS]]
    dots = " + ..." if len(lengths) > TERMS else ""
    whole = n.formula(" + ".join(terms)) + dots
    compared = "" if total == certificate.probability else f", which is not less than {p}"
    number = count(len(branches), "beginning")
    return [
        heading,
        "Given its data and its coins the algorithm is taken to be deterministic: its runs are "
        f"the branches of a tree. The file lists {number} of the coin sequence with which it "
        "fails.",
        f"A beginning of k fair coins has probability {n.math('2^-k', '2^{-k}')}. None of those "
        "listed begins another one, so no sequence of coins has two of them, and their "
        f"probabilities add up: {whole} = {n.number(total)}{compared}.",
    ]


def _failures(certificate: FailureProbability, n: Notation) -> list[str]:
    setting, k, limit = certificate.setting, certificate.digits, certificate.limit
    branches = sorted(certificate.branches, key=lambda b: (len(b.coins), b.coins))
    wrong = sum(branch.outputs is not None for branch in branches)
    many = len(branches) - wrong
    where = "at one or more of the claimed samples " if len(setting.claimed) > 1 else ""
    bound = power(10, -k, n)
    ways = []
    if wrong:
        ways.append(
            f"In {count(wrong, 'branch', 'branches')} the "
            f"{'network' if setting.learner else 'algorithm'} answers, and {where}the answer is "
            f"farther than {bound} (l2) from every minimiser: it does not have {digits(k)}."
        )
    if many:
        ways.append(
            f"In {count(many, 'branch', 'branches')} it reads more than {limit} samples, which "
            "counts as a failure here; it is stopped there."
        )
    some = f" Here are the {SHOWN} most probable ones." if len(branches) > SHOWN else ""
    describe = _Failure(setting, k, n)
    rows = [
        (_coins_text(branch.coins), _probability(branch, n), describe(branch))
        for branch in branches[:SHOWN]
    ]
    return [
        n.heading("What fails"),
        f"{' '.join(ways)}{some}",
        n.table(("coins", "probability", "failure"), rows),
    ]


class _Failure:
    """Says in a few words how a branch fails; many branches have the same output."""

    def __init__(self, setting: Setting, k: int, n: Notation) -> None:
        self._setting, self._digits, self._n = setting, k, n
        self._wrong = cache(self._how_wrong)

    def __call__(self, branch: FailedBranch) -> str:
        if branch.outputs is not None:
            return self._wrong(branch.outputs)
        read = branch.samples_read(len(self._setting.instances))
        return f"reads {count(read, 'sample')}"

    def _how_wrong(self, outputs: tuple[Vector, ...]) -> str:
        setting, n = self._setting, self._n
        points = dict(zip(setting.claimed, setting.minimisers, strict=True))
        far = list(points)
        if len(far) > 1:  # of one sample the checker knows
            far = [k for k in far if is_far(outputs[k], points[k][0], self._digits)]
        error = distance(outputs[far[0]], points[far[0]][0], n)
        if not setting.learner:
            return f"distance {error}"
        some = f"{indices(far[:SHOWN])}{', ...' if len(far) > SHOWN else ''}"
        return f"error {error} at sample {far[0]}; wrong at {some}"


def _least(certificate: FailureProbability, n: Notation) -> str:
    """Write the claimed probability, which is a lower bound."""
    p = certificate.probability
    return n.number(p) + (" or more" if p < 1 else "")


def _coins_text(coins: str) -> str:
    if len(coins) > COINS_SHOWN:
        return f"{coins[:COINS_SHOWN]}... ({len(coins)})"
    return coins or "(none)"


def _probability(branch: FailedBranch, n: Notation) -> str:
    return power(2, -len(branch.coins), n)


def _proved(certificate: FailureProbability, n: Notation) -> list[str]:
    place = "training set" if certificate.setting.learner else "instance"
    if certificate.limit is None:
        theorem = (
            "That no algorithm which halts with probability 1 has this many digits with a "
            "probability above 1/q on every member of a class of such data, if q columns tie, is "
            "a theorem (A'; the idea: Colbrook, Antun, Hansen, PNAS 2022, Theorem 2(i))"
        )
    else:
        below = n.math("p < 1 - 1/q", "p < 1 - 1/q")
        theorem = (
            f"That for every learner, every number M of samples and every {below} some member of a "
            "class of such training sets makes it fail with a probability above p is a theorem "
            "(B; Colbrook, Antun, Hansen, PNAS 2022, Theorem 2(ii))"
        )
    return [
        n.heading("What this proves, and what not"),
        f"It proves a statement about these runs on one {place}: if the coins are fair and "
        f"independent, one of them happens with probability {_least(certificate, n)}, and all of "
        "them fail. That the runs are the algorithm's is shown by replaying them. "
        f"{theorem}; a certificate is one instance of it.",
    ]
