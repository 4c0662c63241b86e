"""What ``solve`` and ``certify`` read: data, the problem that is meant, and a solution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import click

from computable.cli.refuting import PROBLEMS, STATEMENTS, Rational
from computable.cli.vectors import read_vector
from computable.errors import DomainError
from computable.exact import Vector, counted, number_text
from computable.inputs import Loaded, read_data
from computable.problem import LinearProgram, Problem
from proofs.adversary import problem_named

__all__ = ["Data", "data_options", "read_solution"]

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Data:
    """A data file together with the problem that is meant.

    Attributes
    ----------
    file : str
    short : str
        The problem's name on the command line.
    problem : Problem
    loaded : Loaded
    """

    file: str
    short: str
    problem: Problem
    loaded: Loaded

    @classmethod
    def read(
        cls,
        file: str,
        *,
        problem: str | None,
        lam: Fraction | None,
        epsilon: Fraction | None,
        weights: str | None,
        matrix: str | None,
        target: str | None,
        floats: bool,
        header: bool | None,
    ) -> Data:
        """Read the file as the options say; by default a program is itself, and data are bp.

        Raises
        ------
        DomainError
            If the file cannot be read, or an option does not fit to it.
        """
        lower = file.lower()
        program = lower.endswith((".mps", ".mps.gz", ".lp"))
        table = lower.endswith((".csv", ".tsv"))
        if matrix is not None and (program or table):
            raise DomainError("--matrix: is for .npz and .mat files; --target names y in a table")
        given = {"--lambda": lam, "--epsilon": epsilon, "--weights": weights, "--target": target}
        if program and (problem not in (None, "lp") or any(v is not None for v in given.values())):
            option = next((k for k, v in given.items() if v is not None), "--problem")
            raise DomainError(f"{option}: {file} is a linear program and says itself what it is")
        if header is not None and not table:
            raise DomainError("--header: is for .csv and .tsv files")
        loaded = read_data(file, matrix=matrix, target=target, floats=floats, header=header)
        if loaded.problem_hint is not None:
            return cls(file=file, short="lp", problem=loaded.problem_hint, loaded=loaded)
        short = problem or "bp"
        if short in ("lasso", "sr-lasso") and lam is None:
            raise DomainError(f"--lambda: {short} needs it (2 m alpha of scikit-learn's alpha)")
        if short == "qcbp" and epsilon is None:
            raise DomainError("--epsilon: qcbp needs it")
        meant = problem_named(short, epsilon=epsilon, lam=lam)
        if weights is not None:
            vector = read_vector(weights, floats=floats).values
            if isinstance(meant, LinearProgram):
                meant = LinearProgram(vector)
            else:
                meant = replace(meant, weights=vector)
        meant.bounds(loaded.given.shape[1])  # the weights fit
        return cls(file=file, short=short, problem=meant, loaded=loaded)

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the file's own variables: numbers, if it has no names."""
        if self.loaded.form is not None:
            return self.loaded.form.program.names
        return self.loaded.names or tuple(map(str, range(self.loaded.given.shape[1])))

    @property
    def statement(self) -> str:
        """The problem in one line."""
        m, N = self.loaded.given.shape
        if self.loaded.form is not None:
            size = f"{counted(len(self.variables), 'variable')}, "
            size += counted(len(self.loaded.form.program.rows), "row")
            return f"that of the file: {size}; {m} x {N} in standard form"
        stated = STATEMENTS[self.short]
        for name, symbol in (("lam", "lambda"), ("epsilon", "epsilon")):
            if symbol in stated:
                stated += f", {symbol} = {number_text(getattr(self.problem, name))}"
        if getattr(self.problem, "weights", None):
            stated = stated.replace("||x||_1", "||x||_1,w")
        if getattr(self.problem, "cost", None):
            stated = stated.replace("the sum of x", "c.x")
        return f"{stated}; A is {m} x {N}"


def data_options(command: Command) -> Command:
    """Add the options that say what the data are and which problem is meant."""
    options = (
        click.option(
            "--problem", type=click.Choice(PROBLEMS), help="Default: bp; of a program, itself."
        ),
        click.option("--lambda", "lam", type=Rational(), help="For lasso, sr-lasso."),
        click.option("--epsilon", type=Rational(), help="For qcbp."),
        click.option(
            "--weights", metavar="FILE", help="N weights of the l1 norm; for lp, the N costs."
        ),
        click.option("--matrix", metavar="NAME", help="What A is called in an .npz or .mat file."),
        click.option("--target", metavar="NAME", help="What y is called there, or in a table."),
        click.option(
            "--header/--no-header",
            default=None,
            help="Whether the first line of a table has names. Default: if it has no number.",
        ),
        click.option(
            "--floats", is_flag=True, help="Read decimals in text as the nearest float64 numbers."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_solution(file: str, data: Data, *, floats: bool) -> Vector:
    """Return the values of the data's own variables, in their order.

    Values in a table that has a column of names are put in order by these.

    Raises
    ------
    DomainError
        If the file cannot be read, or does not have a value for each variable.
    """
    found, names = read_vector(file, floats=floats), data.variables
    if found.labels is None:
        if len(found.values) != len(names):
            got = f"got {len(found.values)} values, need {len(names)}"
            raise DomainError(f"{Path(file).name}: {got}, one for each variable of {data.file}")
        return found.values
    if list(found.labels) == list(names):  # names may occur twice in the data
        return found.values
    values = dict(zip(found.labels, found.values, strict=True))
    wrong = [*(set(found.labels) - set(names)), *(set(names) - set(found.labels))]
    if wrong or len(values) != len(found.labels) or len(values) != len(names):
        which = f"{min(wrong)[:40]!r} is" if wrong else "a name occurs twice, or"
        raise DomainError(f"{Path(file).name}: {which} not in both, the variables of {data.file}")
    return tuple(values[name] for name in names)
