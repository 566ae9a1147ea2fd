"""Arrays that the caller keeps for results: which results each can take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError, UnknownOutputError
from irdp.messages import diagnose
from irdp.ops.lanes import Kind, Signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.ops.decision import DecisionStep
    from irdp.results.reader import Reader

_INTEGERS: tuple[np.dtype[Any], ...] = tuple(
    np.dtype(f"int{bits}") for bits in (8, 16, 32, 64)
)
_OBJECTS = np.dtype(object)
_FLOATS = np.dtype(np.float64)


def value_type(signature: Signature) -> np.dtype[Any]:
    """Return the type of the values of a score: float64, or object for texts."""
    return _FLOATS if signature.kind is Kind.NUMBER else _OBJECTS


def rank_types(signature: Signature) -> list[np.dtype[Any]]:
    """Return the signed integers that hold the ranks of a score, and -1."""
    return [
        kind
        for kind in _INTEGERS
        if np.iinfo(kind).min <= min(signature.low, -1)
        and signature.high <= np.iinfo(kind).max
    ]


def proposed(step: DecisionStep) -> Signature:
    """Return what is known of the rank of a decision's proposal, if it has one."""
    high = len(step.proposals) - 1
    return Signature(Kind.CATEGORY, high=high, labels=step.proposals)


def takes_ranks(out: Any) -> bool:
    """Return whether an array takes ranks, by its type."""
    return bool(out.dtype.kind == "i")


def check_outs(reader: Reader, outs: Mapping[str, Any]) -> None:
    """Refuse arrays that cannot take the results that they are meant for.

    A number goes to float64; a text or a truth to object, or its rank to signed
    integers; so does the proposal of a decision of which the first rule decides.

    Raises
    ------
    UnknownOutputError
        If there is no such score or decision.
    CallError
        If an array has another type, or is none.
    """
    if not isinstance(outs, Mapping):
        raise CallError(diagnose("IRDP-C032", kind=type(outs).__name__))
    for name, out in outs.items():
        if name in reader.steps:
            step = reader.steps[name]
            ranks = rank_types(proposed(step)) if step.hit == "first" else []
            kinds = [_OBJECTS, *ranks]
        elif name in reader.nodes:
            signature = reader.nodes[name].signature
            number = signature.kind is Kind.NUMBER
            ranks = [] if number else rank_types(signature)
            kinds = [value_type(signature), *ranks]
        else:
            known = [*reader.nodes, *reader.steps]
            raise UnknownOutputError(diagnose("IRDP-C004", name=name, known=known))
        check_out(name, out, kinds)


def check_out(
    name: str, out: Any, kinds: Sequence[np.dtype[Any]], n: int | None = None
) -> None:
    """Refuse what is no array of one of some types, or not of `n` visits.

    Raises
    ------
    CallError
        With the types that it may have.
    """
    fits = isinstance(out, np.ndarray) and out.flags.writeable and out.ndim == 1
    if not fits or out.dtype not in kinds or n not in {None, len(out)}:
        asked = " | ".join(kind.name for kind in kinds)
        shape = "(n,)" if n is None else f"({n},)"
        raise CallError(diagnose("IRDP-C030", name=name, kind=asked, shape=shape))
