"""The fiche de signalement: the sheet of one visit for the cell, identity left blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.disclosure.audience import Audience, check_individual
from irdp.io.atomic import atomic_writer
from irdp.report.blocks import Document, KeyFigure, Paragraph, Section, Table
from irdp.report.html import to_html
from irdp.report.rules import MARKS
from irdp.report.validation_report import typeset_document
from irdp.results.explain import STATUS_WORDS, shown
from irdp.results.provenance import INTENDED_USE
from irdp.results.validity import validity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from irdp.results.assessment import Assessment
    from irdp.results.outcomes import DecisionResult, ScoreResult

BLANK = "…………………………"
BOXES = "☐\u00a0acceptée ☐\u00a0modifiée ☐\u00a0refusée"
_SAME_DAY = "le soignant présent, le jour même ; le médecin du travail est prévenu"
_PHYSICIAN = "médecin du travail"
_AGREED = "médecin du travail, qui le demande, avec l'accord du travailleur"
_TEAM = "médecin du travail, ou infirmier en santé au travail sous son protocole"
VALIDATED_BY: dict[str, str] = {
    "alerte_urgente": _SAME_DAY,
    "cellule_pdp": "médecin du travail, avec l'accord du travailleur",
    "avis_medecin_du_travail": _PHYSICIAN,
    "assistant_social": _AGREED,
    "psychologue_du_travail": _AGREED,
    "visite_prereprise": (
        "médecin du travail ; à l'initiative du travailleur, du médecin traitant, de "
        "l'assurance maladie ou du médecin du travail, jamais de l'employeur"
    ),
    "visite_reprise": _PHYSICIAN,
    "essai_encadre": (
        "médecin du travail, médecin traitant et médecin conseil, après l'évaluation "
        "du service social de l'assurance maladie"
    ),
}
"""Who validates what; the others fall to the physician or the team."""
_PARTNER = "médecin du travail ; rien ne part sans l'accord du travailleur"
AUDIENCES = {
    Audience.SOIGNANT: "soignant",
    Audience.CELLULE_PDP: "cellule de prévention de la désinsertion professionnelle",
}


def signalement_page(assessment: Assessment, *, audience: str) -> str:
    """Return the sheet of one visit as one HTML page: no script, nothing fetched.

    Parameters
    ----------
    assessment
        The visit; scores of collective level are left out.
    audience
        ``soignant`` or ``cellule_pdp``; the others get aggregates.

    Raises
    ------
    CallError
        If the audience gets no individual result, or does not exist.
    """
    return to_html(signalement_document(assessment, audience=audience))


def write_signalement(
    assessment: Assessment,
    path: str | Path,
    *,
    audience: str,
    overwrite: bool = False,
) -> None:
    """Write the sheet into a file that only its owner can read.

    Raises
    ------
    CallError
        If the audience gets no individual result, or does not exist.
    FileError
        Where the file exists or cannot be written.
    """
    page = signalement_page(assessment, audience=audience)
    with atomic_writer(path, overwrite=overwrite) as stream:
        stream.write(page.encode())


def signalement_document(assessment: Assessment, *, audience: str) -> Document:
    """Return the parts of the sheet, before they become HTML.

    Examples
    --------
    >>> import irdp
    >>> found = irdp.load("pdp_droits@1.0.0").assess({})
    >>> sheet = signalement_document(found, audience="cellule_pdp")
    >>> [section.id for section in sheet.sections][:2]
    ['identite', 'propositions']
    """
    reader = check_individual(audience)
    origin = assessment.provenance
    title = assessment.definition.document.title.text.fr
    sections = [
        _identity(),
        _proposals(assessment),
        _reasons(assessment),
        _unknown(assessment),
        _scores(assessment),
        _validation(assessment),
    ]
    document = Document(
        title="Fiche de signalement",
        subtitle=(
            f"{title}. Destinataire : {AUDIENCES[reader]}. Couvert par le secret : ne "
            "pas transmettre à l'employeur."
        ),
        lang="fr",
        keys=(
            KeyFigure("Définition", origin.reference, f"statut {origin.status}"),
            KeyFigure("Empreinte", origin.scoring_digest[:19], f"irdp {origin.engine}"),
            KeyFigure("Validation", "à valider", "par un professionnel de santé"),
        ),
        summary=None,
        sections=tuple(s for s in sections if s.blocks),
    )
    return typeset_document(document)


def _identity() -> Section:
    rows = tuple(
        (name, BLANK)
        for name in (
            "Nom et prénom",
            "Date de naissance",
            "Numéro de dossier",
            "Date de la visite",
            "Rédigée par, fonction",
        )
    )
    blank = Table("À remplir à la main", ("Rubrique", "Réponse"), rows)
    return Section("identite", "Identité", (), (blank,))


def _proposals(assessment: Assessment) -> Section:
    blocks: list[Paragraph | Table] = []
    if assessment.provenance.notice is not None:
        blocks.append(Paragraph(assessment.provenance.notice.fr, "warning"))
    remarks = validity(assessment.definition, assessment.codes)
    blocks.extend(Paragraph(remark.fr, "warning") for remark in remarks)
    blocks.append(Paragraph(INTENDED_USE.fr, "note"))
    if assessment.rejected:
        said = "Visite rejetée : des réponses se contredisent ou ne se lisent pas."
        blocks.append(Paragraph(said, "warning"))
    rows = []
    for name, decision in assessment.decisions.items():
        sure = "provisoire" if decision.provisional else "au vu des faits connus"
        rows += [(_title(assessment, name), w.fr, sure) for w in decision.wording]
    if rows:
        heads = ("Décision", "Proposition", "Sûreté")
        blocks.append(Table("Propositions", heads, tuple(rows)))
    else:
        blocks.append(Paragraph("Aucune règle d'orientation n'a été appliquée."))
    return Section("propositions", "Ce qui est proposé", (), tuple(blocks))


def _title(assessment: Assessment, name: str) -> str:
    decisions = getattr(assessment.definition.document, "decisions", ())
    found = next(d for d in decisions if d.id == name)
    return found.title.text.fr if found.title else name


def _reasons(assessment: Assessment) -> Section:
    rows: dict[tuple[str, ...], None] = {}
    for decision in assessment.decisions.values():
        for reason in decision.reasons:
            law = f"{reason.law} ({reason.text_id})" if reason.text_id else reason.law
            mark = f"{reason.mark} : {MARKS[reason.mark].fr}" if reason.mark else "–"
            rows[(reason.text.fr or reason.id, law or "choix, sans texte", mark)] = None
    if not rows:
        return Section("raisons", "Raisons", (), ())
    heads = ("Raison", "Texte", "Marque")
    table = Table("Règles vraies", heads, tuple(rows))
    return Section("raisons", "Pourquoi", (), (table,))


def _unknown(assessment: Assessment) -> Section:
    labels = _labels(assessment)
    lacking: dict[str, None] = {}
    for decision in assessment.decisions.values():
        for names in decision.unknown.values():
            lacking |= dict.fromkeys(labels.get(n, n) for n in names)
    blocks: list[Paragraph | Table] = []
    if lacking:
        rows = tuple((name, "à compléter") for name in lacking)
        blocks.append(Table("Il manque", ("Information", "État"), rows))
    absent = _not_administered(assessment)
    if absent:
        listed = ", ".join(absent.values())
        blocks.append(Paragraph(f"Questionnaires non administrés : {listed}."))
    return Section("a-completer", "Ce qui manque", (), tuple(blocks))


def _labels(assessment: Assessment) -> Mapping[str, str]:
    bundle = assessment.definition.bundle
    facts = getattr(assessment.definition.document, "facts", ())
    asked = [i for f in bundle.questionnaires.values() for i in f.document.items]
    return {item.id: item.label.text.fr for item in (*facts, *asked)}


def _not_administered(assessment: Assessment) -> dict[str, str]:
    """Return the optional instruments that were not administered, with their titles."""
    scorings = assessment.definition.bundle.scorings
    return {
        alias: scorings[alias].document.title.text.fr
        for decision in assessment.decisions.values()
        for alias in decision.not_administered
    }


def _scores(assessment: Assessment) -> Section:
    rows = tuple(_score_rows(assessment))
    if not rows:
        return Section("scores", "Scores", (), ())
    heads = ("Score", "Instrument", "Valeur", "Niveau", "Statut", "Complétude")
    said = Paragraph(
        "Les instruments se lisent côte à côte ; ils ne s'additionnent pas. Les "
        "mesures de niveau collectif ne figurent pas sur une fiche individuelle.",
        "note",
    )
    return Section("scores", "Scores", (), (said, Table("Scores", heads, rows)))


def _score_rows(assessment: Assessment) -> Iterator[tuple[str, ...]]:
    nodes = assessment.definition.program.nodes
    scorings = assessment.definition.bundle.scorings
    absent = _not_administered(assessment)
    for name in assessment.outputs:
        score = nodes[name].score
        alias = name.partition(".")[0] if "." in name else ""
        if score.level == "collective" or alias in absent:
            continue
        document = scorings[alias].document if alias in scorings else None
        title = score.title.text.fr if score.title else name
        instrument = (document or assessment.definition.document).reference
        yield (title, instrument, *_said(assessment.scores[name]))


def _said(score: ScoreResult) -> tuple[str, str, str, str]:
    share = score.completeness
    complete = "–" if share is None else f"{share:.0%}".replace("%", " %")
    status = STATUS_WORDS[score.status].fr
    band = score.band
    if score.value is None:
        return "–", "–", status, complete
    value = "–" if band and band.id == score.value else shown(score.value, "fr")
    return value, band.label.fr if band else "–", status, complete


def _validation(assessment: Assessment) -> Section:
    rows = tuple(
        (wording, _validator(proposal), BOXES, BLANK)
        for decision in assessment.decisions.values()
        for proposal, wording in _pairs(decision)
    )
    said = Paragraph(
        "Aucune proposition ne s'applique seule. Le professionnel accepte, modifie ou "
        "refuse chacune et dit pourquoi ; le travailleur est informé et peut s'opposer.",
        "note",
    )
    if not rows:
        return Section("validation", "À valider", (), (said,))
    heads = ("Proposition", "Par qui", "Suite", "Motif, date, signature")
    consent = Table(
        "Accord du travailleur",
        ("Question", "Réponse"),
        (
            ("Travailleur informé du signalement", "☐ oui ☐ non"),
            ("Accord pour l'orientation proposée", "☐ oui ☐ non"),
            ("Opposition exprimée", "☐ oui ☐ non"),
        ),
    )
    table = Table("À valider, et par qui", heads, rows)
    return Section("validation", "À valider", (), (said, table, consent))


def _pairs(decision: DecisionResult) -> Iterator[tuple[str, str]]:
    found = decision.proposal
    names = found if isinstance(found, tuple) else (found,)
    for name, wording in zip(names, decision.wording, strict=True):
        yield name, wording.fr


def _validator(proposal: str) -> str:
    if proposal.startswith("partenaire_"):
        return _PARTNER
    return VALIDATED_BY.get(proposal, _TEAM)
