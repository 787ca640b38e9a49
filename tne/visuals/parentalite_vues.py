"""The audience of the resources over time: by audience and by resource, month by month."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import parentalite as questions
from tne.typographie import accord, compte, entier, enumeration, mois, mois_et_annee, periode, pourcent, taux
from tne.visuals.bars import barres
from tne.visuals.fabrique import HORS_FILTRE, annees_de, entiers, pour_tous, rien, visuel
from tne.visuals.grille import grille
from tne.visuals.lines import courbes
from tne.visuals.visual import MOIS, Visual

FAMILLE = "parentalite"
JEUX_VUES = ("consultation", "ressource")
MANQUE = "Importez les vues mensuelles des ressources (YouTube Studio, PodEduc, PeerTube ou feuille de consultations)."
NOMS_PUBLICS = {
    "Parents d'écoliers": "écoliers",
    "Parents de collégiens": "collégiens",
    "Tous": "tous",
}
MOIS_MINIMUM = 3


def sans_vues(
    con: duckdb.DuckDBPyConnection, filters: Filters, code: str, titre: str, manque: str = MANQUE
) -> Visual:
    """A figure that no views make; views know nothing of establishments, which it says as soon as some are chosen."""
    notes = [HORS_FILTRE] if filters.par_etablissement else []
    return rien(con, filters, f"{FAMILLE}.{code}", titre, manque, JEUX_VUES, notes)


def _mois_scolaires(frame: pd.DataFrame) -> list[date]:
    """Every month from the first to the last that was measured, in order."""
    premier, dernier = min(frame["mois"]), max(frame["mois"])
    rangs = range(premier.year * 12 + premier.month - 1, dernier.year * 12 + dernier.month)
    return [date(n // 12, n % 12 + 1, 1) for n in rangs]


def _nom_mois(jour: date, plusieurs: bool) -> str:
    return mois_et_annee(jour) if plusieurs else mois(jour, court=True)


def titre_publics(sommes: list[tuple[str, int]]) -> str:
    """Which audience's resources are seen most; `sommes` by decreasing views, names as `NOMS_PUBLICS`."""
    total = sum(n for _, n in sommes)
    if not total:
        return "Aucune vue n'a été relevée dans ces mois"
    if sommes[0][1] == total:
        return f"{compte(total, 'vue')}, {accord(total, 'sur une ressource', 'toutes sur des ressources')} {_pour(sommes[0][0])}"
    (nom, n), (second, m) = sommes[:2]
    if n < 1.1 * m:
        return f"Les ressources {_pour(nom)} et celles {_pour(second)} sont autant regardées"
    return f"Les ressources {_pour(nom)} font {pourcent(taux(n, total))} des {entier(total)} vues"


def _pour(public: str) -> str:
    """After « ressources »: « pour les parents d'écoliers »."""
    return f"pour {pour_qui(public)}" if public in NOMS_PUBLICS else "sans public précisé"


def pour_qui(public: str) -> str:
    """The audience in a sentence: « les parents d'écoliers »."""
    return {
        "Parents d'écoliers": "les parents d'écoliers",
        "Parents de collégiens": "les parents de collégiens",
        "Tous": "tous les parents",
    }.get(public, public.lower())


def _mensuelles(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    frame = questions.monthly_views(con, filters, view)
    return frame.assign(mois=[pd.Timestamp(m).date() for m in frame["mois"]])


@pour_tous
def vues_par_public(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """Monthly views by audience over the chosen years."""
    frame = _mensuelles(con, filters, view)
    if frame.empty:
        return sans_vues(con, filters, "vues_public", "Vues au fil des mois : rien de relevé pour ce choix")
    jours = _mois_scolaires(frame)
    plusieurs = len(annees_de(frame)) > 1
    large = frame.groupby(["mois", "public"])["vues"].sum().unstack("public").reindex(jours)
    totaux = large.sum().sort_values(ascending=False, kind="stable")
    ordre, sommes = list(totaux.index), [(str(p), int(n)) for p, n in totaux.items()]
    table = pd.DataFrame({"Mois": jours})
    for p in ordre:
        table[str(p)] = entiers(large[p])
    return visuel(
        con,
        filters,
        f"{FAMILLE}.vues_public",
        titre=titre_publics(sommes),
        sous_titre=f"Vues par mois selon le public (parents d'écoliers, de collégiens, ou tous), {periode(annees_de(frame))}"
        if len(jours) > 1
        else f"Vues selon le public, {mois(jours[0])} {jours[0].year} : un seul mois est relevé",
        donnees=table,
        formats={"Mois": MOIS} | {str(p): "entier" for p in ordre},
        figure=_par_public(table, sommes, [_nom_mois(j, plusieurs) for j in jours], taille),
        alternative=f"{titre_publics(sommes)}. Total de la période : "
        + " ; ".join(f"{pour_qui(p)}, {compte(n, 'vue')}" for p, n in sommes)
        + ".",
        jeux=JEUX_VUES,
    )


def _par_public(
    table: pd.DataFrame, sommes: list[tuple[str, int]], noms: list[str], taille: float
) -> dict[str, Any]:
    """A line per audience, of which a single month would leave a dot in an empty frame: then a bar."""
    if len(noms) == 1:
        seul = pd.DataFrame(sommes, columns=["Public", "Vues"])
        return barres(
            seul, "Public", "Vues", famille=FAMILLE, accent=[sommes[0][0]], tri=False, taille=taille
        )
    trace = table.rename(columns=NOMS_PUBLICS).assign(Mois=noms)
    series = [NOMS_PUBLICS.get(p, p) for p, _ in sommes]
    return courbes(trace, "Mois", series, famille=FAMILLE, unite="vues", accent=series[:1], taille=taille)


def titre_mois(sommes: list[tuple[date, int]]) -> str:
    """When views peak: the best month against the mean one; `sommes` in order of time."""
    total = sum(n for _, n in sommes)
    if len(sommes) < MOIS_MINIMUM or not total:
        return "Trop peu de mois relevés pour voir un rythme"
    haut = max(n for _, n in sommes)
    jours = [jour for jour, n in sommes if n == haut]
    moyen = total / len(sommes)
    if haut < 1.5 * moyen:
        return f"Les vues sont régulières : {entier(moyen)} par mois en moyenne"
    quand = enumeration([f"{mois(jour)} {jour.year}" for jour in jours], "et en")
    return f"Les vues culminent en {quand} : {entier(haut)}, contre {entier(moyen)} par mois en moyenne"


@pour_tous
def vues_par_ressource_et_mois(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1
) -> Visual:
    """Views of each resource month by month, the seven most seen drawn."""
    frame = _mensuelles(con, filters, view)
    if frame.empty:
        return sans_vues(con, filters, "vues_mois", "Vues de chaque ressource : rien de relevé pour ce choix")
    jours = _mois_scolaires(frame)
    plusieurs = len(annees_de(frame)) > 1
    par_mois = frame.groupby("mois")["vues"].sum()
    large = (
        frame.groupby(["titre", "plateforme", "identifiant", "mois"])["vues"]
        .sum()
        .unstack("mois")
        .reindex(columns=jours)
    )
    ordre = large.sum(axis=1).sort_values(ascending=False, kind="stable").index
    table = pd.DataFrame({"Ressource": [cle[0] for cle in ordre]})
    for j in jours:
        table[_nom_mois(j, True)] = entiers(large.loc[ordre, j])
    dessin = table.head(7).copy()
    dessin.columns = pd.Index(["Ressource", *(_nom_mois(j, plusieurs) for j in jours)])
    return visuel(
        con,
        filters,
        f"{FAMILLE}.vues_mois",
        titre=titre_mois([(j, int(n)) for j, n in par_mois.items() if isinstance(j, date)]),
        sous_titre=(
            "Vues de chaque ressource par mois"
            if len(table) <= 7
            else f"Vues par mois des 7 ressources les plus vues, sur {entier(len(table))}"
        )
        + " ; une case vide n'a pas de relevé",
        donnees=table,
        formats={str(c): "texte" if c == "Ressource" else "entier" for c in table.columns},
        figure=grille(dessin, "Ressource", list(dessin.columns[1:]), famille=FAMILLE, taille=taille),
        jeux=JEUX_VUES,
    )
