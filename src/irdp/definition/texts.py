"""Texts: wording by item, laid over a questionnaire, with its own licence."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from irdp.definition.document import Document
from irdp.ops.grammar import Frozen, Label, Name, Reference


class ItemTexts(Frozen):
    """The wording of one item and of its options."""

    label: Label | None = None
    options: dict[str, Label] = Field(default_factory=dict)


class Texts(Document):
    """Wording for a questionnaire; it reaches no digest of scores."""

    format: Literal["irdp/texts/1"]
    for_questionnaire: Reference
    items: dict[Name, ItemTexts]
