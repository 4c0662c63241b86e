"""A certificate in plain words, with its own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.exact import distance_text, number_text
from computable.oracle import Entry
from computable.problem import (
    BasisPursuit,
    Lasso,
    LinearProgram,
    SquareRootLasso,
    norm_squared,
)
from proofs.certificate import Certificate
from proofs.explain.notation import Format, Notation

__all__ = ["explain"]

READABLE_BITS = 20_000
"""Numbers longer than this are rounded before their distance is written."""

SHOWN = 8
"""Rows of a table, and entries of a vector, that are shown."""


def explain(certificate: Certificate, *, format: Format = "text") -> str:
    """Return the proof in words.

    Parameters
    ----------
    certificate : Certificate
        Is checked first: what does not hold is not explained.
    format : 'text', 'markdown' or 'latex'
        LaTeX is a fragment for the body of a document that loads amsmath.

    Raises
    ------
    DomainError
        If there is no such format.
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
    certificate.check()
    digits = f"{certificate.digits} digit{'s' if certificate.digits != 1 else ''}"
    who = notation.words(certificate.about.get("algorithm", "An answer"))
    title = f"{who} does not have {digits} on {certificate.problem.name}: a proof"
    parts = [
        notation.heading(title, level=1),
        *_the_problem(certificate, notation),
        *_what_it_read(certificate, notation),
        *_what_it_answered(certificate, notation),
        *_the_minimiser(certificate, notation),
        *_the_distance(certificate, notation),
        *_what_is_proved(certificate, notation),
    ]
    return "\n\n".join(notation.block(part) for part in parts) + "\n"


def _the_problem(certificate: Certificate, n: Notation) -> list[str]:
    problem, (rows, columns) = certificate.problem, certificate.instance.shape
    weights = getattr(problem, "weights", None)
    norm = ("||x||_1,w", r"\|x\|_{1,w}") if weights else ("||x||_1", r"\|x\|_1")
    match problem:
        case BasisPursuit() if problem.epsilon == 0:
            name, what = "basis pursuit", (f"{norm[0]} subject to Ax = y", norm[1])
            what = (what[0], norm[1] + r"\ \text{subject to}\ Ax = y")
            given = ""
        case BasisPursuit():
            name = "quadratically constrained basis pursuit"
            what = (
                f"{norm[0]} subject to ||Ax - y|| <= epsilon",
                norm[1] + r"\ \text{subject to}\ \|Ax - y\| \le \varepsilon",
            )
            given = f", {n.math('epsilon', chr(92) + 'varepsilon')} = {n.number(problem.epsilon)}"
        case Lasso():
            name = "LASSO"
            what = (f"lambda {norm[0]} + ||Ax - y||^2", rf"\lambda {norm[1]} + \|Ax - y\|^2")
            given = f", {n.math('lambda', chr(92) + 'lambda')} = {n.number(problem.lam)}"
        case SquareRootLasso():
            name = "square-root LASSO"
            what = (f"lambda {norm[0]} + ||Ax - y||", rf"\lambda {norm[1]} + \|Ax - y\|")
            given = f", {n.math('lambda', chr(92) + 'lambda')} = {n.number(problem.lam)}"
        case LinearProgram():
            name = "a linear program"
            what = (
                "c.x subject to Ax = y, x >= 0",
                r"c\cdot x\ \text{subject to}\ Ax = y,\ x \ge 0",
            )
            given = f", cost c = {_vector(problem.bounds(columns), n)}"
    if weights:
        given += f", weights w = {_vector(weights, n)}"
    listed = [
        (_entry(("A", i, j), n), n.number(value))
        for j, column in enumerate(certificate.instance.columns)
        for i, value in column
    ]
    shape = f"{rows} row{'s' * (rows > 1)} and {columns} column{'s' * (columns > 1)}"
    some = f"the first {SHOWN} of {len(listed)}; " if len(listed) > SHOWN else ""
    return [
        n.heading("The problem"),
        f"This is {name}: minimise {n.math(*what)}{given}, where {n.math('A', 'A')} has {shape}. "
        f"The data are exact rationals. The right-hand side is {n.math('y', 'y')} = "
        f"{_vector(certificate.instance.y, n)}; the non-zero entries of {n.math('A', 'A')} are "
        f"({some}indices start at 0, as in the file):",
        n.table(("entry", "exact value"), listed[:SHOWN]),
    ]


def _what_it_read(certificate: Certificate, n: Notation) -> list[str]:
    rows, instance = certificate.transcript, certificate.instance
    heading = n.heading("What the algorithm was told")
    if not rows:
        return [heading, "Nothing: it answered without a single query."]
    # The rows that leave least room are the interesting ones: those not answered exactly first.
    ordered = sorted(rows, key=lambda q: q.answer == instance.value(q.entry))
    shown = [
        (
            _entry(q.entry, n),
            n.math(f"2^-{q.depth}", f"2^{{-{q.depth}}}"),
            n.number(q.answer),
            n.number(abs(q.answer - instance.value(q.entry))),
        )
        for q in ordered[:SHOWN]
    ]
    count = f"{len(rows)} quer{'ies' if len(rows) > 1 else 'y'}"
    inexact = any(q.answer != instance.value(q.entry) for q in rows)
    some = " Inexact answers come first." if inexact else ""
    some += f" Here are {SHOWN} of them." if len(rows) > SHOWN else ""
    return [
        heading,
        f"It made {count}. Each answer had to be within the stated precision of the entry, and "
        f"each one is: the last column is the distance between answer and exact value.{some}",
        n.table(("entry", "precision", "answer", "distance"), shown),
    ]


def _what_it_answered(certificate: Certificate, n: Notation) -> list[str]:
    said = {key: certificate.about[key] for key in ("status", "claim") if key in certificate.about}
    who = certificate.about.get("algorithm")
    words = f"It answered {n.math('z', 'z')} = {_vector(certificate.output, n)}."
    if who:
        words += f" (The algorithm is recorded as {n.words(who)}.)"
    if said:
        words += " In its own words: " + ", ".join(
            f"{key} {n.words(text)}" for key, text in said.items()
        )
        words += "."
    return [n.heading("What it answered"), words]


def _the_minimiser(certificate: Certificate, n: Notation) -> list[str]:
    problem, instance = certificate.problem, certificate.instance
    x, p = certificate.x, certificate.witness
    bounds = problem.bounds(len(x))
    c = instance.adjoint(p)
    support = [j for j, v in enumerate(x) if v]
    off = [j for j, v in enumerate(x) if not v]
    residual = instance.residual(x)
    parts = [
        n.heading("The only minimiser"),
        f"It is {n.math('x', 'x')} = {_vector(x, n)}. The proof is the dual witness "
        f"{n.math('p', 'p')} = {_vector(p, n)}.",
    ]
    product = n.math("A^T p", r"A^{\mathsf T}p")
    if support:
        equal = ", ".join(f"{n.number(c[j])} at column {j}" for j in support[:SHOWN]) + (
            ", ..." if len(support) > SHOWN else ""
        )
        parts.append(
            f"On the support of x, {product} equals the bound (with the sign of x): {equal}."
        )
    if off:
        one_sided = isinstance(problem, LinearProgram)
        tight = min(off, key=lambda j: bounds[j] - (c[j] if one_sided else abs(c[j])))
        parts.append(
            f"Off the support it stays strictly below: the closest is column {tight} with "
            f"{n.number(c[tight])}, where the bound is {n.number(bounds[tight])}."
        )
    size = norm_squared(residual)
    if size == 0:
        parts.append(f"The residual {n.math('y - Ax', 'y - Ax')} is zero.")
    else:
        parts.append(
            f"The residual {n.math('y - Ax', 'y - Ax')} has squared norm {n.number(size)}; "
            f"{_fit(certificate, n)}."
        )
    parts.append(
        "By weak duality no admissible point has a smaller objective than x. Equality would force "
        "a point to vanish off the support of x and to have "
        + (
            "a residual that is a multiple of the witness, and the columns on the support "
            "together with y are independent: so x is the only minimiser."
            if size and isinstance(problem, SquareRootLasso)
            else "the same residual, and the columns on the support are independent: so x is the "
            "only minimiser."
        )
    )
    return parts


def _fit(certificate: Certificate, n: Notation) -> str:
    """Say how a non-zero residual r and the witness belong together."""
    match certificate.problem:
        case Lasso():
            return f"the witness is twice the residual, {n.math('p = 2 r', 'p = 2r')}"
        case SquareRootLasso():
            return "the witness has norm 1 and is a positive multiple of the residual"
        case _ if any(certificate.witness):
            exactly = n.math("||r|| = epsilon", r"\|r\| = \varepsilon")
            return f"{exactly} exactly, and the witness is a positive multiple of the residual"
        case _:
            return "that is admissible"


def _the_distance(certificate: Certificate, n: Notation) -> list[str]:
    k = certificate.digits
    longest = max(v.denominator.bit_length() for v in (*certificate.output, *certificate.x))
    if longest < READABLE_BITS:
        square = number_text(certificate.error_squared)
    else:
        square = f"~ ({distance_text(certificate.output, certificate.x, 7)})^2"
    relation, tex = ("~", r"\approx") if square.startswith("~") else ("=", "=")
    size = n.formula(square.removeprefix("~ "))
    distance = n.math(f"||z - x||^2 {relation}", rf"\|z - x\|^2 {tex}")
    return [
        n.heading("The distance"),
        f"{distance} {size}, which is larger than {n.math(f'10^-{2 * k}', f'10^{{-{2 * k}}}')} "
        f"(compared exactly). So the answer is farther than {n.math(f'10^-{k}', f'10^{{-{k}}}')} "
        "from every minimiser"
        + (": not even the first digit is right." if k == 1 else f": it does not have {k} digits."),
    ]


def _what_is_proved(certificate: Certificate, n: Notation) -> list[str]:
    return [
        n.heading("What this proves, and what not"),
        "It proves a statement about one run: told these answers, which are true of this instance, "
        "the algorithm gave this output, and the output is wrong. That the recorded output is the "
        "algorithm's is shown by replaying it. That no algorithm at all can have this many digits "
        "on a whole class of such instances is a theorem (Colbrook, Antun, Hansen, PNAS 2022, "
        "Theorem 2); a certificate is one instance of it.",
    ]


def _entry(entry: Entry, n: Notation) -> str:
    indices = ", ".join(str(i) for i in entry[1:])
    return n.math(f"{entry[0]}[{indices}]", f"{entry[0]}_{{{indices.replace(' ', '')}}}")


def _vector(values: Sequence[Fraction], n: Notation) -> str:
    """Write a short vector out, a long one by its non-zero entries."""
    if len(values) <= SHOWN:
        return "(" + ", ".join(n.number(v) for v in values) + ")"
    if len(set(values)) == 1:
        return f"({n.number(values[0])} in all {len(values)} places)"
    nonzero = [(i, v) for i, v in enumerate(values) if v]
    listed = ", ".join(f"{n.number(v)} in place {i}" for i, v in nonzero[:SHOWN])
    more = f", and {len(nonzero) - SHOWN} more" if len(nonzero) > SHOWN else ""
    return f"({listed}{more}; the other {len(values) - len(nonzero)} are zero)"
