"""Made-up data: nobody in it exists, and it says nothing about a real service."""

from __future__ import annotations

from irdp.examples.service import Service, fictitious_service

__all__ = ["Service", "fictitious_service"]
