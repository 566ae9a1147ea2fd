"""Who changes band, from where to where, per service."""

from __future__ import annotations

import pytest

from irdp import calibration as cal
from irdp.errors import CallError

OLD = [{"id": "low", "from": 0}, {"id": "middle", "from": 3}, {"id": "high", "from": 6}]
NEW = [{"id": "low", "from": 0}, {"id": "middle", "from": 4}, {"id": "high", "from": 5}]


def test_every_person_is_counted_once_per_service():
    score, service = [0, 3, 3, 4, 5, 6, 9], list("aababba")
    counts = cal.ScoreCounts.from_rows(score, [0, 1] * 3 + [0], service=service)
    found = cal.reclassification(counts, before=OLD, after=NEW)
    assert found.total == {"": 7, "a": 4, "b": 3}
    # 3 falls from middle to low (twice), 5 rises from middle to high.
    assert found.changed == {"": 3, "a": 1, "b": 2}
    assert found.tables[""].tolist() == [[1, 0, 0], [2, 1, 1], [0, 0, 2]]
    assert (found.tables["a"] + found.tables["b"]).tolist() == found.tables[""].tolist()
    frame = found.to_frame("polars")
    assert frame.shape == (27, 4)


def test_the_same_bands_move_nobody():
    counts = cal.ScoreCounts.from_rows([0, 2, 7], [0, 1, 1])
    found = cal.reclassification(counts, before=OLD, after=OLD)
    assert found.changed == {"": 0}


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [{"id": "low"}],
        [{"id": "low", "from": 1}],
        [{"id": "low", "from": 0}, {"id": "high", "from": 0}],
    ],
)
def test_bands_that_do_not_cover_are_refused(bands):
    counts = cal.ScoreCounts.from_rows([0, 2], [0, 1])
    with pytest.raises(CallError, match="K028"):
        cal.reclassification(counts, before=OLD, after=bands)
