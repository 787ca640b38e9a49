"""What a link asks for and the base does not know, or was chosen and the base knows no more: Streamlit drops it, and the page would
show more than was asked, unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from tne.filters import Filters
from tne.typographie import enumeration, periode, typographier
from tne.ui import texte

_ENTENDU, _PERDU, _AVEC = "_lien_entendu", "_lien_perdu", "_lien_perdu_avec"

Perdus = Mapping[str, list[str]]
"""What a value is (« une commune ») → those that no list offers."""
_ANNEE = re.compile(r"\d{4}-\d{4}")


def entendre(connus: Mapping[str, tuple[str, Callable[[str], bool]]]) -> None:
    """Before the lists are drawn, keep what the address asks for that they do not offer, and what was chosen that they offer no more.

    `connus`: key in the address → what a value of it is (« une commune »), and whether one is offered.
    """
    asked: dict[str, list[str]] = {}
    left: dict[str, list[str]] = {}
    for key, (quoi, offered) in connus.items():
        for found, values in ((asked, st.query_params.get_all(key)), (left, st.session_state.get(key) or ())):
            if perdus := [v for v in values if not offered(v)]:
                found[quoi] = perdus
    # Once each: the browser takes it out of its address a moment later.
    if left or (asked and asked != st.session_state.get(_ENTENDU)):
        st.session_state[_ENTENDU] = asked
        # What was chosen stands in the address too.
        st.session_state[_PERDU] = {q: v for q, v in asked.items() if q not in left}, left
        st.session_state.pop(_AVEC, None)


def notice(filters: Filters) -> None:
    """Say what is not shown, until another choice is made."""
    lost: tuple[Perdus, Perdus] | None = st.session_state.get(_PERDU)
    if lost is None:
        return
    if st.session_state.setdefault(_AVEC, filters) != filters:
        del st.session_state[_PERDU], st.session_state[_AVEC]
        return
    asked, left = lost
    if asked:
        avertir(phrase(asked, filters.annees))
    if left:
        st.warning(texte.phrase(parti(left, filters.annees)), icon=":material/sync_problem:")


def avertir(mots: str) -> None:
    """Say, on a page, of what a link asks for that it is not there. Nothing that the link itself says is said again."""
    st.warning(texte.phrase(mots), icon=":material/link_off:")


def phrase(perdus: Perdus, annees: Sequence[str]) -> str:
    """What was asked for in vain, and the years that are shown instead.

    Of the words of a link only a year is said again: anyone can write a link, and they would stand under our name.
    """
    years, others = _annees(perdus)
    told = []
    if years:
        told.append(
            typographier(
                f"Ce lien demandait {enumeration(years)}, dont rien n'est importé : "
                f"les pages montrent {periode(annees)}."
            )
        )
    if others:
        applied = "ce choix ne s’applique pas" if len(others) == 1 else "ces choix ne s’appliquent pas"
        told.append(
            typographier(f"Ce lien demandait {enumeration(others)} que la base ne connaît pas : {applied}.")
        )
    return " ".join(told)


def parti(perdus: Perdus, annees: Sequence[str]) -> str:
    """What was chosen and another session took out of the base, and the years that are shown instead."""
    years, others = _annees(perdus)
    told = []
    if years:
        told.append(f"rien n’y est plus importé de {enumeration(years)}")
    if others:
        told.append(f"elle ne connaît plus {enumeration(others)} de votre choix")
    shown = f" Les pages montrent {periode(annees)}." if years and annees else ""
    return typographier(f"La base a changé : {', et '.join(told)}.{shown}")


def _annees(perdus: Perdus) -> tuple[list[str], list[str]]:
    """The school years, and what the other values are."""
    years = [v for values in perdus.values() for v in values if _ANNEE.fullmatch(v)]
    return years, [quoi for quoi, values in perdus.items() if not all(map(_ANNEE.fullmatch, values))]
