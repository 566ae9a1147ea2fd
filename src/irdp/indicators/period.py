"""The period of a table of indicators: two days, both included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np

from irdp.errors import CallError
from irdp.messages import diagnose

MONTHS = 12
_PARTS = re.compile(r"(?P<year>\d{4})(?:-(?P<kind>[TQS]?)(?P<number>\d{1,2}))?")
_LENGTH = {"": 1, "T": 3, "Q": 3, "S": 6}


@dataclass(frozen=True, slots=True)
class Period:
    """Two days, both included.

    Examples
    --------
    >>> str(Period.parse("2026")), str(Period.parse("2026-T2"))
    ('2026-01-01/2026-12-31', '2026-04-01/2026-06-30')
    >>> str(Period.parse("2026-02")), Period.parse("2026-01-15/2026-03-01").end
    ('2026-02-01/2026-02-28', datetime.date(2026, 3, 1))
    """

    start: date
    end: date

    @classmethod
    def parse(cls, given: str | int | tuple[date | str, date | str] | Period) -> Self:
        """Read a year, a half ("2026-S1"), a quarter, a month or two days.

        Raises
        ------
        CallError
            Where it is none of these, or ends before it begins.
        """
        try:
            start, end = _days(given)
        except (ValueError, TypeError) as error:
            raise CallError(diagnose("IRDP-N020", period=given)) from error
        if end < start:
            raise CallError(diagnose("IRDP-N020", period=given))
        return cls(start, end)

    def holds(self, days: np.ndarray) -> np.ndarray:
        """Tell which days lie in the period; unknown days do not.

        Parameters
        ----------
        days
            ndarray of datetime64[D].

        Returns
        -------
        ndarray of bool, same shape
        """
        inside: np.ndarray = (days >= np.datetime64(self.start)) & (
            days <= np.datetime64(self.end)
        )
        return inside

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


def _days(
    given: str | int | tuple[date | str, date | str] | Period,
) -> tuple[date, date]:
    if isinstance(given, Period):
        return given.start, given.end
    if isinstance(given, str) and "/" in given:
        first, last = given.split("/")
        return date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    if isinstance(given, tuple):
        first_day, last_day = (
            day if isinstance(day, date) else date.fromisoformat(day) for day in given
        )
        return first_day, last_day
    found = _PARTS.fullmatch(str(given).strip())
    if found is None:
        raise ValueError(given)
    year = int(found["year"])
    if found["number"] is None:
        return date(year, 1, 1), date(year, MONTHS, 31)
    length = _LENGTH[found["kind"]]
    first_month = (int(found["number"]) - 1) * length + 1
    after = first_month + length
    return date(year, first_month, 1), date(
        year + (after - 1) // MONTHS, (after - 1) % MONTHS + 1, 1
    ) - timedelta(days=1)


def add_months(days: np.ndarray, months: int) -> np.ndarray:
    """Return the same day `months` later, the last of the month where there is none.

    Parameters
    ----------
    days
        ndarray of datetime64[D]; NaT stays NaT.
    months
        How many calendar months later.

    Examples
    --------
    >>> add_months(np.array(["2026-11-30"], "datetime64[D]"), 3).astype(str).tolist()
    ['2027-02-28']
    """
    month = days.astype("datetime64[M]")
    day = days - month.astype("datetime64[D]")
    target = month + months
    last = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    later: np.ndarray = np.minimum(target.astype("datetime64[D]") + day, last)
    return later
