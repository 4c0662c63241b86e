"""Banach-Mazur algorithms: maps that send computable sequences to computable sequences.

Every algorithm that reads oracles (Borel-Turing) maps sequences term by term: it *lifts* to a
Banach-Mazur algorithm. Not conversely: a map of sequences may look at other terms, and need not
come from an algorithm on single instances. Failing as a Banach-Mazur algorithm is failing harder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

from computable.algorithm import as_report
from computable.errors import DomainError
from computable.exact import Vector
from computable.sequence.answers import AnswerSequence
from computable.sequence.instances import InstanceSequence
from computable.solvers import NamedSolver, as_algorithm

__all__ = ["BanachMazur", "Lifted", "OnSequences", "lift"]


@runtime_checkable
class BanachMazur(Protocol):
    """A map from sequences of instances to sequences of answers.

    Attributes
    ----------
    borel_turing : bool
        Whether it is known to be the lift of an algorithm that reads one instance's oracle.
    """

    borel_turing: ClassVar[bool]

    def __call__(self, instances: InstanceSequence) -> AnswerSequence:
        """Return the answers; they are computed when they are asked for."""


@dataclass(frozen=True)
class Lifted:
    """An algorithm that reads oracles, applied to every term: Borel-Turing, so Banach-Mazur.

    Attributes
    ----------
    algorithm : callable
        data -> N numbers, at every depth the same: the exact values of its map.
    """

    algorithm: Callable[[Any], object]
    borel_turing: ClassVar[bool] = True

    def __call__(self, instances: InstanceSequence) -> AnswerSequence:
        """Return the answers to the single instances."""
        known = dict[int, Vector]()

        def program(k: int, n: int) -> Vector:
            if k not in known:
                returned = self.algorithm(instances[k])
                known[k] = as_report(returned, instances.shape[1]).values
            return known[k]

        return AnswerSequence(length=instances.shape[1], program=program)


@dataclass(frozen=True)
class OnSequences:
    """A Banach-Mazur algorithm that is given as a map of sequences.

    Attributes
    ----------
    function : callable
        ``function(instances, k, n)`` are N exact numbers within ``2**-n`` of the entries of answer
        k. It may query every term of the sequence.
    """

    function: Callable[[InstanceSequence, int, int], Iterable[object]]
    borel_turing: ClassVar[bool] = False

    def __call__(self, instances: InstanceSequence) -> AnswerSequence:
        """Return the answers."""
        return AnswerSequence(
            length=instances.shape[1], program=lambda k, n: self.function(instances, k, n)
        )


def lift(algorithm: Callable[..., Any] | str) -> Lifted:
    """Return the Banach-Mazur algorithm that an algorithm on oracles is.

    Parameters
    ----------
    algorithm : callable or str
        ``f(data)``, ``f(A, y)``, or the name of a solver.

    Examples
    --------
    >>> from computable.machine.turing.enumeration import turing_machine
    >>> from computable.problem import BasisPursuit, TieFamily
    >>> made = InstanceSequence.of_machines(
    ...     turing_machine, TieFamily.rational(BasisPursuit(), digits=2)
    ... )
    >>> first = lift(lambda data: [data.y.query(0, 9) / data.A.query(0, 0, 9), 0])
    >>> first(made).query(63, 20), first.borel_turing
    ((Fraction(4, 225), Fraction(0, 1)), True)
    """
    found = NamedSolver(algorithm) if isinstance(algorithm, str) else as_algorithm(algorithm)
    if getattr(found, "learner", False) or getattr(found, "vouches", False):
        raise DomainError("algorithm: need one that solves one instance, to be lifted")
    return Lifted(found)
