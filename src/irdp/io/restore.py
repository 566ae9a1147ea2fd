"""A report read back from the manifest of a job that was done before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp.io.report import ItemCounts, Report

if TYPE_CHECKING:
    from collections.abc import Mapping


def restored(manifest: Mapping[str, Any], output: str, rejects: str | None) -> Report:
    """Return the report of a job as its manifest keeps it; notes are left out."""
    plain = manifest["report"]
    return Report(
        read=plain["read"],
        scored=plain["scored"],
        rejected=plain["rejected"],
        blank=plain["blank"],
        statuses=plain["statuses"],
        bands=plain["bands"],
        proposals=plain["proposals"],
        items={name: ItemCounts(**counts) for name, counts in plain["items"].items()},
        faults=_pairs(plain["faults"]),
        remarks=_pairs(plain["remarks"]),
        output=output,
        rejects=rejects,
        skipped=True,
    )


def _pairs(rows: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    return {(row["column"] or "", row["code"]): row["rows"] for row in rows}
