"""What the commands of FIRENETs read: a matrix and y, or a sample, its levels, its property."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from computable.cli.data import Data
from computable.cli.firenet_sample import planted, sample_matrix
from computable.cli.tables import busy
from computable.errors import DomainError
from computable.exact import Vector, as_vector
from computable.inputs.reading import LARGEST
from computable.nullspace import (
    Levels,
    Matrix,
    NullSpaceProperty,
    assume,
    prove_null_space,
)
from computable.nullspace.prove import METHODS
from computable.recovery.outward import root

__all__ = ["Measured", "levels_from"]

MOST = 10**40
"""Of the numerator and the denominator of a weight."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A matrix with its levels and null space property, y, and the x from which y was made.

    Attributes
    ----------
    name : str
    matrix : Matrix, shape (m, N)
    null_space : NullSpaceProperty
    y : Vector, shape (m,)
    x : Vector, shape (N,), or None
        Of samples.
    names : tuple of str, length N
        Of the columns of A: numbers, if a file has no names.
    noise, distance : Fraction
        Upper bounds of ``||A x - y||`` and ``sigma(x)``: of a sample's x they hold, of a file they
        say which x are meant.
    """

    name: str
    matrix: Matrix
    null_space: NullSpaceProperty[Any]
    y: Vector
    x: Vector | None
    names: tuple[str, ...]
    noise: Fraction
    distance: Fraction

    @classmethod
    def read(
        cls,
        *,
        file: str | None,
        sample: str | None,
        seed: int,
        matrix: str | None,
        target: str | None,
        header: bool | None,
        floats: bool,
        sizes: str | None,
        sparsities: str | None,
        weights: str | None,
        noise: Fraction,
        distance: Fraction,
        **known: Any,
    ) -> Measured:
        """Read or make what the options say.

        Raises
        ------
        DomainError
            If the file or the sample cannot be read, the levels do not fit, or the property
            cannot be proved.
        """
        for option, value in (("--noise", noise), ("--distance", distance)):
            if value < 0:
                raise DomainError(f"{option}: got {value}, need >= 0")
        if (file is None) == (sample is None):
            raise DomainError("DATA: need a file, or --sample without one")
        if sample is None:
            A, y, names = _file(
                str(file), matrix=matrix, target=target, header=header, floats=floats
            )
        elif matrix is not None or target is not None or header is not None or floats:
            raise DomainError("--sample: --matrix, --target, --header and --floats are for files")
        else:
            A, y = sample_matrix(sample, seed), ()
            names = tuple(map(str, range(A.shape[1])))
        levels = levels_from(A.shape[1], sizes, sparsities, weights)
        null_space = _property(A, levels, **known)
        x = None
        if sample is not None:
            x, y = planted(A, levels, noise=noise, distance=distance, seed=seed)
        return cls(
            name=str(file) if sample is None else f"{sample}, seed {seed}",
            matrix=A,
            null_space=null_space,
            y=y,
            x=x,
            names=names,
            noise=noise,
            distance=distance,
        )

    @property
    def levels(self) -> Levels:
        """Those of the property."""
        return self.null_space.levels

    @property
    def size(self) -> str:
        """The shape in words."""
        return _size(self.matrix)

    def error(self, point: Vector) -> Fraction | None:
        """Return the l2 distance of a point from the x of a sample, rounded up to 64 bits."""
        if self.x is None:
            return None
        pairs = zip(point, self.x, strict=True)
        return root(sum(((a - b) ** 2 for a, b in pairs), Fraction(0)), up=True)


def levels_from(N: int, sizes: str | None, sparsities: str | None, weights: str | None) -> Levels:
    """Return the levels that are written as lists with commas; without sizes it is one level.

    Raises
    ------
    DomainError
        If they cannot be read or do not fit to N coordinates.

    Examples
    --------
    >>> levels_from(64, "16,48", "1,2", "1,3/2")
    Levels(16 + 48 coordinates, sparsities 1 + 2, weights 1, 3/2)
    >>> levels_from(64, None, None, None)
    Levels(64 coordinates, sparsities 1)
    """
    chosen = [N] if sizes is None else _integers("--sizes", sizes)
    if sum(chosen) != N:
        raise DomainError(f"--sizes: got {sizes}, in all {sum(chosen)}, but A has {N} columns")
    found = None if weights is None else as_vector(_parts(weights), name="weights")
    if found and any(max(abs(v.numerator), v.denominator) > MOST for v in found):
        raise DomainError("--weights: need numerators and denominators of at most 10^40")
    counts = [1] * len(chosen) if sparsities is None else _integers("--sparsities", sparsities)
    return Levels(sizes=chosen, sparsities=counts, weights=found)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _integers(option: str, text: str) -> list[int]:
    if not all(re.fullmatch("[0-9]{1,9}", part) for part in _parts(text)):
        raise DomainError(f"{option}: got {text[:40]!r}, need integers with commas, such as 16,48")
    return [int(part) for part in _parts(text)]


def _property(
    A: Matrix,
    levels: Levels,
    *,
    method: tuple[str, ...],
    limit: int,
    rho: Fraction | None,
    gamma: Fraction | None,
    source: str,
) -> NullSpaceProperty[Any]:
    """Prove the null space property, or assume it with the numbers that are given."""
    if (rho is None) != (gamma is None):
        raise DomainError("--assume-rho, --assume-gamma: got one of them, need both or neither")
    if rho is not None and method:
        raise DomainError("--method: is for proofs, not for what is assumed")
    if rho is not None:
        return assume(levels, rho=rho, gamma=gamma, source=source)
    with busy(f"proving the null space property ({_size(A)})"):
        return prove_null_space(A, levels, methods=method or METHODS, limit=limit)


def _size(A: Matrix) -> str:
    m, N = A.shape
    return f"{m} x {N}"


def _file(
    file: str, *, matrix: str | None, target: str | None, header: bool | None, floats: bool
) -> tuple[Matrix, Vector, tuple[str, ...]]:
    """Return the matrix and y of a file, and the names of its columns."""
    data = Data.read(
        file, problem=None, lam=None, epsilon=None, weights=None,
        matrix=matrix, target=target, floats=floats, header=header,
    )  # fmt: skip
    if data.loaded.form is not None:
        raise DomainError(f"{file}: is a linear program, need data A and y")
    found = data.loaded.given
    m, N = found.shape
    if m * N > LARGEST:
        raise DomainError(f"A: got shape {found.shape}, need at most 2^24 entries")
    entries: Any = found.A
    if entries is None:
        entries = [[Fraction(0)] * N for _ in range(m)]
        for j, column in enumerate(found.columns or ()):
            for i, v in column:
                entries[i][j] = v
    right = found.right if found.y is None else as_vector(found.y, name="y")
    return Matrix(entries), right or (), data.variables
