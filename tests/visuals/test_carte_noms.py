"""The names of towns on a map: which ones, and where each stands."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from tests.visuals.cartes import ECOLES, MESH, table, traces
from tne import geo
from tne.visuals.cadre import Boite, Cadre, Ville, placer_noms, se_touchent
from tne.visuals.carte import carte
from tne.visuals.gabarit import TAILLE_DIAPO


def boites_des_noms(villes: dict, cadre: Cadre) -> list[Boite]:
    """What the names of the towns cover, in pixels of the frame."""
    boites = []
    for nom, lon, lat, position, corps, taille in zip(
        *(villes[c] for c in ("text", "x", "y", "textposition")),
        villes["textfont"]["size"],
        villes["marker"]["size"],
        strict=True,
    ):
        x, y = cadre.pixel((lon, lat))
        lettres = len(nom.removeprefix("<b>").removesuffix("</b>"))
        pied, large, demi = taille / 1.6 + 1, 0.56 * corps * lettres, 0.7 * corps
        ligne, colonne = position.split()
        gauche = {"left": x - pied - large, "center": x - large / 2, "right": x + pied}[colonne]
        haut = {"top": y - pied - 2 * demi, "middle": y - demi, "bottom": y + pied}[ligne]
        boites.append((gauche, haut, gauche + large, haut + 2 * demi))
    return boites


def test_main_towns_are_named_without_overlap():
    villes = traces(carte(table(), MESH, couleur="formations"))["villes"]
    assert villes["text"][:2] == ["<b>Poitiers</b>", "<b>Châtellerault</b>"]
    assert not any("<b>" in nom for nom in villes["text"][2:])
    assert {"Loudun", "Montmorillon", "Chauvigny", "Civray"} <= set(villes["text"])
    assert 8 <= len(villes["text"]) <= 12


@pytest.mark.parametrize("taille", [1.0, TAILLE_DIAPO])
def test_no_name_stands_on_the_dot_of_another_town(taille: float):
    """On the slide the name of Poitiers touched the dot of Chauvigny."""
    figure = carte(table(), MESH, couleur="formations", taille=taille)
    layout, villes = figure["layout"], traces(figure)["villes"]
    (ouest, est), (sud, nord) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    cadre = Cadre.autour([(ouest, sud), (est, nord)], taille, layout["height"], marge=0)
    centres = [cadre.pixel(point) for point in zip(villes["x"], villes["y"], strict=True)]
    for nom, boite in zip(villes["text"], boites_des_noms(villes, cadre), strict=True):
        gauche, haut, droite, bas = boite
        rayon = villes["marker"]["size"][0] / 2
        assert not [
            c for c in centres if gauche - rayon < c[0] < droite + rayon and haut - rayon < c[1] < bas + rayon
        ], nom
    assert "Chauvigny" in villes["text"]


def test_few_chosen_communes_are_named_before_all_towns():
    """The collège of Saint-Martin-la-Pallu stood unnamed under the name of Mirebeau."""
    villes = traces(carte(table(), MESH, couleur="formations", choisies=["86281"]))["villes"]
    assert villes["text"][:2] == ["Saint-Martin-la-Pallu", "<b>Poitiers</b>"]
    assert "Mirebeau" not in villes["text"]
    # The key above makes a higher frame: Poitiers left its place to its suburb.
    haute = carte(table(), MESH, couleur="formations", choisies=["86281"], absent=None, points=ECOLES)
    noms = traces(haute)["villes"]["text"]
    assert "<b>Poitiers</b>" in noms
    assert "Saint-Benoît" not in noms
    # Of four, the main towns tell better where they are.
    four = ["86281", "86001", "86002", "86114"]
    assert (
        traces(carte(table(), MESH, couleur="formations", choisies=four))["villes"]["text"][0]
        == "<b>Poitiers</b>"
    )


@pytest.mark.parametrize("taille", [1.0, TAILLE_DIAPO])
def test_no_name_hides_the_few_communes_that_have_a_colour(taille: float):
    """Of one visit the slide showed nothing: « Civray » stood on Charroux, which had it."""
    figure = carte(table(c86061=1), MESH, couleur="formations", taille=taille)
    layout, villes = figure["layout"], traces(figure)["villes"]
    assert villes["text"][0] == "Charroux"
    (ouest, est), (sud, nord) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    cadre = Cadre.autour([(ouest, sud), (est, nord)], taille, layout["height"], marge=0)
    x, y = zip(*(cadre.pixel(p) for a in MESH.contours["86061"].anneaux for p in a), strict=True)
    charroux = (min(x), min(y), max(x), max(y))
    assert not [
        nom
        for nom, boite in zip(villes["text"][1:], boites_des_noms(villes, cadre)[1:], strict=True)
        if se_touchent(boite, charroux)
    ]


def test_a_village_known_as_such_is_not_named():
    df = geo.communes().set_index("code_insee").loc[["86194", "86001"]].reset_index().assign(valeur=3)
    figure = carte(df, None, couleur="formations")
    assert traces(figure)["villes"]["text"] == ["<b>Poitiers</b>"]
    assert traces(figure)["3 à 5"]["customdata"] == ["86194", "86001"]


def test_names_keep_off_each_other_the_legend_and_the_edge():
    cadre = Cadre.autour([(0, 46), (1, 47)], 1.0, 540)
    x, y = cadre.pixel((0.5, 46.5))
    centre = [Ville("Grande", (0.5, 46.5), 100, True), Ville("Voisine", (0.52, 46.5), 50, False)]
    assert [n.nom for n in placer_noms(centre, cadre, [], 13, 3)] == ["Grande"]
    (nom,) = placer_noms(centre[:1], cadre, [(x + 1, y - 9, x + 200, y + 9)], 13, 3)
    assert nom.position == "middle left"
    (nom,) = placer_noms([Ville("Au bord", (0.99, 46.5), 1, False)], cadre, [], 13, 3)
    assert nom.position == "middle left"
    assert placer_noms(centre[:1], cadre, [cadre.boite], 13, 3) == []
    assert not se_touchent((0, 0, 1, 1), (1, 0, 2, 1))


def test_names_go_around_points_and_a_small_town_without_room_has_none():
    cadre = Cadre.autour([(0, 46), (1, 47)], 1.0, 540)
    x, y = cadre.pixel((0.5, 46.5))
    petite, grande = (Ville("Ville", (0.5, 46.5), 1, grand) for grand in (False, True))
    (nom,) = placer_noms([petite], cadre, [], 13, 3, evites=[(x + 5, y - 9, x + 15, y + 9)])
    assert (nom.position, nom.rayon) == ("middle left", 3)
    # Schools on all four sides: a corner; all around: farther away, but not so far that another town would seem meant.
    autour = [(x + a - 3, y + b - 3, x + a + 3, y + b + 3) for a, b in ((9, 0), (-9, 0), (0, 9), (0, -9))]
    (nom,) = placer_noms([petite], cadre, [], 13, 3, evites=autour)
    assert nom.position == "top right"
    (nom,) = placer_noms([petite], cadre, [], 13, 3, evites=[(x - 8, y - 8, x + 8, y + 8)])
    assert (nom.position, nom.rayon) == ("middle right", 3 + 0.6 * 13)
    assert (
        placer_noms([petite], cadre, [], 13, 3, evites=[(x - 8, y - 8, x + 8, y + 8)], reculs=(0, 0.3)) == []
    )
    assert placer_noms([petite], cadre, [], 13, 3, evites=[cadre.boite]) == []
    # Where a large or chosen town lies is said all the same, over as few as can be.
    partout = [cadre.boite, (x, y - 20, x + 90, y + 20)]
    for ville in (grande, replace(petite, poids=math.inf)):
        (nom,) = placer_noms([ville], cadre, [], 13, 3, evites=partout)
        assert nom.position == "middle left"


def test_no_school_stands_on_the_name_of_a_small_town():
    """The names of the Vienne lay over its clusters of schools; without contours, over the discs of other communes."""
    lieux = geo.communes().iloc[::3]
    points = pd.DataFrame(
        {
            "uai": [f"086{i:04d}A" for i in range(len(lieux))],
            "nom": lieux["nom"],
            "latitude": lieux["latitude"] + 0.01,
            "longitude": lieux["longitude"] + 0.01,
            "legende": "visité",
            "plein": True,
        }
    )
    sans_contours = geo.communes().assign(valeur=1)
    for figure, ronds in (
        (carte(table(), MESH, couleur="formations", points=points), points),
        (carte(sans_contours, None, couleur="formations"), sans_contours),
    ):
        layout = figure["layout"]
        (ouest, est), (sud, nord) = layout["xaxis"]["range"], layout["yaxis"]["range"]
        cadre = Cadre.autour([(ouest, sud), (est, nord)], 1.0, layout["height"], marge=0)
        centres = [cadre.pixel(point) for point in zip(ronds["longitude"], ronds["latitude"], strict=True)]
        villes = traces(figure)["villes"]
        assert len(villes["text"]) >= 4
        for nom, (gauche, haut, droite, bas) in zip(
            villes["text"], boites_des_noms(villes, cadre), strict=True
        ):
            dessous = [c for c in centres if gauche < c[0] < droite and haut < c[1] < bas]
            assert not dessous or "<b>" in nom, nom


def test_no_name_covers_a_chosen_commune_even_where_its_own_has_no_room():
    cadre = Cadre.autour([(0, 46), (1, 47)], 1.0, 540)
    x, y = cadre.pixel((0.5, 46.5))
    ville = Ville("Ville", (0.5, 46.5), 1, False)
    (libre,) = placer_noms([ville], cadre, [], 13, 3)
    assert libre.position == "middle right"
    choisie = Ville(
        "Un nom plus large que toute la carte" * 3, (0.6, 46.5), 2, False, (x + 5, y - 9, x + 60, y + 9)
    )
    (nom,) = placer_noms([ville, choisie], cadre, [], 13, 3)
    assert (nom.nom, nom.position) == ("Ville", "middle left")
    assert [n.nom for n in placer_noms([replace(ville, etendue=cadre.boite)], cadre, [], 13, 3)] == ["Ville"]


def test_the_name_of_a_chosen_commune_stands_beside_its_outline_not_on_it():
    """« Loudun » hid a side of Loudun: the edge of its letters is of paper."""
    cadre = Cadre.autour([(0, 46), (1, 47)], 1.0, 540)
    x, y = cadre.pixel((0.5, 46.5))
    etendue = (x - 9, y - 9, x + 9, y + 9)
    choisie = Ville("Ville", (0.5, 46.5), math.inf, False, etendue)
    # A school elsewhere: names may stand farther from their town, at its corners too.
    (nom,) = placer_noms([choisie], cadre, [], 13, 3, evites=[(x + 80, y, x + 84, y + 4)])
    assert (nom.position, nom.rayon) == ("middle right", 6.9)
    # Taller than wide: beside it, where its town has a dot that cannot grow.
    (nom,) = placer_noms([replace(choisie, etendue=(x - 3, y - 40, x + 3, y + 40))], cadre, [], 13, 3)
    assert nom.position == "middle right"
    (nom,) = placer_noms([replace(choisie, etendue=(x - 40, y - 3, x + 40, y + 3))], cadre, [], 13, 3)
    assert nom.position == "top center"


def test_towns_of_which_nothing_is_known_are_named_as_those_of_which_the_population_is() -> None:
    places = [("86194", "Poitiers", 46.58, 0.34, 1.0), ("79191", "Niort", 46.32, -0.46, 9.0)]
    df = pd.DataFrame(places, columns=["code_insee", "nom", "latitude", "longitude", "valeur"])
    both = traces(carte(df, None, couleur="formations"))["villes"]["text"]
    assert both == ["Niort", "Poitiers"], "by value, the largest first, none in bold"
    alone = traces(carte(df[:1], None, couleur="formations"))["villes"]["text"]
    assert alone == ["<b>Poitiers</b>"]
