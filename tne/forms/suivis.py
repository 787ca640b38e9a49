"""Time that is tracked and requests that are followed: Toggl, Clockify, Odoo, GLPI, Trello, La Coop.

Each row is an intervention where columns added by hand say its nature and its school, as an appointment of a calendar is.
"""

from __future__ import annotations

from collections.abc import Mapping

from tne.forms.agendas import AJOUTEZ, AJOUTS, JOUR_ET_DUREE
from tne.spec import Feed, Form

# « Type » is one of the tool's own: incident or request.
_NATURES = tuple(name for name, column in AJOUTS.items() if column == "nature" and name != "Type")


def _lu(headers: Mapping[str, str]) -> tuple[Feed]:
    """What these headers give; « Projet » is whatever time is spent on, not a web radio."""
    return (Feed("intervention", headers={**AJOUTS, "Date": "date", **headers}, sauf=("projet",)),)


def _sans_nature(form: Form, aussi: str, dit: str, lus: str = JOUR_ET_DUREE) -> Form:
    """The same export where no nature was added to it, known by one header more: refused. `dit`: what it is; `lus`: what of it serves."""
    return Form(
        name=f"{form.name}_sans_nature",
        title=f"{form.title}, sans leur nature",
        signature=(*form.signature, aussi),
        feeds=(),
        origine=form.origine,
        autres=form.autres,
        sauf=_NATURES,
        refus=f"Ce tableau est {dit} : rien n'y dit lesquelles de ses lignes sont des interventions, ni leur nature. {AJOUTEZ} : {lus}",
    )


# A detailed report, in English whatever the language:
# https://support.toggl.com/import-and-export/csv-import/editing-and-uploading-a-csv-file
TOGGL = Form(
    name="toggl",
    title="Toggl, relevé de temps",
    signature=("Description", "Start date", "Duration"),
    feeds=_lu({"Start date": "date", "Duration": "heures", "Description": "theme"}),
    personnels=("User", "Email", "Member"),
    origine="Toggl",
)

# A detailed report.
CLOCKIFY = Form(
    name="clockify",
    title="Clockify, relevé de temps",
    signature=("Start Date", "Duration (h)", "Duration (decimal)"),
    feeds=_lu({"Start Date": "date", "Duration (h)": "heures", "Description": "theme"}),
    personnels=("User", "Email"),
    origine="Clockify",
    autres={
        "Start Date": ("Date de début",),
        "Duration (h)": ("Durée (h)",),
        "Duration (decimal)": ("Durée (décimale)",),
        "User": ("Utilisateur",),
        "Email": ("E-mail",),
    },
)

# Without a nature, its headers alone say that it is one of interventions which lacks it.
ODOO = Form(
    name="odoo",
    title="Odoo, feuilles de temps",
    signature=("Employé", "Tâche", "Heures passées"),
    feeds=_lu({"Heures passées": "heures", "Description": "theme"}),
    personnels=("Employé",),
    origine="Odoo",
    autres={
        "Employé": ("Employee",),
        "Tâche": ("Task",),
        "Heures passées": (
            "Temps passé",
            "Durée (Heures)",
            "Hours Spent",
            "Time Spent",
            "Quantité",
            "Quantity",
        ),
    },
)

GLPI = Form(
    name="glpi",
    title="GLPI, tickets",
    signature=("Titre", "Statut", "Date d'ouverture"),
    feeds=_lu({"Date d'ouverture": "date", "Titre": "theme"}),
    personnels=("Demandeur - Demandeur", "Assigné à - Technicien", "Demandeur", "Technicien"),
    origine="GLPI",
)

TRELLO = Form(
    name="trello",
    title="Trello, cartes d'un tableau",
    signature=("Card ID", "Card Name"),
    feeds=_lu({"Due Date": "date", "Card Name": "theme"}),
    personnels=("Members", "Card Description"),
    origine="Trello",
)

# Whom the conseillers numériques helped, its « Type » being how many came:
# https://github.com/inclusion-numerique/coop-mediation-numerique, buildActivitesWorksheet.ts
COOP = Form(
    name="coop",
    title="La Coop de la médiation numérique, activités",
    signature=("Bénéficiaire", "Canaux d'accompagnement", "Durée (min)"),
    feeds=_lu({"Durée (min)": "heures", "Nom de l'atelier": "theme"}),
    personnels=("Bénéficiaire", "Notes supplémentaires"),
    origine="La Coop de la médiation numérique",
)

_TEMPS = "un relevé de temps"
_JOUR = "le jour y est lu."
SUIVIS: tuple[Form, ...] = (
    *(TOGGL, _sans_nature(TOGGL, "Project", _TEMPS)),
    *(CLOCKIFY, _sans_nature(CLOCKIFY, "Description", _TEMPS)),
    ODOO,
    *(GLPI, _sans_nature(GLPI, "ID", "une liste de demandes d'assistance (GLPI)", _JOUR)),
    *(
        COOP,
        _sans_nature(
            COOP, "Statut du bénéficiaire", "la liste des activités de La Coop de la médiation numérique"
        ),
    ),
    *(TRELLO, _sans_nature(TRELLO, "List Name", "la liste des cartes d'un tableau de Trello", _JOUR)),
)
