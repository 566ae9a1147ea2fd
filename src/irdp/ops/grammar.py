"""The words every document shares: numbers, names, wordings, days.

A value that cannot be read as what is expected is refused with the code of the
message that explains it; the code travels as the type of the pydantic error.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from irdp.source.scalars import number_trap
from irdp.text import Text

NAME = r"^[A-Za-z][A-Za-z0-9_]{0,62}$"
_NAME = re.compile(NAME)
_SOURCE = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,62}$")
_DOTTED = re.compile(r"^([a-z][a-z0-9_]*\.)?[A-Za-z][A-Za-z0-9_]{0,62}$")
_CODE = re.compile(r"^([A-Za-z][A-Za-z0-9_]{0,62}|-?(0|[1-9][0-9]*))$")
_DOCUMENT = re.compile(r"^[a-z][a-z0-9_]{0,62}$")
_VERSION = re.compile(r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")
_QUOTIENT = re.compile(r"^-?\d{1,18}/[1-9]\d{0,17}$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class Frozen(BaseModel):
    """A part of a definition: it never changes and knows all its keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        revalidate_instances="never",
    )


def fault(code: str, **params: object) -> PydanticCustomError:
    """Return an error whose type is the code of the message that explains it."""
    return PydanticCustomError(code, "see the catalogue of messages", params)


def _number(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        raise fault("IRDP-Q016")
    if isinstance(value, (int, Decimal)):
        return Fraction(value)
    if isinstance(value, str):
        raise fault(number_trap(value) or "IRDP-Q016")
    raise fault("IRDP-Q016")


def _quotient(value: Any) -> Fraction:
    if isinstance(value, str) and _QUOTIENT.match(value):
        return Fraction(value)
    return _number(value)


def _whole(value: Any) -> int:
    number = _number(value)
    if number.denominator != 1:
        raise fault("IRDP-Q019")
    return int(number)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise fault("IRDP-Q013")
    return value


def _named(pattern: re.Pattern[str], code: str) -> BeforeValidator:
    def check(value: Any) -> str:
        if isinstance(value, Decimal) and pattern is _CODE:
            value = str(value)
        if isinstance(value, Decimal) and pattern is _VERSION:
            raise fault("IRDP-Q014")
        if not isinstance(value, str) or not pattern.match(value):
            raise fault(code)
        return value

    return BeforeValidator(check)


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _DAY.match(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise fault("IRDP-Q018")


def _reference(value: Any) -> str:
    if isinstance(value, str):
        head, _, version = value.partition("@")
        if _DOCUMENT.match(head) and _VERSION.match(version):
            return value
    raise fault("IRDP-Q020")


def decimal_text(value: Fraction) -> str:
    """Return a number as decimal text where it has an end, else as a quotient.

    Examples
    --------
    >>> decimal_text(Fraction(3017, 100)), decimal_text(Fraction(7, 3))
    ('30.17', '7/3')
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (digits[:-places] + "." + digits[-places:] if places else digits)


_AS_TEXT = PlainSerializer(decimal_text, return_type=str)
_NUMBER_SCHEMA = WithJsonSchema({"type": "number"})
_QUOTIENT_SCHEMA = WithJsonSchema(
    {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _QUOTIENT.pattern}]}
)

Number = Annotated[Fraction, BeforeValidator(_number), _AS_TEXT, _NUMBER_SCHEMA]
"""An exact number, read from its decimal text."""
Quotient = Annotated[Fraction, BeforeValidator(_quotient), _AS_TEXT, _QUOTIENT_SCHEMA]
"""An exact number, also as a quotient of integers such as ``7/3``."""
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer"})]
"""An integer."""
Name = Annotated[
    str,
    _named(_NAME, "IRDP-Q012"),
    WithJsonSchema({"type": "string", "pattern": NAME}),
]
"""The id of an item, score, band or rule."""
SourceId = Annotated[
    str,
    _named(_SOURCE, "IRDP-Q012"),
    WithJsonSchema({"type": "string", "pattern": _SOURCE.pattern}),
]
"""The id of a source, such as ``sass-2006``."""
Ref = Annotated[
    str,
    _named(_DOTTED, "IRDP-Q012"),
    WithJsonSchema({"type": "string", "pattern": _DOTTED.pattern}),
]
"""A name that is read: ``id``, or ``alias.id`` in a policy."""
Code = Annotated[
    str,
    _named(_CODE, "IRDP-Q012"),
    WithJsonSchema(
        {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": _CODE.pattern}]}
    ),
]
"""The code of an option: a name or an integer, kept as its plain text."""
DocumentId = Annotated[
    str,
    _named(_DOCUMENT, "IRDP-Q012"),
    WithJsonSchema({"type": "string", "pattern": _DOCUMENT.pattern}),
]
"""The id of a document: lower-case letters, digits and underscores."""
Version = Annotated[
    str,
    _named(_VERSION, "IRDP-Q014"),
    WithJsonSchema({"type": "string", "pattern": _VERSION.pattern}),
]
"""A version ``X.Y.Z``."""
Reference = Annotated[
    str,
    BeforeValidator(_reference),
    WithJsonSchema({"type": "string", "pattern": r"^[a-z][a-z0-9_]*@\d+\.\d+\.\d+$"}),
]
"""A reference ``id@X.Y.Z``."""
Day = Annotated[
    dt.date,
    BeforeValidator(_day),
    PlainSerializer(dt.date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A day, written ``YYYY-MM-DD``."""
Words = Annotated[
    str, BeforeValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})
]
"""A text for people."""


class Wording(Frozen):
    """A text for people in French (mandatory) and English."""

    fr: Words
    en: Words = ""

    @property
    def text(self) -> Text:
        """The wording as a `Text`."""
        return Text(self.fr, self.en)


def _wording(value: Any) -> Any:
    return {"fr": value} if isinstance(value, str) else value


Label = Annotated[Wording, BeforeValidator(_wording)]
"""A wording; a plain text is French."""


def is_ref(text: str) -> bool:
    """Return whether a text has the form of a name that is read.

    Examples
    --------
    >>> is_ref("epices.score"), is_ref("age >= 50")
    (True, False)
    """
    return _DOTTED.match(text) is not None


def one_or_many(value: Any) -> Any:
    """Return a list: a single entry stands for a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]
