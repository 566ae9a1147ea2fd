"""No result of a person for an employer, nor for those who get aggregates."""

import datetime as dt
import importlib
import inspect
import pkgutil
from typing import get_args

import pytest

import irdp
from irdp.disclosure.audience import Audience, audience_of, check_individual
from irdp.errors import CallError
from irdp.indicators import compute
from irdp.report.activity import activity
from irdp.report.followup import eligible_mi_carriere, follow_up_files
from irdp.report.signalement import (
    signalement_document,
    signalement_page,
    write_signalement,
)

FORBIDDEN = ("employeur", "employer", "EMPLOYEUR", "Employeur", "rh")
SCORER = irdp.load("pdp_droits@1.0.0")
FOUND = SCORER.assess({"visit_date": "2026-10-05"})
TABLE = {"cle_salarie": ["a"], "annee_naissance": [1981], "date_entree": ["2020-01-01"]}
TABLE |= {"date_sortie": [""], "type": ["vip"], "date": ["2026-01-01"]}
FILES = {"id_dossier": ["D"], "orientation_le": ["2026-01-01"]}

# Everything that shows results for an audience; a new one fails until it is here.
INDIVIDUAL = {
    "irdp.scorer.Scorer.explain": lambda a: SCORER.explain({}, audience=a),
    "irdp.results.assessment.Assessment.explain": lambda a: FOUND.explain(audience=a),
    "irdp.report.signalement.signalement_page": (
        lambda a: signalement_page(FOUND, audience=a)
    ),
    "irdp.report.signalement.signalement_document": (
        lambda a: signalement_document(FOUND, audience=a)
    ),
    "irdp.report.signalement.write_signalement": (
        lambda a: write_signalement(FOUND, "/nowhere/fiche.html", audience=a)
    ),
    "irdp.report.followup.eligible_mi_carriere": (
        lambda a: eligible_mi_carriere(TABLE, TABLE, year=2026, audience=a)
    ),
    "irdp.report.followup.follow_up_files": (
        lambda a: follow_up_files(FILES, on=dt.date(2026, 8, 1), audience=a)
    ),
}
AGGREGATED = {
    "irdp.indicators.compute.compute": (
        lambda a, _: compute(TABLE, period=2026, audience=a)
    ),
    "irdp.report.activity.activity": (
        lambda a, path: activity(path, {}, period="2026", audience=a, k="11")
    ),
}
# What gives results of a person without naming an audience takes none either.
WITHOUT = {
    "Scorer.assess": lambda a: SCORER.assess({}, audience=a),
    "Scorer.score": lambda a: SCORER.score({}, audience=a),
    "Scorer.score_batches": lambda a: SCORER.score_batches([], audience=a),
    "Assessment.to_dict": lambda a: FOUND.to_dict(audience=a),
    "Assessment.to_json": lambda a: FOUND.to_json(audience=a),
    "ScoreTable.to_dict": lambda a: FOUND.table.to_dict(audience=a),
    "ScoreTable.to_frame": lambda a: FOUND.table.to_frame(audience=a),
    "irdp.score_file": lambda a: irdp.score_file("a", "b", SCORER, audience=a),
}


def public_functions():
    """Yield every public function and method of the library, with its name."""
    for found in pkgutil.walk_packages(irdp.__path__, "irdp."):
        if found.name.startswith("irdp.cli") or found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", "") != found.name:
                continue
            if inspect.isfunction(value):
                yield f"{found.name}.{name}", value
            elif inspect.isclass(value):
                for inner, method in vars(value).items():
                    if inspect.isfunction(method) and not inner.startswith("_"):
                        yield f"{found.name}.{name}.{inner}", method


def test_there_are_four_audiences():
    assert [a.value for a in Audience] == [
        "soignant",
        "cellule_pdp",
        "pilotage",
        "externe",
    ]
    assert [a.individual for a in Audience] == [True, True, False, False]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_an_employer_is_no_audience(name):
    with pytest.raises(CallError, match="IRDP-R002"):
        audience_of(name)
    with pytest.raises(CallError, match="IRDP-R002"):
        check_individual(name)


@pytest.mark.parametrize("call", INDIVIDUAL.values(), ids=INDIVIDUAL)
@pytest.mark.parametrize("audience", ["employeur", "pilotage", "externe"])
def test_results_of_a_person_are_refused(call, audience):
    code = "IRDP-R002" if audience == "employeur" else "IRDP-R001"
    with pytest.raises(CallError, match=code) as refused:
        call(audience)
    hint = refused.value.diagnostics[0].hint
    assert ("irdp.indicators" if code == "IRDP-R001" else "employeur") in hint.fr


@pytest.mark.parametrize("call", AGGREGATED.values(), ids=AGGREGATED)
@pytest.mark.parametrize("name", FORBIDDEN)
def test_not_even_aggregates_go_to_an_employer(call, name, tmp_path):
    path = tmp_path / "visites.csv"
    path.write_text("id_visite;date\r\n1;2026-01-01\r\n", encoding="utf-8")
    with pytest.raises(CallError, match="IRDP-N026"):
        call(name, path)


@pytest.mark.parametrize("call", WITHOUT.values(), ids=WITHOUT)
def test_what_takes_no_audience_takes_no_employer(call):
    with pytest.raises(TypeError, match="audience"):
        call("employeur")


def test_every_function_that_takes_an_audience_was_tried():
    named = {
        name
        for name, function in public_functions()
        if "audience" in inspect.signature(function).parameters
    }
    assert named <= {*INDIVIDUAL, *AGGREGATED, *CHECKS}
    assert {*INDIVIDUAL, *AGGREGATED} <= named


CHECKS = {"irdp.disclosure.audience.check_individual"}


def test_no_parameter_takes_an_employer():
    seen = 0
    for name, function in public_functions():
        for parameter in inspect.signature(function).parameters.values():
            seen += 1
            offered = (
                parameter.name,
                parameter.default,
                *get_args(parameter.annotation),
                *str(parameter.annotation).split("'"),
            )
            assert not set(map(str, offered)) & set(FORBIDDEN), name
    assert seen > 1_000
