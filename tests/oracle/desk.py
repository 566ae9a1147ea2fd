"""What a score being drawn may read, and what is known of the result."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from .draw_conditions import conditions
from .draw_terms import terms
from .lanes import Lane, Part

KNOWN = ("too_few_answers", "depends_on_unknown", "not_applicable", "out_of_population")


class NotHereError(Exception):
    """The names above do not allow this operation."""


class Desk:
    """What a score being drawn may read."""

    def __init__(self, draw, lanes: list[Lane], *, invalid: bool):
        self.draw, self.lanes, self.invalid = draw, lanes, invalid

    def pick(self, *kinds: str, items: bool = True) -> list[Lane]:
        return [o for o in self.lanes if o.kind in kinds and (items or not o.is_item)]

    def one(self, lanes: list[Lane]) -> Lane:
        if not lanes:
            raise NotHereError
        return self.draw(st.sampled_from(lanes))

    def few(self, lanes: list[Lane], least: int, most: int) -> list[Lane]:
        if len(lanes) < least:
            raise NotHereError
        drawn = st.lists(
            st.sampled_from(lanes),
            min_size=least,
            max_size=most,
            unique_by=lambda o: o.name,
        )
        return self.draw(drawn)

    def term(self, lane: Lane) -> Part:
        return self.draw(terms(lane, invalid=self.invalid))

    def number(self) -> Part:
        return self.term(self.one(self.pick("number", "truth", "category")))

    def condition(self) -> object:
        return self.draw(conditions(self.lanes))

    def flag(self, odds: int = 2) -> bool:
        return self.draw(st.integers(1, odds)) == 1


def about(size, scale, *, rounded=False) -> Lane:
    """Describe a number; `rounded` where it is approximate before its decimals."""
    return Lane("", "number", size=Fraction(size), scale=0 if rounded else scale)


TRUTH = Lane("", "truth", keys=("true", "false"))


def missing(desk: Desk, n: int, then: str) -> dict:
    """Draw a missing rule over n terms."""
    if n < 2 or desk.flag(3):
        return {} if desk.flag() else {"missing": "none_allowed"}
    then = desk.draw(st.sampled_from([then, then, "unknown"]))
    if desk.flag():
        return {
            "missing": {
                "max_missing": str(desk.draw(st.integers(1, n - 1))),
                "then": then,
            }
        }
    return {
        "missing": {"min_answered": str(desk.draw(st.integers(1, n))), "then": then}
    }
