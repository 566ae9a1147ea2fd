"""Charts of the CPOM page, written as SVG by hand from published numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from irdp.indicators.protect import funnel

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, LEFT, RIGHT, ROW = 720, 250, 90, 26
INK, BAR, SOFT, OUTER = "#1a1a1a", "#00507d", "#6b6b6b", "#7a2e00"
FUNNEL_HEIGHT, MARGIN, FOOT = 380, 60, 48
STEPS = 60
HEADROOM, SIDEROOM = 1.05, 1.08
LINES = (
    ("low95", BAR, "5 4"),
    ("high95", BAR, "5 4"),
    ("low998", OUTER, "2 3"),
    ("high998", OUTER, "2 3"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its share in [0, 1] (None where hidden), its text."""

    label: str
    share: float | None
    text: str


def bars(id_: str, title: str, items: Sequence[Bar]) -> str:
    """Return horizontal bars as SVG; a hidden one has its text and no length.

    Parameters
    ----------
    id_
        Prefix of the identifiers, unique in the page.
    title
        Accessible name.
    items
        The bars, drawn in this order on a scale from 0 to the largest.
    """
    top = max([item.share for item in items if item.share], default=1.0)
    room = WIDTH - LEFT - RIGHT
    marks = []
    for place, item in enumerate(items):
        y = place * ROW + 8
        middle = y + ROW / 2 - 1
        length = (item.share or 0.0) / top * room
        marks.append(_text(LEFT - 8, middle, item.label, "end"))
        if item.share is not None:
            marks.append(
                f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{ROW - 8}" '
                f'fill="{BAR}"/>'
            )
        colour = INK if item.share is not None else SOFT
        marks.append(_text(LEFT + length + 6, middle, item.text, "start", colour))
    height = len(items) * ROW + 16
    axis = f'<path d="M{LEFT} 4V{height - 6}" stroke="{INK}" fill="none"/>'
    said = "; ".join(f"{item.label}: {item.text}" for item in items)
    return _svg(id_, title, said, height, axis + "".join(marks))


@dataclass(frozen=True, slots=True)
class Point:
    """One group of a funnel plot: its label, its persons, its share."""

    label: str
    n: float
    share: float


def funnel_plot(id_: str, title: str, centre: float, points: Sequence[Point]) -> str:
    """Return a funnel plot as SVG: groups by size around the service's share.

    Parameters
    ----------
    id_, title
        As for `bars`.
    centre
        The service's share, in [0, 1].
    points
        The groups whose numbers are published.
    """
    widest = max(point.n for point in points) * SIDEROOM
    least = min(point.n for point in points) * 0.7
    highest = (
        max([funnel(centre, least).high998, *(p.share for p in points)]) * HEADROOM
    )

    def x(n: float) -> float:
        return MARGIN + n / widest * (WIDTH - MARGIN - 30)

    def y(share: float) -> float:
        return 12 + (1 - share / highest) * (FUNNEL_HEIGHT - FOOT - 12)

    sizes = [least + (widest - least) * i / STEPS for i in range(STEPS + 1)]
    marks = [
        f'<path d="M{MARGIN} 8V{y(0):.1f}H{WIDTH - 30}" stroke="{INK}" fill="none"/>',
        _line([(x(0), y(centre)), (x(widest), y(centre))], INK, ""),
    ]
    for end, colour, dash in LINES:
        curve = [(x(n), y(getattr(funnel(centre, n), end))) for n in sizes]
        marks.append(_line(curve, colour, dash))
    for point in points:
        across, up = x(point.n), y(point.share)
        marks.append(f'<circle cx="{across:.1f}" cy="{up:.1f}" r="4" fill="{INK}"/>')
        marks.append(_text(across + 7, up - 5, point.label, "start"))
    ticks = (0.0, centre, highest / HEADROOM)
    marks += [_text(MARGIN - 6, y(share), _percent(share), "end") for share in ticks]
    bottom = FUNNEL_HEIGHT - 18
    marks.append(_text(x(widest / 2), bottom, "personnes dans le groupe", "middle"))
    most = widest / SIDEROOM
    marks.append(_text(x(most), y(0) + 16, f"{most:.0f}", "middle"))
    said = "; ".join(f"{p.label}: {_percent(p.share)}, n = {p.n:.0f}" for p in points)
    described = f"service: {_percent(centre)}; {said}"
    return _svg(id_, title, described, FUNNEL_HEIGHT, "".join(marks))


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".replace(".", ",") + "\u202f%"


def _text(x: float, y: float, text: str, anchor: str, colour: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" fill="{colour}" '
        f'text-anchor="{anchor}" dominant-baseline="central">{escape(text)}</text>'
    )


def _line(points: Sequence[tuple[float, float]], colour: str, dash: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}"{dashes}/>'


def _svg(id_: str, title: str, said: str, height: float, marks: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" '
        f'font-family="Arial, sans-serif" '
        f'aria-labelledby="{id_}-title" aria-describedby="{id_}-desc">'
        f'<title id="{id_}-title">{escape(title)}</title>'
        f'<desc id="{id_}-desc">{escape(said)}</desc>{marks}</svg>'
    )
