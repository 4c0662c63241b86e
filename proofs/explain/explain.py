"""A certificate in plain words, with its own numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from proofs.certificate import Certificate
from proofs.explain.answer import given_answer
from proofs.explain.coins import failure_probability
from proofs.explain.machines import machine_proof, reduction
from proofs.explain.notation import Format, Notation
from proofs.explain.refutation import refutation
from proofs.explain.training import training_refutation
from proofs.given_answer import GivenAnswer
from proofs.learning import FailureProbability, TrainingRefutation
from proofs.machine_proof import MachineProof
from proofs.read import Proof, load
from proofs.reduction import Reduction

__all__ = ["explain"]


def explain(certificate: Proof | str | Path, *, format: Format = "text") -> str:
    """Return the proof in words.

    Parameters
    ----------
    certificate : Certificate (of any kind), or a file
        Is checked first: what does not hold is not explained.
    format : 'text', 'markdown' or 'latex'
        LaTeX is a fragment for the body of a document that loads amsmath.

    Raises
    ------
    DomainError
        If there is no such format, or the file cannot be read.
    Malformed, Rejected
        If the checker does not accept the certificate.

    Examples
    --------
    >>> from proofs import refute
    >>> proof = refute(lambda data: [0, 0], problem="bp", digits=3).certificate
    >>> print(explain(proof).splitlines()[0])
    <lambda> does not have 3 digits on basis-pursuit: a proof
    """
    notation = Notation(format)
    if isinstance(certificate, (str, Path)):
        certificate = load(certificate)
    if isinstance(certificate, GivenAnswer) and callable(certificate.argument):
        certificate = replace(certificate, argument=certificate.argument(certificate))
    certificate.check()
    match certificate:
        case Certificate():
            parts = refutation(certificate, notation)
        case TrainingRefutation():
            parts = training_refutation(certificate, notation)
        case FailureProbability():
            parts = failure_probability(certificate, notation)
        case GivenAnswer():
            parts = given_answer(certificate, notation)
        case MachineProof():
            parts = machine_proof(certificate, notation)
        case Reduction():
            parts = reduction(certificate, notation)
    return "\n\n".join(notation.block(part) for part in parts) + "\n"
