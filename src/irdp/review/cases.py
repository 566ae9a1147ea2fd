"""Running the cases of a definition: alone, in a batch, and shuffled."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isnan
from typing import TYPE_CHECKING, Any

from irdp.errors import Diagnostic, Place
from irdp.messages import diagnose
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.catalogue import Catalog
    from irdp.definition.cases import Case, Cases
    from irdp.scorer import Scorer
    from irdp.source import Source

TOLERANCE = Fraction(1, 10**9)
_NUMBER = re.compile(r"-?\d{1,18}(/[1-9]\d{0,17}|\.\d{1,18})?")
WAYS = {
    "alone": Text("seul", "alone"),
    "batch": Text("en lot", "in a batch"),
    "shuffled": Text("en lot mélangé", "in a shuffled batch"),
}


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """One output of one case that is not what the case expects.

    Parameters
    ----------
    case, output
        The case and what it expects something of (a score, a decision,
        ``<score>.status``, ``<decision>.provisional``, ``issues``).
    place
        Where the expectation stands.
    expected, found
        What the case says and what the engine gives: cases are made up, not visits.
    way
        ``alone``, ``batch`` or ``shuffled``.
    """

    case: str
    output: str
    place: Place
    expected: str
    found: str
    way: str

    @property
    def diagnostic(self) -> Diagnostic:
        """The failure as a diagnostic."""
        return diagnose(
            "IRDP-Q100",
            self.place,
            case=self.case,
            output=self.output,
            expected=self.expected,
            found=self.found,
            way=WAYS[self.way],
        )


@dataclass(frozen=True, slots=True)
class CasesResult:
    """What became of the cases of one definition.

    Parameters
    ----------
    reference
        The scoring or the policy.
    n
        How many cases were run, each in three ways.
    failures
        What differs from what the cases expect.
    faults
        What is wrong with the cases themselves: names that do not exist.
    """

    reference: str
    n: int
    failures: tuple[CaseFailure, ...]
    faults: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether every case holds in every way."""
        return not self.failures and not self.faults

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The faults, then one diagnostic for each case and output that fails."""
        seen: dict[tuple[str, str], Diagnostic] = {}
        for failure in self.failures:
            seen.setdefault((failure.case, failure.output), failure.diagnostic)
        return (*self.faults, *seen.values())


def run_cases(scorer: Scorer, cases: Cases, source: Source) -> CasesResult:
    """Run the cases of a definition, each alone, in a batch and in a shuffled one.

    What is compared is what a user gets: numbers with the exact decimal or quotient
    of the case, within 1e-9; truths, labels and the lack of a value exactly.

    Parameters
    ----------
    cases, source
        The document of cases, and the file it was read from.

    Examples
    --------
    >>> import irdp
    >>> from irdp.review.cases import cases_of
    >>> cases, source = cases_of("was@1.0.0", irdp.Catalog())
    >>> run_cases(irdp.load("was@1.0.0"), cases, source).passed
    True
    """
    faults = _faults(scorer, cases, source)
    order = list(range(len(cases.cases)))
    random.Random(len(order)).shuffle(order)  # noqa: S311 - an order, not a secret
    shuffled = _batch(scorer, [cases.cases[i] for i in order])
    batch = _batch(scorer, cases.cases)
    kinds = _kinds(scorer)
    failures: list[CaseFailure] = []
    for i, case in enumerate(cases.cases):
        for way, given in (
            ("alone", _alone(scorer, case)),
            ("batch", batch[i]),
            ("shuffled", shuffled[order.index(i)]),
        ):
            for at, output, expected, found in _differences(case, given, kinds):
                place = source.place(("cases", i, *at))
                failures.append(
                    CaseFailure(case.id, output, place, expected, found, way)
                )
    return CasesResult(
        scorer.definition.reference, len(order), tuple(failures), tuple(faults)
    )


def cases_of(reference: str, catalog: Catalog) -> tuple[Cases, Source]:
    """Return the cases of a definition and the file that holds them.

    Raises
    ------
    UnknownReferenceError
        If it has no cases.
    """
    entry = catalog.entry(reference, ("cases",))
    document: Any = catalog.document(entry)
    return document, catalog.source(entry.path)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a user gets for one visit: values by output, statuses, codes of issues."""

    values: dict[str, Any]
    status: dict[str, str]
    issues: list[str]


def _alone(scorer: Scorer, case: Case) -> _Given:
    found = scorer.assess(case.answers)
    values: dict[str, Any] = {n: s.value for n, s in found.scores.items()}
    for name, decision in found.decisions.items():
        values[name] = decision.proposal
        values[f"{name}.provisional"] = decision.provisional
    status = {n: s.status for n, s in found.scores.items()}
    return _Given(values, status, sorted({i.code for i in found.issues}))


def _batch(scorer: Scorer, cases: Sequence[Case]) -> list[_Given]:
    columns = {n: [c.answers.get(n) for c in cases] for n in scorer.items}
    table = scorer.score(columns)
    values = {n: table.values(n).tolist() for n in table.lanes}
    status = {n: table.status(n).tolist() for n in table.lanes}
    for name in table.verdicts:
        values[name] = list(table.decisions(name))
        values[f"{name}.provisional"] = table.provisional(name).tolist()
    return [
        _Given(
            {n: column[row] for n, column in values.items()},
            {n: column[row] for n, column in status.items()},
            sorted({issue.code for issue in table.issues.for_row(row)}),
        )
        for row in range(len(cases))
    ]


def _kinds(scorer: Scorer) -> dict[str, str]:
    """Return the kind of each output: how its value is compared."""
    program = scorer.compiled.program
    kinds = {n: str(node.signature.kind) for n, node in program.nodes.items()}
    for decision in program.decisions:
        kinds |= {decision.id: "decision", f"{decision.id}.provisional": "truth"}
    return kinds


def _faults(scorer: Scorer, cases: Cases, source: Source) -> list[Diagnostic]:
    """Return the names of cases that do not exist."""
    program = scorer.compiled.program
    known = {*program.items, "visit_date"}
    for filed in scorer.compiled.bundle.questionnaires.values():
        known |= {item.id for item in filed.document.items}
    known |= {f.id for f in getattr(scorer.definition, "facts", ())}
    decisions = [d.id for d in program.decisions]
    outputs = {*program.nodes, *decisions, *(f"{d}.provisional" for d in decisions)}
    found: list[Diagnostic] = []
    seen: set[str] = set()
    for i, case in enumerate(cases.cases):
        at = ("cases", i)
        if case.id in seen:
            place = source.place((*at, "id"))
            found.append(diagnose("IRDP-Q102", place, name=case.id))
        seen.add(case.id)
        for name in sorted(set(case.answers) - known):
            place = source.key_place((*at, "answers", name))
            found.append(
                diagnose("IRDP-Q101", place, case=case.id, name=name, known=known)
            )
        for key, names in (
            ("expect", set(case.expect) - outputs),
            ("expect_status", set(case.expect_status) - set(program.nodes)),
        ):
            for name in sorted(names):
                place = source.key_place((*at, key, name))
                found.append(diagnose("IRDP-Q069", place, name=name, known=outputs))
    return found


Difference = tuple[tuple[str, ...], str, str, str]


def _differences(
    case: Case, given: _Given, kinds: Mapping[str, str]
) -> list[Difference]:
    out: list[Difference] = []
    for name, wanted in case.expect.items():
        if name in kinds and not _equal(wanted, given.values[name], kinds[name]):
            shown = (_shown(wanted), _shown(given.values[name]))
            out.append((("expect", name), name, *shown))
    for name, status in case.expect_status.items():
        found = given.status.get(name, status)
        if found != status:
            out.append((("expect_status", name), f"{name}.status", status, found))
    codes = sorted(set(case.expect_issues))
    if codes and codes != given.issues:
        shown = (", ".join(codes), ", ".join(given.issues))
        out.append((("expect_issues",), "issues", *shown))
    return out


def _equal(wanted: Any, found: Any, kind: str) -> bool:
    lacks = found is None or found != found  # noqa: PLR0124 - NaN, in a column
    if wanted is None or lacks:
        return wanted is None and lacks
    if kind == "number":
        number = as_number(wanted)
        return number is not None and abs(number - Fraction(found)) <= TOLERANCE
    if kind == "truth":
        return isinstance(wanted, bool) and wanted == found
    if kind == "decision":
        if isinstance(found, tuple):
            return isinstance(wanted, list) and tuple(map(str, wanted)) == found
        return bool(wanted == found)
    return not isinstance(wanted, bool) and str(wanted) == found


def as_number(value: object) -> Fraction | None:
    """Return a number of a case, also one written as a quotient.

    Examples
    --------
    >>> as_number("600/7"), as_number("high")
    (Fraction(600, 7), None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return Fraction(value) if _NUMBER.fullmatch(value) else None
    return Fraction(value) if isinstance(value, (int, Decimal)) else None


def _shown(value: object) -> str:
    if isinstance(value, float):
        return "null" if isnan(value) else f"{value:.12g}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(str, value)) + "]"
    if isinstance(value, Mapping):
        return "{…}"
    return str(value)
