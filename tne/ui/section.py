"""The head that the pages about one part of the programme share: question, answer, tiles, or what to import."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
import streamlit as st

from tne.filters import Filters, View
from tne.indicator_value import Value
from tne.queries.masking import dite
from tne.sections import incomparables
from tne.typographie import cite, enumeration, typographier
from tne.ui import feuille, liens, parts, provenance
from tne.ui.bilan import as_tiles, inachevee, not_honoured
from tne.ui.cache import ask
from tne.ui.contexte import Contexte
from tne.ui.feuille import Tuile
from tne.ui.filtres import elargir
from tne.ui.hauteurs import egaliser
from tne.ui.narrow import way_back
from tne.ui.planche import planche
from tne.ui.sans_annee import sans_annee
from tne.ui.texte import phrase, texte_sur
from tne.visuals.headline import Chiffre, Headline, ecoles_seules, sans_etablissement
from tne.visuals.visual import Visual

_CIRCONSCRIPTION = typographier(
    "Une circonscription ne réunit que des écoles. Pour les collèges du même secteur, choisissez une intercommunalité ou des communes."
)


def head(
    ctx: Contexte,
    famille: str,
    question: str,
    answer: Callable[[duckdb.DuckDBPyConnection, Filters, View], Headline],
) -> bool:
    """Draw the head of the page of `famille`; True when the page goes on.

    A year without data says what to import, and the page still goes on when it has numbers without an indicator.
    """
    if ask(ctx, sans_etablissement):
        parts.page_header(famille, ctx.filters.en_mots(), question)
        aucun_etablissement(ctx)
        return False
    top = ask(ctx, answer)
    # Of an empty base « toutes les années » would say that there are some.
    parts.page_header(
        famille,
        ctx.filters.en_mots() if top.annee else "",
        question,
        "" if top.vide and not top.autres else top.reponse,
        lignes=2,
    )
    way_back(ctx.filters.noms)
    if top.vide and not top.autres:
        parts.empty_state(
            _aucun(ctx, top.annee),
            top.rappel,
            "pages/importer.py",
        )
        return False
    if top.sans_objet:
        if ask(ctx, ecoles_seules):
            st.caption(_CIRCONSCRIPTION)
        _tous()
        return False
    if len(ctx.filters.annees) > 1:
        st.caption(phrase(_de_quelle_annee(top.annee, ctx.annee)))
    shown = [(v, b) for v, b in top.valeurs if v.origine != "absent"]
    if note := inachevee(ctx, top.annee, [v for v, _ in top.valeurs]):
        st.caption(f":material/info: {note}")
    known = as_tiles(ctx, shown, famille)
    autres = (_tuile(c, "" if known or n else famille) for n, c in enumerate(top.autres))
    tuiles = feuille.tuiles([*known, *autres], stables=True)
    figures = [v for v, _ in shown]
    reasons = _raisons(figures)
    # Beside the link, in a place that is always there: nothing below moves when a filter makes one necessary.
    notes = feuille.notes([*not_honoured(figures), *map(typographier, (*reasons, *incomparables(figures)))])
    st.html(tuiles + liens.rangee(provenance.liens(shown[0][0].indicateur.code) if shown else [], notes))
    return True


def _raisons(values: Sequence[Value]) -> list[str]:
    """Why figures are masked, or what they leave out, each once; of which figures, where that is not the same for all of them."""
    said: dict[str, list[str]] = {}
    for v in values:
        if v.raison:
            said.setdefault(v.raison, []).append(v.indicateur.libelle)
    if len(said) == 1:
        return [dite(raison) for raison in said]
    return [f"{enumeration(map(cite, names))}\u202f: {dite(raison)}" for raison, names in said.items()]


def _aucun(ctx: Contexte, annee: str) -> str:
    if not annee:
        return sans_annee(ctx)
    return f"Aucun chiffre pour {annee if len(ctx.filters.annees) < 2 else 'ces années'}."


def _de_quelle_annee(annee: str, derniere: str) -> str:
    """Of which year the head is, beside charts of several; the last chosen one may have nothing."""
    debut = "La" if annee == derniere else f"Aucun chiffre pour {derniere}\u202f: la"
    return typographier(
        f"{debut} réponse et les chiffres du haut sont ceux de {annee} ; les graphiques comparent les années choisies."
    )


def aucun_etablissement(ctx: Contexte) -> None:
    """In the place of figures: the filters together leave nothing to count, and one click takes them away."""
    way_back(ctx.filters.noms)
    parts.empty_state(
        "Aucun établissement ne répond à ces filtres.",
        f"Ils ne vont pas ensemble\u202f: {texte_sur(ctx.filters.choix_en_mots())}. Retirez-en un, ou revenez à tous.",
    )
    _tous()


def _tous() -> None:
    st.button(
        "Voir tous les établissements",
        on_click=elargir,
        icon=":material/filter_alt_off:",
        key="elargir-filtres",
    )


def _tuile(c: Chiffre, accent: str) -> Tuile:
    return Tuile(c.libelle, c.valeur, c.denominateur, accent=accent, aide=c.aide or None)


def columns(*figures: Sequence[tuple[Visual, str]]) -> None:
    """Columns as those of `parts.pair`, each of several figures (with their keys)."""
    egales = egaliser([[v for v, _ in colonne] for colonne in figures])
    planche(
        f"rangee-{figures[0][0][1]}",
        *(
            [parts.piece(v, cle) for v, (_, cle) in zip(hautes, colonne, strict=True)]
            for colonne, hautes in zip(figures, egales, strict=True)
        ),
    )
