"""``computable check``, ``replay`` and ``explain``: what one can do with a certificate."""

from __future__ import annotations

import click

from computable.algorithm import Budget
from computable.cli.refuting import file_digest, known_solver
from computable.errors import ComputableError, DomainError, Rejected
from computable.solvers import split_file_name
from proofs import checker
from proofs.explain import FORMATS, Format
from proofs.explain import explain as explanation
from proofs.proof_file import judge
from proofs.read import Proof, checker_of, load
from proofs.replay import replay as run_again
from proofs.replay import replayable

__all__ = ["check", "explain", "replay"]

COLOURS = {"accepted": "green", "rejected": "red"}


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> int:
    """Verify certificates with the checkers, which use Python's standard library only.

    Each is one file that also runs by itself: python checker.py FILE... (for training sets
    checker_training.py, for coins checker_probability.py, for exit flags checker_flag.py, for
    what 'certify' writes checker_digits.py, checker_path.py or checker_basis.py, for machines
    checker_machine.py, checker_register.py, checker_decider.py or checker_reduction.py; the
    right one is named behind the verdict).

    \b
    Examples:
      computable check proof.json
      computable check demo/certificates/*.json

    \b
    Exit codes: 0 all accepted, 1 one rejected, 2 one malformed or unreadable.
    """
    worst = 0
    for path in files:
        verdict, reason = _judged(path)
        click.echo(f"{path}: {click.style(verdict, fg=COLOURS.get(verdict, 'yellow'))}: {reason}")
        worst = max(worst, checker.EXIT_CODES.get(verdict, 2))
    return worst


@click.command()
@click.argument("file")
@click.option("--solver", help="Default: what the certificate names.")
@click.option("--seconds", type=float, default=60, show_default=True)
@click.option("--memory", metavar="MB", type=int, default=4096, show_default=True)
def replay(file: str, solver: str | None, seconds: float, memory: int) -> int:
    """Run the solver again on the recorded answers and compare the outputs.

    Of a learner: its network's values at the samples. With coins: every recorded branch. Of an
    exit flag: output and flag. What 'certify' and 'solve' write is about an answer alone, and has
    nothing to run.

    \b
    Examples:
      computable replay proof.json
      computable replay proof.json --solver my_solver.py:solve

    \b
    Exit codes: 0 reproduced, 1 not, 2 wrong usage or bad file, 3 the solver failed.
    """
    certificate = _loaded(file)
    if isinstance(certificate, int):
        return certificate
    try:
        replayable(certificate)
    except DomainError as error:
        raise DomainError(f"{file}: {error}") from None
    name = solver or certificate.about.get("algorithm", "")
    try:
        known_solver(name)
    except DomainError as error:
        if solver:
            raise
        where = f"{file}: about.algorithm: it records the solver {name!r}"
        hint = "use --solver FILE.py:function, or computable.replay in Python for built-in ones"
        raise DomainError(f"{where}; {hint} ({error})") from None
    recorded = certificate.about.get("sha256")
    if split_file_name(name) and not solver and file_digest(name).get("sha256") != recorded:
        raise DomainError(
            f"{file}: about.sha256: {name} is not the file that was refuted; "
            f"run it all the same with --solver {name}"
        )
    budget = Budget(seconds=seconds, megabytes=memory)
    result = run_again(certificate, name, budget=budget, isolate=True)
    verdict = "reproduced" if result.reproduced else "failed" if result.failed else "not reproduced"
    click.echo(f"{file}: {verdict}: {name}: {result.reason}")
    return 0 if result.reproduced else 3 if result.failed else 1


@click.command()
@click.argument("file")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
def explain(file: str, style: Format) -> int:
    """Tell the proof in plain words, with its own numbers.

    \b
    Examples:
      computable explain proof.json
      computable explain proof.json --format markdown > proof.md

    \b
    Exit codes: 0 explained, 1 the certificate is rejected, 2 it is malformed or unreadable.
    """
    certificate = _loaded(file)
    if isinstance(certificate, int):
        return certificate
    click.echo(explanation(certificate, format=style), nl=False)
    return 0


def _judged(path: str) -> tuple[str, str]:
    """Return the verdict and its reason, with the checker's name if it is not checker.py."""
    try:
        with open(path, "rb") as file:
            data = file.read(checker.FILE_BYTES + 1)
        verdict, reason = judge(data)
        name = checker_of(checker.parse(data)) if verdict in COLOURS else "checker.py"
    except (OSError, ValueError, MemoryError) as error:
        return "unreadable", getattr(error, "strerror", None) or repr(error)
    return verdict, reason if name == "checker.py" else f"{reason} ({name})"


def _loaded(file: str) -> Proof | int:
    """Read an accepted certificate, or complain and return the exit code."""
    try:
        return load(file)
    except ComputableError as error:
        rejected = "rejected: " if isinstance(error, Rejected) else ""
        click.echo(f"computable: {file}: {rejected}{error}", err=True)
        return 1 if isinstance(error, Rejected) else 2
