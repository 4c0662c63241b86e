"""Refute an algorithm: choose the family, the attacks and the way of running it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal

from computable.algorithm import Budget, Deadline, Runner
from computable.errors import DomainError
from computable.exact import as_fraction
from computable.oracle import Answers, exact
from computable.problem import (
    BasisPursuit,
    Lasso,
    LinearProgram,
    Omega,
    Problem,
    SquareRootLasso,
    TieFamily,
)
from proofs.adversary import in_precision
from proofs.adversary.below_precision import below_precision
from proofs.adversary.centre import Centre
from proofs.adversary.learner import refute_learner
from proofs.adversary.running import need_solver, running
from proofs.outcome import Failed, Refuted, Unknown

__all__ = ["Attack", "problem_named", "refute"]

Attack = Literal["auto", "in precision", "below precision"]
ATTACKS = ("auto", "in precision", "below precision")


def refute(
    algorithm: Callable[..., Any] | str,
    *,
    problem: Problem | str = "bp",
    digits: int = 1,
    columns: int | None = None,
    rows: int = 1,
    samples: int = 1,
    attack: Attack = "auto",
    gap: Fraction | str | None = None,
    answers: Answers = exact,
    budget: Budget | None = None,
    isolate: bool = False,
    about: Mapping[str, str] | None = None,
) -> Refuted | Unknown | Failed:
    """Look for an instance on which the algorithm does not have ``digits`` digits.

    Parameters
    ----------
    algorithm : callable or str
        ``f(data)`` that queries oracles, ``f(A, y)`` on float64 arrays, or the name of an
        adapter (``'scipy:highs-ds'``) or function (``'path/file.py:function'``). A function
        of one parameter called ``training`` is a learner: it returns a network.
    problem : Problem or str
        'bp', 'qcbp' (epsilon 1/4), 'lasso' and 'sr-lasso' (lam 1/2), 'lp', or any problem object.
    digits : int >= 1
        K: to be refuted is an l2 error of at most ``10**-K``.
    columns, rows : int
        q >= 2 columns that tie (2, or what fits the problem's weights) and m >= 1 rows;
        the matrix has shape (m, q + m - 1).
    samples : int
        R >= 1, the samples of a learner's training set; without use for other algorithms.
    attack : str
        'auto' tries 'in precision' first if the algorithm reads floats, then 'below
        precision', which succeeds against everything that halts (and claims success).
    gap : rational, optional
        Run on the instances with exactly this gap and nothing else; an algorithm that reads
        deep enough for it survives.
    answers : Answers
        How the oracles answer within ``2**-n``; exactly by default.
    budget : Budget, optional
    isolate : bool
        Run in a child process with limits; required to end an endless loop or a memory hog.
    about : mapping of str, optional
        Words for the certificate.

    Returns
    -------
    Refuted
        With a certificate that the checker has accepted.
    Unknown
        The budget is spent, or the algorithm survived: its answer may be right.
    Failed
        The algorithm gave no answer, or one that it calls unsuccessful itself.

    Raises
    ------
    DomainError
        If a parameter is out of range or does not fit the others.

    Examples
    --------
    >>> outcome = refute(lambda data: [0.25, 0], problem="bp", digits=1)
    >>> outcome.attack, outcome.gap, outcome.certificate.x
    ('below precision', Fraction(1, 4), (Fraction(0, 1), Fraction(4, 25)))
    """
    if attack not in ATTACKS:
        raise DomainError(f"attack: got {attack!r}, need one of {', '.join(ATTACKS)}")
    if isinstance(digits, int) and digits < 1:
        raise DomainError(f"digits: got {digits}, need an integer >= 1")
    chosen = problem_named(problem) if isinstance(problem, str) else problem
    if not isinstance(chosen, Problem):
        raise DomainError(f"problem: got {type(problem).__name__}, need a problem or its name")
    size = {"digits": digits, "columns": _columns(chosen, columns, rows), "rows": rows}
    with running(algorithm, budget, isolate=isolate) as (runner, deadline, name):
        words = {**name, **(about or {})}
        need_solver(runner, deadline)
        if runner.learner(deadline):
            if gap is not None or attack == "in precision" or answers is not exact:
                raise DomainError("gap, attack, answers: they are not for learners")
            omega = Omega(problem=chosen, **size)
            centre = Centre.of_training(omega, samples)
            return refute_learner(runner, centre, deadline=deadline, about=words)
        floats = runner.floating_point(deadline)
        family = (TieFamily.dyadic if floats else TieFamily.rational)(chosen, **size)
        if gap is not None:
            return _at_given_gap(runner, family, gap, answers, deadline, words, floats)
        if attack != "below precision" and (floats or attack == "in precision"):
            outcome = _in_precision(runner, family, deadline, words, attack)
            if attack == "in precision" or isinstance(outcome, Refuted):
                return outcome
        return below_precision(runner, family, answers=answers, deadline=deadline, about=words)


def problem_named(
    name: str,
    *,
    epsilon: Fraction | None = None,
    lam: Fraction | None = None,
) -> Problem:
    """Return the problem with this short name (default: epsilon 1/4 for qcbp, lam 1/2).

    Raises
    ------
    DomainError
        If there is no such name, or a parameter is given to a problem without it.

    Examples
    --------
    >>> problem_named("qcbp")
    BasisPursuit(epsilon=Fraction(1, 4), weights=None)
    """
    penalised = name in ("lasso", "sr-lasso")
    if name not in ("bp", "qcbp", "lp") and not penalised:
        raise DomainError(f"problem: got {name!r}, need bp, qcbp, lasso, sr-lasso or lp")
    if lam is not None and not penalised:
        raise DomainError(f"lambda: {name} has none")
    if epsilon is not None and name != "qcbp":
        raise DomainError(f"epsilon: {name} has none" + (", use qcbp" if name == "bp" else ""))
    if name == "lp":
        return LinearProgram()
    if not penalised:
        default = Fraction(1, 4) if name == "qcbp" else Fraction(0)
        return BasisPursuit(default if epsilon is None else epsilon)
    return (Lasso if name == "lasso" else SquareRootLasso)(Fraction(1, 2) if lam is None else lam)


def _in_precision(
    runner: Runner, family: TieFamily, deadline: Deadline, about: Mapping[str, str], attack: str
) -> Refuted | Unknown | Failed:
    if attack == "in precision":
        family = TieFamily.dyadic(
            family.problem, digits=family.digits, columns=family.columns, rows=family.shape[0]
        )
    gaps = in_precision.float64_gaps(family)
    if not gaps:
        return Unknown(reason="no instance with this problem and K has float64 data")
    share = deadline if attack == "in precision" else deadline.share(0.5)
    return in_precision.at_gaps(
        runner, family, gaps, attack=in_precision.ATTACK, deadline=share, about=about
    )


def _at_given_gap(
    runner: Runner,
    family: TieFamily,
    gap: Fraction | str,
    answers: Answers,
    deadline: Deadline,
    about: Mapping[str, str],
    floats: bool,
) -> Refuted | Unknown | Failed:
    eta = as_fraction(gap, name="gap")
    exactly = floats and answers is exact and family.is_float64(family.raised(0, eta))
    name = in_precision.ATTACK if exactly else in_precision.GIVEN_GAP
    return in_precision.at_gaps(
        runner, family, [eta], attack=name, answers=answers, deadline=deadline, about=about
    )


def _columns(problem: Problem, columns: int | None, rows: int) -> int:
    if columns is not None:
        return columns
    given = problem.cost if isinstance(problem, LinearProgram) else problem.weights
    return 2 if given is None else len(given) - rows + 1
