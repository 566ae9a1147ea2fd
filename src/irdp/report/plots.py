"""Plots of calibration results, on the axes of the caller.

Every function takes a matplotlib `ax`, draws on it and returns it; none opens a
figure. Whoever publishes draws from suppressed counts: nothing here shows one person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.report.axes import decimal, log_ticks, number, percent
from irdp.report.wording import method, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.calibration.capacity_curves import CapacityCurve
    from irdp.calibration.counts import ScoreCounts
    from irdp.calibration.curves import CalibrationCurve
    from irdp.calibration.decision import DecisionCurve
    from irdp.calibration.estimate import Estimate
    from irdp.calibration.risks import RiskCounts
    from irdp.calibration.thresholds import ThresholdRow
    from irdp.text import Lang

# Okabe and Ito: told apart by every kind of colour vision, and dark enough on white
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#B34700", "#00694E", "#595959"
LINES = {"rcs": (BLUE, "-"), "lowess": (ORANGE, "--"), "loess": (GREEN, "-.")}
GRID = 200
SPIKE = 0.08


def calibration_plot(
    ax: Any,
    curves: Sequence[CalibrationCurve],
    *,
    counts: RiskCounts | None = None,
    box: Sequence[str] = (),
    zoom: bool = False,
    lang: Lang = "fr",
) -> Any:
    """Draw observed against predicted risk.

    Parameters
    ----------
    ax : matplotlib Axes
    curves : sequence of CalibrationCurve
        Splines with their band, local regressions as lines, isotonic fits as steps.
    counts : RiskCounts, optional
        Persons and events by risk, as spikes along the bottom: events up,
        non-events down, each on its own share of its class.
    box : sequence of str
        Lines of text, such as O/E and slope with their intervals.
    zoom : bool
        Whether the axes follow the data instead of 0 to 1.
    lang : {"fr", "en"}

    Returns
    -------
    The axes.
    """
    limit = _limit(curves) if zoom else 1.0
    ax.plot([0, limit], [0, limit], color=GREY, lw=1, ls=":", label=word("ideal", lang))
    for curve in curves:
        _draw_curve(ax, curve, lang)
    if counts is not None:
        _spikes(ax, counts)
    if box:
        ax.text(
            0.98,
            0.22,
            "\n".join(box),
            transform=ax.transAxes,
            ha="right",
            va="bottom",
            fontsize=8,
            bbox={"facecolor": "white", "edgecolor": GREY, "alpha": 0.9},
        )
    ax.set_xlim(0, limit)
    ax.set_ylim(0, limit)
    ax.set_xlabel(word("predicted_risk", lang))
    ax.set_ylabel(word("observed_risk", lang))
    percent(ax.xaxis, lang)
    percent(ax.yaxis, lang)
    ax.legend(loc="upper left", fontsize=8, frameon=False)
    return ax


def _limit(curves: Sequence[CalibrationCurve]) -> float:
    """Return the end of zoomed axes: what was predicted or observed at most."""
    drawn = [c for c in curves if c.reason is None]
    tops = [max(float(c.risk.max()), float(np.nanmax(c.observed))) for c in drawn]
    return min(1.0, 1.1 * max(tops, default=1.0))


def _draw_curve(ax: Any, curve: CalibrationCurve, lang: Lang) -> None:
    """Draw one curve with its name and settings."""
    if curve.reason is not None:
        return
    _, _, settings = curve.settings.partition(", ")
    more = f" ({method(settings, lang)})" if settings else ""
    label = f"{word(curve.smoother, lang)}{more}"
    if curve.smoother == "pava":
        edges = np.append(curve.risk, curve.risk[-1])
        ax.stairs(curve.observed, edges, baseline=None, color=GREY, lw=1, label=label)
        return
    color, style = LINES[curve.smoother]
    at = np.linspace(curve.risk[0], curve.risk[-1], GRID)
    ax.plot(at, curve.predict(at), color=color, ls=style, lw=1.8, label=label)
    lower, upper = curve.band(at)
    if not np.isnan(lower).all():
        ax.fill_between(at, lower, upper, color=color, alpha=0.15, lw=0)


def _spikes(ax: Any, counts: RiskCounts) -> None:
    """Draw how many have each risk, by outcome, along the bottom of the axes."""
    places = ax.get_xaxis_transform()
    for part, side, color in (
        (counts.events, 1, ORANGE),
        (counts.nonevents, -1, GREY),
    ):
        if part.max() > 0:
            top = SPIKE + side * SPIKE * part / part.max()
            ax.vlines(counts.p, SPIKE, top, color=color, lw=1.2, transform=places)


def decision_plot(ax: Any, curve: DecisionCurve, *, lang: Lang = "fr") -> Any:
    """Draw net benefit by risk threshold, with its interval.

    The declared range is shaded where thresholds outside it were computed.
    """
    t = curve.threshold
    ax.axhline(0, color=GREY, lw=1, label=word("treat_none", lang))
    ax.plot(t, curve.treat_all, color=ORANGE, ls="--", label=word("treat_all", lang))
    ax.plot(t, curve.net_benefit, color=BLUE, lw=1.8, label=word("score", lang))
    if not np.isnan(curve.lo).all():
        ax.fill_between(t, curve.lo, curve.hi, color=BLUE, alpha=0.15, lw=0)
    if curve.declared.any() and not curve.declared.all():
        inside = t[curve.declared]
        ax.axvspan(
            inside[0],
            inside[-1],
            color=GREEN,
            alpha=0.1,
            lw=0,
            label=word("declared_range", lang),
        )
    top = max(float(np.nanmax(curve.net_benefit)), curve.prevalence, 0.01)
    ax.set_ylim(-0.25 * top, 1.15 * top)
    ax.set_xlim(0, t[-1])
    ax.set_xlabel(word("risk_threshold", lang))
    ax.set_ylabel(word("net_benefit", lang))
    percent(ax.xaxis, lang)
    decimal(ax.yaxis, lang)
    ax.legend(fontsize=8, frameon=False)
    return ax


def roc_plot(
    ax: Any,
    counts: ScoreCounts,
    *,
    cuts: Sequence[ThresholdRow] = (),
    lang: Lang = "fr",
) -> Any:
    """Draw sensitivity against 1 − specificity, some cut-offs marked."""
    caught = np.cumsum(counts.events[::-1]) / max(counts.total_events, 1)
    false = np.cumsum(counts.nonevents[::-1]) / max(counts.nonevents.sum(), 1)
    ax.plot([0, 1], [0, 1], color=GREY, lw=1, ls=":")
    ax.plot(np.append(0, false), np.append(0, caught), color=BLUE, lw=1.8)
    for cut in cuts:
        x, y = 1 - cut.specificity.value, cut.sensitivity.value
        ax.plot([x], [y], marker="o", color=ORANGE, ls="none")
        ax.annotate(f"≥ {number(cut.threshold, lang)}", (x, y), (6, -10), fontsize=8,
                    textcoords="offset points")  # fmt: skip
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_aspect("equal")
    ax.set_xlabel(word("one_minus_specificity", lang))
    ax.set_ylabel(word("sensitivity", lang))
    percent(ax.xaxis, lang)
    percent(ax.yaxis, lang)
    return ax


def capacity_plot(
    ax: Any, curve: CapacityCurve, *, places: float | None = None, lang: Lang = "fr"
) -> Any:
    """Draw sensitivity, PPV and what one more place buys, by persons flagged.

    Parameters
    ----------
    ax : matplotlib Axes
    curve : CapacityCurve
    places : float, optional
        The cell's places for the persons counted, drawn as a line.
    lang : {"fr", "en"}
    """
    per_1000 = 1000 * curve.flagged_share
    ax.plot(per_1000, curve.sensitivity, color=BLUE, label=word("sensitivity", lang))
    ax.plot(per_1000, curve.ppv, color=ORANGE, ls="--", label=word("ppv", lang))
    ax.stairs(
        curve.marginal_ppv[1:],
        per_1000,
        baseline=None,
        color=GREEN,
        lw=1,
        label=word("marginal_ppv", lang),
    )
    if places is not None:
        ax.axvline(1000 * places / curve.n, color=GREY, label=word("capacity", lang))
    ax.set_xlim(0, 1000)
    ax.set_ylim(0, 1.02)
    ax.set_xlabel(word("flagged_per_1000", lang))
    percent(ax.yaxis, lang)
    ax.legend(fontsize=8, frameon=False)
    return ax


def bands_plot(
    ax: Any, names: Sequence[str], rates: Sequence[Estimate], *, lang: Lang = "fr"
) -> Any:
    """Draw the observed share of events in each band, with its interval."""
    places = np.arange(len(rates))
    values = np.array([rate.value for rate in rates])
    reach = np.array([[r.value - r.lo, r.hi - r.value] for r in rates]).T
    ax.bar(places, values, color=BLUE, alpha=0.75, width=0.6)
    ax.errorbar(
        places, values, np.maximum(reach, 0), fmt="none", color="black", capsize=4
    )
    ax.set_xticks(places, names)
    ax.set_ylim(bottom=0)
    ax.set_ylabel(word("observed_risk", lang))
    percent(ax.yaxis, lang)
    return ax


def forest_plot(
    ax: Any,
    names: Sequence[str],
    estimates: Sequence[Estimate],
    *,
    typical: Estimate | None = None,
    prediction: Estimate | None = None,
    lang: Lang = "fr",
) -> Any:
    """Draw one ratio per service with its interval, then the typical service.

    Parameters
    ----------
    ax : matplotlib Axes
    names : sequence of str
    estimates : sequence of Estimate
        Ratios such as O/E; those without an interval are a dot.
    typical, prediction : Estimate, optional
        The pooled ratio, and where that of another service would lie.
    lang : {"fr", "en"}
    """
    rows = [*zip(names, estimates, strict=True)]
    if typical is not None:
        rows.append((word("typical", lang), typical))
    if prediction is not None:
        rows.append((word("prediction", lang), prediction))
    ax.axvline(1.0, color=GREY, lw=1, ls=":")
    for place, (_, found) in enumerate(rows):
        color = BLUE if place < len(names) else ORANGE
        if np.isfinite([found.lo, found.hi]).all():
            ax.plot([found.lo, found.hi], [place, place], color=color, lw=1.6)
        if found.value > 0:
            ax.plot([found.value], [place], marker="s", ms=5, color=color)
    ax.set_xscale("log")
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks(range(len(rows)), [name for name, _ in rows])
    ax.set_xlabel(word("oe", lang))
    log_ticks(ax, lang)
    return ax
