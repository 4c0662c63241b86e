"""Antihydra: what the machine ``1RB1RA_0LC1LE_1LD1LC_1LA0LB_1LF1RE_---0RA`` does, in closed form.

Whether it halts is an open problem (it was found by mxdys in 2024). It comes by configurations of
one form, the *milestones*

    A(a, b) = 0^inf 1^a 0 1^b E> 0^inf,        first of all A(0, 4), after 11 steps,

and for all a >= 0, n >= 1

    A(a, 2n)     -> A(a + 2, 3n + 2)  in  3n^2 + 12n + 11 + 2a  steps,
    A(a, 2n + 1) -> A(a - 1, 3n + 3)  in  3n^2 + 12n + 5        steps, if a >= 1,
    A(0, 2n + 1)    halts             in  3n^2 + 9n             steps.

**Proof.** Number the cells such that the 0 between 1^a and 1^b is cell 0, and let

    P(k, m) = 0^inf 1^a 0 1^k E> 0 1^m 0^inf,  so  A(a, b) = P(b, 0);  E> reads cell k + 1.

*Sweep, k >= 2.* E writes 1 in cell k + 1, F writes 0 in cell k, A runs right over the m + 1 ones to
cell k + m + 2 and writes 1 there, B turns at the 0 after it, C runs left over m + 2 ones and writes
1 in cell k, D writes 0 in cell k - 1, and B reads cell k - 2: that is 2m + 9 steps, and the cells
from k to k + m + 2 hold ones.

*Lemma 1, k >= 4:* P(k, m) -> P(k - 2, m + 3) in 2m + 12 steps. After the sweep B moves left over
cell k - 2, E turns at cell k - 3, which holds 1, and passes cell k - 2. By induction, with
n = floor(b / 2), in sum over i < n - 1 of (6i + 12) = 3n^2 + 3n - 6 steps,

    P(2n, 0) -> P(2, 3n - 3),    P(2n + 1, 0) -> P(3, 3n - 3).

*Lemma 2:* P(2, m) -> A(a + 2, m + 5) in 3m + 26 + 2a steps. After the sweep B passes cell 0, C
runs left over the a ones and writes 1, D and A write 1 in the two cells beyond, B turns, E runs
right over a + 3 ones to cell 0 and writes 1 there, F writes 0 in cell -1, A passes cell 0 and
writes 1 in cell 1, B turns at cell 2, and E runs right from cell 1 over m + 4 ones:
1 + a + 3 + 1 + (a + 3) + 1 + 1 + 2 + 1 + (m + 4) more steps. Cell -1 is the new cell 0.

*Lemma 3:* P(3, m) -> A(a - 1, m + 6) in 3m + 20 steps if a >= 1, and else it halts in 2m + 12.
After the sweep B moves left over cell 1, E writes 1 in cell 0, and F reads cell -1. If a = 0 it
reads 0 and halts. Otherwise it writes 0, A passes cells 0 and 1 and writes 1 in cell 2, B turns,
and E runs right over m + 4 ones: 1 + 1 + 1 + 3 + 1 + (m + 4) more steps. Cell -1 is again the new
cell 0.

With m = 3n - 3 these are the rules. In between E> reads 0 in cell k + 1 of P(k, m) with m >= 3 and
in cell 0, where there are ones to the right of it: so there are no other milestones.

**The map.** For h = b + 4 both rules say h -> floor(3h / 2), with h = 8 at first: the machine halts
if and only if, at some time, more than twice as many h have been odd as even.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from computable.errors import DomainError
from computable.machine.turing.machine import TuringMachine
from computable.machine.turing.plain import Configuration

__all__ = ["ANTIHYDRA", "FIRST", "FIRST_STEP", "Milestone", "Orbit", "iterate", "milestone"]

ANTIHYDRA = TuringMachine.parse("1RB1RA_0LC1LE_1LD1LC_1LA0LB_1LF1RE_---0RA")
FIRST_STEP = 11
"""Steps until the first milestone, with its cell 0 at cell -4."""
STATE_E = 4
SHORT = 64
"""So many applications of the map are made one by one."""


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """The configuration A(a, b).

    Attributes
    ----------
    a : int
        At least 0.
    b : int
        At least 2.

    Examples
    --------
    >>> FIRST.steps, FIRST.following
    (47, Milestone(a=2, b=8))
    >>> Milestone(a=0, b=5).steps, Milestone(a=0, b=5).following
    (30, None)
    """

    a: int
    b: int

    def __post_init__(self) -> None:
        if self.a < 0 or self.b < 2:
            raise DomainError(f"milestone: got A({self.a}, {self.b}), need a >= 0 and b >= 2")

    @property
    def following(self) -> Milestone | None:
        """The next milestone; ``None`` if the machine halts before."""
        n, odd = divmod(self.b, 2)
        if not odd:
            return Milestone(a=self.a + 2, b=3 * n + 2)
        return Milestone(a=self.a - 1, b=3 * n + 3) if self.a else None

    @property
    def steps(self) -> int:
        """Steps to the next milestone, or to the halt."""
        n, odd = divmod(self.b, 2)
        if not odd:
            return 3 * n * n + 12 * n + 11 + 2 * self.a
        return 3 * n * n + (12 * n + 5 if self.a else 9 * n)

    def configuration(self, cell: int = -4) -> Configuration:
        """Return it with the 0 between 1^a and 1^b in this cell: -4 at first, then one less."""
        tape = b"\1" * self.a + b"\0" + b"\1" * self.b
        return Configuration(
            state=STATE_E,
            head=cell + self.b + 1,
            first=cell - self.a if self.a else cell + 1,
            tape=tape.lstrip(b"\0"),
        )


FIRST = Milestone(a=0, b=4)


def milestone(configuration: Configuration) -> Milestone | None:
    """Return the a and b for which the configuration is A(a, b) with b >= 2, if it is one.

    Examples
    --------
    >>> run = ANTIHYDRA.start_plain()
    >>> run.advance(11 + 47)
    >>> milestone(run.configuration())
    Milestone(a=2, b=8)
    """
    tape = configuration.tape
    if configuration.state != STATE_E or configuration.head != configuration.first + len(tape):
        return None
    left, _, right = tape.rpartition(b"\0")
    if len(right) < 2 or (left + right).count(1) != len(left) + len(right):
        return None
    return Milestone(a=len(left), b=len(right))


@dataclass(frozen=True, kw_only=True)
class Orbit:
    """What the map does to a milestone, many times.

    Attributes
    ----------
    start, end : Milestone
    odd : bytes
        For each application of the map 1 if b was odd, 0 if it was even.
    steps : int
        From the start to the end, or to the halt.
    halted : bool
        The machine halts after ``end``.
    """

    start: Milestone
    end: Milestone
    odd: bytes
    steps: int
    halted: bool

    def balance(self) -> Iterator[int]:
        """Yield a at each milestone: 2 more when b was even, 1 less when it was odd."""
        return accumulate((-1 if odd else 2 for odd in self.odd), initial=self.start.a)


def iterate(start: Milestone, count: int) -> Orbit:
    """Apply the map ``count`` times, or until the machine halts, with the exact number of steps.

    With h = b + 4 the steps of a rule are 3h^2/4 + 2a - 1 if h is even, (3h^2 - 6h - 25)/4 if odd.
    Most of it telescopes: h^2 grows by 5h^2/4, or by (5h^2 - 6h + 1)/4. So in all, 5 times the
    steps are 3 times the growth of h^2, and 10a - 5 for each even h, and -3h - 32 for each odd.

    Examples
    --------
    >>> orbit = iterate(FIRST, 10)
    >>> orbit.end, FIRST_STEP + orbit.steps, list(orbit.balance())
    (Milestone(a=11, b=450), 123411, [0, 2, 4, 6, 5, 7, 9, 11, 10, 12, 11])
    >>> far = iterate(FIRST, 10_000)
    >>> far.end.a, far.end.b.bit_length(), far.steps.bit_length()
    (4862, 5853, 11705)
    """
    if count < 0:
        raise DomainError(f"count: got {count}, need at least 0")
    h = start.b + 4
    jump = _jump(h & ((1 << count) - 1), count)
    high = h >> count
    odd, a, extra, taken = jump.odd, start.a, 0, 0
    for one in odd:
        if one:
            if not a:
                break
            a, extra = a - 1, extra - 32
        else:
            a, extra = a + 2, extra + 10 * a - 5
        taken += 1
    halted = taken < count
    if halted:
        jump, high = _jump(h & ((1 << taken) - 1), taken), h >> taken
    last = jump.image + high * 3**taken
    total = 3 * (last * last - h * h) - 3 * (jump.odd_sum + high * jump.rate) + extra
    end = Milestone(a=a, b=last - 4)
    steps = total // 5 + (end.steps if halted else 0)
    return Orbit(start=start, end=end, odd=odd[:taken], steps=steps, halted=halted)


@dataclass(frozen=True, kw_only=True)
class _Jump:
    """What h -> floor(3h / 2), ``count`` times, does to ``h = low + 2**count high``.

    The parities depend on ``low`` only, and after i times h is what ``low`` has become plus
    ``3**i 2**(count - i) high``: one application takes the factor 2 from an even number for a 3.
    So h becomes ``image + 3**count high``, and the odd h add up to ``odd_sum + rate high``.
    """

    image: int
    odd: bytes
    odd_sum: int
    rate: int


def _jump(low: int, count: int) -> _Jump:
    if count <= SHORT:
        odd, odd_sum, rate, unit = bytearray(), 0, 0, 1 << count
        for _ in range(count):
            one = low & 1
            odd.append(one)
            if one:
                odd_sum, rate = odd_sum + low, rate + unit
            low, unit = low + (low >> 1), unit // 2 * 3
        return _Jump(image=low, odd=bytes(odd), odd_sum=odd_sum, rate=rate)
    half = count // 2
    rest = count - half
    power = 3**half
    high = low >> half
    early = _jump(low & ((1 << half) - 1), half)
    middle = early.image + high * power
    over = middle >> rest
    late = _jump(middle & ((1 << rest) - 1), rest)
    return _Jump(
        image=late.image + over * (power if rest == half else 3 * power),
        odd=early.odd + late.odd,
        odd_sum=early.odd_sum + high * early.rate + late.odd_sum + over * late.rate,
        rate=(early.rate << rest) + power * late.rate,
    )
