"""Where the definitions that come with the library lie."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

NAME = "indicators-cpom-1.0.0.yaml"


def shipped_definitions() -> Traversable:
    """Return the file of the indicators: in a wheel, else in a checkout."""
    package = files("irdp")
    inside = package.joinpath("questionnaires", "indicators", NAME)
    if inside.is_file():
        return inside
    checkout = Path(str(package)).parents[1]
    return checkout / "questionnaires" / "indicators" / NAME
