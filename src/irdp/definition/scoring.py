"""The scoring: how a questionnaire is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from irdp.definition.calibration_block import CalibrationBlock
from irdp.definition.document import Derived, Document
from irdp.definition.revision import revised
from irdp.definition.tree import tree
from irdp.definition.write import definition_text
from irdp.errors import CallError, FileError
from irdp.messages import CATALOGUE, diagnose
from irdp.ops.grammar import Reference
from irdp.ops.operations import AnyScore
from irdp.ops.tables import Table


class Scoring(Document):
    """Scores, missing rules, bands and tables, in written order."""

    format: Literal["irdp/scoring/1"]
    questionnaire: Reference
    invalid_answers: Literal["reject", "missing"] = "reject"
    tables: tuple[Table, ...] = ()
    scores: Annotated[tuple[AnyScore, ...], Field(min_length=1)]
    derived_from: Derived | None = None
    calibration: CalibrationBlock | None = None

    def revise(
        self,
        *,
        version: str,
        status: str = "research",
        operations: Iterable[Mapping[str, Any]] = (),
        bands: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
        calibration: Mapping[str, Any] | None = None,
    ) -> Scoring:
        """Return the next version; this one does not change.

        Parameters
        ----------
        version
            Higher than this one; `irdp.review.diff` says the least allowed.
        status
            Of the new version.
        operations
            Scores in the language of definitions, such as `Recalibration.operations`.
            One with the id of a score takes its place and keeps its direction, level
            and, for a risk, title, outcome, horizon and population; another stands
            last.
        bands
            New cut-offs by band score, such as `{"level": bands.as_list}`; labels and
            `detected` stay by band id, sources go.
        calibration
            The block, from `irdp.calibration.record`; a lineage that does not begin
            with ``derive`` continues that of this version.

        Raises
        ------
        CallError
            ``IRDP-K092`` the version is not higher · ``IRDP-K093`` no such band score
            · ``IRDP-K094`` the result is no scoring.

        Notes
        -----
        Checked as a document here; names and ranges are checked when it is compiled:
        `irdp.recalibration.scorer_of`.
        """
        made = revised(
            self,
            version=version,
            status=status,
            operations=operations,
            bands=bands,
            calibration=calibration,
        )
        try:
            return Scoring.model_validate(made)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            faults = [
                diagnose(e["type"], **(e.get("ctx") or {}))
                for e in found
                if e["type"] in CATALOGUE
            ]
            names = [".".join(map(str, e["loc"])) for e in found]
            raise CallError(diagnose("IRDP-K094", names=names), *faults) from None

    @property
    def file_name(self) -> str:
        """The name of its file, as a catalogue looks for it."""
        return f"scoring-{self.id}-{self.version}.yaml"

    def to_yaml(self) -> str:
        """Return the text of its file: reading it gives an equal scoring."""
        return definition_text(tree(self))

    def write(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the scoring as YAML: into a folder under its own name, or to a file.

        A path that ends in ``.yaml`` or ``.yml`` is a file; any other is a folder,
        made where it does not exist.

        Raises
        ------
        CallError
            ``IRDP-K095`` the file exists: a version that is written never changes.
        FileError
            ``IRDP-K082`` the file cannot be written.
        """
        target = Path(path)
        into = target.is_dir() or target.suffix.lower() not in {".yaml", ".yml"}
        text = self.to_yaml()
        try:
            if into:
                target.mkdir(parents=True, exist_ok=True)
                target /= self.file_name
            with target.open(
                "w" if overwrite else "x", encoding="utf-8", newline="\n"
            ) as file:
                file.write(text)
        except FileExistsError:
            raise CallError(diagnose("IRDP-K095", name=target.name)) from None
        except OSError as error:
            raise FileError(diagnose("IRDP-K082", name=target.name)) from error
        return target
