"""Messages about activity indicators and disclosure control (IRDP-N…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {}
