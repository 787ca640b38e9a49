"""A file a month, or a list a session: what the others hold is not what this one lacks. It was told of each, with « remplacer »."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, REGISTRATIONS, Scene, codes, comptes, csv_bytes
from tests.importing.test_numeros_de_session import plan
from tests.importing_ecran.test_repetition import essayer
from tne.importing import Resultat

JOURNAL = "Date;Nature;UAI"
SEPTEMBRE = f"{JOURNAL}\n12/09/2023;Formation;0860002K\n26/09/2023;Formation;0860799B"
OCTOBRE = f"{JOURNAL}\n03/10/2023;Formation;0860002K"
VUES = "Plateforme;Identifiant;Année scolaire;Période;Début;Vues"


def absent(result: Resultat) -> int:
    assert (result.absentes > 0) == ("lignes_absentes" in codes(result))
    return result.absentes


def liste(*sessions: str, persons: str = "ab") -> bytes:
    rows = [
        [*CODES[:3], s, "Inscrit", "0860002K", f"{p}@ac.fr", "", "", ""] for s in sessions for p in persons
    ]
    return csv_bytes(REGISTRATIONS, rows)


def test_the_log_of_another_month_lacks_nothing(scene: Scene) -> None:
    scene.un(SEPTEMBRE)
    assert absent(scene.un(OCTOBRE, "b.csv")) == 0
    assert absent(scene.un(SEPTEMBRE.replace("12/09", "19/09"), "c.csv")) == 1


@pytest.mark.parametrize(
    "suite",
    [
        OCTOBRE + "\n12/09/2023;Formation;0860002K",  # the log goes on, without one of its rows
        OCTOBRE.replace("03/10", "26/09"),  # the same days
    ],
)
def test_a_log_that_goes_on_does(scene: Scene, suite: str) -> None:
    scene.un(SEPTEMBRE)
    assert absent(scene.un(suite, "b.csv")) > 0


def test_a_row_taken_out_at_the_end_is_told(scene: Scene) -> None:
    scene.un(SEPTEMBRE)
    assert absent(scene.un(SEPTEMBRE.rsplit("\n", 1)[0], "b.csv")) == 1


def test_the_state_of_another_day_stands_for_the_one_before(scene: Scene) -> None:
    """The day of an equipment is that of its state: both would stand beside each other."""
    stock = "UAI;Type;État;Date;Année scolaire\n0860002K;Socle;{};{};2023-2024"
    scene.un(stock.format("Commandé", "12/10/2023"))
    assert absent(scene.un(stock.format("Livré", "12/05/2024"), "b.csv")) == 1


def test_the_list_of_another_session_lacks_nothing(scene: Scene) -> None:
    scene.un(liste("1"))
    assert absent(scene.un(liste("2"), "b.csv")) == 0
    assert absent(scene.un(liste("2", "3", persons="bc"), "c.csv")) == 1, "one of session 2"
    # Those of sessions 1 and 3, and what came with session 3; not the list of session 2 alone.
    assert absent(scene.un(liste("1", "3", persons="c"), "d.csv")) == 5


def test_the_views_of_another_month_lack_none_of_those_before(scene: Scene) -> None:
    row = "\nYouTube;a;2023-2024;{};{}"
    scene.un(VUES + row.format("Mois;01/09/2023", 3) + row.format("Année;", 3))
    october = scene.un(VUES + row.format("Mois;01/10/2023", 4) + row.format("Année;", 7), "b.csv")
    assert (comptes(october), absent(october)) == ({"lues": 2, "ajoutees": 1, "modifiees": 1}, 0)
    other = VUES + row.format("Mois;01/10/2023", 4).replace("a;", "b;")
    assert absent(scene.un(other, "c.csv")) == 2, "of this month and of the year"


def test_replacing_still_says_all_that_goes(scene: Scene) -> None:
    scene.un(SEPTEMBRE)
    assert absent(scene.un(OCTOBRE, "b.csv", remplacer=True)) == 2
    assert scene.table("intervention", "uai") == [("0860002K",)]


def test_the_list_of_absent_rows_is_of_what_was_told(scene: Scene) -> None:
    scene.un(SEPTEMBRE)
    scene.un(OCTOBRE, "b.csv")
    (left,) = essayer(scene, SEPTEMBRE.replace("12/09", "19/09")).restes
    assert [line for _, line, _ in left.absentes] == [2]


def test_a_file_that_moves_a_row_of_the_other_is_its_newer_state(scene: Scene) -> None:
    log = "N°;Date;Nature;UAI\n1;{};Formation;0860002K\n{};{};Formation;0860799B"
    scene.un(log.format("12/09/2023", 2, "26/09/2023"))
    assert absent(scene.un(log.format("03/10/2023", 3, "10/10/2023"), "b.csv")) == 1


def test_replacing_says_the_months_that_go(scene: Scene) -> None:
    row = VUES + "\nYouTube;a;2023-2024;Mois;01/{}/2023;3"
    scene.un(row.format("09"))
    assert absent(scene.un(row.format("10"), "b.csv", remplacer=True)) == 1


def test_a_plan_of_other_sessions_is_a_newer_plan(scene: Scene) -> None:
    scene.importer(plan("01", "02"))
    _, sessions = scene.importer(plan("05"), "b.csv")
    assert absent(sessions) == 2


ANNUAIRE = "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement"
ECOLES = f"{ANNUAIRE}\n0860002K;A;Ecole\n0860799B;B;Ecole"
INDICES = "Rentrée scolaire;UAI;Nom de l'établissment;Effectifs;IPS"


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        (ECOLES, f"{ANNUAIRE}\n0860014Y;C;Collège"),
        (
            f"{INDICES}\n2022-2023;0860002K;A;200;98,5\n2022-2023;0860799B;B;200;98,5",
            f"{INDICES}\n2022-2023;0860014Y;C;200;105,7",
        ),
    ],
)
def test_the_list_of_other_schools_lacks_nothing(scene: Scene, avant: str, apres: str) -> None:
    """The directory is exported by type too, and the indexes of écoles and of collèges are two files of one form."""
    scene.un(avant)
    assert absent(scene.un(apres, "b.csv")) == 0
    scene.annuler(2)
    assert absent(scene.un("\n".join([apres, avant.splitlines()[1]]), "c.csv")) == 1, "one school of both"


def test_a_file_that_brings_nothing_lacks_nothing(scene: Scene) -> None:
    """« Rien à importer », and that 613 schools were no longer in it."""
    scene.un(ECOLES)
    refused = scene.un(ANNUAIRE, "b.csv")
    assert (refused.etat, absent(refused)) == ("refusé", 0)
