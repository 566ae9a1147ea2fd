"""`n_answered`: how many of the terms have an answer; it always has a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from irdp.ops.aggregate import Additive, Sums, number, of_score
from irdp.ops.kleene import item_status
from irdp.ops.lanes import OK, PRORATED, Lane
from irdp.ops.read import read_name, read_term
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Run, Step
from irdp.ops.sum import Terms
from irdp.ops.term import Term


class NAnswered(Score):
    """The number of terms that have an answer."""

    op: Literal["n_answered"]
    of: Terms

    def build(self, scope: Scope) -> Step:
        """Compile the count of answers.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 4)) for i in "ab"}
        >>> score = NAnswered(id="n", op="n_answered", of=["a", "b"])
        >>> env = {"a": np.array([FIRST, 0]), "b": np.array([0, 1])}
        >>> score.build(Scope(items)).run(env).values.tolist()
        [1, 0]
        """
        terms = tuple(_term(t, scope, "of", i) for i, t in enumerate(self.of))
        reads = tuple((t.target,) for t in self.of)

        def finish(state: Sums) -> Lane:
            return Lane(state.answered, np.zeros(state.answered.shape, np.uint8))

        n = len(terms)
        additive = Additive(terms, reads, (0,) * n, (1,) * n, finish)
        return Step(number(1, 0, n), additive.run, additive)


def _term(term: Term, scope: Scope, *at: str | int) -> Run:
    """Compile a term; whether an item has an answer needs no points."""
    name = term.target
    if term.plain and name in scope.items:
        scope.item(name, *at)

        def run(env: Mapping[str, Any]) -> Lane:
            status = item_status(env[name])
            return Lane(np.zeros(status.shape, np.int64), status)

        return run
    plain = term.plain and term.score is None
    reading = read_name(name, scope, *at) if plain else read_term(term, scope, *at)
    return _presence(of_score(reading))


def _presence(term: Run) -> Run:
    def run(env: Mapping[str, Any]) -> Lane:
        values, status = term(env)
        present = np.where(status == PRORATED, OK, status)
        return Lane(np.zeros_like(values), present)

    return run
