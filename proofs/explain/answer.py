"""The digits of an answer that somebody has, or that it has not so many."""

from __future__ import annotations

from fractions import Fraction

from computable.exact import Vector, root_text
from computable.problem import LinearProgram, Problem, SquareRootLasso, dot, norm_squared
from computable.recovery.box import Box, Radii
from computable.recovery.pair import tight_signs
from proofs.arguments import BasisArgument, Minimiser, PathArgument, Separation
from proofs.explain.enclosure import enclosure
from proofs.explain.given import instance
from proofs.explain.minimiser import minimiser
from proofs.explain.notation import Notation
from proofs.explain.wording import count, digits, indices, power, square, vector
from proofs.given_answer import GivenAnswer

__all__ = ["given_answer"]


def given_answer(certificate: GivenAnswer, n: Notation) -> list[str]:
    """Return the paragraphs."""
    box = certificate.box
    return [
        n.heading(_title(certificate, n), level=1),
        *instance(certificate.problem, box.instance, n),
        *_box(box, n),
        *_claim(certificate, n),
        *_reason(certificate, n),
        *_proved(certificate, n),
    ]


def _title(certificate: GivenAnswer, n: Notation) -> str:
    recorded = certificate.about.get("algorithm")
    who = n.words(recorded) if recorded else "An answer"
    has = "has" if certificate.right else "does not have"
    return f"{who} {has} {digits(certificate.digits)} on {certificate.problem.name}: a proof"


def _box(box: Box, n: Notation) -> list[str]:
    if box.exact:
        return []
    return [
        n.heading("The box"),
        "These data need not be exact. The claim is about a box: all instances with real entries "
        f"that differ from them by at most {_radius(box.A_radius, 'A', n)}, and by at most "
        f"{_radius(box.y_radius, 'y', n)}.",
    ]


def _radius(radii: Radii, name: str, n: Notation) -> str:
    whole = n.math(name, name)
    if isinstance(radii, Fraction):
        zeros = " (zeros included)" if name == "A" and radii else ""
        return f"{_short(radii, n)} in every entry of {whole}{zeros}"
    return (
        f"{_short(max(radii.values()), n)} in {count(len(radii), 'entry', 'entries')} of {whole} "
        "(the file has the bound of each) and 0 in the others"
    )


def _short(value: Fraction, n: Notation) -> str:
    k = len(str(value.denominator)) - 1
    return power(10, -k, n) if k and value == Fraction(1, 10**k) else n.cell(value)


def _claim(certificate: GivenAnswer, n: Notation) -> list[str]:
    where = "On this instance" if certificate.box.exact else "On every instance of the box"
    limit = power(10, -certificate.digits, n)
    what = (
        f"there is a minimiser within {limit} (l2) of it"
        if certificate.right
        else f"it is farther than {limit} (l2) from every minimiser"
    )
    return [
        n.heading("The answer and the claim"),
        f"The answer is {n.math('z', 'z')} = {vector(certificate.output, n)}.",
        f"{where} {what}. This is the claim.",
    ]


def _reason(certificate: GivenAnswer, n: Notation) -> list[str]:
    match certificate.argument:
        case Minimiser() as argument:
            return _point(certificate, argument, n)
        case Separation() as argument:
            return _half_space(certificate, argument, n)
        case PathArgument() | BasisArgument() as argument:
            return enclosure(certificate, argument, n)
    return []


def _point(certificate: GivenAnswer, argument: Minimiser, n: Notation) -> list[str]:
    """Explain a minimiser that is near."""
    x, z, K = argument.x, certificate.output, certificate.digits
    given = certificate.box.instance
    relation, size = square(z, x)
    tex = r"\approx" if relation == "~" else "="
    off = n.math(f"||z - x||^2 {relation}", rf"\|z - x\|^2 {tex}")
    near = (
        f"{off} {n.formula(size)}, which is not larger than {power(10, -2 * K, n)} (compared "
        "exactly)."
    )
    return [
        n.heading("A minimiser"),
        *minimiser(certificate.problem, given, x, argument.witness, n, only=False),
        n.heading("The distance"),
        "The answer is this minimiser: the distance is 0." if z == x else near,
    ]


def _half_space(certificate: GivenAnswer, argument: Separation, n: Notation) -> list[str]:
    """Explain why all minimisers are on one side, and the answer is on the other."""
    problem, given, z = certificate.problem, certificate.box.instance, certificate.output
    x, h, mu = argument.x, argument.direction, argument.multipliers
    image = given.y if isinstance(problem, SquareRootLasso) else given.apply(x)
    level = dot(mu, image)
    ahead, K = dot(h, z) - level, certificate.digits
    side = n.math("<h, v> <= <mu, f>", r"\langle h, v\rangle \le \langle \mu, f\rangle")
    found = n.math("<h, z>", r"\langle h, z\rangle")
    rest = n.math("h - A^T mu", r"h - A^{\mathsf T}\mu")
    return [
        n.heading("A minimiser"),
        *minimiser(problem, given, x, argument.witness, n, only=False),
        n.heading("Where all the others are"),
        _others(certificate, argument, n),
        f"The file has a direction {n.math('h', 'h')} = {vector(h, n)} and multipliers "
        f"{n.math('mu', chr(92) + 'mu')} = {vector(mu, n)}. Where v may be different from 0, "
        f"{rest} is 0 or has the opposite sign. Hence {side} = {n.number(level)}: all minimisers "
        "are in this half-space.",
        n.heading("The distance"),
        f"The answer is not: {found} is larger by {n.number(ahead)}. Its distance from the "
        "half-space, and so from every minimiser, is at least that over the length of h, "
        f"{n.formula(f'~ {root_text(ahead**2 / norm_squared(h))}')}, which is larger than "
        f"{power(10, -K, n)} (squares are compared exactly).",
    ]


def _others(certificate: GivenAnswer, argument: Separation, n: Notation) -> str:
    """Say what is known of every minimiser v."""
    problem, p = certificate.problem, argument.witness
    tight = tight_signs(problem, certificate.box.instance, p)
    product, v = n.math("A^T p", r"A^{\mathsf T}p"), n.math("v", "v")
    signs = (
        "is not negative" if isinstance(problem, LinearProgram) else f"has the sign of {product}"
    )
    where = (
        f"vanishes where {product} is below its bound, and {signs} in the others, which "
        f"{'is column' if len(tight) == 1 else 'are the columns'} {indices(tight)}"
        if tight
        else f"vanishes, since {product} is below its bound everywhere"
    )
    return f"By the same duality every minimiser {v} {where}. {_image(problem, p, n)}"


def _image(problem: Problem, p: Vector, n: Notation) -> str:
    """Say what f is."""
    fit = n.math("A v = f", "Av = f")
    if not isinstance(problem, SquareRootLasso):
        return f"All minimisers have the same image: {fit}, where {n.math('f = A x', 'f = Ax')}."
    same = n.math("f = y", "f = y")
    if norm_squared(p) < 1:
        return f"Since the witness is shorter than 1, the residual is 0: {fit}, where {same}."
    slides = n.math("A v + rho p = f", r"Av + \rho p = f")
    return (
        f"Its residual is a multiple of the witness: {slides}, where {same} and rho >= 0. (And mu "
        "and p have a product >= 0, so that rho does no harm below.)"
    )


def _proved(certificate: GivenAnswer, n: Notation) -> list[str]:
    exact, K = certificate.box.exact, digits(certificate.digits)
    data = "these data" if exact else "all data in the box"
    heading = n.heading("What this proves, and what not")
    if not certificate.right:
        return [
            heading,
            f"It proves that this answer does not have {K} ({power(10, -certificate.digits, n)} "
            f"in the l2 norm, not relative to the size of x) on {data}, for exactly this problem. "
            "Whoever computed it for another one, with another parameter or a factor 1/2, is "
            "refuted for that reason alone. It says nothing about how the answer was found, nor "
            "about the same solver on other data.",
        ]
    outside = (
        "The data are taken as exactly the numbers above: if they are rounded or measured, the "
        "minimiser for the true ones may be elsewhere; a certificate for a box covers that."
        if exact
        else "It says nothing about data outside of the box."
    )
    return [
        heading,
        f"It proves that this answer has {K}, an l2 error of at most "
        f"{power(10, -certificate.digits, n)} (not relative to the size of x), on {data}, for "
        f"exactly this problem. {outside} Nor does it say how the answer was found. That no "
        "algorithm finds so many digits on all of a class of data which it reads to finite "
        "precision is a theorem (A; Colbrook, Antun, Hansen, PNAS 2022, Theorem 2(i)); it does "
        "not exclude proofs for single data, such as this one.",
    ]
