"""The checker: every rule has an accepted and a broken certificate; hostile files end, too.

The files in ``certificates`` carry the verdict that they deserve in their ``about``, which no
checker reads.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brute_force
import pytest

from proofs import checker

FILES = sorted((Path(__file__).parent / "certificates").glob("*/*.json"))
CODES = {"correct": 0, "incorrect": 1, "malformed": 2}
MIB = 1 << 20

DRIVER = """
import pathlib, resource, runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    used, status = resource.getrusage(resource.RUSAGE_SELF), pathlib.Path("/proc/self/status")
    peak = used.ru_maxrss  # which the parent's own peak can exceed; VmHWM is of this program only
    if status.exists():
        peak = int(status.read_text().split("VmHWM:")[1].split()[0])
    print(f"{used.ru_utime + used.ru_stime:.1f} s, {peak >> 10} MiB", file=sys.stderr)
"""


def of(folder: str) -> list[str]:
    return [str(path) for path in FILES if path.parent.name == folder]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file_gets_the_verdict_that_it_deserves(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deserved = re.search(r'"verdict": "([^"]*)"', path.read_text("utf-8"))
    assert deserved is not None
    assert checker.main([str(path)]) == CODES[path.parent.name]
    assert capsys.readouterr().out.startswith(f"{path}: {deserved[1]}")


@pytest.mark.parametrize("path", of("correct"), ids=lambda path: Path(path).stem)
def test_correct_files_are_true(path: str) -> None:
    assert brute_force.is_true(json.loads(Path(path).read_text("utf-8"))) is True


def test_a_copy_of_the_checker_needs_nothing_else(tmp_path: Path) -> None:
    copy = shutil.copy(checker.__file__, tmp_path / "checker.py")

    def run(*files: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-I", "-S", copy, *files]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert not done.stderr
        return done.returncode, done.stdout.splitlines()

    for folder, code in CODES.items():
        returned, lines = run(*of(folder))
        assert (returned, len(lines)) == (code, len(of(folder)))
    assert run(of("correct")[0], of("incorrect")[0])[0] == 1
    assert run(of("malformed")[0], of("incorrect")[0], of("correct")[0])[0] == 2
    code, (line,) = run("none.json")
    assert code == 2
    assert "unreadable" in line
    assert run(str(tmp_path))[0] == 2
    assert run()[0] == 2


# -- hostile files ------------------------------------------------------------------------------


def made(**changes: Any) -> bytes:
    """Return a correct file with some values replaced; bytes are spliced in as they are."""
    document = json.loads(Path(of("correct")[0]).with_stem("basis-pursuit").read_bytes())
    spliced = {}
    for name, value in changes.items():
        *parents, key = name.split("__")
        container = document
        for parent in parents:
            container = container[parent]
        container[key] = f"<{name}>" if isinstance(value, bytes) else value
        if isinstance(value, bytes):
            spliced[f'"<{name}>"'.encode()] = value
    data = json.dumps(document).encode()
    for token, value in spliced.items():
        data = data.replace(token, value)
    return data


def listed(item: bytes, count: int, first: bytes = b"") -> bytes:
    """Return a JSON list of equal items, or of these after another one."""
    return b"[" + (first or item) + (b"," + item) * (count - 1) + b"]"


def each(form: bytes, count: int) -> bytes:
    return b",".join(form % k for k in range(count))


def odd(bits: int, seed: int = 0) -> str:
    """Return an odd hexadecimal integer of so many bits."""
    return hex(random.Random(f"{bits} {seed}").getrandbits(bits) | 1 | 1 << (bits - 1))


def wide(N: int, **changes: Any) -> bytes:
    """Return a file with N columns, all but two of them zero."""
    shape = {"instance__shape": [1, N], "output": listed(b'"1"', N, b'"-1"')}
    return made(**shape | {"argument__x": listed(b'"0"', N, b'"2"')} | changes)


def tall(m: int, **changes: Any) -> bytes:
    """Return a file with m rows, all but one of them zero."""
    zeros = {"y": b'"4"', "witness": b'"1/2"'}
    y, p = (listed(b'"0"', m, first) for first in zeros.values())
    return made(**{"instance__shape": [m, 2], "instance__y": y, "argument__witness": p} | changes)


def about(text: bytes) -> bytes:
    return made(about=b'{"a":' + text + b"}")


def shared(den: str, count: int) -> bytes:
    return b'{"den":"' + den.encode() + b'","num":' + listed(b'"1"', count) + b"}"


def huge_bounds(N: int) -> bytes:
    """Return a LASSO whose dual bounds are products of two numbers of a megabyte."""
    huge = odd(3_990_000)
    problem = b'{"name":"lasso","lambda":"' + huge.encode() + b'","weights":' + shared(huge, N)
    zero = {"argument__x": listed(b'"0"', N), "instance__A": [], "transcript": []}
    return wide(N, problem=problem + b"}", **zero)


def without_common_denominators(N: int, bits: int) -> bytes:
    """Return a row of unlike denominators, none a unit modulo 2, with c = w everywhere."""
    row = [f"1/{odd(bits, k)}0" for k in range(N)]
    A = [[0, j, value] for j, value in enumerate(row)]
    changes = {"argument__x": ["1"] * N, "argument__witness": ["1"], "argument__modulus": 2}
    total = sum(map(brute_force.rational, row))
    y = [f"{total.numerator:#x}/{total.denominator:#x}"]
    return wide(N, problem__weights=row, instance__A=A, instance__y=y, transcript=[], **changes)


def two_denominators(m: int, bits: int) -> bytes:
    """Return two columns of m ones and a fraction each, for which the residual is formed."""
    row = [f"1/{odd(bits, k)}" for k in range(2)]
    A = [[i, j, "1" if i else row[j]] for i in range(m) for j in (0, 1)]
    witness = listed(b'"0"', m, b'"1"')
    changes = {"argument__x": ["1", "1"], "problem__weights": row, "transcript": []}
    return tall(m, instance__A=A, argument__witness=witness, **changes)


def eliminated(size: int, m: int) -> bytes:
    """Return an identity matrix on top of zeros, x = 1, so that size columns need pivots."""
    ones = b"[" + b",".join([b'"1"'] * size + [b'"0"'] * (m - size)) + b"]"
    A = [[i, i, "1"] for i in range(size)]
    changes = {"instance__shape": [m, size], "argument__x": ["1"] * size, "output": ["0"] * size}
    tops = {"instance__y": ones, "argument__witness": ones, "transcript": []}
    return made(**changes | tops, instance__A=A, argument__modulus=10**18 - 1)


WHOLE, BIG, OTHER = made(), odd(4_000_000), odd(4_000_000, 1)
FOUR = f"{4 * int(BIG[:-1], 16):#x}/{BIG[:-1]}"
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("malformed", lambda: b""),
    "truncated": ("malformed", lambda: WHOLE[:-2]),
    "half": ("malformed", lambda: WHOLE[: len(WHOLE) // 2]),
    "byte-order-mark": ("malformed", lambda: b"\xef\xbb\xbf" + WHOLE),
    "utf-16": ("malformed", lambda: WHOLE.decode().encode("utf-16")),
    "not-utf-8": ("malformed", lambda: about(b'"\xff"')),
    "encoded-surrogate": ("malformed", lambda: about(b'"\xed\xa0\x80"')),
    "surrogate-in-about": ("accepted", lambda: about(rb'"\ud800"')),
    "surrogate-as-field": ("malformed: file: unknown", lambda: made(**{"\ud800": 1})),
    "surrogate-in-rational": ("malformed", lambda: made(instance__y=rb'["4\ud800"]')),
    "64-mib": ("accepted", lambda: WHOLE.ljust(64 * MIB)),
    "64-mib-and-a-byte": ("malformed: file: more", lambda: WHOLE.ljust(64 * MIB + 1)),
    "nested-16": ("accepted", lambda: about(b"[" * 14 + b"]" * 14)),
    "nested-17": ("malformed: file: nested", lambda: about(b"[" * 15 + b"]" * 15)),
    "nested-17-objects": ("malformed", lambda: about(b'{"":' * 15 + b"0" + b"}" * 15)),
    "nested-100000": ("malformed", lambda: about(b"[" * 10**5 + b"]" * 10**5)),
    "open-100000": ("malformed", lambda: b"[" * 10**5),
    "brackets-64-mib": ("unsupported", lambda: b"[" * (64 * MIB)),
    "number-19-digits": ("malformed: version", lambda: made(version=b"1" * 19)),
    "number-million-digits": ("malformed: version", lambda: made(version=b"1" * 10**6)),
    "number-60-mib-in-about": ("accepted", lambda: about(b"1" * 60 * MIB)),
    "float-60-mib-in-about": ("accepted", lambda: about(b"1." + b"1" * 60 * MIB)),
    "float-overflow-in-depth": ("malformed", lambda: made(transcript=b'[["y",0,1e999,"4"]]')),
    "decimal-4000": ("accepted", lambda: made(instance__y=["4".rjust(4000, "0")])),
    "decimal-4001": ("malformed: instance.y", lambda: made(instance__y=["4".rjust(4001, "0")])),
    "decimal-60-mib": ("malformed", lambda: made(instance__y=b'["' + b"9" * 60 * MIB + b'"]')),
    "hexadecimal-4000000": ("accepted", lambda: made(output=[BIG, "0"])),
    "hexadecimal-4000004": ("malformed: output", lambda: made(output=[BIG + "1", "0"])),
    "hexadecimal-60-mib": ("malformed", lambda: made(instance__y=["0x" + "f" * 60 * MIB])),
    "shape-60000000": ("malformed", lambda: made(instance__shape=[1, 60_000_000])),
    "shape-60000000-rows": ("malformed", lambda: made(instance__shape=[60_000_000, 2])),
    "objects-in-about": ("accepted", lambda: about(listed(b'{"abcde":0}', 1_990_000))),
    "lists-in-about": ("accepted", lambda: about(listed(b"[1,2,3,4,5]", 1_990_000))),
    "numbers-in-about": ("accepted", lambda: about(listed(b"999", 16_000_000))),
    "strings-in-about": ("accepted", lambda: about(listed(b'"ab"', 13_000_000))),
    "keys-in-about": ("accepted", lambda: about(b"{%s}" % each(b'"%x":0', 5_000_000))),
    "rows-1000000": ("accepted", lambda: made(transcript=listed(b'["y",0,9,"4"]', 10**6))),
    "depths-1000000": (
        "accepted",
        lambda: made(transcript=b"[%s]" % each(b'["y",0,%d,"4"]', 10**6)),
    ),
    "far-deep-rows": ("rejected", lambda: made(transcript=[["y", 0, 4_000_000, "5"]] * 10**5)),
    "columns-300000": ("accepted", lambda: wide(300_000)),
    "columns-1000000": ("accepted", lambda: wide(1_000_000)),
    "rows-of-A-1000000": ("accepted", lambda: tall(1_000_000)),
    "huge-denominators": ("unsupported", lambda: made(output=["1/" + BIG, "1/" + OTHER])),
    "many-denominators": (
        "unsupported",
        lambda: wide(1000, output=[f"1/{odd(4000, k)}" for k in range(1000)]),
    ),
    "shared-denominator": ("unsupported", lambda: wide(10_000, output=shared(BIG, 10_000))),
    "colliding-denominators": (  # Python's hash of an integer is its residue modulo 2**61 - 1
        "unsupported",
        lambda: wide(20_000, output=[f"1/{hex((2**61 - 1) * k)}" for k in range(1, 20_001)]),
    ),
    "repeated-denominators": (
        "",
        lambda: wide(20, output=[f"1/{odd(300_000, k % 2)}" for k in range(20)]),
    ),
    "residual-denominators": ("", lambda: two_denominators(20, 200_000)),
    "pivot-denominators": ("", lambda: without_common_denominators(60, 4000)),
    "huge-bounds": ("unsupported", lambda: huge_bounds(30_000)),
    "huge-witness": ("rejected", lambda: made(argument__witness=[BIG])),
    "huge-answers": (
        "accepted",
        lambda: made(transcript=[["y", 0, k, FOUR] for k in range(20)]),
    ),
    "digits-100000": ("accepted", lambda: made(claim__digits=10**5, output=["1/" + BIG, "0"])),
    "columns-to-eliminate-500": ("accepted", lambda: eliminated(500, 500)),
    "columns-to-eliminate-20-of-100000": ("accepted", lambda: eliminated(20, 10**5)),
    "columns-to-eliminate-3000": ("unsupported", lambda: eliminated(3000, 3000)),
}
SLOW = {"objects-in-about", "lists-in-about", "numbers-in-about", "keys-in-about"}
SLOW |= {"depths-1000000", "columns-1000000", "rows-of-A-1000000", "huge-bounds"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.campaign) if n in SLOW else n for n in HOSTILE],
)
def test_hostile_file_gets_a_verdict(name: str, tmp_path: Path) -> None:
    verdict, make = HOSTILE[name]
    path = tmp_path / "hostile.json"
    path.write_bytes(make())
    command = [sys.executable, "-I", "-S", "-c", DRIVER, checker.__file__, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    print(f"{name}: {done.stdout.strip().removeprefix(str(path))[:150]}: {done.stderr.strip()}")
    path.unlink()
    assert done.stdout.startswith(f"{path}: {verdict}")
    assert len(done.stderr.splitlines()) == 1, "a traceback is no verdict"
    judged = done.stdout.removeprefix(f"{path}: ").split(":")[0]
    assert done.returncode == checker.EXIT_CODES.get(judged, 2)


def test_verdicts_can_be_printed_anywhere(tmp_path: Path) -> None:
    """A verdict is printed even where the terminal knows ASCII only."""
    valid = next(file for file in FILES if file.name == "basis-pursuit.json")
    document = json.loads(valid.read_text())
    odd = tmp_path / "é☃.json"
    odd.write_text(json.dumps({**document, "é☃": 1}, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, checker.__file__, str(odd)]
    for encoding in ("ascii", "utf-8:strict"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "1"}
        result = subprocess.run(command, capture_output=True, check=False, env=environment)
        assert result.returncode == 2
        assert b"malformed: file: unknown field" in result.stdout
        assert not result.stderr
