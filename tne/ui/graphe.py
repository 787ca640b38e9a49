"""Charts, drawn by Plotly's library in the browser through a component of ours.

`st.plotly_chart` mounts a chart anew whenever its figure changes, and draws each twice: half the time of a filter change. The
component changes the chart that stands there, what is on the screen first, and takes on the colours of another theme by
itself. The library is that of the package `plotly` (tne/ui/bibliotheque.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from tne.ui import bibliotheque

_JS = (Path(__file__).parent / "graphe.js").read_text(encoding="utf-8")
# Plotly draws a hand over every chart of fixed ranges: it stays over those that a click narrows.
_CSS = """
.tne-graphe { width: 100%; overflow: hidden; }
.tne-graphe.js-plotly-plot .nsewdrag.cursor-pointer { cursor: default; }
.tne-graphe.tne-clic.js-plotly-plot .nsewdrag.cursor-pointer { cursor: pointer; }
@media print { .tne-graphe, .tne-graphe :is(.svg-container, .main-svg) { max-width: 100% !important; } }
"""
# Streamlit sends the text of a component with each of its places: that of a chart only calls what the page got once.
_APPEL = """
export default (composant) => {
  const commun = (window.tneGraphes ??= { retenus: [] });
  let fin, fini = false;
  const tracer = () => { if (!fini) fin = commun.tracer(composant); };
  if (commun.tracer) tracer(); else commun.retenus.push(tracer);
  return () => { fini = true; fin?.(); };
};
"""
_GRAPHE = st.components.v2.component(
    "tne_graphe", html='<div class="tne-graphe"></div>', js=_APPEL, isolate_styles=False
)
_BIBLIOTHEQUE = st.components.v2.component("tne_bibliotheque", js=_JS, css=_CSS, isolate_styles=False)


def graphe(
    figure: str,
    cle: str,
    alternative: str,
    *,
    hauteur: int | None = None,
    au_clic: Callable[[], None] | None = None,
) -> None:
    """One chart: `figure` is the JSON of a Plotly figure, with the placeholders of `tne.visuals.couleurs`.

    `hauteur` in pixels; without it the chart fills the height of its container. `au_clic` is called where a mark was clicked:
    `point_clique` tells which.
    """
    dit = {"alternative": alternative, "etire": hauteur is None, "clic": au_clic is not None}
    # As bytes: Streamlit would parse and sort an object again to name it.
    envoi = f"{json.dumps(dit, ensure_ascii=False)}\n{figure}".encode()
    reglages: dict[str, Any] = {} if au_clic is None else {"on_clic_change": au_clic}
    _GRAPHE(key=cle, data=envoi, height=hauteur or "stretch", **reglages)


def preparer() -> None:
    """What all charts of a page need, and the library that loads while the page is still being computed: call it before."""
    _BIBLIOTHEQUE(key="tne-bibliotheque", data=bibliotheque.adresse())


def cle_figure(cle: str, clic: bool = False) -> str:
    """The key of a chart; one that a click narrows is told by it."""
    return f"{cle}{'-clic' if clic else ''}-figure"


def point_clique(cle: str) -> tuple[int, int] | None:
    """Trace and rank in it of the mark that was clicked, in the callback of that chart; None for anything else the browser
    may have sent.
    """
    match st.session_state[cle].clic:
        case [int(trace), int(rang)]:
            return trace, rang
        case _:
            return None
