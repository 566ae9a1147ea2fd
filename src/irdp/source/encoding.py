"""From the bytes of a file to its text: UTF-8, or a refusal that says what it is."""

from __future__ import annotations

from irdp.errors import DefinitionError, Place
from irdp.messages import diagnose
from irdp.source.characters import split_lines

MAX_BYTES = 1 << 20
_BOM = "\ufeff"
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decode(data: str | bytes, name: str) -> str:
    """Return the text of `data`, without its byte order mark.

    Raises
    ------
    DefinitionError
        More than 1 MiB (Y004) or not UTF-8 (Y022).
    """
    size = (
        len(data.encode("utf-8", "surrogatepass"))
        if isinstance(data, str)
        else len(data)
    )
    if size > MAX_BYTES:
        raise DefinitionError(diagnose("IRDP-Y004", Place(name), limit=MAX_BYTES))
    if isinstance(data, str):
        return data.removeprefix(_BOM)
    wide = _wide(data)
    if wide:
        raise _refusal(wide, wide, Place(name, 1, 1))
    try:
        return data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        before = split_lines(data[: error.start].decode("utf-8").removeprefix(_BOM))
        place = Place(name, len(before), len(before[-1]) + 1)
        raise _refusal(*_narrow(data), place) from None


def _refusal(encoding: str, iconv: str, place: Place) -> DefinitionError:
    return DefinitionError(diagnose("IRDP-Y022", place, encoding=encoding, iconv=iconv))


def _wide(data: bytes) -> str:
    """Return UTF-16 or UTF-32 where the first bytes look like it, with a mark or not."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:64]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and even + odd >= 3 * len(head) // 4:
        return "UTF-32"
    if half and max(even, odd) * 4 >= half * 3 and min(even, odd) * 4 <= half:
        return "UTF-16BE" if even > odd else "UTF-16LE"
    return ""


def _narrow(data: bytes) -> tuple[str, str]:
    """Return the likely single-byte encoding: how to name it, and iconv's name."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "ISO-8859-1 (Latin-1)", "ISO-8859-1"
    return "Windows-1252", "WINDOWS-1252"
