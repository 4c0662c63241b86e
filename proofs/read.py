"""From an accepted certificate file back to the value that was saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from computable.errors import DomainError
from computable.machine import TuringMachine
from computable.problem.training import Shown
from proofs import checker, reading
from proofs.certificate import Certificate, check
from proofs.given_answer import GivenAnswer
from proofs.learning import FailedBranch, FailureProbability, TrainingRefutation
from proofs.machine_proof import MachineProof
from proofs.reduction import Reduction, digits_refuted
from proofs.setting import Label, Setting, ShownData

__all__ = ["Proof", "checker_of", "load"]

Proof = (
    Certificate | TrainingRefutation | FailureProbability | GivenAnswer | MachineProof | Reduction
)
"""A certificate of any kind."""

FLAGS = {"correct": True, "wrong": False}

GIVEN = {
    "minimiser": "checker_digits.py",
    "separation": "checker_digits.py",
    "path": "checker_path.py",
    "basis": "checker_basis.py",
}
"""The checkers of claims about a given answer, by their arguments."""


def load(path: str | Path) -> Proof:
    """Check a certificate file and read it.

    Returns
    -------
    Certificate, or another value of ``Proof``
        What was saved.

    Raises
    ------
    DomainError
        If the file cannot be read.
    Malformed, Rejected
        If the checker does not accept it.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(checker.FILE_BYTES + 1)
    except OSError as error:
        raise DomainError(f"{path}: {error.strerror}") from None
    check(data)
    return _proof(checker.parse(data))


def checker_of(document: dict[str, Any]) -> str:
    """Return the name of the checker that judges the claim of a (well-formed) file.

    Examples
    --------
    >>> checker_of({"claim": {"kind": "flag"}, "instance": {"y": ["1"]}})
    'checker_flag.py'
    >>> checker_of({"claim": {"kind": "refutation"}, "argument": {"kind": "path"}})
    'checker_path.py'
    """
    kind = document["claim"]["kind"]
    if kind == "flag":
        return "checker_flag.py"
    if kind == "failure-probability":
        return "checker_probability.py"
    if kind == "reduction":
        return "checker_reduction.py"
    if "machine" in document:
        register = document["machine"]["kind"] == "register"
        decides = "checker_decider.py" if kind == "decider" else "checker_machine.py"
        return "checker_register.py" if register else decides
    if _of_given_answer(document):
        return GIVEN[document["argument"]["kind"]]
    return "checker_training.py" if "samples" in document["instance"] else "checker.py"


def _of_given_answer(document: dict[str, Any]) -> bool:
    kind = document["claim"]["kind"]
    return kind == "digits" or (kind == "refutation" and document["argument"]["kind"] in GIVEN)


def _proof(document: dict[str, Any]) -> Proof:
    claim, about = document["claim"], reading.about(document.get("about"))
    if claim["kind"] == "reduction":
        return _reduction(document, about)
    if "machine" in document:
        return MachineProof(
            machine=reading.machine(document["machine"]),
            steps=claim.get("steps"),
            witness=reading.witness(document.get("argument")),
            decider=reading.program(document.get("decider")),
            about=about,
        )
    common: dict[str, Any] = {"digits": claim["digits"], "about": about}
    argument = document["argument"]
    if _of_given_answer(document):
        return GivenAnswer(
            right=claim["kind"] == "digits",
            problem=reading.problem(document["problem"]),
            box=reading.box(document["instance"]),
            output=reading.rationals(document["output"]),
            argument=reading.argument(argument),
            **common,
        )
    if claim["kind"] == "failure-probability":
        setting = _setting(document)
        return FailureProbability(
            probability=reading.rational(claim["probability"]),
            setting=setting,
            shown=_shown(document["shown"], setting),
            branches=tuple(_branch(b, setting) for b in document["branches"]),
            limit=claim.get("limit"),
            **common,
        )
    common["transcript"] = reading.transcript(document["transcript"])
    if "samples" in document["instance"]:
        outputs = tuple(map(reading.rationals, document["output"]))
        return TrainingRefutation(setting=_setting(document), outputs=outputs, **common)
    given = document["instance"]
    (instance,) = reading.instances(given["A"], [given["y"]], given["shape"][1])
    return Certificate(
        problem=reading.problem(document["problem"]),
        instance=instance,
        output=reading.rationals(document["output"]),
        x=reading.rationals(argument["x"]),
        witness=reading.rationals(argument["witness"]),
        modulus=argument.get("modulus"),
        flag=FLAGS.get(claim.get("flag", "")),
        **common,
    )


def _setting(document: dict[str, Any]) -> Setting:
    given, argument = document["instance"], document["argument"]
    learner = "samples" in given
    right = given["samples"] if learner else [given["y"]]
    return Setting(
        problem=reading.problem(document["problem"]),
        instances=reading.instances(given["A"], right, given["shape"][1]),
        learner=learner,
        claimed=tuple(document["claim"]["samples"]) if learner else (0,),
        minimisers=tuple(
            (reading.rationals(point["x"]), reading.rationals(point["witness"]))
            for point in (argument["points"] if learner else [argument])
        ),
        labels=tuple(_label(label, given["shape"][1]) for label in document.get("labels", [])),
    )


def _label(document: dict[str, Any], length: int) -> Label:
    (shown,) = reading.instances(document["A"], [document["y"]], length)
    vectors = {key: reading.rationals(document[key]) for key in ("x", "witness", "label")}
    return Label(document["sample"], document["depth"], Shown(shown, **vectors))


def _shown(document: dict[str, Any], setting: Setting) -> ShownData:
    points = document["samples"] if setting.learner else [document]
    length = len(setting.instances[0].columns)
    seen = reading.instances(document["A"], [point["y"] for point in points], length)
    solved = [
        (reading.rationals(point.get("x", ())), reading.rationals(point.get("witness", ())))
        for point in points
    ]
    samples = (Shown(one, x, p, x) for one, (x, p) in zip(seen, solved, strict=True))
    return ShownData(depth=document["depth"], samples=tuple(samples))


def _branch(document: dict[str, Any], setting: Setting) -> FailedBranch:
    if "reads" in document:
        reads = sorted({(k, d) for k, d in document["reads"]})
        return FailedBranch(document["coins"], None, tuple(reads))
    output = document["output"]
    outputs = map(reading.rationals, output if setting.learner else [output])
    return FailedBranch(document["coins"], tuple(outputs))


def _reduction(document: dict[str, Any], about: dict[str, str]) -> Reduction:
    claim, given, argument = document["claim"], document["instance"], document["argument"]
    (instance,) = reading.instances(given["A"], [given["y"]], given["shape"][1])
    error = reading.rational(claim["error"])
    return Reduction(
        refutation=Certificate(
            digits=digits_refuted(error),
            problem=reading.problem(document["problem"]),
            instance=instance,
            transcript=reading.transcript(document["transcript"]),
            output=reading.rationals(document["output"]),
            x=reading.rationals(argument["x"]),
            witness=reading.rationals(argument["witness"]),
            modulus=argument.get("modulus"),
        ),
        machine=TuringMachine.parse(document["machine"]["text"]),
        error=error,
        centre=reading.rational(claim["centre"]),
        about=about,
        **{key: claim[key] for key in ("steps", "column", "offset")},
    )
