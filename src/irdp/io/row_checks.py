"""What is wrong with rows beside their answers: an id seen before, another version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from irdp.io.rejects import RejectReason
from irdp.io.seen import SeenKeys
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.io.inputs import Rows
    from irdp.scorer import Scorer
    from irdp.text import Lang

VISIT_ID = "id_visite"
VERSION = "version_questionnaire"
_REPEATED, _OTHER = "IRDP-D035", "IRDP-D040"

Faults = dict[int, list[RejectReason]]


class RowChecks:
    """Finds rows to reject whatever they answer, over all chunks of a run.

    Parameters
    ----------
    key
        The columns that tell rows apart; ids are compared where it is `id_visite`.
    scorers
        What scores the rows: a column `version_questionnaire` may name only the
        versions that they read.
    lang
        The language of the reasons.
    """

    def __init__(
        self, key: Sequence[str], scorers: Sequence[Scorer], lang: Lang
    ) -> None:
        self._by_id = tuple(key) == (VISIT_ID,)
        self._seen = SeenKeys()
        self._lang = lang
        asked = [
            filed.document
            for scorer in scorers
            for filed in scorer.compiled.bundle.questionnaires.values()
        ]
        self._versions = {d.version for d in asked} | {d.reference for d in asked}
        items = {item.id for document in asked for item in document.items}
        self._versioned = VERSION not in items

    @property
    def full(self) -> bool:
        """Whether there were more ids than are remembered."""
        return self._seen.full

    def faults(self, rows: Rows) -> Faults:
        """Return the rows of a chunk to reject, and why."""
        found: Faults = {}
        if not len(rows):
            return found
        if self._by_id:
            keys = _texts(rows.columns[VISIT_ID])
            for row, line in self._seen.repeated(keys, rows.lines).items():
                words = diagnose(_REPEATED, first=line).message.get(self._lang)
                found.setdefault(row, []).append(
                    RejectReason(_REPEATED, words, VISIT_ID)
                )
        if self._versioned and VERSION in rows.columns:
            words = diagnose(_OTHER, column=VERSION).message.get(self._lang)
            reason = RejectReason(_OTHER, words, VERSION)
            for row, text in enumerate(_texts(rows.columns[VERSION])):
                if text.strip() and text.strip() not in self._versions:
                    found.setdefault(row, []).append(reason)
        return found


def _texts(column: Any) -> Sequence[str]:
    if hasattr(column, "to_pylist"):
        return ["" if v is None else str(v) for v in column.to_pylist()]
    found: Sequence[str] = column
    return found
