"""Additive parts over one denominator: integers by part, for any number of visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

CONSTANT = ""
"""The part that no item gives."""
ROUNDING = "~"
"""The part that the declared decimals give."""
_FIT = 2.0**62


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts of a number for each visit: ``parts[name] / denominator``.

    Parameters
    ----------
    parts
        By item, `CONSTANT` or `ROUNDING`: int64 of shape (n,) (Python ints where they
        could not fit).
    denominator
        int64 of shape (n,), or () where it is the same for all; positive.
    """

    parts: Mapping[str, Any]
    denominator: Any

    @classmethod
    def zero(cls) -> Shares:
        """Return no parts at all."""
        return cls({}, np.int64(1))

    def times(self, top: Any, bottom: Any) -> Shares:
        """Return the parts times a fraction per visit; a negative one turns signs."""
        common = np.gcd(top, bottom)
        common = np.where(common == 0, 1, common) * np.sign(bottom)
        top, bottom = top // common, bottom // common
        parts = {n: _product(p, top) for n, p in self.parts.items()}
        return Shares(parts, _product(self.denominator, bottom))

    def by(self, factor: Fraction) -> Shares:
        """Return the parts times a constant."""
        if factor == 1:
            return self
        top, bottom = _number(factor.numerator), _number(factor.denominator)
        parts = {n: _product(p, top) for n, p in self.parts.items()}
        return Shares(parts, _product(self.denominator, bottom))

    def plus(self, other: Shares) -> Shares:
        """Return the parts of both."""
        one, two = np.asarray(self.denominator), np.asarray(other.denominator)
        if _greatest(one) * _greatest(two) >= _FIT:
            one, two = one.astype(object), two.astype(object)
        common = np.lcm(one, two)
        mine, its = common // one, common // two
        parts = {n: _product(p, mine) for n, p in self.parts.items()}
        for name, part in other.parts.items():
            more = _product(part, its)
            parts[name] = _sum(parts[name], more) if name in parts else more
        return Shares(parts, _narrow(common))

    def where(self, rows: Any) -> Shares:
        """Return the parts of some visits, nothing of the others."""
        if rows.all():
            return self
        return Shares({n: p * rows for n, p in self.parts.items()}, self.denominator)

    @property
    def total(self) -> Any:
        """The sum of the parts over the denominator, shape (n,)."""
        total: Any = np.int64(0)
        for part in self.parts.values():
            total = _sum(total, part)
        return total


def _number(value: int) -> Any:
    return np.array(value, np.int64 if abs(value) < _FIT else object)


def _product(a: Any, b: Any) -> Any:
    """Return a times b, as Python integers where they could pass 64 bits."""
    a, b = np.asarray(a), np.asarray(b)
    if b.ndim == 0 and b == 1:
        return a
    if _greatest(a) * _greatest(b) < _FIT:
        return a.astype(np.int64, copy=False) * b.astype(np.int64, copy=False)
    return _narrow(a.astype(object) * b.astype(object))


def _sum(a: Any, b: Any) -> Any:
    """Return a plus b, as Python integers where they could pass 64 bits."""
    if _greatest(np.asarray(a)) + _greatest(np.asarray(b)) < _FIT:
        return a + b
    return _narrow(np.asarray(a).astype(object) + np.asarray(b).astype(object))


def _greatest(a: Any) -> float:
    return max(abs(float(a.min())), abs(float(a.max()))) if a.size else 0.0


def _narrow(a: Any) -> Any:
    """Return integers as int64 where they fit."""
    a = np.asarray(a)
    if a.dtype == object and _greatest(a) < _FIT:
        return a.astype(np.int64)
    return a
