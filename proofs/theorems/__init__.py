"""The theorems, one file each: what they say, where they are from, and how they run."""

from proofs.theorems import (
    existence,
    theorem_a,
    theorem_a_prime,
    theorem_b,
    theorem_c,
    theorem_d,
    theorem_e,
    theorem_f,
    three_accuracies,
)
from proofs.theorems.theorem import Kept, NotKept, Ran, Setup, Theorem

__all__ = ["THEOREMS", "Kept", "NotKept", "Ran", "Setup", "Theorem"]

THEOREMS = {
    module.THEOREM.name: module.THEOREM
    for module in (
        theorem_a,
        theorem_a_prime,
        theorem_b,
        theorem_c,
        three_accuracies,
        theorem_d,
        existence,
        theorem_e,
        theorem_f,
    )
}
"""By name, in the order of the page."""
