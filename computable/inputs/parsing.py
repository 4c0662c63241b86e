"""What readers of files share: failures of parsers and missing libraries are one error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from computable.errors import DomainError

__all__ = ["library", "parsing"]


@contextmanager
def parsing(failure: str) -> Iterator[None]:
    """Say what failed, whatever the parser of a broken file came upon."""
    try:
        yield
    except (DomainError, MemoryError):
        raise
    except Exception as error:
        raise DomainError(f"{failure}: {str(error)[:100]}") from None


def library(module: str, *, package: str) -> Any:
    """Return a module of an optional library."""
    try:
        return import_module(module)
    except ImportError:
        raise DomainError(f"needs {package}, which is not installed (extra: inputs)") from None
