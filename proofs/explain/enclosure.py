"""Why the minimiser of every instance of a box lies in certain intervals, with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
)
from proofs.arguments import BasisArgument, PathArgument
from proofs.distance import Distance
from proofs.enclosing import Enclosure, enclosed
from proofs.explain.notation import Notation
from proofs.explain.wording import SHOWN, indices, power
from proofs.given_answer import GivenAnswer

__all__ = ["enclosure"]

MOST_ENTRIES = 50_000
"""With more non-zero entries of A, which dual condition is the closest is not worked out."""


def enclosure(
    certificate: GivenAnswer, argument: PathArgument | BasisArgument, n: Notation
) -> list[str]:
    """Return the paragraphs; the certificate is one that was accepted."""
    found = enclosed(certificate.problem, certificate.box, argument)
    if isinstance(found, str):  # other intervals than those of the checker that accepted it
        return [n.heading("The minimiser"), f"It cannot be enclosed here: {found}."]
    why = _path if isinstance(argument, PathArgument) else _basis
    return [
        n.heading("Where the minimiser is"),
        *why(certificate, argument, found, n),  # type: ignore[arg-type]
        *_intervals(certificate, found, n),
        n.heading("The distance"),
        _distance(certificate, found, n),
    ]


def _path(
    certificate: GivenAnswer, argument: PathArgument, found: Enclosure, n: Notation
) -> list[str]:
    problem, S = certificate.problem, argument.support
    every = "" if certificate.box.exact else " of every instance"
    if not S:
        return [
            f"The argument is that x = 0 is the only minimiser{every}. {_zero(problem, n)}",
            _computed(certificate, argument.bits, n),
        ]
    gram = n.math("G = A_S^T A_S", r"G = A_S^{\mathsf T}A_S")
    line = n.math("x(t) = a - t b", "x(t) = a - tb")
    ends = n.math(
        "a = G^-1 A_S^T y, b = G^-1 (s w)_S",
        r"a = G^{-1}A_S^{\mathsf T}y,\ b = G^{-1}(sw)_S",
    )
    strict = n.math("|<a_j, r>| < t w_j", r"|\langle a_j, r\rangle| < t w_j")
    signs = argument.signs if len(S) <= SHOWN else f"{argument.signs[:SHOWN]}..."
    residual = n.math("r = y - A x(t)", "r = y - Ax(t)")
    return [
        f"The argument is the support of the minimiser{every}, S, with its signs s: "
        f"{_columns(S)} with the sign{'s' * (len(S) > 1)} {n.math(signs, signs)}. "
        f"{_inverse(gram, n)} A point with this support and these signs can be optimal only if it "
        f"is on the line {line} with {ends} (zero off S; w: the weights). On it, "
        f"{_parameter(problem, n)}.",
        "Such a point is the only minimiser if it has these signs, and in every other column j "
        f"{strict} for its residual {residual}: the residual, scaled, is its dual witness."
        f"{_closest_on_path(certificate, found, n)} {_computed(certificate, argument.bits, n)}",
    ]


def _zero(problem: Problem, n: Notation) -> str:
    if isinstance(problem, BasisPursuit):
        least = n.math("||y|| <= epsilon", r"\|y\| \le \varepsilon")
        return f"It is admissible, since {least}, and no other point has so small a norm."
    bound = n.math("|<a_j, y>| < t w_j", r"|\langle a_j, y\rangle| < t w_j")
    return f"The dual witness is y, scaled: {bound} in every column j, {_parameter(problem, n)}."


def _parameter(problem: Problem, n: Notation) -> str:
    match problem:
        case Lasso():
            half = n.math("t = lambda/2", r"t = \lambda/2")
            return f"{half} = {n.number(problem.lam / 2)}"
        case SquareRootLasso():
            root = n.math("t = lambda ||y - A x(t)||", r"t = \lambda\|y - Ax(t)\|")
            return f"{root}, a quadratic equation, has one solution t > 0"
        case _:
            sphere = n.math("||y - A x(t)|| = epsilon", r"\|y - Ax(t)\| = \varepsilon")
            return f"{sphere}, a quadratic equation, has one solution t > 0"


def _basis(
    certificate: GivenAnswer, argument: BasisArgument, found: Enclosure, n: Notation
) -> list[str]:
    problem, (m, N) = certificate.problem, certificate.box.shape
    one_sided = isinstance(problem, LinearProgram)
    support = [j for j in argument.basis if j in found.entries and j not in argument.free]
    loose = [j for j in argument.basis if j not in found.entries]
    bound = "cost" if one_sided else "weight"
    product, u = n.math("A^T p", r"A^{\mathsf T}p"), n.math("u = A_B^-1 y", "u = A_B^{-1}y")
    dual = n.math("p = A_B^-T g", r"p = A_B^{-\mathsf T}g")
    signed = "" if one_sided else ", with the sign of u,"
    values = [f"the {bound}{signed} at {_columns(support)}"] * bool(support)
    values += [f"smaller in size at {_columns(loose)}"] * bool(loose)
    values += [f"any number up to the {bound} at {_columns(argument.free)}"] * bool(argument.free)
    small = f"{product} is smaller{'' if one_sided else ' in size'} than the {bound}"
    outside = [f"{small} in every column outside of B"] * (m < N)
    if isinstance(problem, SquareRootLasso):
        outside.append(n.math("||p|| < 1/lambda", r"\|p\| < 1/\lambda"))
    where = f"Moreover {' and '.join(outside)}." if outside else ""
    least = f"an l1 norm of at most {_size(found.rest, found.bits, n)} where the bound is not met"
    return [
        f"The argument is a basis B: {_columns(argument.basis)}. "
        f"{_inverse(n.math('A_B', 'A_B'), n)} It determines the point {u} (zero off B), and with "
        f"the values g a dual witness {dual}: then {product} is g on B. Here g is "
        f"{'; '.join(values)}.",
        f"{where}{_closest_to_basis(certificate, argument, n)} "
        f"{_computed(certificate, argument.bits, n)}".strip(),
        f"By weak duality a minimiser pays for what makes it differ from u. So it has {least}, "
        "and is near u elsewhere. (A minimiser exists: the system is solvable.)"
        if loose or argument.free
        else "By weak duality u is the only minimiser.",
    ]


def _inverse(matrix: str, n: Notation) -> str:
    near = n.math("||I - R M|| < 1", r"\|I - RM\| < 1")
    return (
        f"The matrix {matrix} is invertible, because the file has an R that is nearly its inverse "
        f"({near}, where M is the matrix)."
    )


def _computed(certificate: GivenAnswer, bits: int, n: Notation) -> str:
    where = "" if certificate.box.exact else ", so that they hold on the whole box"
    return (
        "The checker has confirmed all of these conditions in intervals, with ends that are "
        f"multiples of {power(2, -bits, n)} and are rounded outward{where}."
    )


def _closest_on_path(certificate: GivenAnswer, found: Enclosure, n: Notation) -> str:
    """Name the column with the largest dual value, relative to its bound."""
    given, weights = certificate.box.instance, _weights(certificate.problem, certificate)
    if _large(given):
        return ""
    unit = Fraction(1, 1 << found.bits)
    point = [Fraction(0)] * given.shape[1]
    for j, (middle, _) in found.entries.items():
        point[j] = middle * unit
    c = given.adjoint(given.residual(point))
    j = next(iter(found.entries))
    sizes = {k: abs(v) / w for k, (v, w) in enumerate(zip(c, weights, strict=True))}
    return _closest(sizes, sizes[j], found.entries, n)


def _closest_to_basis(certificate: GivenAnswer, argument: BasisArgument, n: Notation) -> str:
    given, weights = certificate.box.instance, _weights(certificate.problem, certificate)
    if _large(given) or isinstance(certificate.problem, LinearProgram):
        return ""
    c = given.adjoint(argument.witness)
    sizes = {k: abs(v) / w for k, (v, w) in enumerate(zip(c, weights, strict=True))}
    return _closest(sizes, Fraction(1), dict.fromkeys(argument.basis, (0, 0)), n)


def _closest(
    sizes: Mapping[int, Fraction],
    bound: Fraction,
    inside: Mapping[int, tuple[int, int]],
    n: Notation,
) -> str:
    others = [j for j in sizes if j not in inside]
    if not others or not bound:
        return ""
    j = max(others, key=lambda k: sizes[k])
    ratio = n.formula(f"~ {float(sizes[j] / bound):.3g}")
    return f" The closest to it is column {j}, with {ratio} of the bound at the centre."


def _weights(problem: Problem, certificate: GivenAnswer) -> tuple[Fraction, ...]:
    N = certificate.box.shape[1]
    factor = problem.lam if isinstance(problem, (Lasso, SquareRootLasso)) else Fraction(1)
    return tuple(bound / factor for bound in problem.bounds(N))


def _large(given: Instance) -> bool:
    return sum(map(len, given.columns)) > MOST_ENTRIES


def _intervals(certificate: GivenAnswer, found: Enclosure, n: Notation) -> list[str]:
    if not found.entries:
        return []
    unit = Fraction(1, 1 << found.bits)
    rows = [
        (
            str(j),
            n.cell(middle * unit),
            _size(radius, found.bits, n),
            n.cell(certificate.output[j]),
        )
        for j, (middle, radius) in list(found.entries.items())[:SHOWN]
    ]
    some = f" (the first {SHOWN} of {len(found.entries)})" if len(found.entries) > SHOWN else ""
    every = "" if certificate.box.exact else ", on every instance of the box"
    return [
        f"Its entries{some}, and how far they may at most be from these numbers{every}:",
        n.table(("column", "minimiser", "within", "answer"), rows),
    ]


def _distance(certificate: GivenAnswer, found: Enclosure, n: Notation) -> str:
    between = Distance.of_squares(*found.squared_distance(certificate.output))
    limit = power(10, -certificate.digits, n)
    low, high = (n.formula(text) for text in str(between).split(" and "))
    which = "" if certificate.box.exact else " of every instance"
    so = f"not larger than {limit}" if certificate.right else f"larger than {limit}"
    return (
        f"So the distance of the answer from {'the' if not found.rest else 'every'} minimiser"
        f"{which} is between {low} and {high} (rounded here), and {so}: this the checker compares "
        "exactly."
    )


def _columns(columns: tuple[int, ...] | list[int]) -> str:
    return f"{'column' if len(columns) == 1 else 'columns'} {indices(columns)}"


def _size(value: int, bits: int, n: Notation) -> str:
    return n.cell(Fraction(value, 1 << bits))
