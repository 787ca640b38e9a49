"""What schools have at the end of a year, and how far they stand from a pilot, against rows counted by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.importing.scene import Scene, base_de, uai
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.queries import equipements as questions
from tne.queries import totals
from tne.section_phrases import phrase_equipements
from tne.visuals.equipements import etats, ressources, socles

AN, AVANT = "2023-2024", "2022-2023"
UN = Filters(annees=(AN,))


A, B, C, D, E = (uai(n) for n in range(9301, 9306))
# One degree of latitude is 111.19 km on a sphere of 6,371 km. D has no position, E is closed.
ECOLES = f"""
UAI;Nom;Type;Secteur;État;Code commune;Commune;Position;Établissement pilote
{A};École A;École;Public;Ouvert;86194;Poitiers;"46.5, 0.3";oui
{B};École B;École;Public;Ouvert;86137;Loudun;"47.5, 0.3";non
{C};Collège C;Collège;Public;Ouvert;86066;Châtellerault;"46.6, 0.3";
{D};École D;École;Public;Ouvert;86070;Chauvigny;;
{E};École E;École;Public;Fermé;86070;Chauvigny;"46.5, 0.4";oui
"""
EQUIPEMENTS = f"""
Référence;Année scolaire;UAI;Type;Libellé;Quantité;État
2022-1;2022-2023;{A};Socle numérique;Socle;2;Déployé
2023-1;2023-2024;{B};Socle numérique;Socle;1;Livré
2023-2;2023-2024;{B};Socle numérique;Socle;1;Commandé
2023-3;2023-2024;{C};WebRadio;Studio;1;Déployé
2023-4;2023-2024;{C};Ressource;Banque;;
2024-1;2024-2025;{B};Socle numérique;Socle;1;Déployé
2024-2;2024-2025;{A};WebTV;Studio;1;Déployé
"""
CONSTATS = """
Année scolaire;Département;Partie;Ordre;Tonalité;Thème;Texte
2023-2024;086;Équipements;2;Vigilance;Labs;Le deuxième.
2023-2024;086;Équipements;1;Positif;Socle;Le premier.
2023-2024;086;Formations;1;Positif;Autre;Ailleurs.
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_de(tmp_path_factory.mktemp("equipements"), ECOLES, EQUIPEMENTS, CONSTATS) as made:
        yield made


def test_a_school_keeps_what_it_received_the_years_before(base: Base) -> None:
    found = questions.basic_equipment(base.cursor(), Filters(annees=(AVANT, AN, "2024-2025")), "lecture")
    rows = found[["annee", "type", "etablissements", "deployes", "livres", "commandes", "sans"]].to_numpy()
    assert rows.tolist() == [
        [AVANT, "École", 3, 1, 0, 0, 2],
        [AVANT, "Collège", 1, 0, 0, 0, 1],
        [AN, "École", 3, 1, 1, 0, 1],
        [AN, "Collège", 1, 0, 0, 0, 1],
        ["2024-2025", "École", 3, 2, 0, 0, 1],
        ["2024-2025", "Collège", 1, 0, 0, 0, 1],
    ]


def test_what_the_year_brought_counts_among_the_schools_it_is_out_of(scene: Scene) -> None:
    """« 1 établissement sur 4 a son socle, dont 4 déployés » : a lycée, a closed school and an unknown one had theirs too."""
    lycee, inconnu = uai(9306), uai(9307)
    scene.importer(f"{ECOLES.strip()}\n{lycee};Lycée;Lycée;Public;Ouvert;86070;Chauvigny;;")
    rows = [f"{n};{AN};{u};Socle numérique;Socle;1;Déployé" for n, u in enumerate((A, E, lycee, inconnu), 1)]
    scene.importer("\n".join([EQUIPEMENTS.strip().splitlines()[0], *rows]))
    values = {v.indicateur.code: v for v in compute(scene.base, UN, AN)}
    socles = values["equipement.socles"]
    assert (socles.valeur, socles.denominateur, values["equipement.dotes"].valeur) == (1, 4, 1)
    cut = totals.by_year(scene.base.cursor(), totals._EQUIPEMENTS, None, (AN,), date(2024, 8, 31))
    assert (cut[AN]["socles"], cut[AN]["equipes"]) == (1, 4)
    assert "a son socle numérique, déployé en 2023-2024." in phrase_equipements(values)


def test_a_year_before_any_equipment_says_nothing(base: Base) -> None:
    assert questions.basic_equipment(base.cursor(), Filters(annees=("2020-2021",)), "lecture").empty


def test_a_socle_whose_state_is_not_said_is_not_one_that_was_ordered(scene: Scene) -> None:
    """« 1 l'attend (commandé ou livré) » was said of it."""
    scene.un(ECOLES)
    said = EQUIPEMENTS.strip().splitlines()
    scene.un("\n".join([said[0], *(f"{r};{AN};{A};Socle numérique;Socle;1;" for r in ("2023-8", "2023-9"))]))
    figure = socles(scene.base.cursor(), UN, "lecture")
    scene.un("\n".join([said[0], f"2023-9;{AN};{A};Socle numérique;Socle;1;Commandé"]))
    later = socles(scene.base.cursor(), UN, "lecture")
    ecoles = figure.donnees.set_index("Type").loc["Écoles"]
    assert ecoles[["Commandé", "État non précisé", "Sans socle connu"]].tolist() == [0, 1, 2]
    assert "attend" not in figure.sous_titre
    assert later.donnees.set_index("Type").loc["Écoles", "Commandé"] == 1
    assert "État non précisé" not in later.donnees
    assert "1 l’attend (commandé ou livré)" in later.sous_titre


def test_the_year_that_a_row_writes_goes_before_that_of_its_date(scene: Scene) -> None:
    """What is delivered in summer for the year to come is of that one; a row that writes none is of its date's."""
    scene.importer(ECOLES)
    head = "Référence;Année scolaire;Date;UAI;Type;Libellé;Quantité;État"
    rows = [
        f"1;{AN};01/07/2023;{A};Socle numérique;Socle;1;Déployé",
        f"2;;01/07/2023;{B};Socle numérique;Socle;1;Déployé",
    ]
    scene.importer("\n".join([head, *rows]))
    found = {a: {v.indicateur.code: v for v in compute(scene.base, UN.for_year(a), a)} for a in (AVANT, AN)}
    assert [found[a]["equipement.socles"].valeur for a in (AVANT, AN)] == [1, 1]
    assert [found[a]["equipement.dotes"].valeur for a in (AVANT, AN)] == [1, 2]


def test_equipment_of_no_year_is_no_zero_of_each(scene: Scene) -> None:
    """A row without a date nor a year is counted by no figure: what was published of the year stands."""
    scene.un(ECOLES)
    scene.un(f"UAI;Type;Quantité;État\n{A};Socle numérique;2;Déployé")
    scene.un(
        "Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\n"
        f"equipement.socles;{AN};086;12;0;Bilan"
    )
    found = {
        v.indicateur.code: (v.origine, v.valeur)
        for v in compute(scene.base, UN, AN)
        if v.indicateur.famille == "equipements"
    }
    nothing = etats(scene.base.cursor(), UN, "coordination")
    assert found == {"equipement.dotes": ("absent", None), "equipement.socles": ("publié", 12.0)}
    assert nothing.etat == "absent"


def test_states_up_to_the_year(base: Base) -> None:
    found = questions.states(base.cursor(), UN, "lecture").set_index("type")
    assert found.loc["Socle numérique", ["deployes", "livres", "commandes", "quantite"]].tolist() == [
        1,
        1,
        1,
        4,
    ]
    assert found.loc["Ressource numérique", "inconnus"] == 1
    # Two schools have a socle, one of them by two rows.
    assert found.loc["Socle numérique", "etablissements"] == 2


def test_distances_to_the_nearest_open_pilot(base: Base) -> None:
    found = questions.mesh(base.cursor(), UN, "lecture").set_index("uai")
    assert list(found.index) == [B, C, A, D]
    assert found.loc[B, "km"] == pytest.approx(111.19, abs=0.01)
    assert found.loc[C, "km"] == pytest.approx(11.12, abs=0.01)
    assert found.loc[A, "km"] == 0
    assert found["km"].isna().to_dict() == {B: False, C: False, A: False, D: True}
    near = found.loc[B, ["proche", "commune_proche", "uai_proche"]].tolist()
    assert near == ["École A", found.loc[A, "commune"], A]


def test_pilots_outside_the_choice_still_serve_it(base: Base) -> None:
    found = questions.mesh(base.cursor(), Filters(annees=(AN,), communes=("Loudun",)), "lecture")
    assert found["km"].tolist() == [pytest.approx(111.19, abs=0.01)]


@pytest.mark.parametrize("etendue", [0.2, 1.0, 3.0, 180.0])
def test_the_nearest_pilot_wherever_schools_stand(tmp_path: Path, etendue: float) -> None:
    """Against every distance, one by one: near and far pilots, at the same place, on both sides of 180°."""
    opened = Base(str(tmp_path / "tne.duckdb"))
    drawn = random.Random(etendue)
    rows = [
        (
            uai(n),
            f"É{n}",
            drawn.random() < 0.05,
            round(drawn.uniform(-1, 1) * min(etendue, 80), 1),
            round(drawn.uniform(-1, 1) * etendue, 1),
        )
        for n in range(400)
    ]
    con = opened.cursor()
    con.executemany(
        "INSERT INTO etablissement (_cle, _ligne, _import, uai, nom, type, pilote, latitude, longitude) "
        "VALUES (md5($1)::UUID, 1, 1, $1, $2, 'École', $3, $4, $5)",
        [list(r) for r in rows],
    )
    pilots = [r for r in rows if r[2]]

    def km(a: tuple[Any, ...], b: tuple[Any, ...]) -> float:
        y1, x1, y2, x2 = (math.radians(v) for v in (*a[3:], *b[3:]))
        h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
        return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))

    found = questions.mesh(con, UN, "lecture").set_index("uai")
    assert len(found) == len(rows)
    for r in rows:
        nearest = min((round(km(r, p), 6), p[0], p[1]) for p in pilots)
        assert found.loc[r[0], "km"] == pytest.approx(nearest[0], abs=1e-5)
        assert km(r, next(p for p in pilots if p[1] == found.loc[r[0], "proche"])) == pytest.approx(
            nearest[0], abs=1e-5
        )
    opened.close()


def test_pieces_up_to_the_year_under_a_choice_of_schools(base: Base) -> None:
    chosen = Filters(annees=(AN,), types=("École",))
    assert questions.pieces(base.cursor(), chosen, "lecture", questions.PROJETS).empty
    assert len(questions.pieces(base.cursor(), UN, "lecture", questions.PROJETS)) == 1


def test_a_resource_of_no_known_quantity_has_none(base: Base) -> None:
    """« 0 » stood beside a bank of resources that a collège has."""
    table = ressources(base.cursor(), UN, "coordination").donnees.set_index("Ressource")
    assert table.loc["Banque", "Établissements"] == 1
    assert pd.isna(table.loc["Banque", "Quantité"])


def test_findings_in_their_order(base: Base) -> None:
    assert questions.findings(base.cursor(), UN, "lecture")["texte"].tolist() == [
        "Le premier.",
        "Le deuxième.",
    ]
