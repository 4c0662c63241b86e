r"""The null space property of columns that tie, in exact rationals: it holds until they do.

Let row 0 of A have an entry a_1 in column 0, entries of size at most a_2 < a_1 in the columns off
``D = {0, ..., k}``, and let columns 1 to k have one entry each, of size b at least, alone in its
row. Then for every x, with the weight 1 off D,

    ``|x_0| <= (|(A x)_0| + a_2 ||x_Dc||_1) / a_1``,  ``|x_l| <= |(A x)_i| / b``  (i: its row),

so that by the triangle inequality for (x_0, ..., x_k)

    ``||x_D|| <= (a_2 / a_1) ||x_Dc||_1 + ||A x|| / min(a_1, b)``:                          (1)

the property with ``rho = sqrt(xi) a_2 / a_1`` and ``gamma = 1 / min(a_1, b)``. Smaller supports
need no proof of their own. No smaller rho is true: if a_2 is the only entry of its column, then
``A x = 0`` for x with ``-a_2`` in column 0, a_1 in that column and zeros elsewhere, and (1) is an
equality. At a tie, ``a_1 = a_2``, no rho below 1 is true.

For k = 0 is xi = 1: ``rho = a_2 / a_1``. For k > 0 a weight v on columns 1 to k keeps
``sqrt(xi)`` near 1: with ``v = 2 r / (1 - k r**2)`` it is ``(1 + k r**2) / (1 - k r**2)``, rational
for a rational r. It is taken so that ``1 - rho`` is at least 4/5 of ``1 - a_2 / a_1``: the constant
C1 then grows like ``(1 - a_2 / a_1)**(-5/4)``, and of all such parts 4/5 makes it about least.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from computable.errors import DomainError
from computable.exact import Vector, rounded_text
from computable.nullspace import Levels, Matrix, NullSpaceProperty, Proved
from computable.nullspace.shown import shown
from computable.recovery.outward import root, significant

__all__ = ["pattern_first", "tie_matrix", "tie_null_space"]

PART = Fraction(1, 5)


def tie_matrix(
    row: Sequence[Fraction], diagonal: Sequence[Fraction], first: Sequence[int] = ()
) -> Matrix:
    """Return the matrix ``row (+) diag(diagonal)`` with these columns put first.

    Parameters
    ----------
    row : Vector, shape (q,)
        The columns that tie.
    diagonal : Vector, shape (m - 1,)
    first : sequence of int, optional
        Different columns, from 0 to q + m - 2.

    Examples
    --------
    >>> tie_matrix((1, 2), (3,), [1]).rows == ((2, 1, 0), (0, 0, 3))
    True
    """
    q, m = len(row), len(diagonal) + 1
    rows = [(*row, *(0,) * (m - 1))]
    rows += [tuple(b * (j == q + l) for j in range(q + m - 1)) for l, b in enumerate(diagonal)]
    order = pattern_first(q + m - 1, first)
    return Matrix([[r[j] for j in order] for r in rows])


def pattern_first(size: int, first: Sequence[int]) -> tuple[int, ...]:
    """Return the order of columns with these first and the others as they are."""
    return (*first, *(j for j in range(size) if j not in first))


def tie_null_space(matrix: Matrix, *, block: int = 0) -> NullSpaceProperty[Proved]:
    """Prove the null space property of the first columns, exactly.

    Parameters
    ----------
    matrix : Matrix, shape (m, N)
        As in this module: column 0 is the largest of those that tie.
    block : int
        k, from 0 to N - 2: so many columns after it are alone in their rows and in the pattern.

    Returns
    -------
    NullSpaceProperty
        Levels of 1, k and N - 1 - k coordinates, of which 1, k and 0 may be non-zero.

    Raises
    ------
    DomainError
        If the columns have other entries, or column 0 is not larger than all others: at a tie
        there is nothing to prove.

    Examples
    --------
    >>> print(tie_null_space(Matrix([["5/4", 1]])))
    rho = 0.8, gamma = 0.8 for Levels(1 + 1 coordinates, sparsities 1 + 0), proved by \
columns that tie, exactly
    >>> tie_null_space(Matrix([[1, 1]]))
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: column 0: got 1, need more than the 1 of another column: \
at a tie no rho below 1 is true
    """
    _, N = matrix.shape
    if type(block) is not int or not 0 <= block <= N - 2:
        raise DomainError(f"block: got {shown(block)}, need an integer from 0 to N - 2 = {N - 2}")
    diagonal = _alone(matrix.rows, block)
    most, largest = abs(matrix.rows[0][0]), max(map(abs, matrix.rows[0][block + 1 :]))
    if most <= largest:
        raise DomainError(
            f"column 0: got {rounded_text(most, 6)}, need more than the "
            f"{rounded_text(largest, 6)} of another column: at a tie no rho below 1 is true"
        )
    weight, factor = _weight(largest / most, block)
    counts = [(1, 1, Fraction(1)), (block, block, weight), (N - 1 - block, 0, Fraction(1))]
    sizes, sparsities, weights = zip(*(level for level in counts if level[0]))
    return NullSpaceProperty(
        levels=Levels(sizes=sizes, sparsities=sparsities, weights=weights),
        rho=factor * largest / most,
        gamma=1 / min(most, *diagonal),
        provenance=Proved(method="columns that tie, exactly", matrix=matrix),
    )


def _alone(rows: Sequence[Vector], block: int) -> list[Fraction]:
    """Return the sizes of the entries of columns 1 to k, and that of column 0 first."""
    found: list[Fraction] = []
    for j in range(block + 1):
        where = [i for i, row in enumerate(rows) if row[j]]
        if len(where) != 1 or (where == [0]) != (j == 0):
            raise DomainError(
                f"column {j}: got entries in rows {where}, need one, in row 0 for column 0 only"
            )
        if j and sum(map(bool, rows[where[0]])) != 1:
            raise DomainError(f"row {where[0]}: got several entries, need that of column {j} alone")
        found.append(abs(rows[where[0]][j]))
    return found


def _weight(ratio: Fraction, block: int) -> tuple[Fraction, Fraction]:
    """Return v, and sqrt(xi) with ``sqrt(xi) - 1 <= (1 / ratio - 1) / 5``, at most 1."""
    if not block:
        return Fraction(1), Fraction(1)
    room = min(PART * (1 / ratio - 1), Fraction(1)) if ratio else Fraction(1)
    r = significant(root(room / (block * (2 + room)), up=False), up=False, bits=8)
    square = block * r * r
    return 2 * r / (1 - square), (1 + square) / (1 - square)
