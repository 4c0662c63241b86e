"""``python -m computable`` is the command ``computable``."""

from computable.cli import main

main()
