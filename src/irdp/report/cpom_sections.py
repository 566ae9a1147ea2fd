"""One axis of the CPOM sheet: its tables and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.indicators.row import Row
from irdp.report.blocks import Block, Figure, Paragraph, Section, Table
from irdp.report.cpom_charts import Bar, Point, bars, funnel_plot
from irdp.report.cpom_words import excluded, interval, number, value
from irdp.report.numbers import typeset

if TYPE_CHECKING:
    from irdp.indicators import IndicatorTable

COLUMNS = (
    "Indicateur", "Précision", "Numérateur", "Dénominateur", "Valeur", "Écartés",
)  # fmt: skip
CHARTED = frozenset({"I10", "I13", "I16", "I17", "I20"})
ESTABLISHMENTS = "etablissement"
LEAST_POINTS = 2


def axis_section(table: IndicatorTable, axis: str, title: str) -> Section:
    """Return the section of an axis: totals first, then what is cut by a code."""
    rows = [row for row in table.rows if row.axis == axis]
    totals = [row for row in rows if not row.category]
    blocks: list[Block] = [
        Table(
            typeset(f"{title} : totaux", "fr"),
            COLUMNS,
            tuple(_total(row, table) for row in totals),
        )
    ]
    notes = dict.fromkeys(note.fr for row in rows for note in row.notes)
    blocks += [Paragraph(typeset(note, "fr"), "warning") for note in notes]
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row.category:
            groups.setdefault((row.id, row.variant, row.instrument), []).append(row)
    for place, group in enumerate(groups.values()):
        blocks += _cut(group, table, f"{axis}-{place}")
    return Section(axis, title, (), tuple(blocks))


def _total(row: Row, table: IndicatorTable) -> tuple[str, ...]:
    precise = " · ".join(filter(None, (row.variant_label.fr, row.instrument)))
    texts = (
        f"{row.id} {row.label.fr}",
        precise,
        number(row.numerator),
        number(row.denominator),
        value(row),
        excluded(row, table.definitions),
    )
    return tuple(typeset(text, "fr") for text in texts)


def _name(row: Row) -> str:
    parts = (f"{row.id} {row.label.fr}", row.variant_label.fr, row.instrument)
    return typeset(" – ".join(filter(None, parts)), "fr")


def _cut(group: list[Row], table: IndicatorTable, id_: str) -> list[Block]:
    """Return the table, and the chart, of one cut."""
    first = group[0]
    shown = group
    blocks: list[Block] = []
    if first.variant == ESTABLISHMENTS:
        shown = [row for row in group if not row.suppressed]
        text = (
            f"{_name(first)} : {len(group) - len(shown)} établissements ou groupes "
            f"sur {len(group)} ne peuvent pas être montrés."
        )
        blocks.append(Paragraph(typeset(text, "fr"), "note"))
    with_interval = any(row.low is not None for row in group)
    columns: tuple[str, ...] = ("Catégorie", "Numérateur", "Dénominateur", "Valeur")
    columns += ("Intervalle à 95 %",) if with_interval else ()
    columns += ("Écartés",) if any(row.excluded for row in group) else ()
    rows = tuple(_category(row, table, columns) for row in shown)
    typed = tuple(typeset(column, "fr") for column in columns)
    if rows:
        blocks.append(Table(_name(first), typed, rows))
    if first.id in CHARTED:
        blocks.append(_bars(group, id_))
    if first.id == "I25":
        blocks += _funnel(group, id_)
    return blocks


def _category(
    row: Row, table: IndicatorTable, columns: tuple[str, ...]
) -> tuple[str, ...]:
    texts = [
        row.category_label.fr,
        number(row.numerator),
        number(row.denominator),
        value(row),
    ]
    if "Intervalle à 95 %" in columns:
        texts.append(interval(row))
    if "Écartés" in columns:
        texts.append(excluded(row, table.definitions))
    return tuple(typeset(text, "fr") for text in texts)


def _bars(group: list[Row], id_: str) -> Figure:
    items = [
        Bar(
            row.category_label.fr,
            row.value if isinstance(row.value, float) else None,
            value(row),
        )
        for row in group
    ]
    name = _name(group[0])
    sentence = (
        "Parts du total ; une catégorie supprimée n'a pas de barre, elle n'est pas "
        "nulle pour autant."
    )
    return Figure(id_, name, bars(id_, name, items), typeset(sentence, "fr"))


def _funnel(group: list[Row], id_: str) -> list[Block]:
    """Return the funnel plot of the groups that are shown, if there are enough."""
    points = [
        Point(row.category, float(row.denominator), row.value)
        for row in group
        if row.limits is not None
        and isinstance(row.value, float)
        and isinstance(row.denominator, float)
    ]
    if len(points) < LEAST_POINTS:
        return []
    centre = next(row.limits.centre for row in group if row.limits is not None)
    name = f"{_name(group[0])} : graphique en entonnoir"
    sentence = (
        "Trait plein : part du service. Tirets : limites à 95 % ; pointillés : à "
        "99,8 %. Un groupe entre les limites ne se distingue pas du service ; les "
        "groupes ne sont pas classés."
    )
    svg = funnel_plot(id_, name, centre, points)
    return [Figure(id_, typeset(name, "fr"), svg, typeset(sentence, "fr"))]
