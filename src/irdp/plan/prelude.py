"""What is settled before any score: items not shown, contradictions, rejections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.ops.lanes import FIRST, NOT_APPLICABLE, PRORATED, State
from irdp.visits.frame import Frame
from irdp.visits.issues import ERROR, WARNING, IssueBuilder, IssueCode, Issues

if TYPE_CHECKING:
    from irdp.ops.lanes import Bools, Codes
    from irdp.plan.program import Program


def settle(frame: Frame, program: Program) -> Frame:
    """Return the frame with skipped items not_applicable and contradictions noted.

    An answer to an item that is not shown is ignored, with a warning; so is what is
    wrong with it.
    """
    if not program.gates and not program.checks:
        return frame
    codes: dict[str, Codes] = dict(frame.codes)
    builder = IssueBuilder(frame.issues.items)
    ignored: dict[str, Bools] = {}
    for gate in program.gates:
        values, status = gate.shown(codes)
        hidden = (status == NOT_APPLICABLE) | ((status <= PRORATED) & (values == 0))
        column = codes[gate.item]
        given = hidden & ((column >= FIRST) | (column == State.INVALID))
        builder.add(np.flatnonzero(given), gate.item, IssueCode.NOT_ASKED, WARNING)
        ignored[gate.item] = hidden
        shown = np.where(hidden, column.dtype.type(State.NOT_APPLICABLE), column)
        codes[gate.item] = shown
    for check in program.checks:
        values, status = check.never(codes)
        broken = (status <= PRORATED) & (values == 1)
        severity = ERROR if check.rejects else WARNING
        builder.add(np.flatnonzero(broken), check.id, IssueCode.CONTRADICTION, severity)
    kept = _without(frame.issues, ignored)
    builder.extend(kept)
    return Frame.build(
        codes,
        builder.build(),
        n=frame.n,
        backend=frame.backend,
        notes=frame.notes,
        index=frame.index,
        domains=frame.domains,
    )


def _without(issues: Issues, ignored: dict[str, Bools]) -> Issues:
    """Return the issues but those of answers that were not asked for."""
    drop = np.zeros(len(issues), np.bool_)
    for name, hidden in ignored.items():
        if name in issues.items:
            mine = issues.item == issues.items.index(name)
            drop |= mine & hidden[issues.row]
    keep = ~drop
    return Issues(
        issues.items,
        issues.row[keep],
        issues.item[keep],
        issues.code[keep],
        issues.severity[keep],
    )
