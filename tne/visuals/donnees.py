"""What we know and what we lack: completeness by source and month, reconciliation, what to ask for."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from tne.datasets import DATASETS
from tne.filters import Filters, View
from tne.indicators import INDICATORS, Value
from tne.queries import completude
from tne.typographie import accord, entier, enumeration, mois, signe, typographier
from tne.visuals.grille import grille
from tne.visuals.sources import source_line, values
from tne.visuals.visual import Visual

# The sources a year's bilan is made of, in the order in which they are asked for.
ATTENDUS = (
    "module",
    "session",
    "session_complement",
    "offre",
    "reponse",
    "inscription",
    "intervention",
    "atelier_parentalite",
    "consultation",
    "equipement",
    "numerixplore",
    "effectif",
    "ips",
)
# A campaign is prepared before its year begins: offers and replies have no place among its months.
_DATEES = tuple(j for j in ATTENDUS if j not in ("module", "effectif", "ips", "offre", "reponse"))


@dataclass(frozen=True)
class Demande:
    """A source that is missing for the year: what it is, and from whom to ask it, where to click, when."""

    titre: str
    demander: str


def manquants(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Demande, ...]:
    """The expected sources of the last chosen year that the base does not hold."""
    if not filters.annees:
        return ()
    year = filters.for_year(filters.annees[-1])
    known = set(completude.by_source(con, year, view)["jeu"])
    return tuple(Demande(DATASETS[j].title, DATASETS[j].demander) for j in ATTENDUS if j not in known)


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> str:
    """The completeness of the last chosen year in a sentence; `**` around the figures."""
    if not filters.annees:
        return ""
    annee = filters.annees[-1]
    lacking = manquants(con, filters, view)
    total = len(ATTENDUS)
    known = total - len(lacking)
    if not known:
        return typographier(f"**Rien** n'est encore importé pour {annee} : {total} sources sont attendues.")
    here = accord(known, "est là", "sont là")
    sentence = (
        f"**{entier(known)} {accord(known, 'source', 'sources')} sur {entier(total)}** {here} pour {annee}"
    )
    if not lacking:
        return typographier(f"{sentence} : rien ne manque au bilan.")
    names = [d.titre.lower() for d in lacking]
    shown = (
        enumeration(names)
        if len(names) <= 3
        else ", ".join(names[:3]) + f" et {entier(len(names) - 3)} autres"
    )
    return typographier(f"{sentence} ; il manque : {shown}.")


def mois_par_mois(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """Where the holes are: records by source and month of the last chosen year."""
    annee = filters.annees[-1] if filters.annees else ""
    frame = completude.by_month(con, filters.for_year(annee), view) if annee else pd.DataFrame()
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
        found = frame[frame["jeu"] == jeu] if not frame.empty else frame
        if found.empty:
            continue
        by = dict(zip(pd.to_datetime(found["mois"]), found["lignes"], strict=True))
        rows.append(
            {"Source": DATASETS[jeu].title}
            | {la: int(by.get(m, 0)) for la, m in zip(labels, months, strict=True)}
        )
    table = pd.DataFrame(rows, columns=["Source", *labels])
    schooltime = [c for c, m in zip(labels, months, strict=True) if m.month not in (7, 8)]
    empty = int((table[schooltime] == 0).sum().sum()) if not table.empty else 0
    title = "Aucune source datée n'est importée"
    if not table.empty:
        title = (
            "Toutes les sources datées ont des lignes chaque mois"
            if not empty
            else f"{entier(empty)} cases vides : mois sans activité, ou mois à demander"
        )
    return Visual(
        code="donnees.mois",
        titre=typographier(title),
        sous_titre=typographier(
            f"Lignes par source et par mois, {annee} ; le filtre d'établissements ne joue pas ici"
        ),
        donnees=table,
        formats={"Source": "texte"} | dict.fromkeys(labels, "entier"),
        figure=grille(table, "Source", labels, famille="neutre", nom="ligne", zero="aucune")
        if rows
        else None,
        alternative=typographier(
            f"{title}. Sources : {enumeration(table['Source'].tolist()) if rows else 'aucune'}."
        ),
        source=source_line(con, _DATEES),
        filtre=filters.en_mots(),
        famille="neutre",
        etat="calculé" if rows else "absent",
    )


def sources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """One row per expected source and chosen year: rows, up to which date, latest import, or missing."""
    known = completude.by_source(con, filters, view)
    rows = []
    for annee in filters.annees:
        for jeu in ATTENDUS:
            found = known[(known["jeu"] == jeu) & (known["annee"] == annee)]
            line = found.iloc[0] if len(found) else None
            rows.append(
                {
                    "Source": DATASETS[jeu].title,
                    "Année": annee,
                    "Lignes": None if line is None else int(line["lignes"]),
                    "Jusqu'au": None
                    if line is None or pd.isna(line["jusqu_au"])
                    else pd.Timestamp(line["jusqu_au"]).date(),
                    "Dernier import": None
                    if line is None or pd.isna(line["importe"])
                    else pd.Timestamp(line["importe"]).date(),
                    "État": "manque" if line is None else "là",
                }
            )
    table = pd.DataFrame(rows, columns=["Source", "Année", "Lignes", "Jusqu'au", "Dernier import", "État"])
    table["Lignes"] = table["Lignes"].astype("Int64")
    lacking = int((table["État"] == "manque").sum())
    title = (
        "Toutes les sources attendues sont là"
        if not lacking
        else f"{entier(lacking)} {accord(lacking, 'source manque', 'sources manquent')}"
    )
    return Visual(
        code="donnees.sources",
        titre=typographier(title),
        sous_titre=typographier("Ce qui a été importé, jusqu'à quelle date, et ce qui manque"),
        donnees=table,
        formats={
            "Source": "texte",
            "Année": "texte",
            "Lignes": "entier",
            "Jusqu'au": "date",
            "Dernier import": "date",
            "État": "texte",
        },
        figure=None,
        alternative=typographier(title),
        source=source_line(con, ATTENDUS),
        filtre=filters.en_mots(),
        famille="neutre",
        etat="calculé",
    )


def rapprochement(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """Computed beside published, for each indicator of the last chosen year; a difference is said, never hidden."""
    annee = filters.annees[-1] if filters.annees else ""
    found: dict[str, Value] = (
        values(con, filters.sans_etablissement(), (annee,), view)[annee] if annee else {}
    )
    rows = []
    for i in INDICATORS:
        v = found.get(i.code)
        if v is None or (v.origine == "absent" and v.publie is None and not v.masque):
            continue
        rows.append(
            {
                "Chiffre": typographier(i.libelle),
                "Retenu": v.texte,
                "État": "masqué" if v.masque else v.origine,
                "Publié": "–" if v.publie is None else Value(i, annee, v.publie, "publié").texte,
                "Rapprochement": typographier(_agreement(v)),
                "Définition": typographier(i.definition),
            }
        )
    table = pd.DataFrame(rows, columns=["Chiffre", "Retenu", "État", "Publié", "Rapprochement", "Définition"])
    both = [v for v in found.values() if v.concorde is not None]
    apart = [v for v in both if not v.concorde]
    title = "Aucun chiffre n'est à la fois calculé et publié"
    if both:
        title = (
            f"Les {entier(len(both))} chiffres calculés et publiés concordent"
            if not apart
            else f"{entier(len(apart))} {accord(len(apart), 'chiffre calculé diffère', 'chiffres calculés diffèrent')} du publié, sur {entier(len(both))}"
        )
    return Visual(
        code="donnees.rapprochement",
        titre=typographier(title),
        sous_titre=typographier(
            f"{annee}, tout le territoire ; égal veut dire égal après arrondi aux décimales publiées"
        ),
        donnees=table,
        formats=dict.fromkeys(table.columns, "texte"),
        figure=None,
        alternative=typographier(title),
        source=source_line(con, ("indicateur_publie", *ATTENDUS)),
        filtre=filters.en_mots(),
        famille="neutre",
        etat="calculé" if rows else "absent",
    )


def _agreement(v: Value) -> str:
    if v.masque:
        return "masqué en lecture"
    if v.concorde is None:
        return "seul connu" if v.publie is not None and v.origine == "publié" else "rien de publié"
    return "conforme au publié" if v.concorde else f"écart de {signe((v.valeur or 0) - (v.publie or 0))}"


VISUALS = (mois_par_mois, sources, rapprochement)
