"""A sheet of a page: words, charts and lists in columns, one element for Streamlit.

Streamlit sends and draws every element anew at each run, 0.6 ms for a text, 1 for a container: a figure of its own elements
(container, head, chart, foot) took 3 ms, a sheet of one takes 1, and figures side by side are one sheet. In the browser
(planche.js) what stays the same is not touched, and a chart that changes is changed where it stands: `st.plotly_chart` would
mount it anew and draw it twice. Plotly's library is that of the package `plotly` (tne/ui/bibliotheque.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from tne.ui import bibliotheque, liste_lue, reconnexion
from tne.ui.liste_lue import Liste

LARGEUR_MINIMALE = 320
"""Pixels under which a figure takes the whole width: labels are written for that."""
ECART = "4rem"
"""Between two columns, as `st.columns` has it at its largest."""

_ICI = Path(__file__).parent
# The sheet is drawn by what its bodies are drawn by, and every page has it: all of it is one text for the browser.
_JS = "\n".join(
    (_ICI / nom).read_text(encoding="utf-8")
    for nom in ("connexion.js", "impression.js", "graphe.js", "liste_lue.js", "planche.js")
)
# Plotly draws a hand over every chart of fixed ranges: it stays over those that a click narrows.
_CSS = (
    """
.tne-planche { display: grid; align-items: start; gap: 1rem var(--ecart); grid-template-columns: repeat(auto-fit, minmax(max(
  min(100%, var(--etroite)), (100% - (var(--colonnes) - 1) * var(--ecart)) / var(--colonnes) - 0.5px), 1fr)); }
.tne-planche.en-bas { align-items: end; }
:is(.tne-colonne, .tne-piece) { display: flex; flex-direction: column; gap: 1rem; min-width: 0; }
:is(.tne-avant, .tne-apres):empty { display: none; }
.tne-graphe { width: 100%; transform-origin: 0 0; }
/* Letters that a reader spaces out (WCAG 1.4.12) go beyond a chart, which was drawn before: they are not cut. */
.tne-graphe .main-svg { overflow: visible !important; }
.tne-graphe.js-plotly-plot .nsewdrag.cursor-pointer { cursor: default; }
.tne-graphe.tne-clic.js-plotly-plot .nsewdrag.cursor-pointer { cursor: pointer; }
/* Firefox draws no shadow under the texts of a figure: those that ask for one have an edge of paper. */
.tne-graphe .textpoint text[style*="text-shadow"] { text-shadow: none !important; paint-order: stroke;
  stroke: var(--st-background-color); stroke-width: 0.23em; stroke-linejoin: round; }
.tne-muet { position: fixed; z-index: 2147483647; inset: auto 1rem 1rem; max-width: 46rem; margin: 0 auto; padding: 1rem 1.5rem;
  border-radius: 0.5rem; font: clamp(1rem, 1.6vw, 1.5rem)/1.4 "IBM Plex Sans", sans-serif; }
/* On paper a chart stays as it was drawn for the screen, smaller where it is wider than the sheet. */
@media print {
  .tne-graphe, .tne-graphe :is(.plot-container, .svg-container) { width: auto !important; height: auto !important; margin: 0 !important; transform: none !important; }
  .tne-graphe .main-svg { max-width: 100%; height: auto; }
  .tne-graphe .main-svg:first-child { position: relative !important; display: block; }
  .tne-piece:has(> .tne-graphe):not(:has(.tne-partie)), .tne-graphe { break-inside: avoid; }
  .tne-avant { break-inside: avoid; break-after: avoid; } /* the title of a list stood alone at the foot of a sheet */
  /* A part of the bilan is nearly as high as a sheet: kept whole, it left the one before it empty, and so did its tiles. */
  :is(.tne-piece:has(.tne-partie), .tne-avant:has(.tne-partie), .tne-piece:has(> .tne-liste)) { display: block; }
  .tne-piece:is(:has(.tne-partie), :has(> .tne-liste)) > * + * { margin-top: 1rem; }
  .tne-avant:has(.tne-partie) { break-inside: auto; }
  .tne-avant:has(.tne-partie) > :not(dl), .tne-tuile { break-inside: avoid; }
  /* On rows that it shares Firefox cuts a tile between them. */
  .tne-avant:has(.tne-partie) .tne-tuile { grid-row: auto !important; grid-template: none !important; align-content: start; }
  /* Firefox knows no `break-after`: a title with room under it, over which what follows is drawn, goes to the next sheet with it. */
  .tne-avant .tne-partie { break-after: avoid; padding-bottom: 10rem; margin-bottom: -10rem; }
  .tne-avant:has(+ .tne-liste) { padding-bottom: 8rem; margin-bottom: -8rem; }
  .tne-avant:has(.tne-partie) .tne-constat { padding-bottom: 20rem; margin-bottom: -20rem; }
  /* Firefox gives a cell of a grid that goes on over the sheets the height of what it began with: the next one came over its end. */
  :is(.tne-planche:has(> .tne-colonne:only-child), .tne-colonne:only-child) { display: block; }
  .tne-colonne:only-child > * + * { margin-top: 1rem; }
}
/* Beside a map two figures under one another are higher than such a sheet: the second was printed over what follows. */
@media print and (orientation: landscape) { [class*="st-key-tne-colonnes-"] { display: block !important; } }
"""
    + liste_lue.CSS
)
# Streamlit sends the text of a component with each of its places: that of a sheet only calls what the page got once.
_APPEL = """
export default (composant) => {
  const commun = (window.tnePlanches ??= { retenues: [] });
  let fin, fini = false;
  const feuilleter = () => { if (!fini) fin = commun.feuilleter(composant); };
  if (commun.feuilleter) feuilleter(); else commun.retenues.push(feuilleter);
  return () => { fini = true; fin?.(); };
};
"""
_PLANCHE = st.components.v2.component(
    "tne_planche", html='<div class="tne-planche"></div>', js=_APPEL, isolate_styles=False
)
_BIBLIOTHEQUE = st.components.v2.component("tne_bibliotheque", js=_JS, css=_CSS, isolate_styles=False)

AuClic = Callable[[int, int], None]
"""Called with the trace of the mark that was clicked, and its rank there."""


@dataclass(frozen=True)
class Graphe:
    """A chart: the JSON of a Plotly figure with the placeholders of `tne.visuals.couleurs`, and what is told of it aloud.

    `hauteur` in pixels, `seule` where the columns stand one under the other; without them the chart fills the height of the place
    that its sheet stands in.
    """

    figure: str
    alternative: str
    hauteur: int | None = None
    seule: int | None = None
    au_clic: AuClic | None = None


@dataclass(frozen=True)
class Piece:
    """What stands together in a column: HTML, a chart or a list, HTML. `cle` is the only one of its sheet."""

    cle: str
    avant: str = ""
    corps: Graphe | Liste | None = None
    apres: str = ""


def planche(
    cle: str | None,
    *colonnes: Sequence[Piece],
    etroite: int = LARGEUR_MINIMALE,
    ecart: str = ECART,
    en_bas: bool = False,
    ordre: Sequence[str] | None = None,
) -> None:
    """Draw these columns side by side, one under the other where one would be narrower than `etroite` pixels
    (in letters of 16).

    `cle` is the only one of the page; without it another content is another sheet. `en_bas`: columns end at the same height,
    not begin. `ordre`: the keys of the pieces as they follow one another where there is one column; else column after column.
    """
    pieces = [p for colonne in colonnes for p in colonne]
    clics = {p.cle: p.corps.au_clic for p in pieces if isinstance(p.corps, Graphe) and p.corps.au_clic}
    etiree = any(isinstance(p.corps, Graphe) and p.corps.hauteur is None for p in pieces)
    dit = {
        "colonnes": [[_dite(p) for p in colonne] for colonne in colonnes],
        "etroite": etroite,
        "ecart": ecart,
        "bas": en_bas,
        "ordre": list(ordre) if ordre else None,
        "etiree": etiree,
    }
    entend: dict[str, Any] = {"on_clic_change": partial(_cliquer, cle, clics)} if cle else {}
    # A line each. As bytes: Streamlit would parse and sort an object again to name it.
    lignes = [json.dumps(dit, ensure_ascii=False), *(_corps(p.corps) for p in pieces if p.corps)]
    _PLANCHE(
        key=cle,
        data="\n".join(lignes).encode(),
        height="stretch" if etiree else "content",
        **entend,
    )


def _dite(p: Piece) -> dict[str, Any]:
    dite: dict[str, Any] = {"cle": p.cle, "avant": p.avant, "apres": p.apres, "genre": ""}
    match p.corps:
        case Graphe() as g:
            dite |= {"genre": "graphe", "alternative": g.alternative, "clic": g.au_clic is not None}
            dite |= {"hauteur": g.hauteur, "seule": g.seule or g.hauteur}
        case Liste():
            dite["genre"] = "liste"
    return dite


def _corps(corps: Graphe | Liste) -> str:
    return corps.figure if isinstance(corps, Graphe) else corps.en_json


def _cliquer(cle: str, clics: Mapping[str, AuClic]) -> None:
    """The browser may have sent anything: what is no mark of a chart that hears clicks is passed over."""
    match st.session_state[cle].clic:
        case [str(piece), int(trace), int(rang)] if piece in clics:
            clics[piece](trace, rang)


def preparer(*, graphes: bool = True) -> None:
    """What all sheets of a page need: once per run, before them. `graphes`: Plotly's library loads while the page is still being
    computed, not with the first chart. The page says here that it stood under another session, or what was being typed in a window
    that this run shuts (tne/ui/reconnexion.py).
    """
    said = _BIBLIOTHEQUE(
        key="tne-bibliotheque",
        data={"adresse": bibliotheque.adresse(), "avance": graphes, "seance": reconnexion.seance()},
        on_revenu_change=_rien,
        on_perdue_change=reconnexion.perdue,
        on_tape_change=_rien,
    ).tape
    if isinstance(said, str):
        reconnexion.tape(said)


def _rien() -> None:
    """The run is all that is asked for."""
