"""What a link asks for and the base does not know: Streamlit drops it, and the page would show more than was asked, unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from tne.filters import Filters
from tne.typographie import enumeration, typographier
from tne.ui import texte

_ENTENDU, _PERDU, _AVEC = "_lien_entendu", "_lien_perdu", "_lien_perdu_avec"
_ANNEE = re.compile(r"\d{4}-\d{4}")


def entendre(connus: Mapping[str, tuple[str, Callable[[str], bool]]]) -> None:
    """Before the lists are drawn, keep what the address asks for that they do not offer.

    `connus`: key in the address → what a value of it is (« une commune »), and whether one is offered.
    """
    lost = {
        quoi: perdus
        for key, (quoi, offered) in connus.items()
        if (perdus := [v for v in st.query_params.get_all(key) if not offered(v)])
    }
    # Once each: the browser takes it out of its address a moment later.
    if lost and lost != st.session_state.get(_ENTENDU):
        st.session_state[_ENTENDU] = st.session_state[_PERDU] = lost
        st.session_state.pop(_AVEC, None)


def notice(filters: Filters) -> None:
    """Say what is not shown, until another choice is made."""
    lost: dict[str, list[str]] | None = st.session_state.get(_PERDU)
    if lost is None:
        return
    if st.session_state.setdefault(_AVEC, filters) != filters:
        del st.session_state[_PERDU], st.session_state[_AVEC]
        return
    avertir(phrase(lost, filters.annees))


def avertir(mots: str) -> None:
    """Say, on a page, of what a link asks for that it is not there. Nothing that the link itself says is said again."""
    st.warning(texte.phrase(mots), icon=":material/link_off:")


def phrase(perdus: Mapping[str, list[str]], annees: Sequence[str]) -> str:
    """What was asked for in vain, and the years that are shown instead.

    Of the words of a link only a year is said again: anyone can write a link, and they would stand under our name.
    """
    years = [v for values in perdus.values() for v in values if _ANNEE.fullmatch(v)]
    others = [quoi for quoi, values in perdus.items() if not all(map(_ANNEE.fullmatch, values))]
    told = []
    if years:
        told.append(
            typographier(
                f"Ce lien demandait {enumeration(years)}, dont rien n'est importé : "
                f"les pages montrent {enumeration(annees)}."
            )
        )
    if others:
        applied = "ce choix ne s’applique pas" if len(others) == 1 else "ces choix ne s’appliquent pas"
        told.append(
            typographier(f"Ce lien demandait {enumeration(others)} que la base ne connaît pas : {applied}.")
        )
    return " ".join(told)
