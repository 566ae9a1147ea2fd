"""The scoring: how a questionnaire is read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from irdp.definition.document import Derived, Document
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
    calibration: dict[str, Any] | None = None
