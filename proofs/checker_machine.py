"""Checks 'computable-certificate' files, version 1: halting of Turing machines.

    python checker_machine.py FILE...   exit 0: all accepted, 1: one rejected, 2: one malformed

Standard library only: copy it to another machine, read it in one sitting. It trusts nobody.
"""

import json
import re
import sys
from typing import Any

FILE_BYTES, NESTING, DEPTH, TEXT = 64 << 20, 16, 4_000_000, 10_000_000
CONTAINERS, WORK, EXIT_CODES = 2_000_000, 2e10, {"accepted": 0, "rejected": 1}  # all else: 2
SPENT = [0.0]  # steps of half a nanosecond; what would take too long is not begun
INSTRUCTION = re.compile(r"(---|(0|[1-9][0-9]{0,2})([LR])([A-Z]+))")


class No(Exception):
    """The file is not accepted: ('malformed' | 'rejected' | 'unsupported', reason)."""


def need(condition: bool, reason: str, otherwise: str = "malformed") -> bool:
    if not condition:
        raise No(otherwise, reason)
    return True


def charge(steps: float) -> None:
    SPENT[0] += steps
    need(SPENT[0] <= WORK, f"file: more than {WORK:g} steps of work", "unsupported")


def parse(data: bytes) -> Any:
    need(len(data) <= FILE_BYTES, f"file: more than {FILE_BYTES} bytes")
    need(data.count(b"[") + data.count(b"{") <= CONTAINERS, "too many lists", "unsupported")
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=lambda o: need(len(dict(o)) == len(o), "key twice") and dict(o),
            parse_constant=lambda name: need(False, f"file: {name} is no JSON"),
            parse_float=lambda _: None,  # which no field admits
            parse_int=lambda digits: int(digits) if len(digits.lstrip("-")) <= 18 else None,
        )
    except (ValueError, RecursionError) as error:
        raise No("malformed", f"file: not UTF-8 JSON: {error}") from None
    level, depth = [value], 0
    while level := [v for v in level if isinstance(v, (list, dict))]:
        need((depth := depth + 1) <= NESTING, f"file: nested deeper than {NESTING}")
        level = [v for c in level for v in (c.values() if isinstance(c, dict) else c)]
    return value


def fields(value: Any, where: str, names: str, optional: str = "") -> Any:
    need(isinstance(value, dict), f"{where}: need an object")
    missing = [name for name in names.split() if name not in value]
    unknown = [name for name in value if name not in f"{names} {optional}".split()]
    need(not missing, f"{where}: the field {''.join(missing[:1])} is missing")
    need(not unknown, f"{where}: unknown field {''.join(unknown[:1])[:40]!r}")
    return value


def items(value: Any, where: str, length: int | None = None) -> Any:
    fits = isinstance(value, list) and length in (None, len(value))
    need(fits, f"{where}: need a list" + ("" if length is None else f" of length {length}"))
    return value


def integer(value: Any, where: str, least: int, most: int) -> Any:
    fits = type(value) is int and least <= value <= most
    need(fits, f"{where}: need an integer from {least} to {most}")
    return value


def read_claim(file: Any) -> Any:
    """Return the file and its claim."""
    whole = isinstance(file, dict) and {"format", "version", "claim"} <= file.keys()
    need(whole and isinstance(file["claim"], dict), "file: need format, version and a claim")
    need(file["format"] == "computable-certificate", "format: need 'computable-certificate'")
    integer(file["version"], "version", 1, 1)
    return file, file["claim"]


def machine_text(value: Any, where: str, kind: str) -> str:
    text, most = fields(value, where, "kind text")["text"], TEXT // (1 + 9 * (kind != "turing"))
    need(value["kind"] == kind, f"{where}: another kind", "unsupported")
    fits = isinstance(text, str) and text.isascii() and len(text) <= most
    need(fits, f"{where}.text: need ASCII, at most {most} characters")
    return str(text)


def state_number(name: str) -> int:  # A, ..., Z, AA, AB, ... are 0, ..., 25, 26, 27, ...
    return int(sum(26**k * (ord(letter) - 64) for k, letter in enumerate(name[::-1]))) - 1


class Turing:
    """A Turing machine that starts in state 0 on a tape of zeros; all its states are below `end`.

    `rules[state, symbol]` is what to write, the move and the next state, or None: it halts.
    """

    def __init__(self, text: str) -> None:
        texts = text.split("_")
        rows = [INSTRUCTION.findall(row) for row in texts]
        self.end, self.symbols, self.rules = len(rows), len(rows[0]), dict[Any, Any]()
        need(2 <= self.symbols <= 256, "machine: need 2 to 256 instructions for a state")
        for q, (row, parts) in enumerate(zip(texts, rows)):
            good = "".join(v[0] for v in parts) == row and len(parts) == self.symbols
            need(good, f"machine: state {q}: need {self.symbols} instructions like 1RB or ---")
            for s, (part, write, move, name) in enumerate(parts):
                one_letter = len(name) < 2 or (self.end > 25 and len(name) < 7)
                fits = not write or (int(write) < self.symbols and one_letter)
                need(fits, f"machine: state {q}: no such symbol or state in {part[:12]}")
                rule = int(write or 0), 1 if move == "R" else -1, state_number(name)
                self.rules[q, s] = rule if write else None
        self.state, self.head, self.tape, self.halted = 0, 0, dict[int, int](), False

    def halts(self, state: int, symbol: int) -> bool:
        """The next step is the halting step."""
        rule = self.rules[state, symbol]
        return rule is None or rule[2] >= self.end

    def advance(self, steps: int) -> int:
        """Take so many steps, less if it halts; return how many, note where the head read."""
        rules, tape, state, head, end = self.rules, self.tape, self.state, self.head, self.end
        charge(800.0 * steps)
        low, high, taken = head, head, 0
        while taken < steps and not self.halted:
            taken += 1
            low, high = (head if head < low else low), (head if head > high else high)
            rule = rules[state, tape.get(head, 0)]
            if rule is None:
                self.halted = True
                break
            tape[head], move, state = rule
            head += move
            self.halted = state >= end
        self.state, self.head, self.low, self.high = state, head, low, high
        return taken


def check_halting(machine: Turing, steps: int) -> None:
    taken = machine.advance(steps)
    exactly = machine.halted and taken == steps
    need(exactly, f"machine: does not halt in exactly {steps} steps", "rejected")


def check_cycle(machine: Turing, witness: Any) -> None:
    """After `start` and after `start + period` steps the configuration is the same.

    Or (`shift` not 0) all that matters is, moved by `shift`: the tape from the cell farthest
    against the shift that is read in between, onwards without end. Nothing else is read in this
    period, so the next one is the same, moved; it reads only what lies farther by `shift`.
    """
    shift = 0
    if witness["kind"] == "cycle":
        fields(witness, "argument", "kind start period")
    else:
        shift = fields(witness, "argument", "kind start period shift")["shift"]
        integer(abs(shift) if type(shift) is int else None, "argument.shift", 1, DEPTH)
    start = integer(witness["start"], "argument.start", 0, DEPTH)
    period = integer(witness["period"], "argument.period", 1, DEPTH - start)
    machine.advance(start)
    state, head, before = machine.state, machine.head, dict(machine.tape)
    machine.advance(period)
    need(not machine.halted, "machine: halts", "rejected")
    charge(400.0 * len(machine.tape))
    low, high = -DEPTH - 1, DEPTH + 1
    low, high = (machine.low if shift > 0 else low), (machine.high if shift < 0 else high)
    was = {c: v for c, v in before.items() if v and low <= c <= high}
    now = {c - shift: v for c, v in machine.tape.items() if v and low <= c - shift <= high}
    same = (state, head + shift, was) == (machine.state, machine.head, now)
    need(same, "argument: it does not come back to where it was", "rejected")


def check_backward(machine: Turing, witness: Any) -> None:
    """No configuration at all halts in exactly `depth` steps, nor the machine in fewer.

    A level holds what is known of those that halt in exactly k steps: the state and the cells
    around the head that matter. If one is empty, so are all later ones.
    """
    fields(witness, "argument", "kind depth")
    depth = integer(witness["depth"], "argument.depth", 1, 10_000)
    level: Any = {(q, ((0, s),)) for q, s in machine.rules if machine.halts(q, s)}
    leading: dict[int, list[Any]] = {q: [] for q in range(machine.end)}
    for (q, s), rule in machine.rules.items():
        if not machine.halts(q, s):
            leading[rule[2]].append((q, s, rule[0], rule[1]))
    for _ in range(depth - 1):
        earlier = set()
        for state, cells in level:
            charge(2000.0 * (1 + len(leading[state])) * (1 + len(cells)))
            for q, s, write, move in leading[state]:
                known = {c + move: v for c, v in cells}  # relative to the head one step before
                if known.get(0, write) == write:
                    earlier.add((q, tuple(sorted({**known, 0: s}.items()))))
        level = earlier
    need(not level, f"argument: something may halt in {depth} steps", "rejected")
    machine.advance(depth)
    need(not machine.halted, "machine: halts", "rejected")


def check_grams(machine: Turing, witness: Any) -> None:
    """The start is one of the contexts, none of them halts, and what comes next is one again.

    A context is n cells left of the head, the state, the symbol read, n cells right of it. At any
    time all n neighbouring cells farther to the left are in `left`, to the right in `right`: a
    step to the right puts the n left of the head there, and brings one of `right` next to it.
    """
    fields(witness, "argument", "kind n contexts left right")
    n = integer(witness["n"], "argument.n", 1, 100)
    most, contexts = machine.symbols - 1, set[Any]()
    charge(3000.0 * n * (len(items(witness["contexts"], "argument.contexts"))))

    def gram(value: Any, where: str) -> Any:
        charge(1000.0 * n)
        return tuple(integer(v, where, 0, most) for v in items(value, where, n))

    near = {k: {gram(v, k) for v in items(witness[k], f"argument.{k}")} for k in ("left", "right")}
    for value in witness["contexts"]:
        l, state, symbol, r = items(value, "argument.contexts", 4)
        integer(state, "argument.contexts", 0, machine.end - 1)
        integer(symbol, "argument.contexts", 0, most)
        contexts.add((gram(l, "contexts"), state, symbol, gram(r, "contexts")))
    blank = (0,) * n
    starts = (blank, 0, 0, blank) in contexts and blank in near["left"] & near["right"]
    need(starts, "argument: the start is missing", "rejected")
    for l, state, symbol, r in contexts:
        need(not machine.halts(state, symbol), "argument: a context halts", "rejected")
        write, move, then = machine.rules[state, symbol]
        charge(1000.0 * n * machine.symbols)
        if move > 0:
            lost = l in near["left"]
            ends = [g for x in range(most + 1) if (g := (*r[1:], x)) in near["right"]]
            after = {((*l[1:], write), then, r[0], g) for g in ends}
        else:
            lost = r in near["right"]
            ends = [g for x in range(most + 1) if (g := (x, *l[:-1])) in near["left"]]
            after = {(g, then, l[-1], (write, *r[:-1])) for g in ends}
        need(lost and after <= contexts, "argument: a step leads out of the contexts", "rejected")


WITNESSES = {
    "cycle": check_cycle,
    "translated-cycle": check_cycle,
    "backward": check_backward,
    "n-grams": check_grams,
}


def check(data: bytes) -> str:
    """Verify a certificate and return what it proves, or raise No."""
    SPENT[0] = 0.0
    file, claim = read_claim(parse(data))
    ends = claim.get("kind") == "halting"
    known = ends or claim.get("kind") == "non-halting"
    need(known, "claim: another kind (see checker.py)", "unsupported")
    fields(file, "file", "format version claim machine" + " argument" * (not ends), "about")
    machine = Turing(machine_text(file["machine"], "machine", "turing"))
    if ends:
        steps = integer(fields(claim, "claim", "kind steps")["steps"], "claim.steps", 1, DEPTH)
        check_halting(machine, steps)
        return f"a machine of {machine.end} states: halts after exactly {steps} steps"
    fields(claim, "claim", "kind")
    need(isinstance(witness := file["argument"], dict), "argument: need an object")
    kind = witness.get("kind")
    need(isinstance(kind, str) and kind in WITNESSES, "argument: another kind", "unsupported")
    WITNESSES[kind](machine, witness)
    return f"a machine of {machine.end} states: never halts ({kind})"


def main(paths: list[str]) -> int:
    worst = 0 if paths else 2
    for path in paths:
        try:
            with open(path, "rb") as file:
                verdict, reason = "accepted", check(file.read(FILE_BYTES + 1))
        except No as no:
            verdict, reason = no.args
        except (OSError, ValueError, MemoryError) as error:
            verdict, reason = "unreadable", getattr(error, "strerror", None) or repr(error)
        print(f"{path}: {verdict}: {reason}".encode("ascii", "backslashreplace").decode())
        worst = max(worst, EXIT_CODES.get(verdict, 2))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
