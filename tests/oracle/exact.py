"""Numbers: decimals from their text, real functions, and rounding of true reals."""

from __future__ import annotations

import decimal
import itertools
from fractions import Fraction


def number(text: object) -> Fraction:
    """Read a number of a definition: `2.5` or `7/3`."""
    return Fraction(str(text))


class Real:
    """A real number known as well as one asks: a function from digits to a decimal."""

    def __init__(self, at):
        self.at = at

    def near(self, digits: int) -> Fraction:
        with decimal.localcontext(
            decimal.Context(prec=digits, Emin=-(10**9), Emax=10**9)
        ):
            return Fraction(self.at())


def rounded(value: Fraction | Real, decimals: int, rule: str = "half_up") -> Fraction:
    """Return the decimal nearest to `value`; ties away from zero, or to even."""
    if isinstance(value, Fraction):
        return _round(value, decimals, rule)
    for digits in (60, 120, 240, 480):
        near = value.near(digits)
        error = (abs(near) + 1) / Fraction(10) ** (digits - 10)
        low, high = (_round(near + e, decimals, rule) for e in (-error, error))
        if low == high:
            return low
    raise ArithmeticError("a true real number this near to a tie has not been met")


def _round(value: Fraction, decimals: int, rule: str) -> Fraction:
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled, 1)
    up = rest > Fraction(1, 2) or (
        rest == Fraction(1, 2) and (rule == "half_up" or whole % 2 == 1)
    )
    result = Fraction(int(whole) + up, 10**decimals)
    return -result if value < 0 else result


def _decimal(value: Fraction) -> decimal.Decimal:
    return decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)


def exp(x: Fraction) -> Fraction | Real:
    return Fraction(1) if x == 0 else Real(lambda: _decimal(x).exp())


def log1p(x: Fraction) -> Fraction | Real | None:
    if x <= -1:
        return None
    return Fraction(0) if x == 0 else Real(lambda: _decimal(1 + x).ln())


def logistic(x: Fraction) -> Fraction | Real:
    if x == 0:
        return Fraction(1, 2)
    return Real(lambda: 1 / (1 + (-_decimal(x)).exp()))


def survival(x: Fraction, baseline: Fraction) -> Fraction | Real:
    """Return 1 - S0^exp(x)."""
    if x == 0:
        return 1 - baseline
    return Real(lambda: 1 - (_decimal(baseline).ln() * _decimal(x).exp()).exp())


def power(x: Fraction, exponent: Fraction) -> Fraction | Real | None:
    """Return x^exponent, exactly where it is rational; None where it does not exist."""
    if exponent.denominator == 1:
        return None if x == 0 and exponent < 0 else x ** int(exponent)
    if x < 0 or (x == 0 and exponent < 0):
        return None
    if x == 0:
        return Fraction(0)
    root = exponent.denominator
    above, below = _root(x.numerator, root), _root(x.denominator, root)
    if above is not None and below is not None:
        return Fraction(above, below) ** exponent.numerator
    return Real(lambda: _decimal(x) ** _decimal(exponent))


def _root(n: int, k: int) -> int | None:
    """Return the integer whose k-th power is n, if there is one."""
    low, high = 0, 1 << (n.bit_length() // k + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**k <= n else (low, middle - 1)
    return low if low**k == n else None


def piecewise_linear(x: Fraction, knots, outside: str) -> Fraction:
    """Join the knots (x, y) by straight lines."""
    if outside == "constant":
        x = min(max(x, knots[0][0]), knots[-1][0])
    for (x0, y0), (x1, y1) in itertools.pairwise(knots):
        if x <= x1 or x1 == knots[-1][0]:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[0][1]


def spline(x: Fraction, knots, coefficients, constant: Fraction) -> Fraction:
    """Restricted cubic spline, truncated-power basis divided by (t_k - t_1)^2."""
    first, before, last = knots[0], knots[-2], knots[-1]
    total = constant + coefficients[0] * x
    for knot, coefficient in zip(knots[:-2], coefficients[1:], strict=True):
        basis = (
            _cube(x - knot)
            - _cube(x - before) * (last - knot) / (last - before)
            + _cube(x - last) * (before - knot) / (last - before)
        )
        total += coefficient * basis / (last - first) ** 2
    return total


def _cube(x: Fraction) -> Fraction:
    return max(x, Fraction(0)) ** 3
