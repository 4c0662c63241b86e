"""The champion of 5 states, 47 176 870 steps, by both simulators in one run (target: 10 ms)."""

import sys

import pyperf
from rich.console import Console
from rich.table import Table

from computable.machine import TuringMachine
from computable.machine.catalogue import CATALOGUE

LONG = TuringMachine.parse("1RB0LE_1LC0RA_1LD0RC_1LE0LF_1LA1LC_1LE1RZ")  # 2.58e2879 steps


def plain():
    run = CATALOGUE["BB(5)"].machine.start_plain()
    run.advance(10**8)
    assert (run.steps, run.halted) == (47_176_870, True)


def accelerated():
    run = TuringMachine(CATALOGUE["BB(5)"].machine.table).start()
    run.advance(10**8)
    assert (run.steps, run.halted, run.nonzero) == (47_176_870, True, 4098)


def long():
    run = LONG.start()
    run.advance(10**3000)
    assert run.halted and len(str(run.steps)) == 2880


def measure():
    runner = pyperf.Runner(processes=2, values=3, warmups=1, min_time=0.001)
    for function in (plain, accelerated, long):
        runner.bench_func(function.__name__, function)


def summarise(path):
    suite = pyperf.BenchmarkSuite.load(path)
    median = {bench.get_name(): bench.median() for bench in suite}
    table = Table(title="Turing machines (medians)")
    for heading in ("machine", "steps", "simulator", "ms", "ratio"):
        table.add_column(heading, justify="right")
    for name, machine, steps in (
        ("plain", "BB(5)", "47176870"),
        ("accelerated", "BB(5)", "47176870"),
        ("long", "6 states", "2.58e2879"),
    ):
        time = median[name]
        ratio = "" if name == "long" else f"{time / median['plain']:.5f}"
        table.add_row(
            machine, steps, name.replace("long", "accelerated"), f"{1000 * time:.2f}", ratio
        )
    Console(width=100).print(table)


if __name__ == "__main__":
    if "--summary" in sys.argv:
        summarise(sys.argv[sys.argv.index("--summary") + 1])
    else:
        measure()
