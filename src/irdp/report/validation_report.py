"""The validation report: one call, one file that a reviewer can read anywhere."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.calibration.options import check_option
from irdp.errors import FileError
from irdp.messages import diagnose
from irdp.report import account, band_section, performance, service_section
from irdp.report.blocks import Document, KeyFigure, Section
from irdp.report.html import to_html
from irdp.report.markdown import to_markdown
from irdp.report.material import Material, Options, gather
from irdp.report.numbers import count, decimal, estimate, percent, typeset
from irdp.report.wording import method, say, word

if TYPE_CHECKING:
    from irdp.calibration.bands import Bands
    from irdp.calibration.capacity import Capacity
    from irdp.calibration.capacity_curves import CapacityCurve
    from irdp.calibration.decision import DecisionCurve
    from irdp.calibration.validation import Validation
    from irdp.definition.scoring import Scoring

SUFFIXES = {"html": ".html", "md": ".md", "json": ".json"}


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """A validation report in three forms that say the same.

    Parameters
    ----------
    html, markdown, json : str
        One page without scripts or network; its Markdown twin; its JSON twin.
    """

    html: str
    markdown: str
    json: str

    def write(
        self, stem: str | Path, formats: tuple[str, ...] = ("html", "md")
    ) -> tuple[Path, ...]:
        """Write the forms of the report side by side, as ``stem.html`` and so on.

        Returns
        -------
        tuple of Path
            The files written.

        Raises
        ------
        CallError
            ``IRDP-K011`` unknown format.
        FileError
            ``IRDP-K082`` the file cannot be written.
        """
        texts = {"html": self.html, "md": self.markdown, "json": self.json}
        for name in formats:
            check_option("formats", name, texts)
        paths = tuple(Path(f"{stem}{SUFFIXES[name]}") for name in formats)
        for path, name in zip(paths, formats, strict=True):
            try:
                path.write_text(texts[name], encoding="utf-8", newline="\n")
            except OSError as error:
                raise FileError(diagnose("IRDP-K082", name=path.name)) from error
        return paths

    def _repr_html_(self) -> str:
        return self.html


def validation(
    v: Validation,
    *,
    decision: DecisionCurve | None = None,
    capacity: Capacity | CapacityCurve | None = None,
    bands: Bands | None = None,
    scoring: Scoring | None = None,
    options: Options | None = None,
) -> ValidationReport:
    """Return the report of a validation, small counts out of reach before it is drawn.

    Parameters
    ----------
    v : Validation
        From `validate`.
    decision : DecisionCurve, optional
        Its thresholds, setting and intervals; it is made again from what may be shown.
    capacity : Capacity or CapacityCurve, optional
        Places of the cell.
    bands : Bands, optional
        From `choose_bands`, on the same scores.
    scoring : Scoring, optional
        The definition that gave the scores.
    options : Options, optional
        Language, disclosure control, date, author.

    Raises
    ------
    CallError
        ``IRDP-K081`` too few events to publish anything · ``IRDP-K083`` matplotlib or
        jinja2 is not installed · ``IRDP-K084`` bands of another score.

    Notes
    -----
    Same results and options give the same bytes: no clock is read.
    """
    given = gather(
        v,
        decision=decision,
        capacity=capacity,
        bands=bands,
        scoring=scoring,
        options=options or Options(),
    )
    document = typeset_document(_document(given))
    return ValidationReport(
        html=to_html(document),
        markdown=to_markdown(document),
        json=json.dumps(asdict(document), ensure_ascii=False, indent=1) + "\n",
    )


def _document(given: Material) -> Document:
    """Return the whole report as blocks."""
    lang, v = given.lang, given.v
    sections = (
        account.identification(given),
        account.population(given),
        performance.calibration(given),
        performance.decision(given),
        performance.discrimination(given),
        performance.capacity(given),
        band_section.bands(given),
        service_section.services(given),
        account.updating(given),
        account.limits(given),
        account.reproducibility(given),
    )
    name = given.scoring.reference if given.scoring is not None else v.definition
    persons, events = count(v.n, lang), count(v.events, lang)
    rate = percent(v.events / v.n, lang)
    return Document(
        title=f"{word('title', lang)}{word('colon', lang) if name else ''}{name}",
        subtitle=say(
            lang,
            f"{persons} personnes, {events} événements ({rate}).",
            f"{persons} persons, {events} events ({rate}).",
        ),
        lang=lang,
        keys=_keys(given),
        summary=band_section.bands_table(given),
        sections=tuple(s for s in sections if isinstance(s, Section)),
    )


def _keys(given: Material) -> tuple[KeyFigure, ...]:
    """Return the numbers of the first screen."""
    lang, v = given.lang, given.v
    first = next(iter(v.curves.values()))
    keys = [
        KeyFigure(word("oe", lang), estimate(v.oe, lang), word("ideal_1", lang)),
        KeyFigure(word("slope", lang), estimate(v.slope, lang), word("ideal_1", lang)),
        KeyFigure(
            word("ici", lang),
            estimate(v.ici, lang, digits=3),
            f"{word('ideal_0', lang)} ({method(first.settings, lang)})",
        ),
    ]
    at = given.benefit
    if at is not None:
        value, low, high = (
            decimal(1000 * float(x[0]), lang, digits=1)
            for x in (at.net_benefit, at.lo, at.hi)
        )
        t = percent(float(at.threshold[0]), lang, digits=0)
        best = decimal(1000 * max(float(at.treat_all[0]), 0.0), lang, digits=1)
        note = say(
            lang,
            f"au seuil de {t} ; sans score : {best}",
            f"at the threshold of {t}; without a score: {best}",
        )
        to = say(lang, "à", "to")
        shown = f"{value} ({low} {to} {high})"
        keys.append(KeyFigure(word("net_benefit_per_1000", lang), shown, note))
    keys.append(
        KeyFigure("AUC", estimate(v.auc, lang), word("discrimination", lang).lower())
    )
    return tuple(keys)


def typeset_document(document: Document) -> Document:
    """Return the document with the no-break spaces of its language, drawings apart."""

    def through(value: Any) -> Any:
        if isinstance(value, str):
            return value if value.startswith("<svg") else typeset(value, document.lang)
        if isinstance(value, tuple):
            return tuple(through(part) for part in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {f.name: through(getattr(value, f.name)) for f in fields(value)}
            return replace(value, **changed)
        return value

    made: Document = through(document)
    return made
