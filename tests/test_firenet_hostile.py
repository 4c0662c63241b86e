"""FIRENET and WARPd with numbers of any size and values of any kind: one line, or an answer."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from computable.errors import ComputableError, DomainError, UndecidedError
from computable.exact import rounded_text
from computable.firenet import (
    Block,
    Firenet,
    Iteration,
    Warpd,
    assume_sharpness,
    change_bound,
    change_bounds,
    differences,
    differences_2d,
    error_bounds,
    layers_for,
    plan_inexact,
    recover,
    sharpness_of,
)
from computable.firenet.evaluation.float_ball import float_norm_balls
from computable.firenet.stability.error_bounds import sharpness_for
from computable.firenet.warpd.iteration import Saddle, WarpdIteration
from computable.nullspace import Levels, Matrix, RecoveryConstants, assume

A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
HELD = assume(Levels.single(3, 1), rho="0.51", gamma=1, source="a lecture")
SHARPNESS = RecoveryConstants(null_space=HELD).sharpness()
NET = Firenet.plan(A, SHARPNESS, radius=2, accuracy="1/100")
APPROXIMATE = sharpness_of(SHARPNESS, epsilon="1/1000")
WARPD = Warpd.plan(A, APPROXIMATE, size=2, accuracy="1/20")
STEP = Block(steps=2, tau="1/2", sigma="1/2")
TOY = Iteration(matrix=A, thresholds=[1, 1, 1], blocks=[STEP])

HUGE = (Fraction(10**400), Fraction(10**5000))


def one_line(call, *needed, kind=(DomainError, UndecidedError)):
    """Check that a call fails with one line, that says what is needed."""
    with pytest.raises(kind) as caught:
        call()
    text = str(caught.value)
    assert text
    assert "\n" not in text
    assert len(text) < 400
    for word in needed:
        assert word in text


@pytest.mark.parametrize("big", HUGE, ids=rounded_text)
@pytest.mark.parametrize(
    ("call", "needed"),
    [
        (lambda v: sharpness_for(HELD, v), "lam: got"),
        (lambda v: sharpness_for(HELD, -v), "lam: got"),
        (lambda v: sharpness_for(HELD, -1 / v), "lam: got"),
        (lambda v: change_bounds(TOY, -v), "size: got -1e+"),
        (lambda v: change_bounds(TOY, -1 / v), "size: got -1e-"),
        (lambda v: change_bound(NET, -v), "size: got -1e+"),
        (lambda v: error_bounds(NET, noise=-v), "noise: got -1e+"),
        (lambda v: error_bounds(NET, matrix_error=v), "error: got 1e+"),
        (lambda v: WARPD.run([1, 0], b_error=-v), "b_error: got -1e+"),
        (lambda v: WARPD.run([1, 0], b_error=-1 / v), "b_error: got -1e-"),
        (lambda v: WARPD.run([1, 0], b_error=v), "size 2 of the plan"),
        (lambda v: Warpd.plan(A, APPROXIMATE, radius=1 / v, accuracy=1), "no step is needed"),
        (lambda v: assume_sharpness(C1=-v, C2=1, size=3), "C1: got -1e+"),
        (lambda v: assume_sharpness(C1=1, C2=-1 / v, size=3), "C2: got -1e-"),
        (lambda v: assume_sharpness(C1=1, C2=1, c=-v, size=3), "c: got -1e+"),
        (lambda v: assume_sharpness(C1=1, C2=1, epsilon=-v, size=3), "epsilon: got -1e+"),
        (lambda v: assume_sharpness(C1=1, C2=1, size=int(v)), "size: got 1.00000e"),
        (lambda v: sharpness_of(SHARPNESS, epsilon=1, noise=v), "noise: got 1e+"),
        (lambda v: plan_inexact(A, HELD, error=v, largest=1, accuracy=1), "error: got 1e+"),
        (lambda v: plan_inexact(A, HELD, error=0, largest=-v, accuracy=1), "largest: got -1e+"),
        (lambda v: layers_for(SHARPNESS, -v, radius=1, accuracies=[1]), "norm: got -1e+"),
        (lambda v: Iteration(matrix=A, thresholds=[-v] * 3, blocks=[STEP]), "thresholds: got"),
        (lambda v: Iteration(matrix=A, thresholds=[1] * 3, blocks=[STEP], start=[v] * 3), "start"),
        (lambda v: Block(steps=int(-v), tau=1, sigma=1), "steps: got -1.00000e"),
        (lambda v: Block(steps=1, tau=v, sigma=1), "tau: got"),
        (lambda v: NET.run([1, 0], y_error=v), "y_error is 1e+"),
        (lambda v: differences(int(v)), "size: got"),
        (lambda v: differences_2d(int(v), int(v)), "height, width: got"),
    ],
)
def test_numbers_of_any_size_are_refused_with_one_line(call, needed, big):
    one_line(lambda: call(big), needed)


@pytest.mark.parametrize("big", HUGE, ids=rounded_text)
def test_bounds_of_any_size_can_be_shown(big):
    for found in (
        error_bounds(NET, noise=big),
        error_bounds(NET, radius=big),
        assume_sharpness(C1=big, C2=1 / big, size=3),
    ):
        assert "e+" in repr(found)
        assert "\n" not in repr(found)
    steep = Iteration(matrix=A, thresholds=[big] * 3, blocks=[STEP])
    one_line(
        lambda: list(float_norm_balls(steep, [1, 0])), "thresholds is 1e+", kind=UndecidedError
    )
    assert change_bounds(TOY, 1 / big)[-1] > 0


@pytest.mark.parametrize("big", HUGE, ids=rounded_text)
def test_a_dual_map_beyond_float64_is_undecided(big):
    wide = sharpness_of(SHARPNESS, epsilon=big)
    it = WarpdIteration(saddle=Saddle.of(A, wide), blocks=(STEP,))
    one_line(lambda: list(it.norm_balls((Fraction(1), Fraction(0)))), kind=UndecidedError)


@pytest.mark.parametrize(
    ("call", "needed"),
    [
        (lambda: Iteration(matrix=A, thresholds=[1] * 3, blocks=[1]), "blocks[0]: got int"),
        (lambda: Iteration(matrix=A, thresholds=[1] * 3, blocks=1), "blocks[0]: got int"),
        (lambda: Iteration(matrix=A, thresholds=[1] * 3, blocks=[]), "blocks: got none"),
        (lambda: Iteration(matrix=A, thresholds=1, blocks=[STEP]), "thresholds: got int"),
        *[
            (
                lambda start=start: Iteration(
                    matrix=A, thresholds=[1] * 3, blocks=[STEP], start=start
                ),
                "start",
            )
            for start in (
                np.zeros(2),
                np.zeros((3, 3)),
                5,
                None,
                "abc",
                np.full(3, np.nan),
                [True] * 3,
                [0, 0, "1/3"],
                {1: 2},
                np.array(["a", "b", "c"]),
            )
        ],
        (lambda: Warpd.plan(A, APPROXIMATE, radius=1, restarts=1, start=np.zeros(2)), "start"),
        (lambda: Warpd.plan(A, APPROXIMATE, radius=1, restarts=1, start=5), "start"),
        (lambda: Warpd.plan(A, APPROXIMATE, size=1, restarts=1, start=np.zeros(3)), "start"),
        (lambda: layers_for(SHARPNESS, 0, radius=1, accuracies=[1]), "norm: got 0, need > 0"),
        (lambda: layers_for(SHARPNESS, -1, radius=1, accuracies=[1]), "norm: got -1, need > 0"),
        (lambda: layers_for(SHARPNESS, "one", radius=1, accuracies=[1]), "norm"),
        (lambda: layers_for(SHARPNESS, 1, radius=1, accuracies=1), "accuracies: got 1"),
        (lambda: layers_for(SHARPNESS, 1, radius=1, accuracies="1"), "accuracies: got '1'"),
        (lambda: layers_for(SHARPNESS, 1, radius=1, accuracies=[]), "accuracies: got none"),
        (lambda: layers_for(SHARPNESS, 1, radius=1, accuracies=[1], schedule=[]), "schedule"),
        (lambda: assume_sharpness(C1=1, C2=1, operator=[[1]]), "operator: got list"),
        (lambda: assume_sharpness(C1=1, C2=1, size=10**12), "from 1 to 2^24"),
        (lambda: assume_sharpness(C1=1, C2=1, size=True), "size: got True"),
        (lambda: assume_sharpness(C1=1, C2=1, size=0), "size: got 0"),
        (lambda: assume_sharpness(C1=1, C2=1, size=2.0), "size: got 2.0"),
        (lambda: assume_sharpness(C1=1, C2=1, weights=[1] * 3, size=2), "size: got 2, need 3"),
        (lambda: assume_sharpness(C1=1, C2=1, operator=differences(4), size=3), "need 4"),
        (lambda: assume_sharpness(C1=1, C2=1, weights=1), "weights"),
        (lambda: differences(10**12), "at most 2^24"),
        (lambda: differences_2d(10**6, 10**6), "at most 2^24"),
    ],
)
def test_values_of_another_kind_are_refused_with_one_line(call, needed):
    one_line(call, needed, kind=DomainError)


@pytest.mark.parametrize(
    "start", [[0.5, 0, -2], np.array([0.5, 0.0, -2.0]), (Fraction(1, 2), 0, -2), ["1/2", 0, -2]]
)
def test_a_start_is_read_exactly_in_each_form(start):
    exact = (Fraction(1, 2), Fraction(0), Fraction(-2))
    one = Iteration(matrix=A, thresholds=[1] * 3, blocks=[STEP], start=start)
    two = Warpd.plan(A, APPROXIMATE, radius=1, restarts=1, start=start).iteration
    assert one.start == two.start == exact


def test_a_norm_may_be_a_string_and_a_size_may_agree():
    rows = layers_for(SHARPNESS, "1", radius=1, accuracies=["1/10"]).rows
    assert rows == layers_for(SHARPNESS, Fraction(1), radius=1, accuracies=["1/10"]).rows
    assert assume_sharpness(C1=1, C2=1, weights=[1, 1], size=2).size == 2
    assert assume_sharpness(C1=1, C2=1, operator=differences(4), size=4).size == 4
    empty = Warpd.plan(A, APPROXIMATE, size=1, restarts=1, start=np.zeros(0))
    assert empty.iteration.start == (0, 0, 0)


def test_a_faint_file_has_one_line_on_the_command_line(tmp_path):
    path, scale = tmp_path / "faint.npz", 2.0**-1060
    np.savez(path, A=A.array * scale, y=[scale, 0.0])
    command = [sys.executable, "-m", "computable", "firenet", "run", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("exponent", [-1060, -300, -100])
@pytest.mark.filterwarnings("error")
def test_faint_data_are_refused_or_answered(exponent):
    rows = Matrix(A.array * 2.0**exponent)
    try:
        run = recover(rows, [2.0**exponent, 0.0], levels=1, accuracy="1/100")
        assert run.distances([1, 0, 0])[-1] <= run.bound
    except ComputableError as error:
        assert "\n" not in str(error)
