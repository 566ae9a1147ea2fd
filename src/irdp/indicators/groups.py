"""Groups by which detection is targeted: sector, occupation, size, establishment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.followed import followed_rows
from irdp.indicators.tables import Absent
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from irdp.indicators.context import Context
    from irdp.indicators.draft import Ints

UNKNOWN = "inconnu"
OTHER = "autres"
# Last division of each section: NAF rév. 2 (NACE Rev. 2, regulation 1893/2006) and
# NAF 2025 (NACE Rev. 2.1, delegated regulation 2023/137).
_LAST_DIVISIONS = {
    "rev2": "A3 B9 C33 D35 E39 F43 G47 H53 I56 J63 K66 L68 M75 N82 O84 P85 Q88 R93 "
    "S96 T98 U99",
    "2025": "A3 B9 C33 D35 E39 F43 G47 H53 I56 J60 K63 L66 M68 N75 O82 P84 Q85 R88 "
    "S93 T96 U98 V99",
}
_CODE = re.compile(r"(\d{2})(?:\.?\d{1,2}[A-Za-z]?)?")


def naf_section(code: str, version: str) -> str:
    """Return the section letter of a NAF code, "inconnu" where it has none.

    Parameters
    ----------
    code
        A code ("62.01Z", "6201Z", "62") or a section letter.
    version
        "rev2" or "2025".

    Examples
    --------
    >>> naf_section("62.01Z", "rev2"), naf_section("62.10Y", "2025")
    ('J', 'K')
    >>> naf_section("1E5", "rev2"), naf_section("c", "rev2"), naf_section("62", "")
    ('inconnu', 'C', 'inconnu')
    """
    lasts = _LAST_DIVISIONS.get(version, "").split()
    text = code.strip()
    if text.upper() in {last[0] for last in lasts}:
        return text.upper()
    found = _CODE.fullmatch(text)
    if found is None or int(found[1]) == 0:
        return UNKNOWN
    return next((s[0] for s in lasts if int(found[1]) <= int(s[1:])), UNKNOWN)


def _naf(ctx: Context, rows: Ints) -> np.ndarray:
    visites = ctx.table("visites")
    codes = visites.text("naf")[rows]
    if visites.has("naf_version"):
        versions = visites.codes("naf_version")[rows]
    elif ctx.options.naf_version:
        versions = np.full(len(rows), ctx.options.naf_version.lower(), dtype=object)
    else:
        raise Absent("visites", "naf_version")
    pairs = list(zip(codes, versions, strict=True))
    sections = {pair: naf_section(*pair) for pair in set(pairs)}
    several = not _only_version(ctx)
    names = {
        (code, version): f"{section} ({version})"
        if several and section != UNKNOWN
        else section
        for (code, version), section in sections.items()
    }
    return np.array([names[pair] for pair in pairs], dtype=object)


def _pcs(ctx: Context, rows: Ints) -> np.ndarray:
    codes = ctx.table("visites").text("pcs")[rows]
    return np.array(
        [c[0] if c[:1] in {*"123456"} else UNKNOWN for c in codes], dtype=object
    )


def _sizes(ctx: Context, rows: Ints) -> np.ndarray:
    """Return the size of each row's establishment, NaN where unknown."""
    visites = ctx.table("visites")
    if visites.has("effectif"):
        return visites.numbers("effectif")[rows]
    suivis = ctx.table("suivis")
    end = np.datetime64(ctx.period.end)
    present = followed_rows(ctx, end, end) & (ctx.person("suivis") >= 0)
    where = suivis.text("etablissement")[present]
    pairs = set(zip(where, ctx.person("suivis")[present], strict=True))
    sizes: dict[str, int] = {}
    for establishment, _ in pairs:
        sizes[establishment] = sizes.get(establishment, 0) + 1
    own = visites.text("etablissement")[rows]
    return np.array([sizes.get(e, np.nan) if e else np.nan for e in own], np.float64)


def _size(ctx: Context, rows: Ints) -> np.ndarray:
    edges = ctx.definitions.numbers("size_bands")
    sizes = _sizes(ctx, rows)
    bounds = zip((1, *edges), edges, strict=False)
    names = [f"{a}-{b - 1}" for a, b in bounds] + [f"{edges[-1]}+"]
    band = np.searchsorted(edges, np.nan_to_num(sizes, nan=0), side="right")
    known = np.isfinite(sizes) & (sizes >= 1)
    return np.where(known, np.array(names, dtype=object)[band], UNKNOWN)


def _establishment(ctx: Context, rows: Ints) -> np.ndarray:
    """Return the establishment where it is large enough, "autres" elsewhere."""
    own = ctx.table("visites").text("etablissement")[rows]
    large = _sizes(ctx, rows) >= ctx.definitions.number("establishment_size")
    return np.where(own == "", UNKNOWN, np.where(large, own, OTHER))


def _area(ctx: Context, rows: Ints) -> np.ndarray:
    return ctx.table("visites").codes("bassin")[rows]


def _naf_size(ctx: Context, rows: Ints) -> np.ndarray:
    pairs = zip(_naf(ctx, rows), _size(ctx, rows), strict=True)
    return np.array([f"{naf} × {size}" for naf, size in pairs], dtype=object)


DIMENSIONS: dict[str, Callable[[Context, Ints], np.ndarray]] = {
    "naf": _naf,
    "pcs": _pcs,
    "taille": _size,
    "etablissement": _establishment,
    "bassin": _area,
    "naf_taille": _naf_size,
}


def ordered(ctx: Context, dimension: str, group: np.ndarray) -> list[str]:
    """Return the groups there are, in the order of their codes: never by rate."""
    listed = list(ctx.definitions.codes.get(dimension, {}))
    last = len(listed)
    found = {str(code) for code in group}
    return sorted(found, key=lambda c: (listed.index(c) if c in listed else last, c))


def group_label(ctx: Context, dimension: str, code: str) -> Text:
    """Return the wording of a group."""
    if code == UNKNOWN:
        return Text("inconnu", "unknown")
    if code == OTHER:
        return Text("autres établissements", "other establishments")
    if dimension != "naf":
        return ctx.definitions.label(dimension, code)
    section, _, told = code.partition(" ")
    version = told.strip("()") or _only_version(ctx)
    label = ctx.definitions.label(f"naf_{version}", section)
    return Text(
        f"{section} {label.fr} (NAF {version})", f"{section} {label.en} (NAF {version})"
    )


def _only_version(ctx: Context) -> str:
    """Return the one version of NAF codes in the visits of the period."""
    visites = ctx.table("visites")
    if not visites.has("naf_version"):
        return ctx.options.naf_version or ""
    used = set(visites.codes("naf_version")[ctx.in_period]) & set(_LAST_DIVISIONS)
    return used.pop() if len(used) == 1 else ""


def age_groups(ctx: Context, rows: Ints, born: Ints) -> np.ndarray:
    """Return the age group of the person of each row, "inconnu" where unknown."""
    edges = ctx.definitions.numbers("age_bands")
    year = born[ctx.person("visites")[rows]]
    age = ctx.period.end.year - year
    group = np.searchsorted(edges, age, side="right").astype(str).astype(object)
    return np.where(year < 0, UNKNOWN, group)
