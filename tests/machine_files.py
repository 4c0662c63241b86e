"""Files about machines, judged from the format's text alone: a second implementation.

It shares no code with the checkers. Everything is read before anything is judged, and nothing is
fast. ``is_true`` looks at no argument: it runs the machine, and knows all minimisers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from file_values import a_list, expect, integer, loaded, named
from reduction_files import Other, Reduction
from register_language import Program, TooLarge
from turing_language import Run, Table, TooMany, comes_back, is_closed, looks_back, parsed

__all__ = ["RUN", "is_true", "steps_to_halt", "verdict"]

MOST, REGISTER = 4_000_000, 1 << 22
RUN = 20_000
"""A machine that has not halted after so many steps is taken for one that never does."""


class Unsupported(Exception):
    """A claim or an argument of another kind, or a register of too many bits."""


def verdict(document: Any) -> str:
    """Judge a file, given as bytes or as its content."""
    try:
        judge = read(loaded(document) if isinstance(document, bytes) else document)
        return "accepted" if judge() else "rejected"
    except (Unsupported, TooLarge, TooMany, Other, RecursionError):
        return "unsupported"
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return "malformed"


def read(document: Any) -> Callable[[], bool]:
    """Return what decides whether the claim is proved."""
    expect(isinstance(document, dict) and isinstance(document["claim"], dict))
    expect(document["format"] == "computable-certificate")
    integer(document["version"], 1, 1)
    readers = {
        "halting": (read_halting, "machine"),
        "non-halting": (read_endless, "machine argument"),
        "decider": (read_decider, "machine decider"),
        "reduction": (read_reduction, "machine problem instance transcript output argument"),
    }
    kind, says = document["claim"].get("kind"), document["claim"].get("says")
    if not isinstance(kind, str) or kind not in readers:
        raise Unsupported
    reader, names = readers[kind]
    names += " argument" * (kind == "decider" and says != "never halts")
    named(document, f"format version claim {names}", "about")
    return reader(document)


def read_machine(value: Any) -> Table | Program:
    kind, text = named(value, "kind text")
    expect(kind in ("turing", "register") and isinstance(text, str))
    expect(text.isascii() and len(text) <= (10_000_000 if kind == "turing" else 1_000_000))
    return parsed(text) if kind == "turing" else Program(text)


def read_halting(document: Any) -> Callable[[], bool]:
    _, steps = named(document["claim"], "kind steps")
    integer(steps, 1, MOST)
    return partial(halts_after, read_machine(document["machine"]), steps)


def read_endless(document: Any) -> Callable[[], bool]:
    named(document["claim"], "kind")
    return read_witness(read_machine(document["machine"]), document["argument"])


def read_witness(machine: Table | Program, argument: Any) -> Callable[[], bool]:
    expect(isinstance(argument, dict))
    kind = argument.get("kind")
    if kind == "cycle":
        _, start, period = named(argument, "kind start period")
        integer(period, 1, MOST - integer(start, 0, MOST))
        if isinstance(machine, Program):
            return partial(repeats, machine, start, period)
        return partial(comes_back, machine, start, period, 0)
    if isinstance(machine, Program):
        raise Unsupported
    if kind == "translated-cycle":
        _, start, period, shift = named(argument, "kind start period shift")
        integer(period, 1, MOST - integer(start, 0, MOST))
        expect(integer(shift, -MOST, MOST) != 0)
        return partial(comes_back, machine, start, period, shift)
    if kind == "backward":
        _, depth = named(argument, "kind depth")
        return partial(looks_back, machine, integer(depth, 1, 10_000))
    if kind == "n-grams":
        return read_grams(machine, argument)
    raise Unsupported


def read_grams(machine: Table, argument: Any) -> Callable[[], bool]:
    _, n, contexts, *sides = named(argument, "kind n contexts left right")
    integer(n, 1, 100)
    last = len(machine[0]) // machine[1] - 1

    def gram(value: Any) -> tuple[int, ...]:
        return tuple(integer(v, 0, last) for v in a_list(value, n))

    found = set()
    for value in a_list(contexts):
        l, q, s, r = a_list(value, 4)
        found.add((gram(l), integer(q, 0, machine[1] - 1), integer(s, 0, last), gram(r)))
    left, right = ({gram(v) for v in a_list(side)} for side in sides)
    return partial(is_closed, machine, n, found, left, right)


def read_decider(document: Any) -> Callable[[], bool]:
    machine, decider = (read_machine(document[key]) for key in ("machine", "decider"))
    if not isinstance(machine, Program) or not isinstance(decider, Program):
        raise Unsupported  # that of Turing machines has a checker of its own
    says = document["claim"].get("says")
    if says == "halts":
        named(document["claim"], "kind says")
        fact = read_witness(machine, document["argument"])
    else:
        _, _, steps = named(document["claim"], "kind says steps")
        expect(says == "never halts")
        fact = partial(halts_after, machine, integer(steps, 1, MOST))
    digits = "".join(f"{ord(character):02x}" for character in document["machine"]["text"])
    number = int(digits, 16)
    return lambda: said(decider, number) == says and fact()


def read_reduction(document: Any) -> Callable[[], bool]:
    case, machine = Reduction(document), read_machine(document["machine"])
    if isinstance(machine, Program):
        raise Unsupported
    return lambda: (
        case.is_made()
        and case.is_legitimate()
        and case.is_argued()
        and case.is_missed()
        and halts_after(machine, case.steps)
    )


def halts_after(machine: Table | Program, steps: int) -> bool:
    """Tell whether it halts in exactly so many steps."""
    if isinstance(machine, Program):
        return sum(1 for _ in zip(range(steps + 1), machine.run({}))) == steps
    run = Run(machine)
    return run.takes(steps - 1) and not run.step()


def repeats(program: Program, start: int, period: int) -> bool:
    """Tell whether the next step and the registers are the same after a period."""
    registers, seen = dict[str, int](), []
    for k, place in zip(range(start + period + 1), program.run(registers)):
        if k in (start, start + period):
            seen.append((place, {name: v for name, v in registers.items() if v}))
    return len(seen) == 2 and seen[0] == seen[1]


def said(decider: Program, number: int) -> str | None:
    """Return what a decider says within the steps that it has."""
    if number.bit_length() > REGISTER:
        raise Unsupported
    registers = {"machine": number}
    if sum(1 for _ in zip(range(MOST + 1), decider.run(registers))) > MOST:
        return None
    return "halts" if registers.get("halts", 0) else "never halts"


# -- the truth ----------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def steps_to_halt(kind: str, text: str) -> int | None:
    """Return the number of the halting step, if it is one of the first ``RUN``."""
    machine = read_machine({"kind": kind, "text": text})
    if isinstance(machine, Program):
        steps = sum(1 for _ in zip(range(RUN + 1), machine.run({})))
        return steps if steps <= RUN else None
    run = Run(machine)
    return None if run.takes(RUN) else run.steps + 1


def is_true(document: Any) -> bool:
    """Tell whether a well-formed file states something true, as far as a run shows."""
    claim, steps = (
        document["claim"],
        steps_to_halt(*(document["machine"][k] for k in ("kind", "text"))),
    )
    if claim["kind"] == "reduction":
        case = Reduction(document)
        fits = case.is_made() and case.is_legitimate() and case.is_missed()
        return steps == claim["steps"] and fits and case.is_solved()
    return steps == claim.get("steps")
