"""Files that a checker judges: written atomically, verified by the checker of their claim."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from pathlib import Path
from types import ModuleType
from typing import Any

from computable.errors import Malformed, Rejected
from computable.files import write_atomically
from proofs import (
    checker,
    checker_basis,
    checker_decider,
    checker_digits,
    checker_flag,
    checker_machine,
    checker_path,
    checker_probability,
    checker_reduction,
    checker_register,
    checker_training,
)
from proofs.writing import file_text

__all__ = ["CHECKERS", "ProofFile", "check", "judge"]

CHECKERS: dict[str, ModuleType] = {
    "checker.py": checker,
    "checker_training.py": checker_training,
    "checker_probability.py": checker_probability,
    "checker_flag.py": checker_flag,
    "checker_digits.py": checker_digits,
    "checker_path.py": checker_path,
    "checker_basis.py": checker_basis,
    "checker_machine.py": checker_machine,
    "checker_register.py": checker_register,
    "checker_decider.py": checker_decider,
    "checker_reduction.py": checker_reduction,
}
"""The checkers: one standalone file for each family of claims."""


class ProofFile(ABC):
    """A statement with its proof, as a canonical JSON file."""

    @abstractmethod
    def document(self) -> dict[str, Any]:
        """Return the file's content as JSON values."""

    def text(self) -> str:
        """Return the file: one line a field, fields in the format's order, ASCII."""
        return file_text(self.document())

    def save(self, path: str | Path) -> Path:
        """Write the file atomically (all of it or nothing) and return its path.

        A device or pipe is written to, not replaced.
        """
        return write_atomically(path, self.text().encode("ascii"))

    def check(self) -> str:
        """Have the checker verify the file's text and return what it proves.

        Raises
        ------
        Malformed, Rejected
            If it does not.
        """
        return check(self.text().encode("ascii"))


def check(proof: bytes | str | Path) -> str:
    """Verify a certificate, a file or its bytes, and return what it proves.

    Parameters
    ----------
    proof : bytes, or str or Path
        The content of a file, or its path.

    Raises
    ------
    OSError
        If the file cannot be read.
    Malformed
        If the bytes break the format, or are more than the checker takes on.
    Rejected
        If the claim does not follow from the file.
    """
    if isinstance(proof, bytes):
        data = proof
    else:
        with open(proof, "rb") as file:
            data = file.read(checker.FILE_BYTES + 1)
    verdict, reason = judge(data)
    if verdict == "accepted":
        return reason
    if verdict == "rejected":
        raise Rejected(reason)
    raise Malformed(reason if verdict == "malformed" else f"{reason} ({verdict})")


def judge(data: bytes) -> tuple[str, str]:
    """Return 'accepted', 'rejected', 'malformed' or 'unsupported', and why.

    ``checker.py`` says which checker a file needs if it is not its own.
    """
    verdict, reason = _judged(checker, data)
    named = re.fullmatch(r"claim: use (checker_\w+\.py)", reason)
    if verdict == "unsupported" and named:
        return _judged(CHECKERS[named[1]], data)
    return verdict, reason


def _judged(module: ModuleType, data: bytes) -> tuple[str, str]:
    try:
        return "accepted", module.check(data)
    except module.No as no:
        verdict, reason = no.args
        return verdict, reason
