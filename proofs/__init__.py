"""Theorems made executable: adversaries, certificates and the checker that judges them."""

from proofs.adversary import refute
from proofs.certificate import Certificate, check

__all__ = ["Certificate", "check", "refute"]
