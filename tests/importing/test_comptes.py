"""Each record read falls in exactly one count (design: Accounting). Small files, counted by hand."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes

INTERVENTIONS = """
    Référence;Date;Nature;UAI;Heures;Commentaire
    2023-001;12/09/2023;Formation;0860002K;3h;
    2023-002;13/09/2023;Technique;0860799B;1h30;prévu
    2023-003;14/09/2023;Projet;0861457S;;
"""


def test_new_rows_are_added(scene: Scene) -> None:
    result = scene.un(INTERVENTIONS)
    assert result.etat == "importé"
    assert comptes(result) == {"lues": 3, "ajoutees": 3}
    assert result.annees == ("2023-2024",)
    assert scene.table("intervention", "reference", "nature", "heures", "_ligne", "_feuille") == [
        ("2023-001", "Formation", 3.0, 2, None),
        ("2023-002", "Intervention technique", 1.5, 3, None),
        ("2023-003", "Suivi de projet", None, 4, None),
    ]


def test_added_changed_unchanged(scene: Scene) -> None:
    scene.un(INTERVENTIONS)
    result = scene.un(
        """
        Référence;Date;Nature;UAI;Heures
        2023-001;12/09/2023;Formation;0860002K;
        2023-002;13/09/2023;Technique;0860799B;2h
        2023-004;15/09/2023;Formation;0860002K;
        """
    )
    assert comptes(result) == {"lues": 3, "ajoutees": 1, "modifiees": 1, "inchangees": 1}
    assert scene.table("intervention", "reference", "heures", "commentaire") == [
        ("2023-001", 3.0, None),
        ("2023-002", 2.0, "prévu"),
        ("2023-003", None, None),
        ("2023-004", None, None),
    ]
    scene.verifier()


def test_a_refused_row_refuses_the_file(scene: Scene) -> None:
    before = scene.journal()
    result = scene.un(
        """
        Référence;Date;Nature;UAI
        2023-001;12/09/2023;Formation;0860002K
        2023-002;31/02/2024;Formation;0860799X
        2023-003;14/09/2023;Formation;0860002K
        2023-003;14/09/2023;Formation;0860002K
        Total;;;
        """
    )
    assert (result.etat, result.import_id) == ("refusé", None)
    assert comptes(result) == {"lues": 5, "ajoutees": 2, "doublons": 1, "ecartees": 1, "refusees": 1}
    assert scene.journal() == before
    blocking = [(p.ligne, p.colonne, p.valeur, p.code, p.suggestion) for p in result.problemes if p.ligne]
    assert blocking == [
        (3, "Date", "31/02/2024", "date_invalide", None),
        (3, "UAI", "0860799X", "uai_invalide", "0860799B"),
    ]


def test_valid_rows_only_gives_the_counts_announced(scene: Scene) -> None:
    source = """
        Référence;Date;Nature;UAI
        2023-001;12/09/2023;Formation;0860002K
        2023-002;demain;Formation;0860799B
        2023-003;14/09/2023;Formation;0860002K
        ;;;0860002K
    """
    announced = scene.un(source)
    done = scene.un(source, valides_seulement=True)
    assert comptes(done) == comptes(announced) == {"lues": 4, "ajoutees": 2, "refusees": 2}
    assert (announced.import_id, done.etat) == (None, "importé")
    assert announced.problemes == done.problemes
    assert [r for (r,) in scene.table("intervention", "reference")] == ["2023-001", "2023-003"]


def test_no_valid_row_is_refused_even_with_valid_rows_only(scene: Scene) -> None:
    before = scene.journal()
    result = scene.un("Référence;Date;Nature;UAI\n1;demain;Formation;0860002K", valides_seulement=True)
    assert (result.etat, result.import_id) == ("refusé", None)
    assert comptes(result) == {"lues": 1, "refusees": 1}
    assert scene.journal() == before


def test_duplicates_without_difference_are_counted_and_silent(scene: Scene) -> None:
    result = scene.un("Plateforme;Identifiant;Titre\nYT;a;Un\nYT;b;Deux\nYT;a;Un\nYT;a;Un")
    assert comptes(result) == {"lues": 4, "ajoutees": 2, "doublons": 2}
    assert codes(result) == []


def test_a_different_duplicate_is_reported_and_its_filled_cells_win(scene: Scene) -> None:
    result = scene.un(
        """
        Plateforme;Identifiant;Titre;Thème;Durée
        YT;a;Un;écrans;60
        YT;b;Deux;;
        YT;a;Un bis;;90
        """
    )
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "doublons": 1}
    assert [(p.code, p.ligne) for p in result.problemes] == [("doublon_different", 4)]
    assert (
        "ligne 2 avec des valeurs différentes (« Titre » et « Durée (secondes) »)"
        in result.problemes[0].message
    )
    assert scene.table("ressource", "identifiant", "titre", "theme", "duree") == [
        ("a", "Un bis", "écrans", 90),
        ("b", "Deux", None, None),
    ]
    scene.verifier()


def test_a_duplicate_that_changes_the_base_counts_once(scene: Scene) -> None:
    scene.un("Plateforme;Identifiant;Titre\nYT;a;Un")
    result = scene.un("Plateforme;Identifiant;Titre\nYT;a;Un\nYT;a;Autre")
    assert comptes(result) == {"lues": 2, "modifiees": 1, "doublons": 1}
    back = scene.un("Plateforme;Identifiant;Titre\nYT;a;Un\nYT;a;Autre\nYT;a;Autre")
    assert comptes(back) == {"lues": 3, "inchangees": 1, "doublons": 2}


def test_equal_rows_without_reference_are_separate_records(scene: Scene) -> None:
    source = "Date;Nature;UAI\n12/09/2023;Formation;0860002K\n12/09/2023;Formation;0860002K"
    assert comptes(scene.un(source)) == {"lues": 2, "ajoutees": 2}
    more = scene.un(source + "\n12/09/2023;Formation;0860002K")
    assert comptes(more) == {"lues": 3, "ajoutees": 1, "inchangees": 2}


@pytest.mark.parametrize("word", ["Total", "TOTAL", "Totaux", "Sous-total", "Total général", "total :"])
def test_total_rows_are_set_aside(scene: Scene, word: str) -> None:
    result = scene.un(
        f"Plateforme;Identifiant;Période;Vues;Année scolaire\nYT;a;Mois;3;2023\n{word};;;3;\nYT;b;Mois;4;2023\n{word};;;7;"
    )
    assert comptes(result) == {"lues": 4, "ajoutees": 2, "ecartees": 2}
    assert scene.table("consultation", "identifiant", "vues") == [("a", 3), ("b", 4)]


def test_schools_of_elsewhere_are_set_aside_and_said(scene: Scene) -> None:
    result = scene.un("UAI;Nom\n0860002K;Collège A\n0940176F;École B\n0940198E;École C")
    assert comptes(result) == {"lues": 3, "ajoutees": 1, "ecartees": 2}
    assert [(p.code, p.valeur) for p in result.problemes] == [("ecartees", "2")]
    assert "territoire" in result.problemes[0].message


def test_a_row_of_elsewhere_is_not_refused_for_a_bad_cell(scene: Scene) -> None:
    result = scene.un("UAI;Nom;Date d'ouverture\n0860002K;A;1965-05-01\n0940176F;B;jamais")
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "ecartees": 1}


def test_everything_set_aside_is_refused_with_a_sentence(scene: Scene) -> None:
    before = scene.journal()
    result = scene.un("UAI;Nom\n0940176F;École B\n0940198E;École C")
    assert (result.etat, result.import_id) == ("refusé", None)
    assert comptes(result) == {"lues": 2, "ecartees": 2}
    assert codes(result) == ["aucune_ligne", "ecartees"]
    assert "2 lignes" in result.problemes[0].message
    assert "Hors du territoire, réglé sur : Vienne (086)." in result.problemes[0].message
    assert scene.journal() == before


def test_unfinished_answers_are_set_aside(scene: Scene) -> None:
    result = scene.un(
        """
        ID de la réponse,Date de soumission,Dernière page,Langue de départ,Adresse de messagerie,UAI
        1,2023-06-12 10:00:00,3,fr,a@ac-poitiers.fr,0860002K
        2,,1,fr,b@ac-poitiers.fr,0860002K
        3,2023-06-13 10:00:00,3,fr,c@ac-poitiers.fr,0860799B
        """
    )
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "ecartees": 1}
    assert result.annees == ("2023-2024",), "answers of June 2023 belong to the campaign of 2023-2024"
    assert scene.table("reponse", "numero", "formulaire") == [("1", "LimeSurvey"), ("3", "LimeSurvey")]


def test_drafts_of_framaforms_are_set_aside(scene: Scene) -> None:
    result = scene.un(
        "Serial\tSID\tSubmitted Time\tCompleted Time\tDraft\tIP Address\tUsername\tAdresse de messagerie\n"
        "1\t11\t2023-06-12 10:00:00\t2023-06-12 10:05:00\t0\t192.0.2.1\tx\ta@ac-poitiers.fr\n"
        "2\t12\t2023-06-12 11:00:00\t\t1\t192.0.2.2\ty\tb@ac-poitiers.fr"
    )
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "ecartees": 1}


def test_one_row_read_as_three_counts_once(scene: Scene) -> None:
    source = """
        Titre;Vue du mois;Vue de l'année;Vue totale depuis création
        Les écrans;3;30;300
        Le harcèlement;4;40;400
    """
    first = {r.jeu: r for r in scene.importer(source, annee="2023-2024")}
    assert comptes(first["ressource"]) == {"lues": 2, "ajoutees": 2}
    assert comptes(first["consultation"]) == {"lues": 2, "ajoutees": 2}
    assert first["ressource"].import_id == first["consultation"].import_id
    assert scene.table("consultation", "identifiant", "periode", "vues", "annee") == [
        ("Le harcèlement", "Année", 40, "2023-2024"),
        ("Le harcèlement", "Depuis la création", 400, "2023-2024"),
        ("Le harcèlement", "Mois", 4, "2023-2024"),
        ("Les écrans", "Année", 30, "2023-2024"),
        ("Les écrans", "Depuis la création", 300, "2023-2024"),
        ("Les écrans", "Mois", 3, "2023-2024"),
    ]
    moved = {r.jeu: r for r in scene.importer(source.replace(";30;", ";31;"), annee="2023-2024")}
    assert comptes(moved["ressource"]) == {"lues": 2, "inchangees": 2}
    assert comptes(moved["consultation"]) == {"lues": 2, "modifiees": 1, "inchangees": 1}
    scene.verifier()


def test_views_of_two_civil_years_are_two_counts(scene: Scene) -> None:
    titles = "Titre;Vue de l'année 2024;Vue de l'année 2025;Vue totale depuis création"
    scene.importer(f"{titles}\nLes écrans;3;2;9", annee="2024-2025")
    assert scene.sql("SELECT vues FROM consultation WHERE periode = 'Année' ORDER BY debut") == [(3,), (2,)]


def test_one_bad_period_refuses_the_whole_record(scene: Scene) -> None:
    source = """
        Titre;Vue du mois;Vue de l'année;Vue totale depuis création
        Les écrans;3;beaucoup;300
        Le harcèlement;4;40;400
    """
    results = {r.jeu: r for r in scene.importer(source, annee="2023-2024", valides_seulement=True)}
    assert comptes(results["consultation"]) == {"lues": 2, "ajoutees": 1, "refusees": 1}
    assert comptes(results["ressource"]) == {"lues": 2, "ajoutees": 2}
    assert {i for (i,) in scene.table("consultation", "identifiant")} == {"Le harcèlement"}


def test_a_file_that_feeds_two_data_sets_is_refused_as_a_whole(scene: Scene) -> None:
    source = """
        Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début;Fin
        23A0130001;M1;Évaluer;G1;1;12/06/2024 09:00;12/06/2024 12:00
        23A0130001;M2;Créer;G1;1;12/06/2024 09:00;12/06/2024 08:00
    """
    before = scene.journal()
    refused = {r.jeu: r for r in scene.importer(source)}
    assert {r.etat for r in refused.values()} == {"refusé"}
    assert {r.import_id for r in refused.values()} == {None}
    assert comptes(refused["module"]) == {"lues": 2, "ajoutees": 2}
    assert comptes(refused["session"]) == {"lues": 2, "ajoutees": 1, "refusees": 1}
    assert codes(refused["session"]) == ["fin_avant_debut"]
    assert scene.journal() == before
    done = {r.jeu: r for r in scene.importer(source, valides_seulement=True)}
    assert [comptes(done[j]) == comptes(refused[j]) for j in ("module", "session")] == [True, True]
    assert scene.table("session", "module_code", "annee") == [("M1", "2023-2024")]


def test_modules_of_a_plan_count_their_sessions_as_duplicates(scene: Scene) -> None:
    results = {
        r.jeu: r
        for r in scene.importer(
            """
            Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début
            23A0130001;M1;Évaluer;G1;1;12/06/2024
            23A0130001;M1;Évaluer;G1;2;13/06/2024
            23A0130001;M1;Évaluer;G2;1;14/06/2024
            """
        )
    }
    assert comptes(results["module"]) == {"lues": 3, "ajoutees": 1, "doublons": 2}
    assert comptes(results["session"]) == {"lues": 3, "ajoutees": 3}


def test_blank_lines_are_not_read_and_multiline_cells_count_once(scene: Scene) -> None:
    result = scene.un(b'Plateforme;Identifiant;Titre\nYT;a;"Un\ndeux\ntrois"\n;;\n\nYT;b;Quatre\n')
    assert comptes(result) == {"lues": 2, "ajoutees": 2}
    assert scene.table("ressource", "identifiant", "titre") == [("a", "Un\ndeux\ntrois"), ("b", "Quatre")]


def test_the_journal_keeps_the_counts(scene: Scene) -> None:
    result = scene.un("UAI;Nom\n0860002K;A\n0860002K;A\n0860799X;B\n0940176F;C", valides_seulement=True)
    assert comptes(result) == {"lues": 4, "ajoutees": 1, "doublons": 1, "ecartees": 1, "refusees": 1}
    assert scene.sql(
        "SELECT lues, ajoutees, modifiees, inchangees, doublons, ecartees, refusees FROM import_jeu"
    ) == [(4, 1, 0, 0, 1, 1, 1)]


def test_the_same_word_in_two_columns_makes_two_records(scene: Scene) -> None:
    header = "Date;Nature;UAI;Établissement;Thème"
    rows = ["12/09/2023;Formation;0860002K;radio;", "12/09/2023;Formation;0860002K;;radio"]
    assert comptes(scene.un("\n".join([header, *rows]))) == {"lues": 2, "ajoutees": 2}
    assert comptes(scene.un("\n".join([header, *rows[::-1]]))) == {"lues": 2, "inchangees": 2}


@pytest.mark.parametrize("words", ["0860002K Total", "Collège des Lilas Total", "0860002K Somme"])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_subtotals_as_spreadsheets_write_them_are_set_aside(scene: Scene, words: str, column: int) -> None:
    subtotal = ["", "", "", "", "7"]
    subtotal[column] = words
    result = scene.un(
        f"""Date;Établissement;UAI;Nature;Heures
        12/09/2023;Collège des Lilas;0860002K;Formation;3
        13/09/2023;Collège des Lilas;0860002K;Formation;4
        {";".join(subtotal)}"""
    )
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "ecartees": 1}


@pytest.mark.parametrize("row", ["12/09/2023;Bilan total;0860002K;;3", ";Bilan total;0860002K;Formation;3"])
def test_a_record_of_a_total_is_no_subtotal(scene: Scene, row: str) -> None:
    result = scene.un(
        f"""Date;Thème;UAI;Nature;Heures
        12/09/2023;Bilan;0860002K;Formation;3
        {row}"""
    )
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}


def test_a_block_pasted_twice_is_told(scene: Scene) -> None:
    block = [f"{jour}/09/2023;Formation;0860002K" for jour in (12, 13, 14)]
    result = scene.un("\n".join(["Date;Nature;UAI", *block, *block]))
    assert comptes(result) == {"lues": 6, "ajoutees": 6}
    (told,) = result.problemes
    assert told.code == "lignes_repetees"
    assert told.message.startswith("3 lignes de ce tableau répètent")


def test_two_alike_visits_among_others_are_nothing_to_tell(scene: Scene) -> None:
    rows = [f"{jour}/09/2023;Formation;0860002K" for jour in range(10, 25)]
    result = scene.un("\n".join(["Date;Nature;UAI", *rows, *rows[:3]]))
    assert (comptes(result), result.problemes) == ({"lues": 18, "ajoutees": 18}, ())


@pytest.mark.parametrize(
    "word", ["Moyenne", "Médiane", "Max", "Minimum", "Somme des heures", "Cumul", "Ensemble"]
)
def test_what_a_spreadsheet_works_out_under_a_log_is_no_record(scene: Scene, word: str) -> None:
    result = scene.un(
        f"""Date;Nature;UAI;Heures
        12/09/2023;Formation;0860002K;3
        13/09/2023;Formation;0860002K;4
        {word};;;3,5"""
    )
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "ecartees": 1}


def test_the_name_of_a_school_begins_like_one(scene: Scene) -> None:
    result = scene.un(
        """Établissement;Date;Nature;UAI
        Collège A;12/09/2023;Formation;0860002K
        Ensemble scolaire B;;;"""
    )
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}
