"""A press is for what was read: of a page that was drawn before the base changed, it would write what nobody has seen."""

from __future__ import annotations

import hashlib

import streamlit as st

from tne.effects import Figures
from tne.importing.rehearsal import Repetition
from tne.typographie import typographier

CHANGE = typographier(
    "La base a changé depuis que cette page est affichée : rien n'a été écrit. Relisez ce que cela changerait maintenant, "
    "puis appuyez de nouveau."
)

_REPORTE = "appui-reporte-"


def marque(seen: Repetition[Figures], sha256: str) -> str:
    """What a preview of these bytes tells: its counts, what is said of them, its rows."""
    told = repr((sha256, seen.resultats, seen.differences))
    return hashlib.sha256(told.encode()).hexdigest()


def deja(key: str, lu: str) -> bool:
    """Before a button is drawn, note what stands above it (`marque`). True where it stood there when it was drawn last."""
    name = f"appui-{key}"
    before = st.session_state.get(name)
    # Not after the button: one may press it before the run that draws it has come so far.
    st.session_state[name] = lu
    return bool(before == lu)


def reporter(key: str, *boutons: str) -> None:
    """Before a run gives way to another: note whether one of these buttons was pressed in it, for `reporte`."""
    if any(st.session_state.get(b) for b in boutons):
        st.session_state[f"{_REPORTE}{key}"] = True


def reporte(key: str) -> bool:
    """True once, where a press of the run before is still to be answered."""
    return bool(st.session_state.pop(f"{_REPORTE}{key}", False))


def vaut(pressed: bool, deja_la: bool, reporte: bool = False) -> bool:
    """True where a button was pressed under the very preview that stands now; else say why nothing is done. `reporte`: it was
    pressed in a run that gave way to this one.
    """
    if reporte or (pressed and not deja_la):
        st.warning(CHANGE, icon=":material/sync_problem:")
    return pressed and deja_la
