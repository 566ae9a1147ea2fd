"""`python -m irdp.cli` does what `irdp` does."""

from irdp.cli import main

main()
