from irdp.catalogue import Catalog
from irdp.review.unverified import unverified


def of(catalog, reference, kind="scoring"):
    entry = catalog.entry(reference, (kind,))
    return unverified(catalog.document(entry), catalog.source(entry.path))


def test_the_recalled_numbers_of_the_catalogue_are_listed_with_their_place():
    catalog = Catalog()
    (band,) = of(catalog, "epices@1.0.0")
    assert band.numbers == ("from = 48.52",)
    assert band.path == ("scores", "quintile", "bands", "Q5")
    lines = catalog.entry("epices@1.0.0").path.read_text(encoding="utf-8").splitlines()
    assert "48.52" in lines[band.place.line - 1]
    assert "48.52" in band.render("fr")


def test_a_verified_source_takes_its_numbers_off_the_list(copy):
    copied = copy("epices")
    path = copied.path("scoring", "epices")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("verified: false", "verified: true"), encoding="utf-8")
    assert of(copied.catalog, "epices@1.0.0") == ()
    text = text.replace("verified: true", "verified: false")
    path.write_text(text, encoding="utf-8")
    found = of(copied.catalog, "epices@1.0.0")
    numbers = [n for v in found for n in v.numbers]
    assert {"1 = 10.06", "from = 7.10", "from = 30.17"} <= {
        n.replace("7.1", "7.10") for n in numbers
    }


def test_numbers_without_a_source_and_sources_without_numbers(copy):
    copied = copy("was")
    path = copied.path("scoring", "was")
    copied.edit(path, "    missing: none_allowed\n    source: jaaskelainen_2016\n",
                "    missing: none_allowed\n")  # fmt: skip
    text = path.read_text(encoding="utf-8").rstrip("\n")
    more = "\n  - {id: other, citation: recalled, verified: false}\n"
    path.write_text(text + more, encoding="utf-8")
    unnamed, unused = of(copied.catalog, "was@1.0.0")
    assert (unnamed.source, unnamed.path) == ("", ("scores", "score"))
    assert unnamed.numbers == ("range = 0", "range = 10")
    assert (unused.source, unused.numbers) == ("other", ())
    assert "that nothing names" in unused.render("en")
