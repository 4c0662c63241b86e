"""Networks as JSON files: an exact round trip, and one clear error for every other text.

The format, version 1::

    {"format": "computable-network", "version": 1,
     "maps": [{"columns": 2, "weights": [[[0, "1/2"], [1, "-3"]], []], "shift": ["0", "1"],
               "skip": [[[0, "1"]], []], "inputs": 2}],
     "layers": [{"map": 0, "function": "relu", "units": [[0, 2]]},
                {"map": 0, "function": "reciprocal-root", "control": 0, "units": [[1, 2]]},
                {"map": 0}]}

``maps`` lists each different affine map once: ``weights`` and ``skip`` hold for each row its
entries that are not zero as pairs (column, value), columns ascending; ``skip`` and ``inputs``
are left out without a skip. ``layers`` are V_1 with rho_1, V_2 with rho_2, ...: the index of a
map and, except in the last one, the function with its units as half-open ranges. A gate has
``control``, a soft threshold ``step``. A rational is 'p/q' or 'p', in decimal, or in hexadecimal
('-0x1f/0x20') which is read in linear time: integers of more than 1024 bits are written so.
No key may be missing, additional or repeated.
"""

from __future__ import annotations

from pathlib import Path

from computable.errors import DomainError
from computable.files import write_atomically
from computable.network.network import Network
from computable.network.reading import LONGEST_FILE, read
from computable.network.writing import written

__all__ = ["from_json", "load", "save", "to_json"]


def to_json(network: Network) -> str:
    """Return a network as JSON text.

    Raises
    ------
    DomainError
        If an integer has more than 2^18 bits, or the text more than 2^28 characters.

    Examples
    --------
    >>> from computable.network import linear
    >>> print(to_json(linear([["1/2", 3]])))
    {"format": "computable-network", "version": 1,
     "maps": [
      {"columns": 2, "weights": [[[0, "1/2"], [1, "3"]]], "shift": ["0"]}],
     "layers": [
      {"map": 0}]}
    """
    text = written(network)
    if len(text) > LONGEST_FILE:
        raise DomainError(f"network file: got {len(text)} characters, need at most {LONGEST_FILE}")
    return text


def from_json(text: str) -> Network:
    """Return the network that :func:`to_json` wrote.

    Raises
    ------
    DomainError
        If the text is no such network; the message names the place.

    Examples
    --------
    >>> from computable.network import interpolant
    >>> network = interpolant([[0], [1], [2]], [[0], ["1/3"], [0]])
    >>> from_json(to_json(network)) == network
    True
    >>> from_json('{"format": "computable-network", "version": 1, "maps": [], "layers": 5}')
    Traceback (most recent call last):
        ...
    computable.errors.DomainError: network file: layers: got 5, need a list
    """
    if not isinstance(text, str) or len(text) > LONGEST_FILE:
        raise DomainError(f"network file: need a string of at most {LONGEST_FILE} characters")
    return read(text)


def save(network: Network, path: str | Path) -> Path:
    """Write a network to a JSON file, all of it or nothing, and return the path.

    Raises
    ------
    DomainError
        If the name ends in .onnx: that is another format, :func:`to_onnx`.
    """
    if Path(path).suffix == ".onnx":
        raise DomainError(f"network file: {Path(path).name}: this writes JSON; use to_onnx")
    return write_atomically(path, (to_json(network) + "\n").encode())


def load(path: str | Path) -> Network:
    """Read a network from a JSON file.

    Raises
    ------
    DomainError
        If the file is no network.
    """
    with Path(path).open("rb") as file:
        data = file.read(LONGEST_FILE + 1)
    try:
        return from_json(data.decode())
    except UnicodeDecodeError:
        raise DomainError("network file: not UTF-8; from_onnx reads ONNX files") from None
