"""Iterations where arithmetic may go wrong: ties, zeros, extreme sizes."""

from fractions import Fraction

from computable.firenet import Block, Iteration
from computable.nullspace import Matrix

USUAL = {
    "matrix": [[1, 0, 0], [0, 1, 0]],
    "thresholds": ["1/10"] * 3,
    "tau": "1/2",
    "sigma": "1/2",
    "start": [0, 0, 0],
}
HARD = {
    "y = 0": ([0, 0], {"start": [1, 0, -1]}),
    "nothing at all": ([0, 0], {}),
    "|h| = 1 after one step": (["-3/5", "-4/5"], {"sigma": 1, "tau": "15/16"}),
    "|h| = 1, in float64 numbers": ([-0.6, -0.8], {"sigma": 1, "tau": "15/16"}),
    "|d| = t": ([0, 0], {"start": ["1/2", "-1/2", "1/4"], "tau": 1, "thresholds": ["1/2"] * 3}),
    "|d| = t, not dyadic": (["1/3", 0], {"tau": "3/4", "thresholds": ["1/9"] * 3}),
    "no thresholds": ([1, "1/3"], {"thresholds": [0, 0, 0]}),
    "one threshold": (["1/7", 2], {"thresholds": [0, "1/3", 0]}),
    "long steps": ([1, 1], {"tau": 1, "sigma": 1 - Fraction(1, 1 << 20)}),
    "a long and a short step": ([1, "1/3"], {"tau": 2**40, "sigma": Fraction(1, 2**42)}),
    "a short and a long step": ([1, "1/3"], {"tau": Fraction(1, 2**42), "sigma": 2**40}),
    "tiny numbers": (["1e-60", "1e-61"], {"thresholds": ["1e-62"] * 3}),
    "large numbers": (["1e40", "1e41"], {"thresholds": ["1e39"] * 3}),
    "one entry that dominates": ([1, 1], {"matrix": [[1, 2.0**-60, 0], [0, 2.0**-45, 1]]}),
    "only integers": ([1, 1], {"matrix": [[3, -5, 7], [0, 2, 1]], "sigma": Fraction(1, 128)}),
    "a column of zeros": (["1/3", 1], {"start": [1, 1, "1/16"]}),
    "no entries": ([1, -1], {"matrix": [[0, 0, 0], [0, 0, 0]], "start": [1, 2, 3]}),
}


def hard(name, *, keeps_dual):
    """Return a hard iteration, of a step and of three more, and its y."""
    y, options = HARD[name]
    given = USUAL | options
    sizes = {k: Fraction(given[k]) for k in ("tau", "sigma")}
    iteration = Iteration(
        matrix=Matrix(given["matrix"]),
        thresholds=given["thresholds"],
        blocks=[Block(steps=1, **sizes), Block(steps=3, **sizes)],
        keeps_dual=keeps_dual,
        start=[Fraction(v) for v in given["start"]],
    )
    return iteration, [Fraction(v) for v in y]
