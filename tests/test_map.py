"""The computability map, and the published table recomputed."""

from fractions import Fraction

from proofs.theorems import THEOREMS
from proofs.theorems.computability_map import ACCURACIES, MODELS, PROBLEMS, cells
from proofs.theorems.inexact_input import inexact_input_table


def test_the_map_names_a_theorem_that_runs_for_every_cell():
    found = list(cells())
    assert len(found) == len(PROBLEMS) * len(MODELS) * len(ACCURACIES)
    for one in found:
        assert one.theorem in THEOREMS
        assert one.proof == f"computable theorem run {one.theorem} --problem {one.problem}"
    assert {one.theorem for one in found if one.model == "banach-mazur"} == {"E", "B", "C"}


def test_the_published_table_is_half_the_separation():
    for row in inexact_input_table():
        expected = Fraction(15, 10 ** (row.digits + 1))  # 0.15, 0.0015, 0.0000015
        error = row.error.query(60)
        tolerance = expected / (1 << row.precision)  # the perturbation is 2^-(n+1) of a > 1
        assert abs(error - expected) <= tolerance
        assert row.half_separation.query(60) <= error + Fraction(2, 1 << 60)
        digits = 7
        if row.digits < 6:  # what the published program prints is the misplaced distance
            assert abs(row.misplaced.query(60) - Fraction(row.firenet)) < Fraction(1, 10**5)
        else:
            assert row.error.digits(digits) == row.firenet == row.half_separation.digits(digits)
