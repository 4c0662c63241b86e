"""Computable sequences of inverse problems, among them those that machines make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from computable.errors import DomainError
from computable.machine import Machine
from computable.oracle import Ask, Entry, ProblemData, exact
from computable.oracle.number import checked_depth
from computable.problem import HaltingInstance, Problem, TieFamily
from computable.sequence.reals import checked_index

__all__ = ["InstanceSequence"]


@dataclass(frozen=True, kw_only=True)
class InstanceSequence:
    """Instances ``(A_0, y_0), (A_1, y_1), ...`` of one problem and shape, with one program.

    Attributes
    ----------
    problem : Problem
    shape : (int, int)
        (m, N).
    program : callable
        ``program(k)`` is the oracle of instance k: ``(entry, n)`` to a rational within ``2**-n``.

    Examples
    --------
    >>> from computable.machine.turing.enumeration import turing_machine
    >>> from computable.problem import BasisPursuit
    >>> family = TieFamily.rational(BasisPursuit(), digits=2)
    >>> made = InstanceSequence.of_machines(turing_machine, family)
    >>> made.query(1, ("A", 0, 0), 50), made.query(63, ("A", 0, 0), 50)
    (Fraction(1, 1), Fraction(9, 8))
    """

    problem: Problem
    shape: tuple[int, int]
    program: Callable[[int], Ask]

    @classmethod
    def of_machines(
        cls, machines: Callable[[int], Machine], family: TieFamily, *, column: int = 0
    ) -> InstanceSequence:
        """Return the instances that machines make (Theorem E), with their canonical names.

        Instance k is ``D_j(2**-(s + n0))`` if machine k halts in exactly s steps, and the centre
        if it never halts. One program computes all, although nobody can tell which are which.
        """

        @lru_cache(maxsize=256)
        def program(k: int) -> Ask:  # which keeps its run
            return HaltingInstance(machine=machines(k), family=family, column=column).ask()

        return cls(problem=family.problem, shape=family.shape, program=program)

    @classmethod
    def constant(cls, family: TieFamily) -> InstanceSequence:
        """Return the centre, again and again."""
        oracle = family.centre.oracle(exact)
        return cls(problem=family.problem, shape=family.shape, program=lambda k: oracle)

    def query(self, k: int, entry: Entry, n: int) -> Fraction:
        """Return a rational within ``2**-n`` of an entry of instance k.

        Raises
        ------
        DomainError
            If there is no such entry, or index or depth is no integer >= 0.
        """
        m, N = self.shape
        kind, *places = entry
        sizes = {"A": (m, N), "y": (m,)}.get(str(kind), ())
        if (
            len(places) != len(sizes)
            or not all(
                isinstance(i, int) and 0 <= i < size for i, size in zip(places, sizes, strict=True)
            )
            or not sizes
        ):
            raise DomainError(f"entry: got {entry!r}, need ('A', i, j) or ('y', i) of {m} x {N}")
        return self.program(checked_index(k))(entry, checked_depth(n))

    def __getitem__(self, k: int) -> ProblemData:
        """Return instance k as the input of an algorithm."""
        ask = self.program(checked_index(k))
        return ProblemData(shape=self.shape, problem=self.problem, ask=ask)
