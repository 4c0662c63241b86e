"""Delta_1 oracles: reals that can be read to any finite precision, and what was read."""

from computable.oracle.answers import (
    Answers,
    alternating,
    exact,
    highest,
    lowest,
    nearest_dyadic,
    scattered,
)
from computable.oracle.coins import Coins, CoinSequence, listed, no_coins, pseudo_random
from computable.oracle.data import Ask, MatrixOracle, ProblemData, VectorOracle
from computable.oracle.number import (
    RealOracle,
    checked_depth,
    from_float,
    from_function,
    from_rational,
    less,
)
from computable.oracle.training import Sample, SampleCount, SampleOracle, TrainingData, samples_read
from computable.oracle.transcript import Entry, Query, Transcript

__all__ = [
    "Answers",
    "Ask",
    "CoinSequence",
    "Coins",
    "Entry",
    "MatrixOracle",
    "ProblemData",
    "Query",
    "RealOracle",
    "Sample",
    "SampleCount",
    "SampleOracle",
    "TrainingData",
    "Transcript",
    "VectorOracle",
    "alternating",
    "checked_depth",
    "exact",
    "from_float",
    "from_function",
    "from_rational",
    "highest",
    "less",
    "listed",
    "lowest",
    "nearest_dyadic",
    "no_coins",
    "pseudo_random",
    "samples_read",
    "scattered",
]
