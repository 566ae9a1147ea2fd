"""Hypothesis strategies: any definition, and any visits for it.

`definitions()` draws a `Definition` whose trees hold texts only, as `load_raw` gives
them; `to_yaml` writes such a tree as a file. A drawn definition is meant to load: its
points name all options, approximate numbers declare decimals, cuts are no finer than
those, bands rise from below the least value and are each reached.

`visits(definition)` draws raw answers: valid in any of their forms, absent, coded
states, and (unless `faulty=False`) what is wrong; with `flat` the texts of a flat file.
"""

from __future__ import annotations

import dataclasses
import random

import yaml
from hypothesis import strategies as st

from .desk import Desk, NotHereError
from .draw_choices import DRAWN, OFTEN, band
from .draw_conditions import conditions
from .draw_items import LABEL, items, lane_of, raw, sample, state_codes
from .lanes import FINEST, WIDEST, Lane, text
from .names import in_score
from .run import assess
from .sheet import Outcome

LARGEST = 10**9
HEADER = {
    "version": "1.0.0",
    "status": "draft",
    "title": {"fr": "Essai", "en": "Trial"},
}


@dataclasses.dataclass(frozen=True)
class Definition:
    """A questionnaire and a scoring of it, and what is known of its scores."""

    questionnaire: dict
    scoring: dict
    lanes: tuple[Lane, ...] = dataclasses.field(default=(), repr=False, compare=False)


class Plain(
    yaml.emitter.Emitter,
    yaml.serializer.Serializer,
    yaml.representer.SafeRepresenter,
    yaml.resolver.BaseResolver,
):
    """Write texts without quotes wherever YAML allows it: `1` stays a number."""

    def __init__(self, stream, **options):
        yaml.emitter.Emitter.__init__(
            self, stream, width=options["width"], allow_unicode=True
        )
        yaml.serializer.Serializer.__init__(self)
        yaml.representer.SafeRepresenter.__init__(self, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)

    def represent_str(self, data):
        return self.represent_scalar(
            "tag:yaml.org,2002:str", data, None if data else "'"
        )

    def ignore_aliases(self, data):
        del data
        return True


Plain.add_representer(str, Plain.represent_str)


def to_yaml(tree: dict) -> str:
    """Write a tree of texts as a YAML document."""
    return yaml.dump(tree, Dumper=Plain, width=10_000)


@st.composite
def definitions(
    draw, max_items: int = 5, max_scores: int = 6, op: str | None = None
) -> Definition:
    """Draw a questionnaire and a scoring of it, its last score by `op` if it can be."""
    questionnaire = draw(questionnaires(max_items))
    lanes = [lane_of(item, questionnaire) for item in questionnaire["items"]]
    invalid = draw(st.sampled_from(["reject", "missing"]))
    scoring = {"format": "irdp/scoring/1", "id": "trial", **HEADER}
    scoring |= {"questionnaire": "trial@1.0.0", "invalid_answers": invalid}
    scoring |= {"scores": [], "tables": []}
    seed = draw(st.integers(0, 999))

    def reach(name: str) -> list:
        """Return numbers that a name is known to reach, in order."""
        met = [reached(questionnaire, scoring, name, seed + i) for i in range(12)]
        return sorted({o.value for o in met if o.known})

    ops = draw(st.lists(st.sampled_from(OFTEN), min_size=2, max_size=max_scores))
    for i, word in enumerate([*ops[1:], op or ops[0]]):
        desk = Desk(draw, lanes, invalid=invalid == "missing")
        spec, lane = drawn(desk, word, reach, scoring["tables"])
        spec = {"id": f"s{i + 1}"} | spec
        lane = dataclasses.replace(lane, name=spec["id"])
        scoring["scores"].append(spec)
        if spec["op"] in ("log1p", "power") and not reach(spec["id"]):
            body, lane = presence(desk)  # a domain never met is a fault
            scoring["scores"][-1] = {"id": spec["id"]} | body | looks(desk)
            lane = dataclasses.replace(lane, name=spec["id"])
        lanes.append(lane)
    if not scoring["tables"]:
        del scoring["tables"]
    return Definition(questionnaire, scoring, tuple(o for o in lanes if not o.is_item))


@st.composite
def questionnaires(draw, max_items: int) -> dict:
    questionnaire = {"format": "irdp/questionnaire/1", "id": "trial", **HEADER}
    if codes := draw(state_codes()):
        questionnaire["codes"] = codes
    found = questionnaire["items"] = []
    for i in range(draw(st.integers(2, max_items))):
        item = draw(items(f"i{i + 1}"))
        if found and draw(st.integers(0, 4)) == 0:
            above = [lane_of(other, questionnaire) for other in found]
            item["shown_if"] = draw(conditions(above, 1))
        found.append(item)
    if draw(st.booleans()):
        day = {"type": "date", "source": "record", "label": LABEL}
        found += [{"id": "birth"} | day, {"id": "visit_date"} | day]
    return questionnaire


def reached(questionnaire: dict, scoring: dict, name: str, seed: int) -> Outcome:
    """Return what a name is at a complete visit drawn from a seed."""
    source = random.Random(seed)
    answers = {item["id"]: sample(item, source) for item in questionnaire["items"]}
    reader = {"id": "reader", "op": "coalesce", "of": [name]}
    result = assess(
        [questionnaire], scoring | {"scores": [*scoring["scores"], reader]}, answers
    )
    return result.scores["reader"]


def drawn(desk: Desk, op: str, reach, tables: list | None) -> tuple[dict, Lane]:
    """Draw one score: its operation, then its rounding, gates and looks."""
    try:
        body, lane = band(desk, reach) if op == "band" else DRAWN[op](desk)
    except NotHereError:
        body, lane = presence(desk)
    named = any(
        "." in key for key in lane.keys
    )  # names of another scoring are no labels
    if lane.size > LARGEST or named or ("table" in body and tables is None):
        body, lane = presence(desk)
    if "table" in body:
        tables.append({"id": f"t{len(tables) + 1}"} | body["table"])
        body["table"] = tables[-1]["id"]
    spec = {"title": HEADER["title"]} | body | looks(desk)
    spec |= gates(desk)
    rounding, lane = rounded(desk, lane)
    read = [o for o in desk.lanes if o.name in in_score(spec)]
    words = [spec.get("else"), *(c["then"] for c in spec.get("cases", []))]
    skips = (
        "applies_if" in spec or "not_applicable" in words or any(o.skips for o in read)
    )
    ranged = False
    if lane.kind == "number" and desk.flag(4):
        bound = int(lane.size) + 1
        spec["range"], ranged = [text(-bound), text(bound)], True
        lane = dataclasses.replace(lane, size=lane.size + 1)
    return spec | rounding, dataclasses.replace(lane, skips=skips, ranged=ranged)


def presence(desk: Desk) -> tuple[dict, Lane]:
    """Draw what any questionnaire allows: whether an item lacks an answer."""
    name = desk.one([o for o in desk.lanes if o.is_item]).name
    return {"op": "is_missing", "of": name}, Lane("", "truth", keys=("true", "false"))


def looks(desk: Desk) -> dict:
    spec = {"direction": "none", "level": "individual"}
    return spec | ({"report": "internal"} if desk.flag(5) else {})


def gates(desk: Desk) -> dict:
    spec = {}
    for key in ("applies_if", "population"):
        if desk.flag(8):
            spec[key] = desk.condition()
    if desk.flag(8):
        spec["requires"] = [o.name for o in desk.few(desk.lanes, 1, 2)]
    return spec


def rounded(desk: Desk, lane: Lane) -> tuple[dict, Lane]:
    """Declare decimals where a number needs them, and sometimes where it does not."""
    if lane.kind != "number":
        return {}, lane
    exact = lane.scale > 0 and lane.scale * lane.size < WIDEST
    if exact and not desk.flag(4):
        return {}, lane
    most = next(d for d in range(6, -1, -1) if d == 0 or lane.size * 10**d < FINEST**2)
    places = desk.draw(st.integers(0, most))
    spec = {"decimals": str(places)}
    if desk.flag():
        spec["rounding"] = desk.draw(st.sampled_from(["half_up", "half_even"]))
    return spec, dataclasses.replace(
        lane, size=lane.size + 1, scale=10**places, places=places
    )


def visits(
    definition: Definition, *, faulty: bool = True, flat: bool = False
) -> st.SearchStrategy[dict]:
    """Draw the raw answers of one visit (texts only if `flat`); a key may be absent."""
    document = definition.questionnaire
    answers = {
        item["id"]: raw(item, document, faulty=faulty, flat=flat)
        for item in document["items"]
    }
    whole = st.fixed_dictionaries(answers)
    return st.one_of(whole, whole, whole, st.fixed_dictionaries({}, optional=answers))
