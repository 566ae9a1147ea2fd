"""Reports: written for readers, from results that are already computed.

Each name is loaded on first use; matplotlib and jinja2 when a report is written.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from irdp.disclosure import Rules as Disclosure
    from irdp.report.material import Options
    from irdp.report.validation_report import ValidationReport, validation

_PLACES: dict[str, tuple[str, str]] = {
    "Disclosure": ("irdp.disclosure", "Rules"),
    "Options": ("irdp.report.material", "Options"),
    "ValidationReport": ("irdp.report.validation_report", "ValidationReport"),
    "validation": ("irdp.report.validation_report", "validation"),
}

__all__ = ["Disclosure", "Options", "ValidationReport", "validation"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        msg = f"module 'irdp.report' has no attribute {name!r}"
        raise AttributeError(msg)
    module, held = _PLACES[name]
    found = getattr(import_module(module), held)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
