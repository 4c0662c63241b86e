"""The checkers of machines come to a verdict on any file, soon and in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hostile_machines import HOSTILE, SLOW
from test_checker import DRIVER
from test_checker_machine import HALTS
from test_checker_reduction import TIE
from test_checker_register import COUNTS, NEVER
from test_checker_training import changed

from proofs import checker_machine, checker_reduction, checker_register

MODULES = {
    "machine": checker_machine,
    "register": checker_register,
    "reduction": checker_reduction,
}
MIB, SECONDS = 1 << 20, 20
LIMITED = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, ({4096 * MIB}, {4096 * MIB}))
resource.setrlimit(resource.RLIMIT_CPU, ({2 * SECONDS}, {2 * SECONDS}))
{DRIVER}"""
BASES = [(checker_machine, HALTS), (checker_register, NEVER), (checker_reduction, TIE)]


def versioned(data: bytes, version: bytes) -> bytes:
    return data.replace(b'"version": 1', b'"version": ' + version)


def about(data: bytes, value: bytes) -> bytes:
    return data[:-1] + b',"about":' + value + b"}"


JSON: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "empty": ("malformed", lambda data: b""),
    "a list": ("malformed", lambda data: b"[" + data + b"]"),
    "null": ("malformed", lambda data: b"null"),
    "truncated": ("malformed", lambda data: data[:-2]),
    "two values": ("malformed", lambda data: data + data),
    "byte order mark": ("malformed", lambda data: b"\xef\xbb\xbf" + data),
    "utf-16": ("malformed", lambda data: data.decode().encode("utf-16")),
    "not utf-8": ("malformed", lambda data: data[:-1] + b',"about":"\xff"}'),
    "a zero byte": ("malformed", lambda data: data + b"\0"),
    "a zero byte in a string": ("malformed", lambda data: data[:-1] + b',"about":"\0"}'),
    "NaN": ("malformed", lambda data: data[:-1] + b',"about":NaN}'),
    "-Infinity": ("malformed", lambda data: data[:-1] + b',"about":[-Infinity]}'),
    "a key twice": ("malformed", lambda data: data[:-1] + b',"version":1}'),
    "a key twice, escaped": ("malformed", lambda data: data[:-1] + rb',"v\u0065rsion":1}'),
    "a key twice within": ("malformed", lambda data: data[:-1] + b',"about":{"a":1,"a":1}}'),
    "an odd key": ("malformed", lambda data: data[:-1] + rb',"\ud800":1}'),
    "odd about": ("accepted", lambda data: data[:-1] + rb',"about":"\ud800\u0000"}'),
    "a version of 19 digits": ("malformed", lambda data: versioned(data, b"1" * 19)),
    "a version of 1e6 digits": ("malformed", lambda data: versioned(data, b"1" * 10**6)),
    "version 1.0": ("malformed", lambda data: versioned(data, b"1.0")),
    "version 1e0": ("malformed", lambda data: versioned(data, b"1e0")),
    "version -1": ("malformed", lambda data: versioned(data, b"-1")),
    "version null": ("malformed", lambda data: versioned(data, b"null")),
    "version true": ("malformed", lambda data: versioned(data, b"true")),
    "nested 16": ("accepted", lambda data: about(data, b"[" * 15 + b"]" * 15)),
    "nested 17": ("malformed", lambda data: about(data, b"[" * 16 + b"]" * 16)),
    "nested 100000": ("malformed", lambda data: about(data, b"[" * 10**5 + b"]" * 10**5)),
    "nested 100000 objects": ("malformed", lambda data: about(data, b'{"":' * 10**5)),
    "a long number in about": ("accepted", lambda data: about(data, b"1" * 10**7)),
    "a long string in about": ("accepted", lambda data: about(data, b'"%s"' % (b"a" * 10**7))),
    "a long key in about": ("accepted", lambda data: about(data, b'{"%s":0}' % (b"a" * 10**7))),
    "64 MiB": ("accepted", lambda data: data.ljust(64 * MIB)),
    "64 MiB and a byte": ("malformed", lambda data: data.ljust(64 * MIB + 1)),
    "64 MiB of brackets": ("unsupported", lambda data: b"[" * (64 * MIB)),
}


@pytest.mark.parametrize(("module", "base"), BASES)
@pytest.mark.parametrize("name", JSON)
def test_what_is_no_file_is_malformed(module: ModuleType, base: Any, name: str) -> None:
    deserved, make = JSON[name]
    try:
        module.check(make(json.dumps(base).encode()))
        found = "accepted"
    except module.No as no:
        found = no.args[0]
    assert found == deserved


def judged(name: str, tmp_path: Path) -> None:
    """Run a checker on a file, and see to it that all it does is to give a verdict."""
    checker, deserved, make = HOSTILE[name]
    path = tmp_path / "hostile.json"
    path.write_bytes(make())
    command = [sys.executable, "-I", "-S", "-c", LIMITED, str(MODULES[checker].__file__), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    path.unlink()
    print(f"{name}: {done.stdout.strip().removeprefix(str(path))[:150]}: {done.stderr.strip()}")
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{path}: {deserved}")
    verdict = line.removeprefix(f"{path}: ").split(":")[0]
    assert verdict in ("accepted", "rejected", "malformed", "unsupported")
    assert done.returncode == MODULES[checker].EXIT_CODES.get(verdict, 2)
    (used,) = done.stderr.splitlines()  # neither a traceback nor a warning is a verdict
    assert float(used.split(" s, ")[0]) < SECONDS  # measured: 8 on a slow core, but for one file
    assert int(used.split(" s, ")[1].split()[0]) < 3000


def marked(names: Any, *marks: Any) -> list[Any]:
    campaign = pytest.mark.campaign
    return [pytest.param(n, marks=[*marks, *[campaign] * (n in SLOW)]) for n in names]


@pytest.mark.parametrize("name", marked(HOSTILE))
def test_hostile_file_gets_a_verdict(name: str, tmp_path: Path) -> None:
    judged(name, tmp_path)


def spent(text: str, steps: int) -> float:
    """Return the work that a checker has charged for so many steps."""
    claim = {"machine.text": text, "claim.steps": steps}
    checker_register.check(json.dumps(changed(COUNTS, claim)).encode())
    return checker_register.SPENT[0]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("a = b + 1", "a = b" + " + 1" * 90),
        ("a = b and 1", "a = b" + " or 1" * 90),
        ("a = not b", "a = " + "not " * 90 + "b"),
        ("a = b == c", "a = b == c" + " and b == c" * 90),
    ],
)
def test_a_longer_expression_is_more_work(one: str, many: str) -> None:
    assert spent(many, 1) > 5 * spent(one, 1)


def test_what_is_kept_is_paid_for() -> None:
    """With so many bits in each register, there is no work left before there is no memory left."""
    bits, count = 1 << 20, 8
    text = f"a = 0x{'f' * (bits // 4)}\n" + "".join(f"b{k} = a * 1\n" for k in range(count))
    most = checker_register.WORK / (spent(text, 1 + count) / count)
    assert most * bits / 8 < 3000 * MIB


def test_a_long_quotient_is_work() -> None:
    """A step is half a nanosecond: a digit of 30 bits takes one at least."""
    assert spent(f"a = 0x{'f' * 900_000} // 2", 1) > 900_000 * 4 / 30
