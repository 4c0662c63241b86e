"""Products and quotients of two tracks, as loops of operations that take one sweep each."""

from __future__ import annotations

from computable.machine.compiler.division import Divide
from computable.machine.compiler.forms import Form, IsPositive, Set, Sign
from computable.machine.compiler.sweeps import Operation

__all__ = ["Code", "product", "quotient", "rest"]


class Code:
    """Operations, made from the end to the start, since each needs to know what follows.

    Attributes
    ----------
    made : list of Operation
    width : int
        How many tracks they use.
    """

    def __init__(self, width: int) -> None:
        self.made: list[Operation] = []
        self.width = width

    def add(self, operation: Operation) -> int:
        """Add an operation and return its number."""
        if isinstance(operation, Set):  # nothing else but a register is read before it is set
            self.width = max(self.width, operation.track + 1)
        elif isinstance(operation, Divide):
            self.width = max(self.width, operation.quotient + 1)
        self.made.append(operation)
        return len(self.made) - 1

    def put(self, track: int, form: Form, following: int) -> int:
        """Set a track."""
        return self.add(Set(track=track, form=form, following=following))

    def copy(self, track: int, source: int, following: int) -> int:
        """Set a track to another."""
        return self.put(track, Form({source: 1}, 0), following) if track != source else following

    def less(self, a: int, b: int, yes: int, no: int) -> int:
        """Test whether a track is less than another."""
        return self.add(Sign(form=Form({a: 1, b: -1}, 0), zero=False, yes=yes, no=no))

    def reserve(self) -> int:
        """Reserve a number for an operation that is needed before it can be made."""
        return self.add(IsPositive(track=0, yes=-1, no=-1))

    def fill(self, reserved: int, operation: int) -> None:
        """Let what was reserved be an operation made since then."""
        self.made[reserved] = self.made[operation]


def product(code: Code, a: int, b: int, *, result: int, free: int, following: int) -> int:
    """Set ``result`` to a * b: add the greater one, doubled, where the smaller one has a bit 1."""
    few, added = free, free + 1
    loop = code.reserve()
    double = code.put(added, Form({added: 2}, 0), loop)
    add = code.put(result, Form({result: 1, added: 1}, 0), double)
    halve = code.add(Divide(track=few, quotient=few, ways=(double, add)))
    code.fill(loop, code.add(IsPositive(track=few, yes=halve, no=following)))
    start = code.put(result, Form({}, 0), loop)
    first = code.copy(few, a, code.copy(added, b, start))
    second = code.copy(few, b, code.copy(added, a, start))
    return code.less(a, b, first, second)  # if a and b are one track, either will do


def quotient(code: Code, a: int, b: int, *, result: int, free: int, following: int) -> int:
    """Set ``result`` to a // b, which is 0 if b is 0."""
    found = result if result != b else free + 2
    end = code.copy(result, found, following)
    begin = _division(code, a, b, found=found, left=free, free=free + 1, following=end)
    return code.add(IsPositive(track=b, yes=begin, no=code.put(result, Form({}, 0), following)))


def rest(code: Code, a: int, b: int, *, result: int, free: int, following: int) -> int:
    """Set ``result`` to a % b, which is a if b is 0."""
    left = result if result != b else free + 1
    end = code.copy(result, left, following)
    begin = _division(code, a, b, found=-1, left=left, free=free, following=end)
    return code.add(IsPositive(track=b, yes=begin, no=code.copy(result, a, following)))


def _division(
    code: Code, a: int, b: int, *, found: int, left: int, free: int, following: int
) -> int:
    """Divide by b > 0; the quotient goes to ``found`` unless that is -1, the rest to ``left``.

    The divisor is doubled until it is greater than a, then halved again; each time it is taken
    from what is left if it can be. Whenever ``down`` is reached, a is found times the divisor plus
    what is left, which is less than the divisor.
    """
    divisor = free
    up, down = code.reserve(), code.reserve()

    def append(bit: int) -> int:
        return code.put(found, Form({found: 2}, bit), down) if found >= 0 else down

    take = code.put(left, Form({left: 1, divisor: -1}, 0), append(1))
    look = code.less(left, divisor, append(0), take)
    halve = code.add(Divide(track=divisor, quotient=divisor, ways=(look, look)))
    code.fill(down, code.less(b, divisor, halve, following))
    double = code.put(divisor, Form({divisor: 2}, 0), up)
    code.fill(up, code.less(left, divisor, down, double))
    start = code.put(found, Form({}, 0), up) if found >= 0 else up
    return code.copy(left, a, code.copy(divisor, b, start))
