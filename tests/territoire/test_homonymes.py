"""Many communes bear the name of one of another département: each is told by its code, never by its name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tne import geo
from tne.filters import Filters
from tne.kinds import LETTRES_UAI
from tne.queries import choices
from tne.queries.carte import noms_des_communes
from tne.queries.communes import par_commune
from tne.queries.parentalite import meetings
from tne.queries.perimeter import perimetre
from tne.visuals.parentalite_lieux import carte_rencontres

ANNEE = Filters(annees=("2023-2024",))


def uai(seven: str) -> str:
    """The valid UAI of these seven digits."""
    return seven + LETTRES_UAI[int(seven) % 23]


ICI, LA_BAS, NIORT = uai("0790101"), uai("0860101"), uai("0790102")
# Vouillé is a commune of the Deux-Sèvres (79355) and one of the Vienne (86294).
ANNUAIRE = f"""UAI;Nom;Type;Secteur;État;Code commune;Commune;Position
{ICI};École d'ici;Ecole;Public;Ouvert;79355;Vouillé;"46.31, -0.37"
{LA_BAS};École de là-bas;Ecole;Public;Ouvert;86294;Vouillé;"46.64, 0.17"
{NIORT};École du centre;Ecole;Public;Ouvert;79191;Niort;"46.32, -0.46"
"""
RENCONTRES = """Référence;Date;Type;Organisateur;UAI;Commune
1;10/10/2023;Atelier;Orks;;vouillé
2;11/10/2023;Atelier;Orks;;Niort
"""
Poser = Callable[[str], Scene]


@pytest.fixture
def poser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Poser]:
    """`poser("079")`: a base of that territory, its directory and its meetings imported."""
    scenes: list[Scene] = []

    def put(territory: str) -> Scene:
        monkeypatch.setenv("TNE_TERRITOIRE", territory)
        scene = Scene(tmp_path / "base" / "tne.duckdb")
        scenes.append(scene)
        assert scene.un(ANNUAIRE, jeu="etablissement").import_id
        assert scene.un(RENCONTRES, jeu="atelier_parentalite").import_id
        return scene

    yield put
    for scene in scenes:
        scene.base.close()


@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        ("079", ["79355", "79191"]),
        ("086", ["86294", ""]),
        ("079,086", ["", "79191"]),  # nothing says which of the two it was
    ],
)
def test_a_meeting_told_by_the_name_of_its_commune_is_at_the_one_of_the_territory(
    poser: Poser, territory: str, expected: list[str]
) -> None:
    con = poser(territory).base.cursor()
    assert meetings(con, ANNEE, "coordination")["code_insee"].fillna("").tolist() == expected


@pytest.mark.parametrize(
    ("territory", "expected"),
    [("079", []), ("086", ["CC du Haut Poitou"]), ("079,086", ["CC du Haut Poitou"])],
)
def test_only_the_intercommunalites_of_its_communes_are_offered(
    poser: Poser, territory: str, expected: list[str]
) -> None:
    assert choices.epcis(poser(territory).base.cursor()) == expected


def test_the_list_of_communes_is_cut_to_the_territory() -> None:
    assert len(geo.communes_de(("086", "079"))) == len(geo.communes()) == 265
    assert geo.communes_de(("079",)).empty


def test_communes_of_one_name_are_chosen_each_by_its_departement(poser: Poser) -> None:
    con = poser("079,086").base.cursor()
    assert choices.communes(con) == ["Niort", "Vouillé (79)", "Vouillé (86)"]
    for commune, school in (("Vouillé (79)", ICI), ("Vouillé (86)", LA_BAS), ("Niort", NIORT)):
        assert perimetre(con, Filters(communes=(commune,))).uais == (school,)
        assert noms_des_communes(con)[school] == commune, "what a click on the map chooses"
    assert noms_des_communes(con)["79355"] == "Vouillé (79)"


def test_alone_in_its_territory_a_commune_keeps_its_name(poser: Poser) -> None:
    con = poser("079").base.cursor()
    assert choices.communes(con) == ["Niort", "Vouillé"]
    assert perimetre(con, Filters(communes=("Vouillé",))).uais == (ICI,)


def test_the_maps_tell_communes_of_one_name_apart(poser: Poser) -> None:
    scene = poser("079,086")
    visits = f"Référence;Date;Nature;UAI\n1;12/10/2023;Formation;{ICI}\n"
    assert scene.un(visits, "i.csv", jeu="intervention").import_id
    more = (
        f"Référence;Date;Type;Organisateur;UAI;Commune\n3;12/10/2023;Atelier;Orks;{ICI};\n"
        f"4;13/10/2023;Atelier;Orks;{LA_BAS};\n5;13/10/2023;Atelier;Orks;;Vouillé (86)\n"
    )
    assert scene.un(more, "p.csv", jeu="atelier_parentalite").import_id
    con = scene.base.cursor()
    visited = par_commune(con, ANNEE, "coordination").set_index("nom")["valeur"].to_dict()
    assert visited == {"Vouillé (79)": 1, "Vouillé (86)": 0, "Niort": 0}
    met = carte_rencontres(con, ANNEE, "coordination").donnees.set_index("Commune")["Rencontres"].to_dict()
    assert met["Vouillé (79)"] == 1
    assert met["Vouillé (86)"] == 2
    assert met["Niort"] == 1
