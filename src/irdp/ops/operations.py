"""The closed list of operations: a new one is its file and its line here."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Discriminator

from irdp.ops.affine import Affine
from irdp.ops.argmax import Argmax
from irdp.ops.band import Band
from irdp.ops.case import Case
from irdp.ops.clip import Clip
from irdp.ops.coalesce import Coalesce
from irdp.ops.compare import Compare
from irdp.ops.concat import Concat
from irdp.ops.count import Count
from irdp.ops.dates import Age, DaysBetween, Year
from irdp.ops.default import Default
from irdp.ops.exp import Exp
from irdp.ops.extreme import Extreme
from irdp.ops.is_missing import IsMissing
from irdp.ops.log1p import Log1p
from irdp.ops.logic import AllOf, Not
from irdp.ops.logistic import Logistic
from irdp.ops.lookup import Lookup
from irdp.ops.mean import Mean
from irdp.ops.n_answered import NAnswered
from irdp.ops.norm_table import NormTable
from irdp.ops.piecewise_linear import PiecewiseLinear
from irdp.ops.power import Power
from irdp.ops.product import Product
from irdp.ops.ratio import Ratio
from irdp.ops.score import Score
from irdp.ops.spline import Spline
from irdp.ops.sum import Sum
from irdp.ops.survival import Survival

Operation = (
    Sum
    | Mean
    | Extreme
    | Count
    | NAnswered
    | Argmax
    | Affine
    | Product
    | Ratio
    | Clip
    | Log1p
    | Exp
    | Power
    | PiecewiseLinear
    | Spline
    | Lookup
    | NormTable
    | Logistic
    | Survival
    | Compare
    | AllOf
    | Not
    | IsMissing
    | Case
    | Default
    | Coalesce
    | Band
    | Concat
    | DaysBetween
    | Age
    | Year
)
AnyScore = Annotated[Operation, Discriminator("op")]
"""A score of any operation, told apart by its `op`."""

OPERATIONS: dict[str, type[Score]] = {
    word: model
    for model in get_args(Operation)
    for word in get_args(model.model_fields["op"].annotation)
}
"""Every operation by its name."""

AGGREGATES = frozenset({"sum", "mean", "min", "max", "count", "n_answered"})
"""Those that read terms: a score without a value is a term without an answer."""
