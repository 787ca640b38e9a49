"""Schools of a file that the base does not know: how many rows, which they may be, one click to correct them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from tne.importing.rehearsal import Repetition
from tne.importing.remarks.unknown_schools import Inconnu, texts_of
from tne.typographie import accord, compte, typographier
from tne.ui.importation.lecture import Lecture
from tne.ui.parts_donnees import cadre_en_table
from tne.ui.texte import insecable, texte_sur

_SHOWN, _OFFERED = 50, 6


def show(
    key: str,
    reading: Lecture,
    seen: Repetition[Any],
    replace: Callable[[str, dict[tuple[str, str], str]], None],
) -> None:
    """The notice; nothing where every school is known. `replace(key, texts)` rewrites texts of the file."""
    found = seen.inconnus
    if not found:
        return
    with st.expander(insecable(_title(found))):
        it, known = (
            accord(len(found), "ce code", "ces codes"),
            accord(len(found), "il n\u2019est", "ils ne sont"),
        )
        st.caption(
            typographier(
                f"L'UAI est bien formé, mais aucun établissement de la base ne porte {it}. Les lignes entrent quand même : "
                f"elles comptent parmi les établissements inconnus tant que {known} pas dans la liste des établissements."
            )
        )
        cadre_en_table(_frame(found[:_SHOWN]), {"Lignes": "entier"}, "Établissements inconnus")
        if len(found) > _SHOWN:
            st.caption(f"Les {_SHOWN} premiers, qui portent le plus de lignes.")
        near = [i for i in found if i.proche][:_OFFERED]
        for i in near:
            st.button(
                texte_sur(typographier(f"Remplacer {i.uai} par {i.proche} ({i.proche_nom})")),
                key=f"inconnu-{key}-{i.jeu}-{i.colonne}-{i.uai}",
                on_click=replace,
                args=(key, dict.fromkeys(texts_of(reading.recognised, i), i.proche)),
                icon=":material/find_replace:",
            )


def tell(seen: Repetition[Any]) -> None:
    """The same in one line, where the details of the file are not shown."""
    if seen.inconnus:
        enter = accord(_rows(seen.inconnus), "qui entre", "qui entrent")
        st.markdown(insecable(f"- {_title(seen.inconnus)} {enter} quand même"))


def _title(found: tuple[Inconnu, ...]) -> str:
    schools = compte(len(found), "établissement inconnu", "établissements inconnus")
    return f"{schools} de la base · {compte(_rows(found), 'ligne')}"


def _rows(found: tuple[Inconnu, ...]) -> int:
    return sum(i.nombre for i in found)


def _frame(found: tuple[Inconnu, ...]) -> pd.DataFrame:
    frame = {"UAI": [i.uai for i in found]}
    if any(i.nom for i in found):
        frame["Nom dans le fichier"] = [i.nom for i in found]
    near = [f"{i.proche}, {i.proche_nom}" if i.proche else "aucun" for i in found]
    return pd.DataFrame({**frame, "Lignes": [i.nombre for i in found], "Le plus proche": near})
