"""`case`: ordered conditions, the first true one holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from pydantic import Field, model_validator

from irdp.ops.coalesce import Cast, cast, unite
from irdp.ops.conditions import Condition
from irdp.ops.grammar import Frozen, Name, Number, Ref, fault
from irdp.ops.lanes import (
    DEPENDS_ON_UNKNOWN,
    NOT_APPLICABLE,
    OK,
    PRORATED,
    TRUTH,
    Kind,
    Lane,
    Signature,
)
from irdp.ops.pointwise import gaps, valued
from irdp.ops.read import read_name
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Choice, Run, Step
from irdp.ops.truth import compile_condition


class Result(Frozen):
    """What a branch gives: a value, a score, or a label."""

    value: bool | Number | None = None
    score: Ref | None = None
    item: Name | None = None
    label: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> Result:
        given = (self.value, self.score, self.item, self.label)
        if sum(g is not None for g in given) != 1:
            raise fault("IRDP-Q039")
        return self


Branch = Literal["unknown", "not_applicable"] | Result


class When(Frozen):
    """One case: a condition and what it gives."""

    when: Condition
    then: Branch


class Case(Score):
    """Ordered cases with a mandatory `else`."""

    op: Literal["case"]
    cases: tuple[When, ...]
    else_: Branch = Field(alias="else")
    unknown: Literal["unknown", "skip"] = "unknown"

    def build(self, scope: Scope) -> Step:
        """Compile the cases.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> score = Case(**{"id": "c", "op": "case", "else": {"value": 0}, "cases": [
        ...     {"when": {"item": "a", "ge": 3}, "then": {"value": 7}}]})
        >>> score.build(Scope(items)).run({"a": np.array([FIRST + 5, FIRST, 0])})
        Lane(values=array([7, 0, 0]), status=array([0, 0, 6], dtype=uint8))
        """
        tests = []
        for i, case in enumerate(self.cases):
            with scope.watching() as names:
                test = compile_condition(case.when, scope, "cases", i, "when")
            tests.append((tuple(names), test))
        with scope.watching() as read:
            branches = [
                _branch(c.then, scope, "cases", i, "then")
                for i, c in enumerate(self.cases)
            ]
            branches.append(_branch(self.else_, scope, "else"))
        kinds = [signature for signature, _ in branches if signature is not None]
        if not kinds:
            signature, casts = Signature(Kind.NUMBER, tight=True), list[Cast]()
        else:
            signature, casts = unite(kinds, scope, "cases")
        queue = iter(casts)
        ways = [
            (run, next(queue) if found is not None else 1) for found, run in branches
        ]
        choice = Choice(
            tuple(tests), tuple(read), _chooser(ways, skip=self.unknown == "skip")
        )

        def run(env: Mapping[str, Any]) -> Lane:
            return choice.choose([test(env) for _, test in tests], env)

        return Step(_skippable(signature, self), run, choice=choice)


def _chooser(
    ways: list[tuple[Run, Any]], *, skip: bool
) -> Callable[[Sequence[Lane], Mapping[str, Any]], Lane]:
    """Return what takes the branch of the first true case, the last if none is."""

    def choose(truths: Sequence[Lane], env: Mapping[str, Any]) -> Lane:
        if truths:
            env = {**env, "": truths[0]}
        value, status = _through(ways[-1], env)
        for (truth, cause), way in zip(
            reversed(truths), reversed(ways[:-1]), strict=True
        ):
            mine, own = _through(way, env)
            hit = (cause <= PRORATED) & (truth == 1)
            value = np.where(hit, mine, value)
            status = np.where(hit, own, status)
            if not skip:
                blind = cause > PRORATED
                blind &= cause != NOT_APPLICABLE
                status = np.where(blind, cause, status)
        return valued(status, value)

    return choose


def _skippable(signature: Signature, case: Case) -> Signature:
    branches = [*(c.then for c in case.cases), case.else_]
    return replace(
        signature,
        tight=False,
        may_skip=signature.may_skip or "not_applicable" in branches,
    )


def _through(way: tuple[Run, Any], env: Mapping[str, Any]) -> Lane:
    run, how = way
    values, status = run(env)
    return Lane(cast(how, values), status)


def _branch(branch: Any, scope: Scope, *at: str | int) -> tuple[Signature | None, Run]:
    if branch == "unknown":
        return None, _constant(0, DEPENDS_ON_UNKNOWN)
    if branch == "not_applicable":
        return None, _constant(0, NOT_APPLICABLE)
    if branch.label is not None:
        signature = Signature(Kind.CATEGORY, labels=(branch.label,))
        return signature, _constant(0, OK)
    if branch.value is not None:
        if isinstance(branch.value, bool):
            return TRUTH, _constant(int(branch.value), OK)
        value = Fraction(branch.value)
        signature = Signature(
            Kind.NUMBER, value.denominator, value.numerator, value.numerator
        )
        return signature, _constant(value.numerator, OK)
    reading = read_name(branch.score or branch.item, scope, *at)

    def run(env: Mapping[str, Any]) -> Lane:
        lane = reading(env)
        (status,) = gaps([reading], [lane])
        return Lane(lane.values, status)

    return reading.signature, run


def _constant(value: int, status: np.uint8) -> Run:
    def run(env: Mapping[str, Any]) -> Lane:
        first = next(iter(env.values()))
        shape = first.status.shape if isinstance(first, Lane) else first.shape
        return Lane(np.full(shape, value, np.int64), np.full(shape, status, np.uint8))

    return run
