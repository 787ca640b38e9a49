"""Sheets kept by hand: our templates filled in, and what people make of them with other words and a title on top."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from tests.formes.ecrire import classeur, lignes, nulle_part, sans
from tests.importing.scene import Scene, comptes
from tne.datasets import dataset
from tne.modeles import modele, nom_feuille

INTERVENTIONS: list[dict[str, Any]] = [
    {"Référence": "2023-001", "Date": datetime(2023, 10, 3), "Nature": "Formation", "UAI": "0860799B", "Établissement": "Collège Jules Verne", "Thème": "Webradio", "Heures": "2h30", "Enseignants": 12, "Commentaire": "Vu avec Mme Durandal"},
    {"Référence": "2023-002", "Date": datetime(2024, 2, 6), "Nature": "Suivi de projet", "UAI": "0860016A", "Heures": "1,5", "Élèves": 24, "Projet": "WebRadio", "État du projet": "En cours"},
    {"Référence": "2023-002", "Date": datetime(2024, 2, 6), "Nature": "Suivi de projet", "UAI": "0861457S", "Projet": "WebRadio", "État du projet": "En cours"},
]  # fmt: skip
ATELIERS: list[dict[str, Any]] = [
    {"Référence": "2023-001", "Date": datetime(2023, 11, 14), "Type": "Atelier", "Organisateur": "Orks", "Thème": "Écrans", "UAI": "0860016A", "Commune": "Poitiers", "Familles": 8, "Parents": 11, "Enfants": 9},
    {"Référence": "2023-002", "Date": datetime(2024, 3, 5), "Type": "Formation", "Organisateur": "Trousse à Projets", "Commune": "Châtellerault", "Parents": 14},
]  # fmt: skip
EQUIPEMENTS: list[dict[str, Any]] = [
    {"Référence": "2023-001", "Année scolaire": "2023-2024", "UAI": "0860016A", "Type": "Socle numérique", "Libellé": "Classe mobile", "Quantité": 2, "État": "Déployé"},
    {"Référence": "2023-002", "Date": datetime(2024, 1, 10), "UAI": "0860799B", "Type": "WebRadio", "Quantité": 1, "État": "Livré"},
]  # fmt: skip
VISITES: list[dict[str, Any]] = [
    {"Référence": "2023-001", "Date": datetime(2024, 3, 21), "UAI": "0860799B", "Établissement": "Collège Jules Verne", "Classes": 4, "Élèves de 4ème": 98, "Filles": 47, "Métiers présentés": "Développeuse, technicien réseau", "Satisfaction": 4.2},
]  # fmt: skip
FEUILLES: dict[str, list[dict[str, Any]]] = {
    "intervention": INTERVENTIONS,
    "atelier_parentalite": ATELIERS,
    "equipement": EQUIPEMENTS,
    "numerixplore": VISITES,
}


def modele_rempli(jeu: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The XLSX template of the year with these rows typed into it, the references it prepares typed over."""
    book = openpyxl.load_workbook(io.BytesIO(modele(jeu, "xlsx", "2023-2024")))
    sheet = book[nom_feuille(dataset(jeu))]
    columns = {str(c.value): c.column for c in sheet[1] if c.value}
    for i, row in enumerate(rows, start=2):
        for header, value in row.items():
            sheet.cell(i, columns[header]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def en_csv(jeu: str, rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    header = modele(jeu, "csv").decode("utf-8-sig").splitlines()[0].split(";")
    written = [
        [
            v.strftime("%d/%m/%Y") if isinstance(v := r.get(h, ""), datetime) else str(v).replace(".", ",")
            for h in header
        ]
        for r in rows
    ]
    return [header, *written]


@pytest.mark.parametrize("jeu", FEUILLES)
def test_the_template_filled_as_a_workbook_and_as_text(scene: Scene, jeu: str) -> None:
    """The 200 prepared references that nobody used are set aside; the CSV of the same rows changes nothing."""
    rows = FEUILLES[jeu]
    result = scene.un(modele_rempli(jeu, rows), "a.xlsx")
    assert result.jeu == jeu
    assert comptes(result) == {"lues": 200, "ajoutees": len(rows), "ecartees": 200 - len(rows)}
    again = scene.un(lignes(en_csv(jeu, rows), ";", bom=True, fin="\r\n"), "b.csv")
    assert (again.jeu, comptes(again)) == (jeu, {"lues": len(rows), "inchangees": len(rows)})
    scene.verifier(jeu)


@pytest.mark.parametrize("jeu", FEUILLES)
def test_each_optional_column_may_be_dropped(scene: Scene, jeu: str) -> None:
    d = dataset(jeu)
    rows = en_csv(jeu, FEUILLES[jeu])
    for column in d.columns:
        needed = column.required or column.name in d.signature
        if (
            needed
            or column.label not in rows[0]
            or (jeu == "equipement" and column.name in ("annee", "date"))
        ):
            continue
        result = scene.un(lignes(sans(rows, column.label), ";"))
        assert (result.jeu, result.comptes.lues, result.comptes.refusees) == (jeu, len(rows) - 1, 0), (
            column.label
        )


def test_interventions_in_other_words(scene: Scene) -> None:
    """A title line, other headers, numbers typed as text, a column of names: what the médiateurs really keep."""
    rows: list[list[Any]] = [
        ["Suivi des médiateurs numériques – année 2023-2024"],
        [None],
        ["Date de l'intervention", "Médiatrice", "Type d'intervention", "Code RNE", "École ou collège", "Thématique", "Durée (h)", "Nb profs", "Nb élèves", "Remarques"],
        [datetime(2023, 10, 3), "Chloé Durandal", "formation", "860799b", "Jules Verne", "Webradio", "2h30", 12, None, "avec Chloé"],
        [datetime(2023, 10, 5), "Chloé Durandal", "Co-animation", "0860016A", "Éluard", "Scratch", 1.5, 1, 24, None],
        [datetime(2023, 10, 5), "Chloé Durandal", "Dépannage", "0860016A", "Éluard", "Wi-Fi", "45 min", None, None, None],
        ["Total", None, None, None, None, None, 4.75, 13, 24, None],
    ]  # fmt: skip
    result = scene.un(classeur(rows, "Feuil1", "dd/mm/yyyy"), "a.xlsx")
    assert (result.jeu, comptes(result)) == ("intervention", {"lues": 4, "ajoutees": 3, "ecartees": 1})
    assert scene.table(
        "intervention", "date", "nature", "uai", "heures", "enseignants", "eleves", "_ligne"
    ) == [
        (date(2023, 10, 3), "Formation", "0860799B", 2.5, 12, None, 4),
        (date(2023, 10, 5), "Accompagnement personnalisé", "0860016A", 1.5, 1, 24, 5),
        (date(2023, 10, 5), "Intervention technique", "0860016A", 0.75, None, None, 6),
    ]
    nulle_part(scene, "durandal")


def test_workshops_in_other_words(scene: Scene) -> None:
    text = (
        "Ateliers parents;;;;;\r\n"
        "Date de l'atelier;Type de rencontre;Association;Ville;Nb de parents;Animé par\r\n"
        "14 novembre 2023;café des parents;Orks;Poitiers;11;Yann Kermor\r\n"
        "05/03/2024;Formations;Trousse à Projets;Châtellerault;14;\r\n"
    )
    result = scene.un(text.encode("cp1252"))
    assert (result.jeu, comptes(result)) == ("atelier_parentalite", {"lues": 2, "ajoutees": 2})
    assert scene.table("atelier_parentalite", "date", "type", "organisateur", "commune", "parents") == [
        (date(2023, 11, 14), "Atelier", "Orks", "Poitiers", 11),
        (date(2024, 3, 5), "Formation", "Trousse à Projets", "Châtellerault", 14),
    ]
    nulle_part(scene, "kermor")


def test_equipment_in_other_words(scene: Scene) -> None:
    text = (
        "Type de matériel\tCode RNE\tDésignation\tQté\tStatut\tLivré le\n"
        "Web radio\t0860799B\tValise radio\t1\tinstallée\t10/01/2024\n"
        "socle\t860016A\tClasse mobile\t2\tEn commande\t12/02/2024\n"
    )
    result = scene.un(text.encode("utf-16"))
    assert (result.jeu, comptes(result)) == ("equipement", {"lues": 2, "ajoutees": 2})
    assert scene.table("equipement", "date", "uai", "type", "libelle", "quantite", "etat") == [
        (date(2024, 1, 10), "0860799B", "WebRadio", "Valise radio", 1, "Déployé"),
        (date(2024, 2, 12), "0860016A", "Socle numérique", "Classe mobile", 2, "Commandé"),
    ]


def test_numerixplore_in_other_words(scene: Scene) -> None:
    rows: list[list[Any]] = [
        ["Numérixplore 2024"],
        ["Jour", "UAI du collège", "Collège", "Nb classes", "Nb élèves", "Dont filles", "Métiers", "Note moyenne", "Intervenant"],
        [datetime(2024, 3, 21), "0860799B", "Jules Verne", 4, 98, 47, "Développeuse", "4,2", "Inès Valmont"],
        [datetime(2024, 3, 22), "0861457S", "Saint-Exemple", 1, 25, None, None, None, None],
    ]  # fmt: skip
    result = scene.un(classeur(rows, "Feuil1", "dd/mm/yyyy"), "a.xlsx")
    assert (result.jeu, comptes(result)) == ("numerixplore", {"lues": 2, "ajoutees": 2})
    assert scene.table("numerixplore", "date", "uai", "classes", "eleves", "filles", "satisfaction") == [
        (date(2024, 3, 21), "0860799B", 4, 98, 47, 4.2),
        (date(2024, 3, 22), "0861457S", 1, 25, None, None),
    ]
    nulle_part(scene, "valmont")


def test_a_day_in_a_school_without_pupils_is_not_taken_for_numerixplore(scene: Scene) -> None:
    """A log whose nature stands under an unknown header is refused, not read as something else."""
    text = "Date;UAI;Ce qui a été fait\n03/10/2023;0860799B;formation\n04/10/2023;0860016A;projet\n"
    before = scene.journal()
    result = scene.un(text.encode())
    assert (result.etat, result.jeu) == ("refusé", None)
    assert scene.journal() == before


def test_figures_of_numerixplore_that_cannot_be(scene: Scene) -> None:
    head = "Date;UAI;Élèves de 4ème;Filles;Satisfaction;Élèves intéressés\n"
    wrong = scene.un(head + "12/03/2024;0860799B;50;24;85;12")
    assert [(p.code, p.colonne) for p in wrong.problemes] == [("note_hors_echelle", "Satisfaction")]
    told = scene.un(head + "13/03/2024;0860799B;50;60;4,2;51")
    assert told.etat == "importé"
    assert [p.code for p in told.problemes] == ["plus_de_filles", "plus_d_interesses"]
