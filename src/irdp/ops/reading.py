"""A compiled term, and what the readings of items and of scores share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from irdp.ops.lanes import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from irdp.ops.lanes import Lane, Signature
    from irdp.ops.scope import Scope
    from irdp.ops.term import Term

STATES = {state.name.lower(): state for state in State}
BOOLEAN_KEYS = {"1": "true", "0": "false"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A compiled term.

    Parameters
    ----------
    name
        What it reads.
    signature
        The kind, denominator and range of its points (without the weight).
    run
        Column of codes, or lane of a score, in; lane of points out.
    raw
        Whether it reads a score as it stands.
    """

    name: str
    signature: Signature
    run: Callable[[Any], Lane]
    of_item: bool

    def __call__(self, env: Mapping[str, Any]) -> Lane:
        """Return the lane of points over the visits of `env`."""
        return self.run(env[self.name])


def ceil_of(value: Fraction, scale: int) -> int:
    """Return the least integer k with ``k / scale >= value``.

    Examples
    --------
    >>> ceil_of(Fraction(1, 3), 100)
    34
    """
    return -((-value * scale).__floor__())


def exact_keys(
    table: Mapping[str, Fraction], scope: Scope, at: tuple[str | int, ...]
) -> dict[Fraction, Fraction]:
    """Return a table of values by exact value."""
    out: dict[Fraction, Fraction] = {}
    for key, value in table.items():
        try:
            out[Fraction(key)] = value
        except ValueError:
            scope.fault("IRDP-Q016", *at, key)
    return out


def intervals(
    term: Term, scope: Scope, at: tuple[str | int, ...]
) -> tuple[list[Fraction], list[Fraction]]:
    """Return the lower bounds of a `recode_intervals`, and the value of each."""
    steps = term.recode_intervals or ()
    if not steps:
        scope.refuse("IRDP-Q031", *at, "recode_intervals")
    for i, (a, b) in enumerate(pairwise(steps)):
        if b.from_ <= a.from_:
            scope.fault("IRDP-Q041", *at, "recode_intervals", i + 1, "from")
    return [s.from_ for s in steps], [s.value for s in steps]
