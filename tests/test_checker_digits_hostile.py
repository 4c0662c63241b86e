"""Hostile files about given answers end soon, whatever they make the checkers believe."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hostile_answers import HOSTILE
from test_checker import DRIVER

SECONDS, MIB = 20, 2000
"""Generous: the aim is 10 seconds and 1.5 GB."""
FAST = {
    "genuine",
    "genuine-box",
    "genuine-1000-digits",
    "a-long-epsilon",
    "a-long-inverse",
    "a-long-base-against-10000-rows",
    "a-radius-of-4000000-bits",
    "... of-a-chosen-column",
    "a-million-bits",
    "brackets-64-mib",
    "digits-100000",
    "digits-100000-of-10",
    "one-denominator-of-100000",
    "outputs-of-a-million-bits",
    "shape-16000000",
}


def cases() -> Iterator[Any]:
    for module, files in HOSTILE.items():
        for name in files:
            marks = () if name in FAST else pytest.mark.campaign
            short = module.__name__.removeprefix("proofs.checker_")
            yield pytest.param(module, name, id=f"{short}-{name}", marks=marks)


@pytest.mark.parametrize(("module", "name"), list(cases()))
def test_hostile_file_gets_a_verdict(module: ModuleType, name: str, tmp_path: Path) -> None:
    deserved, make = HOSTILE[module][name]
    path = tmp_path / "hostile.json"
    path.write_bytes(make())
    command = [sys.executable, "-I", "-S", "-c", DRIVER, str(module.__file__), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    print(f"{name}: {done.stdout.strip().removeprefix(str(path))[:150]}: {done.stderr.strip()}")
    path.unlink()
    assert done.stdout.startswith(f"{path}: {deserved}")
    assert "unreadable" not in done.stdout
    judged = done.stdout.removeprefix(f"{path}: ").split(":")[0]
    assert done.returncode == module.EXIT_CODES.get(judged, 2)
    (used,) = done.stderr.splitlines()  # a traceback is no verdict
    seconds, mib = float(used.split(" s, ")[0]), int(used.split(" s, ")[1].split()[0])
    assert seconds < SECONDS
    assert mib < MIB
