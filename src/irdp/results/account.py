"""What is to be said of visits whose results went to the caller's arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from irdp.errors import IssuesError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.errors import Diagnostic
    from irdp.ops.lanes import Bools
    from irdp.results.provenance import Provenance
    from irdp.visits.intake import Intake
    from irdp.visits.issues import Issues


@dataclass(frozen=True, repr=False, eq=False)
class Account:
    """The issues and rejects of scored visits, and where the results come from.

    Parameters
    ----------
    intake
        The visits, once all are read.
    provenance
        Where the results come from.
    """

    intake: Intake
    provenance: Provenance

    def __len__(self) -> int:
        return self.intake.n

    def __repr__(self) -> str:
        return f"Account({len(self)} visits, {int(self.rejected.sum())} rejected)"

    @cached_property
    def issues(self) -> Issues:
        """What is wrong with single answers."""
        return self.intake.issues()

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What is to be said once for the whole table."""
        return self.intake.notes()

    @cached_property
    def rejected(self) -> Bools:
        """Which visits were rejected, bool, shape (n_visits,)."""
        return self.intake.rejected()

    def raise_for_issues(self, max_share: float = 0.0) -> None:
        """Raise if more than a share of the visits were rejected.

        Raises
        ------
        IssuesError
            With the share and the limit, never an answer.
        """
        refuse_share(self.rejected, max_share)


def refuse_share(rejected: Bools, most: float) -> None:
    """Raise if more than a share of visits are rejected.

    Raises
    ------
    IssuesError
        With the share and the limit.
    """
    share = float(rejected.mean()) if len(rejected) else 0.0
    if share > most:
        raise IssuesError(
            diagnose("IRDP-C007", share=f"{share:.2%}", most=f"{most:.2%}")
        )
