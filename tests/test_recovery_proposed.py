"""Bases that floats propose for exact solves."""

import numpy as np
import pytest

from computable import BasisPursuit, Certified, LinearProgram, certify, solve_exact
from computable.recovery import simplex


@pytest.mark.parametrize("one_sided", [False, True])
def test_the_basis_of_rounded_sparse_data_is_found(one_sided, monkeypatch):
    """Of 24 entries 18 are as small as the rounding: floats find them by what is left of y."""
    rng = np.random.default_rng(3)
    A, x = rng.standard_normal((24, 60)), np.zeros(60)
    x[:6] = rng.random(6) + 0.5
    y, prices = A @ x, []
    original = simplex._prices
    monkeypatch.setattr(simplex, "_prices", lambda *a: prices.append(a) or original(*a))
    problem = LinearProgram() if one_sided else BasisPursuit()
    solved = solve_exact(problem, A, y)
    assert len(prices) <= 3  # from HiGHS' own answer there are dozens
    sizes = sorted(abs(float(v)) for v in solved.x if v)
    assert len(sizes) == 24 and sizes[17] < 1e-14 and sizes[18] > 0.4
    outcome = certify(problem, A, y, x, digits=12, exact=False)
    assert isinstance(outcome, Certified) and outcome.certificate.check()
