"""An exact-arithmetic explorer of what can and cannot be computed.

Data flow one way: oracle -> problem -> algorithm -> adversary -> certificate -> checker.

Examples
--------
>>> import computable
>>> outcome = computable.refute(lambda data: [0, 0], problem="bp", digits=3)
>>> outcome.certificate.check()
'1 x 2, 0 answers: farther than 10^-3 from the only minimiser'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from computable.algorithm import Answer, Budget, Trained, train
    from computable.ball import Effort, using_effort
    from computable.errors import (
        CertificateError,
        ComputableError,
        DomainError,
        Malformed,
        Rejected,
        UndecidedError,
    )
    from computable.exact import exact_binary
    from computable.machine import RegisterProgram, TuringMachine, decide
    from computable.network import Network
    from computable.oracle import ProblemData, TrainingData, Transcript
    from computable.problem import (
        BasisPursuit,
        Instance,
        Lasso,
        LinearProgram,
        Omega,
        SquareRootLasso,
        TieFamily,
        TrainingSet,
        instance_of,
    )
    from computable.real import Real, approx_less, iterate, limit, select
    from computable.recovery import Minimisers, lasso_path, solve_exact
    from computable.recovery.estimator import ExactLasso as ExactLasso
    from computable.sequence import lift
    from computable.solvers import FloatSolver
    from computable.truth import Truth
    from proofs.adversary import decider_from, defeat, refute, refute_decider, refute_map
    from proofs.certificate import Certificate, check
    from proofs.certify import certify
    from proofs.explain import explain
    from proofs.honest import Honest, solve
    from proofs.ill_posedness import IllPosedness, ill_posedness
    from proofs.outcome import (
        Certified,
        Failed,
        Measured,
        Outcome,
        ProvedFailure,
        Refuted,
        SampledFailure,
        Unknown,
        WrongDecider,
    )
    from proofs.read import load
    from proofs.replay import replay

_HOMES = {
    "computable.algorithm": ("Answer", "Budget", "Trained", "train"),
    "computable.errors": (
        "CertificateError",
        "ComputableError",
        "DomainError",
        "Malformed",
        "Rejected",
        "UndecidedError",
    ),
    "computable.exact": ("exact_binary",),
    "computable.machine": ("RegisterProgram", "TuringMachine", "decide"),
    "computable.network": ("Network",),
    "computable.oracle": ("ProblemData", "TrainingData", "Transcript"),
    "proofs.outcome": (
        "Certified",
        "Failed",
        "Measured",
        "Outcome",
        "ProvedFailure",
        "Refuted",
        "SampledFailure",
        "Unknown",
        "WrongDecider",
    ),
    "computable.problem": (
        "BasisPursuit",
        "Instance",
        "Lasso",
        "LinearProgram",
        "Omega",
        "SquareRootLasso",
        "TieFamily",
        "TrainingSet",
        "instance_of",
    ),
    "computable.ball": ("Effort", "using_effort"),
    "computable.recovery": ("Minimisers", "lasso_path", "solve_exact"),
    "computable.recovery.estimator": ("ExactLasso",),
    "computable.real": ("Real", "approx_less", "iterate", "limit", "select"),
    "computable.sequence": ("lift",),
    "computable.solvers": ("FloatSolver",),
    "computable.truth": ("Truth",),
    "proofs.adversary": ("decider_from", "defeat", "refute", "refute_decider", "refute_map"),
    "proofs.certificate": ("Certificate", "check"),
    "proofs.certify": ("certify",),
    "proofs.explain": ("explain",),
    "proofs.honest": ("Honest", "solve"),
    "proofs.ill_posedness": ("IllPosedness", "ill_posedness"),
    "proofs.read": ("load",),
    "proofs.replay": ("replay",),
}
# ExactLasso is not in __all__: ``from computable import *`` works without scikit-learn.
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "BasisPursuit",
    "Budget",
    "Certificate",
    "CertificateError",
    "Certified",
    "ComputableError",
    "DomainError",
    "Effort",
    "Failed",
    "FloatSolver",
    "Honest",
    "IllPosedness",
    "Instance",
    "Lasso",
    "LinearProgram",
    "Malformed",
    "Measured",
    "Minimisers",
    "Network",
    "Omega",
    "Outcome",
    "ProblemData",
    "ProvedFailure",
    "Real",
    "Refuted",
    "RegisterProgram",
    "Rejected",
    "SampledFailure",
    "SquareRootLasso",
    "TieFamily",
    "TrainingData",
    "Trained",
    "TrainingSet",
    "Transcript",
    "Truth",
    "TuringMachine",
    "UndecidedError",
    "Unknown",
    "WrongDecider",
    "__version__",
    "approx_less",
    "certify",
    "check",
    "decide",
    "decider_from",
    "defeat",
    "exact_binary",
    "explain",
    "ill_posedness",
    "instance_of",
    "iterate",
    "lasso_path",
    "lift",
    "limit",
    "load",
    "refute",
    "refute_decider",
    "refute_map",
    "replay",
    "select",
    "solve",
    "solve_exact",
    "train",
    "using_effort",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import computable`` is instant."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'computable' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
