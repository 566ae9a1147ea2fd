"""Compute all indicators from the four tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.disclosure import DEFAULT_K, Rules
from irdp.disclosure.audience import Audience
from irdp.errors import CallError
from irdp.indicators.by_hand import read_manual
from irdp.indicators.context import NAMES, Context, Options
from irdp.indicators.definitions import Definitions, read_definitions
from irdp.indicators.draft import Draft
from irdp.indicators.groups import DIMENSIONS
from irdp.indicators.instruments import Instrument, find_instruments
from irdp.indicators.period import Period
from irdp.indicators.protect import Screen
from irdp.indicators.result import IndicatorTable
from irdp.indicators.row import SUPPRESSED, Shown
from irdp.indicators.steps import STEPS, Step
from irdp.indicators.tables import Absent, Table, read_table
from irdp.messages import diagnose, suggest
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

AGGREGATED = {audience.value: not audience.individual for audience in Audience}


def compute(  # noqa: PLR0913 - four tables, six choices
    visites: Any,
    orientations: Any = None,
    suivis: Any = None,
    dossiers: Any = None,
    *,
    period: str | int | tuple[date | str, date | str] | Period,
    audience: str = "pilotage",
    instruments: Mapping[str, Instrument] | None = None,
    manual: Mapping[str, Mapping[str, Any]] | None = None,
    k: int = DEFAULT_K,
    options: Options | None = None,
    definitions: Definitions | None = None,
) -> IndicatorTable:
    """Return the 27 indicators of a period; those that lack a table say so.

    Parameters
    ----------
    visites, orientations, suivis, dossiers
        The tables of events: mappings of columns or any eager dataframe. Give all
        visits there are, not only those of the period: earlier and later ones
        matter to some indicators.
    period
        A year, "2026-S1", "2026-T2", "2026-03", two days; both ends included.
    audience
        "pilotage" or "externe": small cells are hidden. "soignant" or
        "cellule_pdp": nothing is hidden. There is no audience for an employer.
    instruments
        The score columns; found by their names if None.
    manual
        Figures counted by hand: ``{"I15": {"procedures": 4}}``.
    k
        Cells of fewer than k persons are hidden; at least 5, at least 11 for
        "externe".
    options
        Choices that the indicators leave open.
    definitions
        The version of the definitions; the one that comes with the library if None.

    Raises
    ------
    CallError
        Where the audience, the period, k or a figure is wrong.

    Examples
    --------
    >>> visites = {"id_visite": range(40), "cle_salarie": range(40),
    ...     "date": ["2026-03-02"] * 40, "type": ["mi_carriere"] * 40}
    >>> table = compute(visites, period=2026)
    >>> table.get("I03", "salaries").value, table.get("I07").display()
    (40.0, 'supprime')
    >>> table.get("I11", "traites").display()
    'non calculable : table « dossiers » absente'
    """
    if audience not in AGGREGATED:
        raise CallError(diagnose("IRDP-N026", audience=audience))
    options = _checked(options or Options())
    rules = _rules(audience, k, options)
    found = definitions or read_definitions()
    given = zip(NAMES, (visites, orientations, suivis, dossiers), strict=True)
    tables = {name: read_table(name, data) for name, data in given}
    ctx = Context(
        tables=tables,
        period=Period.parse(period),
        definitions=found,
        instruments=_instruments(instruments, tables["visites"]),
        options=options,
        manual=read_manual(manual, found),
    )
    return _shown(ctx, rules, audience, _backend(visites))


def _shown(
    ctx: Context, rules: Rules | None, audience: str, backend: Any
) -> IndicatorTable:
    """Count everything and keep what may be shown."""
    draft = Draft()
    for step in STEPS:
        _take(step, ctx, draft)
    system, definitions = draft.system, ctx.definitions
    hidden = system.protect(rules) if rules is not None else frozenset()
    screen = Screen(system, rules, hidden)
    return IndicatorTable(
        rows=tuple(screen.row(line, definitions) for line in draft.lines),
        period=ctx.period,
        audience=audience,
        k=None if rules is None else rules.k,
        definitions=definitions,
        instruments={n: i.definition or n for n, i in ctx.instruments.items()},
        quality=_quality(ctx, rules),
        published=screen.release(ctx.period, definitions.id),
        backend=backend,
    )


def _take(step: Step, ctx: Context, draft: Draft) -> None:
    """Count one indicator, or say in its rows what it lacks."""
    try:
        step.run(ctx, draft)
    except Absent as absent:
        reason = _reason(absent)
        for variant in step.variants:
            draft.add(id=step.id, variant=variant, kind="absent", reason=reason)


def _reason(absent: Absent) -> Text:
    table, column = absent.table, absent.column
    if table == "instruments":
        return Text(
            f"non calculable : bandes de détection inconnues ({column})",
            f"not computable: detected bands unknown ({column})",
        )
    if not column:
        return Text(
            f"non calculable : table « {table} » absente",
            f"not computable: table “{table}” absent",
        )
    return Text(
        f"non calculable : colonne « {column} » absente de la table « {table} »",
        f"not computable: column “{column}” absent from table “{table}”",
    )


def _checked(options: Options) -> Options:
    _choose("classed_by", options.classed_by, ("last", "max"))
    if options.naf_version is not None:
        _choose("naf_version", options.naf_version, ("rev2", "2025"))
    for dimension in options.dimensions:
        _choose("dimensions", dimension, tuple(DIMENSIONS))
    return options


def _choose(option: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        text = suggest(name, known)
        raise CallError(
            diagnose(
                "IRDP-N028", name=name, option=option, known=text.fr, known_en=text.en
            )
        )


def _rules(audience: str, k: int, options: Options) -> Rules | None:
    if not AGGREGATED[audience]:
        return None
    rules = Rules(k=k, dominance=options.dominance, zero_is_safe=options.zero_is_safe)
    if audience == "externe" and k < DEFAULT_K:
        raise CallError(diagnose("IRDP-N027", k=k))
    return rules


def _instruments(
    given: Mapping[str, Instrument] | None, visites: Table | None
) -> dict[str, Instrument]:
    if given is not None:
        return dict(given)
    return {} if visites is None else find_instruments(visites)


def _quality(ctx: Context, rules: Rules | None) -> dict[str, Shown]:
    """Count the rows of `visites` that no indicator can use, by reason."""
    visites = ctx.tables["visites"]
    if visites is None:
        return {}
    counts: dict[str, int] = {}
    for reason, rows in (
        ("date_inconnue", lambda: np.isnat(ctx.visit_days)),
        ("non_realisees", lambda: ~ctx.carried_out),
        ("salarie_inconnu", lambda: ctx.person("visites") < 0),
    ):
        try:
            counts[reason] = int(rows().sum())
        except Absent:
            continue
    small = rules.k if rules is not None else 0
    return {
        name: SUPPRESSED if 0 < n < small else float(n) for name, n in counts.items()
    }


def _backend(visites: Any) -> Any:
    """Return the dataframe library of the visits, None for a mapping."""
    if visites is None or (
        hasattr(visites, "keys") and not hasattr(visites, "columns")
    ):
        return None
    import narwhals as nw  # noqa: PLC0415 - only where a dataframe is given

    return nw.from_native(visites, eager_only=True).implementation
