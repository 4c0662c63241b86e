"""Linear programs at random, written for HiGHS and solved by it."""

from fractions import Fraction

import highspy
import numpy as np
from scipy.optimize import linprog

from computable.inputs import (
    GeneralProgram,
)


def quarters(rng, low=-8, high=8):
    return Fraction(rng.randint(low, high), 4)


def interval(rng, empty):
    """Return bounds of one of five kinds; without any only if that may be."""
    a, b = sorted((quarters(rng), quarters(rng)))
    kinds = [(a, None), (None, b), (a, b), (a, a)]
    return rng.choice([*kinds, (None, None)] if empty else kinds)


def program_at_random(rng):
    """Return a program with a feasible point, usually bounded, sometimes not."""
    n, r = rng.randint(1, 4), rng.randint(1, 4)
    matrix = [
        [quarters(rng) if rng.random() < 0.7 else Fraction(0) for _ in range(n)] for _ in "x" * r
    ]
    bounds = tuple(interval(rng, empty=rng.random() < 0.5) for _ in range(n))
    point = [inside(rng, ends) for ends in bounds]
    rows = []
    for row in matrix:
        value = sum(a * x for a, x in zip(row, point))
        a, b = interval(rng, empty=rng.random() < 0.3)
        if rng.random() < 0.95:  # the point is feasible, except that it sometimes is not
            shift = value - inside(rng, (a, b))
            a, b = (None if v is None else v + shift for v in (a, b))
        rows.append((a, b))
    return GeneralProgram(
        cost=tuple(quarters(rng) for _ in range(n)),
        columns=tuple(
            tuple((i, row[j]) for i, row in enumerate(matrix) if row[j]) for j in range(n)
        ),
        bounds=bounds,
        rows=tuple(rows),
        names=tuple(f"v{j}" for j in range(n)),
        row_names=tuple(f"c{i}" for i in range(r)),
        offset=quarters(rng),
        maximise=rng.random() < 0.5,
    ), point


def inside(rng, ends):
    a, b = ends
    if a is None:
        a = quarters(rng) if b is None else b - quarters(rng, 0)
    return a if b is None or a == b else min(b, a + quarters(rng, 0))


def apply(program, x):
    image = [Fraction(0)] * len(program.rows)
    for value, column in zip(x, program.columns, strict=True):
        for i, a in column:
            image[i] += a * value
    return image


def is_feasible(program, x):
    return all(
        (a is None or a <= v) and (b is None or v <= b)
        for v, (a, b) in zip(
            (*x, *apply(program, x)), (*program.bounds, *program.rows), strict=True
        )
    )


def written(program, path):
    """Write a program with HiGHS; its numbers have few digits, so nothing is lost."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.cost), len(program.rows)
    ends = {"col": program.bounds, "row": program.rows}
    for kind, intervals in ends.items():
        low = [-highspy.kHighsInf if a is None else float(a) for a, _ in intervals]
        high = [highspy.kHighsInf if b is None else float(b) for _, b in intervals]
        setattr(lp, f"{kind}_lower_", np.array(low))
        setattr(lp, f"{kind}_upper_", np.array(high))
    lp.col_cost_ = np.array([float(v) for v in program.cost])
    lp.offset_ = float(program.offset)
    lp.sense_ = highspy.ObjSense.kMaximize if program.maximise else highspy.ObjSense.kMinimize
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, program.columns)])
    lp.a_matrix_.index_ = np.array([i for c in program.columns for i, _ in c], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([float(a) for c in program.columns for _, a in c])
    lp.col_names_, lp.row_names_ = list(program.names), list(program.row_names)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.passModel(lp) == highspy.HighsStatus.kOk
    assert highs.writeModel(str(path)) == highspy.HighsStatus.kOk
    return path


def solved(program):
    """Return linprog's result for the program as it is."""
    matrix = np.zeros((len(program.rows), len(program.cost)))
    for j, column in enumerate(program.columns):
        for i, a in column:
            matrix[i, j] = a
    sides = [
        (sign * row, sign * end)
        for row, ends in zip(matrix, program.rows)
        for sign, end in zip((-1, 1), ends)
        if end is not None and ends[0] != ends[1]
    ]
    equations = [(row, a) for row, (a, b) in zip(matrix, program.rows) if a is not None and a == b]
    sign = -1 if program.maximise else 1
    return linprog(
        [sign * float(v) for v in program.cost],
        A_ub=[row for row, _ in sides] or None,
        b_ub=[float(end) for _, end in sides] or None,
        A_eq=[row for row, _ in equations] or None,
        b_eq=[float(end) for _, end in equations] or None,
        bounds=program.bounds,
    )


def rational(values):
    """Return the vertex that a solver means: its denominators divide minors of quarters."""
    return tuple(Fraction(float(v)).limit_denominator(10**4) for v in values)
