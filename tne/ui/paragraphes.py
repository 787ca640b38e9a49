"""The coordinator's paragraph of a part of the bilan: read by all, written in place by coordinators."""

from __future__ import annotations

from functools import partial

import streamlit as st

from tne.paragraphes import MAXIMUM, alineas, enregistrer, paragraphes
from tne.typographie import typographier
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.fenetre import Fenetre, bouton
from tne.ui.texte import phrase_html

_ENREGISTRE = "_paragraphe_enregistre"
_ECRIT = typographier(
    "Ce paragraphe a été écrit dans une autre fenêtre entre-temps : rien n'a été enregistré. Le voici : reprenez-en ce qu'il faut "
    "dans le vôtre, qui prendra sa place, puis appuyez de nouveau."
)
_RETIRE = typographier(
    "Ce paragraphe a été retiré dans une autre fenêtre entre-temps : rien n'a été enregistré. Appuyez de nouveau pour écrire le vôtre."
)


def paragraphe(ctx: Contexte, section: str, cle: str, texte: str) -> str:
    """The HTML of the text, one alinéa per line, and for coordinators of the button to write it. `cle` is the only one of the page."""
    dits = "".join(f"<p>{phrase_html(typographier(line))}</p>" for line in alineas(texte))
    bloc = f'<div class="tne-paragraphe">{dits}</div>' if dits else ""
    if ctx.view != "coordination":
        return bloc
    mots = "Modifier le paragraphe" if texte else "Ajouter un paragraphe"
    titre = f"Votre paragraphe de {ctx.annee}, {section}"
    fenetre = partial(Fenetre, titre, partial(_ecrire, ctx, section, cle, texte))
    return bloc + bouton(mots, f"paragraphe-{cle}", "edit", titre, fenetre)


def _ecrire(ctx: Contexte, section: str, cle: str, texte: str) -> None:
    with st.form(f"paragraphe-texte-{cle}-{ctx.annee}-{ctx.version}", border=False):
        new = st.text_area(
            f"Paragraphe de {ctx.annee}, {section}",
            value=texte,
            max_chars=MAXIMUM,
            height=220,
            help=typographier(
                "Une ligne vide ou un passage à la ligne commence un nouvel alinéa. Videz le texte pour retirer le paragraphe."
            ),
            key=f"paragraphe-saisie-{cle}-{ctx.annee}-{ctx.version}",
        )
        st.caption("Lu par tous, à l\u2019écran et dans les documents\u202f: n\u2019y nommez personne.")
        if st.form_submit_button("Enregistrer le paragraphe", type="primary", icon=":material/check:"):
            with expected_errors():
                if _autre(ctx, section, f"paragraphe-lu-{cle}-{ctx.annee}-{ctx.version}", texte):
                    return
                number = enregistrer(ctx.base, ctx.droit, ctx.annee, section, new)
                st.session_state[_ENREGISTRE] = number
                st.rerun()


def _autre(ctx: Contexte, section: str, cle: str, texte: str) -> bool:
    """Whether another session has written this paragraph since it was read here, once: what it wrote is read now."""
    now = paragraphes(ctx.base, ctx.annee).get(section, "")
    if now == st.session_state.get(cle, texte):
        return False
    st.session_state[cle] = now
    st.warning(_ECRIT if now else _RETIRE, icon=":material/sync_problem:")
    if now:
        st.code(now, language=None, wrap_lines=True)
    return True


def tell_saved() -> None:
    """After a saving, where it can be undone."""
    number = st.session_state.pop(_ENREGISTRE, None)
    if number is not None:
        st.toast(
            typographier(f"Paragraphe enregistré : import n° {number}, qui s'annule dans le Journal."),
            icon=":material/check:",
        )
