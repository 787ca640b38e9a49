"""Lines over months or years, named at their right end instead of in a legend."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from tne.typographie import decimal, entier
from tne.visuals import couleurs
from tne.visuals.gabarit import (
    CORPS,
    TELEPHONE,
    axe_gradue,
    echapper,
    graduation,
    gras,
    largeur,
    mise_en_page,
    nombre,
    note,
    raccourcir,
    saut_des_mots,
)

TRAITS = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot", "solid")


def courbes(
    df: pd.DataFrame,
    x: str,
    series: Sequence[str],
    *,
    famille: str,
    unite: str,
    accent: Collection[str] = (),
    hauteur: int = 300,
    taille: float = 1,
) -> dict[str, Any]:
    """One line per column of `series` over the ordered labels of `x`; a missing value breaks the line.

    `accent` names the series that keep the hue (the last one if none is named); the others are grey.
    Dashes tell them apart without colour. `unite` is written above the axis, which starts at zero.
    """
    corps, n = CORPS * taille, couleurs.NUANCES[famille]
    vifs = set(accent) or set(series[-1:])
    lus = {s: [nombre(v) for v in df[s]] for s in series}
    ecart, borne = graduation(max((v for c in lus.values() for v in c if v is not None), default=0))
    bouts = {s: dernier for s in series if (dernier := _dernier(lus[s])) is not None}
    noms = {s: raccourcir(s, 24) for s in bouts}
    droite = (
        max((largeur(f"{noms[s]} {entier(bouts[s][1])}", taille) for s in bouts), default=0) + 14 * taille
    )
    haut, bas = 1.9 * corps, 2.4 * corps
    paliers = [i * ecart for i in range(int(borne / ecart) + 1)]
    dits = [entier(v) if float(v).is_integer() else decimal(v) for v in paliers]
    # As wide as the usual « 1 000 », so that nothing moves with a filter; « 10 000 » was cut.
    gauche = max(2.9 * corps, max(largeur(mots, taille) for mots in dits) + 6 * taille)
    figure = mise_en_page(hauteur, (gauche, droite, haut, bas), taille)
    etiquettes = [str(v) for v in df[x]]
    case = (TELEPHONE * taille - gauche - droite) / max(len(etiquettes) - 1, 1)
    saut = saut_des_mots(etiquettes, case, taille)
    figure["xaxis"] = axe_gradue(
        (-0.2, max(len(etiquettes) - 1, 1) + 0.05),
        {rang: echapper(etiquettes[rang]) for rang in range(0, len(etiquettes), saut)},
        taille,
        showgrid=False,
        tickangle=0,
        ticklabelstandoff=round(6 * taille),
    )
    figure["yaxis"] = axe_gradue(
        (0, borne), dict(zip(paliers, dits, strict=True)), taille, gridcolor=couleurs.PALE
    )
    figure["annotations"].append(
        note(
            0,
            1,
            unite,
            taille,
            xref="paper",
            yref="paper",
            yanchor="bottom",
            xshift=-gauche,
            yshift=6 * taille,
            couleur=couleurs.ATTENUE,
        )
    )
    traces = []
    for rang, s in enumerate(series):
        trait = {
            "color": n.plein if s in vifs else couleurs.CONTEXTE,
            "width": (2.6 if s in vifs else 2) * taille,
            "dash": "solid" if s in vifs and len(vifs) == 1 else TRAITS[rang % len(TRAITS)],
        }
        traces.append(_ligne(s, etiquettes, lus[s], trait, 6 * taille))
    tracee = max(1.0, hauteur - haut - bas)
    places = _etager({s: v for s, (_, v) in bouts.items()}, 1.35 * corps * borne / tracee)
    for s, hauteur_mot in places.items():
        couleur = n.plein if s in vifs else couleurs.ATTENUE
        rang_x, v = bouts[s]
        mots = f"{echapper(noms[s])} {gras(entier(v))}"
        figure["annotations"].append(
            note(rang_x, hauteur_mot, mots, taille, xshift=9 * taille, couleur=couleur)
        )
    return {"data": traces, "layout": figure}


def _ligne(
    nom: str,
    etiquettes: Sequence[str],
    valeurs: Sequence[float | None],
    trait: dict[str, Any],
    point: float,
) -> dict[str, Any]:
    """One line and its points, `point` pixels wide."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": nom,
        "x": list(range(len(etiquettes))),
        "y": list(valeurs),
        "connectgaps": False,
        "cliponaxis": False,
        "customdata": list(etiquettes),
        "hovertext": [
            f"{echapper(nom)}, {echapper(e)}<br>{gras(entier(v))}"
            for e, v in zip(etiquettes, valeurs, strict=True)
        ],
        "hoverinfo": "text",
        "line": trait,
        "marker": {"size": point, "color": trait["color"]},
    }


def _dernier(valeurs: Sequence[float | None]) -> tuple[int, float] | None:
    """Rank and value of the last point that is known."""
    for rang in range(len(valeurs) - 1, -1, -1):
        v = valeurs[rang]
        if v is not None:
            return rang, v
    return None


def _etager(hauteurs: dict[str, float], ecart: float) -> dict[str, float]:
    """The labels' heights, pushed up as little as needed to stand `ecart` apart."""
    places: dict[str, float] = {}
    plancher = float("-inf")
    for nom, y in sorted(hauteurs.items(), key=lambda paire: paire[1]):
        plancher = max(y, plancher + ecart)
        places[nom] = plancher
    return places
