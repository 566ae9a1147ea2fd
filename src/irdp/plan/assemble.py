"""From one score to its node: the operation, then rounding, gates and statuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.kleene import item_status
from irdp.ops.lanes import (
    DEPENDS_ON_UNKNOWN,
    NOT_APPLICABLE,
    OK,
    OUT_OF_POPULATION,
    PRORATED,
    SOLE,
    Kind,
    Lane,
    Signature,
    blind,
)
from irdp.ops.operations import AGGREGATES
from irdp.ops.rounding import SAFE, Rounding, div_round, round_fraction
from irdp.ops.truth import compile_condition

if TYPE_CHECKING:
    from irdp.ops.aggregate import Additive
    from irdp.ops.kleene import Truth
    from irdp.ops.scope import Scope
    from irdp.ops.score import Score
    from irdp.ops.step import Choice, Run, Step

_SINGLE_TAKES_OVER = AGGREGATES | {"argmax"}
_TELLS_PRORATED = frozenset({"sum", "mean"})
"""Operations whose own status says that a term is prorated."""


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
    choice
        For ordered cases: their parts.
    """

    inputs: tuple[str, ...]
    run: Run
    additive: Additive | None = None
    choice: Choice | None = None


Cause = Callable[[Mapping[str, Any]], Any]
"""Columns and lanes in, a status out: `OK`, or why a score must not be given."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What may withhold the value of a score, or mark it.

    Parameters
    ----------
    causes
        `applies_if`, `population` and `requires`: the names that each reads, and what
        it says.
    sources
        The scores that are read: a value computed from a prorated one is prorated.
    """

    causes: tuple[tuple[tuple[str, ...], Cause], ...]
    sources: tuple[str, ...]

    def run(self, lane: Lane, env: Mapping[str, Any]) -> Lane:
        """Return the lane of the operation as the gate leaves it."""
        causes = [cause(env) for _, cause in self.causes]
        taints = [env[n].status == PRORATED for n in self.sources]
        return self.apply(lane, causes, taints)

    def apply(self, lane: Lane, causes: Sequence[Any], taints: Sequence[Any]) -> Lane:
        """Return the lane of the operation under causes and taints already known."""
        values, status = lane
        for cause in causes:
            status = _first(status, cause)
        for taint in taints:
            tainted = (status == OK) & taint
            status = np.where(tainted, PRORATED, status)
        return Lane(np.where(status <= PRORATED, values, 0), status)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A score compiled: its signature, its kernel, and the parts of the kernel.

    ``run(env)`` is ``gate.run(core.run(env), env)``; `gate` is None where there is
    nothing but the operation.
    """

    signature: Signature
    run: Run
    core: Core
    gate: Gate | None


def assemble(score: Score, scope: Scope) -> Assembled:
    """Compile a score with everything that any score may carry.

    The status of the result is that of highest precedence among: what the operation
    says, `applies_if`, `population`, `requires`. A value computed from a prorated one
    is prorated.
    """
    scope.inputs.clear()
    step = _built(score, scope)
    own = tuple(scope.inputs)
    signature, rounded = _rounded(score, step.signature, scope)
    core = _core(score, step, own, rounded, scope)
    tells = own if score.op in _TELLS_PRORATED else ()  # type: ignore[attr-defined]
    gate = _gate_of(score, scope, tells)
    required = [scope.either(name) for name in score.requires]
    may_skip = (
        signature.may_skip
        or score.applies_if is not None
        or any(found.may_skip for found in required)
    )
    signature = replace(signature, may_skip=may_skip, declared=score.range)
    if gate is None:
        return Assembled(signature, core.run, core, None)

    def run(env: Mapping[str, Any]) -> Lane:
        return gate.run(core.run(env), env)

    return Assembled(signature, run, core, gate)


def _built(score: Score, scope: Scope) -> Step:
    """Build the operation; refuse one whose integers could pass 2^52."""
    try:
        step = score.build(scope)
    except OverflowError:  # a number of the definition passes even 64 bits
        scope.refuse("IRDP-Q047", score=score.id)
    found = step.signature
    widest = max(abs(found.low), abs(found.high), found.scale)
    if found.kind is Kind.NUMBER and widest >= SAFE:
        scope.refuse("IRDP-Q047", score=score.id)
    return step


def _core(
    score: Score,
    step: Step,
    own: tuple[str, ...],
    rounded: Rounded | None,
    scope: Scope,
) -> Core:
    run, additive = step.run, step.additive
    if rounded is not None:
        inner, finish = step.run, additive.finish if additive else None

        def run(env: Mapping[str, Any]) -> Lane:
            return rounded(inner(env))

        if additive is not None and finish is not None:
            line = additive.line
            if line is not None:
                line = line.divided(rounded.unit, rounded.scale, rounded.rounding)
            additive = replace(
                additive,
                finish=lambda state: rounded(finish(state)),
                line=None if rounded.wide else line,
            )
    sole = own[0] if len(own) == 1 and own[0] in scope.scores else None
    if sole is not None and score.op not in _SINGLE_TAKES_OVER:  # type: ignore[attr-defined]
        return Core(own, _taking_over(run, sole))
    return Core(own, run, additive, step.choice if rounded is None else None)


def _gate_of(score: Score, scope: Scope, tells: tuple[str, ...]) -> Gate | None:
    causes: list[tuple[tuple[str, ...], Cause]] = []
    for key, otherwise in (
        ("applies_if", NOT_APPLICABLE),
        ("population", OUT_OF_POPULATION),
    ):
        condition = getattr(score, key)
        if condition is not None:
            with scope.watching() as names:
                truth = compile_condition(condition, scope, key)
            causes.append((tuple(names), _condition(truth, otherwise)))
    for i, name in enumerate(score.requires):
        found = scope.either(name, "requires", i)
        of_score = isinstance(found, Signature)
        causes.append(((name,), _required(name, of_score=of_score)))
    sources = tuple(n for n in scope.inputs if n in scope.scores and n not in tells)
    return Gate(tuple(causes), sources) if causes or sources else None


@dataclass(frozen=True, slots=True)
class Rounded:
    """An exact number brought to its declared decimals: k · unit ÷ scale, rounded.

    Parameters
    ----------
    unit, scale
        ``10**decimals``, and the denominator of the exact number.
    wide
        Whether k · unit needs Python integers.
    """

    unit: int
    scale: int
    rounding: Rounding
    wide: bool

    def __call__(self, lane: Lane) -> Lane:
        """Return the lane of the rounded number."""
        values, status = lane
        top = values.astype(object) * self.unit if self.wide else values * self.unit
        rounded = div_round(top, self.scale, self.rounding)
        return Lane(rounded.astype(np.int64), status)


def _rounded(
    score: Score, signature: Signature, scope: Scope
) -> tuple[Signature, Rounded | None]:
    """Return how an exact number is rounded to its declared decimals, if it is."""
    if score.decimals is None or signature.kind is not Kind.NUMBER:
        return signature, None
    if not signature.exact:
        return signature, None
    low, high = (
        round_fraction(Fraction(end, signature.scale), score.decimals, score.rounding)
        for end in (signature.low, signature.high)
    )
    if max(abs(low), abs(high)) >= SAFE:
        scope.refuse("IRDP-Q047", score=score.id)
    unit = 10**score.decimals
    wide = max(abs(signature.low), abs(signature.high)) * unit >= SAFE
    found = replace(signature, scale=unit, low=low, high=high, exact=False)
    return found, Rounded(unit, signature.scale, score.rounding, wide)


def _taking_over(run: Run, name: str) -> Run:
    """Take over the status of the only score that an operation reads."""

    def taking(env: Mapping[str, Any]) -> Lane:
        source = env[name]
        gap = (source.status > PRORATED) & (source.status != NOT_APPLICABLE)
        marked = np.where(gap, source.status + np.uint8(SOLE), source.status)
        values, status = run({**env, name: Lane(source.values, marked)})
        return Lane(values, status % SOLE)

    return taking


def _condition(truth: Truth, otherwise: np.uint8) -> Cause:
    def cause(env: Mapping[str, Any]) -> Any:
        values, status = truth(env)
        outside = (status == NOT_APPLICABLE) | ((status <= PRORATED) & (values == 0))
        unknown = (status > PRORATED) & ~outside
        out = np.where(outside, otherwise, OK)
        return np.where(unknown, DEPENDS_ON_UNKNOWN, out)

    return cause


def _required(name: str, *, of_score: bool) -> Cause:
    if of_score:
        return lambda env: blind(env[name].status)
    return lambda env: item_status(env[name])


def _first(status: Any, cause: Any) -> Any:
    """Return the status of highest precedence, one with a value last."""
    both = (status > PRORATED) & (cause > PRORATED)
    out = np.where(both, np.minimum(status, cause), status)
    return np.where((status <= PRORATED) & (cause > PRORATED), cause, out)
