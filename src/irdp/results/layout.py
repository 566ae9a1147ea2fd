"""The columns of a file of scores: their names, their order, and what each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from irdp.ops.lanes import Kind

if TYPE_CHECKING:
    import pyarrow as pa

    from irdp.results.reader import Reader

TEXT, NUMBER, TRUTH, TEXTS, WHOLE = "text", "number", "truth", "texts", "whole"
_OF_KIND = {Kind.NUMBER: NUMBER, Kind.TRUTH: TRUTH, Kind.CATEGORY: TEXT}


class Field(NamedTuple):
    """One column.

    Parameters
    ----------
    name
        Its name in the file.
    of
        The score or the decision that it is of.
    part
        What of it: a method of `Columns`.
    holds
        ``text``, ``number``, ``truth``, or ``texts``.
    full
        Whether it has a value for every visit.
    """

    name: str
    of: str
    part: str
    holds: str
    full: bool = False


def layout(reader: Reader) -> list[Field]:
    """Return the columns of what is reported, in order.

    Examples
    --------
    >>> import irdp
    >>> [field.name for field in layout(irdp.load("was@1.0.0").reader)][:4]
    ['score', 'score.band', 'score.status', 'score.completeness']
    """
    fields = []
    for name in reader.outputs:
        holds = _OF_KIND[reader.nodes[name].signature.kind]
        fields += [
            Field(name, name, "values", holds),
            Field(f"{name}.band", name, "bands", TEXT),
            Field(f"{name}.status", name, "statuses", TEXT, full=True),
            Field(f"{name}.completeness", name, "completeness", NUMBER),
        ]
    for name, step in reader.steps.items():
        one = TEXTS if step.hit == "collect" else TEXT
        fields += [
            Field(name, name, "proposals", one, full=True),
            Field(f"{name}.provisional", name, "provisional", TRUTH, full=True),
            Field(f"{name}.reasons", name, "reasons", TEXTS, full=True),
        ]
    return fields


def arrow_types(arrow: Any) -> dict[str, pa.DataType]:
    """Return the Arrow type of what columns hold: one that every consumer reads."""
    return {
        TEXT: arrow.string(),
        NUMBER: arrow.float64(),
        TRUTH: arrow.bool_(),
        TEXTS: arrow.list_(arrow.string()),
        WHOLE: arrow.int64(),
    }
