"""I25 on groups counted by hand."""

from irdp.indicators import Options


def test_i25_sections_are_never_guessed(visits, count):
    codes = ["62.01Z", "6201Z", "1E5", "", "41.20A", "C"]
    rows = [{"cle_salarie": n, "naf": c} for n, c in enumerate(codes)]
    visites = visits(*rows, s="ok", b="forte")
    missing = [r for r in count(visites).rows if (r.id, r.variant) == ("I25", "naf")]
    assert "naf_version" in missing[0].display()
    for version, sections in (
        ("rev2", {"J": 2, "F": 1, "C": 1, "inconnu": 2}),
        ("2025", {"K": 2, "F": 1, "C": 1, "inconnu": 2}),
    ):
        found = count(visites, options=Options(naf_version=version))
        shown = {
            r.category: r.denominator
            for r in found.rows
            if (r.id, r.variant) == ("I25", "naf")
        }
        assert shown == sections
        assert list(shown) == sorted(shown)


def test_i25_sections_of_two_versions_are_never_pooled(visits, count):
    rows = [
        {"cle_salarie": 1, "naf": "62.01Z", "naf_version": "rev2"},
        {"cle_salarie": 2, "naf": "60.10Y", "naf_version": "2025"},
        {"cle_salarie": 3, "naf": "62.01Z", "naf_version": None},
    ]
    found = count(visits(*rows, s="ok", b="forte"))
    shown = {
        r.category: r.category_label.fr
        for r in found.rows
        if (r.id, r.variant) == ("I25", "naf")
    }
    assert shown == {
        "J (rev2)": "J information et communication (NAF rev2)",
        "J (2025)": "J édition, diffusion, contenus (NAF 2025)",
        "inconnu": "inconnu",
    }


def test_i25_sizes_come_in_their_order(visits, count):
    sizes = [300, 5, 60, 12, None]
    rows = [{"cle_salarie": n, "effectif": size} for n, size in enumerate(sizes)]
    found = count(visits(*rows, s="ok", b="forte"))
    shown = [r.category for r in found.rows if (r.id, r.variant) == ("I25", "taille")]
    assert shown == ["1-9", "10-49", "50-249", "250+", "inconnu"]


def test_i25_small_establishments_are_put_together(visits, count):
    rows = [
        {"cle_salarie": n, "etablissement": e, "effectif": size}
        for n, (e, size) in enumerate([("X", 50), ("X", 50), ("Y", 49), ("", 80)])
    ]
    found = count(visits(*rows, s="ok", b="forte"))
    shown = {
        r.category: r.denominator
        for r in found.rows
        if (r.id, r.variant) == ("I25", "etablissement")
    }
    assert shown == {"X": 2, "autres": 1, "inconnu": 1}


def test_a_dominant_establishment_hides_its_sector(visits, count):
    rows = [
        {"cle_salarie": n, "etablissement": "X" if n < 90 else f"E{n}", "naf": "62.01Z"}
        for n in range(100)
    ]
    rows += [
        {"cle_salarie": n, "etablissement": f"E{n}", "naf": "41.20A"}
        for n in range(100, 200)
    ]
    for at, row in enumerate(rows):
        row["b"] = "forte" if at % 2 else "faible"
    given = {"audience": "pilotage", "options": Options(naf_version="rev2")}
    found = count(visits(*rows, s="ok"), **given)
    assert found.get("I25", "naf", category="J").denominator == "supprime"
    assert found.get("I25", "naf", category="J").value == "supprime"


def test_i25_sizes_come_from_the_followed_where_not_given(visits, count, table):
    suivis = table(
        [{"cle_salarie": n, "etablissement": "X"} for n in range(10)]
        + [{"cle_salarie": n, "etablissement": "Y"} for n in range(10, 19)]
        + [{"cle_salarie": 5, "etablissement": "X", "date_sortie": "2026-05-01"}],
        date_entree="2020-01-01",
        date_sortie=None,
    )
    rows = [{"cle_salarie": n, "etablissement": e} for n, e in enumerate("XYZ")]
    visites = visits(*rows, s="ok", b="forte")
    found = count(visites, suivis=suivis)
    sizes = {
        r.category: r.denominator
        for r in found.rows
        if (r.id, r.variant) == ("I25", "taille")
    }
    assert sizes == {"1-9": 1, "10-49": 1, "inconnu": 1}
    lacking = [r for r in count(visites).rows if (r.id, r.variant) == ("I25", "taille")]
    assert lacking[0].display() == "non calculable : table « suivis » absente"


def test_i25_at_equal_age(visits, count):
    rows = [
        {"cle_salarie": n, "pcs": pcs, "annee_naissance": born, "b": band}
        for n, (pcs, born, band) in enumerate(
            [
                ("38", 1960, "forte"),
                ("38", 1960, "faible"),
                ("67", 1960, "forte"),
                ("67", 2000, "faible"),
                ("67", None, "forte"),
            ]
        )
    ]
    found = count(visits(*rows, s="ok"))
    expected = {
        r.category: (r.numerator, r.denominator)
        for r in found.rows
        if (r.id, r.variant) == ("I25", "standardise_pcs")
    }
    # above 55: 2 of 3 detected; below 30: 0 of 1; unknown: 1 of 1
    assert expected == {"3": (1, 1.3), "6": (2, 1.7)}
