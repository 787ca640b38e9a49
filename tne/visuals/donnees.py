"""What we know and what we lack: completeness by source, reconciliation, what to ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from tne.datasets import DATASETS
from tne.demandes import ATTENDUS, a_demander, manquants
from tne.filters import Filters, View
from tne.indicators import Value, given_decimals, write_given
from tne.queries import completude
from tne.queries.masking import PETIT
from tne.typographie import (
    accord,
    arrondir,
    compte,
    date_courte,
    entier,
    enumeration,
    signe,
    typographier,
)
from tne.visuals.donnees_mois import mois_par_mois
from tne.visuals.sources import source_line, suivant, values
from tne.visuals.visual import MASQUE, Visual

JUSQU_AU = "Jusqu\u2019au"


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> str:
    """The completeness of the last chosen year in a sentence; `**` around the figures."""
    if not filters.annees:
        return ""
    annee = filters.annees[-1]
    lacking = manquants(con, filters, view)
    total = len(ATTENDUS)
    known = total - len(lacking)
    if not known:
        year = filters.sans_etablissement().for_year(annee)
        published = sum(v.publie is not None for v in values(con, year, (annee,), view)[annee].values())
        if published:
            said = compte(published, "chiffre publié", "chiffres publiés")
            return typographier(
                f"**{said}** pour {annee} ; aucune des {total} sources attendues n'est importée."
            )
        return typographier(f"**Aucune** des {total} sources attendues n'est encore importée pour {annee}.")
    here = accord(known, "est là", "sont là")
    sentence = (
        f"**{entier(known)} {accord(known, 'source', 'sources')} sur {entier(total)}** {here} pour {annee}"
    )
    if not lacking:
        # The directory is of no year, and no source of the bilan: it is asked for again when a year has begun.
        stale = a_demander(con, filters, view)
        left = "l'annuaire date d'avant la rentrée" if stale else "rien ne manque au bilan"
        return typographier(f"{sentence} {';' if stale else ':'} {left}.")
    names = [suivant(d.titre) for d in lacking]
    shown = (
        enumeration(names)
        if len(names) <= 3
        else ", ".join(names[:3]) + f" et {compte(len(names) - 3, 'autre')}"
    )
    return typographier(f"{sentence} ; il manque : {shown}.")


def _day(moment: Any) -> date | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).date()


def _lignes(nombre: Any) -> int | str:
    """How many rows there are, where that tells no small count of persons."""
    return MASQUE if pd.isna(nombre) else int(nombre)


def sources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """One row per expected source and chosen year: rows, up to which date, latest import, or missing; who imported, for coordinators."""
    known = completude.by_source(con, filters, view)
    rows = []
    # The last year first, as the months above the list are.
    for annee in filters.annees[::-1]:
        for jeu in ATTENDUS:
            found = known[(known["jeu"] == jeu) & (known["annee"] == annee)]
            line = found.iloc[0] if len(found) else None
            row = {
                "Source": typographier(DATASETS[jeu].title),
                "Année": annee,
                "Lignes": None if line is None else _lignes(line["lignes"]),
                JUSQU_AU: None if line is None else _day(line["jusqu_au"]),
                "Dernier import": None if line is None else _day(line["importe"]),
                "État": "manque" if line is None else "importée",
            }
            if view == "coordination":
                row["Par"] = None if line is None or pd.isna(line["par"]) else str(line["par"])
            rows.append(row)
    qui = ["Par"] if view == "coordination" else []
    table = pd.DataFrame(
        rows, columns=["Source", "Année", "Lignes", JUSQU_AU, "Dernier import", "État", *qui]
    )
    if not (table["Lignes"] == MASQUE).any():
        table["Lignes"] = table["Lignes"].astype("Int64")
    lacking = int((table["État"] == "manque").sum())
    title = (
        "Toutes les sources attendues sont là"
        if not lacking
        else f"{entier(lacking)} {accord(lacking, 'source manque', 'sources manquent')}"
    )
    # A source is expected once a year: « 20 sources manquent » is more than there are.
    if lacking and len(filters.annees) > 1:
        title += f" sur {entier(len(rows))}, {entier(len(ATTENDUS))} par année"
    return Visual(
        code="donnees.sources",
        titre=typographier(title),
        sous_titre=typographier("Ce qui a été importé, jusqu'à quelle date, et ce qui manque."),
        donnees=table,
        formats=dict.fromkeys(table.columns, "texte")
        | {"Lignes": "entier", JUSQU_AU: "date", "Dernier import": "date"},
        figure=None,
        alternative=typographier(title),
        source=source_line(con, ATTENDUS, titres=True),
        filtre=filters.en_mots(),
        famille="neutre",
        etat="calculé",
    )


def rapprochement(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """Computed beside declared and published, for each indicator of the last chosen year; what differs comes first, with
    what it was computed from. Each with its definition and its sources.
    """
    annee = filters.annees[-1] if filters.annees else ""
    year = filters.sans_etablissement().for_year(annee)
    found: dict[str, Value] = values(con, year, (annee,), view)[annee] if annee else {}
    known = completude.by_source(con, year, view) if annee else pd.DataFrame()
    lines = {str(r["jeu"]): r for r in known.to_dict("records")}
    shown = [v for v in found.values() if v.origine != "absent" or v.publie is not None]
    table = pd.DataFrame(
        [_rapprochee(v, lines) for v in sorted(shown, key=lambda v: False not in (v.concorde, _declare(v)))],
        columns=["Chiffre", "Retenu", "État", "Publié", "Déclaré", "Rapprochement", "Sources", "Définition"],
    )
    if not any(v.declare is not None for v in shown):
        table = table.drop(columns="Déclaré")
    title = "Aucun chiffre n'est à la fois calculé et publié"
    if shown and not any(v.publie is not None or v.declare is not None for v in shown):
        title = f"Rien n'est publié pour {annee} : {compte(len(shown), 'chiffre')} sans rapprochement"
    published = [(v.concorde, v.origine) for v in shown if v.concorde is not None]
    declared = [same for v in shown if (same := _declare(v)) is not None]
    # Where nothing is published, what was declared is all there is to stand beside.
    if published:
        counted = all(origine == "calculé" for _, origine in published)
        title = _titre([same for same, _ in published], "publié", "calculé" if counted else "retenu")
    elif declared:
        title = _titre(declared, "déclaré")
    return Visual(
        code="donnees.rapprochement",
        titre=typographier(title),
        sous_titre=typographier(
            f"{annee}, tout le territoire ; égal veut dire égal après arrondi aux décimales publiées."
        ),
        donnees=table,
        formats=dict.fromkeys(table.columns, "texte"),
        figure=None,
        alternative=typographier(title),
        source=source_line(con, ("indicateur_publie", *ATTENDUS), titres=True),
        filtre=filters.en_mots(),
        famille="neutre",
        etat="calculé" if shown else "absent",
    )


def _titre(agree: Sequence[bool], other: str, ours: str = "calculé") -> str:
    """How many of our figures agree with what was published, or declared: all computed, or some of them declared (« retenu »)."""
    apart = agree.count(False)
    if apart:
        differ = accord(apart, f"chiffre {ours} diffère", f"chiffres {ours}s diffèrent")
        return f"{entier(apart)} {differ} du {other}, sur {entier(len(agree))}"
    if len(agree) > 1:
        return f"Les {entier(len(agree))} chiffres {ours}s et {other}s concordent"
    return f"Le seul chiffre à la fois {ours} et {other} concorde"


def _declare(v: Value) -> bool | None:
    """Whether a computed figure is the declared one, to the digit that was given; None where there are not both, or it is
    masked.
    """
    if v.declare is None or v.origine != "calculé" or v.masque:
        return None
    decimals = given_decimals(v.indicateur, v.declare)
    return arrondir(v.valeur or 0, decimals) == arrondir(v.declare, decimals)


def _rapprochee(v: Value, lines: Mapping[str, Mapping[Any, Any]]) -> dict[str, str]:
    """One line: the figure kept, beside what was published and declared."""
    i = v.indicateur
    return {
        "Chiffre": typographier(i.libelle),
        "Retenu": v.texte,
        "État": "masqué" if v.masque else f"{v.origine}, {PETIT}" if v.petit else v.origine,
        "Publié": v.publie_texte,
        "Déclaré": write_given(i, v.declare),
        "Rapprochement": typographier(_agreement(v, lines)),
        "Sources": typographier(enumeration([DATASETS[j].title for j in (*i.jeux, *i.denominateur_jeux)])),
        "Définition": typographier(i.definition),
    }


def _agreement(v: Value, lines: Mapping[str, Mapping[Any, Any]]) -> str:
    """How the figure stands to the published one and to the declared one; a difference says where to look for it."""
    if v.masque:
        return "masqué en lecture"
    said = []
    if v.concorde is not None:
        said.append("conforme au publié" if v.concorde else f"écart de {_gap(v, v.publie)} sur le publié")
    elif v.publie is not None and v.origine == "publié":
        said.append("seul connu")
    if (same := _declare(v)) is not None:
        said.append("conforme au déclaré" if same else f"écart de {_gap(v, v.declare)} sur le déclaré")
    if any(s.startswith("écart") for s in said):
        said.append(f"à expliquer : {_computed_from(v, lines)}")
    return " ; ".join(said) or "rien de publié"


def _gap(v: Value, other: float | None) -> str:
    points = v.indicateur.unite == "pourcent"
    gap = (v.valeur or 0) - (other or 0)
    # A tenth of a point, or less, may be all the difference there is.
    decimals = next((n for n in (v.decimales_publiees, 1, 2, 3) if arrondir(gap, n)), 4)
    return f"{signe(gap, decimals)}{accord(arrondir(gap, decimals), ' point') if points else ''}"


def _computed_from(v: Value, lines: Mapping[str, Mapping[Any, Any]]) -> str:
    """« 137 lignes de Interventions, jusqu'au 28/06/2024 »: a list that is short, or stops early, is the usual reason."""
    parts = []
    for jeu in v.indicateur.jeux:
        line = lines.get(jeu)
        if line is not None:
            until = _day(line["jusqu_au"])
            rows = _lignes(line["lignes"])
            parts.append(
                f"{'des lignes' if isinstance(rows, str) else compte(rows, 'ligne')} dans « {DATASETS[jeu].title} »"
                + (f" jusqu'au {date_courte(until)}" if until else "")
            )
    return enumeration(parts) if parts else "aucune liste de cette année"


VISUALS = (mois_par_mois, sources, rapprochement)
