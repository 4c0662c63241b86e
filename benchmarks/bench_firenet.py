"""Rigorous evaluations of a FIRENET against the loop that a NumPy user writes, in one run.

``plain`` is that loop: float64, no bound of anything. Norm balls in float64 and at 128 bits, and a
ball for every number (to about float64's accuracy), evaluate the same steps with proved radii. 22
variables: the size of the published table of inexact inputs, a Gaussian matrix; 64 and 512: rows
of a Hadamard matrix, and Gaussian ones. Targets: 128 bits at 22 variables in 3 times NumPy's time,
with a radius of at most 1e-30; float64 in 1.5 times NumPy's time, with radii of at most 1e-9.

BLAS takes one thread, on both sides: small products gain nothing from more.
"""

import os
import sys
from fractions import Fraction
from functools import partial

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pyperf
from rich.console import Console
from rich.table import Table

from computable.firenet import Firenet
from computable.nullspace import (
    Levels,
    RecoveryConstants,
    assume,
    gaussian_sample,
    hadamard_sample,
)

CASES = {
    "Gaussian 21 x 22": (gaussian_sample, 21, 22, 1),
    "Hadamard 56 x 64": (hadamard_sample, 56, 64, 2),
    "Gaussian 56 x 64": (gaussian_sample, 56, 64, 2),
    "Hadamard 448 x 512": (hadamard_sample, 448, 512, 4),
    "Gaussian 448 x 512": (gaussian_sample, 448, 512, 4),
}
KINDS = {
    "float64": {},
    "128 bits": {"bits": 128},
    "componentwise": {"evaluation": "componentwise"},
}
TARGETS = {
    ("Gaussian 21 x 22", "128 bits"): 3,
    ("Hadamard 56 x 64", "float64"): 1.5,
    ("Hadamard 448 x 512", "float64"): 1.5,
}
RADII = {
    ("Gaussian 21 x 22", "128 bits"): 1e-30,
    ("Hadamard 56 x 64", "float64"): 1e-9,
    ("Hadamard 448 x 512", "float64"): 1e-9,
}
MOST = 100
"""Variables up to which there is a ball for every number."""


def prepared(name):
    """Return a network for an error of 1e-9, with constants that are assumed, and a y."""
    sample, m, N, s = CASES[name]
    matrix = sample(N, m) if sample is hadamard_sample else sample(m, N)
    found = assume(Levels.single(N, s), rho="1/3", gamma="11/10", source="only time is measured")
    rng = np.random.default_rng(0)
    x = np.zeros(N)
    x[rng.permutation(N)[:s]] = rng.standard_normal(s)
    y = matrix.array @ x
    sharpness = RecoveryConstants(null_space=found).sharpness()
    radius = sharpness.B * Fraction(float(np.linalg.norm(y))) * Fraction(11, 10)
    return Firenet.plan(matrix, sharpness, radius=radius, accuracy="1e-9"), y


def plain(net, y):
    A, lam = net.iteration.matrix.array, float(net.sharpness.lam)
    sizes = [(float(b.tau), float(b.sigma), b.steps) for b in net.iteration.blocks]

    def run():
        start = np.zeros(A.shape[1])
        for tau, sigma, steps in sizes:
            x, u, total = start, np.zeros(A.shape[0]), np.zeros_like(start)
            for _ in range(steps):
                d = x - tau * (A.T @ u)
                new = np.sign(d) * np.maximum(np.abs(d) - tau * lam, 0)
                h = u + sigma * (A @ (2 * new - x) - y)
                u = h / max(1.0, np.linalg.norm(h))
                x = new
                total += x
            start = total / steps
        return start

    return run


def kinds(name):
    small = CASES[name][2] <= MOST
    return {kind: options for kind, options in KINDS.items() if small or kind != "componentwise"}


def measure():
    runner = pyperf.Runner(processes=1, values=5, warmups=1, min_time=0.01)
    for name in CASES:
        net, y = prepared(name)
        runner.bench_func(f"plain {name}", plain(net, y))
        for kind, options in kinds(name).items():
            runner.bench_func(f"{kind} {name}", partial(net.run, y, **options))


def summarise(path):
    median = {bench.get_name(): bench.median() for bench in pyperf.BenchmarkSuite.load(path)}
    table = Table(title="FIRENET with proved radii against a NumPy loop (medians)")
    for heading in ("matrix", "steps", "evaluation", "ms", "ratio", "target", "radius", "target"):
        table.add_column(
            heading, justify="left" if heading in {"matrix", "evaluation"} else "right"
        )
    missed = 0
    for name in CASES:
        net, y = prepared(name)
        base = median[f"plain {name}"]
        table.add_row(name, str(net.steps), "NumPy", f"{1000 * base:.2f}", "1", "", "", "")
        for kind, options in kinds(name).items():
            time, radius = median[f"{kind} {name}"], net.run(y, **options).radius
            cells = []
            for value, wanted, text in (
                (time / base, TARGETS.get((name, kind)), f"{time / base:.2f}"),
                (radius, RADII.get((name, kind)), f"{float(radius):.1e}"),
            ):
                miss = wanted is not None and value > wanted
                missed += miss
                shown = "" if wanted is None else f"{wanted:g}{' MISSED' if miss else ''}"
                cells += [text, shown]
            table.add_row("", "", kind, f"{1000 * time:.2f}", *cells)
    Console(width=110).print(table)
    print(f"missed in {missed} cases")


if __name__ == "__main__":
    if "--summary" in sys.argv:
        summarise(sys.argv[-1])
    else:
        measure()
