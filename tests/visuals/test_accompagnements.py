"""The findings on interventions in their three forms, and what the figures say of masks, filters and years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.ui.cache import Question
from tne.visuals import accompagnements as figures
from tne.visuals import equite, numerixplore
from tne.visuals.accompagnements_lieux import titre_carte, titre_couverture
from tne.visuals.accompagnements_personnes import titre_personnes, titre_projets
from tne.visuals.accompagnements_temps import titre_heures, titre_jours, titre_mois
from tne.visuals.gabarit import TELEPHONE
from tne.visuals.parentalite_lieux import carte_rencontres
from tne.visuals.visual import MASQUE, Visual

AN = "2023-2024"
UN = Filters(annees=(AN,))
TROIS = Filters(annees=("2022-2023", AN, "2024-2025"))
TOUS = (*figures.VISUALS, *equite.VISUALS["parentalite"], *equite.VISUALS["numerixplore"])


@pytest.fixture(scope="module")
def base(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    opened = Base(str(copier_base(demo_modele, tmp_path_factory.mktemp("acc") / "base")))
    yield opened
    opened.close()


def natures(formation: int, classe: int, technique: int = 0, projet: int = 0) -> dict[str, float]:
    names = ("Formation", "Accompagnement personnalisé", "Intervention technique", "Suivi de projet")
    return dict(zip(names, map(float, (formation, classe, technique, projet)), strict=True))


@pytest.mark.parametrize(
    ("nombres", "attendu"),
    [
        (natures(76, 41, 17, 5), "Plus de la moitié des interventions sont des formations d'enseignants"),
        (natures(10, 10), "La moitié des interventions sont des formations d'enseignants"),
        (natures(2, 8), "Plus de la moitié des interventions sont des accompagnements en classe"),
        (natures(2, 1, 7), "Plus de la moitié des interventions sont techniques"),
        (natures(2, 1, 0, 7), "Plus de la moitié des interventions sont des suivis de projet"),
        (natures(3, 4, 3), "Aucune nature ne fait la moitié des interventions"),
        (natures(2, 1), "3 interventions : trop peu"),
    ],
)
def test_kinds(nombres: dict[str, float], attendu: str) -> None:
    assert figures.titre_natures(nombres).startswith(attendu)


@pytest.mark.parametrize(
    ("nombres", "attendu"),
    [([97, 157], "montent de 97"), ([157, 97], "baissent de 157"), ([139, 157], "reste proche")],
)
def test_years(nombres: list[float], attendu: str) -> None:
    assert attendu in figures.titre_annees(nombres, ("2022-2023", "2024-2025"))


@pytest.mark.parametrize(
    ("themes", "nombres", "attendu"),
    [
        (["ENT", "Robots"], [40, 10], "« ENT » est le thème le plus travaillé : 40 interventions sur 50"),
        (["ENT", "Robots"], [12, 10], "Aucun thème ne domine : « ENT » (12) devance de peu « Robots » (10)"),
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
        ([30, 29, 29, 25, 26, 0, 0], "Les interventions se répartissent"),
        ([5, 5, 0, 5, 0, 0, 0], "15 interventions : trop peu"),
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
        (natures(30, 40, 30), 50, 50, "Aucune nature ne prend la moitié des 100 heures"),
        (natures(60, 40), 10, 50, "ne sont connues que pour 10 interventions sur 50"),
        (natures(3, 0), 1, 5, "ne sont connues que pour 1 intervention sur 5"),
        (natures(0, 0), 0, 5, "ne sont connues que pour 0"),
        (natures(0, 1.5), 1, 1, "1,5 heure d'intervention"),
        (natures(0, 2), 1, 1, "100\u202f% des 2 heures"),
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
    ("groupes", "oubliees", "attendu"),
    [
        (
            [("Nord", 2, 60), ("Sud", 40, 60)],
            ["Loudun"],
            "Nord : 3\u202f% des établissements visités, contre 67",
        ),
        (
            [("Nord", 20, 60), ("Sud", 22, 60)],
            ["Loudun", "Civray"],
            "12 communes sur 90 sans visite, dont Loudun et Civray",
        ),
        (
            [("Nord", 2130, 100_000), ("Sud", 2440, 100_000)],
            [],
            "Nord : 2,1\u202f% des établissements visités, contre 2,4\u202f% (Sud)",
        ),
        ([("Nord", 20, 60), ("Sud", 22, 60)], [], "Pas d'écart net"),
        ([("Nord", 1, 6), ("Sud", 2, 6)], [], "Trop peu de visites"),
        ([("Nord", 1, 6)], [], "1 établissement visité sur 6"),
        ([("Nord", 1, 1)], [], "L'établissement a été visité"),
        ([("Nord", 0, 1)], ["Loudun"], "L'établissement n'a reçu aucune visite"),
    ],
)
def test_parts_of_the_territory(
    groupes: list[tuple[str, int, int]], oubliees: list[str], attendu: str
) -> None:
    assert titre_carte(groupes, oubliees, 12, 90).startswith(attendu)


def test_communes_without_a_visit_are_named_when_they_are_all() -> None:
    groupes = [("Nord", 20, 60), ("Sud", 22, 60)]
    assert titre_carte(groupes, ["Loudun"], 1, 90) == "1 commune sur 90 sans visite : Loudun"
    assert (
        titre_carte(groupes, ["Loudun", "Civray"], 2, 90)
        == "2 communes sur 90 sans visite : Loudun et Civray"
    )


@pytest.mark.parametrize(
    ("visites", "tous", "attendu"),
    [
        (60, 80, "60 établissements sur 80 ont été visités"),
        (20, 80, "60 établissements sur 80 n’ont reçu aucune visite"),
        (80, 80, "Les 80 établissements ont tous été visités"),
        (0, 80, "Aucun des 80 établissements"),
        (1, 1, "L'établissement a été visité"),
        (0, 1, "L'établissement n'a reçu"),
        (0, 0, "On ne sait pas encore"),
    ],
)
def test_coverage(visites: int, tous: int, attendu: str) -> None:
    assert titre_couverture(visites, tous).startswith(attendu)


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


@pytest.mark.parametrize(
    ("premiers", "autres", "attendu"),
    [
        ((40, 70), (40, 200), "Les écoles sont plus souvent visités : 57\u202f%, contre 20"),
        ((5, 70), (80, 200), "Les écoles sont moins souvent visités : 7\u202f%, contre 40"),
        ((24, 71), (47, 208), "Les écoles ont leur part : 34\u202f%, contre 23"),
        ((15, 71), (58, 208), "Pas d'écart net pour les écoles : 21\u202f%, contre 28"),
        ((40, 2000), (70, 3000), "Les écoles ont leur part : 2\u202f%, autant que les autres"),
        (
            (2130, 100_000),
            (2440, 100_000),
            "Les écoles sont moins souvent visités : 2,1\u202f%, contre 2,4\u202f% pour les autres",
        ),
        ((1, 5), (3, 12), "Trop peu de données"),
        ((0, 0), (3, 12), "Trop peu de données"),
    ],
)
def test_equity(premiers: tuple[int, int], autres: tuple[int, int], attendu: str) -> None:
    said = equite.titre_part(premiers, autres, "les écoles", equite.MOTS["accompagnements"])
    assert said.startswith(attendu)


def test_the_published_year_adds_up_to_the_bilan(base: Base) -> None:
    kinds = figures.natures(base.cursor(), UN, "lecture").donnees.set_index("Nature")
    values = {v.indicateur.code: v.valeur for v in compute(base, UN, AN, "lecture")}
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
    assert figures.rythme(base.cursor(), UN, "lecture").donnees["Interventions"].sum() == 139
    assert figures.themes(base.cursor(), UN, "lecture").donnees["Interventions"].sum() == 139
    covered = figures.couverture(base.cursor(), UN, "lecture").donnees
    visited = covered[covered["Visites"] != "Aucune"][["Écoles", "Collèges"]].to_numpy().sum()
    assert (
        visited
        == values["accompagnement.etablissements"]
        == len(figures.visites(base.cursor(), UN, "lecture").donnees)
    )
    assert len(figures.jamais_visites(base.cursor(), UN, "lecture").donnees) + visited == 287


def test_repeat_visits_are_told_and_counted(base: Base) -> None:
    seen = figures.visites(base.cursor(), UN, "lecture")
    times = seen.donnees["Visites"]
    assert list(times) == sorted(times, reverse=True)
    assert (len(times), int((times > 1).sum())) == (71, 42)
    assert seen.titre == "71 établissements visités, dont 42 plusieurs fois"
    by = figures.couverture(base.cursor(), UN, "lecture")
    assert "Visités plusieurs fois : 42 sur 71." in by.sous_titre.replace("\u202f", " ")
    once = figures.visites(base.cursor(), Filters(annees=(AN,), etablissements=("0869029X",)), "lecture")
    assert once.titre == "1 établissement visité"


def test_the_least_favoured_had_less_in_the_first_year(base: Base) -> None:
    """The demonstration holds both answers to the question of equity."""
    first = equite.ips_accompagnements(base.cursor(), Filters(annees=("2022-2023",)), "lecture")
    assert "moins favorisés" in first.titre
    assert first.donnees["Établissements"].sum() == 279


def test_a_year_without_a_log_is_not_a_year_without_visits(base: Base) -> None:
    v = figures.couverture(base.cursor(), Filters(annees=("2019-2020",)), "lecture")
    assert v.etat == "absent"
    never = figures.jamais_visites(base.cursor(), Filters(annees=("2019-2020",)), "lecture")
    assert never.donnees.empty
    assert never.etat == "absent"


def test_bars_of_hours_of_several_years_keep_room_on_a_phone(base: Base) -> None:
    """« 151,5 heures · 2,0 en moyenne · 2023-2024 » left them 20 pixels."""
    v = figures.heures(base.cursor(), Filters(annees=("2022-2023", AN)), "coordination")
    assert v.figure
    assert v.figure["layout"]["margin"]["r"] < 0.65 * TELEPHONE


def test_a_choice_of_which_every_school_was_visited_is_known_to_be_so(base: Base) -> None:
    """« Tous les établissements de ce choix ont été visités » stood beside « absent »."""
    seen = Filters(annees=(AN,), etablissements=("0869029X",))
    v = figures.jamais_visites(base.cursor(), seen, "coordination")
    assert v.titre == "Aucun établissement sans visite"
    assert v.etat == "calculé"


def test_a_reader_sees_no_persons_of_a_school(base: Base) -> None:
    choice = Filters(annees=(AN,), communes=("Poitiers",))
    assert figures.personnes(base.cursor(), choice, "lecture").vide
    assert not figures.personnes(base.cursor(), choice, "coordination").vide
    three = figures.personnes(base.cursor(), TROIS, "lecture").donnees
    assert MASQUE in three["Enseignants"].tolist()
    assert (
        MASQUE not in figures.personnes(base.cursor(), TROIS, "coordination").donnees["Enseignants"].tolist()
    )


def test_a_click_on_the_map_gives_a_commune_of_the_filter(base: Base) -> None:
    for builder in (figures.carte_communes, figures.carte_etablissements):
        figure = builder(base.cursor(), UN, "lecture").figure
        assert figure is not None
        given = {c for trace in figure["data"] for c in trace.get("customdata", []) if c is not None}
        known = base.cursor().execute("SELECT DISTINCT commune FROM etablissement").fetchall()
        schools = base.cursor().execute("SELECT uai FROM etablissement").fetchall()
        assert "Poitiers" in given
        assert given <= {c for (c,) in known} | {u for (u,) in schools}
        # A school drawn on the map is itself, not its commune.
        assert bool(given & {u for (u,) in schools}) is (builder is figures.carte_etablissements)


@pytest.mark.parametrize("carte", [figures.carte_communes, carte_rencontres, numerixplore.lieux])
def test_a_choice_says_which_communes_it_leaves_out(base: Base, carte: Question[Visual]) -> None:
    figure = carte(base.cursor(), Filters(annees=(AN,), communes=("Poitiers",)), "lecture").figure
    assert figure is not None
    words = [a["text"] for a in figure["layout"]["annotations"]]
    assert "hors du choix" in words
    assert "sans donnée" not in words
    whole = carte(base.cursor(), UN, "lecture").figure
    assert whole is not None
    assert "hors du choix" not in [a["text"] for a in whole["layout"]["annotations"]]


def test_a_commune_of_the_choice_without_a_meeting_is_not_left_out(base: Base) -> None:
    colleges = Filters(annees=(AN,), types=("Collège",))
    figure = carte_rencontres(base.cursor(), colleges, "lecture").figure
    assert figure is not None
    read = [t for trace in figure["data"] for t in trace.get("hovertext") or [] if isinstance(t, str)]
    assert any("0 rencontre" in t for t in read)
    assert any("hors du choix" in t for t in read)


def test_published_figures_alone_draw_the_kinds(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    v = figures.natures(opened.cursor(), UN, "lecture")
    opened.close()
    assert v.etat == "publié"
    assert v.donnees["Interventions"].tolist() == [76, 41, 17, 5]


def test_interventions_before_the_directory_say_that_it_is_missing(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "base" / "tne.duckdb")
    scene.un("Référence;Date;Nature;UAI\n1;12/10/2023;Formation;0860002K\n2;13/10/2023;Formation;0860799B")
    con = scene.base.cursor()
    for question in (
        figures.carte_communes,
        figures.couverture,
        equite.ips_accompagnements,
        equite.communes_accompagnements,
    ):
        v = question(con, UN, "coordination")
        assert "on ne sait pas encore" in v.titre.lower()
        assert "Importez l'annuaire" in v.alternative.replace("\u2019", "'")
    # The log is there, and names no theme: it is not the choice that is too narrow.
    assert "n'en dit rien" in figures.themes(con, UN, "coordination").alternative.replace("\u2019", "'")
    scene.base.close()


def test_of_one_school_its_visits_are_counted(base: Base) -> None:
    seul = Filters(annees=(AN,), etablissements=("0869032A",))
    assert figures.couverture(base.cursor(), seul, "lecture").sous_titre.endswith(" Visité 5 fois.")
    une = Filters(annees=("2024-2025",), etablissements=("0869327W",))
    assert figures.couverture(base.cursor(), une, "lecture").sous_titre.endswith(" Visité une fois.")
    assert "Visités plusieurs fois" in figures.couverture(base.cursor(), UN, "lecture").sous_titre


def test_a_list_of_one_row_has_no_order(base: Base) -> None:
    """« Du plus visité au moins visité » stood over a single school."""
    seul = Filters(annees=(AN,), etablissements=("0869032A",))
    visite = figures.visites(base.cursor(), seul, "lecture")
    assert (len(visite.donnees), visite.sous_titre) == (1, f"Selon le journal, {AN}.")
    assert figures.visites(base.cursor(), UN, "lecture").sous_titre.startswith("Du plus visité")
    for uai, fin in (("0869227M", f"{AN}."), ("0869045P", f"{AN}. Visité une autre année.")):
        jamais = figures.jamais_visites(base.cursor(), Filters((AN,), etablissements=(uai,)), "lecture")
        assert (len(jamais.donnees), jamais.sous_titre) == (1, f"Selon le journal, {fin}")
    assert figures.jamais_visites(base.cursor(), UN, "lecture").sous_titre.startswith("Par commune")


def test_one_month_is_not_the_busiest(base: Base) -> None:
    busy = "Mois le plus chargé"
    assert busy in figures.rythme(base.cursor(), UN, "lecture").sous_titre
    un = Filters((AN,), etablissements=("0869180L",))
    assert busy not in figures.rythme(base.cursor(), un, "lecture").sous_titre


def test_where_nobody_was_counted_no_kind_is_told(base: Base) -> None:
    vouzailles = Filters(("2022-2023", AN), communes=("Vouzailles",))
    personne = figures.personnes(base.cursor(), vouzailles, "coordination")
    assert personne.alternative.startswith("Aucun enseignant ni élève n\u2019a été compté")
    assert not personne.alternative.endswith(". .")
    assert figures.personnes(base.cursor(), UN, "coordination").alternative.count("\u202f; ") >= 2


def test_of_one_commune_the_map_does_not_count_communes(base: Base) -> None:
    poitiers = Filters(annees=(AN,), communes=("Poitiers",))
    assert "visitée" not in figures.carte_communes(base.cursor(), poitiers, "lecture").sous_titre
    assert "visitées sur les" in figures.carte_communes(base.cursor(), UN, "lecture").sous_titre
