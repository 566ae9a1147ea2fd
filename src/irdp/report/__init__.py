"""Reports: written for readers, from results that are already computed."""

from __future__ import annotations

from irdp.disclosure import Rules as Disclosure
from irdp.report.material import Options
from irdp.report.validation import ValidationReport, validation

__all__ = ["Disclosure", "Options", "ValidationReport", "validation"]
