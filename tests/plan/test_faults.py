"""Wrong definitions: every fault at once, each at its place, in both languages."""

import pytest

import irdp
from irdp.errors import DefinitionError

QUESTIONNAIRE = """\
format: irdp/questionnaire/1
id: trial
version: 1.0.0
status: draft
title: {fr: Essai, en: Trial}
codes: {unknown: [NSP]}
items:
  - {id: A, type: integer, min: 0, max: 10, label: {fr: a}}
  - {id: B, type: integer, min: 0, max: 10, label: {fr: b}, shown_if: {item: A, ge: 2}}
  - {id: C, type: choice, options: [{code: x, label: {fr: x}}, {code: y, label: {fr: y}}], label: {fr: c}}
  - {id: M, type: multiple, options: [{code: x, label: {fr: x}}, {code: y, label: {fr: y}}], label: {fr: m}}
  - {id: D, type: date, source: record, label: {fr: d}}
  - {id: V, type: boolean, label: {fr: v}}
"""
SCORING = """\
format: irdp/scoring/1
id: trial
version: 1.0.0
status: draft
title: {fr: Essai, en: Trial}
questionnaire: trial@1.0.0
tables:
  - {id: t, keys: [k], rows: [{k: 1, value: 2}]}
scores:
  - {id: n, op: affine, of: A, constant: 0.5}
  - {id: cat, op: band, of: n, bands: [{id: lo, from: 0}, {id: hi, from: 5}]}
  - {id: yes, op: compare, of: A, ge: 2}
"""
POLICY = """\
format: irdp/referral/1
id: trial_policy
version: 1.0.0
status: draft
title: {fr: Essai, en: Trial}
scorings: {x: trial@1.0.0}
facts:
  - {id: day, type: date, source: record, label: {fr: jour}}
decisions:
  - id: d
    hit: first
    proposals: {go: {fr: aller, en: go}, stay: {fr: rester, en: stay}, open: {fr: à voir, en: open}}
    rules: [{id: r, when: {truth: x.yes}, propose: go}]
    default: stay
    undetermined: open
"""


@pytest.fixture
def found(tmp_path):
    """Return what says the faults of documents, as (file, line, column, code)."""

    def faults(*, questionnaire=QUESTIONNAIRE, scoring=SCORING, policy=None):
        texts = {"questionnaire-trial": questionnaire, "scoring-trial": scoring}
        if policy is not None:
            texts["referral-trial_policy"] = policy
        for name, text in texts.items():
            (tmp_path / f"{name}-1.0.0.yaml").write_text(text, encoding="utf-8")
        try:
            irdp.load_file(tmp_path / f"{name}-1.0.0.yaml")
        except DefinitionError as error:
            told, rendered = error.diagnostics, error.render("en")
        else:
            return []
        for diagnostic in told:
            for text in (diagnostic.message, diagnostic.hint):
                assert text.fr
                assert text.en
            assert str(diagnostic.place) in rendered
        return [
            (d.place.file.partition("-")[0], d.place.line, d.place.column, d.code)
            for d in told
        ]

    return faults


def test_the_documents_to_be_spoilt_are_sound(found):
    assert found(policy=POLICY) == []


SCORES = [
    ("IRDP-Q010", "id: n, op: affine, of: A"),
    ("IRDP-Q012", "id: 1s, op: affine, of: A"),
    ("IRDP-Q016", "id: s, op: affine, of: A, factor: a"),
    ("IRDP-Q018", "id: s, op: all, of: [{date: D, ge: 2026-02-30}]"),
    ("IRDP-Q018", "id: s, op: all, of: [{date: D, ge: 3}]"),
    ("IRDP-Q019", "id: s, op: affine, of: A, decimals: 1.5"),
    ("IRDP-Q029", "id: s, op: sum"),
    ("IRDP-Q030", "id: s, op: affine, of: A, wait: 1"),
    ("IRDP-Q031", "id: s, op: clip, of: A"),
    ("IRDP-Q023", "id: s, op: affinity, of: A"),
    ("IRDP-Q034", "id: s, op: clip, of: A, min: 3, max: 2"),
    ("IRDP-Q034", "id: s, op: affine, of: A, range: [3, 2]"),
    ("IRDP-Q027", "id: s, op: survival, of: A, baseline: 1, decimals: 2"),
    ("IRDP-Q034", "id: s, op: all, of: [{item: A, between: [3, 2]}]"),
    ("IRDP-Q035", "id: s, op: sum, of: [{item: A, score: n}]"),
    ("IRDP-Q036", "id: s, op: sum, of: [{item: A, reverse: true, points: {1: 1}}]"),
    ("IRDP-Q036", "id: s, op: compare, of: {item: A, weight: 2}, ge: 1"),
    ("IRDP-Q037", "id: s, op: all, of: [{item: A, ge: 1, le: 2}]"),
    ("IRDP-Q037", "id: s, op: compare, of: A"),
    ("IRDP-Q038", "id: s, op: all, of: [{ge: 1}]"),
    ("IRDP-Q039", "id: s, op: case, cases: [{when: yes, then: {value: 1, label: b}}], else: unknown"),
    ("IRDP-Q040", "id: s, op: band, of: A, bands: [{id: lo, from: 1}]"),
    ("IRDP-Q040", "id: s, op: sum, of: [{item: A, recode_intervals: [{from: 1, value: 0}]}]"),
    ("IRDP-Q041", "id: s, op: band, of: A, bands: [{id: lo, from: 0}, {id: hi, from: 0}]"),
    ("IRDP-Q042", "id: s, op: band, of: A, bands: [{id: lo, from: 0}, {id: hi, from: 11}]"),
    ("IRDP-Q044", "id: s, op: affine, of: Z"),
    ("IRDP-Q044", "id: s, op: lookup, of: A, table: u"),
    ("IRDP-Q046", "id: s, op: mean, of: [A, V], missing: {max_missing: 2, then: prorate}"),
    ("IRDP-Q046", "id: s, op: mean, of: [A, V], missing: {then: prorate}"),
    ("IRDP-Q046", "id: s, op: sum, of: [A, {item: V, weight: -1}], missing: {max_missing: 1, then: prorate}"),
    ("IRDP-Q047", "id: s, op: affine, of: A, factor: 9007199254740993"),
    ("IRDP-Q047", "id: s, op: exp, of: {item: A, weight: 9}, decimals: 12"),
    ("IRDP-Q047", "id: s, op: case, cases: [], else: {value: 99999999999999999999}"),
    ("IRDP-Q049", "id: s, op: sum, of: [A, V], missing: {max_missing: 1, then: answered_only}"),
    ("IRDP-Q049", "id: s, op: max, of: [A, V], missing: {max_missing: 1, then: prorate}"),
    ("IRDP-Q050", "id: s, op: all, of: [{band: cat, is: [mid]}]"),
    ("IRDP-Q053", "id: s, op: affine, of: A, range: [0, 9]"),
    ("IRDP-Q056", "id: s, op: sum, of: [A, B]"),
    ("IRDP-Q063", "id: s, op: affine, of: A, source: nobody_1999"),
    ("IRDP-Q070", "id: s, op: all, of: [n]"),
    ("IRDP-Q071", "id: s, op: all, of: [{band: n, is: [lo]}]"),
    ("IRDP-Q072", "id: s, op: all, of: [{item: A, state: [lost]}]"),
    ("IRDP-Q072", "id: s, op: default, of: n, for: [lost], value: 1"),
    ("IRDP-Q073", "id: s, op: all, of: [{score: cat, ge: lo}]"),
    ("IRDP-Q074", "id: s, op: all, of: [{score: n, ge: {score: cat}}]"),
    ("IRDP-Q075", "id: s, op: year, of: A"),
    ("IRDP-Q076", "id: s, op: all, of: [{item: M, eq: x}]"),
    ("IRDP-Q077", "id: s, op: count, of: {item: A}"),
    ("IRDP-Q079", "id: s, op: log1p, of: {item: A, recode_intervals: [{from: 0, value: -2}]}, decimals: 1"),
    ("IRDP-Q080", "id: s, op: ratio, numerator: A, denominator: n"),
    ("IRDP-Q080", "id: s, op: mean, of: [A, {item: V, weight: 2}], missing: {max_missing: 1, then: prorate}"),
    ("IRDP-Q081", "id: s, op: spline, of: A, knots: [1, 2, 3], coefficients: [1, 2, 3], decimals: 2"),
    ("IRDP-Q082", "id: s, op: norm_table, of: A, keys: [V], table: t"),
    ("IRDP-Q084", "id: s, op: lookup, of: C, table: t"),
    ("IRDP-Q085", "id: s, op: coalesce, of: [n, cat]"),
    ("IRDP-Q086", "id: s, op: concat, of: [A, A, A, A, A, A, A]"),
    ("IRDP-Q087", "id: s, op: concat, of: [n]"),
    ("IRDP-Q090", "id: s, op: sum, of: [C]"),
    ("IRDP-Q091", "id: s, op: sum, of: [D]"),
    ("IRDP-Q092", "id: s, op: sum, of: [{item: V, recode: {0: 1, 1: 2, 7: 3}}]"),
    ("IRDP-Q093", "id: s, op: sum, of: [{item: A, recode: {0: 1}}]"),
    ("IRDP-Q094", "id: s, op: sum, of: [{item: C, points: {x: 1, y: 2, z: 3}}]"),
    ("IRDP-Q095", "id: s, op: sum, of: [{item: C, points: {x: 1}}]"),
    ("IRDP-Q096", "id: s, op: sum, of: [{score: cat, reverse: true}]"),
    ("IRDP-Q097", "id: s, op: affine, of: cat"),
    ("IRDP-Q098", "id: s, op: sum, of: [{score: n, reverse: true}]"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "score"), SCORES)
def test_a_fault_of_a_score(found, code, score):
    line = SCORING.count("\n") + 1
    faults = found(scoring=f"{SCORING}  - {{{score}}}\n")
    assert [("scoring", line, code)] == [(f, n, c) for f, n, _, c in faults]


BANDS = "bands: [{{id: lo, from: 0{}}}, {{id: hi, from: 5{}}}]"
MORE_SCORES = [
    ("IRDP-Q052", "- {id: r, op: affine, of: n, decimals: 1}\n  - {id: s, op: band, of: r, bands: [{id: lo, from: 0}, {id: hi, from: 0.55}]}"),
    ("IRDP-Q054", "- {id: s, op: band, of: n, main: true, bands: [{id: lo, from: 0}]}\n  - {id: t, op: band, of: n, main: true, bands: [{id: lo, from: 0}]}"),
    ("IRDP-Q055", "- {id: r, op: affine, of: A, direction: higher_is_worse}\n  - {id: s, op: band, of: r, " + BANDS.format(", detected: true", "") + "}"),
    ("IRDP-Q078", "\n  ".join(f"- {{id: a{i}, op: affine, of: A}}" for i in range(13)) + f"\n  - {{id: s, op: argmax, ties: list, of: [{', '.join(f'a{i}' for i in range(13))}]}}"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "scores"), MORE_SCORES)
def test_a_fault_between_scores(found, code, scores):
    line = SCORING.count("\n") + 1 + scores.count("\n")
    faults = found(scoring=f"{SCORING}  {scores}\n")
    assert [("scoring", line, code)] == [(f, n, c) for f, n, _, c in faults]


SPOILT = [
    ("questionnaire", "IRDP-Q010", "id: V, ", "id: A, "),
    ("questionnaire", "IRDP-Q010", "{code: y, label: {fr: y}}], label: {fr: c}", "{code: x, label: {fr: y}}], label: {fr: c}"),
    ("questionnaire", "IRDP-Q011", "id: V, ", "id: a, "),
    ("questionnaire", "IRDP-Q014", "version: 1.0.0", "version: 1.0"),
    ("questionnaire", "IRDP-Q029", "min: 0, max: 10, label: {fr: a}", "min: 0, label: {fr: a}"),
    ("questionnaire", "IRDP-Q034", "min: 0, max: 10, label: {fr: a}", "min: 11, max: 10, label: {fr: a}"),
    ("questionnaire", "IRDP-Q045", "shown_if: {item: A, ge: 2}", "shown_if: {item: C, eq: x}"),
    ("questionnaire", "IRDP-Q089", "max: 10, label: {fr: a}", "max: 100000000, label: {fr: a}"),
    ("scoring", "IRDP-Q020", "trial@1.0.0", "trial"),
    ("scoring", "IRDP-Q048", "trial@1.0.0", "trial@2.0.0"),
    ("scoring", "IRDP-Q082", "{k: 1, value: 2}", "{value: 2}"),
    ("scoring", "IRDP-Q083", "{k: 1, value: 2}", "{k: 1, value: 2}, {k: 1, value: 3}"),
    ("referral", "IRDP-Q021", "irdp/referral/1", "irdp/nothing/1"),
    ("referral", "IRDP-Q066", "status: draft", "status: research"),
    ("referral", "IRDP-Q067", "propose: go", "propose: gone"),
    ("referral", "IRDP-Q067", "default: stay", "default: gone"),
    ("referral", "IRDP-Q068", "undetermined: open", "undetermined: stay"),
    ("referral", "IRDP-Q044", "truth: x.yes", "truth: x.no"),
    ("referral", "IRDP-Q075", "propose: go}", "propose: go, valid: {from: 2024-01-01, fact: A}}"),
    ("referral", "IRDP-Q034", "propose: go}", "propose: go, valid: {from: 2024-01-01, until: 2023-01-01, fact: day}}"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "code", "old", "new"), SPOILT)
def test_a_fault_of_a_document(found, file, code, old, new):
    texts = {"questionnaire": QUESTIONNAIRE, "scoring": SCORING, "referral": POLICY}
    line = texts[file].partition(old)[0].count("\n") + 1
    assert texts[file].count(old) == 1
    texts[file] = texts[file].replace(old, new)
    policy = texts.pop("referral")
    faults = found(**texts, policy=policy)
    assert (file, line, code) in [(f, n, c) for f, n, _, c in faults]


def test_a_collective_score_is_not_read_by_a_policy(found):
    scoring = SCORING.replace("ge: 2}\n", "ge: 2, level: collective}\n")
    faults = found(scoring=scoring, policy=POLICY)
    assert [(f, n, c) for f, n, _, c in faults] == [("referral", 13, "IRDP-Q065")]


def test_a_fact_is_no_other_item(found):
    policy = POLICY.replace("id: day, type: date", "id: A, type: date")
    faults = found(policy=policy)
    assert ("referral", 6, "IRDP-Q064") in [(f, n, c) for f, n, _, c in faults]


def test_a_published_scoring_needs_verified_sources(found):
    scoring = SCORING.replace("status: draft", "status: published")
    sources = "sources: [{id: s_1999, citation: S 1999, verified: false}]\n"
    faults = found(scoring=scoring + sources)
    line = SCORING.count("\n") + 1
    assert ("scoring", line, "IRDP-Q062") in [(f, n, c) for f, n, _, c in faults]


def test_ten_faults_at_once(found):
    chosen = {
        code: score
        for code, score in dict(SCORES).items()
        if code in {f"IRDP-Q0{n}" for n in (34, 40, 42, 44, 46, 50, 53, 72, 80, 90, 95)}
    }
    lines = [
        f"  - {{{score.replace('id: s,', f'id: s{i},')}}}\n"
        for i, score in enumerate(chosen.values())
    ]
    faults = found(scoring=SCORING + "".join(lines))
    first = SCORING.count("\n") + 1
    wanted = [("scoring", first + i, code) for i, code in enumerate(chosen)]
    assert len(wanted) == 11
    assert sorted((f, n, c) for f, n, _, c in faults) == sorted(wanted)


def test_faults_over_three_files(found):
    faults = found(
        questionnaire=QUESTIONNAIRE.replace("shown_if: {item: A", "shown_if: {item: Z"),
        scoring=SCORING.replace("of: A, constant", "of: Z, constant"),
        policy=POLICY.replace("default: stay", "default: gone"),
    )
    assert {(f, c) for f, _, _, c in faults} == {
        ("questionnaire", "IRDP-Q044"),
        ("scoring", "IRDP-Q044"),
        ("referral", "IRDP-Q067"),
    }
    places = {f: (line, column) for f, line, column, _ in faults}
    assert places["questionnaire"] == (
        9,
        QUESTIONNAIRE.split("\n")[8].index("A, ge") + 1,
    )
    assert places["scoring"] == (10, SCORING.split("\n")[9].index("A, constant") + 1)
    assert places["referral"] == (14, POLICY.split("\n")[13].index("stay") + 1)


def test_faults_of_form_over_three_files(found):
    faults = found(
        questionnaire=QUESTIONNAIRE.replace("version: 1.0.0", "version: 1.0"),
        scoring=SCORING.replace("op: affine", "op: affinity"),
        policy=POLICY.replace("hit: first", "hit: last"),
    )
    assert {(f, c) for f, _, _, c in faults} == {
        ("questionnaire", "IRDP-Q014"),
        ("scoring", "IRDP-Q023"),
        ("referral", "IRDP-Q032"),
    }
