"""What a program reads besides its scores: display conditions and contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, Lane, State, Status
from irdp.plan.closure import closure
from irdp.plan.compile import needed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from irdp.ops.item import ItemSpec
    from irdp.ops.kleene import Truth
    from irdp.ops.lanes import Bools, Codes
    from irdp.plan.program import CheckStep, Node, Part, Program


class _Watched(Mapping[str, Any]):
    """Columns of one row that note which of them are read."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self.columns = columns
        self.seen: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        self.seen.setdefault(name)
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True)
class Surroundings:
    """A program with what its display conditions and contradictions read.

    Parameters
    ----------
    program
        A scoring or a policy, compiled.
    """

    program: Program

    @cached_property
    def places(self) -> dict[str, tuple[Part, Node]]:
        """Every score by its name in results, with its part."""
        return {p.name(n.id): (p, n) for p in self.program.parts for n in p.nodes}

    @cached_property
    def items(self) -> Mapping[str, ItemSpec]:
        """Every item, in order."""
        return self.program.items

    @cached_property
    def shown_by(self) -> dict[str, tuple[str, ...]]:
        """By item that is not always shown: what its condition reads."""
        return {g.item: self._reads(g.shown) for g in self.program.gates}

    @cached_property
    def refusals(self) -> list[tuple[CheckStep, tuple[str, ...]]]:
        """The contradictions that reject a visit, with what they read."""
        return [(c, self._reads(c.never)) for c in self.program.checks if c.rejects]

    def _reads(self, truth: Truth) -> tuple[str, ...]:
        missing = np.zeros(1, np.uint8)
        watched = _Watched(dict.fromkeys(self.items, missing))
        truth(watched)
        return tuple(watched.seen)

    def needed(self, names: Iterable[str]) -> frozenset[str]:
        """Return some items and those that their display depends on."""
        return needed(names, self.shown_by)

    def tied(self, names: Iterable[str]) -> bool:
        """Return whether a condition or a contradiction reads one of some items."""
        mine = set(names)
        reads = [*self.shown_by.values(), *(r for _, r in self.refusals)]
        return any(mine & set(read) for read in reads)

    def settle(self, codes: Mapping[str, Codes]) -> tuple[dict[str, Codes], Bools]:
        """Return the codes with skipped items not_applicable, and where none is refused.

        Parameters
        ----------
        codes
            Item id to its codes, every item of the program.
        """
        out = dict(codes)
        kept = np.ones(len(next(iter(out.values()))), np.bool_)
        for gate in self.program.gates:
            values, status = gate.shown(out)
            hidden = (status == Status.NOT_APPLICABLE) | (
                (status <= Status.PRORATED) & (values == 0)
            )
            column = out[gate.item]
            skipped = column.dtype.type(State.NOT_APPLICABLE)
            out[gate.item] = np.where(hidden, skipped, column)
        for check, _ in self.refusals:
            values, status = check.never(out)
            kept &= ~((status <= Status.PRORATED) & (values == 1))
        return out, kept

    def administered(self, part: Part, codes: Mapping[str, int]) -> bool:
        """Return whether the scoring of a part was administered at a visit."""
        asked = part.asked if part.optional else ()
        return not asked or any(codes[name] >= FIRST for name in asked)

    def lanes(
        self, names: Iterable[str], codes: Mapping[str, Codes], away: set[str]
    ) -> dict[str, Lane]:
        """Return the lanes of some scores and of those that they read.

        Parameters
        ----------
        away
            The aliases of the parts that were not administered.
        """
        wanted = closure(names, lambda name: self.below(name).values())
        rows = len(next(iter(codes.values())))
        none = Lane(
            np.zeros(rows, np.int64), np.full(rows, Status.NOT_APPLICABLE, np.uint8)
        )
        lanes: dict[str, Lane] = {}
        for part in self.program.parts:
            env: dict[str, Any] = dict(codes)
            if part.alias == "":
                env.update(lanes)
            for node in part.nodes:
                full = part.name(node.id)
                if full in wanted:
                    lane = none if part.alias in away else node.run(env)
                    env[node.id] = lanes[full] = lane
        return lanes

    def below(self, name: str) -> dict[str, str]:
        """Return, by the name under which a score reads another: its name in results."""
        part, node = self.places[name]
        full = {n: part.name(n) if part.alias else n for n in node.inputs}
        return {n: f for n, f in full.items() if f in self.places}
