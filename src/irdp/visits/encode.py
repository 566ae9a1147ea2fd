"""From raw visits to a `Frame`: one mapping, or a table of any library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from irdp.errors import CallError, ColumnsError, Diagnostic
from irdp.messages import diagnose, suggest
from irdp.visits.columns import Raw, open_column, open_table
from irdp.visits.flat import Flat
from irdp.visits.frame import Frame
from irdp.visits.intake import Intake, Origin, WholeColumn, column_of
from irdp.visits.issues import ERROR, WARNING, IssueBuilder, Issues
from irdp.visits.names import check_columns, listed, match, unknown_names
from irdp.visits.parse import Parser

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from irdp.ops.item import ItemSpec
    from irdp.visits.dense import DenseColumn

Invalid = Literal["reject", "missing"]


NO_ISSUES = IssueBuilder(()).build()


Faults = list[tuple[int, int, int]]
"""The position of an item, the number in ``IRDP-Dnnn``, the severity (1: error)."""
Row = tuple[list[int], Faults, tuple[Diagnostic, ...]]
"""One visit: its codes in the order of the items, its faults, what to say once."""


class Encoder:
    """Reads visits of the given items; built once, used for any number of tables.

    Parameters
    ----------
    items
        The items to be read.
    flat
        Whether, or how, numbers and dates are written out as texts (a flat file).
    invalid
        What an invalid answer does, for all items or for each: ``reject`` the visit
        (the default), or count as ``missing``, with a warning.
    known
        Further names that are no surprise (items of the questionnaire not read here).

    Raises
    ------
    CallError
        If `invalid` is neither of both words.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain, ItemType
    >>> encoder = Encoder([ItemSpec("pain", Domain(ItemType.INTEGER, 11))])
    >>> frame = encoder.table({"pain": [0, None, 11]})
    >>> frame, frame.codes["pain"]
    (Frame(3 visits, 1 items, 1 rejected, numpy), array([5, 0, 4], dtype=uint8))
    """

    __slots__ = (
        "_clean",
        "_ids",
        "_keys",
        "_known",
        "_matched",
        "_names",
        "_parsers",
        "_severity",
        "items",
    )

    def __init__(
        self,
        items: Sequence[ItemSpec],
        *,
        flat: bool | Flat = False,
        invalid: Invalid | Mapping[str, Invalid] = "reject",
        known: Collection[str] = (),
    ) -> None:
        form = flat if isinstance(flat, Flat) else Flat() if flat else None
        self.items = tuple(items)
        self._parsers = tuple(Parser(item, flat=form) for item in items)
        self._clean = tuple(parser.known for parser in self._parsers)
        self._ids = {item.id: k for k, item in enumerate(items)}
        self._names = self._keys = [*self._ids]
        self._known = frozenset(known)
        self._matched: tuple[list[str], Sequence[object], tuple[Diagnostic, ...]]
        self._matched = ([], [], ())
        self._severity = [_severity(item.id, invalid) for item in items]

    def row(self, visit: Mapping[str, object]) -> Row:
        """Return one visit without a frame around it; an absent key is missing.

        Raises
        ------
        ColumnsError
            If two keys are one name.
        CallError
            If `visit` is no mapping.
        """
        if type(visit) is not dict and not isinstance(visit, Mapping):
            raise CallError(diagnose("IRDP-C029", kind=type(visit).__name__))
        notes: tuple[Diagnostic, ...] = ()
        keys = [*visit]
        if keys == self._keys:  # every item and nothing else, in order
            answers = [*visit.values()]
            if self._keys is self._names and {*map(type, keys)} == {str}:
                self._keys = keys  # the caller's own: the same again are equal sooner
        else:
            names: Sequence[object] = self._names
            if not visit.keys() <= self._ids.keys():
                before, names, notes = self._matched
                if keys != before:
                    names, notes = self._match(visit, keys)
            answers = [*map(visit.get, names)]  # type: ignore[arg-type]
        try:  # all answers are clean, as a rule
            codes = [
                known[type(answer)][answer]
                for known, answer in zip(self._clean, answers, strict=False)
            ]
        except KeyError:
            pass
        else:
            return codes, [], notes
        codes = []
        issues = []
        for k, (parser, answer) in enumerate(zip(self._parsers, answers, strict=True)):
            code, issue = parser(answer)
            codes.append(code)
            if issue:
                issues.append((k, issue, self._severity[k]))
        return codes, issues, notes

    def _match(
        self, visit: Mapping[str, object], keys: list[str]
    ) -> tuple[Sequence[object], tuple[Diagnostic, ...]]:
        """Return the key of each item in a visit with others, and what to say of them.

        That of the last visit is kept: a program asks with the same keys each time.
        """
        matched = match(visit, self._ids)
        remark = unknown_names(matched, self._ids, self._known)
        notes = () if remark is None else (remark,)
        names = [matched.found.get(name, name) for name in self._names]
        if {*map(type, keys)} == {str}:
            self._matched = (keys, names, notes)
        return names, notes

    def visit(self, visit: Mapping[str, object]) -> Frame:
        """Return one visit as a frame of one row; an absent key is missing.

        Raises
        ------
        ColumnsError
            If two keys are one name.
        CallError
            If `visit` is no mapping.
        """
        found, faults, notes = self.row(visit)
        codes = {
            item.id: np.array([code], item.domain.dtype)
            for item, code in zip(self.items, found, strict=True)
        }
        return Frame.build(
            codes, self.issues(faults), n=1, backend="mapping", notes=notes
        )

    def issues(self, faults: Faults) -> Issues:
        """Return the issues of one visit."""
        if not faults:
            return NO_ISSUES
        builder = IssueBuilder(tuple(self._ids))
        for k, code, severity in faults:
            builder.add([0], self.items[k].id, code, severity)
        return builder.build()

    def table(self, data: object, *, absent: Collection[str] = ()) -> Frame:
        """Return a table of visits as a frame.

        Parameters
        ----------
        data
            A mapping of columns (lists, arrays, series), or a pandas, polars or
            pyarrow table; a lazy one is collected.
        absent
            Items whose column is known to be absent: all their answers are missing.

        Raises
        ------
        ColumnsError
            If columns lack, repeat, differ in length or are no columns.
        CallError
            If `data` is no table, or `absent` names what is no item.
        """
        return self.open(data, absent=absent).frame()

    def open(self, data: object, *, absent: Collection[str] = ()) -> Intake:
        """Return a table of visits to be read a chunk at a time: see `table`.

        Columns of integers are read where they are asked for, the others at once.

        Raises
        ------
        ColumnsError
            If columns lack, repeat, differ in length or are no columns.
        CallError
            If `data` is no table, or `absent` names what is no item.
        """
        absent = self._check_absent(absent)
        table = open_table(data)
        matched = match(table.columns, self._ids)
        required = [i.id for i in self.items if not i.optional and i.id not in absent]
        check_columns(matched, required)
        raw = {
            name: open_column(name, table.columns[key])
            for name, key in matched.found.items()
        }
        n = _length(raw, table.n)
        columns: dict[str, DenseColumn | WholeColumn] = {}
        for item, parser in zip(self.items, self._parsers, strict=True):
            if item.id in raw:
                columns[item.id] = column_of(raw[item.id], parser)
            else:
                columns[item.id] = WholeColumn(np.zeros(n, item.domain.dtype))
        remark = unknown_names(matched, self._ids, self._known)
        return Intake(
            n,
            columns,
            dict(zip(self._ids, self._severity, strict=True)),
            Origin(
                table.backend,
                table.index,
                {item.id: item.domain for item in self.items},
                self._absences(raw),
                () if remark is None else (remark,),
            ),
        )

    def _check_absent(self, absent: Collection[str]) -> frozenset[str]:
        names = frozenset([absent] if isinstance(absent, str) else absent)
        for name in sorted(names):
            if name not in self._ids and name not in self._known:
                known = suggest(name, self._ids)
                raise CallError(
                    diagnose(
                        "IRDP-C027", name=name, known_fr=known.fr, known_en=known.en
                    )
                )
        return names

    def _absences(self, raw: Mapping[str, Raw]) -> tuple[Diagnostic, ...]:
        lacking = [name for name in self._ids if name not in raw]
        return (diagnose("IRDP-D061", names=listed(lacking)),) if lacking else ()


def encode_mapping(items: Sequence[ItemSpec], visit: Mapping[str, object]) -> Frame:
    """Return one visit as a frame of one row: see `Encoder.visit`.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain, ItemType
    >>> items = [ItemSpec("tired", Domain(ItemType.BOOLEAN, 2))]
    >>> encode_mapping(items, {"tired": True}).codes["tired"]
    array([6], dtype=uint8)
    """
    return Encoder(items).visit(visit)


def encode(
    items: Sequence[ItemSpec],
    data: object,
    *,
    absent: Collection[str] = (),
    flat: bool | Flat = False,
    invalid: Invalid | Mapping[str, Invalid] = "reject",
) -> Frame:
    """Return a table of visits as a frame: see `Encoder` and `Encoder.table`.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain, ItemType
    >>> items = [ItemSpec("pain", Domain(ItemType.INTEGER, 11))]
    >>> encode(items, {"pain": ["1,0", ""]}, flat=True).codes["pain"]
    array([6, 0], dtype=uint8)
    """
    return Encoder(items, flat=flat, invalid=invalid).table(data, absent=absent)


def _length(raw: Mapping[str, Raw], n: int | None) -> int:
    lengths = {name: len(column) for name, column in raw.items()}
    if len(set(lengths.values())) > 1:
        shown = listed([f"{name}: {k}" for name, k in lengths.items()])
        raise ColumnsError(diagnose("IRDP-C026", lengths=shown))
    if n is None:
        return next(iter(lengths.values()), 0)
    return n


def _severity(item: str, invalid: Invalid | Mapping[str, Invalid]) -> int:
    word = invalid.get(item, "reject") if isinstance(invalid, Mapping) else invalid
    if word not in {"reject", "missing"}:
        raise CallError(diagnose("IRDP-C028"))
    return ERROR if word == "reject" else WARNING
