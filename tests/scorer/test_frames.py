"""A frame is scored by the definition that it was encoded for, or not at all."""

import pickle

import numpy as np
import pytest

from irdp.errors import CallError

HEAD = (
    "format: irdp/{}/1\nid: {}\nversion: 1.0.0\nstatus: draft\ntitle: {{fr: Essai}}\n"
)
ITEM = "items:\n  - {{id: A, type: integer, min: {}, max: {}, label: {{fr: A}}}}\n"
SUM = "questionnaire: q@1.0.0\nscores:\n  - {id: s, op: sum, of: [A]}\n"


@pytest.fixture
def scorer_from(scorer_of):
    def make(low, high):
        asked = HEAD.format("questionnaire", "q") + ITEM.format(low, high)
        return scorer_of(asked, HEAD.format("scoring", "s") + SUM)

    return make


def test_codes_of_other_answers_are_refused(scorer_from):
    frame = scorer_from(0, 4).encode({"A": [0, 1, 2]})
    for part in (frame, frame.take(np.array([1])), pickle.loads(pickle.dumps(frame))):  # noqa: S301 - our own
        with pytest.raises(CallError, match="IRDP-C031"):
            scorer_from(1, 5).score(part)
    assert scorer_from(0, 4).score(frame).values("s").tolist() == [0, 1, 2]
