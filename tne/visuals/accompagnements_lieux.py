"""Where the médiateurs came: communes, schools visited once or more, schools never visited."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.geo import communes
from tne.queries import accompagnements as questions
from tne.queries.carte import maillage_en_vigueur
from tne.queries.communes import par_commune, sans_commune
from tne.typographie import (
    accord,
    compte,
    entier,
    enumeration,
    proportion,
    proportions,
)
from tne.visuals.accompagnements_cadre import COURTS, FAMILLE, JEUX, formats_de, manque
from tne.visuals.bars import barres
from tne.visuals.carte import classes_de_comptes, hors_carte
from tne.visuals.carte_choix import carte_du_choix
from tne.visuals.carte_groupes import ECOLES_MAX, a_dessiner, avec_voisines
from tne.visuals.clics import clics_par_type
from tne.visuals.fabrique import ensemble, rien, visuel
from tne.visuals.significatif import differents
from tne.visuals.visual import Visual

SANS_ANNUAIRE = "Importez l'annuaire de l'éducation : sans lui, on ne sait pas qui n'a pas été visité."
VILLE = 2_000
"""Inhabitants from which a commune is no longer rural for Insee: one without a visit is worth saying."""
VISITES = ("aucune", "une", "deux", "trois et plus")


def titre_carte(
    groupes: Sequence[tuple[str, int, int]], oubliees: Sequence[str], sans: int, communes_: int
) -> str:
    """Are some parts of the territory less visited? `groupes` are (intercommunalité, schools visited, schools), those whose
    intercommunalité is not known under ""; `sans` of the `communes_` that have a school had no visit, of which `oubliees`
    are the main towns.
    """
    visites, tous = sum(v for _, v, _ in groupes), sum(n for _, _, n in groupes)
    groupes = [g for g in groupes if g[0]]
    if tous == 1:
        return "L'établissement a été visité" if visites else "L'établissement n'a reçu aucune visite"
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
    if not visitees and schools[schools["de_reference"]].empty and questions.suivi(con, filters):
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
            con, filters, code, "Communes visitées : rien à montrer pour ce choix", manque(con, filters), JEUX
        )
    mesh = maillage_en_vigueur(con)
    hors = hors_carte(lieux, mesh)
    dessus = a_dessiner(lieux[~lieux["code_insee"].isin(hors)], mesh)
    groupes = bool(dessus["voisines"].any())
    trop = avec_ecoles and len(schools) > ECOLES_MAX
    figure = None
    if not dessus.empty:
        textes = [
            f"{avec_voisines(a)}{compte(v, 'intervention')} · {entier(t)} sur {compte(n, 'établissement')}"
            for a, v, t, n in zip(
                *(dessus[c].tolist() for c in ("voisines", "valeur", "touches", "etablissements")),
                strict=True,
            )
        ]
        points = None
        if avec_ecoles and not trop:
            points = schools[schools["de_reference"]].assign(
                plein=lambda d: d["visites"] > 0,
                legende=lambda d: ["visité" if v else "non visité" for v in d["visites"] > 0],
            )
        figure = carte_du_choix(
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
    perdues, sans = int(lieux["code_insee"].isin(hors).sum()), sans_commune(con, filters)
    avec = int((lieux["etablissements"] > 0).sum())
    sous = f"Interventions par {'groupe de communes voisines' if groupes else 'commune'}, {ensemble(_annees(filters))}"
    if avec > 1:
        vues = f"{entier(visitees)} {accord(visitees, 'visitée')}"
        sous += f" ; {vues} sur les {entier(avec)} qui ont une école ou un collège"
    sous += f" ; {mesh.libelle}" if mesh else ""
    sans_visite = int(((lieux["valeur"] == 0) & (lieux["etablissements"] > 0)).sum())
    titre = titre_carte(_groupes(schools), _oubliees(lieux), sans_visite, avec)
    table = pd.DataFrame(
        {
            "Commune": lieux["nom"],
            "Interventions": lieux["valeur"],
            "Établissements visités": lieux["touches"],
            "Écoles et collèges": lieux["etablissements"],
        }
    ).sort_values(["Interventions", "Commune"], ascending=[False, True], ignore_index=True)
    premieres = table[table["Interventions"] > 0].head(3)
    nommees = enumeration(
        [f"{c}, {entier(n)}" for c, n in zip(premieres["Commune"], premieres["Interventions"], strict=True)]
    )
    lesquelles = accord(len(premieres), "la plus visitée", "les plus visitées")
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=sous,
        donnees=table,
        formats=formats_de(table),
        figure=figure,
        clic="commune",
        alternative=f"{titre}. {compte(visitees, 'commune')} {accord(visitees, 'visitée')}{f' ; {lesquelles} : {nommees}' if nommees else ''}.",
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


def _annees(filters: Filters) -> list[str]:
    return list(filters.annees) or ["toutes les années"]


def carte_communes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Interventions by commune, all chosen years together. A click gives the commune's name."""
    return _carte(con, filters, view, False, taille)


def carte_etablissements(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """The same map with the schools as points, full when visited."""
    return _carte(con, filters, view, True, taille)


def titre_couverture(visites: int, tous: int) -> str:
    """How many schools were visited, or not, out of all."""
    if not tous:
        return "On ne sait pas encore quels établissements n'ont pas été visités"
    reste = tous - visites
    if not visites:
        if tous == 1:
            return "L'établissement n'a reçu aucune visite"
        return f"Aucun des {compte(tous, 'établissement')} n'a été visité"
    if not reste:
        if tous == 1:
            return "L'établissement a été visité"
        return f"Les {compte(tous, 'établissement')} ont tous été visités"
    if visites * 2 >= tous:
        return f"{compte(visites, 'établissement')} sur {entier(tous)} {accord(visites, 'a', 'ont')} été {accord(visites, 'visité')}"
    return f"{compte(reste, 'établissement')} sur {entier(tous)} {accord(reste, 'n’a reçu', 'n’ont reçu')} aucune visite"


def couverture(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Schools by number of visits (none, one, two, three and more), écoles and collèges stacked."""
    frame = questions.etablissements(con, filters, view)
    code = f"{FAMILLE}.couverture"
    tous = frame[frame["de_reference"]]
    if tous.empty or not questions.suivi(con, filters):
        quoi = SANS_ANNUAIRE if tous.empty else manque(con, filters)
        return rien(con, filters, code, titre_couverture(0, 0), quoi, JEUX)
    rang = tous["visites"].clip(upper=3)
    table = pd.DataFrame(
        {
            "Visites": [v.capitalize() for v in VISITES],
            "écoles": [int(((rang == i) & (tous["type"] == "École")).sum()) for i in range(4)],
            "collèges": [int(((rang == i) & (tous["type"] == "Collège")).sum()) for i in range(4)],
        }
    )
    vus, plusieurs = int((tous["visites"] > 0).sum()), int((tous["visites"] > 1).sum())
    table["mots"] = [
        f"{entier(a + b)} · {proportion(a + b, len(tous))}"
        for a, b in zip(table["écoles"], table["collèges"], strict=True)
    ]
    titre, hors = titre_couverture(vus, len(tous)), len(frame) - len(tous)
    sous = f"Établissements selon le nombre d'interventions reçues, {ensemble(_annees(filters))}."
    if vus and len(tous) == 1:
        fois = int(tous["visites"].iloc[0])
        sous += f" Visité {entier(fois) if fois > 1 else 'une'} fois."
    elif vus:
        sous += f" Visités plusieurs fois : {entier(plusieurs)} sur {entier(vus)}."
    # A kind that the choice does not hold has no key, « collèges, 0 », and one kind alone has no click.
    genres = [k for k in ("écoles", "collèges") if table[k].any()]
    drawn = barres(table, "Visites", genres, famille=FAMILLE, textes="mots", tri=False, taille=taille)
    donnees = table.drop(columns="mots").rename(columns={"écoles": "Écoles", "collèges": "Collèges"})
    dits = " ; ".join(f"{v.lower()} : {m}" for v, m in zip(table["Visites"], table["mots"], strict=True))
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=sous,
        donnees=donnees,
        formats=formats_de(donnees),
        figure=clics_par_type(drawn),
        clic="type" if len(genres) > 1 else "",
        alternative=f"{titre}. Nombre de visites : {dits}.",
        jeux=JEUX,
        avertissements=[
            f"{compte(hors, 'autre établissement visité', 'autres établissements visités')} : "
            "lycée, établissement fermé ou inconnu de l'annuaire."
            if hors
            else ""
        ],
    )


def visites(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The schools visited, the most visited first."""
    frame = questions.etablissements(con, filters, view)
    vus = frame[frame["visites"] > 0]
    code = f"{FAMILLE}.visites"
    if vus.empty:
        return rien(
            con, filters, code, "Aucun établissement visité pour ce choix", manque(con, filters), JEUX
        )
    plusieurs = int((vus["visites"] > 1).sum())
    fois = f", dont {entier(plusieurs)} plusieurs fois" if plusieurs else ", chacun une fois"
    table = pd.DataFrame(
        {
            "Établissement": vus["nom"],
            "Commune": _mots(vus["commune"]),
            "Visites": vus["visites"],
            "Dernière": [d.date() for d in pd.to_datetime(vus["derniere"])],
            "Natures": [_natures(n) for n in vus["natures"]],
            "UAI": vus["uai"],
        }
    )
    return visuel(
        con,
        filters,
        code,
        titre=f"{compte(len(vus), 'établissement')} {accord(len(vus), 'visité')}{fois if len(vus) > 1 else ''}",
        sous_titre=f"{'Du plus visité au moins visité' if len(vus) > 1 else 'Selon le journal'}, {ensemble(_annees(filters))}.",
        donnees=table,
        formats=formats_de(table),
        jeux=JEUX,
    )


def jamais_visites(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The open écoles and collèges without a visit in the chosen years, by commune; the last visit of other years."""
    frame = questions.etablissements(con, filters, view)
    tous = frame[frame["de_reference"]]
    restent = tous[tous["visites"] == 0]
    code = f"{FAMILLE}.jamais_visites"
    if tous.empty or not questions.suivi(con, filters):
        quoi = SANS_ANNUAIRE if tous.empty else manque(con, filters)
        return rien(con, filters, code, titre_couverture(0, 0), quoi, JEUX)
    if restent.empty:
        tout = "Tous les établissements de ce choix ont été visités."
        return rien(con, filters, code, "Aucun établissement sans visite", tout, JEUX, etat="calculé")
    ailleurs = int(restent["derniere_connue"].notna().sum())
    table = pd.DataFrame(
        {
            "Établissement": restent["nom"],
            "Commune": _mots(restent["commune"]),
            "Secteur": _mots(restent["secteur"]),
            "Dernière visite connue": [
                None if pd.isna(d) else d.date() for d in pd.to_datetime(restent["derniere_connue"])
            ],
            "UAI": restent["uai"],
        }
    )
    sous = f"{'Par commune' if len(restent) > 1 else 'Selon le journal'}, {ensemble(_annees(filters))}."
    jamais = len(restent) - ailleurs
    if ailleurs and len(restent) == 1:
        sous += " Visité une autre année."
    elif ailleurs:
        sous += f" {compte(ailleurs, 'visité')} une autre année"
        sous += f", {compte(jamais, 'jamais visité', 'jamais visités')} selon le journal." if jamais else "."
    return visuel(
        con,
        filters,
        code,
        titre=f"{compte(len(restent), 'établissement')} sans visite",
        sous_titre=sous,
        donnees=table,
        formats=formats_de(table) | {"Dernière visite connue": "date"},
        jeux=JEUX,
    )


def _mots(colonne: pd.Series) -> list[str | None]:
    return [v if isinstance(v, str) else None for v in colonne]


def _natures(liste: str) -> str:
    """« formation, en classe »: the kinds of a school in short, in the order of the page."""
    return ", ".join(court for nature, court in COURTS.items() if nature in liste.split(", "))
