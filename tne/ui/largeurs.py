"""The widths of a list: each cell in one line where these fit the page, else in two, so that no column is left outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

PAGE = 820
"""Pixels of a list beside the filters on a window of 1280. A wider one stretches the columns."""
MARGES = 17
"""Pixels around the words of a cell, one more than the grid asks: a word that lacks one is broken."""
LETTRES = {
    c: pixels
    for pixels, memes in {
        3.5: "ij 'îï",
        4.0: "l.,\u2019",
        4.25: ":;",
        4.75: "f()",
        5.0: "t",
        5.25: "r",
        5.5: "/",
        5.75: "I-",
        6.5: "z",
        7.0: "svy",
        7.25: "cxJLç",
        7.5: "agkàâ",
        7.75: "eéèêë",
        8.0: "hnouFôùû",
        8.25: "bdpqESTZ\u2013ÉÈÊ",
        8.75: "CVXÇ",
        9.0: "AKRÀ",
        9.25: "B",
        9.5: "DU",
        9.75: "G&",
        10.0: "HNOQ",
        11.0: "w",
        11.5: "M",
        12.25: "m",
        12.5: "W",
        13.0: "%",
        13.25: "œ",
    }.items()
    for c in memes
}
"""Pixels of each letter of our font in a list, rounded up to a quarter; a test compares them with the font."""
CHIFFRE = 8.5
"""Pixels of a digit, and of what is not said here."""
LIGNE = 65
"""Pixels of a row of two lines: Streamlit folds no word in less than 65."""
SERRE = 4
"""Pixels of its margins that each column may lose rather than fold all rows of a list: its words are still whole."""
RARES = 0.05
"""The share of the cells of a column that may be cut, or folded in three, rather than make the whole list longer or wider."""


class Largeurs(NamedTuple):
    """Pixels by column, {} where the grid finds them itself; `pliees`: cells take two lines."""

    colonnes: dict[str, int]
    pliees: bool = False


def largeurs(colonnes: Mapping[str, Sequence[str]]) -> Largeurs:
    """How wide the columns of these cells are. The grid makes each as wide as its words: of a wide list it hid the last
    ones, on which the eye never falls.
    """
    mesures = {nom: sorted(map(_pixels, cellules)) for nom, cellules in colonnes.items()}
    entieres = {nom: max((_pixels(nom), *m[-1:])) for nom, m in mesures.items()}
    total = sum(entieres.values())
    if total <= PAGE:
        return Largeurs({})
    if total <= PAGE + SERRE * len(entieres):
        trop = -(-(total - PAGE) // len(entieres))
        return Largeurs({nom: w - trop for nom, w in entieres.items()})
    presque = {nom: max(_pixels(nom), _presque(m)) for nom, m in mesures.items()}
    if sum(presque.values()) <= PAGE:
        return Largeurs(_etendre(presque, entieres))
    pliees = {
        nom: max(_pixels(nom), _presque(sorted(map(_plie, cellules)))) for nom, cellules in colonnes.items()
    }
    return Largeurs(_etendre(pliees, entieres), pliees=True)


def _presque(mesures: Sequence[int]) -> int:
    """The widest of the cells but the rare ones: of these sorted pixels."""
    return mesures[max(0, len(mesures) - 1 - int(RARES * len(mesures)))] if mesures else 0


def _etendre(larges: Mapping[str, int], entieres: Mapping[str, int]) -> dict[str, int]:
    """What is left of the page goes to the columns in proportion to what they lack."""
    reste = max(0, PAGE - sum(larges.values()))
    manque = {nom: max(0, entieres[nom] - w) for nom, w in larges.items()}
    total = sum(manque.values()) or 1
    return {nom: w + reste * manque[nom] // total for nom, w in larges.items()}


@lru_cache(maxsize=20_000)
def _pixels(texte: str) -> int:
    return MARGES + round(sum(LETTRES.get(c, CHIFFRE) for c in texte))


@lru_cache(maxsize=20_000)
def _plie(cellule: str) -> int:
    """The wider line once the text is cut in two between words, as evenly as can be."""
    mots = cellule.split(" ")
    coupes = (max(_pixels(" ".join(mots[:i])), _pixels(" ".join(mots[i:]))) for i in range(1, len(mots)))
    return min(coupes, default=_pixels(cellule))
