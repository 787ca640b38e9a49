"""What a slide is, apart from any screen or document, and how its texts are kept short enough never to be cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tne.filters import Filters
from tne.typographie import compte, premiere_clause, typographier
from tne.visuals.visual import Visual

Forme = Literal["titre", "figure", "carte", "phrases", "questions"]


@dataclass(frozen=True)
class Place:
    """What a slide holds under its title: characters in a line of one column, and lines."""

    caracteres: int
    lignes: int


UNE_COLONNE = Place(58, 10)
"""Larger letters, one wide column."""
DEUX_COLONNES = Place(44, 12)
ECART = 0.45
"""Lines between two sentences."""
GROSSISSEMENTS = (1.24, 1.12)
"""Of the sentences of two columns, where they leave room: the first is the size of those of one."""
LIGNES_LIBRES = 14.0
"""Lines of the smallest letters under a title of one line; a second one takes as many as the next number, headings of columns
as many as the one after it."""
LIGNES_DU_TITRE, LIGNES_D_UN_INTITULE = 1.5, 2.5
TITRE_COURT = 50
"""Characters that one line of a title holds, whatever its letters."""
TITRE_MAXIMUM = 110
"""Characters of a title that somebody writes: two lines."""


@dataclass(frozen=True)
class Repere:
    """A headline number: what it is worth, of what, out of how many, in the hue of its part."""

    famille: str
    valeur: str
    libelle: str
    precision: str = ""


@dataclass(frozen=True)
class Colonne:
    """Sentences under one heading."""

    titre: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide, ready to be drawn or written. Texts are plain and in French typography.

    `titre` is the finding, `sous_titre` how to read the figure, `pied` its source, `notes` what a presenter may say
    (reservations), `indicateurs` the codes of those whose number and definition go with them; `page` the page that goes further (« pages/formations.py »), empty for none.
    """

    code: str
    titre: str
    forme: Forme
    famille: str = "neutre"
    page: str = ""
    sous_titre: str = ""
    visual: Visual | None = None
    reperes: tuple[Repere, ...] = ()
    colonnes: tuple[Colonne, ...] = ()
    pied: str = ""
    reserve: str = ""
    notes: tuple[str, ...] = ()
    indicateurs: tuple[str, ...] = ()

    @property
    def grossissement(self) -> float:
        """How many times larger than the smallest letters that the room reads the sentences of two columns may be."""
        if len(self.colonnes) < 2 or self.sous_titre or self.reserve:
            return 1.0
        taken = LIGNES_DU_TITRE * (len(self.titre) > TITRE_COURT)
        taken += LIGNES_D_UN_INTITULE * any(c.titre for c in self.colonnes)
        return next((g for g in GROSSISSEMENTS if _tient(self.colonnes, g, LIGNES_LIBRES - taken)), 1.0)


def source_courte(source: str) -> str:
    """The source as a slide writes it, on one line: the demonstration is said by its own word at the foot."""
    return source.removesuffix(", démonstration").replace(", import du ", ", ")


SOUS_TITRE_MAXIMUM = 100
"""Characters that one line holds at 24 px."""


def lecture(sous_titre: str) -> str:
    """How to read a figure: the first clause of its subtitle when one line holds it; the notes have it whole."""
    first = premiere_clause(sous_titre)[0].rstrip(".")
    return first if len(first) <= SOUS_TITRE_MAXIMUM else ""


def _sans_chiffres(texte: str) -> str:
    return re.sub(r"[\d\u202f]+", "", texte)


def reserve(visual: Visual, general: Visual) -> str:
    """What the figure says only under this choice of establishments, on itself; its other words go to the notes."""
    always = {_sans_chiffres(a) for a in general.avertissements}
    return " ".join(a for a in visual.avertissements if _sans_chiffres(a) not in always)


MOTS_DU_FILTRE = 105
"""Characters of the filter that two lines at the foot of a slide hold."""


def mots_du_filtre(filters: Filters) -> str:
    """The filter in words; its long lists become numbers, so that the foot of a slide is never cut."""
    # « secteur » does not end a line that « privé » begins.
    words = re.sub(r"\b(type|secteur) ", "\\1\u00a0", typographier(filters.en_mots()))
    if len(words) <= MOTS_DU_FILTRE:
        return words
    years = filters.annees_en_mots()
    if (n := len(filters.annees)) > 2:
        first, last = filters.annees[0], filters.annees[-1]
        whole = int(last[:4]) - int(first[:4]) == n - 1
        years = f"{first} à {last}" if whole else f"{compte(n, 'année')} de {first} à {last}"
    counts = (
        (filters.etablissements, "établissement"),
        (filters.types, "type"),
        (filters.secteurs, "secteur"),
        (filters.circonscriptions, "circonscription"),
        (filters.communes, "commune"),
        (filters.epcis, "intercommunalité"),
    )
    said = [compte(len(chosen), name) for chosen, name in counts if chosen]
    return typographier(" · ".join([years, *(said or ["tous les établissements"])]))


def lignes(phrase: str, largeur: int) -> int:
    """Lines that a sentence takes in a column of that many characters, with the space above it."""
    return max(1, -(-len(phrase) // largeur))


def _tient(columns: Sequence[Colonne], grossissement: float, room: float) -> bool:
    """True where each column holds its sentences in letters so many times larger."""
    width = int(DEUX_COLONNES.caracteres / grossissement)
    heights = (sum(lignes(p, width) + ECART for p in c.phrases) for c in columns)
    return max(heights) * grossissement <= room + ECART


def paginer(slide: Slide, columns: Sequence[Colonne]) -> tuple[Slide, ...]:
    """The slide, or several of the same title numbered « (1/2) », so that no text is ever cut."""
    place = UNE_COLONNE if len(columns) == 1 else DEUX_COLONNES
    split = [_couper(c, place) for c in columns]
    count = max(map(len, split))
    return _numeroter(slide, [tuple(parts[n] for parts in split if n < len(parts)) for n in range(count)])


def etaler(slide: Slide, phrases: Sequence[str]) -> tuple[Slide, ...]:
    """The slide of sentences that belong together: one wide column, two as even as can be, or several slides of two."""
    whole = Colonne("", tuple(phrases))
    if len(_couper(whole, UNE_COLONNE)) == 1:
        return paginer(slide, [whole])
    heights = range(1, DEUX_COLONNES.lignes + 1)
    tries = (_couper(whole, Place(DEUX_COLONNES.caracteres, n)) for n in heights)
    cut = next((c for c in tries if len(c) <= 2), None) or _couper(whole, DEUX_COLONNES)
    pages = [tuple(cut[n : n + 2]) for n in range(0, len(cut), 2)]
    return _numeroter(slide, pages)


def _numeroter(slide: Slide, pages: Sequence[tuple[Colonne, ...]]) -> tuple[Slide, ...]:
    """One slide for each page, of codes of their own, titled « (1/2) » where there are several."""
    made = []
    for n, columns in enumerate(pages, 1):
        suffix = f" ({n}/{len(pages)})" if len(pages) > 1 else ""
        code = slide.code if n == 1 else f"{slide.code}-{n}"
        made.append(replace(slide, code=code, titre=slide.titre + suffix, colonnes=columns))
    return tuple(made)


def _couper(column: Colonne, place: Place) -> list[Colonne]:
    """A column as several that each fit the height of a slide; a sentence longer than that is cut at a word."""
    room = place.lignes - (1 if column.titre else 0)
    pages: list[list[str]] = [[]]
    used = 0.0
    for phrase in (p for whole in column.phrases for p in _morceaux(whole, place.caracteres * room)):
        need = lignes(phrase, place.caracteres) + ECART
        if pages[-1] and used + need > room + ECART:
            pages.append([])
            used = 0.0
        pages[-1].append(phrase)
        used += need
    return [Colonne(column.titre, tuple(p)) for p in pages]


def _morceaux(phrase: str, caracteres: int) -> list[str]:
    pieces: list[str] = []
    rest = phrase.strip()
    while len(rest) > caracteres:
        cut = rest.rfind(" ", 0, caracteres)
        cut = cut if cut > caracteres // 2 else caracteres
        pieces.append(rest[:cut].rstrip() + "\u2026")
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces
