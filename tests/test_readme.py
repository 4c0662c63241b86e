"""The README's programs run, and print what it says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language):
    """Yield every block of a language with the text before it."""
    end = 0
    for found in BLOCK.finditer(README):
        if found[1] == language:
            yield README[end : found.start()], found[2]
        end = found.end()


def expected(program):
    """Return what the comments behind print(...) say, '' where they are words."""
    lines = re.findall(r"^print\(.*\)(?:  # |\n# |$)(.*)$", program, re.MULTILINE)
    return [re.split(r"[:;] ", line)[0] for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the files that the README asks for."""
    path = tmp_path_factory.mktemp("readme")
    for text, program in blocks("python"):
        if named := re.findall(r"Write `(\w+\.py)`", text.split("\n## ")[-1]):
            (path / named[-1]).write_text(program, "utf-8")
    assert {file.name for file in path.iterdir()} == {"mine.py", "learner.py", "coins.py"}
    return path


PROGRAMS = [p for text, p in blocks("python") if "import" in p and "def train" not in p]


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_a_program_prints_what_is_said(program, folder):
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=False, cwd=folder, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed, said = done.stdout.splitlines(), expected(program)
    assert len(said) == program.count("\nprint(")
    if "\n    print(" in program:  # lines in a loop
        assert set(re.findall(r"^    # (.*)$", program, re.MULTILINE)) <= set(printed)
        return
    for line, comment in zip(printed, said, strict=True):
        assert comment and line.startswith(comment)


def console():
    """Yield the commands with what they are said to print."""
    for _, text in blocks("console"):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command.partition("  #")[0].strip(), output


@pytest.mark.parametrize(("command", "output"), [*console()], ids=lambda text: text[:40])
def test_a_command_prints_what_is_said(command, output, folder):
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        capture_output=True, text=True, check=False, cwd=folder, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(output)
