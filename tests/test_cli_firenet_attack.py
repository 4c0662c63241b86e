"""``computable firenet attack``: what was found lies below what is proved."""

import sys
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from firenet_tables import table

from computable.cli import firenet_attack
from computable.firenet.stability.trained import train
from computable.nullspace import hadamard_sample

SMALL = ("--sample", "hadamard:7x8", "--steps", 8, "--starts", 1)
A_NORM = Fraction(27, 25)
"""At least ``sqrt(8 / 7)``, the norm of A, and the 1 in 100 that three digits are rounded by."""


def rows_of(found, name):
    assert all(len(line) <= 80 for line in found.lines), found.out
    return [cells[1:] for cells in table(found, "network  ||r|| <=") if cells[0] == name]


def test_the_firenet_alone_stays_below_its_bounds(run, tmp_path):
    options = ["--alone", "--budgets", "1/1000,1/10", "--plot", "attack.png"]
    found = run("firenet", "attack", *SMALL, *options)
    assert (found.code, found.err) == (0, "")
    rows = rows_of(found, "FIRENET")
    assert len(rows) == 2 and "trained" not in found.out
    for row, budget in zip(rows, (Fraction(1, 1000), Fraction(1, 10)), strict=True):
        moved, change, _, bound, error, limit = map(Fraction, row)
        assert 0 < moved <= budget * Fraction(101, 100)
        assert 0 < change <= bound and error <= limit
    assert (tmp_path / "attack.png").read_bytes().startswith(b"\x89PNG")


def test_an_image_and_a_file(run, tmp_path):
    A = hadamard_sample(8, 7).array
    np.savez(tmp_path / "data.npz", A=A, y=A[:, 2])
    options = ["--alone", "--image", "--steps", 4, "--starts", 1]
    found = run("firenet", "attack", "data.npz", *options)
    assert found.code == 0
    rows = rows_of(found, "FIRENET")
    assert len(rows) == 5 and all(len(row) == 5 for row in rows)  # x is not known: no errors
    for budget, moved, change, ratio, bound in (map(Fraction, row) for row in rows):
        assert 0 < moved <= budget * A_NORM and change <= bound
        assert ratio * moved <= change * Fraction(103, 100)  # each has three digits


def test_a_trained_network_beside_it(run, monkeypatch):
    pytest.importorskip("sklearn")
    quick = partial(firenet_attack.train, pairs=500, epochs=5)
    monkeypatch.setattr(firenet_attack, "train", quick)
    found = run("firenet", "attack", *SMALL, "--budgets", "1/100")
    assert (found.code, found.err) == (0, "")
    ((*numbers, bound, error, limit),) = rows_of(found, "trained")
    assert (bound, limit) == ("-", "-") and all(Fraction(v) > 0 for v in (*numbers, error))
    assert "7 -> 32 relu -> 8" in found.out
    text = " ".join(found.out.split())
    assert "of 1 perturbations its change is above what any of the same size" in text
    assert "its error is above the FIRENET's bound in 1 of 1" in text  # after so little training
    assert "trained without noise, on standardised measurements; 7 -> 32" in text
    assert "planned for an error of at most 1.0e-4 in the l2 norm" in text


def test_noise_reaches_the_training(run, monkeypatch):
    pytest.importorskip("sklearn")
    given = []

    def quick(*args, noise, **options):
        given.append(noise)
        return train(*args, noise=noise, pairs=500, epochs=5, **options)

    monkeypatch.setattr(firenet_attack, "train", quick)
    options = ["--budgets", "1/100", "--image", "--train-noise", "1e-2"]
    found = run("firenet", "attack", *SMALL, *options)
    assert (found.code, found.err, given) == (0, "", [0.01])
    assert "trained    with noise 0.01 of the largest, on standardised" in found.out
    for name in ("FIRENET", "trained"):
        ((budget, moved, *_),) = rows_of(found, name)
        assert Fraction(budget) == Fraction(1, 100) and Fraction(moved) <= A_NORM / 100
        assert len(_) == 5


@pytest.mark.parametrize("options", [["2"], ["-1"], ["nan"], ["0.1", "--alone"]])
def test_noise_that_cannot_be_meant_is_refused(run, options):
    found = run("firenet", "attack", *SMALL, "--train-noise", *options)
    assert (found.code, found.out) == (2, "") and "--train-noise: " in found.err


def test_what_is_missing_is_said_in_a_line(run, monkeypatch):
    for loaded in [m for m in sys.modules if m.split(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    found = run("firenet", "attack", *SMALL)
    assert (found.code, found.out) == (2, "")
    assert found.err.count("\n") == 1 and "scikit-learn is not installed" in found.err
    assert run("firenet", "attack", *SMALL, "--alone", "--budgets", "1/100").code == 0
