"""A cross table, typed for a report, says what its columns are and what a row has to be."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from tests.importing.scene import Scene
from tne.importing import Resultat
from tne.importing.headers.crossed import crossed
from tne.reading import lire

CROISES = {
    "natures, marked as such": (
        "UAI;Établissement;Nb formations;Accompagnement;Total\n0860002K;A;3;;3\n0860799B;B;x;4;5",
        "Ce tableau est croisé : ses colonnes « Nb formations » et « Accompagnement » sont des natures d'intervention. Il faut une ligne "
        "par intervention, avec sa date, et sa nature dans une colonne « Nature » : importez la liste dont ce tableau fait les comptes, "
        "que le bilan compte lui-même.",
    ),
    "months": (
        "UAI;Établissement;Sept.;Oct.;Nov.;Déc.;Total\n0860002K;A;3;2;1;;6\n0860799B;B;1;0;4;1;6",
        "Ce tableau est croisé : ses colonnes « Sept. », « Oct. », « Nov. », … sont des mois. Il faut une ligne par enregistrement",
    ),
    "months with their year": ("Nature;sept-23;oct-23\nFormation;3;2\nRéunion;1;0", "« oct-23 » sont des mois"),
    "years": (
        "UAI;Nom;2021-2022;2022-2023\n0860002K;A;310;320",
        "« 2022-2023 » sont des années. Il faut une ligne par établissement, ou par indicateur, et par année",
    ),
    "years of an index": ("UAI;IPS 2021-2022;IPS 2022-2023\n0860002K;101,2;102", "sont des années"),
    "equipment": ("UAI;Établissement;Lab;Socle\n0860002K;A;1;oui", "« Socle » sont des types d'équipement"),
    "equipment of no type": (
        "UAI;Établissement;Robots Thymio;Tablettes;WebRadio\n0860002K;A;6;12;1",
        "« Robots Thymio », « Tablettes » et « WebRadio » sont des équipements",
    ),
    "schools": ("Thème;0860002K;0860799B\nÉvaluer;3;1", "« 0860799B » sont des établissements"),
}  # fmt: skip


def refusal(result: Resultat) -> str:
    assert result.etat == "refusé"
    (problem,) = result.problemes
    return problem.message


@pytest.mark.parametrize("name", CROISES)
def test_a_cross_table_says_what_its_columns_are(scene: Scene, name: str) -> None:
    table, told = CROISES[name]
    assert told in refusal(scene.un(table))


def test_months_that_a_spreadsheet_holds_as_days_are_months(scene: Scene) -> None:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["Nature", *(datetime(2023, n, 1) for n in (9, 10, 11))], ["Formation", 3, 2, 1]):
        book.active.append(row)
    book.save(out)
    assert "sont des mois. Il faut" in refusal(scene.un(out.getvalue(), "a.xlsx"))


@pytest.mark.parametrize(
    "table",
    [
        # One alone crosses nothing; what is below is no count; of two words before them, years are not of one thing.
        "Couleur;Septembre;Taille\nrouge;3;1\nvert;4;2",
        "Couleur;Formation;Accompagnement\nrouge;au collège;avec la direction\nvert;à distance;en visio",
        "Couleur;Budget 2022;Ouvert en 2023\nrouge;3;1\nvert;4;2",
        "Couleur;Taille\nrouge;3\nvert;4",
    ],
)
def test_no_other_unknown_table_is_said_to_be_one(scene: Scene, table: str) -> None:
    assert "croisé" not in refusal(scene.un(table))


def test_nothing_that_is_read_is_asked_about(scene: Scene) -> None:
    """Counts by month beside what a data set reads are columns that nothing reads."""
    rows = "Date;Nature;UAI;Septembre;Octobre\n12/09/2023;Formation;0860002K;1;2"
    assert crossed(lire(rows.encode(), "a.csv").principal) is not None
    assert scene.un(rows).comptes.ajoutees == 1


@pytest.mark.parametrize(
    "header", ["4ème", "4e", "Élèves de 4e", "Effectif 4ème", "Nb élèves 4e", "Quatrième"]
)
def test_pupils_of_one_level_have_to_say_it(scene: Scene, header: str) -> None:
    told = refusal(scene.un(f"UAI;Collège;{header}\n0860002K;A;112"))
    assert told.startswith(
        f"La colonne « {header} » tient des élèves, et son titre dit leur niveau : il faut"
    )
    as_it_says = "Année scolaire;UAI;Niveau;Élèves\n2023-2024;0860002K;4e;112"
    assert scene.un(as_it_says).comptes.ajoutees == 1


@pytest.mark.parametrize(
    "table",
    [
        "UAI;Collège;Classes;Élèves de 4e\n0860002K;A;4A;112",  # perhaps of a visit of Numérixplore
        "UAI;Collège;4e\n0860002K;A;oui, avec la vie scolaire",
    ],
)
def test_no_other_column_of_a_level_is_said_to_hold_pupils(scene: Scene, table: str) -> None:
    assert "tient des élèves" not in refusal(scene.un(table))


@pytest.mark.parametrize(
    "lignes",
    [
        '"";"mardi 12 mars 2024";"mardi 12 mars 2024";"jeudi 14 mars 2024"\n"";09h00;14h00;18h00\nLise;Oui;Non;Sous réserve',
        "Participant;12/03/2024 09:00 - 10:00;14/03/2024 09:00 - 10:00;Commentaire\nLise;Oui;Peut-être;",
        "Participant;mar. 12 mars 2024 18:00;jeu. 14 mars 2024 18:00;Commentaire\nLise;OK;(OK);",
    ],
    ids=["Framadate", "Evento", "Doodle"],
)
def test_a_poll_of_days_is_told_for_what_it_is(scene: Scene, lignes: str) -> None:
    (problem,) = scene.un(lignes).problemes
    assert "sont des jours" in problem.message
    assert "Un sondage de dates" in problem.message
    assert "Lise" not in problem.message


def test_the_grid_of_a_week_has_days_across(scene: Scene) -> None:
    (problem,) = scene.un("Heure;Lundi 11/03;Mardi 12/03;Jeudi\nMatin;Collège A : Pix;;École B").problemes
    assert (
        "Les colonnes « Lundi 11/03 », « Mardi 12/03 », « Jeudi » de ce tableau sont des jours"
        in problem.message
    )


def test_one_day_among_the_titles_is_no_poll(scene: Scene) -> None:
    (problem,) = scene.un("Couleur;12/03/2024\nrouge;3").problemes
    assert "sont des jours" not in problem.message
