"""Certificates in plain words: terminal, Markdown, LaTeX."""

from proofs.explain.explain import explain
from proofs.explain.notation import FORMATS, Format, Notation

__all__ = ["FORMATS", "Format", "Notation", "explain"]
