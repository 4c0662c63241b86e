"""What a message says of a value that was refused: one line, whatever the value is."""

from __future__ import annotations

from computable.exact import size_text

__all__ = ["shown"]

LONGEST = 80


def shown(value: object) -> str:
    """Write a value of any type in one line.

    Integers of more than 4300 digits have no ``repr``, and that of an array has many lines.

    Examples
    --------
    >>> shown(-3), shown("one"), shown(10**5000), shown([10**5000])
    ('-3', "'one'", '1.00000e5000 (exactly a number of 16610 bits)', 'a list')
    """
    if type(value) is int:
        return f"{'-' * (value < 0)}{size_text(abs(value))}"
    try:
        text = " ".join(repr(value).split())
    except ValueError:
        text = ""
    return text if 0 < len(text) <= LONGEST else f"a {type(value).__name__}"
