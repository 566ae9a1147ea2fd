"""The Scorer: a definition and its program, for one visit or millions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.catalogue import Definition
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.ops.lanes import Status
from irdp.plan.engine import Engine
from irdp.plan.link import link
from irdp.plan.prelude import settle
from irdp.plan.verdicts import VerdictRow
from irdp.results.account import Account
from irdp.results.arrow import arrow_schema, record_batch
from irdp.results.assessment import Assessment
from irdp.results.outs import check_out, check_outs
from irdp.results.provenance import Provenance
from irdp.results.reader import Reader
from irdp.results.row import Row
from irdp.results.table import ScoreTable
from irdp.results.targets import target_of
from irdp.visits.encode import NO_ISSUES, Encoder
from irdp.visits.frame import Frame
from irdp.visits.intake import Intake
from irdp.visits.issues import ERROR

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    import pyarrow as pa

    from irdp.definition.bundle import Bundle
    from irdp.definition.referral import Referral
    from irdp.definition.scoring import Scoring
    from irdp.plan.sweep import Target
    from irdp.visits.flat import Flat


class Scorer:
    """Scores visits by one definition; made by `irdp.load`.

    Parameters
    ----------
    definition
        A scoring or a policy, compiled.

    Examples
    --------
    >>> import irdp
    >>> scorer = irdp.load("was@1.0.0")
    >>> scorer.assess({"WAI1": 4}).scores["category"].value
    'poor'
    >>> scorer.score({"WAI1": [4, None, 8]}).values("score").tolist()
    [4.0, nan, 8.0]
    """

    def __init__(self, definition: Definition) -> None:
        self._compiled = definition
        self._engine = Engine(definition.program, definition.bundle)

    def __repr__(self) -> str:
        document = self.definition
        return f"Scorer({document.reference}, {document.status})"

    def __reduce__(self) -> tuple[Callable[[Bundle], Scorer], tuple[Bundle]]:
        # The definition travels, not its tables: it is compiled where it arrives.
        return _rebuild, (self._compiled.bundle,)

    @property
    def definition(self) -> Scoring | Referral:
        """The document: a scoring or a policy."""
        return self._compiled.document

    @property
    def compiled(self) -> Definition:
        """The documents, the program and the warnings of the definition."""
        return self._compiled

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The items and facts that are read, in order."""
        return tuple(self._compiled.program.items)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The scores and decisions that are reported, in order."""
        program = self._compiled.program
        scores = [n for n, k in program.nodes.items() if k.score.report == "public"]
        return (*scores, *(d.id for d in program.decisions))

    @cached_property
    def provenance(self) -> Provenance:
        """Where the results come from."""
        return Provenance.of(self._compiled)

    @cached_property
    def _encoder(self) -> Encoder:
        return self._encoder_of(False)

    @cached_property
    def _encoders(self) -> dict[bool | Flat, Encoder]:
        return {}

    def _encoder_of(self, flat: bool | Flat) -> Encoder:
        """Return the encoder for a way of writing: a file has it in every chunk."""
        if flat not in self._encoders:
            self._encoders[flat] = self._make_encoder(flat=flat)
        return self._encoders[flat]

    def _make_encoder(self, *, flat: bool | Flat) -> Encoder:
        program = self._compiled.program
        known = {
            item.id
            for filed in self._compiled.bundle.questionnaires.values()
            for item in filed.document.items
        }
        facts = getattr(self.definition, "facts", ())  # of a policy, read or not
        known |= {fact.id for fact in facts}
        return Encoder(
            list(program.items.values()),
            flat=flat,
            invalid=program.invalid,  # type: ignore[arg-type]
            known=known,
        )

    def assess(self, visit: Mapping[str, object]) -> Assessment:
        """Return the assessment of one visit.

        Parameters
        ----------
        visit
            Answers and record facts in one flat mapping; an absent key is a missing
            answer. A faulty visit never raises: it comes back with its issues.

        Raises
        ------
        CallError
            If `visit` is no mapping.
        """
        if type(visit) is not dict and not isinstance(visit, Mapping):
            raise CallError(diagnose("IRDP-C005", kind=type(visit).__name__))
        if self._settles:
            frame = settle(self._encoder.visit(visit), self._compiled.program)
            codes = [int(column[0]) for column in frame.codes.values()]
            issues, rejected = frame.issues, bool(frame.rejected[0])
        else:
            codes, faults, _ = self._encoder.row(visit)
            issues, rejected = NO_ISSUES, False
            if faults:
                issues = self._encoder.issues(faults)
                rejected = ERROR in {severity for *_, severity in faults}
        lanes, verdicts = self._engine.one(codes)
        if rejected:
            lanes = dict.fromkeys(lanes, (0, int(Status.INVALID_INPUT)))
            verdicts = {
                d.id: VerdictRow(1 << d.undetermined, False, 0, 0, 0, ())
                for d in self._compiled.program.decisions
            }
        row = Row(self.items, codes, lanes, verdicts, issues, rejected=rejected)
        return Assessment(self.reader, row, self._alone)

    @cached_property
    def _settles(self) -> bool:
        """Whether items can be hidden, or answers contradict each other."""
        program = self._compiled.program
        return bool(program.gates or program.checks)

    @cached_property
    def reader(self) -> Reader:
        """What decodes the results of the definition."""
        return Reader(self._compiled)

    def _alone(self, row: Row) -> ScoreTable:
        return self._table(self.frame(row))

    def frame(self, row: Row) -> Frame:
        """Return one scored visit as a frame of one row."""
        items = self._compiled.program.items
        codes = {n: np.array([c], items[n].domain.dtype) for n, c in row.codes.items()}
        return Frame.build(codes, row.issues, n=1, backend="mapping")

    def encode(
        self,
        data: object,
        *,
        absent: Collection[str] = (),
        flat: bool | Flat = False,
    ) -> Frame:
        """Return a table of visits as a frame of codes: encode once, score often.

        Parameters
        ----------
        data
            A mapping of columns, or a pandas, polars or pyarrow table.
        absent
            Items whose column is known to be absent.
        flat
            Whether, or how, numbers and dates are written out as texts.

        Raises
        ------
        ColumnsError
            If columns lack, repeat or differ in length.
        CallError
            If `data` is no table.
        """
        encoder = self._encoder_of(flat)
        frame = encoder.table(data, absent=absent)
        return settle(frame, self._compiled.program)

    def score(self, data: object, *, absent: Collection[str] = ()) -> ScoreTable:
        """Return the results of a table of visits, row i for visit i.

        Parameters
        ----------
        data
            What `encode` takes, or a frame that it returned.
        absent
            Items whose column is known to be absent.

        Raises
        ------
        ColumnsError
            If columns lack, repeat or differ in length.
        CallError
            If `data` is no table, or a frame of another definition.
        """
        if isinstance(data, Frame):
            self._check_frame(data)
            return self._table(data)
        return self._table(self.encode(data, absent=absent))

    def _check_frame(self, frame: Frame) -> None:
        """Refuse visits that were encoded for another definition."""
        lacking = [n for n in self.items if n not in frame.codes]
        if lacking:
            raise CallError(diagnose("IRDP-C006", names=lacking))
        items = self._compiled.program.items
        alien = [
            n
            for n in frame.domains
            if n in items and frame.domains[n] != items[n].domain
        ]
        if alien:
            raise CallError(diagnose("IRDP-C031", names=", ".join(alien)))

    def score_into(
        self,
        data: object,
        out: Mapping[str, Any],
        *,
        absent: Collection[str] = (),
    ) -> Account:
        """Write chosen results of a table of visits into arrays that the caller keeps.

        The fastest way through many visits: nothing else is kept of them. The numbers
        are those of `score`.

        Parameters
        ----------
        data
            What `score` takes.
        out
            By score or decision: an array of shape (n_visits,), whose type says what it
            takes: float64 the values of a number (NaN where there is none), object
            those of a truth or a text and proposals, signed integers ranks (-1).
        absent
            Items whose column is known to be absent.

        Returns
        -------
        Account
            Issues, rejects, notes and provenance.

        Raises
        ------
        UnknownOutputError
            If there is no such score or decision.
        CallError
            If an array has another shape or type, or `data` is no table.
        ColumnsError
            If columns lack, repeat or differ in length.

        Examples
        --------
        >>> import irdp
        >>> import numpy as np
        >>> scorer = irdp.load("was@1.0.0")
        >>> kept = {"score": np.empty(3), "category": np.empty(3, np.int8)}
        >>> scorer.score_into({"WAI1": [4, None, 8]}, kept)
        Account(3 visits, 0 rejected)
        >>> kept["score"].tolist(), kept["category"].tolist()
        ([4.0, nan, 8.0], [0, -1, 2])
        """
        check_outs(self.reader, out)
        intake = self._intake(data, absent)
        for name, array in out.items():
            check_out(name, array, [array.dtype], intake.n)
        # What is read while it is written over is read first.
        apart = not intake.shares(out.values())
        targets = self._targets(out) if apart and self._engine.worth(intake.n) else []
        if targets:
            self._engine.sweep(intake, targets, [*out.values()])
        else:
            self._table(intake.frame()).copy_into(out)
        intake.close()
        return Account(intake, self.provenance)

    def _intake(self, data: object, absent: Collection[str]) -> Intake:
        """Return a table of visits to be read by chunks, or a frame as it is."""
        if isinstance(data, Frame):
            self._check_frame(data)
        elif self._settles:  # what is asked and what contradicts itself comes first
            data = self.encode(data, absent=absent)
        else:
            return self._encoder.open(data, absent=absent)
        return Intake.of(data)

    def _targets(self, out: Mapping[str, Any]) -> list[Target]:
        """Return how results are written by chunks; none if one of them cannot."""
        found = []
        for name, array in out.items():
            target = target_of(self._engine.plain, self.reader, name, array)
            if target is None:
                return []
            found.append(target)
        return found

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The schema of `score_batches`: fixed, and with signed types only."""
        return arrow_schema(self.reader)

    def score_batches(
        self, batches: Iterable[pa.RecordBatch], *, absent: Collection[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """Score an iterator of Arrow record batches, one batch out for each batch in.

        Row i of a batch out is the result of row i of the batch in. The scorer can be
        pickled and called from several threads and processes: the bits are the same.

        Parameters
        ----------
        batches
            Record batches (or tables) with the items as columns.
        absent
            Items whose column is known to be absent.

        Raises
        ------
        ColumnsError
            If columns lack or repeat.
        """
        import pyarrow as pa  # noqa: PLC0415 - an extra

        for batch in batches:
            table = batch
            if isinstance(batch, pa.RecordBatch):
                table = pa.Table.from_batches([batch])
            scored = self.score(table, absent=absent)
            yield record_batch(scored, self.arrow_schema)

    def explain(
        self,
        visit: Mapping[str, object],
        lang: str = "fr",
        *,
        audience: str = "soignant",
    ) -> str:
        """Return the assessment of one visit in words, for a health professional.

        Raises
        ------
        CallError
            If the audience gets aggregates only, or does not exist.
        """
        return self.assess(visit).explain(lang, audience=audience)  # type: ignore[arg-type]

    def _table(self, frame: Frame) -> ScoreTable:
        """Run the program; a rejected visit has no result."""
        lanes, verdicts = self._engine.run(frame)
        return ScoreTable(self.reader, frame, lanes, verdicts)


def _rebuild(bundle: Bundle) -> Scorer:
    program, _ = link(bundle)
    if program is None:  # pragma: no cover - it was compiled before it travelled
        raise CallError(
            diagnose("IRDP-C001", name=bundle.root.document.reference, known=())
        )
    return Scorer(Definition(bundle, program))
