"""The rules of a referral policy as a page: what is proposed, when, by which article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp.report.conditions import condition_text
from irdp.results.provenance import INTENDED_USE
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from irdp.definition.questionnaire import Item
    from irdp.definition.referral import Decision, Referral, Rule, Valid
    from irdp.text import Lang

MARKS: dict[str, Text] = {
    "V": Text("vérifié dans le texte", "verified in the text"),
    "V2": Text("vu de seconde main", "seen at second hand"),
    "D": Text("déduit par le calcul", "derived by arithmetic"),
    "R": Text("de mémoire, à vérifier", "from memory, to be checked"),
    "U": Text("inconnu, ou sens non établi", "unknown, or meaning not settled"),
}
_WORDS: dict[str, tuple[str, str]] = {
    "status": ("Statut", "Status"),
    "in_force": ("En vigueur depuis le", "In force since"),
    "made": (
        "Page produite à partir de la définition ; ne pas la modifier à la main.",
        "Page made from the definition; do not edit it by hand.",
    ),
    "marks": ("Ce que disent les marques", "What the marks say"),
    "choice": ("choix, sans texte", "a choice, no text"),
    "first": (
        "La première règle vraie décide ; toutes les règles vraies sont des raisons.",
        "The first true rule decides; all true rules are reasons.",
    ),
    "collect": (
        "Toutes les règles vraies proposent.",
        "All true rules propose.",
    ),
    "else": ("Sans règle vraie", "Without a true rule"),
    "open": ("S'il manque de quoi conclure", "Where it cannot be concluded"),
    "rule": ("Règle", "Rule"),
    "proposal": ("Proposition", "Proposal"),
    "condition": ("Condition", "Condition"),
    "article": ("Article", "Article"),
    "mark": ("Marque", "Mark"),
    "since": ("Depuis, jusqu'à", "Since, until"),
    "reasons": ("Raisons données", "Reasons given"),
    "added": (
        "raison ajoutée ; inconnue, elle est listée et ne retient rien",
        "an added reason; unknown, it is listed and holds nothing",
    ),
    "unsure": ("Ce qui n'est pas sûr, et précisions", "What is not sure, and details"),
    "if": ("si", "if"),
    "otherwise": ("sinon", "otherwise"),
    "facts": ("Faits lus", "Facts read"),
    "fact": ("Fait", "Fact"),
    "meaning": ("Sens", "Meaning"),
    "values": ("Valeurs", "Values"),
    "asked": ("Demandé si", "Asked if"),
    "computed": ("Calculé à partir des faits", "Computed from the facts"),
    "checks": ("Contradictions", "Contradictions"),
    "reject": ("visite rejetée", "visit rejected"),
    "warning": ("avertissement", "warning"),
    "from": ("à partir du", "from"),
    "until": ("jusqu'au", "until"),
    "date": ("date", "date"),
    "boolean": ("oui, non", "yes, no"),
    "reads": ("Lit", "Reads"),
    "optional": ("facultatif", "optional"),
    "not_applicable": ("sans objet", "not applicable"),
}


def rules_markdown(policy: Referral, lang: Lang = "fr") -> str:
    """Return the rules of a policy as a Markdown page.

    Parameters
    ----------
    policy
        The policy, as `irdp.load(...).definition` gives it.
    lang
        ``"fr"`` or ``"en"``.

    Examples
    --------
    >>> import irdp
    >>> page = rules_markdown(irdp.load("pdp_droits@1.0.0").definition)
    >>> page.splitlines()[0]
    '# Droits et visites, prévention de la désinsertion professionnelle'
    """
    lines = [
        *_head(policy, lang),
        *(line for d in policy.decisions for line in _decision(d, lang)),
        *_unsure(policy, lang),
        *_facts(policy, lang),
        *_computed(policy, lang),
        *_checks(policy, lang),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _word(key: str, lang: Lang) -> str:
    return Text(*_WORDS[key]).get(lang)


def _colon(lang: Lang) -> str:
    return " : " if lang == "fr" else ": "


def _head(policy: Referral, lang: Lang) -> Iterator[str]:
    yield f"# {policy.title.text.get(lang)}"
    yield ""
    known = (
        f"`{policy.reference}`. {_word('status', lang)}{_colon(lang)}{policy.status}."
    )
    if policy.effective and policy.effective.from_:
        known += f" {_word('in_force', lang)} {policy.effective.from_.isoformat()}."
    yield known + " " + _word("made", lang)
    yield ""
    if policy.notice:
        yield from (f"> **{policy.notice.text.get(lang)}**", "")
    if policy.description:
        yield from (policy.description.text.get(lang), "")
    yield from (f"> {INTENDED_USE.get(lang)}", "")
    if policy.scorings:
        read = [
            f"`{r.ref}`" + (f" ({_word('optional', lang)})" if r.optional else "")
            for r in policy.scorings.values()
        ]
        yield from (f"{_word('reads', lang)}{_colon(lang)}{', '.join(read)}.", "")
    yield from (f"## {_word('marks', lang)}", "")
    used = {r.law.mark for d in policy.decisions for r in d.rules if r.law}
    notes = " ".join(n for _, n in _notes(policy, "fr"))
    for mark, text in MARKS.items():
        if mark in used or f"[{mark}]" in notes:
            yield f"- **{mark}**{_colon(lang)}{text.get(lang)}"
    yield f"- **–**{_colon(lang)}{_word('choice', lang)}"
    yield ""


def _decision(decision: Decision, lang: Lang) -> Iterator[str]:
    title = decision.title.text.get(lang) if decision.title else decision.id
    yield from (f"## {title} (`{decision.id}`)", "")
    if decision.note:
        yield from (decision.note.text.get(lang), "")
    says = {k: v.text.get(lang) for k, v in decision.proposals.items()}
    yield _word(decision.hit, lang)
    yield ""
    for key, name in (("else", decision.default), ("open", decision.undetermined)):
        yield f"- {_word(key, lang)}{_colon(lang)}`{name}`. {says[name]}"
    yield ""
    heads = ("rule", "proposal", "condition", "article", "mark", "since")
    rows = [_rule_row(rule, lang) for rule in decision.rules]
    yield from _table([_word(h, lang) for h in heads], rows)
    yield from (f"### {_word('reasons', lang)} (`{decision.id}`)", "")
    for rule in decision.rules:
        yield _said(rule, lang)
    yield ""


def _rule_row(rule: Rule, lang: Lang) -> list[str]:
    law = rule.law
    basis = rule.basis.text.get(lang) if rule.basis else ""
    article = f"{law.ref} ({law.text_id})" if law and law.text_id else ""
    return [
        f"`{rule.id}`",
        f"`{rule.propose}`",
        condition_text(rule.when, lang),
        article or (law.ref if law else basis),
        (law.mark or "–") if law else "–",
        _valid(rule.valid, lang),
    ]


def _valid(valid: Valid | None, lang: Lang) -> str:
    if valid is None:
        return ""
    parts = [f"`{valid.fact}`"]
    if valid.from_:
        parts.append(f"{_word('from', lang)} {valid.from_.isoformat()}")
    if valid.until:
        parts.append(f"{_word('until', lang)} {valid.until.isoformat()}")
    return " ".join(parts)


def _said(rule: Rule, lang: Lang) -> str:
    text = rule.reason.text.get(lang) if rule.reason else ""
    if rule.law and rule.basis:
        text += " " + rule.basis.text.get(lang)
    added = f" *({_word('added', lang)})*" if rule.unknown == "skip" else ""
    return f"- `{rule.id}`{_colon(lang)}{text}{added}"


def _notes(policy: Referral, lang: Lang) -> Iterator[tuple[str, str]]:
    for decision in policy.decisions:
        for rule in decision.rules:
            if rule.law and rule.law.note:
                yield rule.id, rule.law.note.text.get(lang)


def _unsure(policy: Referral, lang: Lang) -> Iterator[str]:
    """List the notes on articles, each once, with the rules that bear it."""
    found: dict[str, list[str]] = {}
    for rule, note in _notes(policy, lang):
        found.setdefault(note, []).append(f"`{rule}`")
    if not found:
        return
    yield from (f"## {_word('unsure', lang)}", "")
    for note, rules in found.items():
        yield f"- {note} ({', '.join(rules)})"
    yield ""


def _facts(policy: Referral, lang: Lang) -> Iterator[str]:
    yield from (f"## {_word('facts', lang)}", "")
    heads = [_word(h, lang) for h in ("fact", "meaning", "values", "asked")]
    yield from _table(heads, [_fact_row(fact, lang) for fact in policy.facts])


def _fact_row(fact: Item, lang: Lang) -> list[str]:
    meaning = fact.label.text.get(lang)
    if fact.note:
        meaning += ". " + fact.note.text.get(lang)
    if fact.options:
        values = ", ".join(f"`{o.code}`" for o in fact.options)
    elif fact.min is not None:
        unit = {"d": Text(" jours", " days")}.get(fact.unit or "", Text(" ")).get(lang)
        values = f"{fact.min} – {fact.max}{unit.rstrip()}"
    else:
        values = _word(fact.type, lang)
    for code in fact.codes.not_applicable:
        values += f", `{code}` ({_word('not_applicable', lang)})"
    shown = condition_text(fact.shown_if, lang) if fact.shown_if else ""
    return [f"`{fact.id}`", meaning, values, shown]


def _computed(policy: Referral, lang: Lang) -> Iterator[str]:
    if not policy.scores:
        return
    yield from (f"## {_word('computed', lang)}", "")
    for score in policy.scores:
        title = score.title.text.get(lang) if score.title else ""
        yield f"- `{score.id}`{_colon(lang)}{title}{_members(score, lang)}"
    yield ""


def _members(score: Any, lang: Lang) -> str:
    """Return what makes a computed truth true, or the branches of a choice."""
    if score.op in {"all", "any"}:
        word = Text(" et ", " and ") if score.op == "all" else Text(" ou ", " or ")
        said = [f"({condition_text(m, lang)})" for m in score.of]
        return f" = {word.get(lang).join(said)}"
    if score.op == "case":
        branches = [
            f"{_word('if', lang)} {condition_text(b.when, lang)}, {_branch(b.then)}"
            for b in score.cases
        ]
        last = f"{_word('otherwise', lang)} {_branch(score.else_)}"
        return _colon(lang) + " ; ".join([*branches, last])
    return ""


def _branch(branch: Any) -> str:
    if isinstance(branch, str):
        return branch
    values = (v for _, v in branch if v is not None)
    return f"`{next(values)}`"


def _checks(policy: Referral, lang: Lang) -> Iterator[str]:
    if not policy.checks:
        return
    yield from (f"## {_word('checks', lang)}", "")
    for check in policy.checks:
        text = check.message.text.get(lang) if check.message else ""
        said = condition_text(check.never, lang)
        yield f"- `{check.id}` ({_word(check.as_, lang)}){_colon(lang)}{said}. {text}"
    yield ""


def _table(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""
