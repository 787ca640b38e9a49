"""Answers to a form that asks about something else than the offer: what people thought of a training, what parents wish.

Every tool exports all its forms alike: only the questions tell them apart.
"""

from __future__ import annotations

import re

from tne.importing.model import Reconnaissance
from tne.importing.rows.nominative import header_shown
from tne.typographie import cite

_OF_PARENTS = re.compile(
    r"\b(?:votre|vos|mon|mes|ton|tes) (?:enfants?|fils|filles?)\b|\bque parents?\b|\bparents? d['’ ]?[ée]l[èe]ves?\b|\bl['’]enfant\b",
    re.IGNORECASE,
)
_OF_SATISFACTION = re.compile(
    r"\bsatisf(?:ait|action)|\brecommand(?:er|ez)|\bappr[ée]ci(?:[ée]|er|ez|ation)\b|[àa] l['’]issue d|\ba[- ]t[- ](?:il|elle) r[ée]pondu\b"
    r"|\br[ée]pondu [àa] vos attentes|\bvos attentes\b.*\batteint",
    re.IGNORECASE,
)
# What is asked of whoever may still come.
_OF_THE_OFFER = re.compile(
    r"\bmodules?\b|\binscri|\bsouhait|\bcandidat|\bdispositifs?\b|\bint[ée]ress", re.IGNORECASE
)

_OTHERWISE = "Si ce sont bien des réponses à l'offre, choisissez ce jeu de données sur la page d'import (à la ligne de commande, --jeu reponse)."


def of_something_else(r: Reconnaissance) -> str | None:
    """What to say of answers whose questions are those of another form; None for any other answers."""
    asked = r.ignorees
    if question := next((h for h in asked if _OF_PARENTS.search(h)), None):
        return (
            f"La question {cite(header_shown(question))} s'adresse à des parents : ces réponses ne sont pas celles des enseignants à l'offre de "
            "formation. Les rencontres de parents se déclarent une par ligne, avec le nombre de parents venus, dans le modèle "
            f"« Ateliers et formations pour les parents ». {_OTHERWISE}"
        )
    question = next((h for h in asked if _OF_SATISFACTION.search(h)), None)
    if question and not any(_OF_THE_OFFER.search(h) for h in asked):
        return (
            f"La question {cite(header_shown(question))} est celle d'une enquête de satisfaction : le bilan compte les réponses à l'offre de "
            f"formation, et ne lit pas ces avis. Ce qu'ils montrent peut s'écrire parmi les constats. {_OTHERWISE}"
        )
    return None
