"""Results written into arrays that the caller keeps."""

import numpy as np
import pytest

import irdp
from irdp.errors import CallError

ANSWERS = [8, None, 3, 11, 0]


@pytest.fixture(params=["kernels", "tables"])
def table(request, monkeypatch):
    monkeypatch.setattr(
        "irdp.plan.engine.WORTH", 0 if request.param == "tables" else 99
    )
    return irdp.load("was@1.0.0").score({"WAI1": ANSWERS})


def test_the_same_as_new_arrays(table):
    values, texts = np.empty(5), np.empty(5, object)
    ranks, narrow = np.empty(10, np.int32)[::2], np.empty(5, np.int8)
    assert table.values("score", out=values) is values
    assert np.array_equal(values, [8, np.nan, 3, np.nan, 0], equal_nan=True)
    assert table.values("category", out=texts).tolist() == table.bands("score").tolist()
    table.ranks("category", out=ranks)
    assert ranks.tolist() == table.ranks("category").tolist()
    assert ranks.tolist()[1] == -1
    assert table.ranks("category", out=narrow).tolist() == ranks.tolist()


@pytest.mark.parametrize(
    "out", [np.empty(5, int), np.empty(5, np.float32), np.empty(4), np.empty((5, 1))]
)
def test_an_array_that_would_round_is_refused(table, out):
    with pytest.raises(CallError, match="IRDP-C030"):
        table.values("score", out=out)


@pytest.mark.parametrize(
    "out", [np.empty(5, np.uint8), np.empty(5), np.empty(4, np.int32)]
)
def test_an_array_that_holds_no_rank_is_refused(table, out):
    with pytest.raises(CallError, match="IRDP-C030"):
        table.ranks("category", out=out)
