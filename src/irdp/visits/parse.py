"""The scalar parser: one raw value of one item to its code, or to what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from irdp.ops.lanes import FIRST, ItemType, State
from irdp.visits.flat import is_number_like, read_day, read_number, whole_part
from irdp.visits.issues import IssueCode
from irdp.visits.values import Atom, Shape, read
from irdp.visits.vocabulary import LARGEST, UNDECLARED_STATES, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from irdp.ops.item import ItemSpec
    from irdp.visits.flat import Flat

_INVALID = int(State.INVALID)
_LARGEST_TABLE = 1024
_LONGEST_RUN = 250
_MOST_MET = 4096


class Parsed(NamedTuple):
    """A code, the issue that makes it invalid (0: none), and whether it was lenient.

    `lenient` says that a text such as ``1.0`` was read as the whole number 1.
    """

    code: int
    issue: int = 0
    lenient: bool = False


class Run(NamedTuple):
    """A run of integers without holes: ``low .. low + size - 1``."""

    low: int
    size: int


def _wrong(issue: IssueCode) -> Parsed:
    return Parsed(_INVALID, int(issue))


_MISSING = Parsed(int(State.MISSING))


class Parser:
    """Reads raw values of one item; the same for one visit and for a column.

    Parameters
    ----------
    spec
        The item.
    flat
        How numbers and dates are written, where the values come from a flat file.

    Attributes
    ----------
    known
        By type: the codes of clean values, which need no parsing.
    met
        The texts of a flat file that were met and clean, and their codes.
    run
        The integers that are read in order, one code each; None where they have holes
        or do not fit one byte.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain
    >>> parser = Parser(ItemSpec("pain", Domain(ItemType.INTEGER, 11)))
    >>> parser(3.0), parser(None), parser(11), parser.run
    ((8, 0), (0, 0), (4, 28), Run(low=0, size=11))
    """

    __slots__ = ("_flat", "_read", "_words", "known", "met", "run", "spec")

    def __init__(self, spec: ItemSpec, *, flat: Flat | None = None) -> None:
        self.spec = spec
        self._flat = flat
        self._words = Vocabulary(spec, flat=flat is not None)
        self._read: Callable[[Atom], Parsed] = {
            ItemType.CHOICE: self._choice,
            ItemType.MULTIPLE: self._multiple,
            ItemType.INTEGER: self._number,
            ItemType.DECIMAL: self._number,
            ItemType.BOOLEAN: self._boolean,
            ItemType.DATE: self._date,
        }[spec.domain.kind]
        self.known: Mapping[type, Mapping[object, int]] = self._tabulate()
        self.met: dict[str, int] = {}
        self.run = self._find_run()

    def __call__(self, value: object) -> tuple[int, int]:
        """Return the code of a raw value and 0, or `State.INVALID` and an issue.

        Never raises, whatever the value.
        """
        table = self.known.get(type(value))
        if table is not None:
            code = table.get(value)
            if code is not None:
                return code, 0
        parsed = self.parse(value)
        return parsed.code, parsed.issue

    def parse(self, value: object) -> Parsed:
        """Return the code of a raw value and how it was reached; never raises."""
        atom = read(value)
        if atom.shape is Shape.MISSING:
            return _MISSING
        if atom.shape is Shape.INFINITE:
            return _wrong(IssueCode.INFINITE)
        return self._read(atom)

    def parse_all(self, values: Iterable[object]) -> list[Parsed]:
        """Parse distinct values; the clean texts of a flat file are remembered."""
        return [
            self._parse_text(value)
            if self._flat and type(value) is str
            else self.parse(value)
            for value in values
        ]

    def _parse_text(self, text: str) -> Parsed:
        code = self.met.get(text)
        if code is not None:
            return Parsed(code)
        parsed = self.parse(text)
        if not (parsed.issue or parsed.lenient) and len(self.met) < _MOST_MET:
            self.met[text] = parsed.code
        return parsed

    def _tabulate(self) -> dict[type, dict[object, int]]:
        # Clean answers of one visit need no parsing: the table is what it would say.
        domain = self.spec.domain
        words = list(self._words.exact)
        numbers: list[object] = [int(w) for w in words if w.isascii() and w.isdigit()]
        if domain.kind is ItemType.INTEGER and domain.size <= _LARGEST_TABLE:
            numbers += range(domain.low, domain.low + domain.size)
        candidates: dict[type, Iterable[object]] = {
            type(None): [None],
            str: words,
            int: numbers,
            bool: [False, True],
        }
        parsed = {t: {v: self.parse(v) for v in vs} for t, vs in candidates.items()}
        return {
            t: {v: p.code for v, p in table.items() if not (p.issue or p.lenient)}
            for t, table in parsed.items()
        }

    def _find_run(self) -> Run | None:
        size = self.spec.domain.size
        codes = self.known[int].items()
        known = {v: c for v, c in codes if isinstance(v, int) and c >= FIRST}
        if size > _LONGEST_RUN or len(known) != size:
            return None
        low = min(known)
        if any(known.get(low + i) != FIRST + i for i in range(size)):
            return None
        return Run(low, size)

    def _choice(self, atom: Atom) -> Parsed:
        match atom.shape:
            case Shape.TEXT:
                return self._word(atom.text)
            case Shape.WHOLE:
                return self._whole_word(atom.number)
            case Shape.TRUTH:
                return _wrong(IssueCode.FORM)
            case Shape.FRACTION | Shape.TOO_LONG:
                return _wrong(IssueCode.NOT_EXACT)
            case _:
                return _wrong(IssueCode.OUTSIDE)

    def _boolean(self, atom: Atom) -> Parsed:
        if atom.shape is Shape.TRUTH:
            return Parsed(FIRST + atom.number)
        parsed = self._choice(atom)
        number = atom.shape is Shape.WHOLE or is_number_like(atom.text)
        if number and parsed.issue == IssueCode.OUTSIDE:
            return _wrong(IssueCode.FORM)
        return parsed

    def _word(self, text: str) -> Parsed:
        code = self._words.find(text)
        if code is not None:
            return Parsed(code)
        if self._flat and (whole := whole_part(text)):
            code = self._words.find(whole)
            if code is not None:
                return Parsed(code, lenient=True)
        return _wrong(self._words.fault(text))

    def _whole_word(self, number: int) -> Parsed:
        if abs(number) > LARGEST:
            return _wrong(IssueCode.NOT_EXACT)
        code = self._words.find_whole(number)
        if code is not None:
            return Parsed(code)
        undeclared = str(number) in UNDECLARED_STATES
        return _wrong(IssueCode.UNDECLARED_STATE if undeclared else IssueCode.OUTSIDE)

    def _number(self, atom: Atom) -> Parsed:
        match atom.shape:
            case Shape.WHOLE | Shape.FRACTION:
                return self._quantity(atom)
            case Shape.TEXT:
                return self._written_number(atom.text)
            case Shape.TRUTH:
                return _wrong(IssueCode.TRUTH)
            case Shape.TOO_LONG:
                return _wrong(IssueCode.NOT_EXACT)
            case _:
                return _wrong(IssueCode.OUTSIDE)

    def _quantity(self, atom: Atom) -> Parsed:
        domain = self.spec.domain
        if atom.shape is Shape.WHOLE:
            if abs(atom.number) > LARGEST:
                return _wrong(IssueCode.NOT_EXACT)
            code = self._words.find_whole(atom.number)
            if code is not None:
                return Parsed(code)
        scaled, rest = divmod(atom.number * domain.scale, 10**atom.places)
        if rest:
            return _wrong(IssueCode.NOT_EXACT)
        rank = scaled - domain.low
        if 0 <= rank < domain.size:
            return Parsed(FIRST + rank)
        return _wrong(IssueCode.BOUNDS)

    def _written_number(self, text: str) -> Parsed:
        code = self._words.find(text)
        if code is not None:
            return Parsed(code)
        fault = self._words.fault(text)
        if self._flat is None:
            spelled = fault is IssueCode.OUTSIDE and is_number_like(text)
            return _wrong(IssueCode.FORM if spelled else fault)
        found = read_number(text, self._flat)
        if isinstance(found, IssueCode):
            return _wrong(fault if found is IssueCode.OUTSIDE else found)
        parsed = self._number(found)
        if parsed.issue == IssueCode.BOUNDS and fault is IssueCode.UNDECLARED_STATE:
            return _wrong(fault)
        integer = self.spec.domain.kind is ItemType.INTEGER
        spelled = integer and not parsed.issue and bool(whole_part(text))
        return parsed._replace(lenient=spelled)

    def _date(self, atom: Atom) -> Parsed:
        domain = self.spec.domain
        match atom.shape:
            case Shape.DAY:
                ordinal: int | IssueCode = atom.number
            case Shape.TEXT:
                code = self._words.find(atom.text)
                if code is not None:
                    return Parsed(code)
                ordinal = read_day(atom.text, self._flat)
                if ordinal is IssueCode.DATE:
                    fault = self._words.fault(atom.text)
                    if fault is IssueCode.UNDECLARED_STATE:
                        ordinal = fault
            case Shape.WHOLE:
                code = self._words.find_whole(atom.number)
                return _wrong(IssueCode.DATE) if code is None else Parsed(code)
            case Shape.MOMENT:
                ordinal = IssueCode.MOMENT
            case _:
                ordinal = IssueCode.DATE
        if isinstance(ordinal, IssueCode):
            return _wrong(ordinal)
        if 0 <= ordinal - domain.low < domain.size:
            return Parsed(FIRST + ordinal - domain.low)
        return _wrong(IssueCode.BOUNDS)

    def _multiple(self, atom: Atom) -> Parsed:
        if atom.shape is Shape.MANY:
            return self._together([read(part) for part in atom.parts])
        if self._flat and atom.shape in {Shape.TEXT, Shape.WHOLE}:
            if atom.shape is Shape.WHOLE or self._words.find(atom.text) is not None:
                return self._together([atom])
            return self._together([read(t) for t in atom.text.split("|")])
        parsed = self._choice(atom)
        if parsed.issue or parsed.code < FIRST:
            return parsed
        return _wrong(IssueCode.FORM)

    def _together(self, atoms: list[Atom]) -> Parsed:
        each = [self._choice(atom) for atom in atoms]
        for parsed in each:
            if parsed.issue:
                return parsed
        states = {p.code for p in each if p.code < FIRST}
        if states and len({p.code for p in each}) > 1:
            return _wrong(IssueCode.EXCLUSIVE)
        if states:
            return Parsed(states.pop())
        mask = 0
        for parsed in each:
            mask |= parsed.code - FIRST
        alone = mask & self.spec.exclusive
        if alone and mask & (mask - 1):
            return _wrong(IssueCode.EXCLUSIVE)
        return Parsed(FIRST + mask, lenient=any(p.lenient for p in each))
