"""A French export with every kind of faulty row: each row counts once."""

from __future__ import annotations

import io
import random

import pytest

from irdp.io.csv_reader import CsvSource
from irdp.io.rejects import RejectReason, RejectWriter

COLUMNS = ["id_visite", "âge", "date", "q1", "q2", "q3", "q4", "commentaire"]
NOTES = [
    "",
    "rien",
    '"à revoir ; fatigue"',
    '"dit ""non"""',
    '"deux lignes\r\nd\'après lui"',
    '"trois\r\n\r\nlignes ; ""fin"""',
]


def visit(i, rng):
    answers = [rng.choice(["0", "1", "2,5", "Oui", "NSP", ""]) for _ in range(4)]
    return [
        f"v{i}",
        str(rng.randint(18, 66)),
        "05/01/2024",
        *answers,
        rng.choice(NOTES),
    ]


def faulty(cells, kind):
    return {
        "short": ";".join(cells[:5]),
        "long": ";".join([*cells[:7], "", "x", "y"]),
        "header": ";".join(COLUMNS),
        "total": "Total;1 234;;;;;;",
        "footer": "Total : 1 234 visites",
        "open": ";".join([cells[0], '"41', *cells[2:7], "fin"]),
        "early": ";".join([*cells[:3], '"1"2', *cells[4:7], "fin"]),
        "null": ";".join([*cells[:3], "1\0", *cells[4:7], "fin"]),
    }[kind]


CODES = {
    "short": "IRDP-D011",
    "long": "IRDP-D011",
    "header": "IRDP-D012",
    "total": "IRDP-D012",
    "footer": "IRDP-D012",
    "open": "IRDP-D013",
    "early": "IRDP-D014",
    "null": "IRDP-D015",
}


def export(rows, seed, share):
    """The bytes of an export, and the line and code of each faulty row."""
    rng = random.Random(seed)
    lines, expected, good, line = [";".join(COLUMNS)], [], [], 2
    for i in range(rows):
        cells = visit(i, rng)
        text = ";".join(cells)
        if rng.random() < share:
            kind = rng.choice([*CODES, "blank"])
            text = "" if kind == "blank" else faulty(cells, kind)
            if kind != "blank":
                expected.append((line, CODES[kind]))
        else:
            good.append(cells[0])
        lines.append(text)
        line += 1 + text.count("\r\n")
    return ("\r\n".join(lines) + "\r\n").encode("cp1252"), expected, good


@pytest.mark.parametrize(("seed", "share"), [(1, 0.02), (2, 0.2), (3, 0.6), (4, 0.0)])
def test_each_row_counts_once_and_its_fault_is_named(seed, share):
    data, expected, good = export(5_000, seed, share)
    source = CsvSource(io.BytesIO(data))
    chunks = list(source)
    given = [name for chunk in chunks for name in chunk.columns["id_visite"]]
    found = [(row.line, row.code) for chunk in chunks for row in chunk.bad]
    assert given == good
    assert found == expected
    assert source.counts.read == len(good) + len(expected)


def test_the_rejects_of_such_a_file_are_read_and_rejected_again_row_for_row():
    data, expected, good = export(2_000, 5, 0.2)
    why = [RejectReason("IRDP-D021", "valeur hors du domaine", "q1")]
    out = io.BytesIO()
    source = CsvSource(io.BytesIO(data))
    writer = RejectWriter(out, source.header.names, source.dialect)
    rows = {}
    for chunk in source:
        for row in chunk.bad:
            writer.write_bad(row)
        for i, line in enumerate(chunk.lines.tolist()):
            rows[chunk.row(i)[0]] = chunk.row(i)
            writer.write_row(chunk.row(i), line=line, reasons=why)
    assert writer.written == source.counts.read
    again = CsvSource(io.BytesIO(out.getvalue()))
    chunks = list(again)
    found = [row.code for chunk in chunks for row in chunk.bad]
    assert sorted(found) == sorted(code for _, code in expected)
    assert {c.row(i)[0]: c.row(i) for c in chunks for i in range(len(c))} == rows
    assert again.counts.given == len(good)
