"""How many persons of a cohort change band between two versions of a scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp import calibration as cal
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.ops.band import Band

if TYPE_CHECKING:
    from irdp.definition.scoring import Scoring


def reclassification(
    before: Scoring, after: Scoring, counts: cal.ScoreCounts, *, band: str
) -> cal.Reclassification:
    """Return the persons by old and new band, per service.

    Parameters
    ----------
    before, after
        Two versions; the score that they band is the same.
    counts
        Of that score.
    band
        The band score, by its id in both.

    Raises
    ------
    CallError
        ``IRDP-K093`` if one has no such band score.

    Examples
    --------
    >>> import irdp
    >>> was = irdp.load("was@1.0.0").definition
    >>> cuts = [{"id": "poor", "from": 0}, {"id": "moderate", "from": 7},
    ...         {"id": "good_excellent", "from": 8}]
    >>> new = was.revise(version="1.1.0", bands={"category": cuts})
    >>> counts = cal.ScoreCounts.from_counts([5, 6, 8], n=[9, 5, 4], events=[3, 1, 0])
    >>> reclassification(was, new, counts, band="category").changed[""]
    5
    """
    return cal.reclassification(
        counts, before=_bands(before, band), after=_bands(after, band)
    )


def _bands(scoring: Scoring, name: str) -> list[dict[str, Any]]:
    known = {s.id: s for s in scoring.scores if isinstance(s, Band)}
    if name not in known:
        raise CallError(diagnose("IRDP-K093", name=name, known=known))
    return [{"id": b.id, "from": float(b.from_)} for b in known[name].bands]
