"""The blocks of the page on trainings: figures in columns, those with nothing to show left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from tne.ui import listes, parts
from tne.ui.cache import Question, ask
from tne.ui.contexte import Contexte
from tne.visuals.visual import Visual


class Bloc(NamedTuple):
    """One figure: its builder and its key. `toujours`: without a row it still says that there is nothing, where that is known."""

    figure: Question[Visual]
    cle: str
    toujours: bool = False

    def montre(self, v: Visual) -> bool:
        """True when its Visual has something to show, or nothing to show is news."""
        return not v.vide or (self.toujours and v.etat != "absent")


def blocs(ctx: Contexte, rangee: Sequence[Sequence[Bloc]]) -> int:
    """Draw figures in as many columns as `rangee` has lists, wide for one; returns how many had something to show.

    A figure without anything to show leaves its place to the next one; a column without any disappears.
    """
    prets = [[(b, v) for b in colonne if b.montre(v := ask(ctx, b.figure))] for colonne in rangee]
    pleines = [colonne for colonne in prets if colonne]
    if not pleines:
        return 0
    places = st.columns(len(pleines), gap="large") if len(pleines) > 1 else [st.container()]
    for place, colonne in zip(places, pleines, strict=True):
        with place:
            for b, v in colonne:
                if v.figure is None and listes.UAI in v.donnees:
                    listes.liste(v, b.cle)
                else:
                    parts.visual(v, b.cle)
    return sum(len(colonne) for colonne in pleines)


def rangees(ctx: Contexte, toutes: Sequence[Sequence[Sequence[Bloc]]]) -> None:
    """Row after row; with the published figures alone, what registrations would tell, and where to import them."""
    montres = sum([blocs(ctx, rangee) for rangee in toutes])
    if montres <= 1 and not ctx.filters.par_etablissement:
        st.space("medium")
        parts.empty_state(
            "Les inscriptions et présences ne sont pas importées pour ce choix.",
            "Elles diront quels modules attirent, quels collèges sont représentés, et si l\u2019absence suit le délai.",
            "pages/importer.py",
        )
