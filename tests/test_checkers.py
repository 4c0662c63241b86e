"""The checkers stand alone: one file each, standard library only, the same where they can be."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_checker_flag import CORRECT
from test_checker_training import FAILS, LEARNER, changed

from proofs import checker, checker_flag, checker_training

VERDICTS = ("accepted", "rejected", "malformed")
CHECKERS = [Path(module.__file__) for module in (checker, checker_flag, checker_training)]
DIFFERENT = {
    "check": "what is checked differs",
    "Work": "the first checker charges more for fractions and less for long products",
}


def functions(path: Path) -> dict[str, str]:
    source = path.read_text("utf-8")
    found = [node for node in ast.parse(source).body if hasattr(node, "name")]
    return {node.name: ast.get_source_segment(source, node) or "" for node in found}


def test_functions_of_one_name_are_the_same() -> None:
    first, flag, training = map(functions, CHECKERS)
    for one, other in ((first, flag), (first, training), (flag, training)):
        shared = one.keys() & other.keys()
        assert {"No", "parse", "rational", "Work", "check_injective", "judge"} <= shared
        unlike = {name for name in shared if one[name] != other[name]}
        assert unlike <= DIFFERENT.keys()
    assert flag["Work"] == training["Work"]


@pytest.mark.parametrize("path", CHECKERS, ids=lambda path: path.stem)
def test_a_checker_imports_the_standard_library_only(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).split(".")[0])
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("module", "document"),
    [(checker_training, LEARNER), (checker_training, FAILS), (checker_flag, CORRECT)],
)
def test_a_copy_needs_nothing_else(module: Any, document: Any, tmp_path: Path) -> None:
    copied = shutil.copy(module.__file__, tmp_path / "copied.py")
    wrong = changed(document, {"transcript.0.4": "-9"})
    for name, content in (("accepted", document), ("rejected", wrong), ("malformed", {})):
        (tmp_path / name).write_text(json.dumps(content), "utf-8")

    def run(*names: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-I", "-S", copied, *names]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert not done.stderr
        return done.returncode, done.stdout.splitlines()

    for code, name in enumerate(VERDICTS):
        returned, (line,) = run(name)
        assert (returned, line.split(": ")[:2]) == (code, [name, name])
    assert run("accepted", "rejected")[0] == 1
    assert run("rejected", "malformed", "accepted")[0] == 2
    assert run()[0] == 2
    code, (line,) = run("none")
    assert (code, line.split(": ")[1]) == (2, "unreadable")
