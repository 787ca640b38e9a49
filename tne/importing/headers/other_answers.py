"""Answers to a form that asks about something else than the offer: what people thought of a training, what parents wish, how many of
them will come to a meeting. Lists of subscribers and of contacts, which have the columns of answers: an address, and the day on which
it came.

Every tool exports all its forms alike: only the questions tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tne.datasets import DATASETS
from tne.forms_ecartees import RENCONTRES
from tne.importing.headers.near import near_key
from tne.importing.model import Reconnaissance
from tne.importing.rows.nominative import header_shown
from tne.kinds import ANNEE_SCOLAIRE, CODE, UAI
from tne.spec import fold
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
# Whoever answers the offer answers alone; families come together, and tickets are sold.
_OF_A_MEETING = re.compile(
    r"\bcombien (?:serez|[êe]tes|viendr|de (?:personnes?|places?|billets?)|d['’ ](?:adultes?|enfants?|accompagnants?))"
    r"|\b(?:nombre|nb) (?:de (?:personnes|places|billets)|d['’ ](?:adultes|enfants|accompagnants))\b|\bbillets?\b",
    re.IGNORECASE,
)
# What is asked of whoever may still come.
_OF_THE_OFFER = re.compile(
    r"\bmodules?\b|\binscri|\bsouhait|\bcandidat|\bdispositifs?\b|\bint[ée]ress", re.IGNORECASE
)
# What tools of newsletters keep of whoever subscribed: Brevo, Mailchimp, Substack, Ghost, MailPoet.
_OF_SUBSCRIBERS = frozenset(
    {
        *("contactid", "sms", "addedtime", "lastchanged", "doubleoptin", "optintime", "optinip", "confirmtime"),
        *("memberrating", "leid", "euid", "activesubscription", "emaildisabled", "subscribedtoemails", "subscribedat", "unsubscribedat"),
        *("abonnele", "desabonnele", "datedabonnement", "datededesabonnement", "statutdabonnement", "statutdelabonnement", "optin"),
    }
)  # fmt: skip

# What stands in a list of contacts that the offer's own list does not know.
_OF_CONTACTS = (
    *("Adresse", "Contact", "Date de création", "Date de modification", "Dernière modification", "Étiquettes", "Modifié le"),
    *("Notes", "Organisation", "Organisme", "Pays", "Rôle", "Site", "Site web", "Société", "Structure", "Tags"),
)  # fmt: skip

_OTHERWISE = "Si ce sont bien des réponses à l'offre, choisissez ce jeu de données sur la page d'import (à la ligne de commande, --jeu reponse)."


def of_any_row(r: Reconnaissance) -> bool:
    """True where nothing but the day on which each row was made, as bases write it of tables of anything, says that these are answers.

    Whoever answers gives an address or a name, or is asked about modules. A column that tells what was done, how long, or in what
    state, is of a record: interventions without their nature, requests and loans were counted as answers to the offer."""
    told = {name for li in r.liaisons for name in li.colonnes}
    if not _known_by_its_making(r) or any(_OF_THE_OFFER.search(h) for h in r.ignorees):
        return False
    someone = not {"email", "numen"}.isdisjoint(told) or {"nom", "prenom"} <= told
    return not someone or any(near_key(h) in _of_records() for h in r.ignorees)


def _known_by_its_making(r: Reconnaissance) -> bool:
    """True where the day of a reply is the one on which its row was made, as bases write it of tables of anything."""
    made = {fold(h) for h in (r.form.partout if r.form else ())}
    return not made.isdisjoint(fold(h) for li in r.liaisons for h in li.colonnes.values())


def _nothing_asked(r: Reconnaissance) -> bool:
    """True where each column says who somebody is, or where to find them."""
    who = {near_key(h) for h in (*DATASETS["offre"].entourage, *_OF_CONTACTS)}
    return "annee" not in {n for li in r.liaisons for n in li.colonnes} and all(
        near_key(h) in who for h in r.ignorees
    )


@cache
def _of_records() -> frozenset[tuple[str, ...]]:
    """The headers, without their wording, under which sheets kept by hand hold a day, a number or a word of a list."""
    columns = (c for d in DATASETS.values() if d.par_reference for c in d.columns)
    # Whoever answers may say of which school, and for which year.
    told = (c for c in columns if not c.kind.libre and c.kind not in (CODE, UAI, ANNEE_SCOLAIRE))
    return frozenset(key for c in told for name in c.names if (key := near_key(name)))


def of_a_meeting(asked: Iterable[str]) -> str | None:
    """What to say of people who were asked what only parents are, or how many will come; None where nobody was."""
    asked = tuple(asked)
    if question := next((h for h in asked if _OF_PARENTS.search(h)), None):
        return (
            f"La question {cite(header_shown(question))} s'adresse à des parents : ces réponses ne sont pas celles des enseignants à l'offre de "
            f"formation. {RENCONTRES}"
        )
    if question := next((h for h in asked if _OF_A_MEETING.search(h)), None):
        return (
            f"{cite(header_shown(question))} se demande pour une rencontre, non pour l'offre de formation : ces inscrits ne sont pas des réponses "
            f"à l'offre. {RENCONTRES}"
        )
    return None


def of_something_else(r: Reconnaissance) -> str | None:
    """What to say of answers whose questions are those of another form; None for any other answers."""
    asked = r.ignorees
    # A tool that is known by several of its own headers exports nothing but answers.
    alone = r.form is not None and len(r.form.signature) == 1
    if alone and (kept := next((h for h in r.tableau.entete if fold(h) in _OF_SUBSCRIBERS), None)):
        return (
            f"La colonne {cite(header_shown(kept))} est celle d'une liste d'abonnés ou de contacts : leur inscription n'est pas une réponse "
            f"d'enseignant à l'offre de formation. {_OTHERWISE}"
        )
    if _known_by_its_making(r) and _nothing_asked(r):
        return (
            "Aucune question dans ce tableau : des personnes et le jour où la ligne de chacune a été créée sont une liste de contacts, non des "
            f"réponses à l'offre de formation. {_OTHERWISE}"
        )
    if said := of_a_meeting(asked):
        return f"{said} {_OTHERWISE}"
    question = next((h for h in asked if _OF_SATISFACTION.search(h)), None)
    if question and not any(_OF_THE_OFFER.search(h) for h in asked):
        return (
            f"La question {cite(header_shown(question))} est celle d'une enquête de satisfaction : le bilan compte les réponses à l'offre de "
            f"formation, et ne lit pas ces avis. Ce qu'ils montrent peut s'écrire parmi les constats. {_OTHERWISE}"
        )
    return None
