"""Which way a program is run: by its kernels at first, by tables once they are worth it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.plan.coding import one
from irdp.plan.once import Once
from irdp.plan.one import One
from irdp.plan.sweep import needed, sweep
from irdp.plan.tabulate import tabulate
from irdp.plan.verdicts import VerdictRow, verdict_row

if TYPE_CHECKING:
    from irdp.definition.bundle import Bundle
    from irdp.plan.coding import AnyLane
    from irdp.plan.machine import Machine
    from irdp.plan.program import Program
    from irdp.plan.sweep import Target
    from irdp.plan.verdicts import AnyVerdict
    from irdp.visits.frame import Frame
    from irdp.visits.intake import Intake

OneResult = tuple[Mapping[str, tuple[int, int]], dict[str, VerdictRow]]
WARM = 20
"""The single visits from which on tables are worth the time that they take to make."""
WORTH = 50_000
"""The visits from which on tables are worth the time that they take to make."""


class Engine:
    """Runs a program on one visit or on many: the same integers by either way.

    Parameters
    ----------
    program
        A scoring or a policy, compiled.
    bundle
        The documents that it was compiled from.
    """

    def __init__(self, program: Program, bundle: Bundle) -> None:
        self._program = program
        self._bundle = bundle
        self._pruned = Once()
        self._seen = 0
        self._visits = 0
        self.one: Callable[[list[int]], OneResult] = self._first
        """Run one visit: the codes of its items in, in order."""

    def worth(self, n: int) -> bool:
        """Return whether `n` more visits make tables worth the time that they take."""
        return self._seen + n >= WORTH

    def run(
        self, frame: Frame
    ) -> tuple[Mapping[str, AnyLane], Mapping[str, AnyVerdict]]:
        """Return the lane of every score and the verdict of every decision."""
        tabulated = self.worth(frame.n)
        self._seen += frame.n
        if tabulated:
            return self.machine.run(frame.codes, frame.n, frame.rejected)
        return self._program.run(frame.codes, frame.rejected)

    def sweep(
        self, intake: Intake, targets: Sequence[Target], outs: Sequence[Any]
    ) -> None:
        """Write results of all visits to arrays, by tables."""
        self._seen += intake.n
        columns = frozenset(target.column for target in targets)
        machine = self._pruned.get(columns, lambda: needed(self.plain, columns))
        sweep(machine, intake, targets, outs)

    @cached_property
    def machine(self) -> Machine:
        """The program, tabulated."""
        return tabulate(self._program)

    @cached_property
    def plain(self) -> Machine:
        """The machine of values alone: whether they are prorated is not told."""
        if self._bundle.tells_prorated:
            return self.machine
        return tabulate(self._program, statuses=False)

    def _first(self, codes: list[int]) -> OneResult:
        """Run the kernels on one visit: the first few are not worth tables."""
        self._visits += 1
        if self._visits > WARM:
            self.one = One.of(self.machine).run
            return self.one(codes)
        items = self._program.items
        columns = {
            name: np.array([code], items[name].domain.dtype)
            for name, code in zip(items, codes, strict=True)
        }
        lanes, verdicts = self._program.run(columns)
        return (
            {n: one(lane, 0) for n, lane in lanes.items()},
            {n: verdict_row(v, 0) for n, v in verdicts.items()},
        )
