"""Coverage: collèges with and without a teacher present, modules per teacher; what is left to do."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.comparaison import en_cours
from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.queries.masking import DENOMINATEUR_MINIMUM, PETIT
from tne.typographie import accord, alignees, compte, entier, enumeration, proportion, taux
from tne.visuals.bars import barres
from tne.visuals.dots import carres
from tne.visuals.fabrique import absents, annees_de, cellules, situes, visuel
from tne.visuals.formations_cadre import (
    FAMILLE,
    annee_du_titre,
    barres_par_annee,
    dire,
    formats_de,
    reserve,
    sans_donnees,
)
from tne.visuals.formations_moyens import JEUX_SESSIONS, MANQUE
from tne.visuals.petits import REMARQUE, petit
from tne.visuals.visual import MASQUE, Visual

JEUX_COLLEGES = ("inscription", "etablissement")
AUCUN_COLLEGE = (
    "Ce chiffre porte sur les collèges ouverts, publics ou privés sous contrat : ce choix n'en a aucun."
)
MANQUE_COLLEGES = (
    "Importez l'annuaire des établissements et les inscriptions pour voir les collèges représentés."
)


PRESENCES, TERMINER = "Saisir les présences", "Terminer la saisie"
COMPLETER, DECLARER = "Compléter les inscriptions", "Déclarer les sessions"
OU_FAIRE = {
    **dict.fromkeys((PRESENCES, TERMINER, COMPLETER), "importer"),
    DECLARER: "saisir?jeu=session_complement",
}
"""What is to be done → the page of the dashboard where it is."""
RIEN_A_FAIRE = "Rien n'est en attente"


def titre_couverture(avec: int, total: int) -> str:
    """All, all but some, or few: how many collèges have a teacher who took part."""
    if not total:
        return "Collèges représentés : rien à montrer pour ce choix"
    sans = total - avec
    if total == 1 and sans:
        return "Le collège n'a encore aucun enseignant formé"
    if not sans:
        return (
            f"Les {entier(total)} collèges ont tous un enseignant formé"
            if total > 1
            else "Le collège a au moins un enseignant formé"
        )
    if not avec:
        return f"Aucun des {entier(total)} collèges n'a encore d'enseignant formé"
    return f"{compte(sans, 'collège')} sur {entier(total)} sans enseignant formé"


def _sans_college(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, code: str, sujet: str
) -> Visual:
    """Nothing imported, or a choice without any collège: which are represented is hidden from nobody."""
    importe = not absents(con, filters, JEUX_COLLEGES)
    choix = AUCUN_COLLEGE if filters.par_etablissement and importe else ""
    return sans_donnees(con, filters, view, code, sujet, MANQUE_COLLEGES, JEUX_COLLEGES, choix=choix)


def colleges(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """One square per collège of reference, full where a teacher was present; over several years, the share each year."""
    frame = questions.coverage(con, filters, view)
    if frame.empty:
        return _sans_college(con, filters, view, "colleges", "Collèges représentés")
    annees = annees_de(frame)
    derniere = frame[frame["annee"] == annees[-1]].reset_index(drop=True)
    avec, total = int(derniere["represente"].sum()), len(derniere)
    titre = titre_couverture(avec, total)
    if len(annees) == 1:
        derniere["libelle"] = situes(derniere["nom"], derniere["commune"])
        figure = carres(
            derniere,
            "libelle",
            "represente",
            famille=FAMILLE,
            mots_oui="avec un enseignant formé",
            mots_non="sans",
            cle="uai",
            taille=taille,
        )
        sous = "Un carré : un collège ouvert, public ou privé sous contrat. Vide : aucun participant."
    else:
        par_an = frame.groupby("annee", sort=True)["represente"].agg(["sum", "count"]).reset_index()
        par_an["valeur"] = par_an["annee"]
        par_an["n"] = [taux(a, b) for a, b in zip(par_an["sum"], par_an["count"], strict=True)]
        par_an["mots"] = [
            f"{entier(a)} sur {entier(b)}" for a, b in zip(par_an["sum"], par_an["count"], strict=True)
        ]
        figure = barres(
            par_an,
            "valeur",
            "n",
            famille=FAMILLE,
            total=100,
            textes="mots",
            accent=[annees[-1]],
            tri=False,
            taille=taille,
        )
        titre = f"{titre} en {annees[-1]}"
        sous = (
            "Collèges ouverts, publics ou privés sous contrat, dont au moins un enseignant a suivi un module."
        )
    table = pd.DataFrame(
        {
            "Année": frame["annee"],
            "Collège": frame["nom"],
            "Commune": frame["commune"],
            "Secteur": frame["secteur"],
            "UAI": frame["uai"],
            "Enseignant présent": ["oui" if r else "non" for r in frame["represente"]],
        }
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.colleges",
        titre=titre,
        sous_titre=sous,
        donnees=table,
        formats=formats_de(table),
        figure=figure,
        alternative=f"{titre}. {compte(avec, 'collège')} sur {entier(total)} {accord(avec, 'a', 'ont')} au moins un enseignant présent "
        f"en {annees[-1]}.",
        jeux=JEUX_COLLEGES,
        clic="etablissement" if len(annees) == 1 else "annee",
    )


def colleges_sans(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The list of collèges of reference without a teacher present, in the last year of the filter."""
    frame = questions.coverage(con, filters, view)
    if frame.empty:
        return _sans_college(con, filters, view, "colleges_sans", "Collèges sans participant")
    annee = annees_de(frame)[-1]
    sans = frame[(frame["annee"] == annee) & ~frame["represente"]]
    table = pd.DataFrame(
        {"Collège": sans["nom"], "Commune": sans["commune"], "UAI": sans["uai"]}
    ).reset_index(drop=True)
    titre = (
        ("À qui proposer une place" if en_cours(annee) else "À qui proposer une place l'an prochain")
        if len(sans)
        else "Aucun collège n'est resté sans participant"
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.colleges_sans",
        titre=titre,
        sous_titre=f"Collèges sans participant en {annee}.",
        donnees=table,
        formats=formats_de(table),
        alternative=f"{titre} : {enumeration(situes(sans['nom'], sans['commune']))}."
        if len(sans)
        else f"Chaque collège de ce choix a au moins un enseignant présent en {annee}.",
        jeux=JEUX_COLLEGES,
    )


def titre_parcours(un: int, plusieurs: int | None) -> str:
    """Do teachers come back for another module? None: how many did is masked."""
    if plusieurs is None:
        return "Modules suivis par enseignant : effectifs trop petits pour comparer"
    total = un + plusieurs
    if not total:
        return "Modules suivis par enseignant : rien à montrer pour ce choix"
    if total < DENOMINATEUR_MINIMUM:
        return f"Trop peu de participants pour dire s'ils suivent plusieurs modules : {entier(total)}"
    if not plusieurs:
        return "Aucun participant n'a suivi plus d'un module"
    p = 100 * plusieurs / total
    if p > 50:
        return (
            f"Plus de la moitié des participants suivent plusieurs modules ({proportion(plusieurs, total)})"
        )
    if p >= 25:
        return f"{proportion(plusieurs, total)} des participants suivent plusieurs modules"
    return f"Peu de participants suivent plus d'un module ({proportion(plusieurs, total)})"


def modules_par_enseignant(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """How many teachers followed one module, two, three…"""
    frame = questions.modules_per_teacher(con, filters, view)
    code, sujet = "modules_par_enseignant", "Modules suivis par enseignant"
    if frame.empty:
        manque = "Importez les inscriptions et présences de Sofia-FMO pour voir ce graphique."
        return sans_donnees(con, filters, view, code, sujet, manque, ("inscription",))
    frame["valeur"] = [compte(n, "module") for n in frame["modules"]]
    totaux = frame.groupby("annee")["enseignants"].sum()
    frame["n"] = frame["enseignants"].astype("Float64")
    masques = frame["enseignants_masque"].tolist()
    frame["mots"] = [MASQUE if m else entier(n) for n, m in zip(frame["enseignants"], masques, strict=True)]
    if not any(masques):
        parts = alignees(zip(frame["enseignants"], frame["annee"].map(totaux), strict=True))
        frame["mots"] += [f" · {dite}" for dite in parts]
    annees = annees_de(frame)
    une = frame[frame["annee"] == annees[-1]]
    un = int(une.loc[une["modules"] == 1, "enseignants"].fillna(0).sum())
    connu = not une["enseignants_masque"].any()
    titre = titre_parcours(un, int(une["enseignants"].sum()) - un if connu else None)
    cells = {
        "Année": frame["annee"].tolist(),
        "Modules suivis": frame["modules"].tolist(),
        "Enseignants": cellules(frame, "enseignants"),
    }
    if not frame["enseignants_masque"].any():
        cells["Part"] = [
            taux(n, totaux[a]) for n, a in zip(frame["enseignants"], frame["annee"], strict=True)
        ]
    table = pd.DataFrame(cells)
    return visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        sous_titre="Enseignants présents à au moins une session, selon le nombre de modules distincts."
        + annee_du_titre(annees),
        donnees=table,
        formats=formats_de(table, Part="pourcent"),
        figure=barres_par_annee(frame, tri=False, absent=entier(0), taille=taille),
        alternative=f"{titre}. {dire(frame)}.",
        jeux=("inscription",),
        avertissements=[reserve(con, filters, view)],
        view=view,
    )


def titre_a_faire(
    sessions: int, partielles: int, inscriptions: int, sans_declaration: int, au_moins: bool = False
) -> str:
    """What waits, the most pressing first: sessions to process, wholly or in part, rows to mend (`au_moins`: maybe more), sessions
    to declare; or nothing.
    """
    if sessions:
        return f"{compte(sessions, 'session passée', 'sessions passées')} sans présence traitée"
    if partielles:
        return f"{compte(partielles, 'session passée', 'sessions passées')} à terminer : des présences n'y sont pas traitées"
    if inscriptions:
        return f"{'Au moins ' if au_moins else ''}{compte(inscriptions, 'inscription')} à compléter"
    if sans_declaration:
        return f"{compte(sans_declaration, 'session')} à déclarer : ni opérateur ni heures"
    return RIEN_A_FAIRE


def a_faire(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """What is left to do: past sessions whose attendance is not processed, wholly or in part, and rows to mend."""
    frame = questions.sessions(con, filters, view, [], ("declaree",))
    exact = questions.unprocessed(con, filters, view)
    check = questions.to_check(con, filters, view)
    if frame.empty and check.empty:
        return sans_donnees(con, filters, view, "a_faire", "À faire", MANQUE, JEUX_SESSIONS)
    entieres = exact[exact["entiere"]]
    lignes: list[tuple[str, str, Any]] = [
        (PRESENCES, f"{m}, session du {pd.Timestamp(d):%d/%m/%Y}", "aucune présence traitée")
        for m, d in zip(entieres["module"], entieres["debut"], strict=True)
    ]
    partielles = len(exact) - len(entieres)
    if partielles:
        lignes.append(
            (
                TERMINER,
                compte(partielles, "autre session passée", "autres sessions passées")
                if len(entieres)
                else compte(partielles, "session passée", "sessions passées"),
                "quelques présences non traitées",
            )
        )
    petites, combien = set[tuple[str, str, Any]](), dict[str, int]()
    for c, quoi in (
        ("sans_etablissement", "sans établissement"),
        ("etablissement_inconnu", "dans un établissement absent de l\u2019annuaire"),
        ("hors_plan", "à une session absente du plan"),
    ):
        n = int(check[c].fillna(0).sum()) if len(check) else 0
        combien[c] = n
        if n:
            lignes.append((COMPLETER, f"{compte(n, 'inscription')} {quoi}", _suite(c, n)))
            petites |= {lignes[-1]} if view == "coordination" and petit(n) else set()
    sans = int((~frame["declaree"]).sum()) if len(frame) else 0
    if sans:
        lignes.append((DECLARER, compte(sans, "session"), "ni opérateur ni heures déclarés"))
    table = pd.DataFrame(lignes, columns=["À faire", "Quoi", "Pourquoi"])
    if petites:
        table[REMARQUE] = [PETIT if ligne in petites else "" for ligne in lignes]
    # One of an unknown school may be of a session out of the plan too.
    ecoles, plan = combien["sans_etablissement"] + combien["etablissement_inconnu"], combien["hors_plan"]
    titre = titre_a_faire(len(entieres), partielles, max(ecoles, plan), sans, bool(ecoles and plan))
    return visuel(
        con,
        filters,
        f"{FAMILLE}.a_faire",
        titre=titre,
        sous_titre="Ce qui manque pour que les chiffres soient complets." if lignes else "",
        donnees=table,
        formats=formats_de(table),
        alternative=f"{titre}. Ce qui reste à faire est dans le tableau."
        if lignes
        else "Les sessions passées sont traitées et déclarées, chaque inscription a son établissement.",
        jeux=(*JEUX_SESSIONS, "session_complement"),
    )


def _suite(colonne_nom: str, n: int) -> str:
    return {
        "sans_etablissement": f"{accord(n, 'comptée')} dans l\u2019ensemble, dans aucun collège",
        "etablissement_inconnu": "l\u2019annuaire est à compléter",
        "hors_plan": "le plan est à importer",
    }[colonne_nom]


VISUALS = (colleges, colleges_sans, modules_par_enseignant, a_faire)
