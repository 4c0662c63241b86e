"""The checkers stand alone: one file each, standard library only, the same where they can be."""

from __future__ import annotations

import ast
import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from test_checker_basis import PLAIN
from test_checker_digits import APART, TIE
from test_checker_flag import CORRECT
from test_checker_machine import HALTS
from test_checker_path import LASSO
from test_checker_probability import ALONE, FAILS
from test_checker_reduction import TIE as REDUCTION
from test_checker_register import COUNTS, NEVER
from test_checker_training import LEARNER, changed

from proofs import (
    checker,
    checker_basis,
    checker_decider,
    checker_digits,
    checker_flag,
    checker_machine,
    checker_path,
    checker_probability,
    checker_reduction,
    checker_register,
    checker_training,
)

VERDICTS = ("accepted", "rejected", "malformed")
CHECKERS = (
    checker,
    checker_flag,
    checker_training,
    checker_probability,
    checker_digits,
    checker_path,
    checker_basis,
    checker_machine,
    checker_register,
    checker_decider,
    checker_reduction,
)
FILE = {"parse", "fields", "integer", "charge", "main"}
STEPS = {"Turing", "Turing.__init__", "Turing.advance", "machine_text", "state_number"}
PROGRAM = {"Register.add", "Register.statement", "limited", "short", "machine_text"}
READING = {
    "charge",
    "main",
    *(
        f"Checker.{name}"
        for name in ("parse", "read", "rational", "rationals", "matrix", "problem")
    ),
}
DIFFERENT = {
    "check": "what is checked differs",
    "Rational.__sub__": "that of digits also looks for a common factor of decimals",
    "Work.mul": "the first checker charges more for fractions and less for long products",
    "Work.common": "the first checker charges more for fractions and less for long products",
}
SHORTER = {
    *("fields", "advance", "expression", "Turing", "Turing.__init__", "Register"),
    *(f"Register.{name}" for name in ("__init__", "block", "step")),
}
"""Which the checker of deciders of tables, with two languages in it, writes in fewer lines."""
SAME = {
    (checker, checker_flag): {"parse", "rational", "Work.charge", "check_injective", "main"},
    (checker_training, checker_probability): {
        "Checker.check_minimiser",
        "Checker.check_injective",
        "Rational.times",
        *READING,
    },
    (checker_training, checker_digits): {
        "Checker.check_minimiser",
        "Checker.dot",
        "Rational.times",
        *READING,
    },
    (checker_training, checker_path): READING,
    (checker_training, checker_basis): READING,
    (checker_path, checker_basis): {
        *(
            f"Arithmetic.{name}"
            for name in ("ball", "quotient", "root", "dot", "off", "grown", "solution")
        ),
        "Checker.radius",
        "vector",
        "check_distance",
        *READING,
    },
    (checker_machine, checker_register): {"read_claim", "machine_text", *FILE},
    (checker_machine, checker_reduction): {
        *("read_claim", "items", *STEPS, *FILE),
    },
    (checker_register, checker_reduction): {"read_claim", "machine_text", *FILE},
    (checker_training, checker_reduction): {
        *("Rational", "charge", "main"),
        *(f"Rational.{name}" for name in ("__mul__", "__sub__", "small", "times")),
    },
    (checker_machine, checker_decider): {"machine_text", *FILE},
    (checker_register, checker_decider): {*PROGRAM, *FILE},
}
"""What the two of a pair must share, among other things."""


def source(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text("utf-8")


def functions(module: ModuleType) -> dict[str, str]:
    """Return functions, methods, and classes without their methods."""
    text, found = source(module), dict[str, str | None]()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            methods = [v for v in node.body if isinstance(v, ast.FunctionDef)]
            found |= {f"{node.name}.{v.name}": ast.get_source_segment(text, v) for v in methods}
            node.body = [v for v in node.body if v not in methods]
            found[node.name] = ast.unparse(node)
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = ast.get_source_segment(text, node)
    return {name: str(text) for name, text in found.items()}


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: " ".join(v.__name__ for v in pair))
def test_functions_of_one_name_are_the_same(pair: tuple[ModuleType, ModuleType]) -> None:
    one, other = map(functions, pair)
    shared = one.keys() & other.keys()
    assert {"No", "need"} | SAME[pair] <= shared
    different = DIFFERENT.keys() | (SHORTER if checker_decider in pair else set())
    assert {name for name in shared if one[name] != other[name]} <= different


def test_what_all_checkers_have_is_the_same() -> None:
    everywhere = ["FILE_BYTES", "NESTING", "DEPTH", "CONTAINERS", "WORK", "EXIT_CODES"]
    others = ["DIGITS", "BITS", "RATIONAL", "TEXT", "REGISTER", "INSTRUCTION"]
    for name in (*everywhere, *others):
        found = [getattr(module, name) for module in CHECKERS if hasattr(module, name)]
        assert len(found) > 1 and all(one == other for one, other in itertools.pairwise(found))
        assert name in others or len(found) == len(CHECKERS)
    assert len({functions(module)["need"] + functions(module)["No"] for module in CHECKERS}) == 1


@pytest.mark.parametrize("module", CHECKERS)
def test_a_checker_is_read_in_one_sitting(module: ModuleType) -> None:
    lines = source(module).splitlines()
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("module", CHECKERS)
def test_a_checker_imports_the_standard_library_only(module: ModuleType) -> None:
    imported = set()
    for node in ast.walk(ast.parse(source(module))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).split(".")[0])
    assert imported <= sys.stdlib_module_names


TABLE = {"machine": {"kind": "turing", "text": "1RZ---"}}
SINGLE = changed(CORRECT, {"claim": {"kind": "refutation", "digits": 1}})


@pytest.mark.parametrize(
    ("module", "document", "answer"),
    [
        (checker, SINGLE, "transcript.0.4"),
        (checker_flag, CORRECT, "transcript.0.4"),
        (checker_training, LEARNER, "transcript.0.4"),
        (checker_probability, FAILS, "shown.A.0.2"),
        (checker_probability, ALONE, "shown.A.0.2"),
        (checker_digits, TIE, "instance.A.0.2"),
        (checker_digits, APART, "argument.multipliers.0"),
        (checker_path, LASSO, "instance.A.0.2"),
        (checker_basis, PLAIN, "instance.A.0.2"),
        (checker_machine, HALTS, "claim.steps"),
        (checker_register, COUNTS, "claim.steps"),
        (checker_register, NEVER, "claim.steps"),
        (checker_decider, changed(NEVER, TABLE), "claim.steps"),
        (checker_reduction, REDUCTION, "transcript.0.4"),
    ],
)
def test_a_copy_needs_nothing_else(
    module: ModuleType, document: Any, answer: str, tmp_path: Path
) -> None:
    copied = shutil.copy(str(module.__file__), tmp_path / "copied.py")
    wrong = changed(document, {answer: 9 if answer == "claim.steps" else "-9"})
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
