"""Made-up data: nobody in it exists, and it says nothing about a real service."""

from __future__ import annotations

from irdp.examples.demo import demonstrate
from irdp.examples.export import write_export
from irdp.examples.index_population import population
from irdp.examples.service import Service, fictitious_service
from irdp.examples.visits import Visits, fictitious_visits

__all__ = [
    "Service",
    "Visits",
    "demonstrate",
    "fictitious_service",
    "fictitious_visits",
    "population",
    "write_export",
]
