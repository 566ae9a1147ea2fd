"""A service's own policy: ours, with a threshold changed or a rule switched off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from irdp.catalogue import Definition
from irdp.definition.bundle import Bundle, Filed
from irdp.definition.read import parse
from irdp.definition.referral import Referral
from irdp.definition.tree import tree
from irdp.definition.write import definition_text
from irdp.errors import CallError, DefinitionError, Severity
from irdp.io.atomic import atomic_writer
from irdp.messages import diagnose
from irdp.plan.link import link
from irdp.review.diff import Diff, diff
from irdp.review.impact import Impact, impact
from irdp.scorer import Scorer
from irdp.source import read_text

if TYPE_CHECKING:
    from pathlib import Path

Threshold = int | Decimal | str | Sequence[str]
_ORDERED = ("lt", "le", "gt", "ge", "eq", "ne")
_CHANGED = {
    "fr": "Condition modifiée par le service, hors du texte cité : {why}",
    "en": "Condition changed by the service, outside the text quoted: {why}",
}
_OFF = {
    "fr": "Règle retirée par le service, {name} : {why}",
    "en": "Rule switched off by the service, {name}: {why}",
}


@dataclass(frozen=True, slots=True)
class DerivedPolicy:
    """A policy derived from another, ready to score and to be written.

    Parameters
    ----------
    base
        The scorer of the policy that it comes from.
    scorer
        Its own scorer.
    text
        Its YAML: reading it gives the same policy.
    """

    base: Scorer
    scorer: Scorer
    text: str

    @property
    def file_name(self) -> str:
        """The name that its file takes in a folder of definitions."""
        document = self.scorer.definition
        return f"referral-{document.id}-{document.version}.yaml"

    def write(self, folder: str | Path, *, overwrite: bool = False) -> str:
        """Write the policy into a folder; return the path of the file.

        Raises
        ------
        FileError
            Where the file exists or cannot be written.
        """
        path = f"{folder}/{self.file_name}"
        with atomic_writer(path, overwrite=overwrite) as stream:
            stream.write(self.text.encode())
        return path

    def diff(self) -> Diff:
        """Return what it changes."""
        return diff(self.base.compiled, self.scorer.compiled)

    def impact(self, data: object, *, keys: Sequence[object] | None = None) -> Impact:
        """Return who would get another proposal, over the visits of a table."""
        return impact(self.base, self.scorer, data, keys=keys)


def derive_policy(
    base: Scorer,
    *,
    id: str,  # noqa: A002 - the key of the document
    version: str,
    thresholds: Mapping[str, Mapping[str, Threshold]] | None = None,
    off: Collection[str] = (),
    why: Mapping[str, str] | None = None,
) -> DerivedPolicy:
    """Return a policy with other thresholds and without some rules.

    The status of the result is `draft`: the service raises it once its own cases
    hold. A rule that rests on a text of law is changed or switched off with a reason
    only; the reason is written in the policy, and the rule loses its mark.

    Parameters
    ----------
    base
        The policy, as `irdp.load` gives it.
    id, version
        The name and number of the derived policy.
    thresholds
        By rule, then by the name that its condition compares: the new number, or the
        new bands or codes.
    off
        The rules to switch off.
    why
        By rule: why it is changed.

    Raises
    ------
    CallError
        If `base` is no policy, or a rule, a threshold or a reason lacks.
    DefinitionError
        With every fault of the derived policy.

    Examples
    --------
    >>> import irdp
    >>> own = derive_policy(irdp.load("pdp@0.1.0"), id="pdp_service", version="1.0.0",
    ...     thresholds={"niveau_et_precarite": {"epices.quintile": ["Q5"]}})
    >>> own.scorer
    Scorer(pdp_service@1.0.0, draft)
    >>> [change.before for change in own.diff().changes if change.level == "minor"]
    ['Q4']
    """
    document, reasons = base.definition, dict(why or {})
    if not isinstance(document, Referral):
        raise CallError(diagnose("IRDP-R036", name=document.reference))
    if document.reference == f"{id}@{version}":
        raise CallError(diagnose("IRDP-R034", reference=document.reference))
    plain: dict[str, Any] = tree(document)
    rules = {r["id"]: r for d in plain["decisions"] for r in d["rules"]}
    for name in (*(thresholds or {}), *off, *reasons):
        if name not in rules:
            reference = document.reference
            raise CallError(
                diagnose("IRDP-R031", name=name, reference=reference, known=rules)
            )
    for name, changes in (thresholds or {}).items():
        _change(rules[name], changes)
        _explain(rules[name], reasons)
    _switch_off(plain, off, reasons)
    plain |= {"id": id, "version": version, "status": "draft"}
    plain["derived_from"] = {
        "id": document.id,
        "version": document.version,
        "digest": base.provenance.content_digest,
    }
    return _compiled(base, plain)


def _change(rule: dict[str, Any], changes: Mapping[str, Threshold]) -> None:
    """Set the new thresholds of a rule."""
    found = dict(_thresholds(rule["when"]))
    for subject, value in changes.items():
        if subject not in found:
            raise CallError(
                diagnose(
                    "IRDP-R032",
                    name=rule["id"],
                    subject=subject,
                    known=[n for n in found if n],
                )
            )
        leaf, key = found[subject]
        leaf[key] = _written(value)


def _thresholds(part: Any) -> Iterator[tuple[str, tuple[dict[str, Any], str]]]:
    """Yield by name the comparison whose right side is a number, codes or bands."""
    if isinstance(part, list):
        for inner in part:
            yield from _thresholds(inner)
        return
    if not isinstance(part, dict):
        return
    for group in ("all", "any", "not"):
        yield from _thresholds(part.get(group))
    subject = part.get("item") or part.get("score") or part.get("band")
    for key in (*_ORDERED, "in", "is"):
        if subject and isinstance(part.get(key), (Decimal, list)):
            yield subject, (part, key)


def _written(value: Threshold) -> Any:
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return value if isinstance(value, str) else list(value)


def _explain(rule: dict[str, Any], reasons: Mapping[str, str]) -> None:
    """Say in the rule that its condition is no longer that of the text."""
    law, why = rule.get("law"), reasons.get(rule["id"], "")
    if law and not why:
        raise CallError(diagnose("IRDP-R035", name=rule["id"], law=law["ref"]))
    if law:
        law.pop("mark", None)
    if why:
        said = {lang: text.format(why=why) for lang, text in _CHANGED.items()}
        rule["basis"] = _joined(rule.get("basis"), said)


def _switch_off(
    plain: dict[str, Any], off: Collection[str], reasons: Mapping[str, str]
) -> None:
    for decision in plain["decisions"]:
        gone = [r for r in decision["rules"] if r["id"] in off]
        for rule in gone:
            law, why = rule.get("law"), reasons.get(rule["id"], "")
            if law and not why:
                raise CallError(diagnose("IRDP-R035", name=rule["id"], law=law["ref"]))
            why = why or "–"
            said = {k: v.format(name=rule["id"], why=why) for k, v in _OFF.items()}
            decision["note"] = _joined(decision.get("note"), said)
        decision["rules"] = [r for r in decision["rules"] if r not in gone]
        if not decision["rules"]:
            raise CallError(diagnose("IRDP-R033", name=decision["id"]))


def _joined(before: Any, said: Mapping[str, str]) -> dict[str, str]:
    """Return a wording with a sentence more, in the languages that it has."""
    if before is None:
        return dict(said)
    known = {"fr": before} if isinstance(before, str) else dict(before)
    return {lang: f"{text} {said[lang]}" for lang, text in known.items()}


def _compiled(base: Scorer, plain: dict[str, Any]) -> DerivedPolicy:
    text = definition_text(plain)
    source = read_text(text, f"referral-{plain['id']}-{plain['version']}.yaml")
    document = parse(source, Referral)
    inner = base.compiled.bundle
    bundle = Bundle(Filed(document, source), inner.questionnaires, inner.scorings)
    program, found = link(bundle)
    errors = [d for d in found if d.severity is Severity.ERROR]
    if errors or program is None:
        raise DefinitionError(*found)
    return DerivedPolicy(base, Scorer(Definition(bundle, program)), text)
