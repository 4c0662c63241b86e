"""Adversaries: they answer an algorithm truthfully and still defeat it."""

from proofs.adversary.banach_mazur import Inaccurate, accuracy_bound, refute_map
from proofs.adversary.below_precision import below_precision, largest_hidden_gap
from proofs.adversary.diagonal import refute_decider
from proofs.adversary.halting import SolverDecider, decider_from
from proofs.adversary.in_precision import at_gaps, float64_gaps
from proofs.adversary.question import Defeated
from proofs.adversary.refute import Attack, problem_named, refute
from proofs.adversary.uncomputable import as_solver, defeat

__all__ = [
    "Attack",
    "Defeated",
    "Inaccurate",
    "SolverDecider",
    "accuracy_bound",
    "as_solver",
    "at_gaps",
    "below_precision",
    "decider_from",
    "defeat",
    "float64_gaps",
    "largest_hidden_gap",
    "problem_named",
    "refute",
    "refute_decider",
    "refute_map",
]
