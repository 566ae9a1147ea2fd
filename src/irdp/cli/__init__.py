"""The command line: one file per command; what a command does is in the library."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command that the arguments of the process name, and exit."""
    from irdp.cli.app import run  # noqa: PLC0415 - typer is for the command line alone

    # Told to stop, as by a container: what is half written goes, it may hold answers.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))
