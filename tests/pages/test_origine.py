"""From a figure to its rows on screen: by link and address, with file and line; never for a reader, never while presenting."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import dit, listes, reponse
from tests.pages.conftest import POSTE, Ouvrir
from tne.access import Droit
from tne.provenance import Origine
from tne.ui import provenance


def said(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    told = [str(e.value) for e in at.warning]
    return "\n".join([dit(at), *told]).replace("\u202f", " ")


def test_the_rows_of_a_figure_their_file_and_their_lines(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("origine", base_demo)
    assert "Choisissez un chiffre" in said(at)
    assert not at.warning
    at.selectbox(key="chiffre").set_value("formation.participants").run()
    text = said(at)
    assert "872 lignes d\u2019un seul import font 545 personnes distinctes." in text
    assert "inscriptions-presences.csv" in text
    assert "**Son dénominateur** · 1 128 lignes font 1 128 personnes distinctes" in text
    assert "**Le chiffre publié** · 545" in text
    at.checkbox(key="origine-formation.participants-le chiffre").check().run()
    (rows,) = listes(at)
    assert len(rows["Présence"]) == 872
    assert not at.number_input, "all of them on one page"
    assert re.fullmatch(r"Ligne \d+ · import n° \d+", rows["Ligne"][0])
    assert not {"None", "nan", "–"} & {word for column in rows.colonnes for word in rows[column]}


@pytest.mark.parametrize(
    ("code", "answer", "parts"),
    [
        (
            "formation.taux_absence_global",
            "**33 %** : 429 sur 1 301 présences traitées.",
            ["**Son numérateur** · 429 lignes font 429 absences", "**Son dénominateur** · 1 301 lignes"],
        ),
        (
            "formation.taux_absence_moyen",
            "**33 %** : moyenne de 45 sessions traitées.",
            [
                "**Les taux de la moyenne** · 1 301 lignes",
                "**Son dénominateur** · 1 301 lignes font 45 sessions",
            ],
        ),
        (
            "formation.colleges_representes",
            "**100 %** : 47 sur 47 collèges.",
            ["**Son numérateur** · 872 lignes font 47 collèges distincts", "**Le chiffre publié** · 100 %"],
        ),
    ],
)
def test_a_rate_is_shown_with_what_it_divides(
    ouvrir_page: Ouvrir, base_demo: Path, code: str, answer: str, parts: list[str]
) -> None:
    """Its rows alone were: « 429 lignes d'un seul import font 429 absences »."""
    at = ouvrir_page("origine", base_demo)
    at.selectbox(key="chiffre").set_value(code).run()
    assert reponse(at).replace("\u202f", " ") == answer
    for part in parts:
        assert part in said(at)


def test_a_rate_that_no_row_gives_is_told_as_before(ouvrir_page: Ouvrir, base_publiee: Path) -> None:
    at = ouvrir_page("origine", base_publiee)
    at.selectbox(key="chiffre").set_value("formation.colleges_representes").run()
    assert "il est repris du bilan publié." in said(at)


def test_the_rows_are_looked_for_once(
    ouvrir_page: Ouvrir, base_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    true = provenance.origines
    monkeypatch.setattr(provenance, "origines", lambda *a: asked.append(a[4]) or true(*a))
    at = ouvrir_page("origine", base_demo, secteur=["Public"])
    at.selectbox(key="chiffre").set_value("accompagnement.total").run()
    at.checkbox(key="origine-accompagnement.total-le chiffre").check().run()
    assert listes(at)
    assert asked == ["accompagnement.total"]


def test_few_persons_are_said_not_to_be_told(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("origine", base_demo, etablissement=["0869047S"])
    at.selectbox(key="chiffre").set_value("formation.participants").run()
    assert "font 3 personnes distinctes · petit effectif, ne pas diffuser" in said(at)
    assert said(at).count("petit effectif") == 1, "five or more were offered a training"
    at = ouvrir_page("origine", base_demo)
    at.selectbox(key="chiffre").set_value("parentalite.familles").run()
    assert "petit effectif" not in said(at)
    at.checkbox(key="origine-parentalite.familles-le chiffre").check().run()
    (rows,) = listes(at)
    assert set(rows["Remarque"]) == {"", "petit effectif, ne pas diffuser"}


def test_the_sheet_of_a_workbook_is_named(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("origine", base_demo)
    at.selectbox(key="chiffre").set_value("accompagnement.total").run()
    assert "139 lignes de « interventions-mediateurs.xlsx », feuille « Interventions » (import n°" in said(at)


@pytest.mark.parametrize(
    ("imports", "last"),
    [
        ([7] * 12, "9 autres feuilles"),
        ([1, 2, 3, 4, 5], "2 autres imports"),
        ([1, 2, 2, 2, 3], "2 autres feuilles"),
    ],
)
def test_a_workbook_of_many_sheets_is_one_import(imports: list[int], last: str) -> None:
    """« d'un seul import », and under it « et 9 autres imports »."""
    files = pd.DataFrame({"Import": imports, "Fichier": "journal.xlsx", "Feuille": "", "Lignes": 12})
    files["Feuille"] = [f"Mois {n}" for n in range(len(files))]
    *first, left = provenance._files(Origine("le chiffre", "intervention", 1, 1.0, "", files, pd.DataFrame()))
    assert len(first) == 3
    assert left == last


def test_published_figures_alone(ouvrir_page: Ouvrir, base_publiee: Path) -> None:
    at = ouvrir_page("origine", base_publiee)
    at.selectbox(key="chiffre").set_value("formation.participants").run()
    assert "Aucune ligne ne le compte pour 2023-2024 : il est repris du bilan publié." in said(at)
    at.selectbox(key="chiffre").set_value("parentalite.vues").run()
    assert "Aucune ligne ne le donne pour 2023-2024." in said(at)


def test_an_empty_base(ouvrir_page: Ouvrir, base_sans_import: Path) -> None:
    at = ouvrir_page("origine", base_sans_import)
    assert not at.selectbox
    assert "La base est vide." in [s.value for s in at.subheader]
    # Of an empty base « tous les établissements » would say that there are some.
    assert "tous les établissements" not in said(at)


@pytest.mark.parametrize(
    ("roles", "said_of_it"),
    [
        (["son dénominateur", "le chiffre publié", "l'objectif"], "il est repris du bilan publié."),
        (["le chiffre déclaré", "le chiffre publié"], "il est repris tel qu\u2019il a été déclaré."),
        (["son dénominateur", "l'objectif"], "seul son objectif est connu."),
        (["son dénominateur"], "**Aucune ligne** ne le donne pour 2023-2024."),
    ],
)
def test_what_is_known_of_a_figure_that_no_row_counts(roles: list[str], said_of_it: str) -> None:
    parts = tuple(Origine(r, "module", 1, 1.0, "", pd.DataFrame(), pd.DataFrame()) for r in roles)
    assert provenance._answer("2023-2024", parts).endswith(said_of_it)


@pytest.mark.parametrize(("droit", "presentation"), [(Droit(False, "", "lecture"), False), (POSTE, True)])
def test_neither_readers_nor_a_presentation(
    ouvrir_page: Ouvrir, base_demo: Path, droit: Droit, presentation: bool
) -> None:
    at = ouvrir_page("origine", base_demo, droit=droit, presentation=presentation, fautes=1)
    assert "chiffre" not in {s.key for s in at.selectbox}
    assert not listes(at)
    for page in ("bilan", "formations", "donnees"):
        at = ouvrir_page(page, base_demo, droit=droit, presentation=presentation)
        assert "D\u2019où viennent" not in dit(at)


def test_a_link_to_a_figure_that_is_not_known_is_told(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("origine", base_demo, adresse={"chiffre": "Sessions d'autrefois"})
    assert "un chiffre que le tableau de bord ne connaît pas" in said(at)
    assert "autrefois" not in said(at), "anyone can write a link"
