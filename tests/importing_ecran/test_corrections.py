"""Corrections take effect, belong to the import's identity, and never touch what names someone."""

from __future__ import annotations

from tests.importing.scene import CODES, COORDINATION, SESSION, Scene, codes, comptes, csv_bytes, text_bytes
from tests.importing.test_classeurs import workbook
from tne.documents.csv_fr import csv_francais
from tne.importing import importer_document, open_document, reconnaitre
from tne.importing.correcting.corrections import (
    cell_key,
    changed_only,
    corrections_from,
    file_of_problems,
    rows_to_correct,
)
from tne.importing.correcting.grouping import groups, refused_values, rewrite
from tne.importing.model import Options

INTERVENTIONS = """Référence;Date;Nature;UAI;Médiateur
2023-001;12/06/2024;Formation;0860002K;Dupond Jean
2023-002;demain;Pres.;0860002X;Dupond Jean
2023-003;14/06/2024;Formations;Collège Camille Claudel;Durand Anne
2023-004;15/06/2024;Formations;0860002K;Durand Anne"""
ECOLES = """UAI;Nom;Commune
0860002K;École des Lilas;Poitiers
0861457S;Collège Camille Claudel;Civray"""


def test_a_corrected_cell_is_read_and_changes_the_identity(scene: Scene) -> None:
    refused = scene.un(INTERVENTIONS)
    assert comptes(refused) == {"lues": 4, "ajoutees": 2, "refusees": 2}
    mended = {
        cell_key(None, 3, "Date"): "13/06/2024",
        cell_key(None, 3, "Nature"): "Formation",
        cell_key(None, 3, "UAI"): "0860002K",
        cell_key(None, 4, "UAI"): "0861457S",
        cell_key(None, 4, "Nature"): "Formation",
        cell_key(None, 5, "Nature"): "Formation",
        cell_key(None, 99, "Nature"): "personne ne lit cette ligne",
    }
    done = scene.un(INTERVENTIONS, corrections=mended)
    assert done.etat == "importé"
    assert comptes(done) == {"lues": 4, "ajoutees": 4}
    assert scene.table("intervention", "reference", "uai")[2] == ("2023-003", "0861457S")
    assert scene.un(INTERVENTIONS, corrections=mended).etat == "déjà importé"
    other = scene.un(INTERVENTIONS, corrections={**mended, cell_key(None, 3, "Date"): "16/06/2024"})
    assert comptes(other) == {"lues": 4, "modifiees": 1, "inchangees": 3}


def test_problems_are_grouped_and_one_decision_mends_all_alike(scene: Scene) -> None:
    scene.importer(ECOLES, jeu="etablissement")
    document = open_document(text_bytes(INTERVENTIONS), "a.csv")
    (r,) = reconnaitre(document)
    result = scene.un(INTERVENTIONS)
    found = {g.titre: g.nombre for g in groups(result.problemes) if g.bloquant}
    assert found["Valeur non reconnue dans « UAI »"] == 2
    values = {(v.entete, v.texte): v for v in refused_values(scene.base.cursor(), result.problemes)}
    assert values["UAI", "0860002X"].proposition == "0860002K"
    assert values["UAI", "Collège Camille Claudel"].proposition == "0861457S"
    assert values["Date", "demain"].proposition == ""
    chosen = {k: v.proposition for k, v in values.items()} | {("Date", "demain"): "13/06/2024"}
    chosen["Nature", "Pres."] = "Formation"
    chosen["Nature", "Formations"] = "Formation"
    mended = rewrite(r, chosen)
    (done,) = importer_document(scene.base, COORDINATION, document, (mended,), Options())
    assert comptes(done) == {"lues": 4, "ajoutees": 4}


def test_no_decision_writes_an_address_that_the_journal_would_keep(scene: Scene) -> None:
    (r,) = reconnaitre(open_document(text_bytes(INTERVENTIONS), "a.csv"))
    assert rewrite(r, {("Nature", "Pres."): "anne.durand@exemple.fr"}) == rewrite(r, {})


def test_no_school_is_proposed_for_a_name_of_two_or_of_one_that_another_replaces(scene: Scene) -> None:
    schools = "0860002K;Collège Jean Rostand;Poitiers\n0861457S;Collège Jean Rostand;Civray\n0860799B;Lycée Anatole France;Loudun"
    scene.un(f"UAI;Nom;Commune\n{schools}", jeu="etablissement")
    with scene.base.writing() as con:
        con.execute(
            "UPDATE etablissement SET etat = 'Fermé', remplace_par = '0860002K' WHERE uai = '0860799B'"
        )
    names = ["Collège Jean Rostand", "Lycée Anatole France", "Collège Jean Rostand Civray"]
    result = scene.un(csv_bytes(["Date", "Nature", "UAI"], [["12/06/2024", "Formation", n] for n in names]))
    values = refused_values(scene.base.cursor(), result.problemes)
    assert [(v.texte, v.proposition) for v in values] == [
        (names[0], ""),
        (names[1], ""),
        (names[2], "0861457S"),
    ]


def test_the_file_of_problems_names_nobody_and_comes_back_as_corrections(scene: Scene) -> None:
    document = open_document(text_bytes(INTERVENTIONS), "a.csv")
    recognised = reconnaitre(document)
    result = scene.un(INTERVENTIONS)
    header, rows = file_of_problems(document, recognised, result.problemes)
    assert not any("Du" in cell for row in rows for cell in row)
    assert "Médiateur" not in header
    import pandas as pd

    data = csv_francais(pd.DataFrame(rows, columns=header), {}).decode("utf-8-sig")
    data = data.replace("demain", "13/06/2024").replace("Pres.", "Formation").replace("0860002X", "0860002K")
    data = data.replace("Formations", "Formation").replace(";Collège Camille Claudel", ";0861457S")
    back = corrections_from(open_document(data.encode(), "a-corriger.csv"))
    assert back is not None
    mark, all_cells = back
    assert document.sha256.startswith(mark)
    corrections = changed_only(recognised, all_cells)
    assert cell_key(None, 3, "Date") in corrections
    assert cell_key(None, 3, "Référence") not in corrections
    assert comptes(scene.un(INTERVENTIONS, corrections=corrections)) == {"lues": 4, "ajoutees": 4}
    assert corrections_from(document) is None


def test_the_file_of_problems_corrects_the_sheet_that_its_row_is_from(scene: Scene) -> None:
    titles: list[object] = ["Référence", "Date", "Nature", "UAI"]
    data = workbook(
        ("Mai", [titles, ["2024-001", "12/05/2024", "Formation", "0860002K"]]),
        ("Juin", [titles, ["2024-002", "demain", "Formation", "0860002K"]]),
    )
    document = open_document(data, "a.xlsx")
    recognised = reconnaitre(document)
    header, rows = file_of_problems(document, recognised, scene.un(data, "a.xlsx").problemes)
    assert [row[1:3] for row in rows] == [["Juin", "2"]]
    back = corrections_from(
        open_document(csv_bytes(header, rows).replace(b"demain", b"12/06/2024"), "a-corriger.csv")
    )
    assert back is not None
    corrections = changed_only(recognised, back[1])
    assert corrections == {cell_key("Juin", 2, "Date"): "12/06/2024"}
    assert comptes(scene.un(data, "a.xlsx", corrections=corrections)) == {"lues": 2, "ajoutees": 2}


def test_a_row_refused_for_no_column_of_its_own_says_why_alone(scene: Scene) -> None:
    source = csv_bytes([*SESSION, "E-mail", "Présence"], [[*CODES, "", "Présent"]])
    document = open_document(source, "a.csv")
    _, (row,) = file_of_problems(document, reconnaitre(document), scene.un(source).problemes)
    assert row[3].startswith("Rien n'identifie la personne")


def test_a_row_added_to_the_file_of_problems_corrects_nothing(scene: Scene) -> None:
    document = open_document(text_bytes(INTERVENTIONS), "a.csv")
    header, rows = file_of_problems(document, reconnaitre(document), scene.un(INTERVENTIONS).problemes)
    added = ["", "", "", "Vu avec Anne", *["" for _ in header[4:]]]
    back = corrections_from(open_document(csv_bytes(header, [*rows, added]), "a-corriger.csv"))
    assert back == corrections_from(open_document(csv_bytes(header, rows), "a-corriger.csv"))
    assert back is not None
    beyond = {cell_key(None, 99, "Date"): "13/06/2024"}
    assert changed_only(reconnaitre(document), beyond) == {}


def test_a_file_of_problems_that_nobody_corrected_corrects_nothing(scene: Scene) -> None:
    """What it hides and what it guards from spreadsheets is none that anybody typed, and a column added to it is read nowhere."""
    source = text_bytes("Date;Nature;UAI;Thème;Médiateur\nMme Durand;Formation;Durand Anne;=A1+1;Dupond Jean")
    document = open_document(source, "a.csv")
    recognised = reconnaitre(document)
    header, rows = file_of_problems(document, recognised, scene.un(source).problemes)
    import pandas as pd

    table = pd.DataFrame(rows, columns=header).assign(**{"Médiateur": "Petit Anne", "Vu par": "Petit Anne"})
    back = corrections_from(open_document(csv_francais(table, {}), "a-corriger.csv"))
    assert back is not None
    assert changed_only(recognised, back[1]) == {}


def test_dropped_alone_it_is_a_table_like_another(scene: Scene) -> None:
    document = open_document(text_bytes(INTERVENTIONS), "a.csv")
    header, rows = file_of_problems(document, reconnaitre(document), scene.un(INTERVENTIONS).problemes)
    fixed = [
        [{"demain": "13/06/2024", "Pres.": "Formation", "0860002X": "0860002K"}.get(c, c) for c in row]
        for row in rows
    ]
    text = "\n".join(";".join(row) for row in [header, *fixed[:1]])
    done = scene.un(text.encode(), "corrige.csv")
    assert comptes(done) == {"lues": 1, "ajoutees": 1}, codes(done)


def test_rows_to_correct_say_what_is_wrong(scene: Scene) -> None:
    document = open_document(text_bytes(INTERVENTIONS), "a.csv")
    (r,) = reconnaitre(document)
    (line, words, texts), *_ = rows_to_correct(r, scene.un(INTERVENTIONS).problemes)
    assert line == 3
    assert "UAI : « 0860002X »" in words
    assert texts["Nature"] == "Pres."
    assert "Médiateur" not in texts


def test_a_row_that_is_only_to_be_checked_is_none_to_correct(scene: Scene) -> None:
    source = "Date;Nature;UAI;Durée\n12/09/2023;Formation;0860002K;90\n13/09/2023;Formation;0860002X;3\n"
    (r,) = reconnaitre(open_document(source.encode(), "a.csv"))
    result = scene.un(source)
    assert {p.ligne for p in result.problemes} == {2, 3}
    assert [line for line, _, _ in rows_to_correct(r, result.problemes)] == [3]
