"""Thousands of communes without contours: neighbours in one disc, nothing lost, little sent."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from tne.visuals.carte import carte, classes_de_comptes
from tne.visuals.carte_groupes import COMMUNES_MAX, avec_voisines, regrouper
from tne.visuals.clics import clics_par_commune

COMPTES = ["valeur", "touches", "etablissements"]


def lieux(nombre: int) -> pd.DataFrame:
    """So many communes all over a country, one far from all others."""
    drawn = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "code_insee": [f"{10000 + i}" for i in range(nombre)],
            "nom": [f"Commune {i}" for i in range(nombre)],
            "latitude": drawn.uniform(43, 50, nombre),
            "longitude": drawn.uniform(-1, 7, nombre),
            "valeur": drawn.integers(0, 9, nombre),
            "touches": drawn.integers(0, 3, nombre),
            "etablissements": drawn.integers(3, 6, nombre),
        }
    )
    frame.loc[0, ["latitude", "longitude"]] = [41.4, 9.2]
    return frame


def test_nothing_is_lost_and_discs_do_not_cover_each_other() -> None:
    frame = lieux(20_000)
    found = regrouper(frame)
    assert found[COMPTES].sum().tolist() == frame[COMPTES].sum().tolist()
    assert int(found["voisines"].sum()) + len(found) == len(frame)
    assert found["code_insee"].is_unique
    assert len(found) < 1_500
    together = found[found["voisines"] > 0]
    most = frame.set_index("nom")["valeur"]
    assert (most[together["nom"]].to_numpy() * (together["voisines"] + 1) >= together["valeur"]).all()


def test_a_commune_alone_is_still_itself_and_a_group_narrows_to_none() -> None:
    frame = lieux(2_000)
    found = regrouper(frame)
    alone = found[found["voisines"] == 0]
    assert "10000" in set(alone["code_insee"])
    assert alone.merge(frame, on=["code_insee", "nom", *COMPTES]).shape[0] == len(alone)
    figure = carte(
        found.assign(texte="x"),
        None,
        couleur="accompagnements",
        classes=classes_de_comptes(found["valeur"].tolist()),
    )
    names = dict(zip(frame["code_insee"], frame["nom"], strict=True))
    meant = [c for t in clics_par_commune(figure, names)["data"] for c in t.get("customdata", ())]
    assert len(meant) == len(found)
    assert sorted(m for m in meant if m) == sorted(alone["nom"])
    assert len(json.dumps(figure)) < 250_000


def test_one_point_and_one_line_of_communes_are_maps_too() -> None:
    frame = lieux(COMMUNES_MAX + 1).assign(latitude=46.0)
    assert int(regrouper(frame)["valeur"].sum()) == int(frame["valeur"].sum())
    assert len(regrouper(frame.assign(longitude=1.0))) == 1


def test_the_words_of_a_group() -> None:
    assert avec_voisines(0) == ""
    assert avec_voisines(1) == "et 1 commune voisine : "
    assert avec_voisines(12) == "et 12 communes voisines : "
