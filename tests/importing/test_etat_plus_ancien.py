"""An older export saved again under another name: what has changed since would go back without a word."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes, dites
from tests.importing.test_classeurs import workbook
from tests.importing.test_numeros_de_session import plan
from tne.importing import Resultat
from tne.importing.correcting.corrections import cell_key
from tne.importing.correcting.grouping import groups

SEPTEMBRE = "N°;Date;Nature;UAI\n1;12/09/2023;Formation;0860002K\n2;13/09/2023;Formation;0860799B"
OCTOBRE = SEPTEMBRE.replace("13/09", "14/09") + "\n3;03/10/2023;Formation;0860016A"


def days(scene: Scene) -> list[int]:
    return [date.day for (date,) in scene.sql("SELECT date FROM intervention ORDER BY reference")]


def test_an_older_file_saved_again_says_what_would_go_back(scene: Scene) -> None:
    first = scene.un(SEPTEMBRE, "septembre.csv")
    assert dites(scene.un(OCTOBRE, "octobre.csv"), "etat_plus_ancien") == []
    result = scene.un(f"{SEPTEMBRE}\n;;;", "septembre (1).csv")
    assert comptes(result) == {"lues": 2, "modifiees": 1, "inchangees": 1}
    (said,) = dites(result, "etat_plus_ancien")
    assert said.startswith(
        f"Ce fichier a les mêmes lignes que l'import n° {first.import_id} (« septembre.csv », du "
    )
    assert (
        "des imports plus récents en ont changé ou ôté 1 : l'importer la ramènerait à cet ancien état."
        in said
    )
    (group,) = (g for g in groups(result.problemes) if g.titre == "Lignes d'un import plus ancien")
    assert group.a_verifier


def test_rows_that_a_replacement_took_out_are_counted(scene: Scene) -> None:
    scene.un(SEPTEMBRE, "septembre.csv")
    scene.un(OCTOBRE.replace("\n1;12/09/2023;Formation;0860002K", ""), "octobre.csv", remplacer=True)
    assert (
        "changé ou ôté 2 : l'importer les ramènerait"
        in dites(scene.un(f"{SEPTEMBRE}\n;;;", "b.csv"), "etat_plus_ancien")[0]
    )


@pytest.mark.parametrize(
    "again",
    [
        OCTOBRE,
        SEPTEMBRE.replace("12/09", "11/09"),
        SEPTEMBRE + "\n4;10/10/2023;Formation;0860002K",
        SEPTEMBRE.replace("Formation", "Suivi de projet"),
    ],
    ids=["the newest", "a correction", "more rows", "other values"],
)
def test_other_files_are_not(scene: Scene, again: str) -> None:
    scene.un(SEPTEMBRE, "septembre.csv")
    scene.un(OCTOBRE, "octobre.csv")
    assert dites(scene.un(f"{again}\n;;;", "b.csv"), "etat_plus_ancien") == []


def test_the_same_bytes_and_an_undone_import_are_not(scene: Scene) -> None:
    first = scene.un(SEPTEMBRE, "septembre.csv")
    scene.un(OCTOBRE, "octobre.csv")
    assert codes(scene.un(SEPTEMBRE, "encore.csv")) == ["deja_importe"]
    assert days(scene) == [12, 14, 3]
    scene.annuler(first.import_id)
    assert dites(scene.un(f"{SEPTEMBRE}\n;;;", "b.csv"), "etat_plus_ancien") == []


def test_rows_that_take_out_or_erase_are_no_older_state(scene: Scene) -> None:
    rows = "N°;Date;Nature;UAI;Heures;Retirer\n1;12/09/2023;Formation;0860002K;{}"
    scene.un(rows.format(";"), "a.csv")
    scene.un(rows.format("3;"), "b.csv")
    erased = scene.un(rows.format("#VIDER;"), "c.csv")
    assert (comptes(erased)["modifiees"], dites(erased, "etat_plus_ancien")) == (1, [])
    removed = scene.un(rows.format(";oui"), "d.csv")
    assert (days(scene), dites(removed, "etat_plus_ancien")) == ([], [])


def test_a_workbook_of_which_one_sheet_alone_is_older_is_another(scene: Scene) -> None:
    log: list[list[object]] = [["N°", "Date", "Nature", "UAI"], ["1", "12/09/2023", "Formation", "0860002K"]]
    visits: list[list[object]] = [
        ["N°", "Date", "UAI", "Élèves de 4ème"],
        ["1", "12/09/2023", "0860002K", "40"],
    ]
    more = [*log, ["2", "13/09/2023", "Formation", "0860799B"]]
    scene.importer(workbook(("Suivi", more), ("Visites", visits)), "a.xlsx")
    newer = [visits[0], [*visits[1][:3], "41"]]
    scene.importer(workbook(("Suivi", more), ("Visites", newer)), "b.xlsx")
    results = scene.importer(workbook(("Suivi", log), ("Visites", visits)), "c.xlsx")
    assert [dites(r, "etat_plus_ancien") for r in results] == [[], []]


def test_a_file_that_is_redone_stands_under_what_came_after_it(scene: Scene) -> None:
    """« L'importer la ramènerait à cet ancien état » was said beside « elles restent comme ils les ont laissées »."""
    first = scene.un(SEPTEMBRE, "septembre.csv")
    scene.annuler(first.import_id)
    scene.un(f"{SEPTEMBRE}\n;;;", "b.csv")
    scene.un(OCTOBRE, "octobre.csv")
    again = scene.un(SEPTEMBRE, "septembre.csv")
    assert (again.etat, codes(again), days(scene)) == ("rétabli", ["deja_importe"], [12, 14, 3])


def test_a_file_of_two_data_sets_is_older_in_both(scene: Scene) -> None:
    """The modules of a plan often stand as in an older one: its sessions tell."""
    old = plan("01", "02")
    scene.importer(old, "septembre.csv")
    scene.importer(old.replace("Les écrans".encode(), b"Ecrans").replace(b"12/01", b"19/01"), "octobre.csv")
    modules, sessions = scene.importer(old.replace(b"12/01", b"26/01"), "novembre.csv")
    assert (
        comptes(modules)["modifiees"],
        dites(modules, "etat_plus_ancien"),
        dites(sessions, "etat_plus_ancien"),
    ) == (1, [], [])
    modules, sessions = scene.importer(old + b"\n", "septembre (1).csv")
    assert (len(dites(modules, "etat_plus_ancien")), len(dites(sessions, "etat_plus_ancien"))) == (0, 1)


def test_a_file_corrected_on_the_screen_is_told_when_it_comes_again_as_it_is(scene: Scene) -> None:
    """« 1 modifiée » said nothing of a correction that went back, and « 1 refusée » asked for what was corrected already."""

    def said(result: Resultat) -> list[str]:
        return [p.message for p in result.problemes if p.code == "fichier_lu_autrement"]

    mended = {cell_key(None, 2, "Date"): "11/09/2023"}
    first = scene.un(SEPTEMBRE, "septembre.csv", corrections=mended)
    assert said(first) == []
    assert said(scene.un(SEPTEMBRE, "septembre.csv", corrections=mended)) == []
    again = scene.un(SEPTEMBRE, "septembre (1).csv")
    assert comptes(again) == {"lues": 2, "modifiees": 1, "inchangees": 1}
    (message,) = said(again)
    assert message.startswith(f"Ce fichier est déjà en vigueur : import n° {first.import_id} du ")
    assert said(scene.un(SEPTEMBRE, "septembre (1).csv")) == [], "now it stands as it is"
    scene.annuler(again.import_id)
    scene.annuler(first.import_id)
    assert (
        said(scene.un(SEPTEMBRE, "septembre.csv", corrections={cell_key(None, 3, "Date"): "11/09/2023"}))
        == []
    )
