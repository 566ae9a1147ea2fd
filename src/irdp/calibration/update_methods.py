"""`update`: the one door to every way of recalibrating an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from irdp.calibration.beta_calibration import beta
from irdp.calibration.flexible_update import flexible
from irdp.calibration.isotonic_update import isotonic
from irdp.calibration.options import check_option
from irdp.calibration.platt_scaling import platt
from irdp.calibration.revision import revision
from irdp.calibration.ridge_update import ridge
from irdp.calibration.updating import (
    Fitting,
    derive,
    intercept,
    keep,
    logistic,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from irdp.calibration.recalibration import Recalibration

Method = Literal[
    "keep", "intercept", "logistic", "revision", "flexible", "ridge", "platt", "beta",
    "isotonic", "derive",
]  # fmt: skip

_METHODS: dict[str, Callable[..., Recalibration]] = {
    "keep": keep,
    "intercept": intercept,
    "logistic": logistic,
    "flexible": flexible,
    "ridge": ridge,
    "platt": platt,
    "beta": beta,
    "isotonic": isotonic,
    "derive": derive,
}


def update(
    data: object,
    risk: object = None,
    *,
    method: Method,
    predictors: Mapping[str, object] | None = None,
    fitting: Fitting | None = None,
) -> Recalibration:
    """Recalibrate an index by the named method.

    Parameters
    ----------
    data, risk
        Counts and their risks, or rows: see `as_risks`. `derive` takes any score.
    method
        A choice of `closed_test` (``keep``, ``intercept``, ``logistic``,
        ``revision``, ``flexible``), or ``ridge``, ``platt``, ``beta``, ``isotonic``,
        ``derive``.
    predictors
        Columns of a revision.
    fitting
        Penalty, extreme risks, names of the operations.

    Returns
    -------
    Recalibration
        Never validate it on the rows that it was fitted on without correcting for
        optimism.

    Raises
    ------
    CallError
        For a method that does not exist, or one that its guard refuses.

    Examples
    --------
    >>> y = ([0] * 8 + [1] * 2) * 10 + ([0] * 4 + [1] * 6) * 10
    >>> made = update(y, [0.1] * 100 + [0.8] * 100, method="logistic")
    >>> [operation["op"] for operation in made.operations]
    ['affine', 'logistic']
    >>> made.apply([0.1, 0.8]).round(4).tolist()
    [0.2, 0.6]
    """
    check_option("method", method, get_args(Method))
    if method == "revision":
        return revision(data, predictors=predictors or {}, fitting=fitting)
    return _METHODS[method](data, risk, fitting=fitting)
