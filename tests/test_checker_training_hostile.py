"""Hostile files end soon: work that grows faster than the file is refused before it is done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hostile_training import HOSTILE
from test_checker import DRIVER

from proofs import checker_training

SECONDS, MIB = 30, 3000
"""Generous: the files here were measured below 12 seconds and 2 GiB on a slow core."""

FAST = {
    "genuine-20-samples",
    "genuine-2000-branches",
    "genuine-million-bits",
    "brackets-64-mib",
    "samples-100000",
    "columns-5000000",
    "rows-5000000",
    "branches-with-a-huge-minimiser",
    "an-output-just-beyond",
    "an-output-just-within",
    "coins-of-4000",
    "repeated-denominators",
    "outputs-of-1000000-samples",
    "huge-denominators",
    "colliding-denominators",
    "shared-denominator",
    "probability-of-4000000-bits",
}


@pytest.mark.parametrize(
    "name",
    [n if n in FAST else pytest.param(n, marks=pytest.mark.campaign) for n in HOSTILE],
)
def test_hostile_file_gets_a_verdict(name: str, tmp_path: Path) -> None:
    deserved, make = HOSTILE[name]
    path = tmp_path / "hostile.json"
    path.write_bytes(make())
    command = [sys.executable, "-I", "-S", "-c", DRIVER, checker_training.__file__, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    print(f"{name}: {done.stdout.strip().removeprefix(str(path))[:150]}: {done.stderr.strip()}")
    path.unlink()
    assert done.stdout.startswith(f"{path}: {deserved}")
    (used,) = done.stderr.splitlines()  # a traceback is no verdict
    seconds, mib = float(used.split(" s, ")[0]), int(used.split(" s, ")[1].split()[0])
    assert seconds < SECONDS
    assert mib < MIB
