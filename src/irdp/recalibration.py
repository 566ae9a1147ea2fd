"""From a scorer and a cohort to the next version: counts, the risk, names, a scorer.

`irdp.calibration` knows counts and functions; here are the functions and the counts of
a definition, computed by the engine's own steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration import Names, ScoreCounts
from irdp.catalogue import Definition
from irdp.definition.bundle import Bundle, Filed
from irdp.definition.scoring import Scoring
from irdp.errors import CallError, DefinitionError, Severity
from irdp.messages import diagnose
from irdp.ops.affine import Affine
from irdp.ops.lanes import Kind, Lane, Status
from irdp.plan.link import link
from irdp.scorer import Scorer
from irdp.source import read_text
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from irdp.plan.program import Node
    from irdp.results.table import ScoreTable

    Floats = NDArray[np.float64]

RISKS = ("logistic", "survival")
CLOSE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class RiskRule:
    """The risk at each counted score, computed by the engine as for a visit.

    Parameters
    ----------
    definition
        `id@version` of the scoring.
    counted, risk
        The score that is counted, and the risk that follows from it alone.
    names
        How an update is named so that it takes the place of this risk: pass it as
        `Fitting(names=rule.names)`.

    Examples
    --------
    >>> import irdp
    >>> rule = risk_rule(irdp.load("demo_irdp@0.1.0"))
    >>> rule.counted, rule.risk, rule([-5.73, -4.0]).tolist()
    ('lp', 'risque', [0.003236, 0.017986])
    """

    definition: str
    counted: str
    risk: str
    names: Names
    _nodes: Mapping[str, Node] = field(repr=False)

    def __call__(self, score: object) -> Floats:
        """Return the risk at each score, NaN where the definition gives none.

        Parameters
        ----------
        score
            Values of the counted score, shape (U,).

        Returns
        -------
        ndarray of shape (U,)
            float64, in [0, 1].

        Raises
        ------
        CallError
            ``IRDP-K096`` for values that the score cannot take.
        """
        given = np.asarray(score, dtype=np.float64)
        source = self._nodes[self.counted].signature
        lane = np.rint(given * source.scale)
        off = np.abs(lane / source.scale - given) > CLOSE * np.maximum(1, abs(given))
        lost = off | (lane < source.low) | (lane > source.high)
        if lost.any():
            count = int(lost.sum())
            raise CallError(diagnose("IRDP-K096", name=self.counted, count=count))
        known = np.full(given.shape, Status.OK, np.uint8)
        env: dict[str, Any] = {self.counted: Lane(lane.astype(np.int64), known)}
        for name, node in self._nodes.items():
            if name != self.counted:
                # `population` and `applies_if` ask about a person; a risk is of a score
                env[name] = node.built.core.run(env)
        values, status = env[self.risk]
        scale = self._nodes[self.risk].signature.scale
        return np.where(status <= Status.PRORATED, values / scale, np.nan)


def risk_rule(
    scorer: Scorer, *, counted: str | None = None, risk: str | None = None
) -> RiskRule:
    """Return the risk of a scoring as a function of its counted score.

    Parameters
    ----------
    counted
        The score to count; by default what the `calibration:` block names, else the
        first score on the way from the risk down that reads an item or several scores.
    risk
        The risk; by default what the block names, else the only one.

    Raises
    ------
    CallError
        ``IRDP-K090`` for a policy, where no risk follows from one score alone, or
        where it is not clear which.

    Examples
    --------
    >>> import irdp
    >>> risk_rule(irdp.load("demo_irdp@0.1.0")).definition
    'demo_irdp@0.1.0'
    """
    document, nodes = _scoring(scorer), scorer.compiled.program.nodes
    block = document.calibration
    top = risk or (block.score if block else None) or _only_risk(document, nodes)
    base = counted or (block.counted_score if block else None)
    if top not in nodes or (base is not None and base not in nodes):
        raise _unclear(document, "ce score n'existe pas", "there is no such score")
    if base is None:
        base = _bottom(top, nodes)
    path = _path(document, nodes, top, base)
    return RiskRule(document.reference, base, top, _names(path, base, top), path)


def counted_score(scorer: Scorer) -> str:
    """Return the score that is counted: that of the risk, of the block, or of bands.

    Raises
    ------
    CallError
        ``IRDP-K090`` where it is not clear which.
    """
    document = _scoring(scorer)
    nodes = scorer.compiled.program.nodes
    if document.calibration is not None and document.calibration.counted_score:
        return document.calibration.counted_score
    if any(node.score.op in RISKS for node in nodes.values()):  # type: ignore[attr-defined]
        return risk_rule(scorer).counted
    banded = {
        node.score.of.target  # type: ignore[attr-defined]
        for node in nodes.values()
        if node.score.op == "band" and node.score.of.target in nodes  # type: ignore[attr-defined]
    }
    public = [n for n, node in nodes.items() if node.score.report == "public"]
    numbers = [n for n in public if nodes[n].signature.kind is Kind.NUMBER]
    found = sorted(banded) if len(banded) == 1 else numbers
    if len(found) != 1:
        raise _unclear(document, "plusieurs scores", "there are several scores")
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
    counts = ScoreCounts.from_rows(
        table.values(counted),
        y_true,
        service=service,
        sample_weight=sample_weight,
        missing="drop",
    )
    return counts.of_definition(table.provenance.reference)


def scorer_of(scoring: Scoring, *, like: Scorer) -> Scorer:
    """Return the scorer of a scoring that is not written yet.

    Parameters
    ----------
    scoring
        Such as `Scoring.revise` returns.
    like
        A scorer of the same questionnaire: that of the version before.

    Raises
    ------
    CallError
        ``IRDP-K016`` if the two read different questionnaires.
    DefinitionError
        With every fault of the scoring, placed in the text of its file.
    """
    asked = like.compiled.bundle.questionnaires
    if scoring.questionnaire not in asked:
        left = ", ".join(asked)
        raise CallError(diagnose("IRDP-K016", left=left, right=scoring.questionnaire))
    source = read_text(scoring.to_yaml(), scoring.file_name)
    bundle = Bundle(Filed(scoring, source), asked, {})
    program, found = link(bundle)
    if program is None or any(d.severity is Severity.ERROR for d in found):
        raise DefinitionError(*found)
    return Scorer(Definition(bundle, program, tuple(found)))


def _scoring(scorer: Scorer) -> Scoring:
    document = scorer.definition
    if not isinstance(document, Scoring):
        raise _unclear(document, "c'est une politique", "it is a policy")
    return document


def _unclear(document: Any, fr: str, en: str) -> CallError:
    return CallError(diagnose("IRDP-K090", name=document.reference, why=Text(fr, en)))


def _only_risk(document: Scoring, nodes: Mapping[str, Node]) -> str:
    found = [n for n, node in nodes.items() if node.score.op in RISKS]  # type: ignore[attr-defined]
    if len(found) != 1:
        fr = "plusieurs risques" if found else "il n'a pas de risque"
        en = "it has several risks" if found else "it has no risk"
        raise _unclear(document, fr, en)
    return found[0]


def _bottom(name: str, nodes: Mapping[str, Node]) -> str:
    """Return the first score on the way down that reads an item or several scores."""
    read = nodes[name].built.core.inputs
    while len(read) == 1 and read[0] in nodes:
        name = read[0]
        read = nodes[name].built.core.inputs
    return name


def _path(
    document: Scoring, nodes: Mapping[str, Node], top: str, base: str
) -> dict[str, Node]:
    """Return the scores from the counted one to the risk, in written order."""
    wanted = {base, *_above(top, base, nodes)}
    read = {n for name in wanted - {base} for n in nodes[name].built.core.inputs}
    if base == top or base not in read or read - wanted:
        fr = f"« {top} » ne dépend pas de « {base} » seul"
        en = f"“{top}” does not depend on “{base}” alone"
        raise _unclear(document, fr, en)
    return {name: node for name, node in nodes.items() if name in wanted}


def _above(name: str, base: str, nodes: Mapping[str, Node]) -> Iterator[str]:
    if name != base and name in nodes:
        yield name
        for read in nodes[name].built.core.inputs:
            yield from _above(read, base, nodes)


def _names(path: Mapping[str, Node], base: str, top: str) -> Names:
    """Return the names with which an update replaces the link of the risk.

    A risk that is logistic of affine of the counted score keeps its two names; else
    the update starts from what the logistic reads.
    """
    score: Any = path[top].score
    decimals = 6 if score.decimals is None else score.decimals
    lp = score.of.target if score.op == "logistic" else base
    link_ = path[lp].score
    plain = isinstance(link_, Affine) and link_.of.plain
    if plain and link_.of.target == base:  # type: ignore[attr-defined]
        return Names(
            of=base,
            lp=lp,
            risk=top,
            factor=float(link_.factor),  # type: ignore[attr-defined]
            constant=float(link_.constant),  # type: ignore[attr-defined]
            decimals=decimals,
        )
    return Names(of=lp, lp=f"{lp}_updated", risk=top, decimals=decimals)
