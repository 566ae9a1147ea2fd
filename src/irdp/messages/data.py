"""Messages about visits and their answers (IRDP-D…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {}
