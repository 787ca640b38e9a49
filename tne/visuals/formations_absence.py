"""Absence: both rates, what is not processed, by module, month and operator, and against the delay before the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.indicators import Value
from tne.queries import formations as questions
from tne.queries.masking import DENOMINATEUR_MINIMUM, rate
from tne.typographie import compte, entier, part, pourcent, pourcents, taux
from tne.visuals.bars import lire
from tne.visuals.fabrique import annees_de, cellules, choix_et_annees, rien, visuel
from tne.visuals.formations_cadre import (
    FAMILLE,
    annee_du_titre,
    barres_par_annee,
    connue,
    dire,
    en_plus,
    formats_de,
    garder,
    nommes_par_code,
    ordonner,
    reel,
    reserve,
    sans_donnees,
    taux_mots,
    tous_inconnus,
)
from tne.visuals.gabarit import nombre
from tne.visuals.significatif import differents
from tne.visuals.sources import values
from tne.visuals.visual import MASQUE, PERSONNES, Visual

JEUX = ("inscription", "session")
MANQUE = (
    "Importez les inscriptions et présences de Sofia-FMO : sans présences traitées, aucun taux ne se calcule."
)
TRAITES_MINIMUM = DENOMINATEUR_MINIMUM
"""Under ten processed registrations a rate moves by more than ten points with one person."""
MOYEN, GLOBAL = "Moyenne des sessions", "Toutes inscriptions réunies"
NON_TRAITE = "Présences non traitées"


def titre_taux(
    moyen: float | None, general: float | None, absents: float | None = None, traites: float | None = None
) -> str:
    """Both rates in a sentence; whether they say the same thing is the finding. `absents` out of `traites` make the second."""
    if moyen is None or general is None:
        return "Absence : rien à montrer pour ce choix"
    if traites is not None and traites < TRAITES_MINIMUM:
        absences = f"{compte(absents or 0, 'absent')} sur {entier(traites)}"
        return f"Trop peu de présences traitées pour dire un taux : {absences}"
    if pourcent(moyen) == pourcent(general):
        return f"{pourcent(general)} d'absents, que l'on compte par session ou en tout"
    return (
        f"{pourcent(moyen)} d'absence en moyenne par session, {pourcent(general)} toutes inscriptions réunies"
    )


def _ligne_moyenne(v: Value) -> dict[str, Any]:
    mots = MASQUE if v.masque else f"{v.texte} · {compte(v.denominateur or 0, 'session')}"
    counts = {"numerateur": v.numerateur, "sur": None, "sessions": v.denominateur}
    return {"valeur": MOYEN, "n": v.valeur, "mots": mots, **counts}


def _ligne_globale(v: Value) -> dict[str, Any]:
    mots = MASQUE if v.masque else part(v.numerateur, v.denominateur, v.indicateur.decimales)
    counts = {"numerateur": v.numerateur, "sur": v.denominateur, "sessions": None}
    return {"valeur": GLOBAL, "n": v.valeur, "mots": mots, **counts}


def _ligne_non_traitee(n: int, inscriptions: int, view: View) -> dict[str, Any]:
    shown = rate(n, inscriptions, view)
    counts = {"numerateur": n, "sur": inscriptions} if not shown.masque else {"numerateur": None, "sur": None}
    mots = MASQUE if shown.masque else taux_mots(n, inscriptions)
    return {"valeur": NON_TRAITE, "n": shown.valeur, "mots": mots, **counts, "sessions": None}


def taux_absence(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The two rates, each with its name and count, and the share of active registrations not processed."""
    frame = questions.registrations(con, filters, view)
    annees = annees_de(frame) if not frame.empty else []
    by_year = values(con, filters, filters.annees or annees, view, FAMILLE) if annees else {}
    rows = []
    for annee, ligne in zip(annees, frame.to_dict("records"), strict=True):
        moyen, general = (by_year[annee][f"formation.taux_absence_{n}"] for n in ("moyen", "global"))
        traites = _ligne_non_traitee(ligne["non_traitees"], ligne["inscriptions"], view)
        rows += [{"annee": annee} | r for r in (_ligne_moyenne(moyen), _ligne_globale(general), traites)]
    table = pd.DataFrame(rows, columns=["valeur", "annee", "n", "mots", "numerateur", "sur", "sessions"])
    if not table["n"].notna().any():
        return sans_donnees(con, filters, view, "taux_absence", "Absence", MANQUE, JEUX)
    derniere = table[table["annee"] == annees[-1]].set_index("valeur")
    titre = titre_taux(
        reel(derniere["n"][MOYEN]),
        reel(derniere["n"][GLOBAL]),
        reel(derniere["numerateur"][GLOBAL]),
        reel(derniere["sur"][GLOBAL]),
    )
    if reel(derniere["n"][NON_TRAITE]) == 100:
        titre = "Absence : aucune présence n'est encore traitée"
    publie = by_year[annees[-1]]["formation.taux_absence_moyen"].publie
    sous = "Inscriptions actives. Une présence non traitée n'est ni une présence ni une absence."
    sous += annee_du_titre(annees)
    if publie is not None:
        sous += f" Le bilan publié annonce {pourcent(publie)} : c'est la moyenne des sessions."
    donnees = pd.DataFrame(
        {
            "Année": table["annee"],
            "Mesure": table["valeur"],
            "Taux": table["n"],
            "Absents ou non traités": table["numerateur"],
            "Sur": table["sur"],
            "Sessions": table["sessions"],
        }
    )
    formats = {
        "Année": "texte",
        "Mesure": "texte",
        "Taux": "pourcent",
        "Absents ou non traités": PERSONNES,
        "Sur": PERSONNES,
        "Sessions": "entier",
    }
    figure = barres_par_annee(
        table,
        tri=False,
        maximum=100,
        accent=[MOYEN, GLOBAL],
        taille=taille,
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.taux_absence",
        titre=titre,
        sous_titre=sous,
        donnees=donnees,
        formats=formats,
        figure=figure,
        alternative=f"{titre}. {dire(table)}.",
        jeux=JEUX,
        avertissements=[reserve(con, filters, view)],
        view=view,
    )


_PAR = {"module": "le module", "mois": "le mois", "operateur": "l'opérateur"}
_TROP_PEU = {"le module": "de modules", "le mois": "de mois", "l'opérateur": "d'opérateurs"}


def _peu_connus(selon: str) -> str:
    return f"Trop peu {_TROP_PEU[selon]} connus pour comparer l'absence"


def titre_dimension(groupes: Sequence[tuple[str, int, int]], selon: str) -> str:
    """Does absence depend on it? `groupes` are (name, absent, processed); chance alone is not a finding."""
    if len(groupes) == 1 and groupes[0][2] >= TRAITES_MINIMUM:
        return _peu_connus(selon)
    ecart = differents([(n, d) for _, n, d in groupes])
    if ecart is None:
        return f"Trop peu de présences traitées pour comparer selon {selon}"
    tries = sorted((g for g in groupes if g[2] >= TRAITES_MINIMUM), key=lambda g: g[1] / g[2])
    (bas, n1, d1), (haut, n2, d2) = tries[0], tries[-1]
    p1, p2 = pourcent(taux(n1, d1)), pourcent(taux(n2, d2))
    if not ecart:
        return (
            f"Absence : pas d'écart net selon {selon}, {f'de {p1} à {p2}' if p1 != p2 else f'{p1} partout'}"
        )
    p1, p2 = pourcents(100 * n1 / d1, 100 * n2 / d2)
    if selon == "le mois":
        return f"L'absence va de {p1} en {bas} à {p2} en {haut}"
    return f"L'absence va de {p1} à {p2} selon {selon}"


def _trop_peu(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    dimension: str,
    jeux: Sequence[str],
    donnees: pd.DataFrame,
) -> Visual:
    """Where no bar stands on enough registrations: what could be drawn is chance or masked, and nothing is, with the reason.

    Coordinators have the exact counts in its data.
    """
    code, titre = f"absence_{dimension}", titre_dimension([], _PAR[dimension])
    notes = [reserve(con, filters, view)]
    if view != "coordination":
        raison = (
            f"En lecture, un taux d'absence n'est montré qu'à partir de {entier(TRAITES_MINIMUM)} présences traitées, "
            "sans petit effectif d'absents ni de présents."
        )
        return rien(con, filters, f"{FAMILLE}.{code}", titre, raison, jeux, notes, etat="calculé")
    ou = choix_et_annees(filters) if filters.par_etablissement else "ce choix"
    raison = (
        f"Un taux d'absence demande au moins {entier(TRAITES_MINIMUM)} présences traitées ; "
        f"aucun {_nom(dimension)} n'en a autant dans {ou}."
    )
    formats = _formats(donnees)
    fait = visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        donnees=donnees,
        formats=formats,
        alternative=raison,
        jeux=jeux,
        avertissements=notes,
        view=view,
    )
    return replace(fait, insuffisant=True)


def _formats(donnees: pd.DataFrame) -> dict[str, str]:
    return formats_de(donnees) | {
        c: "pourcent" for c in ("Taux d'absence", "Part non traitée") if c in donnees
    }


def _nom(dimension: str) -> str:
    return _PAR[dimension].removeprefix("le ").removeprefix("l'")


def _absence(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, taille: float
) -> Visual:
    code, libelle = f"absence_{dimension}", _nom(dimension)
    jeux = (*JEUX, "session_complement") if dimension == "operateur" else JEUX
    # Readers: absent, present and not processed together would give back who is registered, cell by cell.
    counts = ["presences", "absences"] + ["non_traitees"] * (view == "coordination")
    tous = lire(questions.breakdown(con, filters, view, dimension, counts))
    montres = zip(tous["absences_masque"], *(tous[c] for c in counts), strict=True)
    lus = garder(tous, [i for i, (m, *n) in enumerate(montres) if m or sum(nombre(k) or 0 for k in n) > 0])
    if not lus["valeur"]:
        return sans_donnees(con, filters, view, code, f"Absence par {libelle}", MANQUE, jeux)
    vide = _peu_connus(_PAR[dimension])
    if inconnus := tous_inconnus(con, filters, view, code, vide, jeux, (dimension, lus["valeur"])):
        return inconnus
    lus = ordonner(lus, dimension)
    traites = [p + a for p, a in zip(lus["presences"], lus["absences"], strict=True)]
    rates = [rate(n, d, view) for n, d in zip(lus["absences"], traites, strict=True)]
    lus["n"] = [r.valeur for r in rates]
    lus["mots"] = [
        MASQUE if r.masque or m else taux_mots(n, d) if d else "aucune présence traitée"
        for n, d, r, m in zip(lus["absences"], traites, rates, lus["absences_masque"], strict=True)
    ]
    annees = sorted(set(lus["annee"]))
    groupes = [
        (str(v), int(n), int(d))
        for v, a, n, d, r in zip(lus["valeur"], lus["annee"], lus["absences"], traites, rates, strict=True)
        if a == annees[-1] and r.valeur is not None and connue(dimension, v)
    ]
    titre = titre_dimension(groupes, _PAR[dimension])
    cells = {
        "Année": lus["annee"],
        libelle.capitalize(): lus["valeur"],
        "Absents": cellules(lus, "absences"),
        "Présents": cellules(lus, "presences"),
    }
    cells["Taux d'absence"] = [MASQUE if r.masque else r.valeur for r in rates]
    if "non_traitees" in counts:
        cells["Non traitées"] = cellules(lus, "non_traitees")
        autres = zip(lus["non_traitees"], traites, strict=True)
        cells["Part non traitée"] = [taux(n, n + d) for n, d in autres]
    table = pd.DataFrame(cells)
    if not any(r.valeur is not None and d >= TRAITES_MINIMUM for r, d in zip(rates, traites, strict=True)):
        return _trop_peu(con, filters, view, dimension, jeux, table)
    mois, limite = dimension == "mois", 12 if len(annees) == 1 else 7
    # All rates of absence stand on one scale: they are read beside one another.
    figure = barres_par_annee(
        lus, mois=mois, maximum=100, unite="% d\u2019absents", limite=limite, taille=taille
    )
    sous = f"Absents sur présences traitées, inscriptions actives.{annee_du_titre(annees)}"
    if not mois:
        sous += en_plus(len(set(lus["valeur"])), dimension, limite)
    return visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        sous_titre=sous,
        donnees=table,
        formats=_formats(table),
        figure=figure,
        alternative=f"{titre}. {dire(lus)}.",
        jeux=jeux,
        avertissements=[nommes_par_code(con, dimension, annees), reserve(con, filters, view)],
        view=view,
    )


def par_module(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Absence rate of each module."""
    return _absence(con, filters, view, "module", taille)


def par_mois(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Absence rate of each month, in the order of the school year."""
    return _absence(con, filters, view, "mois", taille)


def par_operateur(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Absence rate of each operator."""
    return _absence(con, filters, view, "operateur", taille)


VISUALS = (taux_absence, par_module, par_mois, par_operateur)
