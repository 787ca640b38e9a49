"""Bars in bars: of what is offered, what is taken, and in it what is used. All in percent of what is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tne.visuals import couleurs
from tne.visuals.bars import barres
from tne.visuals.gabarit import echapper, largeur, legende, note

HAUT = 30
"""Pixels of the legend above the bars."""
DEDANS = 28
"""Percent from which a bar holds its words."""


def emboitees(
    noms: Sequence[str],
    dedans: Sequence[tuple[float, str]],
    dehors: Sequence[tuple[float, str]],
    mots: tuple[str, str, str],
    *,
    famille: str,
    taille: float = 1,
) -> dict[str, Any]:
    """One bar per name: the full hue as long as `dedans`, in an outlined light one as long as `dehors`, over a pale track of 100 %.

    Each is (percent, words): the words of `dedans` stand in its bar, those of `dehors` right of the track. `mots` name the
    three in the legend, from the inside out.
    """
    figure = barres(
        {"nom": list(noms), "n": [n for n, _ in dedans], "mots": [m for _, m in dedans]},
        "nom",
        "n",
        famille=famille,
        total=max(100.0, *(n for n, _ in dehors)),
        textes="mots",
        tri=False,
        taille=taille,
    )
    piste, barre = figure["data"]
    piste["x"] = [100.0] * len(noms)
    # The track is counted here: what is left of it are the empty seats.
    piste["marker"] = piste["marker"] | {"line": {"width": 1, "color": couleurs.CONTOUR}}
    barre["hovertext"] = [
        f"{echapper(nom)}<br>{echapper(mots[0])} : {echapper(a)}<br>{echapper(mots[1])} : {echapper(b)}"
        for nom, (_, a), (_, b) in zip(noms, dedans, dehors, strict=True)
    ]
    figure["data"].insert(1, _contour(barre, [n for n, _ in dehors], famille))
    layout = figure["layout"]
    for mot, (valeur, _) in zip(_valeurs(layout["annotations"], barre["y"]), dedans, strict=True):
        mot |= _place(valeur, mot)
    droite = max(largeur(m, taille * 0.93) for _, m in dehors) + 8 * taille
    for y, (n, m) in zip(barre["y"], dehors, strict=True):
        options = {"xshift": 7 * taille, "couleur": couleurs.ATTENUE}
        layout["annotations"].append(note(max(100.0, n), y, echapper(m), taille * 0.93, **options))
    layout["margin"] |= {"r": round(droite), "t": round(layout["margin"]["t"] + HAUT * taille)}
    layout["height"] += round(HAUT * taille)
    nuances = couleurs.NUANCES[famille]
    fonds = (
        (nuances.plein, nuances.plein),
        (nuances.clair, nuances.plein),
        (couleurs.PALE, couleurs.CONTOUR),
    )
    entrees = [(fond, trait, echapper(m)) for (fond, trait), m in zip(fonds, mots, strict=True)]
    formes, dits = legende(entrees, -(HAUT - 10) * taille, taille)
    layout["shapes"] += formes
    layout["annotations"] += dits
    return figure


def prolonger(
    figure: dict[str, Any], dehors: Mapping[tuple[str, str], float], *, famille: str
) -> dict[str, Any]:
    """Bars of several years side by side (`bars.groupees`), each in the outline of what it is taken from: (year, name) → percent."""
    traces = []
    for t in figure["data"]:
        # Nothing around nothing: an outline of no length is still a line.
        longs = [
            max(long, x) if (long := dehors.get((a, nom))) else None
            for a, nom, x in zip(t["meta"], t["customdata"], t["x"], strict=True)
        ]
        traces += [_contour(t, longs, famille if t is figure["data"][-1] else ""), t]
        for mot, long in zip(_valeurs(figure["layout"]["annotations"], t["y"]), longs, strict=True):
            mot["x"] = long or mot["x"]
    axe = figure["layout"]["xaxis"]
    axe["range"] = [0, max(axe["range"][1], *dehors.values())]
    return figure | {"data": traces}


def _contour(barre: Mapping[str, Any], longueurs: Sequence[float | None], famille: str) -> dict[str, Any]:
    """The light bar around `barre`: nothing to click, what hovers is the bar in it. Grey without `famille`."""
    trait = couleurs.NUANCES[famille].plein if famille else couleurs.CONTEXTE
    fond = couleurs.NUANCES[famille].clair if famille else couleurs.PALE
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(longueurs),
        "y": list(barre["y"]),
        "width": barre["width"],
        "marker": {"color": fond, "line": {"width": 1.5, "color": trait}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _valeurs(notes: Sequence[dict[str, Any]], centres: Sequence[float]) -> list[dict[str, Any]]:
    """The words at the end of each of these bars."""
    par_centre = {n["y"]: n for n in notes if n.get("xref") != "paper"}
    return [par_centre[y] for y in centres]


def _place(valeur: float, n: Mapping[str, Any]) -> dict[str, Any]:
    """Words in their bar, or after a short one, over what surrounds it."""
    dedans, pas = valeur >= DEDANS, abs(n["xshift"])
    return {
        "xanchor": "right" if dedans else "left",
        "xshift": -pas if dedans else pas,
        "font": n["font"] | {"color": couleurs.PAPIER if dedans else couleurs.ENCRE},
    }
