"""Hypothesis strategies for the inputs of the explorer."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from computable.oracle import (
    Answers,
    alternating,
    exact,
    from_rational,
    highest,
    lowest,
    nearest_dyadic,
    scattered,
)
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Omega,
    Problem,
    SquareRootLasso,
    TieFamily,
    TrainingSet,
)
from computable.problem.members import draw_member
from computable.real import Real, e, euler_gamma, from_oracle, pi

__all__ = [
    "answer_styles",
    "instances",
    "members",
    "omegas",
    "problems",
    "rationals",
    "reals",
    "tie_families",
]


def rationals(
    *, least: Fraction | int | None = None, most: Fraction | int | None = None, size: int = 1000
) -> st.SearchStrategy[Fraction]:
    """Return a strategy for rationals in [least, most] with denominators up to ``size``."""
    return st.fractions(
        min_value=-size if least is None else least,
        max_value=size if most is None else most,
        max_denominator=size,
    )


def answer_styles() -> st.SearchStrategy[Answers]:
    """Return a strategy for ways in which an oracle may answer, adversarial ones included."""
    fixed = st.sampled_from([exact, nearest_dyadic, lowest, highest, alternating])
    return st.one_of(fixed, st.integers(0, 2**32).map(scattered))


def reals(*, operations: int = 3) -> st.SearchStrategy[Real]:
    """Return a strategy for exact reals up to 1000 in size, made by some ``operations``.

    Rationals, constants, square roots and oracles that answer in all styles, added,
    subtracted, multiplied by numbers in [-1, 1], and halved.
    """
    number = rationals(size=100)
    oracle = st.builds(
        lambda value, answers: from_oracle(from_rational(value, answers=answers)),
        number,
        answer_styles(),
    )
    root = rationals(least=0, size=100).map(lambda value: Real(value).sqrt())
    leaves = st.one_of(number.map(Real), st.sampled_from([pi, e, euler_gamma]), root, oracle)
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda x, y: (x + y) / 2, inner, inner),
            st.builds(lambda x, y: x - y / 2, inner, inner),
            st.builds(lambda x, y: x * y.sin(), inner, inner),
            inner.map(lambda x: -x),
        ),
        max_leaves=operations + 1,
    )


def problems(*, columns: int | None = None) -> st.SearchStrategy[Problem]:
    """Return a strategy for all four problems, with weights (costs) if ``columns`` is given."""
    parameter = rationals(least=Fraction(1, 50), most=5, size=50)
    weights: st.SearchStrategy[tuple[Fraction, ...] | None] = st.none()
    if columns is not None:
        weight = rationals(least=Fraction(1, 5), most=5, size=5)
        weights |= st.lists(weight, min_size=columns, max_size=columns).map(tuple)
    return st.one_of(
        st.builds(BasisPursuit, st.just(Fraction(0)), weights=weights),
        st.builds(BasisPursuit, parameter, weights=weights),
        st.builds(Lasso, parameter, weights=weights),
        st.builds(SquareRootLasso, parameter, weights=weights),
        st.builds(LinearProgram, weights),
    )


@st.composite
def tie_families(
    draw: st.DrawFn,
    *,
    digits: int = 12,
    columns: int = 6,
    rows: int = 3,
    weighted: bool = True,
    dyadic: bool | None = None,
) -> TieFamily:
    """Draw a family with K, q, m up to these bounds; rational, dyadic or (None) either."""
    q, m = draw(st.integers(2, columns)), draw(st.integers(1, rows))
    problem = draw(problems(columns=q + m - 1 if weighted else None))
    either = draw(st.booleans()) if dyadic is None else dyadic
    choose = TieFamily.dyadic if either else TieFamily.rational
    return choose(problem, digits=draw(st.integers(1, digits)), columns=q, rows=m)


@st.composite
def omegas(
    draw: st.DrawFn, *, digits: int = 12, columns: int = 6, rows: int = 4, samples: int = 5
) -> Omega:
    """Draw a class Omega(K, L, q, m) with numbers up to these bounds and any problem.

    Weights are drawn from [s, 5s/2], as the class demands, with s from 1/1000 to 30.
    """
    q, m = draw(st.integers(2, columns)), draw(st.integers(1, rows))
    problem = draw(problems())
    if draw(st.booleans()):
        weight = rationals(least=1, most=Fraction(5, 2), size=6)
        weights = draw(st.lists(weight, min_size=q + m - 1, max_size=q + m - 1))
        scale = draw(
            st.sampled_from([Fraction(1, 1000), Fraction(1, 7), Fraction(1), Fraction(30)])
        )
        chosen = tuple(scale * w for w in weights)
        problem = (
            LinearProgram(chosen)
            if isinstance(problem, LinearProgram)
            else replace(problem, weights=chosen)
        )
    return Omega(
        problem=problem,
        digits=draw(st.integers(1, digits)),
        columns=q,
        rows=m,
        samples=draw(st.integers(1, samples)),
    )


def members(omega: Omega) -> st.SearchStrategy[TrainingSet]:
    """Return a strategy for training sets in the class, answered in all ways."""
    return st.integers(0, 2**32).map(lambda seed: draw_member(omega, random.Random(seed)))


@st.composite
def instances(draw: st.DrawFn, *, rows: int = 2, columns: int = 4, size: int = 3) -> Instance:
    """Draw a small dense instance whose entries are few, so that degenerate ones are common."""
    m, N = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    entry = st.integers(-size, size).map(Fraction) | rationals(least=-size, most=size, size=size)
    A = draw(st.lists(st.lists(entry, min_size=N, max_size=N), min_size=m, max_size=m))
    return Instance.from_dense(A, draw(st.lists(entry, min_size=m, max_size=m)))
