"""What schools have piece by piece: media and labs, digital resources, and the findings of the bilan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from tne.comparaison import arret
from tne.filters import Filters, View
from tne.queries import equipements as questions
from tne.queries import parentalite
from tne.typographie import accord, compte, entier, enumeration, typographier
from tne.visuals.bars import barres
from tne.visuals.fabrique import LIMITE, absents, decroissant, en_plus, entiers, rien, visuel
from tne.visuals.visual import Visual

FAMILLE = "equipements"
JEUX = ("equipement", "etablissement")
MANQUE = "Importez la liste des équipements et l'annuaire des établissements."
NOMS = {
    "WebRadio": ("WebRadio", "WebRadio"),
    "WebTV": ("WebTV", "WebTV"),
    "Lab pédagogique": ("lab pédagogique", "labs pédagogiques"),
}


def fin_mots(filters: Filters) -> str:
    """When a stock is looked at: « à la fin de 2023-2024 », « à ce jour » while that year runs."""
    return arret(filters.annees[-1]) if filters.annees else "à ce jour"


def titre_projets(par_type: dict[str, int]) -> str:
    """How many WebRadio, WebTV and labs work; `par_type` counts the deployed ones of each kind that is known."""
    if not par_type:
        return "Aucune WebRadio, WebTV ni lab pédagogique connu"
    if not any(par_type.values()):
        return "Aucune WebRadio, WebTV ni lab pédagogique n'est encore déployé"
    dits = [compte(n, *NOMS[t]) for t, n in par_type.items() if n]
    return f"{enumeration(dits)} en service"


def projets(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """WebRadio, WebTV and labs: which school, in what state."""
    frame = questions.pieces(con, filters, view, questions.PROJETS)
    if frame.empty:
        return _aucune(con, filters, "projets", titre_projets({}))
    service = {
        t: int(((frame["type"] == t) & (frame["etat"] == "Déployé")).sum())
        for t in questions.PROJETS
        if (frame["type"] == t).any()
    }
    return _liste(
        con,
        filters,
        frame,
        "projets",
        titre_projets(service),
        f"Studios et labs connus {fin_mots(filters)}, avec leur état",
    )


def _aucune(
    con: duckdb.DuckDBPyConnection, filters: Filters, code: str, titre: str, notes: Sequence[str] = ()
) -> Visual:
    """No piece of a kind is known. Where the list of equipment is imported, it is no import that is missing: it names none."""
    if filters.par_etablissement or absents(con, filters, JEUX):
        return rien(con, filters, f"{FAMILLE}.{code}", titre, MANQUE, JEUX, notes)
    sans = f"Rien de tel parmi les équipements importés, {fin_mots(filters)}."
    return rien(con, filters, f"{FAMILLE}.{code}", titre, sans, JEUX, notes, "calculé")


def _liste(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    frame: pd.DataFrame,
    code: str,
    titre: str,
    sous_titre: str,
) -> Visual:
    colonnes: dict[str, list[Any]] = {
        "Établissement": frame["nom"].tolist(),
        "Commune": [x if isinstance(x, str) else None for x in frame["commune"]],
        "Équipement": frame["type"].tolist(),
        "État": [x if isinstance(x, str) else None for x in frame["etat"]],
        "Quantité": entiers(frame["quantite"]),
        "Libellé": [x if isinstance(x, str) else None for x in frame["libelle"]],
        "Année": frame["annee"].tolist(),
        "UAI": frame["uai"].tolist(),
    }
    if all(q in (None, 1) for q in colonnes["Quantité"]):
        del colonnes["Quantité"]  # one of each: the column would only push the last one out of sight
    return visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        sous_titre=sous_titre,
        donnees=pd.DataFrame(colonnes),
        formats={c: "entier" if c == "Quantité" else "texte" for c in colonnes},
        jeux=JEUX,
    )


def titre_ressources(dotes: int, connus: int, libelles: int, autres: bool = False) -> str:
    """In how many schools a digital resource is deployed, out of those of which one is known in any state, and how varied those
    deployed are. `autres`: other equipment is among them, which is no digital resource.
    """
    if not connus:
        return "Aucune ressource numérique connue"
    if not dotes:
        ou = accord(connus, "le seul établissement", f"les {entier(connus)} établissements")
        quoi = "ressource ni aucun autre équipement n'est encore déployé"
        if not autres:
            quoi = "ressource numérique n'est encore déployée"
        return f"Aucune {quoi} dans {ou} où l'on en connaît"
    sur = "" if dotes == connus else f" sur {entier(connus)}"
    if autres:
        ou = f"{compte(dotes, 'établissement')}{sur}"
        if libelles == 1:
            return f"Ressources et autres équipements : un seul déployé, dans {ou}"
        return f"{ou} {accord(dotes, 'dispose', 'disposent')} de ressources ou d'autres équipements : {entier(libelles)} différents"
    if libelles == 1:
        return f"Une seule ressource numérique déployée, dans {compte(dotes, 'établissement')}{sur}"
    variete = f"{entier(libelles)} ressources différentes"
    return f"{compte(dotes, 'établissement')}{sur} {accord(dotes, 'dispose', 'disposent')} de ressources numériques : {variete}"


def usage_mots(titres: list[str], vues: list[int], *, choix: bool) -> str:
    """How much the online resources for teachers were looked at in the years; lists by decreasing views, empty where nothing
    is measured. `choix`: some schools are chosen, which views know nothing of.
    """
    if not vues:
        return "L'usage des ressources n'est mesuré par aucune source importée."
    if not vues[0]:
        return "Les ressources en ligne pour les enseignants n'ont aucune vue relevée."
    partout = ", quel que soit le choix d'établissements" if choix else ""
    debut = f"Ressources en ligne pour les enseignants{partout} : {compte(sum(vues), 'vue')}"
    premiers = vues.count(vues[0])
    if len(vues) == 1 or premiers > 1:
        return f"{debut}, pour {compte(len(vues), 'ressource')}."
    return f"{debut}, dont {entier(vues[0])} pour « {titres[0]} »."


def _usage(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[str, tuple[str, ...]]:
    """What is to be said of the use of resources, and the data sets that tell it, none where nothing is measured."""
    online = parentalite.teacher_resources(con, filters, view).dropna(subset=["vues"])
    online = decroissant(online, "vues", "titre")
    views = [int(v) for v in online["vues"]]
    said = usage_mots(online["titre"].tolist(), views, choix=filters.par_etablissement)
    return said, ("ressource", "consultation") if views else ()


def ressources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Digital resources and other equipment of the schools by name: schools that have each; how much the resources for teachers are
    looked at online.
    """
    frame = questions.pieces(con, filters, view, questions.RESSOURCES)
    usage, mesure = _usage(con, filters, view)
    if frame.empty:
        notes = [usage] if mesure else ()
        return _aucune(con, filters, "ressources", titre_ressources(0, 0, 0), notes)
    frame["nomme"] = [
        x if isinstance(x, str) else t for x, t in zip(frame["libelle"], frame["type"], strict=True)
    ]
    deployees = frame[frame["etat"] == "Déployé"]
    par = decroissant(
        frame.groupby("nomme")
        .agg(etablissements=("uai", "nunique"), quantite=("quantite", lambda q: q.sum(min_count=1)))
        .join(deployees.groupby("nomme").agg(deployees=("etat", "size"), dotes=("uai", "nunique")))
        .fillna({"deployees": 0, "dotes": 0})
        .astype({"deployees": int, "dotes": int})
        .reset_index(),
        "etablissements",
        "nomme",
    )
    # A school that has one piece and waits for another has the resource.
    melange = bool((frame["type"] != "Ressource numérique").any())
    attendu = "commandé ou livré" if melange else "commandée ou livrée"
    etats = (
        "déployé" if melange else "déployée",
        attendu if frame["etat"].notna().all() else "autre état, ou inconnu",
    )
    par[etats[0]], par[etats[1]] = par["dotes"], par["etablissements"] - par["dotes"]
    noms = {
        "nomme": "Libellé" if melange else "Ressource",
        "etablissements": "Établissements",
        "quantite": "Quantité",
        "deployees": "Déployés" if melange else "Déployées",
    }
    table = par[list(noms)].rename(columns=noms)
    autres = en_plus(len(par), "libellé" if melange else "ressource")
    quoi = "ressource ou autre équipement" if melange else "ressource"
    return visuel(
        con,
        filters,
        f"{FAMILLE}.ressources",
        titre=titre_ressources(
            int(deployees["uai"].nunique()),
            int(frame["uai"].nunique()),
            int((par["dotes"] > 0).sum()),
            melange,
        ),
        sous_titre=f"Établissements par {quoi} {fin_mots(filters)}{f' ; {autres}' if autres else ''}",
        donnees=table,
        formats={c: "texte" if c == noms["nomme"] else "entier" for c in noms.values()},
        figure=barres(par, "nomme", etats, famille=FAMILLE, limite=LIMITE, taille=taille),
        jeux=(*JEUX, *mesure),
        avertissements=[usage],
    )


def titre_constats(tons: list[str]) -> str:
    """How many findings of the bilan there are, by tone."""
    if not tons:
        return "Aucun constat du bilan"
    noms = (
        ("Positif", "positif", "positifs"),
        ("Vigilance", "point de vigilance", "points de vigilance"),
        ("À confirmer", "à confirmer", "à confirmer"),
    )
    dits = [f"{entier(tons.count(t))} {accord(tons.count(t), un, des)}" for t, un, des in noms if t in tons]
    return f"{compte(len(tons), 'constat')} du bilan" + (f" : {enumeration(dits)}" if dits else "")


def constats(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The findings of the bilan on equipment and resources, with their tone. They do not depend on schools."""
    frame = questions.findings(con, filters, view)
    tons = [t if isinstance(t, str) else "" for t in frame["tonalite"]]
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.constats",
            titre_constats([]),
            "Importez les constats du bilan (modèle « constat »).",
            ("constat",),
        )
    table = pd.DataFrame(
        {
            "Année": frame["annee"],
            "Tonalité": tons,
            "Thème": [t if isinstance(t, str) else "" for t in frame["theme"]],
            "Constat": [typographier(t) for t in frame["texte"]],
        }
    )
    hors = (
        "Les constats valent pour tout le territoire : ils ne tiennent pas compte du choix d'établissements."
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.constats",
        titre=titre_constats(tons),
        sous_titre="Ce que le bilan retient, avec sa tonalité",
        donnees=table,
        formats=dict.fromkeys(table.columns, "texte"),
        jeux=("constat",),
        etat="publié",
        avertissements=[hors if filters.par_etablissement else ""],
    )
