"""Files about machines whose check might take long, or for ever, or all memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from test_checker import listed, odd
from test_checker_machine import GRAMS, HALTS, LOOKS, WALKS
from test_checker_reduction import TIE
from test_checker_register import COUNTS, NEVER
from test_checker_training import changed

from computable.machine.turing.table import state_name

__all__ = ["HOSTILE", "SLOW"]

BIG, OTHER = odd(4_000_000), odd(4_000_000, 1)
HALVE = "while machine:\n    machine //= 2\n"
DIVIDE = f"a = 0x{'f' * 250_000}\nwhile 1:\n    b = a // 0x{'7' * 125_000}\n"
KEEP = f"a = 0x{'f' * 375_000}\nb = a * a\n" + "".join(f"b{k} = b+1\n" for k in range(30_000))
SQUARES = "a = 2\nwhile 1:\n    a = a * a\n"


def made(base: Any, changes: dict[str, Any]) -> bytes:
    """Return a file with some values replaced; bytes are spliced in as they are."""
    spliced = {f"<{path}>": v for path, v in changes.items() if isinstance(v, bytes)}
    marks = {path: f"<{path}>" if isinstance(v, bytes) else v for path, v in changes.items()}
    data = json.dumps(changed(base, marks)).encode()
    for mark, value in spliced.items():
        data = data.replace(f'"{mark}"'.encode(), value)
    return data


def table(text: str, steps: int = 1) -> bytes:
    return made(HALTS, {"machine.text": text, "claim.steps": steps})


def program(text: str, steps: int = 1) -> bytes:
    return made(COUNTS, {"machine.text": text, "claim.steps": steps})


def looking(text: str, depth: int = 10_000) -> bytes:
    return made(LOOKS, {"machine.text": text, "argument.depth": depth})


def grams(n: int, contexts: int, text: str = "0RA0RA") -> bytes:
    """Return the same context and n-gram so often."""
    zeros = listed(b"0", n)
    changes = {
        "machine.text": text,
        "argument.n": n,
        "argument.contexts": listed(b"[%s,0,0,%s]" % (zeros, zeros), contexts),
        "argument.left": listed(zeros, contexts),
        "argument.right": listed(zeros, contexts),
    }
    return made(GRAMS, changes)


def many_symbols(symbols: int) -> bytes:
    """Return a machine that walks to the right, with all contexts of width 1 there might be."""
    contexts = [[[0], 0, s, [r]] for s in range(symbols) for r in range(symbols)]
    cells = [[s] for s in range(symbols)]
    changes = {"argument.contexts": contexts, "argument.left": [[0]], "argument.right": cells}
    return made(GRAMS, {"machine.text": "0RA" * symbols, **changes})


def spread(states: int) -> str:
    """Return a table of three symbols in which a state has many predecessors, far and wide."""
    names = [state_name(k) for k in range(states)]
    rows = [
        f"0L{names[(7 * k + 1) % states]}1R{names[(11 * k + 3) % states]}2L{names[5 * k % states]}"
        for k in range(states - 1)
    ]
    return "_".join([*rows, "---0RA0LA"])


def wide(N: int, changes: dict[str, Any]) -> bytes:
    shape = {"instance.shape": [1, N], "output": listed(b'"1/2"', N)}
    return made(TIE, shape | {"argument.x": listed(b'"0"', N, b'"8/9"')} | changes)


def nested(word: str, depth: int) -> str:
    lines = [" " * k + f"{word} 1:" for k in range(depth)]
    return "\n".join([*lines, " " * depth + "a = 1"])


def deep(depth: int) -> str:
    return "a = " + "(0 or 1 and not " * depth + "1" + ")" * depth


HOSTILE: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    # Turing machines
    "dashes": ("machine", "", lambda: table("_".join(["---" * 256] * 12_900))),
    "states": ("machine", "", lambda: table("_".join(["------"] * 1_400_000))),
    "long-names": ("machine", "", lambda: table("_".join(["1RAAAAAA1RAAAAAA"] * 580_000))),
    "underscores": ("machine", "malformed", lambda: table("_" * 9_999_999)),
    "a-name": ("machine", "malformed", lambda: table("1R" + "A" * 9_999_998)),
    "a-number": ("machine", "malformed", lambda: table("9" * 9_999_998 + "RA")),
    "a-row": ("machine", "malformed", lambda: table("1RA" * 3_333_333)),
    "a-text-of-10000001": ("machine", "malformed", lambda: table("1RA1RA".ljust(10_000_001, "_"))),
    "steps-4000000": ("machine", "rejected", lambda: table("1RA1RA", 4_000_000)),
    "translated-4000000": (
        "machine",
        "accepted",
        lambda: made(
            WALKS,
            {"machine.text": "1RA1RA", "argument.start": 1_999_999}
            | {"argument.period": 2_000_001, "argument.shift": 2_000_001},
        ),
    ),
    "back-without-end": ("machine", "unsupported", lambda: looking("0LA0RA1LA1RA---")),
    "back-256-ways": ("machine", "unsupported", lambda: looking("0LA1RA" * 127 + "0LA---")),
    "back-700-states": ("machine", "", lambda: looking(spread(700))),
    "back-from-many": ("machine", "", lambda: looking("_".join(["1RA---", *["------"] * 600_000]))),
    "back-nowhere": ("machine", "accepted", lambda: looking("0RA0RA")),
    "grams-100-x-20000": ("machine", "accepted", lambda: grams(100, 20_000)),
    "grams-100-x-80000": ("machine", "unsupported", lambda: grams(100, 80_000)),
    "grams-1-x-390000": ("machine", "accepted", lambda: grams(1, 390_000)),
    "grams-of-200-symbols": ("machine", "accepted", lambda: many_symbols(200)),
    "grams-of-256-symbols": ("machine", "accepted", lambda: many_symbols(256)),
    # register programs
    "squares": ("register", "unsupported", lambda: program(SQUARES, 4_000_000)),
    "loop-4000000": ("register", "rejected", lambda: program("while 1: pass", 4_000_000)),
    "decider-4000000": (
        "register",
        "rejected",
        lambda: made(NEVER, {"decider.text": "while 1: pass"}),
    ),
    "comment-1000000": ("register", "accepted", lambda: program("#" * 999_000 + "\na = 1")),
    "name-1000000": ("register", "accepted", lambda: program("a" * 999_000 + " = 1")),
    "string-1000000": ("register", "malformed", lambda: program("a = '" + "a" * 999_000 + "'")),
    "digits-1000000": ("register", "malformed", lambda: program("a = " + "9" * 999_000)),
    "indented-1000000": (
        "register",
        "rejected",
        lambda: program("if 1:\n" + " " * 999_000 + "a = 1"),
    ),
    "a-text-of-60000000": ("register", "malformed", lambda: program("a = 1".ljust(60_000_000))),
    "while-50": ("register", "rejected", lambda: program(nested("while", 50), 100)),
    "while-99": ("register", "rejected", lambda: program(nested("while", 99), 100)),
    "while-100": ("register", "unsupported", lambda: program(nested("while", 100), 100)),
    "if-1000": ("register", "unsupported", lambda: program(nested("if", 1000), 100)),
    "elif-400": (
        "register",
        "accepted",
        lambda: program("if 0: a = 1\n" + "elif 0: a = 1\n" * 400, 401),
    ),
    "elif-60000": (
        "register",
        "unsupported",
        lambda: program("if 0: a = 1\n" + "elif 0: a = 1\n" * 60_000),
    ),
    "deep-150": ("register", "unsupported", lambda: program(deep(150))),
    "deep-30": ("register", "accepted", lambda: program(deep(30))),
    "not-100000": ("register", "unsupported", lambda: program("a = " + "not " * 10**5 + "1")),
    "plus-400000": ("register", "unsupported", lambda: program("a = " + "1+" * 400_000 + "1")),
    "brackets-400000": (
        "register",
        "unsupported",
        lambda: program("a = " + "(" * 400_000 + "1" + ")" * 400_000),
    ),
    "minus-900000": ("register", "unsupported", lambda: program("a = " + "-" * 900_000 + "1")),
    "dots-400000": ("register", "unsupported", lambda: program("a = b" + ".c" * 400_000)),
    "targets-200000": ("register", "malformed", lambda: program("a = " * 200_000 + "1")),
    "powers-100000": ("register", "unsupported", lambda: program("a = " + "2**" * 10**5 + "1")),
    "lambdas-100000": (
        "register",
        "unsupported",
        lambda: program("a = " + "lambda: " * 10**5 + "1"),
    ),
    "and-150000": ("register", "accepted", lambda: program("a = " + "1 and " * 150_000 + "1")),
    "a-tuple-of-400000": ("register", "malformed", lambda: program("a = " + "a," * 400_000)),
    "statements-240000": ("register", "accepted", lambda: program("a=1;" * 240_000, 240_000)),
    "a-warning": ("register", "accepted", lambda: program("a = 1or 2")),
    "conjunctions": (
        "register",
        "unsupported",
        lambda: program(f"while 1:\n    a = {'1 and ' * 5000}1", 4_000_000),
    ),
    "comparisons": (
        "register",
        "unsupported",
        lambda: program(f"while 1:\n    a = {'b == c and ' * 5000}1", 4_000_000),
    ),
    "a-large-machine": (
        "register",
        "accepted",
        lambda: made(NEVER, {"machine.text": "a = 1 #" + "#" * 500_000}),
    ),
    "halving-4000000-bits": (
        "register",
        "unsupported",
        lambda: made(NEVER, {"machine.text": "a = 1 #" + "#" * 500_000} | {"decider.text": HALVE}),
    ),
    "registers-of-3000000-bits": ("register", "unsupported", lambda: program(KEEP, 30_001)),
    "quotients-of-1000000-bits": ("register", "unsupported", lambda: program(DIVIDE, 4_000_000)),
    # reductions
    "columns-300000": ("reduction", "accepted", lambda: wide(300_000, {})),
    "columns-1000001": ("reduction", "unsupported", lambda: wide(1_000_001, {})),
    "rows-500000": (
        "reduction",
        "accepted",
        lambda: made(TIE, {"transcript": [["y", 0, k, "1"] for k in range(500_000)]}),
    ),
    "far-deep-rows": (
        "reduction",
        "rejected",
        lambda: made(TIE, {"transcript": [["y", 0, 4_000_000, "5"]] * 10**5}),
    ),
    "long-denominators": (
        "reduction",
        "",
        lambda: made(TIE, {"output": ["1/" + BIG, "1/" + OTHER]}),
    ),
    "a-long-centre": (
        "reduction",
        "rejected",
        lambda: made(TIE, {"claim.centre": BIG + "/" + OTHER, "transcript": []}),
    ),
    "a-long-error": (
        "reduction",
        "rejected",
        lambda: made(TIE, {"claim.error": BIG + "/" + OTHER}),
    ),
    "a-long-witness": (
        "reduction",
        "rejected",
        lambda: made(TIE, {"argument.witness": [BIG + "/" + OTHER]}),
    ),
    "many-denominators": (
        "reduction",
        "unsupported",
        lambda: wide(1000, {"output": [f"1/{odd(4000, k)}" for k in range(1000)]}),
    ),
    "colliding-denominators": (
        "reduction",
        "unsupported",
        lambda: wide(20_000, {"output": [f"1/{hex((2**61 - 1) * k)}" for k in range(1, 20_001)]}),
    ),
    "one-denominator": (
        "reduction",
        "unsupported",
        lambda: wide(10_000, {"output": {"den": BIG, "num": ["1"] * 10_000}}),
    ),
    "a-machine-of-10000000": (
        "reduction",
        "",
        lambda: made(TIE, {"machine.text": "_".join(["------"] * 1_400_000)}),
    ),
    "long-weights": (
        "reduction",
        "",
        lambda: wide(
            30_000,
            {
                "problem": {
                    "name": "lasso",
                    "lambda": BIG,
                    "weights": {"den": OTHER, "num": ["1"] * 30_000},
                }
            },
        ),
    ),
}
HOSTILE |= {
    "sums": (
        "register",
        "unsupported",
        lambda: program(f"while 1:\n    a = {'1+' * 98}1", 4_000_000),
    ),
}

SLOW = {"dashes", "states", "long-names", "underscores", "back-256-ways", "back-from-many"}
SLOW |= {name for name in HOSTILE if name.startswith("grams-")}
SLOW |= {
    "decider-4000000",
    "loop-4000000",
    "and-1000000",
    "quotients-of-1000000-bits",
    "columns-300000",
}
SLOW |= {"rows-500000", "long-denominators", "many-denominators", "colliding-denominators"}
SLOW |= {
    "a-tuple-of-400000",
    "steps-4000000",
    "a-row",
    "comparisons",
    "statements-240000",
    "registers-of-3000000-bits",
    "one-denominator",
}
SLOW |= {"halving-4000000-bits", "conjunctions", "a-machine-of-10000000", "sums"}
SLOW |= {"long-weights"}
"""Too slow for every change."""
