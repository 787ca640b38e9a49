"""The findings of the page on Numérixplore in their forms, and what readers see."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.importing.scene import Scene, uai
from tne.db import Base
from tne.filters import Filters
from tne.visuals import equite
from tne.visuals import numerixplore as figures
from tne.visuals import numerixplore_avis as avis
from tne.visuals import numerixplore_lieux as places
from tne.visuals.visual import MASQUE

UN = Filters(annees=("2023-2024",))
TROIS = Filters(annees=("2022-2023", "2023-2024", "2024-2025"))


@pytest.mark.parametrize(
    ("parts", "attendu"),
    [
        (
            [("a", 12, 50), ("b", 57, 99)],
            "La part des élèves de 4e touchés monte : de 24\u202f% en a à 58\u202f% en b",
        ),
        (
            [("a", 571, 1000), ("b", 12, 50)],
            "La part des élèves de 4e touchés baisse : de 57,1\u202f% en a à 24,0\u202f% en b",
        ),
        ([("a", 12, 50), ("b", 20, 80)], "La part des élèves de 4e touchés est stable : 25\u202f% en b"),
        ([("a", 12, 50)], "24\u202f% des élèves de 4e touchés en a"),
        ([], "Part des élèves de 4e touchés : inconnue pour ce choix"),
        # A pupil seen on two days counts twice, and not every collège may have told how many it has.
        ([("a", 60, 50)], "Plus d'élèves touchés que d'élèves de 4e connus en a : 60 pour 50"),
        (
            [("a", 12, 50), ("b", 60, 50)],
            "Plus d'élèves touchés que d'élèves de 4e connus en b : 60 pour 50",
        ),
    ],
)
def test_share(parts: list[tuple[str, float, float]], attendu: str) -> None:
    assert figures.titre_part(parts) == attendu


@pytest.mark.parametrize(
    ("touches", "total", "annees", "attendu"),
    [
        (26, 47, 1, "26 collèges sur 47 touchés dans l'année ; 21 restent à rejoindre"),
        (46, 47, 3, "46 collèges sur 47 touchés en 3 ans ; 1 reste à rejoindre"),
        (47, 47, 1, "Les 47 collèges ont tous été touchés dans l'année"),
        (0, 2, 1, "Aucun des 2 collèges n'a été touché dans l'année"),
        (1, 1, 1, "Le collège a été touché dans l'année"),
        (0, 1, 1, "Le collège n'a pas été touché dans l'année"),
        (0, 0, 1, "Aucun collège dans ce choix"),
    ],
)
def test_coverage(touches: int, total: int, annees: int, attendu: str) -> None:
    assert figures.titre_couverture(touches, total, annees) == attendu


def _communes(oubliees: list[str], touchees: int) -> list[tuple[str, int, int]]:
    return [(nom, 0, 1) for nom in oubliees] + [(f"T{i}", 1, 2) for i in range(touchees)]


@pytest.mark.parametrize(
    ("communes", "attendu"),
    [
        (_communes(["A", "B", "C", "D"], 25), "4 communes sans collège touché, sur 29 qui en ont un"),
        (_communes(["A", "B"], 27), "Aucun collège touché à A ni à B"),
        (_communes(["A"], 28), "Aucun collège touché à A"),
        (_communes(["A", "Le B", "C"], 26), "Aucun collège touché à A, au B ni à C"),
        (_communes([], 29), "Les 29 communes qui ont un collège ont toutes été touchées"),
        ([("Loudun", 1, 1)], "Loudun : le collège a été touché"),
        ([("Loudun", 0, 1)], "Loudun : le collège n’a pas été touché"),
        ([("Loudun", 1, 2)], "Loudun : 1 collège touché sur 2"),
        ([("Loudun", 0, 2)], "Loudun : aucun des 2 collèges n'a été touché"),
        ([], "Aucun collège à placer sur la carte"),
    ],
)
def test_places(communes: list[tuple[str, int, int]], attendu: str) -> None:
    assert places.titre_lieux(communes) == attendu


@pytest.mark.parametrize(
    ("metiers", "journees", "attendu"),
    [
        (["Robotique", "Jeu vidéo"], [14, 12], "« Robotique » est le plus présenté : 14 journées sur 26"),
        (["Robotique", "Jeu vidéo"], [12, 12], "2 métiers présentés, sans qu'un seul domine"),
        (["Robotique", "Jeu vidéo"], [1, 0], "« Robotique » est le plus présenté : 1 journée sur 26"),
        (["Designer UX"], [1], "Un seul métier présenté : « Designer UX »"),
    ],
)
def test_trades(metiers: list[str], journees: list[int], attendu: str) -> None:
    assert avis.titre_metiers(metiers, journees, 26) == attendu


@pytest.mark.parametrize(
    ("part", "journees", "total", "attendu"),
    [
        (40.0, 19, 26, "Moins d'une moitié de filles : 40\u202f%, là où on le sait (19 journées sur 26)"),
        (60.0, 26, 26, "Plus d'une moitié de filles : 60\u202f%"),
        # More girls than boys are not « presque autant ».
        (51.0, 26, 26, "À peu près autant de filles que de garçons : 51\u202f%"),
        (
            51.0,
            1,
            6,
            "À peu près autant de filles que de garçons, là où on le sait (1 journée sur 6) : 51\u202f%",
        ),
        (None, 0, 1, "Part des filles : inconnue pour ce choix"),
        (None, 1, 1, "Part des filles : masquée pour ce choix"),
    ],
)
def test_girls(part: float | None, journees: int, total: int, attendu: str) -> None:
    assert avis.titre_filles(part, journees, total) == attendu


@pytest.mark.parametrize(
    ("notes", "fin"),
    [
        ([("2023-2024", 4.1)], "4,1 sur 5 en 2023-2024 (moyenne de 8 journées)"),
        ([("2022-2023", 3.8), ("2023-2024", 4.1)], "mieux que 3,8 l'année d'avant"),
        # In binary 4.3 - 4.2 is a little less than 0.1.
        ([("2022-2023", 4.2), ("2023-2024", 4.3)], "mieux que 4,2 l'année d'avant"),
        ([("2022-2023", 4.4), ("2023-2024", 4.1)], "moins bien que 4,4 l'année d'avant"),
        ([("2022-2023", 4.1), ("2023-2024", 4.1)], "comme l'année d'avant"),
        # Years that do not follow one another: the one that is meant is named.
        ([("2021-2022", 3.8), ("2023-2024", 4.1)], "mieux que 3,8 en 2021-2022"),
        ([("2021-2022", 4.1), ("2023-2024", 4.1)], "comme en 2021-2022"),
        ([], "inconnue pour ce choix"),
    ],
)
def test_satisfaction(notes: list[tuple[str, float]], fin: str) -> None:
    assert avis.titre_satisfaction(notes, 8).endswith(fin)


@pytest.mark.parametrize(
    ("part", "journees", "debut"),
    [
        (33.0, 19, "33\u202f% des élèves interrogés"),
        (None, 0, "Intérêt des élèves : inconnu"),
        (None, 1, "Intérêt des élèves : masqué"),
    ],
)
def test_interest(part: float | None, journees: int, debut: str) -> None:
    assert avis.titre_interet(part, journees, 26).startswith(debut)


def test_a_share_of_fewer_than_ten_pupils_is_no_finding() -> None:
    part = [("a", 2.0, 10.0), ("b", 6.0, 10.0)]
    assert figures.titre_part([("a", 2, 9), part[1]]) == "Trop peu d'élèves de 4e pour dire une part"
    assert "monte" in figures.titre_part(part)
    assert "baisse" in figures.titre_part(part[::-1])
    assert "inconnue" in figures.titre_part([])
    assert avis.titre_filles(60.0, 1, 1, 5) == "Trop peu d'élèves pour dire une part de filles : 5"
    assert avis.titre_filles(60.0, 1, 1, 10).startswith("Plus d'une moitié")
    assert avis.titre_filles(40.0, 1, 1, 10).startswith("Moins d'une moitié")
    assert avis.titre_interet(60.0, 1, 1, 5) == "Trop peu d'élèves interrogés pour dire une part : 5"
    assert avis.titre_interet(60.0, 1, 1, 10).startswith("60")


def test_only_the_years_that_the_title_names_need_their_pupils() -> None:
    assert "monte" in figures.titre_part([("a", 20, 90), ("b", 1, 5), ("c", 60, 80)])


def test_the_share_of_girls_knows_of_how_many_it_is() -> None:
    row = {"taux_filles": 50.0, "journees_filles": 1, "journees": 3, "eleves_filles": 4}
    assert avis.titre_filles(*avis._dernier(pd.DataFrame([row]), "filles")).startswith("Trop peu d'élèves")
    assert avis._dernier(pd.DataFrame([row | {"taux_filles": None}]), "filles")[0] is None


def test_a_list_that_holds_an_ecole_is_not_said_to_be_of_colleges(scene: Scene) -> None:
    college, ecole = uai(9301), uai(9302)
    scene.importer(
        f"UAI;Nom;Type;Secteur;État\n{college};C;Collège;Public;Ouvert\n{ecole};É;École;Public;Ouvert"
    )
    rows = [f"{n};02/10/2023;{u};1;30" for n, u in ((1, college), (2, ecole))]
    scene.importer("\n".join(["Référence;Date;UAI;Classes;Élèves de 4e", *rows]))
    an = Filters(annees=("2023-2024",))
    titre = figures.par_college(scene.base.cursor(), an, "coordination").titre
    assert titre == "Élèves touchés dans 2 établissements"


def test_pupils_add_up_to_the_indicator(demo: Base) -> None:
    part = figures.part_par_annee(demo.cursor(), UN, "coordination").donnees
    colleges = figures.par_college(demo.cursor(), UN, "coordination").donnees
    assert part["Élèves touchés"].tolist() == [2265]
    assert colleges["Élèves"].sum() == 2265


def test_readers_never_see_girls_or_opinions_of_a_choice(demo: Base) -> None:
    chosen = Filters(annees=("2023-2024",), communes=("Poitiers",))
    for build in (figures.filles, figures.interet, figures.satisfaction):
        exact = build(demo.cursor(), chosen, "coordination")
        seen = build(demo.cursor(), chosen, "lecture")
        assert exact.figure is not None
        assert seen.figure is None
        assert seen.donnees.empty
        assert "tout le territoire" in seen.alternative


def test_a_masked_college_hides_its_share_too(demo: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_SEUIL", "60")
    table = figures.par_college(demo.cursor(), UN, "lecture").donnees
    masked = table[table["Élèves"] == MASQUE]
    assert len(masked) >= 3
    assert (masked["Part"] == MASQUE).all()
    assert "masqués" in figures.par_college(demo.cursor(), UN, "lecture").titre


@pytest.mark.parametrize("annees", [UN.annees, TROIS.annees])
def test_of_ecoles_the_figure_says_that_it_is_for_colleges(demo: Base, annees: tuple[str, ...]) -> None:
    """On a slide « ce qui est importé n\u2019en dit rien » sent to import what would never come."""
    v = figures.couverture(demo.cursor(), Filters(annees=annees, types=("École",)), "lecture")
    assert v.figure is None
    assert (
        v.alternative
        == "Numérixplore s\u2019adresse aux collèges\u202f: il n\u2019y en a aucun dans ce choix."
    )
    assert figures.couverture(demo.cursor(), Filters(annees=annees, types=("Collège",)), "lecture").figure


def test_the_map_of_one_commune_speaks_of_its_colleges(demo: Base) -> None:
    loudun = places.lieux(demo.cursor(), Filters(annees=("2023-2024",), communes=("Loudun",)), "lecture")
    ((_, colleges, touches),) = loudun.donnees.itertuples(index=False)
    assert touches < colleges
    assert loudun.titre.startswith("Loudun\u202f: ")
    assert loudun.titre.endswith(
        f" sur {colleges}" if touches else f"aucun des {colleges} collèges n\u2019a été touché"
    )


def test_without_the_list_of_schools_it_is_what_is_asked_for(base_demo: Path) -> None:
    """It read « Aucun collège dans ce choix », and asked for days that were there; of a list of pilots alone too."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("DELETE FROM etablissement WHERE NOT coalesce(pilote, false)")
        con.execute("UPDATE etablissement SET type = NULL, commune = NULL, code_insee = NULL, secteur = NULL")
    for build in (
        figures.couverture,
        figures.lieux,
        figures.ips_numerixplore,
        figures.communes_numerixplore,
    ):
        v = build(opened.cursor(), UN, "coordination")
        assert v.vide
        assert v.alternative.startswith("Importez l\u2019annuaire"), (v.titre, v.alternative)
    assert "Aucun collège" not in figures.couverture(opened.cursor(), UN, "coordination").titre
    opened.close()


def test_a_list_of_schools_without_any_college_is_said_to_be_so(base_demo: Path) -> None:
    """Equity asked for the days of Numérixplore, and the figures for a directory: both were imported."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("DELETE FROM etablissement WHERE type = 'Collège'")
    figs = (figures.couverture, figures.lieux, figures.ips_numerixplore, figures.communes_numerixplore)
    for build in figs:
        v = build(opened.cursor(), UN, "coordination")
        assert v.vide
        assert v.alternative.startswith("L\u2019annuaire importé ne décrit aucun collège"), v.alternative
    # A year without any day still asks for the days.
    never = figures.ips_numerixplore(opened.cursor(), Filters(annees=("2018-2019",)), "coordination")
    assert never.alternative == "Importez la feuille des journées Numérixplore."
    with opened.writing() as con:
        con.execute("UPDATE etablissement SET type = 'Lycée'")
    seen = equite.ips_accompagnements(opened.cursor(), UN, "coordination")
    assert seen.alternative == "L\u2019annuaire importé ne décrit aucune école ni aucun collège ouvert."
    opened.close()


def test_a_mark_that_readers_may_not_see_is_not_said_to_be_unknown(demo: Base) -> None:
    one = Filters(annees=("2023-2024",), secteurs=("Privé",))
    assert (
        avis.satisfaction(demo.cursor(), one, "lecture").titre
        == "Satisfaction des élèves\u202f: masquée pour ce choix"
    )
    assert "donnent" in avis.satisfaction(demo.cursor(), one, "coordination").titre
    never = avis.satisfaction(demo.cursor(), Filters(annees=("2018-2019",)), "lecture")
    assert never.titre == "Satisfaction des élèves\u202f: inconnue pour ce choix"


def test_the_pointer_reads_words_that_agree_with_one_place(demo: Base) -> None:
    """« Collège démo Les Coquelicots, touchés », and « 0 » of a commune that has no collège."""
    con = demo.cursor()
    squares = figures.couverture(con, UN, "lecture").figure
    assert squares
    assert {t.rpartition("<br>")[2] for trace in squares["data"] for t in trace["hovertext"]} == {
        "touché",
        "pas encore",
    }
    assert all(re.search(r" \(.+\)<br>", t) for trace in squares["data"] for t in trace["hovertext"]), (
        "many names are alike"
    )
    carte = figures.lieux(con, UN, "lecture").figure
    assert carte
    read = [t for trace in carte["data"] for t in (trace.get("hovertext") or ())]
    assert any(t.endswith("<br>aucun") for t in read)
    assert not any(t.endswith("<br>0") for t in read)
