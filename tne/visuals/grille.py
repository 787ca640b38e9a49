"""Things by months as a grid of cells, the name above its row: readable on a phone, where a line's name is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tne.typographie import compte
from tne.visuals import couleurs
from tne.visuals.bars import ESPACE_PX, ETIQUETTE_PX
from tne.visuals.carte import classes_de_comptes
from tne.visuals.gabarit import (
    AXE_NU,
    TELEPHONE,
    echapper,
    gras,
    legende,
    lignes_de_legende,
    mise_en_page,
    nombre,
    note,
    place_du_mot,
    raccourcir_tous,
    saut_des_mots,
)

CASE_PX = 22
CLE_PX = 20
COLONNES = 6
"""Columns for which there is always room: a cell as wide as the page would read as a bar."""


def grille(
    df: pd.DataFrame,
    etiquette: str,
    colonnes: Sequence[str],
    *,
    famille: str,
    nom: str = "vue",
    noms: Mapping[str, str] | None = None,
    zero: str = "aucune",
    parmi: Sequence[float] | None = None,
    taille: float = 1,
) -> dict[str, Any]:
    """One row of cells per line of `df`, one cell per column of `colonnes`, shaded by classes of counts.

    A missing value leaves its cell empty: not measured is not zero. At most six column names are written, under the
    last row. A click returns the label as customdata. `nom` is what is counted, of a line of `noms` what that says; `parmi`: the
    counts that give the classes, of all the grids that are compared.
    """
    lus = [[nombre(v) for v in df[c]] for c in colonnes]
    paliers = classes_de_comptes(parmi or [v for c in lus for v in c if v is not None], zero)
    teintes = [couleurs.PALE, *couleurs.echelle(famille, len(paliers) - 1)]
    pas = (ETIQUETTE_PX + CASE_PX + ESPACE_PX) * taille
    bords = [couleurs.CONTOUR, *teintes[1:]]
    places = max(len(colonnes), COLONNES)
    entrees = [(t, b, p.libelle) for t, b, p in zip(teintes, bords, paliers, strict=True)]
    cles = lignes_de_legende(entrees, taille)
    haut, bas = (10 + CLE_PX * len(cles)) * taille, 22 * taille
    figure = mise_en_page(haut + len(df) * pas - ESPACE_PX * taille + bas, (0, 0, haut, bas), taille) | {
        "xaxis": AXE_NU | {"range": [0, places]},
        "yaxis": AXE_NU | {"range": [max(len(df), 1) - ESPACE_PX * taille / pas, 0]},
    }
    traces = []
    etiquettes = [str(n) for n in df[etiquette]]
    comptes = [(noms or {}).get(e, nom) for e in etiquettes]
    for rang, (colonne, valeurs) in enumerate(zip(colonnes, lus, strict=True)):
        connus = [i for i, v in enumerate(valeurs) if v is not None]
        tons = []
        for i in connus:
            v = valeurs[i] or 0
            tons.append(teintes[next(k for k, palier in enumerate(paliers) if palier.contient(v))])
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": colonne,
                "base": [rang + 0.03] * len(connus),
                "x": [0.94] * len(connus),
                "y": [i + (ETIQUETTE_PX + CASE_PX / 2) * taille / pas for i in connus],
                "width": CASE_PX * taille / pas,
                "marker": {
                    "color": tons,
                    "line": {
                        "width": [taille * (t == couleurs.PALE) for t in tons],
                        "color": couleurs.CONTOUR,
                    },
                },
                "customdata": [etiquettes[i] for i in connus],
                "hovertext": [
                    f"{echapper(etiquettes[i])}, {echapper(colonne)}<br>{gras(compte(valeurs[i] or 0, comptes[i]))}"
                    for i in connus
                ],
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    figure["barmode"] = "overlay"
    for i, mot in enumerate(raccourcir_tous(etiquettes)):
        y = i + ETIQUETTE_PX * taille / 2 / pas
        figure["annotations"].append(note(0, y, echapper(mot), taille))
    case = TELEPHONE * taille / places
    # The last one may have no room at its right.
    fin = places - place_du_mot(colonnes, taille * 0.93) / case
    for rang in range(0, len(colonnes), saut_des_mots(colonnes, case, taille)):
        if rang > max(fin, 0):
            break
        place = {"yref": "paper", "yanchor": "top", "yshift": -4 * taille, "couleur": couleurs.ATTENUE}
        figure["annotations"].append(note(rang + 0.03, 0, echapper(colonnes[rang]), taille * 0.93, **place))
    for rang, ligne in enumerate(cles):
        formes, mots = legende(ligne, -haut + (12 + CLE_PX * rang) * taille, taille)
        figure["shapes"] += formes
        figure["annotations"] += mots
    return {"data": traces, "layout": figure}
