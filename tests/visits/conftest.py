from __future__ import annotations

import datetime as dt

import pytest

from irdp.ops.item import ItemSpec
from irdp.ops.lanes import FIRST, Domain, ItemType, State

STATES = {
    "REFUS": State.REFUSED,
    "NSP": State.UNKNOWN,
    "NC": State.NOT_APPLICABLE,
    "88": State.UNKNOWN,
}
FIRST_DAY = dt.date(2020, 1, 1).toordinal()


@pytest.fixture(scope="session")
def specs() -> dict[str, ItemSpec]:
    options = ("A", "B", "none")
    items = [
        ItemSpec(
            "choice",
            Domain(ItemType.CHOICE, 3, ("0", "1", "2")),
            STATES,
            {"Non": FIRST, "Très souvent": FIRST + 2},
        ),
        ItemSpec("letters", Domain(ItemType.CHOICE, 2, ("H", "F")), STATES),
        ItemSpec("integer", Domain(ItemType.INTEGER, 201, low=-100), STATES),
        ItemSpec("decimal", Domain(ItemType.DECIMAL, 1001, low=-100, scale=10), STATES),
        ItemSpec(
            "boolean",
            Domain(ItemType.BOOLEAN, 2),
            STATES,
            {"oui": FIRST + 1, "1": FIRST + 1, "non": FIRST, "0": FIRST},
        ),
        ItemSpec("truth", Domain(ItemType.BOOLEAN, 2)),
        ItemSpec("date", Domain(ItemType.DATE, 3653, low=FIRST_DAY), STATES),
        ItemSpec(
            "many", Domain(ItemType.MULTIPLE, 8, options), STATES, exclusive=0b100
        ),
        ItemSpec("numbered", Domain(ItemType.MULTIPLE, 8, ("1", "2", "3")), STATES),
    ]
    return {item.id: item for item in items}
