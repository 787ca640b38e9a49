"""Figures side by side end at the same height: bars of the shorter one take the room that was left white under it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from tne.ui.colonnes import hauteur
from tne.visuals import echelle
from tne.visuals.visual import Visual

PLUS_HAUT = 1.5
"""A bar chart grows no taller than that: beyond, a blank looks less odd than its bars."""


def egaliser(colonnes: Sequence[Sequence[Visual]]) -> list[list[Visual]]:
    """The same figures, those of the columns that end early a little taller. Maps, lines and squares stay as they are."""
    longueurs = [sum(map(hauteur, colonne)) for colonne in colonnes]
    return [
        _allonger(colonne, max(longueurs) - longueur)
        for colonne, longueur in zip(colonnes, longueurs, strict=True)
    ]


def cote_a_cote(*figures: Visual) -> list[Visual]:
    """`egaliser` for one figure a column."""
    return [v for (v,) in egaliser([[v] for v in figures])]


def _allonger(colonne: Sequence[Visual], manque: int) -> list[Visual]:
    barres = [echelle.hauteur(v.figure) if v.figure and _de_barres(v) else 0.0 for v in colonne]
    total = sum(barres)
    if not total or manque <= 0:
        return list(colonne)
    fois = min(PLUS_HAUT, 1 + manque / total)
    return [_haute(v, fois * h) if h else v for v, h in zip(colonne, barres, strict=True)]


def _de_barres(v: Visual) -> bool:
    return v.figure is not None and {t.get("type") for t in v.figure["data"]} == {"bar"}


def _haute(v: Visual, pixels: float) -> Visual:
    return v.pour(("haute", round(pixels)), partial(_etirer, pixels=pixels))


def _etirer(figure: dict[str, Any], pixels: float) -> dict[str, Any]:
    """The figure that high. Where the columns stand one under the other nothing is beside it: `meta` keeps what it had, which the
    browser puts back (`tne/ui/graphe.js`).
    """
    avant = figure["layout"]
    apres = echelle.remplir(figure, 0, pixels)["layout"] | {"height": round(pixels)}
    seule = {c: avant[c] for c in avant if apres[c] != avant[c]}
    return figure | {"layout": apres | {"meta": avant.get("meta", {}) | {"seule": seule}}}
