"""Sections on how well the risk performs: calibration, decisions, discrimination."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.report import plots
from irdp.report.blocks import Figure, Paragraph, Section, Table
from irdp.report.numbers import count, decimal, estimate, percent
from irdp.report.svg import draw
from irdp.report.wording import method, say, word

if TYPE_CHECKING:
    from irdp.report.blocks import Block
    from irdp.report.material import Material


def calibration(given: Material) -> Section:
    """Return the calibration plots with the numbers beside them."""
    lang, v = given.lang, given.v
    box = [
        f"O/E {estimate(v.oe, lang)}",
        f"{word('citl_short', lang)} {estimate(v.citl, lang)}",
        f"{word('slope_short', lang)} {estimate(v.slope, lang)}",
        f"ICI {estimate(v.ici, lang, digits=3)}",
    ]
    blocks: list[Block] = [
        Figure(
            name,
            word(f"{name}_title", lang),
            draw(
                partial(
                    _calibration,
                    given=given,
                    box=box if zoom else [],
                    zoom=zoom,
                ),
                name=name,
                title=word(f"{name}_title", lang),
            ),
            _calibration_sentence(given),
        )
        for name, zoom in (("calibration_zoomed", True), ("calibration_full", False))
    ]
    blocks.append(_numbers(given))
    blocks.append(_tests(given))
    return Section(
        "calibration", word("calibration", lang), ("12e", "23a"), tuple(blocks)
    )


def _calibration(ax: Any, *, given: Material, box: list[str], zoom: bool) -> None:
    """Paint the calibration plot from the groups that may be shown."""
    plots.calibration_plot(
        ax, given.curves, counts=given.risks, box=box, zoom=zoom, lang=given.lang
    )


def _calibration_sentence(given: Material) -> str:
    """Return what was observed where the risk is that of the middle person."""
    lang, curve = given.lang, given.curves[0]
    if curve.reason is not None:
        return say(
            lang,
            f"Pas de courbe : {curve.reason.text.fr}.",
            f"No curve: {curve.reason.text.en}.",
        )
    reached = np.cumsum(curve.n) * 2 >= curve.n.sum()
    at = curve.risk[[int(np.argmax(reached))]]
    seen, (lo, hi) = curve.predict(at), curve.band(at)
    p, c, low, high = (percent(x[0], lang, digits=0) for x in (at, seen, lo, hi))
    return say(
        lang,
        f"Là où le score annonce {p} de risque, {c} ({low} à {high}) des salariés ont "
        "connu l'événement. Traits du bas : événements vers le haut, non-événements "
        "vers le bas. Tout est tracé d'après des groupes d'au "
        f"moins {given.shown.k} événements et {given.shown.k} non-événements.",
        f"Where the score predicts a risk of {p}, {c} ({low} to {high}) of the employees "
        "had the event. Spikes at the bottom: events up, non-events down. All is drawn "
        "from groups of at least "
        f"{given.shown.k} events and {given.shown.k} non-events.",
    )


def _numbers(given: Material) -> Table:
    """Return every estimate with its interval and how it was made."""
    lang, v = given.lang, given.v
    rows = [
        ("oe", v.oe, 2),
        ("citl", v.citl, 3),
        ("slope", v.slope, 2),
        ("joint_intercept", v.joint_intercept, 3),
        ("ici", v.ici, 4),
        ("e50", v.e50, 4),
        ("brier", v.brier, 4),
        ("brier_scaled", v.brier_scaled, 3),
        ("log_loss", v.log_loss, 4),
    ]
    if given.options.disclosure.quantile_is_safe(int(v.n), 0.9):
        rows.insert(6, ("e90", v.e90, 4))
    body = [
        (
            word(key, lang),
            estimate(found, lang, digits=digits),
            method(found.method, lang),
        )
        for key, found, digits in rows
    ]
    parts = (v.corp.mcb, v.corp.dsc, v.corp.unc)
    body += [
        (word(key, lang), estimate(part, lang, digits=4), "CORP, Brier")
        for key, part in zip(("mcb", "dsc", "unc"), parts, strict=True)
    ]
    columns = (word("measure", lang), word("value", lang), word("method", lang))
    return Table(word("performance_caption", lang), columns, tuple(body))


def _tests(given: Material) -> Paragraph:
    """Return the tests, and that none of them proves anything alone."""
    lang, v = given.lang, given.v
    values = ", ".join(
        f"{name} p = {decimal(test.p_value, lang, digits=3)}"
        for name, test in (
            ("Miller (a = 0, b = 1)", v.miller.joint),
            ("Spiegelhalter", v.spiegelhalter),
        )
    )
    return Paragraph(
        say(
            lang,
            f"Tests : {values}. Un test seul ne prouve jamais qu'un score est calibré.",
            f"Tests: {values}. No test alone proves that a score is calibrated.",
        ),
        "note",
    )


def decision(given: Material) -> Section | None:
    """Return the decision curve, if one was made."""
    lang, curve = given.lang, given.decision
    if curve is None:
        return None
    title = word("decision", lang)
    figure = Figure(
        "decision_curve",
        title,
        draw(
            partial(plots.decision_plot, curve=curve, lang=lang),
            name="decision_curve",
            title=title,
        ),
        benefit_sentence(given),
    )
    blocks: list[Block] = [figure, *_prevalence(given)]
    return Section("decision", title, ("12e", "23a"), tuple(blocks))


def _prevalence(given: Material) -> list[Paragraph]:
    """Return which prevalence the decision curve supposes, where it is another."""
    curve = given.decision
    if curve is None or curve.setting.prevalence is None:
        return []
    shown = percent(curve.prevalence, given.lang)
    text = say(
        given.lang,
        f"Prévalence supposée : {shown}, et non celle de la cohorte.",
        f"Prevalence supposed: {shown}, not that of the cohort.",
    )
    return [Paragraph(text, "note")]


def benefit_sentence(given: Material) -> str:
    """Return the net benefit at the threshold of the first screen, in words."""
    lang, at = given.lang, given.benefit
    if at is None:
        return say(lang, "Aucun seuil déclaré.", "No threshold was declared.")
    t = percent(float(at.threshold[0]), lang, digits=0)
    own, best = 1000 * at.net_benefit[0], 1000 * max(at.treat_all[0], 0.0)
    gain, low, high = (
        decimal(1000 * float(x[0]), lang, digits=1)
        for x in (at.over_best, at.over_best_lo, at.over_best_hi)
    )
    return say(
        lang,
        f"Au seuil de {t}, orienter selon le score vaut "
        f"{decimal(own, lang, digits=1)} vrais positifs nets pour 1 000 salariés, contre "
        f"{decimal(best, lang, digits=1)} pour la meilleure règle sans score (tous ou "
        f"personne) : un gain de {gain} ({low} à {high}).",
        f"At the threshold of {t}, referring by the score is worth "
        f"{decimal(own, lang, digits=1)} net true positives per 1,000 employees, against "
        f"{decimal(best, lang, digits=1)} for the best rule without a score (all or "
        f"none): a gain of {gain} ({low} to {high}).",
    )


def discrimination(given: Material) -> Section:
    """Return the ROC curve, after calibration and decisions."""
    lang, v = given.lang, given.v
    title = word("roc", lang)
    starts = tuple(part.cut for part in given.parts if part.cut is not None)
    figure = Figure(
        "roc_curve",
        title,
        draw(
            lambda ax: plots.roc_plot(ax, given.shown.counts, cuts=starts, lang=lang),
            name="roc_curve",
            title=title,
            size=(4.2, 4.2),
        ),
        say(
            lang,
            f"AUC {estimate(v.auc, lang, digits=3)} : probabilité qu'un salarié qui "
            "connaîtra l'événement ait un score plus élevé qu'un autre. L'AUC ne dit "
            "rien de la justesse des risques.",
            f"AUC {estimate(v.auc, lang, digits=3)}: probability that an employee who "
            "will have the event scores higher than another. The AUC says nothing "
            "about whether the risks are right.",
        ),
    )
    return Section("discrimination", word("discrimination", lang), ("23a",), (figure,))


def capacity(given: Material) -> Section:
    """Return what places buy, with the cell's own as a line."""
    lang = given.lang
    title = word("capacity_title", lang)
    k = None
    if given.places is not None:
        k = given.places.places_for(given.shown.counts.total)
    figure = Figure(
        "capacity_curve",
        title,
        draw(
            partial(plots.capacity_plot, curve=given.capacity, places=k, lang=lang),
            name="capacity_curve",
            title=title,
        ),
        _capacity_sentence(given, k),
    )
    return Section("capacity", word("capacity_section", lang), ("15", "23a"), (figure,))


def _capacity_sentence(given: Material, k: int | None) -> str:
    """Return what the cell's places find, and what one more would."""
    lang, total = given.lang, given.shown.counts.total
    if not k:
        return say(
            lang,
            "Aucune capacité n'a été déclarée.",
            "No capacity was declared.",
        )
    at = given.capacity.at(k)
    share = count(round(1000 * k / total), lang)
    found, next_one = (
        percent(at["sensitivity"], lang),
        percent(at["marginal_ppv"], lang),
    )
    low, high = percent(at["marginal_lo"], lang), percent(at["marginal_hi"], lang)
    return say(
        lang,
        f"Avec {share} places pour 1 000 salariés, la cellule verrait environ {found} "
        f"des événements à venir ; une place de plus a {next_one} ({low} à {high}) de "
        "chances d'en trouver un.",
        f"With {share} places per 1,000 employees the cell would see about {found} of "
        f"the events to come; one more place finds one with probability {next_one} "
        f"({low} to {high}).",
    )
