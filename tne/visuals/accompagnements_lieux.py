"""Where the médiateurs came: the communes on a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.geo import Maillage, communes
from tne.queries import accompagnements as questions
from tne.queries.carte import maillage_en_vigueur
from tne.queries.communes import par_commune, sans_commune
from tne.queries.equite import annuaire_vide
from tne.typographie import (
    accord,
    compte,
    entier,
    enumeration,
    proportions,
)
from tne.visuals.accompagnements_cadre import (
    FAMILLE,
    HORS_REFERENCE,
    JEUX,
    annees_du_journal,
    etat_du_journal,
    formats_de,
    manque,
)
from tne.visuals.carte import classes_de_comptes, hors_carte
from tne.visuals.carte_choix import carte_du_choix
from tne.visuals.carte_groupes import ECOLES_MAX, a_dessiner, avec_voisines
from tne.visuals.fabrique import decroissant, rien, visuel
from tne.visuals.significatif import differents
from tne.visuals.visual import Visual

VILLE = 2_000
"""Inhabitants from which a commune is no longer rural for Insee: one without a visit is worth saying."""

INCONNUS = 0.1
"""Share of the schools whose intercommunalité may be unknown where the parts of the territory are compared, and its towns named."""


def titre_carte(
    groupes: Sequence[tuple[str, int, int]], oubliees: Sequence[str], sans: int, communes_: int
) -> str:
    """Are some parts of the territory less visited? `groupes` are (intercommunalité, schools visited, schools), those whose
    intercommunalité is not known under "": where these are many, as in a territory of which one département is described, nothing
    is said of its parts. `sans` of the `communes_` that have a school had no visit, of which `oubliees` are the main towns.
    """
    visites, tous = sum(v for _, v, _ in groupes), sum(n for _, _, n in groupes)
    inconnus = sum(n for nom, _, n in groupes if not nom)
    groupes = [g for g in groupes if g[0]] if inconnus <= INCONNUS * tous else []
    if not tous:
        return HORS_REFERENCE
    if tous == 1:
        return "L'établissement a été visité" if visites else "L'établissement n'a reçu aucune visite"
    if not visites:
        ou = f", dans {compte(communes_, 'commune')}" if communes_ > 1 else ""
        return f"Aucune visite pour les {entier(tous)} établissements{ou}"
    if len(groupes) < 2:
        return f"{compte(visites, 'établissement')} {accord(visites, 'visité')} sur {entier(tous)}"
    ecart = differents([(v, n) for _, v, n in groupes])
    if ecart:
        tries = sorted(groupes, key=lambda g: (g[1] / g[2], g[0]))
        (bas, v1, n1), (haut, v2, n2) = tries[0], tries[-1]
        peu, beaucoup = proportions((v1, n1), (v2, n2))
        return f"{bas} : {peu} des établissements visités, contre {beaucoup} ({haut})"
    if oubliees:
        dont = ", dont" if sans > len(oubliees) else " :"
        return f"{compte(sans, 'commune')} sur {entier(communes_)} sans visite{dont} {enumeration(oubliees)}"
    if ecart is None:
        return "Trop peu de visites pour comparer les parties du territoire"
    if inconnus:  # nor is it known how large their communes are
        return "Pas d'écart net entre les parties du territoire"
    return "Pas d'écart net entre les parties du territoire, et chaque ville a eu une visite"


def _oubliees(lieux: pd.DataFrame) -> list[str]:
    """The three largest communes of 2,000 inhabitants and more that have a school and had no visit."""
    table = communes()
    habitants = dict(zip(table["code_insee"], table["population"].astype(int), strict=True))
    sans = lieux[(lieux["valeur"] == 0) & (lieux["etablissements"] > 0)]
    rangees = sorted(
        ((habitants.get(c, 0), nom) for c, nom in zip(sans["code_insee"], sans["nom"], strict=True)),
        key=lambda paire: (-paire[0], paire[1]),
    )
    return [nom for n, nom in rangees[:3] if n >= VILLE]


def _groupes(schools: pd.DataFrame) -> list[tuple[str, int, int]]:
    asked = schools[schools["de_reference"]]
    by = (
        asked.assign(vu=asked["visites"] > 0, epci=asked["epci"].fillna(""))
        .groupby("epci")["vu"]
        .agg(["sum", "size"])
    )
    return [(str(nom), int(v), int(n)) for nom, v, n in by.itertuples()]


def _carte(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, avec_ecoles: bool, taille: float
) -> Visual:
    lieux = par_commune(con, filters, view)
    code = f"{FAMILLE}.carte_etablissements" if avec_ecoles else f"{FAMILLE}.carte"
    schools = questions.etablissements(con, filters, view)
    visitees = int((lieux["valeur"] > 0).sum())
    ou = not schools[schools["de_reference"]].empty or not annuaire_vide(con)
    if not visitees and not ou and questions.suivi(con, filters):
        return rien(
            con,
            filters,
            code,
            "Communes visitées : on ne sait pas encore où sont ces établissements",
            "Importez l'annuaire de l'éducation : il dit dans quelle commune est chacun.",
            JEUX,
        )
    if not visitees and not schools["visites"].any():
        return rien(
            con,
            filters,
            code,
            "Communes visitées : rien à montrer pour ce choix",
            manque(con, filters),
            JEUX,
            etat=etat_du_journal(con, filters),
        )
    mesh = maillage_en_vigueur(con)
    hors = hors_carte(lieux, mesh)
    dessus = a_dessiner(lieux[~lieux["code_insee"].isin(hors)], mesh)
    trop = avec_ecoles and len(schools) > ECOLES_MAX
    points = _points(schools) if avec_ecoles and not trop else None
    perdues, sans = int(lieux["code_insee"].isin(hors).sum()), sans_commune(con, filters)
    avec = int((lieux["etablissements"] > 0).sum())
    sans_visite = int(((lieux["valeur"] == 0) & (lieux["etablissements"] > 0)).sum())
    titre = titre_carte(_groupes(schools), _oubliees(lieux), sans_visite, avec)
    table = decroissant(
        pd.DataFrame(
            {
                "Commune": lieux["nom"],
                "Interventions": lieux["valeur"],
                "Établissements visités": lieux["touches"],
                "Écoles et collèges": lieux["etablissements"],
            }
        ),
        "Interventions",
        "Commune",
    )
    maille = "groupe de communes voisines" if dessus["voisines"].any() else "commune"
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=f"Interventions par {maille}, {annees_du_journal(con, filters)}"
        f"{_visitees_sur(lieux)}{f' ; {mesh.libelle}' if mesh else ''}",
        donnees=table,
        formats=formats_de(table),
        figure=_dessin(con, filters, dessus, mesh, points, taille),
        clic="commune",
        alternative=f"{titre}. {_les_plus_visitees(table, visitees)}.",
        jeux=JEUX,
        avertissements=[
            f"{compte(sans, 'intervention')} dans un établissement inconnu de l'annuaire, hors de la carte."
            if sans
            else "",
            f"{compte(perdues, 'commune')} hors de la carte." if perdues else "",
            f"Les établissements se montrent un à un jusqu'à {entier(ECOLES_MAX)} : choisissez-en moins par les filtres."
            if trop
            else "",
        ],
    )


def _points(schools: pd.DataFrame) -> pd.DataFrame:
    """The schools as points, full when visited."""
    return schools[schools["de_reference"]].assign(
        plein=lambda d: d["visites"] > 0,
        legende=lambda d: ["visité" if v else "non visité" for v in d["visites"] > 0],
    )


def _dessin(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    dessus: pd.DataFrame,
    mesh: Maillage | None,
    points: pd.DataFrame | None,
    taille: float,
) -> dict[str, Any] | None:
    """The map of the communes `dessus`; None where there is none of them."""
    if dessus.empty:
        return None
    textes = [
        f"{avec_voisines(a)}{compte(v, 'intervention')} · {entier(t)} sur {compte(n, 'établissement')}"
        for a, v, t, n in zip(
            *(dessus[c].tolist() for c in ("voisines", "valeur", "touches", "etablissements")), strict=True
        )
    ]
    return carte_du_choix(
        con,
        filters,
        dessus.assign(texte=textes),
        mesh,
        famille=FAMILLE,
        classes=classes_de_comptes(dessus["valeur"].tolist()),
        absent=0.0,
        points=points,
        taille=taille,
    )


def _visitees_sur(lieux: pd.DataFrame) -> str:
    """How many of the communes that have a school were visited, after the subtitle: a visit to a lycée is in one that may have none."""
    avec = lieux["etablissements"] > 0
    if avec.sum() <= 1:
        return ""
    vues = int(((lieux["valeur"] > 0) & avec).sum())
    return f" ; {entier(vues)} {accord(vues, 'visitée')} sur les {entier(int(avec.sum()))} qui ont une école ou un collège"


def _les_plus_visitees(table: pd.DataFrame, visitees: int) -> str:
    """The map in words. Those as often visited as the last one named are named with it, or none of them is."""
    if not visitees:
        return "Aucune commune visitée"
    rangs = table.loc[table["Interventions"] > 0, "Interventions"].rank(method="max", ascending=False)
    premieres = table.loc[rangs.index[rangs <= 3]]
    nommees = enumeration(
        [f"{c}, {entier(n)}" for c, n in zip(premieres["Commune"], premieres["Interventions"], strict=True)]
    )
    lesquelles = accord(len(premieres), "la plus visitée", "les plus visitées")
    dites = f"{compte(visitees, 'commune')} {accord(visitees, 'visitée')}"
    return f"{dites} ; {lesquelles} : {nommees}" if nommees else dites


def carte_communes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Interventions by commune, all chosen years together. A click gives the commune's name."""
    return _carte(con, filters, view, False, taille)


def carte_etablissements(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """The same map with the schools as points, full when visited."""
    return _carte(con, filters, view, True, taille)
