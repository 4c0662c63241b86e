"""``computable solve`` and ``certify``: exact solutions, and proofs about those that one has."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from computable.cli.certified import confirmed, rounded, story, written
from computable.cli.data import Data, data_options, read_solution
from computable.cli.refuting import Rational
from computable.cli.solved import Solved, show_none, show_path
from computable.cli.tables import busy
from computable.errors import CertificateError, DomainError, Rejected
from computable.exact import accuracy_text
from computable.files import write_atomically
from computable.recovery import Minimisers, solve_exact
from proofs.certify import certify as judge
from proofs.outcome import Certified, Unknown

__all__ = ["certify", "solve"]

MOST_DIGITS = 4000
"""Decimals of a number that is written out."""


@click.command()
@click.argument("file", metavar="DATA")
@data_options
@click.option(
    "--digits", metavar="K", type=int, default=6, show_default=True,
    help="Decimals that are shown and written; of a proof, the claim.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path),
    help="FILE.csv: all entries. FILE.json: a proof of the rounded solution's K digits.",
)  # fmt: skip
@click.option(
    "--path", "along", is_flag=True,
    help="Show the knots of the path of lasso, from above down to --lambda, or to 0 without it.",
)  # fmt: skip
def solve(file: str, digits: int, out: Path | None, along: bool, **options: Any) -> int:
    """Solve the problem of DATA exactly, and say whether the solution is the only one.

    DATA is .npz or .mat with arrays A, y; .csv or .tsv, a table whose last column is y; or a
    linear program .mps, .mps.gz, .lp. A float is the binary number that it is, a decimal in a
    table the rational that is written there (unless --floats); of programs, the float64 number
    that HiGHS reads. All arithmetic is exact, in rationals and one square root (qcbp, sr-lasso).

    \b
      bp        minimise ||x||_1 subject to Ax = y
      qcbp      minimise ||x||_1 subject to ||Ax - y|| <= epsilon
      lasso     minimise lambda ||x||_1 + ||Ax - y||^2   (scikit-learn's alpha is
                lambda = 2 m alpha, without an intercept)
      sr-lasso  minimise lambda ||x||_1 + ||Ax - y||
      lp        minimise x_1 + ... + x_N subject to Ax = y, x >= 0

    \b
    Examples:
      computable solve data.npz
      computable solve data.csv --target price --problem lasso --lambda 1/10
      computable solve data.csv --path
      computable solve diet.mps --digits 12 --out diet.csv
      computable solve data.npz --problem qcbp --epsilon 0.01 --out proof.json

    \b
    Exit codes: 0 solved, 1 proved that there is no solution (or no proof found
    for --out), 2 wrong usage or bad data.
    """
    if not 1 <= digits <= MOST_DIGITS:
        raise DomainError(f"--digits: got {digits}, need an integer from 1 to {MOST_DIGITS}")
    if out is not None and out.suffix.lower() not in (".csv", ".json"):
        raise DomainError(f"--out: got {out.name}, need a file .csv (entries) or .json (a proof)")
    if along:
        if options["problem"] not in (None, "lasso"):
            raise DomainError(f"--path: is that of lasso, not of {options['problem']}")
        if out is not None and options["lam"] is None:
            raise DomainError("--out: with --path it needs --lambda, and writes the solution there")
        options["problem"] = "lasso"
    read = options | {"lam": Fraction(1)} if along and options["lam"] is None else options
    data = Data.read(file, **read)
    if along:
        show_path(data, options["lam"], digits)
        if options["lam"] is None:
            return 0
    with busy(f"solving {data.file} exactly"):
        found = solve_exact(data.problem, data.loaded.given)
    if not isinstance(found, Minimisers):
        show_none(found, data, digits)
        if out is not None:
            click.echo(f"not written: {out} (there is no solution)")
        return 1
    with busy("finding all solutions"):
        solved = Solved.of(found, data)
    solved.show(digits)
    if out is None:
        return 0
    if out.suffix.lower() == ".csv":
        click.echo(f"written: {write_atomically(out, solved.table(digits).encode())}")
        return 0
    try:
        with busy("proving the digits of the rounded solution"):
            proof = written(rounded(found, digits), out)
    except CertificateError as error:
        click.echo(f"proof: none of {accuracy_text(digits)} was found: {error}")
        return 1
    click.echo(f"proof: {proof}")
    return 0


@click.command()
@click.argument("file", metavar="DATA")
@click.option("--solution", metavar="FILE", required=True, help="The solution; see above.")
@data_options
@click.option("--digits", metavar="K", type=int, help="Default: as many as can be proved.")
@click.option("--y-error", type=Rational(), default="0", help="Entries of y may be so far off.")
@click.option("--A-error", "a_error", type=Rational(), default="0", help="Those of A, too.")
@click.option("--exact", is_flag=True, help="Solve exactly if all else fails, for hours perhaps.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default="proof.json",
    show_default=True, help="The certificate; an older one is replaced.",
)  # fmt: skip
def certify(
    file: str,
    solution: str,
    digits: int | None,
    y_error: Fraction,
    a_error: Fraction,
    exact: bool,
    out: Path,
    **options: Any,
) -> int:
    """Prove how many digits of a solution of DATA are right, or that it has not K.

    K digits: an l2 error of at most 10^-K. DATA and the problems are as for 'solve'. The solution
    is a vector in a file .npy, .npz, .json (a list, or an object with a list x), .csv or .txt
    (numbers; or a table with a column 'value', and perhaps 'variable', by which they are put in
    order). With --y-error and --A-error the claim is about all data within these bounds.

    Of a linear program the file has the values of its own variables; slacks are added, and
    distances are those of the standard form Ax = y, x >= 0.

    \b
    Examples:
      computable certify data.npz --solution x.npy --problem lasso --lambda 1/10
      computable certify data.csv --solution x.csv --digits 6 --y-error 1e-9
      computable certify diet.mps --solution diet.csv --out diet.json
      computable check proof.json && computable explain proof.json

    \b
    Exit codes: 0 certified, 1 refuted (with a proof as well) or not decided,
    2 wrong usage or bad data.
    """
    data = Data.read(file, **options)
    x = data.loaded.embed(read_solution(solution, data, floats=options["floats"]))
    m, N = data.loaded.given.shape
    with busy(f"proving the distance from the minimisers ({m} x {N})"):
        outcome = judge(
            data.problem, data.loaded.given, None, x,
            digits=digits, A_error=a_error, y_error=y_error, exact=exact or None,
        )  # fmt: skip
    name = Path(solution).name
    try:
        if isinstance(outcome, Unknown):
            raise Rejected(outcome.reason.replace("exact=True", "--exact"))
        with busy("writing and checking the certificate"):
            outcome = confirmed(outcome, any_digits=digits is None)
            proof = written(outcome.certificate, out)
    except CertificateError as error:
        click.echo(f"not decided: {name} on {data.short}: {error}")
        return 1
    click.echo(story(name, data, outcome))
    click.echo(f"  proof     {proof}")
    return 0 if isinstance(outcome, Certified) else 1
