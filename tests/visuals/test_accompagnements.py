"""The findings on interventions in their three forms, and what the figures say of masks, filters and years."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.queries import interventions as questions
from tne.visuals import accompagnements as figures
from tne.visuals import equite
from tne.visuals.accompagnements_cadre import NOMS
from tne.visuals.accompagnements_personnes import titre_personnes, titre_projets
from tne.visuals.accompagnements_temps import titre_heures, titre_jours, titre_mois
from tne.visuals.gabarit import TELEPHONE
from tne.visuals.visual import MASQUE

AN = "2023-2024"
UN = Filters(annees=(AN,))
TROIS = Filters(annees=("2022-2023", AN, "2024-2025"))
TOUS = (*figures.VISUALS, *equite.VISUALS["parentalite"], *equite.VISUALS["numerixplore"])


def natures(formation: int, classe: int, technique: int = 0, projet: int = 0) -> dict[str, float]:
    names = ("Formation", "Accompagnement personnalisé", "Intervention technique", "Suivi de projet")
    return dict(zip(names, map(float, (formation, classe, technique, projet)), strict=True))


@pytest.mark.parametrize(
    ("nombres", "attendu"),
    [
        (natures(76, 41, 17, 5), "Plus de la moitié des interventions sont des formations d'enseignants"),
        (natures(70, 0), "Toutes les interventions sont des formations d'enseignants"),
        (natures(10, 9, 1), "La moitié des interventions sont des formations d'enseignants"),
        (
            natures(10, 10),
            "Aucune nature n'est première : formation d’enseignants et accompagnement personnalisé, 50",
        ),
        (natures(2, 8), "Plus de la moitié des interventions sont des accompagnements personnalisés"),
        (natures(2, 1, 7), "Plus de la moitié des interventions sont techniques"),
        (natures(2, 1, 0, 7), "Plus de la moitié des interventions sont des suivis de projet"),
        (natures(3, 4, 3), "Aucune nature n'atteint la moitié ; d'abord : accompagnement personnalisé (40"),
        (
            natures(3, 3, 1),
            "Aucune nature n'est première : formation d’enseignants et accompagnement personnalisé, 43",
        ),
        (natures(3, 3, 3), "Aucune nature n'est première : 3 à égalité, 33"),
        (natures(2, 1), "3 interventions : trop peu"),
    ],
)
def test_kinds(nombres: dict[str, float], attendu: str) -> None:
    assert figures.titre_natures(nombres).startswith(attendu)


def test_a_kind_has_the_name_that_the_log_gives_it() -> None:
    """« Accompagnement en classe » on charts was « Accompagnements personnalisés » in tables and in the log."""
    assert set(NOMS) == set(questions.NATURES)
    for nature, nom in NOMS.items():
        assert nom.startswith(nature), nom


@pytest.mark.parametrize(
    ("nombres", "attendu"),
    [
        ([97, 157], "montent de 97"),
        ([157, 97], "baissent de 157"),
        ([139, 157], "reste proche : 139 en"),
        ([1, 5], "pas d'écart net, 1 en 2022-2023 et 5 en"),
    ],
)
def test_years(nombres: list[float], attendu: str) -> None:
    assert attendu in figures.titre_annees(nombres, ("2022-2023", "2024-2025"))


@pytest.mark.parametrize(
    ("themes", "nombres", "attendu"),
    [
        (["ENT", "Robots"], [40, 10], "« ENT » est le thème le plus travaillé : 40 interventions sur 50"),
        (["ENT", "Robots"], [12, 10], "Aucun thème ne domine : « ENT » (12) puis « Robots » (10)"),
        # Most of all, and none second before its equal.
        (list("abc"), [6, 1, 1], "« a » est le thème le plus travaillé : 6 interventions sur 8"),
        (list("abcd"), [5, 3, 3, 1], "Aucun thème ne domine : « a » (5) puis 2 à égalité (3)"),
        (list("abc"), [4, 4, 1], "Aucun thème ne domine : 2 en tête, 4 interventions chacun"),
        (list("abcde"), [1] * 5, "Aucun thème ne domine : 5 en tête, 1 intervention chacun"),
        (["ENT"], [12], "Trop peu de thèmes"),
        (["ENT", "Robots"], [2, 1], "Trop peu de thèmes"),
    ],
)
def test_themes(themes: list[str], nombres: list[float], attendu: str) -> None:
    assert figures.titre_themes(themes, nombres).startswith(attendu)


@pytest.mark.parametrize(
    ("semaine", "attendu"),
    [
        ([5, 40, 8, 40, 7, 0, 0], "Mardi et jeudi portent 80"),
        ([90, 140, 40, 141, 134, 0, 0], "Mardi et jeudi portent la moitié"),
        ([25, 26, 4, 27, 25, 0, 0], "Peu d'interventions le mercredi"),
        (
            [30, 29, 29, 25, 26, 0, 0],
            "Les interventions se répartissent également entre les jours de la semaine",
        ),
        ([5, 5, 0, 5, 0, 0, 0], "15 interventions : trop peu"),
        # Mercredi and jeudi are as busy as mardi: no two of them are named alone.
        ([2, 20, 20, 20, 2, 0, 0], "Peu d'interventions le lundi et le vendredi (6"),
        ([30, 10, 10, 2, 2, 0, 0], "Lundi porte 56"),
        # The five weekdays are alike, or empty: the week is not.
        ([0, 0, 0, 0, 0, 210, 0], "Samedi porte 100"),
        ([5, 5, 5, 5, 5, 0, 25], "Dimanche porte 50"),
        ([1, 1, 1, 1, 1, 20, 15], "Samedi et dimanche portent 88"),
        ([8, 9, 7, 8, 8, 10, 0], "Les interventions se répartissent également"),
    ],
)
def test_rhythm_of_the_week(semaine: list[int], attendu: str) -> None:
    assert titre_jours(semaine).startswith(attendu)


@pytest.mark.parametrize(
    ("mois", "attendu"),
    [
        ({9: 2, 10: 40, 11: 10, 12: 5}, "Octobre est le mois le plus chargé"),
        ({9: 2, 10: 30, 11: 30, 12: 5}, "Octobre et novembre sont les mois"),
        ({9: 12, 10: 14, 11: 13}, "Les interventions sont régulières"),
        ({9: 5, 10: 5, 11: 5}, "Trop peu"),
        ({9: 50, 10: 5}, "Trop peu"),
    ],
)
def test_rhythm_of_the_year(mois: dict[int, int], attendu: str) -> None:
    assert titre_mois(mois, AN).startswith(attendu)


@pytest.mark.parametrize(
    ("heures", "connues", "toutes", "attendu"),
    [
        (natures(60, 40), 50, 50, "60\u202f% des 100 heures"),
        (
            natures(30, 40, 30),
            50,
            50,
            "Aucune nature ne prend la moitié des 100 heures ; d'abord : accompagnement personnalisé (40\u202f%)",
        ),
        (
            natures(40, 20, 40),
            50,
            50,
            "Aucune nature n'est première : formation d’enseignants et intervention technique, 40\u202f% chacune des 100 heures",
        ),
        (natures(50, 50), 50, 50, "Aucune nature n'est première : formation d’enseignants et accompagnement"),
        (natures(60, 40), 10, 50, "ne sont connues que pour 10 interventions sur 50"),
        (natures(3, 0), 1, 5, "ne sont connues que pour 1 intervention sur 5"),
        (natures(0, 0), 0, 5, "ne sont connues pour aucune intervention"),
        (natures(0, 1.5), 1, 1, "1,5 heure d'intervention"),
        (natures(0, 2), 1, 1, "2 heures pour 1 intervention : trop peu"),
        (natures(0, 0), 5, 5, "Aucune heure relevée, pour 5 interventions"),
    ],
)
def test_hours(heures: dict[str, float], connues: int, toutes: int, attendu: str) -> None:
    assert attendu in titre_heures(heures, connues, toutes)


@pytest.mark.parametrize(
    ("enseignants", "eleves", "masque", "attendu"),
    [
        (690, 0, False, "690 enseignants touchés"),
        (690, 905, False, "690 enseignants et 905 élèves touchés"),
        (690, 0, True, "Au moins 690 enseignants touchés"),
        (0, 0, False, "Aucun enseignant ni élève"),
        (0, 0, True, "Enseignants et élèves touchés : effectifs trop petits"),
    ],
)
def test_persons(enseignants: float, eleves: float, masque: bool, attendu: str) -> None:
    assert titre_personnes(enseignants, eleves, masque).startswith(attendu)


@pytest.mark.parametrize(
    ("etats", "attendu"),
    [
        ({"Terminé": 1, "En cours": 3}, "4 projets de média scolaire, dont 1 terminé"),
        ({"En cours": 3}, "3 projets de média scolaire, aucun terminé"),
        ({"Terminé": 2}, "2 projets de média scolaire, tous terminés"),
        ({"Non précisé": 2}, "2 projets de média scolaire, dont l'état"),
        ({}, "Aucun projet"),
    ],
)
def test_projects(etats: dict[str, int], attendu: str) -> None:
    assert titre_projets(etats).startswith(attendu)


def test_the_published_year_adds_up_to_the_bilan(demo: Base) -> None:
    kinds = figures.natures(demo.cursor(), UN, "lecture").donnees.set_index("Nature")
    values = {v.indicateur.code: v.valeur for v in compute(demo, UN, AN, "lecture")}
    assert kinds["Interventions"].tolist() == [76, 41, 17, 5]
    assert [
        values[f"accompagnement.{c}"] for c in ("formations", "personnalises", "techniques", "projets")
    ] == [
        76,
        41,
        17,
        5,
    ]
    assert (kinds["Écoles"].sum(), kinds["Collèges"].sum()) == (100, 39)
    assert figures.rythme(demo.cursor(), UN, "lecture").donnees["Interventions"].sum() == 139
    assert figures.themes(demo.cursor(), UN, "lecture").donnees["Interventions"].sum() == 139
    covered = figures.couverture(demo.cursor(), UN, "lecture").donnees
    visited = covered[covered["Visites"] != "Aucune"][["Écoles", "Collèges"]].to_numpy().sum()
    assert (
        visited
        == values["accompagnement.etablissements"]
        == len(figures.visites(demo.cursor(), UN, "lecture").donnees)
    )
    assert len(figures.jamais_visites(demo.cursor(), UN, "lecture").donnees) + visited == 287


def test_bars_of_hours_of_several_years_keep_room_on_a_phone(demo: Base) -> None:
    """« 151,5 heures · 2,0 en moyenne · 2023-2024 » left them 20 pixels."""
    v = figures.heures(demo.cursor(), Filters(annees=("2022-2023", AN)), "coordination")
    assert v.figure
    assert v.figure["layout"]["margin"]["r"] < 0.65 * TELEPHONE


def test_a_reader_sees_no_persons_of_a_school(demo: Base) -> None:
    choice = Filters(annees=(AN,), communes=("Poitiers",))
    assert figures.personnes(demo.cursor(), choice, "lecture").vide
    assert not figures.personnes(demo.cursor(), choice, "coordination").vide
    three = figures.personnes(demo.cursor(), TROIS, "lecture").donnees
    assert MASQUE in three["Enseignants"].tolist()
    assert (
        MASQUE not in figures.personnes(demo.cursor(), TROIS, "coordination").donnees["Enseignants"].tolist()
    )


def test_published_figures_alone_draw_the_kinds(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    v = figures.natures(opened.cursor(), UN, "lecture")
    opened.close()
    assert v.etat == "publié"
    assert v.donnees["Interventions"].tolist() == [76, 41, 17, 5]


def test_one_month_is_not_the_busiest(demo: Base) -> None:
    busy = "Mois le plus chargé"
    assert busy in figures.rythme(demo.cursor(), UN, "lecture").sous_titre
    un = Filters((AN,), etablissements=("0869180L",))
    assert busy not in figures.rythme(demo.cursor(), un, "lecture").sous_titre


def test_where_nobody_was_counted_no_kind_is_told(demo: Base) -> None:
    vouzailles = Filters(("2022-2023", AN), communes=("Vouzailles",))
    personne = figures.personnes(demo.cursor(), vouzailles, "coordination")
    assert personne.titre == "Aucun enseignant ni élève n\u2019a été compté"
    assert personne.vide, "« 0 » of what was not written would say that nobody was there"
    # Written for one kind, not for the other: a dash, beside a count.
    some = figures.personnes(demo.cursor(), UN, "coordination").donnees.set_index("Nature")
    assert some.loc["Intervention technique", ["Enseignants", "Élèves"]].isna().all()
    assert figures.personnes(demo.cursor(), UN, "coordination").alternative.count("\u202f; ") >= 2


def test_a_year_in_which_nobody_came_is_a_zero_beside_the_others(demo: Base) -> None:
    """A collège visited in two years of three read « 1 en 2022-2023, 2 en 2023-2024 », with no word of the third."""
    verger = Filters(TROIS.annees, etablissements=("0869013E",))
    kinds = figures.natures(demo.cursor(), verger, "coordination")
    assert kinds.donnees.loc[kinds.donnees["Année"] == "2024-2025", "Interventions"].eq(0).all()
    assert kinds.titre.endswith("0 en 2024-2025")
    assert "\u2013" not in json.dumps(kinds.figure, ensure_ascii=False), "a dash beside a tile of 0"
    assert list(figures.rythme(demo.cursor(), verger, "coordination").donnees)[1:] == list(TROIS.annees)
    # Without a log of the year nothing is known of it.
    never = Filters((*verger.annees, "2019-2020"), etablissements=verger.etablissements)
    assert "2019-2020" not in figures.natures(demo.cursor(), never, "coordination").donnees["Année"].tolist()


def test_a_theme_that_a_year_with_a_log_does_not_have_is_a_zero(demo: Base) -> None:
    """It was the dash of what nobody knows."""
    v = figures.themes(
        demo.cursor(), Filters(annees=TROIS.annees, communes=("Châtellerault",)), "coordination"
    )
    there = v.donnees.groupby("Thème")["Année"].nunique()
    assert there.min() < v.donnees["Année"].nunique()
    assert v.figure is not None
    drawn = json.dumps(v.figure, ensure_ascii=False)
    assert "\u2013" not in drawn
    assert '"0 · 2024-2025"' in drawn


def _le_10_fevrier_2025(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tne.horloge.aujourdhui", lambda: date(2025, 2, 10))


def test_the_months_to_come_of_a_year_that_runs_are_no_zeros(
    demo: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    _le_10_fevrier_2025(monkeypatch)
    by = figures.rythme(demo.cursor(), TROIS, "coordination").donnees.set_index("Mois")
    assert by["2024-2025"].isna().tolist() == [m in ("mars", "avril", "mai", "juin") for m in by.index]
    assert not by["2023-2024"].isna().any()


LOG = "Référence;Date;Nature;UAI\n" + "\n".join(
    f"{annee}-{mois}-{i};{1 + i:02}/{mois:02}/{annee};Formation;0860002K"
    for annee, mois in ((2023, 11), (2024, 10), (2025, 1), (2025, 3))
    for i in range(12)
)


def test_months_without_a_visit_make_a_year_uneven_and_planned_ones_are_none_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three busy months among seven empty ones read « régulières d'un mois à l'autre », over a line that falls to zero."""
    scene = Scene(tmp_path / "mois" / "b.duckdb")
    assert scene.un(LOG).comptes.ajoutees == 48
    con, deux = scene.base.cursor(), Filters(annees=(AN, "2024-2025"))
    assert figures.rythme(con, deux, "lecture").titre.startswith(
        "Octobre, janvier et mars sont les mois les plus chargés en 2024-2025"
    )
    _le_10_fevrier_2025(monkeypatch)
    with scene.base.writing() as writing:  # answers are kept while the data do not change
        writing.execute("UPDATE intervention SET theme = 'IA'")
    v = figures.rythme(scene.base.cursor(), deux, "lecture")
    assert v.titre.startswith("Octobre et janvier sont les mois les plus chargés en 2024-2025")
    assert v.donnees.set_index("Mois")["2024-2025"].isna().tolist() == [False] * 6 + [True] * 4
    scene.base.close()


def test_shares_of_several_years_say_what_they_are_shares_of(demo: Base) -> None:
    """« 50 · 52 % · 2022-2023 » stood under a number of interventions; one year says no share."""
    con = demo.cursor()
    assert ", et part de celles de l\u2019année, " in figures.natures(con, TROIS, "coordination").sous_titre
    assert "part" not in figures.natures(con, UN, "coordination").sous_titre
