"""The command ``computable``."""

from computable.cli.app import main

__all__ = ["main"]
