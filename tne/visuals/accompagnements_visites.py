"""Which schools the médiateurs visited: once or more, or never."""

from __future__ import annotations

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import accompagnements as questions
from tne.queries.equite import annuaire_vide
from tne.typographie import (
    accord,
    alignees,
    compte,
    entier,
)
from tne.visuals.accompagnements_cadre import (
    COURTS,
    DE_REFERENCE,
    FAMILLE,
    JEUX,
    SANS_REFERENCE,
    annees_du_journal,
    etat_du_journal,
    formats_de,
    manque,
)
from tne.visuals.bars import barres
from tne.visuals.clics import clics_par_type
from tne.visuals.fabrique import jours, rien, visuel
from tne.visuals.visual import Visual

SANS_ANNUAIRE = "Importez l'annuaire de l'éducation : sans lui, on ne sait pas qui n'a pas été visité."
VISITES = ("aucune", "une", "deux", "trois et plus")


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


def _sans_ecole(con: duckdb.DuckDBPyConnection, filters: Filters, code: str, tous: pd.DataFrame) -> Visual:
    """Where no visit can be out of schools: without a directory, without a log, or in a choice that has no open school."""
    if tous.empty and questions.suivi(con, filters) and not annuaire_vide(con):
        return rien(con, filters, code, SANS_REFERENCE, DE_REFERENCE, JEUX, etat="calculé")
    quoi = SANS_ANNUAIRE if tous.empty else manque(con, filters)
    return rien(con, filters, code, titre_couverture(0, 0), quoi, JEUX)


def couverture(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Schools by number of visits (none, one, two, three and more), écoles and collèges stacked."""
    frame = questions.etablissements(con, filters, view)
    code = f"{FAMILLE}.couverture"
    tous = frame[frame["de_reference"]]
    if tous.empty or not questions.suivi(con, filters):
        return _sans_ecole(con, filters, code, tous)
    rang = tous["visites"].clip(upper=3)
    table = pd.DataFrame(
        {
            "Visites": [v.capitalize() for v in VISITES],
            "écoles": [int(((rang == i) & (tous["type"] == "École")).sum()) for i in range(4)],
            "collèges": [int(((rang == i) & (tous["type"] == "Collège")).sum()) for i in range(4)],
        }
    )
    vus, plusieurs = int((tous["visites"] > 0).sum()), int((tous["visites"] > 1).sum())
    nombres = (table["écoles"] + table["collèges"]).tolist()
    dites = alignees((n, len(tous)) for n in nombres)
    table["mots"] = [f"{entier(n)} · {dite}" for n, dite in zip(nombres, dites, strict=True)]
    titre, hors = titre_couverture(vus, len(tous)), len(frame) - len(tous)
    sous = f"Établissements selon le nombre d'interventions reçues, {annees_du_journal(con, filters)}."
    if vus and len(tous) == 1:
        fois = int(tous["visites"].iloc[0])
        sous += f" Visité {entier(fois) if fois > 1 else 'une'} fois."
    elif vus:
        encore = f"Visités plusieurs fois : {entier(plusieurs)} sur {entier(vus)}"
        sous += f" {encore if plusieurs else 'Aucun visité plusieurs fois'}."
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
            "lycée, établissement fermé, pas encore ouvert ou inconnu de l'annuaire."
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
            con,
            filters,
            code,
            "Aucun établissement visité pour ce choix",
            manque(con, filters),
            JEUX,
            etat=etat_du_journal(con, filters),
        )
    plusieurs = int((vus["visites"] > 1).sum())
    fois = f", dont {entier(plusieurs)} plusieurs fois" if plusieurs else ", chacun une fois"
    if plusieurs == len(vus):
        fois = ", chacun plusieurs fois"
    table = pd.DataFrame(
        {
            "Établissement": vus["nom"],
            "Commune": _mots(vus["commune"]),
            "Visites": vus["visites"],
            "Dernière": jours(vus["derniere"]),
            "Natures": [_natures(n) for n in vus["natures"].tolist()],
            "UAI": vus["uai"],
        }
    )
    return visuel(
        con,
        filters,
        code,
        titre=f"{compte(len(vus), 'établissement')} {accord(len(vus), 'visité')}{fois if len(vus) > 1 else ''}",
        sous_titre=f"{'Du plus visité au moins visité' if len(vus) > 1 else 'Selon le journal'}, {annees_du_journal(con, filters)}.",
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
        return _sans_ecole(con, filters, code, tous)
    if restent.empty:
        tout = "Tous les établissements de ce choix ont été visités."
        if len(tous) == 1:
            tout = "L'établissement de ce choix a été visité."
        return rien(con, filters, code, "Aucun établissement sans visite", tout, JEUX, etat="calculé")
    ailleurs = int(restent["derniere_connue"].notna().sum())
    table = pd.DataFrame(
        {
            "Établissement": restent["nom"],
            "Commune": _mots(restent["commune"]),
            "Secteur": _mots(restent["secteur"]),
            "Dernière visite connue": jours(restent["derniere_connue"]),
            "UAI": restent["uai"],
        }
    )
    sous = f"{'Par commune' if len(restent) > 1 else 'Selon le journal'}, {annees_du_journal(con, filters)}."
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
    return [v if isinstance(v, str) else None for v in colonne.tolist()]


def _natures(liste: str) -> str:
    """« formation, personnalisé »: the kinds of a school in short, in the order of the page."""
    return ", ".join(court for nature, court in COURTS.items() if nature in liste.split(", "))
