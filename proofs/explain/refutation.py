"""A wrong answer, or a false flag, on one instance."""

from __future__ import annotations

from proofs.certificate import Certificate
from proofs.explain.given import instance
from proofs.explain.minimiser import minimiser
from proofs.explain.notation import Notation
from proofs.explain.told import instance_told
from proofs.explain.wording import digits, power, square, vector

__all__ = ["refutation"]


def refutation(certificate: Certificate, n: Notation) -> list[str]:
    """Return the paragraphs."""
    given = certificate.instance
    point = (certificate.problem, given, certificate.x, certificate.witness)
    only, alone = certificate.flag is not False, certificate.flag is None
    return [
        n.heading(_title(certificate, n), level=1),
        *instance(certificate.problem, given, n),
        n.heading(f"What the algorithm {'was' if alone else 'and the flag were'} told"),
        *instance_told(certificate.transcript, given, n, who="It" if alone else "Together they"),
        *_answered(certificate, n),
        n.heading("The only minimiser" if only else "A minimiser"),
        *minimiser(*point, n, only=only),
        *_distance(certificate, n),
        *_proved(certificate, n),
    ]


def _title(certificate: Certificate, n: Notation) -> str:
    name, k = certificate.problem.name, digits(certificate.digits)
    recorded = certificate.about.get("algorithm")
    if certificate.flag is None:
        who = n.words(recorded or "An answer")
        return f"{who} does not have {k} on {name}: a proof"
    who = n.words(recorded or "Somebody")
    what = ("wrong", "correct") if certificate.flag else ("correct", "wrong")
    return f"{who} flags a {what[0]} answer as {what[1]} ({k}) on {name}: a proof"


def _answered(certificate: Certificate, n: Notation) -> list[str]:
    about = certificate.about
    words = f"It answered {n.math('z', 'z')} = {vector(certificate.output, n)}."
    if "algorithm" in about:
        words += f" (The algorithm is recorded as {n.words(about['algorithm'])}.)"
    said = [f"{key} {n.words(about[key])}" for key in ("status", "claim") if key in about]
    if said:
        words += f" In its own words: {', '.join(said)}."
    if certificate.flag is None:
        return [n.heading("What it answered"), words]
    k = power(10, -certificate.digits, n)
    meaning = (
        f"that it is within {k} (l2) of a minimiser"
        if certificate.flag
        else f"that it is farther than {k} (l2) from every minimiser"
    )
    flag = "correct" if certificate.flag else "wrong"
    return [
        n.heading("What it answered, and what was said of it"),
        words,
        f"It was flagged as '{flag}': this says {meaning}.",
    ]


def _distance(certificate: Certificate, n: Notation) -> list[str]:
    k, within = certificate.digits, certificate.flag is False
    relation, size = square(certificate.output, certificate.x)
    tex = r"\approx" if relation == "~" else "="
    written = n.math(f"||z - x||^2 {relation}", rf"\|z - x\|^2 {tex}") + f" {n.formula(size)}"
    bound, limit = power(10, -2 * k, n), power(10, -k, n)
    if within:
        so = (
            f"which is not larger than {bound} (compared exactly). So the answer is within {limit} "
            f"of a minimiser: it has {digits(k)}, and the flag is false."
        )
    else:
        so = (
            f"which is larger than {bound} (compared exactly). So the answer is farther than "
            f"{limit} from every minimiser"
        )
        so += ": not even the first digit is right" if k == 1 else (
            f": it does not have {digits(k)}"
        )  # fmt: skip
        so += ", and the flag is false." if certificate.flag else "."
    return [n.heading("The distance"), f"{written}, {so}"]


def _proved(certificate: Certificate, n: Notation) -> list[str]:
    heading = n.heading("What this proves, and what not")
    if certificate.flag is not None:
        return [
            heading,
            "It proves a statement about one run: told these answers, which are true of this "
            "instance, this output was flagged in this way, and that is false. That the recorded "
            "output and flag are the algorithm's is shown by replaying it. That nobody who reads "
            "the same answers can always flag rightly is a theorem (D; Bastounis, Hansen, Vlacic, "
            "arXiv 2110.15734, on exit flags); a flag that may say 'cannot tell' escapes it.",
        ]
    return [
        heading,
        "It proves a statement about one run: told these answers, which are true of this instance, "
        "the algorithm gave this output, and the output is wrong. That the recorded output is the "
        "algorithm's is shown by replaying it. That no algorithm at all can have this many digits "
        "on a whole class of such instances is a theorem (Colbrook, Antun, Hansen, PNAS 2022, "
        "Theorem 2); a certificate is one instance of it.",
    ]
