"""Rows as they came in, of a file or of the base: a list, each row named by where it stands.

A grid (`st.dataframe`) draws them on a canvas: on a phone two columns of fifteen were seen, and a screen reader had to be sent
into it. Here a row is folded to its filled cells where the page is narrow; where it is wide, columns stay under each other to
be compared, and the list scrolls in its box beside the name of the row.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from tne.typographie import typographier
from tne.ui.liste_lue import Colonne, Liste
from tne.ui.planche import Piece, planche

_PLACE = ("Ligne", "Feuille", "Import")
"""Columns that say where a row stands; together they name it."""
_NOM = "Ligne"


def montrer_lignes(cle: str, frame: pd.DataFrame, legende: str) -> None:
    """Draw the rows of a frame, all of them: its caller reads a thousand at most. `cle` is the only one of the page."""
    planche(cle, [Piece("lignes", corps=liste_des_lignes(frame, legende))])


def liste_des_lignes(frame: pd.DataFrame, legende: str) -> Liste:
    """The list of `montrer_lignes`. Cells are shown as they are; what is empty is left empty."""
    noms = _noms(frame)
    restes = [str(c) for c in frame.columns if c not in (_PLACE if noms else ("Ligne",))]
    colonnes = [Colonne(typographier(titre), dite=True) for titre in restes]
    mots = [list(map(_mot, frame[titre].tolist())) for titre in restes]
    if noms:
        colonnes, mots = [Colonne(_NOM), *colonnes], [noms, *mots]
    return Liste(legende, legende, colonnes, list(zip(*mots, strict=True)), large=True)


def _noms(frame: pd.DataFrame) -> list[str]:
    """« Ligne 12 · Interventions · import n° 3 », for each row; [] where no line is known: its first column names it then."""
    if "Ligne" not in frame or frame["Ligne"].isna().all():
        return []
    place = [frame[c].tolist() if c in frame else [None] * len(frame) for c in _PLACE]
    return [
        " · ".join(m for m in (_mot(n) and f"Ligne {n}", _mot(f), _mot(i) and f"import n° {i}") if m)
        for n, f, i in zip(*place, strict=True)
    ]


def _mot(cellule: Any) -> str:
    return "" if pd.isna(cellule) else str(cellule)
