r"""Programs that ask a halting decider about themselves and do the opposite.

By the recursion theorem (Kleene 1938) a program can have its own text. Here it is written as a
quine: data d, and code B that makes the whole text out of d. Then comes the decider, applied to
that text; if it says that this program halts, an endless loop, and else the end. Whatever the
decider answers is false; a decider that gives no answer is none.

*Register programs.* A decider finds the number of a program in the register ``machine`` (its
characters are the digits in base 256) and leaves 0 in ``halts`` for "never halts". With
``d = number(B)`` the text is ``"d = 0x" + hex(d) + "\n" + B``, and as hex(d) has two digits for
each character of B, its number is

    ((number("d = 0x") 256^(2 len B) + number(hex(d))) 256 + 10) 256^(len B) + d.

The loop in B takes the digits of d in base 16 one by one, and finds both powers on the way.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from textwrap import dedent
from typing import Any

from computable.errors import DomainError
from computable.machine.programs.python import Program
from computable.machine.programs.registers import RegisterProgram

__all__ = ["LOOP", "SILENT", "diagonal_program", "diagonal_register_program"]

PREFIX = "d = 0x"
SELF = f"""n = d
p = 1
q = 1
while n > 0:
    c = n % 16
    t = t + (c + 48 + (c > 9) * 39) * p
    p = p * 256
    q = q * 16
    n = n // 16
machine = (({int.from_bytes(PREFIX.encode(), "big")} * p + t) * 256 + 10) * q + d
c = 0
d = 0
p = 0
q = 0
t = 0
"""
OPPOSITE = """if halts:
    while 1:
        pass
"""
LOOP = "        yield  # for ever"
"""The line of a diagonal program in which it never halts."""
SILENT = "        yield  # there is nothing to contradict"
"""The line in which it waits if the decider says, by None, that it cannot tell."""


def diagonal_register_program(decider: RegisterProgram) -> RegisterProgram:
    """Return a register program about which the decider is wrong, if it gives an answer.

    Parameters
    ----------
    decider : RegisterProgram
        Reads the register ``machine`` and sets ``halts``.

    Examples
    --------
    >>> optimist = RegisterProgram("halts = 1")
    >>> diagonal = diagonal_register_program(optimist)
    >>> run = diagonal.start()
    >>> run.advance(10**5)
    >>> run.halted, diagonal.text[:6], run.registers["machine"] == diagonal.number
    (False, 'd = 0x', True)
    """
    try:
        asked = ast.unparse(_Opposite().visit(ast.parse(decider.text)))
    except ValueError:
        raise DomainError("decider: a literal is too long to be written in decimal") from None
    code = f"{SELF}{asked}\n{OPPOSITE}"
    return RegisterProgram(f"{PREFIX}{int.from_bytes(code.encode(), 'big'):x}\n{code}")


class _Opposite(ast.NodeTransformer):
    """Puts the opposite before each ``halt()``: the decider has answered there."""

    def visit_Expr(self, node: ast.Expr) -> Any:
        return [*ast.parse(OPPOSITE).body, node]


def diagonal_program(decider: Callable[[str], Any] | str, name: str = "") -> Program:
    """Return a Python program about which the decider is wrong, if it gives an answer.

    Parameters
    ----------
    decider : callable or str
        A function of a program's text that says whether it halts (or, by None, that it cannot
        tell), or the source of one, with all that it needs. If it is a generator function, its
        yields are steps, and what it returns is the answer.
    name : str
        Of the function in the source; the last one that is defined, if not given.

    Raises
    ------
    DomainError
        If there is no source, or no function in it.

    Examples
    --------
    >>> pessimist = "def decide(text):\\n    return False\\n"
    >>> run = diagonal_program(pessimist).start()
    >>> run.advance(100)
    >>> run.halted, run.steps
    (True, 2)
    """
    source, function, waits = _function(decider, name)
    if function.name == "ask_about_itself":
        raise DomainError("decider: its name is taken by the diagonal program; rename it")
    call = f"{'yield from ' * waits}{function.name}(text)"
    before = f"{source.rstrip()}\n\n\nOWN_PARTS = "
    after = f'''


def ask_about_itself():
    """Ask the decider about this very program, and do the opposite."""
    text = OWN_PARTS[0] + repr(OWN_PARTS) + OWN_PARTS[1]
    yield
    answer = {call}
    while answer is None:
{SILENT}
    while answer:
{LOOP}
'''
    return Program(before + repr((before, after)) + after)


def _function(decider: Callable[[str], Any] | str, name: str) -> tuple[str, ast.FunctionDef, bool]:
    """Return a source, the function in it, and whether that is a generator function."""
    source = decider
    if not isinstance(decider, str):
        try:
            source, name = dedent(inspect.getsource(decider)), decider.__name__
            if name == "<lambda>":
                raise DomainError("decider: got a lambda, need a function that is defined by def")
        except (OSError, TypeError, AttributeError):
            raise DomainError("decider: there is no source; give it as a text") from None
    text = "\n".join(str(source).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    try:
        tree, code = ast.parse(text), compile(text, "<decider>", "exec")
    except SyntaxError as error:
        raise DomainError(f"decider: line {error.lineno or 1}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise DomainError(f"decider: cannot be read: {error}") from None
    found = [v for v in tree.body if isinstance(v, ast.FunctionDef) and name in ("", v.name)]
    if not found:
        raise DomainError(f"decider: its source defines no function {name}".rstrip())
    last = found[-1]
    codes = [v for v in code.co_consts if inspect.iscode(v) and v.co_name == last.name]
    return text, last, any(v.co_flags & inspect.CO_GENERATOR for v in codes[-1:])
