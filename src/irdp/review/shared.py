"""Items that two questionnaires define: alike, or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from irdp.definition.questionnaire import Item, Questionnaire
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.definition.bundle import Bundle
    from irdp.errors import Diagnostic
    from irdp.source import Source

Filed = tuple[Questionnaire, "Source"]


def check_shared(questionnaires: Sequence[Filed]) -> Iterator[Diagnostic]:
    """Yield a warning for each item that two questionnaires do not define alike.

    Versions of one questionnaire are not compared: `diff` does that.
    """
    for (one, _), (other, source) in combinations(questionnaires, 2):
        if one.id == other.id:
            continue
        for i, item, known in _common(one, other):
            keys = differing(known, one, item, other)
            place = source.place(("items", i))
            if keys:
                yield diagnose(
                    "IRDP-Q107",
                    place,
                    name=item.id,
                    other=one.reference,
                    keys=", ".join(keys),
                )
            elif known.label != item.label:
                yield diagnose(
                    "IRDP-Q108",
                    source.place(("items", i, "label")),
                    name=item.id,
                    other=one.reference,
                )


def check_together(bundle: Bundle) -> Iterator[Diagnostic]:
    """Yield an error for each item that two questionnaires of one policy define otherwise."""
    filed = [(f.document, f.source) for f in bundle.questionnaires.values()]
    for (one, _), (other, source) in combinations(filed, 2):
        for i, item, known in _common(one, other):
            if differing(known, one, item, other):
                yield diagnose("IRDP-Q064", source.place(("items", i)), name=item.id)


def _common(
    one: Questionnaire, other: Questionnaire
) -> Iterator[tuple[int, Item, Item]]:
    known = {item.id: item for item in one.items}
    for i, item in enumerate(other.items):
        if item.id in known:
            yield i, item, known[item.id]


def differing(
    one: Item, of_one: Questionnaire, other: Item, of_other: Questionnaire
) -> list[str]:
    """Return the keys in which two definitions of an item differ, wording apart."""
    a, b = _facts(one, of_one), _facts(other, of_other)
    return [key for key in a if a[key] != b[key]]


def _facts(item: Item, questionnaire: Questionnaire) -> dict[str, Any]:
    spec = item.spec(questionnaire.codes)
    return {
        "type": item.type,
        "options": {o.code for o in item.options},
        "codes": dict(spec.states),
        "min": item.min,
        "max": item.max,
        "decimals": item.decimals or 0,
        "unit": item.unit,
    }
