"""How each result is written, chunk by chunk, to an array that the caller keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import INVALID_INPUT, Lane
from irdp.plan.sweep import Target
from irdp.plan.verdicts import IndexedVerdict, judge_name, refuse_verdict
from irdp.results import decode
from irdp.results.outs import takes_ranks

if TYPE_CHECKING:
    from irdp.ops.lanes import Signature
    from irdp.plan.machine import Machine
    from irdp.plan.verdicts import Judge
    from irdp.results.reader import Reader


def target_of(machine: Machine, reader: Reader, name: str, out: Any) -> Target | None:
    """Return how a result is written to an array; None where it has no index."""
    if name in reader.steps:
        judge = next(j for j in machine.judges if j.step.id == name)
        return _of_decision(machine, judge, out)
    return _of_score(machine, reader.nodes[name].signature, name, out)


def _of_score(machine: Machine, signature: Signature, name: str, out: Any) -> Target:
    column, coding = machine.views[name]
    kind = out.dtype

    def write(lane: Lane, part: Any) -> Any:
        if takes_ranks(part):
            return decode.ranks(lane, part)
        return decode.values(lane, signature, part)

    refused = np.empty(1, kind)
    write(Lane(np.zeros(1, np.int64), np.array([INVALID_INPUT])), refused)
    if coding is None:
        return Target(column, None, write, refused)
    entries = coding.made.get(
        ("written", signature, kind),
        lambda: write(coding.lane, np.empty(coding.size, kind)),
    )
    return Target(column, entries, None, refused)


def _of_decision(machine: Machine, judge: Judge, out: Any) -> Target | None:
    if judge.table is None:
        return _of_packed(judge, out)
    column, coding = machine.views[judge_name(judge.step)]
    if coding is None:  # pragma: no cover - a table has an index
        return None
    every = np.arange(coding.size, dtype=coding.dtype)
    verdict = IndexedVerdict(every, judge.table, {}, judge.made)
    entries = decode.proposals(verdict, judge.step, np.empty(coding.size, out.dtype))
    at = coding.rejected
    return Target(column, entries, None, entries[at : at + 1])


def _of_packed(judge: Judge, out: Any) -> Target | None:
    """Return how proposals are made from outcomes that share one integer."""
    if len(judge.packs) != 1:
        return None
    (column,) = judge.packs

    def write(lane: Lane, part: Any) -> Any:
        verdict = judge.unpacked([lane.values], {})
        return decode.proposals(verdict, judge.step, part)

    step = judge.step
    none = np.zeros(1, np.int64)
    found = refuse_verdict(
        step.judge(none, none, {}), np.ones(1, np.bool_), step.undetermined
    )
    refused = decode.proposals(found, step, np.empty(1, out.dtype))
    return Target(column, None, write, refused)
