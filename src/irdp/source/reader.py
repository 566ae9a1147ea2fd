"""Reading a definition: the restricted YAML of the language, with places."""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

import yaml

from irdp.errors import DefinitionError, Diagnostic
from irdp.source.builder import MAX_FAULTS, Builder, Stop
from irdp.source.characters import blanked, character_faults, split_lines
from irdp.source.encoding import decode
from irdp.source.syntax import BAD_ESCAPE, syntax_fault
from irdp.source.tree import Places, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

_NESTED = "maximum nesting depth"


def read_text(text: str | bytes, name: str) -> Source:
    """Return the tree of one definition, with the place of each of its values.

    The YAML accepted is a strict subset: one document whose top is a mapping, YAML
    1.2 words, exact decimal numbers, text keys; no anchor, alias, merge key, tag,
    directive, duplicate key, tab or invisible character; at most 1 MiB, 32 levels
    and 200 000 events.

    Parameters
    ----------
    text
        The content of the file; bytes are UTF-8.
    name
        The file name shown in places.

    Returns
    -------
    Source
        The tree, its places, and the warnings.

    Raises
    ------
    DefinitionError
        With every fault found; a syntax fault ends the reading.

    Examples
    --------
    >>> read_text("version: 1.10", "demo.yaml").value
    {'version': Decimal('1.10')}
    """
    return read_with(
        getattr(yaml, "CSafeLoader", yaml.SafeLoader), decode(text, name), name
    )


def read_with(loader_class: type[yaml.SafeLoader], text: str, name: str) -> Source:
    """Return the tree of `text` as read by the C or by the Python parser."""
    given = text
    refused = list(islice(character_faults(text, name), MAX_FAULTS))
    if refused:
        lines = split_lines(text)
        if any(_spoils_indentation(fault, lines) for fault in refused):
            raise DefinitionError(*refused)
        # Same length, so that the columns of later faults hold.
        text = blanked(text).replace("\t", " ")
    lines = split_lines(text)
    loader = loader_class(text)
    builder = Builder(loader, lines, name)
    value: object = None
    try:
        value = builder.document()
    except Stop:
        pass
    except yaml.YAMLError as error:
        deep = _NESTED in str(getattr(error, "problem", ""))
        if deep and loader_class is not yaml.SafeLoader:
            # Newer C parsers give up ahead of the level that is one too many.
            return read_with(yaml.SafeLoader, given, name)
        builder.faults.append(syntax_fault(error, lines, name))
    except (ValueError, OverflowError):
        # The Python parser passes escapes beyond Unicode on to `chr`.
        mark = getattr(loader, "get_mark", _no_mark)()
        beyond = yaml.MarkedYAMLError(problem=BAD_ESCAPE, problem_mark=mark)
        builder.faults.append(syntax_fault(beyond, lines, name))
    finally:
        loader.dispose()
    faults = _together(refused, builder.faults)
    if faults:
        places = {fault.place for fault in faults}
        faults += [w for w in builder.warnings if w.place not in places]
        raise DefinitionError(*sorted(faults, key=attrgetter("place")))
    return Source(
        name=name,
        value=value,
        places=Places(name, builder.places),
        keys=Places(name, builder.keys),
        quoted=frozenset(builder.quoted),
        warnings=tuple(builder.warnings),
    )


def _no_mark() -> None:
    """Stand in for the mark that the C parser does not give."""


def _spoils_indentation(fault: Diagnostic, lines: Sequence[str]) -> bool:
    """Tell whether a tab makes the structure of the file a guess."""
    place = fault.place
    if place is None or fault.code != "IRDP-Y021":
        return False
    return not lines[place.line - 1][: place.column].strip(" \t-")


def _together(refused: list[Diagnostic], found: list[Diagnostic]) -> list[Diagnostic]:
    """Join both lists, without the faults that a refused character explains."""
    lines = {fault.place.line for fault in refused if fault.place}
    return refused + [
        fault
        for fault in found
        if not lines
        or fault.code not in {"IRDP-Y001", "IRDP-Y007"}
        or (fault.code == "IRDP-Y007" and fault.place and fault.place.line not in lines)
    ]
