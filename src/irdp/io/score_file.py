"""`score_file`: files of visits to one file of scores, streamed, whole or absent."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.errors import CallError, FileError, Place
from irdp.io import manifest as files
from irdp.io.atomic import atomic_writer, check_output
from irdp.io.inputs import STDIN, Reading
from irdp.io.options import Options
from irdp.io.progress import Meter
from irdp.io.rejects import RejectWriter
from irdp.io.report import Report
from irdp.io.restore import restored
from irdp.io.run import Run
from irdp.io.sinks import CsvSink, ParquetSink, Sink, format_of
from irdp.messages import diagnose
from irdp.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from irdp.io.progress import Watch
    from irdp.text import Lang

STDOUT = "-"


def score_file(  # noqa: PLR0913 - each says one thing about the job
    source: str | Path | Sequence[str | Path],
    output: str | Path,
    scorer: Scorer | Sequence[Scorer],
    *,
    rejects: str | Path | None = None,
    key: str | None = None,
    rename: Mapping[str, str] | None = None,
    carry: Collection[str] = (),
    overwrite: bool = False,
    absent: Collection[str] = (),
    encoding: str | None = None,
    separator: str | None = None,
    day_first: bool | None = None,
    protect: bool = True,
    progress: Watch | None = None,
    lang: Lang = "fr",
) -> Report:
    r"""Score one or several files of visits into one file, in bounded memory.

    Rows that fit the header and are accepted by every scorer are scored; all others
    are rejected, each once, and go to `rejects` as they stood, with the reason. The
    output takes its name when everything is written; beside it stand its manifest
    (``.manifest.json``) and, for CSV, where its results come from
    (``.provenance.json``). A rerun of the same job does nothing.

    Parameters
    ----------
    source
        One file or several: CSV, Parquet or Arrow (extra `arrow`); ``"-"`` reads CSV
        from the standard input. Several files have the same header.
    output
        ``.csv`` (written as the first input is, in UTF-8) or ``.parquet`` (extra
        `arrow`); ``"-"`` writes CSV to the standard output, without a manifest.
    scorer
        One scorer, or several: columns then have the id of each before their names.
    rejects
        Where rejected rows go; once corrected, the file is read as it is.
    key
        The column that stands first in the output; by default `id_visite` where
        there is one (an id that stands twice is rejected), else the line number.
    rename
        New names of columns by their names in the files.
    carry
        Further columns to copy to the output.
    overwrite
        Whether files that are there may be replaced.
    absent
        Items whose column is known to be absent.
    encoding, separator
        How the CSV files are written, instead of detecting it.
    day_first
        Whether dates are ``JJ/MM/AAAA`` (ISO dates are read in any case); None: where
        commas do not separate cells.
    protect
        Whether texts that a spreadsheet would take for a formula are disarmed.
    progress
        Called with a `Progress` twice a second at the most.
    lang
        The language of the reasons in the reject file.

    Returns
    -------
    Report
        Counts; ``read = scored + rejected`` was verified.

    Raises
    ------
    FileError
        Where a file cannot be read or written, or the output exists and is of
        another job.
    CallError
        Where columns lack or repeat, or a name does not exist.

    Examples
    --------
    >>> import irdp, tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "visites.csv").write_text("id_visite;WAI1\n7;4\n8;11\n")
    >>> score_file(folder / "visites.csv", folder / "s.csv", irdp.load("was@1.0.0"))
    Report(2 read = 1 scored + 1 rejected)
    """
    options = Options(
        key=key,
        carry=tuple(carry),
        absent=tuple(absent),
        protect=protect,
        lang=lang,
        reading=Reading(dict(rename or {}), encoding, separator, day_first),
    )
    job = _Job(source, output, scorer, rejects, options)
    if job.output == STDOUT:
        return job.to_stdout(progress)
    return job.to_file(progress, overwrite=overwrite)


class _Job:
    """Some inputs, an output, and what is done to them."""

    def __init__(
        self,
        source: str | Path | Sequence[str | Path],
        output: str | Path,
        scorer: Scorer | Sequence[Scorer],
        rejects: str | Path | None,
        options: Options,
    ) -> None:
        many = [source] if isinstance(source, str | Path) else list(source)
        self.paths = [str(path) for path in many]
        self.scorers = [scorer] if isinstance(scorer, Scorer) else list(scorer)
        if not self.paths or not self.scorers:
            raise CallError(diagnose("IRDP-F028"))
        if STDIN in self.paths and len(self.paths) > 1:
            raise CallError(diagnose("IRDP-F029"))
        self.output = str(output)
        self.rejects = None if rejects is None else str(rejects)
        self.options = options
        self.format = format_of(self.output)

    def to_stdout(self, progress: Watch | None) -> Report:
        """Score to the standard output; only the rejects are a file."""
        run = Run(self.paths, self.scorers, self.options)
        stream = files.Digested(sys.stdout.buffer)
        with ExitStack() as stack:
            stack.callback(run.close)
            rejects, _ = self._reject_writer(stack, run, overwrite=False)
            sink = self._sink(stream, run)
            report = run.execute(sink, rejects, Meter(progress, len(self.paths)))
        stream.flush()
        return replace(report, output=STDOUT, rejects=self.rejects)

    def to_file(self, progress: Watch | None, *, overwrite: bool) -> Report:
        """Score to a file, unless the same job was done before."""
        job = None if STDIN in self.paths else self._described()
        known, ours = self._known(overwrite=overwrite), False
        if job is not None and known is not None:
            ours = known.get("job") == job
            if files.is_done(known, job, self._targets()):
                return restored(known, self.output, self.rejects)
        self._check(overwrite=overwrite, ours=ours)
        run = Run(self.paths, self.scorers, self.options)
        with ExitStack() as stack:
            stack.callback(run.close)
            # Left in the reverse order: the output takes its name last.
            raw = stack.enter_context(
                atomic_writer(self.output, overwrite, inputs=self.paths)
            )
            again = overwrite or ours
            rejects, rejected = self._reject_writer(stack, run, overwrite=again)
            stream = files.Digested(raw)
            sink = self._sink(stream, run)
            report = run.execute(sink, rejects, Meter(progress, len(self.paths)))
            report = replace(report, output=self.output, rejects=self.rejects)
            if job is not None:
                self._unchanged(job)
            fresh = known is None and not overwrite
            written = {"output": stream}
            if rejected is not None:
                written["rejects"] = rejected
            self._publish(job, report, written, fresh=fresh, again=overwrite)
        return report

    def digest(self, progress: Watch | None) -> str:
        """Score to nowhere; return the digest of what would have been written."""
        run = Run(self.paths, self.scorers, self.options)
        stream = files.Digested(None)
        run.execute(self._sink(stream, run), None, Meter(progress, len(self.paths)))
        return stream.digest

    def _described(self) -> dict[str, Any]:
        options = self.options.to_dict() | {
            "format": self.format,
            "rejects": self.rejects is not None,
        }
        return files.job_of(self.paths, self.output, self.scorers, options)

    def _known(self, *, overwrite: bool) -> dict[str, Any] | None:
        """Return the manifest that is there; a damaged one may be overwritten."""
        try:
            return files.read_manifest(self.output)
        except FileError:
            if not overwrite:
                raise
        return None

    def _targets(self) -> dict[str, str | None]:
        return {"output": self.output, "rejects": self.rejects}

    def _check(self, *, overwrite: bool, ours: bool) -> None:
        """Refuse before anything is read what could not be written in the end."""
        inputs = [path for path in self.paths if path != STDIN]
        check_output(self.output, overwrite=overwrite, inputs=inputs)
        if self.rejects is not None:
            again = overwrite or ours
            targets = [*inputs, self.output]
            check_output(self.rejects, overwrite=again, inputs=targets)

    def _reject_writer(
        self, stack: ExitStack, run: Run, *, overwrite: bool
    ) -> tuple[RejectWriter | None, files.Digested | None]:
        if self.rejects is None:
            return None, None
        targets = [*self.paths, self.output]
        raw = stack.enter_context(
            atomic_writer(self.rejects, overwrite, inputs=targets)
        )
        stream = files.Digested(raw)
        names, dialect = run.first.names, run.first.dialect
        writer = RejectWriter(stream, names, dialect, lang=self.options.lang)  # type: ignore[arg-type]
        return writer, stream

    def _sink(self, stream: files.Digested, run: Run) -> Sink:
        if self.format == "parquet":
            text = json.dumps(files.provenance_of(self.scorers), ensure_ascii=False)
            return ParquetSink(stream, run.types, run.kept_types(), {"irdp": text})
        names, dialect = list(run.types), run.first.dialect
        return CsvSink(stream, names, dialect, protect=self.options.protect)

    def _unchanged(self, job: Mapping[str, Any]) -> None:
        """Refuse inputs that changed while they were read."""
        for path, known in zip(self.paths, job["inputs"], strict=True):
            if files.file_digest(path) != known["digest"]:
                raise FileError(diagnose("IRDP-F022", Place(path)))

    def _publish(
        self,
        job: Mapping[str, Any] | None,
        report: Report,
        written: Mapping[str, files.Digested],
        *,
        fresh: bool,
        again: bool,
    ) -> None:
        """Write the manifest before the output takes its name.

        A run that is killed in between finds its own manifest again, and finishes;
        of two runs at once the later one finds the name taken, and stops.
        """
        path = files.beside(self.output, files.MANIFEST)
        if job is None:
            # Read from the standard input: there is nothing to compare a rerun with.
            path.unlink(missing_ok=True)
        else:
            content = files.manifest_of(job, report, written)
            if not again:
                check_output(self.output)
            files.write_json(path, content, overwrite=not fresh)
        if self.format == "csv":
            path = files.beside(self.output, files.SIDECAR)
            files.write_json(path, files.provenance_of(self.scorers), overwrite=True)


def remade(
    job: Mapping[str, Any],
    paths: Sequence[str],
    scorers: Sequence[Scorer],
    progress: Watch | None,
) -> str:
    """Return the digest of the output that a job of a manifest gives now."""
    options = job["options"]
    again = _Job(
        paths, f"out.{options['format']}", scorers, None, Options.from_dict(options)
    )
    return again.digest(progress)
