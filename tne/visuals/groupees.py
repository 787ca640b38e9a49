"""Bars of several years: under each label one thin bar per year, so that a row reads as what it has become."""

from collections.abc import Sequence
from typing import Any

from tne.typographie import entier
from tne.visuals import couleurs
from tne.visuals.bars import BORD, ESPACE_PX, ETIQUETTE_PX, Colonnes, barre, lire
from tne.visuals.gabarit import (
    AXE_NU,
    TELEPHONE,
    echapper,
    gras,
    largeur,
    marge_au_bout,
    mise_en_page,
    nombre,
    note,
    raccourcir_tous,
)
from tne.visuals.visual import MASQUE


def groupees(
    df: Colonnes,
    etiquette: str,
    annees: Sequence[str],
    *,
    famille: str,
    textes: dict[str, str] | None = None,
    total: float | None = None,
    taille: float = 1,
) -> dict[str, Any]:
    """Several years compared: under each label, in the order of `df`, one thin bar per year, named at its end, latest last.

    `annees` names the value columns, oldest first; `textes` maps a year to the column that writes its
    value. `total` is where the axis ends, as that of one year does: shares read beside one another stand on one scale. A click means the year of the bar (`meta`). The latest year has the full hue, the ones before are grey: the sentence speaks of the last.
    """
    lues = lire(df, [etiquette, *annees, *(textes or {}).values()])
    noms = [str(x) for x in lues[etiquette]]
    n = couleurs.NUANCES[famille]
    fine, ecart = 17 * taille, 3 * taille
    pas = ETIQUETTE_PX * taille + len(annees) * (fine + ecart) + ESPACE_PX * taille
    lus = {a: [nombre(v) for v in lues[a]] for a in annees}
    borne = max(total or 0, *(v for serie in lus.values() for v in serie if v is not None), 0) or 1
    # Nothing after the last bar: what stands under the figure is as near as under bars of one year.
    reste = (ESPACE_PX * taille + ecart) / pas
    figure = mise_en_page((len(noms) - reste) * pas + 2 + BORD, (BORD, 0, 2, BORD), taille)
    traces, bouts = [], []
    for rang, annee in enumerate(annees):
        centres = [
            i + (ETIQUETTE_PX * taille + rang * (fine + ecart) + fine / 2) / pas for i in range(len(noms))
        ]
        dernier = rang == len(annees) - 1
        finals = [
            MASQUE
            if v is None and lues[annee][i] == MASQUE
            else (str(lues[textes[annee]][i]) if textes else entier(v))
            for i, v in enumerate(lus[annee])
        ]
        traces.append(
            barre(
                centres,
                [v or 0.0 for v in lus[annee]],
                n.plein if dernier else couleurs.CONTEXTE,
                fine / pas,
                name=annee,
                customdata=noms,
                meta=[annee] * len(noms),
                hovertext=[f"{echapper(m)}, {annee}<br>{gras(t)}" for m, t in zip(noms, finals, strict=True)],
                hoverinfo="text",
            )
        )
        for i, texte in enumerate(finals):
            fort = dernier and (lus[annee][i] is not None or texte == MASQUE)
            bout = f"{gras(echapper(texte)) if fort else echapper(texte)} · {annee}"
            bouts.append(((lus[annee][i] or 0) / borne, largeur(bout, taille * 0.93) + 10 * taille))
            couleur = couleurs.ENCRE if fort else couleurs.ATTENUE
            place = {"xshift": 6 * taille, "couleur": couleur}
            figure["annotations"].append(note(lus[annee][i] or 0, centres[i], bout, taille * 0.93, **place))
    for i, nom in enumerate(raccourcir_tous(noms)):
        y = i + ETIQUETTE_PX * taille / 2 / pas
        figure["annotations"].append(note(0, y, echapper(nom), taille, xref="paper"))
    figure["margin"]["r"] = round(max(2.0, marge_au_bout(bouts, TELEPHONE * taille)))
    figure |= {
        "barmode": "overlay",
        "xaxis": AXE_NU | {"range": [0, borne]},
        "yaxis": AXE_NU | {"range": [max(len(noms), 1) - reste, 0]},
    }
    return {"data": traces, "layout": figure}
