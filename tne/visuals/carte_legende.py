"""The key of a map, and its layout, which the key stands in: in a corner, above the map, or beside it where there is room."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from tne.anneaux import Point
from tne.visuals import couleurs
from tne.visuals.cadre import Cadre, Coin, largeur_legende, placer_legende

CORPS = 13
"""Pixels of the town names and the legend, at `taille` 1."""

RONDES = ("plein", "creux")
"""Forms of schools, round on the map and in its key."""

INTERLIGNE = 1.6
"""Height of a line of the legend, for a size of 1."""


REDUIT = 0.9
"""Of its largest size, what a map has at least with its key beside it, where else that would stand above."""


@dataclass(frozen=True)
class Signe:
    """How one entry of the legend is drawn: `forme` is "surface", "hachures", "plein" or "creux"."""

    libelle: str
    couleur: str
    forme: str = "surface"

    @property
    def efface(self) -> bool:
        """True for what says nothing or none: its fill alone would leave holes in the territory."""
        return self.couleur in (couleurs.PALE, couleurs.PAPIER)

    @property
    def bord(self) -> str:
        """The colour of its borders on the map."""
        return couleurs.CONTOUR if self.efface else couleurs.PAPIER


def place_legende(
    cadre: Cadre, sommets: Sequence[Point], signes: Sequence[Signe], taille: float
) -> tuple[Coin, Cadre]:
    """The corner of the legend, and the frame made wider if it had to be."""
    corps = CORPS * taille
    classes = [s for s in signes if s.forme == "surface" and s.couleur != couleurs.PAPIER]
    genres = [[s.libelle for s in classes], [s.libelle for s in signes if s not in classes]]
    groupes = [(len(mots), largeur_legende(mots, corps)) for mots in genres if mots]
    return placer_legende(cadre, sommets, len(signes), _cellule(signes, taille), groupes)


def _cellule(signes: Sequence[Signe], taille: float) -> tuple[float, float]:
    """Width and height of an entry, in pixels: that of the longest."""
    corps = CORPS * taille
    return largeur_legende([signe.libelle for signe in signes], corps), INTERLIGNE * corps


def legende_a_cote(
    cadre: Cadre, signes: Sequence[Signe], taille: float, hauteur: int, part: float
) -> dict[str, Any]:
    """For a place wide enough: the layout of the same figure with the key left of the map, which takes its height.

    `cadre` is that of the map alone, `part` of its largest size what it has at least. Returns `depuis`, the width in pixels from which it fits, and the parts of `layout`
    that change: the browser, which knows the width, puts them in (`tne/ui/graphe.js`).
    """
    cellule = _cellule(signes, taille)
    # A little smaller than the height allows, it is still larger than under its key: the words keep clear of it there too.
    grand = replace(cadre, echelle=part * hauteur / (cadre.nord - cadre.sud))
    ouest = cadre.ouest - cellule[0] / grand.echelle / cadre.reduction
    grand = replace(grand, ouest=ouest)
    trace = layout(grand, Coin("ouest", "nord", len(signes), 1, cellule), signes, taille, hauteur, cadre.nord)
    # The key then begins where the title does.
    trace["xaxis"] |= {"constraintoward": "left"}
    change = ("xaxis", "yaxis", "shapes", "annotations")
    return {"depuis": math.ceil(grand.boite[2]), "layout": {c: trace[c] for c in change}}


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
