"""The map: what it draws, what a click gives, what it weighs."""

import base64
import json
import math
import os
import struct
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from tests.visuals.cartes import ECOLES, MESH, table, traces
from tne import geo
from tne.visuals import couleurs
from tne.visuals.carte import COMPTES, Classe, carte, classes_de_comptes, hors_carte


def abscisses(trace: dict) -> list[float]:
    """The x of a filled trace, decoded."""
    octets = base64.b64decode(trace["x"]["bdata"])
    return list(struct.unpack(f"<{len(octets) // 4}f", octets))


def anneaux(trace: dict) -> int:
    """How many rings a filled trace holds."""
    return sum(math.isnan(x) for x in abscisses(trace))


def survols(figure: dict) -> dict[str, str]:
    """What the pointer reads, by INSEE code."""
    reperes = traces(figure)["communes"]
    return dict(zip(reperes["customdata"], reperes["hovertext"], strict=True))


def test_one_filled_trace_per_class_with_all_communes():
    figure = carte(table(c86194=24, c86066=5, c86137=3, c86165=1), MESH, couleur="accompagnements")
    surfaces = {nom: t for nom, t in traces(figure).items() if t.get("fill") == "toself"}
    assert {nom: anneaux(t) for nom, t in surfaces.items()} == {
        "aucune": 261,
        "1 ou 2": 1,
        "3 à 5": 2,
        "6 et plus": 1,
    }
    assert [t["fillcolor"] for t in surfaces.values()] == [
        couleurs.PALE,
        *couleurs.echelle("accompagnements", 3),
    ]
    # Zero keeps its borders: without, it is lost in the page.
    assert [t["line"]["color"] for t in surfaces.values()] == [couleurs.CONTOUR] + [couleurs.PAPIER] * 3
    bords = [(f["fillcolor"], f["line"].get("color")) for f in figure["layout"]["shapes"][:2]]
    assert bords == [(couleurs.PALE, couleurs.CONTOUR), (couleurs.echelle("accompagnements", 3)[0], None)]
    poitiers = MESH.contours["86194"].anneaux[0]
    assert abscisses(surfaces["6 et plus"])[:-1] == pytest.approx([x for x, _ in poitiers], abs=1e-5)


def test_click_and_hover_give_each_commune():
    df = table(c86194=1234, c86066=2, c86112=None).assign(texte=["", "2 interventions", "secret"])
    df.loc[0, "texte"] = "1\u202f234 interventions"
    figure = carte(df, MESH, couleur="formations")
    lus = survols(figure)
    assert set(lus) == set(geo.communes()["code_insee"])
    assert lus["86194"] == "<b>Poitiers</b><br>1\u202f234 interventions"
    assert lus["86066"] == "<b>Châtellerault</b><br>2 interventions"
    assert lus["86112"] == "<b>L\u2019Isle-Jourdain</b><br>masqué"
    assert lus["86001"] == "<b>Adriers</b><br>aucune"
    reperes = traces(figure)["communes"]
    i = reperes["customdata"].index("86194")
    poitiers = geo.communes().set_index("code_insee").loc["86194"]
    assert (reperes["x"][i], reperes["y"][i]) == (poitiers["longitude"], poitiers["latitude"])
    assert reperes["marker"]["opacity"] == 0
    assert reperes["unselected"]["marker"]["opacity"] == 0


def test_a_masked_commune_is_hatched_and_its_value_is_nowhere():
    figure = carte(table(c86194=7, c86066=None), MESH, couleur="parentalite")
    assert anneaux(traces(figure)["masqué"]) == 1
    assert traces(figure)["masqué"]["fillpattern"]["shape"] == "/"
    assert "masqué" in [mot["text"] for mot in figure["layout"]["annotations"]]
    sans = carte(table(c86194=7), MESH, couleur="parentalite")
    assert "masqué" not in traces(sans)
    assert "masqué" not in [mot["text"] for mot in sans["layout"]["annotations"]]


def test_a_former_commune_counts_in_the_present_one():
    df = table(c86231=2, c86247=4, c86021=None, c86123=3)
    figure = carte(df, MESH, couleur="accompagnements")
    assert survols(figure)["86247"] == "<b>Val-de-Comporté</b><br>6"
    assert anneaux(traces(figure)["6 et plus"]) == 1
    assert survols(figure)["86123"].endswith("masqué")  # a masked part masks the sum: no subtraction
    assert hors_carte(df, MESH) == []


def test_communes_off_the_map_are_listed():
    assert hors_carte(table(c94028=2, c86194=1, c75056=1), MESH) == ["75056", "94028"]


def test_a_commune_without_row_may_have_no_data():
    taux = (Classe("moins de 50\u202f%", 0, 50), Classe("50\u202f% et plus", 50))
    figure = carte(table(c86194=12, c86066=80), MESH, couleur="formations", classes=taux, absent=None)
    assert anneaux(traces(figure)["sans donnée"]) == 263
    assert survols(figure)["86001"].endswith("sans donnée")
    assert traces(figure)["moins de 50\u202f%"]["fillcolor"] == couleurs.echelle("formations", 2)[0]


def test_a_value_in_no_class_is_a_mistake():
    with pytest.raises(ValueError, match="hors des classes"):
        carte(table(c86194=-1), MESH, couleur="formations")
    with pytest.raises(ValueError, match="ni point"):
        carte(table().assign(nom=[], latitude=[], longitude=[]), None, couleur="formations")


def test_no_row_at_all_draws_the_empty_territory():
    figure = carte(pd.DataFrame({"code_insee": [], "valeur": []}), MESH, couleur="formations")
    assert anneaux(traces(figure)["aucune"]) == 265


def test_territory_without_mesh_gets_points():
    df = pd.DataFrame(
        {
            "code_insee": ["94028", "94017", "94002"],
            "valeur": [6, 0, 2],
            "nom": ["Créteil", "Champigny", "Alfortville"],
            "latitude": [48.79, 48.817, None],
            "longitude": [2.455, 2.516, None],
        }
    )
    figure = carte(df, None, couleur="accompagnements")
    assert {nom: t["customdata"] for nom, t in traces(figure).items() if "customdata" in t} == {
        "aucune": ["94017"],
        "6 et plus": ["94028"],
    }
    assert "Créteil" in traces(figure)["villes"]["text"]
    assert hors_carte(df, None) == ["94002"]


def test_without_a_mesh_a_school_hides_no_commune_and_none_is_left_outside():
    df = pd.DataFrame(
        {
            "code_insee": ["97411", "97415"],
            "valeur": [2.0, 7.0],
            "nom": ["Saint-Denis", "Saint-Paul"],
            "latitude": [-20.88, -21.01],
            "longitude": [55.45, 55.27],
        }
    )
    places = [("9740001A", -20.88, 55.45), ("9740002B", -20.95, 55.21), ("9740003C", -21.07, 55.33)]
    schools = pd.DataFrame(places, columns=["uai", "latitude", "longitude"]).assign(
        nom="Collège", legende="collège touché", plein=True
    )
    figure = carte(df, None, couleur="numerixplore", points=schools)
    discs = [
        t for t in figure["data"] if "97411" in t.get("customdata", ()) or "97415" in t.get("customdata", ())
    ]
    (marks,) = (t for t in figure["data"] if t["name"] == "collège touché")
    for disc in discs:
        assert disc["marker"]["size"] >= 2.5 * marks["marker"]["size"], (
            "the colour is seen around the only school"
        )
    for axis in ("x", "y"):
        low, high = sorted(figure["layout"][f"{axis}axis"]["range"])
        assert all(low < v < high for v in marks[axis])


def test_schools_are_drawn_full_or_hollow_over_the_names():
    figure = carte(table(), MESH, couleur="formations", points=ECOLES)
    assert [t["name"] for t in figure["data"]][-3:] == ["villes", "visité", "jamais visité"]
    visites, jamais = figure["data"][-2:]
    assert visites["customdata"] == ["0860799B"]  # the third has no position
    assert jamais["customdata"] == ["0860002K"]
    assert visites["marker"]["color"] == couleurs.ENCRE
    assert jamais["marker"]["color"] == couleurs.PAPIER
    assert visites["hovertext"] == ["<b>&lt;b&gt;B&lt;/b&gt;</b><br>visité"]
    assert traces(figure)["villes"]["marker"]["opacity"] == 0
    assert [mot["text"] for mot in figure["layout"]["annotations"]][-2:] == ["visité", "jamais visité"]


def test_chosen_communes_are_outlined():
    figure = carte(table(), MESH, couleur="formations", choisies=["86231", "86194", "94028"])
    assert anneaux(traces(figure)["choix"]) == 2
    assert "choix" not in traces(carte(table(), MESH, couleur="formations"))


def test_aspect_is_true_and_nothing_moves():
    layout = carte(table(), MESH, couleur="formations")["layout"]
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["yaxis"]["scaleratio"] == pytest.approx(1 / math.cos(math.radians(46.6)), abs=0.01)
    assert layout["xaxis"]["range"][0] < -0.081 < 1.175 < layout["xaxis"]["range"][1]
    assert layout["xaxis"]["fixedrange"]
    assert layout["yaxis"]["fixedrange"]


@pytest.mark.parametrize(
    ("valeurs", "libelles"),
    [
        ([], ["aucune", "1 ou 2", "3 à 5", "6 et plus"]),
        ([1, 1, 2, 3, 24], ["aucune", "1 ou 2", "3 à 5", "6 et plus"]),
        ([10, 20, 30, 40, 50, 60, 70, 80, 90], ["aucune", "1 à 20", "21 à 50", "51 et plus"]),
        ([900, 1500, 3000], ["aucune", "1 à 1\u202f000", "1\u202f001 à 2\u202f000", "2\u202f001 et plus"]),
        ([6], ["aucune", "1 ou 2", "3 à 5", "6 et plus"]),
        ([10_000] * 9, ["aucune", "1 à 2\u202f000", "2\u202f001 à 5\u202f000", "5\u202f001 et plus"]),
    ],
)
def test_classes_of_counts(valeurs, libelles):
    classes = classes_de_comptes(valeurs)
    assert [c.libelle for c in classes] == libelles
    for valeur in [0, *valeurs]:
        assert sum(c.contient(valeur) for c in classes) == 1
    assert [c.fin for c in classes[:-1]] == [c.debut for c in classes[1:]]


def test_slides_scale_texts_and_strokes():
    page, diapo = (carte(table(), MESH, couleur="formations", taille=t, hauteur=600) for t in (1.0, 2.0))
    assert page["layout"]["height"] == 600
    assert (
        diapo["layout"]["annotations"][0]["font"]["size"]
        == 2 * page["layout"]["annotations"][0]["font"]["size"]
    )
    assert traces(diapo)["aucune"]["line"]["width"] == 2 * traces(page)["aucune"]["line"]["width"]


def test_plotly_accepts_it_and_it_is_a_pure_value():
    df = table(c86194=24, c86066=None)
    avant = df.copy()
    une, deux = (carte(df, MESH, couleur="numerixplore", points=ECOLES, choisies=["86194"]) for _ in range(2))
    assert une == deux
    pd.testing.assert_frame_equal(df, avant)
    assert len(go.Figure(une).data) == len(une["data"])
    clair, sombre = couleurs.resoudre(une, "clair"), couleurs.resoudre(une, "sombre")
    assert "#0000" not in json.dumps(clair)
    assert clair != sombre


def test_real_contours_stay_under_300_kb():
    dossier = os.environ.get("TNE_DONNEES_REELLES")
    if not dossier:
        pytest.skip("TNE_DONNEES_REELLES n'est pas défini : pas de fichier réel à lire")
    contours = geo.lire_geojson((Path(dossier) / "communes-086-2018.geojson").read_bytes())
    mesh = geo.maillage_de_contours(contours, "2018")
    df = table(c86194=24, c86019=3, c86214=1)
    figure = carte(df, mesh, couleur="accompagnements", points=ECOLES, choisies=["86123"])
    assert len(json.dumps(figure)) < 300_000
    assert anneaux(traces(figure)["choix"]) == 1
    assert len(json.dumps(carte(df, MESH, couleur="accompagnements"))) < 100_000
    assert sum(c.vide for c in COMPTES) == 1
