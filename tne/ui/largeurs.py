"""The widths of a list: each cell in one line where these fit the page, else in two, so that no column is left outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

PAGE = 820
"""Pixels of a list beside the filters on a window of 1280. A wider one stretches the columns."""
MARGES = 18
"""Pixels around the words of a cell."""
FINES, LARGES = frozenset("ijlft r.,:;'’-–()"), frozenset("mwMW")
"""Letters narrower and wider than the others of our font."""
LIGNE = 65
"""Pixels of a row of two lines: Streamlit folds no word in less than 65."""
SERRE = 1.04
"""What a list may lack of the page and still stand on it: its columns are brought nearer to their words."""
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
    if total <= SERRE * PAGE:
        return Largeurs({nom: int(w * PAGE / total) for nom, w in entieres.items()})
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
    return MARGES + round(sum(map(_lettre, texte)))


def _lettre(c: str) -> float:
    if c in FINES:
        return 4.4
    if c in LARGES:
        return 12.2
    return 8.8 if c.isdigit() or c.isupper() else 7.7


@lru_cache(maxsize=20_000)
def _plie(cellule: str) -> int:
    """The wider line once the text is cut in two between words, as evenly as can be; a word that lacks a pixel is broken."""
    mots = cellule.split(" ")
    coupes = (max(_pixels(" ".join(mots[:i])), _pixels(" ".join(mots[i:]))) for i in range(1, len(mots)))
    # Digits are all as wide, letters are not.
    return min(coupes, default=_pixels(cellule)) + 4 * any(map(str.islower, cellule))
