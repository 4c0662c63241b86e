"""The exercises of notebook 11: attacks, bounds that are attained, plans, matrices that tie."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import Any

from computable.errors import DomainError
from computable.exact import Vector, number_text, root_text
from computable.firenet import (
    Block,
    Firenet,
    Iteration,
    change_bound,
    lipschitz_bound,
    precise_norm_balls,
)
from computable.network import soft_thresholded
from computable.nullspace import (
    Levels,
    Matrix,
    RecoveryConstants,
    hadamard_sample,
    prove_null_space,
)
from computable.problem import SquareRootLasso, dot, norm_squared
from computable.recovery import Minimisers, solve_exact
from computable.recovery.outward import l2_above, root
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import vector

__all__ = ["EXERCISES"]

# -- 11-1: a small perturbation that moves a network far ------------------------

FAINT = hadamard_sample(8, 7, faint=2)
"""Its last two rows are 2^-10 times as strong."""
PLANTED: Vector = tuple(Fraction(3, 4) if j == 3 else Fraction(0) for j in range(8))
DATA: Vector = tuple(dot(row, PLANTED) for row in FAINT.rows)
WEIGHTS = [[row[j] / norm_squared(row) for row in FAINT.rows] for j in range(8)]
"""The pseudo-inverse of FAINT: its rows are orthogonal, exactly."""
NETWORK = soft_thresholded(WEIGHTS, [0] * 8, ["1/8"] * 8)
FIRENET = Firenet.plan(
    FAINT,
    RecoveryConstants(null_space=prove_null_space(FAINT, Levels.single(8, 1))).sharpness(),
    radius=1,
    accuracy="1e-6",
)
BUDGET, MOVED = Fraction(1, 1000), Fraction(1, 2)


def _moves_it(answer: object) -> Checked:
    r = vector(answer, name="r", length=7)
    if norm_squared(r) > BUDGET**2:
        return not_yet(f"||r|| = {root_text(norm_squared(r))}, more than 1/1000.")
    before, after = NETWORK(DATA), NETWORK([a + b for a, b in zip(DATA, r, strict=True)])
    square = norm_squared([a - b for a, b in zip(after, before, strict=True)])
    if square < MOVED**2:
        return not_yet(f"the output moves by {root_text(square)}, less than 1/2.")
    bound = change_bound(FIRENET, l2_above(r)).last
    return correct(
        f"||r|| = {root_text(norm_squared(r))}, and the output moves by {root_text(square)}: "
        f"exact rationals. No r of this size moves the FIRENET's by more than {float(bound):.3g}: "
        "proved."
    )


# -- 11-2: the Lipschitz bound of one block is at most twice too large -----------

ONE_BLOCK = Iteration(
    matrix=Matrix([["4/5", "3/5"]]),
    thresholds=(Fraction(1, 8), Fraction(1, 8)),
    blocks=(Block(steps=44, tau=Fraction(1, 16), sigma=Fraction(1, 16)),),
)
LIPSCHITZ, SHARE = lipschitz_bound(ONE_BLOCK), Fraction(1, 2)
LARGEST, BITS = 1000, 256


def _attains_half(answer: object) -> Checked:
    pair = vector(answer, name="(y, y')", length=2)
    if max(map(abs, pair)) > LARGEST:
        return not_yet(f"|y| and |y'| must be at most {LARGEST}.")
    size = abs(pair[0] - pair[1])
    if not size:
        return not_yet("y and y' must differ.")
    first, second = (list(precise_norm_balls(ONE_BLOCK, [y], bits=BITS))[-1] for y in pair)
    ends = zip(first.centre, second.centre, strict=True)
    square, radii = norm_squared([a - b for a, b in ends]), first.radius + second.radius
    least, most = root(square, up=False) - radii, root(square, up=True) + radii
    share = f"{float(most / size / LIPSCHITZ):.3f} of the bound {float(LIPSCHITZ):.4f}"
    if most < SHARE * LIPSCHITZ * size:
        return not_yet(f"||phi(y) - phi(y')|| / |y - y'| is {share}, need at least a half.")
    if least < SHARE * LIPSCHITZ * size:
        return not_yet(f"with {BITS} bits it cannot be decided; take y and y' farther apart.")
    return correct(
        f"||phi(y) - phi(y')|| / |y - y'| is {share}. No pair has more than the bound, so for "
        "this block a better theorem could gain a factor 2 at most."
    )


# -- 11-3: two bounds that want different plans ------------------------------------

STRONG = hadamard_sample(16, 14)
OF_STRONG = RecoveryConstants(null_space=prove_null_space(STRONG, Levels.single(16, 1))).sharpness()
PLAN: dict[str, Any] = {
    "matrix": STRONG,
    "sharpness": OF_STRONG,
    "radius": 1,
    "accuracy": Fraction(1, 10**8),
}
ERROR = Fraction(1, 10**4)
MOST_CHANGE, MOST_LIPSCHITZ, MOST_LAYERS = Fraction(45, 10**5), 100, 5000
MOST_RATE = Fraction(9, 10)


def _planned(answer: object) -> Checked:
    theta, rate = vector(answer, name="(theta, rate)", length=2)
    if rate > MOST_RATE:
        return not_yet(f"rate must be at most 9/10, yours is {number_text(rate)}.")
    net = Firenet.plan(**PLAN, theta=theta, rate=rate)
    change, slope = change_bound(net, ERROR).last, lipschitz_bound(net.iteration)
    words = (
        f"near data of the theorem the change is at most {float(change):.3g}, the Lipschitz bound "
        f"is {float(slope):.4g}, and there are {net.depth} layers"
    )
    missed = [
        words
        for words, fails in (
            ("the change", change > MOST_CHANGE),
            ("the Lipschitz bound", slope > MOST_LIPSCHITZ),
            ("the number of layers", net.depth > MOST_LAYERS),
        )
        if fails
    ]
    if missed:
        return not_yet(f"{words}: too much is {', '.join(missed)}.")
    return correct(
        f"{words}. A small rate keeps what noise leaves from adding up over the blocks; a small "
        "theta keeps the factor 1 / sqrt(1 - theta^2) of every block near 1. Both cost layers."
    )


# -- 11-4: matrices that nobody can tell apart, with answers far apart ----------------

PROBLEM = SquareRootLasso(Fraction(1, 2))
CLOSE, APART = Fraction(1, 10**6), 1


def _far_apart(answer: object) -> Checked:
    first, second = _two(answer)
    near = norm_squared([a - b for a, b in zip(first, second, strict=True)])
    if near > CLOSE**2:
        return not_yet(f"||A - A'|| = {root_text(near)}, more than 10^-6.")
    ends = []
    for name, row in (("A", first), ("A'", second)):
        solved = solve_exact(PROBLEM, [row], [1])
        if not isinstance(solved, Minimisers):
            raise ArithmeticError("a norm has a minimiser")
        if not solved.unique:
            return not_yet(f"{name} has more than one minimiser.")
        ends.append(solved.x)
    far = norm_squared([a - b for a, b in zip(*ends, strict=True)])
    if far < APART:
        return not_yet(f"the minimisers are {root_text(far)} apart, less than 1.")
    return correct(
        f"||A - A'|| = {root_text(near)}, and the only minimisers are {root_text(far)} apart. "
        "Whoever answers both questions right is as unstable as that."
    )


def _two(answer: object) -> tuple[Vector, Vector]:
    """Read two matrices of shape (1, 2), each as two numbers."""
    if isinstance(answer, (str, bytes, dict, set, frozenset)) or not hasattr(answer, "__iter__"):
        raise DomainError(f"(A, A'): got {type(answer).__name__}, need two lists of 2 numbers")
    entries = list(islice(iter(answer), 3))
    if len(entries) != 2:
        raise DomainError("(A, A'): need two lists of 2 numbers")
    return vector(entries[0], name="A", length=2), vector(entries[1], name="A'", length=2)


EXERCISES = {
    "11-1": Exercise(
        judge=_moves_it,
        hint="what does the network multiply the last two measurements by? Or search: "
        "attack(network, y, budgets=['1/1000']).found[0].perturbation.",
        given={"matrix": FAINT, "network": NETWORK, "firenet": FIRENET, "y": DATA},
    ),
    "11-2": Exercise(
        judge=_attains_half,
        hint="for a small y nothing leaves the threshold, for a large one u is at the end of its "
        "ball, and in both cases the output hardly depends on y. And in between?",
        given={"iteration": ONE_BLOCK},
    ),
    "11-3": Exercise(
        judge=_planned,
        hint="Firenet.plan(**given('11-3'), theta=theta, rate=rate), then change_bound(net, "
        "'1e-4').last and lipschitz_bound(net.iteration). Change one parameter at a time.",
        given=PLAN,
    ),
    "11-4": Exercise(
        judge=_far_apart,
        hint="where does the minimiser jump? Section 11.6 has one such place; that all of it "
        "becomes 0 is another.",
        given={"problem": PROBLEM, "y": (Fraction(1),)},
    ),
}
"""The questions of this notebook by name."""
