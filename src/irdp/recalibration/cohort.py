"""A scored cohort as counts that know which version they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.calibration import ScoreCounts
from irdp.ops.band import Band
from irdp.ops.lanes import Kind
from irdp.recalibration.risk import RISKS, risk_rule, scoring_of, unclear

if TYPE_CHECKING:
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer


def counted_score(scorer: Scorer) -> str:
    """Return the score that is counted: that of the risk, of the block, or of bands.

    Raises
    ------
    CallError
        ``IRDP-K090`` where it is not clear which.
    """
    document = scoring_of(scorer)
    nodes = scorer.compiled.program.nodes
    if document.calibration is not None and document.calibration.counted_score:
        return document.calibration.counted_score
    if any(node.score.op in RISKS for node in nodes.values()):  # type: ignore[attr-defined]
        return risk_rule(scorer).counted
    bands = [node.score for node in nodes.values() if isinstance(node.score, Band)]
    banded = {band.of.target for band in bands} & set(nodes)
    public = [n for n, node in nodes.items() if node.score.report == "public"]
    numbers = [n for n in public if nodes[n].signature.kind is Kind.NUMBER]
    found = sorted(banded) if len(banded) == 1 else numbers
    if len(found) != 1:
        raise unclear(document, "plusieurs scores", "there are several scores")
    return found[0]


def counts_of(
    table: ScoreTable,
    y_true: object,
    *,
    counted: str,
    service: object = None,
    sample_weight: object = None,
) -> ScoreCounts:
    """Return persons and events by score of a scored cohort, marked with its version.

    Parameters
    ----------
    table
        The scored visits, one per person.
    y_true
        The outcome of each, 0 or 1; a visit whose score or outcome is unknown is left
        out and counted in `dropped`.
    counted
        The score to count.
    service, sample_weight
        See `ScoreCounts.from_rows`.

    Examples
    --------
    >>> import irdp
    >>> scorer = irdp.load("was@1.0.0")
    >>> table = scorer.score({"WAI1": [4, 9, None]})
    >>> counts = counts_of(table, [1, 0, 0], counted="score")
    >>> counts.definition, counts.dropped, counts.score.tolist()
    ('was@1.0.0', 1, [4.0, 9.0])
    """
    if table.signature(counted).kind is not Kind.NUMBER:
        document = table.definition.document
        fr, en = f"« {counted} » n'est pas un nombre", f"“{counted}” is no number"
        raise unclear(document, fr, en)
    counts = ScoreCounts.from_rows(
        table.values(counted),
        y_true,
        service=service,
        sample_weight=sample_weight,
        missing="drop",
    )
    return counts.of_definition(table.provenance.reference)
