"""Messages about the YAML reader (IRDP-Y…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {}
