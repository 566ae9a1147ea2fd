"""The risk of a scoring as a function of its counted score, by the engine's own steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration import Names
from irdp.definition.scoring import Scoring
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.ops.affine import Affine
from irdp.ops.lanes import Lane, Status
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from irdp.plan.program import Node
    from irdp.scorer import Scorer

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
    ('lp', 'risque', [0.003237, 0.017986])
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
    document, nodes = scoring_of(scorer), scorer.compiled.program.nodes
    block = document.calibration
    top = risk or (block.score if block else None) or _only_risk(document, nodes)
    base = counted or (block.counted_score if block else None)
    if top not in nodes or (base is not None and base not in nodes):
        raise unclear(document, "ce score n'existe pas", "there is no such score")
    if base is None:
        base = _bottom(top, nodes)
    path = _path(document, nodes, top, base)
    return RiskRule(document.reference, base, top, _names(path, base, top), path)


def scoring_of(scorer: Scorer) -> Scoring:
    """Return the scoring of a scorer, or refuse a policy."""
    document = scorer.definition
    if not isinstance(document, Scoring):
        raise unclear(document, "c'est une politique", "it is a policy")
    return document


def unclear(document: Any, fr: str, en: str) -> CallError:
    """Return the error of a definition without one way to a risk."""
    return CallError(diagnose("IRDP-K090", name=document.reference, why=Text(fr, en)))


def _only_risk(document: Scoring, nodes: Mapping[str, Node]) -> str:
    found = [n for n, node in nodes.items() if node.score.op in RISKS]  # type: ignore[attr-defined]
    if len(found) != 1:
        fr = "plusieurs risques" if found else "il n'a pas de risque"
        en = "it has several risks" if found else "it has no risk"
        raise unclear(document, fr, en)
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
        raise unclear(document, fr, en)
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
