"""The `calibration:` block of a scoring: where its link and its cut-offs come from.

It says and never computes: no number of a visit depends on it, and it is no part of
the scoring digest. What is not known is absent.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from irdp.ops.grammar import (
    Day,
    Frozen,
    Label,
    Name,
    Number,
    Quotient,
    Version,
    Whole,
    Words,
    fault,
)

LONGEST = 30
"""Decimals kept of a recorded number; the reader takes forty digits."""
Share = Annotated[Number, Field(gt=0, lt=1)]
Count = Annotated[Number, Field(ge=0)]


def _recorded(value: Any) -> Any:
    """Take the floats of a computation at their shortest decimal spelling."""
    if isinstance(value, float) and isfinite(value):
        number = Decimal(repr(value))
        long = -int(number.as_tuple().exponent) > LONGEST
        return Fraction(f"{number:.{LONGEST}f}") if long else Fraction(number)
    return value


def exact_numbers(value: Any) -> Any:
    """Return a record with every float at its shortest decimal spelling, exactly.

    Examples
    --------
    >>> exact_numbers({"value": 0.1, "n": 3})
    {'value': Fraction(1, 10), 'n': 3}
    """
    if isinstance(value, dict):
        return {k: exact_numbers(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [exact_numbers(v) for v in value]
    return _recorded(value)


class Outcome(Frozen):
    """What is predicted."""

    id: Name | None = None
    horizon_days: Annotated[Whole, Field(gt=0)] | None = None
    competing: tuple[Name, ...] = ()
    definition: Label | None = None


class ClosedTest(Frozen):
    """The closed test that chose an update."""

    variant: Literal["predictors", "index_only", "index_only_flexible"]
    chi2: tuple[Number, ...]
    df: tuple[Whole, ...]
    p: tuple[Number, ...]
    alpha: Share

    @model_validator(mode="after")
    def _one_row(self) -> ClosedTest:
        if not len(self.chi2) == len(self.df) == len(self.p):
            raise fault("IRDP-Q118", name="closed_test")
        return self


class Step(Frozen):
    """One step of how the index came to be; an update names its method."""

    step: Literal["derive", "update"]
    version: Version | None = None
    method: Name | None = None
    estimator: Name | None = None
    n: Count | None = None
    events: Count | None = None
    closed_test: ClosedTest | None = None
    warnings: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _named(self) -> Step:
        if self.step == "update" and self.method is None:
            raise fault("IRDP-Q029", name="method")
        return self


class Record(Frozen):
    """What a computation leaves behind: compared as a whole, number by number never."""


class Data(Record):
    """The cohort: aggregated and suppressed counts, never rows."""

    n: Count | None = None
    events: Count | None = None
    services: Whole | None = None
    window: tuple[Day, Day] | None = None
    missing: dict[Name, Whole] = Field(default_factory=dict)
    digest: Words
    digest_of: Words


class Uncertainty(Record):
    """The covariance of the fitted parameters, in their order."""

    parameters: tuple[Name, ...]
    cov: tuple[tuple[Number, ...], ...]
    n_effective: Count | None = None

    @model_validator(mode="after")
    def _square(self) -> Uncertainty:
        size = len(self.parameters)
        if len(self.cov) != size or any(len(row) != size for row in self.cov):
            raise fault("IRDP-Q118", name="cov")
        return self


class Figure(Frozen):
    """One estimate of the performance."""

    value: Number | None = None
    lo: Number | None = None
    hi: Number | None = None
    method: Words | None = None
    n: Count | None = None
    events: Count | None = None
    prediction_interval: tuple[Number, Number] | None = None


Figures = dict[Name, Figure]


class Performance(Record):
    """The estimates, by where they were made."""

    apparent: Figures = Field(default_factory=dict)
    optimism_corrected: Figures = Field(default_factory=dict)
    external: Figures = Field(default_factory=dict)
    heterogeneity: Figures = Field(default_factory=dict)


class BandRule(Frozen):
    """The rule that a cut-off was chosen by, and the cut-off."""

    rule: Literal[
        "capacity", "min_sensitivity", "risk_threshold", "cost_ratio", "youden"
    ]
    from_: Number | None = Field(default=None, alias="from")
    places: Quotient | None = None
    of: Quotient | None = None
    ties: Words | None = None
    value: Quotient | None = None
    false_positive: Quotient | None = None
    false_negative: Quotient | None = None


class Applicability(Frozen):
    """For whom, and until when; the `population` of the score decides."""

    population: Label | None = None
    age: tuple[Number, Number] | None = None
    excluded: Label | None = None
    valid_until: Day | None = None


class CalibrationBlock(Frozen):
    """What a scoring says of its calibration; it describes and is never executed."""

    score: Name | None = None
    counted_score: Name | None = None
    outcome: Outcome | None = None
    lineage: Annotated[tuple[Step, ...], Field(min_length=1)]
    data: Data | None = None
    uncertainty: Uncertainty | None = None
    performance: Performance | None = None
    bands_from: dict[Name, BandRule] = Field(default_factory=dict)
    alternatives: Annotated[
        dict[Name, dict[Name, tuple[Number, ...]]], BeforeValidator(exact_numbers)
    ] = Field(default_factory=dict)
    applicability: Applicability | None = None
    software: dict[Name, Words] = Field(default_factory=dict)
    created: Day | None = None
    author: Words | None = None
    approved_by: Words | None = None

    @model_validator(mode="after")
    def _begins(self) -> CalibrationBlock:
        if self.lineage[0].step != "derive":
            raise fault("IRDP-Q119")
        return self
