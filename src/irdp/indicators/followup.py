"""I20: what became of the persons referred, 3, 6 and 12 months later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.breakdown import Cut, by_code, disjoint, known_codes
from irdp.indicators.period import add_months

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft


def situations(ctx: Context, draft: Draft, months: int) -> None:
    """Cut the files due in the period by situation, the unknown first (I20).

    A file is due `months` calendar months after its referral (`orientation_le`).
    Where the day of the answer is given (`situation_3m_le`) and lies more than
    `followup_window_days` from the due day, the situation counts as unknown.
    """
    dossiers = ctx.table("dossiers")
    referred = dossiers.dates("orientation_le")
    due = add_months(referred, months)
    rows = ctx.period.holds(due)
    codes = ctx.definitions.codes["situation"]
    told = known_codes(dossiers.codes(f"situation_{months}m"), codes)
    late = np.zeros(dossiers.n, dtype=np.bool_)
    answered = f"situation_{months}m_le"
    if dossiers.has(answered):
        window = np.timedelta64(ctx.definitions.number("followup_window_days"), "D")
        late = np.abs(dossiers.dates(answered) - due) > window
        late &= told != "inconnu"
        told = np.where(late, "inconnu", told)
    total = draft.put(f"I20 M{months}", ctx.files, ctx.files_at(rows))
    parts = disjoint({code: ctx.files_at(rows & (told == code)) for code in codes})
    excluded = {}
    outside = parts["inconnu"] & ctx.files_at(rows & late)
    if outside.any():
        name = draft.put(
            f"I20 M{months} hors fenêtre", ctx.files, outside, administrative=True
        )
        unknown = draft.put(
            f"I20 m{months} inconnu", ctx.files, parts["inconnu"], administrative=True
        )
        rest = parts["inconnu"] & ~outside
        draft.complement(unknown, name, ctx.files, rest, safe=True)
        excluded = {"inconnu": {"retour_hors_fenetre": name}}
    by_code(
        draft,
        ctx.files,
        parts,
        Cut(
            total=total,
            line={"id": "I20", "variant": f"m{months}", "unit": "dossiers"},
            labels=codes,
            excluded=excluded,
        ),
    )


def at_three(ctx: Context, draft: Draft) -> None:
    """Situations at 3 months (I20)."""
    situations(ctx, draft, 3)


def at_six(ctx: Context, draft: Draft) -> None:
    """Situations at 6 months (I20)."""
    situations(ctx, draft, 6)


def at_twelve(ctx: Context, draft: Draft) -> None:
    """Situations at 12 months (I20)."""
    situations(ctx, draft, 12)
