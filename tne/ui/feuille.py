"""Blocks written as HTML of our own, with their style: a row of tiles, the head of a figure, its source.

Each is one element. Streamlit sends every element at every run and its page draws a heading in 2 ms, a text in 1: the four of
a tile and the four of a head were most of what a change of filter cost above the charts. Classes are ours (`tne-…`), colours
those of the palette in the theme of the moment (`light-dark()`, which follows the `color-scheme` that Streamlit sets).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from zlib import crc32

from tne.ui.boutons import DISCRET
from tne.ui.texte import gras_html, insecable, intitule_html, phrase_html
from tne.visuals.couleurs import (
    ENCRE_PAGE,
    GRIS_CONTEXTE,
    PAPIER_PAGE,
    TEINTES,
    TEXTE_ATTENUE,
)

ICONES_ETAT = {
    "calculé": "function",
    "déclaré": "edit_note",
    "publié": "article",
    "absent": "do_not_disturb_on",
    "masqué": "visibility_off",
    "démo": "science",
}
"""Names in the icon font that Streamlit brings."""


@dataclass(frozen=True)
class Tuile:
    """A headline figure: its value as text, and the lines that say out of what, against which target, since when, whence.

    `accent` names the part whose hue the value takes ("" for ink): one tile a row at most.
    `precision` completes the state (« = publié »), `aide` is the definition, shown on demand. `place`: a line that the filter
    took away keeps its own under the others, so that nothing below moves.
    """

    libelle: str
    valeur: str
    denominateur: str = ""
    objectif: str = ""
    evolution: str = ""
    etat: str = "calculé"
    precision: str = ""
    accent: str = ""
    aide: str | None = None
    place: bool = False


SUITE = "\u00a0· "
"""Before a state told after a source: no line begins with the dot, one may end with it where the column is narrow."""

COLONNES = 4
"""Tiles side by side where there is room."""

# A tile takes a quarter of the row where that is 150 pixels (in letters of 16), else half, which is less than 999 times what is missing. Three fill
# a row that has no room for four.
_QUART = f"{100 / COLONNES}% - 0.75rem"
# A third, rounded down: three that are wider than the row by a hair would be two.
_TIERS = f"{33.3}% - 0.66rem"
_DEMI = f"clamp({_QUART}, (9.375rem - ({_QUART})) * 999, {200 / COLONNES}% - 0.5rem)"

# Written on the elements: for a moment of the first load the page may stand there without its style, and would jump.
_TUILE = "display: grid; grid-row: span 3; grid-template: subgrid / minmax(0, 1fr); row-gap: 0.25rem"
_VALEUR = "margin: 0; font-size: 2.5rem; font-weight: 600; line-height: 1.4; white-space: nowrap"
# Millions, in smaller letters on the same line: the narrowest tile has room for seven signs of the others.
_LARGE = f"{_VALEUR}; font-size: 2rem; line-height: 1.75"
_SIGNES = 7
# Where a browser writes no letter smaller than so much, they outgrow their tile: a word is then cut rather than run into the next.
_LIBELLE = "order: 1; margin: 0; padding: 0; font-weight: 400; line-height: 1.4; overflow-wrap: break-word"
_LIGNES = "order: 2; margin: 0; font-size: 0.875rem; line-height: 1.5; min-height: var(--tne-lignes, 0); overflow-wrap: break-word"
_PLACE = '<span style="display: block; height: 1.5em"></span>'
_NOTES = "min-height: 1.3125rem; margin: 0.25rem 0"
_NOTE = "font-size: 0.875rem; line-height: 1.5"
_TITRE = "margin: 0; padding: 0; text-wrap: balance; font-size: 1.25rem; font-weight: 600; line-height: 1.3; letter-spacing: normal"
_PARTIE = "padding-top: 2rem"
# Four lines, three on a phone.
_STABLE = "--tne-lignes: clamp(3.9375rem, (100vw - 640px) * 999, 5.25rem); "


def tuiles(rangee: Sequence[Tuile], *, stables: bool = False) -> str:
    """A row of tiles on four columns: those of fewer tiles stand under those of the row before. Where four have no room, on two, as
    on a phone: on three the last of four, or of ten, stood alone under the others. Nine stand on three: on four their last would.

    `stables`: those that a filter makes lose a line (no target stands for a part of the schools) keep its place.
    """
    # A published figure is gone under a filter: its row keeps no place for what would not come back.
    stable = _STABLE if stables and any(t.etat != "publié" for t in rangee) else ""
    seule, par_trois = len(rangee) % COLONNES == 1, len(rangee) % 3 == 0
    large = _TIERS if seule and par_trois else _QUART if par_trois else _DEMI
    return (
        f'<dl style="{stable}display: grid; grid-template-columns: repeat(auto-fill, minmax(max(9.375rem, {large}), 1fr)); '
        f'gap: 1rem; margin: 0.75rem 0 0; padding: 0">{"".join(map(_tuile, rangee))}</dl>'
    )


def notes(mots: Sequence[str]) -> str:
    """What is to be known of a row of tiles; the place of one line is kept where there is nothing to say."""
    return f'<div class="tne-notes" style="{_NOTES}">{"".join(map(_note, mots))}</div>'


def _note(mots: str) -> str:
    return f"""<p style="{_NOTE}">{_icone("info")}{phrase_html(insecable(mots))}</p>"""


def _tuile(t: Tuile) -> str:
    teinte = f" tne-{t.accent}" if t.accent else ""
    lignes = [_ligne(ligne) for ligne in (t.denominateur, t.objectif, t.evolution) if ligne]
    aide = _aide(t.libelle, t.aide) if t.aide else ""
    return (
        f'<div class="tne-tuile" style="{_TUILE}"><dt style="{_LIBELLE}">{intitule_html(t.libelle)}</dt>'
        f'<dd class="tne-valeur{teinte}" style="{_VALEUR if len(t.valeur) <= _SIGNES else _LARGE}">{escape(t.valeur)}</dd>'
        f'<dd class="tne-lignes" style="{_LIGNES}">{"".join(f"{ligne}<br>" for ligne in lignes)}'
        f'<span class="tne-etat">{_icone(ICONES_ETAT[t.etat])}{escape(t.etat + t.precision)}</span>{aide}{_PLACE if t.place else ""}</dd></div>'
    )


# « 100 sur 139 interventions »: where that does not hold in a line, the word goes to the next one, and 100 is not left alone.
_RAPPORT = re.compile(r"(\d) (sur\u00a0\d[\d\u202f]*)\u00a0")
# « +1 sur 2025-2026 à la même » left « date » alone on the next line.
_MEME_DATE = " à la même date"


def _ligne(mots: str) -> str:
    """A count and its share: on a tile too narrow for both the share takes a line of its own, and the dot between them goes."""
    mots = mots.replace(_MEME_DATE, " " + _MEME_DATE.strip().replace(" ", "\u00a0"))
    compte, *parts = phrase_html(_RAPPORT.sub("\\1\u00a0\\2 ", insecable(mots))).split(" · ")
    suite = "".join(f' <span class="tne-part"><span>·\u00a0</span>{part}</span>' for part in parts)
    return f'<span class="tne-compte">{compte}</span>{suite}' if suite else compte


def _icone(nom: str) -> str:
    return symbole(nom, "tne-icone")


def symbole(nom: str, classe: str = "tne-symbole") -> str:
    """A sign of the icon font, by its name there; nobody hears it."""
    return f'<span class="{classe}" data-symbole="{escape(nom)}"></span>'


def _aide(libelle: str, definition: str) -> str:
    """The sign that opens the definition: a popover of the browser's own, which Esc and a click beside it close."""
    numero = f"tne-aide-{crc32(f'{libelle}{definition}'.encode()):x}"
    return (
        f'<button type="button" class="tne-aide" popovertarget="{numero}" aria-label="Définition\u202f: {escape(libelle)}">'
        f'</button><span popover id="{numero}" class="tne-bulle">{phrase_html(definition)}</span>'
    )


def tete(titre: str, sous_titre: str = "") -> str:
    """The finding of a figure as a heading, and under it how to read it."""
    sous = f"<p>{phrase_html(insecable(sous_titre))}</p>" if sous_titre else ""
    return f'<div class="tne-constat"><h3>{intitule_html(titre)}</h3>{sous}</div>'


def rien(mots: str) -> str:
    """What stands where there is nothing to show."""
    return f'<p class="tne-rien">{phrase_html(mots)}</p>'


def _etat(mot: str) -> str:
    return f'<span class="tne-etat">{_icone(ICONES_ETAT[mot])}{escape(mot)}</span>'


def source(mots: str, etat: str = "", avertissements: Sequence[str] = (), bouton: str = "") -> str:
    """What is to be known of a figure, where it comes from, and its state where that is to be told; beside it a `bouton`."""
    suite = f"{SUITE if mots else ''}{_etat(etat)}" if etat else ""
    return (
        f'<div class="tne-origine"><div>{"".join(map(_note, avertissements))}<p>{phrase_html(mots)}{suite}</p></div>'
        f"{bouton}</div>"
    )


def enseignements(mots: str) -> str:
    """The head of the last part of the bilan, of words alone."""
    return f'<div class="tne-partie" style="{_PARTIE}">{titre("enseignements", mots)}</div>'


def titre(ancre: str, mots: str) -> str:
    """The name of a part of the bilan, which links lead to, over the titles of its figures; in its hue where it has one."""
    return f'<h2 id="{ancre}" class="tne-{ancre}" style="{_TITRE}">{escape(mots)}</h2>'


def partie(famille: str, nom: str, texte: str, rangee: Sequence[Tuile], a_savoir: Sequence[str]) -> str:
    """The head of a part of the bilan: its name in its hue, its sentence (`**` around the figures), its tiles, their notes."""
    return (
        f'<div class="tne-partie" style="{_PARTIE}">{titre(famille, nom)}'
        f'<p style="margin: 0.75rem 0 0; max-width: 43.75rem">{gras_html(texte)}</p></div>'
        f"{tuiles(rangee, stables=True) + notes(a_savoir) if rangee else ''}"
    )


# A list of choices is as wide as its field and cut the names of schools before their commune, which tells one from another: beside
# the page « École primaire Les Iris (Gou », three times. There it goes over the page, as wide as the names; elsewhere a name takes
# two lines in its row, of the height that Streamlit reckons with.
_LISTES = """@media (min-width: 641px) {
  div:has(> [role="listbox"]:is([aria-label="Établissement"], [aria-label="Circonscription"], [aria-label="Intercommunalité"])) {
    min-width: min(36rem, 100vw - 60px); }
  [role="option"] > * { white-space: normal; line-height: 1.2; min-height: 90%; }
}"""

# On a phone the names take two lines of smaller letters. In the list of slides the buttons of some rows
# stood under the name, of others beside it: their arrows say enough, their words are still read aloud.
# A link is not cut, nor is the guide wider than the screen for a long word; what its tables explain, in their first column, is whole.
_TELEPHONE = """@media (max-width: 640px) {
  [role="option"] { font-size: 0.78em; }
  [role="option"] * { white-space: normal; line-height: 1.1; }
  a[href] p { white-space: normal; }
  .st-key-guide td:not(:first-child) { overflow-wrap: anywhere; }
  .st-key-tne-diapositives [class*="st-key-tne-rangee-"] { flex: none; gap: 0.375rem; }
  .st-key-tne-diapositives label * { white-space: normal; overflow: visible; }
  .st-key-tne-diapositives button p { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}"""

# Where the keyboard is. Streamlit's ring is half the colour of its buttons, 1.8 to 1 on the dark page; its lists and fields have none
# but an edge that in the dark is of the same colour, nor has the page itself, which the Tab key comes by. By roles: fields are not ours.
_FOYER = f""":root :is(a[href], button, summary, input, textarea, [tabindex="0"]):focus-visible,
:root :is([role="group"]:has(input[role="combobox"]:focus-visible), label:has(:is([type="checkbox"], [type="radio"]):focus-visible)) {{
  outline: 2px solid {ENCRE_PAGE.css}; outline-offset: 1px; box-shadow: none; }}
:root:root :is(main, input, textarea, button):focus-visible {{ outline-offset: -2px; }}
/* A box that scrolls cuts what stands out of it: what the Tab key brings to its edge keeps room for its ring. */
main {{ scroll-padding-block: 4px; }}
:root :is(input[role="combobox"], [role="spinbutton"]):focus-visible {{ outline: none; }}
/* In the dark the colour that a quiet button takes under the mouse has not 4.5 to 1 on the page. */
:is([class*="st-key-{DISCRET}"], .st-key-tne-diapo-choix) button:is(:hover, :active, :focus-visible):not(:disabled) {{ color: {ENCRE_PAGE.css}; text-decoration: underline; }}"""

# What opens under its button (`tne.ui.volet`) is placed before all of it is there, then cut to the room that is left under the button:
# on a projector four documents were two lines of a list to scroll. With a least height it goes where it has room.
_VOLET = '[role="dialog"]:has([class*="-foyer"]) { min-height: min(21rem, 46vh); }'

# Who has the colours of the system forced on every page (high contrast) loses each ground and shadow of it: what only they told
# apart gets an edge, or the colour in which the system draws what is chosen. By roles: these parts are Streamlit's.
_COULEURS_FORCEES = """@media (forced-colors: active) {
  label:has([type="radio"]:checked) > div > :first-child > *, [role="progressbar"] > * > * { background: Highlight !important; }
  [role="progressbar"] > * { outline: 1px solid; }
  :is([role="alert"], [role="tooltip"], [role="dialog"]) { border: 1px solid !important; }
  [role="option"]:is([data-focused], [data-hovered], :hover) { outline: 2px solid Highlight; outline-offset: -2px; }
  [role="option"][aria-selected="true"] { border-left: 4px solid Highlight; }
  a.tne-page[aria-current]:not(:focus-visible) { outline: 1px solid; outline-offset: -1px; }
  a.tne-lien:hover { text-decoration: underline; }
  .tne-liste thead tr { background: linear-gradient(CanvasText) bottom / 100% 1px no-repeat; }
}"""

# Streamlit writes the letters of every page at 16 pixels, whatever the browser is set to: who had it write larger was not heard. No
# screen is narrower than 20 of them, as a page is at 400 %. Its menu keeps its pixels, in which a chosen year was « 202… ».
_LETTRES = """:root { font-size: min(100%, max(16px, 5vw)); }
section[data-collapsed="false"]:has(.tne-menu) { min-width: clamp(300px, 18.75rem, 100vw); }"""

STYLE = f"""<style>
{_LETTRES}
{_LISTES}
{_TELEPHONE}
{_FOYER}
{_VOLET}
{_COULEURS_FORCEES}
.tne-rien, .tne-lignes, .tne-constat p, .tne-origine p, .tne-notes p {{ color: {TEXTE_ATTENUE.css}; }}
.tne-constat p, .tne-origine p {{ font-size: 0.875rem; line-height: 1.5; }}
.tne-etat {{ white-space: nowrap; }}
.tne-tuile .tne-etat {{ display: inline-block; max-width: 100%; white-space: normal; }}
/* The dot stands in a room that the word before it keeps free; at the beginning of a line it is beyond the edge, and not drawn. */
.tne-lignes {{ overflow-x: clip; }}
.tne-compte {{ padding-right: 0.625em; }}
.tne-part {{ display: inline-block; margin-left: -0.625em; overflow-wrap: normal; }}
.tne-part > span {{ display: inline-block; width: 0.625em; }}
.tne-constat {{ padding-top: 1.5rem; container-type: inline-size; }}
.tne-constat h3 {{ {_TITRE}; overflow-wrap: anywhere; }}
@container (max-width: 18.75rem) {{ .tne-constat h3 {{ font-size: 1.0625rem; }} }}
.tne-constat p {{ margin: 0.375rem 0 0; max-width: 70rem; text-wrap: pretty; }}
.tne-rien, .tne-origine p, .tne-notes p {{ margin: 0; text-wrap: pretty; }}
.tne-avant > .tne-constat ~ * {{ margin-top: 1rem; }}
.tne-constats, .tne-paragraphe {{ max-width: 43.75rem; }}
:is(.tne-constats, .tne-paragraphe) p {{ margin: 0.75rem 0 0; text-wrap: pretty; }}
.tne-constats .tne-symbole {{ margin-right: 0.25em; vertical-align: -0.15em; }}
.tne-constats .tne-ton {{ color: {TEXTE_ATTENUE.css}; }}
:is(.tne-constats, .tne-paragraphe) + .tne-ouvre {{ margin-top: 0.5rem; }}
:is(.tne-origine, .tne-partie) + .tne-liens {{ margin: 0.5rem 0; }}
.tne-origine p + p {{ margin-top: 0.5rem; }}
.tne-origine {{ display: flex; align-items: end; justify-content: space-between; gap: 0.25rem 1rem; }}
.tne-origine > div {{ padding-bottom: 0.5625rem; }}
.tne-ouvre {{ flex: none; display: inline-flex; align-items: center; gap: 0.375rem; min-height: 2.5rem; margin-left: -0.25rem; padding: 0 0.25rem;
  border: 0; border-radius: 6px; background: none; color: inherit; font: inherit; font-size: 0.875rem; cursor: pointer; }}
.tne-ouvre:hover {{ text-decoration: underline; }}
.tne-ouvre:focus-visible {{ outline: 2px solid currentColor; }}
.tne-symbole {{ font: 1rem/1 "Material Symbols Rounded"; }}
:is(.tne-symbole, .tne-icone)::before {{ content: attr(data-symbole) / ""; }}
/* On paper the menu and the filters took a quarter of every sheet; the filter is told over the title. Nor is a sheet
   covered with ink: of the dark theme, whose charts are drawn already, the negative that keeps its hues. */
@media print {{
  html, body, #root, .stApp, .stApp > * {{ background: white !important; }}
  .tne-sombre :is(.stApp, .stApp > *) {{ background: none !important; }}
  .tne-sombre :is(.stApp > *, .stApp img) {{ filter: invert(1) hue-rotate(180deg); }}
  section:has(.tne-menu) {{ display: none !important; }}
  main > :first-child {{ padding-bottom: 0 !important; }} /* it made a last sheet of nothing */
  :is(.tne-ouvre, .stButton, .stDownloadButton) {{ display: none; }}
}}
.tne-partie h2 {{ scroll-margin-top: 4rem; }}
.tne-icone {{ margin-right: 0.25em; font: 1.15em/1 "Material Symbols Rounded"; vertical-align: -0.2em; }}
.tne-aide {{ display: inline-grid; place-items: center; width: 24px; height: 24px; margin: -4px 0 -4px 2px; padding: 0;
  vertical-align: middle; border: 0; background: none; color: inherit; cursor: pointer; font: 1.15em/1 "Material Symbols Rounded"; }}
.tne-aide::before {{ content: "help" / ""; }}
.tne-aide:focus-visible {{ outline: 2px solid currentColor; border-radius: 6px; }}
.tne-bulle {{ max-width: min(22rem, calc(100vw - 2rem)); padding: 0.75rem 1rem; border: 1px solid {GRIS_CONTEXTE.css};
  border-radius: 6px; background: {PAPIER_PAGE.css}; color: {ENCRE_PAGE.css}; font-size: 0.875rem; line-height: 1.5; }}
@supports (position-area: bottom) {{
  .tne-bulle {{ position-area: bottom; position-try-fallbacks: flip-block; margin: 4px; inset: auto; }}
}}
{"".join(f".tne-valeur.tne-{famille}, .tne-partie h2.tne-{famille} {{ color: {c.css}; }}" for famille, c in TEINTES.items())}
</style>"""
