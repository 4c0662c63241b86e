"""Certificates: canonical text, atomic files, the way back, replay and explanation."""

import json
import os
import pathlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import computable
from computable import DomainError, Malformed, Rejected, check, explain, refute, replay
from computable.problem import Lasso
from computable.testing import algorithms, problems
from proofs.read import load


def proof(**arguments):
    return refute(read_both, digits=2, **arguments).certificate


def read_both(data):
    return [data.A.query(0, 0, 300) / 7, data.A.query(0, 1, 300) / 7]


@settings(max_examples=60, deadline=None)
@given(algorithms(depth=3000), problems(), st.integers(1, 30))
def test_a_saved_certificate_reads_back_as_itself(tmp_path_factory, algorithm, problem, digits):
    certificate = refute(algorithm, problem=problem, digits=digits).certificate
    path = certificate.save(tmp_path_factory.mktemp("proofs") / "proof.json")
    again = load(path)
    assert again.text() == certificate.text() == path.read_text()
    assert again.output == certificate.output
    assert again.error_squared == certificate.error_squared
    assert path.read_text().isascii()
    for style in ("text", "markdown", "latex"):
        assert f"{digits} digit" in explain(again, format=style)


def test_long_integers_are_hexadecimal_and_short_ones_decimal():
    text = proof().text()
    assert "0x1" in text
    assert '"1/50"' in text


def test_saving_is_all_or_nothing(tmp_path, monkeypatch):
    target = tmp_path / "proof.json"
    target.write_text("old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        proof().save(target)
    assert [p.name for p in tmp_path.iterdir()] == ["proof.json"]
    assert target.read_text() == "old"


def test_files_are_checked_and_loaded_by_path(tmp_path):
    certificate = proof()
    path = certificate.save(tmp_path / "new" / "proof.json")
    assert check(path) == check(str(path)) == certificate.check()
    assert computable.load(path) == certificate
    path.write_text("{}")
    with pytest.raises(Malformed):
        computable.load(path)
    with pytest.raises(DomainError):
        computable.load(tmp_path / "none.json")


def test_a_device_is_written_to_not_replaced():
    device = pathlib.Path(os.devnull)
    proof().save(device)
    assert device.is_char_device()


def test_a_long_denominator_is_written_once():
    a = Fraction(1, 3**400)
    certificate = refute(lambda data: [a, 2 * a, 0], digits=2, columns=3).certificate
    assert certificate.text().count(hex(3**400)) == 1
    certificate.check()


def test_the_checker_distinguishes_malformed_from_rejected():
    document = json.loads(proof().text())
    document["claim"]["digits"] = 0
    with pytest.raises(Rejected, match="output"):
        check(json.dumps(document).encode())
    document["claim"]["digits"] = -1
    with pytest.raises(Malformed, match=r"claim\.digits"):
        check(json.dumps(document).encode())


def test_replay_tells_what_differs():
    certificate = proof()
    assert replay(certificate, read_both).reproduced
    other = replay(certificate, lambda d: [d.A.query(0, 0, 300) / 8, 0])
    assert not other.reproduced
    assert "output[0]" in other.reason
    deeper = replay(certificate, lambda d: [d.A.query(0, 0, 301), 0], isolate=True)
    assert not deeper.reproduced
    assert "2^-301" in deeper.reason
    broken = replay(certificate, lambda d: 1 / 0)
    assert broken.failed
    assert "ZeroDivisionError" in broken.reason


def test_an_explanation_needs_a_valid_certificate():
    certificate = proof()
    object.__setattr__(certificate, "output", certificate.x)
    with pytest.raises(Rejected):
        explain(certificate)
    with pytest.raises(DomainError, match="format"):
        explain(proof(), format="html")


def test_a_file_is_explained(tmp_path):
    path = proof().save(tmp_path / "proof.json")
    assert explain(path) == explain(str(path)) != ""
    with pytest.raises(DomainError, match=r"nope\.json: No such file"):
        explain(tmp_path / "nope.json")


@pytest.mark.parametrize(
    "problem", ["bp", "qcbp", "lasso", "sr-lasso", "lp", Lasso(2, weights=[1, 3])]
)
def test_explanations_have_the_certificates_numbers(problem):
    certificate = proof(problem=problem)
    words = " ".join(explain(certificate).split())
    assert "2^-300" in words
    assert "larger than 10^-4" in words
    assert "a proof" in words
    assert r"2^{-300}" in explain(certificate, format="latex")
    assert "`2^-300`" in explain(certificate, format="markdown")


def test_words_from_outside_are_harmless():
    about = {"algorithm": r"\input{x} $ # ` ~ ^ { } & %", "status": "fine"}
    latex = explain(proof(about=about), format="latex")
    assert r"\input{" not in latex
    assert r"\textbackslash{}input\{x\}" in latex
    assert "``" not in explain(proof(about=about), format="markdown")


def test_a_minimiser_of_many_places_is_explained_by_its_support():
    certificate = refute(lambda d: [Fraction(0)] * 40, digits=3, columns=40).certificate
    words = " ".join(explain(certificate).split())
    assert "the other 39 are zero" in words
    assert "(0 in all 40 places)" in words
