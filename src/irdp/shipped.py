"""Where the definitions that come with the library stand."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """Return the folder of shipped definitions, in a wheel or in a checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "questionnaires"
    return inside if inside.is_dir() else here.parents[1] / "questionnaires"
