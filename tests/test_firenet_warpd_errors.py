"""What WARPd refuses: one clear error each."""

import math
from fractions import Fraction
from functools import cache

import pytest

from computable.errors import DomainError, UndecidedError
from computable.firenet import Block
from computable.firenet.warpd.analysis_operator import SparseOperator, differences, differences_2d
from computable.firenet.warpd.analysis_sharpness import analysis_sharpness, in_basis
from computable.firenet.warpd.analysis_stack import Stack
from computable.firenet.warpd.iteration import Saddle, WarpdIteration
from computable.firenet.warpd.sharpness import assume_sharpness, sharpness_of
from computable.firenet.warpd.warpd import Warpd
from computable.nullspace import Levels, Matrix, RecoveryConstants, assume, hadamard_sample

A = hadamard_sample(8, 7)
IDENTITY = Matrix([[1 if i == j else 0 for j in range(8)] for i in range(8)])
ONE, FULL = Levels.single(8, 1), Levels(sizes=[2, 6], sparsities=[2, 1])


@cache
def sharpness(levels=ONE):
    found = assume(levels, rho="1/4", gamma=1, source="a lecture")
    return RecoveryConstants(null_space=found).sharpness()


def plan(**options):
    return Warpd.plan(A, sharpness_of(sharpness(), epsilon="1/100"), **options)


WRONG = {
    "epsilon: got -1, need >= 0": lambda: sharpness_of(sharpness(), epsilon=-1),
    "noise: got 0.5, need <= epsilon = 0.25": lambda: sharpness_of(
        sharpness(), epsilon="1/4", noise="1/2"
    ),
    "noise: got -1, need >= 0": lambda: sharpness_of(sharpness(), noise=-1),
    "distance: got -2, need >= 0": lambda: sharpness_of(sharpness(), distance=-2),
    "epsilon: got the float 0.1": lambda: sharpness_of(sharpness(), epsilon=0.1),
    "C1: got 0, need > 0": lambda: assume_sharpness(C1=0, C2=1, size=4),
    "C2: got -1, need > 0": lambda: assume_sharpness(C1=1, C2=-1, size=4),
    "c: got -1, need >= 0": lambda: assume_sharpness(C1=1, C2=1, c=-1, size=4),
    "weights: got none, need them": lambda: assume_sharpness(C1=1, C2=1),
    "weights: got none, or one that": lambda: assume_sharpness(C1=1, C2=1, weights=[1, 0]),
    "weights: got 2": lambda: assume_sharpness(C1=1, C2=1, weights=[1, 2], operator=differences(4)),
    "weights: got 3 columns, but A has 8": lambda: Warpd.plan(
        A, assume_sharpness(C1=1, C2=1, size=3), size=1, restarts=1
    ),
    "D: got 4 columns, but A has 8": lambda: Warpd.plan(
        A,
        assume_sharpness(C1=1, C2=1, operator=differences(4)),
        size=1,
        restarts=1,
    ),
    "size, radius: need one of the two": lambda: plan(restarts=1),
    "size, radius: need": lambda: plan(restarts=1, size=1, radius=1),
    "size: got -1, need >= 0": lambda: plan(restarts=1, size=-1),
    "start: got one, but size": lambda: plan(restarts=1, size=1, start=[0] * 8),
    "start: got a number that is no": lambda: plan(restarts=1, radius=1, start=["1/3"] * 8),
    "accuracy, restarts: need one of the two": lambda: plan(size=1),
    "accuracy: got 0.001, need > ": lambda: plan(size=1, accuracy="1/1000"),
    "accuracy: got 2, need less than the radius 1: no step is needed": lambda: plan(
        radius=1, accuracy=2
    ),
    "theta: got 1, need > 0 and < 1": lambda: plan(size=1, restarts=1, theta=1),
    "b: got shape (3,), need (7,)": lambda: plan(size=1, restarts=1).run([1, 2, 3]),
    "b: got shape (7, 1), need (7,)": lambda: plan(size=1, restarts=1).run([[0]] * 7),
    "b[1]: got nan, need a finite number": lambda: plan(size=1, restarts=1).run(
        [0, math.nan, 0, 0, 0, 0, 0]
    ),
    "b_error: got -1, need >= 0": lambda: plan(size=1, restarts=1).run([0] * 7, b_error=-1),
    "blocks: got none, need at least one": lambda: WarpdIteration(
        saddle=plan(size=1, restarts=1).iteration.saddle, blocks=()
    ),
    "W: got shape (7, 8), need a square matrix": lambda: analysis_sharpness(
        sharpness(), differences(8)
    ),
    "W: got a matrix that has no inverse": lambda: analysis_sharpness(
        sharpness(), Matrix([[1] * 8] * 8)
    ),
    "W: got 8 columns, need 9": lambda: in_basis(Matrix([[1] * 9]), IDENTITY),
    "levels: got 8 coordinates, but W has 3 columns": lambda: analysis_sharpness(
        sharpness(), Matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    ),
    "free: got 1, need whole levels": lambda: analysis_sharpness(sharpness(FULL), IDENTITY, free=1),
    "free: got 4, need whole levels": lambda: analysis_sharpness(sharpness(FULL), IDENTITY, free=4),
    "free: got 8, need an integer from 0 to below 8": lambda: analysis_sharpness(
        sharpness(FULL), IDENTITY, free=8
    ),
    "columns: got 0, need": lambda: SparseOperator([], columns=0),
    "D: got no entry that is not zero": lambda: SparseOperator([[]], columns=2),
    "D: got an entry beyond 1e75, need": lambda: SparseOperator([[(0, 10**80)]], columns=2),
    "D[0]: got column 2": lambda: SparseOperator([[(2, 1)]], columns=2),
    "D[0,0]: got the float 0.5": lambda: SparseOperator([[(0, 0.5)]], columns=2),
    "size: got 1, need an integer >= 2": lambda: differences(1),
    "width: got 1, need an integer >= 2": lambda: differences_2d(3, 1),
    "D: got an entry beyond 1e75 times c": lambda: Stack(
        matrix=Matrix([[1]]),
        operator=SparseOperator([[(0, 10**70)]], columns=1),
        scale=Fraction(10) ** 10,
    ).products(),
    "b: got 2 entries, need 1": lambda: list(
        WarpdIteration(
            saddle=Saddle.of(
                Matrix([[1, 1]]), assume_sharpness(C1=1, C2=1, operator=differences(2))
            ),
            blocks=[Block(steps=1, tau=Fraction(1, 8), sigma=Fraction(1, 8))],
        ).norm_balls([1, 2])
    ),
}


@pytest.mark.parametrize("message", list(WRONG))
def test_bad_input_has_one_clear_error(message):
    with pytest.raises(DomainError) as error:
        WRONG[message]()
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_steps_that_are_too_long_have_no_metric():
    saddle = plan(size=1, restarts=1).iteration.saddle
    long = Block(steps=1, tau=1, sigma=2)
    with pytest.raises(DomainError, match=r"^tau, sigma: got tau \* sigma \* L\*\*2 = "):
        list(WarpdIteration(saddle=saddle, blocks=[long]).norm_balls([0] * 7))


def test_numbers_beyond_the_range_are_undecided():
    net = plan(radius=1, restarts=1)
    with pytest.raises(DomainError, match=r"^b: got an entry beyond 1e75"):
        net.run([1e80, 0, 0, 0, 0, 0, 0])
    long_steps = plan(radius=Fraction(1, 10**20), restarts=2)  # sigma is about 1e20
    with pytest.raises(UndecidedError, match=r"^float64: numbers beyond 1e75"):
        long_steps.run([1e70, 0, 0, 0, 0, 0, 0])
