"""Linear programs in MPS and LP files, as HiGHS reads them."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from computable.errors import DomainError
from computable.exact import Vector, coprime
from computable.inputs.parsing import library
from computable.inputs.reading import LARGEST
from computable.inputs.standard_form import GeneralProgram, Interval

__all__ = ["read_program"]


def read_program(data: bytes, suffix: str) -> tuple[GeneralProgram, tuple[str, ...]]:
    """Return a program, and what HiGHS said of it, from the text of an .mps or .lp file."""
    highspy = library("highspy", package="highspy")
    highs = highspy.Highs()
    with TemporaryDirectory() as folder:
        model, log = Path(folder) / f"model{suffix}", Path(folder) / "log"
        model.write_bytes(data)
        for option, value in {
            "log_to_console": False,
            "log_file": str(log),
            "small_matrix_value": 1e-12,  # smaller entries would be dropped; 0 is not allowed
            "large_matrix_value": 1e300,
        }.items():
            highs.setOptionValue(option, value)
        status = highs.readModel(str(model))
        highs.setOptionValue("log_file", "")
        said = log.read_text(errors="replace").splitlines() if log.exists() else []
    remarks = tuple(
        line.strip() for line in said if re.search("warning|error|treated as", line, re.IGNORECASE)
    )
    doubts = [line for line in remarks if "treated as" not in line]
    if status != highspy.HighsStatus.kOk or doubts:  # what it ignores or sums is not in the file
        reason = "; ".join(remarks).replace(f"{model}", "the file")[:300]
        raise DomainError(f"HiGHS does not read it as it is: {reason or 'it says not why'}")
    highs.ensureColwise()
    lp = highs.getLp()
    if highs.getModel().hessian_.dim_:
        raise DomainError("objective: got quadratic terms, need a linear one")
    names = tuple(lp.col_names_) or tuple(f"x{j}" for j in range(lp.num_col_))
    for name, kind in zip(names, lp.integrality_, strict=False):
        if kind != highspy.HighsVarType.kContinuous:
            raise DomainError(f"{name}: is integer or semi-continuous, need real variables only")
    matrix = lp.a_matrix_
    start, index = (np.asarray(v).tolist() for v in (matrix.start_, matrix.index_))
    if not lp.num_col_:
        raise DomainError("program: HiGHS finds no variable in it")
    if max(lp.num_col_, lp.num_row_, len(index)) > LARGEST:
        got = f"{lp.num_row_} rows, {lp.num_col_} columns and {len(index)} entries"
        raise DomainError(f"program: got {got}, need at most 2^24 of each")
    entries = list(zip(index, _exact(matrix.value_, "matrix"), strict=True))
    columns = (entries[a:b] for a, b in pairwise(start))
    program = GeneralProgram(
        cost=_exact(lp.col_cost_, "objective"),
        columns=tuple(tuple(sorted((i, a) for i, a in column if a)) for column in columns),
        bounds=_intervals(lp.col_lower_, lp.col_upper_, names),
        rows=_intervals(lp.row_lower_, lp.row_upper_, tuple(lp.row_names_)),
        names=names,
        row_names=tuple(lp.row_names_) or tuple(f"r{i}" for i in range(lp.num_row_)),
        offset=_exact([lp.offset_], "objective")[0],
        maximise=lp.sense_ == highspy.ObjSense.kMaximize,
    )
    return program, remarks


def _exact(values: Any, name: str) -> Vector:
    numbers = np.asarray(values, dtype=np.float64).tolist()
    if not all(map(math.isfinite, numbers)):
        raise DomainError(f"{name}: got an infinite number, need finite ones")
    return tuple(coprime(*v.as_integer_ratio()) for v in numbers)


def _intervals(lower: Any, upper: Any, names: tuple[str, ...]) -> tuple[Interval, ...]:
    ends = []
    for j, (a, b) in enumerate(zip(np.asarray(lower).tolist(), np.asarray(upper).tolist())):
        if math.isnan(a) or math.isnan(b) or a == math.inf or b == -math.inf:
            label = names[j] if names else str(j)
            raise DomainError(f"{label}: got bounds {a} and {b}, so no point is feasible")
        ends.append(
            (
                None if math.isinf(a) else coprime(*a.as_integer_ratio()),
                None if math.isinf(b) else coprime(*b.as_integer_ratio()),
            )
        )
    return tuple(ends)
