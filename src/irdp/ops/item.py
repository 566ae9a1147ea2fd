"""One item as the engine sees it: its domain and the texts that stand for its codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from irdp.ops.lanes import Domain, State


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """What is needed to read the raw answers of one item.

    Parameters
    ----------
    id
        The item's id: the key of a mapping, the column of a table.
    domain
        Its codes.
    states
        The texts declared for `refused`, `unknown` and `not_applicable`.
    aliases
        Declared aliases: text to code (of a value, for choice and boolean items).
    exclusive
        Bit mask of the options of a `multiple` item that allow no other beside them.
    optional
        Whether the whole column may be absent.
    may_skip
        Whether a visit can have it not_applicable.
    gate
        What identifies the condition under which it is shown ("" for always).
    asked
        Whether it is asked of the person (not read from the record or derived).
    """

    id: str
    domain: Domain
    states: Mapping[str, State] = field(default_factory=dict)
    aliases: Mapping[str, int] = field(default_factory=dict)
    exclusive: int = 0
    optional: bool = False
    may_skip: bool = False
    gate: str = ""
    asked: bool = True
