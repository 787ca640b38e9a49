"""Bars of several years laid out in a column a year, under its name: a third of the height, for a slide of many rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tne.visuals import couleurs
from tne.visuals.bars import BARRE_PX, ESPACE_PX, ETIQUETTE_PX
from tne.visuals.gabarit import CORPS, gras, largeur, note

TETE_PX = 28
"""Pixels of the names of the years above the bars."""
BARRE_MINIMUM = 0.3
"""Share of its column that the longest bar keeps: with longer words at its end, years stay under one another."""


def en_colonnes(figure: Mapping[str, Any], corps: float, place: float) -> dict[str, Any] | None:
    """The figure of `bars.groupees` with a column a year, `place` pixels wide, its texts of `corps` pixels; None for any
    other figure, and where the words leave no room for the bars, or the names of the years none for one another.
    """
    traces, layout = figure["data"], figure["layout"]
    if not par_annee(traces):
        return None
    taille, colonnes = corps / CORPS, len(traces)
    dits = _au_bout(traces, layout["annotations"])
    mots = max(largeur(mot, taille) for serie in dits for mot in serie) + 22 * taille
    barre = 1 - mots * colonnes / place
    tetes = max(largeur(t["name"], taille) for t in traces) + 6 * taille
    if barre < BARRE_MINIMUM or tetes * colonnes > place:
        return None
    pas = (ETIQUETTE_PX + BARRE_PX + ESPACE_PX) * taille
    haut = TETE_PX * taille
    colonne = layout["xaxis"]["range"][1] / barre
    noms = [a for a in layout["annotations"] if a.get("xref") == "paper"]
    lignes = len(noms)
    centres = [i + (ETIQUETTE_PX + BARRE_PX / 2) * taille / pas for i in range(lignes)]
    notes = [
        note(0, i + ETIQUETTE_PX * taille / 2 / pas, a["text"], taille, xref="paper")
        for i, a in enumerate(noms)
    ]
    rangees = []
    for k, (trace, serie) in enumerate(zip(traces, dits, strict=True)):
        dernier = k == colonnes - 1
        depart, encre = k * colonne, couleurs.ENCRE if dernier else couleurs.ATTENUE
        rangees.append(
            trace | {"y": centres, "base": [depart] * lignes, "width": BARRE_PX * taille / pas},
        )
        tete = {"yref": "paper", "yshift": haut / 2, "couleur": encre}
        notes.append(note(depart, 1, gras(trace["name"]) if dernier else trace["name"], taille, **tete))
        notes += [
            note(depart + x, y, mot, taille, xshift=6 * taille, couleur=encre)
            for x, y, mot in zip(trace["x"], centres, serie, strict=True)
        ]
    return {
        "data": rangees,
        "layout": layout
        | {
            "annotations": notes,
            "height": round(haut + lignes * pas - ESPACE_PX * taille + layout["margin"]["b"]),
            "margin": layout["margin"] | {"r": 0, "t": round(haut)},
            "xaxis": layout["xaxis"] | {"range": [0, colonnes * colonne]},
            "yaxis": layout["yaxis"] | {"range": [lignes - ESPACE_PX * taille / pas, 0]},
        },
    }


def par_annee(traces: Sequence[Mapping[str, Any]]) -> bool:
    """True for one bar a row and year, of several years: nothing around them, nothing stacked."""
    return len(traces) > 1 and all(
        t.get("type") == "bar" and set(t.get("meta", ())) == {t.get("name")} and "base" not in t
        for t in traces
    )


def _au_bout(traces: Sequence[Mapping[str, Any]], notes: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The words at the end of each bar, trace by trace, without the year that the column now says."""
    par_centre = {a["y"]: a["text"] for a in notes if a.get("xref") != "paper"}
    return [[par_centre[y].removesuffix(f" · {t['name']}") for y in t["y"]] for t in traces]
