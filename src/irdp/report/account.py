"""Sections that account for the study: what, on whom, with what limits."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from irdp.report.blocks import Paragraph, Section, Table
from irdp.report.numbers import HIDDEN, NOTHING, count, percent
from irdp.report.remarks import remark
from irdp.report.wording import WORDS, convention, say, word
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.definition.scoring import Scoring
    from irdp.report.blocks import Block
    from irdp.report.material import Material
    from irdp.text import Lang

ENOUGH = 100
UNPROVEN = ("draft", "illustrative", "research")


def identification(given: Material) -> Section:
    """Return which score was validated, for what."""
    lang, made, options = given.lang, given.scoring, given.options
    unknown = say(lang, "non précisé", "not stated")
    rows = [
        (word("purpose", lang), options.purpose or unknown),
        (word("author", lang), options.author or unknown),
        (word("date", lang), options.created or unknown),
        (word("scores_of", lang), given.v.definition or unknown),
        *(() if made is None else _definition(made, lang)),
    ]
    columns = (word("field", lang), word("value", lang))
    blocks: list[Block] = []
    if made is not None and str(made.status) in UNPROVEN:
        blocks.append(Paragraph(word("unproven", lang), "warning"))
    title = word("identification", lang)
    blocks.append(Table(title, columns, tuple(rows)))
    return Section("identification", title, ("4", "22"), tuple(blocks))


def _definition(scoring: Scoring, lang: Lang) -> list[tuple[str, str]]:
    """Return what the definition says of itself, with the outcome of its scores."""
    rows = [
        (word("scoring", lang), f"{_text(scoring.title, lang)} ({scoring.reference})"),
        (word("status", lang), str(scoring.status)),
        (word("questionnaire", lang), str(scoring.questionnaire)),
    ]
    if scoring.derived_from is not None:
        before = f"{scoring.derived_from.id}@{scoring.derived_from.version}"
        rows.append((word("derived_from", lang), before))
    for score in scoring.scores:
        if score.outcome is not None:
            days = score.horizon.days if score.horizon else None
            within = f", {days} {word('days', lang)}" if days else ""
            name = f"{word('outcome', lang)} ({score.id})"
            rows.append((name, f"{_text(score.outcome, lang)}{within}"))
    return rows


def _text(held: Any, lang: Lang) -> str:
    """Return a text of a definition in one language, French where it is lacking."""
    return held if isinstance(held, str) else Text(held.fr, held.en or "").get(lang)


def population(given: Material) -> Section:
    """Return who was counted, and whether they are enough."""
    lang, v = given.lang, given.v
    k = given.options.disclosure.k
    dropped = float(v.dropped)
    hide = 0 < dropped < k
    rows = (
        (
            word("read", lang),
            HIDDEN[lang] if hide else count(_rows(given) + dropped, lang),
        ),
        (word("dropped", lang), HIDDEN[lang] if hide else count(dropped, lang)),
        (word("kept", lang), count(v.n, lang)),
        (
            word("events", lang),
            f"{count(v.events, lang)} ({percent(v.events / v.n, lang)})",
        ),
        (word("mean_risk", lang), percent(v.mean_risk, lang)),
    )
    smaller = min(v.events, v.n - v.events)
    enough = smaller >= ENOUGH
    adequacy = say(
        lang,
        f"Au moins {ENOUGH} événements et {ENOUGH} non-événements sont un minimum usuel "
        f"pour une validation : {'il est atteint' if enough else 'il n’est pas atteint'}.",
        f"At least {ENOUGH} events and {ENOUGH} non-events are a usual minimum for a "
        f"validation: it is {'reached' if enough else 'not reached'}.",
    )
    columns = (word("flow", lang), word("number", lang))
    blocks: list[Block] = [
        Table(word("flow_caption", lang), columns, rows),
        Paragraph(adequacy, "plain" if enough else "warning"),
    ]
    items = ("8a", "10", "11", "20a")
    return Section("population", word("population", lang), items, tuple(blocks))


def _rows(given: Material) -> float:
    """Return how many persons were counted, whatever their weights."""
    counts = given.v.counts
    return float(counts.total if counts.rows is None else counts.rows.sum())


def updating(given: Material) -> Section | None:
    """Return the history that the scoring carries, step by step."""
    block = getattr(given.scoring, "calibration", None)
    if block is None:
        return None
    lang = given.lang
    rows = tuple(
        (
            step.step,
            step.version or NOTHING,
            step.method or NOTHING,
            step.estimator or NOTHING,
        )
        for step in block.lineage
    )
    columns = tuple(word(k, lang) for k in ("step", "version", "method", "estimator"))
    table = Table(word("lineage_caption", lang), columns, rows)
    return Section("updating", word("updating", lang), ("12f", "24"), (table,))


def limits(given: Material) -> Section:
    """Return what the warnings say, and a self-check in the manner of PROBAST."""
    lang, v = given.lang, given.v
    found = [*v.warnings]
    for name, held in v.estimates().items():
        found += [f"{name}: {w}" for w in held.warnings]
    found += given.bands.warnings if given.bands else ()
    found += given.decision.warnings if given.decision else ()
    remarks = tuple(dict.fromkeys(remark(w, lang) for w in found))
    tuned = bool(given.bands and "tuned_on_these_data" in given.bands.warnings)
    few = min(v.events, v.n - v.events) < ENOUGH
    own = "validated_on_update_data" in v.warnings
    yes, no = word("concern", lang), word("no_concern", lang)
    checks = (
        (word("check_events", lang), yes if few else no),
        (word("check_missing", lang), yes if v.dropped else no),
        (word("check_tuned", lang), yes if tuned else no),
        (word("check_own_data", lang), yes if own else no),
        (word("check_applicability", lang), word("to_be_judged", lang)),
    )
    table = Table(
        word("checks_caption", lang),
        (word("check", lang), word("answer", lang)),
        checks,
    )
    lines: tuple[Block, ...] = tuple(Paragraph(text, "warning") for text in remarks)
    none: tuple[Block, ...] = (Paragraph(word("no_remark", lang)),)
    return Section("limits", word("limits", lang), ("26",), (table, *(lines or none)))


def reproducibility(given: Material) -> Section:
    """Return what is needed to make the same report again."""
    lang, v = given.lang, given.v
    conventions = [(k, x) for k, x in v.conventions.items() if f"by_{k}" in WORDS]
    rows = [
        (word("digest", lang), given.shown.counts.digest),
        (word("k", lang), str(given.shown.k)),
        (word("seed", lang), f"{v.ci.seed} ({v.ci.n_boot})"),
        (word("level", lang), percent(v.ci.level, lang, digits=0)),
        *((word(f"by_{k}", lang), convention(k, x, lang)) for k, x in conventions),
        *((name, _version(name)) for name in ("irdp", "numpy")),
        ("python", platform.python_version()),
    ]
    columns = (word("field", lang), word("value", lang))
    table = Table(word("reproducibility", lang), columns, tuple(rows))
    items = ("18f", "22")
    return Section("reproducibility", word("reproducibility", lang), items, (table,))


def _version(package: str) -> str:
    """Return the version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return NOTHING
