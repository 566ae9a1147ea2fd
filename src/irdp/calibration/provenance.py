"""The `calibration:` block of a scoring: where its numbers come from."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration.estimate import Estimate
from irdp.calibration.result import plain
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.calibration.bands import Bands
    from irdp.calibration.closed_testing import ClosedTest
    from irdp.calibration.counts import ScoreCounts
    from irdp.calibration.recalibration import Recalibration
    from irdp.calibration.validation import Validation

_SHOWN = ("value", "lo", "hi", "method", "n", "events")
_DECIMALS = 6


def record(
    fit: Recalibration,
    *,
    data: ScoreCounts,
    validation: Validation | None = None,
    bands: Bands | None = None,
    closed_test: ClosedTest | None = None,
    about: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the `calibration:` block of the next version, as plain values.

    Parameters
    ----------
    fit
        The update whose operations the version has.
    data
        Suppressed counts of the persons of the update: the digest must not tell who
        was among them.
    validation
        Its performance; filed under ``apparent`` where it was made on the rows of the
        update, else under ``external``.
    bands
        The bands, whose rules are named.
    closed_test
        The test that chose the update.
    about
        What only the author knows: `score`, `counted_score`, `outcome`, `lineage`
        (the steps before this one), `applicability`, `author`, `created`…

    Returns
    -------
    dict
        What is not known is absent, never 0; no NaN and no infinity.

    Raises
    ------
    CallError
        Where `data` are not suppressed.
    """
    if data.k < 1:
        raise CallError(diagnose("IRDP-K025"))
    known = dict(about or {})
    before = list(known.pop("lineage", ()))
    block: dict[str, Any] = {
        "lineage": [*before, _step(fit, closed_test)],
        "data": _data(data),
    }
    if fit.cov:
        block["uncertainty"] = {
            "parameters": list(fit.estimates),
            "cov": plain(fit.cov),
            "n_effective": _number(_kish(data)),
        }
    if validation is not None:
        made_on_update = "validated_on_update_data" in validation.warnings
        kind = "apparent" if made_on_update else "external"
        block["performance"] = {kind: _performance(validation)}
    if bands is not None:
        starts = {band["id"]: band["from"] for band in bands.as_list}
        block["bands_from"] = {
            name: {"from": starts[name], **plain(rule)}
            for name, rule in bands.origin.items()
        }
    block["software"] = _software()
    return {**known, **block}


def _step(fit: Recalibration, test: ClosedTest | None) -> dict[str, Any]:
    step: dict[str, Any] = {"step": "derive" if fit.method == "derive" else "update"}
    if fit.method != "derive":
        step["method"] = _METHOD_NAMES.get(fit.method, fit.method)
    step |= {
        "estimator": fit.estimator,
        "n": _number(fit.n),
        "events": _number(fit.events),
    }
    if test is not None:
        step["closed_test"] = {
            "variant": test.variant,
            "chi2": [round(t.statistic, _DECIMALS) for t in test.tests],
            "df": [int(t.df) for t in test.tests],
            "p": [float(f"{t.p_value:.4g}") for t in test.tests],
            "alpha": test.alpha,
        }
    if fit.warnings:
        step["warnings"] = list(fit.warnings)
    return step


_METHOD_NAMES = {
    "intercept": "recalibration_in_the_large",
    "logistic": "logistic_recalibration",
}


def _data(data: ScoreCounts) -> dict[str, Any]:
    made: dict[str, Any] = {
        "n": _number(data.total),
        "events": _number(data.total_events),
    }
    if data.blocks:
        made["services"] = len(data.blocks)
    if data.dropped:
        made["missing"] = {"rows": data.dropped}
    made |= {
        "digest": data.digest,
        "digest_of": f"canonical ScoreCounts suppressed at k = {data.k}",
    }
    return made


def _performance(validation: Validation) -> dict[str, Any]:
    return {
        name: shown
        for name, estimate in validation.estimates().items()
        if (shown := _shown(estimate))
    }


def _shown(estimate: Estimate) -> dict[str, Any]:
    """Return the finite fields of an estimate; empty where it has no value."""
    made = {name: plain(getattr(estimate, name)) for name in _SHOWN}
    if made["value"] is None:
        return {}
    numbers = {
        name: round(v, _DECIMALS) if isinstance(v, float) else v
        for name, v in made.items()
        if v is not None
    }
    return {name: _number(v) if name in _BASE else v for name, v in numbers.items()}


_BASE = ("n", "events")


def _number(value: float) -> float:
    """Return an integer where the number is one."""
    return int(value) if float(value).is_integer() else round(value, _DECIMALS)


def _kish(data: ScoreCounts) -> float:
    if data.n_sq is None:
        return data.total
    return float(data.total**2 / np.sum(data.n_sq))


def _software() -> dict[str, str]:
    try:
        own = version("irdp")
    except PackageNotFoundError:
        own = "0+unknown"
    return {"irdp": own, "numpy": np.__version__, "python": platform.python_version()}
