"""What a run says of its output: where it is taken, how good it is, and whether any x is meant."""

from fractions import Fraction

import numpy as np
import pytest
from firenet_cases import MATRICES, example

from computable import DomainError
from computable.firenet import Firenet, recover
from computable.nullspace import Levels, Matrix, RecoveryConstants, prove_null_space


def test_the_output_is_where_the_bound_is_least():
    """Planned far beyond float64: the last blocks are worse than some before."""
    A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    held = prove_null_space(A, Levels.single(3, 1))
    net = Firenet.plan(
        A, RecoveryConstants(null_space=held).sharpness(), radius=3, accuracy="1e-30"
    )
    run = net.run([1, 0])
    assert run.blocks < len(run.balls) and run.bound == min(run.bounds[1:]) < run.bounds[-1]
    assert run.distances([1, 0, 0])[run.blocks] <= run.bound < 1e-12
    assert run.floats == run.balls[run.blocks - 1].centre.tolist()
    assert run.radius == run.balls[run.blocks - 1].radius
    deep = net.run([1, 0], bits=160)
    assert deep.blocks == len(deep.balls) and deep.bound < 1e-29


def test_a_radius_that_contradicts_y_has_no_bounds():
    A = Matrix([[1, -0.5, -0.5], [0, 0.875, -0.875]])
    held = prove_null_space(A, Levels.single(3, 1))
    sharpness = RecoveryConstants(null_space=held).sharpness()
    net = Firenet.plan(A, sharpness, radius="1/10", accuracy="1e-3")
    run = net.run([1, 0])
    assert not run.fits and run.radius < 1e-9
    with pytest.raises(DomainError, match="no x of the theorem belongs to it"):
        _ = run.bound
    assert repr(run) == "Run(no x of the theorem belongs to this y)"
    assert net.run(["1/10", 0]).fits
    shifted = Firenet.plan(A, sharpness, radius="1/10", accuracy="1e-3", start=[1, 0, 0])
    assert shifted.run([1, 0]).fits and not shifted.run([0, 0]).fits
    with pytest.raises(DomainError, match="the start has it already"):
        Firenet.plan(A, sharpness, radius=2, accuracy=3)
    with pytest.raises(DomainError, match="y: got 1 entries, need 2"):
        net.run([1])


def test_recover_takes_as_many_bits_as_the_accuracy_needs():
    A = [[1, -0.5, -0.5], [0, 0.875, -0.875]]
    for digits in (3, 9, 20, 60):
        run = recover(A, [1, 0], levels=1, accuracy=Fraction(1, 10**digits))
        assert run.distances([1, 0, 0])[-1] <= run.bound <= Fraction(1, 10**digits)
        assert isinstance(run.balls[-1].centre, np.ndarray) == (digits < 12)


@pytest.mark.parametrize(
    ("A", "y", "reason"),
    [
        ([[1, 0], [0, 1], [0, 0]], [1, 2, 5], "larger for the output z"),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, 1, 0], "more entries of the output"),
    ],
)
def test_an_output_that_no_sparse_x_explains_has_no_bound(A, y, reason):
    """The theorem is about every x with this y: also where there is none."""
    with pytest.raises(DomainError, match=reason):
        recover(A, y, levels=1, accuracy="1e-6")
    matrix = Matrix(A)
    constants = RecoveryConstants(null_space=prove_null_space(matrix, 1))
    net = Firenet.plan(matrix, constants.sharpness(), radius=100, restarts=9, noise=6)
    assert net.run(y).fits


def test_what_contradicts_nothing_true():
    """x of the theorem belongs to y in every example here: no contradiction is seen."""
    rng = np.random.default_rng(8)
    for name in MATRICES:
        for _ in range(3):
            net, _x, y = example(name, rng, accuracy=10.0 ** -rng.uniform(2, 9))
            assert net.run(y).contradiction is None
