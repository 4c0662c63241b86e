"""``computable firenet constants``, ``run`` and ``layers``: what they say is what is proved."""

import json
import sys
from fractions import Fraction

import numpy as np
import pytest
from firenet_tables import ASSUMED, SMALL, cells, narrow, table
from hypothesis import given
from hypothesis import strategies as st

from computable.cli.firenet_given import levels_from
from computable.cli.firenet_sample import planted, sample_matrix
from computable.cli.firenet_text import above_text, below_text
from computable.cli.vectors import read_vector
from computable.firenet import Firenet
from computable.firenet.layers import layers_for
from computable.firenet.recover import first_radius
from computable.nullspace import (
    Levels,
    Matrix,
    RecoveryConstants,
    assume,
    hadamard_sample,
    prove_null_space,
)
from computable.problem import dot, norm_squared

# --- numbers ---------------------------------------------------------------------------------


@given(st.fractions(), st.integers(-300, 300), st.integers(2, 6))
def test_bounds_are_rounded_to_the_side_that_keeps_them(value, power, digits):
    value *= Fraction(10) ** power
    above, below = Fraction(above_text(value, digits)), Fraction(below_text(value, digits))
    assert below <= value <= above
    assert above - below <= abs(value) * Fraction(10) ** (1 - digits)


@given(st.data())
def test_a_sample_is_what_its_bounds_say(data):
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    levels = Levels(
        sizes=sizes,
        sparsities=[data.draw(st.integers(0 if k else 1, n)) for k, n in enumerate(sizes)],
        weights=[data.draw(st.fractions("1/4", 4, max_denominator=9)) for _ in sizes],
    )
    noise, distance = (data.draw(st.fractions(0, 2, max_denominator=99)) for _ in "nd")
    seed, m = data.draw(st.integers(0, 99)), data.draw(st.integers(1, 5))
    A = sample_matrix(f"gaussian:{m}x{levels.size}", seed)
    x, y = planted(A, levels, noise=noise, distance=distance, seed=seed)
    off = [a - dot(row, x) for a, row in zip(y, A.rows, strict=True)]
    assert norm_squared(off) <= noise**2
    assert bool(noise) == any(off)
    assert levels.distance(x) <= distance
    full = levels.sparsity == levels.size
    assert sum(v != 0 for v in x) > levels.sparsity or full or not distance
    assert (x, y) == planted(A, levels, noise=noise, distance=distance, seed=seed)


def test_levels_are_read_from_lists():
    found = levels_from(64, "16, 48", None, "1,1.5")
    assert found == Levels(sizes=[16, 48], sparsities=[1, 1], weights=[1, "3/2"])
    assert levels_from(9, None, "2", None) == Levels.single(9, 2)


# --- constants -------------------------------------------------------------------------------


def test_constants_are_those_of_the_library_rounded_outward(run):
    found = narrow(run("firenet", "constants", *SMALL, "--noise", "1/100000", "--radius", 3))
    assert (found.code, found.err) == (0, "")
    assert found.lines[0] == "constants: hadamard:14x16, seed 0 (14 x 16), proved"
    assert "             proved by " in found.out and "assumed" not in found.out
    A, levels = hadamard_sample(16, 14), Levels.single(16, 1)
    for k, version in enumerate(["sharp", "lemma", "published"]):
        known = RecoveryConstants(null_space=prove_null_space(A, levels), version=version)
        sharpness = known.sharpness()
        for label, value in [("C1", known.C1), ("C2", known.C2), ("B", sharpness.B)]:
            shown = Fraction(cells(found, label)[k])
            assert value <= shown <= value * Fraction(1001, 1000)
        assert sharpness.lam * Fraction(999, 1000) <= Fraction(cells(found, "lam")[k])
        assert Fraction(cells(found, "lam")[k]) <= sharpness.lam
        count = layers_for(
            sharpness, A.norm, radius=3, noise=Fraction(1, 10**5), accuracies=["1/1000"]
        )
        assert cells(found, "layers to 10^-3")[k] == str(count.rows[0].layers)
        assert cells(found, "layers to 10^-10")[k] == "-"
        least = sharpness.offset(noise=Fraction(1, 10**5)) / (1 - Fraction(3, 8))
        shown = Fraction(cells(found, "error that can be reached")[k])
        assert least <= shown <= least * Fraction(1001, 1000)
        twice = layers_for(
            sharpness, A.norm, radius=3, noise=Fraction(1, 10**5), accuracies=[2 * least]
        )
        assert cells(found, "layers to twice that")[k] == str(twice.rows[0].layers)
        assert cells(found, "steps p of a block")[k] == str(count.steps)


def test_without_noise_and_distance_any_error_can_be_reached(run):
    found = narrow(run("firenet", "constants", *SMALL))
    assert "can be reached" not in found.out and set(cells(found, "offset")) == {"0"}
    assert "  (offset: what noise and distance add" in found.out
    found = narrow(run("firenet", "constants", *SMALL, "--distance", "1/100", "--radius", 3))
    assert len(cells(found, "error that can be reached")) == 3


def test_what_is_assumed_is_called_so(run):
    found = narrow(run("firenet", "constants", "--sample", "gaussian:6x9", *ASSUMED))
    assert found.code == 0
    assert found.lines[0].endswith("(6 x 9), assumed")
    assert "             assumed: a lecture" in found.lines
    assert "rho = 1/2, gamma = 3/2" in found.out
    assert [line for line in found.lines if line.startswith("  assumed  ")]


def test_levels_weights_and_methods_reach_the_proof(run):
    found = narrow(
        run(
            "firenet", "constants", *SMALL, "--sizes", "4,12", "--sparsities", "1,1",
            "--weights", "1,3/2", "--method", "direct",
        )
    )  # fmt: skip
    levels = Levels(sizes=[4, 12], sparsities=[1, 1], weights=[1, "3/2"])
    held = prove_null_space(hadamard_sample(16, 14), levels, methods=["direct"])
    assert f"rho = {above_text(held.rho)}, gamma = {above_text(held.gamma)}" in found.out
    assert "xi = 13/4, zeta = 1, kappa = 3.25" in found.out and "48 supports" in found.out


def test_versions_that_have_no_bound_say_why(run):
    sparse = ["--sizes", "8,8", "--sparsities", "1,0"]
    found = narrow(run("firenet", "constants", *SMALL, *sparse))
    assert found.code == 0
    assert len(cells(found, "C1")) == 1 and "kappa = none (a sparsity is 0)" in found.out
    assert "needs every sparsity to be at least 1" in " ".join(found.out.split())
    found = narrow(run("firenet", "constants", *SMALL, "--lambda", "0.33"))
    text = " ".join(found.out.split())
    assert found.code == 0 and "need > 0 and <= C1 / (C2 sqrt(xi))" in text


# --- run -------------------------------------------------------------------------------------


def document(path):
    return json.loads(path.read_text())


@pytest.mark.parametrize("options", [(), ("--schedule", "warm"), ("--version", "lemma")])
def test_a_run_of_a_sample_keeps_its_bounds(run, tmp_path, options):
    given_to_it = ["--sparsities", "1", "--noise", "1/10000", "--distance", "1/1000", "--seed", 3]
    found = narrow(run("firenet", "run", *SMALL, *given_to_it, *options, "--out", "x.json"))
    assert (found.code, found.err) == (0, "")
    assert found.lines[-1] == "written: x.json"
    made = document(tmp_path / "x.json")
    x, truth = ([Fraction(v) for v in made[name]] for name in ("x", "true_x"))
    bounds, errors = ([Fraction(v) for v in made[n]] for n in ("bounds", "true_errors"))
    assert made["known"] == "proved" and made["provenance"].startswith("proved by")
    assert norm_squared([a - b for a, b in zip(x, truth, strict=True)]) <= errors[-1] ** 2
    assert all(error <= bound for error, bound in zip(errors, bounds, strict=True))
    assert bounds[-1] == Fraction(made["bound"])
    rows = table(found, "block")
    assert len(rows) == len(bounds) == made["network"]["blocks"] + 1
    for row, bound, error in zip(rows, bounds, errors, strict=True):
        assert bound <= Fraction(row[2]) and error <= Fraction(row[4])
    assert int(rows[-1][1]) == made["network"]["layers"]
    assert 3 * made["network"]["steps"] + 1 == made["network"]["layers"]


def test_the_file_says_what_the_library_computes(run, tmp_path):
    found = run("firenet", "run", *SMALL, "--accuracy", "1e-4", "--out", "x.json")
    made = document(tmp_path / "x.json")
    A, levels = hadamard_sample(16, 14), Levels.single(16, 1)
    sharpness = RecoveryConstants(null_space=prove_null_space(A, levels)).sharpness()
    _, y = planted(A, levels, noise=Fraction(0), distance=Fraction(0), seed=0)
    radius = first_radius(sharpness, y)
    net = Firenet.plan(A, sharpness, radius=radius, accuracy="1e-4", rate="3/8")
    again = net.run(y)
    assert [Fraction(v) for v in made["x"]] == list(again.point)
    assert made["floats"] == again.floats
    assert [Fraction(v) for v in made["bounds"]] == list(again.bounds)
    assert Fraction(made["from_network"]) == again.radius
    assert made["network"] == {
        "schedule": "reset", "blocks": len(net.schedule.blocks),
        "steps": net.steps, "layers": net.depth,
    }  # fmt: skip
    assert made["meant"] == {
        "noise": "0", "distance": "0", "radius": str(net.bounds[0]), "radius_from": "y",
    }  # fmt: skip
    assert made["constants"]["B"] == str(sharpness.B)
    assert "from y: B ||y|| + offset" in found.out
    assert list(read_vector("x.json").values) == list(again.point)


def test_evaluations_are_near_the_same_network(run, tmp_path):
    """The exact value is within the radius of each: two of them are within the sum."""
    points, radii = [], []
    for options in [(), ("--bits", 128), ("--evaluation", "componentwise")]:
        found = run("firenet", "run", *SMALL, "--accuracy", "1e-3", *options, "--out", "x.json")
        assert found.code == 0, found.err
        made = document(tmp_path / "x.json")
        points.append([Fraction(v) for v in made["x"]])
        radii.append(Fraction(made["from_network"]))
    for k, l in [(0, 1), (0, 2), (1, 2)]:
        apart = norm_squared([a - b for a, b in zip(points[k], points[l], strict=True)])
        assert apart <= (radii[k] + radii[l]) ** 2
    assert radii[1] < Fraction(1, 10**30) < radii[0]


def test_many_digits(run, tmp_path):
    options = ["--accuracy", "1e-60", "--bits", 320, "--out", "x.json"]
    found = narrow(run("firenet", "run", *SMALL, *options))
    assert found.code == 0
    assert Fraction(document(tmp_path / "x.json")["bound"]) < Fraction(2, 10**60)


def test_data_of_files_are_read_exactly(run, tmp_path):
    """A third is a third, and names are those of the columns."""
    (tmp_path / "thirds.csv").write_text("u,v,w,y\n1,-1/3,-1/3,1\n0,2/3,-2/3,0\n")
    options = ["--assume-rho", "3/5", "--assume-gamma", "2", "--out", "x.json"]
    found = narrow(run("firenet", "run", "thirds.csv", *options))
    assert (found.code, found.err) == (0, "")
    assert "true error" not in found.out and "  u      1.0" in found.out
    made = document(tmp_path / "x.json")
    assert (made["data"], made["known"], made["shape"]) == ("thirds.csv", "assumed", [2, 3])
    assert "true_x" not in made
    A = Matrix([[1, "-1/3", "-1/3"], [0, "2/3", "-2/3"]])
    held = assume(Levels.single(3, 1), rho="3/5", gamma=2)
    sharpness = RecoveryConstants(null_space=held).sharpness()
    radius = first_radius(sharpness, [1, 0])
    net = Firenet.plan(A, sharpness, radius=radius, accuracy="1e-6")
    assert [Fraction(v) for v in made["x"]] == list(net.run([1, 0]).point)


def test_an_array_file_and_a_radius(run, tmp_path):
    A = hadamard_sample(16, 14).array
    np.savez(tmp_path / "data.npz", A=A, y=A[:, 3] - A[:, 5])
    options = ["--sparsities", 2, "--radius", "3/2", "--out", "new/x.json"]
    found = narrow(run("firenet", "run", "data.npz", *options))
    assert found.code == 0
    assert "and ||x|| <= 3/2" in found.out and "(as given)" in found.out
    assert "2 of 16 entries of x are not zero, by the bound (proved)" in found.out
    made = document(tmp_path / "new" / "x.json")
    assert made["meant"]["radius_from"] == "the user"
    assert [k for k, v in enumerate(made["floats"]) if abs(v) > 0.5] == [3, 5]


def test_an_assumption_that_is_false_is_refuted_by_a_sample(run):
    false = ["--assume-rho", "1/100", "--assume-gamma", "1/100"]
    found = narrow(run("firenet", "run", "--sample", "gaussian:4x16", *false, "--seed", 1))
    assert found.code == 1
    text = " ".join(found.out.split())
    assert "refuted what is assumed is false, as ||A start - y|| is larger" in text


# --- all ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["constants", "run", "layers"])
def test_all_that_needs_no_training_works_without_the_extras(run, monkeypatch, command):
    for name in ("sklearn", "scipy"):
        for loaded in [m for m in sys.modules if m.split(".")[0] == name]:
            monkeypatch.delitem(sys.modules, loaded)
        monkeypatch.setitem(sys.modules, name, None)
    options = ["--accuracy", "1e-5"] if command != "constants" else []
    assert run("firenet", command, *SMALL, *options).code == 0


@pytest.mark.parametrize("command", ["constants", "run", "layers", "attack"])
def test_help_has_examples(run, command):
    found = narrow(run("firenet", command, "--help"))
    assert found.code == 0
    assert f"  computable firenet {command} " in found.out and "Exit codes: 0" in found.out
