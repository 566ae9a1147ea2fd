"""The result of a validation: its numbers, and the table read first."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from irdp.calibration.result import Result, frame
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.between_services import Heterogeneity
    from irdp.calibration.corp_decomposition import Corp
    from irdp.calibration.counts import ScoreCounts
    from irdp.calibration.curves import CalibrationCurve
    from irdp.calibration.estimate import CI, Estimate
    from irdp.calibration.hypothesis import HypothesisTest
    from irdp.calibration.weak import Miller
    from irdp.text import Lang

CONVENTIONS: dict[str, str] = {
    "flag": "score >= threshold",
    "ties": "equal to 12 decimals",
    "quantiles": "type 7, over persons",
    "orientation": "declared, never detected",
}

_ROWS: tuple[tuple[str, Text], ...] = (
    ("oe", Text("O/E", "O/E")),
    ("citl", Text("Calibration d'ensemble (0)", "Calibration in the large (0)")),
    ("slope", Text("Pente de calibration (1)", "Calibration slope (1)")),
    ("ici", Text("ICI", "ICI")),
    ("e90", Text("E90", "E90")),
    ("emax", Text("Emax", "Emax")),
    ("brier", Text("Brier", "Brier")),
    ("brier_scaled", Text("Brier réduit (IPA)", "Scaled Brier (IPA)")),
    ("auc", Text("AUC", "AUC")),
)
_HEAD = Text(
    "n {n:g}, événements {events:g} ({rate:.1%}), risque moyen {mean:.1%}",
    "n {n:g}, events {events:g} ({rate:.1%}), mean risk {mean:.1%}",
)
_NOTES = Text("Remarques : ", "Remarks: ")
_INTERVAL = Text(
    "Intervalles à {level:.0%} ; courbe : {curve}",
    "{level:.0%} intervals; curve: {curve}",
)
_NONE = Text("aucune", "none")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Validation(Result):
    """What a validation found: estimates, tests, curves, and how they were made.

    Parameters
    ----------
    oe, observed_minus_expected
        Mean calibration.
    citl, slope, joint_intercept, miller
        Weak calibration; `joint_intercept` is not `citl`.
    ici, e50, e90, emax, eci
        Distances from the first curve.
    curves
        Calibration curves by smoother.
    corp
        CORP decomposition of the Brier score.
    spiegelhalter
        A global test, never to be read alone.
    brier, brier_scaled, log_loss, auc
        Overall performance and discrimination.
    n, events, mean_risk, dropped
        Base: persons (or sum of weights), events, mean predicted risk, rows left out.
    ci, conventions
        How intervals, ties, quantiles and extreme risks were treated.
    digest, definition
        Of the data, and of the scoring that gave the scores.
    counts, risk_at_score
        What was validated: counts by score and the risk at each score.
    heterogeneity
        Differences between services; `None` for data without services.
    warnings
        Machine-readable remarks.
    """

    oe: Estimate
    observed_minus_expected: Estimate
    citl: Estimate
    slope: Estimate
    joint_intercept: Estimate
    miller: Miller
    ici: Estimate
    e50: Estimate
    e90: Estimate
    emax: Estimate
    eci: Estimate
    curves: dict[str, CalibrationCurve]
    corp: Corp
    spiegelhalter: HypothesisTest
    brier: Estimate
    brier_scaled: Estimate
    log_loss: Estimate
    auc: Estimate
    n: float
    events: float
    mean_risk: float
    dropped: int
    ci: CI
    conventions: dict[str, str]
    digest: str
    definition: str
    counts: ScoreCounts
    risk_at_score: Floats
    heterogeneity: Heterogeneity | None = None
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the results as JSON values; the counts stay with their owner."""
        made = Result.to_dict(self)
        del made["counts"], made["risk_at_score"]
        for curve in made["curves"].values():
            del curve["n"], curve["events"]
        return made

    def estimates(self) -> dict[str, Estimate]:
        """Return every estimate by name, in the order of the table."""
        rest = ("joint_intercept", "observed_minus_expected", "e50", "eci", "log_loss")
        return {name: getattr(self, name) for name in (*(r for r, _ in _ROWS), *rest)}

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per estimate as a frame of `backend`."""
        held = self.estimates()
        fields = ("value", "lo", "hi", "se", "method", "n", "events")
        columns: dict[str, list[Any]] = {"estimate": list(held)}
        for name in fields:
            values = [getattr(e, name) for e in held.values()]
            columns[name] = values if name == "method" else list(map(float, values))
        columns["reason"] = [e.reason.value if e.reason else "" for e in held.values()]
        return frame(columns, backend)

    def table(self, lang: Lang = "en") -> str:
        """Return the twelve lines that are read first, as plain text."""
        return "\n".join(
            f"{label:<30}{shown}".rstrip() for label, shown in self._lines(lang)
        )

    def _lines(self, lang: Lang) -> list[tuple[str, str]]:
        head = _HEAD.get(lang).format(
            n=self.n, events=self.events, rate=self.events / self.n, mean=self.mean_risk
        )
        notes = [*self.warnings]
        for name, _ in _ROWS:
            estimate = getattr(self, name)
            if estimate.reason:
                notes.append(f"{name}: {estimate.reason.text.get(lang)}")
        first = next(iter(self.curves.values()))
        how = _INTERVAL.get(lang).format(level=self.ci.level, curve=first.settings)
        return [
            (head, ""),
            *(
                (label.get(lang), getattr(self, name).show(lang))
                for name, label in _ROWS
            ),
            (how, ""),
            (_NOTES.get(lang) + ("; ".join(notes) or _NONE.get(lang)), ""),
        ]

    def __repr__(self) -> str:
        return self.table()

    def __str__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'>{escape(label)}</th>"
            f"<td>{escape(shown)}</td></tr>"
            if shown
            else f"<tr><td colspan='2'>{escape(label)}</td></tr>"
            for label, shown in self._lines("en")
        )
        return f"<table>{rows}</table>"
