"""The result of one visit, decoded from a few integers when it is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Generic, TypeVar

from irdp.disclosure.audience import check_individual
from irdp.results.explain import explain
from irdp.results.outcomes import DecisionResult, ScoreResult
from irdp.results.provenance import VALIDATION, Provenance
from irdp.results.reader import Reader
from irdp.results.validity import validity

if TYPE_CHECKING:
    from irdp.catalogue import Definition
    from irdp.results.row import Row
    from irdp.results.table import ScoreTable
    from irdp.text import Lang
    from irdp.visits.issues import Issue

T = TypeVar("T")


class Lazy(Mapping[str, T], Generic[T]):
    """A mapping whose values are made when they are first asked for."""

    __slots__ = ("_made", "_make", "_names")

    def __init__(self, names: Mapping[str, object], make: Callable[[str], T]) -> None:
        self._names = names
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<{len(self)} results>"


class Assessment:
    """The scores and decisions of one visit; everything is decoded when it is read.

    Parameters
    ----------
    reader
        What decodes the results of its definition.
    row
        The visit as integers.
    table
        Gives a row as a table of one visit.
    """

    __slots__ = ("__dict__", "_reader", "_row", "_table")

    def __init__(
        self, reader: Reader, row: Row, table: Callable[[Row], ScoreTable]
    ) -> None:
        self._reader = reader
        self._row = row
        self._table = table

    def __repr__(self) -> str:
        reference = self.definition.document.reference
        return (
            f"Assessment({reference}, {len(self._row.lanes)} scores, "
            f"{len(self.issues)} issues)"
        )

    @property
    def definition(self) -> Definition:
        """What the visit was scored by."""
        return self._reader.definition

    @property
    def table(self) -> ScoreTable:
        """The visit as a table of one row."""
        return self._table(self._row)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The scores that are reported, in written order."""
        return self._reader.outputs

    @cached_property
    def scores(self) -> Mapping[str, ScoreResult]:
        """Every score by its id (``alias.id`` in a policy)."""
        reader, row = self._reader, self._row  # not self, which would be a cycle
        return Lazy(row.lanes, lambda name: reader.score(name, row))

    @cached_property
    def decisions(self) -> Mapping[str, DecisionResult]:
        """Every decision by its id."""
        reader, row = self._reader, self._row
        return Lazy(row.verdicts, lambda name: reader.decision(name, row))

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong with single answers; it points, it does not quote."""
        return self._row.issues.for_row(self._row.row)

    @property
    def codes(self) -> Mapping[str, int]:
        """The code of each item that is read."""
        return self._row.codes

    @property
    def rejected(self) -> bool:
        """Whether the visit was rejected."""
        return self._row.rejected

    @property
    def provenance(self) -> Provenance:
        """Where the result comes from."""
        return self._reader.provenance

    @property
    def validation(self) -> str:
        """``to_be_validated``: a health professional decides."""
        return VALIDATION

    def explain(self, lang: Lang = "fr", *, audience: str = "soignant") -> str:
        """Return the result in words, for a health professional.

        Raises
        ------
        CallError
            If the audience gets aggregates only, or does not exist.
        """
        check_individual(audience)
        return explain(self, lang)

    def to_dict(self) -> dict[str, object]:
        """Return plain values: provenance, scores, decisions, issues."""
        return {
            "schema": "irdp/assessment/1",
            "provenance": self.provenance.to_dict(),
            "rejected": self.rejected,
            "scores": {n: self.scores[n].to_dict() for n in self.outputs},
            "decisions": {n: d.to_dict() for n, d in self.decisions.items()},
            "issues": [
                {"item": i.item, "code": i.code, "severity": str(i.severity)}
                for i in self.issues
            ],
            "validation": self.validation,
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def _repr_html_(self) -> str:
        nodes = self.definition.program.nodes
        cells = []
        for name in self.outputs:
            if nodes[name].score.level == "collective":
                continue
            found = self.scores[name]
            band = "" if found.band is None else found.band.id
            shown = "" if found.value is None else str(found.value)
            row = (name, shown, band, found.status)
            cells.append("".join(f"<td>{escape(c)}</td>" for c in row))
        body = "".join(f"<tr>{r}</tr>" for r in cells)
        said = "".join(
            f"<p>{escape(remark.get('fr'))}</p>"
            for remark in validity(self.definition, self.codes)
        )
        return (
            f"<p>{escape(repr(self))}</p>{said}<table><thead><tr><th>score</th><th>value</th>"
            f"<th>band</th><th>status</th></tr></thead><tbody>{body}</tbody></table>"
        )
