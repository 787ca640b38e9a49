"""Calendars that a médiateur keeps, as Outlook, Thunderbird, Google Agenda, Bookings and iCalendar give them as a table.

An appointment is an intervention where something says its nature and its school: a category and a place, or columns added by hand.
"""

from __future__ import annotations

from dataclasses import replace

from tne.datasets import DATASETS
from tne.datasets.terrain import INTERVENTION, JOUR
from tne.spec import Dataset, Ecart, Feed, Form, fold

_RENDEZ_VOUS = ("Objet", "Début", "Journée entière")
_ECRITS = {
    "Objet": ("Subject", "Sujet", "Title", "Titre"),
    "Début": ("Date de début", "Début le", "Start Date", "Start"),
    "Journée entière": ("All day event", "All day", "Toute la journée"),
    "Catégories": ("Categories", "Catégorie"),
    "Emplacement": ("Location", "Lieu"),
    "Privé": ("Private",),
    "Organisateur de la réunion": (
        "Organisateur d'une réunion",
        "Meeting Organizer",
        "Organizer",
        "Organisateur",
    ),
    "Participants obligatoires": ("Required Attendees", "Attendees", "Participants"),
    "Participants facultatifs": ("Optional Attendees",),
    "Ressources de la réunion": ("Ressources de réunion", "Meeting Resources"),
    "Description": ("Notes",),
}
_NATURE = INTERVENTION.column("nature")
# What was added by hand says more than a category, and than a place.
AJOUTS = {name: column.name for column in (_NATURE, INTERVENTION.column("uai")) for name in column.headers}


def _counts(d: Dataset) -> tuple[str, ...]:
    """The headers under which a data set counts people, classes, families."""
    numbers = [c for c in d.columns if c.kind.type_sql == "BIGINT"]
    return tuple(name for c in numbers for name in c.headers)


# The other sheets of the field: their day has the headers of a calendar too.
_RENCONTRES = tuple(d for d in DATASETS.values() if JOUR in d.columns and d is not INTERVENTION)
_BANALS = {fold(n) for n in (*_counts(INTERVENTION), *(n for d in _RENCONTRES for n in d.banals))}
# A calendar of meetings with parents, or of visits of pupils, says what an intervention does not count.
_AUTRES_RENCONTRES = tuple(n for d in _RENCONTRES for n in _counts(d) if fold(n) not in _BANALS)
AJOUTEZ = (
    "Ajoutez-lui dans un tableur deux colonnes, « Nature » (formation, accompagnement personnalisé, intervention technique ou suivi de "
    "projet) et « UAI » (code ou nom de l'établissement), ne gardez que les lignes des interventions, et importez-le"
)
JOUR_ET_DUREE = "le jour et la durée y sont lus."
_SANS_NATURE = (
    "Ce tableau est l'export d'un agenda : rien n'y dit lesquels de ses rendez-vous sont des interventions, ni leur nature. "
    f"{AJOUTEZ} : {JOUR_ET_DUREE}"
)


def _sans_nature(name: str, title: str, signature: tuple[str, ...], origine: str, *categories: str) -> Form:
    """The same calendar where nothing says a nature, neither a column added by hand nor one of `categories`: refused."""
    return Form(
        name=name,
        title=title,
        signature=signature,
        feeds=(),
        origine=origine,
        sauf=(*_NATURE.headers, *categories, *_AUTRES_RENCONTRES),
        refus=_SANS_NATURE,
    )


AGENDA = Form(
    name="agenda",
    title="Agenda (Outlook, Google Agenda), rendez-vous",
    signature=_RENDEZ_VOUS,
    feeds=(
        Feed(
            "intervention",
            headers={
                **AJOUTS,
                # Beside it « Début » may be an hour alone.
                "Date": "date",
                "Objet": "theme",
                "Début": "date",
                "Catégories": "nature",
                "Emplacement": "uai",
            },
        ),
    ),
    ecarts=(Ecart("prive", "lower({Privé}) IN ('vrai', 'true', 'oui')", "Rendez-vous privé."),),
    personnels=(
        "Organisateur de la réunion",
        "Participants obligatoires",
        "Participants facultatifs",
        "Ressources de la réunion",
        "Description",
    ),
    origine="Agenda",
    autres=_ECRITS,
    sauf=_AUTRES_RENCONTRES,
)

AGENDA_SANS_NATURE = replace(
    _sans_nature(
        "agenda_sans_nature",
        "Agenda, rendez-vous sans leur nature",
        # With a nature, the form above reads it. The end is none of them: hours computed from it take its place.
        (*_RENDEZ_VOUS, "Emplacement"),
        "Agenda",
        "Catégories",
        *_ECRITS["Catégories"],
    ),
    autres=_ECRITS,
)

# The properties of RFC 5545, as what turns an .ics into a table writes them: https://www.rfc-editor.org/rfc/rfc5545#section-3.8
_EVENEMENT = ("SUMMARY", "DTSTART")
ICALENDAR = Form(
    name="icalendar",
    title="Agenda (iCalendar), rendez-vous",
    signature=_EVENEMENT,
    feeds=(
        Feed(
            "intervention",
            headers={
                **AJOUTS,
                "Date": "date",
                "SUMMARY": "theme",
                "DTSTART": "date",
                "CATEGORIES": "nature",
                "LOCATION": "uai",
            },
        ),
    ),
    ecarts=(
        Ecart("prive", "lower({CLASS}) IN ('private', 'confidential')", "Rendez-vous privé."),
        Ecart("annule", "lower({STATUS}) = 'cancelled'", "Rendez-vous annulé."),
    ),
    personnels=("ORGANIZER", "ATTENDEE", "CONTACT", "DESCRIPTION", "COMMENT"),
    origine="Agenda",
    autres={"DTSTART": ("Start", "Start date"), "CATEGORIES": ("Category", "Catégories", "Catégorie")},
    sauf=_AUTRES_RENCONTRES,
)

ICALENDAR_SANS_NATURE = _sans_nature(
    "icalendar_sans_nature",
    "Agenda (iCalendar), rendez-vous sans leur nature",
    # The name of the event may be missing, and its end may be a duration.
    ("DTSTART",),
    "Agenda",
    "CATEGORIES",
)

_CLIENTS = (
    *("Customer Name", "Customer Email", "Customer Phone", "Customer Address", "Cc Attendees"),
    *("Staff", "Staff Name", "Staff Email", "Custom Fields"),
)
# Teams exports it in English, whatever the language.
BOOKINGS = Form(
    name="bookings",
    title="Bookings (Teams), rendez-vous pris",
    signature=("Date Time", "Service", "Duration (mins.)"),
    feeds=(
        Feed(
            "intervention",
            headers={
                **AJOUTS,
                "Date Time": "date",
                "Service": "theme",
                "Duration (mins.)": "heures",
                "Location": "uai",
            },
        ),
    ),
    personnels=_CLIENTS,
    origine="Teams",
    sauf=_AUTRES_RENCONTRES,
)

BOOKINGS_SANS_NATURE = _sans_nature(
    "bookings_sans_nature",
    "Bookings (Teams), rendez-vous sans leur nature",
    ("Date Time", "Service", "Customer Name"),
    "Teams",
)

AGENDAS: tuple[Form, ...] = (
    AGENDA,
    AGENDA_SANS_NATURE,
    ICALENDAR,
    ICALENDAR_SANS_NATURE,
    BOOKINGS,
    BOOKINGS_SANS_NATURE,
)
