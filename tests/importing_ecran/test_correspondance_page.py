"""Columns given by hand on the import page: chosen one by one, suggested, remembered."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE
from tests.importing_ecran.test_pages import mots
from tne.db import Base
from tne.importing.headers import mappings


def test_an_export_that_feeds_two_data_sets_is_remapped_column_by_column(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    nom = "consultations-youtube.csv"
    content = (RACINE / "data" / "demo" / "2023-2024" / nom).read_bytes()
    app = ouvrir("importer")
    app.file_uploader[0].set_value([(nom, content, "text/csv")]).run()
    assert "Ressources pour les parents" in mots(app)
    assert not [
        c for c in app.checkbox if c.label.startswith("Retenir")
    ]  # as recognised: nothing to remember
    (titles,) = [s for s in app.selectbox if s.key and s.key.endswith("-ressource-0-titre")]
    titles.set_value("Contenu").run()
    assert [c for c in app.checkbox if c.label.startswith("Retenir")]
    (button,) = [b for b in app.button if b.label.startswith("Importer")]
    button.click().run()
    assert not app.exception
    base = Base(str(base_sans_import))
    assert base.cursor().execute("FROM ressource WHERE titre <> identifiant").fetchall() == []
    (kept,) = mappings.remembered(base)
    assert kept.nom == "Ressources pour les parents, Consultations des ressources, 9 colonnes"
    base.close()


def test_all_suggestions_are_taken_at_once_and_values_mapped(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    heads = "Code dispo;Code mod.;Grp;Sess.;Nom usuel;Prénom;Mél;RNE affectation;Statut;Émargement"
    rows = "23A0130001;M1;1;1;DUPOND;Jean;a@x.fr;0860002K;Inscrit;Vu"
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("s.csv", f"{heads}\n{rows}\n".encode(), "text/csv")]).run()
    (jeu,) = [s for s in app.selectbox if s.key and s.key.startswith("jeu-")]
    jeu.set_value("inscription").run()
    assert "DUPOND" not in mots(app)
    # The same module for all rows, perhaps; never the same person, who would be kept with the mapping.
    everywhere = {
        s.key.rpartition("-0-")[2]
        for s in app.selectbox
        if s.key and "-inscription-0-" in s.key and "La même valeur partout…" in s.options
    }
    assert "module_code" in everywhere
    assert everywhere & {"nom", "prenom", "email", "numen"} == set()
    (every,) = [b for b in app.button if b.key and b.key.startswith("propositions-")]
    every.click().run()
    (group,) = [s for s in app.selectbox if s.key and s.key.endswith("-inscription-0-groupe_id")]
    group.set_value("Grp").run()
    (present,) = [s for s in app.selectbox if s.label.startswith("Émargement")]
    present.set_value("Présent").run()
    (button,) = [b for b in app.button if b.label == "Importer"]
    button.click().run()
    assert not app.exception
    base = Base(str(base_sans_import))
    assert base.cursor().execute("SELECT presence, uai FROM inscription").fetchall() == [
        ("Présent", "0860002K")
    ]
    (kept,) = mappings.remembered(base)
    assert kept.correspondance.valeurs == {"presence": {"Vu": "Présent"}}
    base.close()


def _annee(app: AppTest, annee: str | None) -> None:
    next(s for s in app.selectbox if s.label == "Année scolaire du fichier").set_value(annee).run()
    assert not app.exception


def _retenue(app: AppTest) -> bool:
    return any(c.label.startswith("Retenir") for c in app.checkbox)


def _importees(app: AppTest, base: Path, sql: str) -> list[tuple[Any, ...]]:
    """What the base holds once the only file of the page is imported."""
    next(b for b in app.button if b.label.startswith("Importer")).click().run()
    assert not app.exception
    opened = Base(str(base))
    try:
        return opened.cursor().execute(sql).fetchall()
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("fichier", "dites"),
    [
        ("UAI;Niveau;Élèves\n0860002K;4e;30\n", ["2022-2023", "2023-2024"]),
        ("UAI;Année scolaire;Niveau;Élèves\n0860002K;2022-2023;4e;30\n", ["2023-2024"]),
    ],
)
def test_the_year_of_the_file_is_the_one_that_was_said_last(
    ouvrir: Callable[..., AppTest], base_sans_import: Path, fichier: str, dites: list[str]
) -> None:
    """A slip in the year, put right, or a year said of a file with another one in its rows: it went in under the first."""
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("e.csv", fichier.encode(), "text/csv")]).run()
    for annee in dites:
        _annee(app, annee)
    assert not _retenue(app), "nothing was chosen by hand"
    assert _importees(app, base_sans_import, "SELECT annee FROM effectif") == [("2023-2024",)]


def test_a_column_that_was_chosen_by_hand_stays_when_the_year_is_said(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    app = ouvrir("importer")
    rows = "UAI;Niveau;Élèves;Présents\n0860002K;4e;30;28\n"
    app.file_uploader[0].set_value([("e.csv", rows.encode(), "text/csv")]).run()
    _annee(app, "2022-2023")
    next(s for s in app.selectbox if str(s.key).endswith("-effectif-0-eleves")).set_value("Présents").run()
    _annee(app, "2023-2024")
    assert _retenue(app)
    held = _importees(app, base_sans_import, "SELECT annee, eleves FROM effectif")
    assert held == [("2023-2024", 28)]


def test_a_sheet_that_is_read_alone_is_read_by_its_own_columns(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """It took the choices of the first sheet, whose rank it had then: « Durée », beside its own « Heures »."""
    tete = ["Référence", "Date", "Nature", "UAI", "Durée"]
    book: Any = openpyxl.Workbook()
    book.active.title = "Septembre"
    book.active.append(tete)
    book.active.append(["2023-001", "12/09/2023", "Formation", "0860002K", "2"])
    sheet = book.create_sheet("Octobre")
    sheet.append([*tete, "Heures"])
    sheet.append(["2023-002", "12/10/2023", "Formation", "0860002K", "2", "3"])
    content = io.BytesIO()
    book.save(content)
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("mois.xlsx", content.getvalue(), "application/octet-stream")]).run()
    feuille = next(s for s in app.selectbox if s.label == "Feuille")
    feuille.set_value(next(o for o in feuille.options if o.startswith("Octobre"))).run()
    assert not app.exception
    assert not _retenue(app)
    held = _importees(app, base_sans_import, "SELECT reference, heures FROM intervention")
    assert held == [("2023-002", 3)]
