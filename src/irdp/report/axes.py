"""The numbers along the axes of a plot, as each language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from irdp.text import Lang

RATIOS = (0.1, 0.2, 0.5, 0.7, 1.0, 1.4, 2.0, 5.0, 10.0)


def log_ticks(ax: Any, lang: Lang) -> None:
    """Label a logarithmic axis at round ratios that lie on it."""
    low, high = ax.get_xlim()
    ticks = [t for t in RATIOS if low <= t <= high]
    ax.set_xticks(ticks, [number(t, lang) for t in ticks])
    ax.set_xticks([], minor=True)


def percent(axis: Any, lang: Lang) -> None:
    """Label an axis in per cent, as the language writes it."""
    gap = "\u00a0" if lang == "fr" else ""
    axis.set_major_formatter(lambda x, _: f"{number(round(100 * x, 6), lang)}{gap}%")


def decimal(axis: Any, lang: Lang) -> None:
    """Label an axis with the decimal sign of the language."""
    axis.set_major_formatter(lambda x, _: number(round(x, 9), lang))


def number(value: float, lang: Lang) -> str:
    """Return a number with the decimal sign of the language."""
    text = f"{value:g}".replace("-", "−")
    return text.replace(".", ",") if lang == "fr" else text
