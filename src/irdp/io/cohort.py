"""A file of visits with an outcome, read whole: what a calibration is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError
from irdp.io.whole import read_whole
from irdp.messages import diagnose
from irdp.recalibration import counted_score, counts_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from irdp.calibration import ScoreCounts
    from irdp.scorer import Scorer
    from irdp.text import Lang

_YES = frozenset(("1", "oui", "true", "vrai", "yes", "1.0", "1,0"))
_NO = frozenset(("0", "non", "false", "faux", "no", "0.0", "0,0"))
_EMPTY = frozenset(("", "none", "nan", "na"))


@dataclass(frozen=True, slots=True)
class Cohort:
    """The counts of a file, and what was left out of them.

    Parameters
    ----------
    counts
        Persons and events by score, marked with the version that scored them.
    read
        Rows of the file that fit its header.
    left_out
        Rows that do not.
    """

    counts: ScoreCounts
    read: int
    left_out: int

    def render(self, lang: Lang = "fr") -> str:
        """Return the flow in one line."""
        n, events = self.counts.total, self.counts.total_events
        words = {
            "fr": f"lues {self.read + self.left_out} = comptées {n} ({events} événements)"
            f" + sans score ou sans issue {self.counts.dropped}"
            f" + hors en-tête {self.left_out}",
            "en": f"read {self.read + self.left_out} = counted {n} ({events} events)"
            f" + without a score or an outcome {self.counts.dropped}"
            f" + not fitting the header {self.left_out}",
        }
        return words[lang]


def read_cohort(
    path: str | Path,
    scorer: Scorer,
    *,
    outcome: str,
    service: str | None = None,
    counted: str | None = None,
    rename: Mapping[str, str] | None = None,
) -> Cohort:
    """Return the counts of a file of visits, one row per person, scored.

    Parameters
    ----------
    outcome, service
        Columns: 0 or 1 (oui/non and true/false are read too; an empty cell leaves the
        row out), and the service of each row.
    counted
        The score to count: see `irdp.recalibration.counted_score`.
    rename
        New names of columns by their names in the file.

    Raises
    ------
    FileError
        Where the file cannot be read.
    CallError
        ``IRDP-K097`` an outcome that is neither · ``IRDP-K098`` no such column.
    """
    whole = read_whole(path, rename=rename)
    name = counted or counted_score(scorer)
    for column in (outcome, service):
        if column is not None and column not in whole.columns:
            raise CallError(diagnose("IRDP-K098", name=column, known=whole.columns))
    y = _outcomes(whole.columns[outcome], outcome)
    table = scorer.score(scorer.encode(whole.columns, flat=whole.flat))
    where = None if service is None else [str(v) for v in whole.columns[service]]
    counts = counts_of(table, y, counted=name, service=where)
    return Cohort(counts, len(whole.lines), sum(whole.left_out.values()))


def _outcomes(cells: Any, name: str) -> Any:
    out = np.full(len(cells), np.nan)
    wrong = 0
    for i, cell in enumerate(cells):
        text = str(cell).strip().casefold()
        if text in _YES or text in _NO:
            out[i] = text in _YES
        elif text not in _EMPTY:
            wrong += 1
    if wrong:
        raise CallError(diagnose("IRDP-K097", name=name, count=wrong))
    return out
