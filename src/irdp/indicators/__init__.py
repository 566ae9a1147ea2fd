"""Activity indicators of a prevention service, as its CPOM contract names them."""

from __future__ import annotations

from irdp.indicators.compute import compute
from irdp.indicators.context import Options
from irdp.indicators.definitions import Definitions, read_definitions
from irdp.indicators.instruments import Instrument
from irdp.indicators.period import Period
from irdp.indicators.result import IndicatorTable
from irdp.indicators.row import Row

__all__ = [
    "Definitions",
    "IndicatorTable",
    "Instrument",
    "Options",
    "Period",
    "Row",
    "compute",
    "read_definitions",
]
