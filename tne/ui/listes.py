"""Long lists in a box that scrolls, and a map whose schools are drawn on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from tne.documents.tables import write_cell
from tne.sections import SECTIONS
from tne.typographie import TIRET_ABSENT, enchainer, typographier
from tne.ui import parts
from tne.ui.cache import Question, ask
from tne.ui.colonnes import colonnes
from tne.ui.contexte import Contexte, contexte
from tne.ui.etablissement import adresses
from tne.ui.grilles import dire_la_coupe, ecrire, montrees
from tne.ui.hauteurs import egaliser
from tne.ui.largeurs import LIGNE, largeurs
from tne.ui.parts_donnees import pied
from tne.ui.texte import texte_sur
from tne.visuals.carte_traces import etroite
from tne.visuals.visual import Visual

UAI = "UAI"
REMARQUE = "Remarque"
NOMS = ("Établissement", "Collège", "Lieu")
"""Columns that name a school."""
SEPARES = ", "
"""Between the words of columns told together."""
HAUTEUR = 405
"""Pixels: ten rows and the header, and half a row that tells there are more; 200 schools must not push the page down."""
HAUTEUR_PLIEE = 590
"""The same for rows of two lines: eight and a half."""
ENTIERES = 15
"""Rows of a list that is shown whole: to scroll for the last three is a trouble that saves no room."""


def hauteur(lignes: int, *, pliees: bool = False) -> int | Literal["content"]:
    """The height of a list of that many rows: its own, or that of a box to scroll. `pliees`: each takes two lines."""
    boite = HAUTEUR_PLIEE if pliees else HAUTEUR
    return boite if lignes > ENTIERES else "content"


def liste(
    v: Visual, cle: str, reunies: Mapping[str, Sequence[str]] | None = None, sans: Sequence[str] = ()
) -> None:
    """A Visual shown as a list to scroll and sort, with its title, source and CSV.

    A list too wide for the page is shown with columns that are told together (`reunies`: name → those that it holds), and
    without some (`sans`); its data keep all of them.
    """
    with st.container(key=cle, gap="small"):
        parts.entete(v)
        if v.donnees.empty:
            st.markdown(f":gray[{texte_sur(v.alternative)}]")
        else:
            simples = _triables(v.donnees.head(montrees(len(v.donnees))), v.formats)
            simples = _reunir(simples, reunies or {}).drop(columns=list(sans), errors="ignore")
            formats = {**v.formats, **dict.fromkeys(reunies or {}, "texte")}
            # Where there is nothing to remark a dash would read as something missing.
            ecritures: dict[Any, Any] = {c: _ecriture(formats[str(c)]) for c in simples if c != REMARQUE}
            triables, liens = _lier(simples)
            ordre = _ordre([str(c) for c in triables.columns], len(contexte().filters.annees))
            larges, pliees = largeurs(
                {c: [ecritures.get(c, str)(x) for x in simples[c].tolist()] for c in ordre}
            )
            st.dataframe(
                ecrire(triables, {c: e for c, e in ecritures.items() if c not in liens}),
                hide_index=True,
                height=hauteur(len(v.donnees), pliees=pliees),
                row_height=LIGNE if pliees else None,
                alt=v.alternative or v.titre,
                key=f"{cle}-liste",
                column_config=_colonnes(triables, formats, larges, liens),
                column_order=ordre,
            )
            dire_la_coupe(len(v.donnees))
        pied(v, cle)


def _reunir(donnees: pd.DataFrame, reunies: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Columns of words told together, in the place of the first of them; where none has a word, the cell is empty."""
    out = donnees
    for nom, parties in reunies.items():
        mots = [
            SEPARES.join(filter(None, cellules)) for cellules in zip(*(out[p] for p in parties), strict=True)
        ]
        place = list(out.columns).index(parties[0])
        out = out.drop(columns=list(parties))
        out.insert(place, nom, mots)
    return out


def _colonnes(
    donnees: pd.DataFrame, formats: Mapping[str, str], larges: Mapping[str, int], liens: dict[str, Any]
) -> dict[str, Any]:
    """How each column is headed, set and, where that was found, how wide it is."""
    reglages = _a_droite(donnees, formats) | liens
    return {c: reglage | {"width": larges.get(c)} for c, reglage in reglages.items()}


def _lier(donnees: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The UAI of each school that the directory knows as a link to its page; the last letters of the address are shown."""
    if UAI not in donnees:
        return donnees, {}
    liees = donnees.copy()
    liees[UAI] = adresses(contexte(), donnees[UAI])
    lien = st.column_config.LinkColumn(
        "Sa page", display_text=r"(\d{7}[A-Z])$", help="Ouvre la page de l\u2019établissement."
    )
    return liees, {UAI: lien}


def _ordre(colonnes: list[str], annees: int) -> list[str]:
    """The link to a school beside its name: at the end of a wide list nobody finds it. One year needs no column."""
    if annees == 1:
        colonnes = [c for c in colonnes if c != "Année"]
    noms = [c for c in colonnes if c in NOMS]
    if UAI not in colonnes or not noms:
        return colonnes
    reste = [c for c in colonnes if c != UAI]
    apres = reste.index(noms[0]) + 1
    return [*reste[:apres], UAI, *reste[apres:]]


def _a_droite(donnees: pd.DataFrame, formats: Mapping[str, str]) -> dict[str, Any]:
    """Headers in French typography. Numbers that became text for a cell that is missing or masked still stand on the right."""
    return {
        str(c): st.column_config.Column(
            typographier(str(c)),
            alignment=None if formats[str(c)] in ("texte", "date") else "right",
        )
        for c in donnees.columns
    }


def _triables(donnees: pd.DataFrame, formats: Mapping[str, str]) -> pd.DataFrame:
    """Missing cells of text and dates as empty texts, dates as ISO: the grid writes "None" in English, and sorts the rest.

    A column of numbers where some are missing or masked becomes text: the grid takes one type.
    """
    columns: dict[Any, Any] = {}
    for c in donnees.columns:
        cells = [x.isoformat() if isinstance(x, date) else "" if pd.isna(x) else x for x in donnees[c]]
        mixed = any(isinstance(x, str) for x in cells) and any(not isinstance(x, str) for x in cells)
        columns[c] = (
            [x if isinstance(x, str) else write_cell(x, formats[str(c)]) for x in cells] if mixed else cells
        )
    return pd.DataFrame(columns)


def _ecriture(format_: str) -> Callable[[object], str]:
    def write(valeur: object) -> str:
        if valeur == "":
            return TIRET_ABSENT
        return typographier(
            write_cell(date.fromisoformat(str(valeur)) if format_ == "date" else valeur, format_)
        )

    return write


def avec_carte(
    ctx: Contexte,
    a_cote: Sequence[tuple[Visual, str]],
    carte: Question[Visual],
    cle: str,
    etablissements: Question[Visual] | None = None,
) -> None:
    """Figures beside a map. Several years: the figures side by side, then a map for each year, to compare.

    `etablissements` is the same map with the schools, which a box shows.
    """
    coche = f"{cle}-etablissements"
    question = etablissements if etablissements and st.session_state.get(coche) else carte
    annees = ctx.filters.annees
    # Over several years the maps stand below: a figure alone takes the whole width.
    seule = len(annees) > 1 and len(a_cote) == 1
    places = [st.container()] if seule else colonnes()
    if len(annees) == 1:
        figures, _ = egaliser([[v for v, _ in a_cote], [ask(ctx, question)]])
        a_cote = [(v, nom) for v, (_, nom) in zip(figures, a_cote, strict=True)]
    for rang, (v, nom) in enumerate(a_cote):
        with places[rang % 2 if len(annees) > 1 and not seule else 0]:
            parts.visual(v, nom)
    place = st.container() if len(annees) > 1 else places[1]
    with place:
        if len(annees) > 1:
            _par_annee(ctx, question, cle)
        else:
            parts.visual(ask(ctx, question), cle)
        if etablissements:
            st.checkbox("Montrer les établissements", key=coche)


def _par_annee(ctx: Contexte, question: Question[Visual], cle: str) -> None:
    """The same map once a year, in a row on a wide screen."""
    nombre = min(len(ctx.filters.annees), 3)
    # At the bottom of their row: maps are compared side by side, whatever the lines that their titles take.
    large = 240 if nombre == 3 else 340
    with st.grid(nombre, min_column_width=large, gap=("small", "medium"), vertical_alignment="bottom"):
        for annee in ctx.filters.annees:
            v = ask(ctx, question, ctx.filters.for_year(annee))
            if nombre == 3 and v.figure is not None:
                v = replace(v, figure=etroite(v.figure))
            parts.visual(replace(v, titre=f"{annee}\u202f: {enchainer(v.titre)}"), f"{cle}-{annee}")


def journal_absent() -> None:
    """Without the log of interventions: what it would tell, and where to import it."""
    st.space("medium")
    parts.empty_state(
        "Le journal des interventions n\u2019est pas importé pour ce choix.",
        typographier(next(s.apport for s in SECTIONS if s.famille == "accompagnements")),
        "pages/importer.py",
    )
