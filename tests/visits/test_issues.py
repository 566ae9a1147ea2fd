from __future__ import annotations

import numpy as np

from irdp.errors import Severity
from irdp.visits.issues import ERROR, WARNING, IssueBuilder, IssueCode, Issues


def build(offset=0):
    builder = IssueBuilder(("a", "b"))
    builder.add(np.array([3, 1]) + offset, "b", IssueCode.BOUNDS)
    builder.add([1 + offset], "a", IssueCode.NOT_ASKED, WARNING)
    builder.add([2 + offset], "", IssueCode.CONTRADICTION)
    return builder.build()


def test_issues_come_by_row_then_item():
    issues = build()
    assert [(i.row, i.item, i.code, i.severity) for i in issues] == [
        (1, "a", "IRDP-D030", Severity.WARNING),
        (1, "b", "IRDP-D028", Severity.ERROR),
        (2, "", "IRDP-D031", Severity.ERROR),
        (3, "b", "IRDP-D028", Severity.ERROR),
    ]
    assert [i.item for i in issues.for_row(1)] == ["a", "b"]
    assert issues.for_row(0) == ()
    assert issues.rejected(5).tolist() == [False, True, True, True, False]
    assert issues.to_dict()["code"][0] == "IRDP-D030"


def test_issues_are_counted_by_item_and_code():
    assert build().counts() == {
        ("", "IRDP-D031"): 1,
        ("a", "IRDP-D030"): 1,
        ("b", "IRDP-D028"): 2,
    }


def test_parts_are_the_whole():
    whole = build()
    parts = [whole.slice(0, 2), whole.slice(2, 4)]
    joined = Issues.concat(parts, [0, 2])
    assert joined.to_dict() == whole.to_dict()


def test_rows_are_taken_in_the_order_asked():
    taken = build().take(np.array([3, 0, 1, 3]))
    assert [(i.row, i.item) for i in taken] == [(0, "b"), (2, "a"), (2, "b"), (3, "b")]


def test_a_check_may_stand_where_an_item_does():
    builder = IssueBuilder(("a",))
    builder.add([0], "minor_retired", IssueCode.CONTRADICTION, ERROR)
    issues = builder.build()
    assert issues.items == ("a", "minor_retired")
    assert "minor_retired" in issues.for_row(0)[0].message.fr


def test_names_of_other_tables_are_joined():
    other = IssueBuilder(("b", "c"))
    other.add([0], "c", IssueCode.DATE)
    both = Issues.concat([build(), other.build()], [0, 10])
    assert both.items == ("a", "b", "c")
    assert both.for_row(10)[0].item == "c"
