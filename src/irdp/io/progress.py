"""How far the scoring of a file is: rows, rate, what remains. Never an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from irdp.io.inputs import Input
    from irdp.text import Lang

_LEAST = 0.5  # seconds between two reports, and before the first estimate


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a run.

    Parameters
    ----------
    read, rejected
        Rows so far, over all inputs.
    share
        How much of the input was read, in [0, 1]; None where its size is unknown.
    seconds
        Since the beginning.
    """

    read: int
    rejected: int
    share: float | None
    seconds: float

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.read / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that probably remain, None where nothing is known."""
        if not self.share or self.seconds < _LEAST:
            return None
        return self.seconds * (1 - self.share) / self.share

    def render(self, lang: Lang = "fr") -> str:
        """Return one line of text.

        Examples
        --------
        >>> Progress(40_000, 3, 0.5, 2.0).render("en")
        '50 %  40,000 rows, 3 rejected, 20,000 rows/s, 2 s left'
        """
        share = "" if self.share is None else f"{self.share:.0%}  ".replace("%", " %")
        left = self.remaining
        numbers = [f"{n:,}" for n in (self.read, self.rejected, round(self.rate))]
        if lang == "en":
            end = "" if left is None else f", {left:.0f} s left"
            rows, out, rate = numbers
            return f"{share}{rows} rows, {out} rejected, {rate} rows/s{end}"
        rows, out, rate = (n.replace(",", "\u202f") for n in numbers)
        end = "" if left is None else f", encore {left:.0f} s"
        return f"{share}{rows} lignes, {out} rejetées, {rate} lignes/s{end}"


Watch = Callable[[Progress], None]


class Meter:
    """Tells a watcher how far a run is, twice a second at the most.

    Parameters
    ----------
    watch
        What is called, or None.
    n_inputs
        How many files the run reads.
    """

    def __init__(self, watch: Watch | None, n_inputs: int) -> None:
        self._watch = watch
        self._n = n_inputs
        self._start = self._last = time.monotonic()

    def tick(self, done: int, at: Input, *, read: int, rejected: int) -> None:
        """Say where the run is: `done` inputs read, and part of the input `at`."""
        now = time.monotonic()
        if self._watch is None or now - self._last < _LEAST:
            return
        self._last = now
        part = at.position / at.size if at.size else None
        share = None if part is None else (done + min(part, 1.0)) / self._n
        self._watch(Progress(read, rejected, share, now - self._start))
