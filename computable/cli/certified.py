"""From an outcome about a given answer to a checked certificate in a file, and to a few lines."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from computable.cli.data import Data
from computable.cli.tables import places
from computable.errors import Rejected
from computable.exact import accuracy_text, number_text
from computable.inputs import as_given
from computable.recovery import Box, Minimisers
from proofs.arguments import BasisArgument, Minimiser, PathArgument, Separation
from proofs.certify import certify
from proofs.given_answer import GivenAnswer
from proofs.outcome import Certified, Refuted, Unknown

__all__ = ["confirmed", "rounded", "story", "written"]

FEWER = 2
"""Digits by which a claim may be lowered that float64 has proved."""


def confirmed(outcome: Certified | Refuted, *, any_digits: bool) -> Certified | Refuted:
    """Return the outcome with its argument made, with ``any_digits`` for a digit or two less.

    float64 bounds norms as a whole, and the checkers' intervals, entry by entry, are wider.

    Raises
    ------
    Rejected
        If the checker's intervals do not confirm the claim.
    """
    claim: GivenAnswer = outcome.certificate
    lowest = max(1, claim.digits - FEWER) if any_digits and claim.right else claim.digits
    while True:
        try:
            argument = claim.argument(claim) if callable(claim.argument) else claim.argument
        except Rejected as error:
            if claim.digits == lowest:
                between = f"an error between {outcome.distance}"
                raise Rejected(f"{error}, which is {between}") from None
            claim = replace(claim, digits=claim.digits - 1)
        else:
            certificate = replace(claim, argument=argument)
            return replace(outcome, certificate=certificate, digits=claim.digits)


def rounded(found: Minimisers, digits: int) -> GivenAnswer:
    """Prove the digits of a minimiser that is rounded to a few decimals more.

    Raises
    ------
    Rejected
        If no proof is found (of an irrational minimiser, at a tie).
    """
    decimals = places(digits, len(found.x))
    unit: int = 10**decimals
    near = (v if isinstance(v, Fraction) else v.near(4 * decimals + 8) for v in found.x)
    output = tuple(Fraction(round(v * unit), unit) for v in near)
    witness = found.witness if found.rational else found.face.witness
    if all(isinstance(v, Fraction) for v in (*found.x, *witness)):
        return GivenAnswer(
            right=True,
            digits=digits,
            problem=found.problem,
            box=Box(given=as_given(found.instance)),
            output=output,
            argument=Minimiser(x=found.x, witness=witness),
        )
    outcome = certify(found.problem, found.instance, None, output, digits=digits, exact=True)
    if isinstance(outcome, Unknown):
        raise Rejected(outcome.reason)
    return outcome.certificate


def written(certificate: GivenAnswer, out: Path) -> str:
    """Have a certificate checked, write it, and say so.

    Raises
    ------
    Malformed, Rejected
        If the checker does not accept it; then nothing is written.
    """
    path = certificate.save(out)
    return f"{path} (accepted; verify it with: computable check {path})"


def story(name: str, data: Data, outcome: Certified | Refuted) -> str:
    """Tell the outcome in a few aligned lines."""
    distance, digits = outcome.distance, accuracy_text(outcome.digits)
    between = f"between {distance} (l2)"
    if distance is not None and not distance.upper:
        title = f"certified: {name} is a solution of {data.short}, exactly"
        between = f"0: every digit (the proof claims {outcome.digits})"
    elif isinstance(outcome, Certified):
        title = f"certified: {name} has {digits} on {data.short}"
    else:
        title = f"refuted: {name} does not have {digits} on {data.short}"
    certificate: GivenAnswer = outcome.certificate
    lines = [
        title,
        f"  problem   {data.statement}",
        f"  data      {_meant(data, certificate.box)}",
        *(f"  remark    {' '.join(remark.split())}" for remark in data.loaded.remarks),
        f"  distance  {between}",
        *["            of the points in standard form, slacks included"] * bool(data.loaded.form),
        f"  argument  {_named(certificate)}",
    ]
    return "\n".join(lines)


def _meant(data: Data, box: Box) -> str:
    if box.exact and data.loaded.form is not None:
        return f"{data.file}, with exactly the float64 numbers that HiGHS reads"
    if box.exact:
        return f"{data.file}, exactly as it is"
    radii = (("A", box.A_radius), ("y", box.y_radius))
    bounds = [f"{name} within {_bound(r)}" for name, r in radii if isinstance(r, Fraction) and r]
    return f"{data.file}, and all with {' and '.join(bounds)} of it"


def _bound(radius: Fraction) -> str:
    k = len(str(radius.denominator)) - 1
    return f"10^-{k}" if k and radius == Fraction(1, 10**k) else number_text(radius)


def _named(certificate: GivenAnswer) -> str:
    N = len(certificate.output)
    match certificate.argument:
        case PathArgument(bits=bits, support=S):
            return f"the support ({len(S)} of {N}) and its signs, in intervals of 2^-{bits}"
        case BasisArgument(bits=bits, basis=B):
            return f"a basis ({len(B)} of {N} columns), in intervals of 2^-{bits}"
        case Separation():
            return "a half-space that contains all minimisers"
    return "an exact minimiser with its dual witness"
