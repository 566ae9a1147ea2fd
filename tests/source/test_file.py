from __future__ import annotations

import os
from pathlib import Path

import pytest

from irdp.errors import DefinitionError, FileError
from irdp.source import read_file


def refused(path: str | Path) -> str:
    with pytest.raises(FileError) as raised:
        read_file(path)
    str(raised.value).encode()
    return raised.value.diagnostics[0].code


def test_a_file_is_read_under_the_name_given(tmp_path):
    path = tmp_path / "demo.yaml"
    path.write_bytes("a: é\n".encode())
    assert read_file(path, "q/demo.yaml").place(("a",)).file == "q/demo.yaml"
    assert read_file(str(path)).name == str(path)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("absent.yaml", "IRDP-Y040"),
        (".", "IRDP-Y041"),
        ("https://example.org/q.yaml", "IRDP-Y043"),
        (Path("https://example.org/q.yaml"), "IRDP-Y043"),
        ("file:///etc/hostname", "IRDP-Y043"),
        ("a\0b", "IRDP-Y044"),
        ("\ud800.yaml", "IRDP-Y044"),
        ("x" * 5000, "IRDP-Y044"),
    ],
)
def test_what_is_no_file_is_refused(path, code):
    assert refused(path) == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_are_refused_without_hanging(tmp_path):
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert refused(pipe) == "IRDP-Y042"
    assert refused("/dev/zero") == "IRDP-Y042"


def test_a_large_file_is_refused_by_its_size(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a" * (3 << 20))
    with pytest.raises(DefinitionError) as raised:
        read_file(path)
    assert raised.value.diagnostics[0].code == "IRDP-Y004"
