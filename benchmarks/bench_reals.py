"""Exact reals against flint's raw balls, both in one run.

``hand`` is what a careful programmer writes with flint: precision chosen by hand for the task.
``Real`` finds its precision itself and proves the result. The targets are ratios; a pair of
numbers is measured in the same process, caches of constants emptied before every call.
"""

import sys
import tracemalloc
from fractions import Fraction

import pyperf
from flint import arb, ctx, fmpq
from rich.console import Console
from rich.table import Table

from computable import Real, iterate
from computable.ball import Constant, approximate
from computable.real import total
from computable.real.linear import inverse, matrix
from computable.real.number import leaf

LYAPUNOV = 0.529
"""Bits lost in a step of the logistic map, with a margin: what the hand-made schedule knows."""
NODES = 1000
MILLION = 10**6


def hand_logistic(steps):
    def run():
        x, half, quarter, rate = arb(0.5), arb(0.5), arb(0.25), arb(3.75)
        for k in range(steps):
            ctx.prec = int(100 + 1.02 * LYAPUNOV * (steps - k))
            d = x - half
            x = rate * (quarter - d * d)
        ctx.prec = 100
        text = x.str(20, radius=False)
        ctx.prec = 53
        return text

    return run


def real_logistic(steps):
    return lambda: iterate(lambda x: Real("3.75") * x * (1 - x), "1/2", steps).digits(20)


def hand_constant(constant):
    def run():
        ctx.cleanup()
        ctx.prec = 3_321_960
        text = constant().str(MILLION, radius=False)
        ctx.prec = 53
        return text

    return run


def real_constant(name):
    def run():
        ctx.cleanup()
        return leaf(Constant(name)).digits(MILLION)

    return run


def hand_harmonic():
    ctx.prec = 128
    x = arb(0)
    for k in range(1, MILLION + 1):
        x += arb(1) / k
    ctx.prec = 53
    return x.str(20, radius=False)


def real_harmonic():
    return total(1 / Real(k) for k in range(1, MILLION + 1)).digits(20)


def hilbert():
    size = 100
    H = matrix([[Fraction(1, i + j + 1) for j in range(size)] for i in range(size)])
    return lambda: [entry.query(67) for entry in inverse(H).flat]


def expression(x, y, z):
    for _ in range(NODES // 4):
        x = (x * y + z) * z - y
    return x


def thirds(make):
    return [make(k) for k in (2, 3, 5)]


def hand_expression(bits):
    def run():
        ctx.prec = bits
        balls = thirds(lambda k: arb(fmpq(k, 7)))
        result = expression(*balls)
        ctx.prec = 53
        return result

    return run


def real_expression(bits):
    # 34 bits are the precision loop's own reserve; the same working precision on both sides
    return lambda: approximate(expression(*thirds(lambda k: Real(Fraction(k, 7)))), bits - 34)


def real_evaluation(bits):
    """Return a function that times ``loops`` first evaluations of expressions made before."""

    def run(loops):
        roots = [expression(*thirds(lambda k: Real(Fraction(k, 7)))) for _ in range(loops)]
        start = pyperf.perf_counter()
        for root in roots:
            approximate(root, bits - 34)
        return pyperf.perf_counter() - start

    return run


PRECISIONS = (64, 1024, 4096)
PAIRS = [
    *(
        (f"logistic map, {n} steps", hand_logistic(n), real_logistic(n), 1.3)
        for n in (10**3, 10**4, 10**5)
    ),
    ("pi, 10^6 digits", hand_constant(arb.pi), real_constant("pi"), 1.3),
    ("e, 10^6 digits", hand_constant(arb.const_e), real_constant("e"), 1.3),
    ("1 + 1/2 + ... + 1/10^6", hand_harmonic, real_harmonic, None),
]


def measure():
    runner = pyperf.Runner(processes=2, values=3, warmups=1, min_time=0.02)
    for name, hand, real, _ in PAIRS:
        runner.bench_func(f"hand {name}", hand)
        runner.bench_func(f"Real {name}", real)
    for bits in PRECISIONS:
        runner.bench_func(f"hand expression {bits}", hand_expression(bits))
        runner.bench_func(f"Real expression {bits}", real_expression(bits))
        runner.bench_time_func(f"Real evaluation {bits}", real_evaluation(bits))
    runner.bench_func("Hilbert", hilbert())


def bytes_per_node():
    """Return what a node needs once it is evaluated to 64 bits, by Python's own account."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    x = Real("1/3")
    for _ in range(50_000):
        x = x * x - 1
    approximate(x, -(1 << 60))
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / 100_000


def summarise(path):
    median = {bench.get_name(): bench.median() for bench in pyperf.BenchmarkSuite.load(path)}
    table = Table(title="exact reals against raw balls (medians)")
    for heading in ("task", "hand, ms", "Real, ms", "ratio", "target"):
        table.add_column(heading, justify="left" if heading == "task" else "right")
    missed = 0
    rows = [(name, f"hand {name}", f"Real {name}", target) for name, _, _, target in PAIRS]
    for bits in PRECISIONS:
        target = 10 if bits == PRECISIONS[0] else 2
        name = f"{NODES} operations, {bits} bits"
        rows.append((name, f"hand expression {bits}", f"Real evaluation {bits}", target))
        rows.append(
            (
                f"{name}, with making them",
                f"hand expression {bits}",
                f"Real expression {bits}",
                target if bits == 64 else None,
            )
        )
    for name, hand, real, target in rows:
        ratio = median[real] / median[hand]
        miss = target is not None and ratio > target
        missed += miss
        times = (f"{1000 * median[key]:.3f}" for key in (hand, real))
        wanted = "(reported)" if target is None else f"{target}{' MISSED' if miss else ''}"
        table.add_row(name, *times, f"{ratio:.2f}", wanted)
    table.add_row(
        "inverse of the Hilbert matrix, n = 100",
        "",
        f"{1000 * median['Hilbert']:.1f}",
        "",
        "100 ms",
    )
    missed += median["Hilbert"] > 0.1
    Console().print(table)
    size = bytes_per_node()
    missed += size > 300
    print(f"memory: {size:.0f} bytes a node (target 300); missed in {missed} cases")


if __name__ == "__main__":
    if "--summary" in sys.argv:
        summarise(sys.argv[-1])
    else:
        measure()
