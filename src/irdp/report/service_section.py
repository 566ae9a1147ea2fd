"""The services of a report: each on its own where it is large enough, and together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.ratio import observed_expected
from irdp.calibration.risks import as_risks
from irdp.disclosure import suppress
from irdp.report import plots
from irdp.report.blocks import Figure, Paragraph, Section, Table
from irdp.report.numbers import HIDDEN, count, estimate
from irdp.report.svg import draw
from irdp.report.wording import say, word

if TYPE_CHECKING:
    from irdp.calibration.counts import ScoreCounts
    from irdp.calibration.estimate import Estimate
    from irdp.report.blocks import Block
    from irdp.report.material import Material

FEWEST = 2


def services(given: Material) -> Section | None:
    """Return the services, small cells and what follows from them hidden."""
    blocks = given.v.counts.services
    if not blocks:
        return None
    lang = given.lang
    inner = [[c.total_events, c.total - c.total_events] for c in blocks.values()]
    persons = [_persons(c) for c in blocks.values()]
    table = suppress(inner, rules=given.options.disclosure, persons=persons)
    rows, shown = [], {}
    for i, (name, block) in enumerate(blocks.items()):
        events, others, n = table.values[i]
        visible = not np.isnan([events, others, n]).any()
        if visible:
            shown[name] = _oe(given, block)
        text = estimate(shown[name], lang) if visible else HIDDEN[lang]
        rows.append((name, count(n, lang), count(events, lang), text))
    columns = tuple(word(name, lang) for name in ("service", "persons", "events", "oe"))
    found: list[Block] = [Table(word("services_caption", lang), columns, tuple(rows))]
    if len(shown) >= FEWEST:
        found.insert(0, _forest(given, shown, whole=len(shown) == len(blocks)))
    if len(shown) < len(blocks):
        found.append(Paragraph(_hidden(given), "note"))
    return Section("services", word("services", lang), ("23b",), tuple(found))


def _oe(given: Material, block: ScoreCounts) -> Estimate:
    """Return O/E of one service."""
    at = np.searchsorted(given.v.counts.score, block.score)
    return observed_expected(as_risks(block, given.v.risk_at_score[at]))


def _forest(given: Material, shown: dict[str, Estimate], *, whole: bool) -> Figure:
    """Return the forest of O/E; what is typical only where no service is hidden."""
    lang, between = given.lang, given.v.heterogeneity
    typical = ahead = None
    if whole and between is not None:
        typical, ahead = between.typical("oe"), between.prediction("oe")
    title = word("services_caption", lang)
    paint = partial(
        plots.forest_plot,
        names=list(shown),
        estimates=list(shown.values()),
        typical=typical,
        prediction=ahead,
        lang=lang,
    )
    size = (5.4, min(8.0, 1.6 + 0.32 * len(shown)))
    svg = draw(paint, name="services_forest", title=title, size=size, left=0.32)
    return Figure("services_forest", title, svg, _forest_sentence(given, ahead))


def _forest_sentence(given: Material, ahead: Estimate | None) -> str:
    """Return where O/E of another service would lie."""
    lang = given.lang
    if ahead is None or np.isnan(ahead.lo):
        return say(
            lang,
            "Un rapport de 1 : autant d'événements que le score en annonce.",
            "A ratio of 1: as many events as the score predicts.",
        )
    bare = estimate(ahead, lang)
    return say(
        lang,
        f"Dans un autre service, O/E est attendu autour de {bare} : c'est l'intervalle "
        "de prédiction, plus large que celui de la moyenne.",
        f"In another service O/E is expected around {bare}: this is the prediction "
        "interval, wider than that of the mean.",
    )


def _hidden(given: Material) -> str:
    """Return why services are hidden."""
    k = given.shown.k
    return say(
        given.lang,
        f"Des services sont masqués : l'un compte moins de {k} événements ou "
        "non-événements, et les autres permettraient de le retrouver.",
        f"Services are hidden: one has fewer than {k} events or non-events, and the "
        "others would give it away.",
    )


def _persons(counts: ScoreCounts) -> list[float]:
    """Return persons with and without the event; Kish's numbers under weights."""
    ones, zeros = counts.total_events, counts.total - counts.total_events
    if counts.n_sq is None or counts.events_sq is None:
        return [ones, zeros]
    ones_sq = float(counts.events_sq.sum())
    zeros_sq = float(counts.n_sq.sum()) - ones_sq
    pairs = ((ones, ones_sq), (zeros, zeros_sq))
    return [float(np.floor(x**2 / sq + 1e-9)) if sq > 0 else 0.0 for x, sq in pairs]
