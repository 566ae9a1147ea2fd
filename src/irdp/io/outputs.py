"""The columns of results that a file of scores holds, and their Arrow types."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.results.arrow import arrow_array
from irdp.results.layout import arrow_types, layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from irdp.scorer import Scorer


def prefixes(scorers: Sequence[Scorer]) -> list[str]:
    """Return what stands before the columns of each scorer: nothing for a sole one.

    Raises
    ------
    CallError
        Where one definition is given twice (IRDP-F024).
    """
    if len(scorers) == 1:
        return [""]
    references = Counter(s.definition.reference for s in scorers)
    for name, times in references.items():
        if times > 1:
            raise CallError(diagnose("IRDP-F024", name=name))
    ids = Counter(s.definition.id for s in scorers)
    return [
        f"{s.definition.id if ids[s.definition.id] == 1 else s.definition.reference}."
        for s in scorers
    ]


def output_types(scorer: Scorer, prefix: str = "") -> dict[str, str]:
    """Return the columns that a scorer writes, in order, and what each holds.

    Examples
    --------
    >>> import irdp
    >>> list(output_types(irdp.load("was@1.0.0")))[:4]
    ['score', 'score.band', 'score.status', 'score.completeness']
    """
    return {prefix + field.name: field.holds for field in layout(scorer.reader)}


def arrow_schema(arrow: Any, types: Mapping[str, str], kept: Mapping[str, Any]) -> Any:
    """Return the Arrow schema of some columns; `kept` gives types of its own."""
    known = arrow_types(arrow)
    fields = [
        arrow.field(name, kept[name] if name in kept else known[kind])
        for name, kind in types.items()
    ]
    return arrow.schema(fields)


def arrow_arrays(arrow: Any, schema: Any, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns of results as Arrow arrays: unknown is null."""
    out = {}
    for field in schema:
        column = columns[field.name]
        if not isinstance(column, arrow.ChunkedArray):
            column = arrow_array(column, field.type)
        out[field.name] = column
    return out
