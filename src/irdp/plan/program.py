"""A compiled definition: what it reads, its nodes in written order, its decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, INVALID_INPUT, NOT_APPLICABLE, Lane
from irdp.plan.verdicts import refuse_verdict

if TYPE_CHECKING:
    from irdp.ops.decision import DecisionStep
    from irdp.ops.item import ItemSpec
    from irdp.ops.kleene import Truth
    from irdp.ops.lanes import Bools, Codes, Signature
    from irdp.ops.score import Score
    from irdp.ops.step import Run
    from irdp.plan.assemble import Assembled
    from irdp.plan.verdicts import AnyVerdict


@dataclass(frozen=True, slots=True)
class Node:
    """One score, compiled.

    Parameters
    ----------
    id
        The score's id in its own document.
    score
        What the document says of it.
    built
        Its signature and its kernel.
    inputs
        The names it reads itself: items and scores.
    items
        The items it reads, itself or through other scores.
    """

    id: str
    score: Score
    built: Assembled
    inputs: tuple[str, ...]
    items: tuple[str, ...]

    @property
    def signature(self) -> Signature:
        """What is known of its lane."""
        return self.built.signature

    @property
    def run(self) -> Run:
        """Columns and lanes in, its lane out."""
        return self.built.run


@dataclass(frozen=True, slots=True)
class Part:
    """The nodes of one document; in a policy each scoring is a part under its alias."""

    alias: str
    nodes: tuple[Node, ...]
    asked: tuple[str, ...] = ()
    optional: bool = False

    def name(self, node_id: str) -> str:
        """Return the name of a node in results."""
        return f"{self.alias}.{node_id}" if self.alias else node_id

    def administered(self, codes: Mapping[str, Codes]) -> Bools | None:
        """Return where one of its asked items has an answer; None if all visits are."""
        if not self.optional:
            return None
        seen = [codes[name] >= FIRST for name in self.asked]
        return np.logical_or.reduce(seen) if seen else None


@dataclass(frozen=True, slots=True)
class Gate:
    """When an item is shown."""

    item: str
    shown: Truth


@dataclass(frozen=True, slots=True)
class CheckStep:
    """A contradiction that must never be."""

    id: str
    never: Truth
    rejects: bool


@dataclass(frozen=True, slots=True)
class Program:
    """A scoring or a policy, compiled: a pure function of columns of codes."""

    items: Mapping[str, ItemSpec]
    invalid: Mapping[str, str]
    gates: tuple[Gate, ...]
    checks: tuple[CheckStep, ...]
    parts: tuple[Part, ...]
    decisions: tuple[DecisionStep, ...] = ()

    @property
    def nodes(self) -> dict[str, Node]:
        """Every node by its name in results, in order."""
        return {p.name(n.id): n for p in self.parts for n in p.nodes}

    def run(
        self, codes: Mapping[str, Codes], rejected: Bools | None = None
    ) -> tuple[dict[str, Lane], dict[str, AnyVerdict]]:
        """Return the lane of every score and the verdict of every decision.

        Parameters
        ----------
        codes
            Item id to its codes, ndarray of shape (n_visits,).
        rejected
            The visits that have no result, shape (n_visits,).
        """
        lanes: dict[str, Lane] = {}
        absent: dict[str, Bools] = {}
        for part in self.parts:
            env: dict[str, Any] = dict(codes)
            if part.alias == "":
                env.update(lanes)
            administered = part.administered(codes)
            if administered is not None:
                absent[part.alias] = ~administered
            for node in part.nodes:
                lane = node.run(env)
                if administered is not None:
                    lane = _not_administered(lane, administered)
                env[node.id] = lane
                lanes[part.name(node.id)] = lane
        env = {**codes, **lanes}
        verdicts: dict[str, AnyVerdict] = {
            d.id: d.run(env, absent) for d in self.decisions
        }
        if rejected is None or not rejected.any():
            return lanes, verdicts
        lanes = {name: _rejected(lane, rejected) for name, lane in lanes.items()}
        for d in self.decisions:
            verdicts[d.id] = refuse_verdict(verdicts[d.id], rejected, d.undetermined)
        return lanes, verdicts


def _rejected(lane: Lane, rows: Bools) -> Lane:
    status = np.where(rows, INVALID_INPUT, lane.status)
    return Lane(np.where(rows, 0, lane.values), status)


def _not_administered(lane: Lane, administered: Bools) -> Lane:
    status = np.where(administered, lane.status, NOT_APPLICABLE)
    return Lane(np.where(administered, lane.values, 0), status)
