"""Bare pages beside which ours are timed: Plotly charts from constants, one choice that draws them anew.

Run as a Streamlit script it draws as many plain bars as `charts` in the address says, or, with `figures` in it, those of one
of our pages: the very same figures, before and after each choice, as `prendre` took them from it. No text, no tile, no list.
It has an empty page too, to come from. `DASH` is as many bars for Dash, run by a Python that has it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIGURES = "NUE_FIGURES"
"""The variable that names the folder with one file of figures per page and filter."""
LISTES = {
    "secteur": ("Secteur", ("Public", "Privé")),
    "annee": ("Année scolaire", ("2022-2023", "2024-2025")),
}
"""The filters that are changed: key in the address → label, and what is chosen in it one after the other."""


def reglages(folder: Path) -> dict[str, str]:
    """What its server is told: where the figures are, and to draw the menu of Streamlit, which our pages do without."""
    return {FIGURES: str(folder), "STREAMLIT_CLIENT_SHOW_SIDEBAR_NAVIGATION": "true"}


DASH = """
import sys
from dash import Dash, Input, Output, dcc, html
n, port = int(sys.argv[1]), int(sys.argv[2])
def figure(i, chosen):
    values = [3 + i, 5, 8, 13 + len(chosen or [])]
    return {"data": [{"type": "bar", "x": ["a", "b", "c", "d"], "y": values}], "layout": {"height": 320}}
app = Dash()
app.layout = html.Div([
    dcc.Checklist(["Public", "Privé"], [], id="secteur"),
    html.H1("Constants"),
    *(dcc.Graph(figure=figure(i, []), id=f"c{i}") for i in range(n)),
])
@app.callback([Output(f"c{i}", "figure") for i in range(n)], Input("secteur", "value"), prevent_initial_call=True)
def draw(chosen):
    return [figure(i, chosen) for i in range(n)]
app.run(port=port, debug=False)
"""


def prendre(url: str, page: str, folder: Path) -> None:
    """Keep the figures of one of our pages, at first and after each choice in each of `LISTES`."""
    from tests import fil

    for key, (_, choices) in LISTES.items():
        found: dict[str, list[Any]] = {}
        with fil.Seance(url) as session:
            told = session.ouvrir_filtree(page)
            (box,) = (m for m in told.elements("multiselect") if m.query_param_key == key)
            first = [str(box.options[i]) for i in box.default]
            for n in range(len(choices) + 1):
                if n:
                    told = session.choisir({str(box.id): [*first, *choices[:n]]})
                found[_nom(choices[:n])] = told.graphes()
        (folder / f"{page or 'bilan'}-{key}.json").write_text(json.dumps(found), encoding="utf-8")


def _nom(chosen: Sequence[str]) -> str:
    return ",".join(sorted(chosen))


def _bars(count: int, chosen: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "data": [{"type": "bar", "x": ["a", "b", "c", "d"], "y": [3 + i, 5, 8, 13 + len(chosen)]}],
            "layout": {"height": 320},
        }
        for i in range(count)
    ]


def main() -> None:
    """The Streamlit script: a page without charts, and one with those that the address asks for."""
    import plotly.graph_objects as go
    import streamlit as st

    for name, default in (("charts", "1"), ("figures", ""), ("liste", "secteur")):
        st.session_state[name] = st.query_params.get(name, st.session_state.get(name, default))
    count, page = int(st.session_state["charts"]), str(st.session_state["figures"])
    label, choices = LISTES[str(st.session_state["liste"])]

    # Figures that are made and checked once: what Streamlit sends fastest.
    @st.cache_resource
    def figures(page: str, key: str) -> dict[str, list[go.Figure]]:
        given = json.loads((Path(os.environ[FIGURES]) / f"{page}-{key}.json").read_text(encoding="utf-8"))
        return {choice: [go.Figure(f) for f in drawn] for choice, drawn in given.items()}

    def draw() -> None:
        chosen = st.sidebar.multiselect(label, sorted(choices), key="choix")
        st.title("Constants")
        drawn = figures(page, str(st.session_state["liste"]))[_nom(chosen)] if page else _bars(count, chosen)
        for i, figure in enumerate(drawn):
            st.plotly_chart(figure, key=f"c{i}")

    charts = st.Page(draw, title="Graphiques", default=True)
    empty = st.Page(lambda: st.title("Vide"), title="Vide", url_path="vide")
    st.navigation([charts, empty]).run()


if __name__ == "__main__":
    main()
