"""How many digits of a given answer are right: a proof, whichever way it turns out.

Three ways, the cheapest first: float64 with proved rounding bounds, the checkers' own intervals
with as many bits as are wanted, and exact arithmetic. All of them prove something about *every*
minimiser, so what is said is a theorem about the data, not a comparison with another solver.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from computable.errors import DomainError
from computable.exact import Vector
from computable.inputs import as_point, solution_of
from computable.oracle import MatrixOracle, VectorOracle
from computable.problem import Problem
from computable.recovery.box import Box
from proofs.given_answer import GivenAnswer
from proofs.outcome import Certified, Refuted, Unknown
from proofs.proving import Found, attempts

__all__ = ["certify"]

MOST_DIGITS = 100_000


def certify(
    problem: Problem,
    A: Any,
    y: Any,
    x_hat: Any,
    *,
    digits: int | None = None,
    A_error: Any = 0,
    y_error: Any = 0,
    depth: int = 64,
    exact: bool | None = None,
) -> Certified | Refuted | Unknown:
    """Prove how many digits of an answer are right, or that none is.

    Parameters
    ----------
    problem : Problem
        With its exact parameters. (scikit-learn's ``Lasso(alpha)`` is ``Lasso(2 m alpha)`` here.)
    A : shape (m, N)
        NumPy, lists, pandas, sparse; floats are taken as exactly the numbers that they are. An
        Instance, centred data, a standard form (then y is ``None``). Or an oracle, ``data.A``,
        together with ``y = data.y``: read within ``2**-depth``.
    y : shape (m,)
    x_hat : shape (N,), or the result of scikit-learn, SciPy or CVXPY
        The answer.
    digits : int >= 1, optional
        K: the claim is an l2 distance of at most ``10**-K`` from a minimiser.
    A_error, y_error : number >= 0, or array
        Error bars of the entries: what is proved holds for all data within them. (Of centred data
        they are those of the centred numbers.)
    depth : int
        For oracles.
    exact : bool, optional
        Whether to solve the instance exactly if all else fails; by default if it is not large.

    Returns
    -------
    Certified
        With ``digits``: the answer has them, on all of the data's instances. Without: the most
        digits, at least 1, that could be proved.
    Refuted
        Proved: it does not have ``digits`` digits (without ``digits``: not even one).
    Unknown
        Neither is proved; ``reason`` says what would help.

    Raises
    ------
    DomainError
        If data, answer or parameters are out of range or do not fit.

    Examples
    --------
    >>> from computable import Lasso
    >>> A, y = [[1.0, 0.5], [0.0, 1.0]], [1.0, 0.0]
    >>> certify(Lasso("1/2"), A, y, [0.75, 0.001])
    Certified: 2 digits, error between 1.00e-03 and 1.00e-03
    >>> certify(Lasso("1/2"), A, y, [0.75, 0.001], digits=6)
    Refuted: not 6 digits, error between 1.00e-03 and 1.00e-03
    >>> certify(Lasso("1/2"), A, y, [0.75, 0.001], y_error="1e-4").digits
    2
    """
    if not isinstance(problem, Problem):
        raise DomainError(
            f"problem: got {type(problem).__name__}, need a problem such as BasisPursuit()"
        )
    if digits is not None and (
        not isinstance(digits, int) or isinstance(digits, bool) or not 1 <= digits <= MOST_DIGITS
    ):
        raise DomainError(f"digits: got {digits!r}, need an integer from 1 to {MOST_DIGITS}")
    if isinstance(A, MatrixOracle):
        if not isinstance(y, VectorOracle):
            raise DomainError(f"y: got {type(y).__name__}, need an oracle, as A is one")
        box = Box.of_oracles(A, y, depth, A_error=A_error, y_error=y_error)
    else:
        box = Box.around(A, y, A_error=A_error, y_error=y_error)
    problem.bounds(box.shape[1])  # the weights fit
    if getattr(x_hat, "fit_intercept", False) and not _is_centred(box):
        raise DomainError(
            "x_hat: the model has an intercept, and these data are not centred: "
            "use computable.inputs.centred_data (or pass model.coef_ for the data as they are)"
        )
    _, output = as_point(solution_of(x_hat, box.shape[1]), box.shape[1])
    best: Found | None = None
    reasons: list[str] = []
    for found in attempts(problem, box, output, digits, reasons, exact):
        if best is None or found.distance.width < best.distance.width:
            best = found
        if found.distance.settles(digits):
            break
    return _outcome(problem, box, output, digits, best, reasons)


def _is_centred(box: Box) -> bool:
    """Tell whether y and the columns of A sum to zero exactly."""
    instance = box.instance
    return not sum(instance.y) and not any(sum(v for _, v in c) for c in instance.columns)


def _outcome(
    problem: Problem,
    box: Box,
    output: Vector,
    digits: int | None,
    best: Found | None,
    reasons: list[str],
) -> Certified | Refuted | Unknown:
    why = reasons[-1] if reasons else "nothing could be enclosed"
    if best is None:
        return Unknown(reason=why)
    distance = best.distance
    most = digits
    if most is None:
        most = MOST_DIGITS if not distance.upper else min(distance.digits or 0, MOST_DIGITS)
    claim = partial(GivenAnswer, problem=problem, box=box, output=output, argument=best.argument)
    if most >= 1 and distance.has(most):
        return Certified(certificate=claim(right=True, digits=most), digits=most, distance=distance)
    least = digits or 1
    if distance.lacks(least):
        return Refuted(
            certificate=claim(right=False, digits=least), digits=least, distance=distance
        )
    needed = f"the error is between {distance}"
    return Unknown(reason=f"{needed}; {why}" if reasons else needed, distance=distance)
