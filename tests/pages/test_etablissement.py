"""The page of one school, walked through app.py: chosen or not, three years, both views, empty and published bases."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import chiffres, dit, graphes, html, reponse
from tests.lu import listes as listes_de
from tests.pages.conftest import Ouvrir
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.ui.listes import NOMS

RACINE = Path(__file__).parents[2]
BRUYERES, COLLINE, PETIT = "0869032A", "0869011C", "0869006X"
ECOLE = "0869242D"


def cells(at: AppTest) -> list[str]:
    return [c for h in html(at) for c in re.findall(r"<td[^>]*><span>([^<]*)</span>", h)]


@pytest.mark.parametrize("presentation", [False, True])
def test_one_school(ouvrir_page: Ouvrir, base_demo: Path, presentation: bool) -> None:
    at = ouvrir_page("etablissement", base_demo, etablissement=[BRUYERES], presentation=presentation)
    assert "**5 interventions**" in reponse(at)
    assert "Collège public · Saint-Martin-la-Pallu" in dit(at)
    assert len(graphes(at)) == 1
    opened = Base(str(base_demo))
    view = "lecture" if presentation else "coordination"
    chosen = Filters(annees=("2023-2024",), etablissements=(BRUYERES,))
    found = {v.indicateur.code: v.texte for v in compute(opened, chosen, "2023-2024", view)}  # type: ignore[arg-type]
    opened.close()
    tiles = chiffres(at)
    assert found["accompagnement.total"] in tiles[1]
    assert found["formation.participants"] == tiles[0] == "8"
    names = [n for h in html(at) for n in re.findall(r"<dt[^>]*>([^<]*)<", h)]
    assert names == [
        "enseignants formés",
        "interventions",
        "rencontre avec les parents",
        "journée Numérixplore",
    ]
    assert "Accompagnement personnalisé" in cells(at), "as the page of its part names it"


@pytest.mark.parametrize(("uai", "hue"), [(BRUYERES, "formations"), (ECOLE, "accompagnements")])
def test_the_first_tile_alone_bears_the_hue_of_its_part(
    ouvrir_page: Ouvrir, base_demo: Path, uai: str, hue: str
) -> None:
    at = ouvrir_page("etablissement", base_demo, etablissement=[uai])
    classes = [c for h in html(at) for c in re.findall(r'class="tne-valeur([^"]*)"', h)]
    assert classes == [f" tne-{hue}"] + [""] * (len(classes) - 1)
    assert len(classes) >= 2


def test_a_masked_school_reads_masked_to_readers_only(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("etablissement", base_demo, etablissement=[COLLINE], presentation=True)
    assert chiffres(at)[0] == "masqué"
    assert "nombre masqué" in reponse(at)
    assert "masqué" in cells(at)
    at = ouvrir_page("etablissement", base_demo, etablissement=[COLLINE])
    assert chiffres(at)[0] != "masqué"
    assert "masqué" not in cells(at)
    at = ouvrir_page("etablissement", base_demo, etablissement=[PETIT])
    assert "petit effectif, ne pas diffuser" in reponse(at)
    assert "au moins un module suivi · petit effectif, ne pas diffuser" in dit(at)
    assert "petit effectif, ne pas diffuser" in cells(at)


def test_three_years_answer_for_the_last(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page(
        "etablissement", base_demo, etablissement=[BRUYERES], annee=["2022-2023", "2023-2024", "2024-2025"]
    )
    assert reponse(at).startswith("En 2024-2025")


@pytest.mark.parametrize(
    ("page", "listes"),
    [("formations", 1), ("accompagnements", 3), ("parentalite", 2), ("equipements", 2), ("numerixplore", 1)],
)
def test_every_list_of_schools_leads_to_their_pages(
    ouvrir_page: Ouvrir, base_demo: Path, page: str, listes: int
) -> None:
    at = ouvrir_page(page, base_demo, annee=["2022-2023"], presentation=True)
    of_schools = [liste for liste in listes_de(at) if liste.pages]
    assert len(of_schools) == listes
    assert {liste.liee for liste in of_schools} <= set(NOMS), "the name of the school is what one presses"
    assert all(len(liste.pages) == len(liste[liste.liee]) for liste in of_schools)
    links = [link for liste in of_schools for link in liste.pages]
    assert links
    # Followed before an audience, a link stays in the year and in the presentation.
    start = "etablissement?annee=2022-2023&presentation=true&etablissement="
    assert all(re.fullmatch(re.escape(start) + r"\S+%20(086\d{4}[A-Z])", link) for link in links if link)
    empty = [link for link in links if not link]
    assert len(empty) <= (2 if page == "parentalite" else 0), "two meetings took place in no school"


def test_such_a_link_opens_the_page_of_its_school(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("accompagnements", base_demo)
    link = listes_de(at)[-1].pages[0]
    followed = AppTest.from_file(str(RACINE / "app.py"), default_timeout=120)
    for key, values in parse_qs(urlsplit(link).query).items():
        followed.query_params[key] = values
    followed.run().switch_page("pages/etablissement.py").run()
    assert not followed.exception
    assert f"UAI {link[-8:]}" in dit(followed)


def test_a_school_clicked_on_a_map_shows_the_way_to_its_page(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    def links(**choices: object) -> list[str]:
        at = ouvrir_page("accompagnements", base_demo, **choices)
        return [e.proto.label for e in at.get("page_link")]

    # As `tne.ui.narrow` keeps a click: the filter, what it was before, what was clicked.
    school = links(etablissement=[BRUYERES], _avant_clic=("etablissement", [], BRUYERES))
    assert "Voir sa page" in school
    assert "Voir sa page" not in links(commune=["Poitiers"], _avant_clic=("commune", [], "Poitiers"))


def test_a_school_offers_its_fiche_and_the_page_those_of_all(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    def offered(at: AppTest) -> list[str]:
        return [e.proto.label for e in at.get("download_button")]

    at = ouvrir_page("etablissement", base_demo, etablissement=[BRUYERES])
    assert "Fiche 2023-2024 (PDF)" in offered(at)
    assert "Ce qui manque" in dit(at)
    at = ouvrir_page("etablissement", base_demo)
    assert "Fiche 2023-2024 (PDF)" not in offered(at)
    assert "Préparer les fiches 2023-2024" in [b.label for b in at.button]


def test_fiches_are_offered_of_the_year_and_the_figures_they_were_made_of(
    ouvrir_page: Ouvrir, base_demo: Path
) -> None:
    at = ouvrir_page("etablissement", base_demo)
    here = at.session_state["_contexte"]
    offered = {}
    for version, annee in (
        (here.version, here.annee),
        (here.version - 1, here.annee),
        (here.version, "2022-2023"),
    ):
        at.session_state["_fiches"] = ((here.base.path, version, annee), b"PK")
        at.run()
        offered[version, annee] = [e.proto.label for e in at.get("download_button")]
    assert list(offered.values()) == [["Télécharger les fiches 2023-2024 (ZIP)"], [], []]


def test_no_school_asks_for_one_and_the_box_chooses_the_filter(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("etablissement", base_demo)
    assert "Choisissez un établissement" in dit(at)
    at.selectbox(key="etablissement-choisi").set_value(BRUYERES).run()
    assert not at.exception
    # The page's file runs without app.py around it here: the filter it chose is read where app.py will.
    assert at.session_state["etablissement"] == [BRUYERES]


def test_several_schools_ask_for_one(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("etablissement", base_demo, etablissement=[BRUYERES, COLLINE])
    assert "Plusieurs établissements sont choisis" in dit(at)
    assert at.selectbox(key="etablissement-choisi").value is None, "none of them is the one"


def test_other_filters_do_not_hide_a_school_that_was_named(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("etablissement", base_demo, etablissement=[BRUYERES], type=["École"], commune=["Loudun"])
    assert "**5 interventions**" in reponse(at)


def test_an_empty_base_says_what_to_import(ouvrir_page: Ouvrir, base_sans_import: Path) -> None:
    at = ouvrir_page("etablissement", base_sans_import)
    assert "Aucun établissement n\u2019est importé." in dit(at)
    assert not graphes(at)


def test_published_figures_alone(ouvrir_page: Ouvrir, base_publiee: Path) -> None:
    assert "Aucun établissement n\u2019est importé." in dit(ouvrir_page("etablissement", base_publiee))


def test_a_school_of_the_list_alone_has_nothing_and_no_zero(
    ouvrir_page: Ouvrir, base_vide: Path, commande: Callable[..., object], tmp_path: Path
) -> None:
    listed = tmp_path / "ecoles.csv"
    listed.write_text(f"UAI;Nom;Type;Secteur\n{BRUYERES};Collège seul;Collège;Public\n", encoding="utf-8")
    commande("importer", *sorted((RACINE / "data" / "publie").glob("*.csv")), listed, base=base_vide)
    at = ouvrir_page("etablissement", base_vide, etablissement=[BRUYERES])
    assert "Aucune donnée par établissement" in reponse(at)
    assert len(chiffres(at)) == 4, "of a collège, its teachers too"
    assert all("\u2013" in n for n in chiffres(at))
    assert not any(c.isdigit() for n in chiffres(at) for c in n)


def test_an_empty_list_says_once_that_it_is_empty(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("etablissement", base_demo, etablissement=["0869135M"])
    assert "Ni intervention, ni rencontre avec les parents, quelle que soit l\u2019année." in dit(at), (
        "an école: no Numérixplore"
    )
    assert "Aucun événement enregistré pour cet établissement" not in dit(at)
