"""Rows of a cohort: read, checked, and split by service before they are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.aggregate import Numbers, Sums
from irdp.calibration.options import check_option
from irdp.errors import CallError
from irdp.messages import diagnose

Missing = Literal["raise", "drop"]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Checked columns of equal length, no value missing.

    Parameters
    ----------
    score, y_true
        One number and one outcome (0 or 1) per row.
    weight, service
        Weights above 0 and services of the rows; `None` where not given.
    dropped
        Rows left out because a value was missing.
    """

    score: Numbers
    y_true: Numbers
    weight: Numbers | None = None
    service: Numbers | None = None
    dropped: int = 0

    def at(self, where: Numbers) -> Rows:
        """Return some of the rows."""
        return Rows(
            self.score[where],
            self.y_true[where],
            None if self.weight is None else self.weight[where],
            None if self.service is None else self.service[where],
            self.dropped,
        )

    def sums(self) -> Sums:
        """Return the sums by distinct score."""
        if self.weight is None:
            return aggregate.count(self.score, self.y_true)
        return aggregate.weigh(self.score, self.y_true, self.weight)

    def by_service(self) -> dict[str, Sums]:
        """Return the sums of each service, by name."""
        if self.service is None:
            return {}
        labels, codes = np.unique(self.service.astype(str), return_inverse=True)
        order = np.argsort(codes, kind="stable")
        bounds = np.flatnonzero(np.diff(codes[order])) + 1
        parts = np.split(order, bounds)
        return {
            str(label): self.at(part).sums()
            for label, part in zip(labels, parts, strict=True)
        }


def read(
    score: object,
    y_true: object,
    *,
    sample_weight: object = None,
    service: object = None,
    missing: Missing = "raise",
) -> Rows:
    """Return the rows of a call; see `ScoreCounts.from_rows` for what is refused."""
    s = aggregate.column(score, "score")
    y = aggregate.column(y_true, "y_true")
    w = None
    if sample_weight is not None:
        w = aggregate.column(sample_weight, "sample_weight")
    names = None if service is None else _services(service)
    optional = (("y_true", y), ("sample_weight", w), ("service", names))
    aggregate.same_length(len(s), optional)
    rows = _complete(Rows(s, y, w, names), missing)
    aggregate.check_outcome(rows.y_true)
    if rows.score.dtype.kind == "f" and not np.isfinite(rows.score).all():
        raise CallError(diagnose("IRDP-K008", name="score"))
    if rows.weight is not None:
        aggregate.check_weights(rows.weight)
        used = rows.weight > 0
        rows = rows if used.all() else rows.at(used)
    if not len(rows.score):
        raise CallError(diagnose("IRDP-K005"))
    return rows


def _services(service: object) -> Numbers:
    """Return the services as text; a row without one cannot be filed."""
    names = np.asarray(service)
    if names.dtype.kind in "Of":
        lost = sum(v is None or v != v for v in names.tolist())  # noqa: PLR0124 - NaN
        if lost:
            raise CallError(diagnose("IRDP-K002", name="service", count=lost))
    return names


def _complete(rows: Rows, missing: Missing) -> Rows:
    check_option("missing", missing, get_args(Missing))
    lost: Numbers | None = None
    columns = {
        "score": rows.score,
        "y_true": rows.y_true,
        "sample_weight": rows.weight,
    }
    for name, values in columns.items():
        if values is None or values.dtype.kind != "f":
            continue
        gone = np.isnan(values)
        if gone.any():
            if missing == "raise":
                total = int(gone.sum())
                raise CallError(diagnose("IRDP-K002", name=name, count=total))
            lost = gone if lost is None else lost | gone
    if lost is None:
        return rows
    kept = rows.at(~lost)
    return Rows(kept.score, kept.y_true, kept.weight, kept.service, int(lost.sum()))
