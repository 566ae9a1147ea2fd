"""A run that is killed, or finds no space, leaves no output; another run completes."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import irdp
from irdp.errors import FileError
from irdp.io.atomic import atomic_writer
from irdp.io.verify import verify

RUN = """
import sys, irdp
source, output, rejects = sys.argv[1:4]
print("ready", flush=True)
irdp.score_file(source, output, irdp.load("was@1.0.0"), rejects=rejects)
print("done", flush=True)
"""
RACE = """
import sys, irdp
from irdp.errors import FileError
source, output, reference = sys.argv[1:4]
scorer = irdp.load(reference)
print("ready", flush=True)
sys.stdin.readline()
try:
    irdp.score_file(source, output, scorer)
except FileError as error:
    print(error.diagnostics[0].code)
else:
    print("done")
"""
MEMORY = """
import re, sys, irdp
scorer = irdp.load("was@1.0.0")
irdp.score_file(sys.argv[1], sys.argv[2], scorer)
# Not ru_maxrss: a child takes that over from the process that started it.
print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""


def start(code, *arguments):
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "v.csv"
    rows = "".join(f"V{i:06d};{i % 12}\n" for i in range(60_000))
    path.write_text(f"id_visite;WAI1\n{rows}")
    return path


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is for POSIX")
def test_killed_at_any_moment_it_leaves_no_half_and_a_rerun_completes(tmp_path, source):
    whole = tmp_path / "whole.csv"
    expected = irdp.score_file(source, whole, irdp.load("was@1.0.0"))
    rng, killed = random.Random(7), 0
    out, rejects = tmp_path / "o.csv", tmp_path / "r.csv"
    for _ in range(20):
        for path in (out, rejects, tmp_path / "o.csv.manifest.json"):
            path.unlink(missing_ok=True)
        process = start(RUN, source, out, rejects)
        assert process.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.0, 0.9))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
        process.stdin.close()
        if out.exists():
            assert out.read_bytes() == whole.read_bytes()
    assert killed > 0
    report = irdp.score_file(source, out, irdp.load("was@1.0.0"), rejects=rejects)
    assert out.read_bytes() == whole.read_bytes()
    assert (report.read, report.scored) == (expected.read, expected.scored)
    assert not list(tmp_path.glob(".*.tmp"))
    assert irdp.score_file(source, out, irdp.load("was@1.0.0"), rejects=rejects).skipped


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is for POSIX")
def test_told_to_stop_it_leaves_nothing_behind(tmp_path, source):
    work = tmp_path / "work"
    work.mkdir()
    asked = ["score", source, "-d", "was@1.0.0", "-o", work / "o.csv"]
    asked += ["--rejects", work / "r.csv"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "irdp.cli", *map(str, asked)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not list(work.glob(".*.tmp")) and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 130
    assert not list(work.iterdir())


def test_killed_between_the_names_it_finds_its_own_manifest_again(tmp_path, source):
    scorer, out, rejects = (
        irdp.load("was@1.0.0"),
        tmp_path / "o.csv",
        tmp_path / "r.csv",
    )
    irdp.score_file(source, out, scorer, rejects=rejects)
    whole = out.read_bytes()
    out.unlink()  # as after a kill when the manifest and the rejects had their names
    report = irdp.score_file(source, out, scorer, rejects=rejects)
    assert not report.skipped
    assert out.read_bytes() == whole


def test_of_two_runs_at_once_one_wins_and_its_papers_are_its_own(tmp_path):
    source, out = tmp_path / "v.csv", tmp_path / "o.csv"
    rows = "".join(f"{i};{i % 11};{i % 4};1\n" for i in range(20_000))
    source.write_text(f"id_visite;WAI1;PHQ1;PHQ2\n{rows}")
    references = ["was@1.0.0", "phq2@1.0.0"]
    running = [start(RACE, source, out, name) for name in references]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].strip() for process in running]
    assert sorted(said) == ["IRDP-F006", "done"]
    assert verify(out).ok
    papers = json.loads((tmp_path / "o.csv.provenance.json").read_text())
    winner = papers["results"][0]
    assert f"{winner['id']}@{winner['version']}" == references[said.index("done")]


def test_a_run_leaves_the_temporary_file_of_another_alone(tmp_path):
    out = tmp_path / "o.csv"
    stale = tmp_path / ".o.csv.12345678.tmp"
    stale.write_text("left by a killed run")
    with atomic_writer(out) as first:
        first.write(b"first")
        with atomic_writer(out) as second:
            second.write(b"second")
        assert not stale.exists()
        assert out.read_bytes() == b"second"
        assert len(list(tmp_path.glob(".o.csv.*.tmp"))) == 1
        out.unlink()
    assert out.read_bytes() == b"first"


def test_a_full_disk_leaves_nothing_under_the_final_name(tmp_path, source):
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small file system needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = subprocess.run(  # noqa: S603 - a fixed command
        [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("this system mounts no tmpfs here")
    try:
        with pytest.raises(FileError, match="IRDP-F005"):
            irdp.score_file(source, disk / "o.csv", irdp.load("was@1.0.0"))
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run([shutil.which("umount"), str(disk)], check=True)  # noqa: S603


def test_a_limit_on_the_size_of_files_leaves_nothing(tmp_path, source):
    """As a full disk, where no small file system can be mounted."""
    if os.name != "posix":
        pytest.skip("limits are for POSIX")
    out = tmp_path / "small"
    out.mkdir()
    process = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", RUN, source, out / "o.csv", out / "r.csv"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        ),
    )
    assert process.returncode == 1
    assert "IRDP-F005" in process.stderr
    assert list(out.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_memory_stays_flat(tmp_path):
    """Four times the rows need no more memory, and less than 150 MB."""
    peaks = []
    for n in (100_000, 400_000):
        path = tmp_path / f"{n}.csv"
        with path.open("w") as file:
            file.write("id_visite;WAI1;note\n")
            file.writelines(f"V{i:07d};{i % 11};Ras {i % 97}\n" for i in range(n))
        process = start(MEMORY, path, tmp_path / f"o{n}.csv")
        peaks.append(int(process.communicate()[0].split()[-1]) / 1024)
    assert peaks[1] < 150
    assert peaks[1] - peaks[0] < 25
