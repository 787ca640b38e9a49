"""Lists of schools, and a map whose schools are drawn on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from tne.sections import SECTIONS
from tne.typographie import typographier
from tne.ui import parts
from tne.ui.cache import Question, ask
from tne.ui.colonnes import colonnes
from tne.ui.contexte import Contexte, contexte
from tne.ui.etablissement import adresses
from tne.ui.grilles import coupe, montrees
from tne.ui.hauteurs import egaliser
from tne.ui.liste_lue import Liste, du_cadre
from tne.ui.parts_donnees import pied
from tne.ui.planche import ECART, Piece, planche
from tne.ui.texte import phrase_lue
from tne.visuals import accompagnements_visites, petits
from tne.visuals.carte_traces import etroite
from tne.visuals.visual import Visual

UAI = "UAI"
NOMS = ("Établissement", "Collège", "Lieu")
"""Columns that name a school."""
SEPARES = ", "
"""Between the words of columns told together."""


def liste(
    v: Visual, cle: str, reunies: Mapping[str, Sequence[str]] | None = None, sans: Sequence[str] = ()
) -> None:
    """A Visual shown as a list, with its title, source and CSV; the name of each school that the directory knows opens its page.

    A list too wide for the page is shown with columns that are told together (`reunies`: name → those that it holds), and
    without some (`sans`); its data keep all of them.
    """
    planche(cle, [piece(v, cle, reunies, sans)])


def piece(
    v: Visual, cle: str, reunies: Mapping[str, Sequence[str]] | None = None, sans: Sequence[str] = ()
) -> Piece:
    """`liste` for a column."""
    if v.donnees.empty:
        return parts.ecrite(v, cle, "")
    ctx = contexte()
    place = ("liste", ctx.filters.annees, tuple(reunies or ()), tuple(sans))
    lue = v.une_fois(place, lambda: _lue(ctx, v, reunies or {}, sans))
    return Piece(cle, parts.entete(v), lue, coupe(len(v.donnees)) + pied(v, cle))


def _lue(ctx: Contexte, v: Visual, reunies: Mapping[str, Sequence[str]], sans: Sequence[str]) -> Liste:
    premieres = v.donnees.head(montrees(len(v.donnees)))
    donnees = petits.sans(_reunir(premieres, reunies), v.formats, sans)
    ordre = _ordre([str(c) for c in donnees.columns], len(ctx.filters.annees))
    formats = {**v.formats, **dict.fromkeys(reunies, "texte")}
    liee = next((c for c in (*NOMS, UAI) if c in donnees), "") if UAI in donnees else ""
    return Liste(
        phrase_lue(v.titre),
        v.alternative or v.titre,
        *du_cadre(donnees[ordre], formats),
        liee=ordre.index(liee) if liee else -1,
        numero=ordre.index(UAI) if liee else -1,
        pages=adresses(ctx, donnees[UAI]) if liee else (),
    )


def _reunir(donnees: pd.DataFrame, reunies: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Columns of words told together, in the place of the first of them; where none has a word, the cell is empty."""
    out = donnees
    for nom, parties in reunies.items():
        mots = [
            SEPARES.join(x for x in cellules if isinstance(x, str) and x)
            for cellules in zip(*(out[p] for p in parties), strict=True)
        ]
        place = list(out.columns).index(parties[0])
        out = out.drop(columns=list(parties))
        out.insert(place, nom, mots)
    return out


def _ordre(colonnes: list[str], annees: int) -> list[str]:
    """The number of a school beside its name. One year needs no column."""
    if annees == 1:
        colonnes = [c for c in colonnes if c != "Année"]
    noms = [c for c in colonnes if c in NOMS]
    if UAI not in colonnes or not noms:
        return colonnes
    reste = [c for c in colonnes if c != UAI]
    apres = reste.index(noms[0]) + 1
    return [*reste[:apres], UAI, *reste[apres:]]


def avec_carte(
    ctx: Contexte,
    a_cote: Sequence[tuple[Visual, str]],
    carte: Question[Visual],
    cle: str,
    etablissements: Question[Visual] | None = None,
) -> None:
    """Figures beside a map. Several years: the figures side by side, then a map for each year, to compare.

    `etablissements` is the same map with the schools, which a box shows where either can be drawn.
    """
    coche = f"{cle}-etablissements"
    question = etablissements if etablissements and st.session_state.get(coche) else carte
    annees = ctx.filters.annees
    # Over several years the maps stand below: a figure alone takes the whole width.
    seule = len(annees) > 1 and len(a_cote) == 1
    if len(annees) > 1:
        pieces = [parts.piece(v, nom) for v, nom in a_cote]
        deux = [pieces] if seule else [pieces[::2], pieces[1::2]]
        planche(f"rangee-{a_cote[0][1]}", *deux, ordre=[p.cle for p in pieces])
        _par_annee(ctx, question, cle)
        if etablissements:
            _montrer(ctx, (carte, etablissements), coche)
        return
    v = ask(ctx, question)
    figures, _ = egaliser([[v for v, _ in a_cote], [v]])
    gauche = [parts.piece(haute, nom) for haute, (_, nom) in zip(figures, a_cote, strict=True)]
    droite = [parts.piece(v, cle)]
    if etablissements is None:
        planche(f"rangee-{cle}", gauche, droite)
        return
    places = colonnes(cle)
    with places[0]:
        planche(f"rangee-{cle}", gauche)
    with places[1]:
        planche(cle, droite)
        _montrer(ctx, (carte, etablissements), coche)


def _montrer(ctx: Contexte, cartes: Sequence[Question[Visual]], coche: str) -> None:
    annees = [ctx.filters.for_year(annee) for annee in ctx.filters.annees]
    if any(ask(ctx, carte, annee).figure is not None for carte in cartes for annee in annees):
        st.checkbox("Montrer les établissements", key=coche)


def _par_annee(ctx: Contexte, question: Question[Visual], cle: str) -> None:
    """The same map once a year, in a row on a wide screen."""
    nombre = min(len(ctx.filters.annees), 3)
    cartes: list[list[Piece]] = []
    for annee in ctx.filters.annees:
        v = ask(ctx, question, ctx.filters.for_year(annee))
        if nombre == 3:
            v = v.pour("étroite", etroite)
        titre = f"{annee} · {v.titre}"
        cartes.append([parts.piece(replace(v, titre=titre), f"{cle}-{annee}")])
    # At the bottom of their row: maps are compared side by side, whatever the lines that their titles take.
    planche(
        f"rangee-{cle}",
        *cartes,
        etroite=240 if nombre == 3 else 340,
        ecart="2rem" if nombre == 3 else ECART,
        en_bas=True,
    )


def jamais_visites(ctx: Contexte) -> None:
    """The schools that nobody visited, unless the figure of coverage above said already that they cannot be told."""
    v = ask(ctx, accompagnements_visites.jamais_visites)
    if ctx.filters.un_seul or v.titre != ask(ctx, accompagnements_visites.couverture).titre:
        liste(v, "accompagnements-jamais")


def journal_absent(ctx: Contexte) -> None:
    """Without the log of interventions: what it would tell, and where to import it."""
    st.space("medium")
    parts.empty_state(
        typographier(f"Le journal des interventions n'est pas importé {ctx.filters.quand}."),
        typographier(next(s.apport for s in SECTIONS if s.famille == "accompagnements")),
        "pages/importer.py",
    )
