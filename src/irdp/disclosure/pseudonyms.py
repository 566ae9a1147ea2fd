"""Pseudonyms of persons, made with a key that the service keeps in a file.

A bare hash of a social security number is undone by trying all of them; a keyed one
is not, as long as the key stays secret. A pseudonym still is personal data.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from irdp.errors import CallError, FileError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY_BYTES = 32


def create_key(path: str | os.PathLike[str]) -> None:
    """Write a new random key of 256 bits, readable by its owner only.

    Raises
    ------
    FileError
        Where the file exists: a key that is lost cannot be made again.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise FileError(diagnose("IRDP-N007", path=path)) from error
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))


def pseudonymize(
    identifiers: Iterable[object], key_file: str | os.PathLike[str], *, purpose: str
) -> list[str | None]:
    """Return a pseudonym of each identifier: HMAC-SHA-256, 64 hexadecimal digits.

    Parameters
    ----------
    identifiers
        Identifiers of persons; they are compared as text without the spaces at
        their ends. None and empty text have no pseudonym.
    key_file
        A file of at least 32 bytes that the service keeps, apart from the data.
    purpose
        What the pseudonyms are for. The same person has unrelated pseudonyms under
        two purposes, so that two extractions cannot be joined.

    Returns
    -------
    list of str or None

    Raises
    ------
    CallError
        Where the purpose is empty or the key shorter than 32 bytes.
    FileError
        Where the key cannot be read.

    References
    ----------
    RFC 2104 (HMAC), FIPS 180-4 (SHA-256).
    """
    if not purpose.strip():
        raise CallError(diagnose("IRDP-N009"))
    try:
        key = Path(key_file).read_bytes()
    except OSError as error:
        raise FileError(diagnose("IRDP-N008", path=key_file)) from error
    if len(key) < KEY_BYTES:
        raise CallError(diagnose("IRDP-N010", path=key_file, n=KEY_BYTES))
    domain = hmac.digest(key, purpose.strip().encode(), "sha256")
    return [_pseudonym(identifier, domain) for identifier in identifiers]


def _pseudonym(identifier: object, key: bytes) -> str | None:
    nothing = identifier is None or identifier != identifier  # noqa: PLR0124 - NaN
    text = "" if nothing else unicodedata.normalize("NFC", str(identifier)).strip()
    if not text:
        return None
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
