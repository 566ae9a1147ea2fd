"""Every figure of a generated service against an independent computation in SQL."""

import pytest

from irdp.examples import fictitious_service
from irdp.indicators import Options, compute

EVERY = Options(
    dimensions=("naf", "pcs", "taille", "etablissement", "bassin", "naf_taille")
)
NO_ORACLE = {"manual", "absent"}
STANDARDISED = {("I25", f"standardise_{d}") for d in ("pcs", "taille", "bassin")}
TOTALS = {("I17", "vers"), ("I17", "depuis"), ("I17", "inconnu")}


def differences(table, oracle):
    """Return what differs between a table and the oracle, row by row."""
    oracle.set_period(table.period)
    wrong, seen = [], set()
    for name in oracle.names():
        id_, variant = name.split()
        expected = oracle.rows(name)
        rows = [r for r in table.rows if (r.id, r.variant) == (id_, variant)]
        seen.add((id_, variant))
        by_key = {(r.instrument, r.category): r for r in rows}
        wrong += [(name, key) for key in expected if key not in by_key]
        for key, row in by_key.items():
            if (id_, variant) in TOTALS and key == ("", ""):
                total = sum(n for n, *_ in expected.values())
                expected_row = (total, None, None)
            elif (id_, variant) == ("I14", "heures") and key == ("", "total"):
                continue
            elif key in expected:
                expected_row = expected[key]
            else:  # a code that nothing has
                expected_row = (0, row.denominator, None)
            wrong += compare(name, row, expected_row)
    listed = {(r.id, r.variant) for r in table.rows if r.kind not in NO_ORACLE}
    return wrong, listed - seen


def compare(name, row, expected):
    numerator, denominator, value = expected
    if value is not None:
        same = row.value == value and row.denominator == denominator
    else:
        same = row.numerator == pytest.approx(float(numerator), abs=1e-9)
        if denominator is not None:
            same = same and row.denominator == pytest.approx(float(denominator))
            if denominator:
                same = same and row.value == pytest.approx(numerator / row.denominator)
    return [] if same else [(name, row.instrument, row.category, expected, row.value)]


@pytest.mark.parametrize("period", ["2026", "2025-S1", "2024-T4"])
def test_to_the_unit(service, instruments, oracle, period):
    table = compute(
        **service.tables(),
        period=period,
        audience="soignant",
        instruments=instruments,
        options=EVERY,
    )
    wrong, unseen = differences(table, oracle)
    assert wrong == []
    assert unseen == {("I17", "inconnu"), *STANDARDISED}


def test_a_large_service_over_three_years(instruments, make_oracle):
    service = fictitious_service(100_000, seed=2)
    oracle = make_oracle(service.tables())
    table = compute(
        **service.tables(),
        period="2024-01-01/2026-12-31",
        audience="cellule_pdp",
        instruments=instruments,
        options=EVERY,
    )
    assert differences(table, oracle)[0] == []
