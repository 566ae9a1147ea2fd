"""The bands of a report: what was seen in them, and what each cut-off costs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from irdp.calibration.bands import written
from irdp.calibration.capacity import TIES
from irdp.report import plots
from irdp.report.blocks import Figure, Paragraph, Section, Table
from irdp.report.numbers import NOTHING, count, decimal, estimate, percent
from irdp.report.svg import draw
from irdp.report.wording import say, word

if TYPE_CHECKING:
    from irdp.report.blocks import Block
    from irdp.report.material import Material, Part
    from irdp.text import Lang


def bands_table(given: Material) -> Table | None:
    """Return the bands with the price of each cut-off, joined where too small."""
    if not given.parts or given.bands is None:
        return None
    lang = given.lang
    names = ("band", "from", "persons", "events", "observed", "ppv_from", "needed",
             "sensitivity", "flagged", "lr")  # fmt: skip
    return Table(
        word("bands_caption", lang),
        tuple(word(name, lang) for name in names),
        tuple(_band_row(given, part) for part in given.parts),
    )


def _band_row(given: Material, part: Part) -> tuple[str, ...]:
    """Return one band as a row of texts."""
    lang, bands = given.lang, given.bands
    start = bands.bands[0].start if part.cut is None and bands else part.start
    cut: tuple[str, ...] = (NOTHING,) * 4
    if part.cut is not None:
        cut = (
            estimate(part.cut.ppv, lang, digits=0, in_percent=True),
            estimate(part.cut.number_needed_to_refer, lang, digits=1),
            estimate(part.cut.sensitivity, lang, digits=0, in_percent=True),
            percent(part.cut.flagged_share.value, lang),
        )
    return (
        " + ".join(part.ids),
        _score(start, bands.decimals if bands else 0, lang),
        count(part.n, lang),
        count(part.events, lang),
        estimate(part.rate, lang, digits=0, in_percent=True),
        *cut,
        estimate(part.likelihood_ratio, lang),
    )


def _score(value: float, decimals: int, lang: Lang) -> str:
    """Return a score as it is written."""
    return decimal(float(written(value, decimals)), lang, digits=decimals)


def bands(given: Material) -> Section | None:
    """Return the bands, where their cut-offs come from, and a sentence for each."""
    table = bands_table(given)
    if table is None or given.bands is None:
        return None
    lang = given.lang
    names = [" + ".join(part.ids) for part in given.parts]
    rates = [part.rate for part in given.parts]
    figure = Figure(
        "bands_figure",
        word("bands", lang),
        draw(
            partial(plots.bands_plot, names=names, rates=rates, lang=lang),
            name="bands_figure",
            title=word("bands", lang),
            size=(4.4, 3.4),
        ),
        _bands_sentence(given),
    )
    origin = Table(
        word("origin_caption", lang),
        (word("band", lang), word("rule", lang)),
        tuple((cut.band, _rule(cut.rule, lang)) for cut in given.bands.cut_offs),
    )
    blocks: list[Block] = [table, figure, origin]
    if any(len(part.ids) > 1 for part in given.parts):
        text = say(
            lang,
            "Des bandes voisines ont été réunies : l'une comptait moins de "
            f"{given.shown.k} événements ou non-événements.",
            "Neighbouring bands were joined: one had fewer than "
            f"{given.shown.k} events or non-events.",
        )
        blocks.append(Paragraph(text, "note"))
    return Section("bands", word("bands", lang), ("15", "23a"), tuple(blocks))


def _rule(rule: dict[str, Any], lang: Lang) -> str:
    """Return the rule of a cut-off in words."""
    name = word(f"rule_{rule['rule']}", lang)
    rest = ", ".join(
        f"{'' if key == 'value' else word(key, lang) + ' '}{_plain(value, lang)}"
        for key, value in rule.items()
        if key != "rule"
    )
    return f"{name} ({rest})" if rest else name


def _plain(value: object, lang: Lang) -> str:
    """Return a number of a rule, or a word."""
    if isinstance(value, str):
        return word(f"ties_{value}", lang) if value in TIES else value
    return f"{value:g}".replace(".", "," if lang == "fr" else ".")


def _bands_sentence(given: Material) -> str:
    """Return the observed risk of the highest band per 1000 employees."""
    lang, top = given.lang, given.parts[-1]
    seen, low, high = (
        count(round(1000 * x), lang) for x in (top.rate.value, top.rate.lo, top.rate.hi)
    )
    name = " + ".join(top.ids)
    return say(
        lang,
        f"Sur 1 000 salariés de la bande « {name} », environ {seen} ({low} à {high}) "
        "connaissent l'événement.",
        f"Of 1,000 employees in the band “{name}” about {seen} ({low} to {high}) have "
        "the event.",
    )
