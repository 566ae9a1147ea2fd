"""The Markdown twin of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.report.blocks import Block, Document, Figure, Paragraph, Section, Table
from irdp.report.wording import word

if TYPE_CHECKING:
    from irdp.text import Lang

MARKS = {"plain": "", "note": "> ", "warning": "> **!** "}


def to_markdown(document: Document) -> str:
    """Return a report as Markdown; figures become their sentence.

    Examples
    --------
    >>> print(to_markdown(Document("Title", "Sub", "en", (), None, ())))
    # Title
    <BLANKLINE>
    Sub
    <BLANKLINE>
    """
    lines = [f"# {document.title}", "", document.subtitle, ""]
    if document.keys:
        lines += [f"- **{_cell(key.label)}**{word('colon', document.lang)}{_cell(key.value)} — {_cell(key.note)}"
                  for key in document.keys]  # fmt: skip
        lines.append("")
    if document.summary:
        lines += _table(document.summary)
    for section in document.sections:
        lines += _section(section, document.lang)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section, lang: Lang) -> list[str]:
    """Return one section with its items."""
    lines = [f"## {section.title}", ""]
    if section.items:
        lines += [f"*TRIPOD+AI{word('colon', lang)}{', '.join(section.items)}*", ""]
    for block in section.blocks:
        lines += _block(block, lang)
    return lines


def _block(block: Block, lang: Lang) -> list[str]:
    """Return one block as lines, an empty one after it."""
    if isinstance(block, Paragraph):
        return [f"{MARKS[block.kind]}{block.text}", ""]
    if isinstance(block, Figure):
        return [f"*{word('figure', lang)} – {block.title}.* {block.sentence}", ""]
    return _table(block)


def _table(table: Table) -> list[str]:
    """Return a pipe table under its caption."""
    rows = [table.columns, tuple("---" for _ in table.columns), *table.rows]
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return [f"**{table.caption}**", "", *lines, ""]


def _cell(text: str) -> str:
    """Return a text that cannot break a table."""
    return text.replace("|", "\\|").replace("\n", " ")
