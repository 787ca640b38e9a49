"""Uptake: who took part in what, when, with whom, and from which schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from tne import settings
from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.queries.masking import DENOMINATEUR_MINIMUM
from tne.typographie import (
    MOIS,
    Rapport,
    accord,
    alignees,
    compte,
    entier,
    enumeration,
    taux,
)
from tne.visuals.alternative import resume
from tne.visuals.bars import Colonnes, lire
from tne.visuals.fabrique import cellules, visuel
from tne.visuals.formations_cadre import (
    FAMILLE,
    annee_du_titre,
    barres_par_annee,
    connue,
    en_plus,
    formats_de,
    garder,
    nommes_par_code,
    ordonner,
    reserve,
    sans_donnees,
    tous_inconnus,
)
from tne.visuals.gabarit import cite, nombre
from tne.visuals.visual import MASQUE, Visual

JEUX = ("inscription", "session", "offre")
MANQUE = "Importez les inscriptions et présences de Sofia-FMO pour voir ce graphique."


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


A_COTE: Mapping[str, str] = {
    "module": "mois",
    "mois": "module",
    "operateur": "modalite",
    "modalite": "operateur",
}
"""The other cut of the same participants, drawn beside it."""


DEPUIS_SEPTEMBRE = (*MOIS[8:], *MOIS[:8])


def trop_peu(nombres: Sequence[float]) -> bool:
    """Too few to rank: under ten participants in all, or a first one that is a small count itself."""
    return sum(nombres) < DENOMINATEUR_MINIMUM or max(nombres) < settings.seuil()


def titre_palmares(noms: list[str], nombres: list[float], pluriel: str) -> str:
    """What attracts most: the first one, the first two when close, or none when all are alike. Sorted, largest first."""
    if len(noms) < 2:
        return f"Trop peu de {pluriel} connus pour comparer"
    if trop_peu(nombres):
        return f"Trop peu de participants pour comparer les {pluriel}"
    if min(nombres) >= 0.8 * max(nombres):
        return f"Les {pluriel} attirent à peu près autant"
    tete = [nom for nom, n in zip(noms, nombres, strict=True) if n >= 0.9 * nombres[0]]
    if len(tete) > 2:
        return f"{entier(len(tete))} {pluriel} sur {entier(len(noms))} attirent le plus, à peu près autant"
    if len(tete) == 2:
        return f"{cite(noms[0], 40)} et {cite(noms[1], 40)} attirent le plus"
    return f"{cite(noms[0], 60)} attire le plus"


def titre_premier(noms: list[str], nombres: list[float], pluriel: str) -> str:
    """Who gathers most participants among operators or modalities, or that they gather alike. Sorted, largest first."""
    if len(noms) < 2:
        connus = "de modalités connues" if pluriel == "modalités" else f"d'{pluriel} connus"
        return f"Trop peu {connus} pour comparer"
    if trop_peu(nombres):
        return f"Trop peu de participants pour comparer les {pluriel}"
    if nombres[-1] >= 0.8 * nombres[0]:
        return f"Les {pluriel} réunissent à peu près autant de participants"
    premiers, seconds = compte(nombres[0], "participant"), entier(nombres[1])
    if pluriel == "modalités":
        return f"{noms[0]} : {premiers}, contre {seconds} en {noms[1].lower()}"
    # Operators come as they are written, some with an article (le SRANE), some without (Canopé): no verb asks for it.
    return f"{noms[0]} : {premiers}, {noms[1]} : {seconds}"


def titre_mois(noms: list[str], nombres: list[float]) -> str:
    """The busiest month or months, or an even year: of the months of training, where others stand between them. Sorted, largest
    first.
    """
    if len(noms) < 3:
        return "Trop peu de mois connus pour voir un rythme"
    if trop_peu(nombres):
        return "Trop peu de participants pour voir un rythme"
    pleins = pointes(noms, nombres)
    if not pleins:
        rangs = sorted(DEPUIS_SEPTEMBRE.index(nom) for nom in noms)
        un_mois = "un mois" if rangs[-1] - rangs[0] == len(rangs) - 1 else "un mois de formation"
        return f"La participation est régulière d'{un_mois} à l'autre"
    chacun = " chaque fois" if len(pleins) > 1 else ""
    return f"La participation culmine en {enumeration(pleins)} : {compte(nombres[0], 'participant')}{chacun}"


def pointes(noms: list[str], nombres: list[float]) -> list[str]:
    """The months that the sentence names, all of them where several are as busy; none in an even year, or of too few. Sorted, largest
    first.
    """
    if len(noms) < 3 or trop_peu(nombres) or min(nombres) >= 0.8 * max(nombres):
        return []
    return [nom for nom, n in zip(noms, nombres, strict=True) if n == nombres[0]]


def _participation(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, taille: float
) -> Visual:
    d = DIMENSIONS[dimension]
    tous = lire(questions.breakdown(con, filters, view, dimension, ["participants"]))
    montres = zip(tous["participants"], tous["participants_masque"], strict=True)
    lus = garder(tous, [i for i, (n, m) in enumerate(montres) if m or (nombre(n) or 0) > 0])
    code = f"participants_{dimension}"
    jeux = (*JEUX, "session_complement") if dimension == "operateur" else JEUX
    if not lus["valeur"]:
        return sans_donnees(con, filters, view, code, f"Participants par {d.libelle.lower()}", MANQUE, jeux)
    vide = _titre(d, [], [])
    if inconnus := tous_inconnus(con, filters, view, code, vide, jeux, (dimension, lus["valeur"])):
        return inconnus
    lus = ordonner(lus, dimension)
    annees, offres = sorted(set(lus["annee"])), questions.offers(con, filters, view)
    lignes = list(
        zip(lus["valeur"], lus["annee"], lus["participants"], lus["participants_masque"], strict=True)
    )
    lus["n"] = lus["participants"]
    lus["mots"] = _mots([(None if m else n, offres.get(a)) for _, a, n, m in lignes])
    connus = [(v, float(n)) for v, a, n, m in lignes if a == annees[-1] and not m and connue(dimension, v)]
    connus.sort(key=lambda ligne: -ligne[1])
    noms, nombres = [v for v, _ in connus], [n for _, n in connus]
    mois = dimension == "mois"
    titre = _titre(d, noms, nombres)
    cells = {"Année": lus["annee"], d.libelle: lus["valeur"], "Participants": cellules(lus, "participants")}
    table = pd.DataFrame(cells | _parts(lus, offres))
    figure = barres_par_annee(
        lus,
        mois=mois,
        unite="participants",
        accent=(pointes(noms, nombres) or None) if mois else None,
        # In a year whose presences are known, nobody came there: known, and no dash.
        absent=entier(0),
        taille=taille,
    )
    dits = resume({"valeur": noms, "n": nombres}, "valeur", "n", f"Participants en {annees[-1]}")
    return visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        sous_titre=_sous_titre(
            d, len(set(lus["valeur"])), [offres[a] for a in annees if a in offres], len(annees)
        )
        + annee_du_titre(annees),
        donnees=table,
        formats=formats_de(table, Part="pourcent"),
        figure=_meme_echelle(figure, _le_plus_grand(con, filters, view, A_COTE[dimension])),
        alternative=f"{titre}. {dits}",
        jeux=jeux,
        avertissements=[nommes_par_code(con, dimension, annees), reserve(con, filters, view)],
        view=view,
    )


def _le_plus_grand(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str) -> float:
    """The largest count of participants that this cut may show; 0 where it shows none."""
    tous = lire(questions.breakdown(con, filters, view, dimension, ["participants"]))
    montres = zip(tous["participants"], tous["participants_masque"], strict=True)
    return max((nombre(n) or 0.0 for n, masque in montres if not masque), default=0.0)


def _meme_echelle(figure: dict[str, Any], autre: float) -> dict[str, Any]:
    """Bars on the scale of those beside them, the longest of which is `autre`: both count participants. Lines have their own."""
    if any(trace["type"] != "bar" for trace in figure["data"]):
        return figure
    layout = figure["layout"]
    axe = layout["xaxis"] | {"range": [0, max(layout["xaxis"]["range"][1], autre)]}
    return figure | {"layout": layout | {"xaxis": axe}}


def _titre(d: Dimension, noms: list[str], nombres: list[float]) -> str:
    if d.nom == "mois":
        return titre_mois(noms, nombres)
    if d.nom == "module":
        return titre_palmares(noms, nombres, d.pluriel)
    return titre_premier(noms, nombres, d.pluriel)


def _mots(rapports: Sequence[Rapport]) -> list[str]:
    """« 176 · 15,6 % », the number alone when nobody knows out of how many; a masked one has no count."""
    return [
        MASQUE if n is None else f"{entier(n)} · {dite}" if offres else entier(n)
        for (n, offres), dite in zip(rapports, alignees(rapports), strict=True)
    ]


def _parts(lus: Colonnes, offres: Mapping[str, int]) -> dict[str, list[Any]]:
    """Out of how many, and the share: the columns of what the marks say beside each count, where that is known of a year."""
    if not any(offres.get(a) for a in lus["annee"]):
        return {}
    lignes = zip(lus["participants"], lus["participants_masque"], lus["annee"], strict=True)
    return {
        "Sollicités": [offres.get(a) for a in lus["annee"]],
        "Part": [MASQUE if masque else taux(n, offres.get(a)) for n, masque, a in lignes],
    }


def _sous_titre(d: Dimension, valeurs: int, offres: Sequence[int], annees: int) -> str:
    """What is counted, out of how many, and why one may count twice. Months of several years are lines, which say no share."""
    sur = ""
    if offres and annees == 1:
        sur = f", et part {accord(offres[0], 'du seul sollicité', f'des {entier(offres[0])} sollicités')}"
    elif offres and d.nom != "mois":
        sur = ", et part des sollicités de l'année"
    return f"Participants par {d.libelle.lower()}{sur}. {d.note}{'' if d.nom == 'mois' else en_plus(valeurs, d.nom)}"


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


VISUALS = (par_module, par_mois, par_operateur, par_modalite)
