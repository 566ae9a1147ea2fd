"""Options of a call: refuse one that does not exist, and say which do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterable


def check_option(argument: str, given: object, known: Iterable[str]) -> None:
    """Raise `CallError` unless `given` is one of `known`.

    Examples
    --------
    >>> check_option("missing", "drop", ("raise", "drop"))
    """
    names = tuple(known)
    if given not in names:
        raise no_such(argument, given, names)


def no_such(argument: str, given: object, known: Iterable[str]) -> CallError:
    """Return the error of an option that does not exist."""
    return CallError(
        diagnose("IRDP-K011", argument=argument, name=str(given), known=list(known))
    )
