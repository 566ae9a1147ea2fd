"""The definitions of the indicators, read from their versioned file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from irdp.errors import DefinitionError
from irdp.messages import diagnose
from irdp.shipped import shipped_folder
from irdp.source import read_file
from irdp.text import Text

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

SHIPPED = Path("indicators") / "indicators-cpom-1.0.0.yaml"
FORMAT = "irdp/indicators/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: the words it answers to, what is counted, what to beware of."""

    id: str
    axis: str
    kind: str
    label: Text
    quote: str
    seed: str
    in_seed: bool
    numerator: Text
    denominator: Text
    traps: Text
    variants: Mapping[str, Text]
    manual: Mapping[str, Text]
    codes: str = ""
    break_on: date | None = None
    break_note: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """All indicators of one version, their parameters and code lists.

    Parameters
    ----------
    id, version
        What the file calls itself.
    digest
        SHA-256 of the file, hexadecimal: two tables agree only if theirs do.
    """

    id: str
    version: str
    digest: str
    title: Text
    parameters: Mapping[str, int | tuple[int, ...]]
    axes: Mapping[str, Text]
    codes: Mapping[str, Mapping[str, Text]]
    indicators: Mapping[str, Indicator]

    def number(self, name: str) -> int:
        """Return a parameter that is one number."""
        value = self.parameters[name]
        return value[0] if isinstance(value, tuple) else value

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return a parameter that is a list of numbers."""
        value = self.parameters[name]
        return value if isinstance(value, tuple) else (value,)

    def label(self, codes: str, code: str) -> Text:
        """Return the wording of a code, the code itself where there is none."""
        return self.codes.get(codes, {}).get(code) or Text(code)

    @property
    def reference(self) -> str:
        """What every row names: id, version and the head of the digest."""
        return f"{self.id}@{self.version} sha256:{self.digest[:16]}"


def read_definitions(
    file: str | os.PathLike[str] | None = None,
) -> Definitions:
    """Read the definitions of a file, those that come with the library if None.

    Raises
    ------
    DefinitionError
        Where the file is not one of indicators, or lacks something.

    Examples
    --------
    >>> definitions = read_definitions()
    >>> len(definitions.indicators), definitions.indicators["I08"].kind
    (27, 'A')
    """
    path = shipped_folder() / SHIPPED if file is None else Path(file)
    source = read_file(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        return _definitions(cast("Mapping[str, Any]", source.value), digest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DefinitionError(
            diagnose("IRDP-N023", file=path.name, what=error)
        ) from error


def _definitions(tree: Mapping[str, Any], digest: str) -> Definitions:
    if tree["format"] != FORMAT:
        raise ValueError(tree["format"])
    return Definitions(
        id=str(tree["id"]),
        version=str(tree["version"]),
        digest=digest,
        title=_text(tree["title"]),
        parameters={name: _numbers(v) for name, v in tree["parameters"].items()},
        axes={str(axis["id"]): _text(axis["label"]) for axis in tree["axes"]},
        codes={name: _texts(codes) for name, codes in tree["codes"].items()},
        indicators={str(i["id"]): _indicator(i) for i in tree["indicators"]},
    )


def _indicator(tree: Mapping[str, Any]) -> Indicator:
    until = tree.get("break_on")
    return Indicator(
        id=str(tree["id"]),
        axis=str(tree["axis"]),
        kind=str(tree["class"]),
        label=_text(tree["label"]),
        quote=str(tree["quote"]),
        seed=str(tree["seed"]),
        in_seed=bool(tree.get("in_seed", True)),
        numerator=_text(tree["numerator"]),
        denominator=_text(tree["denominator"]),
        traps=_text(tree["traps"]),
        variants=_texts(tree.get("variants", {})),
        manual=_texts(tree.get("manual", {})),
        codes=str(tree.get("codes", "")),
        break_on=None if until is None else date.fromisoformat(str(until)),
        break_note=_text(tree.get("break_note", {"fr": ""})),
    )


def _text(tree: Mapping[str, Any]) -> Text:
    return Text(str(tree["fr"]), str(tree.get("en", "")))


def _texts(tree: Mapping[str, Any]) -> dict[str, Text]:
    return {str(code): _text(text) for code, text in tree.items()}


def _numbers(value: Any) -> int | tuple[int, ...]:
    return (
        tuple(int(v) for v in value) if isinstance(value, list | tuple) else int(value)
    )
