"""One call from the counts of a cohort to the next version of the scoring."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from irdp import calibration as cal
from irdp.calibration.options import check_option
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.ops.band import Band
from irdp.recalibration.cohort import counted_score
from irdp.recalibration.risk import RISKS, RiskRule, risk_rule, scoring_of
from irdp.recalibration.scorer import scorer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from irdp.calibration.cutoffs import Rule
    from irdp.calibration.update_methods import Method
    from irdp.definition.scoring import Scoring
    from irdp.scorer import Scorer

WRITTEN = 12
"""Decimals that a counted score has at most."""
ABOVE = "9999.0.0"
METHODS = (
    "keep", "intercept", "logistic", "flexible", "ridge", "platt", "isotonic", "derive",
)  # fmt: skip
"""Updates that take the place of a risk; `beta` reads the risk that it would replace."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the next version is to be.

    Parameters
    ----------
    version
        Its number; empty: the one that `least` gives for the change.
    method
        How the risk is updated; empty: what the closed test chooses, or `derive`
        where the scoring has no risk.
    upper, lower
        Rules of the two cut-offs of three bands; both or neither.
    counted, risk
        The scores, where the definition leaves it open.
    k
        Smallest count of the counts whose digest is recorded.
    ci
        How intervals are made.
    about
        What only the author knows: see `irdp.calibration.record`.
    """

    version: str = ""
    method: Method | None = None
    upper: Rule | None = None
    lower: Rule | None = None
    counted: str | None = None
    risk: str | None = None
    k: int = 11
    ci: cal.CI = field(default_factory=cal.CI)
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextVersion:
    """The next version of a scoring and what led to it.

    Parameters
    ----------
    scoring, scorer
        The document, not written yet, and its scorer.
    fit
        The update.
    closed_test
        What chose it; None where the method was given, or nothing was there to test.
    bands
        The chosen bands; None where the cut-offs stay.
    validation
        Of the new risk on the cohort of the update: apparent, hence optimistic; of a
        risk that was kept: external.
    """

    scoring: Scoring
    scorer: Scorer
    fit: cal.Recalibration
    closed_test: cal.ClosedTest | None
    bands: cal.Bands | None
    validation: cal.Validation


def next_version(
    scorer: Scorer,
    counts: cal.ScoreCounts,
    *,
    wish: Wish | None = None,
    least: Callable[[Scorer, Scorer], str] | None = None,
) -> NextVersion:
    """Return the next version of a scoring, recalibrated on the counts of a cohort.

    Parameters
    ----------
    scorer
        Of the version before.
    counts
        Of its counted score: see `counts_of`.
    wish
        What is asked for; by default the closed test decides and the bands stay.
    least
        Gives the least number for the change from one scorer to another, such as
        that of `irdp.review.diff`; needed where `wish.version` is empty.

    Raises
    ------
    CallError
        ``IRDP-K016`` counts of another version · ``IRDP-K092`` no version given, and
        what the statistics refuse.

    Examples
    --------
    >>> import irdp
    >>> old = irdp.load("demo_irdp@0.1.0")
    >>> counts = cal.ScoreCounts.from_counts(
    ...     [-5.73, -4.49, -3.4], n=[1000, 500, 300], events=[5, 10, 20],
    ...     definition="demo_irdp@0.1.0")
    >>> made = next_version(old, counts, wish=Wish(version="0.2.0"))
    >>> made.closed_test.choice, made.scoring.reference
    ('intercept', 'demo_irdp@0.2.0')
    """
    wish = wish or Wish()
    old = scoring_of(scorer)
    if counts.definition and counts.definition != old.reference:
        left, right = counts.definition, old.reference
        raise CallError(diagnose("IRDP-K016", left=left, right=right))
    base, top, given, test, fit = _fitted(scorer, counts, wish)
    seen = cal.validate(counts, given, ci=wish.ci)
    name, bands = _bands(scorer, counts, base, wish, given)
    block = cal.record(
        fit,
        data=counts.suppress(wish.k),
        validation=seen,
        bands=bands,
        closed_test=test,
        about={"score": top, "counted_score": base, **wish.about},
    )
    changes: dict[str, Any] = {
        "operations": fit.operations,
        "bands": None if bands is None else {name: bands.as_list},
        "calibration": block,
    }
    new = old.revise(version=_number(scorer, wish, least, changes), **changes)
    return NextVersion(new, scorer_of(new, like=scorer), fit, test, bands, seen)


class _Fitted(NamedTuple):
    """The counted score, the risk, the risk at each score, and what led to it."""

    counted: str
    risk: str
    risk_at: Callable[[Any], Any]
    closed_test: cal.ClosedTest | None
    fit: cal.Recalibration


def _fitted(scorer: Scorer, counts: cal.ScoreCounts, wish: Wish) -> _Fitted:
    """Update the risk that the scoring has, or derive one."""
    nodes = scorer.compiled.program.nodes.values()
    if any(node.score.op in RISKS for node in nodes):  # type: ignore[attr-defined]
        rule = risk_rule(scorer, counted=wish.counted, risk=wish.risk)
        test, fit = _updated(counts, rule, wish)
        # A risk that is kept was not fitted here: the cohort validates it from outside.
        given = fit.apply(rule) if fit.operations else rule
        return _Fitted(rule.counted, rule.risk, given, test, fit)
    base = wish.counted or counted_score(scorer)
    fit = _derived(counts, base, wish)
    top = fit.operations[-1]["id"]
    given = fit.apply(lambda score: score)
    fit = replace(fit, operations=tuple(_titled(o, top) for o in fit.operations))
    return _Fitted(base, top, given, None, fit)


def _updated(
    counts: cal.ScoreCounts, rule: RiskRule, wish: Wish
) -> tuple[cal.ClosedTest | None, cal.Recalibration]:
    names = rule.names
    if wish.method is not None:
        check_option("method", wish.method, METHODS)
    test = None if wish.method else cal.closed_test(counts, rule)
    method: Any = wish.method or (test.choice if test else "keep")
    if method in {"isotonic", "flexible"}:
        names = replace(names, of=rule.counted, factor=1.0, constant=0.0)
    if method == "derive":
        names = cal.Names(rule.counted, names.lp, rule.risk, decimals=names.decimals)
        return None, cal.derive(counts, fitting=cal.Fitting(names=names))
    fitting = cal.Fitting(names=names)
    return test, cal.update(counts, rule, method=method, fitting=fitting)


def _derived(counts: cal.ScoreCounts, base: str, wish: Wish) -> cal.Recalibration:
    if wish.method not in (None, "derive"):
        cal.update(counts, None, method=wish.method)  # says what such scores lack
    names = cal.Names(of=base, lp="lp", risk=wish.risk or "risk")
    return cal.derive(counts, fitting=cal.Fitting(names=names))


def _titled(operation: dict[str, Any], top: str) -> dict[str, Any]:
    said = {"title": {"fr": "Risque", "en": "Risk"}} if operation["id"] == top else {}
    return {**operation, **said}


def _bands(
    scorer: Scorer, counts: cal.ScoreCounts, base: str, wish: Wish, risk: Any
) -> tuple[str, cal.Bands | None]:
    """Return the band score of the counted score, and its new bands."""
    if wish.upper is None or wish.lower is None:
        return "", None
    nodes = scorer.compiled.program.nodes
    found = [
        score
        for score in (node.score for node in nodes.values())
        if isinstance(score, Band) and score.of.target == base
    ]
    found = [s for s in found if s.main] or found
    if not found:
        known = [n for n, node in nodes.items() if isinstance(node.score, Band)]
        raise CallError(diagnose("IRDP-K093", name=base, known=known))
    signature = nodes[base].signature
    decimals = next(
        d for d in range(WRITTEN + 1) if 10**d % signature.scale == 0 or d == WRITTEN
    )
    start = float(found[0].bands[0].from_)
    return found[0].id, cal.choose_bands(
        counts,
        risk,
        upper=wish.upper,
        lower=wish.lower,
        scale=cal.Scale(start, decimals),
        ids=tuple(band.id for band in found[0].bands),  # type: ignore[arg-type]
    )


def _number(
    scorer: Scorer,
    wish: Wish,
    least: Callable[[Scorer, Scorer], str] | None,
    changes: Mapping[str, Any],
) -> str:
    """Return the version asked for, else the least that the change allows."""
    if wish.version:
        return wish.version
    old = scoring_of(scorer)
    if least is None:
        raise CallError(diagnose("IRDP-K092", name=old.reference, version="?"))
    far = old.revise(version=ABOVE, **changes)
    return least(scorer, scorer_of(far, like=scorer))
