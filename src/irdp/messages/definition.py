"""Messages about the content of definitions (IRDP-Q…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {}
