"""The blocks of the page about the data themselves."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from tne import horloge, territoire
from tne.demandes import ATTENDUS, a_demander, annees, courriel
from tne.documents.tables import write_cell
from tne.queries.completude import importe
from tne.typographie import TIRET_ABSENT, compte, typographier
from tne.ui import feuille, liens, modeles, parts
from tne.ui.a_copier import a_copier
from tne.ui.cache import ask
from tne.ui.contexte import Contexte
from tne.ui.liste_lue import Colonne
from tne.ui.planche import planche
from tne.ui.sans_annee import sans_annee
from tne.ui.tableaux import Cellule, tableau_html
from tne.visuals import donnees as figures
from tne.visuals import donnees_mois
from tne.visuals.visual import Visual


def nothing_yet(ctx: Contexte) -> None:
    """A base without a year: of what is imported, if anything is, nothing stands here yet."""
    mots = typographier(
        "Les sources apparaîtront ici dès qu'un fichier parlera d'une année scolaire."
        if ask(ctx, importe)
        else "Chaque source importée apparaît ici."
    )
    parts.empty_state(sans_annee(ctx), mots, "pages/importer.py")


def months(ctx: Contexte) -> None:
    """Where the holes are, a grid for each chosen year, the last one first."""
    found = ask(ctx, donnees_mois.mois_de_chaque_annee)
    for annee, v in zip(reversed(ctx.filters.annees), found, strict=True):
        if v.donnees.empty:  # the answer and what to ask for say it
            continue
        if len(ctx.filters.annees) > 1:
            v = replace(v, titre=f"{annee} · {v.titre}")
        parts.visual(v, f"donnees-mois-{annee}")


def to_ask(ctx: Contexte) -> None:
    """What to ask for a year, as a text to copy into a mail; of a year the base does not know yet, everything."""
    # The button that prepares another year is no more once pressed: the focus stays in this block.
    with st.container(key="donnees-demander"):
        _to_ask(ctx)


def _to_ask(ctx: Contexte) -> None:
    st.html(feuille.tete("À demander"))
    offered = annees(ctx.annees, horloge.aujourdhui())
    shown = ctx.annee or offered[0]
    key = f"demander-{shown}"
    annee = st.selectbox("Pour l\u2019année", offered, index=offered.index(shown), key=key, width=240)
    lacking = ask(ctx, a_demander, ctx.filters.for_year(annee))
    if not lacking:
        mots = (
            f"Rien n\u2019est à demander pour {annee}\u202f: les {len(ATTENDUS)} sources attendues sont là."
        )
        st.html(feuille.rien(mots))
        _prepare(ctx, annee, offered[0], key)
        return
    st.caption(typographier(f"Ce qui manque pour {annee}. Copiez ce texte dans un courriel."))
    a_copier(courriel(annee, territoire.en_cours().nom, lacking), f"demander-{annee}-courriel")
    if ctx.droit.ecrire:
        liens.seul("importer", "Modèles à remplir", ":material/download:", modeles.ADRESSE)


def _prepare(ctx: Contexte, annee: str, latest: str, key: str) -> None:
    """From a year that is complete to the one that runs, where something is to be asked for that one."""
    number = len(ask(ctx, a_demander, ctx.filters.for_year(latest))) if latest != annee else 0
    if number:
        st.button(
            typographier(f"Préparer {latest} : {compte(number, 'source')} à demander"),
            icon=":material/mail:",
            key="demander-suite",
            on_click=lambda: st.session_state.update({key: latest}),
        )


def sources(ctx: Contexte) -> None:
    """Each expected source: rows, up to which date, imported when and by whom, or missing."""
    v = ask(ctx, figures.sources)
    several = len(ctx.filters.annees) > 1
    _read(v, "donnees-sources", v.une_fois(("table", several), lambda: _sources(v, several)))


def _sources(v: Visual, several: bool) -> str:
    # Where nothing is imported, columns on imports would hold dashes alone.
    imported = (v.donnees["État"] != "manque").any()
    columns = [Colonne("Source"), Colonne("Lignes", "nombre")]
    columns += [Colonne(figures.JUSQU_AU), Colonne("Dernier import")] if imported else []
    lines = []
    for row in v.donnees.to_dict("records"):
        words = {str(c): write_cell(x, v.formats[str(c)]) for c, x in row.items()}
        by = f" par {words['Par']}" if not pd.isna(row.get("Par")) else ""
        lacks = words["État"] == "manque"
        cells = [
            # A column more for the year stood half outside a phone.
            Cellule(f"{words['Source']}, {words['Année']}" if several else words["Source"]),
            Cellule("manque" if lacks else words["Lignes"]),
            Cellule(words[figures.JUSQU_AU]),
            Cellule(words["Dernier import"] + by),
        ]
        lines.append(cells[: len(columns)])
    return _table(v, columns, lines)


def reconciliation(ctx: Contexte) -> None:
    """Each figure with its definition and its sources: kept, published, declared, and what sets them apart.

    Of a year of which nothing is published or declared, the title says so once: not each line again.
    """
    v = ask(ctx, figures.rapprochement)
    _read(v, "donnees-rapprochement", v.une_fois("table", lambda: _rapprochement(v)))


def _rapprochement(v: Visual) -> str:
    beside = [c for c in ("Publié", "Déclaré") if c in v.donnees and (v.donnees[c] != TIRET_ABSENT).any()]
    told = ["Rapprochement"] if beside else []
    columns = [Colonne("Chiffre"), Colonne("Retenu", "nombre")]
    columns += [Colonne(c, "nombre") for c in beside] + [Colonne(c) for c in told]
    lines = [
        [
            Cellule(row["Chiffre"], f"{row['Définition']} Source\u202f: {row['Sources']}."),
            Cellule(row["Retenu"], row["État"]),
            *(Cellule(row[c]) for c in (*beside, *told)),
        ]
        for row in v.donnees.to_dict("records")
    ]
    return _table(v, columns, lines)


def _table(v: Visual, columns: list[Colonne], lines: list[list[Cellule]]) -> str:
    return tableau_html(v.alternative or v.titre, columns, lines) if lines else ""


def _read(v: Visual, key: str, table: str) -> None:
    """A Visual as a table to read, with its title, source and CSV."""
    planche(key, [parts.ecrite(v, key, table)])
