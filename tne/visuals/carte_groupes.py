"""A map without contours of thousands of communes: neighbours stand in one disc.

Each commune alone would be a row for the browser (the 17,000 of the nation's schools: 1.3 MB at each change of a filter), and
nobody could tell one disc from another.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from tne.geo import Maillage
from tne.typographie import compte
from tne.visuals.carte import HAUTEUR
from tne.visuals.carte_traces import ROND

COMMUNES_MAX = 500
"""Communes up to which each has its disc: those of a large département."""

ECOLES_MAX = 3_000
"""Schools up to which they can be shown on a map one by one: those of the largest département."""

LARGEUR = 560
"""Pixels of half a page, where maps stand."""


def regrouper(lieux: pd.DataFrame, valeur: str = "sum") -> pd.DataFrame:
    """Communes that would cover each other, in one row. `lieux` as `tne.queries.communes.par_commune` gives them.

    Counts add up (`valeur` says otherwise for what is no count: "max"); the place is the middle. The name is that of the commune with the most, and `voisines` says how many
    others stand with it. `code_insee` is that of a commune alone; several have one that means no commune, so that a click
    narrows to none of them.
    """
    placed = lieux.dropna(subset=["latitude", "longitude"])
    east = placed["longitude"] * math.cos(math.radians(float(placed["latitude"].mean())))
    north = placed["latitude"]
    pixel = max((north.max() - north.min()) / HAUTEUR, (east.max() - east.min()) / LARGEUR) or 1.0
    cells = [np.floor(column / (1.2 * ROND * pixel)).astype(int) for column in (north, east)]
    # The first of each cell names it.
    ordered = placed.assign(_y=cells[0], _x=cells[1]).sort_values(
        ["_y", "_x", "valeur", "etablissements", "code_insee"], ascending=[True, True, False, False, True]
    )
    sums = {"valeur": valeur, "touches": "sum", "etablissements": "sum"}
    means = dict.fromkeys(("latitude", "longitude"), "mean")
    grouped = ordered.groupby(["_y", "_x"], sort=True)
    found = grouped.agg({"code_insee": "first", "nom": "first", **means, **sums}).reset_index(drop=True)
    found["voisines"] = grouped.size().to_numpy() - 1
    together = found["voisines"] > 0
    found.loc[together, "code_insee"] = [f"groupe {i}" for i in np.flatnonzero(together)]
    return found


def a_dessiner(lieux: pd.DataFrame, mesh: Maillage | None, valeur: str = "sum") -> pd.DataFrame:
    """The rows of a map with their `voisines`: each commune by itself on a mesh, or where few are points; else `regrouper`."""
    if mesh is not None or len(lieux) <= COMMUNES_MAX:
        return lieux.assign(voisines=0)
    return regrouper(lieux, valeur)


def avec_voisines(voisines: int) -> str:
    """What stands before the counts of a disc: « et 11 communes voisines : », or nothing for a commune alone."""
    return f"et {compte(voisines, 'commune voisine', 'communes voisines')} : " if voisines else ""
