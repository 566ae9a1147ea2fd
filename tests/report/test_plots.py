"""Plots draw on the axes they are given, and nowhere else."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET

import pytest

from irdp.calibration import calibration_curve, capacity_curve, threshold_table
from irdp.calibration.risks import as_risks
from irdp.report import plots
from irdp.report.svg import draw


@pytest.fixture
def painters(study):
    groups = study.counts.merge_services().suppress(11)
    at = study.v.risk_at_score[study.counts.score.searchsorted(groups.score)]
    curves = [
        calibration_curve(groups, at, smoother=name)
        for name in ("rcs", "lowess", "loess", "pava")
    ]
    cuts = threshold_table(groups, thresholds=[20.0]).rows
    rates = [band.rate for band in study.bands.bands]
    return {
        "calibration": lambda ax, lang: plots.calibration_plot(
            ax, curves, counts=as_risks(groups, at), box=["O/E"], zoom=True, lang=lang
        ),
        "decision": lambda ax, lang: plots.decision_plot(ax, study.decision, lang=lang),
        "roc": lambda ax, lang: plots.roc_plot(ax, groups, cuts=cuts, lang=lang),
        "capacity": lambda ax, lang: plots.capacity_plot(
            ax, capacity_curve(groups), places=100, lang=lang
        ),
        "forest": lambda ax, lang: plots.forest_plot(
            ax, "abc", rates, typical=rates[0], prediction=rates[1], lang=lang
        ),
        "bands": lambda ax, lang: plots.bands_plot(ax, "abc", rates, lang=lang),
    }


NAMES = ("calibration", "decision", "roc", "capacity", "forest", "bands")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_plot_is_drawn_and_returns_its_axes(painters, name, lang):
    seen = []

    def paint(ax):
        seen.append(painters[name](ax, lang) is ax)

    text = draw(paint, name=name, title="A & B <c>")
    assert seen == [True]
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert root.get("role") == "img"
    shown = "".join(root.itertext())
    assert "A & B <c>" in shown
    labels = {
        ("calibration", "fr"): "Risque observé",
        ("decision", "en"): "Net benefit",
        ("roc", "fr"): "Sensibilité",
        ("capacity", "en"): "PPV of the next place",
        ("forest", "fr"): "Un autre service",
    }
    assert labels.get((name, lang), "") in shown
    if name != "forest":
        assert ("\u00a0%" in shown) == (lang == "fr")


def test_figures_of_one_page_share_no_identifier(painters):
    found = []
    for name in NAMES:
        text = draw(lambda ax, n=name: painters[n](ax, "fr"), name=name, title=name)
        root = ET.fromstring(text)  # noqa: S314 - our own text
        found += [node.get("id") for node in root.iter() if node.get("id")]
    assert len(found) == len(set(found))


def test_same_plot_same_bytes_whatever_the_settings_of_the_user(painters):
    import matplotlib as mpl

    def paint(ax):
        painters["decision"](ax, "fr")

    first = draw(paint, name="d", title="t")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        assert draw(paint, name="d", title="t") == first
        assert mpl.rcParams["font.size"] == 30
    assert "<metadata" not in first
    assert "http://" not in first.replace("http://www.w3.org/", "")


def test_plots_need_no_pyplot(painters):
    sys.modules.pop("matplotlib.pyplot", None)
    draw(lambda ax: painters["bands"](ax, "fr"), name="b", title="t")
    assert "matplotlib.pyplot" not in sys.modules
