from __future__ import annotations

import contextlib
import time
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.errors import DefinitionError, IrdpError, Severity
from irdp.source import builder, caret, read_text
from irdp.source.encoding import decode
from irdp.source.reader import read_with

MIB = 1 << 20
NFC, NFD = "\u00e9", "e\u0301"

# (case of the survey, text, expected "code:line:column", a word of the message)
REFUSED: list[tuple[str, str | bytes, list[str], str]] = [
    ("Y01", "", ["Y001:1:1"], "vide"),
    ("Y01 comment", "# rien\n", ["Y001:1:1"], "commentaires"),
    ("Y01 marker", "---\n", ["Y001:2:1"], "vide"),
    ("Y02 list", "- a\n", ["Y002:1:1"], "liste"),
    ("Y02 word", "mot\n", ["Y002:1:1"], "texte"),
    ("Y03", "a: 1\n---\nb: 1\n", ["Y003:2:1"], "un document"),
    ("Y03 dots", "a: 1\n...\nb: 1\n", ["Y003:3:1"], "un document"),
    ("Y04", "a: " + "b" * MIB, ["Y004:0:0"], "taille"),
    ("Y05 flow", "a: " + "[" * 1_000_000, ["Y005:1:35"], "32"),
    ("Y05 block", "a:\n" + "- " * 1_000_000, ["Y004:0:0"], "taille"),
    ("Y05 dashes", "a:\n" + "- " * 1_000, ["Y005:2:63"], "32"),
    (
        "Y06",
        "a: &a [x, x]\nb: &b [*a, *a]\n",
        ["Y006:1:4", "Y006:2:4", "Y006:2:8", "Y006:2:12"],
        "&a",
    ),
    ("Y07", "a: {<<: {b: 1}}\n", ["Y006:1:5"], "<<"),
    ("Y08", "a: &a [*a]\n", ["Y006:1:4", "Y006:1:8"], "&a"),
    ("Y09", "a: !!python/object/apply:os.system [ls]\n", ["Y008:1:4"], "os.system"),
    (
        "Y10",
        "a: !!set {b}\nc: !secret x\n",
        ["Y008:1:4", "Y010:1:11", "Y008:2:4"],
        "!!set",
    ),
    ("Y10 handle", "a: !e!x y\n", ["Y008:1:4"], "!e!x"),
    ("Y11", "a: 1\nb: 2\na: 3\n", ["Y009:3:1"], "ligne 1 et ligne 3"),
    ("Y11 quoted", 'a: {1: x, "1": y}\n', ["Y009:1:11"], "« 1 »"),
    ("Y12", f"{NFC}: 1\n{NFD}: 2\n", ["Y009:2:1"], "ligne 1 et ligne 2"),
    ("Y23", "libelle: Douleur : intensité\n", ["Y007:1:18"], "second « : »"),
    ("Y23 flow", "l: {fr: Douleur : x, en: y}\n", ["Y007:1:17"], "second « : »"),
    ("Y25 apostrophe", "libelle: 'L'arrêt'\n", ["Y007:1:13"], "apostrophe ferme"),
    ("Y25 flow", "l: {fr: 'L'arrêt'}\n", ["Y007:1:12"], "apostrophe ferme"),
    ("Y25 quotes", 'l: "dit "oui" ou non"\n', ["Y007:1:10"], "guillemets fermés"),
    ("Y25 percent", "a: %x\n", ["Y007:1:4"], "« % »"),
    ("Y25 at", "a: @x\n", ["Y007:1:4"], "« @ »"),
    ("Y25 backtick", "a: `x`\n", ["Y007:1:4"], "« ` »"),
    ("Y25 star", "a: *** note\n", ["Y007:1:4"], "« * »"),
    ("Y25 greater", "a: >= 5\n", ["Y007:1:4"], "« > »"),
    ("Y25 block", "a: >#3\n", ["Y007:1:4"], "« > »"),
    ("Y26", "a:\n\tb: 1\n", ["Y021:2:1"], "tabulation"),
    ("Y26 between", "a:\tb\n", ["Y021:1:3"], "tabulation"),
    ("Y26 flow", "a: {b: 1,\n\tc: 2}\n", ["Y021:2:1"], "tabulation"),
    ("Y27", "a: 1\nb: arrêt\n".encode("cp1252"), ["Y022:2:7"], "Windows-1252"),
    ("Y27 latin", b"a: \x81\n", ["Y022:1:4"], "Latin-1"),
    ("Y28 mark", "a: é\n".encode("utf-16"), ["Y022:1:1"], "UTF-16"),
    ("Y28 no mark", "format: x\n".encode("utf-16-le"), ["Y022:1:1"], "UTF-16LE"),
    ("Y28 32", "format: x\n".encode("utf-32"), ["Y022:1:1"], "UTF-32"),
    ("Y29 NUL", "a: x\0\n", ["Y023:1:5"], "U+0000"),
    ("Y29 bidi", "a: x\u202ey\n", ["Y023:1:5"], "sens de lecture"),
    ("Y29 zero width", "a\u200b: x\na: y\n", ["Y023:1:2", "Y009:2:1"], "invisible"),
    ("Y29 surrogate", "a: \ud800\n", ["Y023:1:4"], "U+D800"),
    ("Y29 damaged", "a: arr\ufffdt\n", ["Y023:1:7"], "abîmé"),
    ("Y29 escaped", 'a: "x\\u202e"\n', ["Y023:1:4"], "U+202E"),
    ("Y29 marks", "a: e" + "\u0301\u0327" * 200_000, ["Y023:1:4"], "combinants"),
    ("Y30", "a: x\u2028b: 1\n", ["Y023:1:5"], "U+2028"),
    ("NEL", "a: x\x85b: 1\n", ["Y023:1:5"], "U+0085"),
    ("comma in a map", "points: {a: 2,5}\n", ["Y010:1:15"], "« 5 »"),
    ("glued colon in a map", "a: {b:1}\n", ["Y010:1:5"], "« b:1 »"),
    ("glued colon", "a: 1\nb:1\nc: 2\n", ["Y007:2:3"], "après les deux-points"),
    ("glued dash", "a:\n-b\n", ["Y007:2:2"], "après le tiret"),
    ("no-break space", "a: 1\nb:\u00a0x\nc: 2\n", ["Y007:2:3"], "insécable"),
    ("no-break indent", "a:\n\u00a0\u00a0b: 1\n", ["Y012:2:1"], "insécable"),
    ("list as key", "? [a]\n: b\n", ["Y011:1:3"], "clé"),
    ("directive", "%YAML 1.1\n---\na: 1\n", ["Y016:1:1"], "directives"),
    ("swallowed dash", "a:\n- b\n - c\n", ["Y017:3:2"], "suite du texte"),
    ("nested", "a: 1\n  b: 2\n", ["Y007:2:3"], "déjà une valeur"),
    ("unaligned", "a:\n   b: 1\n  c: 2\n", ["Y007:3:3"], "alignée"),
    ("no colon", "a: 1\nbcd\ne: 2\n", ["Y007:2:1"], "ni « clé: valeur »"),
    ("dash after key", "a: - b\n", ["Y007:1:4"], "tiret"),
    ("open bracket", "a: [1, 2\nb: 2\n", ["Y007:1:4"], "n'est pas fermé"),
    ("hash in a map", "a: {fr: Poste #3, en: x}\nb: 1\n", ["Y007:1:15"], "« # »"),
    ("open quote", "a: 'abc\nb: 1\n", ["Y007:1:4"], "pas fermés"),
    ("too many brackets", "a: [1]]\nb: 2\n", ["Y007:1:7"], "de trop"),
    ("no comma", "a: [{b: 1} {c: 2}]\n", ["Y007:1:12"], "sans virgule"),
]


def faults(text: str | bytes, parser: type = yaml.SafeLoader) -> DefinitionError:
    with pytest.raises(DefinitionError) as raised:
        read_with(parser, decode(text, "f.yaml"), "f.yaml")
    return raised.value


def codes(error: DefinitionError) -> list[str]:
    return [
        f"{d.code.removeprefix('IRDP-')}:{d.place.line}:{d.place.column}"
        for d in error.diagnostics
        if d.place and d.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader], ids=["c", "py"])
@pytest.mark.parametrize(
    ("text", "expected", "word"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_each_fault_has_its_code_its_place_and_its_word(parser, text, expected, word):
    error = faults(text, parser)
    assert codes(error) == expected
    assert word in error.diagnostics[0].message.fr
    for diagnostic in error.diagnostics:
        assert diagnostic.message.en
        assert diagnostic.hint.fr
        assert diagnostic.hint.en
        assert "{" not in diagnostic.message.en.replace("“{", "")
    str(error).encode()


def test_all_faults_of_a_file_come_at_once():
    text = "a: &x 1\nb: !t 2\na: 3\nc: x\u200b\nd: @\n"
    assert codes(faults(text)) == [
        "Y006:1:4",
        "Y008:2:4",
        "Y009:3:1",
        "Y023:4:5",
        "Y007:5:4",
    ]


def test_faults_beyond_the_hundredth_are_counted_out_loud():
    found = codes(faults("a: 1\n" * 1000))
    assert len(found) == 101
    assert found[-1].startswith("Y015")


@pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader], ids=["c", "py"])
def test_the_tree_keeps_texts_and_numbers_as_written(parser):
    text = (
        "en: No\nversion: 1.10\nrelease: 1.0.0\ndate: 2024-13-45\ncode: [010, 0x1F, 1:30]\n"
        "n: [1_000, 1e3, .nan, -0.0, -0.25]\nempty:\nnot: ~\nyes: true\nq: '1'\n"
        f"points: {{1: 2, 0: 3, true: x, null: y}}\nurl: http://x.y\nnote: |\n  e {NFD}\n"
    )
    assert read_with(parser, text, "f").value == {
        "en": "No",
        "version": Decimal("1.10"),
        "release": "1.0.0",
        "date": "2024-13-45",
        "code": ["010", "0x1F", "1:30"],
        "n": ["1_000", "1e3", ".nan", "-0.0", Decimal("-0.25")],
        "empty": None,
        "not": None,
        "yes": True,
        "q": "1",
        "points": {"1": 2, "0": 3, "true": "x", "null": "y"},
        "url": "http://x.y",
        "note": f"e {NFC}\n",
    }


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    source = read_text("\ufeffa: 1\r\nb: é\r\n".encode(), "f")
    assert source.value == {"a": 1, "b": "é"}
    assert str(source.place(("b",))) == "f:2:4"


def test_a_tab_in_a_comment_is_accepted():
    assert read_text("#\ta\na: 1 #\tb\n", "f").value == {"a": 1}


def test_places_in_block_and_flow():
    source = read_text(
        'scores:\n  - id: a\n    of: [x, {item: É, points: {1: 2, "0": 𝒳}}, z]\n', "f"
    )
    path = ("scores", 0, "of", 1, "points")
    assert str(source.place(())) == "f:1:1"
    assert str(source.place(("scores", 0, "id"))) == "f:2:9"
    assert str(source.place((*path, "1"))) == "f:3:35"
    assert str(source.key_place((*path, "0"))) == "f:3:38"
    assert str(source.place((*path, "0"))) == "f:3:43"
    assert str(source.place((*path, "7", 3))) == str(source.place(path)) == "f:3:31"
    assert str(source.key_place((*path, "7"))) == "f:3:31"
    assert source.quoted == frozenset()
    assert read_text("a: 'x'\nb: x\nc: |\n  y\n", "f").quoted == {("a",), ("c",)}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("libelle: Poste #3\n", [16]),
        ("libelle: Poste # 3\n", [16]),
        ("libelle: Poste  #3\n", [17]),
        ("status: research    # not verified yet\n", []),
        ("points: 2 # note\n", []),
        ("libelle: 'Poste' # note\n", []),
        ("libelle: Poste#3\n", []),
    ],
)
def test_a_hash_that_looks_like_text_is_warned_of(text, columns):
    warnings = read_text(text, "f").warnings
    assert [w.place.column for w in warnings if w.place] == columns
    assert {w.code for w in warnings} <= {"IRDP-Y020"}
    assert all(w.severity is Severity.WARNING for w in warnings)


@pytest.mark.parametrize(
    "text",
    [
        "a: [" + "a," * (MIB // 2 - 10),
        "a: [" + "{}," * (MIB // 3 - 10),
        "{" * (MIB - 1),
        "a: [" + "*a," * (MIB // 3 - 10),
        "a: b" + "\n" * (MIB - 10),
        "a: " + "9" * (MIB - 10),
        "\x01" * MIB,
        "a: " + "e" + "\u0301\u0327" * (MIB // 4 - 10),
        "a" + ":" * (MIB - 10),
        "? " * (MIB // 2),
    ],
    ids=[
        "events",
        "maps",
        "braces",
        "aliases",
        "blank",
        "digits",
        "nul",
        "marks",
        "colons",
        "keys",
    ],
)
def test_hostile_files_end_soon(text):
    start = time.process_time()
    with contextlib.suppress(DefinitionError):
        read_text(text, "f")
    assert (
        time.process_time() - start < 2
    )  # measured below 1 s; slow machines run this too


def test_too_many_events_are_refused(monkeypatch):
    monkeypatch.setattr(builder, "MAX_EVENTS", 10)
    assert codes(faults("a: [b, c, d]\ne: f\n")) == ["Y014:2:4"]


PIECES = st.sampled_from(
    [
        *"ab01é:,-?#&*!|>'\"%@`{}[]\n\t \\~<=.\u00a0\u2028\u200b\ud800\ufeff\x00\r",
        ": ",
        "- ",
        "\n  ",
        "---\n",
        "<<: ",
        "!!str ",
        "\\u00",
        "\\UFFFFFFFF",
        "%YAML 1.2\n",
        "a: ",
    ]
)


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(
        st.lists(PIECES, max_size=25).map("".join),
        st.text(st.characters(), max_size=40),
        st.binary(max_size=40),
        st.lists(PIECES, max_size=20).map(
            lambda p: "".join(p).encode("utf-16", "surrogatepass")
        ),
    ),
    st.sampled_from([yaml.CSafeLoader, yaml.SafeLoader]),
)
def test_any_text_gives_a_source_or_our_own_error(data, parser):
    try:
        source = read_with(parser, decode(data, "f"), "f")
    except IrdpError as error:
        str(error).encode()
        places = [diagnostic.place for diagnostic in error.diagnostics]
    else:
        assert isinstance(source.value, dict)
        places = [source.place(())]
    assert places
    for place in places:
        assert place is not None
        if isinstance(data, str):
            caret(data, place).encode()
