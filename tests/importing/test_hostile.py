"""Files that nobody should write and somebody will."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes, csv_bytes


def test_a_very_wide_table(scene: Scene) -> None:
    foreign = [f"Colonne {i}" for i in range(5000)]
    rows = [["0860002K", "A", *["1"] * 5000], ["0860799B", "B", *["2"] * 5000]]
    assert comptes(scene.un(csv_bytes(["UAI", "Nom", *foreign], rows), jeu="etablissement")) == {
        "lues": 2,
        "ajoutees": 2,
    }


def test_headers_that_look_like_ours_or_like_sql(scene: Scene) -> None:
    headers = [
        "_ligne",
        "_rang",
        "_cle",
        "_import",
        "c0",
        "premiere",
        "$id",
        "{x}",
        "'); DROP TABLE import; --",
    ]
    source = csv_bytes(["UAI", "Nom", *headers], [["0860002K", "A", *"abcdefghi"]])
    assert comptes(scene.un(source, jeu="etablissement")) == {"lues": 1, "ajoutees": 1}
    assert scene.table("etablissement", "uai", "nom", "_ligne") == [("0860002K", "A", 2)]
    assert scene.sql("SELECT count(*) FROM import") == [(1,)]


@pytest.mark.parametrize(
    "nom", ["'; DROP TABLE import; --", "{0} %s $hmac_i", "=1+1", "é" * 5000, "😀", 'a\\b"c']
)
def test_texts_that_look_like_commands_are_texts(scene: Scene, nom: str) -> None:
    assert scene.un(csv_bytes(["UAI", "Nom"], [["0860002K", nom]])).etat == "importé"
    assert scene.table("etablissement", "nom") == [(nom,)]


def test_two_columns_of_one_name(scene: Scene) -> None:
    source = "UAI;Nom;Nom;Secteur\n0860002K;premier;second;Public\n0860799B;un;deux;Privé"
    assert comptes(scene.un(source)) == {"lues": 2, "ajoutees": 2}
    assert [n for (n,) in scene.table("etablissement", "nom")] == ["premier", "un"]


@pytest.mark.parametrize(
    "number", ["9" * 16, "9" * 400, "1e400", "inf", "٣", "½", "0x10", "-1", "1,5", "#REF!"]
)
def test_a_count_that_is_none_is_refused(scene: Scene, number: str) -> None:
    result = scene.un(
        csv_bytes(
            ["Plateforme", "Identifiant", "Période", "Année scolaire", "Vues"],
            [["YT", "a", "Année", "2023-2024", number]],
        )
    )
    assert codes(result) == ["effectif_invalide"]
    assert comptes(result) == {"lues": 1, "refusees": 1}
    assert result.problemes[0].valeur == number
    assert len(result.problemes[0].message) < 200


@pytest.mark.parametrize(
    "day", ["31/12/9999", "00/00/0000", "29/02/2023", "12/06/24", "juin 2024", "-45455", "99999999"]
)
def test_a_date_that_is_none_is_refused(scene: Scene, day: str) -> None:
    assert codes(scene.un(f"Date;Nature;UAI\n{day};Formation;0860002K")) == ["date_invalide"]


def test_every_problem_at_once(scene: Scene) -> None:
    result = scene.un("Date;Nature;UAI;Heures;Élèves\n;rien;x;y;z\nhier;;0860002X;;-1")
    assert [(p.ligne, p.code) for p in result.problemes] == [
        (2, "valeur_absente"),
        (2, "nature_intervention_invalide"),
        (2, "uai_invalide"),
        (2, "duree_heures_invalide"),
        (2, "effectif_invalide"),
        (3, "date_invalide"),
        (3, "valeur_absente"),
        (3, "uai_invalide"),
        (3, "effectif_invalide"),
    ]
    assert all(p.message.endswith(".") for p in result.problemes)


def test_suggestions(scene: Scene) -> None:
    result = scene.un("Date;Nature;UAI\n12/09/2023;formtion;860002K\n12/09/2023;technik;O860002X")
    assert [p.suggestion for p in result.problemes] == ["Formation", "Intervention technique", "0860002K"]


def test_thirty_thousand_rows(scene: Scene) -> None:
    header = ["Référence", "Date", "Nature", "UAI", "Élèves"]
    rows = [[f"R{i}", "12/09/2023", "Formation", "0860002K", str(i % 30)] for i in range(30_000)]
    first = scene.un(csv_bytes(header, rows))
    assert comptes(first) == {"lues": 30_000, "ajoutees": 30_000}
    rows[7][4] = "99"
    assert comptes(scene.un(csv_bytes(header, rows))) == {
        "lues": 30_000,
        "modifiees": 1,
        "inchangees": 29_999,
    }
    refused = scene.un(csv_bytes(header, [[*row[:2], "?", *row[3:]] for row in rows]))
    assert comptes(refused) == {"lues": 30_000, "refusees": 30_000}
    assert len(refused.problemes) <= 5_001, "the counts are exact, the list stops"
    scene.annuler(first.import_id)
    assert scene.sql("SELECT count(*), max(eleves) FROM intervention") == [(30_000, 99)]


def test_twenty_thousand_times_one_key(scene: Scene) -> None:
    rows = [["YT", "a", f"Titre {i}"] for i in range(20_000)]
    result = scene.un(csv_bytes(["Plateforme", "Identifiant", "Titre"], rows))
    assert comptes(result) == {"lues": 20_000, "ajoutees": 1, "doublons": 19_999}
    assert scene.table("ressource", "titre") == [("Titre 19999",)]


@pytest.mark.parametrize(
    "cell", ["0860002K\n", "\u200b0860002K", "\ufeff0860002K", " 0860002k\u00a0", "\t0860002K\r\n"]
)
def test_invisible_marks_around_a_value(scene: Scene, cell: str) -> None:
    assert scene.un(csv_bytes(["UAI", "Nom"], [[cell, "A"]])).etat == "importé"
    assert scene.table("etablissement", "uai") == [("0860002K",)]


@pytest.mark.parametrize(
    "word", ["Total des interventions", "Totaux 2023-2024", "Sous-total écoles", "TOTAL : 2"]
)
def test_a_wordy_total_is_set_aside_where_it_is_no_record(scene: Scene, word: str) -> None:
    result = scene.un(
        f"Référence;Date;Nature;UAI\nA1;12/09/2023;Formation;0860002K\n{word};;;\nA2;13/09/2023;Projet;0860002K"
    )
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "ecartees": 1}


def test_a_record_called_total_is_a_record(scene: Scene) -> None:
    result = scene.un("Identifiant;Plateforme;Titre\nTotal war;YT;Un jeu\nb;YT;Deux")
    assert comptes(result) == {"lues": 2, "ajoutees": 2}
