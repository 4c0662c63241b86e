"""``computable refute``: from a solver to a proof in a file."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import click

from computable.algorithm import Budget
from computable.errors import DomainError
from computable.exact import as_fraction, counted, distance_text, number_text, power_text
from computable.solvers import ADAPTERS, adapter, split_file_name
from proofs.adversary import Attack, problem_named
from proofs.adversary import refute as play
from proofs.learning import TrainingRefutation
from proofs.outcome import Failed, Refuted, Unknown

__all__ = ["Rational", "file_digest", "known_solver", "refute"]

STATEMENTS = {
    "bp": "minimise ||x||_1 subject to Ax = y",
    "qcbp": "minimise ||x||_1 subject to ||Ax - y|| <= epsilon",
    "lasso": "minimise lambda ||x||_1 + ||Ax - y||^2",
    "sr-lasso": "minimise lambda ||x||_1 + ||Ax - y||",
    "lp": "minimise the sum of x subject to Ax = y, x >= 0",
}
PROBLEMS = tuple(STATEMENTS)


class Rational(click.ParamType[Fraction]):
    """A command-line value such as ``1/2``, ``0.1`` (a tenth) or ``2^-20``."""

    name = "rational"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the value or fail with the rule that it breaks."""
        try:
            return as_fraction(value, name=param.opts[-1] if param else "value")
        except DomainError as error:
            raise click.UsageError(str(error)) from None


@click.command()
@click.argument("solver")
@click.option(
    "--problem",
    type=click.Choice(PROBLEMS),
    help="Default: the adapter's first; bp for your own function.",
)
@click.option(
    "--digits",
    metavar="K",
    type=int,
    default=1,
    show_default=True,
    help="Refute an l2 error of at most 10^-K.",
)
@click.option(
    "--columns",
    metavar="Q",
    type=int,
    default=2,
    show_default=True,
    help="Columns that tie: A has Q + M - 1 columns.",
)
@click.option("--rows", metavar="M", type=int, default=1, show_default=True, help="Rows of A.")
@click.option(
    "--samples", metavar="R", type=int, default=4, show_default=True,
    help="Of the training set, if SOLVER is a learner.",
)  # fmt: skip
@click.option("--lambda", "lam", type=Rational(), help="For lasso, sr-lasso. Default: 1/2.")
@click.option("--epsilon", type=Rational(), help="For qcbp. Default: 1/4.")
@click.option(
    "--attack",
    type=click.Choice([name.replace(" ", "-") for name in get_args(Attack)]),
    default="auto",
    show_default=True,
    help="auto: first in precision if SOLVER reads floats, then below.",
)
@click.option("--gap", type=Rational(), help="Use this gap (such as 2^-20) and no other.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="proof.json",
    show_default=True,
    help="The certificate; an older one is replaced.",
)
@click.option(
    "--seconds",
    type=float,
    default=60,
    show_default=True,
    help="In all.",
)
@click.option(
    "--memory", metavar="MB", type=int, default=4096, show_default=True,
    help="Address space of SOLVER's process.",
)  # fmt: skip
def refute(
    solver: str,
    problem: str | None,
    digits: int,
    columns: int,
    rows: int,
    samples: int,
    lam: Fraction | None,
    epsilon: Fraction | None,
    attack: str,
    gap: Fraction | None,
    out: Path,
    seconds: float,
    memory: int,
) -> int:
    """Find an instance on which SOLVER's answer does not have K digits, and prove it.

    SOLVER is scipy:highs-ds, scipy:highs-ipm, sklearn:lasso, cvxpy:clarabel, or
    path/file.py:function, where the function is solve(data), which queries oracles,
    solve(A, y) on NumPy arrays, or train(training), a learner that reads a training set and
    returns a network (any callable y -> x). It runs in a process of its own; what it prints is
    discarded. solve(A, y) must solve the problem with exactly these parameters (data.problem has
    them, and a third parameter of solve named 'problem' receives them):

    \b
      bp        minimise ||x||_1 subject to Ax = y
      qcbp      minimise ||x||_1 subject to ||Ax - y|| <= epsilon
      lasso     minimise lambda ||x||_1 + ||Ax - y||^2   (no factor 1/2)
      sr-lasso  minimise lambda ||x||_1 + ||Ax - y||
      lp        minimise x_1 + ... + x_N subject to Ax = y, x >= 0

    \b
    Examples:
      computable refute scipy:highs-ds
      computable refute cvxpy:clarabel --problem sr-lasso --columns 5 --rows 3
      computable refute my_solver.py:solve --problem lasso --lambda 1/8 --digits 4
      computable refute my_solver.py:solve --gap 2^-20 --seconds 5

    \b
    Exit codes: 0 refuted, 1 survived or not decided, 2 wrong usage, 3 the solver failed.
    """
    known_solver(solver, problem)
    name = problem or (ADAPTERS[solver].problems[0] if solver in ADAPTERS else "bp")
    outcome = play(
        solver,
        problem=problem_named(name, epsilon=epsilon, lam=lam),
        digits=digits,
        columns=columns,
        rows=rows,
        samples=samples,
        attack=attack.replace("-", " "),  # type: ignore[arg-type]
        gap=gap,
        budget=Budget(seconds=seconds, megabytes=memory),
        isolate=True,
        about=file_digest(solver),
    )
    match outcome:
        case Failed(reason=reason):
            click.echo(f"failed: {solver}: {reason}")
            return 3
        case Unknown(reason=reason):
            click.echo(f"not refuted: {solver}: {reason}")
            return 1
        case Refuted():
            path = outcome.certificate.save(out)
            learner = isinstance(outcome.certificate, TrainingRefutation)
            click.echo((_learner_story if learner else _story)(solver, name, outcome, path))
    return 0


def known_solver(solver: str, problem: str | None = None) -> None:
    """Check a solver's name without importing anything of it.

    Raises
    ------
    DomainError
        If there is no such adapter or file, or the adapter does not solve the problem.
    """
    parts = split_file_name(solver)
    if parts is not None:
        if not parts[0].is_file():
            raise DomainError(f"SOLVER: there is no file {parts[0]}")
        return
    if solver not in ADAPTERS or not ADAPTERS[solver].installed:
        adapter(solver)  # raises, with the reason
    solved = ADAPTERS[solver].problems
    if problem is not None and problem not in solved:
        raise DomainError(f"--problem: {solver} solves {', '.join(solved)}, not {problem}")


def file_digest(solver: str) -> dict[str, str]:
    """Identify the source of a solver in a file, for a later replay."""
    parts = split_file_name(solver)
    if parts is None:
        return {}
    return {"sha256": hashlib.sha256(parts[0].read_bytes()).hexdigest()}


def _learner_story(solver: str, problem: str, outcome: Refuted, path: Path) -> str:
    certificate, digits = outcome.certificate, outcome.digits
    m, N = certificate.setting.instances[0].shape
    count, wrong = len(certificate.outputs), certificate.setting.claimed
    network = f"  network  {outcome.report.status}\n" if outcome.report.status else ""
    return (
        f"refuted: {solver} does not have {counted(digits, 'digit')} on {problem}\n"
        f"  problem  {STATEMENTS[problem]}; A is {m} x {N}, {count} samples\n"
        f"  attack   {outcome.attack}: one column wins by {power_text(outcome.gap)}, "
        f"deeper than the learner read\n{network}"
        f"  wrong    at {len(wrong)} of {count} samples: {', '.join(map(str, wrong[:20]))}"
        f"{', ...' if len(wrong) > 20 else ''}\n"
        f"  proof    {path} (accepted; verify it with: computable check {path})"
    )


def _story(solver: str, problem: str, outcome: Refuted, path: Path) -> str:
    from mpmath import mpf, nstr

    report, digits, certificate = outcome.report, outcome.digits, outcome.certificate
    error = distance_text(certificate.output, certificate.x)
    norm = distance_text(certificate.x, [Fraction(0)] * len(certificate.x))
    relative = nstr(mpf(error) / mpf(norm), 2)  # both may be far below the least float
    shown = ", ".join(number_text(v) for v in report.values[:4])
    if len(report.values) > 4:
        shown += f", ... ({len(report.values)} numbers)"
    raised = ("A", 0, int(certificate.about["column"]))
    asked = any(query.entry == raised for query in certificate.transcript)
    told = {
        "in precision": "all data are float64 numbers and were read exactly",
        "below precision": "within the precision that it asked for"
        if asked
        else "in an entry that it never asked for",
    }.get(outcome.attack, "as asked for")
    m, N = certificate.instance.shape
    parameter = {"qcbp": "epsilon", "lasso": "lam", "sr-lasso": "lam"}.get(problem)
    given = f", {parameter} = {getattr(certificate.problem, parameter)}" if parameter else ""
    lines = [
        f"refuted: {solver} does not have {counted(digits, 'digit')} on {problem}",
        f"  problem  {STATEMENTS[problem]}{given.replace('lam ', 'lambda ')}; A is {m} x {N}",
        f"  attack   {outcome.attack}: one column wins by {power_text(outcome.gap)}, {told}",
        f"  answer   {shown}",
        f"  error    {error} > 10^-{digits} (l2; {relative} times the norm of the solution)",
        f"  proof    {path} (accepted; verify it with: computable check {path})",
    ]
    if report.status:
        claim = f" (it claims: {report.claim})" if report.claim else ""
        lines.insert(3, f"  it says  {report.status}{claim}")
    return "\n".join(lines)
