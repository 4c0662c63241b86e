"""Files about machines at random, and ways of changing one value, one symbol or one line."""

from __future__ import annotations

import copy
import random
from typing import Any

from mutations import another_rational, walk

__all__ = ["mutate", "program_at_random", "text_mutated"]

JUNK = [None, True, False, 1.5, [], {}, "", "1", -1, 10**18, 4_000_001, [[0]], "halts", "cycle"]
KINDS = ["cycle", "translated-cycle", "backward", "n-grams", "halting", "non-halting", "turing"]
LITERALS = ["0", "1", "2", "3", "7", "10", "0x1F", "0b101", "0o17", "1_000", "True", "False"]
NAMES = ["a", "b", "c", "halts", "machine", "_x1"]
PIECES = ["a", "b", "0", "1", "2", "3", "+", "-", "*", "//", "%", "==", "<", ">=", "not ", "(", ")"]
PIECES += [" and ", " or ", "=", ":", "    ", "\n", "if ", "while ", "else", "break", "halt()", ";"]
INSTRUCTIONS = ["0", "1", "2", "3", "L", "R", "A", "B", "C", "D", "Z", "---", "_", "1RB", "0LA"]


def mutate(rng: random.Random, document: Any) -> Any:
    """Return a copy in which one value is another, or occurs once more, elsewhere or no more."""
    changed = copy.deepcopy(document)
    places = [(c, k) for c, k in walk(changed) if k not in ("format", "kind") or rng.random() < 0.1]
    texts = [(c, k) for c, k in places if k == "text"]
    numbers = [(c, k) for c, k in places if is_rational(c[k])]
    near = [(c, k) for c, k in places if k in ("start", "period", "shift", "depth", "steps")]
    way = rng.random()
    pool = texts if way < 0.35 else near if way < 0.6 else numbers if way < 0.75 else places
    container, key = rng.choice(pool or places)
    value = container[key]
    if key == "text":
        container[key] = text_mutated(rng, value)
    elif is_rational(value) and rng.random() < 0.95:
        container[key] = another_rational(rng, value, [c[k] for c, k in numbers])
    elif type(value) is int and rng.random() < 0.9:
        most = rng.choice((3, 10, 100))
        near_by = [value + 1, value - 1, -value, 0, 1, 2 * value, value + 2]
        container[key] = rng.choice([*near_by, rng.randint(0, most)])
    elif isinstance(value, list) and value and rng.random() < 0.9:
        another_list(rng, value)
    elif isinstance(value, str) and rng.random() < 0.8:
        container[key] = rng.choice(KINDS)
    elif isinstance(container, dict) and rng.random() < 0.8:
        moved = container.pop(key)
        container |= rng.choice([{}, {"extra": moved}, {key: moved, "extra": moved}])
    else:
        container[key] = rng.choice(JUNK)
    return changed if changed != document else mutate(rng, document)


def is_rational(value: Any) -> bool:
    return isinstance(value, str) and value != "" and set(value) <= set("0123456789abcdefx/-")


def another_list(rng: random.Random, values: list[Any]) -> None:
    i, j = rng.randrange(len(values)), rng.randrange(len(values))
    match rng.randrange(4):
        case 0:
            del values[i]
        case 1:
            values.insert(j, copy.deepcopy(values[i]))
        case 2:
            values[i], values[j] = values[j], values[i]
        case 3:
            values.reverse()


def text_mutated(rng: random.Random, text: str) -> str:
    """Return a text with one symbol, or one line, that is another or at another place."""
    turing = "\n" not in text and set(text) <= set("0123456789LR-_ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not turing and rng.random() < 0.3:
        lines = text.split("\n")
        another_list(rng, lines)
        return "\n".join(lines)
    if turing and rng.random() < 0.2:
        return text.translate(str.maketrans("LR", "RL"))
    i = rng.randrange(len(text) + 1)
    same = [k for k in range(len(text)) if text[k].isalnum()]
    if same and rng.random() < 0.85:  # something of the same sort
        i = rng.choice(same)
        sort = "LR" if turing and text[i] in "LR" else "ABCDEZ" if text[i].isupper() else "0123abc"
        return text[:i] + rng.choice(sort) + text[i + 1 :]
    j = i + rng.choice((0, 1, 1, 2, 3))
    return text[:i] + rng.choice(["", *(INSTRUCTIONS if turing else PIECES)]) + text[j:]


# -- programs -----------------------------------------------------------------------------------


def program_at_random(rng: random.Random) -> str:
    """Return a program in which most loops count."""
    text = "\n".join(["a = 1", "b = 2", *block(rng, 0, False)]) + "\n"
    return rng.choice([text, text, text, text.replace("\n", "\r\n"), f"# {text[:3]}\n\n{text}"])


def block(rng: random.Random, depth: int, loop: bool) -> list[str]:
    lines = []
    for _ in range(rng.randint(1, 3)):
        kinds = ["=", "=", "op=", "pass", "leave", "if", "if", "while", "while"]
        kind, name = rng.choice(kinds[: 4 if depth > 2 else 9]), rng.choice(NAMES[:4])
        if kind == "=":
            lines.append(f"{name} = ({value(rng, 0)}) % {rng.choice((3, 7, 50))}")
        elif kind == "op=":
            lines.append(f"{name} {rng.choice(('+', '-', '//', '%', '+'))}= {value(rng, 2)}")
        elif kind == "pass":
            lines.append(rng.choice(("pass", "a = 0; b += 1", "c -= 1;", "# nothing\npass")))
        elif kind == "leave":
            leaves = ("break", "continue", "halt()") if loop else ("halt()",)
            lines += [f"if {value(rng, 1)}:", f"    {rng.choice(leaves)}"]
        elif kind == "while":
            if rng.random() < 0.5:
                lines.append(f"{name} = {rng.randint(0, 6)}")
                test, body = f"while {name} > 0:", [f"{name} -= 1"]
            else:
                tests = (value(rng, 1), value(rng, 1), "True", f"{name} < 40", "a != b")
                test, body = f"while {rng.choice(tests)}:", []
            lines += [test, *indented([*body, *block(rng, depth + 1, True)])]
        else:
            lines += [f"if {value(rng, 1)}:", *indented(block(rng, depth + 1, loop))]
            for _ in range(rng.choice((0, 0, 1, 2))):
                lines += [f"elif {value(rng, 1)}:", *indented(block(rng, depth + 1, loop))]
            if rng.random() < 0.5:
                lines += ["else:", *indented(block(rng, depth + 1, loop))]
    return lines


def indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for text in lines for line in text.split("\n")]


LEVELS = (("or",), ("and",), ("not",), ("<", "<=", "==", "!=", ">", ">="), ("+", "-"))
LEVELS += (("*", "//", "%"),)


def value(rng: random.Random, level: int, depth: int = 0) -> str:
    """Return an expression of this level of precedence or a higher one."""
    if level == len(LEVELS):
        if depth < 2 and rng.random() < 0.15:
            return f"({value(rng, 0, depth + 1)})"
        return rng.choice(LITERALS if rng.random() < 0.4 else NAMES[:4])
    first = value(rng, level + 1, depth)
    if rng.random() > (0.15, 0.15, 0.1, 0.4, 0.4, 0.25)[level]:
        return first
    if LEVELS[level] == ("not",):
        return f"not {value(rng, level, depth)}"
    space = rng.choice(("", " ", " ")) if level > 2 else " "
    parts = [first]
    for _ in range(rng.choice((1, 1, 2)) if level != 3 else 1):
        parts += [rng.choice(LEVELS[level]), value(rng, level + 1, depth)]
    return space.join(parts)
