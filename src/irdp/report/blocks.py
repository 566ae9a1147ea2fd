"""What a report is made of, before it becomes HTML, Markdown or JSON."""

from __future__ import annotations

from dataclasses import dataclass

from irdp.text import Lang


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more of text.

    Parameters
    ----------
    text : str
    kind : str
        ``"plain"``, ``"note"`` or ``"warning"``.
    """

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: hidden numbers are already words.

    Parameters
    ----------
    caption : str
    columns : tuple of str
    rows : tuple of tuple of str
        The first cell of a row is its name.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with the sentence that says what it shows.

    Parameters
    ----------
    id : str
    title : str
        Also the alternative text.
    svg : str
        Inline SVG.
    sentence : str
        One plain sentence under the figure.
    """

    id: str
    title: str
    svg: str
    sentence: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number of the first screen.

    Parameters
    ----------
    label, value, note : str
        What it is, the number with its interval, what would be ideal.
    """

    label: str
    value: str
    note: str


Block = Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A section with the TRIPOD+AI items that it answers.

    Parameters
    ----------
    id, title : str
    items : tuple of str
        TRIPOD+AI item numbers.
    blocks : tuple of Paragraph, Table or Figure
    """

    id: str
    title: str
    items: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Parameters
    ----------
    title, subtitle : str
    lang : {"fr", "en"}
    keys : tuple of KeyFigure
        The first screen.
    summary : Table or None
        The table of the first screen: the bands.
    sections : tuple of Section
    """

    title: str
    subtitle: str
    lang: Lang
    keys: tuple[KeyFigure, ...]
    summary: Table | None
    sections: tuple[Section, ...]
