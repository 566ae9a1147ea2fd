"""From lanes to what a user reads: floats, truths, ids, bands, completeness."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.band import Band
from irdp.ops.lanes import FIRST, Kind, Signature, State, Status
from irdp.plan.coding import AnyLane, IndexLane
from irdp.plan.verdicts import IndexedVerdict
from irdp.results.coded import Coded, Entries, gather

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from irdp.ops.decision import DecisionStep
    from irdp.ops.lanes import Codes
    from irdp.plan.program import Program
    from irdp.plan.verdicts import AnyVerdict

_MANY = 4096
"""The entries above which few texts are not made once for each of them."""
NOTHING = Entries(np.array([None], dtype=object))
TRUTHS = Entries(np.array([False, True]))
STATUSES = Entries(np.array([s.label for s in Status], dtype=object))


def values(lane: AnyLane, signature: Signature, out: Any | None = None) -> Any:
    """Return the values of a lane: float64 with NaN, or objects with None.

    A number is the float nearest to its fraction: both integers are below 2^53, so
    that one division rounds once. The values are written to `out`, if it is given.
    """
    found = coded_values(lane, signature, out)
    return found.plain(out) if isinstance(found, Coded) else found


def coded_values(
    lane: AnyLane, signature: Signature, out: Any | None = None
) -> Coded | Any:
    """Return the values of a lane, coded but for the numbers of a plain lane."""
    if isinstance(lane, IndexLane):
        coding = lane.coding
        if coding.size > _MANY and signature.kind is not Kind.NUMBER:
            few = coding.made.get(
                ("few", signature), lambda: coded_values(coding.lane, signature)
            )
            return Coded(few.index.take(lane.index), few.entries)
        entries = coding.made.get(
            signature, lambda: Entries(values(coding.lane, signature))
        )
        return Coded(lane.index, entries)
    known = lane.status <= Status.PRORATED
    if signature.kind is Kind.NUMBER:
        found = np.divide(lane.values, signature.scale, out=out)
        np.putmask(found, ~known, np.nan)
        return found
    words: Sequence[Any] = signature.labels
    if signature.kind is Kind.TRUTH:
        words = (False, True)
    texts = np.empty(len(words) + 1, dtype=object)
    texts[: len(words)] = words
    return Coded(np.where(known, lane.values, len(words)), Entries(texts))


def ranks(lane: AnyLane, out: Any) -> Any:
    """Return the integers of a lane in `out`, -1 where there is no value."""
    if isinstance(lane, IndexLane):
        coding = lane.coding
        entries = coding.made.get(
            ("ranks", out.dtype),
            lambda: ranks(coding.lane, np.empty(coding.size, out.dtype)),
        )
        return gather(entries, lane.index, out)
    np.copyto(out, lane.values, casting="unsafe")
    np.putmask(out, lane.status > Status.PRORATED, -1)
    return out


def coded_statuses(lane: AnyLane) -> Coded:
    """Return the statuses of a lane as text."""
    if isinstance(lane, IndexLane):
        coding = lane.coding
        if coding.size > _MANY:
            return Coded(coding.status.take(lane.index), STATUSES)
        entries = coding.made.get(
            "statuses", lambda: Entries(coded_statuses(coding.lane).plain())
        )
        return Coded(lane.index, entries)
    return Coded(lane.status, STATUSES)


def band_nodes(program: Program) -> dict[str, str]:
    """Return, by the name of a number, the name of the band score that bands it.

    The one that says `main`, else the only one; a band score bands itself.
    """
    found: dict[str, list[tuple[bool, str]]] = {}
    out: dict[str, str] = {}
    for part in program.parts:
        for node in part.nodes:
            if isinstance(node.score, Band):
                name = part.name(node.id)
                out[name] = name
                target = node.score.of.target
                if target in {n.id for n in part.nodes}:
                    target = part.name(target)
                found.setdefault(target, []).append((node.score.main, name))
    for target, bands in found.items():
        mains = [name for main, name in bands if main]
        if mains or len(bands) == 1:
            out[target] = mains[0] if mains else bands[0][1]
    return out


def completeness(items: Sequence[str], codes: Mapping[str, Codes]) -> Coded:
    """Return answered ÷ expected over the items that a score reads.

    float64 in [0, 1]; NaN where nothing is expected.
    """
    first = next(iter(codes.values()))
    answered = np.zeros(first.shape, np.uint16)
    expected = np.zeros(first.shape, np.uint16)
    for name in items:
        np.add(answered, (codes[name] >= FIRST).view(np.uint8), answered)
        asked = codes[name] != State.NOT_APPLICABLE
        np.add(expected, asked.view(np.uint8), expected)
    size = len(items) + 1
    return Coded(np.add(expected * np.uint32(size), answered), _shares(size))


@cache
def _shares(size: int) -> Entries:
    """Return a ÷ e at index ``e * size + a``."""
    expected, answered = np.divmod(np.arange(size * size), size)
    share = answered / np.maximum(expected, 1)
    return Entries(np.where(expected > 0, share, np.nan))


def bits(mask: int, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names whose bits are set.

    Examples
    --------
    >>> bits(0b101, ("a", "b", "c"))
    ('a', 'c')
    """
    return tuple(name for i, name in enumerate(names) if mask >> i & 1)


def coded_masks(
    verdict: AnyVerdict, field: str, make: Callable[[int], Any], what: str = "texts"
) -> Coded:
    """Return what is made of each mask of a column of a verdict, by the name `what`."""
    if isinstance(verdict, IndexedVerdict):
        masks = getattr(verdict.table, field)
        entries = verdict.made.get(
            (field, what), lambda: Entries(_by_mask(masks, make).plain())
        )
        return Coded(verdict.index, entries)
    return _by_mask(getattr(verdict, field), make)


def proposals(verdict: AnyVerdict, step: DecisionStep, out: Any) -> Any:
    """Return what a decision proposes in `out`: ids, or their ranks as integers."""
    if out.dtype.kind == "i":
        coded = coded_masks(verdict, "proposed", int.bit_length, "ranks")
        np.subtract(coded.plain(), 1, out, casting="unsafe")
        return out
    return coded_proposals(verdict, step).plain(out)


def coded_proposals(verdict: AnyVerdict, step: DecisionStep) -> Coded:
    """Return what a decision proposes: an id, or a tuple of ids."""
    return coded_masks(verdict, "proposed", lambda mask: proposal(step, mask))


def coded_provisional(verdict: AnyVerdict) -> Coded:
    """Return where an unknown rule could change a decision."""
    if isinstance(verdict, IndexedVerdict):
        table = verdict.table
        entries = verdict.made.get("provisional", lambda: Entries(table.provisional))
        return Coded(verdict.index, entries)
    return Coded(verdict.provisional.view(np.uint8), TRUTHS)


def _by_mask(column: Any, make: Callable[[int], Any]) -> Coded:
    """Return what is made of each mask of a column, each mask once, dtype object."""
    found, back = np.unique(column, return_inverse=True)
    table = np.empty(len(found), dtype=object)
    for i, mask in enumerate(found.tolist()):
        table[i] = make(mask)
    return Coded(back.reshape(-1), Entries(table))


def proposal(step: DecisionStep, mask: int) -> str | tuple[str, ...]:
    """Return what a decision proposes: an id, or ids in the order of its rules."""
    found = bits(mask, step.proposals)
    if step.hit == "first":
        return found[0]
    ranks: dict[str, int] = {}
    for i, rule in enumerate(step.rules):
        ranks.setdefault(step.proposals[rule.proposal], i)
    return tuple(sorted(found, key=lambda name: ranks.get(name, len(ranks))))
