"""Seeded mutations of shipped files: none may change a score unnoticed."""

import random
import re
from decimal import Decimal
from functools import cache

import jsonschema
import numpy as np
import pytest

from irdp.catalogue import Catalog
from irdp.errors import IrdpError
from irdp.review.check import check
from irdp.review.lock import write_lock
from irdp.review.sampling import draw, table_of
from irdp.review.schema import json_schema
from irdp.scorer import Scorer
from irdp.source import read_text

PER_DEFINITION = {"demo_pdp": 10}
READ_BY = {"demo_pdp": ("demo_irdp", "epices")}
NAMES = [
    "alsmt2_flag", "cbi", "demo_irdp", "epices", "eri16", "fabq", "gad7",
    "grille_reperage", "karasek26", "mi_carriere", "ompsq_sf", "phq2", "phq4", "phq9",
    "roelen_sa_days", "startback", "wai", "was", "who5",
]  # fmt: skip
STRUCTURAL = {f"IRDP-Q0{n}" for n in (*range(12, 21), *range(29, 33), *range(35, 40))}
KEY = re.compile(r"([A-Za-z_]\w*):(?=\s|$)")
NUMBER = re.compile(r"(?<![\w.@-])-?\d+(\.\d+)?(?![\w.-])")
WORD = re.compile(r"(?<=[:\[,{] )([A-Za-z_]\w*)(?=[,\]}]|$)")


def replaced(line, match, text):
    return line[: match.start()] + text + line[match.end() :]


def mutate(text, kind, rng):
    """Return the text with one change of a kind, and what was changed."""
    lines = text.split("\n")
    places = {"key": KEY, "type": NUMBER, "name": WORD, "number": NUMBER}
    if kind in places:
        found = [
            (i, m)
            for i, line in enumerate(lines)
            if not line.lstrip().startswith("#")
            for m in places[kind].finditer(line)
        ]
        if not found:
            return None
        i, match = rng.choice(found)
        word = match.group()
        new = {
            "key": lambda: rng.choice([word[:-1] + "x:", word[1:], word[:-2] + ":"]),
            "type": lambda: rng.choice(
                [f'"{word}"', f"[{word}]", f"{{a: {word}}}", "~"]
            ),
            "name": lambda: rng.choice([word + "z", word[:-1] or "q", "12", "true"]),
            "number": lambda: rng.choice([bumped(word), "-" + word, word + "0", "7"]),
        }[kind]()
        lines[i] = replaced(lines[i], match, new)
    else:
        filled = [i for i, line in enumerate(lines) if line.strip()]
        i = rng.choice(filled)
        if kind == "deletion":
            del lines[i]
        elif rng.random() < 0.5:
            lines[i] = " " * rng.choice([1, 2, 4]) + lines[i]
        else:
            lines[i] = lines[i].removeprefix("  ")
    return "\n".join(lines)


def bumped(word):
    unit = Decimal(1).scaleb(Decimal(word).as_tuple().exponent)
    return str(Decimal(word) + unit)


@cache
def validator(kind):
    return jsonschema.Draft202012Validator(json_schema(kind))


def plain(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


def definition(folder, name):
    """Return a definition as it stands in a folder, LOCK or no LOCK."""
    catalog = Catalog([folder], shipped=False)
    catalog.__dict__["locks"] = {}
    return catalog.load(f"{name}@latest")


def results(scorer):
    table = table_of(scorer, draw(scorer, 200, np.random.default_rng(5)))
    return {
        name: (lane.values.tolist(), lane.status.tolist())
        for name, lane in table.lanes.items()
    }, {name: table.decisions(name).tolist() for name in table.verdicts}


def signs(scorer):
    """Return the results of random visits as values: scales may differ."""
    program = scorer.compiled.program
    lanes, decisions = results(scorer)
    return decisions | {
        name: [
            (program.nodes[name].signature.labels or (v,))[v]
            if program.nodes[name].signature.labels
            else v / program.nodes[name].signature.scale
            for v in values
        ]
        + status
        for name, (values, status) in lanes.items()
    }


@pytest.mark.parametrize("name", [*NAMES, "demo_pdp"])
def test_no_mutation_changes_a_score_unnoticed(copy, name):
    copied = copy(*READ_BY.get(name, ()), name)
    folder = copied.folder
    write_lock(copied.catalog, folder)
    original = definition(folder, name)
    expected = signs(Scorer(original))
    rng = random.Random(name)
    kinds = ["key", "type", "name", "number", "indentation", "deletion"]
    version = original.document.version
    files = sorted((folder / name).glob(f"*-{version}.yaml"))
    done = 0
    while done < PER_DEFINITION.get(name, 27):
        path, kind = rng.choice(files), rng.choice(kinds)
        text = path.read_text(encoding="utf-8")
        mutated = mutate(text, kind, rng)
        if mutated is None or mutated == text:
            continue
        done += 1
        path.write_text(mutated, encoding="utf-8")
        try:
            hold(folder, name, path, original, expected)
        except AssertionError as error:
            before, after = text.splitlines(), mutated.splitlines()
            lines = (
                [x for x in before if x not in after],
                [x for x in after if x not in before],
            )
            message = f"{kind} in {path.name}: {lines}"
            raise AssertionError(message) from error
        finally:
            path.write_text(text, encoding="utf-8")


def hold(folder, name, path, original, expected):
    """Hold one mutation against the property."""
    report = check(folder, catalog=Catalog([folder], shipped=False))
    for error in report.errors:
        assert error.place is not None, error.code
        assert error.place.line > 0, error.code
    codes = {d.code for d in report.errors}
    if codes and codes <= STRUCTURAL:
        tree = plain(read_text(path.read_text(encoding="utf-8"), path.name).value)
        assert not validator(path.name.split("-")[0]).is_valid(tree), codes
    try:
        found = definition(folder, name)
    except IrdpError:
        assert codes, "refused by the loader, unseen by the check"
        return
    same = found.bundle.scoring_digest == original.bundle.scoring_digest
    assert codes or same, "another scoring digest, unseen by the check"
    if same:
        assert signs(Scorer(found)) == expected, "same scoring digest, other scores"
