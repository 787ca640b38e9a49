"""What the médiateurs did, by commune and by group of schools, against rows counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date

import pandas as pd
import pytest

from tests.importing.scene import Scene, base_de, uai
from tne import geo
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute, kept_years
from tne.queries import accompagnements as questions
from tne.queries import carte, communes, equite, totals
from tne.queries.memoire import instant
from tne.visuals.accompagnements_temps import heures

AN, AVANT = "2023-2024", "2022-2023"
UN = Filters(annees=(AN,))


E1, E2, E3, E4, C1, C2, FERMEE, ANCIENNE, LYCEE, INCONNUE = (uai(n) for n in range(9001, 9011))

ECOLES = f"""
UAI;Nom;Type;Secteur;Type de contrat;État;Code commune;Commune;Remplacé par;Position
{E1};École Un;École;Public;;Ouvert;86194;Poitiers;;"46.58, 0.34"
{E2};École Deux;École;Public;;Ouvert;86194;Poitiers;;"46.57, 0.35"
{E3};École Trois;École;Public;;Ouvert;86137;Loudun;;
{E4};École Quatre;École;Public;;Ouvert;86001;Adriers;;
{C1};Collège Un;Collège;Public;;Ouvert;86194;Poitiers;;
{C2};Collège Deux;Collège;Privé;Sous contrat;Ouvert;86137;Loudun;;
{FERMEE};École Fermée;École;Public;;Fermé;86194;Poitiers;;
{ANCIENNE};École Ancienne;École;Public;;Fermé;86194;Poitiers;{E1};
{LYCEE};Lycée;Lycée;Public;;Ouvert;86194;Poitiers;;
"""
# 2023-001 took place in an école and a collège; 2023-006 in a lycée, 2023-008 in a school nobody knows; 2023-007 is written at a
# school and at the one that it replaced.
INTERVENTIONS = f"""
Référence;Date;Nature;UAI;Thème;Heures;Nombre d'enseignants;Nombre d'élèves;Projet;État du projet;Médiateur
2022-001;03/10/2022;Formation;{E3};ENT;2;12;;;;Prénom Nom
2023-001;02/10/2023;Formation;{E1};ENT;3;10;;;;Prénom Nom
2023-001;02/10/2023;Formation;{C1};ENT;3;10;;;;Prénom Nom
2023-002;03/10/2023;Formation;{E2};ENT;2;6;;;;
2023-003;05/10/2023;Accompagnement personnalisé;{C1};Robots;1;2;20;;;
2023-004;05/03/2024;Suivi de projet;{C1};Médias;1,5;1;5;WebRadio;En cours;
2023-005;05/04/2024;Suivi de projet;{C1};Médias;1;1;5;WebRadio;Terminé;
2023-006;09/01/2024;Intervention technique;{LYCEE};;2;;;;;
2023-007;10/01/2024;Formation;{ANCIENNE};ENT;2;8;;;;
2023-007;10/01/2024;Formation;{E1};ENT;2;8;;;;
2023-008;11/01/2024;Intervention technique;{INCONNUE};;;;;;;
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_de(tmp_path_factory.mktemp("accompagnements"), ECOLES, INTERVENTIONS) as made:
        yield made


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(v) else v for v in line) for line in frame[list(columns)].to_numpy()]


def test_an_intervention_in_two_schools_counts_once(base: Base) -> None:
    frame = questions.natures(base.cursor(), UN, "lecture")
    assert rows(frame, "nature", "interventions", "ecoles", "colleges", "heures", "avec_heures") == [
        ("Formation", 3, 2, 0, 7.0, 3),
        ("Accompagnement personnalisé", 1, 0, 1, 1.0, 1),
        ("Intervention technique", 2, 0, 0, 2.0, 1),
        ("Suivi de projet", 2, 0, 2, 2.5, 2),
    ]


def test_no_year_means_all_years(base: Base) -> None:
    frame = questions.natures(base.cursor(), Filters(), "lecture")
    assert frame.groupby("annee")["interventions"].sum().to_dict() == {AVANT: 1, AN: 8}


def test_a_choice_of_schools_keeps_their_rows(base: Base) -> None:
    frame = questions.natures(base.cursor(), Filters(annees=(AN,), types=("Collège",)), "lecture")
    assert rows(frame, "nature", "interventions", "colleges") == [
        ("Formation", 1, 1),
        ("Accompagnement personnalisé", 1, 1),
        ("Suivi de projet", 2, 2),
    ]


def test_days_and_themes(base: Base) -> None:
    days = questions.jours(base.cursor(), UN, "lecture")
    assert len(days) == 8
    assert days["interventions"].sum() == 8
    assert rows(questions.themes(base.cursor(), UN, "lecture"), "theme", "interventions", "heures") == [
        ("ENT", 3, 7.0),
        ("Médias", 2, 2.5),
        (questions.SANS_THEME, 2, 2.0),
        ("Robots", 1, 1.0),
    ]


def test_persons_of_an_intervention_in_two_schools_count_once(base: Base) -> None:
    frame = questions.personnes(base.cursor(), UN, "coordination")
    assert rows(frame, "nature", "enseignants", "eleves") == [
        ("Formation", 24, 0),
        ("Accompagnement personnalisé", 2, 20),
        ("Intervention technique", 0, 0),
        ("Suivi de projet", 2, 10),
    ]
    assert frame.set_index("nature")["enseignants_mention"]["Suivi de projet"] != ""


def test_a_reader_sees_no_small_count_nor_one_that_gives_it(base: Base) -> None:
    frame = questions.personnes(base.cursor(), UN, "lecture").set_index("nature")
    assert frame.loc["Suivi de projet", "enseignants_masque"]
    assert frame.loc["Accompagnement personnalisé", "enseignants_masque"]
    # The two small ones hold 4 together: under twice the threshold, Formation is masked with them.
    assert frame.loc["Formation", "enseignants_masque"]
    # 20 and 10 pupils are of one or two interventions: of one school.
    assert bool(frame.loc[["Accompagnement personnalisé", "Suivi de projet"], "eleves_masque"].all())


def test_a_reader_has_no_count_of_persons_for_a_choice_of_schools(base: Base) -> None:
    for choice in (
        Filters(annees=(AN,), etablissements=(C1,)),
        Filters(annees=(AN,), communes=("Poitiers",)),
        Filters(annees=(AN,), types=("École",)),
    ):
        assert questions.personnes(base.cursor(), choice, "lecture").empty
        assert not questions.personnes(base.cursor(), choice, "coordination").empty


def test_visited_and_never_visited_schools(base: Base) -> None:
    frame = questions.etablissements(base.cursor(), UN, "lecture")
    assert rows(frame, "uai", "visites", "de_reference") == [
        (C1, 4, True),
        (E1, 2, True),  # once itself, once as the school it replaced
        (INCONNUE, 1, False),
        (E2, 1, True),
        (LYCEE, 1, False),
        (E4, 0, True),
        (C2, 0, True),
        (E3, 0, True),
    ]
    other = frame.set_index("uai")["derniere_connue"]
    assert pd.Timestamp(other[E3]) == pd.Timestamp(2022, 10, 3)
    assert pd.isna(other[C2])
    assert frame.set_index("uai")["epci"][E4] == "CC Vienne et Gartempe"


def test_a_share_of_schools_counts_among_those_it_is_out_of(base: Base, scene: Scene) -> None:
    """A lycée and an unknown school were among the visited, over a denominator that leaves them out."""
    with_directory = {v.indicateur.code: v for v in compute(base, UN, AN)}["accompagnement.etablissements"]
    assert (with_directory.numerateur, with_directory.denominateur) == (3, 6)
    whole = totals.by_year(base.cursor(), totals._INTERVENTIONS, None, (AN,), date(2024, 8, 31))
    assert whole[AN]["etablissements_visites"] == 3
    scene.importer(INTERVENTIONS)
    alone = totals.by_year(scene.base.cursor(), totals._INTERVENTIONS, None, (AN,))
    # Without a directory nobody knows what each is: all that the log names.
    assert alone[AN]["etablissements_visites"] == 6


def test_a_list_without_types_is_no_directory(scene: Scene) -> None:
    """The sheet of pilots alone made « 0 % dans des écoles » and « 6 établissements visités sur 0 », over what was published."""
    scene.importer(f"UAI;Nom;Établissement pilote\n{E1};École Un;oui")
    scene.importer(INTERVENTIONS)
    scene.importer(
        "Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\n"
        f"accompagnement.part_ecoles;{AN};086;72;0;Bilan"
    )
    found = {v.indicateur.code: (v.origine, v.valeur) for v in compute(scene.base, UN, AN)}
    assert found["accompagnement.total"] == ("calculé", 8)
    assert found["accompagnement.part_ecoles"] == ("publié", 72)
    assert found["accompagnement.part_colleges"] == found["accompagnement.etablissements"] == ("absent", None)


@pytest.mark.parametrize("kept", [False, True], ids=["counted here", "added up before"])
def test_where_the_directory_lacks_schools_none_of_a_type_is_no_zero(scene: Scene, kept: bool) -> None:
    """With a directory of collèges alone « dans des écoles : 0 % » stood as computed, over two visits of écoles."""
    scene.importer("\n".join(line for line in ECOLES.strip().splitlines() if ";École;" not in line))
    scene.importer(
        f"""Référence;Date;Nature;UAI
2022-001;03/10/2022;Formation;{C1}
2023-001;02/10/2023;Formation;{C1}
2023-002;03/10/2023;Formation;{E1}
2023-003;05/10/2023;Formation;{E2}
2024-001;07/10/2024;Formation;{E2}"""
    )
    con = scene.base.cursor()

    def told(annee: str, *schools: str) -> list[float | None]:
        filters = Filters(annees=(annee,), etablissements=schools)
        with instant(con) if kept else nullcontext():
            found = {v.indicateur.code: v for v in kept_years(con, filters, (annee,), "coordination")[annee]}
        three = ("part_ecoles", "part_colleges", "etablissements")
        return [found[f"accompagnement.{part}"].numerateur for part in three]

    assert told(AVANT) == [0, 1, 1], "all visits are at schools that it knows"
    assert told(AN) == [None, 1, 1]
    assert told("2024-2025") == [None, None, None]
    assert told(AN, C1) == [0, 1, 1]


def test_a_kind_whose_hours_nobody_wrote_has_none(scene: Scene) -> None:
    header = "Référence;Date;Nature;UAI;Heures"
    rows = (f"1;02/10/2023;Formation;{E1};2", f"2;03/10/2023;Intervention technique;{E1};")
    scene.importer("\n".join([header, *rows]))
    table = heures(scene.base.cursor(), UN, "coordination").donnees.set_index("Nature")["Heures"]
    assert table.iloc[0] == 2
    assert pd.isna(table.iloc[1])


def test_a_project_has_its_last_state(base: Base) -> None:
    frame = questions.projets(base.cursor(), UN, "lecture")
    assert rows(frame, "uai", "projet", "etat", "suivis") == [(C1, "WebRadio", "Terminé", 2)]


def test_nobody_is_named(base: Base) -> None:
    columns = [
        r[0] for r in base.cursor().execute("SELECT column_name FROM (DESCRIBE v_intervention)").fetchall()
    ]
    assert "mediateur" not in columns


def test_a_year_without_a_log_is_known_as_such(base: Base) -> None:
    assert questions.suivi(base.cursor(), Filters(annees=(AN,), etablissements=(E4,)))
    assert not questions.suivi(base.cursor(), Filters(annees=("2019-2020",)))


def test_communes_count_interventions_once(base: Base) -> None:
    frame = communes.par_commune(base.cursor(), UN, "lecture")
    assert rows(frame, "code_insee", "nom", "valeur", "touches", "etablissements") == [
        ("86001", "Adriers", 0, 0, 1),
        ("86137", "Loudun", 0, 0, 2),
        ("86194", "Poitiers", 7, 3, 3),
    ]
    assert communes.sans_commune(base.cursor(), UN) == 1
    names = carte.noms_des_communes(base.cursor())
    assert (names["86194"], names[C2]) == ("Poitiers", "Loudun")


def test_the_mesh_is_the_schematic_one_until_contours_are_imported(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = carte.maillage_en_vigueur(scene.base.cursor())
    assert drawn is not None
    assert drawn.nom == "maillage schématique"
    ring = "[[[0.3,46.5],[0.4,46.5],[0.4,46.6],[0.3,46.5]]]"
    for vintage in ("2018", "2024"):
        geometrie = '{""type"":""Polygon"",""coordinates"":' + ring + "}"
        scene.un(f'code;nom;millesime;geometry\n86194;Poitiers;{vintage};"{geometrie}"', nom=f"{vintage}.csv")
    real = carte.maillage_en_vigueur(scene.base.cursor())
    assert real is not None
    assert (real.nom, real.millesime, list(real.contours)) == ("contours", "2024", ["86194"])
    monkeypatch.setenv("TNE_TERRITOIRE", "094")
    assert carte.maillage_en_vigueur(scene.base.cursor()) is None


@pytest.fixture(scope="module")
def huit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Eight écoles of rising index (two a quarter), one without index; visits in the two lowest and in the highest."""
    codes = ("86001", "86001", "86001", "86137", "86137", "86194", "86194", "86194", "99999")
    ecoles = "UAI;Nom;Type;Secteur;État;Code commune;Commune\n" + "\n".join(
        f"{uai(9101 + i)};École {i};École;Public;Ouvert;{code};C{code}" for i, code in enumerate(codes)
    )
    indices = "Rentrée scolaire;UAI;IPS\n" + "\n".join(
        f"{AVANT};{uai(9101 + i)};{80 + 5 * i}" for i in range(8)
    )
    visits = "Référence;Date;Nature;UAI\n" + "\n".join(
        f"v{i};02/10/2023;Formation;{uai(9101 + i)}" for i in (0, 1, 7)
    )
    with base_de(tmp_path_factory.mktemp("equite"), ecoles, indices, visits) as made:
        yield made


def test_quarters_take_the_latest_index_known(huit: Base) -> None:
    frame = equite.par_quartile(huit.cursor(), UN, "lecture")
    assert rows(frame, "annee", "groupe", "touches", "total") == [
        (AN, "1er quart", 2, 2),
        (AN, "2e quart", 0, 2),
        (AN, "3e quart", 0, 2),
        (AN, "4e quart", 1, 2),
    ]
    schools = equite.ecoles(huit.cursor(), UN, "lecture")
    assert schools["quart"].isna().sum() == 1
    assert set(schools["annee_ips"].dropna()) == {AVANT}


def test_schools_of_one_index_are_in_one_quarter(scene: Scene) -> None:
    """All alike, those of the first UAI were the least favoured."""
    schools = [f"{uai(9101 + i)};É{i};École;Public;Ouvert" for i in range(8)]
    scene.importer("\n".join(["UAI;Nom;Type;Secteur;État", *schools]))
    indices = [f"{AN};{uai(9101 + i)};{100 if i < 7 else 120}" for i in range(8)]
    scene.importer("\n".join(["Rentrée scolaire;UAI;IPS", *indices]), nom="i.csv")
    scene.importer(f"Référence;Date;Nature;UAI\n1;02/10/2023;Formation;{uai(9101)}")
    frame = equite.par_quartile(scene.base.cursor(), UN, "lecture")
    assert rows(frame, "groupe", "touches", "total") == [("1er quart", 1, 7), ("4e quart", 0, 1)]
    assert set(equite.ecoles(scene.base.cursor(), UN, "lecture")["annee_ips"]) == {AN}


def test_a_filter_does_not_move_a_school_to_another_quarter(huit: Base) -> None:
    frame = equite.par_quartile(huit.cursor(), Filters(annees=(AN,), communes=("C86194",)), "lecture")
    assert rows(frame, "groupe", "touches", "total") == [("3e quart", 0, 1), ("4e quart", 1, 2)]


def test_sizes_of_communes(huit: Base) -> None:
    people = geo.communes().set_index("code_insee")["population"]
    assert (people["86001"] < 1_000, 5_000 <= people["86137"] < 20_000, people["86194"] >= 20_000) == (
        True,
    ) * 3
    frame = equite.par_taille(huit.cursor(), UN, "lecture")
    assert rows(frame, "groupe", "touches", "total") == [
        ("Moins de 1\u202f000 habitants", 2, 3),
        ("5\u202f000 à 20\u202f000", 0, 2),
        ("20\u202f000 et plus", 1, 3),
    ]


def test_a_part_without_data_has_no_group(huit: Base) -> None:
    assert equite.par_quartile(huit.cursor(), UN, "lecture", "numerixplore").empty
    assert equite.ecoles(huit.cursor(), UN, "lecture", "parentalite").empty
    assert equite.sans_ecole(huit.cursor(), UN, "accompagnements") == 0


@pytest.mark.parametrize("question", [communes.par_commune, equite.par_quartile, equite.par_taille])
def test_a_part_without_events_at_schools_is_refused(
    huit: Base, question: Callable[..., pd.DataFrame]
) -> None:
    """« formations » gave the map of a territory where nobody went anywhere."""
    with pytest.raises(ValueError, match="numerixplore are expected, not 'formations'"):
        question(huit.cursor(), UN, "lecture", "formations")
