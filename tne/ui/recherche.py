"""Choosing among thousands: a box that searches, and the best of what it finds, in place of a list of them all.

Streamlit sends every option of a list to the browser at each run of the page: with the 60,000 schools of the nation that is
7 MB for each change of a filter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Literal

import streamlit as st

from tne.spec import fold
from tne.typographie import entier

LISTE_MAX = 1_000
"""Options that are all offered: a département's schools."""
MEILLEURS = 50


@dataclass(frozen=True)
class Liste:
    """What may be chosen: value → label, in the order of the labels, with the labels folded for the search."""

    etiquettes: Mapping[str, str]
    plies: tuple[str, ...]

    @classmethod
    def de(cls, etiquettes: Mapping[str, str]) -> Liste:
        """The list of these labels."""
        return cls(etiquettes, tuple(_plier(e) for e in etiquettes.values()))

    @property
    def longue(self) -> bool:
        """True when the options are searched for, not listed."""
        return len(self.plies) > LISTE_MAX

    def trouver(self, texte: str) -> list[str]:
        """The values whose label holds every part, `MEILLEURS` at most: first the labels that begin with the text, then those
        of which a word begins with each part.
        """
        text = _plier(texte)
        words = text.split()
        if not words:
            return list(islice(self.etiquettes, MEILLEURS))
        pairs = list(zip(self.etiquettes, self.plies, strict=True))
        for w in words:
            pairs = [pair for pair in pairs if w in pair[1]]
        found = [
            (not plie.startswith(text), not all(f" {w}" in plie for w in words), value)
            for value, plie in pairs
        ]
        return [value for *_, value in sorted(found, key=lambda f: f[:2])[:MEILLEURS]]


def _plier(texte: str) -> str:
    """The words of a text, each folded and after a space."""
    return "".join(f" {folded}" for w in texte.split() if (folded := fold(w)))


def options(
    liste: Liste,
    cle: str,
    quoi: str,
    choisies: Collection[str],
    largeur: int | Literal["stretch"] = "stretch",
) -> list[str]:
    """The options of a choice: all of a short list; of a long one what is chosen and the best of a search, drawn here.

    `quoi` says what is looked for (« un établissement »); `cle` is the key of the choice.
    """
    if not liste.longue:
        return list(liste.etiquettes)
    texte = st.text_input(
        f"Chercher {quoi}",
        key=f"chercher-{cle}",
        placeholder="Un ou plusieurs mots",
        width=largeur,
        help=f"{entier(len(liste.plies))} possibles\u202f: écrivez, puis Entrée. Les {MEILLEURS} meilleures réponses se "
        "choisissent juste au-dessous.",
        icon=":material/search:",
    )
    chosen = [c for c in choisies if c in liste.etiquettes]
    return [*chosen, *(v for v in liste.trouver(texte or "") if v not in chosen)]


def choisir(
    liste: Liste,
    cle: str,
    label: str,
    quoi: str,
    choisies: Callable[[], Collection[str]],
    *,
    help: str | None = None,
) -> list[str]:
    """Draw a choice of several values, bound to the address under its key, and return what is chosen."""

    def dessiner() -> None:
        st.multiselect(
            label,
            options(liste, cle, quoi, choisies()),
            format_func=lambda valeur: liste.etiquettes.get(valeur, valeur),
            key=cle,
            placeholder="Tous",
            help=help,
            on_change=partial(pour_la_page, liste),
            bind="query-params",
            select_all=False,
        )

    seule(liste, dessiner)
    return list(st.session_state[cle])


def seule(liste: Liste, dessiner: Callable[[], None]) -> None:
    """Draw a choice. A search in a long list changes nothing of the page: it draws its own list anew, alone."""
    (st.fragment(dessiner) if liste.longue else dessiner)()


def pour_la_page(liste: Liste) -> None:
    """At the change of a choice drawn by `seule`: what is chosen is for the whole page."""
    if liste.longue:
        st.rerun()
