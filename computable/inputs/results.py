"""Results of solvers as they are: the answer, and the problem where the result tells it.

Results are told apart by their attributes and by where their type is defined; no library is
imported. What a library calls the same problem may differ by a factor: scikit-learn's ``Lasso``
minimises ``||y - A w||**2 / (2 m) + alpha ||w||_1``. That is ``lam ||w||_1 + ||A w - y||**2``, our
LASSO, divided by 2 m, with ``lam = 2 m alpha``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.exact import Quadratic, exact_value
from computable.inputs.arrays import Given, as_given, as_point
from computable.inputs.reading import LARGEST
from computable.problem import Column, Instance, Lasso, Problem

__all__ = ["centred_data", "problem_of", "solution_of"]

IRRATIONAL = 256
"""Bits of a number with a square root."""
_LASSOS = ("Lasso", "LassoCV", "LassoLars", "LassoLarsCV", "LassoLarsIC")
_OTHERS = ("ElasticNet", "ElasticNetCV", "MultiTaskLasso", "MultiTaskLassoCV")


def solution_of(result: Any, length: int | None = None) -> NDArray[Any]:
    """Return the answer that a result holds.

    Parameters
    ----------
    result : object
        A fitted scikit-learn model (its ``coef_``, without the intercept), SciPy's
        ``OptimizeResult``, a CVXPY variable or a problem with one variable that CVXPY calls
        optimal (or 'optimal_inaccurate'), a tensor, what ``solve_exact`` or ``solve`` returned,
        or numbers as for :func:`~computable.inputs.as_point`.
    length : int, optional
        N.

    Returns
    -------
    NDArray, shape (N,)
        Read-only; float64 if all numbers are, else Fractions. Nothing is rounded, but what is
        irrational, to a multiple of ``2**-256``.

    Raises
    ------
    DomainError
        If the result says that there is no solution, or is no N finite numbers.

    Examples
    --------
    >>> solution_of([0.5, 0], 2)
    array([0.5, 0. ])
    >>> solution_of(["1/3"])
    array([Fraction(1, 3)], dtype=object)
    """
    floats, exact = as_point(_shaped(_values(result)), length)
    if floats is not None:
        return floats
    found = np.array(exact, dtype=object)
    found.setflags(write=False)
    return found


def problem_of(result: Any, *, rows: int | None = None, centred: bool = False) -> Problem | None:
    """Return the problem that a fitted model states; ``None`` if a result tells none.

    Parameters
    ----------
    result : object
        As for :func:`solution_of`. Only scikit-learn's LASSO models and ``ExactLasso`` tell their
        problem.
    rows : int, optional
        m, of the data that the model was fitted on; it does not keep it. Sample weights are not
        kept either: there must have been none.
    centred : bool
        Whether the problem is for :func:`centred_data` if the model has an intercept: minimising
        over the intercept first leaves the LASSO with the means subtracted from y and from
        the columns of A.

    Returns
    -------
    Problem or None
        ``Lasso(2 m alpha)``, with the exact binary value of alpha.

    Raises
    ------
    DomainError
        If a model has an intercept and ``centred`` is False, or the other way round; if it is not
        fitted, is an elastic net, or has ``positive=True``; or if ``rows`` is missing.
    """
    name = _estimator(result)
    if hasattr(result, "steps"):
        raise DomainError(
            f"{name}: got several steps, need the last one, and the data that it was fitted on"
        )
    if name not in _LASSOS + _OTHERS:
        return None
    _values(result)
    if name.startswith("MultiTask"):
        raise DomainError(f"{name}: is none of our problems, need a Lasso with one target")
    if name.startswith("ElasticNet"):
        ratio = getattr(result, "l1_ratio_", None) if name.endswith("CV") else result.l1_ratio
        if ratio != 1:
            raise DomainError(f"{name}: got l1_ratio = {ratio}, need 1 (a LASSO)")
    if getattr(result, "positive", False):
        raise DomainError(f"{name}: got positive=True, need a LASSO without signs")
    if result.fit_intercept != centred:
        if centred:
            raise DomainError(f"{name}: got fit_intercept=False, need the data, not centred ones")
        raise DomainError(
            f"{name}: got fit_intercept=True, need centred data: problem_of(..., centred=True) "
            "together with centred_data(given), or a model with fit_intercept=False"
        )
    if rows is None or isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
        raise DomainError(f"{name}: got rows = {rows}, need the number m of rows: lam = 2 m alpha")
    alpha = result.alpha_ if hasattr(result, "alpha_") else result.alpha
    return Lasso(2 * rows * exact_value(alpha, name=f"{name}: alpha"))


def centred_data(A: Any, y: Any = None) -> Given:
    """Return the data with the means of y and of the columns of A subtracted, exactly.

    Parameters
    ----------
    A, y : as for :func:`as_given`; or a Given or an Instance alone

    Raises
    ------
    DomainError
        If A has more than 2^24 entries.

    Examples
    --------
    >>> centred = centred_data([[1, 0], [2, 0], [0, 1]], [0, 0, 1])
    >>> centred.instance().y
    (Fraction(-1, 3), Fraction(-1, 3), Fraction(2, 3))
    """
    given = as_given(A, y)
    m, N = given.shape
    if m * N > LARGEST:
        raise DomainError(f"A: got shape {given.shape}, need at most 2^24 entries")
    instance = given.instance()
    centred = Instance(
        columns=tuple(
            tuple((i, v) for i, v in enumerate(_centred(dense)) if v)
            for dense in (_dense(column, m) for column in instance.columns)
        ),
        y=tuple(_centred(instance.y)),
    )
    return replace(as_given(centred), names=given.names)


def _centred(values: Sequence[Fraction]) -> list[Fraction]:
    mean = sum(values, Fraction(0)) / len(values)
    return [v - mean for v in values]


def _dense(column: Column, length: int) -> list[Fraction]:
    values = [Fraction(0)] * length
    for i, v in column:
        values[i] = v
    return values


def _values(result: Any) -> Any:
    """Return what holds the numbers."""
    name, library = type(result).__name__, type(result).__module__.partition(".")[0]
    if isinstance(result, type):
        raise DomainError(f"x: got the class {result.__name__}, need an answer")
    if hasattr(result, "get_params") and hasattr(result, "fit"):
        if hasattr(result, "coef_"):
            return result.coef_
        if hasattr(result, "steps"):
            raise DomainError(
                f"{name}: got several steps, need the last one, and the data that it was fitted on"
            )
        raise DomainError(f"{name}: is not fitted or not linear, need a model with coef_")
    if any(t.__name__ == "OptimizeResult" for t in type(result).__mro__):
        if not result.get("success", True) or result.get("x") is None:
            status, message = result.get("status"), str(result.get("message", ""))[:200]
            raise DomainError(f"{name}: got status {status} ({message}), need a solved problem")
        return result.x
    if library in ("computable", "proofs"):
        values = getattr(result, "x", getattr(result, "answer", None))
        if values is None:
            raise DomainError(f"{name}: got {str(result)[:200]}, need a minimiser or an answer")
        return [v.near(IRRATIONAL) if isinstance(v, Quadratic) else v for v in values]
    if library == "cvxpy":
        return _of_cvxpy(result)
    if hasattr(result, "numpy") and callable(result.numpy):
        return _of_tensor(result)
    return result


def _of_cvxpy(result: Any) -> Any:
    if hasattr(result, "variables") and hasattr(result, "status"):
        variables = result.variables()
        if result.status not in ("optimal", "optimal_inaccurate"):
            raise DomainError(f"Problem: got status {result.status}, need a solved problem")
        if len(variables) != 1:
            there = ", ".join(v.name() for v in variables)[:200] or "none"
            raise DomainError(f"Problem: got the variables {there}, need one; give the variable")
        result = variables[0]
    value = getattr(result, "value", None)
    if value is None:
        raise DomainError(f"{type(result).__name__}: has no value, need a solved problem")
    return value


def _of_tensor(tensor: Any) -> Any:
    """Return the array of a tensor of PyTorch or TensorFlow, perhaps with a gradient."""
    for step in ("detach", "cpu"):
        tensor = getattr(tensor, step, lambda same=tensor: same)()
    try:
        return tensor.numpy()
    except (TypeError, RuntimeError, ValueError) as error:
        name = type(tensor).__name__
        raise DomainError(f"{name}: has no NumPy array: {str(error)[:100]}") from None


def _shaped(values: Any) -> Any:
    """Turn a number, and one row of a two-dimensional array, into an array of one dimension."""
    shape = getattr(values, "shape", None)
    if shape == ():
        return np.asarray(values).reshape(1)
    if shape is not None and len(shape) == 2 and shape[0] == 1 and hasattr(values, "reshape"):
        return values.reshape(-1, 1)
    return values


def _estimator(result: Any) -> str:
    """Return the name of the scikit-learn class that a model is, or is derived from."""
    if type(result).__module__ == "computable.recovery.estimator":
        return "Lasso"
    for kind in type(result).__mro__:
        if kind.__module__.partition(".")[0] == "sklearn":
            return str(kind.__name__)
    return ""
