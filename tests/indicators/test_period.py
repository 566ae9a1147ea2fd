"""Periods and calendar months."""

from datetime import date

import numpy as np
import pytest

from irdp.errors import CallError
from irdp.indicators import Period
from irdp.indicators.period import add_months


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        (2026, "2026-01-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-S2", "2026-07-01", "2026-12-31"),
        ("2026-T4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-03-05/2026-03-05", "2026-03-05", "2026-03-05"),
        (("2026-03-05", date(2027, 1, 1)), "2026-03-05", "2027-01-01"),
    ],
)
def test_parse(given, start, end):
    period = Period.parse(given)
    assert str(period) == f"{start}/{end}"
    assert Period.parse(period) == period
    days = np.array([start, end, "NaT"], dtype="datetime64[D]")
    assert period.holds(days).tolist() == [True, True, False]
    assert not period.holds(days[:1] - 1).any()
    assert not period.holds(days[1:2] + 1).any()


@pytest.mark.parametrize(
    "given", ["", "26", "2026-13", "2026-T5", "2026-S0", "2026-03-05/2026-03-04",
              "2026-02-30/2026-03-01", "a/b", "a/b/c", ("2026-01-01",), None]
)  # fmt: skip
def test_what_is_no_period_is_refused(given):
    with pytest.raises(CallError, match="IRDP-N020"):
        Period.parse(given)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-11-30", 3, "2026-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-01-15", 12, "2027-01-15"),
    ],
)
def test_months_end_where_the_month_does(day, months, later):
    found = add_months(np.array([day, "NaT"], dtype="datetime64[D]"), months)
    assert found.astype(str).tolist() == [later, "NaT"]
