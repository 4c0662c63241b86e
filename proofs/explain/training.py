"""A learner whose network is wrong at samples of a training set."""

from __future__ import annotations

from computable.exact import Vector
from proofs.explain.given import training_set
from proofs.explain.minimiser import minimisers
from proofs.explain.notation import Notation
from proofs.explain.told import training_told
from proofs.explain.wording import SHOWN, count, digits, indices, power, square, vector
from proofs.learning import TrainingRefutation
from proofs.setting import Setting

__all__ = ["training_refutation"]


def training_refutation(certificate: TrainingRefutation, n: Notation) -> list[str]:
    """Return the paragraphs."""
    setting, k = certificate.setting, digits(certificate.digits)
    who = n.words(certificate.about.get("algorithm", "A learner"))
    where = f"at {len(setting.claimed)} of {count(len(certificate.outputs), 'sample')}"
    title = f"{who} does not have {k} on {setting.problem.name} {where}: a proof"
    return [
        n.heading(title, level=1),
        *training_set(setting.problem, setting.instances, n),
        n.heading("What the learner was told"),
        *training_told(setting, certificate.transcript, n, who="It"),
        *_network(certificate, n),
        *minimisers(setting, n),
        *_distances(certificate, n),
        *_proved(n),
    ]


def _network(certificate: TrainingRefutation, n: Notation) -> list[str]:
    about, claimed = certificate.about, certificate.setting.claimed
    total, first = len(certificate.outputs), claimed[0]
    others = " At the others nothing is claimed." if len(claimed) < total else ""
    words = (
        f"It returned a network, whose value at sample k is {n.math('z_k', 'z_k')}. The claim is "
        f"about {len(claimed)} of {count(total, 'sample')}: {indices(claimed)}.{others} At sample "
        f"{first}, for instance, {n.math('z', 'z')} = {vector(certificate.outputs[first], n)}."
    )
    if "algorithm" in about:
        words += f" (The learner is recorded as {n.words(about['algorithm'])}.)"
    return [n.heading("What the network answers"), words]


def _distances(certificate: TrainingRefutation, n: Notation) -> list[str]:
    setting, outputs = certificate.setting, certificate.outputs
    k, number = certificate.digits, len(setting.claimed)
    some = f" Here are {SHOWN} of the {number} samples." if number > SHOWN else ""
    size = n.math("||z - x||^2", r"\|z - x\|^2")
    which = "every claimed sample" if number > 1 else f"sample {setting.claimed[0]}"
    rows = [(str(i), _square(outputs[i], x, n)) for i, (x, _) in _points(setting)[:SHOWN]]
    return [
        n.heading("The distances" if number > 1 else "The distance"),
        f"At {which} {size} is larger than {power(10, -2 * k, n)} (compared exactly). So the "
        f"network's value is farther than {power(10, -k, n)} from every minimiser there: it does "
        f"not have {digits(k)}.{some}",
        n.table(("sample", "squared distance"), rows),
    ]


def _square(z: Vector, x: Vector, n: Notation) -> str:
    """Write a squared distance in a table."""
    relation, size = square(z, x)
    return n.formula(f"~ {size}" if relation == "~" else size)


def _points(setting: Setting) -> list[tuple[int, tuple[Vector, Vector]]]:
    return list(zip(setting.claimed, setting.minimisers, strict=True))


def _proved(n: Notation) -> list[str]:
    return [
        n.heading("What this proves, and what not"),
        "It proves a statement about one training: told these answers, which are true of this "
        "training set, the learner returned a network with these values, and they are wrong. That "
        "the values are those of the learner's network is shown by replaying it. That every "
        "learner, however deep it reads, fails on some member of a class of such training sets, "
        "at R - floor(R/q) of R samples if q columns tie, is a theorem (A; Colbrook, Antun, "
        "Hansen, PNAS 2022, Theorem 2(i)); a certificate is one instance of it.",
    ]
