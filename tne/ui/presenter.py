"""Presenting: the button of every page, and the stack of slides that the page Présenter draws.

All slides stand one over the other; a component shows one of them and takes the keys, so that no key asks the server.
The current slide and its neighbours are drawn at once, the others when the browser is at rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tne.slides import diapositives as declared
from tne.slides.diapositives import Rang
from tne.slides.slide import Slide, mots_du_filtre
from tne.typographie import typographier
from tne.ui import filtres, foyer, parts
from tne.ui import presenter_slides as draw
from tne.ui.cache import kept
from tne.ui.contexte import Contexte
from tne.ui.navigation import PRESENTER
from tne.ui.sans_annee import sans_annee
from tne.ui.texte import intitule_html

_ICI = Path(__file__).parent
_ECRAN, _DIAPO, _RETOUR, _PRETES = "_diapo_ecran", "_diapo_code", "_diapo_retour", "_diapo_pretes"
_PIED, _PAGES, _VUE = "_diapo_pied", "_diapo_pages", "_diapo_vue"
ECRAN = (1280, 720)
"""The screen assumed until the browser tells its own."""


TOUCHES = (
    "Touches\u202f: **→** ou **Espace**, **←** (ou les pages d\u2019une télécommande), **Début** et **Fin**\u202f; **F**\u00a0plein écran\u202f; "
    "**B**\u00a0écran noir\u202f; **O**\u00a0ouvrir la page de la diapositive, **P**\u00a0en revenir\u202f; **Échap**\u00a0quitter."
)
"""What the keys do, in the panel of the slides and on the page that arranges them."""


def _texte(nom: str) -> str:
    return (_ICI / nom).read_text(encoding="utf-8")


# Said by the component in its own place: number, two buttons for those who have no keyboard, progress.
_COMMANDE = """
<div class="commande">
  <button class="avant" type="button" aria-label="Diapositive précédente">‹</button>
  <span class="rang"></span>
  <button class="apres" type="button" aria-label="Diapositive suivante">›</button>
</div>
<div class="piste"><div class="avance"></div></div>
<p class="annonce" role="status" aria-live="polite"></p>
"""

_COMMANDE_CSS = """
.commande { display: flex; align-items: center; gap: 0.3rem; height: 2.5rem; font-size: 0.875rem; color: var(--st-gray-text-color); }
.rang { min-width: 3.4rem; text-align: center; font-variant-numeric: tabular-nums; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0 0.4rem; cursor: pointer; line-height: 1.2; font-size: 1.25rem; }
button:disabled { opacity: 0.35; cursor: default; }
button:focus-visible { outline: 2px solid var(--st-text-color); border-radius: 4px; }
.piste { position: fixed; left: 0; bottom: 0; width: 100%; height: 0.22rem; background: var(--st-dataframe-border-color); }
.avance { height: 100%; width: 100%; transform-origin: left; background: var(--st-gray-color); }
.avance[data-famille=formations] { background: var(--st-blue-color); }
.avance[data-famille=accompagnements] { background: var(--st-green-color); }
.avance[data-famille=parentalite] { background: var(--st-red-color); }
.avance[data-famille=equipements] { background: var(--st-orange-color); }
.avance[data-famille=numerixplore] { background: var(--st-violet-color); }
.annonce { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
"""
_BOUTON_HTML = """
<button type="button" title="Touche P"><span class="icone" data-symbole="slideshow"></span><span class="mots">Présenter</span></button>
"""
# Of the colour of Streamlit's button under it, a little lighter than the sidebar, which no setting of the theme names.
_BOUTON_CSS = """
button {
  display: flex; align-items: center; justify-content: center; gap: 0.5rem;
  font: inherit; font-size: 0.875rem; width: 100%; min-height: 2.5rem; padding: 0.25rem 0.75rem; cursor: pointer; border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius); color: var(--st-text-color);
  background: light-dark(color-mix(in srgb, var(--st-background-color), white 36%), color-mix(in srgb, var(--st-background-color), white 3%));
}
.icone { font: 1rem/1 "Material Symbols Rounded"; }
.icone::before { content: attr(data-symbole) / ""; }
button:hover { border-color: var(--st-text-color); }
button:focus-visible { outline: 2px solid var(--st-text-color); outline-offset: 2px; }
"""
_CSS = _texte("presenter.css")
# The column of the menu stays after a page that had one, with nothing in it; Streamlit says its key beside a button in English.
_RIEN_CSS = """
[data-testid="stSidebar"] { display: none; }
.st-key-tne-diapo-sortir kbd { display: none; }
"""
_PILE = st.components.v2.component("tne_pile", html=_COMMANDE, css=_COMMANDE_CSS, js=_texte("presenter.js"))
_BOUTON = st.components.v2.component(
    "tne_presenter", html=_BOUTON_HTML, css=_BOUTON_CSS, js=_texte("presenter_bouton.js")
)


def prepare(page: StreamlitPage) -> bool:
    """True on the page of the slideshow. Reading there is reading everywhere: the switch is set before it is drawn."""
    presenting = page.url_path == "presenter"
    if presenting:
        st.session_state["presentation"] = True
        return True
    st.session_state[_RETOUR] = page
    # The address has it before the box is drawn for the first time.
    reading = bool(st.session_state.get("presentation", st.query_params.get("presentation") == "true"))
    if not reading:
        st.session_state.pop(_DIAPO, None)  # the slides that a page was opened from are left
    if _DIAPO not in st.session_state:
        st.session_state[_VUE] = reading
    return False


@contextmanager
def place_of_filters(presenting: bool) -> Iterator[None]:
    """Where `app.py` draws the filters: the sidebar, or a choice that opens at the foot of the slides."""
    if not presenting:
        with st.sidebar:
            yield
        return
    foot = st.container(
        key="tne-diapo-filtres", horizontal=True, wrap=False, vertical_alignment="center", gap="small"
    )
    st.session_state[_PIED] = foot
    with foot:
        choice = st.popover("Filtres", icon=":material/tune:", type="tertiary", key="tne-diapo-choix")
    with choice, st.container(key="tne-diapo-volet"):
        foyer.ici("Et mon établissement\u202f? Cherchez-le parmi les établissements.", "tne-diapo-choix")
        yield
        st.button(
            "Quitter la présentation", on_click=_leave, icon=":material/logout:", key="tne-diapo-quitter"
        )


def button(ctx: Contexte) -> None:
    """*Présenter*, and the key P: from the first slide, or back to the one that was left to open a page."""
    back = ctx.view == "lecture" and st.session_state.get(_DIAPO)
    words = "Revenir à la présentation" if back else "Présenter"
    _BOUTON(key="tne-presenter", data={"mots": words}, on_presenter_change=_present)


def _screen(value: Any) -> None:
    """Remember the size of the screen that the browser tells, when it is one."""
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int) and 200 <= v <= 8000 for v in value)
    ):
        st.session_state[_ECRAN] = (value[0], value[1])


def _keep_filters() -> None:
    """Set each filter to itself, so that the next page writes it in its address: behind a closed choice the browser never knew it."""
    for key in filtres.KEYS:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def _present() -> None:
    _screen(st.session_state["tne-presenter"].presenter)
    code = st.session_state.get(_DIAPO)
    st.session_state["presentation"] = True
    st.switch_page(PRESENTER, query_params={"diapo": code} if code else {})


def _leave() -> None:
    """End the presentation: back to the page it was started from, with its view. The room may look at it still."""
    st.session_state["presentation"] = st.session_state.get(_VUE, False)
    st.session_state.pop(_DIAPO, None)
    _keep_filters()
    st.switch_page(st.session_state.get(_RETOUR, "pages/bilan.py"), query_params={})


def _resize() -> None:
    said = st.session_state["tne-pile"].taille
    _screen(said.get("ecran"))


def _draw_rest() -> None:
    st.session_state[_PRETES] = st.session_state["tne-pile"].suite.get("cle")


def _open() -> None:
    """Go to the page of the slide on screen, with the same filters; P comes back to it."""
    code = str(st.session_state["tne-pile"].ouvrir)
    page = st.session_state.get(_PAGES, {}).get(code, "")
    if page:
        st.session_state[_DIAPO] = code
        st.session_state["presentation"] = True
        _keep_filters()
        st.switch_page(page, query_params={})


@dataclass(frozen=True)
class Plan:
    """The slides to show, in order: code → the line of the list that gives it and its rank there."""

    lignes: dict[str, tuple[Rang, int]]

    @property
    def codes(self) -> list[str]:
        """All codes, in order."""
        return list(self.lignes)


def _slides_of(ctx: Contexte, rang: Rang) -> tuple[Slide, ...]:
    if rang.ajoutee:
        return declared.ajoutee(rang)
    construire = declared.BY_CODE[rang.code].construire
    return kept(
        ctx, ("diapositive", rang.code, ctx.filters), lambda con: construire(con, ctx.filters, "lecture")
    )


def _rangs(ctx: Contexte) -> tuple[Rang, ...]:
    """Which are shown depends on the years alone: a choice of schools moves none."""
    years = ctx.filters.sans_etablissement()
    return kept(ctx, ("diapositives", years), lambda con: declared.a_montrer(con, years))


def number(ctx: Contexte, rang: Rang) -> int:
    """How many slides a line of the list makes: a long text takes several."""
    alone = not rang.ajoutee and declared.BY_CODE[rang.code].seule
    return 1 if alone else len(_slides_of(ctx, rang))


def _nom_libre(code: str, pris: Collection[str]) -> str:
    """The code as Streamlit writes it in a class, by which the stack finds its slides: one that a file gives may hold accents, spaces
    and apostrophes. None that is taken.
    """
    name = re.sub(r"[^a-zA-Z0-9_-]", "-", code)
    return next(found for n in count(1) if (found := f"{name}--{n}" if n > 1 else name) not in pris)


def plan(ctx: Contexte) -> Plan:
    """What is shown, in order. Only slides whose number depends on their text are built for it."""
    lines: dict[str, tuple[Rang, int]] = {}
    for rang in _rangs(ctx):
        if not rang.ajoutee and declared.BY_CODE[rang.code].seule:
            lines[rang.code] = (rang, 0)
        else:
            for n, s in enumerate(_slides_of(ctx, rang)):
                lines[_nom_libre(s.code, lines)] = (rang, n)
    return Plan(lines)


def empty(ctx: Contexte) -> bool:
    """True where there is no slide to show: without a school year, or where all of it are hidden or say nothing."""
    return not ctx.annee or not _rangs(ctx)


def nothing(ctx: Contexte) -> None:
    """No slide: what makes or shows some, and the way back, by Escape too, since no menu stands beside."""
    st.html(f"<style>{_RIEN_CSS}</style>")
    parts.page_header("neutre", "Présentation", "Rien à présenter")
    if ctx.annee:
        parts.empty_state(
            typographier(f"Aucune diapositive de {ctx.annee} n'est montrée."),
            "Elles sont toutes masquées, ou n\u2019ont rien à montrer.",
            "pages/diapositives.py",
            "Ranger les diapositives",
        )
    else:
        parts.empty_state(
            sans_annee(ctx),
            "Les diapositives se font d\u2019elles-mêmes dès qu\u2019un fichier est importé.",
            "pages/importer.py",
        )
    st.button(
        "Quitter la présentation",
        on_click=_leave,
        icon=":material/logout:",
        key="tne-diapo-sortir",
        shortcut="Esc",
    )


def show(ctx: Contexte) -> None:
    """The slideshow, over the whole window."""
    st.html(f"<style>{_CSS}</style>")
    with st.session_state[_PIED]:
        demo = " <i>· Démonstration</i>" if ctx.demo else ""
        # No line begins with the point that parts two filters.
        mots = intitule_html(mots_du_filtre(ctx.filters)).replace(" · ", "\u00a0· ")
        st.html(f'<p class="tne-mots">{mots}{demo}</p>')
    _stack(ctx)


@st.fragment
def _stack(ctx: Contexte) -> None:
    shown = plan(ctx)
    codes = shown.codes
    asked = st.query_params.get("diapo", "")
    current = asked if asked in codes else codes[0]
    screen = st.session_state.get(_ECRAN, ECRAN)
    signature = str(hash((ctx.version, ctx.filters, screen, tuple(codes))))
    rank = codes.index(current)
    near = [codes[i] for i in (rank, rank + 1, rank - 1) if 0 <= i < len(codes)]
    rest = [c for c in codes if c not in near]
    ready = st.session_state.get(_PRETES) == signature
    slides: dict[str, Slide] = {}
    with st.container(key="tne-diapos"):
        boxes = {code: st.container(key=f"tne-lame-{code}") for code in codes}
        for code in near + (rest if ready else []):
            rang, n = shown.lignes[code]
            slides[code] = _slides_of(ctx, rang)[n]
            with boxes[code]:
                draw.slide(slides[code], screen)
        st.session_state[_PAGES] = st.session_state.get(_PAGES, {}) | {c: s.page for c, s in slides.items()}
        with st.container(key="tne-diapo-commande"):
            _PILE(
                key="tne-pile",
                data={
                    "ordre": codes,
                    "courante": current,
                    "titres": {c: s.titre for c, s in slides.items()},
                    "familles": {c: s.famille for c, s in slides.items()},
                    "ecran": list(screen),
                    "reste": "" if ready else signature,
                },
                on_taille_change=_resize,
                on_suite_change=_draw_rest,
                on_ouvrir_change=_open,
                on_quitter_change=_leave,
            )
