"""A weight counts wherever a term is read; what passes 2^52 is refused before it runs."""

from fractions import Fraction

import numpy as np
import pytest
from pydantic import TypeAdapter

from irdp.ops.item import ItemSpec
from irdp.ops.lanes import FIRST, Domain, ItemType
from irdp.ops.operations import AnyScore
from irdp.ops.scope import Scope, Unbuildable
from irdp.ops.tables import Table

KNOTS = [{"x": 0, "y": 1}, {"x": 5, "y": 2}]
BANDS = [{"id": "lo", "from": 0}, {"id": "hi", "from": 4}]
TABLE = Table(id="t", keys=["k"], rows=[{"k": 6, "value": 9}])


def values(spec, low=0):
    item = ItemSpec("x", Domain(ItemType.INTEGER, 4, low=low))
    score = TypeAdapter(AnyScore).validate_python({"id": "s", **spec})
    step = score.build(Scope({"x": item}, tables={"t": TABLE}))
    lane = step.run({"x": np.arange(4) + FIRST})
    return lane.values.tolist(), lane.status.tolist()


@pytest.mark.parametrize(
    "spec",
    [
        {"op": "affine"},
        {"op": "clip", "max": 4},
        {"op": "exp", "decimals": 3},
        {"op": "log1p", "decimals": 3},
        {"op": "logistic", "decimals": 3},
        {"op": "survival", "baseline": Fraction(1, 2), "decimals": 3},
        {"op": "power", "exponent": 2, "decimals": 3},
        {"op": "piecewise_linear", "knots": KNOTS, "outside": "extend"},
        {"op": "band", "bands": BANDS},
        {"op": "lookup", "table": "t"},
    ],
    ids=lambda spec: spec["op"],
)
def test_twice_x_reads_as_twice_its_codes(spec):
    doubled = {str(k): 2 * k for k in range(4)}
    weighed = values({**spec, "of": {"item": "x", "weight": 2}})
    assert weighed == values({**spec, "of": {"item": "x", "recode": doubled}})
    assert weighed != values({**spec, "of": "x"})


@pytest.mark.parametrize("weight", [2**52, 2**63, 10**30])
@pytest.mark.parametrize("op", ["affine", "band", "sum", "mean", "min", "product"])
def test_what_would_not_fit_is_refused(op, weight):
    spec = {"op": op, "of": {"item": "x", "weight": weight}, "bands": BANDS}
    spec = {k: v for k, v in spec.items() if k != "bands" or op == "band"}
    spec["of"] = (
        [spec["of"], "x"] if op in {"sum", "mean", "min", "product"} else spec["of"]
    )
    with pytest.raises((Unbuildable, OverflowError)):
        values(spec)
