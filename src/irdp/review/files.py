"""One file of a folder of definitions: its name, its content, what its reading noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from irdp.definition.cases import Cases
from irdp.definition.document import Document
from irdp.definition.read import MODELS, kind_of, parse
from irdp.errors import Diagnostic, IrdpError
from irdp.indicators.definitions import FORMAT, read_definitions
from irdp.messages import diagnose
from irdp.review.unverified import unverified

if TYPE_CHECKING:
    from pathlib import Path

    from irdp.catalogue import Catalog
    from irdp.source import Source


def check_file(catalog: Catalog, path: Path) -> list[Diagnostic]:
    """Return what is wrong with one file alone, whatever it is named."""
    try:
        source = catalog.source(path)
        tree = source.value
        if isinstance(tree, Mapping) and tree.get("format") == FORMAT:
            read_definitions(path)
            return list(source.warnings)
        document: Any = parse(source, MODELS[kind_of(source)])
    except IrdpError as error:
        return list(error.diagnostics)
    return [
        *source.warnings,
        *_named(document, source, path),
        *_published(document, source),
    ]


def _named(document: Any, source: Source, path: Path) -> list[Diagnostic]:
    """Say whether a file is not named after what it holds."""
    kind = document.format.split("/")[1]
    at = ("for",) if isinstance(document, Cases) else ("id",)
    reference = document.for_ if isinstance(document, Cases) else document.reference
    expected = f"{kind}-{reference.replace('@', '-')}.yaml"
    if path.name == expected:
        return []
    return [diagnose("IRDP-Q022", source.place(at), expected=expected)]


def _published(document: Any, source: Source) -> list[Diagnostic]:
    """Say which numbers of a published document have no verified source."""
    if not isinstance(document, Document) or document.status != "published":
        return []
    return [
        *(
            diagnose("IRDP-Q062", source.place(("sources", i, "verified")), name=c.id)
            for i, c in enumerate(document.sources)
            if not c.verified
        ),
        *(
            diagnose("IRDP-Q117", found.place, name=", ".join(found.numbers))
            for found in unverified(document, source)
            if not found.source
        ),
    ]
