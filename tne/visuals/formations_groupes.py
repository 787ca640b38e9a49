"""Uptake of groups of teachers: by secteur and type of the school they belong to, out of those who were offered it."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.queries.masking import DENOMINATEUR_MINIMUM, Taux, left_out, rate
from tne.typographie import alignees, compte, entier, proportion, proportions
from tne.visuals.bars import lire
from tne.visuals.fabrique import cellules, visuel
from tne.visuals.formations_cadre import (
    FAMILLE,
    annee_du_titre,
    barres_par_annee,
    dire,
    formats_de,
    non_traitees,
    reserve,
    sans_donnees,
)
from tne.visuals.formations_participation import JEUX, MANQUE
from tne.visuals.significatif import differents
from tne.visuals.visual import MASQUE, Visual

SANS_ANNUAIRE = (
    "Importez l'annuaire des établissements : sans lui, ni le secteur ni le type d'aucun n'est connu."
)


def titre_groupes(groupes: list[tuple[str, int, int]], sujet: str) -> str:
    """Do groups of teachers take part alike? `groupes` are (name, participants, offers)."""
    if len(groupes) == 1:
        nom, n, d = groupes[0]
        if d < DENOMINATEUR_MINIMUM:
            return f"Un seul {sujet}, {nom.lower()}, et trop peu d'enseignants pour dire une part"
        return f"Un seul {sujet} : {nom.lower()}, {proportion(n, d)} de participants"
    ecart = differents([(n, d) for _, n, d in groupes])
    if ecart is None:
        return f"Trop peu de données pour comparer selon le {sujet}"
    groupes = [g for g in groupes if g[2] >= DENOMINATEUR_MINIMUM]  # at least the two that were compared
    if not ecart:
        parts = sorted(((n, d) for _, n, d in groupes), key=lambda p: p[0] / p[1])
        bas, haut = alignees([parts[0], parts[-1]])
        dit = f"de {bas} à {haut} de participants" if bas != haut else f"{bas} de participants partout"
        return f"Pas d'écart net selon le {sujet} : {dit}"
    tries = sorted(groupes, key=lambda g: -g[1] / g[2])
    (plus, n1, d1), (moins, n2, d2) = tries[0], tries[-1]
    haut, bas = proportions((n1, d1), (n2, d2))
    return f"{plus} : {haut} de participants, contre {bas} ({moins.lower()})"


def titre_effectifs(groupes: list[tuple[str, int]], sujet: str) -> str:
    """Where no share may be told: the participants of each group that is shown, the largest first."""
    if not groupes:
        return f"Participants selon le {sujet}"
    (nom, n), *suite = sorted(groupes, key=lambda g: -g[1])
    return " ; ".join(
        [f"{nom} : {compte(n, 'participant')}", *(f"{a.lower()} : {entier(k)}" for a, k in suite)]
    )


def _groupes(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str
) -> dict[str, list[Any]]:
    """Participants beside offers, per group and year; what a reader may not see is missing, what is not there is 0."""
    counts = {
        "participants": questions.breakdown(con, filters, view, dimension, ["participants"]),
        "offres": questions.offers_by(con, filters, view, dimension),
    }
    cells: dict[tuple[str, str], dict[str, tuple[int | None, bool]]] = {}
    for c, frame in counts.items():
        noms = ("valeur", "annee", c, f"{c}_masque")
        for valeur, annee, n, masque in zip(*lire(frame, noms).values(), strict=True):
            cells.setdefault((valeur, annee), {})[c] = (None if masque else int(n), masque)
    colonnes: dict[str, list[Any]] = {"valeur": [], "annee": []}
    colonnes |= {f"{c}{suffixe}": [] for c in counts for suffixe in ("", "_masque")}
    attente = non_traitees(con, {annee for _, annee in cells})
    tues = {
        "participants": questions.years_hidden(con, filters, view, "inscriptions"),
        "offres": questions.years_hidden(con, filters, view, "offres", par_groupe=True),
    }
    for (valeur, annee), found in sorted(cells.items()):
        if annee in attente:  # who took part is not known: no share of 0 %
            continue
        parts = {c: found.get(c, (None, True) if annee in tues[c] else (0, False)) for c in counts}
        if all(n == 0 for n, _ in parts.values()):
            continue
        colonnes["valeur"].append(valeur)
        colonnes["annee"].append(annee)
        for c, (n, masque) in parts.items():
            colonnes[c].append(n)
            colonnes[f"{c}_masque"].append(masque)
    return colonnes


def _taux(n: Any, d: Any, view: View) -> Taux:
    """The rate of a group; nothing where more took part than were offered: they are not the same persons."""
    if n is not None and d is not None and n > d:
        return Taux(None)
    return rate(n, d, view)


def _laisses(ecartes: int, choix: str, annees: int) -> str:
    """What the participants leave out, once: in one year what the choice does, the masked ones among it; of several, those that
    are left out of each, of which the choice of the last year says another number.
    """
    return f"{left_out(ecartes)}." if ecartes and (annees > 1 or not choix) else choix


def _suite(phrase: str) -> str:
    return f"{phrase[:1].lower()}{phrase[1:]}"


def _groupe(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, taille: float
) -> Visual:
    sujet = "type d'établissement" if dimension == "type" else "secteur"
    code, jeux = f"participants_{dimension}", (*JEUX, "etablissement")
    lus = _groupes(con, filters, view, dimension)
    if not set(lus["valeur"]) - {questions.INCONNU}:
        # Without any line every year may wait for its presences, which `sans_donnees` says.
        manque = SANS_ANNUAIRE if lus["valeur"] else MANQUE
        return sans_donnees(con, filters, view, code, f"Participation par {sujet}", manque, jeux)
    ecartes = questions.schools_left_out(con, filters, view)
    couples = list(zip(lus["participants"], lus["offres"], strict=True))
    tues = reserve(con, filters, view, "offres", par_groupe=True)
    laisses = _laisses(ecartes, reserve(con, filters, view), len(set(lus["annee"])))
    # Participants without the masked schools are no share of the offers of all of them, nor the other way round.
    rates = [Taux(None) if ecartes or tues else _taux(n, d, view) for n, d in couples]
    rapporte = any(r.valeur is not None for r in rates)
    lus["n"] = [r.valeur for r in rates] if rapporte else lus["participants"]
    masques = lus["participants_masque"]
    dites = alignees(
        (None, None) if m or r.valeur is None else c for c, r, m in zip(couples, rates, masques, strict=True)
    )
    lus["mots"] = [
        MASQUE
        if m or (r.valeur is None and r.masque)
        else entier(n)
        if r.valeur is None
        else f"{dite} · {entier(n)} sur {entier(d)}"
        for (n, d), r, m, dite in zip(couples, rates, masques, dites, strict=True)
    ]
    annees = sorted(set(lus["annee"]))
    groupes = [
        (str(nom), int(n), int(d))
        for nom, annee, (n, d), r in zip(lus["valeur"], lus["annee"], couples, rates, strict=True)
        if annee == annees[-1] and r.valeur is not None and nom != questions.INCONNU
    ]
    if rapporte:
        titre = titre_groupes(groupes, sujet)
    else:
        derniers = zip(lus["valeur"], lus["annee"], lus["participants"], strict=True)
        comptes = [
            (str(nom), int(n))
            for nom, annee, n in derniers
            if annee == annees[-1] and n and nom != questions.INCONNU
        ]
        titre = titre_effectifs(comptes, sujet)
    cells = {"Année": lus["annee"], sujet.capitalize(): lus["valeur"]}
    cells |= {"Participants": cellules(lus, "participants"), "Sollicités": cellules(lus, "offres")}
    if rapporte:
        cells["Part"] = [MASQUE if r.masque else r.valeur for r in rates]
    figure = barres_par_annee(lus, maximum=100 if rapporte else None, taille=taille)
    for trace in figure["data"] if len(annees) == 1 else []:
        noms = trace.get("customdata", [])  # a click narrows to a real group, never to « inconnu »
        trace["customdata"] = [None if nom == questions.INCONNU else nom for nom in noms]
    table, sous = pd.DataFrame(cells), "Enseignants qui ont suivi au moins un module, selon leur affectation."
    if rapporte:
        sous = (
            f"Part des enseignants sollicités qui ont suivi un module, selon le {sujet} de leur affectation."
        )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        sous_titre=sous + annee_du_titre(annees),
        donnees=table,
        formats=formats_de(table, Part="pourcent"),
        figure=figure,
        alternative=f"{titre}. {dire(lus)}.",
        jeux=jeux,
        avertissements=[
            f"Participants\u202f: {_suite(laisses)}" if laisses and tues else laisses,
            f"Sollicités\u202f: {_suite(tues)}" if tues else "",
        ],
        clic=dimension if len(annees) == 1 else "annee",
        view=view,
    )


def par_type(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Participants out of those offered, by type of the teacher's school."""
    return _groupe(con, filters, view, "type", taille)


def par_secteur(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Participants out of those offered, public and private."""
    return _groupe(con, filters, view, "secteur", taille)


VISUALS = (par_type, par_secteur)
