"""Meetings with parents and views of resources, against rows counted by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from tests.importing.scene import COORDINATION, Scene, base_de, uai
from tests.lu import lu
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.provenance import origines
from tne.queries import parentalite as questions
from tne.queries.group_persons import Portee
from tne.visuals.equipements_listes import ressources as equipees
from tne.visuals.parentalite_ressources import ressources, visionnage

AN, AVANT = "2023-2024", "2022-2023"
UN = Filters(annees=(AN,))


A, B, C, D = (uai(n) for n in range(9101, 9105))
ECOLES = f"""
UAI;Nom;Type;Secteur;État;Code commune;Commune
{A};École A;École;Public;Ouvert;86194;Poitiers
{B};École B;École;Public;Ouvert;86137;Loudun
{C};Collège C;Collège;Public;Ouvert;86066;Châtellerault
{D};Collège D;Collège;Public;Ouvert;86070;Chauvigny
"""
# Écrans: 3 meetings, 30 families. ENT: 3, 24. Réseaux: 1, 9. P08 names no school but a commune, P09 nothing.
ATELIERS = f"""
Référence;Date;Type;Organisateur;Thème;UAI;Commune;Familles;Parents;Enfants
2022-P01;10/10/2022;Atelier;Orks;Écrans;{A};;7;8;0
P01;10/10/2023;Atelier;Orks;Écrans;{A};;12;14;3
P02;11/10/2023;Atelier;Orks;Écrans;{B};;10;11;0
P03;12/10/2023;Atelier;Orks;Écrans;{C};;8;9;
P04;13/10/2023;Formation;Trousse à Projets;ENT;{A};;9;9;
P05;14/10/2023;Formation;Trousse à Projets;ENT;{B};;8;8;
P06;15/10/2023;Formation;Trousse à Projets;ENT;{D};;7;7;
P07;16/10/2023;Atelier;Orks;Réseaux;{C};;9;3;
P08;17/10/2023;Atelier;Orks;Écrans;;Lusignan;;;
P09;18/10/2023;Atelier;Orks;;;;;;
"""
RESSOURCES = """
Plateforme;Identifiant;Titre;Public;Thème;Adresse;Durée (secondes);Date de publication
YouTube;v1;Alpha;Écoliers;ENT;https://exemple.invalid/1;100;01/09/2022
PodEduc;v2;Bêta;Collégiens;Écrans;;200;01/09/2022
PodEduc;v3;Gamma;Tous;;;;
YouTube;v4;Delta;Collégiens;;;;01/09/2024
"""
# v1: months (12), a yearly total of 50 and a running total that must not be added. v2: an undated month and a yearly total.
VUES = """
Plateforme;Identifiant;Année scolaire;Période;Début;Vues;Durée de visionnage (heures)
YouTube;v1;2022-2023;Mois;01/06/2023;100;2
YouTube;v1;2023-2024;Mois;01/09/2023;5;0,1
YouTube;v1;2023-2024;Mois;01/10/2023;7;0,1
YouTube;v1;2023-2024;Année;01/09/2023;50;
YouTube;v1;2022-2023;Depuis la création;;90;
YouTube;v1;2023-2024;Depuis la création;;112;2,2
YouTube;v1;2024-2025;Depuis la création;;400;9
PodEduc;v2;2023-2024;Mois;;3;
PodEduc;v2;2023-2024;Année;;40;
YouTube;v9;2023-2024;Mois;01/09/2023;0;
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_de(tmp_path_factory.mktemp("parentalite"), ECOLES, ATELIERS, RESSOURCES, VUES) as made:
        yield made


def test_meetings_one_by_one(base: Base) -> None:
    found = questions.meetings(base.cursor(), UN, "coordination")
    assert found["atelier_id"].tolist() == [f"P{n:02d}" for n in range(1, 10)]
    assert found["familles"].sum() == 63
    assert found.set_index("atelier_id").loc["P08", "code_insee"] == "86139"
    assert pd.isna(found.set_index("atelier_id").loc["P09", "code_insee"])


def test_readers_see_no_person_of_one_meeting(base: Base) -> None:
    found = questions.meetings(base.cursor(), UN, "lecture")
    assert len(found) == 9
    assert found[["familles", "parents", "enfants"]].isna().all(axis=None)


def test_meetings_without_a_school_leave_a_choice_of_schools(base: Base) -> None:
    chosen = Filters(annees=(AN,), communes=("Poitiers",))
    found = questions.meetings(base.cursor(), chosen, "coordination")
    assert found["atelier_id"].tolist() == ["P01", "P04"]
    assert questions.without_school(base.cursor(), chosen) == 2


def test_families_by_theme(base: Base) -> None:
    found = questions.families(base.cursor(), UN, "coordination").set_index("theme")
    assert found["familles"].to_dict() == {"Écrans": 30, "ENT": 24, "Réseaux": 9}
    assert found["rencontres"].to_dict() == {"Écrans": 3, "ENT": 3, "Réseaux": 1}


def test_a_theme_of_one_meeting_never_stands_alone_for_readers(base: Base) -> None:
    found = questions.families(base.cursor(), UN, "lecture").set_index("theme")
    # Réseaux (1 meeting) is one school's count: ENT, the next smallest, joins it.
    assert found["familles"].to_dict() == {questions.AUTRES_THEMES: 33, "Écrans": 30}
    assert found["rencontres"].min() >= 3


def test_themes_gathered_hide_what_enough_families_of_masked_schools_hide(scene: Scene) -> None:
    """The parents of two schools are shown: less theirs, six families of two others stood under the themes that are gathered."""
    montree, autre, *masquees = (uai(n) for n in range(9111, 9116))
    one, two, three = masquees
    met = [
        ("Un", one, 3, 2), ("Deux", two, 3, 5), ("Trois", montree, 10, 10),
        ("Quatre", one, 6, 1), ("Quatre", three, 6, 4), ("Quatre", autre, 20, 20),
        ("Cinq", montree, 10, 10), ("Cinq", autre, 10, 10), ("Cinq", montree, 10, 10),
    ]  # fmt: skip
    rows = [f"P{n};1{n}/10/2023;Atelier;Orks;{t};{u};{f};{p}" for n, (t, u, f, p) in enumerate(met)]
    scene.un("\n".join(["Référence;Date;Type;Organisateur;Thème;UAI;Familles;Parents", *rows]))
    con = scene.base.cursor()
    shown = questions.parents_by_school(con, UN, "lecture")
    assert set(shown.loc[shown["masque"], "uai"]) == set(masquees)
    found = questions.families(con, UN, "lecture").set_index("theme")
    assert found["familles"].to_dict() == {questions.AUTRES_THEMES: 48, "Cinq": 30}


@pytest.mark.parametrize(
    "chosen", [Filters(annees=(AN,), types=("École",)), Filters(annees=(AN,), communes=("Poitiers",))]
)
def test_readers_see_no_theme_under_a_choice_of_schools(base: Base, chosen: Filters) -> None:
    found = questions.families(base.cursor(), chosen, "lecture")
    assert not found.empty
    assert found["familles"].isna().all()


def test_readers_see_no_theme_of_a_part_of_the_territory(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    # A scope that may show its total does not show its themes: two choices would give a school by difference.
    monkeypatch.setattr(questions, "portees", lambda *_: {AN: Portee(uais=(A, B))})
    found = questions.families(base.cursor(), Filters(annees=(AN,), types=("École",)), "lecture")
    assert found["rencontres"].min() >= 3
    assert found["familles"].isna().all()


def test_parents_by_school(base: Base) -> None:
    found = questions.parents_by_school(base.cursor(), UN, "coordination").set_index("uai")["valeur"]
    assert found.to_dict() == {A: 23, B: 19, C: 12, D: 7}


def test_the_year_of_a_resource_is_never_a_sum_of_months_and_totals(base: Base) -> None:
    found = questions.resources(base.cursor(), UN, "coordination").set_index("identifiant")
    assert found.loc["v1", "vues"] == 12
    assert found.loc["v2", "vues"] == 40
    assert bool(found.loc["v2", "annuel"])
    assert not bool(found.loc["v1", "annuel"])
    assert found.loc["v1", "vues_creation"] == 112
    assert found.loc["v1", "releve"] == AN


def test_what_was_not_measured_is_not_zero(base: Base) -> None:
    found = questions.resources(base.cursor(), UN, "coordination").set_index("identifiant")
    assert pd.isna(found.loc["v3", "vues"])
    assert found.loc["v9", "vues"] == 0
    assert found.loc["v9", "titre"] == "v9"


def test_watch_time_belongs_to_the_views_it_was_measured_with(base: Base) -> None:
    found = questions.resources(base.cursor(), UN, "coordination").set_index("identifiant")
    assert found.loc["v1", "heures"] == pytest.approx(0.2)
    assert found.loc["v1", "vues_mesurees"] == 12
    assert pd.isna(found.loc["v2", "heures"])


def test_watch_time_is_told_against_the_length_of_the_video(base: Base) -> None:
    # v1: 0.2 hour for 12 views, a minute each, of 100 seconds; no length or no time is known of the others.
    (row,) = visionnage(base.cursor(), UN, "coordination").donnees.to_dict("records")
    assert (row["Ressource"], row["Part regardée"]) == ("Alpha", pytest.approx(60))
    assert (row["Vue moyenne"], row["Durée"]) == ("1\u202fmin\u202f00", "1\u202fmin\u202f40")


def test_months_in_order_without_undated_ones(base: Base) -> None:
    both = Filters(annees=(AVANT, AN))
    found = questions.monthly_views(base.cursor(), both, "coordination")
    assert found[["identifiant", "vues"]].to_numpy().tolist() == [
        ["v1", 100],
        ["v1", 5],
        ["v9", 0],
        ["v1", 7],
    ]


def test_views_do_not_honour_a_choice_of_schools(base: Base) -> None:
    chosen = Filters(annees=(AN,), communes=("Poitiers",))
    found = questions.resources(base.cursor(), chosen, "lecture").set_index("identifiant")
    assert found.loc["v1", "vues"] == 12


def test_no_year_means_every_year(base: Base) -> None:
    assert len(questions.meetings(base.cursor(), Filters(), "coordination")) == 10


def test_a_resource_for_teachers_is_none_for_parents(scene: Scene) -> None:
    named = "Plateforme;Identifiant;Titre;Public\nYouTube;v1;Alpha;Tous\nYouTube;v2;Bêta;\nPodEduc;v3;Gamma;Enseignants"
    assert scene.un(named, jeu="ressource").comptes.refusees == 0
    code = "parentalite.ressources"
    (value,) = [v for v in compute(scene.base, UN, AN) if v.indicateur.code == code]
    assert value.valeur == 2 == len(ressources(scene.base.cursor(), UN, "coordination").donnees)
    (made, *_) = origines(scene.base.cursor(), COORDINATION, UN, AN, code, "coordination")
    assert (made.total, made.valeur) == (2, 2.0)


def test_views_of_a_resource_for_teachers_are_told_with_equipment_and_not_with_parents(
    scene: Scene,
) -> None:
    named = "Plateforme;Identifiant;Titre;Public\nYouTube;v1;Alpha;Tous\nPodEduc;v3;Gamma;Enseignants"
    scene.un(named, jeu="ressource")
    seen = "Plateforme;Identifiant;Année scolaire;Période;Début;Vues\n"
    seen += "YouTube;v1;2023-2024;Mois;01/10/2023;7\nYouTube;v9;2023-2024;Mois;01/10/2023;2\nPodEduc;v3;2023-2024;Mois;01/10/2023;40"
    assert scene.un(seen, jeu="consultation").comptes.refusees == 0
    con = scene.base.cursor()
    (value,) = [v for v in compute(scene.base, UN, AN) if v.indicateur.code == "parentalite.vues"]
    assert value.valeur == 9
    (made, *_) = origines(scene.base.cursor(), COORDINATION, UN, AN, "parentalite.vues", "coordination")
    assert (made.total, made.valeur) == (2, 9.0)
    assert set(questions.resources(con, UN, "coordination")["identifiant"]) == {"v1", "v9"}
    assert set(questions.monthly_views(con, UN, "coordination")["identifiant"]) == {"v1", "v9"}
    shown = equipees(con, UN, "coordination")
    assert (
        lu(shown.avertissements[0])
        == "Ressources en ligne pour les enseignants\u202f: 40 vues, pour 1 ressource."
    )


def test_each_resource_of_a_platform_has_its_own_running_total(scene: Scene) -> None:
    scene.importer(f"{VUES}YouTube;v9;2023-2024;Depuis la création;;30;\n")
    found = questions.resources(scene.base.cursor(), UN, "coordination")
    columns = ["plateforme", "identifiant", "vues_creation"]
    assert found.loc[found["plateforme"] == "YouTube", columns].to_numpy().tolist() == [
        ["YouTube", "v1", 112],
        ["YouTube", "v9", 30],
    ]


@pytest.mark.parametrize(
    "jours", [("01/01/2024", "01/06/2024"), ("01/06/2024", "01/01/2024"), ("", "01/06/2024")]
)
def test_of_the_running_totals_of_one_year_the_last_is_read(scene: Scene, jours: tuple[str, str]) -> None:
    """The first row of the file was, whatever its day."""
    for jour in jours:
        views = 70 if jour.endswith("06/2024") else 30
        scene.importer(f"{VUES}YouTube;v9;2023-2024;Depuis la création;{jour};{views};{views / 10:.0f}\n")
    found = questions.resources(scene.base.cursor(), UN, "coordination")
    (row,) = found.loc[found["identifiant"] == "v9"].to_dict("records")
    assert (row["vues_creation"], row["heures_creation"]) == (70, 7)


def test_hours_are_of_the_reading_that_the_views_are_of(scene: Scene) -> None:
    """Those of an earlier one stood beside the views of the last, which came without hours."""
    scene.importer(f"{VUES}YouTube;v9;2023-2024;Depuis la création;01/01/2024;30;3\n")
    scene.importer(f"{VUES}YouTube;v9;2023-2024;Depuis la création;01/06/2024;70;\n")
    found = questions.resources(scene.base.cursor(), UN, "coordination").set_index("identifiant")
    assert found.loc["v9", "vues_creation"] == 70
    assert pd.isna(found.loc["v9", "heures_creation"])
