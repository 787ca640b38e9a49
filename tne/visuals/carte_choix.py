"""A map of communes under a choice of schools: what is chosen outlined, what is left out told so, a click on each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters
from tne.geo import Maillage
from tne.queries.carte import noms_des_communes
from tne.visuals.carte import SANS_DONNEE, Classe, carte
from tne.visuals.clics import HORS_CHOIX, clics_par_commune, entourees


def carte_du_choix(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    communes: pd.DataFrame,
    mesh: Maillage | None,
    *,
    famille: str,
    classes: Sequence[Classe],
    absent: float | None,
    vide: str = "",
    points: pd.DataFrame | None = None,
    taille: float = 1,
) -> dict[str, Any]:
    """`carte` of these communes. `absent` is the value of one without a row, but under a choice of schools: then it is left
    out of the choice. None where such a commune has no value in any case; `vide` says why.
    """
    dessin = carte(
        communes,
        mesh,
        couleur=famille,
        classes=classes,
        absent=None if filters.par_etablissement else absent,
        vide=vide or (HORS_CHOIX if filters.par_etablissement else SANS_DONNEE),
        points=points,
        choisies=entourees(filters, communes["code_insee"]),
        taille=taille,
    )
    return clics_par_commune(dessin, noms_des_communes(con))
