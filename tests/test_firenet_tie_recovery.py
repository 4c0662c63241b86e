"""A FIRENET on oracles: proved digits wherever columns do not tie, and nothing where they do."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from computable import (
    Budget,
    DomainError,
    Instance,
    Lasso,
    Omega,
    Refuted,
    SquareRootLasso,
    TieFamily,
    Unknown,
    refute,
)
from computable.firenet.tie.assumed import AssumingFirenet
from computable.firenet.tie.degeneration import degeneration, proof_depth
from computable.firenet.tie.null_space import tie_null_space
from computable.firenet.tie.reading import TieReading, tie_reading
from computable.firenet.tie.recovery import Recovered, TieFirenet, TooManySteps, proved_winner
from computable.nullspace import Proved
from computable.oracle import (
    ProblemData,
    alternating,
    exact,
    highest,
    lowest,
    nearest_dyadic,
    scattered,
)
from computable.problem import norm_squared
from computable.testing import rationals
from proofs.certificate import check

PROBLEM = SquareRootLasso("1/2")
WAYS = (exact, nearest_dyadic, lowest, highest, alternating, scattered(7))


def gap(k):
    return Fraction(1, 1 << k)


def data_of(instance, answers=exact):
    return ProblemData(shape=instance.shape, problem=PROBLEM, ask=instance.oracle(answers))


def error_squared(answer, x):
    return norm_squared([a - b for a, b in zip(answer, x, strict=True)])


@pytest.mark.parametrize("answers", WAYS)
@pytest.mark.parametrize(("columns", "rows"), [(2, 1), (4, 3)])
def test_at_the_proof_depth_the_column_is_proved_whatever_the_oracle_answers(
    columns, rows, answers
):
    family = TieFamily.rational(PROBLEM, digits=2, columns=columns, rows=rows)
    for k in (2, 9, 30, 200):
        data = data_of(family.raised(1, gap(k)), answers)
        depth = proof_depth(gap(k), columns=columns)
        found = proved_winner(tie_reading(data, depth), PROBLEM.lam)
        assert found is not None
        _, near = found
        assert near.rho < 1 and near.provenance.within == tie_reading(data, depth).error
        # at depth k the centre's entries are valid answers, too
        assert proved_winner(tie_reading(data_of(family.centre), k), PROBLEM.lam) is None


@st.composite
def readings(draw):
    m, depth = draw(st.integers(1, 3)), draw(st.integers(1, 12))
    near = rationals(least=1, most=Fraction(5, 4), size=30)
    return TieReading(
        depth=depth,
        row=tuple(draw(st.lists(near, min_size=2, max_size=4))),
        diagonal=tuple(draw(near) for _ in range(m - 1)),
        y=tuple(draw(rationals(least=-1, most=1, size=6)) for _ in range(m)),
    )


@given(readings())
@settings(deadline=None, max_examples=100)
def test_what_is_proved_is_true_of_all_that_may_have_been_read(read):
    found = proved_winner(read, Fraction(1, 4))
    others = [a for i, a in enumerate(read.row) if i != read.largest]
    assume(found is not None)
    assert read.row[read.largest] - read.unit > max(others) + read.unit
    # the property holds at a corner of the box, in the columns' order
    _, near = found
    corner = replace(
        read,
        row=tuple(a + (-1 if i == read.largest else 1) * read.unit for i, a in enumerate(read.row)),
        diagonal=tuple(b - read.unit for b in read.diagonal),
    )
    exactly = tie_null_space(corner.matrix(), block=len(read.rows_in_use))
    slope = max(others) + read.unit, read.row[read.largest] - read.unit
    assert slope[0] / slope[1] <= near.rho  # weights make sqrt(xi) >= 1
    # an error of u in every entry of the row has the norm sqrt(q) u
    assert near.provenance.within**2 >= len(read.row) * read.unit**2
    assert exactly.gamma <= near.gamma


@pytest.mark.parametrize("answers", WAYS)
@pytest.mark.parametrize("digits", [1, 3, 12])
def test_it_has_its_digits_wherever_columns_do_not_tie(digits, answers):
    family = TieFamily.rational(PROBLEM, digits=digits, columns=3, rows=2)
    for j, k in ((0, 2), (1, 5), (2, 9)):
        found = TieFirenet(digits=digits).recover(data_of(family.raised(j, gap(k)), answers))
        assert isinstance(found, Recovered)
        assert found.column == j
        assert isinstance(found.run.provenance, Proved)
        off = error_squared(found.answer, family.minimiser(j, gap(k)))
        assert off <= found.bound**2 <= Fraction(1, 100) ** digits
        # about 1 / gap steps: a gap of d and ||A|| <= 2 (1 + d) here
        assert found.run.firenet.steps <= 25 * 2**k


@pytest.mark.parametrize("part", ["strict", "loose"])
def test_it_has_its_digits_with_blocks_too(part):
    omega = Omega(problem=PROBLEM, digits=3, columns=2, rows=4)
    for k, answers in ((2, scattered(1)), (4, alternating), (6, lowest)):
        member = omega.member(part, 1, gap=gap(k), blocks=omega.sparse_blocks(4))
        for instance, x in zip(member.instances, member.minimisers(), strict=True):
            found = TieFirenet(digits=3).recover(data_of(instance, answers))
            assert isinstance(found, Recovered)
            assert len(found.null_space.levels.sparsities) == 3
            assert error_squared(found.answer, x) <= found.bound**2 <= Fraction(1, 10**6)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(rationals(least=1, most=3, size=12), min_size=2, max_size=5, unique=True),
    rationals(least=-5, most=5, size=7),
    st.sampled_from(WAYS),
)
def test_any_row_with_a_largest_entry(row, y, answers):
    """For one row the class is every row of positive entries whose largest is above lam."""
    j = row.index(max(row))
    found = TieFirenet(digits=3).recover(data_of(Instance.from_dense([row], [y]), answers))
    x = [y / row[j] * (i == j) for i in range(len(row))]
    assert found.column == j
    assert error_squared(found.answer, x) <= found.bound**2 <= Fraction(1, 10**6)


@pytest.mark.parametrize("answers", WAYS)
def test_what_the_network_is_told_of_x_is_true(answers):
    """Its noise, distance and radius, for the true minimiser and the matrix that was read."""
    omega = Omega(problem=PROBLEM, digits=2, columns=3, rows=4)
    member = omega.member("strict", 2, gap=gap(4), blocks=omega.sparse_blocks(4))
    for instance, x in zip(member.instances, member.minimisers(), strict=True):
        data = data_of(instance, answers)
        found = TieFirenet(digits=2).recover(data)
        net, z = found.run.firenet, [x[j] for j in found.order]
        images = Instance.from_dense(net.iteration.matrix.rows, [0] * 4).apply(z)
        noise = [a - b for a, b in zip(images, tie_reading(data, found.depth).y, strict=True)]
        assert norm_squared(noise) <= net.noise**2
        assert norm_squared(z) <= net.bounds[0] ** 2
        assert net.sharpness.levels.distance(z) <= net.distance
        for bound in (2 * net.sharpness.B * net.noise, net.distance):
            assert bound <= Fraction(1, 100) / 32


def test_an_entry_of_y_that_is_not_seen_counts_as_distance():
    tiny = (gap(20), -gap(25))
    family = TieFamily(problem=PROBLEM, digits=1, columns=2, right="1/5", block_right=tiny)
    data = data_of(family.raised(1, gap(2)))
    found = TieFirenet(digits=1).recover(data)
    x, net = family.minimiser(1, gap(2)), found.run.firenet
    sigma = net.sharpness.levels.distance([x[j] for j in found.order])
    assert found.depth == 16 and 0 < sigma <= net.distance
    assert error_squared(found.answer, x) <= found.bound**2 <= Fraction(1, 100)


def test_where_zero_is_the_minimiser_nothing_is_proved():
    for lam, known in ((Fraction(3, 2), True), (Fraction(2), False), (Fraction(3), False)):
        read = TieReading(depth=30, row=(Fraction(2), Fraction(1)), diagonal=(), y=(Fraction(1),))
        assert (proved_winner(read, lam) is not None) is known


def test_many_digits_and_gaps_that_cost_too_much():
    family = TieFamily.rational(PROBLEM, digits=100)
    found = TieFirenet(digits=100).recover(data_of(family.raised(1, gap(6)), scattered(3)))
    assert found.depth == 512
    off = error_squared(found.answer, family.minimiser(1, gap(6)))
    assert off <= found.bound**2 <= Fraction(1, 10**200)
    for k in (20, 60):
        found = TieFirenet(digits=100).recover(data_of(family.raised(0, gap(k))))
        assert isinstance(found, TooManySteps)
        assert found.column == 0 and 13 * 2**k < found.steps < 15 * 2**k
        answer = TieFirenet(digits=100)(data_of(family.raised(0, gap(k))))
        assert not answer.success and "column 0 wins, proved at depth 512" in answer.status


@pytest.mark.campaign
def test_the_finest_gap_within_its_steps():
    family = TieFamily.rational(PROBLEM, digits=3)
    found = TieFirenet(digits=3, steps=5 * 10**6).recover(data_of(family.raised(1, gap(18))))
    off = error_squared(found.answer, family.minimiser(1, gap(18)))
    assert off <= found.bound**2 <= Fraction(1, 10**6)


@pytest.mark.parametrize("answers", WAYS)
@pytest.mark.parametrize("columns", [2, 4])
def test_at_the_tie_it_reads_for_ever(columns, answers):
    outcome = refute(
        TieFirenet(digits=3), problem="sr-lasso", digits=3, columns=columns, answers=answers
    )
    assert isinstance(outcome, Unknown)
    assert outcome.reason == "asked for more than 3900000 bits"
    assert outcome.transcript.depth == 1 << 21


@pytest.mark.parametrize(
    ("k", "answered"), [(2, "2 answers"), (10, "2 answers"), (24, "0 answers")]
)
def test_nobody_refutes_it_at_a_gap(k, answered):
    outcome = refute(TieFirenet(digits=4), problem="sr-lasso", digits=4, gap=gap(k))
    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith(f"survived: {answered} with 4 digits")


@pytest.mark.parametrize("rho", ["1/2", "9/10", "999/1000"])
@pytest.mark.parametrize("depth", [1, 20, 64, 3000])
@pytest.mark.parametrize("digits", [1, 4, 30])
def test_assumed_constants_are_refuted(digits, depth, rho):
    reckless = AssumingFirenet(digits=digits, depth=depth, rho=rho)
    outcome = refute(reckless, problem="sr-lasso", digits=digits)
    assert isinstance(outcome, Refuted) and outcome.gap == min(gap(depth), gap(2))
    assert outcome.report.status.startswith(f"assumed: rho = {rho}, from one reading")
    bound = Fraction(outcome.report.claim.split()[-1])
    assert bound <= Fraction(1, 10**digits) < Fraction(1, 10 ** (digits - 1))
    family = TieFamily.rational(PROBLEM, digits=digits)
    assert outcome.certificate.error_squared >= family.breakdown_radius_squared(outcome.gap)
    assert outcome.certificate.error_squared > Fraction(1, 100) ** digits
    assert "farther than" in outcome.certificate.check()


def test_the_file_is_accepted_by_the_checker(tmp_path):
    outcome = refute(
        AssumingFirenet(digits=3), problem="sr-lasso", digits=3, columns=4, rows=3, isolate=True
    )
    outcome.certificate.save(tmp_path / "tie.json")
    assert check(tmp_path / "tie.json").startswith("3 x 6, 9 answers: farther than 10^-3")
    # at the centre the columns are treated alike
    assert len(set(outcome.certificate.output[:4])) == 1
    family = TieFamily.rational(PROBLEM, digits=3, columns=4, rows=3)
    best = family.breakdown_radius_squared(outcome.gap)
    assert best <= outcome.certificate.error_squared <= Fraction(5, 4) * best


def test_an_assumption_that_is_true_is_not_refuted():
    """rho = 9/10 is true of gaps from 1/9 on, 1/2 of no gap of the class."""
    for k in (2, 3):
        outcome = refute(AssumingFirenet(digits=5), problem="sr-lasso", digits=5, gap=gap(k))
        assert isinstance(outcome, Unknown) and "survived: 2 answers" in outcome.reason
    outcome = refute(AssumingFirenet(digits=5), problem="sr-lasso", digits=5, gap=gap(9))
    assert isinstance(outcome, Refuted)


def test_the_honest_one_runs_isolated():
    outcome = refute(
        TieFirenet(digits=2),
        problem="sr-lasso",
        digits=2,
        gap=gap(6),
        isolate=True,
        budget=Budget(seconds=60),
    )
    assert isinstance(outcome, Unknown) and "survived: 2 answers" in outcome.reason


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: degeneration([0]), "gap: got 0, need > 0"),
        (lambda: degeneration([1], columns=1), "columns: got 1, need an integer >= 2"),
        (lambda: degeneration([1], theta=1), "theta, rate: need > 0 and < 1"),
        (lambda: TieFirenet(digits=0), "digits: got 0, need an integer from 1 to 100"),
        (lambda: TieFirenet(digits=1, steps=10**7), "steps: got 10000000, need an integer"),
        (lambda: AssumingFirenet(digits=1, rho=1), "rho: got 1, need >= 0 and < 1"),
        (lambda: AssumingFirenet(digits=True), "digits: got True"),
        (lambda: AssumingFirenet(digits=1, depth=-1), "depth: got -1"),
    ],
)
def test_bad_numbers(call, message):
    with pytest.raises(DomainError, match=message):
        call()


@pytest.mark.parametrize("algorithm", [TieFirenet(digits=1), AssumingFirenet(digits=1)])
@pytest.mark.parametrize("problem", [Lasso(1), SquareRootLasso("1/2", weights=(1, 2))])
def test_another_problem_is_refused(algorithm, problem):
    data = ProblemData(shape=(1, 2), problem=problem, ask=lambda entry, n: Fraction(1))
    with pytest.raises(DomainError, match="need a square-root LASSO with weights 1"):
        algorithm(data)
