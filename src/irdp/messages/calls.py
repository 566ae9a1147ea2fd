"""Messages about calls of the library (IRDP-C…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-C001": Entry(
        "la référence « {name} » n'existe pas dans le catalogue",
        "the reference “{name}” is not in the catalogue",
        "{known}",
        "{known}",
    ),
}
