"""The exercises of notebook 10: what can be computed, and why log(1/eps) layers."""

from __future__ import annotations

from fractions import Fraction

from computable.errors import DomainError
from computable.exact import Vector, number_text, power_text, root_text
from computable.firenet import AssumingFirenet, layers_for, tie_null_space
from computable.nullspace import Levels, Matrix, RecoveryConstants, assume, prove_null_space
from computable.problem import dot, norm_squared
from computable.teaching.exercise import Checked, Exercise, correct, not_yet
from computable.teaching.reading import vector
from proofs.adversary import refute
from proofs.outcome import Refuted, Unknown

__all__ = ["EXERCISES"]

# -- 10-1: weights that give a matrix the null space property ----------------

COARSE = Matrix([[1, -2, 0, 0, 0], [1, 0, -2, 0, 0], [1, 0, 0, -2, 0], [1, 0, 0, 0, -2]])
KERNEL: Vector = tuple(map(Fraction, (2, 1, 1, 1, 1)))
"""The kernel of COARSE is spanned by it: its last four columns are independent."""
PATTERN = Levels(sizes=[1, 4], sparsities=[1, 1])
WIDEST = 100


def _least_rho_squared(levels: Levels) -> Fraction:
    """Return the square of the rho that the kernel needs: with any larger one some gamma will do.

    For x in the kernel the property is ``||x_D|| <= rho ||x_Dc||_1,w / sqrt(xi)``. If that is
    strict for ``x = KERNEL`` and every D, it is strict near the kernel's points of the unit
    sphere, too; on the rest of the sphere ``||A x||`` has a positive minimum. So the property
    holds with a rho below 1 if and only if the square is below 1.
    """
    found = Fraction(0)
    for support in levels.supports():
        inside = norm_squared([KERNEL[j] for j in support])
        outside = levels.l1_norm([v if j not in support else 0 for j, v in enumerate(KERNEL)])
        found = max(found, inside * levels.xi / outside**2)
    return found


def _has_the_property(answer: object) -> Checked:
    weights = vector(answer, name="weights", length=2)
    levels = PATTERN.with_weights(weights)
    if max(weights) > WIDEST or min(weights) * WIDEST < 1:
        return not_yet(f"the weights must be between 1/{WIDEST} and {WIDEST}.")
    square = _least_rho_squared(levels)
    if square >= 1:
        return not_yet(
            "x = (2, 1, 1, 1, 1) has A x = 0, and for the support (0, 1) the inequality needs "
            f"rho^2 >= {number_text(square)} there: no rho below 1."
        )
    return correct(
        f"the kernel needs rho^2 >= {number_text(square)}, and with any larger rho some gamma "
        "will do. "
        f"{_by_the_prover(levels)}"
    )


def _by_the_prover(levels: Levels) -> str:
    try:
        found = prove_null_space(COARSE, levels)
    except DomainError as error:
        return f"(prove_null_space does not see it: {error}.)"
    constants = RecoveryConstants(null_space=found)
    return (
        f"prove_null_space has rho = {float(found.rho):.4f}, gamma = {float(found.gamma):.4f}, and "
        f"so C1 = {float(constants.C1):.3g}, C2 = {float(constants.C2):.3g}. Weights closer to the "
        "limit make 1 - rho small, very unequal ones make kappa large: both enlarge C1."
    )


# -- 10-2: the constant B cannot be much smaller ------------------------------

ROW = Matrix([["5/4", 1]])
TRUE = (Fraction(1), Fraction(0))
SHARPNESS = RecoveryConstants(null_space=tie_null_space(ROW)).sharpness(1)
SHARE = Fraction(2, 3)


def _objective(z: Vector) -> Fraction:
    """Return ``lam ||z||_1 + |A z - A x|``, which is rational, as A has one row."""
    off = abs(dot(ROW.rows[0], z) - dot(ROW.rows[0], TRUE))
    return SHARPNESS.lam * SHARPNESS.levels.l1_norm(z) + off


def _violates(answer: object) -> Checked:
    z = vector(answer, name="z", length=2)
    if z == TRUE:
        return not_yet("z = x has no error at all.")
    square = norm_squared([a - b for a, b in zip(z, TRUE, strict=True)])
    above = _objective(z) - _objective(TRUE)
    words = f"F(z) - F(x) = {number_text(above)}, the error is {root_text(square)}: the quotient is"
    quotient, most = root_text(square / above**2), number_text(SHARE * SHARPNESS.B)
    if square <= (SHARE * SHARPNESS.B * above) ** 2:
        return not_yet(f"{words} {quotient}, not more than 2/3 B = {most}.")
    return correct(
        f"{words} {quotient}, more than 2/3 B = {most}. On the kernel it is "
        "sqrt(a_1^2 + a_2^2) / (lam (a_1 - a_2)) = sqrt(41): no B below that is true, whoever "
        "proves it, and where a_2 comes near to a_1 it grows without end."
    )


# -- 10-3: a plan close to what the noise leaves ------------------------------

HALF = assume(Levels.single(64, 4), rho="1/2", gamma=1, source="the exercise")
OF_HALF = RecoveryConstants(null_space=HALF).sharpness()
NORM, RADIUS, NOISE, GOAL = Fraction(1), Fraction(8), Fraction(1, 7500), Fraction(1, 1000)
MOST_LAYERS = 800


def _layers(theta: Fraction, rate: Fraction) -> int:
    return (
        layers_for(
            OF_HALF, NORM, radius=RADIUS, noise=NOISE, accuracies=[GOAL], theta=theta, rate=rate
        )
        .rows[0]
        .layers
    )


def _planned(answer: object) -> Checked:
    theta, rate = vector(answer, name="(theta, rate)", length=2)
    layers = _layers(theta, rate)
    if layers > MOST_LAYERS:
        return not_yet(f"this plan reaches 10^-3, with {layers} layers.")
    return correct(
        f"{layers} layers. With rate = 3/8, which is about the best without noise, no number of "
        "layers would do: the noise leaves offset / (1 - rate) of the error. A smaller rate leaves "
        "less of it, and makes every block longer."
    )


# -- 10-4: an assumption that is true, and where it ceases to be --------------

ANSWERED, READ = Fraction(1, 1 << 10), 64
FINEST = Fraction(1, 1 << 60)
MOST_RHO = Fraction(4095, 4096)


def _assumes(answer: object) -> Checked:
    rho, gap = vector(answer, name="(rho, g)", length=2)
    if not 0 <= rho <= MOST_RHO:
        return not_yet(f"rho must be from 0 to 4095/4096, yours is {number_text(rho)}.")
    if not FINEST <= gap <= Fraction(1, 4):
        return not_yet(f"the gap must be from 2^-60 to 1/4, yours is {number_text(gap)}.")
    reckless = AssumingFirenet(digits=3, depth=READ, rho=rho)
    at_answered = refute(reckless, problem="sr-lasso", digits=3, gap=ANSWERED)
    if rho < 1 / (1 + ANSWERED):
        fate = "and it is refuted there"
        if isinstance(at_answered, Unknown):
            fate = "though it survives there: who assumes what is false may be right by luck"
        return not_yet(
            f"at the gap 2^-10 the least true rho is 1024/1025, so {number_text(rho)} is false "
            f"({fate})."
        )
    if not isinstance(at_answered, Unknown):
        raise ArithmeticError("a true assumption at a gap that is seen has a true bound")
    outcome = refute(reckless, problem="sr-lasso", digits=3, gap=gap)
    if not isinstance(outcome, Refuted):
        true = "is still true" if rho >= 1 / (1 + gap) else "is false by now"
        return not_yet(f"at the gap {power_text(gap)} it is not refuted: rho {true}. {outcome}.")
    return correct(
        f"rho = {number_text(rho)} is true from the gap 1/rho - 1 = {number_text(1 / rho - 1)} on. "
        f"At {power_text(gap)} it knows the column, and still its answer is wrong: {outcome}; the "
        f"checker: {outcome.certificate.check()}. The honest FIRENET takes rho from the data."
    )


EXERCISES = {
    "10-1": Exercise(
        judge=_has_the_property,
        hint="the kernel of A is spanned by x = (2, 1, 1, 1, 1). With D = (0, 1) the inequality "
        "says sqrt(2^2 + 1^2) sqrt(w_0^2 + w_1^2) <= rho (3 w_1).",
        given={"matrix": COARSE, "levels": PATTERN},
    ),
    "10-2": Exercise(
        judge=_violates,
        hint="where ||A z - y|| = 0 the objective hardly grows. Which z have A z = A x, and which "
        "of them has the smaller l1 norm?",
        given={"matrix": ROW, "x": TRUE, "sharpness": SHARPNESS},
    ),
    "10-3": Exercise(
        judge=_planned,
        hint="sharpness.offset(noise=noise) / (1 - rate) must be below 10^-3. Then "
        "layers_for(**given('10-3'), theta=theta, rate=rate).rows[0].layers counts; theta makes "
        "blocks shorter, too.",
        given={
            "sharpness": OF_HALF,
            "norm": NORM,
            "radius": RADIUS,
            "noise": NOISE,
            "accuracies": [GOAL],
        },
    ),
    "10-4": Exercise(
        judge=_assumes,
        hint="with a_1 = 1 + g and a_2 = 1 the least true rho is a_2 / a_1. And how many steps "
        "does a small gap need, how many a network for your rho has? degeneration([g]) knows.",
    ),
}
"""The questions of this notebook by name."""
