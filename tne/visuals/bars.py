"""Bars: the label above its bar, the value at its end, a pale track for "sur N". From zero, sorted."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from tne.typographie import compte, entier
from tne.visuals import couleurs
from tne.visuals.gabarit import (
    AXE_NU,
    echapper,
    gras,
    largeur,
    legende,
    mise_en_page,
    nombre,
    note,
    raccourcir,
)
from tne.visuals.visual import MASQUE

ETIQUETTE_PX, BARRE_PX, ESPACE_PX = 21, 22, 12
DEDANS = 0.62
"""Beyond this share of the track the value is written inside the bar: a phone leaves no room after it."""


def plus_grands(df: pd.DataFrame, etiquette: str, valeurs: Sequence[str], limite: int = 7) -> pd.DataFrame:
    """The `limite` largest rows by the sum of `valeurs`, then one row "Autres (n)" that adds up the rest.

    Only for counts that add up. Frames that hold a masked value are returned whole: a remainder
    would give it away.
    """
    chiffres = df[list(valeurs)]
    if len(df) <= limite or (chiffres == MASQUE).any(axis=None):
        return df
    ordre = chiffres.sum(axis=1).sort_values(ascending=False, kind="stable").index
    tete, reste = df.loc[ordre[:limite]], df.loc[ordre[limite:]]
    ligne = {etiquette: f"Autres ({len(reste)})"} | {v: reste[v].sum() for v in valeurs}
    return pd.concat([tete[[etiquette, *valeurs]], pd.DataFrame([ligne])], ignore_index=True)


def _trier(df: pd.DataFrame, valeurs: Sequence[str]) -> pd.DataFrame:
    totaux = [sum(nombre(ligne[v]) or 0 for v in valeurs) for _, ligne in df.iterrows()]
    rangs = sorted(range(len(df)), key=lambda i: -totaux[i])
    return df.iloc[rangs].reset_index(drop=True)


def _barre(
    centres: list[float],
    longueurs: list[float],
    couleur: str | list[str],
    epaisseur: float,
    **options: Any,
) -> dict[str, Any]:
    marque = {"color": couleur, "line": {"width": 0}} | options.pop("marker", {})
    return {
        "type": "bar",
        "orientation": "h",
        "x": longueurs,
        "y": centres,
        "width": epaisseur,
        "marker": marque,
        "cliponaxis": False,
    } | options


def barres(
    df: pd.DataFrame,
    etiquette: str,
    valeurs: str | Sequence[str],
    *,
    famille: str,
    total: float | None = None,
    total_mots: str = "",
    textes: str | None = None,
    accent: Collection[str] | None = None,
    tri: bool = True,
    cle: str | None = None,
    taille: float = 1,
) -> dict[str, Any]:
    """One bar per row of `df`: one series, or two stacked with their counts inside and a legend above.

    `etiquette`, `valeurs`, `textes` and `cle` name columns. `textes` gives what is written at the end
    of the bar ("545 · 48,3 %"; the number alone otherwise). `total` draws the track ("sur N") whose
    words are `total_mots`. `accent` names the labels that keep the hue, the others turn grey.
    `cle` is what a click returns as customdata (the label otherwise). `tri` sorts by value.
    A masked value draws no bar and reads "masqué".
    """
    series = [valeurs] if isinstance(valeurs, str) else list(valeurs)
    if tri:
        df = _trier(df, series)
    n = couleurs.NUANCES[famille]
    pas = (ETIQUETTE_PX + BARRE_PX + ESPACE_PX) * taille
    fin = ESPACE_PX * taille  # no space after the last bar
    epaisseur = BARRE_PX * taille / pas
    noms = [str(x) for x in df[etiquette]]
    lus = [[nombre(v) for v in df[s]] for s in series]
    sommes = [
        None if None in cellules else sum(c or 0 for c in cellules) for cellules in zip(*lus, strict=True)
    ]
    maximum = total or max((s or 0 for s in sommes), default=0) or 1
    finals = [
        MASQUE if s is None else (str(df[textes].iloc[i]) if textes else entier(s))
        for i, s in enumerate(sommes)
    ]
    centres = [i + (ETIQUETTE_PX + BARRE_PX / 2) * taille / pas for i in range(len(df))]
    haut = 30 * taille if len(series) > 1 else 2.0
    droite = 2.0 if total else max((largeur(t, taille) for t in finals), default=0) + 14 * taille
    figure = mise_en_page(haut + len(df) * pas - fin, (1, droite, haut, 0), taille) | {
        "barmode": "overlay",
        "xaxis": AXE_NU | {"range": [0, maximum]},
        "yaxis": AXE_NU | {"range": [max(len(df), 1) - fin / pas, 0]},
    }
    cles = [str(x) for x in df[cle]] if cle else noms
    traces: list[dict[str, Any]] = []
    if total:
        piste = _barre(centres, [maximum] * len(df), couleurs.PALE, epaisseur, hoverinfo="skip")
        traces.append(piste)
    survol = [f"{echapper(nom)}<br>{gras(echapper(t))}" for nom, t in zip(noms, finals, strict=True)]
    depart = [0.0] * len(df)
    for rang, colonne in enumerate(lus):
        longueurs = [c or 0.0 for c in colonne]
        couleur: str | list[str] = n.plein if rang == 0 else n.clair
        if accent is not None and rang == 0:
            couleur = [n.plein if nom in accent else couleurs.CONTEXTE for nom in noms]
        # A light shade alone has not 3:1 on paper: the full hue draws its outline.
        trait = {"line": {"width": 1.5 if rang else 0, "color": n.plein}}
        traces.append(
            _barre(
                centres,
                longueurs,
                couleur,
                epaisseur,
                base=list(depart),
                name=series[rang],
                customdata=cles,
                hovertext=survol,
                hoverinfo="text",
                marker=trait,
            )
        )
        if len(series) > 1:
            encre = couleurs.PAPIER if rang == 0 else couleurs.ENCRE
            figure["annotations"] += [
                note(d + v, y, entier(v), taille, xanchor="right", xshift=-6 * taille, couleur=encre)
                for d, v, y in zip(depart, longueurs, centres, strict=True)
                if v / maximum > 0.09
            ]
        depart = [d + v for d, v in zip(depart, longueurs, strict=True)]
    for i, nom in enumerate(noms):
        y = i + ETIQUETTE_PX * taille / 2 / pas
        figure["annotations"].append(note(0, y, echapper(raccourcir(nom)), taille, xref="paper"))
        dedans = bool(total) and depart[i] / maximum > DEDANS
        gris = sommes[i] is None
        figure["annotations"].append(
            note(
                depart[i],
                centres[i],
                echapper(finals[i]) if gris else gras(echapper(finals[i])),
                taille,
                xanchor="right" if dedans else "left",
                xshift=(-7 if dedans else 7) * taille,
                couleur=couleurs.PAPIER if dedans else couleurs.ATTENUE if gris else couleurs.ENCRE,
            )
        )
    if total_mots and noms:
        y = ETIQUETTE_PX * taille / 2 / pas
        mots = note(1, y, total_mots, taille, xref="paper", xanchor="right", couleur=couleurs.ATTENUE)
        figure["annotations"].append(mots)
    if len(series) > 1:
        entrees = [
            (n.plein if r == 0 else n.clair, n.plein, f"{s}, {entier(sum(c or 0 for c in lus[r]))}")
            for r, s in enumerate(series)
        ]
        formes, mots_legende = legende(entrees, -haut + 12 * taille, taille)
        figure["shapes"] += formes
        figure["annotations"] += mots_legende
    return {"data": traces, "layout": figure}


def groupees(
    df: pd.DataFrame,
    etiquette: str,
    annees: Sequence[str],
    *,
    famille: str,
    maximum: float | None = None,
    textes: dict[str, str] | None = None,
    tri: bool = True,
    taille: float = 1,
) -> dict[str, Any]:
    """Several years compared: under each label one thin bar per year, named at its end, latest last.

    `annees` names the value columns, oldest first; `textes` maps a year to the column that writes its
    value. The latest year has the full hue, the ones before are grey: the sentence speaks of the last.
    """
    if tri and annees:
        df = _trier(df, [annees[-1]])
    n = couleurs.NUANCES[famille]
    fine, ecart = 17 * taille, 3 * taille
    pas = ETIQUETTE_PX * taille + len(annees) * (fine + ecart) + ESPACE_PX * taille
    lus = {a: [nombre(v) for v in df[a]] for a in annees}
    borne = maximum or max((v for serie in lus.values() for v in serie if v is not None), default=0) or 1
    figure = mise_en_page(len(df) * pas + 2, (1, 0, 2, 0), taille)
    traces, droite = [], 0.0
    for rang, annee in enumerate(annees):
        centres = [
            i + (ETIQUETTE_PX * taille + rang * (fine + ecart) + fine / 2) / pas for i in range(len(df))
        ]
        dernier = rang == len(annees) - 1
        finals = [
            MASQUE
            if v is None and df[annee].iloc[i] == MASQUE
            else (str(df[textes[annee]].iloc[i]) if textes else entier(v))
            for i, v in enumerate(lus[annee])
        ]
        noms = [str(x) for x in df[etiquette]]
        traces.append(
            _barre(
                centres,
                [v or 0.0 for v in lus[annee]],
                n.plein if dernier else couleurs.CONTEXTE,
                fine / pas,
                name=annee,
                customdata=noms,
                hovertext=[f"{echapper(m)}, {annee}<br>{gras(t)}" for m, t in zip(noms, finals, strict=True)],
                hoverinfo="text",
            )
        )
        for i, texte in enumerate(finals):
            bout = f"{gras(echapper(texte)) if dernier else echapper(texte)} · {annee}"
            droite = max(droite, largeur(bout, taille * 0.93) + 10 * taille)
            couleur = couleurs.ENCRE if dernier else couleurs.ATTENUE
            x = lus[annee][i] or 0
            figure["annotations"].append(
                note(x, centres[i], bout, taille * 0.93, xshift=6 * taille, couleur=couleur)
            )
    for i, nom in enumerate(df[etiquette]):
        y = i + ETIQUETTE_PX * taille / 2 / pas
        figure["annotations"].append(note(0, y, echapper(raccourcir(str(nom))), taille, xref="paper"))
    figure["margin"]["r"] = round(droite)
    figure |= {
        "barmode": "overlay",
        "xaxis": AXE_NU | {"range": [0, borne]},
        "yaxis": AXE_NU | {"range": [max(len(df), 1), 0]},
    }
    return {"data": traces, "layout": figure}


def resume(df: pd.DataFrame, etiquette: str, valeur: str, nom: str, limite: int = 3) -> str:
    """A text alternative: "Participants : A, 168 ; B, 151 ; C, 118 ; et 4 autres." with U+202F."""
    tries = _trier(df, [valeur])
    dits = []
    for _, ligne in tries.head(limite).iterrows():
        lu = nombre(ligne[valeur])
        dits.append(f"{ligne[etiquette]}, {MASQUE if lu is None else entier(lu)}")
    reste = len(tries) - len(dits)
    fin = f"\u202f; et {compte(reste, 'autre')}" if reste else ""
    return f"{nom}\u202f: {' ; '.join(dits)}{fin}.".replace(" ;", "\u202f;")


HAUTEUR_BARRE = ETIQUETTE_PX + BARRE_PX + ESPACE_PX
"""Pixels that one bar takes on a page, to reserve a figure's height before its data are known."""
