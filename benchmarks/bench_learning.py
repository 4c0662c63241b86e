"""The games for learners against the learner alone, with everything that the checker does.

The learner reads one whole sample at the given depth. Refuting it (Theorem A: R = 20 samples,
certificate written and checked) and defeating it for M = 20 samples (Theorem B) are compared with
that reading; exploring its coin tree (Theorem A', one draw of a column) with one run for every
node. No targets: these are ratios to watch.
"""

import sys
from fractions import Fraction

import pyperf
from rich.console import Console
from rich.table import Table

from computable import refute
from computable.algorithm import Deadline, InProcess
from computable.algorithm.coin_tree import explore
from computable.learning import flip_coins, read_deep
from proofs.adversary import problem_named
from proofs.adversary.centre import Centre
from proofs.adversary.probability import presented
from proofs.theorems import Setup
from proofs.theorems.theorem_b import play as play_data

PROBLEMS = ("bp", "lasso", "sr-lasso")
SIZES = ((2, 1), (50, 20))
DEPTHS = (200, 100_000)
SAMPLES = 20
DELTA = Fraction(1, 1 << 8)
NOW = Deadline(None)


def setup(problem, columns, rows):
    return Setup(problem=problem_named(problem), columns=columns, rows=rows, samples=SAMPLES)


def reader(depth):
    return lambda training: read_deep(training, depth=depth)


def alone(problem, columns, rows, depth):
    task = Centre.of_training(setup(problem, columns, rows).omega, SAMPLES).task()
    return lambda: InProcess(reader(depth)).run(task, NOW)


def refuting(problem, columns, rows, depth):
    size = {"digits": 3, "columns": columns, "rows": rows, "samples": SAMPLES}
    return lambda: refute(reader(depth), problem=problem, **size)


def limiting(problem, columns, rows, depth):
    return lambda: play_data(reader(depth), setup(problem, columns, rows))


def flipping(problem, columns, rows, depth):
    task = Centre.of_training(setup(problem, columns, rows).omega).task(coins=lambda k: 0)
    runner = InProcess(lambda training: flip_coins(training, depth=depth))
    return lambda: runner.run(task, NOW)


def exploring(problem, columns, rows, depth):
    centre = Centre.of_training(setup(problem, columns, rows).omega)
    runner = InProcess(lambda training: flip_coins(training, depth=depth))

    def run():
        tree = explore(runner, centre.task(), NOW, unexplored=DELTA)
        return presented(centre, tree, samples=None, about={})

    return run


CASES = [(p, q, m, n) for p in PROBLEMS for q, m in SIZES for n in DEPTHS]
KINDS = {
    "alone": alone,
    "A": refuting,
    "B": limiting,
    "flip": flipping,
    "A'": exploring,
}


def measure():
    runner = pyperf.Runner(processes=2, values=3, warmups=1, min_time=0.01)
    for case in CASES:
        for kind, prepare in KINDS.items():
            runner.bench_func(" ".join(map(str, (kind, *case))), prepare(*case))


def summarise(path):
    suite = pyperf.BenchmarkSuite.load(path)
    median = {bench.get_name(): bench.median() for bench in suite}
    table = Table(title="games for learners (medians, milliseconds; ratios to the learner alone)")
    headings = ("problem", "q", "m", "bits", "alone", "A", "ratio", "B", "ratio", "flip", "A'")
    for heading in (*headings, "ratio"):
        table.add_column(heading, justify="right")
    for case in CASES:
        name = " ".join(map(str, case))
        one, a, b, flip, tree = (median[f"{kind} {name}"] for kind in KINDS)
        cells = (one, a, a / one, b, b / one, flip, tree, tree / flip)
        shown = [f"{v:.1f}" if i in (2, 4, 7) else f"{1000 * v:.1f}" for i, v in enumerate(cells)]
        table.add_row(*map(str, case), *shown)
    Console(width=110).print(table)


if __name__ == "__main__":
    if "--summary" in sys.argv:
        summarise(sys.argv[-1])
    else:
        measure()
