"""The HTML of a report: one file, no script, nothing fetched."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.report.wording import word

if TYPE_CHECKING:
    from irdp.report.blocks import Document

TEMPLATE = "document.html.jinja"


def to_html(document: Document) -> str:
    """Return a report as one self-contained HTML page.

    Raises
    ------
    CallError
        ``IRDP-K083`` jinja2 is not installed.
    """
    spoken = partial(word, lang=document.lang)
    return render(TEMPLATE, document=document, word=spoken)


def render(template: str, **names: object) -> str:
    """Return a template of this folder, filled; every name is escaped.

    Raises
    ------
    CallError
        ``IRDP-K083`` jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CallError(diagnose("IRDP-K083", package="jinja2")) from error
    source = files("irdp.report").joinpath(template).read_text(encoding="utf-8")
    made = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    ).from_string(source)
    return made.render(**names)
