"""From YAML events to a plain tree with places; faults are collected, not raised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from irdp.errors import Diagnostic, Place
from irdp.messages import diagnose
from irdp.source.characters import NBSP, forbidden, nfc, overloaded, refusal, shown
from irdp.source.scalars import Scalar, plain
from irdp.source.syntax import explain
from irdp.source.tree import TreePath, pack

if TYPE_CHECKING:
    from collections.abc import Sequence


MAX_DEPTH = 32
MAX_EVENTS = 200_000
MAX_FAULTS = 100
_COLON = re.compile(r"[ ]*:")
_GLUED = re.compile(r"[|>][-+0-9]*#")
_HASH = re.compile(r"([ ]+)#(.?)")
_STANDARD_TAG = "tag:yaml.org,2002:"


class Stop(Exception):  # noqa: N818 - it ends a reading whose faults are kept apart
    """Nothing more of this file can be read with profit."""


class Builder:
    """Reads the events of one file.

    Events, marks and loaders are typed `Any`: the two parsers share no type.

    Parameters
    ----------
    loader
        A PyYAML loader, used for its events only.
    lines
        The lines of the text the loader reads.
    name
        The file name shown in places.
    """

    def __init__(self, loader: Any, lines: Sequence[str], name: str) -> None:
        self._loader = loader
        self._lines = lines
        self._name = name
        self._count = 0
        self.places: dict[TreePath, int] = {}
        self.keys: dict[TreePath, int] = {}
        self.quoted: set[TreePath] = set()
        self.faults: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def document(self) -> object:
        """Return the tree of the only document."""
        self._next()
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            self._fatal("IRDP-Y001", Place(self._name, 1, 1))
        if start.version or start.tags:
            self._fault("IRDP-Y016", Place(self._name, 1, 1))
        root = self._next()
        self._check_top(root)
        value = self._node(root, (), 1)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._fatal("IRDP-Y003", self._place(after.start_mark))
        return value

    def _check_top(self, root: yaml.Event) -> None:
        if isinstance(root, yaml.MappingStartEvent):
            return
        place = self._place(root.start_mark)
        if isinstance(root, yaml.ScalarEvent):
            if not root.value and not root.style and not root.anchor and not root.tag:
                self._fatal("IRDP-Y001", place)
            found_fr, found_en = "un texte", "a text"
        else:
            found_fr, found_en = "une liste", "a list"
        if not isinstance(root, yaml.AliasEvent):
            self._refuse_properties(root)
        self._fatal("IRDP-Y002", place, found_fr=found_fr, found_en=found_en)

    def _next(self) -> Any:
        event = self._loader.get_event()
        self._count += 1
        if self._count > MAX_EVENTS:
            self._fatal("IRDP-Y014", self._place(event.start_mark), limit=MAX_EVENTS)
        return event

    def _place(self, mark: Any) -> Place:
        return Place(self._name, mark.line + 1, mark.column + 1)

    def _add(self, fault: Diagnostic) -> None:
        self.faults.append(fault)
        if len(self.faults) >= MAX_FAULTS:
            self.faults.append(diagnose("IRDP-Y015", fault.place, limit=MAX_FAULTS))
            raise Stop

    def _fault(self, code: str, place: Place, **params: object) -> None:
        self._add(diagnose(code, place, **params))

    def _fatal(self, code: str, place: Place, **params: object) -> None:
        self._fault(code, place, **params)
        raise Stop

    def _node(self, event: Any, path: TreePath, depth: int) -> object:
        mark = event.start_mark
        self.places[path] = pack(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            name = f"*{shown(event.anchor or '')}"
            self._fault("IRDP-Y006", self._place(mark), name=name)
            return None
        self._refuse_properties(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if depth > MAX_DEPTH:
            self._fatal("IRDP-Y005", self._place(mark), limit=MAX_DEPTH)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        items: list[object] = []
        while not isinstance(child := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(child, (*path, len(items)), depth + 1))
        return items

    def _refuse_properties(self, event: Any) -> None:
        if not event.anchor and not event.tag:
            return
        place = self._place(event.start_mark)
        if event.anchor:
            self._fault("IRDP-Y006", place, name=f"&{shown(event.anchor)}")
        if event.tag:
            tag = event.tag
            if tag.startswith(_STANDARD_TAG):
                tag = "!!" + tag.removeprefix(_STANDARD_TAG)
            self._fault("IRDP-Y008", place, name=shown(tag))

    def _mapping(self, path: TreePath, depth: int) -> dict[str, object]:
        mapping: dict[str, object] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            mark = event.start_mark
            key = self._key(event, path, depth)
            if key is None:
                self._node(self._next(), (*path, "?"), depth + 1)
                continue
            child = (*path, key)
            line = mark.line + 1
            first = lines.setdefault(key, line)
            if key in mapping:
                params = {"name": shown(key), "first": first, "second": line}
                self._fault("IRDP-Y009", self._place(mark), **params)
            self.keys[child] = pack(line, mark.column + 1)
            value = self._next()
            self._refuse_bare(event, value)
            mapping[key] = self._node(value, child, depth + 1)
        return mapping

    def _key(self, event: Any, path: TreePath, depth: int) -> str | None:
        """Return the text of a key, or None where it is refused."""
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self._fault("IRDP-Y011", self._place(event.start_mark))
            self._node(event, (*path, "?"), depth + 1)
            return None
        self._refuse_properties(event)
        text = event.value
        if text == "<<" and not event.style:
            self._fault("IRDP-Y006", self._place(event.start_mark), name="<<")
            return None
        if not text.isascii() and not NBSP.isdisjoint(text):
            self._fault("IRDP-Y012", self._place(event.start_mark), name=shown(text))
        return self._text(event)

    def _refuse_bare(self, key: Any, value: Any) -> None:
        """Refuse a key without a colon, such as the 5 of ``{a: 2,5}``."""
        if isinstance(value, yaml.ScalarEvent) and not value.value and not value.style:
            end = key.end_mark
            if not _COLON.match(self._lines[end.line], end.column):
                place = self._place(key.start_mark)
                self._fault("IRDP-Y010", place, name=shown(key.value))

    def _text(self, event: Any) -> str:
        text: str = event.value
        if event.style != '"' and text.isascii():
            return text
        char = overloaded(text)
        if not char and event.style == '"' and (found := forbidden(text)):
            char = found.group()
        if char:
            self._add(refusal(char, self._place(event.start_mark)))
            return ""
        return nfc(text)

    def _scalar(self, event: Any, path: TreePath) -> Scalar:
        text = self._text(event)
        if event.style:
            self.quoted.add(path)
            self._refuse_glued_header(event)
            return text
        value = plain(text)
        if isinstance(value, str):
            self._warn_hash(event)
            if event.end_mark.line > event.start_mark.line:
                self._refuse_swallowed(event)
        return value

    def _refuse_glued_header(self, event: Any) -> None:
        """Refuse ``|#…``, which only one of the parsers takes for a block."""
        mark = event.start_mark
        if event.style in "|>" and _GLUED.match(self._lines[mark.line], mark.column):
            self._add(explain("start", self._place(mark), char=event.style))

    def _refuse_swallowed(self, event: Any) -> None:
        """Refuse a list element that, badly aligned, is read as the text above it."""
        for number in range(event.start_mark.line + 1, event.end_mark.line + 1):
            line = self._lines[number]
            bare = line.lstrip(" ")
            if bare.startswith("- "):
                column = len(line) - len(bare) + 1
                self._fault("IRDP-Y017", Place(self._name, number + 1, column))

    def _warn_hash(self, event: Any) -> None:
        """Warn where a comment after a text looks like a part of it."""
        end = event.end_mark
        line = self._lines[end.line]
        found = _HASH.match(line, end.column)
        if not found or len(self.warnings) >= MAX_FAULTS:
            return
        if len(found[1]) == 1 or found[2] not in {"", " ", "#"}:
            place = Place(self._name, end.line + 1, found.end(1) + 1)
            self.warnings.append(diagnose("IRDP-Y020", place))
