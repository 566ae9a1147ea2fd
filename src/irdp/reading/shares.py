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
        int64 of shape (n,), positive.
    """

    parts: Mapping[str, Any]
    denominator: Any

    @classmethod
    def zero(cls, n: int) -> Shares:
        """Return no parts at all."""
        return cls({}, np.ones(n, np.int64))

    def times(self, top: Any, bottom: Any) -> Shares:
        """Return the parts times a fraction per visit; a negative one turns signs."""
        turn = np.sign(bottom)
        parts = {n: _product(p, top * turn) for n, p in self.parts.items()}
        return Shares(parts, _product(self.denominator, abs(bottom))).reduced()

    def by(self, factor: Fraction) -> Shares:
        """Return the parts times a constant."""
        return self.times(
            np.array(factor.numerator, object), np.array(factor.denominator, object)
        )

    def plus(self, other: Shares) -> Shares:
        """Return the parts of both."""
        common = np.lcm(self.denominator, other.denominator)
        if (np.asarray(common) <= 0).any() or common.dtype != object:
            wide = (self.denominator.astype(object), other.denominator.astype(object))
            common = np.lcm(*wide)
        mine, its = common // self.denominator, common // other.denominator
        parts = {n: _product(p, mine) for n, p in self.parts.items()}
        for name, part in other.parts.items():
            more = _product(part, its)
            parts[name] = _narrow(parts[name] + more) if name in parts else more
        return Shares(parts, _narrow(common))

    def where(self, rows: Any) -> Shares:
        """Return the parts of some visits, nothing of the others."""
        parts = {n: np.where(rows, p, 0) for n, p in self.parts.items()}
        return Shares(parts, np.where(rows, self.denominator, 1))

    def reduced(self) -> Shares:
        """Return the same parts over the least denominator."""
        common = self.denominator
        for part in self.parts.values():
            common = np.gcd(common, part)
        common = np.where(common == 0, 1, common)
        parts = {n: _narrow(p // common) for n, p in self.parts.items()}
        return Shares(parts, _narrow(self.denominator // common))

    @property
    def total(self) -> Any:
        """The sum of the parts over the denominator, shape (n,)."""
        total = np.zeros(len(self.denominator), object)
        for part in self.parts.values():
            total = total + part
        return _narrow(total)


def _product(a: Any, b: Any) -> Any:
    """Return a times b, as Python integers where they could pass 64 bits."""
    a, b = np.asarray(a), np.asarray(b)
    most = _greatest(a) * _greatest(b)
    if most < _FIT:
        return a.astype(np.int64) * b.astype(np.int64)
    return _narrow(a.astype(object) * b.astype(object))


def _greatest(a: Any) -> float:
    return float(abs(a).max()) if a.size else 0.0


def _narrow(a: Any) -> Any:
    """Return integers as int64 where they fit."""
    a = np.asarray(a)
    if a.dtype == object and _greatest(a) < _FIT:
        return a.astype(np.int64)
    return a
