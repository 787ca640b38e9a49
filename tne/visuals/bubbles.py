"""Bubbles: does a rate grow with a delay? One bubble per session, one line per bucket for its rate."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tne.typographie import entier, pourcent, taux
from tne.visuals import couleurs
from tne.visuals.cadre import TELEPHONE
from tne.visuals.gabarit import (
    CORPS,
    axe,
    axe_gradue,
    echapper,
    gras,
    largeur,
    mise_en_page,
    note,
    police,
)

SERRE = 13 / CORPS
"""Size of the words of buckets on a page where one of them would be too narrow: the smallest that is read with ease."""
JEU = 10
"""Pixels between the words of two buckets, so that they are not read as one."""
TRANCHE = "tranche"
"""The name by which the words of a bucket are told from the other annotations of a figure."""


@dataclass(frozen=True)
class Tranche:
    """A bucket of the horizontal axis: [debut, fin[, with the rate's numerator and denominator over `sessions` sessions."""

    debut: float
    fin: float
    numerateur: int
    denominateur: int
    sessions: int = 0


def nuage(
    points: pd.DataFrame,
    x: str,
    y: str,
    poids: str,
    libelle: str,
    tranches: Sequence[Tranche],
    *,
    famille: str,
    axe_x: str,
    mot_poids: str,
    pas_x: float = 4,
    hauteur: int = 400,
    taille: float = 1,
) -> dict[str, Any]:
    """Bubbles of `points` (columns named by `x`, `y` in percent, `poids`, `libelle`), grey as context.

    Over them each bucket's pooled rate as a thick line, and in a strip above "24 %" with "27 sur 111".
    A bucket whose denominator is 0 has neither. The bubble's area is proportional to `poids`,
    which counts `mot_poids` (« présences traitées »): the hover says so.
    """
    corps, n = CORPS * taille, couleurs.NUANCES[famille]
    bas, gauche = 4.0 * corps, 3.2 * corps
    plafond = 20 * math.ceil(max([40.0, *points[y].astype(float)]) / 20)
    fin = max([*points[x].astype(float) * 1.04, *(t.debut + 0.01 for t in tranches), pas_x])
    # Only a page is read on a telephone.
    place = TELEPHONE - gauche - 4
    serre = SERRE if taille == 1 and _etroites(tranches, fin, place) else 1
    pli = "<br>" if serre < 1 and _etroites(tranches, fin, place / SERRE, JEU) else " "
    haut = (3.6 if pli == " " else 4.8) * corps
    figure = mise_en_page(hauteur, (gauche, 4 * taille, haut, bas), taille)
    figure["xaxis"] = axe(
        (0, fin),
        taille,
        tick0=0,
        dtick=pas_x,
        showgrid=False,
        ticks="outside",
        ticklen=4 * taille,
        tickcolor=couleurs.PALE,
        title={"text": axe_x, "standoff": 8 * taille, "font": police(couleurs.ATTENUE, taille)},
    )
    paliers = {v: str(v) for v in range(0, plafond, 20)} | {plafond: pourcent(plafond)}
    figure["yaxis"] = axe_gradue((0, plafond * 1.04), paliers, taille, gridcolor=couleurs.PALE)
    traces = [_bulles(points[x], points[y], points[poids], points[libelle], mot_poids, taille)]
    jeu = fin * 0.008
    for t in tranches:
        if t.debut > 0:
            figure["shapes"].append(_separation(t.debut, haut / (hauteur - haut - bas)))
        valeur = taux(t.numerateur, t.denominateur)
        if valeur is None:
            continue
        droite = min(t.fin, fin)
        trait = {
            "type": "scatter",
            "mode": "lines",
            "x": [t.debut + jeu, droite - jeu],
            "y": [valeur, valeur],
            "line": {"width": 4 * taille, "color": n.plein},
            "hoverinfo": "skip",
        }
        traces.append(trait)
        mots = f"{gras(pourcent(valeur))}<br>{entier(t.numerateur)}{pli}sur {entier(t.denominateur)}"
        figure["annotations"].append(
            note(
                (t.debut + droite) / 2,
                1,
                mots,
                taille * serre,
                yref="paper",
                xanchor="center",
                yanchor="bottom",
                align="center",
                yshift=4 * taille,
                couleur=n.plein,
                name=TRANCHE,
            )
        )
    return {"data": traces, "layout": figure}


def _bulles(
    x: pd.Series, y: pd.Series, poids: pd.Series, noms: pd.Series, mot_poids: str, taille: float
) -> dict[str, Any]:
    """The sessions, each as large as its `poids`, with its name and its rate under the pointer."""
    masse = [float(v) for v in poids]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(v) for v in x],
        "y": [float(v) for v in y],
        "customdata": [str(v) for v in noms],
        "hovertext": [
            f"{echapper(nom)}<br>{gras(pourcent(taux_y))} · {entier(p)} {mot_poids}"
            for nom, taux_y, p in zip(noms, y, masse, strict=True)
        ],
        "hoverinfo": "text",
        "marker": {
            "size": masse,
            "sizemode": "area",
            "sizeref": 2 * max([1.0, *masse]) / (18 * taille) ** 2,
            "sizemin": 4 * taille,
            "color": couleurs.NUANCES["neutre"].clair,
            "opacity": 0.85,
            "line": {"width": 1.4 * taille, "color": couleurs.CONTEXTE},
        },
        "cliponaxis": False,
    }


def debout(figure: Mapping[str, Any]) -> dict[str, Any]:
    """The same figure for a screen held upright: the words of its buckets on three lines, or they would touch those beside. Any
    other figure is returned as it is.
    """
    layout = figure["layout"]
    plies = [
        a | {"text": a["text"].replace(" sur ", "<br>sur ")} if _de_tranche(a) else a
        for a in layout["annotations"]
    ]
    if plies == list(layout["annotations"]):
        return dict(figure)
    haut = layout["margin"]["t"] + 1.2 * max(a["font"]["size"] for a in plies if _de_tranche(a))
    return {**figure, "layout": layout | {"annotations": plies, "margin": layout["margin"] | {"t": haut}}}


def _de_tranche(annotation: Mapping[str, Any]) -> bool:
    return annotation.get("name") == TRANCHE


def _etroites(tranches: Sequence[Tranche], fin: float, largeur_px: float, jeu: float = 0) -> bool:
    """True where the words of a bucket, and `jeu` pixels, are wider than it is on a telephone: they would touch those beside."""
    return any(
        largeur(f"{entier(t.numerateur)} sur {entier(t.denominateur)}") + jeu
        > largeur_px * (min(t.fin, fin) - t.debut) / fin
        for t in tranches
        if t.denominateur
    )


def _separation(x: float, depassement: float) -> dict[str, Any]:
    """A thin vertical line between two buckets, up through the strip of rates."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1 + depassement,
        "layer": "below",
        "line": {"width": 1, "color": couleurs.PALE},
    }
