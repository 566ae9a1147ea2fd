"""One pass over files of visits: encode, set rejects apart, score, write, count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError, FileError, Place
from irdp.io.identifiers import suspect_columns
from irdp.io.inputs import Input
from irdp.io.outputs import output_types, prefixes
from irdp.io.rejects import RejectReason
from irdp.io.row_checks import VISIT_ID, Faults, RowChecks
from irdp.io.seen import MOST
from irdp.io.tables import TableSource
from irdp.io.tally import Tally
from irdp.messages import diagnose, suggest
from irdp.results.layout import TEXT, WHOLE
from irdp.results.validity import validity_notes

if TYPE_CHECKING:
    from irdp.io.inputs import Rows
    from irdp.io.options import Options
    from irdp.io.progress import Meter
    from irdp.io.rejects import RejectWriter
    from irdp.io.report import Report
    from irdp.io.sinks import Sink
    from irdp.ops.lanes import Bools
    from irdp.scorer import Scorer
    from irdp.visits.frame import Frame

LINE, FILE = "ligne", "fichier"


class Run:
    """One pass over some files.

    Parameters
    ----------
    paths
        The files, in order; the first is opened at once.
    scorers
        What scores the visits; a visit is rejected where one of them rejects it.
    options
        How.

    Attributes
    ----------
    first
        The first file, open.
    types
        The columns of the output and what each holds, the key first.
    """

    def __init__(
        self, paths: Sequence[str], scorers: Sequence[Scorer], options: Options
    ) -> None:
        self._paths = paths
        self._options = options
        self._scorers = list(zip(scorers, prefixes(scorers), strict=True))
        self._known = [_names(s) for s in scorers]
        self._check_absent(options.absent)
        self._tally = Tally()
        for scorer in scorers:
            self._tally.notes(validity_notes(scorer.compiled))
        self._reasons: dict[tuple[str, str], RejectReason] = {}
        self._read = self._blank = 0
        self.first = self._open(paths[0])
        self._ids = self._key_columns(self.first.columns)
        self._checks = RowChecks(self._ids, scorers, options.lang)
        try:
            self.types = self._types()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the first file, where it was never read."""
        self.first.close()

    def _open(self, path: str) -> Input:
        opened = Input(path, self._options.reading)
        try:
            if opened.path != self._paths[0]:
                self._check_alike(opened)
            self._check_copied(opened)
            empty: dict[str, list[str]] = {n: [] for n in opened.columns if n}
            for frame in self._frames(empty, flat=False):
                self._tally.notes(frame.notes)
        except BaseException:
            opened.close()
            raise
        return opened

    def _check_copied(self, opened: Input) -> None:
        """Refuse a file without the columns that are to be copied."""
        for name in [self._options.key, *self._options.carry]:
            if name and name not in opened.columns:
                known = suggest(name, [c for c in opened.columns if c])
                place = Place(opened.path)
                raise CallError(diagnose("IRDP-F021", place, name=name, hint=known))

    def _check_alike(self, opened: Input) -> None:
        """Refuse a further file that the reject file could not hold beside the first."""
        first = self.first
        marks = [getattr(x.dialect, "separator", "") for x in (first, opened)]
        if opened.names != first.names or marks[0] != marks[1]:
            place = Place(opened.path)
            raise FileError(diagnose("IRDP-F026", place, name=first.path))

    def _check_absent(self, absent: Sequence[str]) -> None:
        known = sorted(set().union(*self._known))
        for name in absent:
            if name not in known:
                near = suggest(name, known)
                raise CallError(
                    diagnose("IRDP-C027", name=name, known_fr=near.fr, known_en=near.en)
                )

    def _key_columns(self, columns: Sequence[str]) -> tuple[str, ...]:
        if self._options.key:
            return (self._options.key,)
        if VISIT_ID in columns:
            return (VISIT_ID,)
        return (FILE, LINE) if len(self._paths) > 1 else (LINE,)

    def _types(self) -> dict[str, str]:
        made = {FILE: TEXT, LINE: WHOLE} if self._ids[-1] == LINE else {}
        kept = dict.fromkeys([*self._ids, *self._options.carry], TEXT)
        types = {name: made.get(name, kind) for name, kind in kept.items()}
        for scorer, prefix in self._scorers:
            more = output_types(scorer, prefix)
            for name in more:
                if name in types:
                    raise CallError(diagnose("IRDP-F027", name=name))
            types |= more
        return types

    def kept_types(self) -> dict[str, Any]:
        """Return the Arrow types of the columns that are copied, where they have some."""
        if not isinstance(self.first.source, TableSource):
            return {}
        wanted = {*self._ids, *self._options.carry}
        return {f.name: f.type for f in self.first.source.schema if f.name in wanted}

    def execute(self, sink: Sink, rejects: RejectWriter | None, meter: Meter) -> Report:
        """Read every file to its end; write the visits scored and those rejected.

        Raises
        ------
        FileError
            Where a file cannot be read, or rows were lost on the way (IRDP-F023).
        """
        opened: Input | None = self.first
        for k, path in enumerate(self._paths):
            opened = self.first if k == 0 else self._open(path)
            try:
                for at, rows in enumerate(opened):
                    if at == 0:
                        self._suspect(rows)
                    self._chunk(opened, rows, sink, rejects)
                    rejected = self._tally.rejected
                    done = self._read + opened.read
                    meter.tick(k, opened, read=done, rejected=rejected)
                self._tally.notes(opened.warnings())
            finally:
                opened.close()
            self._read += opened.read
            self._blank += opened.blank
        sink.close()
        if self._checks.full:
            self._tally.notes([diagnose("IRDP-D064", most=MOST)])
        report = self._tally.report(read=self._read, blank=self._blank)
        if report.read != report.scored + report.rejected:
            raise FileError(diagnose("IRDP-F023", Place(self._paths[0])))
        return report

    def _suspect(self, rows: Rows) -> None:
        """Look for identifiers of persons among the first rows of a file."""
        known = set().union(*self._known)
        key = self._ids[0]
        self._tally.notes(suspect_columns(rows.columns, key=key, known=known))

    def _chunk(
        self, opened: Input, rows: Rows, sink: Sink, rejects: RejectWriter | None
    ) -> None:
        self._tally.bad(rows.bad)
        frames = self._frames(rows.columns, flat=opened.flat)
        odd = self._checks.faults(rows)
        out = np.zeros(len(rows), np.bool_)
        for frame in frames:
            out |= frame.rejected
            self._tally.frame(frame)
        out[list(odd)] = True
        for reason in chain.from_iterable(odd.values()):
            self._tally.fault(reason.column, reason.code, 1)
        self._tally.answers({n: c for f in frames for n, c in f.codes.items()})
        self._tally.keep(out)
        if rejects is not None:
            self._reject(rows, frames, out, odd, rejects)
        keep = ~out
        columns = self._copied(opened, rows, keep)
        whole = not out.any()
        for (scorer, prefix), frame in zip(self._scorers, frames, strict=True):
            part = frame if whole else frame.take(np.flatnonzero(keep))
            table = scorer.score(part)
            found = table.coded_columns()
            self._tally.results(table, found, prefix)
            columns |= {prefix + name: column for name, column in found.items()}
        sink.write(columns)

    def _frames(self, columns: Mapping[str, Any], *, flat: Any) -> list[Frame]:
        """Encode the columns for each scorer; one's items are no surprise to another."""
        kept = {self._options.key, VISIT_ID, *self._options.carry}
        everyone = set().union(*self._known)
        frames = []
        for (scorer, _), known in zip(self._scorers, self._known, strict=True):
            others = (everyone | kept) - known
            mine = {n: c for n, c in columns.items() if n not in others}
            absent = [n for n in self._options.absent if n in known]
            if not mine:
                mine = {n: _blank(columns) for n in scorer.items[:1]}
            frames.append(scorer.encode(mine, absent=absent, flat=flat))
        return frames

    def _copied(self, opened: Input, rows: Rows, keep: Bools) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name in [*self._ids, *self._options.carry]:
            if name == LINE and LINE in self._ids and self._ids[-1] == LINE:
                out[name] = rows.lines[keep]
            elif name == FILE and FILE in self._ids:
                out[name] = [Path(opened.path).name] * int(np.count_nonzero(keep))
            else:
                out[name] = _kept(rows.columns[name], keep)
        return out

    def _reject(
        self,
        rows: Rows,
        frames: Sequence[Frame],
        out: Bools,
        odd: Faults,
        rejects: RejectWriter,
    ) -> None:
        """Write the rejected rows of a chunk in the order of the file."""
        bad = list(rows.bad)
        for i in np.flatnonzero(out).tolist():
            line = int(rows.lines[i])
            while bad and bad[0].line < line:
                rejects.write_bad(bad.pop(0))
            reasons = [
                self._reason(issue.item, issue.code)
                for frame in frames
                for issue in frame.issues.for_row(i)
                if issue.severity == "error"
            ]
            unique = list(dict.fromkeys([*reasons, *odd.get(i, ())]))
            rejects.write_row(rows.row(i), line=line, reasons=unique)
        for row in bad:
            rejects.write_bad(row)

    def _reason(self, item: str, code: str) -> RejectReason:
        found = self._reasons.get((item, code))
        if found is None:
            back = {new: old for old, new in self._options.reading.rename.items()}
            words = diagnose(code, item=item, column=item).message
            found = RejectReason(
                code, words.get(self._options.lang), back.get(item, item)
            )
            self._reasons[item, code] = found
        return found


def _names(scorer: Scorer) -> set[str]:
    """Return the items of a scorer and of the questionnaires it reads."""
    bundle = scorer.compiled.bundle
    asked = {i.id for f in bundle.questionnaires.values() for i in f.document.items}
    return asked | set(scorer.items)


def _blank(columns: Mapping[str, Any]) -> list[None]:
    return [None] * len(next(iter(columns.values()), ()))


def _kept(column: Any, keep: Bools) -> Any:
    if keep.all():
        return column
    if isinstance(column, list):
        return list(compress(column, keep.tolist()))
    return column.filter(keep)
