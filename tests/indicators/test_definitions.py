"""The file of the definitions, and what the code makes of it."""

import hashlib

import pytest

from irdp.errors import DefinitionError
from irdp.indicators import Options, compute, read_definitions
from irdp.indicators.definitions import SHIPPED
from irdp.indicators.steps import STEPS
from irdp.shipped import shipped_folder

EVERY = Options(
    dimensions=("naf", "pcs", "taille", "etablissement", "bassin", "naf_taille")
)


def test_all_27_have_words_in_both_languages():
    definitions = read_definitions()
    assert sorted(definitions.indicators) == [f"I{n:02}" for n in range(1, 28)]
    for indicator in definitions.indicators.values():
        texts = [
            indicator.label,
            indicator.numerator,
            indicator.denominator,
            indicator.traps,
            *indicator.variants.values(),
            *indicator.manual.values(),
        ]
        assert all(text.fr and text.en for text in texts)
        assert indicator.quote
        assert indicator.axis in definitions.axes
        assert indicator.kind in set("ABCX")
        assert not indicator.codes or indicator.codes in definitions.codes


def test_digest_is_that_of_the_file():
    data = (shipped_folder() / SHIPPED).read_bytes()
    definitions = read_definitions()
    assert definitions.digest == hashlib.sha256(data).hexdigest()
    assert definitions.digest[:16] in definitions.reference


def test_code_and_file_name_the_same_variants(service, instruments):
    definitions = read_definitions()
    declared = {
        (indicator.id, variant)
        for indicator in definitions.indicators.values()
        for variant in (*indicator.variants, *indicator.manual)
    }
    table = compute(
        **service.tables(), period=2026, instruments=instruments, options=EVERY
    )
    assert {(row.id, row.variant) for row in table.rows} == declared
    listed = {(step.id, variant) for step in STEPS for variant in step.variants}
    assert listed <= declared


def test_every_category_has_a_wording(service, instruments):
    table = compute(**service.tables(), period=2026, instruments=instruments)
    free = {("I13", "typologie"), ("I25", "etablissement")}
    unworded = {
        (row.id, row.variant)
        for row in table.rows
        if row.category not in {"", "autres"} and row.category_label.en == ""
    }
    assert unworded <= free


def test_every_reason_has_a_wording(service, instruments):
    table = compute(
        **service.tables(), period=2026, instruments=instruments, audience="soignant"
    )
    reasons = {reason for row in table.rows for reason in row.excluded}
    assert reasons <= set(table.definitions.codes["raison"])
    assert len(reasons) > 8


@pytest.mark.parametrize(
    "text", ["format: irdp/scoring/1", "format: irdp/indicators/1", "id: x"]
)
def test_another_file_is_refused(tmp_path, text):
    path = tmp_path / "autre.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="IRDP-N023"):
        read_definitions(path)
