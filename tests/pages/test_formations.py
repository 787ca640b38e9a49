"""The page on trainings, walked through app.py in each state of the base and of the filter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import chiffres, dit, graphes, html, lu, question, reponse, titres
from tests.pages.conftest import Ouvrir
from tne.access import Droit
from tne.db import Base
from tne.filters import Filters
from tne.importing import importer
from tne.indicators import compute
from tne.typographie import entier

PLAN = Path(__file__).parents[2] / "data/demo/2023-2024/plan-et-sessions.xlsx"


@pytest.fixture
def ouvrir(ouvrir_page: Ouvrir) -> Ouvrir:
    """`ouvrir(base, presentation=True, annee=[…])`: this page with these filters."""
    return partial(ouvrir_page, "formations")


@pytest.mark.parametrize("presentation", [False, True])
def test_with_the_demonstration(
    ouvrir: Callable[..., AppTest],
    demo_modele: Path,
    copier_base: Callable[[Path, Path], Path],
    tmp_path: Path,
    presentation: bool,
) -> None:
    base = copier_base(demo_modele, tmp_path / "demo")
    at = ouvrir(base, presentation=presentation)
    text = dit(at)
    assert question(at) == "Qui a suivi les formations\u202f?"
    assert "545 enseignants" in reponse(at)
    assert "plus on est absent" in text
    assert len(graphes(at)) >= 14
    shown = chiffres(at)
    opened = Base(str(base))
    values = {
        v.indicateur.code: v
        for v in compute(
            opened, Filters(annees=("2023-2024",)), "2023-2024", "lecture" if presentation else "coordination"
        )
    }
    opened.close()
    assert any(entier(values["formation.participants"].valeur) in v for v in shown)
    assert values["formation.taux_absence_moyen"].texte in shown


def test_three_years_are_compared(ouvrir: Callable[..., AppTest], base_demo: Path) -> None:
    at = ouvrir(base_demo, annee=["2022-2023", "2023-2024", "2024-2025"])
    assert "La part d\u2019enseignants formés monte" in dit(at)
    assert "pas en 2022-2023" in dit(at)


def test_one_school(ouvrir: Callable[..., AppTest], base_demo: Path) -> None:
    at = ouvrir(base_demo, etablissement=["0869001S"])
    assert len(graphes(at)) >= 8
    assert "Rien n\u2019est en attente" in dit(ouvrir(base_demo, etablissement=["0869023R"]))
    at = ouvrir(base_demo, etablissement=["0869001S"], presentation=True)
    told = {line for line in dit(at).splitlines() if "Par établissement, seuls les effectifs" in line}
    (whole,) = told  # the same sentence, under the tiles as under each figure
    assert "enseignants formés" in whole, "the count that the page shows of this school"
    assert "Un effectif de personnes" not in dit(at)
    assert "absent" not in "".join(t for t in titres(at) if "plus on est" in t)


def test_tiles_say_of_which_figures_how_many_schools_are_left_out(
    ouvrir: Callable[..., AppTest], base_demo: Path
) -> None:
    """« 3 établissements masqués… » and « 2 établissements masqués… » stood one under the other."""
    told = dit(ouvrir(base_demo, annee=["2023-2024", "2024-2025"], secteur=["Public"], presentation=True))
    of = {line.rpartition("\u202f: ")[0] for line in told.splitlines() if "établissements masqués n" in line}
    assert "«\u202fEnseignants ayant suivi au moins un module\u202f»" in of
    assert "«\u202fAbsence, moyenne des sessions\u202f» et «\u202fAbsence, toutes inscriptions\u202f»" in of


def test_a_filter_that_leaves_nothing(ouvrir: Callable[..., AppTest], base_demo: Path) -> None:
    at = ouvrir(base_demo, type=["École"], secteur=["Privé"])
    assert "n\u2019a été envoyée à **aucun enseignant** de ce choix" in reponse(at)
    # Zeros and an empty chart would look like figures.
    assert (chiffres(at), len(graphes(at))) == ([], 0)
    assert not [h for h in html(at) if "<table" in h]
    assert "ne sont pas importées" not in dit(at)
    assert "Voir tous les établissements" in [b.label for b in at.button]


@pytest.mark.parametrize("page", ["formations", "numerixplore"])
def test_a_circonscription_without_a_college_says_where_they_are(
    ouvrir_page: Ouvrir, base_demo: Path, page: str
) -> None:
    """« Aucun enseignant de ce choix » did not say why: whoever asked for the sector of Loudun took it for an answer."""
    why = "Une circonscription ne réunit que des écoles."
    assert why in dit(ouvrir_page(page, base_demo, circonscription=["Circonscription démo Loudunais"]))
    assert why not in dit(ouvrir_page(page, base_demo, type=["École"]))


@pytest.mark.parametrize("presentation", [False, True])
def test_a_commune_without_a_college_has_no_zeros(
    ouvrir: Callable[..., AppTest], base_demo: Path, presentation: bool
) -> None:
    at = ouvrir(base_demo, commune=["Jardres"], presentation=presentation)
    assert "n\u2019a été envoyée à **aucun enseignant** de ce choix" in reponse(at)
    assert (chiffres(at), len(graphes(at))) == ([], 0)


def test_an_offer_of_one_year_is_shown_among_years_without(
    ouvrir: Callable[..., AppTest], base_demo: Path
) -> None:
    """Nobody of these schools was asked in the last year, some in the first: that year has its charts."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        for table in ("offre", "reponse", "inscription"):
            con.execute(f"DELETE FROM {table} WHERE annee = '2024-2025' AND uai = '0869001S'")
    opened.close()
    at = ouvrir(base_demo, etablissement=["0869001S"], annee=["2024-2025"])
    assert not graphes(at)
    at = ouvrir(base_demo, etablissement=["0869001S"], annee=["2023-2024", "2024-2025"])
    assert "aucun enseignant" in reponse(at)
    assert graphes(at)


def test_an_empty_base_says_what_to_import(ouvrir: Callable[..., AppTest], base_sans_import: Path) -> None:
    at = ouvrir(base_sans_import)
    assert not graphes(at)
    assert "vide" in dit(at)
    assert "toutes les années" not in dit(at), "there is no year to name"


def test_published_figures_alone(ouvrir: Callable[..., AppTest], base_publiee: Path) -> None:
    at = ouvrir(base_publiee)
    text = dit(at)
    assert "545 enseignants" in reponse(at)
    assert "Près d\u2019un enseignant sollicité sur deux" in text
    assert "bilan publié, import du" in text
    assert "· publié" not in text, "the source says it"
    assert "Les inscriptions et présences ne sont pas importées" in text
    assert len(graphes(at)) == 1


def test_of_the_plan_alone_no_session_reads_as_if_nobody_had_registered(
    ouvrir: Callable[..., AppTest], base_publiee: Path
) -> None:
    """The first file of a year left 46 rows of « Inscrits : 0 » under « rien à montrer »."""
    opened = Base(str(base_publiee))
    importer(opened, Droit(True, "test"), PLAN, PLAN.name)
    opened.close()
    words = dit(ouvrir(base_publiee))
    assert "Inscrits" not in words
    # « Pour ce choix » was read by whoever had chosen nothing.
    assert "Les inscriptions et présences ne sont pas importées pour 2023-2024." in lu(words)


def test_one_school_of_few_is_told_calmly(ouvrir: Callable[..., AppTest], base_demo: Path) -> None:
    """Where no rate of absence stands, the reason is in the place of the bars; tiles and charts mark their small counts."""
    text = dit(ouvrir(base_demo, etablissement=["0869012D"]))
    assert text.count("Un taux d\u2019absence demande au moins 10 présences traitées") == 3
    assert "Taux d\u2019absence</th>" not in text
    assert "Petit effectif, ne pas diffuser." in text
    assert "· petit effectif, ne pas diffuser" in text
    assert "ne pas diffuser" not in dit(ouvrir(base_demo, etablissement=["0869012D"], presentation=True))


@pytest.mark.parametrize(("presentation", "liste"), [(False, True), (True, False)])
def test_the_data_of_what_is_left_to_do_list_it_for_one_who_may_do_it(
    ouvrir: Callable[..., AppTest], base_demo: Path, presentation: bool, liste: bool
) -> None:
    at = ouvrir(base_demo, annee=["2024-2025"], presentation=presentation)
    assert "Données\u202f: 3 sessions passées sans présence traitée" in "".join(html(at))
    window = at.session_state["_fenetres"]["formations-a-faire-donnees"]()
    assert (window.titre == "44 sessions attendent des présences ou un complément") is liste
    assert (window.titre == "3 sessions passées sans présence traitée") is not liste


def test_one_group_alone_is_not_drawn_as_a_comparison(ouvrir: Ouvrir, base_demo: Path) -> None:
    """All teachers are of collèges: « Un seul type d'établissement » repeated the answer of the page in a figure of one bar."""

    def said_of_groups(**filters: list[str]) -> list[str]:
        found = titres(ouvrir(base_demo, **filters))
        return [
            t for t in found if t.startswith(("Un seul ", "Pas d\u2019écart net selon le secteur", "Privé"))
        ]

    whole = said_of_groups(annee=["2023-2024"])
    assert len(whole) == 1
    assert "secteur" in whole[0]
    assert said_of_groups(annee=["2023-2024"], secteur=["Privé"]) == []
