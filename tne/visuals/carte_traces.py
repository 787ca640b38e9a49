"""The parts of the map as Plotly traces and layout, given what to draw (`tne.visuals.carte` decides that).

Plain dicts, because a `go.Figure` checks each shape and annotation it is given; one filled trace per class, because a
browser draws 265 traces ten times slower than five.
"""

import math
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from tne.anneaux import Anneau, Point
from tne.geo import Maillage
from tne.visuals import couleurs
from tne.visuals.cadre import Nom, largeur_legende
from tne.visuals.carte_legende import CORPS, INTERLIGNE, Signe

Trace = dict[str, Any]

VILLES = "villes"
"""The trace that names the towns."""
BORDE = f"0 0 1px {couleurs.PAPIER}"
"""Of a text edged with paper: who draws it, on screen or on paper, makes the edge in proportion to its letters."""

HAUTEUR_ETROITE = 360
"""Pixels of a map that takes a third of a page."""

POINT, ROND, ECOLE = 6, 11, 6.5
"""Diameters of a town's dot, of a commune without a mesh, and of a school, at `taille` 1."""

ROND_DESSOUS = 20
"""Of a commune without a mesh on which schools stand: its only one stands in its middle, and would hide its colour."""


@dataclass(frozen=True)
class Lieu:
    """A commune to draw; `classe` is the label of its class."""

    code: str
    nom: str
    point: Point
    valeur: float
    classe: str
    texte: str


def _lignes(anneaux: Iterable[Anneau]) -> dict[str, Any]:
    """x and y of all rings with a gap after each, as Plotly's base64 arrays of single precision (0.4 m).

    Half the bytes of decimal text, no check of 40,000 numbers one by one, and still plain JSON.
    """
    points = [point for anneau in anneaux for point in (*anneau, (math.nan, math.nan))]
    colonnes = np.array(points, dtype="<f4").reshape(-1, 2).T
    x, y = ({"dtype": "f4", "bdata": b64encode(c.tobytes()).decode("ascii")} for c in colonnes)
    return {"x": x, "y": y}


def traces_surfaces(
    mesh: Maillage, lieux: Sequence[Lieu], signes: Sequence[Signe], taille: float
) -> list[Trace]:
    """One filled trace per class that has a commune, in the order of the legend."""
    traces = []
    for signe in signes:
        codes = [lieu.code for lieu in lieux if lieu.classe == signe.libelle]
        trace = {
            **_lignes(anneau for code in codes for anneau in mesh.contours[code].anneaux),
            "type": "scatter",
            "mode": "lines",
            "name": signe.libelle,
            "fill": "toself",
            "fillcolor": signe.couleur,
            "line": {"color": signe.bord, "width": 0.8 * taille},
            "hoverinfo": "skip",
        }
        if signe.forme == "hachures":
            trace["fillpattern"] = {
                "shape": "/",
                "size": 5 * taille,
                "solidity": 0.3,
                "bgcolor": couleurs.PAPIER,
            }
        if codes:
            traces.append(trace)
    return traces


def traces_ronds(lieux: Sequence[Lieu], signes: Sequence[Signe], taille: float, rond: float) -> list[Trace]:
    """Without a mesh: a disc of that diameter per commune, in the colour of its class, the filled ones on top."""
    traces = []
    for signe in signes:
        ici = [lieu for lieu in lieux if lieu.classe == signe.libelle]
        marque = {
            "color": signe.couleur,
            "size": rond * taille,
            "opacity": 1,
            "line": {"color": signe.bord, "width": taille},
        }
        if ici:
            traces.append({**trace_reperes(ici, taille), "name": signe.libelle, "marker": marque})
    return traces


def trace_reperes(lieux: Sequence[Lieu], taille: float) -> Trace:
    """One mark per commune, unseen: what the pointer and the click find. A selection must not fade anything."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "communes",
        "x": [lieu.point[0] for lieu in lieux],
        "y": [lieu.point[1] for lieu in lieux],
        "customdata": [lieu.code for lieu in lieux],
        "hovertext": [f"<b>{escape(lieu.nom)}</b><br>{escape(lieu.texte)}" for lieu in lieux],
        "hoverinfo": "text",
        "marker": {"size": 14 * taille, "opacity": 0, "color": couleurs.ENCRE},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }


def trace_choix(mesh: Maillage, choisies: Collection[str], taille: float) -> Trace:
    """The outline of the chosen communes, over their neighbours' borders."""
    codes = sorted(set(choisies) & set(mesh.contours))
    return {
        **_lignes(anneau for code in codes for anneau in mesh.contours[code].anneaux),
        "type": "scatter",
        "mode": "lines",
        "name": "choix",
        "line": {"color": couleurs.ENCRE, "width": 2.2 * taille},
        "hoverinfo": "skip",
    }


def trace_ecoles(points: pd.DataFrame, signe: Signe, taille: float) -> Trace:
    """The schools of one entry of the legend; those without a position are left out."""
    sien = (points["legende"] == signe.libelle) & (points["plein"].astype(bool) == (signe.forme == "plein"))
    ici = points[sien].dropna(subset=["latitude", "longitude"])
    return {
        "type": "scatter",
        "mode": "markers",
        "name": signe.libelle,
        "x": ici["longitude"].tolist(),
        "y": ici["latitude"].tolist(),
        "customdata": ici["uai"].tolist(),
        "hovertext": [f"<b>{escape(nom)}</b><br>{escape(signe.libelle)}" for nom in ici["nom"]],
        "hoverinfo": "text",
        "marker": {
            "size": ECOLE * taille,
            "color": couleurs.PAPIER if signe.forme == "creux" else couleurs.ENCRE,
            "line": {
                "width": 1.3 * taille,
                "color": couleurs.ENCRE if signe.forme == "creux" else couleurs.PAPIER,
            },
            "opacity": 1,
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def trace_noms(noms: Sequence[Nom], taille: float, *, reperes: bool) -> Trace:
    """The names of the towns edged with paper, kept off what stands there by the size of a dot.

    Without `reperes` the dot is there for that distance only: a town must not be taken for a school.
    """
    opacite = 1 if reperes else 0
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": VILLES,
        "x": [nom.point[0] for nom in noms],
        "y": [nom.point[1] for nom in noms],
        "text": [f"<b>{escape(nom.nom)}</b>" if nom.grand else escape(nom.nom) for nom in noms],
        "textposition": [nom.position for nom in noms],
        "textfont": {
            "size": [round(CORPS * taille * (1.2 if nom.grand else 1), 1) for nom in noms],
            "color": couleurs.ENCRE,
            "shadow": BORDE,
        },
        "marker": {
            "size": [2 * nom.rayon for nom in noms],
            "color": couleurs.ENCRE,
            "opacity": opacite,
            "line": {"width": taille, "color": couleurs.PAPIER},
        },
        "selected": {"marker": {"opacity": opacite}, "textfont": {"color": couleurs.ENCRE}},
        "unselected": {"marker": {"opacity": opacite}, "textfont": {"color": couleurs.ENCRE}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def etroite(figure: Mapping[str, Any]) -> dict[str, Any]:
    """The same map for a third of a page: less high, and only the large towns named, whose names are bold."""
    traces = []
    for trace in figure["data"]:
        if trace.get("name") == VILLES:
            grandes = [i for i, nom in enumerate(trace["text"]) if nom.startswith("<b>")]
            trace = trace | {c: [trace[c][i] for i in grandes] for c in ("x", "y", "text", "textposition")}
            for c in ("textfont", "marker"):
                trace[c] = trace[c] | {"size": [trace[c]["size"][i] for i in grandes]}
        traces.append(trace)
    return {"data": traces, "layout": figure["layout"] | _sous_la_carte(figure["layout"])}


def _sous_la_carte(layout: Mapping[str, Any]) -> dict[str, Any]:
    """The key in two columns under the map: it keeps its size, and would cover a smaller map in its corner or above."""
    ouest, sud, nord = layout["xaxis"]["range"][0], layout["yaxis"]["range"][0], layout["meta"]["nord"]
    lignes = math.ceil(len(layout["annotations"]) / 2)
    sud -= 0.1 * lignes * (nord - sud)
    colonne = largeur_legende([mot["text"] for mot in layout["annotations"]], CORPS)
    mots, ecarts = [], []
    for rang, mot in enumerate(layout["annotations"]):
        x, y = colonne * (rang % 2) + 1.6 * CORPS, INTERLIGNE * CORPS * (lignes - 0.5 - rang // 2)
        ecarts.append(((mot["xshift"], mot["yshift"]), x - mot["xshift"], y - mot["yshift"]))
        mots.append(mot | {"x": ouest, "y": sud, "xshift": x, "yshift": y})
    formes = []
    for forme in layout["shapes"]:
        hauteur = (forme["y0"] + forme["y1"]) / 2
        # Of two columns of the key, the one whose words stand right of the mark.
        _, dx, dy = min(
            ecarts, key=lambda ecart: (abs(ecart[0][1] - hauteur), abs(ecart[0][0] - forme["x1"]))
        )
        pas = {"x0": dx, "x1": dx, "y0": dy, "y1": dy}
        formes.append(forme | {c: forme[c] + p for c, p in pas.items()} | {"xanchor": ouest, "yanchor": sud})
    return {
        "annotations": mots,
        "shapes": formes,
        "xaxis": layout["xaxis"] | {"constraintoward": "left"},
        "yaxis": layout["yaxis"] | {"range": [sud, nord]},
        "height": round((1 + 0.05 * lignes) * HAUTEUR_ETROITE),
        "meta": {"nord": nord},
    }
