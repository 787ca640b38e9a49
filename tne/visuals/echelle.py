"""A figure made larger as a whole, for a projector: text, marks, margins, what is counted in pixels; never the data.

The recipes draw for a page. A slide has its own size, known when it is shown: the same figure is scaled then, so that
nothing is computed again when the window changes.
"""

from __future__ import annotations

import math
from typing import Any

from tne.visuals.bars import ETIQUETTE_PX
from tne.visuals.cote_a_cote import en_colonnes, par_annee
from tne.visuals.gabarit import CORPS, TAILLE_DIAPO, marge_au_bout
from tne.visuals.gabarit import largeur as largeur_des_mots

CORPS_DIAPO = CORPS * TAILLE_DIAPO
"""Pixels of the smallest text of a slide at 1280×720."""

PIXELS = frozenset(
    {
        "height",
        "ticklen",
        "tickwidth",
        "gridwidth",
        "zerolinewidth",
        "standoff",
        "xshift",
        "yshift",
        "borderpad",
    }
    | {"l", "r", "t", "b", "pad", "sizemin"}
)
"""Keys that are pixels wherever they stand in a figure of ours."""

TRAITS = frozenset({"line", "outline"})
POLICES = frozenset({"font", "textfont", "tickfont", "titlefont", "insidetextfont", "outsidetextfont"})


def _fois(valeur: Any, k: float) -> Any:
    if isinstance(valeur, list):
        return [_fois(v, k) for v in valeur]
    if isinstance(valeur, bool) or not isinstance(valeur, (int, float)):
        return valeur
    return round(valeur * k, 2)


def _formes(objet: dict[str, Any], k: float) -> dict[str, Any]:
    """Coordinates of a shape that are pixels from an anchor."""
    return {
        c: _fois(objet[c], k)
        for axe in ("x", "y")
        if objet.get(f"{axe}sizemode") == "pixel"
        for c in (f"{axe}0", f"{axe}1")
    }


def _marque(marque: dict[str, Any], k: float) -> dict[str, Any]:
    """A marker's size: `sizeref` where the sizes are data (an area goes with the square), the sizes elsewhere."""
    if "sizeref" in marque:
        return {"sizeref": marque["sizeref"] / (k * k if marque.get("sizemode") == "area" else k)}
    return {"size": _fois(marque["size"], k)} if "size" in marque else {}


def agrandir(objet: Any, k: float, nom: str = "") -> Any:
    """A copy of the figure (or of a part of it, standing under the key `nom`) with every pixel times `k`."""
    if isinstance(objet, list):
        return (
            [agrandir(o, k, nom) for o in objet] if any(isinstance(o, (dict, list)) for o in objet) else objet
        )
    if not isinstance(objet, dict):
        return objet
    copie = {
        c: _fois(v, k)
        if (c in PIXELS and not isinstance(v, dict))
        or (c == "width" and nom in TRAITS)
        or (c == "size" and nom in POLICES | {"fillpattern", "pattern"})
        else agrandir(v, k, c)
        for c, v in objet.items()
    }
    if nom == "marker":
        copie |= _marque(objet, k)
    return copie | _formes(objet, k)


def corps_minimal(objet: Any, nom: str = "") -> float:
    """The smallest size of text in the figure, in pixels; infinite without any."""
    if isinstance(objet, list):
        return min(
            (corps_minimal(o, nom) for o in objet if isinstance(o, (dict, list))), default=float("inf")
        )
    if not isinstance(objet, dict):
        return float("inf")
    trouves = [corps_minimal(v, c) for c, v in objet.items() if isinstance(v, (dict, list))]
    if nom in POLICES and "size" in objet:
        taille = objet["size"]
        trouves.append(min(map(float, taille)) if isinstance(taille, list) else float(taille))
    return min(trouves, default=float("inf"))


def hauteur(figure: dict[str, Any]) -> float:
    """The height the figure asks for, in pixels."""
    return float(figure["layout"].get("height", 0))


def remplir(figure: dict[str, Any], largeur: float, place: float) -> dict[str, Any]:
    """The figure ready to be stretched to a box of that many pixels: labels stay at their bars, squares fill their cells.

    Stretching moves what stands at data coordinates apart and leaves pixels as they are.
    """
    genres = {t.get("type") for t in figure["data"]}
    etire = place / hauteur(figure) if hauteur(figure) else 1.0
    if genres == {"bar"} and etire > 1:
        layout = figure["layout"]
        fin = layout["yaxis"]["range"][0] * max(1.0, etire / ETIRER)
        haut = layout | {"yaxis": layout["yaxis"] | {"range": [fin, 0]}}
        return figure | {"layout": _coller(haut, min(etire, ETIRER))}
    if genres == {"bar"} and etire < 1:
        return _serrer(figure, place)
    carrees = [str(t.get("marker", {}).get("symbol", "")).startswith("square") for t in figure["data"]]
    if any(carrees):
        return _cases(_ranger(figure, largeur, place) if all(carrees) else figure, largeur, place)
    return figure


ETIRER = 1.9
"""A lone bar grows no thicker than that: paper stays under it."""
SERRE = 0.76
"""Share of their natural height down to which bars can be squeezed before their labels touch."""


def garder(figure: dict[str, Any], place: float) -> tuple[dict[str, Any], int, int]:
    """The bars that fit in that height, first ones first, with how many are kept and how many there were.

    The recipes number their rows from the top; a figure that is not all bars is returned whole.
    """
    if {t.get("type") for t in figure["data"]} != {"bar"} or not hauteur(figure):
        return figure, 0, 0
    layout = figure["layout"]
    fin = float(layout["yaxis"]["range"][0])
    rangs = math.ceil(fin)
    vus = min(rangs, max(1, int(rangs * place / (SERRE * hauteur(figure)))))
    if vus == rangs:
        return figure, rangs, rangs
    notes = [a for a in layout["annotations"] if a.get("yref") == "paper" or a["y"] < vus]
    traces = []
    for t in figure["data"]:
        garde = [n for n, y in enumerate(t["y"]) if y < vus]
        longs = {
            c: [v[n] for n in garde] for c, v in t.items() if isinstance(v, list) and len(v) == len(t["y"])
        }
        traces.append(t | longs | {"marker": _couleurs(t["marker"], garde, len(t["y"]))})
    axe = layout["yaxis"] | {"range": [vus - (rangs - fin), 0]}
    haute = layout["margin"]["t"] + layout["margin"]["b"]
    reste = haute + (hauteur(figure) - haute) * vus / rangs
    return (
        {"data": traces, "layout": layout | {"annotations": notes, "yaxis": axe, "height": reste}},
        vus,
        rangs,
    )


def _couleurs(marque: dict[str, Any], garde: list[int], nombre: int) -> dict[str, Any]:
    couleur = marque.get("color")
    if isinstance(couleur, list) and len(couleur) == nombre:
        return marque | {"color": [couleur[n] for n in garde]}
    return marque


def _coller(layout: dict[str, Any], etire: float) -> dict[str, Any]:
    """Labels above their bars come down to them: half of what the stretch added to a label's line."""
    ecart = (etire - 1) * ETIQUETTE_PX / 2 * layout["font"]["size"] / CORPS
    notes = [
        a | {"yshift": a.get("yshift", 0) - ecart} if a.get("xref") == "paper" and "yref" not in a else a
        for a in layout["annotations"]
    ]
    return layout | {"annotations": notes}


def _serrer(figure: dict[str, Any], place: float) -> dict[str, Any]:
    """Bars in less than their height: they and their spaces grow thin, the labels above them keep their line.

    Squeezed with the rest, a label came so near that the bar ran through the foot of a « g » or a « p ».
    """
    layout = figure["layout"]
    fin: float = layout["yaxis"]["range"][0]
    dehors: float = layout["margin"]["t"] + layout["margin"]["b"]
    naturelle, etiquette = hauteur(figure) - dehors, ETIQUETTE_PX * float(layout["font"]["size"]) / CORPS
    mots = math.ceil(fin) * etiquette
    if place - dehors <= mots:
        return figure
    pas = naturelle / fin
    reste = etiquette + (pas - etiquette) * (place - dehors - mots) / (naturelle - mots)
    avant, apres = etiquette / pas, etiquette / reste
    pente = (1 - apres) / (1 - avant)

    def ici(y: float) -> float:
        rang = math.floor(y)
        return rang + ((y - rang) * apres / avant if y - rang < avant else apres + (y - rang - avant) * pente)

    traces = [t | {"y": [ici(y) for y in t["y"]], "width": t["width"] * pente} for t in figure["data"]]
    notes = [a if a.get("yref") == "paper" else a | {"y": ici(a["y"])} for a in layout["annotations"]]
    axe = layout["yaxis"] | {"range": [ici(fin), 0]}
    return {"data": traces, "layout": layout | {"annotations": notes, "yaxis": axe}}


CARRE, CASE = 0.68, 0.6
"""Share of its cell that a square takes, and of the height that a cell takes at most: two are not as large as the slide."""


def _interieur(layout: dict[str, Any], place: float) -> float:
    """Pixels between the margins above and below."""
    dehors: float = layout["margin"]["t"] + layout["margin"]["b"]
    return place - dehors


def _ranger(figure: dict[str, Any], largeur: float, place: float) -> dict[str, Any]:
    """Squares, one after the other, in the columns that make them largest: a row of a few left the rest of a slide white."""
    hauteur_utile = _interieur(figure["layout"], place)
    nombre = sum(len(t["x"]) for t in figure["data"])
    if not nombre or hauteur_utile <= 0:
        return figure
    plus = CASE * hauteur_utile
    blanc = 1 - CARRE  # of a cell: the first one stands under the title, none needs room after the last one

    def case(colonnes: int) -> float:
        rangees = math.ceil(nombre / colonnes)
        return min(largeur / (colonnes - blanc), hauteur_utile / (rangees - blanc / 2), plus)

    # Of equals the fewest rows, then the fewest columns: rows as even as can be.
    colonnes = max(range(1, nombre + 1), key=lambda c: (round(case(c), 3), -math.ceil(nombre / c), -c))
    rangs = iter(range(nombre))
    traces = []
    for t in figure["data"]:
        places = [next(rangs) for _ in t["x"]]
        traces.append(t | {"x": [r % colonnes for r in places], "y": [r // colonnes for r in places]})
    # The outline of an empty one is half outside of it: at the edge of the slide that half was cut.
    traits = [float(t["marker"].get("line", {}).get("width", 0)) for t in figure["data"] if len(t["x"])]
    bord = CARRE / 2 + max(traits) / 2 / case(colonnes)
    fin = max(colonnes - 1 + bord, largeur / plus - bord)
    bouts = {"xaxis": [-bord, fin], "yaxis": [math.ceil(nombre / colonnes) - 1 + bord, -0.5]}
    axes = {nom: figure["layout"][nom] | {"range": bout} for nom, bout in bouts.items()}
    return {"data": traces, "layout": figure["layout"] | axes}


def _cases(figure: dict[str, Any], largeur: float, place: float) -> dict[str, Any]:
    """Squares of two thirds of the cell that the stretched grid gives them."""
    layout = figure["layout"]
    colonnes = abs(layout["xaxis"]["range"][1] - layout["xaxis"]["range"][0])
    rangees = abs(layout["yaxis"]["range"][1] - layout["yaxis"]["range"][0])
    cote = CARRE * min(largeur / colonnes, _interieur(layout, place) / rangees)
    return figure | {"data": [t | {"marker": t["marker"] | {"size": round(cote, 1)}} for t in figure["data"]]}


GROSSIR = 1.4
"""A figure of few marks has larger texts, up to that; beyond, only its marks grow."""


def ajuster(
    figure: dict[str, Any], largeur: float, place: float, corps: float, grossir: float = GROSSIR
) -> tuple[dict[str, Any], int, int]:
    """The figure for a box of that many pixels: no text under `corps`, up to `grossir` times larger where there is room.

    Also how many bars are kept and how many there were (0 and 0 for other figures): those that would touch one another
    are left out from the last, years standing side by side before that.
    """
    juste = corps / min(corps_minimal(figure), CORPS_DIAPO)
    gardee, vus, rangs = garder(agrandir(figure, juste), place)
    if vus < rangs and (rangee := en_colonnes(agrandir(figure, juste), corps, largeur)):
        # Larger words would run into the next year.
        (gardee, vus, rangs), grossir = garder(rangee, place), 1.0
    naturelle = hauteur(gardee)
    plus = min(max(place / naturelle, 1.0), grossir) if naturelle else 1.0
    return remplir(_allonger(agrandir(gardee, plus), largeur), largeur, place), vus, rangs


def _allonger(figure: dict[str, Any], place: float) -> dict[str, Any]:
    """Bars of several years as long as `place` pixels allow: the recipe keeps at their right what a telephone needs."""
    traces, layout = figure["data"], figure["layout"]
    if not par_annee(traces):
        return figure
    fin = layout["xaxis"]["range"][1]
    mots = [a for a in layout["annotations"] if a.get("xref") != "paper"]
    bouts = [
        (a["x"] / fin, largeur_des_mots(a["text"], a["font"]["size"] / CORPS) + 2 * a["xshift"]) for a in mots
    ]
    reste = min(layout["margin"]["r"], max(2.0, marge_au_bout(bouts, place)))
    return figure | {"layout": layout | {"margin": layout["margin"] | {"r": reste}}}
