"""What an algorithm returns: N numbers, and perhaps what it says about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from computable.errors import DomainError
from computable.exact import Vector, exact_value
from computable.truth import Truth

__all__ = ["Answer", "Report", "as_report", "as_trained"]

LARGEST_BITS = 4_000_000
"""Bits of the largest integer that a certificate may hold."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An output that comes with a solver's own words about it.

    An algorithm may return a bare sequence instead.

    Attributes
    ----------
    values : sequence of N numbers
        int, Fraction, fmpq, float (its exact binary value), ...
    status : str
        The solver's own status, 'optimal' say.
    claim : str
        The accuracy that the solver claims, in its own terms.
    success : bool
        Whether the solver says that it solved the problem.
    flag : bool, Truth or None
        What somebody who vouches for the values says: they have K digits, they have not, or
        (UNKNOWN) that cannot be told. ``None``: nobody does, but for ``success``.
    """

    values: Iterable[object]
    status: str = ""
    claim: str = ""
    success: bool = True
    flag: bool | Truth | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """An :class:`Answer` whose values have been read exactly.

    Attributes
    ----------
    outputs : tuple of Vector, shape (N,) each
        The answer; of a learner, the values of its network at the samples.
    """

    outputs: tuple[Vector, ...]
    status: str = ""
    claim: str = ""
    success: bool = True
    flag: Truth | None = None

    @property
    def values(self) -> Vector:
        """The answer of an algorithm for one instance."""
        return self.outputs[0]


def as_report(returned: object, length: int) -> Report:
    """Read what an algorithm returned as exactly ``length`` rationals.

    Raises
    ------
    DomainError
        If it is no sequence of ``length`` finite numbers.

    Examples
    --------
    >>> as_report([0.5, 1], 2).values
    (Fraction(1, 2), Fraction(1, 1))
    >>> as_report([float("nan"), 1], 2)
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: output[0]: got nan, need a finite number
    """
    if isinstance(returned, Answer):
        values, answer = returned.values, returned
    else:
        values, answer = returned, Answer(values=())  # type: ignore[assignment]
    if isinstance(values, (str, bytes, Mapping, Set)):
        raise DomainError(
            f"output: got {type(values).__name__}, need a sequence of {length} numbers"
        )
    shape = getattr(values, "shape", (length,))
    if shape != (length,):
        raise DomainError(f"output: got shape {shape}, need ({length},)")
    try:
        entries = list(islice(iter(values), length + 1))
    except TypeError:
        name, hint = type(values).__name__, ""
        if name == "bool":
            hint = " (what vouches for answers has a second parameter called 'answer')"
        elif callable(values):
            hint = " (a learner, which returns a network, has one parameter called 'training')"
        raise DomainError(
            f"output: got {name}, need a sequence of {length} numbers{hint}"
        ) from None
    if len(entries) != length:
        count = len(entries) if len(entries) < length else f"more than {length}"
        raise DomainError(f"output: got {count} numbers, need {length}")
    return Report(
        outputs=(
            tuple(_bounded(exact_value(v, name=f"output[{i}]"), i) for i, v in enumerate(entries)),
        ),
        status=str(answer.status),
        claim=str(answer.claim),
        success=bool(answer.success),
        flag=_flag(answer.flag),
    )


def as_trained(returned: object, points: Sequence[Vector], length: int) -> Report:
    """Read what a learner returned: a network, whose values at the points are taken exactly.

    Any callable will do that maps the m rationals of a sample to ``length`` numbers.

    Raises
    ------
    DomainError
        If it is not callable, a value is no sequence of ``length`` finite numbers, or the first
        one is another when asked for again.

    Examples
    --------
    >>> as_trained(lambda y: [y[0] / 2, 0], [(Fraction(1),), (Fraction(3),)], 2).outputs
    ((Fraction(1, 2), Fraction(0, 1)), (Fraction(3, 2), Fraction(0, 1)))
    """
    if not callable(returned):
        name = type(returned).__name__
        fitted = hasattr(returned, "coefs_") and hasattr(returned, "intercepts_")
        hint = "; computable.network.from_mlp makes one of this model" if fitted else ""
        raise DomainError(f"output: got {name}, need a network (a callable y -> x){hint}")
    network: Callable[[Vector], object] = returned
    reports = [as_report(network(point), length) for point in points]
    described = str(getattr(returned, "summary", ""))
    outputs = tuple(report.values for report in reports)
    if as_report(network(points[0]), length).values != outputs[0]:
        raise DomainError("output: the network has another value when it is asked again")
    return replace(reports[0], outputs=outputs, status=described or reports[0].status)


def _flag(flag: bool | Truth | None) -> Truth | None:
    if flag is None or isinstance(flag, Truth):
        return flag
    if type(flag).__name__ not in ("bool", "bool_"):  # NumPy's, too
        raise DomainError(f"output: flag: got {flag!r}, need True, False, None or a Truth")
    return Truth.YES if flag else Truth.NO


def _bounded(value: Fraction, i: int) -> Fraction:
    bits = max(value.numerator.bit_length(), value.denominator.bit_length())
    if bits > LARGEST_BITS:
        raise DomainError(f"output[{i}]: has {bits} bits, need at most {LARGEST_BITS}")
    return value
