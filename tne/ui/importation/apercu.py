"""What a change would do, before it is done: counts, rows, cells, figures. Shared by imports, undos and hand entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from tne.datasets import DATASETS
from tne.effects import Figures, effects
from tne.importing import Comptes
from tne.importing.changes import MOST_ROWS, Difference
from tne.importing.rehearsal import Repetition
from tne.importing.remarks.leftovers import Reste
from tne.indicators import Value
from tne.typographie import TIRET_ABSENT, accord, compte, entier, typographier
from tne.ui.grilles import LIGNES
from tne.ui.lignes import montrer_lignes
from tne.ui.parts_donnees import cadre_en_table
from tne.ui.texte import texte_sur

CLASSES = (
    ("lues", "lue", "lues"),
    ("ajoutees", "ajoutée", "ajoutées"),
    ("modifiees", "modifiée", "modifiées"),
    ("inchangees", "inchangée", "inchangées"),
    ("doublons", "doublon", "doublons"),
    ("ecartees", "écartée", "écartées"),
    ("refusees", "à corriger", "à corriger"),
)
# A table breaks a line at an ordinary hyphen.
_HYPHEN = "\u2011"
_FIGURES = 10
# Beyond so many columns, a list that folds a row to its filled cells.
_WIDE = 5


def counts(comptes: Comptes) -> None:
    """The accounting of a file: what was read, and where each row goes."""
    with st.grid(7, min_column_width=84, gap="small"):
        for field, one, many in CLASSES:
            number = getattr(comptes, field)
            shown = f"**{entier(number)}**" if number else f":gray[{entier(number)}]"
            st.markdown(f"{shown}  \n:gray[{accord(number, one, many)}]")


def figures(
    repetition: Repetition[Figures], key: str, objet: str = "le bon fichier", sans_demo: bool = False
) -> None:
    """Each indicator that changes, before and after; the doubtful ones first and in words. `objet`: what to make sure of then;
    `sans_demo`: the demonstration goes with this import, and nothing is compared with its invented records.
    """
    found = sorted(effects(repetition), key=lambda e: not e.suspect)
    if repetition.avant is None:
        return
    beside = " par rapport à la base sans la démonstration" if sans_demo else ""
    if not found:
        st.markdown(f":gray[Aucun indicateur ne change{beside}.]")
        return
    doubtful = [e for e in found if e.suspect]
    st.markdown(
        f"**Effet sur les chiffres** · {compte(len(found), 'indicateur')} {accord(len(found), 'change', 'changent')}{beside}"
    )
    if doubtful:
        words = f"{compte(len(doubtful), 'chiffre')} {accord(len(doubtful), 'change', 'changent')} beaucoup\u202f: vérifiez que c\u2019est {objet}."
        st.warning(words, icon=":material/troubleshoot:")
    every = len(found) <= _FIGURES or st.checkbox(
        f"Montrer les {entier(len(found))} indicateurs", key=f"chiffres-{key}"
    )
    shown = found if every else found[:_FIGURES]
    # Three columns: they fit a phone.
    frame = pd.DataFrame(
        {
            "Indicateur": [f"{e.indicateur.libelle}, {e.annee.replace('-', _HYPHEN)}" for e in shown],
            "Avant → après": [f"{_written(e.avant)} → {_written(e.apres)}" for e in shown],
            "Changement": [typographier(" : ".join(w for w in (e.suspect, e.ecart) if w)) for e in shown],
        }
    )
    cadre_en_table(frame, {}, "Chiffres avant et après")


def _written(value: Value | None) -> str:
    if value is None or value.origine == "absent":
        return "absent"
    return value.texte if value.origine == "calculé" else f"{value.texte} ({value.origine})"


def rows(
    differences: Sequence[Difference],
    restes: Sequence[Reste],
    key: str,
    replacing: bool = False,
    undoing: bool = False,
) -> None:
    """One list at a time, chosen by its count: cells that change, rows that come, go, or bring nothing.

    What comes back when an import is undone stands in files of before, which a line alone does not name.
    """
    lists = _lists(differences, restes, replacing, undoing)
    if not lists:
        return
    chosen = st.selectbox("Voir les lignes", list(lists), key=f"lignes-{key}", width=460)
    whole, number = lists[chosen or next(iter(lists))]
    frame = whole.head(LIGNES)
    if len(frame.columns) > _WIDE:
        montrer_lignes(f"lignes-{key}-liste", frame, chosen or "")
    else:
        cadre_en_table(lignes_nommees(frame), {}, chosen or "", f"lignes-{key}-tableau")
    if len(frame) < len(whole):  # a row that changes has a line for each of its cells
        st.caption(f"Les {entier(LIGNES)} premières cellules qui changent.")
    elif number > MOST_ROWS:
        st.caption(f"Les {entier(MOST_ROWS)} premières sur {entier(number)}.")


def lignes_nommees(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with each line as « Ligne 12 », as lists have it: on a phone the header of a table is not seen."""
    if "Ligne" not in frame:
        return frame
    return frame.assign(Ligne=[TIRET_ABSENT if pd.isna(n) else f"Ligne {n}" for n in frame["Ligne"]])


def _lists(
    differences: Sequence[Difference], restes: Sequence[Reste], replacing: bool, undoing: bool
) -> dict[str, tuple[pd.DataFrame, int]]:
    found: dict[str, tuple[pd.DataFrame, int]] = {}
    several = len({d.jeu for d in differences} | {r.jeu for r in restes}) > 1

    def add(jeu: str, number: int, one: str, many: str, frame: pd.DataFrame) -> None:
        if number:
            title = f" · {typographier(DATASETS[jeu].title)}" if several else ""
            found[f"{entier(number)} {accord(number, one, many)}{title}"] = (frame, number)

    elsewhere = ["Feuille", "Ligne"] if undoing else []
    for d in differences:
        changed, came = (
            f.drop(columns=elsewhere, errors="ignore") for f in (_cells(d), _records(d.ajoutees))
        )
        add(d.jeu, d.nombre_modifiees, "ligne modifiée", "lignes modifiées", changed)
        add(d.jeu, d.nombre_ajoutees, "ligne ajoutée", "lignes ajoutées", came)
        add(d.jeu, d.nombre_retirees, "ligne retirée", "lignes retirées", _records(d.retirees))
    for r in restes:
        add(r.jeu, r.nombre_doublons, "doublon", "doublons", _notes(r.doublons, "Pourquoi"))
        add(r.jeu, r.nombre_ecartees, "ligne écartée", "lignes écartées", _notes(r.ecartees, "Pourquoi"))
        if not replacing:
            frame = _notes(r.absentes, "Enregistrement").rename(columns={"Feuille": "Venue de"})
            one, many = "ligne absente du fichier, gardée", "lignes absentes du fichier, gardées"
            add(r.jeu, r.nombre_absentes, one, many, frame)
    return found


def _cells(d: Difference) -> pd.DataFrame:
    return _with_place(
        [(c.feuille, c.ligne) for c in d.modifiees],
        {
            "Enregistrement": [c.fiche for c in d.modifiees],
            "Colonne": [c.colonne for c in d.modifiees],
            "Avant": [c.avant or "(vide)" for c in d.modifiees],
            "Après": ["→\u00a0" + (c.apres or "(vide)") for c in d.modifiees],
        },
    )


def _records(found: Sequence[tuple[int, dict[str, str]]]) -> pd.DataFrame:
    filled = {label for _, texts in found for label, text in texts.items() if text}
    labels = [label for label in (found[0][1] if found else {}) if label in filled]
    return _with_place(
        [("", line) for line, _ in found],
        {label: [texts[label] for _, texts in found] for label in labels if label != "Ligne"},
    )


def _notes(found: Sequence[tuple[str, int, str]], title: str) -> pd.DataFrame:
    return _with_place([(sheet, line) for sheet, line, _ in found], {title: [w for *_, w in found]})


def _with_place(places: Sequence[tuple[str, int]], columns: dict[str, list[Any]]) -> pd.DataFrame:
    """The columns behind the sheet (when there is one) and the line they stand on."""
    start: dict[str, Any] = {}
    if any(sheet for sheet, _ in places):
        start["Feuille"] = [sheet for sheet, _ in places]
    start["Ligne"] = pd.array([line or None for _, line in places], dtype="Int64")
    return pd.DataFrame({**start, **{k: list(map(typographier, v)) for k, v in columns.items()}})


def whole(repetition: Repetition[Figures], key: str, undoing: bool) -> None:
    """Figures, then rows: what an undo or a redo shows before it is confirmed."""
    figures(repetition, key, "le bon import")
    rows(repetition.differences, repetition.restes, key, undoing=undoing)
    if not repetition.differences and not repetition.restes:
        st.markdown(":gray[Aucune ligne de la base ne change.]")


def told(sentence: str) -> None:
    """A sentence of the journal about what is already there."""
    st.info(texte_sur(typographier(sentence)), icon=":material/info:")
