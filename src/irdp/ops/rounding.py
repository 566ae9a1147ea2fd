"""Rounding in integers, and the settling of real numbers that are near a tie."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from irdp.ops.lanes import Ints

Rounding = Literal["half_up", "half_even"]
SAFE = 2**52
_PRECISIONS = (40, 80, 160, 320)


def div_round(
    numerator: Ints, denominator: Ints | int, rounding: Rounding = "half_up"
) -> Ints:
    """Return the integers nearest to a quotient, ties as `rounding` says.

    Parameters
    ----------
    numerator
        ndarray of int64, any shape, |numerator| < 2^62 (or Python ints in an object
        array, without bound).
    denominator
        Positive integers of the same shape, or one.
    rounding
        ``half_up`` takes ties away from zero, ``half_even`` to the even neighbour.

    Examples
    --------
    >>> import numpy as np
    >>> div_round(np.array([5, -5, 7]), 2).tolist()
    [3, -3, 4]
    >>> div_round(np.array([5, -5, 7]), 2, "half_even").tolist()
    [2, -2, 4]
    """
    size = np.abs(numerator)
    quotient = size // denominator
    twice = 2 * (size - quotient * denominator)
    up = twice > denominator
    tie = twice == denominator
    up |= tie if rounding == "half_up" else tie & (quotient % 2 == 1)
    return np.where(numerator < 0, -(quotient + up), quotient + up)


def div_round_one(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return the integer nearest to one quotient of Python integers, as `div_round`.

    Examples
    --------
    >>> div_round_one(-5, 2, "half_up"), div_round_one(-5, 2, "half_even")
    (-3, -2)
    """
    size, rest = divmod(abs(numerator), denominator)
    twice = 2 * rest
    if twice > denominator or (
        twice == denominator and (rounding == "half_up" or size % 2)
    ):
        size += 1
    return -size if numerator < 0 else size


def scaled(values: Ints, factor: int) -> Ints:
    """Return lane values times a factor, as Python ints where int64 could overflow.

    Examples
    --------
    >>> import numpy as np
    >>> scaled(np.array([3]), 10**30).tolist()
    [3000000000000000000000000000000]
    """
    if factor * SAFE < 2**62:
        return values * factor
    found: Ints = values.astype(object) * factor
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """k = (slope · total + constant) ÷ divisor, rounded to an integer.

    Parameters
    ----------
    slope, constant, divisor
        Integers; the divisor is positive.
    rounding
        How ties are rounded.

    Examples
    --------
    >>> import numpy as np
    >>> Line(2, 1, 4).of(np.array([0, 1, 2, -2]))
    array([ 0,  1,  1, -1])
    """

    slope: int = 1
    constant: int = 0
    divisor: int = 1
    rounding: Rounding = "half_up"

    def of(self, total: Ints) -> Ints:
        """Return k for each total, int64."""
        top = total * self.slope + self.constant
        return top if self.divisor == 1 else div_round(top, self.divisor, self.rounding)

    def one(self, total: int) -> int:
        """Return k for one total, in Python integers."""
        top = total * self.slope + self.constant
        if self.divisor == 1:
            return top
        return div_round_one(top, self.divisor, self.rounding)

    def divided(self, multiply: int, divide: int, rounding: Rounding) -> Line | None:
        """Return the line of k · multiply ÷ divide; None for a second rounding."""
        if self.divisor != 1:
            return None
        common = gcd(multiply, divide)
        factor = multiply // common
        return Line(
            self.slope * factor, self.constant * factor, divide // common, rounding
        )


def round_fraction(value: Fraction, decimals: int, rounding: Rounding) -> int:
    """Return ``value * 10**decimals`` rounded to an integer.

    Examples
    --------
    >>> round_fraction(Fraction(-5, 2), 0, "half_up")
    -3
    """
    scaled = value * 10**decimals
    return div_round_one(scaled.numerator, scaled.denominator, rounding)


def settle(exact: Callable[[int], Decimal], decimals: int, rounding: Rounding) -> int:
    """Return a real number times ``10**decimals``, rounded to an integer.

    Parameters
    ----------
    exact
        Gives the number with about as many correct digits as it is asked for.

    Notes
    -----
    The digits are widened until the two ends of the error interval round alike; a
    number that still looks like a tie at 320 digits is one (an exact power, say).
    """
    mode = ROUND_HALF_UP if rounding == "half_up" else ROUND_HALF_EVEN
    for digits in _PRECISIONS:
        value = exact(digits)
        with localcontext() as context:
            context.prec = digits + 40
            scaled = value.scaleb(decimals)
            slack = abs(scaled) * Decimal(10) ** (10 - digits)
            low = (scaled - slack).to_integral_value(mode)
            high = (scaled + slack).to_integral_value(mode)
            if low == high:
                return int(low)
    with localcontext() as context:
        context.prec = 400
        near = exact(_PRECISIONS[-1]).scaleb(decimals)
        half = (near * 2).to_integral_value(ROUND_HALF_UP) / 2
        return int(half.to_integral_value(mode))


def round_real(
    arguments: Ints,
    estimate: np.ndarray,
    error: np.ndarray,
    exact: Callable[[int, int], Decimal],
    decimals: int,
    rounding: Rounding,
) -> Ints:
    """Return real numbers times ``10**decimals``, each rounded as its true value is.

    Parameters
    ----------
    arguments
        ndarray of int64: what the numbers were computed from.
    estimate, error
        float64 arrays: the numbers and a bound on the error of each.
    exact
        ``exact(argument, digits)`` gives one of them to `digits` digits.

    Notes
    -----
    An estimate whose error interval lies between two ties is rounded as it is; the
    others, near a tie, are settled with exact arithmetic. No result depends on the
    processor's ``exp``.
    """
    scaled = np.abs(estimate) * 10.0**decimals
    slack = error * 10.0**decimals + scaled * 2.0**-50
    low = np.floor(scaled - slack + 0.5)
    high = np.floor(scaled + slack + 0.5)
    out: Ints = np.where(estimate < 0, -low, low).astype(np.int64)
    known: dict[int, int] = {}
    for i in np.flatnonzero(low != high):
        argument = int(arguments[i])
        if argument not in known:
            known[argument] = settle(
                lambda digits, a=argument: exact(a, digits),  # type: ignore[misc]
                decimals,
                rounding,
            )
        out[i] = known[argument]
    return out
