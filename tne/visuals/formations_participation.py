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
from tne.queries.masking import DENOMINATEUR_MINIMUM, Taux, left_out, rate
from tne.typographie import (
    accord,
    compte,
    entier,
    enumeration,
    proportion,
    proportion_sur,
    proportions,
)
from tne.visuals.bars import lire, resume
from tne.visuals.formations_cadre import (
    annee_du_titre,
    barres_par_annee,
    colonne,
    dire,
    en_plus,
    formats_de,
    garder,
    ordonner,
    reserve,
    sans_donnees,
    visuel,
)
from tne.visuals.gabarit import nombre, raccourcir
from tne.visuals.significatif import differents
from tne.visuals.visual import MASQUE, Visual

JEUX = ("inscription", "session", "offre")
MANQUE = "Importez les inscriptions et présences de Sofia-FMO pour voir ce graphique."
SANS_ANNUAIRE = (
    "Importez l'annuaire des établissements : sans lui, ni le secteur ni le type d'aucun n'est connu."
)


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
    if nombres[1] >= 0.9 * nombres[0] and len(noms) > 2:
        return f"« {raccourcir(noms[0], 40)} » et « {raccourcir(noms[1], 40)} » attirent le plus"
    return f"« {raccourcir(noms[0], 60)} » attire le plus"


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
    return f"{noms[0]} réunit {premiers}, {noms[1]} {seconds}"


def titre_mois(noms: list[str], nombres: list[float]) -> str:
    """The busiest month or months, or an even year. Sorted, largest first."""
    if len(noms) < 3:
        return "Trop peu de mois connus pour voir un rythme"
    if trop_peu(nombres):
        return "Trop peu de participants pour voir un rythme"
    pleins = pointes(noms, nombres)
    if not pleins:
        return "La participation est régulière d'un mois à l'autre"
    chacun = " chaque fois" if len(pleins) > 1 else ""
    return f"La participation culmine en {enumeration(pleins)} : {compte(nombres[0], 'participant')}{chacun}"


def pointes(noms: list[str], nombres: list[float]) -> list[str]:
    """The months that the sentence names, all of them where several are as busy; none in an even year, or of too few. Sorted, largest
    first.
    """
    if len(noms) < 3 or trop_peu(nombres) or min(nombres) >= 0.8 * max(nombres):
        return []
    return [nom for nom, n in zip(noms, nombres, strict=True) if n == nombres[0]]


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
        bas, haut = proportion(*parts[0]), proportion(*parts[-1])
        dit = f"de {bas} à {haut} de participants" if bas != haut else f"{bas} de participants partout"
        return f"Pas d'écart net selon le {sujet} : {dit}"
    tries = sorted(groupes, key=lambda g: -g[1] / g[2])
    (plus, n1, d1), (moins, n2, d2) = tries[0], tries[-1]
    haut, bas = proportions((n1, d1), (n2, d2))
    return f"{plus} : {haut} de participants, contre {bas} ({moins.lower()})"


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
    lus = ordonner(lus, dimension)
    annees, offres = sorted(set(lus["annee"])), questions.offers(con, filters, view)
    lignes = list(
        zip(lus["valeur"], lus["annee"], lus["participants"], lus["participants_masque"], strict=True)
    )
    lus["n"] = lus["participants"]
    lus["mots"] = [_mots(n, m, offres.get(a)) for _, a, n, m in lignes]
    connus = [(v, float(n)) for v, a, n, m in lignes if a == annees[-1] and not m]
    connus.sort(key=lambda ligne: -ligne[1])
    noms, nombres = [v for v, _ in connus], [n for _, n in connus]
    mois = dimension == "mois"
    titre = _titre(d, noms, nombres)
    cells = {"Année": lus["annee"], d.libelle: lus["valeur"], "Participants": colonne(lus, "participants")}
    table = pd.DataFrame(cells)
    dits = resume({"valeur": noms, "n": nombres}, "valeur", "n", f"Participants en {annees[-1]}")
    return visuel(
        con,
        filters,
        code,
        titre,
        _sous_titre(d, len(set(lus["valeur"])), offres.get(annees[-1]) if len(annees) == 1 else None)
        + annee_du_titre(annees),
        table,
        formats_de(table),
        barres_par_annee(
            lus,
            "n",
            "mots",
            mois=mois,
            unite="participants",
            accent=(pointes(noms, nombres) or None) if mois else None,
            # In a year whose presences are known, nobody came there: known, and no dash.
            absent=entier(0),
            taille=taille,
        ),
        f"{titre}. {dits}",
        jeux,
        [reserve(con, filters, view)],
        view=view,
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
    return f"{entier(n)} · {proportion(n, offres)}" if offres else entier(n)


def _sous_titre(d: Dimension, valeurs: int, offres: int | None) -> str:
    sur = (
        f", et part {accord(offres, 'du seul sollicité', f'des {entier(offres)} sollicités')}"
        if offres
        else ""
    )
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
    for (valeur, annee), found in sorted(cells.items()):
        parts = {c: found.get(c, (0, False)) for c in counts}
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


def _groupe(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, taille: float
) -> Visual:
    sujet = "type d'établissement" if dimension == "type" else "secteur"
    code, jeux = f"participants_{dimension}", (*JEUX, "etablissement")
    lus = _groupes(con, filters, view, dimension)
    if not set(lus["valeur"]) - {questions.INCONNU}:
        manque = SANS_ANNUAIRE if lus["valeur"] else MANQUE
        return sans_donnees(con, filters, view, code, f"Participation par {sujet}", manque, jeux)
    ecartes = questions.schools_left_out(con, filters, view)
    couples = list(zip(lus["participants"], lus["offres"], strict=True))
    tues = reserve(con, filters, view, "offres", par_groupe=True)
    # Participants without the masked schools are no share of the offers of all of them, nor the other way round.
    rates = [Taux(None) if ecartes or tues else _taux(n, d, view) for n, d in couples]
    rapporte = any(r.valeur is not None for r in rates)
    lus["n"] = [r.valeur for r in rates] if rapporte else lus["participants"]
    lus["mots"] = [
        MASQUE if m else proportion_sur(n, d) if r.valeur is not None else MASQUE if r.masque else entier(n)
        for (n, d), r, m in zip(couples, rates, lus["participants_masque"], strict=True)
    ]
    annees = sorted(set(lus["annee"]))
    groupes = [
        (str(nom), int(n), int(d))
        for nom, annee, (n, d), r in zip(lus["valeur"], lus["annee"], couples, rates, strict=True)
        if annee == annees[-1] and r.valeur is not None
    ]
    titre = titre_groupes(groupes, sujet) if rapporte else f"Participants selon le {sujet}"
    cells = {"Année": lus["annee"], sujet.capitalize(): lus["valeur"]}
    cells |= {"Participants": colonne(lus, "participants"), "Sollicités": colonne(lus, "offres")}
    figure = barres_par_annee(lus, "n", "mots", maximum=100 if rapporte else None, taille=taille)
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
        code,
        titre,
        sous + annee_du_titre(annees),
        table,
        formats_de(table),
        figure,
        f"{titre}. {dire(lus)}.",
        jeux,
        [
            f"Participants\u202f: {left_out(ecartes)}." if ecartes and tues else "",
            f"{left_out(ecartes)}." if ecartes and not tues else "",
            f"Sollicités\u202f: {tues[:1].lower()}{tues[1:]}" if tues else "",
            reserve(con, filters, view),
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


VISUALS = (par_module, par_mois, par_operateur, par_modalite, par_type, par_secteur)
