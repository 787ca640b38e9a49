"""Time that was tracked and requests that were followed: interventions where a nature and a school are told, else a way to tell them."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, comptes, csv_bytes

AJOUTS = {"Nature": "Formation", "UAI": "0860002K"}
TOGGL = {
    "User": "Jean Valjean", "Email": "jv@exemple.fr", "Client": "Collège", "Project": "TNE", "Description": "Pix",
    "Billable": "No", "Start date": "2024-03-12", "Start time": "09:00:00", "End date": "2024-03-12", "End time": "11:30:00",
    "Duration": "02:30:00", "Tags": "",
}  # fmt: skip
CLOCKIFY = {
    "Projet": "TNE", "Client": "Collège", "Description": "Pix", "Utilisateur": "Jean Valjean", "E-mail": "jv@exemple.fr",
    "Date de début": "12/03/2024", "Heure de début": "09:00:00", "Date de fin": "12/03/2024", "Heure de fin": "11:30:00",
    "Durée (h)": "02:30:00", "Durée (décimale)": "2.50",
}  # fmt: skip
ANGLAIS = {
    "Project": "TNE", "Description": "Pix", "User": "Jean Valjean", "Email": "jv@exemple.fr", "Start Date": "13/03/2024",
    "Start Time": "09:00:00", "End Date": "13/03/2024", "End Time": "11:30:00", "Duration (h)": "02:30:00", "Duration (decimal)": "2.50",
}  # fmt: skip
ODOO = {
    "Date": "2024-03-12", "Employé": "Jean Valjean", "Projet": "TNE", "Tâche": "Suivi", "Description": "Pix", "Heures passées": "2.5",
}  # fmt: skip
GLPI = {
    "ID": "12 345", "Titre": "Pix", "Statut": "Clos", "Dernière modification": "2024-03-14 10:12", "Date d'ouverture": "2024-03-12 09:10",
    "Priorité": "Moyenne", "Demandeur - Demandeur": "Valjean Jean", "Assigné à - Technicien": "Valjean Jean", "Type": "Incident",
}  # fmt: skip
TRELLO = {
    "Card ID": "65f0", "Card Name": "Pix", "Card Description": "Valjean", "Members": "valjean", "Due Date": "2024-03-12T09:00:00.000Z",
    "List Name": "Fait", "Archived": "false",
}  # fmt: skip
COOP = {
    "Date": "12/03/2024", "Type": "Atelier collectif", "Nombre de participants": "8", "Bénéficiaire": "Jean Valjean",
    "Canaux d’accompagnement": "Lieu d’activités", "Lieu": "Collège Hugo, 86000 Poitiers", "Durée (min)": "90", "Nom de l’atelier": "Pix",
    "Matériel numérique utilisé": "Tablette", "Thématique(s) d’accompagnement": "Parentalité", "Genre du bénéficiaire": "Masculin",
    "Statut du bénéficiaire": "En emploi", "Notes supplémentaires": "Vu avec Valjean",
}  # fmt: skip
SUIVIS = {
    "Toggl": (TOGGL, 12, 2.5),
    "Clockify": (CLOCKIFY, 12, 2.5),
    "Clockify, anglais": (ANGLAIS, 13, 2.5),
    "Odoo": (ODOO, 12, 2.5),
    "GLPI": (GLPI, 12, None),
    "Trello": (TRELLO, 12, None),
    "La Coop": (COOP, 12, 1.5),
}


def _source(*parts: dict[str, str]) -> bytes:
    cells = {header: cell for part in parts for header, cell in part.items()}
    return csv_bytes(list(cells), [list(cells.values())], ",")


@pytest.mark.parametrize("outil", SUIVIS)
def test_with_a_nature_and_a_school_each_row_is_an_intervention(scene: Scene, outil: str) -> None:
    """« Projet » was the kind of a web radio, and the time spent under an English header was lost."""
    cells, jour, heures = SUIVIS[outil]
    result = scene.un(_source(cells, AJOUTS))
    assert (result.jeu, comptes(result)) == ("intervention", {"lues": 1, "ajoutees": 1})
    (row,) = scene.table("intervention", "date", "nature", "heures", "theme", "projet")
    assert (row[0].day, *row[1:]) == (jour, "Formation", heures, "Pix", None)
    assert not [n for n in ("aljean", "jv@") if n in repr(scene.sql("SELECT * FROM log_intervention"))]
    assert not [
        c
        for t in result.laissees
        for c in t.colonnes
        if c in ("User", "Utilisateur", "Employé", "Members", "Bénéficiaire")
    ]


@pytest.mark.parametrize("outil", [o for o in SUIVIS if o != "Odoo"])
def test_without_a_nature_one_is_told_what_to_add(scene: Scene, outil: str) -> None:
    """They were nearly answers to the offer, a list of those who received it, or videos for parents."""
    result = scene.un(_source(SUIVIS[outil][0]))
    assert (result.jeu, result.import_id) == (None, None)
    assert "Ajoutez-lui dans un tableur deux colonnes" in result.problemes[0].message


def test_a_time_sheet_of_odoo_lacks_a_nature_and_a_school(scene: Scene) -> None:
    (problem,) = scene.un(_source(ODOO)).problemes
    assert (
        "« Interventions des médiateurs », où il manque les colonnes « Nature », « UAI »" in problem.message
    )


def test_a_log_kept_by_hand_is_none_of_these(scene: Scene) -> None:
    """« Projet » says the kind of a project there."""
    log = {"Date": "12/03/2024", "Projet": "WebRadio", "Temps passé": "2", "Description": "Pix"}
    scene.un(_source(log, AJOUTS))
    assert scene.table("intervention", "projet", "heures") == [("WebRadio", 2.0)]
