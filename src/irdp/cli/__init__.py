"""The command line: one file per command; what a command does is in the library."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the arguments of the process name, and exit."""
    from irdp.cli.app import run  # noqa: PLC0415 - typer is for the command line alone

    sys.exit(run(sys.argv[1:]))
