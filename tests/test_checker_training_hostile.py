"""Hostile files end soon: work that grows faster than the file is refused before it is done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import hostile_probability
import hostile_training
import pytest
from test_checker import DRIVER

from proofs import checker_probability, checker_training

SECONDS, MIB = 20, 2000
"""Generous: the aim is 10 seconds and 1.5 GB."""

HOSTILE = {
    checker_training: hostile_training.HOSTILE,
    checker_probability: hostile_probability.HOSTILE,
}
FAST = {
    "genuine-20-samples",
    "genuine-500-branches",
    "genuine-million-bits",
    "brackets-64-mib",
    "nested-100000",
    "shape-10000000",
    "shape-16000000",
    "samples-100000",
    "an-output-just-beyond",
    "an-output-just-within",
    "coins-of-4000",
    "huge-denominators",
    "colliding-denominators",
    "shared-denominator",
    "probability-of-4000000-bits",
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
    (used,) = done.stderr.splitlines()  # a traceback is no verdict
    seconds, mib = float(used.split(" s, ")[0]), int(used.split(" s, ")[1].split()[0])
    assert seconds < SECONDS
    assert mib < MIB
