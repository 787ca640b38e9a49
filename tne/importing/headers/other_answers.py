"""Answers to a form that asks about something else than the offer: what people thought of a training, what parents wish, how many of
them will come to a meeting, what pupils do, what a school has; or of which no question is about the offer. Lists of subscribers and of
contacts, which have the columns of answers: an address, and the day on which it came.

Every tool exports all its forms alike: only the questions tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tne.datasets import DATASETS
from tne.forms.ecartees import RENCONTRES
from tne.forms.reponses import REPONSES
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
# Nobody says « tu » to a teacher who is sent an offer.
_OF_PUPILS = re.compile(
    r"\w['’]?-tu\b|\bquel(?:le)?s? (?:est|sont) (?:ton|ta|tes)\b|\bpour toi\b", re.IGNORECASE
)
# What a school has, or what comes on a day of meals.
_OF_EQUIPMENT = re.compile(
    r"\b(?:combien|nombre|nb)\b.*\b(?:tablettes?|ordinateurs?|pc|chromebooks?|vid[ée]oprojecteurs?|tni|tbi|vpi)\b"
    r"|\bd[ée]bit\b|\bconnexion internet\b|\bwi-?fi\b",
    re.IGNORECASE,
)
_EQUIPMENT_DECLARED = "L'équipement se déclare par établissement, dans le modèle « Équipements et ressources des établissements »."
# What is asked of the médiateurs, of whoever lends, or for the pupils of a collège: in a form of its own « Souhaitez-vous » is none of the offer.
_OF_REQUESTS = (
    (
        re.compile(r"\bm[ée]diat(?:eur|rice)|\binterventions?\b|\baccompagn", re.IGNORECASE),
        "une intervention",
        "Celles qui ont eu lieu se déclarent, une par ligne, dans le modèle « Interventions des médiateurs ».",
    ),
    (
        re.compile(
            r"\bemprunt|\bpr[êe]ts? (?:de |d['’ ])|(?:demand|besoin|souhait).*\bmat[ée]riels?\b",
            re.IGNORECASE,
        ),
        "du matériel",
        _EQUIPMENT_DECLARED,
    ),
    (
        re.compile(r"\bnum[ée]rixplore\b", re.IGNORECASE),
        "une journée pour des élèves",
        "Celles qui ont eu lieu se déclarent, une par ligne, dans le modèle « Numérixplore ».",
    ),
)
# What a question names that is about the offer too, whatever else is asked beside it.
_OF_TRAINING = re.compile(
    r"\bmodules?\b|formation|\bform(?:er|[ée])\b|\bdispositifs?\b|\bstages?\b|\bsessions?\b|\bparcours\b|\boffres?\b|\bcandidat|\bm@gist",
    re.IGNORECASE,
)
# What is asked of whoever may still come.
_OF_THE_OFFER = re.compile(
    r"\bmodules?\b|\binscri|\bsouhait|\bcandidat|\bdispositifs?\b|\bint[ée]ress", re.IGNORECASE
)
# One of these, in a question, over the table or in the name of the file, and it may be the offer.
_PERHAPS_OF_THE_OFFER = re.compile(
    r"formation|\bform(?:er|[ée])\b|\bparticip|\bth[èeé]m|\bateliers?\b|\bsessions?\b|\bstages?\b|\bcr[ée]neau|\bdisponib|\battent"
    r"|\battend|\boffres?\b|\bchoi[xs](?! d[ue] (?:plat|menu|repas))|\bv(?:œ|oe)ux?\b|\bpr[ée]f[ée]r|\bcomp[ée]tence|\bplan\b|\bbesoin|\bdistanciel|\bpr[ée]sentiel"
    r"|\bm@gist|\bparcours m|\bcatalogue",
    re.IGNORECASE,
)
# What tools add of their own beside the questions, whatever was asked.
_OF_TOOLS = frozenset(
    {
        *("languededepart", "tetedeserie", "datedelancement", "datedeladerniereaction", "tempstotal", "startlanguage", "datestarted"),
        *("datelastaction", "heureladernieremodification", "heuredeladernieremodification", "lastmodifiedtime", "totalpoints", "quizfeedback"),
        *("completedtime", "modifiedtime", "startdate", "startdateutc", "stagedateutc", "responsetype", "datecreated", "datedecreation"),
    }
)  # fmt: skip
# So many questions, and none of them about the offer, are those of another form.
_SEVERAL_QUESTIONS = 2
# What tools of newsletters keep of whoever subscribed: Brevo, Mailchimp, Substack, Ghost, MailPoet.
_OF_SUBSCRIBERS = frozenset(
    {
        *("contactid", "sms", "addedtime", "lastchanged", "doubleoptin", "optintime", "optinip", "confirmtime"),
        *("memberrating", "leid", "euid", "activesubscription", "emaildisabled", "subscribedtoemails", "subscribedat", "unsubscribedat"),
        *("abonnele", "desabonnele", "datedabonnement", "datededesabonnement", "statutdabonnement", "statutdelabonnement", "optin"),
    }
)  # fmt: skip

# What says that somebody was asked, over a table, in its headers or in the name of its file.
_ASKED = re.compile(r"\?|\b(?:votre|vos|quel(?:le)?s?)\b|r[ée]pon[ds]", re.IGNORECASE)
# A number that does not say of what: « N° », « Numéro ».
_BARE_NUMBER = ("numero",)

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


def of_any_list(r: Reconnaissance, nom: str) -> str | None:
    """What to ask of people whose rows are numbered, where nothing else says that they answered; None for any other table.

    Whoever keeps a list numbers its rows: those who signed, the pupils of a class and those to whom the offer was sent were counted as
    replies to it. The day of an answer, its form, a number that says of what, a question, or the name of the file tell answers.
    """
    (li, *_) = r.liaisons
    number = li.colonnes.get("numero")
    if (
        r.form is not None
        or li.dataset.name != "reponse"
        or number is None
        or near_key(number) != _BARE_NUMBER
    ):
        return None
    if not {"date_reponse", "formulaire"}.isdisjoint(li.colonnes) or _written(r, nom, _ASKED):
        return None
    return (
        f"Rien ne dit à quoi sert cette liste : {cite(number)} en numérote les lignes, comme dans une liste d'envoi, d'émargement ou d'élèves. "
        "Si ce sont des réponses à l'offre de formation, choisissez « Réponses à l'offre » sur la page d'import (à la ligne de commande, "
        "--jeu reponse) ; si c'est la liste à qui elle a été envoyée, « Offre envoyée aux enseignants » (--jeu offre). Un émargement se "
        "recopie dans le modèle « Inscriptions et présences », une ligne par stagiaire et par session."
    )


def _known_by_its_making(r: Reconnaissance) -> bool:
    """True where the day of a reply is the one on which its row was made, as bases write it of tables of anything."""
    made = {fold(h) for h in (r.form.partout if r.form else ())}
    return not made.isdisjoint(fold(h) for li in r.liaisons for h in li.colonnes.values())


def _nothing_asked(r: Reconnaissance) -> bool:
    """True where each column says who somebody is, or where to find them."""
    return "annee" not in {n for li in r.liaisons for n in li.colonnes} and all(map(_of_whoever, r.ignorees))


def _of_whoever(header: str) -> bool:
    """True where this says who somebody is, where to find them, or what the two lists of the offer keep but for its year: in any form."""
    return near_key(header) in _of_anyone()


@cache
def _of_anyone() -> frozenset[tuple[str, ...]]:
    offre, reponse = DATASETS["offre"], DATASETS["reponse"]
    kept = (c for d in (offre, reponse) for c in d.columns if c.kind is not ANNEE_SCOLAIRE)
    columns = (name for c in kept for name in c.headers)
    return frozenset(map(near_key, (*offre.entourage, *_OF_CONTACTS, *columns)))


@cache
def _of_records() -> frozenset[tuple[str, ...]]:
    """The headers, without their wording, under which sheets kept by hand hold a day, a number or a word of a list."""
    columns = (c for d in DATASETS.values() if d.par_reference for c in d.columns)
    # Whoever answers may say of which school, and for which year.
    told = (c for c in columns if not c.kind.libre and c.kind not in (CODE, UAI, ANNEE_SCOLAIRE))
    return frozenset(key for c in told for name in c.names if (key := near_key(name)))


def _written(r: Reconnaissance, nom: str, told: re.Pattern[str]) -> bool:
    """Whether this stands in the name of the file, of its sheet, over the table or in its headers."""
    titles = (title for _, title in r.tableau.titres)
    return any(map(told.search, (nom, r.tableau.feuille or "", *titles, *r.tableau.entete)))


def _first(asked: Iterable[str], told: re.Pattern[str]) -> str | None:
    """The first question that this tells, as it may be shown."""
    return next((cite(header_shown(h)) for h in asked if told.search(h)), None)


def of_a_meeting(asked: Iterable[str]) -> str | None:
    """What to say of people who were asked what only parents are, or how many will come; None where nobody was."""
    asked = tuple(asked)
    if question := _first(asked, _OF_PARENTS):
        return (
            f"La question {question} s'adresse à des parents : ces réponses ne sont pas celles des enseignants à l'offre de "
            f"formation. {RENCONTRES}"
        )
    if question := _first(asked, _OF_A_MEETING):
        return (
            f"{question} se demande pour une rencontre, non pour l'offre de formation : ces inscrits ne sont pas des réponses "
            f"à l'offre. {RENCONTRES}"
        )
    return None


def of_something_else(r: Reconnaissance, nom: str) -> str | None:
    """What to say of answers whose questions are those of another form; None for any other answers. `nom`: of the file, which may
    say that they are about the offer."""
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
    if question := _first(asked, _OF_PUPILS):
        return (
            f"La question {question} s'adresse à des élèves : ces réponses ne sont pas celles des enseignants à l'offre de "
            f"formation. {_OTHERWISE}"
        )
    if request := _of_a_request(r, nom):
        return f"{request} {_OTHERWISE}"
    if any(map(_OF_THE_OFFER.search, asked)):
        return None
    if question := _first(asked, _OF_SATISFACTION):
        return (
            f"La question {question} est celle d'une enquête de satisfaction : le bilan compte les réponses à l'offre de "
            f"formation, et ne lit pas ces avis. Ce qu'ils montrent peut s'écrire parmi les constats. {_OTHERWISE}"
        )
    if any(map(_PERHAPS_OF_THE_OFFER.search, asked)):
        return None
    if question := _first(asked, _OF_EQUIPMENT):
        return (
            f"La question {question} est celle d'un état de l'équipement, non de l'offre de formation : ces réponses ne sont "
            f"pas comptées. {_EQUIPMENT_DECLARED} {_OTHERWISE}"
        )
    return _of_nothing_known(r, nom)


def _of_a_request(r: Reconnaissance, nom: str) -> str | None:
    """What to say of those who ask for an intervention, for equipment or for a day with pupils; None where a training is named too."""
    around = (nom, *(title for _, title in r.tableau.titres), *r.ignorees)
    if any(map(_OF_TRAINING.search, around)):
        return None
    for told, what, instead in _OF_REQUESTS:
        if question := _first(r.ignorees, told):
            return (
                f"La question {question} demande {what}, et aucune ne parle de l'offre de formation : ces demandes ne sont pas des réponses à "
                f"cette offre. {instead}"
            )
    return None


def _of_nothing_known(r: Reconnaissance, nom: str) -> str | None:
    """What to say of answers to several questions of which none is about the offer, nor of which school whoever answers is.

    Codes and single words, « Q1 », « Avis », are no questions that can be told."""
    (li, *_) = r.liaisons
    asked = [h for h in r.ignorees if " " in h.strip() and fold(h) not in _own_headers()]
    questions = [h for h in asked if not _of_whoever(h)]
    if "uai" in li.colonnes or len(questions) < _SEVERAL_QUESTIONS or _written(r, nom, _PERHAPS_OF_THE_OFFER):
        return None
    shown = ", ".join(cite(header_shown(h)) for h in questions[:3]) + (", …" if len(questions) > 3 else "")
    return (
        f"Aucune de ces questions ({shown}) ne parle de l'offre de formation : le bilan ne compte que les réponses des enseignants à cette "
        f"offre, et ne lit pas celles d'un autre formulaire. {_OTHERWISE}"
    )


@cache
def _own_headers() -> frozenset[str]:
    """The headers, folded, that tools of forms write beside the questions."""
    declared = (
        name
        for form in REPONSES
        for header in (*form.signature, *form.personnels, *form.autres)
        for name in (header, *form.autres.get(header, ()))
    )
    return _OF_TOOLS | {fold(name) for name in declared}
