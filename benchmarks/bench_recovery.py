"""Proofs against the solvers whose answers they judge, in one run.

A basis of HiGHS, optimal: proved from verified float64 bounds, or by exact solves of the instance
in memory (target: 3 times HiGHS at 200 x 400, 10 times at 1000 x 2000). A LASSO answer of
scikit-learn at 500 x 2000: ``certify`` without the file (target: twice the solver). And no times,
but bits: how much deeper than needed the honest solver reads on the tie family (target: 8).
"""

import math
import sys
from fractions import Fraction
from itertools import product

import numpy as np
import pyperf
from rich.console import Console
from rich.table import Table
from scipy.optimize import linprog
from sklearn.linear_model import Lasso as Solver

from computable import Budget, Certified, Lasso, LinearProgram, TieFamily, certify, solve
from computable.inputs import as_given
from computable.recovery.basis_pursuit import linear_program
from computable.recovery.prove_basis import prove_basis
from proofs.adversary import problem_named

PROGRAMS = ((200, 400), (1000, 2000))
TARGETS = {(200, 400): 3, (1000, 2000): 10}
REGRESSIONS = ((500, 2000, 0.5), (500, 2000, 0.1), (500, 2000, 0.02))
PROBLEMS = ("bp", "qcbp", "lasso", "sr-lasso", "lp")
GAPS = (12, 30, 60, 120, 500)


def program(m, N):
    """Return a dense linear program with an optimal basis that is neither degenerate nor given."""
    rng = np.random.default_rng(m)
    A, x = rng.standard_normal((m, N)), np.zeros(N)
    x[rng.permutation(N)[:m]] = rng.random(m) + 0.1
    slack = np.where(x > 0, 0.0, rng.random(N) + 0.1)
    return A, A @ x, A.T @ rng.standard_normal(m) + slack


def by_highs(m, N):
    A, y, cost = program(m, N)
    return lambda: linprog(cost, A_eq=A, b_eq=y, method="highs")


def basis_of(m, N):
    A, y, cost = program(m, N)
    solved = linprog(cost, A_eq=A, b_eq=y, method="highs")
    problem = LinearProgram(tuple(Fraction(v) for v in cost.tolist()))
    return problem, A, y, np.flatnonzero(solved.x).tolist()


def by_floats(m, N):
    given = basis_of(m, N)
    assert prove_basis(*given).exact is None
    return lambda: prove_basis(*given)


def by_rationals(m, N):
    problem, A, y, columns = basis_of(m, N)
    instance = as_given(A, y).instance()
    return lambda: linear_program(problem, instance, basis=columns)


def regression(m, N, part):
    rng = np.random.default_rng(m)
    A, x = rng.standard_normal((m, N)), np.zeros(N)
    x[rng.permutation(N)[: m // 10]] = rng.standard_normal(m // 10)
    y = A @ x + 0.1 * rng.standard_normal(m)
    return A, y, part * float(np.abs(A.T @ y).max()) / m


def by_sklearn(m, N, part):
    A, y, alpha = regression(m, N, part)
    return lambda: Solver(alpha=alpha, fit_intercept=False).fit(A, y)


def by_certify(m, N, part):
    A, y, alpha = regression(m, N, part)
    x = Solver(alpha=alpha, fit_intercept=False).fit(A, y).coef_
    problem = Lasso(2 * m * Fraction(alpha))
    return lambda: certify(problem, A, y, x)


KINDS = {"highs": by_highs, "floats": by_floats, "exact": by_rationals}
LASSO = {"sklearn": by_sklearn, "certify": by_certify}


def measure():
    runner = pyperf.Runner(processes=1, values=2, warmups=1, min_time=0.001)
    for size in PROGRAMS:
        for kind, prepare in KINDS.items():
            if kind != "exact" or size[0] < 500:  # exact solves take minutes there
                runner.bench_func(" ".join(map(str, (kind, *size))), _lazily(prepare, size))
    for size in REGRESSIONS:
        for kind, prepare in LASSO.items():
            runner.bench_func(" ".join(map(str, (kind, *size))), _lazily(prepare, size))


def _lazily(prepare, size):
    """Prepare at the first call, which is a warm-up: a worker runs one benchmark of all."""
    prepared = []

    def run():
        if not prepared:
            prepared.append(prepare(*size))
        return prepared[0]()

    return run


def excess_bits(name, digits, rows, gap):
    """Return depth read minus the least that tells the tie, and that the digits need."""
    problem = problem_named(name)
    family = TieFamily.rational(problem, digits=digits, columns=3, rows=rows)
    eta = min(Fraction(1, 1 << gap), family.largest_gap)
    done = solve(problem, family.raised(1, eta), digits=digits, budget=Budget(depth=gap + 100))
    least = math.floor(-math.log2(float(family.centre_entry * eta) / 2)) + 1
    least = max(least, math.ceil(digits * math.log2(10)))
    return done.depth - least if isinstance(done, Certified) else "-"


def summarise(path):
    suite = pyperf.BenchmarkSuite.load(path)
    median = {bench.get_name(): bench.median() for bench in suite}
    table = Table(title="proofs of HiGHS' bases (medians, seconds; ratios to HiGHS)")
    for heading in ("m x N", "HiGHS", "floats", "ratio", "target", "exact", "ratio"):
        table.add_column(heading, justify="right")
    for m, N in PROGRAMS:
        one, floats, exact = (median.get(f"{kind} {m} {N}") for kind in KINDS)
        last = ("", "") if exact is None else (f"{exact:.3f}", f"{exact / one:.1f}")
        target = str(TARGETS[m, N])
        ratio = f"{floats / one:.2f}"
        table.add_row(f"{m} x {N}", f"{one:.3f}", f"{floats:.3f}", ratio, target, *last)
    Console(width=110).print(table)
    table = Table(title="certify against scikit-learn's LASSO (medians, ms; target ratio 2)")
    for heading in ("m x N", "alpha / max", "sklearn", "certify", "ratio"):
        table.add_column(heading, justify="right")
    for m, N, part in REGRESSIONS:
        one, two = (median[f"{kind} {m} {N} {part}"] for kind in LASSO)
        shown = f"{1000 * one:.1f}", f"{1000 * two:.1f}", f"{two / one:.2f}"
        table.add_row(f"{m} x {N}", str(part), *shown)
    Console(width=110).print(table)
    table = Table(title="honest solver, q = 3: bits read beyond the least (target 8)")
    for heading in ("problem", "K", "m", *(f"gap 2^-{g}" for g in GAPS)):
        table.add_column(heading, justify="right")
    for case in product(PROBLEMS, (1, 6), (1, 3)):
        table.add_row(*map(str, case), *(str(excess_bits(*case, gap)) for gap in GAPS))
    Console(width=110).print(table)


if __name__ == "__main__":
    if "--summary" in sys.argv:
        summarise(sys.argv[-1])
    else:
        measure()
