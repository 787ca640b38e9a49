"""What Numérixplore presented and to whom: trades, girls, and what pupils said where they were asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd

from tne.comparaison import previous_year
from tne.filters import Filters, View
from tne.queries import numerixplore as questions
from tne.queries.masking import DENOMINATEUR_MINIMUM
from tne.typographie import compte, decimal, entier, pourcent
from tne.visuals.bars import barres
from tne.visuals.fabrique import annees_de, dater, en_plus, par_annee, rien, visuel
from tne.visuals.gabarit import cite
from tne.visuals.numerixplore_lieux import MANQUE
from tne.visuals.visual import MASQUE, PERSONNES, Visual

FAMILLE = "numerixplore"
JEUX = ("numerixplore",)
TOUT_LE_TERRITOIRE = "En lecture, ce chiffre demande les élèves d'au moins trois collèges et n'est montré que pour tout le territoire."


def _manque(journees: pd.DataFrame, colonne: str) -> str:
    """What would tell it: the column, or days where the choice has none."""
    return MANQUE if journees.empty else f"Remplissez la colonne {colonne} de la feuille Numérixplore."


def titre_metiers(metiers: list[str], journees: list[int], connues: int) -> str:
    """The trade presented most often, or that none stands out; by decreasing number of days."""
    if len(metiers) == 1:
        return f"Un seul métier présenté : {cite(metiers[0])}"
    if journees[0] == journees[1]:
        return f"{compte(len(metiers), 'métier présenté', 'métiers présentés')}, sans qu'un seul domine"
    return f"{cite(metiers[0])} est le plus présenté : {compte(journees[0], 'journée')} sur {entier(connues)}"


def metiers(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Days that presented each trade: a day presents several, the bars do not add up."""
    frame = questions.trades(con, filters, view)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.metiers",
            "Métiers présentés : inconnus pour ce choix",
            _manque(questions.opinions(con, filters, view), "« Métiers présentés »"),
            JEUX,
        )
    frame = frame.assign(
        mots=[
            f"{entier(n)} sur {entier(t)}"
            for n, t in zip(frame["journees"], frame["journees_connues"], strict=True)
        ]
    )
    derniere = frame[frame["annee"] == annees_de(frame)[-1]]
    connues = int(derniere["journees_connues"].iloc[0])
    return visuel(
        con,
        filters,
        f"{FAMILLE}.metiers",
        titre=dater(
            titre_metiers(derniere["metier"].tolist(), [int(n) for n in derniere["journees"]], connues), frame
        ),
        sous_titre="Journées où chaque métier a été présenté ; une journée en présente plusieurs"
        + (f" ; {autres}" if (autres := en_plus(frame["metier"].nunique(), "métier")) else ""),
        donnees=frame[["annee", "metier", "journees", "journees_connues"]].rename(
            columns={"annee": "Année", "metier": "Métier", "journees": "Journées", "journees_connues": "Sur"}
        ),
        formats={"Année": "texte", "Métier": "texte", "Journées": "entier", "Sur": "entier"},
        figure=par_annee(frame, "metier", "journees", "mots", famille=FAMILLE, taille=taille),
        jeux=JEUX,
    )


def titre_filles(part: float | None, journees: int, total: int, eleves: int | None = None) -> str:
    """The share of girls against one half, where it is known of enough pupils."""
    if part is None:
        return (
            "Part des filles : inconnue pour ce choix"
            if not journees
            else "Part des filles : masquée pour ce choix"
        )
    if eleves is not None and eleves < DENOMINATEUR_MINIMUM:
        return f"Trop peu d'élèves pour dire une part de filles : {entier(eleves)}"
    su = (
        "" if journees == total else f", là où on le sait ({compte(journees, 'journée')} sur {entier(total)})"
    )
    if abs(part - 50) < 3:
        return f"À peu près autant de filles que de garçons{su} : {pourcent(part)}"
    return f"{'Moins' if part < 50 else 'Plus'} d'une moitié de filles : {pourcent(part)}{su}"


def filles(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Girls among the pupils reached, where they were counted."""
    sous = "Filles parmi les élèves reçus, dans les journées où elles ont été comptées"
    return _part(con, filters, view, taille, ("filles", "filles", "Filles"), titre_filles, sous)


def _dernier(frame: pd.DataFrame, question: str) -> tuple[float | None, int, int, int | None]:
    """Of the last year: the share, the days where it is known, all of them, the pupils of the former."""
    ligne = frame.iloc[-1]
    part, journees, eleves = (ligne[f"{c}_{question}"] for c in ("taux", "journees", "eleves"))
    return (
        None if pd.isna(part) else float(part),
        int(journees),
        int(ligne["journees"]),
        None if pd.isna(eleves) else int(eleves),
    )


def titre_interet(part: float | None, journees: int, total: int, eleves: int | None = None) -> str:
    """How many pupils want to know more, against one third and one half, where enough of them were asked."""
    if part is None:
        return (
            "Intérêt des élèves : inconnu pour ce choix"
            if not journees
            else "Intérêt des élèves : masqué pour ce choix"
        )
    if eleves is not None and eleves < DENOMINATEUR_MINIMUM:
        return f"Trop peu d'élèves interrogés pour dire une part : {entier(eleves)}"
    demande = (
        ""
        if journees == total
        else f" (question posée dans {compte(journees, 'journée')} sur {entier(total)})"
    )
    return f"{pourcent(part)} des élèves interrogés veulent en savoir plus{demande}"


def interet(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Pupils who say they want to know more, among those of the days where it was asked."""
    sous = "Élèves qui veulent en savoir plus, sur les élèves des journées où on le leur a demandé"
    return _part(
        con, filters, view, taille, ("interet", "interesses", "Élèves intéressés"), titre_interet, sous
    )


def _part(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    taille: float,
    mesure: tuple[str, str, str],
    titrer: Callable[..., str],
    sous_titre: str,
) -> Visual:
    """A share of persons by year, with its count, among the pupils of the days where it is known; where it never is, or is
    masked, why there is none. `mesure`: its code, the column of those counted, and the title of that column in the sheet.
    """
    code, compte_de, nom = mesure
    frame = questions.opinions(con, filters, view)
    connues = frame[frame[f"journees_{code}"] > 0]
    masques = connues[f"taux_{code}"].isna()
    if masques.all():
        masque = not connues.empty
        return rien(
            con,
            filters,
            f"{FAMILLE}.{code}",
            titrer(None, int(masque), 1),
            TOUT_LE_TERRITOIRE if masque else _manque(frame, f"« {nom} »"),
            JEUX,
            etat="calculé" if masque else "absent",
        )

    def cells(column: str, kind: type[int] | type[float]) -> list[Any]:
        return [MASQUE if m else kind(v) for v, m in zip(connues[column], masques, strict=True)]

    table = pd.DataFrame(
        {
            "Année": connues["annee"],
            nom: cells(compte_de, int),
            "Élèves": cells(f"eleves_{code}", int),
            "Part": cells(f"taux_{code}", float),
            "Journées": connues[f"journees_{code}"],
            "Sur": connues["journees"],
        }
    ).reset_index(drop=True)
    table["mots"] = [
        MASQUE if p == MASQUE else f"{entier(n)} sur {entier(t)} · {pourcent(p)}"
        for n, t, p in zip(table[nom], table["Élèves"], table["Part"], strict=True)
    ]
    titre = dater(titrer(*_dernier(connues, code)), connues)
    return visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        sous_titre=sous_titre,
        donnees=table.drop(columns="mots"),
        formats={
            "Année": "texte",
            nom: PERSONNES,
            "Élèves": PERSONNES,
            "Part": "pourcent",
            "Journées": "entier",
            "Sur": "entier",
        },
        figure=barres(
            table, "Année", "Part", famille=FAMILLE, total=100, textes="mots", tri=False, taille=taille
        ),
        alternative=f"{titre}. "
        + " ; ".join(f"{a} : {m}" for a, m in zip(table["Année"], table["mots"], strict=True))
        + ".",
        jeux=JEUX,
        view=view,
    )


def titre_satisfaction(notes: list[tuple[str, float]], journees: int) -> str:
    """The mean mark of the last year and how it moved; `notes` are (year, mark out of 5), oldest first."""
    if not notes:
        return "Satisfaction des élèves : inconnue pour ce choix"
    annee, note = notes[-1]
    sur = f"moyenne de {compte(journees, 'journée')}" if journees > 1 else "une seule journée"
    debut = f"Les élèves donnent {decimal(note)} sur 5 en {annee} ({sur})"
    if len(notes) < 2:
        return debut
    avant, autre = notes[-2]
    ecart = note - autre
    # Years may be chosen apart, or nobody have been asked in between.
    quand = "l'année d'avant" if avant == previous_year(annee) else f"en {avant}"
    suite = (
        f"comme {quand}"
        if round(abs(ecart), 2) < 0.1  # 4.3 - 4.2 is a little less
        else f"{'mieux' if ecart > 0 else 'moins bien'} que {decimal(autre)} {quand}"
    )
    return f"{debut}, {suite}"


def satisfaction(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The mean mark out of 5 of the days where pupils gave one: a plain mean of days."""
    frame = questions.opinions(con, filters, view)
    asked = frame[frame["journees_satisfaction"] > 0]
    connues = asked[asked["satisfaction"].notna()].reset_index(drop=True)
    if connues.empty:
        manque = _manque(frame, "« Satisfaction » (note sur 5)")
        if not asked.empty:
            manque = "En lecture, une moyenne demande au moins trois journées et n'est montrée que pour tout le territoire."
            masquee = "Satisfaction des élèves : masquée pour ce choix"
            return rien(con, filters, f"{FAMILLE}.satisfaction", masquee, manque, JEUX, etat="calculé")
        return rien(con, filters, f"{FAMILLE}.satisfaction", titre_satisfaction([], 0), manque, JEUX)
    connues["mots"] = [
        f"{decimal(s)} sur 5 · {compte(n, 'journée')}"
        for s, n in zip(connues["satisfaction"], connues["journees_satisfaction"], strict=True)
    ]
    notes = [(str(a), float(s)) for a, s in zip(connues["annee"], connues["satisfaction"], strict=True)]
    return visuel(
        con,
        filters,
        f"{FAMILLE}.satisfaction",
        titre=titre_satisfaction(notes, int(connues["journees_satisfaction"].iloc[-1])),
        sous_titre="Moyenne simple des notes de chaque journée où la question a été posée",
        donnees=connues[["annee", "satisfaction", "journees_satisfaction", "journees"]].rename(
            columns={
                "annee": "Année",
                "satisfaction": "Note sur 5",
                "journees_satisfaction": "Journées",
                "journees": "Sur",
            }
        ),
        formats={"Année": "texte", "Note sur 5": "decimal", "Journées": "entier", "Sur": "entier"},
        figure=barres(
            connues,
            "annee",
            "satisfaction",
            famille=FAMILLE,
            total=5,
            textes="mots",
            tri=False,
            taille=taille,
        ),
        jeux=JEUX,
    )
