"""The list of slides as the coordinator arranges it: order, shown or not, slides of text. Kept when saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from tne.slides.diapositives import Rang, laissees, liste
from tne.slides.diapositives_liste import ajouter, deplacer, enregistrer, modifier, montrer, reporter, retirer
from tne.slides.slide import TITRE_MAXIMUM
from tne.typographie import accord, compte, entier, typographier
from tne.ui import foyer
from tne.ui.cache import ask
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.presenter import plan
from tne.ui.tete import LARGEUR_RANGEE
from tne.ui.texte import texte_sur
from tne.ui.volet import volet

_SANS_TITRE = "_diapositives_sans_titre"

Rangs = tuple[Rang, ...]

_REPORTE = typographier(
    "Cette liste a été enregistrée dans une autre fenêtre pendant que vous la rangiez. Vos changements y sont reportés : "
    "relisez-la, puis enregistrez."
)


def kept(ctx: Contexte) -> Rangs:
    """The list as the base keeps it."""
    con = ctx.base.cursor()
    try:
        return liste(con, ctx.annee)
    finally:
        con.close()


@dataclass(frozen=True)
class Brouillon:
    """The changes of this session to the list `avant` of one year, not saved yet. `reporte`: another session has saved
    its own meanwhile, to which they were taken over.
    """

    avant: Rangs
    rangs: Rangs
    reporte: bool = False


def _cle(ctx: Contexte) -> str:
    """Each year has its own: whoever looks at another one and comes back finds what was not saved."""
    return f"_diapositives_brouillon_{ctx.annee}"


def _held(ctx: Contexte) -> Brouillon:
    """What is on screen, over the list that the base keeps now."""
    now = kept(ctx)
    held: Brouillon | None = st.session_state.get(_cle(ctx))
    if held is None:
        return Brouillon(now, now)
    if held.avant != now:
        mine = reporter(held.avant, held.rangs, now)
        held = Brouillon(now, mine, reporte=mine != now)
        st.session_state[_cle(ctx)] = held
    return held


def _draft(ctx: Contexte) -> Rangs:
    return _held(ctx).rangs


def _change(ctx: Contexte, how: Callable[[Rangs], Rangs]) -> None:
    """Change the list that was drawn; where nothing of it is held, the one that is saved. What another session has saved
    meanwhile takes it over when it is drawn again: codes of new slides may be others then.
    """
    held: Brouillon = st.session_state.get(_cle(ctx)) or _held(ctx)
    st.session_state[_cle(ctx)] = replace(held, rangs=how(held.rangs))


def _empty(ctx: Contexte) -> dict[str, str]:
    """The slides that say nothing for the chosen years, and why."""
    return ask(ctx, laissees, ctx.filters.sans_etablissement())


def answer(ctx: Contexte) -> str:
    """How many slides are shown, counted as the meeting counts them, and how many are not."""
    rangs, empty = _draft(ctx), _empty(ctx)
    shown = sum(plan.number(ctx, r) for r in rangs if r.visible and r.code not in empty)
    without = sum(r.visible and r.code in empty for r in rangs)
    hidden = sum(not r.visible for r in rangs)
    said = f"**{compte(shown, 'diapositive')}** pour {ctx.annee}"
    said += f", {compte(hidden, 'masquée')}" if hidden else ""
    waiting = accord(without, "autre n’a rien à montrer", "autres n’ont rien à montrer")
    return typographier(said + (f" ; {entier(without)} {waiting}." if without else "."))


def arrange(ctx: Contexte) -> None:
    """One line per slide with what can be done to it, then saving."""
    held, empty = _held(ctx), _empty(ctx)
    rangs = held.rangs
    if held.reporte and rangs != held.avant:
        st.warning(_REPORTE, icon=":material/sync_problem:")
    with st.container(gap="xsmall", width=LARGEUR_RANGEE, key="tne-diapositives"):
        for place, rang in enumerate(rangs):
            _line(ctx, rang, first=place == 0, last=place == len(rangs) - 1, empty=empty.get(rang.code, ""))
    if rangs != held.avant:
        with st.container(horizontal=True, vertical_alignment="center", key="tne-diapositives-actions"):
            st.button(
                "Enregistrer", type="primary", on_click=_save, args=(ctx,), key="diapositives-enregistrer"
            )
            st.button("Annuler les changements", on_click=_forget, args=(ctx,), key="diapositives-annuler")
            st.caption("Changements non enregistrés.")


def _line(ctx: Contexte, rang: Rang, *, first: bool, last: bool, empty: str) -> None:
    slides = plan.number(ctx, rang)
    said = typographier(empty) or (compte(slides, "diapositive") if slides > 1 else "")
    # Without a colour: a screen reader would read its name.
    name = texte_sur(rang.nom) + (f" · {said}" if said else "")
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.checkbox(
            name,
            value=rang.visible,
            key=f"diapo-voir-{rang.code}-{rang.visible}",
            on_change=lambda: _change(ctx, lambda rangs: montrer(rangs, rang.code, not rang.visible)),
            width="stretch",
        )
        # Together: on a phone they stand under the name, never one beside it and one below.
        with st.container(horizontal=True, width="content", gap="small", key=foyer.rangee(rang.code)):
            if rang.ajoutee:
                _rewrite(ctx, rang)
                _button(ctx, rang, "Retirer", ":material/delete:", lambda rangs: retirer(rangs, rang.code))
            _move(ctx, rang, "Monter", ":material/arrow_upward:", -1, off=first)
            _move(ctx, rang, "Descendre", ":material/arrow_downward:", 1, off=last)


def _move(ctx: Contexte, rang: Rang, verb: str, icon: str, by: int, *, off: bool) -> None:
    _button(ctx, rang, verb, icon, lambda rangs: deplacer(rangs, rang.code, by), off=off)


def _button(
    ctx: Contexte, rang: Rang, verb: str, icon: str, how: Callable[[Rangs], Rangs], *, off: bool = False
) -> None:
    st.button(
        verb,
        icon=icon,
        key=f"diapo-{verb}-{rang.code}",
        disabled=off,
        on_click=_change,
        args=(ctx, how),
        width="content",
    )


def _fields(titre: str = "", texte: str = "") -> tuple[str, str]:
    """Title and text of a slide, as they are typed."""
    title = st.text_input("Titre de la diapositive", titre, max_chars=TITRE_MAXIMUM)
    text = st.text_area(
        "Texte, une phrase par ligne",
        texte,
        help="Un texte trop long pour une diapositive en prend plusieurs.",
    )
    return title.strip(), text.strip()


def _rewrite(ctx: Contexte, rang: Rang) -> None:
    """The text of an added slide, to change. A new text has a new key, which closes the choice."""
    key = f"diapo-modifier-{rang.code}-{hash((ctx.annee, rang.titre, rang.texte))}"
    place = volet("Modifier", key, rang.titre, icon=":material/edit:", width="content")
    if place is None:
        return
    with place, st.form(f"{key}-texte", border=False):
        title, text = _fields(rang.titre, rang.texte)
        if not st.form_submit_button("Changer cette diapositive"):
            return
        if title:
            _change(ctx, lambda rangs: modifier(rangs, rang.code, title, text))
            st.rerun()
        _ask_title()


def add(ctx: Contexte) -> None:
    """A form for one more slide: a title, and sentences one per line. Without a title the text that was typed stays in it, for
    the year it was typed for.
    """
    untitled = f"{_SANS_TITRE}_{ctx.annee}"
    without: str | None = st.session_state.get(untitled)
    with st.form("diapositive-texte", clear_on_submit=True, border=True, width=LARGEUR_RANGEE):
        title, text = _fields(texte=without or "")
        if without is not None:
            _ask_title()
        if not st.form_submit_button("Ajouter une diapositive de texte"):
            return
        if title:
            st.session_state.pop(untitled, None)
            _change(ctx, lambda rangs: ajouter(rangs, title, text))
        else:
            st.session_state[untitled] = text
        st.rerun()


def _ask_title() -> None:
    st.warning(
        typographier(f"Donnez un titre à la diapositive, de {TITRE_MAXIMUM} signes au plus."),
        icon=":material/edit:",
    )


def _save(ctx: Contexte) -> None:
    seen: Brouillon | None = st.session_state.get(_cle(ctx))
    held = _held(ctx)
    if seen is None or held is not seen:  # the page says what became of it; a press is for what was read
        return
    with expected_errors():
        enregistrer(ctx.base, ctx.droit, ctx.annee, held.avant, held.rangs)
        _forget(ctx)


def _forget(ctx: Contexte) -> None:
    st.session_state.pop(_cle(ctx), None)
