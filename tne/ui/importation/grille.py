"""The grid of refused rows: what is typed there stays with its cell, and is checked when the grid changes or goes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from tne.importing import Probleme
from tne.importing.correcting.corrections import cell_key, changed_only, rows_to_correct
from tne.spec import Gravite
from tne.typographie import typographier
from tne.ui.importation.lecture import Lecture

_ROWS = 200


def corrections(key: str) -> dict[str, str]:
    """The cells corrected so far for a file."""
    held: dict[str, str] = st.session_state.setdefault(f"cases-{key}", {})
    return held


def show(key: str, reading: Lecture, problems: Sequence[Probleme]) -> None:
    """The refused rows, editable; what is corrected is checked again at a press."""
    found = [
        (r.tableau.feuille, line, words, texts)
        for r in reading.recognised
        for line, words, texts in rows_to_correct(r, problems, _ROWS)
    ]
    if not found or not st.checkbox("Corriger dans une grille", key=f"grille-{key}"):
        return
    # Those to correct first: of twelve columns a screen shows five.
    wrong = {p.colonne for p in problems if p.gravite is Gravite.BLOQUANT}
    headers = sorted(dict.fromkeys(h for *_, texts in found for h in texts), key=lambda h: h not in wrong)
    # Streamlit keeps what is typed by the number of its row: of other rows, which take the place of those that were mended
    # elsewhere, there is another grid.
    rows = repr(([(sheet, line) for sheet, line, *_ in found], headers))
    mark = hashlib.sha256(rows.encode()).hexdigest()[:12]
    # Begins with no name that is kept of a file, or it is let go at each run.
    grid = f"grille-cases-{key}-{st.session_state.get(f'tour-{key}', 0)}-{mark}"
    of, typed = _typed(key)
    if typed and of != grid:
        check_typed(key, reading)
        st.rerun()
    held = corrections(key)
    cells = [
        {h: (cell_key(sheet, line, h), texts.get(h, "")) for h in headers} for sheet, line, _, texts in found
    ]
    start = [{h: held.get(cell, text) for h, (cell, text) in row.items()} for row in cells]
    edited = st.data_editor(
        pd.DataFrame(
            [
                {"Ligne": line, "Ce qui ne va pas": typographier(words), **texts}
                for (_, line, words, _), texts in zip(found, start, strict=True)
            ]
        ),
        hide_index=True,
        disabled=["Ligne", "Ce qui ne va pas"],
        key=grid,
        column_config={"Ce qui ne va pas": st.column_config.TextColumn(width="large")},
        alt="Lignes à corriger",
    )
    now = edited[headers].fillna("").to_dict("records")  # a cell that was cleared holds no text
    typed = {
        row[h][0]: str(after[h])
        for row, before, after in zip(cells, start, now, strict=True)
        for h in headers
        if after[h] != before[h]
    }
    st.session_state[f"tapees-{key}"] = (grid, typed)
    st.caption(
        typographier(
            "Les colonnes nominatives n'apparaissent pas ; ce qui les concerne se corrige dans le fichier."
        )
    )
    if st.button("Vérifier ces corrections", key=f"verifier-{key}", icon=":material/rule:"):
        check_typed(key, reading)
        st.rerun()


def left(key: str) -> bool:
    """True where something was typed into a grid that is drawn no more: the page was left, or the grid closed."""
    grid, typed = _typed(key)
    return bool(typed) and grid not in st.session_state


def check_typed(key: str, reading: Lecture) -> None:
    """Make corrections of what was typed: the file is checked with them. A cell that says again what the file says is none."""
    _, typed = _typed(key)
    forget(key)
    others = {cell: text for cell, text in corrections(key).items() if cell not in typed}
    st.session_state[f"cases-{key}"] = {**others, **changed_only(reading.recognised, typed)}


def forget(key: str) -> None:
    """Let go what was typed, and begin the grid anew."""
    st.session_state.pop(f"tapees-{key}", None)
    st.session_state[f"tour-{key}"] = st.session_state.get(f"tour-{key}", 0) + 1


def _typed(key: str) -> tuple[str, Mapping[str, str]]:
    """A grid, and cell → what was typed there and not checked yet."""
    held: tuple[str, Mapping[str, str]] = st.session_state.get(f"tapees-{key}", ("", {}))
    return held
