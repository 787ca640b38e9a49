"""Lists that are read: a table of words which folds to the width it gets, scrolls in a box where it is long, and is sorted there.

`st.dataframe` draws on a canvas: it cuts what does not fit, and the server, which sets its widths, does not know that of the
page. On a phone two columns of seven were seen. A table of `st.html` would be checked word by word by the browser, 70 ms for
200 schools. Here it gets the words alone, and draws them after the charts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from tne.documents.tables import write_column
from tne.typographie import TIRET_ABSENT, typographier
from tne.ui.texte import phrase_lue
from tne.visuals.couleurs import TEINTES
from tne.visuals.petits import REMARQUE
from tne.visuals.visual import MOIS

ENTIERES = 15
"""Rows of a list that is shown whole: to scroll for the last three is a trouble that saves no room."""
A_COTE = 2
"""Columns of numbers that stand beside the name of a row where a list is narrow; of more, each says under it what it is."""

# What opens over the page stands outside of what tells `light-dark` the theme: its paper is the one that Streamlit names, its
# grey is made of the text around it.
_PAPIER, _ATTENUE = "var(--st-background-color)", "var(--tne-attenue)"

_LARGE = f"""
  .tne-liste :is(th, td) {{ padding: 0.45rem 1rem 0.45rem 0; }}
  .tne-liste :is(th, td):last-child {{ padding-right: 0; }}
  .tne-liste.boite :is(th, td):last-child {{ padding-right: 0.75rem; }}
  .tne-liste tbody :is(.nombre, .date) {{ white-space: nowrap; }}
  .tne-liste .nombre + :not(.nombre) {{ padding-left: 0.75rem; }}
  /* Not as a table, whose widths ask for every cell: rows of known widths are laid out when they are seen, in a box, where none
     that comes out higher moves what stands under the list. */
  .large table {{ display: block; min-width: var(--largeur); }} .large :is(thead, tbody) {{ display: block; }}
  .large tr {{ display: grid; grid-template-columns: var(--larges); }}
  .boite.large tbody tr {{ content-visibility: auto; contain-intrinsic-height: auto 2.23rem; }}
  /* The paper of the name, which stays, would hide a border of its row, and that of the next one a border under it. */
  .tne-liste.large tbody tr {{ border: 0; }} .large thead tr {{ box-shadow: none; }}
  .tne-liste.large :is(th, td) {{ overflow-wrap: anywhere; }}
  .tne-liste.large :is(thead th, tbody tr:last-child > *) {{ border-bottom: 1px solid var(--tne-trait); }}
  .tne-liste.large tbody tr:not(:first-child) > * {{ border-top: 1px solid var(--tne-trait); }}
  .large thead th {{ align-content: end; }}
  .tne-liste.large tbody th:first-child {{ min-width: 0; }} /* its width is that of its column */
  .tne-liste.large th:first-child {{ position: sticky; left: 0; background: {_PAPIER}; border-right: 1px solid var(--tne-trait); }}
  .tne-liste.large :is(th, td):nth-child(2) {{ padding-left: 1rem; }}
"""
CSS = f"""
.tne-liste {{ --tne-trait: color-mix(in srgb, currentColor 16%, transparent); --tne-attenue: color-mix(in srgb, currentColor 72%, transparent); container-type: inline-size; font-size: 0.875rem; line-height: 1.45; }}
.tne-liste[data-dessin]:empty {{ min-height: calc(var(--lignes) * 2.23rem); }}
.tne-liste.boite {{ max-height: 25.75rem; overflow: auto; border-bottom: 1px solid var(--tne-trait); }}
.tne-liste.large {{ overflow-x: auto; }}
/* Room for the ring of a link, which the edge of the list would cut; and none comes to be behind the header that stays. */
.tne-liste.boite {{ scroll-padding: 3rem 0 4px; }}
.tne-liste:not(.large) {{ margin-left: -4px; padding-left: 4px; }}
.tne-liste table {{ width: 100%; border-collapse: collapse; }}
.tne-liste :is(th, td) {{ padding: 0; border: 0; text-align: left; vertical-align: top; font-weight: 400; }}
/* The name of a file may have no place to break; Firefox would break it as soon as it may. */
.tne-liste tbody th:not(.date) {{ min-width: 9.5rem; overflow-wrap: anywhere; }}
.tne-liste .nombre {{ text-align: right; font-variant-numeric: tabular-nums; }}
.tne-liste thead th {{ vertical-align: bottom; color: {_ATTENUE}; }}
.tne-liste.boite thead {{ position: sticky; top: 0; background: {_PAPIER}; }}
:is(.tne-liste button, .tne-tri) {{ min-width: 24px; min-height: 24px; padding: 0.15rem 0; border: 0; background: none; font: inherit; color: inherit; text-align: inherit; cursor: pointer; }}
:is(.tne-liste button, .tne-tri):hover {{ text-decoration: underline; text-underline-offset: 0.2em; }}
[aria-sort="ascending"] :is(.tne-liste button, .tne-tri)::after {{ content: " \\2191" / ""; }}
[aria-sort="descending"] :is(.tne-liste button, .tne-tri)::after {{ content: " \\2193" / ""; }}
.tne-liste a {{ color: {TEINTES["formations"].css};
  text-decoration: underline color-mix(in srgb, currentColor 40%, transparent); text-underline-offset: 0.15em; }}
.tne-liste a.tne-lien {{ display: inline; min-height: 0; padding: 0; font-size: inherit; line-height: inherit; }}
.tne-liste a:hover {{ text-decoration-color: currentColor; }}
/* A border would be left behind by a header that stays. */
.tne-liste thead tr {{ box-shadow: 0 1px var(--tne-trait); }}
.tne-liste tbody tr {{ border-bottom: 1px solid var(--tne-trait); }} .tne-liste.boite tbody tr:last-child {{ border: 0; }}
/* The header that comes again on each sheet was a band without its words: what stays over rows has a ground, a button no second time. */
@media print {{ .tne-liste.boite {{ max-height: none; overflow: visible; }} .tne-liste tr {{ break-inside: avoid; }}
  .tne-liste.boite thead {{ position: static; background: none; }}
  :is(.tne-liste button, .tne-tri) {{ display: contents; }} }}
@container (width > 40rem) {{{_LARGE}}}
/* On paper Firefox answers the lists of some pages no question of their width. */
@media print and (min-width: 600px) {{ .tne-liste {{ container-type: normal; }}{_LARGE}}}
/* Narrow is the list, be it on a phone, under a zoom or beside the filters: a row is its name with its numbers, and under
   them the rest, as much as a line holds. */
@container (width <= 40rem) {{
  .tne-liste :is(table, thead, tbody) {{ display: block; }}
  .tne-liste tr {{ display: flex; flex-wrap: wrap; padding: 0.45rem 0; }}
  .tne-liste.boite tr {{ padding-right: 0.75rem; }}
  .tne-liste th:first-child {{ flex: 1 1 100%; }}
  .tne-liste td {{ order: 2; padding-right: 0.875rem; text-align: left; color: {_ATTENUE}; font-size: 0.8125rem; }}
  .tne-liste td[data-titre]::before {{ content: attr(data-titre); }}
  .tne-liste td.absente {{ display: none; }} 
  .boite.large tbody tr {{ content-visibility: auto; contain-intrinsic-height: auto 9rem; }}
  .tne-liste.large td {{ overflow-wrap: anywhere; color: inherit; }} .large td::before {{ color: {_ATTENUE}; }}
  .tne-liste.large tbody th {{ font-weight: 600; }}
  .tne-liste table:not(.a-cote) thead, .a-cote thead th:not(:first-child, .nombre) {{
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
  .a-cote th:first-child {{ flex-basis: calc(100% - var(--nombres) * 4.5rem); padding-right: 0.75rem; }}
  .tne-liste .a-cote .nombre {{ display: block; order: 1; flex: 0 0 4.5rem; padding: 0; text-align: right; font-size: inherit; }}
  .tne-liste .a-cote td.nombre {{ color: inherit; }} .tne-liste .a-cote td.nombre::before {{ content: none; }}
}}
"""

Genre = Literal["mot", "date", "nombre"]


@dataclass(frozen=True)
class Colonne:
    """A column of a list or of a table: its header, and what its cells are; numbers stand on the right.

    `dite`: where the header of a list is not seen, each cell says it.
    """

    titre: str
    genre: Genre = "mot"
    dite: bool = False


def du_cadre(df: pd.DataFrame, formats: Mapping[str, str]) -> tuple[list[Colonne], list[tuple[str, ...]]]:
    """The columns of a frame and the words of its rows; `formats` says how its cells are written, those it does not name are text."""
    formes = [(c, formats.get(str(c), "texte")) for c in df.columns]
    mots = (_mots(df[c], f) for c, f in formes)
    return [colonne(str(c), f) for c, f in formes], list(zip(*mots, strict=True))


def colonne(nom: str, format_: str) -> Colonne:
    """The column of a frame whose cells `format_` says how to write. A header of one word (« État », « Commune ») says no more than its words do; of a date one asks what happened then."""
    if format_ == "texte":
        return Colonne(typographier(nom), dite=" " in nom)
    return Colonne(typographier(nom), "date" if format_ in ("date", MOIS) else "nombre", dite=True)


def _mots(cellules: pd.Series, format_: str) -> list[str]:
    """What the cells of a column say."""
    # Where there is nothing to remark a dash would read as something missing.
    absent = "" if cellules.name == REMARQUE else TIRET_ABSENT
    valeurs = cellules.tolist()
    return [
        absent if pd.isna(x) or x == "" else phrase_lue(typographier(mots))
        for x, mots in zip(valeurs, write_column(valeurs, format_), strict=True)
    ]


@dataclass(frozen=True)
class Liste:
    """The rows, each a word for every column, the first of which names the row. Those who hear the page get `legende` for the
    list, and `titre` with each button of it.

    `large`: more columns than a page has room for. Where it is wide they keep their width and scroll, the first one stays.
    `liee` is the rank of the column whose words open, beside, the page that `pages` has for that row ("" opens none); `numero`
    that of the column which tells those of one name apart. `ici`: in this tab, and not beside.
    """

    titre: str
    legende: str
    colonnes: Sequence[Colonne]
    lignes: Sequence[Sequence[str]]
    liee: int = -1
    numero: int = -1
    pages: Sequence[str] = ()
    large: bool = False
    ici: bool = False

    @cached_property
    def en_json(self) -> str:
        """What the browser gets, on one line."""
        nombres = sum(c.genre == "nombre" for c in self.colonnes[1:])
        envoi = {
            "titre": self.titre,
            "legende": self.legende,
            "colonnes": [asdict(c) for c in self.colonnes],
            "lignes": self.lignes,
            "liee": self.liee,
            "numero": self.numero,
            "pages": self.pages,
            "large": self.large,
            "ici": self.ici,
            "triable": len(self.lignes) > ENTIERES,
            "aCote": nombres if nombres <= A_COTE else 0,
        }
        return json.dumps(envoi, ensure_ascii=False)
