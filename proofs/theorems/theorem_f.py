"""Theorem F: with exact input the same problems are solved exactly."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from computable.algorithm import Budget
from computable.errors import DomainError
from computable.exact import accuracy_text, counted, power_text
from computable.oracle import ProblemData
from computable.problem import (
    BasisPursuit,
    Instance,
    Lasso,
    LinearProgram,
    Problem,
    SquareRootLasso,
    TrainingSet,
)
from computable.problem.members import draw_members
from computable.recovery import Minimisers, solve_exact
from computable.recovery.on_real_ram import solve_on_real_ram, solve_tie
from computable.recovery.real_ram import RealRAM
from proofs.honest import solve
from proofs.outcome import Certified
from proofs.theorems.theorem import Kept, NotKept, Ran, Setup, Theorem

__all__ = ["THEOREM"]

GAP = Fraction(1, 1 << 20)
MEMBERS = 12
SMALL = 20
DEPTH = 256


def demonstrate(algorithm: Callable[..., Any] | str | None, setup: Setup) -> Iterator[Ran]:
    """Show one instance under three input models, then the same for drawn ones."""
    if algorithm is not None:
        raise DomainError("F: there is nothing to run an algorithm against")
    omega = setup.omega
    gap = min(GAP, omega.first_gap)
    zero = omega.sparse_blocks(1)
    for member, name in (
        (omega.member("strict", 0, gap=gap, blocks=zero), f"column 0 wins by {power_text(gap)}"),
        (omega.centre(blocks=zero), "the centre"),
    ):
        for model, solver in MODELS.items():
            yield _exactly([member], setup, f"{name}: {model}", solver)
        yield _from_oracle(member, setup, f"{name}: oracle")
    members = list(draw_members(omega, MEMBERS, seed=setup.seed))
    for model, solver in MODELS.items():
        yield _exactly(members, setup, f"drawn instances: {model}", solver)
    yield _every_instance(setup)


def _from_rationals(problem: Problem, instance: Instance) -> Any:
    """Solve from exact rational input."""
    solved = solve_exact(problem, instance)
    if not isinstance(solved, Minimisers):
        raise ArithmeticError("members of Omega have minimisers")
    return solved.x


def _on_machine(problem: Problem, instance: Instance) -> Any:
    """Solve on a real RAM without roots."""
    machine, N = RealRAM(roots_allowed=False), instance.shape[1]
    A = [[machine.load(v) for v in row] for row in instance.rows(range(N))]
    y = [machine.load(v) for v in instance.y]
    return [register.value for register in solve_tie(machine, problem, A, y)]


MODELS = {"exact rationals": _from_rationals, "real RAM": _on_machine}


def _exactly(
    members: list[TrainingSet],
    setup: Setup,
    name: str,
    solver: Callable[[Problem, Instance], Any],
) -> Ran:
    worst, count = Fraction(0), 0
    for member in members:
        for k, instance in enumerate(member.instances):
            worst = max(worst, member.error_squared(k, solver(setup.problem, instance)))
            count += 1
    kept = Kept(inputs=count, digits=setup.digits, worst_squared=worst)
    return Ran(algorithm=name, claim="every digit", outcome=kept, as_stated=not worst)


def _from_oracle(member: TrainingSet, setup: Setup, name: str) -> Ran:
    """Run the honest solver: it proves K digits, or says that it does not know."""
    (instance,) = member.instances
    ask = instance.oracle(member.answers)
    data = ProblemData(shape=instance.shape, problem=setup.problem, ask=ask)
    outcome = solve(setup.problem, data, digits=setup.digits, budget=Budget(depth=DEPTH))
    claim = f"{accuracy_text(setup.digits)} or 'unknown', never a wrong one"
    right = True
    if isinstance(outcome, Certified):
        error = member.error_squared(0, outcome.answer)
        right = error <= Fraction(1, 100**setup.digits)
    return Ran(algorithm=name, claim=claim, outcome=outcome, as_stated=right)


def _every_instance(setup: Setup) -> Ran:
    """Compare the machine's program for every instance with the exact solver, on small ones."""
    rng, machine, problem, wrong = random.Random(setup.seed), RealRAM(), _plain(setup.problem), 0
    for _ in range(SMALL):
        A = [[rng.randint(-3, 3) for _ in range(4)] for _ in range(2)]
        y = [rng.randint(-3, 3) for _ in range(2)]
        rows = [[machine.load(v) for v in row] for row in A]
        found = solve_on_real_ram(machine, problem, rows, [machine.load(v) for v in y])
        solved = solve_exact(problem, A, y)
        if isinstance(solved, Minimisers) and found is not None:
            values: Any = [register.value for register in found]
            wrong += not solved.face.contains(values)
        else:
            wrong += isinstance(solved, Minimisers) or found is not None
    name = f"any instance: real RAM, all supports ({counted(SMALL, 'random 2 x 4 instance')})"
    if wrong:
        reason = NotKept(reason=f"differs from solve_exact on {counted(wrong, 'instance')}")
        return Ran(algorithm=name, claim="every digit", outcome=reason, as_stated=False)
    kept = Kept(inputs=SMALL, digits=setup.digits, worst_squared=Fraction(0))
    return Ran(algorithm=name, claim="every digit", outcome=kept, as_stated=True)


def _plain(problem: Problem) -> Problem:
    """Return the problem without weights or costs, whose number would not fit."""
    match problem:
        case BasisPursuit():
            return BasisPursuit(problem.epsilon)
        case Lasso():
            return Lasso(problem.lam)
        case SquareRootLasso():
            return SquareRootLasso(problem.lam)
    return LinearProgram()


THEOREM = Theorem(
    name="F",
    title="With exact input every digit can be computed",
    source="Boche, Fono, Kutyniok, arXiv 2204.02066 (BSS machines); exact simplex and homotopy",
    statement=(
        "From exact rational input, and on a real RAM, which compares real numbers in one step, "
        "the same problems are solved exactly on all of Omega: compare columns. On any instance: "
        "LASSO by exact homotopy, basis pursuit and linear programs by exact simplex, QCBP and "
        "square-root LASSO with one square root more. What cannot be computed is due to the input "
        "model, not to the problem."
    ),
    latex=(
        r"\exists\,\Gamma_{\mathrm{BSS}}\,\forall\,\iota\in\Omega:\quad "
        r"\Gamma_{\mathrm{BSS}}(\iota)\in\Xi(\iota),\qquad "
        r"x_S=G^{-1}(A_S^{\top}y-t\,(w\circ s)_S)"
    ),
    hypotheses=(
        "QCBP with epsilon > 0 and square-root LASSO need a machine with square roots (without: K "
        "digits for every K)",
    ),
    differs="The machine's programs run, on one field Q(sqrt d); oracles get the honest solver.",
    algorithms=("solve_exact", "solve_tie", "solve_on_real_ram", "solve"),
    evidence=(
        "Answers are compared with the exact minimisers; what the honest solver proves is a digits "
        "certificate."
    ),
    demonstrate=demonstrate,
)
