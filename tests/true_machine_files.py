"""True files about machines: random ones that are decided, and what solvers' deciders leave."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

from machine_mutations import program_at_random
from register_language import Program, TooLarge
from test_machine_turing import drawn
from true_certificates import PROBLEMS, reader

from computable.machine import Halts, NeverHalts, RegisterProgram, TuringMachine, decide
from computable.machine.deciding.backward import find_backward
from computable.machine.deciding.cycles import find_cycle
from computable.machine.deciding.ngrams import find_ngrams
from computable.machine.deciding.witness import Cycle
from computable.oracle import ProblemData
from proofs.adversary.halting import decider_from
from proofs.machine_proof import MachineProof
from proofs.reduction import Reduction

__all__ = ["reductions", "register_files", "turing_files"]

LONG = 20_000


def turing_files(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield what is found of so many random machines, in every way."""
    rng = random.Random(seed)
    for _ in range(count):
        machine = TuringMachine(drawn(rng))
        found = decide(machine, plain=600)
        if isinstance(found, Halts) and found.steps <= LONG:
            yield MachineProof(machine=machine, steps=found.steps).document()
        if isinstance(found, NeverHalts):
            table = machine.table
            for witness in (
                found.witness,
                find_cycle(table, 300),
                find_backward(table, 30, 200),
                find_ngrams(table, 1, 50),
                find_ngrams(table, 2, 50),
            ):
                if witness is not None:
                    yield MachineProof(machine=machine, witness=witness).document()


def register_files(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield what a run of so many random programs shows, and what deciders say that is false."""
    rng = random.Random(seed)
    for _ in range(count):
        machine = RegisterProgram(program_at_random(rng))
        try:
            fact = known(machine.text)
        except TooLarge:
            continue
        if not fact:
            continue
        yield MachineProof(machine=machine, **fact).document()
        said = 0 if "steps" in fact else rng.randint(1, 9)
        for text in (
            f"halts = {said}\n",
            f"if machine == {machine.number:#x}: halts = {said}\nelse: halts = {int(not said)}\n",
            "\n".join(["n = machine % 40", "while n:", "    n -= 1", f"halts = n + {said}"]),
        ):
            decider = RegisterProgram(text)
            yield MachineProof(machine=machine, decider=decider, **fact).document()


def known(text: str, most: int = 400) -> dict[str, Any]:
    """Return in how many steps a program halts, or in what cycle it is; nothing if neither."""
    registers, seen, steps = dict[str, int](), dict[Any, int](), 0
    for place in Program(text).run(registers):
        here = place, *sorted((k, v) for k, v in registers.items() if v)
        if here in seen:
            return {"witness": Cycle(start=seen[here], period=steps - seen[here])}
        seen[here] = steps
        steps += 1
        if steps > most:
            return {}
    return {"steps": steps}


def larger(depth: int) -> Callable[[ProblemData], list[Fraction]]:
    """Return a solver that takes the column whose entry is the largest at some depth."""

    def solve(data: ProblemData) -> list[Fraction]:
        a = [data.A.query(0, j, depth) for j in range(data.shape[1])]
        j = a.index(max(a))
        return [data.y.query(0, depth) / a[j] if i == j else Fraction(0) for i in range(len(a))]

    return solve


def nothing(data: ProblemData) -> list[int]:
    """Answer zero after a question."""
    data.A.query(0, 0, 3)
    return [0] * data.shape[1]


@cache
def reductions() -> tuple[Reduction, ...]:
    """Return what is proved of small solvers, for every problem, K and number of columns."""
    solvers = (larger(20), reader(9), nothing, larger(3))
    found = []
    for k, (name, digits, columns) in enumerate(product(PROBLEMS, range(1, 5), range(2, 5))):
        solver = solvers[k % len(solvers)]
        decider = decider_from(solver, problem=name, digits=digits, columns=columns)
        certificate = decider.refute().certificate
        assert isinstance(certificate, Reduction)
        found.append(certificate)
    return tuple(found)
