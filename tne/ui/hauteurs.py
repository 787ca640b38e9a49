"""Figures side by side end at the same height: bars of the shorter one take the room that was left white under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    assert v.figure is not None
    etiree = echelle.remplir(v.figure, 0, pixels)
    return replace(v, figure=etiree | {"layout": etiree["layout"] | {"height": round(pixels)}})
