"""Adversaries: they answer an algorithm truthfully and still defeat it."""

from proofs.adversary.below_precision import below_precision, largest_hidden_gap
from proofs.adversary.in_precision import at_gaps, float64_gaps
from proofs.adversary.question import Defeated
from proofs.adversary.refute import Attack, problem_named, refute
from proofs.adversary.uncomputable import as_solver, defeat

__all__ = [
    "Attack",
    "Defeated",
    "as_solver",
    "at_gaps",
    "below_precision",
    "defeat",
    "float64_gaps",
    "largest_hidden_gap",
    "problem_named",
    "refute",
]
