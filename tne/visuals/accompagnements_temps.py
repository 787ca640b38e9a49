"""When the médiateurs came, and how long: days of the school year, months of several years, hours by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import pandas as pd

from tne import horloge, territoire
from tne.comparaison import en_cours
from tne.filters import Filters, View
from tne.queries import accompagnements as questions
from tne.typographie import (
    JOURS,
    MOIS,
    MOIS_COURTS,
    accord,
    arrondir,
    compte,
    decimal,
    entier,
    enumeration,
    periode,
    pourcent,
    taux,
)
from tne.visuals.accompagnements_cadre import (
    FAMILLE,
    MINIMUM,
    NOMS,
    annees_suivies,
    etat_du_journal,
    formats_de,
    manque,
    premieres,
    quand,
)
from tne.visuals.calendar import calendrier
from tne.visuals.fabrique import annees_de, par_annee, rien, visuel
from tne.visuals.lines import courbes
from tne.visuals.significatif import NORMAL_UNILATERAL_95
from tne.visuals.visual import Visual

RYTHME_MINIMUM = 20
"""Under that many interventions, chance alone empties a weekday."""
ANNEE_SCOLAIRE = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)


def quantile_chi2(degres: int) -> float:
    """The 95 % quantile of the chi-square law, by Wilson and Hilferty: within 3 % even with one degree of freedom."""
    return float(degres * (1 - 2 / (9 * degres) + NORMAL_UNILATERAL_95 * (2 / (9 * degres)) ** 0.5) ** 3)


def _inegaux(nombres: Sequence[int]) -> bool:
    """True when these counts differ more than chance would make equal ones differ (chi-square at 95 %)."""
    attendu = sum(nombres) / len(nombres)
    return attendu > 0 and sum((n - attendu) ** 2 / attendu for n in nombres) > quantile_chi2(
        len(nombres) - 1
    )


def titre_jours(par_jour: Sequence[int]) -> str:
    """The rhythm of the week, from the counts of Monday to Sunday: busy days, an empty one, or none of it.

    A Saturday or a Sunday is named where it is busier than every weekday: these five may be alike, or empty, and say nothing.
    """
    total, semaine = sum(par_jour), list(par_jour[:5])
    if total < RYTHME_MINIMUM:
        return f"{compte(total, 'intervention')} : trop peu pour voir un rythme dans la semaine"
    fin = [j for j in (5, 6) if par_jour[j] > max(semaine)]
    if fin and _inegaux([*semaine, *(par_jour[j] for j in fin)]):
        noms, part = (
            enumeration([JOURS[j] for j in fin]),
            pourcent(taux(sum(par_jour[j] for j in fin), total)),
        )
        return f"{noms.capitalize()} {accord(len(fin), 'porte', 'portent')} {part} des interventions"
    if not _inegaux(semaine):
        return "Les interventions se répartissent également entre les jours de la semaine"
    creux = min(range(5), key=lambda j: semaine[j])
    if not _inegaux([n for j, n in enumerate(semaine) if j != creux]):
        part = pourcent(taux(semaine[creux], total))
        return f"Peu d'interventions le {JOURS[creux]} ({part}), autant les autres jours"
    tries = sorted(range(5), key=lambda j: -semaine[j])
    deux = sorted(tries[:2])
    if semaine[tries[1]] == semaine[tries[2]]:
        # Of days as busy as one another two are not named before the others.
        if semaine[tries[0]] > semaine[tries[1]]:
            part = pourcent(taux(semaine[tries[0]], total))
            return f"{JOURS[tries[0]].capitalize()} porte {part} des interventions"
        vides = [j for j in range(5) if semaine[j] < semaine[tries[1]]]
        part = pourcent(taux(sum(semaine[j] for j in vides), total))
        return f"Peu d'interventions le {enumeration([JOURS[j] for j in vides], 'et le')} ({part})"
    p = 100 * sum(semaine[j] for j in deux) / total
    mots = "la moitié" if 48 <= p <= 52 else pourcent(p)
    return f"{JOURS[deux[0]].capitalize()} et {JOURS[deux[1]]} portent {mots} des interventions"


def titre_mois(par_mois: Mapping[int, int], annee: str) -> str:
    """The busiest month of the last year, or an even year."""
    total = sum(par_mois.values())
    if total < RYTHME_MINIMUM or len(par_mois) < 3:
        return "Trop peu d'interventions pour voir un rythme dans l'année"
    if not _inegaux(list(par_mois.values())):
        return "Les interventions sont régulières d'un mois à l'autre"
    plus = max(par_mois.values())
    charges = [MOIS[m - 1] for m in ANNEE_SCOLAIRE if par_mois.get(m) == plus]
    noms = enumeration(charges)
    noms = noms[:1].upper() + noms[1:]
    if len(charges) > 1:
        return f"{noms} sont les mois les plus chargés en {annee} : {compte(plus, 'intervention')} chacun"
    return f"{noms} est le mois le plus chargé en {annee} : {compte(plus, 'intervention')}"


def _par_mois(frame: pd.DataFrame, annee: str) -> dict[int, int]:
    une = frame[frame["annee"] == annee]
    sommes = une.groupby(une["jour"].dt.month)["interventions"].sum()
    return {int(str(m)): int(n) for m, n in sommes.items()}


def _mois_venus(annee: str, *, finis: bool = False) -> set[int]:
    """The months that have begun: those to come of a year that runs are no zeros. `finis`: that are over."""
    if not en_cours(annee):
        return set(ANNEE_SCOLAIRE)
    today = horloge.aujourdhui()
    if today < date(int(annee[:4]), 9, 1):
        return set()
    return set(ANNEE_SCOLAIRE[: ANNEE_SCOLAIRE.index(today.month) + (not finis)])


def rythme(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """One school year as a calendar with the holidays of the territory's zone; several years by month."""
    frame = questions.jours(con, filters, view)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.rythme",
            "Calendrier : rien à montrer pour ce choix",
            manque(con, filters),
            ("intervention",),
            etat=etat_du_journal(con, filters),
        )
    annees = annees_suivies(con, filters, frame)
    return (
        _calendrier(con, filters, frame, annees[0], taille)
        if len(annees) == 1
        else _mois(con, filters, frame, annees, taille)
    )


def _calendrier(
    con: duckdb.DuckDBPyConnection, filters: Filters, frame: pd.DataFrame, annee: str, taille: float
) -> Visual:
    comptes = {j.date(): int(n) for j, n in zip(frame["jour"], frame["interventions"], strict=True)}
    semaine = [sum(n for j, n in comptes.items() if j.weekday() == jour) for jour in range(7)]
    zone = territoire.en_cours().zone
    titre, mois = titre_jours(semaine), _par_mois(frame, annee)
    charge = max(mois, key=lambda m: mois[m])
    seul = len(mois) > 1 and list(mois.values()).count(mois[charge]) == 1
    sous = "Interventions par jour de classe."
    sous += (
        f" Sans case : vacances de la zone {zone} et jours fériés." if zone else " Sans case : jours fériés."
    )
    sous += f" Mois le plus chargé : {MOIS[charge - 1]} ({entier(mois[charge])})." if seul else ""
    table = pd.DataFrame({"Date": [j.date() for j in frame["jour"]], "Interventions": frame["interventions"]})
    dits = ", ".join(f"{JOURS[j]} {entier(n)}" for j, n in enumerate(semaine) if n)
    return visuel(
        con,
        filters,
        f"{FAMILLE}.rythme",
        titre=titre,
        sous_titre=sous,
        donnees=table,
        formats=formats_de(table),
        figure=calendrier(comptes, annee, famille=FAMILLE, zone=zone, taille=taille),
        alternative=f"{titre}. Calendrier de {annee}, interventions par jour de la semaine : {dits}.",
        jeux=("intervention",),
    )


def _mois(
    con: duckdb.DuckDBPyConnection, filters: Filters, frame: pd.DataFrame, annees: list[str], taille: float
) -> Visual:
    par = {a: _par_mois(frame, a) for a in annees}
    ordre = [m for m in ANNEE_SCOLAIRE if m not in (7, 8) or any(m in p for p in par.values())]
    large = pd.DataFrame({"mois": [MOIS[m - 1] for m in ordre]})
    for a in annees:
        venus = _mois_venus(a)
        large[a] = pd.Series([par[a].get(m, 0) if m in venus else None for m in ordre], dtype="Int64")
    courts = large.assign(mois=[MOIS_COURTS[m - 1] for m in ordre])
    # As they are drawn: a month in which nobody came makes a year uneven, once it is over; what is planned does not.
    an, connus = annees[-1], par[annees[-1]]
    dernier = {m: connus.get(m, 0) for m in ordre if m in _mois_venus(an, finis=m not in connus)}
    titre = titre_mois(dernier, an)
    table = large.rename(columns={"mois": "Mois"})
    return visuel(
        con,
        filters,
        f"{FAMILLE}.rythme",
        titre=titre,
        sous_titre=f"Interventions par mois, {periode(annees)}. Choisissez une seule année pour le calendrier jour par jour.",
        donnees=table,
        formats=formats_de(table),
        figure=courbes(courts, "mois", annees, famille=FAMILLE, unite="interventions", taille=taille),
        alternative=f"{titre}. "
        + " ; ".join(f"{a} : {compte(sum(par[a].values()), 'intervention')}" for a in annees)
        + ".",
        jeux=("intervention",),
    )


def titre_heures(heures: Mapping[str, float], connues: int, interventions: int, quand: str = "") -> str:
    """Which kind takes half of the time, or that none does; too few known hours say nothing, nor does one."""
    total = sum(heures.values())
    if not connues or connues < interventions / 2:
        if not connues:
            return f"Les heures ne sont connues pour aucune intervention{quand}"
        return f"Les heures ne sont connues que pour {compte(connues, 'intervention')} sur {entier(interventions)}"
    if not total:
        return f"Aucune heure relevée, pour {compte(connues, 'intervention')}{quand}"
    if total < 2:
        return f"{_heures(total)} d'intervention{quand}"
    if connues < MINIMUM:
        return f"{_heures(total)} pour {compte(connues, 'intervention')}{quand} : trop peu pour dire quelle nature domine"
    nature = max(heures, key=lambda n: heures[n])
    p = 100 * heures[nature] / total
    if len(egales := premieres(heures)) > 1:
        return f"Aucune nature n'est première : {enumeration(egales)}, {pourcent(p)} chacune des {_heures(total)}{quand}"
    if arrondir(p) >= 50:
        return f"{NOMS[nature]} : {pourcent(p)} des {_heures(total)} des médiateurs{quand}"
    return f"Aucune nature ne prend la moitié des {_heures(total)}{quand} ; d'abord : {NOMS[nature].lower()} ({pourcent(p)})"


def _heures(n: float) -> str:
    return f"{_ecrit(n)} {accord(n, 'heure')}"


def _ecrit(n: float) -> str:
    return entier(n) if float(n).is_integer() else decimal(n)


def heures(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Hours by kind, with the mean length of an intervention."""
    frame = questions.natures(con, filters, view)
    code = f"{FAMILLE}.heures"
    if frame.empty or not frame["avec_heures"].sum():
        return rien(
            con,
            filters,
            code,
            "Heures : rien à montrer pour ce choix",
            manque(con, filters),
            ("intervention",),
        )
    frame = frame.assign(
        nom=frame["nature"].map(NOMS),
        heures=frame["heures"].fillna(0.0),
        moyenne=frame["heures"] / frame["avec_heures"].where(frame["avec_heures"] > 0),
    )
    annees = annees_de(frame)
    # The year takes its place beside them: bars of several would be left a tenth of half a page.
    longs = len(annees) == 1
    frame["mots"] = [
        "\u2013"
        if pd.isna(m)
        else f"{_heures(h)} · {decimal(m)} en moyenne"
        if longs
        else f"{_ecrit(h)} h · {decimal(m)} h"
        for h, m in zip(frame["heures"], frame["moyenne"], strict=True)
    ]
    une = frame[frame["annee"] == annees[-1]]
    connues, toutes = int(une["avec_heures"].sum()), int(une["interventions"].sum())
    titre = titre_heures(
        dict(zip(une["nature"], une["heures"].astype(float), strict=True)), connues, toutes, quand(annees)
    )
    # Of a kind whose hours nobody wrote the bar has no length, and the table no number.
    dites = frame.assign(heures=frame["heures"].where(frame["avec_heures"] > 0))
    table = dites[["annee", "nom", "heures", "avec_heures", "moyenne"]].set_axis(
        ["Année", "Nature", "Heures", "Interventions dont la durée est connue", "Durée moyenne (heures)"],
        axis=1,
    )
    sans = toutes - connues
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=f"Heures d'intervention par nature, et durée moyenne{' en heures' if longs else ''}, {periode(annees)}.",
        donnees=table,
        formats=formats_de(table) | {"Heures": "decimal", "Durée moyenne (heures)": "decimal"},
        figure=par_annee(frame, "nom", "heures", "mots", famille=FAMILLE, taille=taille),
        alternative=f"{titre}. "
        + " ; ".join(f"{n} : {m}" for n, m in zip(une["nom"], une["mots"], strict=True))
        + ".",
        jeux=("intervention",),
        avertissements=[f"{compte(sans, 'intervention')} sans durée en {annees[-1]}." if sans else ""],
    )
