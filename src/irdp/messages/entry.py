"""The form of one entry of the message catalogue."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """What one code says: message and hint in both languages, and why it exists."""

    fr: str
    en: str
    hint_fr: str = ""
    hint_en: str = ""
    severity: str = "error"
    why_fr: str = ""
    why_en: str = ""
