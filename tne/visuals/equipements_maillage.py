"""The mesh of the territory: how far each school stands from the nearest pilot school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from tne import geo
from tne.filters import Filters, View
from tne.geo import Maillage
from tne.queries import equipements as questions
from tne.queries.carte import maillage_en_vigueur
from tne.queries.equite import annuaire_vide
from tne.typographie import accord, compte, decimal, entier, pourcent, taux
from tne.visuals.carte import Classe, hors_carte
from tne.visuals.carte_choix import carte_du_choix
from tne.visuals.carte_groupes import a_dessiner, avec_voisines
from tne.visuals.clics import HORS_CHOIX
from tne.visuals.fabrique import decroissant, rien, situe, situes, visuel
from tne.visuals.visual import Visual

FAMILLE = "equipements"
JEUX = ("etablissement",)
LOIN_KM = 15
"""Beyond, a colleague of a pilot school is no longer a neighbour: about twenty minutes by road."""
CLASSES = (
    Classe("moins de 5 km", 0, 5),
    Classe("5 à 10 km", 5, 10),
    Classe("10 à 15 km", 10, 15),
    Classe("15 km et plus", 15),
)
ELOIGNES = 15
"""How many schools the list of the farthest shows."""


def titre_maillage(distances: Sequence[float], pilotes: int, choix: bool, pilote: bool = False) -> str:
    """How many schools stand far from any pilot; of one alone, how far. `distances` in km, one per school whose place is
    known; `choix`: these are some of the schools only; `pilote`: the only one is a pilot itself.
    """
    total, loin = len(distances), sum(km >= LOIN_KM for km in distances)
    if not pilotes:
        return "Aucun établissement pilote n'est signalé dans l'annuaire"
    if not total:
        return "Distance aux pilotes inconnue pour ce choix"
    if total == 1:
        return _titre_seul(distances[0], pilote)
    tous = f"Les {entier(total)} établissements" if choix else "Tous les établissements"
    if not loin:
        proche = f"d'un des {entier(pilotes)} pilotes" if pilotes > 1 else "du seul pilote"
        return f"{tous} sont à moins de {LOIN_KM} km {proche}"
    if loin == total:
        return f"{tous} sont à {LOIN_KM} km ou plus d'un pilote"
    if loin == 1:
        return f"Un seul établissement sur {entier(total)} est à {LOIN_KM} km ou plus d'un pilote"
    part = pourcent(taux(loin, total))
    return (
        f"{entier(loin)} établissements sur {entier(total)} ({part}) sont à {LOIN_KM} km ou plus d'un pilote"
    )


def _titre_seul(km: float, pilote: bool) -> str:
    if pilote:
        return "L'établissement est lui-même un pilote"
    if km < LOIN_KM:
        return f"L'établissement est à {decimal(km)} km du pilote le plus proche"
    return f"L'établissement est loin de tout pilote : le plus proche est à {decimal(km)} km"


def _sans_couleur(codes: set[str], mesurees: set[str], choix: bool) -> str:
    """Which communes have no colour: none of their schools is in the directory, or in the choice, where each of `codes`, those
    that have one, has a distance. The key and the subtitle say it alike.
    """
    if codes - mesurees:
        return "sans distance connue"
    return HORS_CHOIX if choix else "sans école ni collège"


def _sous_titre(etablissements: int, pilotes: int, sans_couleur: str, fondu: Maillage | None) -> str:
    """What a commune shows, out of how many pilots, and which have no colour."""
    qui = "l'établissement" if etablissements == 1 else "l'établissement le plus éloigné de chaque commune"
    dits = [f"Distance à vol d'oiseau de {qui} au pilote le plus proche", compte(pilotes, "pilote")]
    if fondu is not None:
        dits += [f"{sans_couleur}, une commune n'a pas de couleur", fondu.libelle]
    return " ; ".join(dits)


def _manque(con: duckdb.DuckDBPyConnection, filters: Filters, pilotes: int) -> str:
    if pilotes and annuaire_vide(con):
        return "La position des établissements vient de l'annuaire de l'éducation, qui n'est pas importé."
    if pilotes:
        choix = " de ce choix" if filters.par_etablissement else ""
        return f"Aucune école ni aucun collège ouvert{choix} n'a de position dans l'annuaire importé."
    return "Marquez les établissements pilotes dans la feuille des établissements (colonne « Pilote »)."


def maillage_pilotes(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """Map: each commune by the distance of its farthest school to a pilot; pilots as points."""
    frame = questions.mesh(con, filters, view)
    actuels = {ancien: actuel for ancien, (actuel, _) in geo.fusions().items()}
    codes: list[Any] = [actuels.get(c, c) if isinstance(c, str) else None for c in frame["code_insee"]]
    frame = frame.assign(code_insee=codes)
    pilotes = questions.pilots(con, filters)
    places = frame[frame["km"].notna()]
    # Without the place of each of them they are not all.
    part = filters.par_etablissement or len(places) < len(frame)
    titre = titre_maillage(places["km"].tolist(), len(pilotes), part, bool(places["pilote"].all()))
    fondu = maillage_en_vigueur(con)
    if places.empty:
        return rien(con, filters, f"{FAMILLE}.maillage", titre, _manque(con, filters, len(pilotes)), JEUX)
    par = (
        places.dropna(subset=["code_insee"])
        .groupby("code_insee", sort=True)
        .agg(
            commune=("commune", "first"),
            etablissements=("uai", "size"),
            valeur=("km", "max"),
            latitude=("latitude", "mean"),
            longitude=("longitude", "mean"),
        )
        .reset_index()
    )
    points = pilotes.dropna(subset=["latitude", "longitude"]).assign(
        plein=True, legende="établissement pilote"
    )
    dessus = par[~par["code_insee"].isin(hors_carte(par, fondu))].assign(
        nom=lambda d: d["commune"], touches=0
    )
    dessus = a_dessiner(dessus, fondu, "max")
    dessus["texte"] = [
        f"{avec_voisines(a)}{compte(n, 'établissement')}, {'le plus loin ' if n > 1 else ''}à {decimal(k)} km"
        for a, n, k in zip(dessus["voisines"], dessus["etablissements"], dessus["valeur"], strict=True)
    ]
    communes, mesurees = set(frame["code_insee"].dropna()), set(par["code_insee"])
    sans_couleur = _sans_couleur(communes, mesurees, filters.par_etablissement)
    figure = None
    if fondu is not None or not dessus.empty:
        figure = carte_du_choix(
            con,
            filters,
            dessus,
            fondu,
            famille=FAMILLE,
            classes=CLASSES,
            absent=None,
            vide=sans_couleur,
            points=points[["uai", "nom", "latitude", "longitude", "legende", "plein"]],
            taille=taille,
        )
    sans = len(frame) - len(places)
    table = decroissant(par, "valeur", "commune").rename(
        columns={
            "commune": "Commune",
            "etablissements": "Établissements",
            "valeur": "Plus grande distance (km)",
        }
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.maillage",
        titre=titre,
        sous_titre=_sous_titre(len(places), len(pilotes), sans_couleur, fondu),
        donnees=table[["Commune", "Établissements", "Plus grande distance (km)"]],
        formats={"Commune": "texte", "Établissements": "entier", "Plus grande distance (km)": "decimal"},
        figure=figure,
        clic="commune",
        jeux=JEUX,
        avertissements=[
            f"{compte(sans, 'établissement')} sans position connue." if sans else "",
            "Les pilotes sont ceux de tout le territoire, quel que soit le choix d'établissements."
            if filters.par_etablissement
            else "",
        ],
    )


def titre_eloignes(nom: str, commune: object, km: float, seul: bool = False) -> str:
    """Which school stands farthest from any pilot; `seul`: there is no other to compare it with."""
    lequel = situe(nom, commune)
    if seul:
        return f"{lequel} est à {decimal(km)} km du pilote le plus proche"
    return f"Le plus éloigné d'un pilote : {lequel}, à {decimal(km)} km"


def _sous_titre_eloignes(montres: int, tous: int) -> str:
    if montres == tous:
        return "Distance à vol d'oiseau" + (", du plus éloigné au plus proche" if tous > 1 else "")
    return f"Les {entier(montres)} établissements les plus éloignés, à vol d'oiseau"


def eloignes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The schools farthest from any pilot, by distance."""
    frame = questions.mesh(con, filters, view)
    tous = frame[frame["km"].notna() & ~frame["pilote"].astype(bool)]
    loin = tous.head(ELOIGNES)
    if loin.empty:
        titre = "Établissements éloignés d'un pilote : rien à montrer pour ce choix"
        manque = _manque(con, filters, len(questions.pilots(con, filters)))
        if places := int(frame["km"].notna().sum()):
            titre = "Établissements éloignés d'un pilote : aucun"
            manque = f"{accord(places, 'L’établissement est lui-même un pilote', 'Ces établissements sont tous des pilotes')}."
        return rien(con, filters, f"{FAMILLE}.eloignes", titre, manque, JEUX)
    table = pd.DataFrame(
        {
            "Établissement": loin["nom"],
            "Commune": loin["commune"],
            "Distance (km)": [float(k) for k in loin["km"]],
            "Pilote le plus proche": situes(loin["proche"], loin["commune_proche"]),
            "UAI du pilote": loin["uai_proche"],
            "UAI": loin["uai"],
        }
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.eloignes",
        titre=titre_eloignes(
            str(loin["nom"].iloc[0]),
            loin["commune"].iloc[0],
            float(loin["km"].iloc[0]),
            len(loin) == 1,
        ),
        sous_titre=_sous_titre_eloignes(len(loin), len(tous)),
        donnees=table,
        formats={
            "Établissement": "texte",
            "Commune": "texte",
            "Distance (km)": "decimal",
            "Pilote le plus proche": "texte",
            "UAI du pilote": "texte",
            "UAI": "texte",
        },
        jeux=JEUX,
    )
