"""A school year as a heat map: one cell per weekday, two half-years one above the other.

Holidays come from the package `vacances-scolaires-france` (data on disk, no request) and are left
blank and named; public holidays (`feries`) are left blank. Both halves say their year.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

import vacances_scolaires_france

from tne.typographie import compte, date_longue, entier, mois
from tne.visuals import couleurs
from tne.visuals.feries import feries
from tne.visuals.gabarit import AXE_NU, CORPS, legende, mise_en_page, note

JOURS_COURTS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
Semaine = date
"""A week is named by its Monday."""


@lru_cache(maxsize=1)
def _vacances() -> vacances_scolaires_france.SchoolHolidayDates:
    return vacances_scolaires_france.SchoolHolidayDates()  # type: ignore[no-untyped-call]


def vacances(annee: str, zone: str = "A") -> dict[date, str]:
    """Days of holiday of a school year ("2023-2024") in that zone (A, B, C), with a short name ("Toussaint").

    Years that the package does not know yet, and territories outside the three zones (""), have no day: the
    calendar then shows no holiday.
    """
    if not zone:
        return {}
    debut = int(annee[:4])
    source = _vacances()
    jours: dict[date, str] = {}
    for civile in (debut, debut + 1):
        if not source.min_year <= civile <= source.max_year:
            continue
        for jour, ligne in source.holidays_for_year_and_zone(civile, zone).items():  # type: ignore[no-untyped-call]
            nom = ligne["nom_vacances"].removeprefix("Vacances ").removeprefix("Pont ")
            for mot in ("de la ", "de l'", "de ", "d'"):
                nom = nom.removeprefix(mot)
            jours[jour] = nom
    premier, dernier = date(debut, 9, 1), date(debut + 1, 8, 31)
    return {j: nom for j, nom in jours.items() if premier <= j <= dernier}


def classes(maximum: int) -> list[tuple[int, int | None]]:
    """Up to four ordered classes of counts above zero, the last one open when it needs to be.

    Few interventions a day: 1, 2, 3, 4 et plus. Many: classes of equal width.
    """
    if maximum <= 4:
        return [(i, i) for i in range(1, max(maximum, 1) + 1)]
    largeur = 1 if maximum <= 8 else -(-maximum // 4)
    bornes = [(1 + i * largeur, (i + 1) * largeur) for i in range(3)]
    return [*bornes, (bornes[-1][1] + 1, None)]


def mots_classe(debut: int, fin: int | None) -> str:
    """ "3", "4 à 6" or "7 et plus"."""
    if fin is None:
        return f"{entier(debut)} et plus"
    return entier(debut) if debut == fin else f"{entier(debut)} à {entier(fin)}"


def _lundi(jour: date) -> date:
    return jour - timedelta(days=jour.weekday())


def _moities(annee: str, conges: Mapping[date, str], dernier: date) -> list[list[Semaine]]:
    """Weeks of September to January, then of February to the summer holidays (or the last event)."""
    debut = int(annee[:4])
    ete = [j for j, nom in conges.items() if nom == "été" and j > date(debut + 1, 6, 1)]
    fin = max(min(ete, default=date(debut + 1, 7, 7)) - timedelta(days=1), dernier)
    pivot = _lundi(date(debut + 1, 2, 1))
    semaines = []
    semaine = _lundi(date(debut, 9, 1))
    while semaine <= fin:
        semaines.append(semaine)
        semaine += timedelta(days=7)
    return [[s for s in semaines if s < pivot], [s for s in semaines if s >= pivot]]


def calendrier(
    comptes: Mapping[date, int],
    annee: str,
    *,
    famille: str,
    zone: str = "A",
    taille: float = 1,
) -> dict[str, Any]:
    """The school year `annee`; `comptes` gives the number of interventions per day (missing: zero).

    A click on a cell returns its date (ISO) as customdata. Saturdays and Sundays have a row only if
    something happened on one. Days without class (holidays, public holidays) are blank, unless something happened.
    """
    debut = int(annee[:4])
    comptes = {j: n for j, n in comptes.items() if date(debut, 9, 1) <= j <= date(debut + 1, 8, 31)}
    conges = dict.fromkeys(feries(annee), "") | vacances(annee, zone)
    actifs = [j for j, n in comptes.items() if n]
    rangees = max(5, 1 + max((j.weekday() for j in actifs), default=4))
    moities = _moities(annee, conges, max(actifs, default=date(debut, 9, 1)))
    corps, case = CORPS * taille, 22 * taille
    tete, pied, gauche = 3.6 * corps, 2.2 * corps, 3.0 * corps
    bande = tete + rangees * case
    haut_total = 2 * bande + pied
    figure = mise_en_page(haut_total, (gauche, 0, 0, 0), taille)
    paliers = classes(max(comptes.values(), default=0))
    teintes = [couleurs.PALE, *couleurs.echelle(famille, len(paliers))]
    colonnes = max(len(m) for m in moities)
    traces: list[dict[str, Any]] = []
    for rang, semaines in enumerate(moities):
        x, y = ("x", "y") if rang == 0 else ("x2", "y2")
        haut = 1 - (rang * bande + tete) / haut_total
        figure["xaxis" if rang == 0 else "xaxis2"] = AXE_NU | {
            "range": [-0.5, colonnes - 0.5],
            "anchor": y,
        }
        figure["yaxis" if rang == 0 else "yaxis2"] = AXE_NU | {
            "range": [rangees - 0.5, -0.5],
            "domain": [haut - rangees * case / haut_total, haut],
            "anchor": x,
        }
        traces += _cellules(semaines, rangees, comptes, conges, annee, paliers, teintes, (x, y), taille)
        figure["annotations"] += _mots(semaines, rangees, comptes, conges, annee, (x, y), taille)
    entrees = [(couleurs.PALE, couleurs.CONTOUR, "0")] + [
        (t, t, mots_classe(*p)) for t, p in zip(teintes[1:], paliers, strict=True)
    ]
    formes, mots = legende(entrees, haut_total - pied / 2 + 2 * taille, taille)
    figure["shapes"] += formes
    figure["annotations"] += mots
    return {"data": traces, "layout": figure}


def _classe(n: int, paliers: list[tuple[int, int | None]]) -> int:
    return sum(1 for debut, _ in paliers if n >= debut)


def _cellules(
    semaines: list[Semaine],
    rangees: int,
    comptes: Mapping[date, int],
    conges: Mapping[date, str],
    annee: str,
    paliers: list[tuple[int, int | None]],
    teintes: list[str],
    axes: tuple[str, str],
    taille: float,
) -> list[dict[str, Any]]:
    """The coloured cells, those of zero with an edge, and over them invisible points for hover and click (a heat map has none)."""
    premier, dernier = date(int(annee[:4]), 9, 1), date(int(annee[:4]) + 1, 8, 31)
    z: list[list[int | None]] = [[None] * len(semaines) for _ in range(rangees)]
    points: list[tuple[int, int, date]] = []
    for colonne, lundi in enumerate(semaines):
        for rangee in range(rangees):
            jour = lundi + timedelta(days=rangee)
            hors = not premier <= jour <= dernier or (jour in conges and not comptes.get(jour))
            if not hors:
                z[rangee][colonne] = _classe(comptes.get(jour, 0), paliers)
                points.append((colonne, rangee, jour))
    carte = _cases(z, [couleurs.CONTOUR, *teintes[1:]], 2, axes)
    # A heat map has no borders: those of the cells of zero are what a smaller cell leaves of a larger one.
    zeros = [[0 if v == 0 else None for v in rangee] for rangee in z]
    dedans = _cases(zeros, teintes[:1], 2 + 2 * round(taille), axes)
    cibles = {
        "type": "scatter",
        "mode": "markers",
        "x": [c for c, _, _ in points],
        "y": [r for _, r, _ in points],
        "customdata": [j.isoformat() for _, _, j in points],
        "hovertext": [
            f"{date_longue(j)}<br><b>{compte(comptes.get(j, 0), 'intervention')}</b>" for _, _, j in points
        ],
        "hoverinfo": "text",
        "marker": {"size": 16 * taille, "symbol": "square", "opacity": 0, "color": couleurs.PALE},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "xaxis": axes[0],
        "yaxis": axes[1],
    }
    return [carte, dedans, cibles]


def _cases(
    z: list[list[int | None]], teintes: list[str], ecart: int, axes: tuple[str, str]
) -> dict[str, Any]:
    """A heat map of ranks of `teintes`, `ecart` pixels between two cells."""
    n = len(teintes)
    return {
        "type": "heatmap",
        "z": z,
        "zmin": -0.5,
        "zmax": n - 0.5,
        "colorscale": [borne for i, t in enumerate(teintes) for borne in ([i / n, t], [(i + 1) / n, t])],
        "showscale": False,
        "xgap": ecart,
        "ygap": ecart,
        "hoverinfo": "skip",
        "hoverongaps": False,
        "xaxis": axes[0],
        "yaxis": axes[1],
    }


def _mots(
    semaines: list[Semaine],
    rangees: int,
    comptes: Mapping[date, int],
    conges: Mapping[date, str],
    annee: str,
    axes: tuple[str, str],
    taille: float,
) -> list[dict[str, Any]]:
    """Days at the left, months above, each holiday's name in its gap, the span of the half-year."""
    x, y = axes
    ou = {"xref": x, "yref": y}
    corps = CORPS * taille
    attenue = {"couleur": couleurs.ATTENUE}
    mots = [
        note(-0.5, r, JOURS_COURTS[r], taille * 0.93, xanchor="right", xshift=-6 * taille, **ou, **attenue)
        for r in range(rangees)
    ]
    # The last week of a school year may go on into September.
    fin = min(semaines[-1] + timedelta(days=4), date(int(annee[:4]) + 1, 8, 31))
    debut_titre = date(int(annee[:4]), 9, 1) if semaines[0].month in (8, 9) else date(fin.year, 2, 1)
    premiere = "" if debut_titre.year == fin.year else f" {debut_titre.year}"
    titre = f"{mois(debut_titre)}{premiere} à {mois(fin)} {fin.year}"
    mots.append(
        note(-0.5, -0.5, titre, taille * 0.93, yanchor="bottom", yshift=1.45 * corps, **ou)
        | {"xshift": -3.0 * corps}
    )
    vu = 0
    for colonne, lundi in enumerate(semaines):
        # A month is written above the week that holds its first school day, if there is room.
        milieu = min(lundi + timedelta(days=4), fin)
        if milieu.month != vu:
            precedent, vu = vu, milieu.month
            serre = precedent == 0 and (semaines[min(2, len(semaines) - 1)] + timedelta(days=4)).month != vu
            if not serre:
                bord = colonne == len(semaines) - 1  # the last column has no room at its right
                mots.append(
                    note(
                        colonne + 0.5 if bord else colonne - 0.5,
                        -0.5,
                        mois(milieu, court=True),
                        taille * 0.93,
                        xanchor="right" if bord else "left",
                        yanchor="bottom",
                        yshift=3 * taille,
                        **ou,
                        **attenue,
                    )
                )
    pleines = [
        (i, conges.get(lundi + timedelta(days=2), ""))
        for i, lundi in enumerate(semaines)
        if all(
            (lundi + timedelta(days=r)) in conges and not comptes.get(lundi + timedelta(days=r))
            for r in range(5)
        )
    ]
    for nom, groupe in groupby(pleines, key=lambda paire: paire[1]):
        rangs = [i for i, _ in groupe]
        mots.append(
            note(
                (rangs[0] + rangs[-1]) / 2,
                2,
                nom,
                taille * 0.93,
                xanchor="center",
                textangle=-90,
                **ou,
                **attenue,
            )
        )
    return mots
