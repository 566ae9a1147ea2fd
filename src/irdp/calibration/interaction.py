"""Do groups differ in calibration? Likelihood-ratio tests of interaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.calibration import newton
from irdp.calibration.estimate import Reason
from irdp.calibration.hypothesis import HypothesisTest, chi2_test, undefined_test
from irdp.calibration.weak import separated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.calibration.aggregate import Floats
    from irdp.calibration.risks import OnExtreme, RiskCounts

GROUPS_NEEDED = 2
METHOD = "likelihood ratio"
SAME_CITL = "the same calibration in the large in every group"
SAME_SLOPE = "the same slope in every group"


class Interaction(NamedTuple):
    """Tests of equal calibration-in-the-large and of equal slope."""

    citl: HypothesisTest
    slope: HypothesisTest


def interaction(
    groups: Sequence[RiskCounts], on_extreme: OnExtreme = "raise"
) -> Interaction:
    """Test whether groups differ in calibration, df g − 1 each.

    In the large: a + ℓ against a_g + ℓ. Slope: a_g + bℓ against a_g + b_gℓ. Groups
    with one class, a constant risk or separation have no finite fit: the tests leave
    them out.

    Parameters
    ----------
    groups
        Persons and events by risk of each group, without weights.
    on_extreme
        What to do with risks of 0 or 1: ``"raise"`` or ``"clip"``.
    """
    usable = [g for g in groups if not separated(g) and len(g.p) > 1 and not g.weighted]
    df = len(usable) - 1
    if len(usable) < GROUPS_NEEDED:
        why = Reason.TOO_FEW_SERVICES
        return Interaction(
            undefined_test(SAME_CITL, df, METHOD, why),
            undefined_test(SAME_SLOPE, df, METHOD, why),
        )
    cells = _stacked(usable, on_extreme)
    one = np.ones((len(cells.lp), 1))
    line = cells.lp[:, None]
    shared = _fit(one, cells, offset=True)
    apart = _fit(cells.dummies, cells, offset=True)
    common = _fit(np.hstack([cells.dummies, line]), cells)
    slopes = _fit(np.hstack([cells.dummies, cells.dummies * line]), cells)
    return Interaction(
        chi2_test(SAME_CITL, 2 * (apart - shared), df, METHOD),
        chi2_test(SAME_SLOPE, 2 * (slopes - common), df, METHOD),
    )


class _Stacked(NamedTuple):
    """The cells of all groups, one below the other."""

    lp: Floats
    n: Floats
    events: Floats
    dummies: Floats


def _stacked(groups: Sequence[RiskCounts], on_extreme: OnExtreme) -> _Stacked:
    sizes = [len(g.p) for g in groups]
    dummies = np.repeat(np.eye(len(groups)), sizes, axis=0)
    return _Stacked(
        np.concatenate([g.logits(on_extreme).values for g in groups]),
        np.concatenate([g.n for g in groups]),
        np.concatenate([g.events for g in groups]),
        dummies,
    )


def _fit(design: Floats, cells: _Stacked, *, offset: bool = False) -> float:
    shift = cells.lp if offset else None
    return newton.fit(design, cells.n, cells.events, offset=shift).loglik
