"""Where parents were met: map of the communes, list of the meetings, parents by establishment."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.geo import Maillage
from tne.queries import parentalite as questions
from tne.queries.carte import maillage_en_vigueur
from tne.queries.communes import par_commune
from tne.typographie import a_commune, accord, compte, entier
from tne.visuals.carte import classes_de_comptes, hors_carte
from tne.visuals.carte_choix import carte_du_choix
from tne.visuals.carte_groupes import a_dessiner, avec_voisines
from tne.visuals.fabrique import annees_de, decroissant, en_francais, ensemble, entiers, jours, rien, visuel
from tne.visuals.visual import MASQUE, PERSONNES, Visual

FAMILLE = "parentalite"
JEUX = ("atelier_parentalite",)
MANQUE = "Importez la liste des ateliers et formations pour les parents."


def sans_ecole_mots(con: duckdb.DuckDBPyConnection, filters: Filters) -> str:
    """What a choice of establishments leaves out: « 2 rencontres sans établissement n'y sont pas comptées »."""
    n = questions.without_school(con, filters) if filters.par_etablissement else 0
    if not n:
        return ""
    return f"{compte(n, 'rencontre')} sans établissement {accord(n, 'n’y est pas comptée', 'n’y sont pas comptées')}."


def titre_lieux(lieux: list[str], nombres: list[int], placees: int, sans: int = 0) -> str:
    """In how many communes, and whether one holds a large part. Lists by decreasing number of meetings; `placees` have a place,
    `sans` have none: the sentence is of the others alone, and says so.
    """
    if not lieux:
        return "Le lieu des rencontres n'est pas connu"
    ou = f"{compte(len(lieux), 'commune')}"
    dites = f"{accord(placees, 'rencontre', 'rencontres')}{' dont le lieu est connu' if sans else ''}"
    if len(lieux) == 1:
        debut = accord(placees, f"La {'seule ' if sans else ''}{dites} a", f"Les {dites} ont toutes")
        return f"{debut} eu lieu {a_commune(lieux[0])}"
    if nombres[0] * 3 >= placees and nombres[0] > nombres[1]:
        return f"{lieux[0]} réunit {entier(nombres[0])} des {entier(placees)} {dites}, tenues dans {ou}"
    return f"Les {entier(placees)} {dites} se répartissent entre {ou}, sans qu'une seule domine"


def carte_rencontres(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """Map of the meetings by commune; those whose commune is unknown are counted in words."""
    frame = questions.meetings(con, filters, view)
    reserve = sans_ecole_mots(con, filters)
    lieux = decroissant(
        frame.dropna(subset=["commune"])
        .groupby("commune", sort=True)
        .agg(valeur=("atelier_id", "nunique"), code_insee=("code_insee", "first"))
        .reset_index(),
        "valeur",
        "commune",
    )
    if lieux.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.lieux",
            "Aucune rencontre à placer sur la carte",
            MANQUE,
            JEUX,
            [reserve],
        )
    mesh = maillage_en_vigueur(con)
    placees = lieux.dropna(subset=["code_insee"])
    dessus, hors = _a_dessiner(con, filters, view, placees, mesh)
    sans = len(frame) - int(lieux["valeur"].sum())
    perdues = int(lieux["code_insee"].isna().sum()) + len(hors)
    figure = None
    if not dessus.empty:
        figure = carte_du_choix(
            con,
            filters,
            dessus,
            mesh,
            famille=FAMILLE,
            classes=classes_de_comptes(dessus["valeur"].tolist()),
            absent=0.0,
            taille=taille,
        )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.lieux",
        titre=titre_lieux(
            lieux["commune"].tolist(), [int(n) for n in lieux["valeur"]], len(frame) - sans, sans
        ),
        sous_titre=f"Rencontres par commune, {ensemble(annees_de(frame))}"
        + (f" ; {mesh.libelle}" if mesh else ""),
        donnees=lieux[["commune", "valeur"]].rename(columns={"commune": "Commune", "valeur": "Rencontres"}),
        formats={"Commune": "texte", "Rencontres": "entier"},
        figure=figure,
        clic="commune",
        jeux=JEUX,
        avertissements=[
            reserve,
            f"{compte(sans, 'rencontre')} sans lieu connu." if sans else "",
            f"{compte(perdues, 'commune')} hors de la carte." if perdues else "",
        ],
    )


def _a_dessiner(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, placees: pd.DataFrame, mesh: Maillage | None
) -> tuple[pd.DataFrame, list[str]]:
    """The communes of the map with their meetings, and the codes of those that it cannot hold."""
    nombres = {str(c): int(n) for c, n in placees.groupby("code_insee")["valeur"].sum().items()}
    # Without contours each commune stands where its schools do. Under a choice, those of its communes where nothing took
    # place are drawn too: what it leaves out is none of them.
    connues = par_commune(con, filters, view, FAMILLE) if mesh is None or filters.par_etablissement else None
    if mesh is None:
        assert connues is not None
        points = connues.dropna(subset=["latitude", "longitude"])
        hors = sorted(set(nombres) - set(points["code_insee"]))
        points = a_dessiner(points.assign(valeur=[nombres.get(c, 0) for c in points["code_insee"]]), mesh)
        mots = [
            avec_voisines(a) + compte(n, "rencontre")
            for a, n in zip(points["voisines"], points["valeur"], strict=True)
        ]
        return points.assign(texte=mots), hors
    hors = hors_carte(placees, mesh)
    if connues is not None:
        nombres = dict.fromkeys(sorted(connues["code_insee"]), 0) | nombres
    dessus = pd.DataFrame(
        [(c, n, compte(n, "rencontre")) for c, n in nombres.items() if c not in hors],
        columns=["code_insee", "valeur", "texte"],
    )
    return dessus, hors


def titre_liste(ateliers: int, formations: int) -> str:
    """How many meetings of each kind; of one kind alone, that they all are."""
    tous = ateliers + formations
    if tous == 1:
        return "La rencontre avec les parents"
    if not (ateliers and formations):
        return f"Les {entier(tous)} rencontres sont des {'ateliers' if ateliers else 'formations'}"
    return f"Les {entier(tous)} rencontres : {compte(ateliers, 'atelier')}, {compte(formations, 'formation')}"


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
    personnes = ("familles", "parents", "enfants") if view == "coordination" else ()
    colonnes: dict[str, list[Any] | pd.Series[Any]] = {
        "Date": jours(frame["date"]),
        "Type": frame["type"].tolist(),
        "Thème": frame["theme"].tolist(),
        "Établissement": [
            n if isinstance(n, str) else u for n, u in zip(frame["nom"], _textes(frame["uai"]), strict=True)
        ],
        **{c.capitalize(): entiers(frame[c]) for c in personnes},
        "Commune": _textes(frame["commune"]),
        "Organisateur": _textes(frame["organisateur"]),
        "UAI": _textes(frame["uai"]),
    }
    formats = (
        dict.fromkeys(colonnes, "texte") | {"Date": "date"} | {c.capitalize(): PERSONNES for c in personnes}
    )
    ateliers = int((frame["type"] == "Atelier").sum())
    return visuel(
        con,
        filters,
        f"{FAMILLE}.liste",
        titre=titre_liste(ateliers, len(frame) - ateliers),
        sous_titre=". ".join(filter(None, (_ordre(len(frame), view), reserve))),
        donnees=pd.DataFrame(colonnes),
        formats=formats,
        jeux=JEUX,
        view=view,
    )


def _ordre(lignes: int, view: View) -> str:
    """In which order they are told, and what a reader does not see of them."""
    if lignes == 1:
        return "" if view == "coordination" else "En lecture, sans le nombre de personnes"
    return (
        "Par date"
        if view == "coordination"
        else "Par date ; en lecture, sans le nombre de personnes de chacune"
    )


def _textes(colonne: pd.Series) -> list[str | None]:
    return [x if isinstance(x, str) else None for x in colonne]


def titre_parents(montres: int, masques: int) -> str:
    """How many establishments had parents counted, and how many of them are masked."""
    tous = montres + masques
    if not tous:
        return "Parents par établissement : aucun compté pour ce choix"
    debut = f"Des parents ont été comptés dans {compte(tous, 'établissement')}"
    return f"{debut}, dont {entier(masques)} {accord(masques, 'masqué', 'masqués')}" if masques else debut


def parents(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Parents reached by establishment and year: one of the three counts of persons that a school may have."""
    frame = questions.parents_by_school(con, filters, view).sort_values(
        ["nom", "uai", "annee"], key=en_francais, kind="stable", ignore_index=True
    )
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
            "Commune": _textes(frame["commune"]),
            "UAI": frame["uai"],
            "Année": frame["annee"],
            "Parents": [
                MASQUE if m else int(v) for v, m in zip(frame["valeur"], frame["masque"], strict=True)
            ],
        }
    )
    formats = {str(c): PERSONNES if c == "Parents" else "texte" for c in donnees.columns}
    return visuel(
        con,
        filters,
        f"{FAMILLE}.parents",
        titre=titre,
        sous_titre="Somme des parents présents aux rencontres de l'établissement, par année scolaire"
        + (f". {reserve}" if reserve else ""),
        donnees=donnees,
        formats=formats,
        jeux=JEUX,
        view=view,
    )
