"""The pages on parentalité, équipements and Numérixplore, walked through app.py in each state of base and filter."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lu import chiffres, dit, graphes, html, listes, lu, question, reponse
from tests.pages.conftest import POSTE, Ouvrir
from tne.access import Droit
from tne.db import Base
from tne.filters import Filters
from tne.importing import Options, importer
from tne.indicators import compute
from tne.sections import SECTIONS
from tne.typographie import entier
from tne.visuals import parentalite as figures
from tne.visuals.carte_traces import etroite

ATELIERS = Path(__file__).parents[2] / "data/demo/2023-2024/ateliers-parents.csv"
PAGES = ("parentalite", "numerixplore", "equipements")


@pytest.mark.parametrize("page", [*PAGES, "accompagnements"])
def test_the_number_of_a_school_stands_beside_its_name(
    ouvrir_page: Ouvrir, base_demo: Path, page: str
) -> None:
    shown = listes(ouvrir_page(page, base_demo, annee=["2022-2023", "2023-2024", "2024-2025"]))
    assert shown
    for liste in shown:
        names = list(liste.colonnes)
        assert names.index("UAI") == names.index(liste.liee) + 1


def test_beside_a_map_bars_end_where_it_ends_and_three_maps_are_drawn_for_a_third_of_the_page(
    ouvrir_page: Ouvrir, base_demo: Path
) -> None:
    years = ("2022-2023", "2023-2024", "2024-2025")
    opened = Base(str(base_demo))
    con = opened.cursor()
    bars = figures.familles(con, Filters(years[1:2]), "coordination").figure
    maps = [figures.carte_rencontres(con, Filters((a,)), "coordination").figure for a in years]
    con.close()
    opened.close()
    assert bars
    shown = [g["layout"] for g in graphes(ouvrir_page("parentalite", base_demo))]
    words = [note["text"] for note in bars["layout"]["annotations"]]
    (same,) = [one for one in shown if [note["text"] for note in one.get("annotations", [])] == words]
    assert same["height"] > bars["layout"]["height"] + 20
    shown = [g["layout"]["height"] for g in graphes(ouvrir_page("parentalite", base_demo, annee=list(years)))]
    narrow = [etroite(drawn)["layout"]["height"] for drawn in maps if drawn]
    assert len(narrow) == 3
    assert set(narrow) <= set(shown)
    assert not {drawn["layout"]["height"] for drawn in maps if drawn} & set(shown)


def test_a_meeting_says_in_one_cell_what_it_was_and_where(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("parentalite", base_demo)
    columns = ["Date", "Rencontre", "Thème", "Lieu", "UAI", "Familles", "Parents", "Remarque"]
    cells = listes(at)[0]
    assert list(cells.colonnes) == columns
    assert (cells["Rencontre"][0], cells["Lieu"][0]) == (
        "Formation, Trousse à Projets",
        "École élémentaire démo Les Amandiers, Dangé-Saint-Romain",
    )
    assert cells["Lieu"][3] == "Fontaine-le-Comte", "no school is known: no comma before its commune"


@pytest.mark.parametrize("presentation", [False, True])
@pytest.mark.parametrize(
    ("page", "code", "dite", "figures"),
    [
        ("parentalite", "parentalite.familles", "172 familles", 9),
        ("numerixplore", "numerixplore.eleves", "2\u202f265 élèves de 4e", 8),
        ("equipements", "equipement.dotes", "77 établissements sur 287", 4),
    ],
)
def test_with_the_demonstration(
    ouvrir_page: Ouvrir, base_demo: Path, presentation: bool, page: str, code: str, dite: str, figures: int
) -> None:
    at = ouvrir_page(page, base_demo, presentation=presentation)
    assert dite in reponse(at)
    assert len(graphes(at)) == figures
    opened = Base(str(base_demo))
    view = "lecture" if presentation else "coordination"
    found = compute(opened, Filters(annees=("2023-2024",)), "2023-2024", view)  # type: ignore[arg-type]
    opened.close()
    texte = next(v.texte for v in found if v.indicateur.code == code)
    assert any(texte in n for n in chiffres(at))


@pytest.mark.parametrize("page", ["formations", "parentalite", "numerixplore"])
def test_a_year_that_begins_leaves_those_before_it_on_the_page(
    ouvrir_page: Ouvrir, base_demo: Path, page: str
) -> None:
    """« Aucun chiffre pour 2026-2027 » was all that the page said of two full years beside a year of one intervention."""
    opened = Base(str(base_demo))
    rows = "Référence;Date;Nature;UAI\n2026-001;15/09/2026;Formation;0869015G\n".encode()
    importer(opened, POSTE, rows, "a.csv", Options(avec_demo=True))
    opened.close()
    at = ouvrir_page(page, base_demo, annee=["2022-2023", "2023-2024", "2026-2027"])
    told = dit(at).replace("\u2060", "")
    assert (
        "Aucun chiffre pour 2026-2027\u202f: la réponse et les chiffres du haut sont ceux de 2023-2024"
        in told
    )
    assert "n\u2019est pas finie" not in told
    assert graphes(at)


@pytest.mark.parametrize("page", PAGES)
def test_three_years_are_compared(ouvrir_page: Ouvrir, base_demo: Path, page: str) -> None:
    at = ouvrir_page(page, base_demo, annee=["2022-2023", "2023-2024", "2024-2025"])
    assert "ceux de 2024-2025" in dit(at)
    assert "En 2024-2025, " in dit(at).replace("\u2060", "")


@pytest.mark.parametrize("presentation", [False, True])
@pytest.mark.parametrize("page", PAGES)
def test_one_school(ouvrir_page: Ouvrir, base_demo: Path, page: str, presentation: bool) -> None:
    at = ouvrir_page(page, base_demo, etablissement=["0869025T"], presentation=presentation)
    assert graphes(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_filter_that_leaves_nothing(ouvrir_page: Ouvrir, base_demo: Path, page: str) -> None:
    at = ouvrir_page(page, base_demo, type=["École"], secteur=["Privé"], circonscription=[])
    assert question(at).endswith("\u202f?")


@pytest.mark.parametrize("page", [*PAGES, "formations", "accompagnements", "bilan"])
def test_filters_that_leave_no_school_say_so_and_show_no_zero(
    ouvrir_page: Ouvrir, base_demo: Path, page: str
) -> None:
    at = ouvrir_page(page, base_demo, secteur=["Privé"], commune=["Adriers"])
    assert at.subheader[0].value == "Aucun établissement ne répond à ces filtres."
    assert "secteur privé · commune Adriers" in dit(at)
    assert not chiffres(at)
    assert not graphes(at)
    assert at.button(key="elargir-filtres").label == "Voir tous les établissements"


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_base_says_what_to_import(ouvrir_page: Ouvrir, base_sans_import: Path, page: str) -> None:
    at = ouvrir_page(page, base_sans_import)
    assert not graphes(at)
    assert "La base est vide." in dit(at)
    button = at.button(key="aller-vide")
    assert button.label == "Importer des données"
    assert question(button.click().run()) == "Qu\u2019apporte ce fichier\u202f?"


@pytest.mark.parametrize(
    ("page", "base"), [("parentalite", "base_sans_import"), ("", "base_publiee"), ("", "base_sans_import")]
)
def test_a_reader_is_not_asked_to_import(
    ouvrir_page: Ouvrir, page: str, base: str, request: pytest.FixtureRequest
) -> None:
    """The button led to a page that only says that they may not."""
    for ecrire in (True, False):
        at = ouvrir_page(page, request.getfixturevalue(base), droit=Droit(ecrire, "moi"))
        assert ("Importer des données" in [b.label for b in at.button]) is ecrire
        assert "Déposez" not in dit(at)


@pytest.mark.parametrize("page", PAGES)
def test_published_figures_alone(ouvrir_page: Ouvrir, base_publiee: Path, page: str) -> None:
    at = ouvrir_page(page, base_publiee)
    assert "Aucun chiffre pour 2023-2024." in dit(at)
    if page == "equipements":
        assert "4 constats du bilan" in dit(at)
        assert "Labs pédagogiques · Les labs pédagogiques" in dit(at)


def test_parts_of_the_bilan_without_figures_begin_like_the_others(
    ouvrir_page: Ouvrir, base_publiee: Path
) -> None:
    """Their titles stood nearer to what was above them."""
    heads = re.findall(
        r'<div class="tne-partie" style="([^"]*)"><h2 id="([a-z]+)"',
        "".join(html(ouvrir_page("bilan", base_publiee))),
    )
    assert [name for _, name in heads] == [*(s.famille for s in SECTIONS), "enseignements"]
    assert len({style for style, _ in heads}) == 1


def test_views_say_that_they_ignore_the_schools(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("parentalite", base_demo, commune=["Poitiers"])
    assert dit(at).count("ne tient pas compte du choix d\u2019établissements") >= 5
    assert "2 rencontres sans établissement" in dit(at)


def test_resources_are_links(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("parentalite", base_demo)
    (text,) = [lu(h) for h in html(at) if '<table role="table"' in h and "</a>" in h]
    tables = re.findall(r"<table.*?</table>", text)
    assert len(tables) == 3
    link = '<a href="https://exemple.invalid/video/demo0000009" target="_blank" rel="noopener">Régler le contrôle parental</a>'
    assert any(re.search(re.escape(link) + r"</span><small>[^<]*YouTube", t) for t in tables)
    assert all(t.count('role="columnheader"') == 3 for t in tables)  # what a phone holds


def test_numerixplore_where_nobody_came(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("numerixplore", base_demo, commune=["Loudun"])
    assert "Aucun des 2 collèges n\u2019a été touché dans l\u2019année" in dit(at)
    assert "Satisfaction" not in dit(at)


def test_numerixplore_of_ecoles_has_no_zeros(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    """It is for collèges: zeros would say that nobody came to the écoles."""
    at = ouvrir_page("numerixplore", base_demo, type=["École"])
    assert "il n\u2019y en a aucun dans ce choix" in reponse(at)
    assert not chiffres(at)
    assert not graphes(at)
    assert at.button(key="elargir-filtres").label == "Voir tous les établissements"
    at = ouvrir_page("bilan", base_demo, type=["École"])
    assert "il n\u2019y en a aucun dans ce choix" in dit(at)
    assert "élèves de 4e touchés" not in dit(at)


def test_meetings_without_a_list_of_resources_say_what_would_bring_it(
    ouvrir_page: Ouvrir, base_sans_import: Path
) -> None:
    """The page stopped on a fault: the list of resources had no audience to be told by."""
    opened = Base(str(base_sans_import))
    importer(opened, Droit(True, "test"), ATELIERS, ATELIERS.name)
    opened.close()
    words = dit(ouvrir_page("parentalite", base_sans_import))
    assert "11 ateliers" in words
    assert "Importez" in words


def test_meetings_that_count_parents_alone_have_a_tile_of_them(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    """No tile told any number of persons, where the list of the meetings had that of the parents."""
    year = Filters(annees=("2023-2024",))
    opened = Base(str(base_demo))
    con = opened.cursor()
    for view in ("coordination", "lecture"):
        assert not figures.reponse(con, year, view).autres, "families are counted"
    with opened.writing() as writing:
        writing.execute("UPDATE atelier_parentalite SET familles = NULL")
    con = opened.cursor()
    ((total,),) = con.execute(
        "SELECT sum(parents) FROM atelier_parentalite WHERE annee = '2023-2024'"
    ).fetchall()
    for view in ("coordination", "lecture"):
        (tile,) = figures.reponse(con, year, view).autres
        assert (tile.libelle, tile.valeur) == ("parents touchés", entier(total))
    with opened.writing() as writing:
        writing.execute("UPDATE atelier_parentalite SET parents = 3 WHERE uai = '0869296M'")
        writing.execute("UPDATE atelier_parentalite SET parents = NULL WHERE uai = '0869192Z'")
    few, none = (replace(year, etablissements=(uai,)) for uai in ("0869296M", "0869192Z"))
    con = opened.cursor()
    assert figures.reponse(con, few, "coordination").autres[0].valeur == "3"
    assert figures.reponse(con, few, "lecture").autres[0].valeur == "masqué"
    assert not figures.reponse(con, none, "coordination").autres
    con.close()
    opened.close()
    assert "masqué" in chiffres(
        ouvrir_page("parentalite", base_demo, etablissement=["0869296M"], droit=Droit(False, "moi"))
    )
