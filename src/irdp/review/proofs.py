"""What is proved of a definition, what is refuted, and what is left open.

A property is *proved* by an example or by going through all states, *refuted* by going
through all states (up to a million, or exact sets of reachable sums), else *not
proved*. Only what is refuted is a fault.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.messages import diagnose
from irdp.ops.band import Band
from irdp.ops.lanes import FIRST, Kind, Lane, State, Status
from irdp.ops.reading import STATES, ceil_of
from irdp.ops.term import Term
from irdp.reading.domains import MOST, grid
from irdp.reading.reach import Reach
from irdp.reading.surroundings import Surroundings
from irdp.review.idle import idle, same_points
from irdp.review.proof import Proof, Verdict
from irdp.review.sampling import draw, table_of
from irdp.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.catalogue import Definition
    from irdp.errors import Diagnostic
    from irdp.ops.decision import RuleStep
    from irdp.results.table import ScoreTable

_DRAWN = 3_000
_SEED = 20_260
_GAPS = 0.15
_SIMPLE = {"sum", "mean", "affine", "band", "clip", "min", "max", "piecewise_linear"}


def proofs(definition: Definition) -> tuple[Proof, ...]:
    """Return what is proved, refuted and not proved of a definition.

    Examples
    --------
    >>> import irdp
    >>> {p.verdict for p in proofs(irdp.load("was@1.0.0").compiled)}
    {'proved'}
    """
    work = _Work(definition)
    return (*work.items(), *work.bands(), *work.rules())


def refutations(definition: Definition) -> tuple[Diagnostic, ...]:
    """Return the faults of what is refuted, as far as that is quickly found.

    Bands and rules, and the items whose answers all have the same points: what `check`
    says without being asked for proofs.
    """
    work = _Work(definition)
    found = [*work.bands(), *work.rules()]
    told = [p.diagnostic for p in found if p.diagnostic is not None]
    still = (n for n in work.program.items if same_points(work.around, n))
    return (*told, *(work.of_item(name) for name in still))


class _Work:
    """One definition, with random visits and the visit that has no answer at all."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.program = definition.program
        self.around = Surroundings(self.program)
        self.scorer = Scorer(definition)
        self.rng = np.random.default_rng(_SEED)
        self.codes = draw(self.scorer, _DRAWN, self.rng)
        for column in self.codes.values():
            gaps = self.rng.random(_DRAWN) < _GAPS
            gaps[: _DRAWN // 2] = False
            column[gaps] = State.MISSING
        self.drawn: ScoreTable = table_of(self.scorer, self.codes)
        nothing = dict.fromkeys(self.program.items, int(State.MISSING))
        self.reach = Reach(self.around, nothing)

    def items(self) -> Iterator[Proof]:
        """Yield whether each item can change a result."""
        still = idle(self.scorer, self.around, self.codes, self.rng)
        for name in self.program.items:
            verdict: Verdict = still.get(name, "proved")
            fault = None
            if verdict == "refuted":
                fault = self.of_item(name)
            yield Proof("item_matters", name, verdict, fault)

    def of_item(self, name: str) -> Diagnostic:
        """Return the fault of an item that changes nothing."""
        for filed in self.definition.bundle.questionnaires.values():
            for i, item in enumerate(filed.document.items):
                if item.id == name:
                    place = filed.source.place(("items", i, "id"))
                    return diagnose("IRDP-Q043", place, name=name)
        place = self.definition.bundle.root.source.place(("facts",))
        return diagnose("IRDP-Q043", place, name=name)

    def bands(self) -> Iterator[Proof]:
        """Yield whether the bands tile what is possible, and are each reached."""
        for name, (part, node) in self.around.places.items():
            score = node.score
            if not isinstance(score, Band):
                continue
            found = self.reach.lane(name)
            whole = found is not None and self._simple(name)
            seen = self._seen(name)
            if found is not None:
                has = found.status <= Status.PRORATED
                seen |= set(found.values[has].tolist())
            tiled = self._tiled(name)
            fault = None
            if tiled == "refuted":
                fault = self._of_gap(name)
            yield Proof("bands_tile", name, tiled, fault)
            for rank, band in enumerate(score.bands):
                verdict: Verdict = "proved" if rank in seen else "not_proved"
                if verdict != "proved" and whole and part.alias == "":
                    verdict = "refuted"
                subject = f"{name}.{band.id}"
                fault = None
                if verdict == "refuted":
                    fault = self._of_band(name, rank)
                yield Proof("band_reachable", subject, verdict, fault)
            yield Proof("direction", name, self._directed(name))

    def _seen(self, name: str) -> set[int]:
        lane = self.drawn.lanes[name]
        return set(np.unique(lane.values[lane.status <= Status.PRORATED]).tolist())

    def _tiled(self, name: str) -> Verdict:
        """Return whether every value that is banded lies in a band."""
        score: Any = self.around.places[name][1].score
        below = self.around.below(name)
        if score.of.target not in below or not _plain_term(score.of):
            return "not_proved"
        source = below[score.of.target]
        signature = self.around.places[source][1].signature
        if signature.kind is not Kind.NUMBER:
            return "not_proved"
        least = ceil_of(score.bands[0].from_, signature.scale)
        if least <= signature.low:
            return "proved"
        lane = self.reach.lane(source)
        if lane is None:
            return "not_proved"
        values = lane.values[lane.status <= Status.PRORATED]
        if len(values) and values.min() < least:
            return "refuted"
        return "proved" if self._simple(source) else "not_proved"

    def _of_gap(self, name: str) -> Diagnostic | None:
        """Return the fault of a first band that leaves values below it."""
        part, node = self.around.places[name]
        source = self.around.below(name)[node.inputs[0]]
        lane = self.reach.lane(source)
        if part.alias or lane is None:
            return None
        root = self.definition.bundle.root
        ids = [s.id for s in root.document.scores]
        place = root.source.place(("scores", ids.index(node.id), "bands", 0, "from"))
        values = lane.values[lane.status <= Status.PRORATED]
        scale = self.around.places[source][1].signature.scale
        least = Fraction(int(values.min()), scale)
        return diagnose("IRDP-Q040", place, value=least)

    def _of_band(self, name: str, rank: int) -> Diagnostic | None:
        """Return the fault of a band that no visit reaches."""
        root = self.definition.bundle.root
        node = self.around.places[name][1]
        ids = [s.id for s in root.document.scores]
        path = ("scores", ids.index(node.id), "bands", rank, "from")
        source = self.around.below(name).get(node.inputs[0], "")
        lane = self.reach.lane(source) if source else None
        if lane is None or not len(lane.values):
            return None
        scale = self.around.places[source][1].signature.scale
        values = lane.values[lane.status <= Status.PRORATED]
        low, high = (Fraction(int(v), scale) for v in (values.min(), values.max()))
        band = node.signature.labels[rank]
        place = root.source.place(path)
        return diagnose("IRDP-Q042", place, name=band, low=low, high=high)

    def _directed(self, name: str) -> Verdict:
        score: Any = self.around.places[name][1].score
        below = self.around.below(name).get(score.of.target)
        ways = {score.direction}
        if below is not None and _plain_term(score.of):
            ways.add(self.around.places[below][1].score.direction)
        ways -= {None, "none"}
        if len(ways) != 1:
            return "not_proved"
        marks = [band.detected for band in score.bands]
        worse = sorted(marks, reverse="higher_is_better" in ways)
        return "proved" if marks == worse else "refuted"

    def _simple(self, name: str) -> bool:
        """Return whether complete answers show all that a score can be."""
        node = self.around.places[name][1]
        score: Any = node.score
        missing = getattr(score, "missing", "none_allowed")
        strict = isinstance(missing, str) or missing.then == "unknown"
        terms = [t for _, t in _terms(score)]
        if score.op not in _SIMPLE or not strict:
            return False
        if any(set(t.points or {}) & set(STATES) for t in terms):
            return False
        if any(self.program.items[n].may_skip for n in node.items):
            return False
        return all(self._simple(below) for below in self.around.below(name).values())

    def rules(self) -> Iterator[Proof]:
        """Yield whether each rule can be true."""
        root = self.definition.bundle.root
        for d, step in enumerate(self.program.decisions):
            true = self.drawn.verdicts[step.id].true
            for r, rule in enumerate(step.rules):
                verdict: Verdict = "proved"
                if not ((true >> r) & 1).any():
                    verdict = self._fires(rule)
                fault = None
                if verdict == "refuted":
                    place = root.source.place(("decisions", d, "rules", r, "when"))
                    fault = diagnose("IRDP-Q051", place, name=rule.id)
                yield Proof("rule_can_fire", f"{step.id}.{rule.id}", verdict, fault)

    def _fires(self, rule: RuleStep) -> Verdict:
        """Go through every state of what a rule reads, each input on its own."""
        columns: list[Any] = []
        total = 1
        for name in rule.reads:
            if name in self.program.items:
                spec = self.program.items[name]
                size = FIRST + spec.domain.size
            else:
                signature = self.around.places[name][1].signature
                size = signature.high - signature.low + 1 + len(Status)
            total *= size
            if total > MOST:
                return "not_proved"
            columns.append(np.arange(size))
        if not columns:
            return "not_proved"
        env: dict[str, Any] = {}
        for name, column in zip(rule.reads, grid(columns), strict=True):
            if name in self.program.items:
                env[name] = column.astype(self.program.items[name].domain.dtype)
                continue
            low = self.around.places[name][1].signature.low
            valued = column >= len(Status)
            status = np.where(valued, Status.OK, column).astype(np.uint8)
            values = np.where(valued, low + column - len(Status), 0)
            env[name] = Lane(values, status)
        values, status = rule.truth(env)
        true = (status <= Status.PRORATED) & (values == 1)
        return "not_proved" if true.any() else "refuted"


def _plain_term(term: Term) -> bool:
    return term.plain and term.weight == 1


def _terms(score: Any) -> list[tuple[int, Term]]:
    of = getattr(score, "of", ())
    many = of if isinstance(of, tuple) else (of,)
    return [(i, t) for i, t in enumerate(many) if isinstance(t, Term)]
