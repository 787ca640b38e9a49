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
from tne.visuals.cadre import Cadre, Coin, Nom, largeur_legende, placer_legende

Trace = dict[str, Any]

CORPS = 13
"""Pixels of the town names and the legend, at `taille` 1."""

VILLES = "villes"
"""The trace that names the towns."""

HAUTEUR_ETROITE = 360
"""Pixels of a map that takes a third of a page."""

POINT, ROND, ECOLE = 6, 11, 6.5
"""Diameters of a town's dot, of a commune without a mesh, and of a school, at `taille` 1."""

RONDES = ("plein", "creux")
"""Forms of schools, round on the map and in its key."""

INTERLIGNE = 1.6
"""Height of a line of the legend, for a size of 1."""


@dataclass(frozen=True)
class Lieu:
    """A commune to draw; `classe` is the label of its class."""

    code: str
    nom: str
    point: Point
    valeur: float
    classe: str
    texte: str


@dataclass(frozen=True)
class Signe:
    """How one entry of the legend is drawn: `forme` is "surface", "hachures", "plein" or "creux"."""

    libelle: str
    couleur: str
    forme: str = "surface"

    @property
    def efface(self) -> bool:
        """True for what says nothing or none: its fill alone would leave holes in the territory."""
        return self.forme == "surface" and self.couleur in (couleurs.PALE, couleurs.PAPIER)

    @property
    def bord(self) -> str:
        """The colour of its borders on the map."""
        return couleurs.CONTOUR if self.efface else couleurs.PAPIER


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


def traces_ronds(lieux: Sequence[Lieu], signes: Sequence[Signe], taille: float) -> list[Trace]:
    """Without a mesh: a disc per commune, in the colour of its class, the filled ones on top."""
    traces = []
    for signe in signes:
        ici = [lieu for lieu in lieux if lieu.classe == signe.libelle]
        marque = {
            "color": signe.couleur,
            "size": ROND * taille,
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
    """The names of the towns over a halo of paper, kept off what stands there by the size of a dot.

    Without `reperes` the dot is there for that distance only: a town must not be taken for a school.
    """
    # Close to the letters, and wider: light letters on the brightest hue of a dark page need both.
    pres = [f"{x}px {y}px 1px {couleurs.PAPIER}" for x in (-1, 0, 1) for y in (-1, 0, 1)]
    halo = ", ".join([*pres, *[f"0 0 4px {couleurs.PAPIER}"] * 3])
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
            "shadow": halo,
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
        "yaxis": layout["yaxis"] | {"range": [sud, nord]},
        "height": round((1 + 0.05 * lignes) * HAUTEUR_ETROITE),
    }


def place_legende(
    cadre: Cadre, sommets: Sequence[Point], signes: Sequence[Signe], taille: float
) -> tuple[Coin, Cadre]:
    """The corner of the legend, and the frame made wider if it had to be."""
    corps = CORPS * taille
    cellule = largeur_legende([signe.libelle for signe in signes], corps), INTERLIGNE * corps
    classes = [s for s in signes if s.forme == "surface" and s.couleur != couleurs.PAPIER]
    genres = [[s.libelle for s in classes], [s.libelle for s in signes if s not in classes]]
    groupes = [(len(mots), largeur_legende(mots, corps)) for mots in genres if mots]
    return placer_legende(cadre, sommets, len(signes), cellule, groupes)


def layout(
    cadre: Cadre, coin: Coin, signes: Sequence[Signe], taille: float, hauteur: int, nord: float
) -> dict[str, Any]:
    """Explicit ranges and aspect, no axis, no zoom, and the legend drawn by hand in its corner. `nord`: where the map ends
    under a legend that stands above it.
    """
    axe = {"visible": False, "fixedrange": True, "constrain": "domain"}
    # On a narrow screen the map is less high than the figure: the room left goes under it, not above.
    ordonnee = {"constraintoward": "top", "scaleanchor": "x", "scaleratio": round(1 / cadre.reduction, 5)}
    corps = CORPS * taille
    # Anchored to the corner of the map in degrees, then moved in pixels: the legend keeps its size and stays at the map.
    ancre = (
        cadre.est if coin.cote == "est" else cadre.ouest,
        cadre.nord if coin.bord == "nord" else cadre.sud,
    )
    entrees = list(zip(signes, coin.decalages(), strict=False))  # the last column may have cells to spare
    return {
        "height": hauteur,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "xaxis": {**axe, "range": [cadre.ouest, cadre.est]},
        "yaxis": {**axe, **ordonnee, "range": [cadre.sud, cadre.nord]},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "hoverlabel": {
            "align": "left",
            "bgcolor": couleurs.PAPIER,
            "bordercolor": couleurs.CONTEXTE,
            "font": {"color": couleurs.ENCRE, "size": corps},
        },
        "dragmode": False,
        "meta": {"nord": nord},
        "shapes": [
            forme for signe, decalage in entrees for forme in _formes(signe, ancre, decalage, corps, taille)
        ],
        "annotations": [_mot(signe, ancre, decalage, corps) for signe, decalage in entrees],
    }


def _mot(signe: Signe, ancre: Point, decalage: Point, corps: float) -> dict[str, Any]:
    return {
        "text": escape(signe.libelle),
        "x": ancre[0],
        "y": ancre[1],
        "xshift": decalage[0] + 1.6 * corps,
        "yshift": decalage[1],
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": corps, "color": couleurs.ATTENUE},
    }


def _formes(signe: Signe, ancre: Point, decalage: Point, corps: float, taille: float) -> list[dict[str, Any]]:
    """The mark of one entry, `corps` pixels wide; a school's is round and small, as on the map."""
    ecole = signe.forme in RONDES
    bordee = signe.forme in ("creux", "hachures") or signe.efface
    trait = {"width": 1.3 * taille, "color": couleurs.ENCRE if ecole else couleurs.CONTEXTE}
    if signe.couleur == couleurs.PALE:
        trait["color"] = signe.bord
    x, y, demi = decalage[0] + 0.5 * corps, decalage[1], (0.3 if ecole else 0.5) * corps
    commun = {
        "xref": "x",
        "yref": "y",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": ancre[0],
        "yanchor": ancre[1],
    }
    boite = {"x0": x - demi, "x1": x + demi, "y0": y - demi, "y1": y + demi}
    fond = {
        **commun,
        **boite,
        "type": "circle" if ecole else "rect",
        "fillcolor": couleurs.PAPIER if bordee and not signe.efface else signe.couleur,
        "line": trait if bordee else {"width": 0},
    }
    if signe.forme != "hachures":
        return [fond]
    diagonales = [(-demi, 0.0, 0.0, demi), (-demi, -demi, demi, demi), (0.0, -demi, demi, 0.0)]
    return [fond] + [
        {**commun, "type": "line", "line": trait, "x0": x + a, "y0": y + b, "x1": x + c, "y1": y + d}
        for a, b, c, d in diagonales
    ]
