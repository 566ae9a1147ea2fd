"""The engine says the version that the package has."""

from __future__ import annotations

import tomllib
from pathlib import Path

from irdp.results.provenance import ENGINE


def test_the_engine_has_the_version_of_the_package():
    text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["project"]["version"] == ENGINE
