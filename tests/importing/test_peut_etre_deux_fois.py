"""Another version of a sheet without references: its rows stand beside those of the first, and that is told."""

from __future__ import annotations

import time

import pytest

from tests.importing.scene import Scene
from tne.importing import Resultat
from tne.importing.correcting.grouping import groups

ENTETE = "Date;Nature;UAI;Thème;Heures\n"
JOURNAL = (
    "12/09/2023;Formation;0860002K;ENT;2\n13/09/2023;Accompagnement personnalisé;0860799B;Pix;1,5\n"
    "14/09/2023;Suivi de projet;0860002K;;1\n"
)


def told(result: Resultat) -> list[str]:
    found = [p for p in result.problemes if p.code == "peut_etre_deux_fois"]
    assert all(g.a_verifier for g in groups(found))
    return [p.message for p in found]


def test_a_row_that_was_corrected_is_told(scene: Scene) -> None:
    assert told(scene.un(ENTETE + JOURNAL)) == []
    corrected = scene.un(ENTETE + JOURNAL.replace("Pix;1,5", "Pix;2,5"), "b.csv")
    assert told(corrected) == [
        "1 ligne ajoutée a les mêmes « Date », « Nature » et « UAI » que des lignes déjà importées qui ne sont pas dans ce fichier (import "
        "n° 1, ligne 3) : si c'est le même enregistrement, il compte deux fois. Annulez d'abord l'import dont ce fichier est une autre "
        "version, ou remplacez-le où c'est proposé."
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date;Nature;UAI;Ville", "{date};{nature};{uai};Poitiers"),  # columns that nothing reads
        ("UAI;Date;Nature", "{uai};{date};{nature}"),
        ("Référence;Date;Nature;UAI", "R{n};{date};{nature};{uai}"),
    ],
)
def test_the_sheet_of_somebody_else_is_told(scene: Scene, header: str, row: str) -> None:
    """All three were counted twice, without a word where the columns were others."""
    scene.un(ENTETE + JOURNAL)
    cells = [line.split(";") for line in JOURNAL.splitlines()]
    rows = [row.format(n=n, date=c[0], nature=c[1], uai=c[2]) for n, c in enumerate(cells)]
    (said,) = told(scene.un("\n".join([header, *rows]), "b.csv"))
    assert said.startswith("3 lignes ajoutées ont les mêmes « Date », « Nature » et « UAI »")


def test_nothing_is_told_of_what_is_another_record(scene: Scene) -> None:
    scene.un(ENTETE + JOURNAL)
    later = "12/09/2023;Formation;0860799B;ENT;2\n12/10/2023;Formation;0860002K;ENT;2\n12/09/2023;Suivi de projet;0860002K;;2\n"
    assert told(scene.un(ENTETE + later, "b.csv")) == []
    both = scene.un(ENTETE + JOURNAL + later + "12/09/2023;Formation;0860002K;Pix;2\n", "c.csv")
    assert told(both) == [], "the file holds the other one too"


def test_thousands_of_rows_of_one_school_and_kind_are_not_compared_each_with_each(scene: Scene) -> None:
    """Each label was folded beside each other one: 3,000 rows of an inventory took 42 s, and the file without them 0.4."""
    head = "UAI;Type;Libellé;Année scolaire;État\n"
    rows = "".join(f"0860002K;Socle numérique;Portable n° {n};2023-2024;{{}}\n" for n in range(3000))
    began = time.process_time()
    scene.un(head + rows.format(*["Commandé"] * 3000))
    alone = time.process_time() - began
    (said,) = told(scene.un(head + rows.format(*["Déployé"] * 3000), "b.csv"))
    beside = time.process_time() - began - alone
    assert beside < 4 * alone, (alone, beside)
    assert said.startswith("3\u202f000 lignes ajoutées ont ")
    assert "(import n° 1, ligne 2 ; import n° 1, ligne 3 ; import n° 1, ligne 4 ; …)" in said


def test_two_references_are_two_records(scene: Scene) -> None:
    rows = "Référence;Date;Nature;UAI;Thème\n{};12/09/2023;Formation;0860002K;{}"
    scene.un(rows.format("A-1", ""))
    assert told(scene.un(rows.format("B-1", ""), "b.csv")) == []
    assert told(scene.un(rows.format("B-2", "ENT"), "c.csv")) == []
    assert len(told(scene.un(rows.format("C-1", "ENT"), "d.csv"))) == 1, "two persons numbered one record"


def test_nothing_is_told_of_what_is_replaced(scene: Scene) -> None:
    scene.un(ENTETE + JOURNAL)
    result = scene.un(ENTETE + JOURNAL.replace("1,5", "2,5"), "b.csv", remplacer=True)
    assert told(result) == []
    assert len(scene.table("intervention", "heures")) == 3


def test_meetings_of_a_commune_are_known_by_it(scene: Scene) -> None:
    rows = "Date;Type;Organisateur;UAI;Commune;Familles\n12/09/2023;Atelier;Orks;;{};{}"
    scene.un(rows.format("Poitiers", 8))
    assert told(scene.un(rows.format("Chauvigny", 9), "b.csv")) == []
    assert len(told(scene.un(rows.format("Poitiers", 9), "c.csv"))) == 1


def test_meetings_of_no_place_are_not_known_by_their_day(scene: Scene) -> None:
    rows = "Date;Type;Organisateur;UAI;Commune;Familles\n12/09/2023;Atelier;Orks;;;{}"
    scene.un(rows.format(8))
    assert told(scene.un(rows.format(9), "b.csv")) == []


def test_a_record_of_the_demonstration_is_no_record_of_a_school(scene: Scene) -> None:
    scene.un(ENTETE + JOURNAL, demo=True)
    assert told(scene.un(ENTETE + JOURNAL.replace("1,5", "2,5"), "b.csv", avec_demo=True)) == []


def test_an_equipment_whose_state_has_changed_is_told(scene: Scene) -> None:
    """Of the same year and school: it was ordered, and deployed, and counted as two."""
    rows = "Année scolaire;UAI;Type;Libellé;État\n{};0860002K;Lab;{};{}"
    scene.un(rows.format("2023-2024", "Grand lab", "Commandé"))
    assert len(told(scene.un(rows.format("2023-2024", "Grand lab", "Déployé"), "b.csv"))) == 1
    assert told(scene.un(rows.format("2023-2024", "Petit lab", "Déployé"), "c.csv")) == []
    assert told(scene.un(rows.format("2024-2025", "Grand lab", "Déployé"), "d.csv")) == []


@pytest.mark.parametrize("libelle", ["VIDÉOPROJECTEURS – SALLE D’ARTS", "videoprojecteurs  - salle d'arts"])
def test_a_label_that_somebody_writes_otherwise_is_the_same(scene: Scene, libelle: str) -> None:
    """Capitals, accents, dashes and apostrophes: both counted, without a word."""
    head = "UAI;Type;Libellé;Année scolaire\n"
    scene.un(f"{head}0860002K;Socle numérique;Vidéoprojecteurs - salle d'arts;2023-2024\n")
    (said,) = told(scene.un(f"{head}0860002K;Socle numérique;{libelle};2023-2024\n", "b.csv"))
    assert said.startswith("1 ligne ajoutée a les mêmes ")
    other = f"{head}0860002K;Socle numérique;Vidéoprojecteurs - salle 2;2023-2024\n"
    assert told(scene.un(other, "c.csv")) == []


def test_replies_that_lost_their_seconds_are_told(scene: Scene) -> None:
    """A CSV of Google Forms, opened and saved by a spreadsheet: each reply that names nobody counted twice."""
    text = (
        "Horodateur;UAI de votre établissement\n05/06/2023 12:03:04;0860002K\n06/06/2023 08:00:59;0860799B\n"
    )
    scene.un(text)
    others = text.replace(":04;", ":05;").replace(":59;", ":58;")
    assert told(scene.un(others, "b.csv")) == [], "of the same minute, and of other seconds"
    saved = text.replace(":04;", ";").replace(":59;", ";")
    (said,) = told(scene.un(saved, "c.csv"))
    assert said.startswith("2 réponses ajoutées sont d'un même établissement et de la même minute ")
    assert told(scene.un(saved.replace("12:03", "12:04"), "d.csv", remplacer=True)) == []


def test_replies_that_have_their_numbers_are_known_by_them(scene: Scene) -> None:
    text = "ID de la réponse;Date de soumission;Dernière page;Langue de départ;UAI de votre établissement\n{};2023-06-05 12:03:{};3;fr;0860002K"
    scene.un(text.format(1, "04"))
    assert told(second := scene.un(text.format(2, "00"), "b.csv")) == []
    assert second.comptes.ajoutees == 1


def test_replies_of_a_person_count_once_with_and_without_their_seconds(scene: Scene) -> None:
    text = "Horodateur;UAI de votre établissement;Adresse e-mail\n05/06/2023 12:03:04;0860002K;a@ac.fr\n"
    scene.un(text)
    assert told(scene.un(text.replace(":04;", ";"), "b.csv")) == []
