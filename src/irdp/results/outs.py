"""Results in arrays that the caller keeps: what fits, and how each is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError, UnknownOutputError
from irdp.messages import diagnose
from irdp.ops.lanes import Kind, Lane, Signature, Status
from irdp.plan.sweep import Target
from irdp.plan.verdicts import IndexedVerdict, judge_name
from irdp.results import decode
from irdp.results.coded import Coded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.plan.machine import Machine
    from irdp.plan.verdicts import Judge
    from irdp.results.reader import Reader

_INVALID = np.array([Status.INVALID_INPUT], np.uint8)
"""The status of a rejected visit."""


def check_values(signature: Signature, out: Any | None, n: int) -> None:
    """Refuse an array that cannot take the values of a score of `n` visits.

    Raises
    ------
    CallError
        If it has another shape or type.
    """
    number = signature.kind is Kind.NUMBER
    _check(out, np.float64 if number else np.object_, n)


def check_ranks(signature: Signature, out: Any | None, n: int) -> None:
    """Refuse an array that cannot take the ranks of a score of `n` visits.

    Raises
    ------
    CallError
        If it has another shape, or a type that does not hold them.
    """
    if out is not None:
        fits = out.dtype.kind == "i" and _holds(out.dtype, signature)
        _check(out, out.dtype if fits else rank_type(signature), n)


def rank_type(signature: Signature) -> Any:
    """Return the type of the ranks of a score: int32, or int64 where they are large."""
    return np.int32 if _holds(np.int32, signature) else np.int64


def _holds(kind: Any, signature: Signature) -> bool:
    bounds = np.iinfo(kind)
    return bool(bounds.min <= signature.low and signature.high <= bounds.max)


def check_outs(reader: Reader, outs: Mapping[str, Any], n: int) -> None:
    """Refuse arrays that cannot take the results of `n` visits.

    Raises
    ------
    UnknownOutputError
        If there is no such score or decision.
    CallError
        If an array has another shape or type.
    """
    for name, out in outs.items():
        if name in reader.steps:
            _check(out, np.object_, n)
        elif name not in reader.nodes:
            known = [*reader.nodes, *reader.steps]
            raise UnknownOutputError(diagnose("IRDP-C004", name=name, known=known))
        elif takes_ranks(out):
            check_ranks(reader.nodes[name].signature, out, n)
        else:
            check_values(reader.nodes[name].signature, out, n)


def target_of(machine: Machine, reader: Reader, name: str, out: Any) -> Target | None:
    """Return how a result is written chunk by chunk; None where it has no index."""
    if name in reader.steps:
        judge = next(j for j in machine.judges if j.step.id == name)
        return _proposals(machine, judge)
    signature = reader.nodes[name].signature
    column, coding = machine.views[name]
    kind = out.dtype
    if takes_ranks(out):

        def write(lane: Lane, part: Any) -> Any:
            return decode.ranks(lane, part)
    else:

        def write(lane: Lane, part: Any) -> Any:
            return decode.values(lane, signature, part)

    refused = np.empty(1, kind)
    write(Lane(np.zeros(1, np.int64), _INVALID), refused)
    if coding is None:
        return Target(column, None, write, refused)
    entries = coding.made.get(
        ("written", signature, kind),
        lambda: write(coding.lane, np.empty(coding.size, kind)),
    )
    return Target(column, entries, None, refused)


def _proposals(machine: Machine, judge: Judge) -> Target | None:
    """Return how the proposals of a decision are written."""
    column, coding = machine.views.get(judge_name(judge.step), (None, None))
    if judge.table is None or column is None or coding is None:
        return None
    step = judge.step
    none = np.zeros(0, np.uint8)
    verdict = IndexedVerdict(none, judge.table, {}, judge.made)
    found: Coded = decode.coded_masks(
        verdict, "proposed", lambda mask: decode.proposal(step, mask)
    )
    entries = found.entries.values
    at = coding.rejected
    return Target(column, entries, None, entries[at : at + 1])


def takes_ranks(out: Any) -> bool:
    """Return whether an array takes ranks, by its type."""
    return bool(out.dtype.kind in "iu")


def _check(out: Any | None, kind: Any, n: int) -> None:
    if out is not None and (out.dtype != kind or out.shape != (n,)):
        asked = {"kind": np.dtype(kind).name, "shape": (n,)}
        raise CallError(diagnose("IRDP-C030", **asked))
