"""Where columns nearly tie everything that a FIRENET needs grows like one over the gap."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from computable import DomainError, SquareRootLasso, TieFamily
from computable.exact import Surd
from computable.firenet import Firenet
from computable.firenet.tie.degeneration import degeneration
from computable.firenet.tie.figure import draw_degeneration
from computable.firenet.tie.null_space import tie_matrix, tie_null_space
from computable.nullspace import Matrix, Proved, RecoveryConstants
from computable.problem import dot, norm_squared
from computable.testing import rationals

PROBLEM = SquareRootLasso("1/2")
POSITIVE = rationals(least=Fraction(1, 9), most=4, size=9)


def gap(k):
    return Fraction(1, 1 << k)


@st.composite
def ties(draw):
    """Matrices with their pattern first: a row whose first entry is largest, and a diagonal."""
    row = draw(st.lists(POSITIVE, min_size=2, max_size=4, unique=True))
    j = row.index(max(row))
    diagonal = draw(st.lists(POSITIVE, max_size=3))
    used = draw(st.integers(0, len(diagonal)))
    signed = [v * draw(st.sampled_from([1, -1])) for v in row]
    first = [j, *range(len(row), len(row) + used)]
    return tie_matrix(signed, diagonal, first), used


@settings(deadline=None, max_examples=150)
@given(ties(), st.data())
def test_the_inequality_holds_and_no_smaller_rho_does(tie, data):
    matrix, k = tie
    found = tie_null_space(matrix, block=k)
    levels, N = found.levels, matrix.shape[1]
    assert isinstance(found.provenance, Proved) and found.provenance.matrix == matrix
    assert levels.sparsity == k + 1 and levels.size == N
    x = data.draw(st.lists(rationals(least=-3, most=3, size=5), min_size=N, max_size=N))
    # off the pattern the weight is 1; sqrt(xi) is rational, so rho / sqrt(xi) is
    size = [abs(v) for v in matrix.rows[0]]
    slope = max(size[k + 1 :]) / size[0]
    assert found.rho**2 == levels.xi * slope**2
    assert set(levels.weights[-1:]) == {1}
    image = norm_squared([dot(row, x) for row in matrix.rows])
    right = Surd(slope * sum(map(abs, x[k + 1 :])), found.gamma**2 * image)
    assert Surd(Fraction(0), norm_squared(x[: k + 1])) <= right
    assert 1 - found.rho >= (1 if k == 0 else Fraction(4, 5)) * (1 - slope)
    # the vector at which rho is attained
    j = size.index(max(size[k + 1 :]), k + 1)
    null = [Fraction(0)] * N
    null[0], null[j] = -matrix.rows[0][j], matrix.rows[0][0]
    assert not any(dot(row, null) for row in matrix.rows)
    assert abs(null[0]) == slope * abs(null[j])


@pytest.mark.parametrize(
    ("rows", "block", "message"),
    [
        ([[1, 1]], 0, "column 0: got 1, need more than the 1 of another column"),
        ([[1, "3/2"]], 0, "column 0: got 1, need more than the 1.5"),
        ([[1, "1/2"]], 1, "block: got 1, need an integer from 0 to N - 2 = 0"),
        ([[1, "1/2"], [1, 0]], 0, r"column 0: got entries in rows \[0, 1\], need one"),
        ([[2, 0, 1], [0, 1, 1]], 1, "row 1: got several entries, need that of column 1 alone"),
        ([[2, 1, 1], [0, 1, 0]], 1, r"column 1: got entries in rows \[0, 1\]"),
        ([[2, 1, 1]], 1, r"column 1: got entries in rows \[0\], need one, in row 0 for column 0"),
        ([[0, 1], [1, 0]], 0, r"column 0: got entries in rows \[1\], need one, in row 0"),
    ],
)
def test_what_has_no_such_proof(rows, block, message):
    with pytest.raises(DomainError, match=message):
        tie_null_space(Matrix(rows), block=block)


@given(POSITIVE, rationals(least=Fraction(1, 50), most=1, size=60), st.data())
def test_the_property_survives_errors_below_half_the_gap_and_no_others(a, g, data):
    found = tie_null_space(Matrix([[a + g, a]]))
    e = data.draw(rationals(least=0, most=1, size=60))
    if 2 * e < g:
        near = found.perturbed(e)
        assert near.rho == (a + e) / (a + g - e) < 1
        assert near.provenance.within == e
    else:
        with pytest.raises(DomainError):
            found.perturbed(e)


@pytest.mark.parametrize(("columns", "rows"), [(2, 1), (5, 4)])
@pytest.mark.parametrize("entry", [1, "7/3"])
def test_everything_grows_like_one_over_the_gap(columns, rows, entry):
    options = {"columns": columns, "rows": rows, "entry": entry, "digits": 5}
    found = degeneration([gap(k) for k in range(1, 31)], **options)
    scaled = {row.C2 * row.gap for row in found}
    assert len(scaled) == 1  # C2 d is the same at every gap, exactly
    for wide, narrow in pairwise(found):
        assert narrow.C2 == 2 * wide.C2
        eta = wide.gap
        assert wide.rho == 1 / (1 + eta)
        # C1 d lies between C2 d a_2 and C2 d a_1
        assert Fraction(entry) <= wide.C1 / wide.C2 <= Fraction(entry) * (1 + eta)
        # p is 8 C2 ||A||, rounded up, for (1 + theta) / (theta rate) = 8; C2 goes into B by a lam
        # of 24 bits, ||A|| is bounded within 1e-9, and the schedule adds 2**-20: 2**-19 in all
        norm = Fraction(entry) ** 2 * ((1 + eta) ** 2 + columns - 1)
        exactly = 64 * wide.C2**2 * norm
        assert exactly <= wide.block_steps**2
        assert (wide.block_steps - 1) ** 2 <= exactly * (1 + Fraction(1, 2**19)) ** 2
        assert narrow.blocks == wide.blocks
        assert narrow.least_depth == wide.least_depth + 1
        assert narrow.proof_depth == wide.proof_depth + 1
        assert narrow.least_depth < narrow.proof_depth < narrow.depth


@pytest.mark.parametrize(("columns", "rows"), [(2, 1), (4, 9)])
@pytest.mark.parametrize(("digits", "radius"), [(4, 8), (0, Fraction(1, 4))])
def test_the_depth_is_the_least_for_the_worst_answers(columns, rows, digits, radius):
    """The square roots of q and m are 2 and 3, or a little above that of 2."""
    root = Fraction(2) if columns == 4 else Fraction(665857, 470832)
    units = root * radius + (3 if rows == 9 else 1)
    options = {"digits": digits, "columns": columns, "rows": rows, "radius": radius}
    for row in degeneration([Fraction(1, k) for k in range(3, 60)], **options):

        def moved(n, row=row, d=row.gap):
            """2 B noise / (1 - rate), with B = C2 at the gap that is left in the worst case."""
            return 2 * row.C2 * d / (d - 2 * gap(n)) * units * gap(n) / Fraction(5, 8)

        assert row.depth > row.proof_depth
        assert moved(row.depth) <= Fraction(1, 10**digits) / 2 < moved(row.depth - 1)


@pytest.mark.parametrize("lam", [None, "1/2"])
def test_no_proof_has_a_smaller_order_of_B(lam):
    """At x + v the objective is larger by lam d s only, and ||v|| is s ||(a_1, a_2)||."""
    for row in degeneration([gap(k) for k in (1, 5, 20, 40)], lam=lam):
        a, chosen = 1 + row.gap, row.C1 / row.B  # lam, up to the rounding of B
        least = Surd(Fraction(0), (a * a + 1) / (chosen * row.gap) ** 2)
        assert least <= Surd(row.B)
        assert Surd(row.B) <= Surd(Fraction(0), 9 * (a * a + 1) / (4 * (chosen * row.gap) ** 2))
        family = TieFamily.rational(PROBLEM, digits=1)
        if row.gap > family.largest_gap:
            continue
        instance, x = family.raised(0, row.gap), family.minimiser(0, row.gap)
        s = x[0] / 2
        moved = instance.residual([x[0] - s, (1 + row.gap) * s])
        assert not any(moved)
        more = PROBLEM.lam * (sum((x[0] - s, (1 + row.gap) * s)) - x[0])
        assert more == PROBLEM.lam * row.gap * s


@pytest.mark.parametrize("schedule", [{}, {"theta": "15/16", "rate": "7/16"}])
def test_the_counts_are_those_of_the_network(schedule):
    for row in degeneration([gap(k) for k in (2, 7, 12)], digits=4, **schedule):
        matrix = tie_matrix((1 + row.gap, Fraction(1)), ())
        sharpness = RecoveryConstants(null_space=tie_null_space(matrix)).sharpness()
        net = Firenet.plan(matrix, sharpness, radius=1, accuracy="1e-4", **schedule)
        assert {block.steps for block in net.schedule.blocks} == {row.block_steps}
        assert len(net.schedule.blocks) <= row.blocks
        assert net.depth <= row.layers
        assert row.noise == 2 * sharpness.B / (1 - Fraction(schedule.get("rate", "3/8")))


def test_the_figure(tmp_path):
    for name in ("tie.png", "tie.svg"):
        path = draw_degeneration(tmp_path / name, digits=(2, 6))
        assert path.stat().st_size > 10_000
    text = (tmp_path / "tie.svg").read_text()
    assert text.lstrip().startswith("<?xml")
    with pytest.raises(DomainError, match=r"ends in \.png, \.pdf or \.svg"):
        draw_degeneration(tmp_path / "tie.txt")
    with pytest.raises(DomainError, match="digits: got 0 values"):
        draw_degeneration(tmp_path / "tie.png", digits=())
