"""I15, I22 to I24: figures that only a person can count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError
from irdp.indicators.followed import followed_rows
from irdp.indicators.tables import Absent
from irdp.messages import diagnose, suggest
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.definitions import Definitions
    from irdp.indicators.draft import Draft

NOT_ENTERED = Text(
    "non saisi : à compter par le service", "not entered: to be counted by the service"
)
INFORMED, MEMBERS = "informes", "adherents"


def read_manual(
    manual: Mapping[str, Any] | None, definitions: Definitions
) -> dict[str, dict[str, float]]:
    """Return the figures entered, by indicator and figure.

    Parameters
    ----------
    manual
        ``{"I15": {"personnes_formees": 12}}``; the members informed (I24) may be a
        list of establishments instead of a number.

    Raises
    ------
    CallError
        Where a figure is unknown or no number >= 0.
    """
    found: dict[str, dict[str, float]] = {}
    fillable = {i.id: i.manual for i in definitions.indicators.values() if i.manual}
    for indicator, figures in (manual or {}).items():
        if indicator not in fillable or not isinstance(figures, Mapping):
            known = suggest(indicator, fillable)
            raise CallError(
                diagnose("IRDP-N024", name=indicator, known=known.fr, known_en=known.en)
            )
        for name, value in figures.items():
            if name not in fillable[indicator]:
                known = suggest(name, fillable[indicator])
                raise CallError(
                    diagnose(
                        "IRDP-N024",
                        name=f"{indicator}.{name}",
                        known=known.fr,
                        known_en=known.en,
                    )
                )
            found.setdefault(indicator, {})[name] = _figure(indicator, name, value)
    return found


def _figure(indicator: str, name: str, value: Any) -> float:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return float(len({str(item).strip() for item in value} - {""}))
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number < np.inf:
        raise CallError(diagnose("IRDP-N025", name=f"{indicator}.{name}"))
    return number


def figures(ctx: Context, draft: Draft, indicator: str) -> None:
    """Add a line per figure of an indicator counted by hand."""
    entered = ctx.manual.get(indicator, {})
    for name, label in ctx.definitions.indicators[indicator].manual.items():
        value = entered.get(name)
        draft.add(
            id=indicator,
            variant=name,
            category_label=label,
            unit="saisi",
            kind="manual",
            value=value,
            reason=None if value is not None else NOT_ENTERED,
        )


def training(ctx: Context, draft: Draft) -> None:
    """I15."""
    figures(ctx, draft, "I15")


def bodies(ctx: Context, draft: Draft) -> None:
    """I22."""
    figures(ctx, draft, "I22")


def awareness(ctx: Context, draft: Draft) -> None:
    """I23."""
    figures(ctx, draft, "I23")


def members(ctx: Context, draft: Draft) -> None:
    """Add the members informed, related to all members (I24)."""
    entered = ctx.manual.get("I24", {})
    labels = ctx.definitions.indicators["I24"].manual
    everyone = entered.get(MEMBERS)
    if everyone is None and ctx.tables["suivis"] is not None:
        everyone = _followed_establishments(ctx)
    informed = entered.get(INFORMED)
    share = informed / everyone if informed is not None and everyone else None
    for name, value in ((INFORMED, informed), (MEMBERS, everyone)):
        draft.add(
            id="I24",
            variant=name,
            category_label=labels[name],
            unit="adhérents",
            kind="manual",
            value=value,
            reason=None if value is not None else NOT_ENTERED,
        )
    draft.add(
        id="I24",
        variant="taux",
        category_label=Text("part des adhérents", "share of the members"),
        unit="adhérents",
        kind="manual",
        value=share,
        reason=None if share is not None else NOT_ENTERED,
    )


def _followed_establishments(ctx: Context) -> float | None:
    """Return how many establishments are followed on the last day."""
    end = np.datetime64(ctx.period.end)
    try:
        establishments = ctx.table("suivis").text("etablissement")
    except Absent:
        return None
    return float(len(set(establishments[followed_rows(ctx, end, end)]) - {""}))
