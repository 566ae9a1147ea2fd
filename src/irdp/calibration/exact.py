"""Shares and capacities read as decimals, and floors taken without rounding."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from irdp.errors import CallError
from irdp.messages import diagnose

Exact = int | str | Decimal | Fraction | float


def exact(value: Exact, *, name: str) -> Fraction:
    """Return a number as it is written: 0.29 is 29/100, not its nearest float.

    Parameters
    ----------
    value : int, str, Decimal, Fraction or float
        A float counts as its shortest decimal spelling.
    name : str
        What it is, for the message.

    Raises
    ------
    CallError
        ``IRDP-K062`` where it is not a finite number.

    Examples
    --------
    >>> exact(0.29, name="share") * 100
    Fraction(29, 1)
    """
    try:
        if isinstance(value, float):
            return Fraction(Decimal(repr(float(value))))
        return Fraction(value)
    except (ValueError, OverflowError, InvalidOperation, TypeError) as error:
        raise CallError(diagnose("IRDP-K062", name=name)) from error


def share(value: Exact, *, name: str) -> Fraction:
    """Return a share strictly between 0 and 1, exactly.

    Examples
    --------
    >>> share("0.80", name="sensitivity")
    Fraction(4, 5)
    """
    number = exact(value, name=name)
    if not 0 < number < 1:
        raise CallError(diagnose("IRDP-K063", name=name))
    return number


def floor_share(part: Fraction, whole: float) -> int:
    """Return ⌊part · whole⌋ without floating-point error.

    Examples
    --------
    >>> floor_share(Fraction(29, 100), 100), int(0.29 * 100)
    (29, 28)
    """
    product = part * Fraction(whole)
    return product.numerator // product.denominator
