"""What ``certify`` says of answers to small degenerate instances, against a brute force.

The brute force knows all minimisers, from all supports and signs, and shares no code with what it
judges. Small integers make ties, dependent columns and vanishing slacks the rule.
"""

import json
import random
from collections import Counter
from fractions import Fraction

import pytest
from brute_force_answers import is_true
from test_soundness_answers import SMALL, random_problem

from computable import Certified, Refuted, certify
from computable.errors import DomainError

ANSWERS = (0, 0, 1, -1, Fraction(1, 2), Fraction(-1, 2), Fraction(1, 3), Fraction(5, 4))


def judged(seed, count):
    """Certify answers to that many instances; every claim must be true."""
    rng, found = random.Random(seed), Counter()
    for _ in range(count):
        m, N = rng.randint(1, 3), rng.randint(1, 4)
        A = [[rng.choice(SMALL) for _ in range(N)] for _ in range(m)]
        y = [rng.choice((*SMALL, 3)) for _ in range(m)]
        problem = random_problem(rng, N)
        answer = [rng.choice(ANSWERS) for _ in range(N)]
        digits = rng.choice((None, 1, 1, 2, 8))
        error = rng.choice((0, 0, 0, Fraction(1, 1000)))
        try:
            if rng.random() < 0.5:  # near a minimiser
                answer = near_a_minimiser(rng, problem, A, y)
            outcome = certify(problem, A, y, answer, digits=digits, y_error=error)
        except DomainError:  # epsilon is exactly the least misfit
            found["no witness"] += 1
            continue
        found[type(outcome).__name__] += 1
        if not isinstance(outcome, (Certified, Refuted)):
            continue
        document = json.loads(outcome.certificate.text())  # also of what float64 proved
        true = is_true(document)
        found["too hard"] += true is None
        assert true is not False, document
    return found


def near_a_minimiser(rng, problem, A, y):
    """Return an exact minimiser, or a point 10^-1, 10^-2 or 10^-8 away."""
    from computable import Minimisers, solve_exact

    solved = solve_exact(problem, A, y)
    if not isinstance(solved, Minimisers):
        return [0] * len(A[0])
    x = [v if isinstance(v, Fraction) else Fraction(float(v)) for v in solved.x]
    size = rng.choice((0, Fraction(1, 10), Fraction(1, 100), Fraction(1, 10**8)))
    x[rng.randrange(len(x))] += size
    return x


def enough(found, count):
    decided = found["Certified"] + found["Refuted"]
    assert decided > count / 2
    assert min(found["Certified"], found["Refuted"]) > count / 10
    assert found["too hard"] < decided / 50


@pytest.mark.parametrize("part", range(10))
def test_nothing_false_in_10_000_instances(part):
    enough(judged(part, 1000), 1000)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(100))
def test_nothing_false_in_a_million_instances(part):
    enough(judged(1000 + part, 10_000), 10_000)
