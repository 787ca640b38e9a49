"""Where the médiateurs went: parts of the territory, coverage, equity, maps and lists of visits."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.importing.scene import Scene
from tests.lu import lu
from tne.db import Base
from tne.filters import Filters
from tne.queries import accompagnements as questions
from tne.ui.cache import Question
from tne.visuals import accompagnements as figures
from tne.visuals import equite, numerixplore
from tne.visuals.accompagnements_lieux import _oubliees, titre_carte
from tne.visuals.accompagnements_visites import titre_couverture
from tne.visuals.parentalite_lieux import carte_rencontres
from tne.visuals.visual import Visual

AN = "2023-2024"
UN = Filters(annees=(AN,))


def test_a_town_is_forgotten_when_it_has_a_school_and_no_visit() -> None:
    towns = [
        ("86194", "Poitiers", 1, 0),
        ("86066", "Châtellerault", 9, 0),
        ("86137", "Loudun", 2, 1),
        ("86070", "Chauvigny", 0, 0),
    ]
    lieux = pd.DataFrame(towns, columns=["code_insee", "nom", "etablissements", "valeur"])
    assert _oubliees(lieux) == ["Poitiers", "Châtellerault"]


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
        (
            [("Nord", 20, 60), ("Sud", 22, 60)],
            [],
            "Pas d'écart net entre les parties du territoire, et chaque ville a eu une visite",
        ),
        # Of a territory of two départements one alone is described: nothing is known of the towns of the other.
        ([("", 15, 60), ("Nord", 20, 60), ("Sud", 22, 60)], [], "57 établissements visités sur 180"),
        ([("", 15, 60), ("Nord", 2, 60), ("Sud", 40, 60)], ["Loudun"], "57 établissements visités sur 180"),
        ([("Nord", 1, 6), ("Sud", 2, 6)], [], "Trop peu de visites"),
        ([("Nord", 1, 6)], [], "1 établissement visité sur 6"),
        ([("Nord", 0, 6)], ["Loudun"], "Aucune visite pour les 6 établissements, dans 90 communes"),
        ([("Nord", 0, 4), ("Sud", 0, 5)], [], "Aucune visite pour les 9 établissements, dans 90 communes"),
        ([("Nord", 1, 1)], [], "L'établissement a été visité"),
        ([("Nord", 0, 1)], ["Loudun"], "L'établissement n'a reçu aucune visite"),
    ],
)
def test_parts_of_the_territory(
    groupes: list[tuple[str, int, int]], oubliees: list[str], attendu: str
) -> None:
    assert titre_carte(groupes, oubliees, 12, 90).startswith(attendu)


def test_every_town_was_visited_only_where_each_is_known() -> None:
    groupes = [("", 0, 2), ("Nord", 20, 60), ("Sud", 22, 60)]
    assert titre_carte(groupes, [], 2, 90) == "Pas d'écart net entre les parties du territoire"


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
        (40, 80, "40 établissements sur 80 ont été visités"),
        (39, 80, "41 établissements sur 80 n’ont reçu aucune visite"),
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


def test_repeat_visits_are_told_and_counted(demo: Base) -> None:
    seen = figures.visites(demo.cursor(), UN, "lecture")
    times = seen.donnees["Visites"]
    assert list(times) == sorted(times, reverse=True)
    assert (len(times), int((times > 1).sum())) == (71, 42)
    assert seen.titre == "71 établissements visités, dont 42 plusieurs fois"
    by = figures.couverture(demo.cursor(), UN, "lecture")
    assert "Visités plusieurs fois : 42 sur 71." in by.sous_titre.replace("\u202f", " ")
    once = figures.visites(demo.cursor(), Filters(annees=(AN,), etablissements=("0869029X",)), "lecture")
    assert once.titre == "1 établissement visité"
    both = tuple(seen.donnees["UAI"].head(2))
    twice = figures.visites(demo.cursor(), Filters(annees=(AN,), etablissements=both), "lecture")
    assert twice.titre == "2 établissements visités, chacun plusieurs fois"


def test_the_least_favoured_had_less_in_the_first_year(demo: Base) -> None:
    """The demonstration holds both answers to the question of equity."""
    first = equite.ips_accompagnements(demo.cursor(), Filters(annees=("2022-2023",)), "lecture")
    assert "moins favorisés" in first.titre
    assert first.donnees["Établissements"].sum() == 279


def test_a_year_without_a_log_is_not_a_year_without_visits(demo: Base) -> None:
    v = figures.couverture(demo.cursor(), Filters(annees=("2019-2020",)), "lecture")
    assert v.etat == "absent"
    never = figures.jamais_visites(demo.cursor(), Filters(annees=("2019-2020",)), "lecture")
    assert never.donnees.empty
    assert never.etat == "absent"


def test_a_choice_of_which_every_school_was_visited_is_known_to_be_so(demo: Base) -> None:
    """« Tous les établissements de ce choix ont été visités » stood beside « absent »."""
    seen = Filters(annees=(AN,), etablissements=("0869029X",))
    v = figures.jamais_visites(demo.cursor(), seen, "coordination")
    assert v.titre == "Aucun établissement sans visite"
    assert v.etat == "calculé"


def test_of_a_closed_school_nothing_is_unknown_and_nothing_is_out_of_none(demo: Base) -> None:
    """« On ne sait pas encore quels établissements n'ont pas été visités » of one that the directory says is closed; its log was
    « absent » beside a tile of 0.
    """
    closed = Filters(annees=(AN,), etablissements=("0869341L",))
    for build in (figures.couverture, figures.jamais_visites):
        v = build(demo.cursor(), closed, "coordination")
        assert (v.titre, v.etat) == ("Aucune école ni aucun collège ouvert dans ce choix", "calculé")
    for build in (figures.natures, figures.projets, figures.rythme, figures.carte_communes):
        v = build(demo.cursor(), closed, "coordination")
        assert (v.vide, v.etat) == (True, "calculé"), v.titre
    # Of a lycée that was visited, « 0 établissement visité sur 0 » stood over the map of its visit.
    assert titre_carte([("", 0, 0)], [], 0, 0) == "Des interventions hors des écoles et des collèges ouverts"


def test_of_a_lycee_no_kind_of_school_has_a_key(demo: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """« écoles, 0 » and « collèges, 0 » stood over a bar without colour."""
    rows = pd.DataFrame(
        {"annee": [AN], "nature": ["Formation"], "interventions": [1], "ecoles": [0], "colleges": [0]}
    )
    monkeypatch.setattr(questions, "natures", lambda *_: rows)
    drawn = figures.natures(demo.cursor(), UN, "coordination")
    assert "écoles" not in json.dumps(drawn.figure, ensure_ascii=False)
    assert not drawn.avertissements


def test_a_click_on_the_map_gives_a_commune_of_the_filter(demo: Base) -> None:
    for builder in (figures.carte_communes, figures.carte_etablissements):
        figure = builder(demo.cursor(), UN, "lecture").figure
        assert figure is not None
        given = {c for trace in figure["data"] for c in trace.get("customdata", []) if c is not None}
        known = demo.cursor().execute("SELECT DISTINCT commune FROM etablissement").fetchall()
        schools = demo.cursor().execute("SELECT uai FROM etablissement").fetchall()
        assert "Poitiers" in given
        assert given <= {c for (c,) in known} | {u for (u,) in schools}
        # A school drawn on the map is itself, not its commune.
        assert bool(given & {u for (u,) in schools}) is (builder is figures.carte_etablissements)


@pytest.mark.parametrize("carte", [figures.carte_communes, carte_rencontres, numerixplore.lieux])
def test_a_choice_says_which_communes_it_leaves_out(demo: Base, carte: Question[Visual]) -> None:
    figure = carte(demo.cursor(), Filters(annees=(AN,), communes=("Poitiers",)), "lecture").figure
    assert figure is not None
    words = [a["text"] for a in figure["layout"]["annotations"]]
    assert "hors du choix" in words
    assert "sans donnée" not in words
    whole = carte(demo.cursor(), UN, "lecture").figure
    assert whole is not None
    assert "hors du choix" not in [a["text"] for a in whole["layout"]["annotations"]]


def test_a_commune_of_the_choice_without_a_meeting_is_not_left_out(demo: Base) -> None:
    colleges = Filters(annees=(AN,), types=("Collège",))
    figure = carte_rencontres(demo.cursor(), colleges, "lecture").figure
    assert figure is not None
    read = [t for trace in figure["data"] for t in trace.get("hovertext") or [] if isinstance(t, str)]
    assert any("0 rencontre" in t for t in read)
    assert any("hors du choix" in t for t in read)


def test_interventions_before_the_directory_say_that_it_is_missing(scene: Scene) -> None:
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


def test_of_one_school_its_visits_are_counted(demo: Base) -> None:
    seul = Filters(annees=(AN,), etablissements=("0869032A",))
    assert figures.couverture(demo.cursor(), seul, "lecture").sous_titre.endswith(" Visité 5 fois.")
    une = Filters(annees=("2024-2025",), etablissements=("0869327W",))
    assert figures.couverture(demo.cursor(), une, "lecture").sous_titre.endswith(" Visité une fois.")
    assert "Visités plusieurs fois" in figures.couverture(demo.cursor(), UN, "lecture").sous_titre


def test_a_list_of_one_row_has_no_order(demo: Base) -> None:
    """« Du plus visité au moins visité » stood over a single school."""
    seul = Filters(annees=(AN,), etablissements=("0869032A",))
    visite = figures.visites(demo.cursor(), seul, "lecture")
    assert (len(visite.donnees), visite.sous_titre) == (1, f"Selon le journal, {AN}.")
    assert figures.visites(demo.cursor(), UN, "lecture").sous_titre.startswith("Du plus visité")
    for uai, fin in (("0869227M", f"{AN}."), ("0869045P", f"{AN}. Visité une autre année.")):
        jamais = figures.jamais_visites(demo.cursor(), Filters((AN,), etablissements=(uai,)), "lecture")
        assert (len(jamais.donnees), jamais.sous_titre) == (1, f"Selon le journal, {fin}")
    assert figures.jamais_visites(demo.cursor(), UN, "lecture").sous_titre.startswith("Par commune")


def test_of_one_commune_the_map_does_not_count_communes(demo: Base) -> None:
    poitiers = Filters(annees=(AN,), communes=("Poitiers",))
    assert "visitée" not in figures.carte_communes(demo.cursor(), poitiers, "lecture").sous_titre
    assert "visitées sur les" in figures.carte_communes(demo.cursor(), UN, "lecture").sous_titre


def test_the_map_names_among_the_most_visited_none_without_a_visit(base_demo: Path) -> None:
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute(
            "DELETE FROM intervention WHERE reference <> (SELECT min(reference) FROM intervention WHERE annee = $a)",
            {"a": AN},
        )
    said = figures.carte_communes(opened.cursor(), UN, "coordination").alternative
    assert said.endswith("la plus visitée\u202f: Jaunay-Marigny, 1.")
    opened.close()


def test_equity_of_a_choice_without_any_ecole_asks_for_nothing_imported(base_demo: Path) -> None:
    """« Rien pour ce choix d'établissements. Importez le journal des interventions » was told of lycées, whose log was there."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("UPDATE etablissement SET type = 'Lycée' WHERE uai = '0869012D'")
    lycees = Filters(annees=(AN,), types=("Lycée",))
    v = equite.ips_accompagnements(opened.cursor(), lycees, "coordination")
    assert (
        v.alternative
        == "Rien de ce qui est importé ne concerne ce choix d\u2019établissements cette année-là."
    )
    opened.close()


def test_equity_of_a_choice_asks_for_the_index_that_nobody_imported(base_demo: Path) -> None:
    """« Rien de ce qui est importé ne concerne ce choix d'établissements » was told of collèges that were visited."""
    opened = Base(str(base_demo))
    choix = Filters(annees=(AN,), types=("Collège",))
    for sql, said in (
        (
            "DELETE FROM ips WHERE uai IN (SELECT uai FROM etablissement WHERE type = 'Collège')",
            "L\u2019indice de position sociale (IPS) n\u2019est connu d\u2019aucun établissement de ce choix.",
        ),
        (
            "DELETE FROM ips",
            "Aucun indice n\u2019est importé. Importez les indices de position sociale (IPS) des écoles et des collèges.",
        ),
    ):
        with opened.writing() as con:
            con.execute(sql)
        v = equite.ips_accompagnements(opened.cursor(), choix, "coordination")
        assert (v.alternative, v.etat) == (said, "absent")
    tous = equite.ips_accompagnements(opened.cursor(), Filters(annees=(AN,)), "coordination")
    assert tous.alternative.startswith("Importez les indices")
    opened.close()


def test_this_school_is_one_that_was_chosen(scene: Scene) -> None:
    """Of a base with one school, « dans cet établissement » spoke of one that nobody had chosen."""
    ecole = "UAI;Nom;Type;Secteur;État\n0860002K;École des Lilas;École;Public;Ouvert"
    scene.importer(ecole, jeu="etablissement")
    scene.importer("Référence;Date;Nature;UAI\n1;12/06/2024;Formation;0860002K")
    con = scene.base.cursor()
    tous, choisi = (
        figures.reponse(con, Filters(annees=(AN,), etablissements=uais), "coordination").reponse
        for uais in ((), ("0860002K",))
    )
    assert lu(tous) == "**1 intervention**\u202f; le seul établissement a été visité."
    assert lu(choisi) == "**1 intervention** dans cet établissement."
