"""The computability map: problem x model x accuracy, with the executable proof of every cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["ACCURACIES", "MODELS", "PROBLEMS", "Cell", "cell", "cells"]

PROBLEMS = {
    "bp": "basis pursuit, QCBP",
    "lasso": "LASSO",
    "sr-lasso": "square-root LASSO",
    "lp": "linear program",
}
ACCURACIES = ("K", "K-1", "K-2")
MODELS = {
    "turing": "Turing machine, oracle input",
    "halting": "randomised, halting",
    "forever": "randomised, may run for ever",
    "banach-mazur": "Banach-Mazur",
    "real-ram": "real RAM (BSS)",
    "rational": "exact rational input",
}
NO, PARTLY, YES = "no", "partly", "yes"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one model can do for one problem at one accuracy, on the class Omega.

    Attributes
    ----------
    verdict : str
        'no', 'partly' (with a probability, or with unbounded data) or 'yes'.
    words : str
        What exactly.
    theorem : str
        The theorem that says so.
    """

    problem: str
    model: str
    accuracy: str
    verdict: str
    words: str
    theorem: str

    @property
    def proof(self) -> str:
        """How to run the proof."""
        return f"computable theorem run {self.theorem} --problem {self.problem}"


_ORACLE = {
    "K-1": (PARTLY, "yes, data unbounded", "B"),
    "K-2": (YES, "yes, L samples", "C"),
}
_EXACT = dict.fromkeys(ACCURACIES, (YES, "yes, all digits", "F"))
_TABLE: dict[str, dict[str, tuple[str, str, str]]] = {
    "turing": {"K": (NO, "no", "A"), **_ORACLE},
    "halting": {"K": (NO, "probability <= 1/q", "A-prime"), **_ORACLE},
    "forever": {"K": (PARTLY, "probability <= q/(2q-1), attained", "A-prime"), **_ORACLE},
    "banach-mazur": {"K": (NO, "no", "E"), **_ORACLE},
    "real-ram": _EXACT,
    "rational": _EXACT,
}


def cell(problem: str, model: str, accuracy: str) -> Cell:
    """Return one cell of the map.

    Examples
    --------
    >>> cell("lasso", "turing", "K").proof
    'computable theorem run A --problem lasso'
    >>> cell("bp", "banach-mazur", "K").proof
    'computable theorem run E --problem bp'
    """
    verdict, words, theorem = _TABLE[model][accuracy]
    if model == "real-ram" and problem in ("bp", "sr-lasso"):
        words += " (epsilon > 0: with roots)" if problem == "bp" else " (with roots)"
    return Cell(
        problem=problem,
        model=model,
        accuracy=accuracy,
        verdict=verdict,
        words=words,
        theorem=theorem,
    )


def cells() -> Iterator[Cell]:
    """Yield the whole map, problem by problem."""
    for problem in PROBLEMS:
        for model in MODELS:
            for accuracy in ACCURACIES:
                yield cell(problem, model, accuracy)
