"""The resources for parents and their audience: over time, by audience, most and least seen, watch time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import parentalite as questions
from tne.typographie import accord, compte, entier, enumeration, periode, pourcent
from tne.visuals.bars import barres
from tne.visuals.fabrique import annees_importees, decroissant, entiers, pour_tous, rien, visuel
from tne.visuals.gabarit import cite
from tne.visuals.parentalite_vues import FAMILLE, JEUX_VUES, pour_qui, sans_vues
from tne.visuals.visual import Visual

PUBLICS = ("Parents d'écoliers", "Parents de collégiens", "Tous")
NOMMEES = 2
"""How many resources that have as many views are named in a sentence."""
EXTREMES = 5
"""How many of the most and of the least seen resources are drawn."""


def titre_palmares(titres: list[str], vues: list[int]) -> str:
    """Most and least seen; lists by decreasing views."""
    if len(titres) < 2:
        return f"{cite(titres[0])} est la seule ressource relevée : {compte(vues[0], 'vue')}"
    if vues[0] == vues[-1]:
        return f"Toutes les ressources relevées ont autant de vues : {entier(vues[0])}"
    haut, bas = ([t for t, n in zip(titres, vues, strict=True) if n == vues[bout]] for bout in (0, -1))
    plus = (
        f"{_nommees(haut)} {accord(len(haut), 'est la plus vue', 'sont les plus vues')} ({entier(vues[0])})"
    )
    if len(bas) > NOMMEES:
        return f"{plus} ; {_nommees(bas)} le sont le moins ({entier(vues[-1])})"
    return (
        f"{plus}, {_nommees(bas)} {accord(len(bas), 'la moins vue', 'les moins vues')} ({entier(vues[-1])})"
    )


def _nommees(titres: list[str]) -> str:
    """Resources that have as many views: by their names, or how many they are."""
    if len(titres) > NOMMEES:
        return compte(len(titres), "ressource")
    return enumeration([cite(t, 40) for t in titres])


@pour_tous
def vues_par_ressource(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """The most and the least seen resources of the years; what was never measured is neither."""
    tout = questions.resources(con, filters, view)
    frame = decroissant(tout[tout["vues"].notna()], "vues", "titre")
    if frame.empty:
        return sans_vues(
            con, filters, "palmares", "Les plus et les moins vues : rien de relevé pour ce choix"
        )
    frame["Vues"] = [int(v) for v in frame["vues"]]
    bouts = frame if len(frame) <= 2 * EXTREMES else pd.concat([frame.head(EXTREMES), frame.tail(EXTREMES)])
    accent = frame["titre"].head(EXTREMES if len(frame) > EXTREMES else 1).tolist()
    figure = barres(
        bouts.reset_index(drop=True),
        "titre",
        "Vues",
        famille=FAMILLE,
        accent=accent,
        tri=False,
        taille=taille,
    )
    quoi = (
        "Toutes les ressources relevées"
        if len(bouts) == len(frame)
        else (
            f"Les {EXTREMES} plus vues, et les {EXTREMES} moins vues en gris, des {entier(len(frame))} ressources relevées"
        )
    )
    annuels = int(frame["annuel"].sum())
    jamais = len(tout) - len(frame)
    table = frame.rename(columns={"titre": "Ressource", "public": "Public", "plateforme": "Plateforme"})
    return visuel(
        con,
        filters,
        f"{FAMILLE}.palmares",
        titre=titre_palmares(frame["titre"].tolist(), frame["Vues"].tolist()),
        sous_titre=f"{quoi}, {_annees_relevees(con, filters)}",
        donnees=table[["Ressource", "Public", "Plateforme", "Vues"]],
        formats={"Ressource": "texte", "Public": "texte", "Plateforme": "texte", "Vues": "entier"},
        figure=figure,
        jeux=JEUX_VUES,
        avertissements=[
            f"{compte(annuels, 'ressource')} au relevé annuel seulement : hors du total des vues mensuelles."
            if annuels
            else "",
            f"{compte(jamais, 'ressource')} sans relevé dans {accord(len(filters.annees), 'cette année', 'ces années')}."
            if jamais
            else "",
        ],
    )


def _annees_relevees(con: duckdb.DuckDBPyConnection, filters: Filters) -> str:
    """The chosen years in which views were read, in words; all of them where in none."""
    relevees = annees_importees(con, filters, "consultation")
    return periode(relevees) if relevees else filters.annees_en_mots()


def titre_visionnage(parts: list[float]) -> str:
    """How much of a video is watched; `parts` in percent of its length, one per resource where both are known."""
    if not parts:
        return "Durée de visionnage inconnue pour ce choix"
    if len(parts) < 3:
        return f"Durée de visionnage connue pour {compte(len(parts), 'ressource')} seulement"
    bas, haut = min(parts), max(parts)
    milieu = pourcent(sorted(parts)[len(parts) // 2])
    if haut - bas < 10:
        return f"D'une vidéo à l'autre, la part regardée varie peu : {milieu} environ"
    vue = "en entier" if milieu == pourcent(100) else f"à {milieu} ou plus"
    return f"Une vidéo sur deux est regardée {vue} ; de {pourcent(bas)} à {pourcent(haut)} selon la vidéo"


def _duree(secondes: float) -> str:
    minutes, reste = divmod(round(secondes), 60)
    return f"{minutes}\u202fmin\u202f{reste:02d}" if minutes else f"{reste}\u202fs"


@pour_tous
def visionnage(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Mean watch time of a view, against the length of the video, where the platform gives it."""
    tout = questions.resources(con, filters, view)
    vues = tout[tout["vues"].notna()]
    frame = vues[
        vues["heures"].notna() & (vues["vues_mesurees"].fillna(0) > 0) & (vues["duree"].fillna(0) > 0)
    ].reset_index(drop=True)
    titre = titre_visionnage([])
    if frame.empty:
        return sans_vues(
            con,
            filters,
            "visionnage",
            titre,
            "Les heures de visionnage viennent de YouTube Studio ; les autres plateformes ne les donnent pas.",
        )
    secondes = [
        3600 * float(h) / int(n) for h, n in zip(frame["heures"], frame["vues_mesurees"], strict=True)
    ]
    frame["part"] = [min(100.0, 100 * s / int(d)) for s, d in zip(secondes, frame["duree"], strict=True)]
    frame["mots"] = [
        f"{_duree(s)} sur {_duree(int(d))}" for s, d in zip(secondes, frame["duree"], strict=True)
    ]
    frame = frame.sort_values("part", ascending=False, kind="stable", ignore_index=True)
    dessin = (
        frame
        if len(frame) <= 7
        else frame.sort_values("vues", ascending=False, kind="stable")
        .head(7)
        .sort_values("part", ascending=False, kind="stable")
        .reset_index(drop=True)
    )
    table = pd.DataFrame(
        {
            "Ressource": frame["titre"],
            "Vue moyenne": [m.split(" sur ")[0] for m in frame["mots"]],
            "Durée": [m.split(" sur ")[1] for m in frame["mots"]],
            "Part regardée": frame["part"],
            "Heures": frame["heures"],
        }
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.visionnage",
        titre=titre_visionnage(frame["part"].tolist()),
        sous_titre=f"Temps moyen d'une vue sur la durée de la vidéo ; connu pour {compte(len(frame), 'ressource')} sur {compte(len(vues), 'relevée')}"
        + (" (les 7 plus vues)" if len(frame) > 7 else ""),
        donnees=table,
        formats={
            "Ressource": "texte",
            "Vue moyenne": "texte",
            "Durée": "texte",
            "Part regardée": "pourcent",
            "Heures": "decimal",
        },
        figure=barres(
            dessin, "titre", "part", famille=FAMILLE, total=100, textes="mots", tri=False, taille=taille
        ),
        jeux=JEUX_VUES,
    )


def adresse_sure(url: Any) -> str:
    """The address when it is one that may be opened (http or https, with a host), else nothing."""
    if not isinstance(url, str):
        return ""
    texte = url.strip()
    if any(c.isspace() or ord(c) < 32 for c in texte):
        return ""
    try:
        parts = urlsplit(texte)
    except ValueError:  # an unfinished IPv6 host
        return ""
    return texte if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def titre_ressources(par_public: dict[str, int]) -> str:
    """How many resources there are for whom."""
    if not par_public:
        return "Aucune ressource pour les parents n'est encore connue"
    dits = [f"{entier(par_public[p])} pour {pour_qui(p)}" for p in PUBLICS if par_public.get(p)]
    reste = sum(n for p, n in par_public.items() if p not in PUBLICS)
    dits += [f"{entier(reste)} sans public précisé"] if reste else []
    return f"{compte(sum(par_public.values()), 'ressource')} pour les parents : {enumeration(dits)}"


@pour_tous
def ressources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The list of resources for parents, by audience, with their address, views of the years and since creation."""
    frame = questions.resources(con, filters, view)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.ressources",
            titre_ressources({}),
            "Importez la liste des ressources pour les parents.",
            ("ressource",),
        )
    frame = frame.assign(Public=[p if isinstance(p, str) else "Public non précisé" for p in frame["public"]])
    rang = {p: i for i, p in enumerate(PUBLICS)}
    frame["_rang"] = [rang.get(p, len(rang)) for p in frame["Public"]]
    frame = frame.sort_values("_rang", kind="stable", ignore_index=True)
    sans = sum(not adresse_sure(u) for u in frame["url"])
    table = pd.DataFrame(
        {
            "Ressource": frame["titre"],
            "Public": frame["Public"],
            "Thème": [t if isinstance(t, str) else None for t in frame["theme"]],
            "Plateforme": frame["plateforme"],
            "Durée": [None if pd.isna(d) else _duree(int(d)) for d in frame["duree"]],
            "Vues": entiers(frame["vues"]),
            "Vues depuis la création": entiers(frame["vues_creation"]),
            "Adresse": [adresse_sure(u) for u in frame["url"]],
        }
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.ressources",
        titre=titre_ressources({str(p): int(n) for p, n in frame["Public"].value_counts().items()}),
        sous_titre=f"Vues relevées ({_annees_relevees(con, filters)}), et cumul depuis la mise en ligne au dernier relevé de la plateforme : les deux ne s'additionnent pas",
        donnees=table,
        formats=dict.fromkeys(table.columns, "texte")
        | {"Vues": "entier", "Vues depuis la création": "entier"},
        jeux=("ressource", "consultation"),
        avertissements=[
            f"{compte(sans, 'ressource')} sans adresse web utilisable." if sans else "",
        ],
    )
