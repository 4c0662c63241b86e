"""Hypothesis strategies for true certificates of every kind: training sets, coins, flags."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from computable.oracle import Query, Transcript
from computable.problem import Instance
from computable.problem.training import Shown
from computable.testing import answer_styles, members, omegas, tie_families
from proofs.certificate import Certificate
from proofs.learning import FailedBranch, FailureProbability, TrainingRefutation, reads_of
from proofs.setting import Setting, ShownData, labels_shown

WORDS = st.dictionaries(st.sampled_from(["algorithm", "note"]), st.sampled_from(["a", "x_1 & #"]))


def moved(x, size):
    """Return a point at this distance."""
    return (x[0] + size, *x[1:])


def has_a_cost_of_ones(problem):
    """Whether it reads back as a linear program without a cost, which is the same problem."""
    cost = getattr(problem, "cost", None)
    return cost is not None and set(cost) == {1}


@st.composite
def _asked(draw, ask, entries, most=8):
    """Draw a transcript: some entries at some depths."""
    transcript = Transcript()
    for _ in range(draw(st.integers(0, most))):
        entry, n = draw(st.sampled_from(entries)), draw(st.integers(0, 80))
        transcript.record(entry, n, ask(entry, n))
    return tuple(transcript)


@st.composite
def _ties(draw):
    """Draw an instance with one raised column: problem, instance, minimiser, witness."""
    family = draw(tie_families(columns=4, rows=2, digits=6))
    assume(not has_a_cost_of_ones(family.problem))
    j, gap = draw(st.integers(0, family.columns - 1)), family.largest_gap / 4
    return family, family.raised(j, gap), family.minimiser(j, gap), family.witness(j, gap)


def _entries(m, N, samples=None):
    matrix = [("A", i, j) for i in range(m) for j in range(N)]
    if samples is None:
        return matrix + [("y", i) for i in range(m)]
    labels = [("x", k, j) for k in range(samples) for j in range(N)]
    return matrix + [("y", k, i) for k in range(samples) for i in range(m)] + labels


@st.composite
def _members(draw):
    """Draw a member of Omega with a raised column, whose oracle answers in any way."""
    omega = draw(omegas(columns=4, rows=3, digits=5, samples=4))
    member = draw(members(omega).filter(lambda one: one.column is not None))
    assume(not has_a_cost_of_ones(omega.problem))
    return omega, member


@st.composite
def training_refutations(draw, raised=None):
    """Draw a learner's defeat."""
    omega, member = draw(_members() if raised is None else raised)
    count = len(member.blocks)
    queries = draw(_asked(member.ask, _entries(*member.shape, count)))
    claimed = draw(st.lists(st.integers(0, count - 1), min_size=1, unique=True))
    points = [(f.minimiser(member.column, member.gap), f.witness(member.column, member.gap))
              for f in member.families]  # fmt: skip
    return TrainingRefutation(
        digits=omega.digits,
        setting=Setting(
            problem=member.problem,
            instances=member.instances,
            learner=True,
            claimed=tuple(claimed),
            minimisers=tuple(points[k] for k in claimed),
            labels=labels_shown(member, queries),
        ),
        transcript=queries,
        outputs=tuple(
            moved(x, draw(st.sampled_from([Fraction(1), Fraction(-1, 3)]))) for x, _ in points
        ),
        about=draw(WORDS),
    )


@st.composite
def _leaves(draw, most=7):
    """Draw some leaves of a binary tree."""
    leaves = [""]
    for _ in range(draw(st.integers(0, most))):
        c = leaves.pop(draw(st.integers(0, len(leaves) - 1)))
        leaves += [c + "0", c + "1"]
    return draw(st.lists(st.sampled_from(leaves), min_size=1, unique=True))


@st.composite
def failure_probabilities(draw):
    """Draw a failure with a probability, on a training set or on one instance."""
    limit, reads, depth = None, (), draw(st.integers(0, 80))
    if draw(st.booleans()):
        raised = draw(_members())
        base = draw(training_refutations(raised=st.just(raised)))
        digits, setting, outputs = base.digits, replace(base.setting, labels=()), base.outputs
        queries = [query for query in base.transcript if query.depth <= depth]
        reads = reads_of(queries, len(outputs))
        read = FailedBranch("", None, reads).samples_read(len(outputs))
        if read:
            limit = draw(st.none() | st.integers(0, read - 1))
        shown = [sample._replace(label=sample.x) for sample in raised[1].shown(depth)]
    else:
        family, instance, x, p = draw(_ties())
        ask = instance.oracle(draw(answer_styles()))
        columns = tuple(
            tuple((i, ask(("A", i, j), depth)) for i, _ in column)
            for j, column in enumerate(instance.columns)
        )
        y = tuple(ask(("y", i), depth) for i in range(len(instance.y)))
        shown = [Shown(Instance(columns=columns, y=y), (), (), ())]
        digits, outputs = family.digits, (moved(x, Fraction(1)),)
        setting = Setting(
            problem=family.problem, instances=(instance,), learner=False, claimed=(0,),
            minimisers=((x, p),),
        )  # fmt: skip
    branches = []
    for coins in draw(_leaves()):
        too_many = limit is not None and draw(st.booleans())
        branches.append(
            FailedBranch(coins, None, reads) if too_many else FailedBranch(coins, outputs)
        )
    total = sum(Fraction(1, 1 << len(branch.coins)) for branch in branches)
    return FailureProbability(
        digits=digits,
        probability=total * draw(st.sampled_from([Fraction(1), Fraction(2, 3)])),
        setting=setting,
        shown=ShownData(depth=depth, samples=tuple(shown)),
        branches=tuple(branches),
        limit=limit,
        about=draw(WORDS),
    )


@st.composite
def flags(draw):
    """Draw a false flag: 'correct' of a far answer, 'wrong' of a near one."""
    family, instance, x, p = draw(_ties())
    flag = draw(st.booleans())
    queries: tuple[Query, ...] = draw(
        _asked(instance.oracle(draw(answer_styles())), _entries(*instance.shape))
    )
    near = Fraction(1, 10**family.digits)  # exactly on the boundary is within
    return Certificate(
        digits=family.digits,
        problem=family.problem,
        instance=instance,
        transcript=queries,
        output=moved(x, Fraction(1) if flag else near * draw(st.integers(-1, 1))),
        x=x,
        witness=p,
        flag=flag,
        about=draw(WORDS),
    )


def all_kinds():
    """Return a strategy for every kind but refutations of one instance."""
    return st.one_of(training_refutations(), failure_probabilities(), flags())
