"""Presses that take refused rows without the cells for which they were refused, where rows may do without them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from tne.importing import Resultat
from tne.importing.correcting.emptying import Refus, goes_without, rows_without
from tne.importing.correcting.grouping import Groupe
from tne.importing.rows.nominative import hidden
from tne.typographie import accord, compte, entier, typographier
from tne.ui.texte import texte_sur

LEFT = typographier(
    "Ces lignes sont prises sans ces cellules, et l'import le dit. Une valeur que la base a déjà à cette place y reste ; "
    "« Reprendre les valeurs du fichier » revient en arrière."
)


def emptied(key: str) -> frozenset[str]:
    """The headers whose refused cells are left empty in a file."""
    held: frozenset[str] = st.session_state.setdefault(f"vides-{key}", frozenset())
    return held


def whole_file(key: str, results: Sequence[Resultat], may: frozenset[Refus]) -> None:
    """One press for a file whose refused rows all go in without their refused cells."""
    if rows := rows_without(results, may):
        headers = {p.colonne for r in results for p in r.problemes if goes_without(p, may)}
        word = compte(rows, "ligne")
        st.button(
            f"Prendre toutes les lignes refusées sans ces cellules ({word})",
            key=f"sans-cellules-{key}",
            on_click=leave_empty,
            args=(key, headers),
            icon=":material/playlist_add_check:",
            help=LEFT,
        )


def leave_empty(key: str, headers: Collection[str]) -> None:
    """Read a file without the refused cells under these headers, before it is checked again."""
    st.session_state[f"vides-{key}"] = emptied(key) | set(headers)


def column(key: str, g: Groupe, may: frozenset[Refus]) -> None:
    """One press for all refused cells of a column; a single value has its own, under « Remplacer une valeur partout »."""
    header = g.problemes[0].colonne
    values = {p.valeur or "" for p in g.problemes}
    alone = len(values) == 1 and not any(map(hidden, values))
    if header is None or alone or not all(goes_without(p, may) for p in g.problemes):
        return
    rows = len({(p.feuille, p.ligne) for p in g.problemes})
    cells = accord(g.nombre, "cette cellule vide", f"ces {entier(g.nombre)} cellules vides")
    st.button(
        texte_sur(typographier(f"Laisser {cells} : « {header} », {compte(rows, 'ligne')}")),
        key=f"vider-{key}-{header}",
        on_click=leave_empty,
        args=(key, {header}),
        icon=":material/backspace:",
        help=LEFT,
    )
