"""Messages about files and the system (IRDP-F…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {}
