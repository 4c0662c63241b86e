"""The errors of the project: one small tree.

A message names the quantity, what it got and the rule that it broke.
"""

from __future__ import annotations

__all__ = [
    "CertificateError",
    "ComputableError",
    "DomainError",
    "Malformed",
    "Rejected",
    "UndecidedError",
]


class ComputableError(Exception):
    """Base of every error that the project raises on purpose."""


class DomainError(ComputableError, ValueError):
    """A value lies outside the domain of the operation that received it."""


class UndecidedError(ComputableError, ArithmeticError):
    """A three-valued answer was used as a boolean although it is ``UNKNOWN``."""


class CertificateError(ComputableError, ValueError):
    """A certificate does not prove its claim."""


class Malformed(CertificateError):
    """The file breaks the format (or a limit of it), so it claims nothing."""


class Rejected(CertificateError):
    """The file is well formed, but what it claims does not follow from it."""
