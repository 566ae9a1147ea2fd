"""Visits read by chunks: each fault told once, each row refused whenever it is read."""

import numpy as np
import pytest

from irdp.ops.item import ItemSpec
from irdp.ops.lanes import Domain, ItemType
from irdp.visits.encode import Encoder
from irdp.visits.intake import Intake

PAIN = ItemSpec("pain", Domain(ItemType.INTEGER, 4))
MOOD = ItemSpec("mood", Domain(ItemType.INTEGER, 3, low=1))
TEXT = ItemSpec("text", Domain(ItemType.CHOICE, 2, ("no", "yes")))
DATA = {
    "pain": np.array([0, 9, 3, 1, -1, 2], np.int8),
    "mood": np.array([1, 2, 0, 3, 3, 4]),
    "text": ["no", "yes", "yes", "?", "no", "no"],
}


@pytest.fixture
def intake():
    return Encoder([PAIN, MOOD, TEXT]).open(DATA)


def test_what_nobody_reads_is_checked_all_the_same(intake):
    intake.begin(0, 6)
    assert intake.read("pain", np.empty(6, np.uint8), first=1).tolist() == [
        1, 0, 4, 2, 0, 3,
    ]  # fmt: skip
    assert sorted({*intake.end(np.empty(6, np.uint8)).tolist()}) == [1, 2, 3, 4, 5]
    rows = [(issue.row, issue.item) for issue in intake.issues()]
    assert rows == [(1, "pain"), (2, "mood"), (3, "text"), (4, "pain"), (5, "mood")]


def test_chunks_that_overlap(intake):
    found = []
    for start, stop in ((0, 4), (2, 6)):
        intake.begin(start, stop)
        out = np.empty(4, np.uint8)
        intake.read("mood", out)
        intake.read("mood", out)  # twice is once
        found.append(sorted({*intake.end(out).tolist()}))
    assert found == [[1, 2, 3], [0, 1, 2, 3]]
    assert len(intake.issues()) == 5
    assert intake.rejected().tolist() == [False, True, True, True, True, True]


def test_a_frame_is_what_the_encoder_gives(intake):
    wanted = Encoder([PAIN, MOOD, TEXT]).table(DATA)
    for found in (intake.frame(), Intake.of(wanted).frame()):
        assert found.issues.to_dict() == wanted.issues.to_dict()
        for name, codes in wanted.codes.items():
            assert found.codes[name].tolist() == codes.tolist()


@pytest.mark.parametrize(
    ("low", "size", "values"),
    [
        (60, 141, np.array([100, -99], np.int8)),  # -99 is 157, a byte further
        (-3, 7, np.array([1, 253], np.uint8)),
        (-3, 7, np.array([1, 2**64 - 2], np.uint64)),
        (0, 200, np.array([100, -56], np.int8)),
    ],
)
def test_a_type_too_narrow_for_a_run_makes_no_answer(low, size, values):
    item = ItemSpec("x", Domain(ItemType.INTEGER, size, low=low))
    encoder = Encoder([item])
    frame = encoder.table({"x": values})
    alone = [encoder.visit({"x": value}).codes["x"][0] for value in values.tolist()]
    assert frame.codes["x"].tolist() == alone
    assert frame.rejected.tolist() == [False, True]


def test_the_keys_of_the_last_visit_are_known_and_no_more():
    encoder = Encoder([PAIN, MOOD], known=("day",))
    visits = [
        {" mood ": 2, "pain": 1, "note": "x"},
        {" mood ": 3, "pain": None, "note": "x"},
        {"mood": 1, "pain": 2, "note": "x"},
        {"note": "x", "pain": 3},
        {"day": 5, "pain": 0, "mood": 1},
        {" mood ": 9, "pain": 1, "note": "x"},
    ]
    for visit in [*visits, *reversed(visits)]:
        codes, faults, notes = encoder.row(visit)
        wanted = Encoder([PAIN, MOOD], known=("day",)).row(visit)
        assert (codes, faults, notes) == wanted
        assert bool(notes) == ("note" in visit)
