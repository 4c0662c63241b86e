"""``computable certify`` on answers in files."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from computable import certify, check, load
from computable.cli import certified
from computable.cli.vectors import read_vector
from computable.errors import Rejected


def test_certified_refuted_and_not_decided(run, tmp_path):
    np.save("x.npy", [0.75, 0.002])
    lasso = ["certify", "floats.npz", "--solution", "x.npy", "--problem", "lasso"]
    found = run(*lasso)
    assert (found.code, found.err) == (0, "")
    assert found.lines == [
        "certified: x.npy has 2 digits on lasso",
        "  problem   minimise lambda ||x||_1 + ||Ax - y||^2, lambda = 1/2; A is 2 x 2",
        "  data      floats.npz, exactly as it is",
        "  distance  between 2.00e-03 and 2.00e-03 (l2)",
        "  argument  the support (1 of 2) and its signs, in intervals of 2^-180",
        "  proof     proof.json (accepted; verify it with: computable check proof.json)",
    ]
    assert "within 10^-2 of a minimiser" in check("proof.json")
    found = run(*lasso, "--digits", 6, "--out", "not.json")
    assert found.code == 1
    assert found.lines[0] == "refuted: x.npy does not have 6 digits on lasso"
    assert "farther than 10^-6 from every minimiser" in check("not.json")
    found = run(*lasso, "--y-error", "1e-4", "--A-error", "2^-20", "--out", "box.json")
    assert found.code == 0
    assert "all with A within 2^-20 and y within 10^-4 of it" in found.out
    assert load("box.json").box.y_radius == Fraction(1, 10**4)
    found = run(*lasso, "--y-error", "1/4", "--digits", 3, "--out", "never.json")
    assert found.code == 1
    assert found.lines[0].startswith("not decided: x.npy on lasso: ")
    assert len(found.lines) == 1 and not (tmp_path / "never.json").exists()


def test_a_tie_is_certified_exactly_or_refuted_by_a_half_space(run, tmp_path):
    (tmp_path / "x.json").write_text('{"x": [0.5, "1/2", 0]}')
    found = run("certify", "tie.npz", "--solution", "x.json")
    assert found.code == 0 and "is a solution of bp, exactly" in found.out
    (tmp_path / "x.json").write_text("[0.5, 0.4, 0]")
    found = run("certify", "tie.npz", "--solution", "x.json", "--digits", 3)
    assert found.code == 1 and "a half-space that contains all minimisers" in found.out
    assert "10^-3" in run("explain", "proof.json", "--format", "latex").out.replace("{-3}", "-3")


def test_a_claim_that_only_floats_prove_is_lowered(run, monkeypatch):
    np.save("x.npy", [0.75, 0.002])
    lasso = ["certify", "floats.npz", "--solution", "x.npy", "--problem", "lasso"]
    run(*lasso)
    proof = load("proof.json")

    def stubborn(claim):
        if claim.digits > 1:
            raise Rejected("certificate: not confirmed")
        return proof.argument

    outcome = certify(proof.problem, proof.box.given, None, proof.output)
    doubtful = replace(outcome, certificate=replace(outcome.certificate, argument=stubborn))
    lowered = certified.confirmed(doubtful, any_digits=True)
    assert lowered.digits == lowered.certificate.digits == 1
    assert "within 10^-1" in lowered.certificate.check()
    with pytest.raises(Rejected, match="not confirmed"):
        certified.confirmed(doubtful, any_digits=False)
    monkeypatch.setattr("computable.cli.recovering.judge", lambda *a, **k: doubtful)
    assert run(*lasso).lines[0] == "certified: x.npy has 1 digit on lasso"
    found = run(*lasso, "--digits", 2)
    assert found.code == 1 and "certificate: not confirmed, which is an error betw" in found.out


def test_values_go_by_their_names(run, tmp_path):
    run("solve", "diet.lp", "--out", "x.csv")
    lines = (tmp_path / "x.csv").read_text().splitlines()
    (tmp_path / "y.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]))
    found = run("certify", "diet.lp", "--solution", "y.csv")
    assert found.code == 0 and "exactly" in found.out
    plain = [line.split(",")[1] for line in lines[1:]]
    (tmp_path / "z.txt").write_text("# a comment\n" + "\n".join(plain))
    assert run("certify", "diet.lp", "--solution", "z.txt").code == 0
    for content, words in (
        ("name,value\nbread,1\nmilk,2\nfish,3\n", "'cheese' is not in both"),
        ("name,value\nbread,1\nmilk,2\n", "'cheese' is not in both"),
        ("name,value\nbread,1\nbread,1\nmilk,2\ncheese,2\n", "a name occurs twice"),
    ):
        (tmp_path / "y.csv").write_text(content)
        found = run("certify", "diet.lp", "--solution", "y.csv")
        assert found.code == 2 and f"y.csv: {words}" in found.err, found


@pytest.mark.parametrize(
    ("name", "content", "values", "labels"),
    [
        ("v.json", "[1, 0.1, \"-1/3\", 2e-3]", ["1", "1/10", "-1/3", "1/500"], None),
        ("v.json", '{"status": "ok", "x": [1.5]}', ["3/2"], None),
        ("v.txt", "1 .5 -.25\n", ["1", "1/2", "-1/4"], None),
        ("v.txt", "1\n2,\n\n3 # c\n", ["1", "2", "3"], None),
        ("v.csv", "1,2,3\n", ["1", "2", "3"], None),
        ("v.csv", "1\n2\n", ["1", "2"], None),
        ("v.csv", "x\n1\n2\n", ["1", "2"], None),
        ("v.csv", "anything\n1\n", ["1"], None),
        ("v.csv", "\ufeffu;1\nv;2\n", ["1", "2"], ("u", "v")),
        ("v.tsv", "name\tdual\tvalue\nu\t3\t1\n", ["1"], ("u",)),
        ("v.csv", "variable,exact,decimal\nu,1/3,0.33\n", ["1/3"], ("u",)),
    ],
)  # fmt: skip
def test_vectors_in_text(tmp_path, name, content, values, labels):
    (tmp_path / name).write_text(content)
    found = read_vector(str(tmp_path / name))
    assert found.values == tuple(map(Fraction, values))
    assert found.labels == labels


def test_vectors_in_arrays(tmp_path):
    for name, arrays in (("a", {"x": [1.5, 2]}), ("b", {"found": [[1.5], [2]]})):
        np.savez(tmp_path / f"{name}.npz", **arrays)
        assert read_vector(str(tmp_path / f"{name}.npz")).values == (Fraction(3, 2), 2)
    np.save(tmp_path / "row.npy", [[1, 2, 2**60 + 1]])
    assert read_vector(str(tmp_path / "row.npy")).values == (1, 2, 2**60 + 1)
    (tmp_path / "v.txt").write_text("0.1")
    assert read_vector(str(tmp_path / "v.txt"), floats=True).values == (Fraction(0.1),)
