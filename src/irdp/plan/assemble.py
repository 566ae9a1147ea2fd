"""From one score to its node: the operation, then rounding, gates and statuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import SOLE, Kind, Lane, Signature, Status, blind
from irdp.ops.operations import AGGREGATES
from irdp.ops.rounding import SAFE, div_round, round_fraction
from irdp.ops.truth import compile_condition, item_status

if TYPE_CHECKING:
    from irdp.ops.aggregate import Additive
    from irdp.ops.scope import Scope
    from irdp.ops.score import Score
    from irdp.ops.step import Run, Step
    from irdp.ops.truth import Truth

_SINGLE_TAKES_OVER = AGGREGATES | {"argmax"}


@dataclass(frozen=True, slots=True)
class Core:
    """The operation of a score with its rounding, before any gate.

    Parameters
    ----------
    inputs
        What the operation itself reads.
    run
        Columns and lanes in, its lane out.
    additive
        For an aggregate that can be split: its parts, rounding included.
    """

    inputs: tuple[str, ...]
    run: Run
    additive: Additive | None = None


@dataclass(frozen=True, slots=True)
class Assembled:
    """A score compiled: its signature, its kernel, and the parts of the kernel.

    ``run(env)`` is ``gate(core.run(env), env)``; `gate` is None where there is
    nothing but the operation.
    """

    signature: Signature
    run: Run
    core: Core
    gate: Callable[[Lane, Mapping[str, Any]], Lane] | None


def assemble(score: Score, scope: Scope) -> Assembled:
    """Compile a score with everything that any score may carry.

    The status of the result is that of highest precedence among: what the operation
    says, `applies_if`, `population`, `requires`. A value computed from a prorated one
    is prorated.
    """
    scope.inputs.clear()
    step = score.build(scope)
    own = tuple(scope.inputs)
    signature, rounded = _rounded(score, step.signature, scope)
    core = _core(score, step, own, rounded, scope)
    gate = _gate_of(score, scope)
    may_skip = signature.may_skip or score.applies_if is not None
    signature = replace(signature, may_skip=may_skip, declared=score.range)
    if gate is None:
        return Assembled(signature, core.run, core, None)

    def run(env: Mapping[str, Any]) -> Lane:
        return gate(core.run(env), env)

    return Assembled(signature, run, core, gate)


def _core(
    score: Score, step: Step, own: tuple[str, ...], rounded: Rounded, scope: Scope
) -> Core:
    run, additive = step.run, step.additive
    if rounded is not None:
        inner, finish = step.run, additive.finish if additive else None

        def run(env: Mapping[str, Any]) -> Lane:
            return rounded(inner(env))

        if additive is not None and finish is not None:
            additive = replace(additive, finish=lambda state: rounded(finish(state)))
    sole = own[0] if len(own) == 1 and own[0] in scope.scores else None
    if sole is not None and score.op not in _SINGLE_TAKES_OVER:  # type: ignore[attr-defined]
        run = _taking_over(run, sole)
    return Core(own, run, additive)


def _gate_of(
    score: Score, scope: Scope
) -> Callable[[Lane, Mapping[str, Any]], Lane] | None:
    gates = _gates(score, scope)
    required = [
        (n, scope.either(n, "requires", i)) for i, n in enumerate(score.requires)
    ]
    needs = [(n, isinstance(found, Signature)) for n, found in required]
    sources = [n for n in scope.inputs if n in scope.scores]
    if not (gates or needs or sources):
        return None

    def gate(lane: Lane, env: Mapping[str, Any]) -> Lane:
        values, status = lane
        causes = [cause(env) for cause in gates]
        causes += [_required(env[n], of_score=of_score) for n, of_score in needs]
        for cause in causes:
            status = _first(status, cause)
        for name in sources:
            tainted = (status == Status.OK) & (env[name].status == Status.PRORATED)
            status = np.where(tainted, np.uint8(Status.PRORATED), status)
        return Lane(np.where(status <= Status.PRORATED, values, 0), status)

    return gate


Rounded = Callable[[Lane], Lane] | None


def _rounded(
    score: Score, signature: Signature, scope: Scope
) -> tuple[Signature, Rounded]:
    """Return how an exact number is rounded to its declared decimals, if it is."""
    if score.decimals is None or signature.kind is not Kind.NUMBER:
        return signature, None
    if not signature.exact:
        return signature, None
    unit, scale, rounding = 10**score.decimals, signature.scale, score.rounding
    if unit % scale == 0:
        factor = unit // scale
        ends = (signature.low * factor, signature.high * factor)

        def rounded(lane: Lane) -> Lane:
            return Lane(lane.values * factor, lane.status)
    else:
        wide = max(abs(signature.low), abs(signature.high)) * unit >= SAFE
        ends = tuple(  # type: ignore[assignment]
            round_fraction(Fraction(e, scale), score.decimals, rounding)
            for e in (signature.low, signature.high)
        )

        def rounded(lane: Lane) -> Lane:
            values, status = lane
            top = values.astype(object) * unit if wide else values * unit
            return Lane(div_round(top, scale, rounding).astype(np.int64), status)

    if max(map(abs, ends)) >= SAFE:
        scope.refuse("IRDP-Q047", score=score.id)
    found = replace(signature, scale=unit, low=ends[0], high=ends[1], exact=False)
    return found, rounded


def _taking_over(run: Run, name: str) -> Run:
    """An operation that reads a single score takes over its status."""

    def taking(env: Mapping[str, Any]) -> Lane:
        source = env[name]
        gap = (source.status > Status.PRORATED) & (
            source.status != Status.NOT_APPLICABLE
        )
        marked = np.where(gap, source.status + np.uint8(SOLE), source.status)
        values, status = run({**env, name: Lane(source.values, marked)})
        return Lane(values, status % SOLE)

    return taking


def _gates(score: Score, scope: Scope) -> list[Any]:
    found = []
    for key, otherwise in (
        ("applies_if", Status.NOT_APPLICABLE),
        ("population", Status.OUT_OF_POPULATION),
    ):
        condition = getattr(score, key)
        if condition is not None:
            truth = compile_condition(condition, scope, key)
            found.append(_gate(truth, otherwise))
    return found


def _gate(truth: Truth, otherwise: Status) -> Any:
    def cause(env: Mapping[str, Any]) -> Any:
        values, status = truth(env)
        outside = (status == Status.NOT_APPLICABLE) | (
            (status <= Status.PRORATED) & (values == 0)
        )
        unknown = (status > Status.PRORATED) & ~outside
        out = np.where(outside, np.uint8(otherwise), np.uint8(Status.OK))
        return np.where(unknown, np.uint8(Status.DEPENDS_ON_UNKNOWN), out)

    return cause


def _required(column: Any, *, of_score: bool) -> Any:
    if not of_score:
        return item_status(column)
    return blind(column.status)


def _first(status: Any, cause: Any) -> Any:
    """Return the status of highest precedence, one with a value last."""
    both = (status > Status.PRORATED) & (cause > Status.PRORATED)
    out = np.where(both, np.minimum(status, cause), status)
    return np.where(
        (status <= Status.PRORATED) & (cause > Status.PRORATED), cause, out
    )


