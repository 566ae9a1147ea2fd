"""Any referral policy over a drawn scoring, and any visits for it."""

from __future__ import annotations

import dataclasses
import random

from hypothesis import strategies as st

from .desk import Desk
from .draw_choices import OFTEN
from .draw_conditions import conditions, some
from .draw_items import LABEL, items, lane_of, raw, sample, state_codes
from .policy import assess_policy
from .strategies import HEADER, Definition, definitions, drawn

PROPOSALS = ("alert", "advise", "inform")
DAYS = ("2004-02-29", "2023-03-01", "2024-06-15", "2026-06-15")


@dataclasses.dataclass(frozen=True)
class Policy:
    """A policy and the definition whose scoring it reads as `x`."""

    definition: Definition
    policy: dict

    @property
    def scorings(self) -> dict[str, dict]:
        return {"x": self.definition.scoring}

    @property
    def questionnaires(self) -> list[dict]:
        return [self.definition.questionnaire]


@st.composite
def policies(draw) -> Policy:
    """Draw a scoring and a policy over its scores and some facts."""
    definition = draw(definitions(max_items=3, max_scores=3))
    policy = {"format": "irdp/referral/1", "id": "trial_policy", **HEADER}
    if codes := draw(state_codes()):
        policy["codes"] = codes
    entry = {"ref": "trial@1.0.0", "optional": "true"}
    policy["scorings"] = {"x": draw(st.sampled_from(["trial@1.0.0", entry]))}
    policy["facts"] = [draw(items(f"f{i + 1}")) for i in range(draw(st.integers(1, 3)))]
    day = {"id": "day", "type": "date", "source": "record", "label": LABEL}
    policy["facts"].append(
        day | draw(st.sampled_from([{}, {"codes": {"not_applicable": ["JAMAIS"]}}]))
    )
    lanes = [lane_of(fact, policy) for fact in policy["facts"]]
    lanes += [dataclasses.replace(o, name=f"x.{o.name}") for o in definition.lanes]
    policy["scores"] = []
    for i in range(draw(st.integers(0, 2))):
        desk = Desk(draw, lanes, invalid=False)
        spec, lane = drawn(desk, draw(st.sampled_from(OFTEN)), lambda _: [], None)
        policy["scores"].append({"id": f"w{i + 1}"} | spec)
        lanes.append(dataclasses.replace(lane, name=f"w{i + 1}"))
    if not policy["scores"]:
        del policy["scores"]
    policy["decisions"] = [
        draw(decisions(f"d{i + 1}", lanes)) for i in range(draw(st.integers(1, 2)))
    ]
    return Policy(definition, can_fire(definition, policy))


@st.composite
def decisions(draw, name: str, lanes: list) -> dict:
    rules = [
        draw(rule(f"{name}r{i + 1}", lanes)) for i in range(draw(st.integers(1, 4)))
    ]
    words = [*PROPOSALS, "usual", "open"]
    return {
        "id": name,
        "title": HEADER["title"],
        "hit": draw(st.sampled_from(["first", "collect"])),
        "proposals": {word: {"fr": word, "en": word} for word in words},
        "rules": rules,
        "default": "usual",
        "undetermined": "open",
    }


@st.composite
def rule(draw, name: str, lanes: list) -> dict:
    drawn_rule = {"id": name, "when": draw(conditions(lanes))}
    if draw(st.booleans()):
        ends = draw(some(["from", "until"]))
        days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2)))
        given = {
            end: d
            for end, d in zip(["from", "until"], days, strict=True)
            if end in ends
        }
        drawn_rule["valid"] = given | {"fact": "day"}
    if draw(st.booleans()):
        drawn_rule["unknown"] = draw(st.sampled_from(["hold", "skip"]))
    return drawn_rule | {"propose": draw(st.sampled_from(PROPOSALS))}


def can_fire(definition: Definition, policy: dict) -> dict:
    """Replace the condition of a rule that no complete visit tried makes true."""
    documents = [
        (i, definition.questionnaire) for i in definition.questionnaire["items"]
    ]
    documents += [(fact, policy) for fact in policy["facts"]]
    free = [
        d
        | {"rules": [{k: v for k, v in r.items() if k != "valid"} for r in d["rules"]]}
        for d in policy["decisions"]
    ]
    fired = set()
    for seed in range(12):
        source = random.Random(seed)
        visit = {item["id"]: sample(item, source) for item, _ in documents}
        given = [definition.questionnaire], {"x": definition.scoring}
        result = assess_policy(*given, policy | {"decisions": free}, visit)
        fired |= {name for d in result.decisions.values() for name in d.reasons}
    sure = {"item": policy["facts"][0]["id"], "state": ["answered"]}
    for decision in (decisions_ := [dict(d) for d in policy["decisions"]]):
        decision["rules"] = [
            r if r["id"] in fired else r | {"when": sure} for r in decision["rules"]
        ]
    return policy | {"decisions": decisions_}


def policy_visits(policy: Policy, *, faulty: bool = True) -> st.SearchStrategy[dict]:
    """Draw the raw answers and facts of one visit."""
    answers = {
        item["id"]: raw(item, document, faulty=faulty)
        for document, key in (
            (policy.definition.questionnaire, "items"),
            (policy.policy, "facts"),
        )
        for item in document[key]
    }
    return st.fixed_dictionaries(answers) | st.fixed_dictionaries({}, optional=answers)
