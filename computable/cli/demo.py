"""``computable demo``: real solvers refuted on the problems that they solve, with proofs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from computable.algorithm import Budget
from computable.errors import DomainError
from computable.exact import distance_text, power_text
from computable.files import write_atomically
from computable.solvers import ADAPTERS
from proofs import checker
from proofs.adversary import problem_named, refute
from proofs.explain import explain
from proofs.outcome import Failed, Refuted, Unknown

__all__ = ["demo"]

LIMITS = Budget(seconds=30, megabytes=4096)


@dataclass(frozen=True)
class Row:
    """One solver on one problem: how it went, and what a separate checker said."""

    solver: str
    problem: str
    outcome: Refuted | Unknown | Failed
    file: str = ""
    verdict: str = ""


@click.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default="demo", show_default=True
)
@click.option("--digits", metavar="K", type=int, default=1, show_default=True)
def demo(out: Path, digits: int) -> int:
    """Refute four real solvers, check every proof in a separate process, show the table.

    Writes OUT/certificates/*.json, OUT/explanations/*.md and OUT/solution_set.png.

    \b
    Examples:
      computable demo
      computable demo --digits 6 --out demo6

    \b
    Exit codes: 0 every solver refuted and every proof accepted, 1 otherwise.
    """
    console = Console()
    missing = [name for name, entry in ADAPTERS.items() if not entry.installed]
    games = [(s, p) for s, e in ADAPTERS.items() if s not in missing for p in e.problems]
    hint = "from a clone: pip install '.[solvers]'"
    if not games:
        raise DomainError(f"no solver is installed, so nothing can be refuted ({hint})")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    rows = []
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("refuting", total=len(games) + 1)
        for solver, problem in games:
            progress.update(task, description=f"refuting {solver} on {problem}")
            rows.append(_play(solver, problem, digits, out))
            progress.advance(task)
        progress.update(task, description="drawing the solution set")
        figure = _draw(out, missing)
    console.print(_table(rows, digits))
    for name in missing:
        click.echo(f"not installed: {name} ({hint})")
    if any(row.file for row in rows):
        console.print(
            f"The proofs are in {out / 'certificates'}, told in words in {out / 'explanations'}."
        )
    console.print(f"The set of solutions and the solvers' answers are drawn in {figure}.")
    proved = all(isinstance(row.outcome, Refuted) and row.verdict == "accepted" for row in rows)
    return 0 if rows and proved else 1


def _play(solver: str, problem: str, digits: int, out: Path) -> Row:
    outcome = refute(
        solver, problem=problem_named(problem), digits=digits, budget=LIMITS, isolate=True
    )
    if not isinstance(outcome, Refuted):
        return Row(solver, problem, outcome)
    name = f"{solver.rpartition(':')[2]}-{problem}"
    path = outcome.certificate.save(out / "certificates" / f"{name}.json")
    words = explain(outcome.certificate, format="markdown")
    write_atomically(out / "explanations" / f"{name}.md", words.encode())
    # -I: no environment, no user site, no current directory: the standard library alone
    judged = subprocess.run(
        [sys.executable, "-I", checker.__file__, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    verdict = "accepted" if judged.returncode == 0 else judged.stdout.strip() or "not accepted"
    return Row(solver, problem, outcome, path.stem, verdict)


def _table(rows: list[Row], digits: int) -> Table:
    accepted = sum(row.verdict == "accepted" for row in rows)
    table = Table(
        title="Real solvers, proved wrong",
        caption="says, claims: the solver's own status and tolerance. digits: what its answer is "
        "proved not to have. error: l2 distance to the only minimiser. attack: one column wins "
        "by this factor, in data that float64 holds exactly ('in') or deeper than the solver read "
        f"('below'). {accepted} of {len(rows)} games ended with a certificate that the checker "
        "accepted, in a process of its own.",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        padding=0,
    )
    for heading in ("solver", "says", "claims", "digits", "error", "attack", "certificate"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        outcome = row.outcome
        if isinstance(outcome, Refuted):
            report = outcome.report
            attack = f"{outcome.attack.partition(' ')[0]} {power_text(outcome.gap)}"
            file = row.file if row.verdict == "accepted" else f"{row.file}: {row.verdict}"
            table.add_row(
                row.solver,
                report.status,
                report.claim,
                f"not {digits}",
                distance_text(outcome.certificate.output, outcome.certificate.x, 2),
                attack,
                file,
            )
        else:
            kind = "failed" if isinstance(outcome, Failed) else "not refuted"
            table.add_row(row.solver, kind, outcome.reason, "", "", "", row.problem)
    return table


def _draw(out: Path, missing: list[str]) -> Path:
    from computable.cli.figure import draw_solution_set

    solvers = [name for name in ("scipy:highs-ds", "cvxpy:clarabel") if name not in missing]
    return draw_solution_set(out / "solution_set.png", solvers=solvers, budget=LIMITS)
