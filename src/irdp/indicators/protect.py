"""From what was counted to what may be shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.disclosure import Release
from irdp.indicators.row import SUPPRESSED, Limits, Row, Shown
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.disclosure import Rules, System
    from irdp.indicators.definitions import Definitions, Indicator
    from irdp.indicators.draft import Line
    from irdp.indicators.period import Period

NO_DENOMINATOR = Text("non calculable : dénominateur nul", "not computable: zero")
NOBODY = Text("non calculable : aucune date connue", "not computable: no known date")
TOO_FEW = Text(
    "supprimé : moins de k personnes de part ou d'autre",
    "suppressed: fewer than k persons on a side",
)
Z95, Z998 = 1.959963984540054, 3.090232306167813


@dataclass(frozen=True, slots=True)
class Screen:
    """What may be shown of a system of cells.

    Parameters
    ----------
    system
        The cells.
    rules
        The rules that were applied; None where nothing is hidden.
    hidden
        Names of the cells that are hidden.
    """

    system: System
    rules: Rules | None
    hidden: frozenset[str]

    def release(self, period: Period, name: str) -> Release | None:
        """Return what is published; None where nothing was hidden."""
        if self.rules is None:
            return None
        cells = self.system.cells
        always = self.rules.zero_is_safe
        small = {
            name
            for name, cell in cells.items()
            if self.rules.primary(
                cell.persons, zero_is_safe=cell.zero_is_safe or always
            )
        }
        return Release(
            name=name,
            start=period.start,
            end=period.end,
            cells={n: None if n in self.hidden else c.value for n, c in cells.items()},
            sums=tuple(self.system.sums),
            latent=frozenset(n for n, c in cells.items() if c.latent) - small,
        )

    def show(self, name: str) -> Shown:
        """Return a cell's number, "supprime" if hidden, None if there is none."""
        if not name:
            return None
        return SUPPRESSED if name in self.hidden else self.system.cells[name].value

    def row(self, line: Line, definitions: Definitions) -> Row:
        """Return the row of a line: hidden numbers and all that follows from them."""
        top, bottom = self.show(line.numerator), self.show(line.denominator)
        value, reason = self._value(line, top, bottom)
        if line.kind == "expected":
            bottom = line.expected if value != SUPPRESSED else SUPPRESSED
        excluded = {why: self.show(name) for why, name in line.excluded.items()}
        hidden = SUPPRESSED in {top, bottom, value, *excluded.values()}
        low, high = self._interval(line, top, bottom)
        indicator = definitions.indicators[line.id]
        return Row(
            numerator=top,
            denominator=bottom,
            value=value,
            low=low,
            high=high,
            limits=self._limits(line, bottom),
            excluded=excluded,
            suppressed=hidden,
            reason=line.reason or reason,
            notes=line.notes,
            **_wordings(line, indicator),  # type: ignore[arg-type]
        )

    def _value(
        self, line: Line, top: Shown, bottom: Shown
    ) -> tuple[Shown, Text | None]:
        if line.kind in {"manual", "absent"}:
            return line.value, None
        if line.kind == "count":
            return top, None
        if line.kind == "median":
            return self._median(line, bottom)
        if SUPPRESSED in {top, bottom}:
            return SUPPRESSED, None
        below = line.expected if line.kind == "expected" else bottom
        if not below:
            return None, NO_DENOMINATOR
        return float(top or 0.0) / float(below), None

    def _median(self, line: Line, bottom: Shown) -> tuple[Shown, Text | None]:
        if bottom == SUPPRESSED:
            return SUPPRESSED, None
        persons = self.system.cells[line.denominator].persons
        if self.rules is not None and not self.rules.quantile_is_safe(persons, 0.5):
            return SUPPRESSED, TOO_FEW
        return line.value, NOBODY if line.value is None else None

    def _interval(
        self, line: Line, top: Shown, bottom: Shown
    ) -> tuple[float | None, float | None]:
        if not line.interval or SUPPRESSED in {top, bottom} or not bottom:
            return None, None
        return wilson(float(top or 0.0), float(bottom))

    def _limits(self, line: Line, bottom: Shown) -> Limits | None:
        if line.centre is None or bottom == SUPPRESSED or not bottom:
            return None
        top, base = (self.show(name) for name in line.centre)
        if SUPPRESSED in {top, base} or not base:
            return None
        return funnel(float(top or 0.0) / float(base), float(bottom))


def _wordings(line: Line, indicator: Indicator) -> dict[str, object]:
    variant = indicator.variants.get(line.variant) or indicator.manual.get(line.variant)
    return {
        "id": line.id,
        "variant": line.variant,
        "category": line.category,
        "instrument": line.instrument,
        "label": indicator.label,
        "variant_label": variant or Text(line.variant),
        "category_label": line.category_label or Text(line.category),
        "axis": indicator.axis,
        "kind": line.kind,
        "unit": line.unit,
        "numerator_rule": indicator.numerator,
        "denominator_rule": indicator.denominator,
        "traps": indicator.traps,
        "quote": indicator.quote,
        "seed": indicator.seed,
        "in_seed": indicator.in_seed,
    }


def wilson(events: float, n: float) -> tuple[float, float]:
    """Return the Wilson interval at 95 % of a share.

    Parameters
    ----------
    events, n
        Number of persons with the property, and of persons; 0 <= events <= n, n > 0.

    Returns
    -------
    tuple of float
        Lower and upper end, in [0, 1].

    References
    ----------
    Wilson E. B., 1927, JASA 22(158), doi 10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(15, 48)]
    [0.1995, 0.4533]
    """
    share, square = events / n, Z95 * Z95
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = (
        Z95
        * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
        / (1 + square / n)
    )
    return max(0.0, centre - half), min(1.0, centre + half)


def funnel(centre: float, n: float) -> Limits:
    """Return the limits of a funnel plot for a group of `n` persons.

    Parameters
    ----------
    centre
        The service's share, in [0, 1].
    n
        Persons in the group, > 0.

    References
    ----------
    Spiegelhalter D. J., 2005, Statistics in Medicine 24(8), doi 10.1002/sim.1970
    (normal approximation, limits at 95 % and 99.8 %).

    Examples
    --------
    >>> limits = funnel(0.2, 400)
    >>> round(limits.low95, 4), round(limits.high998, 4)
    (0.1608, 0.2618)
    """
    error = math.sqrt(centre * (1 - centre) / n)
    return Limits(
        centre=centre,
        low95=max(0.0, centre - Z95 * error),
        high95=min(1.0, centre + Z95 * error),
        low998=max(0.0, centre - Z998 * error),
        high998=min(1.0, centre + Z998 * error),
    )
