"""Open problems as register programs: each halts if and only if a conjecture is false.

All are of the form "every n has a property that can be checked": the program checks one n after the
other and halts at the first counterexample. (Collatz' conjecture is not: no finite computation
shows that a number never reaches 1. Nor is that there are infinitely many twin primes.) All are
open, as far as we know.

What is said of a program is meant for registers of any size. A run gives up with an error at 2^22
bits, which ``erdos-ternary`` and ``waring`` can reach (after four million powers).
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["OPEN_PROBLEMS", "OpenProblem"]


class OpenProblem(NamedTuple):
    """A conjecture and the register program that looks for a counterexample.

    Attributes
    ----------
    program : str
    conjecture : str
        It holds if and only if the program never halts.
    source : str
    """

    program: str
    conjecture: str
    source: str


GOLDBACH = """\
n = 4
while True:
    p = 2
    found = 0
    while p <= n // 2 and not found:
        q = n - p
        d = 2  # is there a proper divisor of p or q? (p <= q)
        while d * d <= q and q % d and (p % d or d == p):
            d += 1
        found = d * d > q
        p += 1
    if not found:
        halt()
    n += 2
"""

LEMOINE = """\
n = 7
while True:
    q = 2
    found = 0
    while 2 * q + 3 <= n and not found:
        p = n - 2 * q
        d = 2  # is there a proper divisor of p or q?
        while d * d <= p + q and (p % d or d == p) and (q % d or d == q):
            d += 1
        found = d * d > p + q
        q += 1
    if not found:
        halt()
    n += 2
"""

LEGENDRE = """\
n = 1
while True:
    p = n * n + 1
    d = 2
    while d * d <= p:  # go on to the next prime
        if p % d:
            d += 1
        else:
            p += 1
            d = 2
    if p > (n + 1) * (n + 1):
        halt()
    n += 1
"""

OPPERMANN = """\
j = 3
while True:  # j j // 4 is 2, 4, 6, 9, 12, 16, ...: n (n - 1) and n n
    p = j * j // 4 + 1
    d = 2
    while d * d <= p:  # go on to the next prime
        if p % d:
            d += 1
        else:
            p += 1
            d = 2
    if p > (j + 1) * (j + 1) // 4:
        halt()
    j += 1
"""

BROCARD = """\
p = 3
while True:
    q = p + 2
    d = 3
    while d * d <= q:  # q becomes the prime after p
        if q % d:
            d += 1
        else:
            q += 1
            d = 2
    count = 0
    m = p * p + 1
    d = 2
    while m < q * q:  # count the primes m
        if d * d <= m and m % d:
            d += 1
        else:
            count += d * d > m
            m += 1
            d = 2
    if count < 4:
        halt()
    p = q
"""

ANDRICA = """\
p = 2
while True:
    q = p + 1
    d = 2
    while d * d <= q:  # q becomes the prime after p
        if q % d:
            d += 1
        else:
            q += 1
            d = 2
    if (q - p - 1) * (q - p - 1) >= 4 * p:  # q >= p + 1 + 2 sqrt(p)
        halt()
    p = q
"""

ODD_PERFECT = """\
n = 3
while True:
    sum = 1  # of the divisors of n but n
    d = 3
    while d * d <= n:
        if n % d == 0:
            sum += d + n // d * (d * d < n)
        d += 2
    if sum == n:
        halt()
    n += 2
"""

LEHMER = """\
n = 2
while True:
    phi = n
    m = n
    p = 2
    while m > 1:
        if m % p == 0:  # p is prime: smaller ones have been divided out
            phi -= phi // p
            while m % p == 0:
                m //= p
        p += 1
    if phi < n - 1 and (n - 1) % phi == 0:
        halt()
    n += 1
"""

ERDOS_STRAUS = """\
n = 2
while True:
    x = n // 4 + 1  # 1 / x < 4 / n <= 3 / x
    found = 0
    while x <= 3 * n // 4 and not found:
        a = 4 * x - n
        b = n * x  # a / b = 4 / n - 1 / x
        y = b // a + 1  # 1 / y < a / b <= 2 / y
        while a * y <= 2 * b and not found:
            found = b * y % (a * y - b) == 0  # 1 / z = a / b - 1 / y
            y += 1
        x += 1
    if not found:
        halt()
    n += 1
"""

ERDOS_TERNARY = """\
power = 512  # 2^9
while True:
    m = power
    while m > 0 and m % 3 < 2:
        m //= 3
    if m == 0:
        halt()
    power *= 2
"""

WARING = """\
a = 2
q = 1
r = 1  # (3/2)^k = q + r / a, where a is 2^k
while q + r <= a:
    a *= 2
    r = 3 * r + 3 * q % 2 * (a // 2)
    q = 3 * q // 2
    if r >= a:
        r -= a
        q += 1
"""

OPEN_PROBLEMS = {
    "goldbach": OpenProblem(
        GOLDBACH, "every even n >= 4 is a sum of two primes", "Goldbach to Euler 1742"
    ),
    "lemoine": OpenProblem(
        LEMOINE, "every odd n >= 7 is p + 2q with primes p and q", "Lemoine 1894, Levy 1963"
    ),
    "legendre": OpenProblem(
        LEGENDRE,
        "for every n >= 1 there is a prime between n^2 and (n + 1)^2",
        "Legendre; Landau 1912",
    ),
    "oppermann": OpenProblem(
        OPPERMANN,
        "for every n >= 2 there are primes between n (n - 1) and n^2, and n^2 and n (n + 1)",
        "Oppermann 1877",
    ),
    "brocard": OpenProblem(
        BROCARD,
        "there are four primes between the squares of two neighbouring primes p >= 3 and q",
        "Brocard 1904",
    ),
    "andrica": OpenProblem(
        ANDRICA, "sqrt(q) - sqrt(p) < 1 for neighbouring primes p < q", "Andrica 1986"
    ),
    "odd-perfect": OpenProblem(
        ODD_PERFECT,
        "no odd n is the sum of its divisors but n",
        "Descartes 1638; none below 10^1500: Ochem, Rao 2012",
    ),
    "lehmer": OpenProblem(
        LEHMER, "phi(n) divides n - 1 for no composite n (Euler's phi)", "Lehmer 1932"
    ),
    "erdos-straus": OpenProblem(
        ERDOS_STRAUS,
        "4/n = 1/x + 1/y + 1/z with positive integers, for every n >= 2",
        "Erdos, Straus 1948",
    ),
    "erdos-ternary": OpenProblem(
        ERDOS_TERNARY, "2^n has a digit 2 in base 3, for every n >= 9", "Erdos 1979"
    ),
    "waring": OpenProblem(
        WARING,
        "3^k mod 2^k + floor((3/2)^k) <= 2^k for every k >= 1 (then every number is a sum of "
        "2^k + floor((3/2)^k) - 2 k-th powers)",
        "Dickson, Pillai 1936; false for finitely many k only: Mahler 1957",
    ),
}
"""Register programs by name."""
