"""Means: hours declared and how many of them outside face-to-face, seats offered and taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.queries.masking import DENOMINATEUR_MINIMUM, rate
from tne.typographie import accord, compte, decimal, entier, enumeration, pourcent, pourcents, taux
from tne.visuals.emboitees import emboitees, prolonger
from tne.visuals.fabrique import LIMITE, annees_de, cellules, jours, pour_tous, visuel
from tne.visuals.formations_cadre import (
    FAMILLE,
    annee_du_titre,
    barres_par_annee,
    dire,
    en_plus,
    formats_de,
    reel,
    sans_donnees,
)
from tne.visuals.visual import MASQUE, Visual

JEUX_SESSIONS = ("session", "inscription")
MANQUE = "Importez le plan et les sessions de Sofia-FMO pour voir ce graphique."
SANS_INSCRITS = (
    "Importez les inscriptions et présences de Sofia-FMO : le plan seul ne dit pas qui occupe les places."
)
SANS_PLACES = "Le plan des sessions n'offre aucune place pour ce choix : vérifiez sa colonne du nombre maximal d'inscrits."
PAR_MODULE = "Présents sur places offertes, par module"
INSCRITS_PAR_MODULE = "Présents, inscrits et places offertes, par module"


def titre_heures(hors: float, heures: float) -> str:
    """All, none or a share of the declared hours."""
    if not heures:
        return "Aucune heure déclarée pour ce choix"
    if hors == heures:
        return "Toutes les heures déclarées sont hors face-à-face"
    if not hors:
        return "Aucune heure déclarée n'est hors face-à-face"
    return f"{pourcent(taux(hors, heures))} des heures déclarées sont hors face-à-face"


def heures(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Declared hours by operator, outside face-to-face and not; sessions without declaration are counted and said."""
    read = ("annee", "operateur", "heures", "heures_hors_face_a_face")
    frame = questions.sessions(con, filters, view, [], read)
    jeux = ("session", "session_complement")
    if frame.empty:
        return sans_donnees(con, filters, view, "heures", "Heures de formation", MANQUE, jeux)
    annees = annees_de(frame)
    complete = frame["heures"].notna() & frame["heures_hors_face_a_face"].notna()
    connues = frame[complete]
    par = connues.groupby([connues["operateur"].fillna("Opérateur non déclaré"), "annee"], sort=True)
    rows = par[["heures", "heures_hors_face_a_face"]].sum().reset_index(names=["valeur", "annee"])
    rows["n"] = rows["heures"]
    rows["mots"] = [
        f"{decimal(h, 0)} h · {pourcent(taux(x, h))} hors" if h else f"{decimal(h, 0)} h"
        for h, x in zip(rows["heures"], rows["heures_hors_face_a_face"], strict=True)
    ]
    une = connues[connues["annee"] == annees[-1]]
    titre = titre_heures(float(une["heures_hors_face_a_face"].sum()), float(une["heures"].sum()))
    table = pd.DataFrame(
        {
            "Année": rows["annee"],
            "Opérateur": rows["valeur"],
            "Heures déclarées": rows["heures"],
            "Dont hors face-à-face": rows["heures_hors_face_a_face"],
        }
    )
    formats = {
        "Année": "texte",
        "Opérateur": "texte",
        "Heures déclarées": "decimal",
        "Dont hors face-à-face": "decimal",
    }
    sans = {a: n for a in annees if (n := int(((frame["annee"] == a) & ~complete).sum()))}
    manquantes = enumeration(f"{compte(n, 'session')} sans déclaration en {a}" for a, n in sans.items())
    dites = (
        f"{manquantes} : {accord(sum(sans.values()), 'ses', 'leurs')} heures ne sont pas comptées."
        if sans
        else "Toutes les sessions sont déclarées."
    )
    figure = barres_par_annee(rows, taille=taille) if len(rows) else None
    return visuel(
        con,
        filters,
        f"{FAMILLE}.heures",
        titre=titre,
        sous_titre="Heures déclarées par opérateur, et part prise hors des heures de cours devant élèves."
        + annee_du_titre(annees),
        donnees=table,
        formats=formats,
        figure=figure,
        alternative=f"{titre}. {dire(rows)}. {dites}" if len(rows) else f"{titre}. {dites}",
        jeux=jeux,
        avertissements=[dites],
    )


def titre_places(
    places: float,
    presents: float,
    inscrits: float | None = None,
    toutes: float | None = None,
    partielles: int = 0,
) -> str:
    """How full the rooms are: nearly full, half empty, or nobody knows; and how many seats were taken, where that is known: of
    all sessions (`toutes`), also of those of which no presence is processed. `partielles`: sessions of which some are: who is not
    processed may have come, and what is occupied is so at least.
    """
    if not places:
        return "Places offertes : rien à montrer pour ce choix"
    au_moins = "au moins " if partielles else ""
    if places < DENOMINATEUR_MINIMUM:
        offertes = compte(places, "place offerte", "places offertes")
        return (
            f"Trop peu de places pour dire une part : {au_moins}{compte(presents, 'présent')} sur {offertes}"
        )
    p = 100 * presents / places
    if presents == places:
        return "Toutes les places offertes sont occupées"
    if presents > places:
        return f"Toutes les places offertes sont occupées, et plus ({pourcent(p)})"
    if p >= 90:
        return f"Presque toutes les places sont occupées ({au_moins}{pourcents(p, 100)[0]})"
    prises = None if inscrits is None else 100 * inscrits / (toutes or places)
    if prises is not None and prises - p >= 10:
        return f"{pourcent(prises)} des places offertes sont prises, {au_moins}{pourcent(p)} occupées le jour venu"
    if p >= 50 or partielles:
        return f"{au_moins.capitalize()}{pourcent(p)} des places offertes sont occupées le jour venu"
    if not presents:
        return "Toutes les places offertes restent vides"
    return f"Plus de la moitié des places offertes restent vides ({pourcents(100 - p, 50)[0]})"


def titre_avant(places: float, inscrits: float) -> str:
    """Of seats of which nobody has been said to be present yet."""
    offertes = compte(places, "place offerte", "places offertes")
    return f"{compte(inscrits, 'inscrit')} pour {offertes} ; aucune présence n'est encore traitée"


def places(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Seats offered, registered, attended: by module on the figure, by session in the table (by module for readers).

    Not narrowed by a choice of establishments: seats belong to a whole session, a part of its registrations does not fill
    them. Of a session without any presence processed nobody knows who came: its seats are neither taken nor empty.
    """
    if filters.par_etablissement and not len(questions.sessions(con, filters, view, [], ())):
        return sans_donnees(con, filters, view, "places", "Places offertes", MANQUE, JEUX_SESSIONS)
    return _places(con, filters, view, taille)


@pour_tous
def _places(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Readers see who attended, not who registered: with the absences shown elsewhere, both would give what is left."""
    lecture = view != "coordination"
    counts = [] if lecture else ["inscriptions", "presences", "non_traitees"]
    toutes = questions.sessions(
        con, filters, view, counts, ("annee", "module", "debut", "places", "traitee", "a_terminer")
    )
    dites = toutes[toutes["places"].notna()]
    # Of a module without any seat no share can be told.
    offertes = dites.groupby(["module", "annee"], dropna=False)["places"].transform("sum")
    frame = dites[offertes > 0].reset_index(drop=True)
    if frame.empty:
        manque = MANQUE if dites.empty else SANS_PLACES
        return sans_donnees(con, filters, view, "places", "Places offertes", manque, JEUX_SESSIONS)
    # Masked as beside the absences: two tables of the same presences must not mask different modules.
    asked = ["presences", "absences"] if lecture else counts
    traitees = frame[frame["traitee"]]
    rows = _remplissage(traitees, questions.breakdown(con, filters, view, "module", asked))
    if rows.empty and not (counts and frame["inscriptions"].sum()):
        # The plan alone: « Inscrits : 0 » on each of its sessions would be a figure.
        return sans_donnees(con, filters, view, "places", "Places offertes", SANS_INSCRITS, JEUX_SESSIONS)
    annee = annees_de(frame)[-1]
    une = rows[(rows["annee"] == annee) & rows["presences"].notna()]
    tout = frame[frame["annee"] == annee]
    inscrits = None if lecture else float(tout["inscriptions"].sum())
    # Readers are told all of them together, as beside the absences: where every session and module counts.
    entiere = len(frame) == len(toutes) and len(une) == tout["module"].nunique()
    if lecture and entiere:
        inscrits = _inscrits_de_tous(con, filters, annee)
    offerts, presents = float(une["places"].sum()), float(une["presences"].sum())
    en_partie = tout[tout["a_terminer"] & tout["module"].isin(une["valeur"])]
    titre = titre_places(offerts, presents, inscrits, float(tout["places"].sum()), len(en_partie))
    if rows.empty:
        titre = titre_avant(float(frame["places"].sum()), float(frame["inscriptions"].sum()))
    noms = {"inscriptions": "Inscrits", "presences": "Présents"}
    if lecture:
        cells: dict[str, list[Any] | pd.Series[Any]] = {
            "Année": rows["annee"].tolist(),
            "Module": rows["module"].tolist(),
            "Places": rows["places"].tolist(),
            "Présents": cellules(rows, "presences"),
        }
    else:
        cells = {
            "Module": frame["module"],
            "Date": jours(frame["debut"]),
            "Places": frame["places"],
        }
        cells |= {noms[c]: cellules(frame, c) for c in noms}
        # None came, or nobody said who did.
        cells["Présents"] = [
            n if t else None for n, t in zip(cells["Présents"], frame["traitee"], strict=True)
        ]
    table = pd.DataFrame(cells)
    return visuel(
        con,
        filters,
        f"{FAMILLE}.places",
        titre=titre,
        sous_titre=sous_titre_places(rows["module"].nunique(), lecture, annees_de(frame)),
        donnees=table,
        formats=formats_de(table) | ({} if lecture else {"Date": "date"}),
        figure=_figure_places(rows, lecture, taille) if len(rows) else None,
        alternative=f"{titre}. {dire(rows if lecture else rows.assign(mots=_en_toutes_lettres(rows)))}.",
        jeux=JEUX_SESSIONS,
        avertissements=[
            _non_traitees(len(frame) - len(traitees)),
            _en_partie(
                len(en_partie), offerts, presents, None if lecture else int(en_partie["non_traitees"].sum())
            ),
        ]
        if len(rows)
        else (),
        view=view,
    )


def _non_traitees(sessions: int) -> str:
    if not sessions:
        return ""
    places = accord(sessions, "ses places ne sont comptées", "leurs places ne sont comptées")
    return f"{compte(sessions, 'session')} sans présence traitée : {places} ni comme occupées ni comme vides."


def _en_partie(sessions: int, places: float, presents: float, reste: int | None) -> str:
    """`reste`: the registrations of these sessions that are not processed, for who may know how many."""
    if not sessions:
        return ""
    dites = (
        f"{compte(sessions, 'session')} à terminer : qui n'est pas encore dit présent ou absent a pu venir."
    )
    if reste is None or places < DENOMINATEUR_MINIMUM:
        return dites
    most = min(presents + reste, places)
    return (
        f"{dites} Avec {accord(reste, 'cette inscription', f'ces {entier(reste)} inscriptions')}, {entier(most)} places sur "
        f"{entier(places)} au plus ({pourcent(100 * most / places)})."
    )


def _inscrits_de_tous(con: duckdb.DuckDBPyConnection, filters: Filters, annee: str) -> float | None:
    """Those registered in the year, where a reader may know how many of them were never processed."""
    frame = questions.registrations(con, filters.for_year(annee), "lecture")
    if frame.empty:
        return None
    ((n, d),) = frame[["non_traitees", "inscriptions"]].itertuples(index=False)
    return None if rate(n, d, "lecture").masque else float(d)


def _en_toutes_lettres(rows: pd.DataFrame) -> list[str]:
    return [
        f"{compte(p, 'présent')}, {compte(i, 'inscrit')}, {compte(o, 'place')}"
        for p, i, o in zip(rows["presences"], rows["inscriptions"], rows["places"], strict=True)
    ]


def _figure_places(rows: pd.DataFrame, lecture: bool, taille: float) -> dict[str, Any]:
    """Seats attended, for coordinators in the seats taken; one year over the track of the seats offered."""
    plusieurs = rows["annee"].nunique() > 1
    if lecture:
        pleines = max(reel(n) or 0 for n in rows["n"]) <= 100
        return barres_par_annee(rows, maximum=100 if pleines else None, taille=taille)
    prises = [taux(i, o) or 0.0 for i, o in zip(rows["inscriptions"], rows["places"], strict=True)]
    if plusieurs:
        dehors = dict(zip(zip(rows["annee"], rows["valeur"], strict=True), prises, strict=True))
        return prolonger(barres_par_annee(rows, taille=taille), dehors, famille="formations")
    une = rows.assign(prises=prises).sort_values("n", ascending=False, kind="stable").head(LIMITE)
    return emboitees(
        une["valeur"].tolist(),
        [(n, f"{pourcent(n)} · {entier(p)}") for n, p in zip(une["n"], une["presences"], strict=True)],
        [
            (t, f"{entier(i)} sur {entier(o)}")
            for t, i, o in zip(une["prises"], une["inscriptions"], une["places"], strict=True)
        ],
        ("présents", "inscrits", "places offertes"),
        famille="formations",
        taille=taille,
    )


def sous_titre_places(modules: int, lecture: bool, annees: Sequence[str]) -> str:
    """What the bars are, and what only the table holds: the other modules, each session for coordinators."""
    autres = en_plus(modules, "module").strip().removesuffix(" dans les données.")
    plus = enumeration([x for x in (autres, "" if lecture else "le détail par session") if x])
    quoi = PAR_MODULE if lecture else INSCRITS_PAR_MODULE
    contour = " Le contour clair : les inscrits." if not lecture and len(annees) > 1 else ""
    return f"{quoi}{f' ; dans les données, {plus}' if plus else ''}.{contour}{annee_du_titre(annees)}"


def _remplissage(sessions: pd.DataFrame, presents: pd.DataFrame) -> pd.DataFrame:
    """Seats beside presences, per module and year, and who registered for these sessions where they say it. `sessions`: those
    that are processed; a module to which nobody came stays, all its seats are empty.
    """
    sommes = [c for c in ("places", "inscriptions") if c in sessions]
    offertes = sessions.groupby(["module", "annee"], sort=True)[sommes].sum().reset_index()
    autres = presents.drop(columns=[c for c in sommes if c in presents])
    rows = offertes.merge(autres, left_on=["module", "annee"], right_on=["valeur", "annee"])
    rows = rows[rows["presences_masque"] | rows["presences"].notna()].reset_index(drop=True)
    rows["n"] = [taux(p, o) for p, o in zip(rows["presences"], rows["places"], strict=True)]
    rows["mots"] = [
        MASQUE if m else f"{pourcent(n)} · {entier(p)} sur {entier(o)}"
        for n, p, o, m in zip(
            rows["n"], rows["presences"], rows["places"], rows["presences_masque"], strict=True
        )
    ]
    return rows


VISUALS = (heures, places)
