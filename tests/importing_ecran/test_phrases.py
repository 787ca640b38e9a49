"""Sentences of the page Importer: said once, as in a browser, with counts that are those of the lines below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.demonstration import INSCRIPTIONS
from tests.importing.scene import csv_bytes
from tests.importing.test_classeurs import mois, workbook
from tests.importing.test_journal import file
from tests.importing.test_references import numerote
from tests.importing_ecran.test_pages import LIGNES, mots, remplir
from tests.lu import lu
from tests.queries.scene_formations import S1, SESSION
from tne.access import Droit
from tne.db import Base
from tne.importing import importer
from tne.typographie import compte
from tne.ui.importation.lecture import _line

Ouvrir = Callable[..., AppTest]


def read(ouvrir: Ouvrir, content: bytes) -> str:
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("a.csv", content, "text/csv")]).run()
    assert not app.exception, app.exception[0].message
    return lu(mots(app)).replace("\u202f", " ")


def test_a_rule_is_told_once_with_its_number(ouvrir: Ouvrir) -> None:
    header = [*SESSION, "État de l'inscription", "Présence", "E-mail"]
    rows = [[*S1, "Désisté", "Présent", f"{n}@exemple.fr"] for n in "abc"]
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("f.csv", csv_bytes(header, rows), "text/csv")]).run()
    said = lu(mots(app))
    assert said.count("elle ne compte pas") == 1
    (folded,) = [e for e in app.expander if "bon à savoir" in e.label]
    assert folded.label.startswith(compte(len(folded.markdown), "remarque"))
    assert "elle ne compte pas (3 fois)." in said
    assert "(3 fois). (" not in said, "no line of the three alone"


def test_the_words_of_the_command_line_are_not_said_in_a_browser(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    remplir(base_sans_import, file("a;Année;1", "b;Année;2"))
    said = read(ouvrir, file("a;Année;1").encode())
    assert "de remplacer ces imports." in said
    assert "--" not in said


def test_what_may_make_a_figure_wrong_is_not_folded_with_what_is_good_to_know(ouvrir: Ouvrir) -> None:
    """A sheet of which no row goes in stood under « rien à faire »."""
    titled = mois(9, 12)
    data = workbook(
        ("Sept", [[*titled[0], "Thème"], [*titled[1], "#N/A"]]), ("Oct", [[*mois(10, 3)[1], "IA"]])
    )
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("a.xlsx", data, "application/vnd.ms-excel")]).run()
    assert not app.exception, app.exception[0].message
    folded = [e for e in app.expander if "bon à savoir" in e.label]
    assert [e.label[:10] for e in folded] == ["1 remarque"]
    inside = lu("\n".join(m.value for m in folded[0].markdown))
    assert "erreur de formule" in inside
    assert "n'est pas importé" not in inside.replace("\u2019", "'")
    said = lu(mots(app)).replace("\u202f", " ").replace("\u2019", "'")
    assert "À vérifier avant d'importer" in said
    assert "il n'a pas de ligne de titres" in said
    assert "(feuille « Oct »)" in said


def test_numbers_that_begin_again_are_no_references_after_one_press(ouvrir: Ouvrir) -> None:
    data = workbook(("Sept", numerote(9, 12, 13)), ("Oct", numerote(10, 3, 4)))
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("a.xlsx", data, "application/vnd.ms-excel")]).run()
    assert "**À corriger** · 4 lignes" in lu(mots(app)).replace("\u202f", " ")
    (press,) = [b for b in app.button if "comme référence" in b.label]
    press.click().run()
    assert not app.exception, app.exception[0].message
    said = lu(mots(app))
    assert "à corriger\u00a0·" not in said.lower()
    assert "**4**  \n:gray[ajoutées]" in said


def test_the_lines_recognised_are_the_lines_read(ouvrir: Ouvrir) -> None:
    foot = "NB : les interventions annulées ne figurent pas;;;;\n"
    said = read(ouvrir, (LIGNES + LIGNES.splitlines()[1].replace("001", "002") + "\n" + foot).encode())
    assert "**Interventions des médiateurs** · 3 lignes" in said
    assert "**3**  \n:gray[lues]" in said


@pytest.mark.parametrize("rows", [1, 2])
def test_rows_of_elsewhere_are_counted_in_a_sentence(ouvrir: Ouvrir, rows: int) -> None:
    """« Hors du territoire. 2 »"""
    elsewhere = ["0940176F;B", "0940198E;C"][:rows]
    said = read(ouvrir, "\n".join(["UAI;Nom", "0860002K;A", *elsewhere]).encode())
    assert f"- Hors du territoire ({compte(rows, 'ligne')})." in said


def test_a_file_of_elsewhere_names_both_territories(ouvrir: Ouvrir) -> None:
    header = ["UAI", "Nom", "Commune", "Type", "Secteur", "Contrat", "État", "Code_departement"]
    rows = [["0940176F", "Robert Doisneau", "Fresnes", "École", "Public", "Sans objet", "Ouvert", "094"]]
    said = read(ouvrir, csv_bytes(header, rows))
    assert "d'un autre territoire : Val-de-Marne (094)" in said.replace("\u2019", "'")
    assert "Vienne (086)" in said


def test_targets_of_elsewhere_name_their_departement(ouvrir: Ouvrir) -> None:
    header = ["Indicateur", "Année scolaire", "Département", "Objectif"]
    said = read(ouvrir, csv_bytes(header, [["T1", "2023-2024", "94", "10"]]))
    assert "d'un autre territoire : Val-de-Marne (094)" in said.replace("\u2019", "'")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("6200001G", "Corse-du-Sud (02A)"),
        ("7200009X", "Haute-Corse (02B)"),
        ("9740003b", "La Réunion (974)"),
        ("010001W", "Ain (001)"),  # a spreadsheet ate the zero
    ],
)
def test_the_departement_of_a_code_of_elsewhere_is_named(ouvrir: Ouvrir, code: str, told: str) -> None:
    header = ["UAI", "Nom", "Commune", "Type", "Secteur"]
    said = read(ouvrir, csv_bytes(header, [[code, "Collège du Centre", "Bourg", "Collège", "Public"]]))
    assert f"d'un autre territoire : {told}" in said.replace("\u2019", "'")


@pytest.mark.parametrize(("names", "end"), [("abc", "a, b et 1 autre."), ("abcd", "a, b et 2 autres.")])
def test_one_other_column_is_one(monkeypatch: pytest.MonkeyPatch, names: Sequence[str], end: str) -> None:
    told: list[str] = []
    monkeypatch.setattr("tne.ui.importation.lecture.st.caption", told.append)
    _line("Colonnes", list(names), 2)
    assert lu(told[0]).endswith(end)


def test_a_file_of_two_data_sets_tells_the_rows_of_each(ouvrir: Ouvrir, base_sans_import: Path) -> None:
    """« 104 lignes » was said of a file of 52, each a session and its module; the journal said 52 twice."""
    opened = Base(str(base_sans_import))
    for path in (INSCRIPTIONS.with_name("plan-et-sessions.xlsx"), INSCRIPTIONS.with_name("objectifs.csv")):
        importer(opened, Droit(True, "essai"), path, path.name)
    opened.close()
    said = [m.value.replace("\u00a0", " ") for m in ouvrir("importer").markdown]
    told = [words for words in said if "en vigueur" in words]
    assert "Objectifs, 7 lignes, en vigueur" in told[0]
    assert "Modules de formation (46 lignes), Sessions de formation (46 lignes), en vigueur" in told[1]
