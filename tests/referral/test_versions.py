"""Which version of an article gives the reason, by the date that decides."""

from __future__ import annotations

import pytest

from . import material

OLD_REPRISE, NEW_REPRISE = "LEGIARTI000045676892", "LEGIARTI000054250639"
OLD_INFORM, NEW_INFORM = "LEGIARTI000045676894", "LEGIARTI000054250636"
OLD_MIDDLE, NEW_MIDDLE = "LEGIARTI000043894141", "LEGIARTI000054527125"


def reasons(case):
    found = material.assessed(material.RIGHTS)[case]
    return {r.id: r for r in found.decisions["propositions"].reasons}


def texts(case, article):
    return {r.text_id for r in reasons(case).values() if r.law.startswith(article)}


@pytest.mark.parametrize(
    ("case", "article", "text"),
    [
        ("reprise_issued_14_june", "R4624-31", {OLD_REPRISE}),
        ("reprise_old_maternite", "R4624-31", {OLD_REPRISE}),
        ("extended_new", "R4624-31", set()),
        ("exempt_issued_15_june", "R4624-31", set()),
        ("due_length_60", "R4624-31", {NEW_REPRISE}),
        ("due_maternity", "R4624-31", {NEW_REPRISE}),
        ("due_issue_missing", "R4624-31", {NEW_REPRISE}),
        ("information_06_14_accepted", "R4624-30", {OLD_INFORM}),
        ("information_06_15_accepted", "R4624-30", {NEW_INFORM}),
        ("information_06_15_missing", "R4624-30", {NEW_INFORM}),
        ("mid_career_28_july_2026", "L4624-2-2", {OLD_MIDDLE}),
        ("mid_career_29_july_2026", "L4624-2-2", {NEW_MIDDLE}),
        ("mid_career_first_day_of_article", "L4624-2-2", {OLD_MIDDLE}),
    ],
)
def test_the_version_of_the_article(case, article, text):
    assert texts(case, article) == text


@pytest.mark.parametrize("case", ["extended_after", "extended_later"])
def test_an_extension_shows_both_readings(case):
    both = reasons(case)["reprise_arret_prolonge"]
    assert both.mark == "U"
    assert "Deux lectures" in both.text.fr
    assert texts(case, "R4624-31") == {OLD_REPRISE}


@pytest.mark.parametrize("case", ["extended_before", "extended_missing"])
def test_no_second_reading_without_a_later_extension(case):
    assert "reprise_arret_prolonge" not in reasons(case)


@pytest.mark.parametrize(
    ("case", "late"),
    [
        ("reprise_day_8", set()),
        ("reprise_day_9", {"reprise_en_retard_avant_2026"}),
        ("reprise_day_9_not_due", set()),
        ("due_day_8_after", set()),
        ("due_day_9_after", {"reprise_en_retard_depuis_2026"}),
        ("exempt_day_9_after", set()),
    ],
)
def test_the_examination_is_late_after_eight_days(case, late):
    assert {r for r in reasons(case) if "retard" in r} == late


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("information_06_14_accepted", {"information_avant_2026"}),
        ("information_06_14_missing", {"information_avant_2026"}),
        ("information_06_14_refused", {"information_refusee"}),
        ("information_06_15_accepted", {"information_depuis_2026"}),
        ("information_06_15_missing", {"information_depuis_2026"}),
        ("information_06_15_refused", {"information_refusee"}),
        ("information_issue_missing", set()),
    ],
)
def test_what_the_worker_is_told_and_may_refuse(case, told):
    assert {r for r in reasons(case) if r.startswith("information")} == told


def test_the_employer_never_starts_a_prereprise():
    found = reasons("prereprise_request_employeur")
    assert "un autre initiateur est nécessaire" in (
        found["prereprise_demande_employeur"].text.fr
    )
    others = ("salarie", "medecin_travail", "medecin_traitant", "medecin_conseil")
    for who in others:
        assert "prereprise_demande_employeur" not in reasons(
            f"prereprise_request_{who}"
        )
    assert set(reasons("prereprise_request_employer_day_30")) == {"demande_employeur"}
    assert "jamais de l'employeur" in found["prereprise"].text.fr
