"""A map of communes under a choice of schools: what is chosen outlined, what is left out told so, a click on each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters
from tne.geo import Maillage
from tne.queries.carte import noms_des_communes
from tne.visuals.carte import Classe, carte
from tne.visuals.clics import clics_par_commune, entourees, hors_du_choix


def carte_du_choix(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    communes: pd.DataFrame,
    mesh: Maillage | None,
    *,
    famille: str,
    classes: Sequence[Classe],
    absent: float | None,
    points: pd.DataFrame | None = None,
    taille: float = 1,
) -> dict[str, Any]:
    """`carte` of these communes. `absent` is the value of one without a row, but under a choice of schools: then it is left
    out of the choice. None where such a commune has no value in any case.
    """
    dessin = carte(
        communes,
        mesh,
        couleur=famille,
        classes=classes,
        absent=None if filters.par_etablissement else absent,
        points=points,
        choisies=entourees(filters, communes["code_insee"]),
        taille=taille,
    )
    if absent is not None and filters.par_etablissement:
        dessin = hors_du_choix(dessin)
    return clics_par_commune(dessin, noms_des_communes(con))
