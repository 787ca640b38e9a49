"""Absence against the delay between registration and session: does one go with the other, as a published bilan may say?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.typographie import accord, compte, decimal, enumeration, typographier
from tne.visuals.bubbles import Tranche, nuage
from tne.visuals.fabrique import jours, visuel
from tne.visuals.formations_absence import TRAITES_MINIMUM
from tne.visuals.formations_cadre import FAMILLE, reserve, sans_donnees, taux_mots
from tne.visuals.formations_delai_ronds import RONDS_MAX, bornes, ronds, taux, tranches
from tne.visuals.groupees import groupees
from tne.visuals.significatif import Lien, lien
from tne.visuals.visual import MASQUE, PERSONNES, Visual

JEUX = ("inscription", "session")
MANQUE = "Importez les inscriptions et présences de Sofia-FMO, avec la date d'inscription, et le plan des sessions."

ROND = "Un rond : une session, plus grand si elle compte plus d'inscrits."
ROND_LECTURE = (
    "Un rond : au moins trois sessions de délais voisins, réunies pour qu'aucune ne se lise seule, plus grand si "
    "elles comptent plus d'inscrits."
)
ROND_GROUPE = (
    "Un rond : les sessions de délai et de taux voisins, plus grand si elles comptent plus d'inscrits."
)

RIEN_A_MONTRER = "Aucune tranche de délais n'a assez de sessions, d'absents et de présents pour être montrée."


def titre_delai(trouve: Lien, vus: Sequence[float] = ()) -> str:
    """The finding for one year: the published explanation holds, is contradicted, is not seen, or cannot be judged. `vus`: the
    rates of the buckets that are drawn, from the shortest delays to the longest.
    """
    plus = {"hausse": "plus", "baisse": "moins"}.get(trouve.sens)
    if plus is None:
        return {
            "aucun": "Le délai n'explique pas les absences",
            "insuffisant": "Trop peu de sessions pour dire si le délai explique les absences",
        }[trouve.sens]
    # The sessions say so as a whole: of buckets at 27, 25 and 31 % nobody would.
    if list(vus) != sorted(vus, reverse=plus == "moins"):
        return f"Un long délai va de pair avec {plus} d'absences"
    return f"Plus le délai est long, {plus} on est absent"


def verdict(trouve: Lien, publie: bool) -> str:
    """Whether a long delay goes with absence, in one sentence; `publie`: a published bilan of the territory explains it so."""
    if trouve.correlation is None:
        combien = f"{compte(trouve.points, 'session')} à délais distincts ne permettent pas d'en juger"
        peu = "trop peu de sessions à délais distincts pour en juger"
        dit = f"{combien if trouve.points > 1 else peu}."
        if publie:
            return f"Le bilan publié explique les absences par un long délai : {dit}"
        return f"{dit[:1].upper()}{dit[1:]}"
    if not publie:
        return {
            "hausse": "Un long délai va avec plus d'absences dans ces données.",
            "baisse": "Un long délai va avec moins d'absences dans ces données.",
            "aucun": "Aucun lien avec le délai ne se voit dans ces données.",
        }[trouve.sens]
    dits = {
        "hausse": "L'explication du bilan publié, un long délai avant la session, tient dans ces données",
        "baisse": "L'explication du bilan publié, un long délai avant la session, est contredite par ces données",
        "aucun": "L'explication du bilan publié, un long délai avant la session, ne se voit pas dans ces données",
    }
    return f"{dits[trouve.sens]}."


def mesure(trouve: Lien) -> str:
    """The criterion of the verdict and its uncertainty, for the note under the figure; "" where there is none."""
    if trouve.correlation is None:
        return ""
    plus_fort = decimal(-1 if trouve.correlation < 0 else 1, 0)
    return (
        f" Corrélation de {decimal(trouve.correlation, 2)} sur {compte(trouve.points, 'session')}, de 0 (aucun lien) à "
        f"{plus_fort} (le plus fort) ; entre {decimal(trouve.bas, 2)} et {decimal(trouve.haut, 2)} compte tenu du hasard, à 95 %."
    )


def titre_annees(trouves: dict[str, Lien]) -> str:
    """The finding over several years: where the explanation holds, and where it does not."""
    oui = [a for a, t in trouves.items() if t.sens == "hausse"]
    non = [a for a, t in trouves.items() if t.sens in ("baisse", "aucun")]
    if not oui and not non:
        return "Trop peu de sessions pour dire si le délai explique les absences"
    if not non:
        return f"Le délai va de pair avec les absences en {enumeration(oui)}"
    if not oui:
        return f"Le délai n'explique pas les absences en {enumeration(non, 'ni en')}"
    return f"Le délai va de pair avec les absences en {enumeration(oui)}, pas en {enumeration(non, 'ni en')}"


def reserve_calendrier(points: pd.DataFrame, vu: Lien) -> str:
    """A link is no cause: says when the long delays are also the late sessions, so that both explain as well.

    Nothing to say where no link was seen.
    """
    if vu.sens not in ("hausse", "baisse"):
        return ""
    dates = points.dropna(subset=["debut"])
    rangs = dates["debut"].to_numpy().astype("datetime64[D]").astype(float)
    trouve = lien(dates["semaines"].to_numpy(dtype=float), rangs)
    if trouve.sens == "hausse" and (trouve.correlation or 0) > 0.7:
        return " Un lien n'est pas une cause : les sessions au long délai sont aussi celles de la fin de l'année."
    return " Un lien n'est pas une cause."


def absence_delai(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """One bubble per session, its absence rate against its mean delay; over several years, rates by bucket and year."""
    par_annee = questions.delays(con, filters, view, TRAITES_MINIMUM)
    if not par_annee:
        petites = _trop_petites(con, filters, view)
        rien = sans_donnees(
            con, filters, view, "absence_delai", "Absence et délai", MANQUE, JEUX, choix=petites, requis=2
        )
        return replace(rien, etat="calculé") if petites else rien
    annees = list(par_annee)
    edges = bornes(np.concatenate([une["semaines"].to_numpy() for une in par_annee.values()]))
    for une in par_annee.values():
        une["taux"] = 100 * une["absences"] / (une["absences"] + une["presences"])
    liens = {
        a: lien(une["semaines"].to_numpy(dtype=float), une["taux"].to_numpy(dtype=float))
        for a, une in par_annee.items()
    }
    seaux = {a: tranches(une, edges) for a, une in par_annee.items()}
    derniere = annees[-1]
    cachees = sum(t.sessions for t in seaux[derniere] if taux(t, view).masque)
    bref = ""
    if len(annees) == 1:
        drawn = [t.valeur for s in seaux[derniere] if (t := taux(s, view)).valeur is not None]
        titre = titre_delai(liens[derniere], drawn)
        figure, table, formats = _une_annee(par_annee[derniere], seaux[derniere], view, taille)
        sous = (
            f"Part d'absents selon le délai entre l'inscription et la session. {verdict(liens[derniere], questions.delay_published(con))} "
            f"{_legende(len(par_annee[derniere]), view)} Un trait : le taux de la tranche."
        )
        bref = _bref(len(par_annee[derniere]), cachees, view)
    else:
        titre = titre_annees(liens)
        figure, table, formats = _annees(seaux, view, taille)
        sous = (
            "Part d'absents selon le délai moyen entre l'inscription et la session, en semaines. "
            + " ".join(
                f"{a} : corrélation de {decimal(t.correlation, 2)} sur {compte(t.points, 'session')}."
                for a, t in liens.items()
                if t.correlation is not None
            )
        )
    dites = [f"{_nom(t)} : {_mots(t, view)}" for t in seaux[derniere] if t.denominateur]
    fait = visuel(
        con,
        filters,
        f"{FAMILLE}.absence_delai",
        titre=titre,
        sous_titre=sous,
        donnees=table,
        formats=formats,
        figure=figure,
        alternative=f"{titre}. Taux d'absence en {derniere} selon le délai. {' ; '.join(dites)}.",
        jeux=JEUX,
        avertissements=[
            f"Sessions d'au moins {TRAITES_MINIMUM} présences traitées."
            f"{mesure(liens[derniere]) if len(annees) == 1 else ''}{reserve_calendrier(par_annee[derniere], liens[derniere])}",
            f"{_non_montrees(cachees)} : trop peu de sessions, d'absents ou de présents dans leur tranche."
            if cachees
            else "",
            reserve(con, filters, view),
        ],
        view=view,
    )
    juges = [t for t in liens.values() if t.sens != "insuffisant"]
    if len(annees) == 1 and _nu(figure):
        # Axes without a mark, and a table of « masqué »: the reason says more.
        fait = replace(
            fait, figure=None, donnees=table[:0], sous_titre="", alternative=typographier(RIEN_A_MONTRER)
        )
    return replace(fait, bref=typographier(bref), insuffisant=not juges)


def _nu(figure: dict[str, Any]) -> bool:
    """True where neither a bubble nor the rate of a bucket is drawn."""
    return not any(len(trace["x"]) for trace in figure["data"])


def _trop_petites(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> str:
    """Why sessions that have a delay and presences make no figure: each has too few; "" where there is none at all."""
    if not questions.delays(con, filters, view, 1):
        return ""
    lesquelles = " de ce choix" if filters.par_etablissement else ""
    dit = f"Aucune session{lesquelles} n'a {TRAITES_MINIMUM} présences traitées : le délai ne s'y juge pas."
    return f"{dit} {reserve(con, filters, view)}".rstrip()


def _non_montrees(sessions: int) -> str:
    return f"{compte(sessions, 'session')} {accord(sessions, 'non montrée', 'non montrées')}"


def _bref(sessions: int, cachees: int, view: View) -> str:
    """The same on the one line of a slide; where sessions are not shown, how many takes the place of what a line is."""
    if view != "coordination":
        rond = "au moins trois sessions"
    else:
        rond = "une session" if sessions <= RONDS_MAX else "des sessions voisines"
    suite = _non_montrees(cachees) if cachees else "un trait : le taux de la tranche"
    return f"Part d'absents selon le délai. Un rond : {rond} ; {suite}"


def _legende(sessions: int, view: View) -> str:
    """What a bubble is."""
    if view != "coordination":
        return ROND_LECTURE
    return ROND if sessions <= RONDS_MAX else ROND_GROUPE


def _nom(t: Tranche) -> str:
    if t.fin == float("inf"):
        return f"{compte(t.debut, 'semaine')} et plus" if t.debut else "Tous délais"
    return (
        f"Moins de {compte(t.fin, 'semaine')}"
        if not t.debut
        else f"De {decimal(t.debut, 0)} à {decimal(t.fin, 0)} semaines"
    )


def _mots(t: Tranche, view: View) -> str:
    shown = taux(t, view)
    return MASQUE if shown.masque else taux_mots(t.numerateur, t.denominateur)


def _une_annee(
    points: pd.DataFrame, seaux: list[Tranche], view: View, taille: float
) -> tuple[dict[str, Any], pd.DataFrame, dict[str, str]]:
    """The bubbles with their buckets, and the table: sessions for coordinators, buckets for readers."""
    vus = [t if not taux(t, view).masque else Tranche(t.debut, t.fin, 0, 0) for t in seaux]
    etendue = float(points["semaines"].max())
    figure = nuage(
        ronds(points, seaux, view),
        "semaines",
        "taux",
        "poids",
        "nom",
        vus,
        famille=FAMILLE,
        axe_x="Délai moyen avant la session, en semaines",
        mot_poids="présences traitées",
        pas_x=8 if etendue > 24 else 4 if etendue > 8 else 1,
        hauteur=round(400 * taille),
        taille=taille,
    )
    if view != "coordination":
        table = pd.DataFrame(
            {
                "Délai": [_nom(t) for t in seaux],
                "Absents": [MASQUE if taux(t, view).masque else t.numerateur for t in seaux],
                "Présences traitées": [MASQUE if taux(t, view).masque else t.denominateur for t in seaux],
            }
        )
        return figure, table, {"Délai": "texte", "Absents": PERSONNES, "Présences traitées": PERSONNES}
    table = pd.DataFrame(
        {
            "Module": points["module"],
            "Date": jours(points["debut"]),
            "Délai moyen en semaines": points["semaines"],
            "Absents": points["absences"],
            "Présences traitées": points["absences"] + points["presences"],
            "Taux d'absence": points["taux"],
        }
    )
    formats = {"Module": "texte", "Date": "date", "Délai moyen en semaines": "decimal", "Absents": PERSONNES}
    return figure, table, formats | {"Présences traitées": PERSONNES, "Taux d'absence": "pourcent"}


def _annees(
    seaux: dict[str, list[Tranche]], view: View, taille: float
) -> tuple[dict[str, Any], pd.DataFrame, dict[str, str]]:
    """Rates by bucket, one bar per year."""
    annees = list(seaux)
    noms = [_nom(t) for t in seaux[annees[0]]]
    large = pd.DataFrame({"valeur": noms})
    rows = []
    for annee, found in seaux.items():
        shown = [taux(t, view) for t in found]
        large[annee] = [MASQUE if r.masque else r.valeur for r in shown]
        large[f"{annee} mots"] = [_mots(t, view) for t in found]
        for t, r in zip(found, shown, strict=True):
            cells: tuple[Any, ...] = (
                (MASQUE, MASQUE, MASQUE) if r.masque else (t.numerateur, t.denominateur, r.valeur)
            )
            rows.append(
                {"Année": annee, "Délai": _nom(t)}
                | dict(zip(("Absents", "Présences traitées", "Taux d'absence"), cells, strict=True))
            )
    figure = groupees(
        large,
        "valeur",
        annees,
        famille=FAMILLE,
        textes={a: f"{a} mots" for a in annees},
        total=100,
        taille=taille,
    )
    formats = {
        "Année": "texte",
        "Délai": "texte",
        "Absents": PERSONNES,
        "Présences traitées": PERSONNES,
        "Taux d'absence": "pourcent",
    }
    return figure, pd.DataFrame(rows), formats


VISUALS = (absence_delai,)
