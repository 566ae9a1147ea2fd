"""The closed test: does the index need an update, and the smallest that suffices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from irdp.calibration import aggregate, newton, rcs
from irdp.calibration.estimate import Reason
from irdp.calibration.hypothesis import HypothesisTest, chi2_test
from irdp.calibration.options import check_option, no_such
from irdp.calibration.result import Result
from irdp.calibration.risks import OnExtreme, RiskCounts, as_risks
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.calibration.aggregate import Floats

Variant = Literal["predictors", "index_only", "index_only_flexible"]
Choice = Literal["keep", "intercept", "logistic", "revision", "flexible"]
REVISION_NEEDS = 100
SLOPE_NEEDS = 20
KNOTS = 5


@dataclass(frozen=True, slots=True)
class ClosedTest(Result):
    """The choice among keeping, shifting, rescaling and revising an index.

    Parameters
    ----------
    choice
        ``keep``, ``intercept`` (recalibration in the large), ``logistic``,
        ``revision`` or ``flexible``: what `update` takes as its method.
    variant
        What stood in the place of the full model; the variants may differ.
    tests
        Likelihood ratios of the full model against the nested ones, in order.
    loglik
        Log-likelihood of each model, by name.
    alpha
        Level of each test, and of the family.
    n, events
        Persons and events.
    warnings
        Guards that narrowed the choice.
    """

    choice: Choice
    variant: Variant
    tests: tuple[HypothesisTest, ...]
    loglik: dict[str, float]
    alpha: float
    n: float
    events: float
    warnings: tuple[str, ...] = ()

    @property
    def models(self) -> dict[str, float]:
        """Log-likelihood of each nested model, M0 to M3."""
        return self.loglik


def closed_test(
    data: object,
    risk: object = None,
    *,
    predictors: Mapping[str, object] | None = None,
    variant: Variant | None = None,
    alpha: float = 0.05,
    on_extreme: OnExtreme = "raise",
) -> ClosedTest:
    """Choose the smallest sufficient update (Vergouwe et al. 2017).

    Nested models: M0 ℓ; M1 a + ℓ; M2 a + bℓ; M3 the full model. M3 against M0 not
    significant: keep; else against M1: intercept; else against M2: logistic; else M3.
    The family-wise error is `alpha`. Fewer than 100 events or non-events: no
    revision; fewer than 20: M1 against M0 only.

    Parameters
    ----------
    data, risk
        Counts and their risks, or rows: see `as_risks`.
    predictors
        With rows: the columns of the full model, by name.
    variant
        ``predictors`` (M3 re-estimates them: df p+1, p, p−1), ``index_only`` (M2 in
        the place of M3: df 2, 1) or ``index_only_flexible`` (a restricted cubic
        spline of ℓ with 5 knots: df 5, 4, 3). The first where `predictors` are given,
        else the second.
    alpha
        Level, between 0 and 1.
    on_extreme
        What to do with risks of 0 or 1: ``"raise"`` or ``"clip"``.

    Raises
    ------
    CallError
        For bad rows, a level or a variant that does not exist, or predictors without
        rows.

    Examples
    --------
    >>> y, p = [0, 1] * 60, [0.5] * 40 + [0.3] * 40 + [0.7] * 40
    >>> closed_test(y, p).choice
    'logistic'
    """
    cells = as_risks(data, risk)
    kind = variant or ("predictors" if predictors else "index_only")
    check_option("variant", kind, get_args(Variant))
    if not 0 < alpha < 1:
        raise no_such("alpha", alpha, ["0 < alpha < 1"])
    if cells.weighted:
        raise CallError(diagnose("IRDP-K019"))
    smaller = cells.smaller_class
    remarks: tuple[str, ...] = cells.logits(on_extreme).warnings
    if kind != "index_only" and smaller < REVISION_NEEDS:
        kind, remarks = "index_only", (*remarks, "revision_needs_100_events")
    lp = cells.logits(on_extreme).values
    if smaller < SLOPE_NEEDS:
        return _shift_only(cells, lp, alpha, (*remarks, "slope_needs_20_events"))
    if float(np.ptp(lp)) == 0:
        remarks = (*remarks, Reason.CONSTANT_SCORE.value)
        return _shift_only(cells, lp, alpha, remarks)
    ll = _nested(cells, lp)
    full = _Full("logistic", ll["M2"], (2, 1))
    if kind == "index_only_flexible":
        full = _flexible(cells, lp)
    elif kind == "predictors":
        full = _revised(data, predictors)
    tests = _tests(ll, full)
    answers: tuple[Choice, ...] = ("keep", "intercept", "logistic")
    enough = [a for a, t in zip(answers, tests, strict=False) if t.p_value >= alpha]
    return ClosedTest(
        enough[0] if enough else full.choice,
        kind,
        tests,
        {**ll, "M3": full.loglik},
        alpha,
        warnings=remarks,
        **cells.base,
    )


class _Full(NamedTuple):
    """The largest model: what choosing it is called, its fit, its df."""

    choice: Choice
    loglik: float
    df: tuple[int, ...]


def _tests(ll: dict[str, float], full: _Full) -> tuple[HypothesisTest, ...]:
    return tuple(
        chi2_test(
            f"{smaller} suffices",
            2 * (full.loglik - ll[smaller]),
            df,
            "likelihood ratio",
        )
        for df, smaller in zip(full.df, ("M0", "M1", "M2"), strict=False)
    )


def _nested(cells: RiskCounts, lp: Floats) -> dict[str, float]:
    one = np.ones((len(lp), 1))
    both = np.column_stack([one, lp])
    large = newton.fit(one, cells.n, cells.events, offset=lp)
    slope = newton.fit(both, cells.n, cells.events)
    start = newton.loglik(lp, cells.n, cells.events)
    return {"M0": start, "M1": large.loglik, "M2": slope.loglik}


def _flexible(cells: RiskCounts, lp: Floats) -> _Full:
    knots = rcs.usable_knots(lp, cells.n, KNOTS)
    if not len(knots):
        raise CallError(diagnose("IRDP-K021"))
    design = rcs.spline_basis(lp, knots)
    fitted = newton.fit(design, cells.n, cells.events)
    extra = design.shape[1] - 2
    return _Full("flexible", fitted.loglik, (2 + extra, 1 + extra, extra))


def _revised(data: object, predictors: Mapping[str, object] | None) -> _Full:
    y, design = predictor_rows(data, predictors)
    fitted = newton.fit(design, np.ones(len(y)), y)
    if not fitted.converged:
        raise CallError(diagnose("IRDP-K027"))
    count = design.shape[1] - 1
    return _Full("revision", fitted.loglik, (count + 1, count, count - 1))


def predictor_rows(
    data: object, predictors: Mapping[str, object] | None
) -> tuple[Floats, Floats]:
    """Return outcomes and the design (1, predictors) of rows.

    Raises
    ------
    CallError
        Without rows or predictors, or where a value is missing.
    """
    if not predictors or hasattr(data, "events"):
        raise CallError(diagnose("IRDP-K020"))
    y = aggregate.column(data, "y_true")
    aggregate.check_outcome(y)
    columns = {name: aggregate.column(v, name) for name, v in predictors.items()}
    aggregate.same_length(len(y), columns.items())
    for name, values in columns.items():
        lost = int((~np.isfinite(values.astype(np.float64))).sum())
        if lost:
            raise CallError(diagnose("IRDP-K002", name=name, count=lost))
    design = np.column_stack([np.ones(len(y)), *columns.values()]).astype(np.float64)
    return y.astype(np.float64), design


def _shift_only(
    cells: RiskCounts, lp: Floats, alpha: float, remarks: tuple[str, ...]
) -> ClosedTest:
    start = newton.loglik(lp, cells.n, cells.events)
    top = 0.0
    if 0 < cells.total_events < cells.total:
        one = np.ones((len(lp), 1))
        top = newton.fit(one, cells.n, cells.events, offset=lp).loglik
    test = chi2_test("M0 suffices", 2 * (top - start), 1, "likelihood ratio")
    choice: Choice = "intercept" if test.p_value < alpha else "keep"
    return ClosedTest(
        choice,
        "index_only",
        (test,),
        {"M0": start, "M1": top},
        alpha,
        warnings=remarks,
        **cells.base,
    )
