"""``computable firenet layers``: counted, measured and drawn."""

from fractions import Fraction

import pytest
from firenet_tables import ASSUMED, SMALL, narrow, table

from computable.cli.firenet_sample import planted
from computable.firenet import first_radius, layers_for
from computable.nullspace import Levels, RecoveryConstants, hadamard_sample, prove_null_space


def test_layers_are_counted_and_measured(run, tmp_path):
    found = narrow(run("firenet", "layers", *SMALL, "--plot", "layers.png"))
    assert (found.code, found.err) == (0, "")
    rows = table(found, "accuracy")
    assert [row[0] for row in rows] == [f"10^-{k}" for k in range(1, 31)]
    A, levels = hadamard_sample(16, 14), Levels.single(16, 1)
    sharpness = RecoveryConstants(null_space=prove_null_space(A, levels)).sharpness()
    _, y = planted(A, levels, noise=Fraction(0), distance=Fraction(0), seed=0)
    count = layers_for(
        sharpness, A.norm, radius=first_radius(sharpness, y),
        accuracies=[Fraction(1, 10**k) for k in range(1, 31)],
    )  # fmt: skip
    assert f"{count.slope:.1f} for each decimal digit, proved" in found.lines[0]
    for cells_of_it, row in zip(rows, count.rows, strict=True):
        assert cells_of_it[1:4] == [str(row.blocks), str(row.steps), str(row.layers)]
        bound, error = map(Fraction, cells_of_it[5:])
        # 64 bits more than the accuracy has: rounding does not show in 4 figures
        assert error <= bound <= row.accuracy * Fraction(1001, 1000)
    assert (tmp_path / "layers.png").read_bytes().startswith(b"\x89PNG")
    assert found.lines[-1] == "drawn in layers.png"


@pytest.mark.parametrize(("name", "start"), [("l.svg", b"<?xml"), ("l.pdf", b"%PDF")])
def test_layers_that_are_only_planned(run, tmp_path, name, start):
    options = ["--plan-only", "--accuracy", "1e-200", "--plot", name, *ASSUMED]
    found = narrow(run("firenet", "layers", *SMALL, *options))
    assert found.code == 0
    rows = table(found, "accuracy")
    assert rows[-1][0] == "10^-200" and len(rows) <= 40 and all(len(r) == 5 for r in rows)
    assert "assumed" in found.lines[0] and "true error" not in found.out
    assert (tmp_path / name).read_bytes().startswith(start)


def test_noise_ends_the_table_above_its_floor(run):
    found = narrow(run("firenet", "layers", *SMALL, "--noise", "1e-4"))
    assert found.code == 0
    rows = table(found, "accuracy")
    assert [row[0] for row in rows[:2]] == ["10^-1", "10^-2"] and len(rows) <= 4
    assert all(Fraction(row[6]) <= Fraction(row[5]) for row in rows)
