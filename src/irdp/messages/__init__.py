"""The catalogue of messages: one entry per code, in French and English.

A message says what is wrong and why; its hint says what to do. Placeholders are
filled with names, places and rules, never with an answer.
"""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING

from irdp.errors import Diagnostic, Place, Severity
from irdp.messages import (
    calibration,
    calls,
    commands,
    data,
    definition_form,
    definition_reading,
    definition_sense,
    files,
    indicators,
    jobs,
    recalibration,
    referral,
    review,
    syntax,
)
from irdp.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from irdp.messages.entry import Entry

CATALOGUE: dict[str, Entry] = {
    **syntax.ENTRIES,
    **definition_form.ENTRIES,
    **definition_sense.ENTRIES,
    **definition_reading.ENTRIES,
    **review.ENTRIES,
    **data.ENTRIES,
    **calls.ENTRIES,
    **files.ENTRIES,
    **jobs.ENTRIES,
    **commands.ENTRIES,
    **calibration.ENTRIES,
    **recalibration.ENTRIES,
    **indicators.ENTRIES,
    **referral.ENTRIES,
}


def diagnose(code: str, place: Place | None = None, **params: object) -> Diagnostic:
    """Return the diagnostic of `code`, its message filled with `params`.

    Examples
    --------
    >>> diagnose("IRDP-C001", name="was2", known=["was"]).hint.en
    'did you mean “was”? Known: was'
    """
    entry = CATALOGUE[code]
    if "known" in params:
        name = next((params[k] for k in ("name", "key", "label") if k in params), "")
        known = params.pop("known")
        params["suggest"] = suggest(str(name), map(str, known))  # type: ignore[call-overload]
    fr, en = _Words(params, "fr"), _Words(params, "en")
    return Diagnostic(
        code=code,
        message=Text(entry.fr.format_map(fr), entry.en.format_map(en)),
        hint=Text(entry.hint_fr.format_map(fr), entry.hint_en.format_map(en)),
        place=place,
        severity=Severity(entry.severity),
    )


class _Words(dict[str, object]):
    """The parameters of a message as texts of one language; a lacking one is empty."""

    def __init__(self, params: dict[str, object], lang: Lang) -> None:
        super().__init__({k: _shown(v, lang) for k, v in params.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _shown(value: object, lang: Lang) -> str:
    if isinstance(value, Text):
        return value.get(lang)
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(v, lang) for v in value)
    return str(value)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to `name`, or an empty string.

    Examples
    --------
    >>> nearest("libele", ["libelle", "code"])
    'libelle'
    """
    # A version is not part of how near two references are.
    heads = {k: k.partition("@")[0] for k in known}
    head = name.partition("@")[0]
    found = get_close_matches(head, list(heads.values()), n=1, cutoff=0.6)
    return next((k for k, h in heads.items() if h in found and k != name), "")


def suggest(name: str, known: Iterable[str]) -> Text:
    """Return “did you mean …” followed by what exists, in both languages.

    Examples
    --------
    >>> suggest("epice", ["epices", "was"]).en
    'did you mean “epices”? Known: epices, was'
    """
    names = sorted(known)
    near = nearest(name, names)
    listed = ", ".join(names) or "—"
    fr = f"vouliez-vous dire « {near} » ? " if near else ""
    en = f"did you mean “{near}”? " if near else ""
    return Text(f"{fr}Connus : {listed}", f"{en}Known: {listed}")
