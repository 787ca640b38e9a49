"""Where the holes are in what we know: a grid of the records of each source, month by month."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd

from tne import horloge
from tne.datasets import DATASETS
from tne.demandes import ATTENDUS
from tne.filters import Filters, View
from tne.queries import completude
from tne.typographie import compte, entier, enumeration, mois, typographier
from tne.visuals.grille import grille
from tne.visuals.sources import source_line
from tne.visuals.visual import Visual

# A campaign is prepared before its year begins: offers and replies have no place among its months.
_DATEES = tuple(j for j in ATTENDUS if j not in ("module", "effectif", "ips", "offre", "reponse"))


def mois_par_mois(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """Where the holes are: records by source and month of the last chosen year. A month to come is none."""
    year = filters.for_year(filters.annees[-1]) if filters.annees else filters
    return _mois(con, year, completude.by_month(con, filters, view), view)


def mois_de_chaque_annee(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Visual, ...]:
    """`mois_par_mois` of each chosen year, the last one first, in the same shades: they are read one under the other."""
    frame = completude.by_month(con, filters, view)
    return tuple(_mois(con, filters.for_year(annee), frame, view) for annee in reversed(filters.annees))


def _mois(con: duckdb.DuckDBPyConnection, year: Filters, toutes: pd.DataFrame, view: View) -> Visual:
    """The months of one school year among those of `toutes`, which give the shades."""
    # A reader sees of registrations the sessions that have any (`completude.by_month`).
    titres = {j: typographier(DATASETS[j].title) for j in _DATEES}
    noms = {titres["inscription"]: "session"} if view != "coordination" else {}
    annee = year.annees[-1] if year.annees else ""
    now = pd.Timestamp(horloge.aujourdhui())
    toutes = toutes[toutes["jeu"].isin(_DATEES)]
    frame = toutes[toutes["annee"] == annee]
    months = (
        [
            pd.Timestamp(int(annee[:4]) + (0 if m >= 9 else 1), m, 1)
            for m in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)
        ]
        if annee
        else []
    )
    labels = [mois(m.date(), court=True) for m in months]
    rows = []
    for jeu in _DATEES:
        found = frame[frame["jeu"] == jeu]
        if found.empty:
            continue
        by = dict(zip(pd.to_datetime(found["mois"]), found["lignes"], strict=True))
        rows.append(
            {"Source": titres[jeu]}
            | {
                la: int(by[m]) if m in by else None if m > now else 0
                for la, m in zip(labels, months, strict=True)
            }
        )
    table = pd.DataFrame(rows, columns=["Source", *labels]).astype(dict.fromkeys(labels, "Int64"))
    schooltime = [c for c, m in zip(labels, months, strict=True) if m.month not in (7, 8)]
    empty = int((table[schooltime] == 0).sum().sum()) if not table.empty else 0
    title = "Aucune source datée n'est importée"
    if not table.empty:
        title = (
            _pleines(len(table))
            if not empty
            else f"{compte(empty, 'case vide', 'cases vides')}, hors juillet et août : mois sans activité, ou mois à demander"
        )
    counted = "Lignes par source et par mois"
    if noms and (frame["jeu"] == "inscription").any():
        counted += " (pour les inscriptions, sessions qui en ont)"
    return Visual(
        code="donnees.mois",
        titre=typographier(title),
        sous_titre=typographier(f"{counted}, {annee} ; le filtre d'établissements ne joue pas ici."),
        donnees=table,
        formats={"Source": "texte"} | dict.fromkeys(labels, "entier"),
        figure=grille(
            table,
            "Source",
            labels,
            famille="neutre",
            nom="ligne",
            noms=noms,
            parmi=toutes["lignes"].tolist(),
        )
        if rows
        else None,
        alternative=typographier(f"{title}. {_vides(table, schooltime)}"),
        source=source_line(con, _DATEES, titres=True),
        filtre=year.en_mots(),
        famille="neutre",
        etat="calculé" if rows else "absent",
    )


def _pleines(sources: int) -> str:
    """No month is empty of those that are there; July and August are not looked at."""
    quand = "chaque mois, hors juillet et août"
    if sources == len(_DATEES):
        return f"Toutes les sources datées ont des lignes {quand}"
    if sources == 1:
        return f"La seule source datée qui soit là a des lignes {quand}"
    return f"Les {entier(sources)} sources datées qui sont là ont des lignes {quand}"


def _vides(table: pd.DataFrame, mois_de_classe: Sequence[str]) -> str:
    """Which cells are empty, source by source: « Numérixplore : sept. et déc. »; which sources are told where none is."""
    if table.empty:
        return "Sources : aucune."
    vides = {
        str(r["Source"]): [m for m in mois_de_classe if pd.notna(r[m]) and not r[m]]
        for r in table.to_dict("records")
    }
    dits = [f"{source} : {enumeration(m)}" for source, m in vides.items() if m]
    # A short name of a month ends with a point.
    return (
        f"Mois vides. {' ; '.join(dits).removesuffix('.')}."
        if dits
        else f"Sources : {enumeration(list(vides))}."
    )
