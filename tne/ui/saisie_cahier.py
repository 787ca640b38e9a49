"""What the page Saisir holds of a data set while it is filled: its records as they were, and as they would be.

Both ways to fill it, a form and a grid, write here: one may go from one to the other, to another data set or another page
and come back, and what was typed is there.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from tne.importing.saisie import current_rows
from tne.spec import Dataset
from tne.ui.contexte import Contexte


@dataclass
class Cahier:
    """Records as texts: columns are labels, the index is the key of the base, a name of our own for new ones.

    `jeton` marks one filling: sent twice, it is written once. `depart` is what the grid was opened on, the `tour`-th time.
    `version` is that of the data then.
    """

    avant: pd.DataFrame
    apres: pd.DataFrame
    depart: pd.DataFrame
    version: object
    jeton: str = field(default_factory=lambda: uuid.uuid4().hex)
    tour: int = 0
    nouveaux: int = 0

    @property
    def prochaine(self) -> str:
        """The key that the next new record will have."""
        return f"nouvelle fiche {self.nouveaux + 1}"

    def poser(self, cle: str | None, dits: Mapping[str, str]) -> str:
        """Write a record by its labels, a new one where `cle` is None; its key."""
        if cle is None:
            cle = self.prochaine
            self.nouveaux += 1
            une = pd.DataFrame([dits], index=[cle], columns=self.apres.columns, dtype="str")
            self.apres = pd.concat([self.apres, une])
        else:
            self.apres = self.apres.copy()
            self.apres.loc[cle, list(dits)] = list(dits.values())
        return cle

    def retirer(self, cle: str) -> None:
        """Take a record out."""
        self.apres = self.apres.drop(index=cle)

    def ouvrir_grille(self) -> None:
        """The grid shows what is there now; what it kept of an earlier opening is gone."""
        self.tour += 1
        self.depart = self.apres


def tenu(ctx: Contexte, d: Dataset) -> Cahier:
    """That of the data set; opened on what the base holds where there is none, or where it holds something else since and
    nothing was typed.
    """
    held: Cahier | None = st.session_state.get(_cle(d))
    if held is None or (held.version != ctx.version and held.apres.equals(held.avant)):
        rows = current_rows(ctx.base, ctx.droit, d.name)
        st.session_state[_cle(d)] = held = Cahier(rows, rows, rows, ctx.version)
    return held


def fermer(d: Dataset) -> None:
    """Open it again on what the base holds now."""
    st.session_state.pop(_cle(d), None)


def _cle(d: Dataset) -> str:
    return f"saisie-cahier-{d.name}"
