"""The steps of a register program in symbols: what is set or tested, and which step follows.

:class:`RegisterProgram` compiles its text to functions. Here the same steps, in the same order,
keep the expressions as they were written, so that they can be compiled to something else.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from computable.machine.programs.registers import RegisterProgram

__all__ = ["Step", "names_of", "symbolic_steps"]

NOTHING = ast.Constant(0)


class Step(NamedTuple):
    """Set the register ``target``; a test has none, and goes to ``otherwise`` if its value is 0.

    The next step is ``following``; -1 halts.
    """

    target: str
    value: ast.expr
    following: int
    otherwise: int


def symbolic_steps(program: RegisterProgram) -> tuple[tuple[Step, ...], int]:
    """Return the steps of a program, and the number of the first one.

    Examples
    --------
    >>> steps, first = symbolic_steps(RegisterProgram("while a < 3:\\n    a += 1"))
    >>> first, [(s.target, ast.unparse(s.value), s.following, s.otherwise) for s in steps]
    (0, [('', 'a < 3', 1, -1), ('a', 'a + 1', 0, -1)])
    """
    walk = _Walk()
    first = walk.block(ast.parse(program.text).body, -1)
    return tuple(walk.made), first


def names_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Return the registers that are set or read, each once.

    Examples
    --------
    >>> names_of(symbolic_steps(RegisterProgram("a = b + c * a"))[0])
    ('a', 'b', 'c')
    """
    found = dict.fromkeys(step.target for step in steps if step.target)
    for step in steps:
        found |= dict.fromkeys(v.id for v in ast.walk(step.value) if isinstance(v, ast.Name))
    return tuple(found)


class _Walk:
    """Makes steps from the end to the start, since each needs to know what follows.

    The text has been read before, so what is not known here does not occur.
    """

    def __init__(self) -> None:
        self.made: list[Step] = []
        self._loops: list[tuple[int, int]] = []  # where continue and break go

    def block(self, statements: list[ast.stmt], following: int) -> int:
        """Return the first step of a block that goes on with ``following``."""
        for statement in reversed(statements):
            following = self._statement(statement, following)
        return following

    def _add(self, target: str, value: ast.expr, following: int, otherwise: int = -1) -> int:
        self.made.append(Step(target, value, following, otherwise))
        return len(self.made) - 1

    def _statement(self, node: ast.stmt, following: int) -> int:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self._add(name, value, following)
            case ast.AugAssign(target=ast.Name(id=name) as register, op=op, value=value):
                return self._add(name, ast.BinOp(left=register, op=op, right=value), following)
            case ast.If(test=test, body=body, orelse=orelse):
                then, otherwise = self.block(body, following), self.block(orelse, following)
                return self._add("", test, then, otherwise)
            case ast.While(test=test, body=body):
                place = self._add("", NOTHING, -1)
                self._loops.append((place, following))
                first = self.block(body, place)
                self._loops.pop()
                self.made[place] = Step("", test, first, following)
                return place
            case ast.Expr():
                return self._add("", NOTHING, -1)
            case ast.Break() | ast.Continue():
                return self._loops[-1][isinstance(node, ast.Break)]
        return following
