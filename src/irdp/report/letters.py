"""Letters to the worker: templates with blank fields, without any result.

They are addressed to the worker only. Nothing of a visit, score or proposal enters
them: they say what a visit or a meeting is for and who may ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.errors import CallError
from irdp.io.atomic import atomic_writer
from irdp.messages import diagnose
from irdp.report.html import render
from irdp.report.numbers import typeset

if TYPE_CHECKING:
    from pathlib import Path

BLANK = "……………………………"
SENDER = f"Service de prévention et de santé au travail\n{BLANK}\nTéléphone : {BLANK}"
RECIPIENT = f"{BLANK}\n{BLANK}\n{BLANK}"
PLACE = f"À {BLANK}, le {BLANK}"
PERSONAL = (
    "Cette lettre vous est personnelle : aucune copie n'est adressée à votre "
    "employeur, qui n'a pas à connaître votre état de santé."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """The text of one letter.

    Parameters
    ----------
    title
        Its subject.
    paragraphs
        What it says.
    law
        The articles that it rests on.
    """

    title: str
    paragraphs: tuple[str, ...]
    law: str


LETTERS: dict[str, Letter] = {
    "prereprise": Letter(
        "Préparer votre retour au travail : la visite de préreprise",
        (
            (
                "Lorsqu'un arrêt de travail pour maladie ou accident dure plus de trente "
                "jours et que votre retour à votre poste peut être préparé, vous pouvez "
                "rencontrer le médecin du travail avant de reprendre. Cette visite de "
                "préreprise a lieu pendant l'arrêt."
            ),
            (
                "Elle peut être demandée par vous, par votre médecin traitant, par le "
                "service médical de l'assurance maladie ou par le médecin du travail. "
                "Votre employeur ne peut pas la demander."
            ),
            (
                "Elle sert à chercher avec vous ce qui faciliterait la reprise : un "
                "aménagement du poste ou du temps de travail, un autre poste, une "
                "formation. Apportez les documents médicaux que vous souhaitez montrer."
            ),
            (
                "Sauf si vous vous y opposez, le médecin du travail peut informer votre "
                "employeur de la tenue de cette visite, selon la date de votre arrêt, et "
                "lui transmettre ses recommandations, ainsi qu'au médecin conseil. "
                "L'employeur ne reçoit aucune information sur votre santé. Dites au "
                "médecin si vous vous opposez à l'une ou l'autre information."
            ),
            (
                f"Pour convenir d'un rendez-vous, appelez le {BLANK} ou répondez à cette "
                f"lettre. Proposition de date : {BLANK}."
            ),
        ),
        "Articles L4624-2-4, R4624-29 et R4624-30 du code du travail.",
    ),
    "rendez_vous_liaison": Letter(
        "Garder le lien pendant votre arrêt : le rendez-vous de liaison",
        (
            (
                "Pendant un arrêt de travail de plus de trente jours, vous pouvez "
                "rencontrer votre employeur lors d'un rendez-vous de liaison, auquel le "
                "service de prévention et de santé au travail est associé."
            ),
            (
                "Il peut être organisé à votre demande ou à celle de votre employeur. "
                "Vous êtes libre de le refuser, sans aucune conséquence pour vous."
            ),
            (
                "Ce n'est pas une visite médicale : on n'y parle pas de votre santé. On y "
                "présente les actions de prévention de la désinsertion professionnelle, "
                "la visite de préreprise et les aménagements qui peuvent être étudiés."
            ),
            f"Pour le demander ou en parler avec nous, appelez le {BLANK}.",
        ),
        "Articles L1226-1-3 et D1226-8-1 du code du travail.",
    ),
    "mi_carriere": Letter(
        "Votre visite de mi-carrière",
        (
            (
                "Une visite de mi-carrière est prévue l'année civile de vos quarante-cinq "
                "ans, ou à la date que fixe votre accord de branche. Elle peut avoir lieu "
                "jusqu'à deux ans plus tôt, en même temps qu'une autre visite avec le "
                "médecin du travail."
            ),
            (
                "Nous y verrons avec vous si votre poste et votre santé s'accordent, en "
                "tenant compte de votre parcours et de votre âge, et comment prévenir les "
                "difficultés à venir au travail. Nous parlerons aussi du vieillissement au "
                "travail et de questions de santé publique, dont la santé du cœur et des "
                "vaisseaux."
            ),
            (
                "Un questionnaire peut vous être proposé pour préparer l'entretien. Vous "
                "êtes libre de ne pas y répondre, en tout ou en partie."
            ),
            f"Proposition de date : {BLANK}. Pour la changer, appelez le {BLANK}.",
        ),
        "Article L4624-2-2 du code du travail.",
    ),
}
"""The letters by name."""


def letter_page(name: str) -> str:
    """Return a letter template as one HTML page to print: fields blank, no result.

    Parameters
    ----------
    name
        ``prereprise``, ``rendez_vous_liaison`` or ``mi_carriere``.

    Raises
    ------
    CallError
        If there is no such letter.

    Examples
    --------
    >>> "visite de préreprise" in letter_page("prereprise")
    True
    """
    if name not in LETTERS:
        raise CallError(diagnose("IRDP-R020", name=name, known=LETTERS))
    found = LETTERS[name]
    letter = Letter(
        typeset(found.title, "fr"),
        tuple(typeset(text, "fr") for text in found.paragraphs),
        typeset(found.law, "fr"),
    )
    return render(
        "letter.html.jinja",
        letter=letter,
        sender=typeset(SENDER, "fr"),
        recipient=RECIPIENT,
        place=PLACE,
        personal=typeset(PERSONAL, "fr"),
    )


def write_letter(name: str, path: str | Path, *, overwrite: bool = False) -> None:
    """Write a letter template into a file.

    Raises
    ------
    CallError
        If there is no such letter.
    FileError
        Where the file exists or cannot be written.
    """
    page = letter_page(name)
    with atomic_writer(path, overwrite=overwrite) as stream:
        stream.write(page.encode())
