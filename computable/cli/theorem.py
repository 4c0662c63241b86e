"""``computable theorem``: list, show and run the theorems."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from textwrap import fill

import click
from rich import box
from rich.console import Console
from rich.table import Table

from computable.algorithm import Budget
from computable.cli.refuting import PROBLEMS, Rational, file_digest, known_solver
from computable.errors import DomainError
from proofs.adversary import problem_named
from proofs.adversary.banach_mazur import Inaccurate
from proofs.outcome import Failed, ProvedFailure, Refuted, WrongDecider
from proofs.theorems import THEOREMS, Ran, Setup, Theorem
from proofs.theorems.inexact_input import inexact_input_table

__all__ = ["theorem"]


SYMBOLS = (
    "K digits: an l2 error of at most 10^-K from the nearest minimiser. q columns tie in row 0 of "
    "A, below which there is a diagonal block; c and b are the entries of the two. The centre: all "
    "q entries are c. D_j(eta): entry j is c(1 + eta), so column j wins, and the minimiser is "
    "t_j e_j (and the block's). eta = 2^-n, n >= n_0. t: the amplitude at the centre. w: weights; "
    "rho: the residual. L: samples; Omega: the class of all these training sets."
)


@click.group()
def theorem() -> None:
    """The theorems: what they say, where they are from, and how they run.

    \b
    Examples:
      computable theorem list
      computable theorem show B
      computable theorem run A --against my_learner.py:train --digits 4
    """


@theorem.command("list")
def list_theorems() -> int:
    """List the theorems, one a line, name first."""
    width = max(map(len, THEOREMS))
    for name, one in THEOREMS.items():
        click.echo(f"{name:<{width}}  {one.title}")
    return 0


@theorem.command()
@click.argument("name")
def show(name: str) -> int:
    """Show a theorem: statement, hypotheses, source, what differs, what its proofs prove.

    \b
    Examples:
      computable theorem show A
      computable theorem show A-prime
    """
    one = _named(name)
    click.echo(f"Theorem {one.name}: {one.title}" if len(one.name) < 8 else one.title)
    click.echo(f"({one.source})\n")
    click.echo(fill(one.statement, 80) + "\n")
    for heading, text in (
        ("Symbols", SYMBOLS),
        ("Hypotheses", "; ".join(one.hypotheses)),
        ("What differs here", one.differs),
        ("Algorithms", ", ".join(one.algorithms)),
        ("Evidence", one.evidence),
    ):
        click.echo(fill(f"{heading}: {text}", 80, subsequent_indent="  "))
    click.echo(f"\nRun it: computable theorem run {one.name}")
    click.echo(f"\nIn LaTeX:\n{fill(one.latex, 80, break_long_words=False)}")
    return 0


@theorem.command()
@click.argument("name")
@click.option("--against", metavar="FILE.py:function", help="Default: built-in algorithms.")
@click.option("--problem", type=click.Choice(PROBLEMS), default="bp", show_default=True)
@click.option("--digits", metavar="K", type=int, default=3, show_default=True)
@click.option("--columns", metavar="Q", type=int, default=3, show_default=True)
@click.option("--rows", metavar="M", type=int, default=2, show_default=True)
@click.option(
    "--samples",
    metavar="L",
    type=int,
    default=4,
    show_default=True,
    help="A, A-prime: samples of the training set. B: those that may be read. C: those that are.",
)
@click.option("--lambda", "lam", type=Rational(), help="For lasso, sr-lasso. Default: 1/2.")
@click.option("--epsilon", type=Rational(), help="For qcbp. Default: 1/4.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the certificates in this folder.",
)
@click.option("--halting", is_flag=True, help="A-prime: assume that it halts with probability 1.")
@click.option("--seconds", type=float, default=60, show_default=True, help="For each game.")
@click.option("--memory", metavar="MB", type=int, default=4096, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Of what is drawn at random.")
def run(
    name: str,
    against: str | None,
    problem: str,
    digits: int,
    columns: int,
    rows: int,
    samples: int,
    lam: Fraction | None,
    epsilon: Fraction | None,
    out: Path | None,
    halting: bool,
    seconds: float,
    memory: int,
    seed: int,
) -> int:
    """Run a theorem against your algorithm, or on the built-in ones.

    The function in FILE.py is f(training), a learner that returns a network (any callable y -> x):
    its parameter must be called 'training'. Or it is f(data) or f(A, y), a solver of one
    instance; or, for D, f(data, answer), which says whether an answer of the built-in solver
    split_evenly has K digits (True, False, or None: cannot tell); of a solver its own status
    counts. data.coins.flip() and training.coins.flip() are fair coins. It
    runs in a process of its own.

    \b
    Examples:
      computable theorem run A
      computable theorem run A --against my_learner.py:train --problem lasso
      computable theorem run B --samples 100 --columns 5 --out kept
      computable theorem run D --against my_flag.py:vouch

    \b
    Exit codes: 0 everything as the theorem says, 1 not (or not decided), 2 wrong usage,
    3 your algorithm gave no answer.
    """
    one = _named(name)
    if against is not None:
        known_solver(against, problem)
    setup = Setup(
        problem=problem_named(problem, epsilon=epsilon, lam=lam),
        digits=digits,
        columns=columns,
        rows=rows,
        samples=samples,
        budget=Budget(seconds=seconds, megabytes=memory, depth=1 << 20),
        isolate=against is not None,
        halting=halting,
        seed=seed,
    )
    setup.omega  # noqa: B018  (one clear error before anything runs)
    if out is not None:
        _make_folder(out)
    worst, kept = 0, 0
    for k, ran in enumerate(one.demonstrate(against, setup)):
        click.echo(_line(ran))
        if out is not None:
            kept += _keep(ran, out / _file_name(one.name, k, ran.algorithm), against)
        code = 0 if ran.as_stated else 3 if isinstance(ran.outcome, Failed) else 1
        worst = max(worst, code)
    if kept:
        click.echo(f"The certificates are in {out}; computable check {out}/*.json verifies them.")
    elif out is not None:
        click.echo("There is no certificate to keep.")
    return worst


@theorem.command()
def table() -> int:
    """Recompute the published errors on inexact input, in exact arithmetic.

    \b
    Example:
      computable theorem table
    """
    rows = Table(
        title="Errors (l2) of K-digit problems read to n bits", box=box.SIMPLE_HEAD, padding=0,
        caption="Table 1 of Colbrook, Antun, Hansen (PNAS 2022): square-root LASSO, two of 22 "
        "columns tie. LISTA, FIRENET: two networks, as published. exact: the same iteration with "
        "admissible steps, against the true minimiser. misplaced: against the point that the "
        "published program took for it (K = 1, 3). half: half the distance of the two possible "
        "minimisers, below which no algorithm can be on both; on tied input the iteration stays "
        "in the middle.",
        caption_justify="left",
    )  # fmt: skip
    for heading in ("K", "n", "LISTA", "FIRENET", "exact", "misplaced", "half"):
        rows.add_column(heading)
    for row in inexact_input_table():
        numbers = (row.error, row.misplaced, row.half_separation)
        shown = [str(number.digits(9)) for number in numbers]
        rows.add_row(str(row.digits), str(row.precision), row.lista, row.firenet, *shown)
    Console().print(rows)
    return 0


def _named(name: str) -> Theorem:
    by_name: dict[str, Theorem] = {key.lower(): value for key, value in THEOREMS.items()}
    found = by_name.get(name.lower())
    if found is None:
        raise DomainError(f"NAME: there is no theorem {name!r}; need one of {', '.join(THEOREMS)}")
    return found


def _line(ran: Ran) -> str:
    mark = click.style(ran.verdict, fg="green" if ran.as_stated else "yellow")
    text = fill(ran.sentence(), 80, initial_indent="  ", subsequent_indent="  ")
    headline = fill(f"{ran.algorithm}: {ran.claim} [{ran.verdict}]", 80, subsequent_indent="    ")
    return f"{headline.replace(f'[{ran.verdict}]', f'[{mark}]')}\n{text}"


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DomainError(f"--out: {path}: {error.strerror}") from None


def _file_name(theorem: str, k: int, algorithm: str) -> str:
    """Name a certificate by theorem and algorithm; the number keeps names apart."""
    return f"{theorem}-{k}-{re.sub('[^A-Za-z0-9_.-]+', '-', algorithm).strip('-.')[:60]}.json"


def _keep(ran: Ran, path: Path, against: str | None) -> bool:
    if isinstance(ran.outcome, (Refuted, ProvedFailure, WrongDecider, Inaccurate)):
        certificate = ran.outcome.certificate
        if certificate is None:
            return False
        if against is not None:
            certificate = replace(certificate, about={**certificate.about, **file_digest(against)})
        certificate.save(path)
        return True
    return False
