"""The blocks of the page on trainings: figures in columns, those with nothing to show left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

from tne.typographie import typographier
from tne.ui import listes, parts
from tne.ui.cache import Question, ask
from tne.ui.colonnes import equilibrer, hauteur
from tne.ui.contexte import Contexte
from tne.ui.hauteurs import egaliser
from tne.ui.planche import Piece, planche
from tne.visuals.visual import Visual


class Bloc(NamedTuple):
    """One figure: its builder and its key. `toujours`: without a row it still says that there is nothing, where that is known.
    `compare`: it sets establishments side by side, `groupes` what this column of its data names. `pages`: words of its table → the
    page where one who may write does them, with the `liste` of what is to be done as its data.
    """

    figure: Question[Visual]
    cle: str
    toujours: bool = False
    compare: bool = False
    groupes: str = ""
    pages: Mapping[str, str] | None = None
    liste: Question[Visual] | None = None

    def montre(self, v: Visual) -> bool:
        """True when its Visual has something to show, or nothing to show is news. One group alone is no comparison: its figure
        would say again what the page says first.
        """
        if self.groupes and self.groupes in v.donnees and v.donnees[self.groupes].nunique() == 1:
            return False
        return not v.vide or (self.toujours and v.etat != "absent")


def blocs(ctx: Contexte, rangee: Sequence[Sequence[Bloc]], *, equilibre: bool = False) -> int:
    """Draw figures in as many columns as `rangee` has lists, wide for one; returns how many had something to show.

    A figure without anything to show leaves its place to the next one; a column without any disappears. `equilibre`: the
    figures are shared out anew, so that no column ends long before another.
    """
    retenus = [[b for b in colonne if not (b.compare and ctx.filters.un_seul)] for colonne in rangee]
    prets = [[(b, v) for b in colonne if b.montre(v := ask(ctx, b.figure))] for colonne in retenus]
    pleines = [colonne for colonne in prets if colonne]
    if not pleines:
        return 0
    suite = [pret for colonne in pleines for pret in colonne]
    if equilibre and len(pleines) > 1:
        pleines = [[suite[i] for i in rangs] for rangs in equilibrer([hauteur(v) for _, v in suite])]
    egales = egaliser([[v for _, v in colonne] for colonne in pleines])
    planche(
        f"rangee-{rangee[0][0].cle}",
        *(
            [_piece(ctx, b, v) for (b, _), v in zip(colonne, figures, strict=True)]
            for colonne, figures in zip(pleines, egales, strict=True)
        ),
        ordre=[b.cle for b, _ in suite],
    )
    return sum(len(colonne) for colonne in pleines)


def _piece(ctx: Contexte, b: Bloc, v: Visual) -> Piece:
    if b.pages is not None and v.figure is None:
        writes = ctx.droit.ecrire and ctx.view == "coordination"
        # As long as all the rest of the page where sessions are many: only for who opens it.
        liste = partial(ask, ctx, b.liste) if writes and b.liste is not None else None
        return parts.piece_en_table(v, b.cle, pages=b.pages if writes else None, liste=liste)
    return listes.piece(v, b.cle) if v.figure is None and listes.UAI in v.donnees else parts.piece(v, b.cle)


def reunies(toutes: Sequence[Sequence[Sequence[Bloc]]]) -> list[list[list[Bloc]]]:
    """Rows of several columns that follow one another, as one, to be balanced: over several years one figure of a row may be
    three times as high as the other. A figure as wide as the page parts them.
    """
    out: list[list[list[Bloc]]] = []
    for rangee in toutes:
        if not out or len(rangee) == 1 or len(out[-1]) == 1:
            out.append([])
        out[-1] += [list(colonne) for colonne in rangee]
    return out


def rangees(ctx: Contexte, toutes: Sequence[Sequence[Sequence[Bloc]]]) -> None:
    """Row after row, the last of what is to be done; without registrations (published figures, the plan alone), what they would tell
    and where to import them.
    """
    plusieurs = len(ctx.filters.annees) > 1
    a_montrer = reunies(toutes) if plusieurs else toutes
    *montres, _a_faire = [blocs(ctx, rangee, equilibre=plusieurs) for rangee in a_montrer]
    if sum(montres) <= 1 and not ctx.filters.par_etablissement:
        st.space("medium")
        parts.empty_state(
            typographier(f"Les inscriptions et présences ne sont pas importées {ctx.filters.quand}."),
            "Elles diront quels modules attirent, quels collèges sont représentés, et si l\u2019absence suit le délai.",
            "pages/importer.py",
        )
