"""A copy of the shipped definitions that a test may change."""

import shutil
from pathlib import Path

import pytest

from irdp.catalogue import Catalog
from irdp.shipped import shipped_folder


class Copy:
    """Some definitions of the library in a folder of their own."""

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, kind, name, version="1.0.0"):
        return self.folder / name / f"{kind}-{name}-{version}.yaml"

    def edit(self, path, old, new, count=1):
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path.name}"
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    def version(self, name, number, *, old="1.0.0", kinds=("scoring", "cases")):
        """Copy the documents of one definition under a new number."""
        out = {}
        for kind in kinds:
            path = self.path(kind, name, number)
            shutil.copy(self.path(kind, name, old), path)
            if kind == "cases":
                self.edit(path, f"for: {name}@{old}", f"for: {name}@{number}")
            else:
                self.edit(path, f"\nversion: {old}", f"\nversion: {number}")
            out[kind] = path
        return out

    @property
    def catalog(self):
        return Catalog([self.folder], shipped=False)


@pytest.fixture
def copy(tmp_path):
    """Return a function that copies some definitions, without LOCK."""

    def make(*names):
        folder = tmp_path / "pack"
        for name in names:
            shutil.copytree(shipped_folder() / name, folder / name)
        return Copy(folder)

    return make
