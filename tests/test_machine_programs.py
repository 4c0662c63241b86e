"""Register programs and Python programs as machines: steps are exact, texts are read strictly."""

import random

import pytest

from computable import DomainError
from computable.machine import Machine
from computable.machine.programs.python import Program
from computable.machine.programs.registers import RegisterProgram

GOLDBACH = """
n = 4
while True:  # halts if n is no sum of two primes
    p = 2
    found = 0
    while p <= n // 2 and found == 0:
        a = p
        b = n - p
        d = 2
        found = 1
        while d * d <= b:
            if b % d == 0 or (a % d == 0 and d < a):
                found = 0
                break
            d += 1
        p += 1
    if not found:
        halt()
    n += 2
"""


def in_python(text, limit):
    """Count the steps of a program by rewriting it as a generator of Python's own."""
    import ast

    class Counted(ast.NodeTransformer):
        def tick(self, node):
            return [ast.Expr(ast.Yield(None)), self.generic_visit(node)]

        def visit_Assign(self, node):
            return self.tick(node)

        def visit_AugAssign(self, node):
            return self.tick(node)

        def visit_If(self, node):
            return self.tick(node)

        def visit_While(self, node):
            self.generic_visit(node)
            stop = ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Break()], [])
            body = [ast.Expr(ast.Yield(None)), stop, *node.body]
            return ast.While(ast.Constant(True), body, [])

        def visit_Expr(self, node):
            return [ast.Expr(ast.Yield(None)), ast.Return(None)]

    tree = ast.parse("def run():\n    yield\n")
    tree.body[0].body = [*Counted().visit(ast.parse(text)).body, ast.Return(None)]
    names = {}
    exec(compile(ast.fix_missing_locations(tree), "<test>", "exec"), names)
    steps = 0
    for _ in names["run"]():
        steps += 1
        if steps > limit:
            return None
    return steps


def drawn(rng, depth=0, loop=False):
    """Return the lines of a random program in which nothing is undefined or negative."""
    lines = []
    for _ in range(rng.randint(1, 3)):
        kind = rng.choice(["=", "=", "+=", "if", "while", "break"] if depth < 3 else ["=", "+="])
        x, y = rng.choice("abc"), rng.choice(["a", "b", "c", "2", "7"])
        if kind == "=":
            lines.append(f"{x} = {y} {rng.choice(['+', '*', '%'])} {rng.choice(['3', '5'])}")
        elif kind == "+=":
            lines.append(f"{x} += {rng.choice(['1', 'a', '3'])}")
        elif kind == "break" and loop:
            lines += ["if a % 3 == 1:", f"    {rng.choice(['break', 'continue', 'halt()'])}"]
        elif kind in ("if", "while"):
            test = f"{x} {rng.choice(['<', '!=', '>=', '=='])} {rng.choice(['b', '9', '40'])}"
            lines.append(f"{kind} {test}:")
            body = drawn(rng, depth + 1, loop or kind == "while")
            lines += [f"    {line}" for line in body]
            if kind == "if" and rng.random() < 0.5:
                lines.append("else:")
                lines += [f"    {line}" for line in drawn(rng, depth + 1, loop)]
        else:
            lines.append(f"{x} = {y}")
    return lines


def test_steps_are_those_of_python():
    rng, halted = random.Random(4), 0
    for _ in range(1500):
        text = "\n".join(["a = 1", "b = 2", "c = 3", *drawn(rng)])
        run = RegisterProgram(text).start()
        run.advance(300)
        steps = in_python(text, 300)
        assert run.halted == (steps is not None), text
        assert run.steps == (steps or 300), text
        halted += run.halted
    assert 300 < halted < 1450


def test_goldbach_goes_on_and_a_wrong_conjecture_does_not():
    run = RegisterProgram(GOLDBACH).start()
    run.advance(20_000)
    assert not run.halted and run.registers["n"] > 50
    only = GOLDBACH.replace("n = 4", "n = 11").replace("n // 2", "2")  # n - 2 is prime
    run = RegisterProgram(only).start()
    run.advance(20_000)
    assert run.halted and run.registers["n"] == 11


def test_numbers_are_natural():
    run = RegisterProgram("a = 3 - 5\nb = 7 // a\nc = 7 % a\nd = x + True\n").start()
    run.advance(10)
    assert run.registers == {"a": 0, "b": 0, "c": 7, "d": 1}
    assert (run.steps, run.halted) == (4, True)
    run = RegisterProgram("a = 2\nwhile a:\n    a = a * a\n").start()
    with pytest.raises(DomainError, match="more than 2\\^22 bits"):
        run.advance(1000)


def test_a_program_may_begin_with_a_loop():
    run = RegisterProgram("while a < 3:\n    a += 1\n").start()
    for limit in range(12):
        run.advance(limit)
        assert run.steps == min(limit, 7)
    assert run.halted and run.registers == {"a": 3}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: need at least one step"),
        ("pass", "line 1: need at least one step"),
        ("a = 1\nb == 2", "line 2: got 'b == 2', need an assignment, if, while"),
        ("a = 1.5", "line 1: got '1.5', need natural numbers"),
        ("a = -1", "line 1: got '-1', need natural numbers"),
        ("a = 'x'", "need natural numbers"),
        ("a = f(3)", "got 'f(3)', need natural numbers"),
        ("a = 2 ** 5", "got '2 ** 5'"),
        ("a = 1 < 2 < 3", "got '1 < 2 < 3'"),
        ("a = b = 1", "got 'a = b = 1', need an assignment"),
        ("a[0] = 1", "got 'a[0] = 1', need an assignment"),
        ("import os", "got 'import os', need an assignment"),
        ("for i in a:\n    b = 1", "got 'for i in a:', need an assignment"),
        ("while a:\n    b = 1\nelse:\n    c = 1", "got 'while a:', need an assignment"),
        ("break", "got 'break', need an assignment"),
        ("a = 1\n  b = 2", "line 2: unexpected indent"),
        ("a = \x00", "line 1: "),
        (3, "program: got int, need a text"),
    ],
)
def test_texts_that_are_refused(text, message):
    with pytest.raises(DomainError) as error:
        RegisterProgram(text)
    assert str(error.value).startswith("program: ") and message in str(error.value)


def test_python_programs():
    def collatz():
        n = 27
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            yield n

    program = Program.of(collatz)
    again = Program(program.text).start()
    again.advance(1000)
    assert again.steps == 112
    assert "3 * n + 1" in program.text and isinstance(program, Machine)
    run = program.start()
    run.advance(100)
    assert (run.steps, run.halted) == (100, False)
    run.advance(1000)
    assert (run.steps, run.halted) == (112, True)
    for bad in (len, lambda: 3, 5):
        with pytest.raises(DomainError, match="is no function that yields"):
            Program.of(bad)
    with pytest.raises(DomainError, match="line 1: "):
        Program("def f(:").start()
    with pytest.raises(DomainError, match="defines no function that yields"):
        Program("x = 1").start()
