"""Uptake: who took part in what, when, with whom, and from which schools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.queries.masking import Taux, left_out, rate
from tne.typographie import compte, entier, part, pourcent, taux
from tne.visuals.bars import resume
from tne.visuals.fabrique import annees_de
from tne.visuals.formations_cadre import (
    annee_du_titre,
    avec_remarques,
    barres_par_annee,
    colonne,
    dire,
    formats_de,
    ordonner,
    reserve,
    sans_donnees,
    visuel,
)
from tne.visuals.gabarit import raccourcir
from tne.visuals.significatif import differents
from tne.visuals.visual import MASQUE, Visual

JEUX = ("inscription", "session", "offre")
MANQUE = "Importez les inscriptions et présences de Sofia-FMO pour voir ce graphique."
LIMITE = 7


@dataclass(frozen=True)
class Dimension:
    """One way to cut participation: its column in a table, its plural in a sentence, how a person may count twice."""

    nom: str
    libelle: str
    pluriel: str
    note: str


DIMENSIONS: Mapping[str, Dimension] = {
    d.nom: d
    for d in (
        Dimension("module", "Module", "modules", "Un enseignant peut suivre plusieurs modules."),
        Dimension(
            "operateur", "Opérateur", "opérateurs", "Un enseignant peut suivre des sessions de chacun."
        ),
        Dimension("modalite", "Modalité", "modalités", "Un enseignant peut suivre plusieurs modalités."),
        Dimension("mois", "Mois", "mois", "Qui est présent deux mois compte dans les deux."),
    )
}


def titre_palmares(noms: list[str], nombres: list[float], pluriel: str) -> str:
    """What attracts most: the first one, the first two when close, or none when all are alike. Sorted, largest first."""
    if len(noms) < 2:
        return f"Trop peu de {pluriel} connus pour comparer"
    if min(nombres) >= 0.8 * max(nombres):
        return f"Les {pluriel} attirent à peu près autant"
    if nombres[1] >= 0.9 * nombres[0] and len(noms) > 2:
        return f"« {raccourcir(noms[0], 40)} » et « {raccourcir(noms[1], 40)} » attirent le plus"
    return f"« {raccourcir(noms[0], 60)} » attire le plus"


def titre_premier(noms: list[str], nombres: list[float], pluriel: str) -> str:
    """Who gathers most participants among operators or modalities, or that they gather alike. Sorted, largest first."""
    if len(noms) < 2:
        return f"Trop peu de {pluriel} connus pour comparer".replace("modalités connus", "modalités connues")
    if nombres[-1] >= 0.8 * nombres[0]:
        return f"Les {pluriel} réunissent à peu près autant de participants"
    return (
        f"{noms[0]} : le plus de participants, {entier(nombres[0])} contre {entier(nombres[1])} ({noms[1]})"
    )


def titre_mois(noms: list[str], nombres: list[float]) -> str:
    """The busiest month, or an even year. Sorted, largest first."""
    if len(noms) < 3:
        return "Trop peu de mois connus pour voir un rythme"
    if min(nombres) >= 0.8 * max(nombres):
        return "La participation est régulière d'un mois à l'autre"
    return f"La participation culmine en {noms[0]} : {compte(nombres[0], 'participant')}"


def titre_groupes(groupes: list[tuple[str, int, int]], sujet: str) -> str:
    """Do groups of teachers take part alike? `groupes` are (name, participants, offers)."""
    if len(groupes) == 1:
        nom, n, d = groupes[0]
        return f"Un seul {sujet} : {nom.lower()}, {pourcent(taux(n, d))} de participants"
    ecart = differents([(n, d) for _, n, d in groupes])
    if ecart is None:
        return f"Trop peu de données pour comparer selon le {sujet}"
    if not ecart:
        return f"On participe autant quel que soit le {sujet}"
    tries = sorted(groupes, key=lambda g: -g[1] / g[2])
    (haut, n1, d1), (bas, n2, d2) = tries[0], tries[-1]
    return (
        f"{haut} : {pourcent(taux(n1, d1))} de participants, contre {pourcent(taux(n2, d2))} ({bas.lower()})"
    )


def _participation(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, taille: float
) -> Visual:
    d = DIMENSIONS[dimension]
    frame = questions.breakdown(con, filters, view, dimension, ["participants"])
    frame = frame[frame["participants_masque"] | (frame["participants"].fillna(0) > 0)]
    code = f"participants_{dimension}"
    jeux = (*JEUX, "session_complement") if dimension == "operateur" else JEUX
    if frame.empty:
        return sans_donnees(con, filters, view, code, f"Participants par {d.libelle.lower()}", MANQUE, jeux)
    frame = ordonner(frame.reset_index(drop=True), dimension)
    annees, offres = annees_de(frame), questions.offers(con, filters, view)
    frame = frame.assign(
        n=frame["participants"].astype("Float64"),
        mots=[
            _mots(n, bool(m), offres.get(a))
            for n, m, a in zip(
                frame["participants"], frame["participants_masque"], frame["annee"], strict=True
            )
        ],
    )
    connus = frame[(frame["annee"] == annees[-1]) & ~frame["participants_masque"]]
    connus = connus.sort_values("n", ascending=False, kind="stable")
    noms, nombres = [str(v) for v in connus["valeur"]], [float(v) for v in connus["n"]]
    mois = dimension == "mois"
    titre = _titre(d, noms, nombres)
    cells = {"Année": frame["annee"].tolist(), d.libelle: frame["valeur"].tolist()}
    cells["Participants"] = colonne(frame, "participants")
    table = pd.DataFrame(avec_remarques(cells, frame, ["participants"]))
    alternative = f"{titre}. {resume(connus, 'valeur', 'n', f'Participants en {annees[-1]}')}"
    return visuel(
        con,
        filters,
        code,
        titre,
        _sous_titre(d, frame, offres.get(annees[-1]) if len(annees) == 1 else None) + annee_du_titre(annees),
        table,
        formats_de(table),
        barres_par_annee(
            frame,
            "n",
            "mots",
            mois=mois,
            unite="participants",
            accent=noms[:1] if mois else None,
            taille=taille,
        ),
        alternative,
        jeux,
        [reserve(con, filters, view)],
    )


def _titre(d: Dimension, noms: list[str], nombres: list[float]) -> str:
    if d.nom == "mois":
        return titre_mois(noms, nombres)
    if d.nom == "module":
        return titre_palmares(noms, nombres, d.pluriel)
    return titre_premier(noms, nombres, d.pluriel)


def _mots(n: Any, masque: bool, offres: int | None) -> str:
    """« 176 · 15,6 % », the number alone when nobody knows out of how many."""
    if masque:
        return MASQUE
    return f"{entier(n)} · {pourcent(taux(n, offres), 1)}" if offres else entier(n)


def _sous_titre(d: Dimension, frame: pd.DataFrame, offres: int | None) -> str:
    sur = f", et part des {entier(offres)} sollicités" if offres else ""
    reste = frame["valeur"].nunique() - LIMITE
    suite = f" {compte(reste, 'autre', 'autres')} dans les données." if reste > 0 and d.nom != "mois" else ""
    return f"Participants par {d.libelle.lower()}{sur}. {d.note}{suite}"


def par_module(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Distinct participants of each module."""
    return _participation(con, filters, view, "module", taille)


def par_operateur(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Distinct participants with each operator (SRANE, Canopé…), as declared for the sessions."""
    return _participation(con, filters, view, "operateur", taille)


def par_modalite(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Distinct participants on site, at distance, in hybrid form."""
    return _participation(con, filters, view, "modalite", taille)


def par_mois(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Distinct participants of each month, in the order of the school year."""
    return _participation(con, filters, view, "mois", taille)


def _groupes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str) -> pd.DataFrame:
    """Participants beside offers, per group and year; what nobody knows stays missing, what is known to be none is 0."""
    present = questions.breakdown(con, filters, view, dimension, ["participants"])
    offres = questions.offers_by(con, filters, view, dimension)
    frame = present.merge(offres, on=["valeur", "annee"], how="outer")
    for c in ("participants", "offres"):
        frame[f"{c}_masque"] = frame[f"{c}_masque"].fillna(False).astype(bool)
        frame[f"{c}_mention"] = frame[f"{c}_mention"].fillna("")
        frame[c] = frame[c].where(frame[f"{c}_masque"] | frame[c].notna(), 0)
    masque = frame["participants_masque"] | frame["offres_masque"]
    some = masque | (frame["participants"].fillna(0) + frame["offres"].fillna(0) > 0)
    return frame[some].sort_values(["valeur", "annee"], ignore_index=True)


def _taux(n: Any, d: Any, view: View) -> Taux:
    """The rate of a group; nothing where more took part than were offered: they are not the same persons."""
    if not pd.isna(n) and not pd.isna(d) and n > d:
        return Taux(None)
    return rate(n, d, view)


def _groupe(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, taille: float
) -> Visual:
    sujet = "type d'établissement" if dimension == "type" else "secteur"
    code, jeux = f"participants_{dimension}", (*JEUX, "etablissement")
    frame = _groupes(con, filters, view, dimension)
    if frame.empty:
        return sans_donnees(con, filters, view, code, f"Participation par {sujet}", MANQUE, jeux)
    ecartes = questions.schools_left_out(con, filters, view)
    couples = list(zip(frame["participants"], frame["offres"], strict=True))
    tues = reserve(con, filters, view, "offres", par_groupe=True)
    # Participants without the masked schools are no share of the offers of all of them, nor the other way round.
    rates = [Taux(None) if ecartes or tues else _taux(n, d, view) for n, d in couples]
    rapporte = any(r.valeur is not None for r in rates)
    frame["n"] = [r.valeur for r in rates] if rapporte else frame["participants"].astype("Float64")
    frame["mots"] = [
        MASQUE if m else part(n, d) if r.valeur is not None else MASQUE if r.masque else entier(n)
        for (n, d), r, m in zip(couples, rates, frame["participants_masque"], strict=True)
    ]
    annees = annees_de(frame)
    groupes = [
        (str(nom), int(n), int(d))
        for nom, annee, (n, d), r in zip(frame["valeur"], frame["annee"], couples, rates, strict=True)
        if annee == annees[-1] and r.valeur is not None
    ]
    titre = titre_groupes(groupes, sujet) if rapporte else f"Participants selon le {sujet}"
    cells = {"Année": frame["annee"].tolist(), sujet.capitalize(): frame["valeur"].tolist()}
    cells |= {"Participants": colonne(frame, "participants"), "Sollicités": colonne(frame, "offres")}
    table = pd.DataFrame(avec_remarques(cells, frame, ["participants", "offres"]))
    figure = barres_par_annee(frame, "n", "mots", maximum=100 if rapporte else None, taille=taille)
    if len(annees) == 1:
        for trace in figure["data"]:  # a click narrows to a real group, never to « inconnu »
            trace["customdata"] = [
                None if nom == questions.INCONNU else nom for nom in trace.get("customdata", [])
            ]
    sous = f"Part des enseignants sollicités qui ont suivi un module, selon le {sujet} de leur affectation."
    return visuel(
        con,
        filters,
        code,
        titre,
        (sous if rapporte else "Enseignants qui ont suivi au moins un module, selon leur affectation.")
        + annee_du_titre(annees),
        table,
        formats_de(table),
        figure,
        f"{titre}. {dire(frame)}.",
        jeux,
        [
            f"Participants\u202f: {left_out(ecartes)}." if ecartes and tues else "",
            f"{left_out(ecartes)}." if ecartes and not tues else "",
            f"Sollicités\u202f: {tues[:1].lower()}{tues[1:]}" if tues else "",
            reserve(con, filters, view),
        ],
        clic=dimension if len(annees) == 1 else "annee",
    )


def par_type(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Participants out of those offered, by type of the teacher's school."""
    return _groupe(con, filters, view, "type", taille)


def par_secteur(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Participants out of those offered, public and private."""
    return _groupe(con, filters, view, "secteur", taille)


VISUALS = (par_module, par_mois, par_operateur, par_modalite, par_type, par_secteur)
