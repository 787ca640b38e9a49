"""The findings of the page on parentalité in their forms, and what its figures say of a filter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tne.db import Base
from tne.filters import Filters
from tne.queries.parentalite import AUTRES_THEMES
from tne.queries.parentalite import SANS_THEME as SANS
from tne.slides.diapositives import BY_CODE
from tne.visuals import parentalite as figures
from tne.visuals import parentalite_lieux as lieux
from tne.visuals import parentalite_ressources as ressources
from tne.visuals import parentalite_vues as vues

UN = Filters(annees=("2023-2024",))
VUES = (
    figures.vues_par_public,
    figures.vues_par_ressource,
    figures.vues_par_ressource_et_mois,
    figures.visionnage,
    figures.ressources,
)


@pytest.mark.parametrize(
    ("themes", "nombres", "attendu"),
    [
        (["ENT", "Écrans"], [8, 3], "« ENT » est le thème le plus proposé : 8 rencontres sur 11"),
        (
            ["ENT", "Écrans", "Pix"],
            [3, 3, 1],
            "Aucun thème ne domine : 2 à égalité, avec 3 rencontres chacun",
        ),
        (["ENT"], [1], "« ENT » : 1 rencontre avec les parents, sur ce seul thème"),
        # What is not told is no theme: it was « le thème le plus proposé ».
        ([SANS, "ENT", "Écrans"], [9, 3, 2], "« ENT » est le thème le plus proposé : 3 rencontres sur 14"),
        ([SANS, "ENT"], [5, 3], "« ENT » est le seul thème précisé : 3 rencontres sur 8"),
        (
            ["ENT", SANS, "Écrans"],
            [3, 3, 3],
            "Aucun thème ne domine : 2 à égalité, avec 3 rencontres chacun",
        ),
        ([SANS], [4], "4 rencontres avec les parents, sans thème précisé"),
    ],
)
def test_theme(themes: list[str], nombres: list[int], attendu: str) -> None:
    assert figures.titre_themes(themes, nombres) == attendu


@pytest.mark.parametrize("annees", [("2023-2024",), ("2022-2023", "2023-2024")])
def test_a_choice_keeps_the_place_of_a_theme_of_which_it_has_none(
    demo: Base, annees: tuple[str, ...]
) -> None:
    con = demo.cursor()
    tous = figures.rencontres(con, Filters(annees), "coordination")
    prives = figures.rencontres(con, Filters(annees, secteurs=("Privé",)), "coordination")
    assert prives.donnees[["Année", "Thème"]].equals(tous.donnees[["Année", "Thème"]])
    nombres = prives.donnees["Ateliers"] + prives.donnees["Formations"]
    assert set(nombres > 0) == {False, True}
    assert prives.figure is not None
    assert tous.figure is not None
    assert prives.figure["layout"]["height"] == tous.figure["layout"]["height"]


@pytest.mark.parametrize("annees", [("2023-2024",), ("2022-2023", "2023-2024")])
def test_a_slide_says_that_there_are_other_themes(base_demo: Path, annees: tuple[str, ...]) -> None:
    """« Les 5 premières lignes sur 7 », of 30 themes: what the page says of the others was left out, beside long names of who
    held the meetings all of it.
    """
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("UPDATE atelier_parentalite SET theme = 'Thème ' || CAST(date AS VARCHAR)")
        # Of several years the themes of each are drawn, be the last one without any.
        if len(annees) > 1:
            con.execute("UPDATE atelier_parentalite SET theme = NULL WHERE annee = ?", [annees[-1]])
    con = opened.cursor()
    v = figures.rencontres(con, Filters(annees), "lecture")
    (told,) = BY_CODE["parentalite"].construire(con, Filters(annees), "lecture")
    con.close()
    opened.close()
    autres = f"{v.donnees['Thème'].nunique() - 7} autres thèmes dans les données"
    assert autres in v.sous_titre
    assert told.sous_titre.endswith(autres)
    assert not any(o in told.sous_titre for o in ("Orks", "Projets"))


def test_meetings_are_cut_by_kind_in_one_year_and_by_year_in_several(demo: Base) -> None:
    for filters, names in (
        (UN, ["ateliers", "formations"]),
        (Filters(("2022-2023", "2023-2024")), ["2022-2023", "2023-2024"]),
    ):
        drawn = figures.rencontres(demo.cursor(), filters, "lecture").figure
        assert drawn is not None
        assert [t["name"] for t in drawn["data"] if t.get("name")] == names


@pytest.mark.parametrize(
    ("moyennes", "moyenne", "rencontres", "debut"),
    [
        (
            [("ENT", 13.0), ("Écrans", 8.0)],
            10.0,
            17,
            "« ENT » réunit le plus de familles à chaque rencontre : 13,0, contre 10,0 en moyenne",
        ),
        ([("ENT", 10.5), ("Écrans", 9.5)], 10.0, 17, "D'un thème à l'autre, à peu près autant de familles"),
        ([("ENT", 13.0), ("Pix", 13.0), ("Écrans", 8.0)], 10.0, 17, "« ENT » et « Pix » réunissent le plus"),
        # A theme far under the mean is not « à peu près autant ».
        ([("ENT", 11.0), ("Écrans", 2.0)], 10.0, 17, "D'un thème à l'autre, de 2,0 à 11,0 familles par"),
        ([("ENT", 17.0)], 17.0, 1, "17 familles à la seule rencontre comptée : trop peu"),
        ([("ENT", 0.0), ("Écrans", 0.0)], 0.0, 17, "Aucune famille n'a été comptée"),
        ([("ENT", 30.0), ("Écrans", 2.0)], 10.0, 4, "10,0 familles par rencontre en moyenne ; trop peu"),
        ([], None, 0, "Familles par rencontre : masquées"),
    ],
)
def test_families(
    moyennes: list[tuple[str, float]], moyenne: float | None, rencontres: int, debut: str
) -> None:
    assert figures.titre_familles(moyennes, moyenne, rencontres).startswith(debut)


@pytest.mark.parametrize(
    ("sommes", "attendu"),
    [
        (
            [("Parents de collégiens", 60), ("Tous", 40)],
            "Les ressources pour les parents de collégiens font 60\u202f% des 100 vues",
        ),
        (
            [("Tous", 51), ("Parents d'écoliers", 49)],
            "Les ressources pour tous les parents et celles pour les parents d'écoliers sont autant regardées",
        ),
        (
            [("Public non précisé", 60), ("Tous", 40)],
            "Les ressources sans public précisé font 60\u202f% des 100 vues",
        ),
        (
            [("Tous", 51), ("Public non précisé", 49)],
            "Les ressources pour tous les parents et celles sans public précisé sont autant regardées",
        ),
        ([("Public non précisé", 7)], "7 vues, toutes sur des ressources sans public précisé"),
        ([("Tous", 1)], "1 vue, sur une ressource pour tous les parents"),
        ([("Tous", 7)], "7 vues, toutes sur des ressources pour tous les parents"),
        ([("Tous", 7), ("Parents d'écoliers", 0)], "7 vues, toutes sur des ressources pour tous les parents"),
        ([("Tous", 0)], "Aucune vue n'a été relevée dans ces mois"),
    ],
)
def test_audiences(sommes: list[tuple[str, int]], attendu: str) -> None:
    assert vues.titre_publics(sommes) == attendu


def test_months() -> None:
    jours = [date(2023, m, 1) for m in (9, 10, 11, 12)]
    pointe = vues.titre_mois(list(zip(jours, [100, 10, 10, 10], strict=True)))
    assert pointe.startswith("Les vues culminent en septembre 2023 : 100, contre 33")
    deux = vues.titre_mois(list(zip(jours, [100, 10, 10, 100], strict=True)))
    assert deux.startswith("Les vues culminent en septembre 2023 et en décembre 2023 : 100, contre 55")
    plat = vues.titre_mois(list(zip(jours, [10, 11, 10, 10], strict=True)))
    assert plat == "Les vues sont régulières : 10 par mois en moyenne"
    assert vues.titre_mois([(jours[0], 5)]) == "Trop peu de mois relevés pour voir un rythme"


def test_views_of_a_single_month_are_bars(base_demo: Path) -> None:
    """Each audience was a dot in a frame 300 pixels high, the first month that somebody imports."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("DELETE FROM consultation WHERE debut <> DATE '2023-11-01'")
    seul = figures.vues_par_public(opened.cursor(), UN, "coordination")
    opened.close()
    assert seul.figure is not None
    assert {t["type"] for t in seul.figure["data"]} == {"bar"}
    assert (
        seul.sous_titre.replace("\u202f", " ")
        == "Vues selon le public, novembre 2023 : un seul mois est relevé."
    )
    mots = [a["text"] for a in seul.figure["layout"]["annotations"]]
    assert {"Parents de collégiens", "Parents d\u2019écoliers"} <= {m.replace("'", "\u2019") for m in mots}
    assert len(seul.donnees) == 1


@pytest.mark.parametrize(
    ("titres", "nombres", "attendu"),
    [
        (["A", "B"], [9, 2], "« A » est la plus vue (9), « B » la moins vue (2)"),
        (["A", "B"], [4, 4], "Toutes les ressources relevées ont autant de vues : 4"),
        (["A"], [1], "« A » est la seule ressource relevée : 1 vue"),
        # As many views, and neither comes first or last.
        (["A", "B", "C"], [9, 9, 2], "« A » et « B » sont les plus vues (9), « C » la moins vue (2)"),
        (
            ["A", "B", "C", "D", "E", "F"],
            [9, 8, 0, 0, 0, 0],
            "« A » est la plus vue (9) ; 4 ressources le sont le moins (0)",
        ),
        (["A", "B", "C", "D"], [9, 9, 9, 2], "3 ressources sont les plus vues (9), « D » la moins vue (2)"),
    ],
)
def test_most_and_least_seen(titres: list[str], nombres: list[int], attendu: str) -> None:
    assert ressources.titre_palmares(titres, nombres) == attendu


@pytest.mark.parametrize(
    ("par_public", "attendu"),
    [
        (
            {"Tous": 1, "Parents d'écoliers": 5, "Parents de collégiens": 6},
            "12 ressources pour les parents : 5 pour les parents d'écoliers, 6 pour les parents de collégiens et 1 pour tous les parents",
        ),
        (
            {"Tous": 1, "Public non précisé": 2},
            "3 ressources pour les parents : 1 pour tous les parents et 2 sans public précisé",
        ),
        ({}, "Aucune ressource pour les parents n'est encore connue"),
    ],
)
def test_resources_by_audience(par_public: dict[str, int], attendu: str) -> None:
    assert ressources.titre_ressources(par_public) == attendu


@pytest.mark.parametrize(
    ("parts", "debut"),
    [
        ([20.0, 50.0, 80.0], "Une vidéo sur deux est regardée à 50\u202f% ou plus ; de 20\u202f% à 80"),
        ([20.0, 99.6, 100.0], "Une vidéo sur deux est regardée en entier ; de 20\u202f% à 100"),
        ([54.0, 55.0, 56.0], "D'une vidéo à l'autre, la part regardée varie peu : 55"),
        ([54.0], "Durée de visionnage connue pour 1 ressource seulement"),
        ([], "Durée de visionnage inconnue"),
    ],
)
def test_watch_time(parts: list[float], debut: str) -> None:
    assert ressources.titre_visionnage(parts).startswith(debut)


@pytest.mark.parametrize(
    ("url", "attendu"),
    [
        ("https://exemple.invalid/a?b=c", "https://exemple.invalid/a?b=c"),
        (" HTTP://exemple.invalid ", "HTTP://exemple.invalid"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//exemple.invalid", ""),
        ("https://", ""),
        ("https://exemple.invalid/a b", ""),
        ("https://[::1", ""),
        ("exemple.invalid", ""),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_only_web_addresses_open(url: object, attendu: str) -> None:
    assert ressources.adresse_sure(url) == attendu


@pytest.mark.parametrize("build", VUES)
def test_views_say_that_they_do_not_honour_a_choice_of_schools(demo: Base, build: object) -> None:
    chosen = Filters(annees=("2023-2024",), communes=("Poitiers",))
    v = build(demo.cursor(), chosen, "lecture")  # type: ignore[operator]
    assert "Ce chiffre ne tient pas compte du choix d\u2019établissements." in v.avertissements
    assert v.filtre == chosen.en_mots()
    whole = build(demo.cursor(), UN, "lecture")  # type: ignore[operator]
    assert not any("ne tient pas compte" in a for a in whole.avertissements)
    # Built, and written for the browser, once for its years.
    assert whole.figure is v.figure


def test_meetings_left_out_by_a_choice_are_counted_in_words(demo: Base) -> None:
    chosen = Filters(annees=("2023-2024",), communes=("Poitiers",))
    for build in (figures.rencontres, figures.familles, figures.carte_rencontres):
        notes = build(demo.cursor(), chosen, "coordination").avertissements
        assert "2 rencontres sans établissement n\u2019y sont pas comptées." in notes
    assert "2 rencontres sans" in figures.liste(demo.cursor(), chosen, "coordination").sous_titre


def test_a_school_without_a_meeting_is_known_to_have_none(demo: Base) -> None:
    """The tile said 0, computed, and the figure under it « absent »: what is imported would not tell."""
    college = Filters(annees=("2023-2024",), etablissements=("0869032A",))
    v = figures.rencontres(demo.cursor(), college, "coordination")
    assert v.vide
    assert v.etat == "calculé"
    assert v.alternative.startswith("Rien de ce qui est importé ne concerne cet établissement")
    unknown = figures.rencontres(demo.cursor(), replace(college, annees=("2019-2020",)), "coordination")
    assert unknown.etat == "absent"


def test_months_never_hold_cumulative_views(demo: Base) -> None:
    v = figures.vues_par_public(demo.cursor(), UN, "lecture")
    total = sum(v.donnees[c].sum() for c in v.donnees.columns[1:])
    assert total == 4667


@pytest.mark.parametrize(
    ("ateliers", "formations", "attendu"),
    [
        (14, 3, "Les 17 rencontres : 14 ateliers, 3 formations"),
        (2, 0, "Les 2 rencontres sont des ateliers"),
        (0, 3, "Les 3 rencontres sont des formations"),
        (0, 1, "La rencontre avec les parents"),
    ],
)
def test_meetings_of_one_kind_are_told_so(ateliers: int, formations: int, attendu: str) -> None:
    assert lieux.titre_liste(ateliers, formations) == attendu


def test_one_meeting_has_no_order(demo: Base) -> None:
    une = Filters(annees=("2023-2024",), communes=("Vouneuil-sous-Biard",))
    said = {vue: figures.liste(demo.cursor(), une, vue).sous_titre for vue in ("coordination", "lecture")}
    hors = "2 rencontres sans établissement n\u2019y sont pas comptées."
    assert said == {"coordination": hors, "lecture": f"En lecture, sans le nombre de personnes. {hors}"}
    assert figures.liste(demo.cursor(), UN, "coordination").sous_titre == "Par date."


def test_neither_an_untold_theme_nor_the_others_together_gather_most_families(base_demo: Path) -> None:
    """« Thème non précisé » réunit le plus de familles à chaque rencontre."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute(
            "UPDATE atelier_parentalite SET theme = NULL, familles = 90 WHERE date IN (SELECT date FROM "
            "atelier_parentalite WHERE familles IS NOT NULL AND annee = '2023-2024' ORDER BY date LIMIT 4)"
        )
    con = opened.cursor()
    exact, lu = (figures.familles(con, UN, view) for view in ("coordination", "lecture"))
    opened.close()
    assert SANS in exact.donnees["Thème"].tolist()
    for told in (exact.titre, lu.titre):
        assert "par rencontre" in told
        assert not {SANS, AUTRES_THEMES} & set(re.findall("« (.+?) »", told.replace("\u00a0", " ")))
