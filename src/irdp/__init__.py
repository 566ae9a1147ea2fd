"""Early screening of désinsertion professionnelle in occupational health.

Versioned questionnaire definitions, exact scoring of one visit or of millions,
referral proposals to a health professional, calibration and activity indicators.
Everything is loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from irdp import calibration, indicators
    from irdp.catalogue import Catalog
    from irdp.errors import (
        CallError,
        ColumnsError,
        DefinitionError,
        FileError,
        IrdpError,
        IssuesError,
        NoVersionError,
        UnknownOutputError,
        UnknownReferenceError,
    )
    from irdp.io.score_file import score_file
    from irdp.loading import catalog, load, load_file
    from irdp.results.assessment import Assessment
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer
    from irdp.visits.frame import Frame

_PLACES = {
    "Assessment": "irdp.results.assessment",
    "CallError": "irdp.errors",
    "Catalog": "irdp.catalogue",
    "ColumnsError": "irdp.errors",
    "DefinitionError": "irdp.errors",
    "FileError": "irdp.errors",
    "Frame": "irdp.visits.frame",
    "IrdpError": "irdp.errors",
    "IssuesError": "irdp.errors",
    "NoVersionError": "irdp.errors",
    "ScoreTable": "irdp.results.table",
    "Scorer": "irdp.scorer",
    "UnknownOutputError": "irdp.errors",
    "UnknownReferenceError": "irdp.errors",
    "calibration": "",
    "catalog": "irdp.loading",
    "indicators": "",
    "load": "irdp.loading",
    "load_file": "irdp.loading",
    "score_file": "irdp.io.score_file",
}

__all__ = [
    "Assessment",
    "CallError",
    "Catalog",
    "ColumnsError",
    "DefinitionError",
    "FileError",
    "Frame",
    "IrdpError",
    "IssuesError",
    "NoVersionError",
    "ScoreTable",
    "Scorer",
    "UnknownOutputError",
    "UnknownReferenceError",
    "calibration",
    "catalog",
    "indicators",
    "load",
    "load_file",
    "score_file",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        msg = f"module 'irdp' has no attribute {name!r}"
        raise AttributeError(msg)
    place = _PLACES[name]
    found = (
        getattr(import_module(place), name) if place else import_module(f"irdp.{name}")
    )
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
