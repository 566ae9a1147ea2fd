"""Messages about calibration (IRDP-K…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {}
