"""The key of a map: where it stands on a page, on a third of it, on a phone."""

import plotly.graph_objects as go
import pytest

from tests.visuals.cartes import ECOLES, MESH, table, traces
from tne.visuals import couleurs
from tne.visuals.cadre import Cadre, placer_legende
from tne.visuals.carte import COMPTES, carte
from tne.visuals.carte_traces import etroite


def test_legend_takes_an_empty_corner_or_gets_room_above():
    points = [(0.0, 46.0), (1.0, 46.0), (0.0, 47.0), (0.5, 46.5)]
    cadre = Cadre.autour(points, 1.0, 540)
    coin, pareil = placer_legende(cadre, points, 4, (80, 20))
    assert (coin.cote, coin.bord, coin.colonnes) == ("est", "nord", 1)
    assert pareil == cadre
    plein = [(x / 10, 46 + y / 10) for x in range(11) for y in range(11)]
    coin, releve = placer_legende(Cadre.autour(plein, 1.0, 540), plein, 7, (100, 20))
    assert (coin.colonnes, coin.lignes) == (3, 3)
    assert len(coin.decalages()) == 9
    gauche, haut, droite, bas = coin.boite(releve)
    assert not any(gauche < x < droite and haut < y < bas for x, y in map(releve.pixel, plein))


def test_a_legend_above_makes_the_figure_higher_and_not_the_map_smaller():
    beside = carte(table(), MESH, couleur="formations")
    above = carte(table(), MESH, couleur="formations", absent=None, points=ECOLES)
    assert [a["y"] for a in above["layout"]["annotations"]] != [
        a["y"] for a in beside["layout"]["annotations"]
    ]

    def pixels_per_degree(figure):
        bas, haut = figure["layout"]["yaxis"]["range"]
        return figure["layout"]["height"] / (haut - bas)

    assert above["layout"]["height"] > beside["layout"]["height"]
    assert pixels_per_degree(above) == pytest.approx(pixels_per_degree(beside), rel=0.01)
    # Communes without data keep their borders: paper on paper would be a hole.
    assert traces(above)["sans donnée"]["line"]["color"] != couleurs.PAPIER


def test_where_there_is_room_a_key_above_the_map_goes_beside_it_and_the_map_grows():
    """At 1920 × 1080 a map of half a page left 160 pixels of nothing on each side."""
    above = carte(table(), MESH, couleur="formations", absent=None, points=ECOLES)
    layout, large = above["layout"], above["layout"]["meta"]["large"]
    wide = layout | large["layout"]
    assert 500 < large["depuis"] < 640
    (ouest, est), (sud, nord) = wide["xaxis"]["range"], wide["yaxis"]["range"]
    degre = 0.9 * layout["height"] / (nord - sud)  # in the narrowest such place
    assert degre > 1.05 * layout["height"] / (layout["yaxis"]["range"][1] - layout["yaxis"]["range"][0])
    assert (est - ouest) * degre / wide["yaxis"]["scaleratio"] == pytest.approx(large["depuis"], abs=1)
    # The words end before the map begins.
    debut = (layout["xaxis"]["range"][0] - ouest) * degre / wide["yaxis"]["scaleratio"]
    mots = wide["annotations"]
    assert [m["text"] for m in mots] == [m["text"] for m in layout["annotations"]]
    assert max(m["xshift"] + 0.56 * 13 * len(m["text"]) for m in mots) < debut
    assert {(m["x"], m["y"]) for m in mots} == {(ouest, nord)}
    assert marques_a_leurs_mots({"layout": wide})
    assert "large" not in etroite(above)["layout"]["meta"]
    assert "sans donnée" in [m["text"] for m in wide["annotations"]]


def test_the_key_and_the_pointer_say_why_a_commune_has_no_colour():
    above = carte(
        table(), MESH, couleur="formations", absent=None, vide="sans école ni collège", points=ECOLES
    )
    dits, large = above["layout"], above["layout"]["meta"]["large"]["layout"]
    for mots in (dits["annotations"], large["annotations"]):
        assert "sans école ni collège" in [m["text"] for m in mots]
        assert "sans donnée" not in [m["text"] for m in mots]
    lus = [t for trace in above["data"] for t in trace.get("hovertext", ())]
    assert any(t.endswith("<br>sans école ni collège") for t in lus)


def test_every_map_has_its_key_beside_it_where_there_is_room():
    """At 1920 × 1080 one whose key fits in its corner stood in the middle of its place, off the title above it."""
    corner = carte(table(), MESH, couleur="formations")["layout"]
    large = corner["meta"]["large"]
    wide = corner | large["layout"]
    assert wide["xaxis"]["constraintoward"] == "left"
    assert {(m["x"], m["y"]) for m in wide["annotations"]} == {
        (wide["xaxis"]["range"][0], wide["yaxis"]["range"][1])
    }
    # No smaller than with the key in its corner, from the width on at which it fits.
    (ouest, est), (sud, nord) = wide["xaxis"]["range"], wide["yaxis"]["range"]
    echelle = (est - ouest) / wide["yaxis"]["scaleratio"]
    assert large["depuis"] / echelle == pytest.approx(corner["height"] / (nord - sud), rel=0.01)
    assert (sud, nord) == tuple(corner["yaxis"]["range"])


def test_a_map_for_a_third_of_a_page_names_the_large_towns_and_has_its_key_below():
    figure = carte(table(c86194=24, c86066=5, c86137=3), MESH, couleur="accompagnements")
    petite = etroite(figure)
    assert set(traces(petite)["villes"]["text"]) == {"<b>Poitiers</b>", "<b>Châtellerault</b>"}
    assert len(traces(figure)["villes"]["text"]) > 5  # the map itself is left as it is
    sud = figure["layout"]["yaxis"]["range"][0]
    bas, haut = petite["layout"]["yaxis"]["range"]
    mots, formes = petite["layout"]["annotations"], petite["layout"]["shapes"]
    assert {m["y"] for m in mots} == {f["yanchor"] for f in formes} == {bas}
    assert bas < sud < haut
    assert petite["layout"]["xaxis"]["constraintoward"] == "left"  # under its title
    assert marques_a_leurs_mots(petite)
    go.Figure(petite)


def marques_a_leurs_mots(figure: dict) -> bool:
    """Each mark of the key stands at the height of its word, just left of it."""
    couples = zip(figure["layout"]["annotations"], figure["layout"]["shapes"], strict=True)
    return all(
        (f["y0"] + f["y1"]) / 2 == pytest.approx(m["yshift"]) and f["x1"] < m["xshift"] < f["x1"] + 20
        for m, f in couples
    )


def test_a_key_above_a_map_has_a_column_for_the_schools_and_goes_below_a_small_one():
    figure = carte(table(c86194=24, c86066=5, c86137=3), MESH, couleur="accompagnements", points=ECOLES)
    layout = figure["layout"]
    mots = {a["text"]: a["xshift"] for a in layout["annotations"]}
    classes, ecoles = [c.libelle for c in COMPTES], list(dict.fromkeys(ECOLES["legende"]))
    assert len({mots[m] for m in classes}) == len({mots[m] for m in ecoles}) == 1
    assert mots[ecoles[0]] > mots[classes[0]]
    assert marques_a_leurs_mots(figure)
    petite = etroite(figure)
    assert petite["layout"]["yaxis"]["range"][1] == layout["meta"]["nord"] < layout["yaxis"]["range"][1]
    assert {a["y"] for a in petite["layout"]["annotations"]} == {petite["layout"]["yaxis"]["range"][0]}
    assert marques_a_leurs_mots(petite)
