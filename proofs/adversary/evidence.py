"""From a halted run to a refutation: nothing is claimed before the checker has accepted it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from computable.algorithm import Halted
from computable.errors import Rejected
from computable.exact import power_text
from computable.problem import TieFamily
from proofs.certificate import Certificate
from proofs.outcome import Refuted

__all__ = ["refutation"]


def refutation(
    family: TieFamily,
    j: int,
    gap: Fraction,
    run: Halted,
    *,
    attack: str,
    about: Mapping[str, str],
) -> Refuted | None:
    """Return the proof that ``run``'s answer is wrong at ``family.raised(j, gap)``.

    ``None`` if the checker rejects it: the answer has K digits there, or the run was told
    something that is not true of this instance.

    Raises
    ------
    DomainError
        If the certificate would be larger than the format admits.
    Malformed
        If the checker finds it too large to check.
    """
    words = {"status": run.report.status, "claim": run.report.claim}
    certificate = Certificate(
        digits=family.digits,
        problem=family.problem,
        instance=family.raised(j, gap),
        transcript=tuple(run.transcript),
        output=run.report.values,
        x=family.minimiser(j, gap),
        witness=family.witness(j, gap),
        about={
            **about,
            "attack": attack,
            "column": str(j),
            "gap": power_text(gap),
            **{key: value for key, value in words.items() if value},
        },
    )
    try:
        certificate.check()
    except Rejected:
        return None
    return Refuted(
        certificate=certificate,
        digits=family.digits,
        attack=attack,
        gap=gap,
        report=run.report,
    )
