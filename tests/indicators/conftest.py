"""A fictitious service, its instruments, and the same indicators in SQL."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from irdp.examples import fictitious_service
from irdp.indicators import Instrument, compute

SQL = Path(__file__).parents[1] / "data" / "indicators" / "oracle.sql"
# NAF rév. 2: the first division of each section (Insee).
SECTIONS = "A1 B5 C10 D35 E36 F41 G45 H49 I55 J58 K64 L68 M69 N77 O84 P85 Q86 R90 S94"


@pytest.fixture(scope="session")
def instruments():
    return {
        "demo_irdp": Instrument(
            status="demo_irdp.risque.status",
            band="demo_irdp.risque.band",
            detected={"forte"},
        ),
        "epices": Instrument(
            status="epices.score.status",
            band="epices.score.band",
            detected={"Q4", "Q5"},
        ),
    }


@pytest.fixture(scope="session")
def service():
    return fictitious_service(20_000, seed=1)


def section_case():
    cases = "".join(
        f"WHEN substr(naf, 1, 2)::INT >= {code[1:]} THEN '{code[0]}' "
        for code in reversed(SECTIONS.split())
    )
    return f"CASE {cases} END"


def read_blocks():
    blocks = {}
    for part in SQL.read_text(encoding="utf-8").split("-- name: ")[1:]:
        name, _, text = part.partition("\n")
        blocks[name.strip()] = text.replace("{section}", section_case())
    return blocks


class Oracle:
    """The indicators of a service, computed by duckdb."""

    def __init__(self, tables):
        self.base = duckdb.connect()
        for name, columns in tables.items():
            frame = pd.DataFrame(columns)
            self.base.register(f"{name}_df", frame)
            self.base.sql(f"FROM {name}_df").create(name)
        self.blocks = read_blocks()

    def names(self):
        return [name for name in self.blocks if name != "views"]

    def set_period(self, period):
        text = self.blocks["views"]
        for name, day in (("start", period.start), ("end", period.end)):
            text = text.replace("{" + name + "}", day.isoformat())
        self.base.execute(text)

    def rows(self, name):
        found = self.base.execute(self.blocks[name]).fetchall()
        return {(row[0], row[1]): row[2:] for row in found}


@pytest.fixture(scope="session")
def make_oracle():
    return Oracle


@pytest.fixture(scope="session")
def oracle(service):
    return Oracle(service.tables())


def as_columns(rows, **defaults):
    """Turn a list of rows into columns."""
    names = list(defaults)
    names += [name for row in rows for name in row if name not in names]
    return {name: [row.get(name, defaults.get(name)) for row in rows] for name in names}


@pytest.fixture
def table():
    return as_columns


@pytest.fixture
def visits():
    def make(*rows, **defaults):
        numbered = [{"id_visite": at} | row for at, row in enumerate(rows, 1)]
        base = {"cle_salarie": "A", "date": "2026-03-01", "type": "vip"}
        return as_columns(numbered, **(base | defaults))

    return make


@pytest.fixture
def count():
    def run(visites, period=2026, **given):
        one = {"i": Instrument(status="s", band="b", detected={"forte"})}
        given = {"instruments": one, "audience": "soignant"} | given
        return compute(visites, period=period, **given)

    return run
