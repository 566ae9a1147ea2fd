from __future__ import annotations

import copy

import numpy as np
import pytest

from irdp.errors import CallError
from irdp.ops.lanes import FIRST, State
from irdp.visits.encode import encode
from irdp.visits.issues import WARNING, IssueBuilder, IssueCode


@pytest.fixture
def frame(specs):
    return encode([specs["integer"]], {"integer": [1, 300, None, 2]})


def test_a_frame_cannot_be_changed(frame):
    with pytest.raises(ValueError, match="read-only"):
        frame.codes["integer"][0] = 0
    with pytest.raises(TypeError):
        frame.codes["other"] = frame.codes["integer"]
    with pytest.raises(AttributeError):
        frame.n = 3


def test_a_slice_holds_its_own_issues(frame):
    part = frame.slice(1, 3)
    assert part.codes["integer"].tolist() == [State.INVALID, State.MISSING]
    assert part.rejected.tolist() == [True, False]
    assert [i.row for i in part.issues] == [0]
    assert frame.slice(-1).codes["integer"].tolist() == [FIRST + 102]
    assert frame.slice(3, 1).n == 0


def test_rows_are_taken_with_their_issues(frame):
    part = frame.take(np.array([-1, -3, 1]))
    assert part.codes["integer"].tolist() == [FIRST + 102, 4, 4]
    assert [i.row for i in part.issues] == [1, 2]
    assert part.rejected.tolist() == [False, True, True]


def test_a_mask_takes_the_visits_where_it_is_true(frame):
    part = frame.take(np.array([False, False, True, True]))
    assert part.codes["integer"].tolist() == [State.MISSING, FIRST + 102]


@pytest.mark.parametrize("rows", [[4], [-5], [True, False], [True] * 5])
def test_rows_beyond_the_visits_are_refused(rows, frame):
    with pytest.raises(CallError, match="IRDP-C033"):
        frame.take(np.array(rows))


def test_further_issues_reject_further_visits(frame):
    builder = IssueBuilder(())
    builder.add([0], "some_check", IssueCode.CONTRADICTION)
    builder.add([3], "integer", IssueCode.NOT_ASKED, WARNING)
    more = frame.with_issues(builder.build())
    assert more.rejected.tolist() == [True, True, False, False]
    assert [i.row for i in more.issues] == [0, 1, 3]
    assert frame.rejected.tolist() == [False, True, False, False]


def test_a_copy_is_the_same_and_read_only(frame):
    twin = copy.deepcopy(frame)
    assert twin.codes["integer"].tolist() == frame.codes["integer"].tolist()
    assert twin.issues.to_dict() == frame.issues.to_dict()
    assert not twin.codes["integer"].flags.writeable


def test_no_answer_stands_in_the_repr(frame):
    assert repr(frame) == "Frame(4 visits, 1 items, 1 rejected, numpy)"
