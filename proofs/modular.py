"""Injectivity of A_S by elimination modulo one integer, as the certificate format has it."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from computable.problem import Instance, Problem, SquareRootLasso

__all__ = ["find_modulus"]

PRIMES = (2147483647, 999999999999999989, 4294967291, 99999999999999997, 1000003)


def find_modulus(problem: Problem, instance: Instance, x: tuple[Fraction, ...]) -> int | None:
    """Return a modulus with which the format's elimination succeeds.

    ``None`` if x = 0, where none is needed. Primes are tried in turn; if A_S is not
    injective all fail, the first is returned and the checker will say so.
    """
    support = [j for j, v in enumerate(x) if v]
    if not support:
        return None
    rows = instance.rows(support)
    if isinstance(problem, SquareRootLasso) and any(instance.residual(x)):
        rows = [[*row, b] for row, b in zip(rows, instance.y, strict=True)]
    return next((p for p in PRIMES if _has_full_rank(rows, p)), PRIMES[0])


def _has_full_rank(rows: list[list[Fraction]], p: int) -> bool:
    remaining = [_reduced(row, p) for row in rows]
    for k in range(len(rows[0])):
        index = next((i for i, row in enumerate(remaining) if row[k]), None)
        if index is None:
            return False
        pivot = remaining.pop(index)
        inverse = pow(pivot[k], -1, p)
        for row in remaining:
            if factor := row[k] * inverse % p:
                row[:] = [(a - factor * b) % p for a, b in zip(row, pivot, strict=True)]
    return True


def _reduced(row: list[Fraction], p: int) -> list[int]:
    """Return the row times the lcm of its denominators modulo p."""
    if all(v.denominator % p for v in row):  # a unit factor changes no pivot
        return [v.numerator % p * pow(v.denominator, -1, p) % p for v in row]
    scale = lcm(*(v.denominator for v in row))
    return [v.numerator * (scale // v.denominator) % p for v in row]
