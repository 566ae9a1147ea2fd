"""Scorers of definitions that no file holds, and the two engines."""

import numpy as np
import pytest
from hypothesis import reject

from irdp.catalogue import Definition
from irdp.definition.bundle import Bundle, Filed
from irdp.definition.questionnaire import Questionnaire
from irdp.definition.read import parse
from irdp.definition.referral import Referral
from irdp.definition.scoring import Scoring
from irdp.errors import DefinitionError
from irdp.plan.link import link
from irdp.scorer import Scorer
from irdp.source import read_text


def _filed(text, name, model):
    source = read_text(text, name)
    return Filed(parse(source, model), source)


def _scorer(root, questionnaires, scorings):
    bundle = Bundle(root, {q.document.reference: q for q in questionnaires}, scorings)
    program, found = link(bundle)
    errors = [d for d in found if d.severity == "error"]
    if errors and all(d.code == "IRDP-Q079" for d in errors):
        reject()  # a drawn score that has a value nowhere is rightly refused
    if errors:
        raise DefinitionError(*errors)
    return Scorer(Definition(bundle, program))


@pytest.fixture(scope="session")
def scorer_of():
    """Return what makes the scorer of a questionnaire and a scoring, both as text."""

    def make(questionnaire, scoring):
        asked = _filed(questionnaire, "questionnaire.yaml", Questionnaire)
        return _scorer(_filed(scoring, "scoring.yaml", Scoring), [asked], {})

    return make


@pytest.fixture(scope="session")
def policy_of():
    """Return what makes the scorer of a policy that reads one scoring as `x`."""

    def make(questionnaire, scoring, policy):
        asked = _filed(questionnaire, "questionnaire.yaml", Questionnaire)
        read = _filed(scoring, "scoring.yaml", Scoring)
        return _scorer(_filed(policy, "policy.yaml", Referral), [asked], {"x": read})

    return make


@pytest.fixture(params=["kernels", "tables"])
def engine(request, monkeypatch):
    """Run a test by the kernels alone, then by the tables made of them."""
    visits = 0 if request.param == "tables" else 1 << 60
    monkeypatch.setattr("irdp.plan.engine.WORTH", visits)
    monkeypatch.setattr("irdp.plan.engine.WARM", visits)
    return request.param


def hold_into(scorer, data, table):
    """Hold results written into arrays to those of a table; return their account."""
    n = len(table)
    outs, wanted = {}, {}
    for name in table.lanes:
        values = table.values(name)
        wanted[name, "values"], outs[name, "values"] = values, np.empty_like(values)
        if values.dtype == object:
            wanted[name, "ranks"] = table.ranks(name)
            outs[name, "ranks"] = np.empty(n, np.int64)
    for name in table.verdicts:
        texts = wanted[name, "values"] = table.decisions(name)
        outs[name, "values"] = np.empty(n, object)
        step = table.reader.steps[name]
        if step.hit == "first":
            wanted[name, "ranks"] = np.array(
                [step.proposals.index(text) for text in texts], np.int64
            )
            outs[name, "ranks"] = np.empty(n, np.int8)
    for form in ("values", "ranks"):
        chosen = {name: out for (name, kind), out in outs.items() if kind == form}
        account = scorer.score_into(data, chosen)
    for key, want in wanted.items():
        if want.dtype == np.float64:
            assert outs[key].tobytes() == want.tobytes(), key
        else:
            assert outs[key].tolist() == want.tolist(), key
    assert account.rejected.tolist() == table.rejected.tolist()
    assert account.issues.to_dict() == table.issues.to_dict()
    assert {*account.notes} == {*table.frame.notes}
    assert account.provenance == table.provenance
    return account


@pytest.fixture(scope="session")
def into():
    """Return what holds `score_into` to `score`."""
    return hold_into
