"""What every command shares: the language, JSON or text, the two streams."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.errors import CallError, DefinitionError, IrdpError

if TYPE_CHECKING:
    import typer

    from irdp.catalogue import Catalog
    from irdp.errors import Diagnostic
    from irdp.scorer import Scorer
    from irdp.text import Lang

OK, REJECTED, WRONG, SYSTEM, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 4, 130
PIPE = 141
"""What a shell says of a program whose reader has left."""


@dataclass(slots=True)
class Session:
    """How one run of the command line speaks.

    Data go to the standard output, all else to the standard error.
    """

    lang: Lang = "fr"
    json: bool = False
    live: bool = False

    def data(self, text: str, plain: object) -> None:
        """Write a result: its plain values as JSON where asked for, else its text."""
        if self.json:
            text = json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False)
        sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")

    def note(self, text: str) -> None:
        """Write a remark for people."""
        self.still()
        sys.stderr.write(f"{text}\n")

    def say(self, fr: str, en: str) -> None:
        """Write a remark for people in their language."""
        self.note(en if self.lang == "en" else fr)

    def tell(self, *diagnostics: Diagnostic) -> None:
        """Write diagnostics, as JSON where asked for."""
        if self.json:
            listed = [d.to_dict() for d in diagnostics]
            self.note(json.dumps({"diagnostics": listed}, ensure_ascii=False))
            return
        for one in diagnostics:
            self.note(one.render(self.lang))

    def fail(self, error: IrdpError) -> int:
        """Write what went wrong; return the exit code for it."""
        self.tell(*error.diagnostics)
        if isinstance(error, (CallError, DefinitionError)):
            return WRONG
        return SYSTEM

    def watcher(self) -> Callable[[Any], None] | None:
        """Return what shows progress, on a terminal only."""
        return self._show if sys.stderr.isatty() and not self.json else None

    def still(self) -> None:
        """Take the progress line away."""
        if self.live:
            sys.stderr.write("\r\x1b[K")
            self.live = False

    def _show(self, progress: Any) -> None:
        self.live = True
        sys.stderr.write(f"\r\x1b[K{progress.render(self.lang)}")
        sys.stderr.flush()


def session_of(ctx: typer.Context) -> Session:
    """Return the session of a run."""
    found = ctx.find_object(Session)
    return found if found is not None else Session()


def catalog_of(folders: list[str] | None) -> Catalog:
    """Return the library's definitions, and those of further folders."""
    from irdp.catalogue import Catalog  # noqa: PLC0415 - a quick start

    return Catalog(tuple(folders or ()))


def beside(reference: str, folders: list[str] | None) -> Catalog:
    """Return the definitions among which a reference, or a file, stands."""
    if not reference.endswith((".yaml", ".yml")):
        return catalog_of(folders)
    from irdp.catalogue import Catalog  # noqa: PLC0415 - a quick start

    return Catalog((Path(reference).resolve().parent,), shipped=False)


def scorer_of(reference: str, folders: list[str] | None) -> Scorer:
    """Return the scorer of a reference, or of a YAML file."""
    from irdp.loading import load, load_file  # noqa: PLC0415 - a quick start

    catalog = catalog_of(folders)
    if reference.endswith((".yaml", ".yml")):
        return load_file(reference, catalog=catalog)
    return load(reference, catalog=catalog)
