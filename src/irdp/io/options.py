"""What a run over files is told beside the files: kept in its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from irdp.io.inputs import Reading

if TYPE_CHECKING:
    from irdp.text import Lang


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is told beside its files.

    Parameters
    ----------
    key
        The column that tells rows apart in the output; None for `id_visite` where
        there is one, else the number of the line.
    carry
        Further columns of the input to copy to the output.
    absent
        Items whose column is known to be absent.
    protect
        Whether texts that a spreadsheet would take for a formula are disarmed.
    lang
        The language of the reasons in the reject file.
    reading
        What is said of the input files.
    """

    key: str | None = None
    carry: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    protect: bool = True
    lang: Lang = "fr"
    reading: Reading = field(default_factory=Reading)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as a manifest keeps them."""
        return {
            "key": self.key,
            "carry": list(self.carry),
            "absent": sorted(self.absent),
            "protect": self.protect,
            "lang": self.lang,
            "rename": dict(self.reading.rename),
            "encoding": self.reading.encoding,
            "separator": self.reading.separator,
            "day_first": self.reading.day_first,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Options:
        """Return the options that `to_dict` gave."""
        return cls(
            key=plain["key"],
            carry=tuple(plain["carry"]),
            absent=tuple(plain["absent"]),
            protect=plain["protect"],
            lang=plain["lang"],
            reading=Reading(
                plain["rename"],
                plain["encoding"],
                plain["separator"],
                plain["day_first"],
            ),
        )
