"""Programs that halt if a conjecture is false: what they compute, and that they would halt."""

import re
from fractions import Fraction
from math import isqrt

import pytest

from computable.machine.open_problems import OPEN_PROBLEMS
from computable.machine.programs.registers import RegisterProgram

PRIMES = [n for n in range(2, 20_000) if all(n % d for d in range(2, isqrt(n) + 1))]
SET = set(PRIMES)


def between(low, high):
    return [p for p in PRIMES if low < p < high]


def after(p):
    return next(q for q in PRIMES if q > p)


def rounds(text, name, steps):
    """Return the registers before each change of the register ``name``, but for the first."""
    run, found, before = RegisterProgram(text).start(), [], {}
    for step in range(1, steps + 1):
        run.advance(step)
        if run.registers.get(name) != before.get(name) and name in before:
            found.append(before)
        before = dict(run.registers)
    assert not run.halted
    return found


@pytest.mark.parametrize("name", OPEN_PROBLEMS)
def test_no_counterexample_within_100_000_steps(name):
    run = RegisterProgram(OPEN_PROBLEMS[name].program).start()
    run.advance(10**5)
    assert (run.steps, run.halted) == (10**5, False)


def least_goldbach(n):
    return min(p for p in PRIMES if n - p in SET)


def least_lemoine(n):
    return min(q for q in PRIMES if n - 2 * q in SET)


def divisors(n):
    return [d for d in range(1, n) if n % d == 0]


def totient(n):
    return sum(not any(k % d == 0 and n % d == 0 for d in range(2, n + 1)) for k in range(1, n + 1))


def least_egyptian(n, numerator=4):
    """Return the first (x, y) with x <= y <= z and numerator/n = 1/x + 1/y + 1/z."""
    for x in range(1, 3 * n):
        rest = Fraction(numerator, n) - Fraction(1, x)
        for y in range(1, int(2 / rest) + 1 if rest > 0 else 0):
            last = rest - Fraction(1, y)
            if last > 0 and last.numerator == 1:
                return x, y
    return None


def ternary(n):
    return ternary(n // 3) + str(n % 3) if n else ""


# For each program: the register that counts, least rounds, and what holds before it changes.
INSIDE = {
    "goldbach": ("n", 40, lambda r: r["p"] - 1 == least_goldbach(r["n"])),
    "lemoine": ("n", 40, lambda r: r["q"] - 1 == least_lemoine(r["n"])),
    "legendre": ("n", 40, lambda r: r["p"] == after(r["n"] ** 2)),
    "oppermann": ("j", 60, lambda r: r["p"] == after(r["j"] ** 2 // 4)),
    "brocard": (
        "p",
        8,
        lambda r: (r["q"], r["count"]) == (after(r["p"]), len(between(r["p"] ** 2, r["q"] ** 2))),
    ),
    "andrica": ("p", 100, lambda r: r["q"] == after(r["p"])),
    "odd-perfect": ("n", 200, lambda r: r["sum"] == sum(divisors(r["n"]))),
    "lehmer": ("n", 60, lambda r: r["phi"] == totient(r["n"])),
    "erdos-straus": ("n", 60, lambda r: (r["x"] - 1, r["y"] - 1) == least_egyptian(r["n"])),
    "erdos-ternary": (
        "power",
        300,
        lambda r: (
            ternary(r["m"])[-1] == "2"
            and ternary(r["power"]).startswith(ternary(r["m"]))
            and "2" not in ternary(r["power"])[len(ternary(r["m"])) :]
        ),
    ),
    "waring": (
        "a",
        300,
        lambda r: (
            r["q"] * r["a"] + r["r"] == 3 ** (r["a"].bit_length() - 1)
            and r["a"].bit_count() == 1
            and r["r"] < r["a"]
        ),
    ),
}


@pytest.mark.parametrize("name", OPEN_PROBLEMS)
def test_what_a_program_computes_is_what_it_should(name):
    register, least, holds = INSIDE[name]
    found = rounds(OPEN_PROBLEMS[name].program, register, 40_000)
    assert len(found) >= least
    for registers in found[:400]:
        assert holds(registers), registers


def with_less(a):
    """Tell whether 3^k mod 2^k + floor((3/2)^k) + floor(2^k / 20) > 2^k, where a is 2^k."""
    power = Fraction(3, 2) ** (a.bit_length() - 1)
    whole = power.numerator // power.denominator
    return (power - whole) * a + whole + a // 20 > a


# A change that makes the conjecture false; the register that counts, and what then fails for which.
FALSE = {
    "goldbach": (  # every even number is a sum of two primes < 20
        "d * d > q", "d * d > q and q < 20",
        "n", range(4, 99, 2), lambda n: not any(n - p in between(1, 20) for p in between(1, 20)),
    ),
    "lemoine": (  # ... is p + 2q with q < 20
        "d * d > p + q", "d * d > p + q and q < 20",
        "n", range(7, 999, 2), lambda n: not any(n - 2 * q in SET for q in between(1, 20)),
    ),
    "legendre": (  # there is a prime between n^2 and n^2 + 11
        "p > (n + 1) * (n + 1)", "p > n * n + 10",
        "n", range(1, 60), lambda n: not between(n * n, n * n + 11),
    ),
    "oppermann": (
        "p > (j + 1) * (j + 1) // 4", "p > j * j // 4 + 12",
        "j", range(3, 99), lambda j: not between(j * j // 4, j * j // 4 + 13),
    ),
    "brocard": (
        "count < 4", "count < 10 and p > 5",
        "p", PRIMES[3:15], lambda p: len(between(p * p, after(p) ** 2)) < 10,
    ),
    "andrica": (
        "4 * p", "p",
        "p", PRIMES[:500], lambda p: (after(p) - p - 1) ** 2 >= p,
    ),
    "odd-perfect": (  # the first odd abundant number, 945
        "sum == n", "sum > n",
        "n", range(3, 2000, 2), lambda n: sum(divisors(n)) > n,
    ),
    "lehmer": (
        "(n - 1) % phi", "(n + 1) % phi",
        "n", range(2, 99), lambda n: n not in SET and (n + 1) % totient(n) == 0,
    ),
    "erdos-straus": (  # only the first x is tried
        "x <= 3 * n // 4", "x <= n // 4 + 1",
        "n", range(2, 999), lambda n: least_egyptian(n)[0] > n // 4 + 1,
    ),
    "erdos-ternary": (  # 2^8 = 256 has the digits 100111
        "512", "16",
        "power", [2**n for n in range(4, 20)], lambda power: "2" not in ternary(power),
    ),
    "waring": (
        "q + r <= a", "q + r + a // 20 <= a",
        "a", [2**k for k in range(1, 99)], with_less,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OPEN_PROBLEMS)
def test_of_a_false_conjecture_the_program_finds_the_first_counterexample(name):
    old, new, register, values, fails = FALSE[name]
    text = OPEN_PROBLEMS[name].program
    assert old in text
    run = RegisterProgram(text.replace(old, new)).start()
    run.advance(300_000)
    counterexample = next(n for n in values if fails(n))
    assert run.halted and run.registers[register] == counterexample > values[0]


def test_the_list():
    assert set(INSIDE) == set(FALSE) == set(OPEN_PROBLEMS)
    for name, problem in OPEN_PROBLEMS.items():
        assert re.fullmatch("[a-z-]+", name)
        assert problem.conjecture and re.search(r"1[6-9]\d\d", problem.source)
        lines = problem.program.splitlines()
        assert len(lines) <= 32 and max(map(len, lines)) <= 78
