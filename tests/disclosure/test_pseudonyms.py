"""Pseudonyms made with a key file."""

import hashlib
import hmac

import pytest

from irdp.disclosure import create_key, pseudonymize
from irdp.errors import CallError, FileError


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "cle"
    path.write_bytes(b"k" * 32)
    return path


def test_pseudonym_is_an_hmac(key):
    domain = hmac.new(b"k" * 32, b"etude", hashlib.sha256).digest()
    expected = hmac.new(domain, b"42", hashlib.sha256).hexdigest()
    assert pseudonymize(["42", 42, " 42 "], key, purpose="etude") == [expected] * 3


def test_nobody_has_no_pseudonym(key):
    given = [None, "", "  ", float("nan")]
    assert pseudonymize(given, key, purpose="etude") == [None] * 4


def test_purposes_and_keys_do_not_join(key, tmp_path):
    other = tmp_path / "autre"
    create_key(other)
    assert other.stat().st_mode & 0o077 == 0
    made = [
        pseudonymize(["42"], key, purpose="etude"),
        pseudonymize(["42"], key, purpose="pilotage"),
        pseudonymize(["42"], other, purpose="etude"),
    ]
    assert len({p for [p] in made}) == 3


def test_a_key_is_never_replaced(key):
    with pytest.raises(FileError, match="IRDP-N007"):
        create_key(key)
    assert key.read_bytes() == b"k" * 32


def test_bad_keys_and_purposes_are_refused(key, tmp_path):
    with pytest.raises(FileError, match="IRDP-N008"):
        pseudonymize(["42"], tmp_path / "absente", purpose="etude")
    with pytest.raises(CallError, match="IRDP-N009"):
        pseudonymize(["42"], key, purpose=" ")
    key.write_bytes(b"short")
    with pytest.raises(CallError, match="IRDP-N010"):
        pseudonymize(["42"], key, purpose="etude")
