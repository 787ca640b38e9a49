"""Bars: the label above its bar, the value at its end, a pale track for "sur N". From zero, sorted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tne.typographie import entier
from tne.visuals import couleurs
from tne.visuals.gabarit import (
    AXE_NU,
    TELEPHONE,
    echapper,
    gras,
    largeur,
    legende,
    mise_en_page,
    nombre,
    note,
    place_du_mot,
    raccourcir_tous,
)
from tne.visuals.visual import MASQUE

ETIQUETTE_PX, BARRE_PX, ESPACE_PX = 21, 22, 12
LIGNE_PX = ETIQUETTE_PX + BARRE_PX + ESPACE_PX
Colonnes = pd.DataFrame | Mapping[str, Sequence[Any]]
"""What bars are drawn from: named columns of the same length. Each is read once; the rest is plain lists."""
DEDANS = 0.62
"""Beyond this share of the track the value is written inside the bar: a phone leaves no room after it."""
BORD = 1  # pixels around the bars for the outer half of an outline: at the edge of the figure it was cut


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


def lire(df: Colonnes, noms: Sequence[str] | None = None) -> dict[str, list[Any]]:
    """These columns, or all, as plain lists, in that order."""
    noms = [str(nom) for nom in df] if noms is None else noms
    return {nom: df[nom].tolist() if isinstance(df, pd.DataFrame) else list(df[nom]) for nom in noms}


def trier(colonnes: dict[str, list[Any]], valeurs: Sequence[str]) -> dict[str, list[Any]]:
    """The rows by the sum of `valeurs`, the largest first."""
    totaux = [
        sum(nombre(v) or 0 for v in ligne) for ligne in zip(*(colonnes[v] for v in valeurs), strict=True)
    ]
    rangs = sorted(range(len(totaux)), key=lambda i: -totaux[i])
    return {nom: [cellules[i] for i in rangs] for nom, cellules in colonnes.items()}


def barre(
    centres: list[float],
    longueurs: Sequence[float | None],
    couleur: str | list[str],
    epaisseur: float,
    **options: Any,
) -> dict[str, Any]:
    """One trace of horizontal bars, at these places of the axis of labels; `options` are Plotly's."""
    marque = {"color": couleur, "line": {"width": 0}} | options.pop("marker", {})
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(longueurs),
        "y": centres,
        "width": epaisseur,
        "marker": marque,
        "cliponaxis": False,
    } | options


@dataclass(frozen=True)
class _Grille:
    """Where the label, the bar and the space of a row stand, in rows; `pas`: the pixels of a row."""

    taille: float
    epaisseur = BARRE_PX / LIGNE_PX
    espace = ESPACE_PX / LIGNE_PX

    @property
    def pas(self) -> float:
        return LIGNE_PX * self.taille

    def centre(self, rang: int) -> float:
        return rang + (ETIQUETTE_PX + BARRE_PX / 2) / LIGNE_PX

    def mots(self, rang: int) -> float:
        return rang + ETIQUETTE_PX / 2 / LIGNE_PX


def barres(
    df: Colonnes,
    etiquette: str,
    valeurs: str | Sequence[str],
    *,
    famille: str,
    total: float | None = None,
    total_mots: str = "",
    textes: str | None = None,
    accent: Collection[str] | None = None,
    tri: bool = True,
    limite: int | None = None,
    taille: float = 1,
) -> dict[str, Any]:
    """One bar per row of `df`: one series, or two stacked with their counts inside and a legend above, of all rows.

    `etiquette`, `valeurs` and `textes` name columns. `textes` gives what is written at the end of the bar ("545 · 48,3 %"; the
    number alone otherwise). `total` draws the track ("sur N") whose words are `total_mots`. `accent` names the labels that keep
    the hue, the others turn grey. `tri` sorts by value; the first `limite` rows are drawn. A click returns the label. A masked
    value draws no bar and reads "masqué"; one that is not known draws neither bar nor track, and reads what `textes` says of it, all in grey.
    """
    series = [valeurs] if isinstance(valeurs, str) else list(valeurs)
    lues = lire(df, [etiquette, *series, *([textes] if textes else [])])
    if tri:
        lues = trier(lues, series)
    tous = [[nombre(v) for v in lues[s]] for s in series]
    lues = {nom: cellules[:limite] for nom, cellules in lues.items()}
    lus = [colonne[:limite] for colonne in tous]
    sommes = [
        None if None in cellules else sum(c or 0 for c in cellules) for cellules in zip(*lus, strict=True)
    ]
    finals = [MASQUE if s is None else entier(s) for s in sommes]
    if textes:
        rangees = zip(lues[textes], zip(*(lues[s] for s in series), strict=True), strict=True)
        finals = [MASQUE if MASQUE in map(str, cellules) else str(t) for t, cellules in rangees]
    noms = [str(x) for x in lues[etiquette]]
    haut = 30 * taille if len(series) > 1 else 2.0
    grille = _Grille(taille)
    maximum = total or max((s or 0 for s in sommes), default=0) or 1
    droite = 2.0 if total else max((largeur(t, taille) for t in finals), default=0) + 14 * taille
    dessin = haut + len(noms) * grille.pas - ESPACE_PX * taille
    figure = mise_en_page(dessin + BORD, (BORD, droite, haut, BORD), taille) | {
        "barmode": "overlay",
        "xaxis": AXE_NU | {"range": [0, maximum]},
        "yaxis": AXE_NU | {"range": [max(len(noms), 1) - grille.espace, 0]},
    }
    traces = _series(series, lus, noms, finals, famille, accent, grille)
    if total:
        centres = [grille.centre(i) for i, s in enumerate(sommes) if s is not None or finals[i] == MASQUE]
        pistes = [maximum] * len(centres)
        traces.insert(0, barre(centres, pistes, couleurs.PALE, grille.epaisseur, hoverinfo="skip"))
    if len(series) > 1:
        figure["annotations"] += _comptes_dedans(lus, maximum, grille)
        formes, mots = legende(_entrees(series, tous, famille), -haut + 12 * taille, taille)
        figure["shapes"] += formes
        figure["annotations"] += mots
    bouts = [sum(c[i] or 0.0 for c in lus) for i in range(len(noms))]
    dedans = _dedans([b / maximum for b in bouts], finals, taille) if total else [False] * len(noms)
    figure["annotations"] += _etiquettes(noms, bouts, finals, sommes, dedans, grille)
    if total_mots and noms:
        place = {"xref": "paper", "xanchor": "right", "couleur": couleurs.ATTENUE}
        figure["annotations"].append(note(1, grille.mots(0), total_mots, taille, **place))
    return {"data": traces, "layout": figure}


def _series(
    series: list[str],
    lus: list[list[float | None]],
    noms: list[str],
    finals: list[str],
    famille: str,
    accent: Collection[str] | None,
    grille: _Grille,
) -> list[dict[str, Any]]:
    """One trace per series, each starting where the one before ends."""
    n = couleurs.NUANCES[famille]
    survol = [f"{echapper(nom)}<br>{gras(echapper(t))}" for nom, t in zip(noms, finals, strict=True)]
    depart = [0.0] * len(noms)
    traces = []
    for rang, colonne in enumerate(lus):
        longueurs = [c or 0.0 for c in colonne]
        couleur: str | list[str] = n.plein if rang == 0 else n.clair
        if accent is not None and rang == 0:
            couleur = [n.plein if nom in accent else couleurs.CONTEXTE for nom in noms]
        # A light shade alone has not 3:1 on paper: the full hue draws its outline. Of no length, it would still be a line.
        trait = {"line": {"width": 1.5 if rang else 0, "color": n.plein}}
        traces.append(
            barre(
                [grille.centre(i) for i in range(len(noms))],
                [v or None for v in longueurs] if rang else longueurs,
                couleur,
                grille.epaisseur,
                base=list(depart),
                name=series[rang],
                customdata=noms,
                hovertext=survol,
                hoverinfo="text",
                marker=trait,
            )
        )
        depart = [d + v for d, v in zip(depart, longueurs, strict=True)]
    return traces


def _comptes_dedans(lus: list[list[float | None]], maximum: float, grille: _Grille) -> list[dict[str, Any]]:
    """The count of each stacked part, inside it when it is wide enough; a bar of one part says it at its end."""
    notes = []
    for i in range(len(lus[0])):
        fin, entiere = 0.0, sum(colonne[i] or 0.0 for colonne in lus)
        for rang, colonne in enumerate(lus):
            valeur = colonne[i] or 0.0
            fin += valeur
            if valeur / maximum > 0.09 and valeur < entiere:
                encre = couleurs.PAPIER if rang == 0 else couleurs.ENCRE
                place = {"xanchor": "right", "xshift": -6 * grille.taille, "couleur": encre}
                notes.append(note(fin, grille.centre(i), entier(valeur), grille.taille, **place))
    return notes


def _entrees(series: list[str], lus: list[list[float | None]], famille: str) -> list[tuple[str, str, str]]:
    """The legend's squares: each series that has something, with its total; all of them where none has."""
    n, totaux = couleurs.NUANCES[famille], [sum(c or 0 for c in colonne) for colonne in lus]
    return [
        (n.plein if r == 0 else n.clair, n.plein, f"{echapper(s)}, {entier(totaux[r])}")
        for r, s in enumerate(series)
        if totaux[r] or not any(totaux)
    ]


def _dedans(parts: Sequence[float], textes: Sequence[str], taille: float) -> list[bool]:
    """Whether the value of each bar, of that share of the track, goes into it: where on a phone there is no room after it.

    Into all of them where one needs it and each has the room: of bars about as long, some had it inside and some after.
    """
    mots = [place_du_mot([texte], taille) + 8 * taille for texte in textes]
    place = TELEPHONE * taille
    tiennent = [m < part * place for m, part in zip(mots, parts, strict=True)]
    seuls = [
        part > DEDANS or (tient and part * place > place - m)
        for m, tient, part in zip(mots, tiennent, parts, strict=True)
    ]
    return [True] * len(seuls) if any(seuls) and all(tiennent) else seuls


def _etiquettes(
    noms: list[str],
    bouts: list[float],
    finals: list[str],
    sommes: Sequence[float | None],
    dedans: Sequence[bool],
    grille: _Grille,
) -> list[dict[str, Any]]:
    """The label above each bar and the value at its end, inside the bar where `dedans` says so."""
    notes = []
    for i, nom in enumerate(raccourcir_tous(noms)):
        sans, interieur = sommes[i] is None, dedans[i]
        gris = couleurs.ATTENUE if sans and finals[i] != MASQUE else couleurs.ENCRE
        mots = echapper(nom)
        notes.append(note(0, grille.mots(i), mots, grille.taille, xref="paper", couleur=gris))
        texte = echapper(finals[i]) if sans else gras(echapper(finals[i]))
        encre = couleurs.PAPIER if interieur else couleurs.ATTENUE if sans else couleurs.ENCRE
        notes.append(
            note(
                bouts[i],
                grille.centre(i),
                texte,
                grille.taille,
                xanchor="right" if interieur else "left",
                xshift=(-7 if interieur else 7) * grille.taille,
                couleur=encre,
            )
        )
    return notes
