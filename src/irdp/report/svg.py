"""Figures as inline SVG whose bytes depend on nothing but what is drawn."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Callable

STYLE = {
    "svg.hashsalt": "irdp",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Arial"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
}
MARGINS = {"right": 0.97, "bottom": 0.13, "top": 0.97}


def draw(
    paint: Callable[[Any], object],
    *,
    name: str,
    title: str,
    size: tuple[float, float] = (5.4, 4.2),
    left: float = 0.15,
) -> str:
    """Return what `paint` draws on an axes, as SVG text.

    Parameters
    ----------
    paint : callable
        Takes a matplotlib Axes.
    name : str
        Prefix of every identifier, so that figures of one page do not collide.
    title : str
        Accessible name of the figure.
    size : tuple of 2 float
        Inches.
    left : float
        Share of the width that is left for the labels of the vertical axis.

    Raises
    ------
    CallError
        ``IRDP-K083`` matplotlib is not installed.
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, loaded when drawing
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise CallError(diagnose("IRDP-K083", package="matplotlib")) from error
    out = io.StringIO()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        figure = Figure(figsize=size)
        FigureCanvasSVG(figure)
        paint(figure.subplots(gridspec_kw={**MARGINS, "left": left}))
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(out, format="svg", metadata=nothing)
    return _inline(out.getvalue(), name, title)


def _inline(text: str, name: str, title: str) -> str:
    """Return the `svg` element alone, named, its identifiers prefixed."""
    text = text[text.index("<svg") :].rstrip()
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r'xlink:href="#([^"]+)"', rf'xlink:href="#{name}-\1"', text)
    safe = title.replace("&", "&amp;").replace("<", "&lt;")
    head = f'<svg role="img" aria-labelledby="{name}-title" '
    text = text.replace("<svg ", head, 1)
    at = text.index(">") + 1
    return f'{text[:at]}\n <title id="{name}-title">{safe}</title>{text[at:]}'
