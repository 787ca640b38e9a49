"""Meetings with parents: themes, families, where. Every figure of the page is in `VISUALS`."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import parentalite as questions
from tne.queries.masking import PETIT
from tne.typographie import accord, compte, decimal, entier, enumeration
from tne.visuals.bars import barres
from tne.visuals.carte import carte, classes_de_comptes, hors_carte
from tne.visuals.fabrique import annees_de, cellules, fond, par_annee, rien, visuel
from tne.visuals.headline import Headline, headline
from tne.visuals.parentalite_ressources import (
    ressources,
    visionnage,
    vues_par_public,
    vues_par_ressource,
    vues_par_ressource_et_mois,
)
from tne.visuals.visual import MASQUE, Visual

FAMILLE = "parentalite"
JEUX = ("atelier_parentalite",)
MANQUE = "Importez la liste des ateliers et formations pour les parents."
ECART_NET = 1.2
"""A theme is said to gather more families when it does so by a fifth at least."""
RENCONTRES_MINIMUM = 5


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Headline:
    """The head of the page."""
    return headline(con, filters, view, FAMILLE)


def sans_ecole_mots(con: duckdb.DuckDBPyConnection, filters: Filters) -> str:
    """What a choice of establishments leaves out: « 2 rencontres sans établissement n'y sont pas comptées »."""
    n = questions.without_school(con, filters) if filters.par_etablissement else 0
    if not n:
        return ""
    return f"{compte(n, 'rencontre')} sans établissement {accord(n, 'n’y est pas comptée', 'n’y sont pas comptées')}."


def titre_themes(themes: list[str], nombres: list[int]) -> str:
    """The most frequent theme of the meetings, or that none stands out. Both lists by decreasing number."""
    total = sum(nombres)
    if len(themes) < 2:
        return f"« {themes[0]} » : {compte(total, 'rencontre')} avec les parents, sur ce seul thème"
    if nombres[0] == nombres[1]:
        egaux = [t for t, n in zip(themes, nombres, strict=True) if n == nombres[0]]
        return (
            f"Aucun thème ne domine : {len(egaux)} à égalité, avec {compte(nombres[0], 'rencontre')} chacun"
        )
    return (
        f"« {themes[0]} » est le thème le plus proposé : {entier(nombres[0])} rencontres sur {entier(total)}"
    )


def rencontres(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Meetings by theme: workshops and trainings stacked for one year, years side by side for several."""
    frame = questions.meetings(con, filters, view)
    reserve = sans_ecole_mots(con, filters)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.themes",
            "Aucune rencontre avec les parents pour ce choix",
            MANQUE,
            JEUX,
            [reserve],
        )
    large = frame.groupby(["annee", "theme", "type"]).size().unstack("type", fill_value=0).reset_index()
    for t in ("Atelier", "Formation"):
        large[t] = large.get(t, 0)
    large["total"] = large["Atelier"] + large["Formation"]
    derniere = annees_de(frame)[-1]
    une = large[large["annee"] == derniere].sort_values(
        ["total", "theme"], ascending=[False, True], kind="stable"
    )
    if len(annees_de(frame)) == 1:
        tete = une.head(7).rename(columns={"Atelier": "ateliers", "Formation": "formations"})
        figure = barres(tete, "theme", ["ateliers", "formations"], famille=FAMILLE, taille=taille)
    else:
        large["mots"] = [entier(n) for n in large["total"]]
        figure = par_annee(large, "theme", "total", "mots", famille=FAMILLE, taille=taille)
    qui = sorted(str(o) for o in frame["organisateur"].dropna().unique())
    autres = len(une) - 7
    suite = f" ; {compte(autres, 'autre thème', 'autres thèmes')} dans les données" if autres > 0 else ""
    donnees = large.rename(
        columns={"annee": "Année", "theme": "Thème", "Atelier": "Ateliers", "Formation": "Formations"}
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.themes",
        titre=titre_themes(une["theme"].tolist(), [int(n) for n in une["total"]]),
        sous_titre=f"Ateliers et formations par thème, {enumeration(annees_de(frame))}, par {enumeration(qui)}{suite}",
        donnees=donnees[["Année", "Thème", "Ateliers", "Formations"]].reset_index(drop=True),
        formats={"Année": "texte", "Thème": "texte", "Ateliers": "entier", "Formations": "entier"},
        figure=figure,
        jeux=JEUX,
        avertissements=[reserve],
    )


def titre_familles(moyennes: list[tuple[str, float]], moyenne: float | None, rencontres_: int) -> str:
    """Which theme gathers the most families per meeting, or that none does; `moyennes` of the themes that may show."""
    if moyenne is None:
        return "Familles par rencontre : masquées pour ce choix"
    dits = f"{decimal(moyenne)} {accord(moyenne, 'famille', 'familles')} par rencontre"
    if len(moyennes) < 2 or rencontres_ < RENCONTRES_MINIMUM:
        return f"{dits} en moyenne ; trop peu de rencontres pour comparer les thèmes"
    nom, haut = max(moyennes, key=lambda paire: (paire[1], paire[0]))
    if haut >= ECART_NET * moyenne:
        return f"« {nom} » réunit le plus de familles : {decimal(haut)} par rencontre, contre {decimal(moyenne)} en moyenne"
    return f"D'un thème à l'autre, à peu près autant de familles : {dits} en moyenne"


def familles(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Families reached by theme; readers see the whole territory only, themes of few meetings gathered."""
    frame = questions.families(con, filters, view)
    reserve = sans_ecole_mots(con, filters)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.familles",
            "Familles par thème : rien à montrer pour ce choix",
            "Les familles présentes n'ont été comptées dans aucune rencontre.",
            JEUX,
            [reserve],
        )
    if bool(frame["familles_masque"].all()):
        return rien(
            con,
            filters,
            f"{FAMILLE}.familles",
            "Familles par thème : masquées pour ce choix",
            "En lecture, les familles sont montrées thème par thème pour tout le territoire seulement.",
            JEUX,
            [reserve],
        )
    frame = frame.assign(Familles=cellules(frame, "familles"))
    frame["par"] = [
        None if n in (None, MASQUE) else n / r
        for n, r in zip(frame["Familles"], frame["rencontres"], strict=True)
    ]
    frame["mots"] = [
        MASQUE if n == MASQUE else f"{entier(n)} en {compte(r, 'rencontre')}"
        for n, r in zip(frame["Familles"], frame["rencontres"], strict=True)
    ]
    derniere = frame[frame["annee"] == annees_de(frame)[-1]]
    vus = derniere[derniere["par"].notna()]
    masques = int(derniere["familles_masque"].sum())
    moyenne = None if vus.empty else float(vus["familles"].sum()) / int(vus["rencontres"].sum())
    paires = [(str(t), float(p)) for t, p in zip(vus["theme"], vus["par"], strict=True)]
    petits = view == "coordination" and bool(frame["familles"].between(1, 4).any())
    donnees = frame.rename(
        columns={"annee": "Année", "theme": "Thème", "rencontres": "Rencontres", "par": "Par rencontre"}
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.familles",
        titre=titre_familles(paires, moyenne, int(vus["rencontres"].sum())),
        sous_titre="Familles présentes par thème ; une famille venue deux fois compte deux fois",
        donnees=donnees[["Année", "Thème", "Rencontres", "Familles", "Par rencontre"]],
        formats={
            "Année": "texte",
            "Thème": "texte",
            "Rencontres": "entier",
            "Familles": "entier",
            "Par rencontre": "decimal",
        },
        figure=par_annee(frame, "theme", "Familles", "mots", famille=FAMILLE, taille=taille),
        jeux=JEUX,
        avertissements=[
            reserve,
            f"Des comptes sont petits : {PETIT}." if petits else "",
            f"{compte(masques, 'thème masqué', 'thèmes masqués')} : effectif trop petit." if masques else "",
        ],
    )


def titre_lieux(lieux: list[str], nombres: list[int], placees: int) -> str:
    """In how many communes, and whether one holds a large part. Lists by decreasing number of meetings."""
    if not lieux:
        return "Le lieu des rencontres n'est pas connu"
    ou = f"{compte(len(lieux), 'commune')}"
    if len(lieux) == 1:
        return f"Les rencontres ont toutes eu lieu à {lieux[0]}"
    if nombres[0] * 3 >= placees and nombres[0] > nombres[1]:
        return f"{lieux[0]} réunit {entier(nombres[0])} des {entier(placees)} rencontres, tenues dans {ou}"
    return f"Les {entier(placees)} rencontres se répartissent entre {ou}, sans qu'une seule domine"


def carte_rencontres(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """Map of the meetings by commune; those whose commune is unknown are counted in words."""
    frame = questions.meetings(con, filters, view)
    reserve = sans_ecole_mots(con, filters)
    lieux = (
        frame.dropna(subset=["commune"])
        .groupby("commune", sort=True)
        .agg(valeur=("atelier_id", "nunique"), code_insee=("code_insee", "first"))
        .reset_index()
        .sort_values(["valeur", "commune"], ascending=[False, True], kind="stable", ignore_index=True)
    )
    if lieux.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.lieux",
            "Où : aucune rencontre à placer pour ce choix",
            MANQUE,
            JEUX,
            [reserve],
        )
    mesh = fond(con)
    placees = lieux.dropna(subset=["code_insee"]).assign(
        texte=lambda d: [compte(n, "rencontre") for n in d["valeur"]], nom=lambda d: d["commune"]
    )
    hors = [*hors_carte(placees, mesh)] if mesh else []
    sans = len(frame) - int(lieux["valeur"].sum())
    perdues = int(lieux["code_insee"].isna().sum()) + len(hors)
    figure = None
    if mesh is not None and not placees.empty:
        dessus = placees[~placees["code_insee"].isin(hors)]
        paliers = classes_de_comptes(dessus["valeur"].tolist())
        figure = carte(
            dessus[["code_insee", "valeur", "texte"]], mesh, couleur=FAMILLE, classes=paliers, taille=taille
        )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.lieux",
        titre=titre_lieux(
            lieux["commune"].tolist(), [int(n) for n in lieux["valeur"]], int(lieux["valeur"].sum())
        ),
        sous_titre=f"Rencontres par commune, {enumeration(annees_de(frame))}"
        + (f" ; {mesh.libelle}" if mesh else ""),
        donnees=lieux[["commune", "valeur"]].rename(columns={"commune": "Commune", "valeur": "Rencontres"}),
        formats={"Commune": "texte", "Rencontres": "entier"},
        figure=figure,
        jeux=JEUX,
        avertissements=[
            reserve,
            f"{compte(sans, 'rencontre')} sans lieu connu." if sans else "",
            f"{compte(perdues, 'commune')} hors de la carte." if perdues else "",
        ],
    )


def liste(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Every meeting, by date; families, parents and children for coordinators only."""
    frame = questions.meetings(con, filters, view)
    reserve = sans_ecole_mots(con, filters)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.liste",
            "Aucune rencontre avec les parents pour ce choix",
            MANQUE,
            JEUX,
            [reserve],
        )
    colonnes: dict[str, list[Any]] = {
        "Date": [d.date() if isinstance(d, pd.Timestamp) else d for d in frame["date"]],
        "Type": frame["type"].tolist(),
        "Organisateur": frame["organisateur"].tolist(),
        "Thème": frame["theme"].tolist(),
        "Établissement": [
            n if isinstance(n, str) else (u if isinstance(u, str) else None)
            for n, u in zip(frame["nom"], frame["uai"], strict=True)
        ],
        "Commune": [c if isinstance(c, str) else None for c in frame["commune"]],
    }
    formats = dict.fromkeys(colonnes, "texte") | {"Date": "date"}
    if view == "coordination":
        for c in ("familles", "parents", "enfants"):
            colonnes[c.capitalize()] = [None if pd.isna(v) else int(v) for v in frame[c]]
            formats[c.capitalize()] = "entier"
    ateliers = int((frame["type"] == "Atelier").sum())
    return visuel(
        con,
        filters,
        f"{FAMILLE}.liste",
        titre=f"Les {compte(len(frame), 'rencontre')} : {compte(ateliers, 'atelier')}, {compte(len(frame) - ateliers, 'formation')}"
        if len(frame) > 1
        else "La rencontre avec les parents",
        sous_titre="Par date"
        if view == "coordination"
        else "Par date ; en lecture, sans le nombre de personnes de chacune",
        donnees=pd.DataFrame(colonnes),
        formats=formats,
        jeux=JEUX,
        avertissements=[reserve],
    )


def titre_parents(montres: int, masques: int) -> str:
    """How many establishments had parents counted, and how many of them are masked."""
    tous = montres + masques
    if not tous:
        return "Parents par établissement : aucun compté pour ce choix"
    debut = f"Des parents ont été comptés dans {compte(tous, 'établissement')}"
    return f"{debut}, dont {entier(masques)} {accord(masques, 'masqué', 'masqués')}" if masques else debut


def parents(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Parents reached by establishment and year: one of the three counts of persons that a school may have."""
    frame = questions.parents_by_school(con, filters, view)
    uais = set(frame["uai"])
    masques = len(set(frame.loc[frame["masque"], "uai"]))
    titre = titre_parents(len(uais) - masques, masques)
    reserve = sans_ecole_mots(con, filters)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.parents",
            titre,
            "Aucune rencontre dans un établissement n'a compté ses parents.",
            JEUX,
            [reserve],
        )
    donnees = pd.DataFrame(
        {
            "Établissement": frame["nom"],
            "UAI": frame["uai"],
            "Année": frame["annee"],
            "Parents": [
                MASQUE if m else int(v) for v, m in zip(frame["valeur"], frame["masque"], strict=True)
            ],
        }
    )
    formats = {"Établissement": "texte", "UAI": "texte", "Année": "texte", "Parents": "entier"}
    if bool(frame["mention"].eq(PETIT).any()):
        donnees["Remarque"] = [m if m == PETIT else "" for m in frame["mention"]]
        formats["Remarque"] = "texte"
    return visuel(
        con,
        filters,
        f"{FAMILLE}.parents",
        titre=titre,
        sous_titre="Somme des parents présents aux rencontres de l'établissement, par année scolaire",
        donnees=donnees,
        formats=formats,
        jeux=JEUX,
        avertissements=[reserve],
    )


VISUALS = (
    rencontres,
    familles,
    carte_rencontres,
    vues_par_public,
    vues_par_ressource_et_mois,
    vues_par_ressource,
    visionnage,
    ressources,
    liste,
    parents,
)
