"""An output is whole or absent, whatever happens."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from irdp.errors import FileError
from irdp.io.atomic import atomic_writer


def code_of(path, **options):
    with pytest.raises(FileError) as raised, atomic_writer(path, **options) as stream:
        stream.write(b"x")
    assert str(path) in str(raised.value)
    return raised.value.diagnostics[0].code


def test_a_whole_output_takes_its_name_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "résultats de mai.csv"
    with atomic_writer(path) as stream:
        stream.write(b"a;b\n")
        assert not path.exists()
        assert len(list(tmp_path.iterdir())) == 1
    assert path.read_bytes() == b"a;b\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_whatever_is_raised_nothing_is_left(tmp_path, error):
    def write_half():
        with atomic_writer(tmp_path / "out.csv") as stream:
            stream.write(b"half")
            raise error

    with pytest.raises(error):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_an_existing_output_is_replaced_only_when_asked(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    assert code_of(path) == "IRDP-F006"
    assert path.read_bytes() == b"old"
    with atomic_writer(path, overwrite=True) as stream:
        stream.write(b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_of_two_runs_at_once_the_second_is_refused(tmp_path):
    path = tmp_path / "out.csv"

    def run_both():
        with atomic_writer(path) as stream:
            stream.write(b"second")
            with atomic_writer(path) as first:
                first.write(b"first")

    with pytest.raises(FileError, match="F006"):
        run_both()
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_an_input_is_never_the_output(tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes(b"data")
    other = tmp_path / "link.csv"
    other.symlink_to(path)
    for output in (path, other, tmp_path / "." / "in.csv"):
        assert code_of(output, overwrite=True, inputs=[path]) == "IRDP-F007"
    assert path.read_bytes() == b"data"


def test_outputs_that_are_no_files_are_refused(tmp_path):
    assert code_of(tmp_path) == "IRDP-F002"
    assert code_of(tmp_path / "no" / "out.csv") == "IRDP-F009"
    (tmp_path / "file").write_bytes(b"")
    assert code_of(tmp_path / "file" / "out.csv") == "IRDP-F009"
    os.mkfifo(tmp_path / "fifo")
    assert code_of(tmp_path / "fifo", overwrite=True) == "IRDP-F008"


@pytest.mark.parametrize("name", ["fsync", "link"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_nothing_under_the_name(tmp_path, monkeypatch, name, number):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)
    path = tmp_path / "out.csv"
    if name == "link":  # a file system without links: the name is given otherwise
        with atomic_writer(path) as stream:
            stream.write(b"x")
        assert path.read_bytes() == b"x"
        return
    assert code_of(path) == {errno.ENOSPC: "IRDP-F005", errno.EIO: "IRDP-F004"}[number]
    assert list(tmp_path.iterdir()) == []


def test_an_error_about_another_file_keeps_its_own_words(tmp_path):
    with pytest.raises(FileNotFoundError), atomic_writer(tmp_path / "out.csv"):
        (tmp_path / "other").open()
    assert list(tmp_path.iterdir()) == []


PROGRAM = """
import sys
from irdp.io.atomic import atomic_writer
with atomic_writer(sys.argv[1], overwrite=True) as stream:
    print("go", flush=True)
    for i in range(20_000):
        stream.write(b"0123456789\\n")
        stream.flush()
"""


@pytest.mark.parametrize("delay", [0.0, 0.005, 0.02, 0.05])
def test_a_killed_run_leaves_the_old_output_or_the_new_one(tmp_path, delay):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with subprocess.Popen(  # noqa: S603 - this interpreter, a fixed program
        [sys.executable, "-c", PROGRAM, str(path)], stdout=subprocess.PIPE
    ) as run:
        run.stdout.readline()
        time.sleep(delay)
        run.send_signal(signal.SIGKILL)
    assert path.read_bytes() in (b"old", b"0123456789\n" * 20_000)
    with atomic_writer(path, overwrite=True) as stream:
        stream.write(b"rerun")
    assert path.read_bytes() == b"rerun"


LIMITED = """
import resource, sys
from irdp.errors import FileError
from irdp.io.atomic import atomic_writer
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    with atomic_writer(sys.argv[1]) as stream:
        stream.write(b"x" * int(sys.argv[2]))
except FileError as error:
    print(error.diagnostics[0].code)
"""


@pytest.mark.parametrize("size", [50_001, 1_000_000])
def test_a_disk_that_is_really_full_is_said_and_leaves_nothing(tmp_path, size):
    run = subprocess.run(  # noqa: S603 - this interpreter, a fixed program
        [sys.executable, "-c", LIMITED, str(tmp_path / "out.csv"), str(size)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "IRDP-F005"
    assert list(tmp_path.iterdir()) == []
