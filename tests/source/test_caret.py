from __future__ import annotations

from irdp.errors import Place
from irdp.source import caret, shown


def test_the_caret_stands_under_the_character():
    assert caret("a\r\nclé: @x", Place("f", 2, 6)) == "2 | clé: @x\n  |      ^"


def test_wide_and_combining_characters_count_as_they_show():
    assert caret("e\u0301漢: @", Place("f", 1, 6)).splitlines()[1] == "  |      ^"


def test_a_long_line_is_cut_around_the_place():
    line, pointer = caret("x" * 500 + "@" + "y" * 500, Place("f", 1, 501)).splitlines()
    assert line[pointer.index("^")] == "@"
    assert len(line) < 85


def test_nothing_harmful_reaches_the_terminal(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes("\ufeffa: \x1b[31m\u202e\tb".encode())
    assert caret(path, Place("f", 1, 4)) == "1 | a:  [31m  b\n  |    ^"
    assert shown("\x1b[31m") == "\\u001b[31m"


def test_a_place_outside_the_text_shows_nothing(tmp_path):
    assert caret("a", Place("f", 9, 1)) == caret("a", Place("f")) == ""
    assert caret(tmp_path / "absent", Place("f", 1, 1)) == ""
