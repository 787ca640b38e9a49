"""Links between the pages, written as HTML: the head of the sidebar, and those that stand together under a figure.

`st.page_link` is sent and drawn anew at every run, 1.1 ms each, thirteen of them in the sidebar. A text that stays the same is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tne.filters import ADRESSE
from tne.ui.feuille import symbole
from tne.ui.texte import intitule_html
from tne.visuals.couleurs import TEINTES

GARDEES = (*ADRESSE, "presentation")
"""What of the address goes along to another page: what app.py draws on each of them."""
_SYMBOLE = ":material/"

# Streamlit follows the address back and forth by itself: a link writes the next one and says so. With a key held, or where this
# is not there yet, the browser follows it as any other. On a phone the sidebar lies over the page: its first button folds it.
_JS = """
export default function ({ data }) {
  const marquer = () => {
    const pages = [...document.querySelectorAll("a.tne-page")];
    for (const a of pages) {
      if (a.dataset.page === data.page) a.setAttribute("aria-current", "page"); else a.removeAttribute("aria-current");
    }
    return pages.length > 0;
  };
  // Streamlit fetches what draws a text and what calls us each by itself: on a first loading either may come first.
  window.tneMarquer?.disconnect();
  window.tneMarquer = new MutationObserver((_, veille) => { if (marquer()) veille.disconnect(); });
  if (!marquer()) window.tneMarquer.observe(document.body, { childList: true, subtree: true });
  const suivre = (clic) => {
    const a = clic.target.closest?.("a.tne-lien");
    if (!a || clic.button || clic.metaKey || clic.ctrlKey || clic.shiftKey || clic.altKey) return;
    clic.preventDefault();
    const vers = new URL(a.href);
    for (const [cle, valeur] of new URLSearchParams(location.search))
      if (data.gardees.includes(cle)) vers.searchParams.append(cle, valeur);
    history.pushState({}, "", vers);
    dispatchEvent(new PopStateEvent("popstate"));
    const menu = a.closest('[data-testid="stSidebar"]');
    if (menu && window.matchMedia("(max-width: 768px)").matches) setTimeout(() => menu.querySelector("button")?.click());
  };
  // Called anew for another page, before the call for the last one is ended: only one of them may follow a click.
  if (window.tneSuivre) document.removeEventListener("click", window.tneSuivre);
  document.addEventListener("click", (window.tneSuivre = suivre));
}
"""
_SUIVRE = st.components.v2.component("tne_liens", js=_JS)

_STYLE = """<style>
.tne-menu { display: grid; gap: 2px; }
a.tne-lien { display: flex; align-items: center; gap: 0.5rem; min-height: 1.5rem; padding: 0 0.5rem; border-radius: 6px;
  color: inherit; text-decoration: none; font-size: 0.875rem; line-height: 1.5rem; }
a.tne-lien:is(:hover, :focus-visible, [aria-current]) { color: inherit;
  background: color-mix(in srgb, currentColor 8%, transparent); }
a.tne-lien:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
a.tne-page[aria-current] { min-height: 1.75rem; font-weight: 600; }
.tne-liens { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; }
dl + .tne-liens { margin-top: 1rem; }
.tne-liens > a { margin-left: -0.5rem; }
.tne-nom { margin: 0; font-size: 1.125rem; font-weight: 600; line-height: 1.4; }
.tne-teintes { display: flex; gap: 3px; margin: 0.5rem 0 1.5rem; }
.tne-teintes i { width: 11px; height: 3px; }
</style>"""


@dataclass(frozen=True)
class Lien:
    """A link to a page: its path under the address of the dashboard ("" is the first page), its words, and the name of an icon
    as Streamlit writes it. `question`: what its address asks of that page; `sujet`: told aloud, where others of the page have the
    same words.
    """

    page: str
    mots: str
    icone: str
    question: Mapping[str, str] = field(default_factory=dict)
    sujet: str = ""


def menu(nom: str, pages: Sequence[StreamlitPage]) -> None:
    """Whose dashboard this is, with the five hues of the programme, and one link per page. `suivre` marks the one that is shown."""
    hues = [c for famille, c in TEINTES.items() if famille != "neutre"]
    teintes = "".join(f'<i style="background: {c.css}"></i>' for c in hues)
    liens = "".join(_a(Lien(p.url_path, p.title, p.icon), "tne-lien tne-page") for p in pages)
    st.html(
        f'{_STYLE}<p class="tne-nom">{intitule_html(nom)}</p><p class="tne-teintes">{teintes}</p>'
        f'<nav class="tne-menu" aria-label="Pages">{liens}</nav>'
    )


def rangee(liens: Sequence[Lien], suite: str = "") -> str:
    """The HTML of links in a row, one under the other where there is no room, and beside them `suite`."""
    return f'<div class="tne-liens">{"".join(_a(lien, "tne-lien") for lien in liens)}{suite}</div>'


def seul(page: str, mots: str, icone: str, question: Mapping[str, str] = MappingProxyType({})) -> None:
    """A link on a line of its own, its icon over the first letter of what stands above: Streamlit's begins 8 pixels farther in."""
    st.html(rangee([Lien(page, mots, icone, question)]))


def suivre(page: StreamlitPage) -> None:
    """Make links lead to their page without loading the dashboard anew, the filters as they are: once per run."""
    _SUIVRE(key="tne-suivre", data={"page": page.url_path, "gardees": list(GARDEES)})


def _a(lien: Lien, classes: str) -> str:
    vers = (lien.page or "./") + (f"?{urlencode(lien.question)}" if lien.question else "")
    icone = lien.icone.removeprefix(_SYMBOLE).rstrip(":")
    nom = f' aria-label="{escape(lien.mots)} {escape(lien.sujet)}"' if lien.sujet else ""
    return (
        f'<a class="{classes}" href="{escape(vers)}" data-page="{escape(lien.page)}"{nom}>'
        f"{symbole(icone)}{intitule_html(lien.mots)}</a>"
    )
