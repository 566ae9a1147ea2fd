"""Small-cell suppression, differences between releases, pseudonyms.

The one place where it is decided whether a number about few persons may be shown.
"""

from __future__ import annotations

from irdp.disclosure.attack import Interval, intervals
from irdp.disclosure.equations import Sum
from irdp.disclosure.pseudonyms import create_key, pseudonymize
from irdp.disclosure.releases import Manifest, Release, betrayed
from irdp.disclosure.rules import DEFAULT_K, LOWEST_K, Rules
from irdp.disclosure.system import Cell, System
from irdp.disclosure.tables import SuppressedTable, hide_derived, suppress

__all__ = [
    "DEFAULT_K",
    "LOWEST_K",
    "Cell",
    "Interval",
    "Manifest",
    "Release",
    "Rules",
    "Sum",
    "SuppressedTable",
    "System",
    "betrayed",
    "create_key",
    "hide_derived",
    "intervals",
    "pseudonymize",
    "suppress",
]
