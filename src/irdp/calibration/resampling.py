"""Bootstrap on cells: the row bootstrap of a count table, all replicates at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.options import check_option
from irdp.calibration.replicates import STATISTICS, Draw
from irdp.calibration.result import Result
from irdp.calibration.risks import RiskCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.calibration.aggregate import Floats

Statistic = Callable[[Draw], "Floats"]

STREAM = 50
MAX_CELLS = 4000
BINS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap(Result):
    """The replicates of some statistics.

    Parameters
    ----------
    values
        By statistic, its replicates, shape (B,); NaN where one was not defined.
    one_class
        Replicates without an event or without a non-event: they are counted.
    method
        `bootstrap_percentile`, and how the cells were drawn.
    bins
        Quantile groups to which a continuous risk was brought; 0 where none.
    """

    values: dict[str, Floats]
    one_class: int
    method: str
    bins: int

    def interval(self, name: str, estimate: Estimate, level: float = 0.95) -> Estimate:
        """Return `estimate` with the percentile interval of its replicates.

        Quantiles are of type 7, over the replicates that are defined; how many are
        not is a warning.
        """
        values = self.values[name]
        found = values[np.isfinite(values)]
        remarks = list(estimate.warnings)
        if self.one_class:
            remarks.append(f"one_class_replicates={self.one_class}")
        if len(found) < len(values):
            remarks.append(f"undefined_replicates={len(values) - len(found)}")
        if self.bins:
            remarks.append(f"bins={self.bins}")
        made = replace(
            estimate, level=level, method=self.method, warnings=tuple(remarks)
        )
        if not estimate.defined or len(found) * 2 <= len(values):
            why = estimate.reason or Reason.DEGENERATE_INTERVAL
            return replace(made, lo=np.nan, hi=np.nan, se=np.nan, reason=why)
        tail = (1 - level) / 2
        lo, hi = np.quantile(found, [tail, 1 - tail]).tolist()
        return replace(made, lo=lo, hi=hi, se=float(np.std(found, ddof=1)), reason=None)


def bootstrap(
    cells: RiskCounts,
    statistics: Sequence[str] | Mapping[str, Statistic],
    *,
    ci: CI | None = None,
) -> Bootstrap:
    """Return replicates of `statistics` over the cells risk × outcome.

    Without weights the counts of the 2U cells are Multinomial(n, observed shares):
    exactly the row bootstrap. With weights each cell's sum is Gamma-distributed with
    mean Σw and variance Σw² (Bayesian bootstrap). Streams are counter-based
    (Philox), one per 50 replicates: the seed alone decides the bytes.

    Parameters
    ----------
    cells
        From `as_risks` or `as_ranks`.
    statistics
        Names among `STATISTICS`, or functions of a `Draw` that return shape (b,).
    ci
        Gives `n_boot` and `seed`.

    Raises
    ------
    CallError
        For a name that does not exist.

    Examples
    --------
    >>> from irdp.calibration.risks import as_risks
    >>> cells = as_risks([0, 0, 1, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    >>> bootstrap(cells, ["auc"], ci=CI(n_boot=100)).values["auc"].shape
    (100,)
    """
    ci = ci or CI()
    chosen = _named(statistics)
    used = binned(cells) if len(cells.p) > MAX_CELLS else cells
    parts: dict[str, list[Floats]] = {name: [] for name in chosen}
    lost = 0
    for draw in draws(used, ci):
        ones, zeros = draw.events.sum(axis=1), draw.nonevents.sum(axis=1)
        lost += int(np.sum((ones == 0) | (zeros == 0)))
        for name, statistic in chosen.items():
            parts[name].append(statistic(draw))
    return Bootstrap(
        {name: np.concatenate(found) for name, found in parts.items()},
        lost,
        "bayesian_bootstrap_percentile" if cells.weighted else "bootstrap_percentile",
        len(used.p) if used is not cells else 0,
    )


def _named(statistics: Sequence[str] | Mapping[str, Statistic]) -> dict[str, Statistic]:
    if isinstance(statistics, Mapping):
        return dict(statistics)
    for name in statistics:
        check_option("statistics", name, sorted(STATISTICS))
    return {name: STATISTICS[name] for name in statistics}


def draws(cells: RiskCounts, ci: CI) -> Iterator[Draw]:
    """Yield the replicates, `STREAM` at a time, each from its own Philox stream."""
    size = len(cells.p)
    for stream, start in enumerate(range(0, ci.n_boot, STREAM)):
        count = min(STREAM, ci.n_boot - start)
        key = np.array([ci.seed, stream], dtype=np.uint64)
        rng = np.random.Generator(np.random.Philox(key=key))
        # A whole stream is drawn, so that more replicates keep the first ones.
        both = _draw(cells, rng)[:count]
        yield Draw(cells.p, both[:, :size], both[:, size:])


def _draw(cells: RiskCounts, rng: np.random.Generator) -> Floats:
    means = np.concatenate([cells.events, cells.nonevents])
    if cells.n_sq is None or cells.events_sq is None:
        whole = np.rint(means).astype(np.int64)
        n = int(whole.sum())
        return rng.multinomial(n, whole / n, size=STREAM).astype(np.float64)
    squares = np.concatenate([cells.events_sq, cells.n_sq - cells.events_sq])
    shape = means**2 / np.where(squares > 0, squares, 1)
    scale = squares / np.where(means > 0, means, 1)
    return rng.standard_gamma(shape, size=(STREAM, len(shape))) * scale


def binned(cells: RiskCounts, bins: int = BINS) -> RiskCounts:
    """Return cells brought to `bins` quantile groups of risk, ties never split.

    A group stands at its mean risk. For the bootstrap of a continuous risk only.
    """
    before = np.cumsum(cells.n) - cells.n
    group = np.minimum((before / cells.total * bins).astype(np.int64), bins - 1)
    starts = np.flatnonzero(np.r_[True, np.diff(group) > 0])

    def total(column: Floats | None) -> Floats | None:
        return None if column is None else np.add.reduceat(column, starts)

    n = np.add.reduceat(cells.n, starts)
    p = np.add.reduceat(cells.n * cells.p, starts) / n
    return RiskCounts(
        p,
        n,
        np.add.reduceat(cells.events, starts),
        total(cells.n_sq),
        total(cells.events_sq),
        total(cells.rows),
    )
