"""What an update returns: estimates, rounded coefficients and ordinary operations."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.newton import expit
from irdp.calibration.result import Result
from irdp.calibration.risks import logit

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.estimate import Estimate
    from irdp.calibration.risks import RiskCounts

DECIMALS = 6
# An approximate score declares its decimals; 12 are as many as ties are judged by.
INTERNAL: dict[str, Any] = {"decimals": 12, "report": "internal"}
Rule = Callable[["Floats"], "Floats"]


@dataclass(frozen=True, slots=True)
class Names:
    """How the operations of an update are named in the scoring.

    Parameters
    ----------
    of
        The score that the update starts from: the logit of the risk for an intercept,
        a slope, Platt or ridge; the risk itself for beta; the counted index for
        `derive`, isotonic and flexible.
    lp
        The new linear predictor.
    risk
        The new risk.
    factor, constant
        Where `of` is not the logit ℓ itself but ℓ = constant + factor·of.
    decimals
        Decimals of the new risk, as written and as `apply` returns it.
    """

    of: str = "lp"
    lp: str = "lp_updated"
    risk: str = "risk_updated"
    factor: float = 1.0
    constant: float = 0.0
    decimals: int = 6


@dataclass(frozen=True, slots=True, eq=False)
class Recalibration(Result):
    """A fitted update, ready to be written into the next version of a scoring.

    Parameters
    ----------
    method, estimator
        Such as ``logistic`` and ``ml``.
    estimates
        Unrounded coefficients on the scale of the logit ℓ, by name.
    cov
        Covariance of the coefficients on the scale that they are written on, in the
        order of `estimates`.
    coefficients
        The rounded coefficients, with which `apply` and the operations compute.
    operations
        Operations of the definition language, as plain values.
    n, events
        Persons (or sums of weights) and events of the update.
    fitted_on
        Digest of the outcomes by risk that the update saw.
    decimals
        Decimals of the updated risk; `None` where it is not rounded.
    warnings
        Machine-readable remarks.
    """

    method: str
    estimator: str
    estimates: dict[str, Estimate]
    cov: tuple[tuple[float, ...], ...]
    coefficients: dict[str, Any]
    operations: tuple[dict[str, Any], ...]
    n: float
    events: float
    fitted_on: str
    decimals: int | None = None
    warnings: tuple[str, ...] = ()
    _map: Rule = field(default=lambda p: p, repr=False)

    def apply(self, risk: object) -> Any:
        """Return the updated risk as written: rounded coefficients, rounded risk.

        Parameters
        ----------
        risk
            Risks (index values after `derive`, a design matrix after a revision), or
            a function of the scores that returns them: then a function is returned.
        """
        if callable(risk):
            return Updated(self, risk)
        made = self._map(np.asarray(risk, dtype=np.float64))
        return made if self.decimals is None else np.round(made, self.decimals)


@dataclass(frozen=True, slots=True, eq=False)
class Updated:
    """A rule from score to updated risk, which knows what it was fitted on."""

    update: Recalibration
    rule: Callable[[Any], Any]

    def __call__(self, score: Floats) -> Floats:
        """Return the updated risk of `score`."""
        made: Floats = self.update.apply(np.asarray(self.rule(score)))
        return made


def fitted_on(cells: RiskCounts) -> str:
    """Return the digest of persons and events in order of risk.

    An update that keeps the order of the risks does not change it: so a validation
    can tell that it looks at the rows of the update.
    """
    held = np.stack([cells.n, cells.events]).tobytes()
    return f"sha256:{hashlib.sha256(held).hexdigest()}"


def rounded(value: float, decimals: int = DECIMALS) -> float:
    """Return a coefficient as it is written: `decimals` decimals, no −0.

    Examples
    --------
    >>> rounded(0.12345678), rounded(-1e-9)
    (0.123457, 0.0)
    """
    return round(value, decimals) + 0.0


def affine_operations(
    names: Names, constant: float, factor: float
) -> list[dict[str, Any]]:
    """Return `affine` and `logistic`: risk = expit(constant + factor·ℓ).

    The numbers are those of the score `names.of`, rounded once, after composition.

    Examples
    --------
    >>> affine_operations(Names(of="points", factor=0.5, constant=-2), 0.25, 0.8)[0]
    {'id': 'lp_updated', 'op': 'affine', 'of': 'points', 'factor': 0.4,
     'constant': -1.35, 'decimals': 12, 'report': 'internal'}
    """
    slope, shift = composed(names, constant, factor)
    return [
        {
            "id": names.lp,
            "op": "affine",
            "of": names.of,
            "factor": slope,
            "constant": shift,
            **INTERNAL,
        },
        risk_operation(names),
    ]


def risk_operation(names: Names) -> dict[str, Any]:
    """Return the `logistic` that ends an update."""
    return {
        "id": names.risk,
        "op": "logistic",
        "of": names.lp,
        "decimals": names.decimals,
    }


def composed(names: Names, constant: float, factor: float) -> tuple[float, float]:
    """Return factor and constant on the scale of `names.of`, rounded."""
    return (
        rounded(factor * names.factor),
        rounded(constant + factor * names.constant),
    )


def affine_map(names: Names, constant: float, factor: float) -> Rule:
    """Return the function of the risk that the written operations compute."""
    slope, shift = composed(names, constant, factor)
    # ℓ is brought back to the scale of `names.of`, where the rounded numbers live.
    b = slope / names.factor
    a = shift - b * names.constant

    def apply(p: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            return expit(a + b * logit(p))

    return apply


def canonical_risk(p: Floats) -> Floats:
    """Return risks at the 12 decimals that ties are judged by."""
    return aggregate.canonical(p)
