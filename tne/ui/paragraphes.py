"""The coordinator's paragraph of a part of the bilan: read by all, written in place by coordinators."""

from __future__ import annotations

from functools import partial

import streamlit as st

from tne.paragraphes import MAXIMUM, alineas, enregistrer
from tne.typographie import typographier
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.fenetre import Fenetre, bouton
from tne.ui.texte import phrase_html

_ENREGISTRE = "_paragraphe_enregistre"


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
                number = enregistrer(ctx.base, ctx.droit, ctx.annee, section, new)
                st.session_state[_ENREGISTRE] = number
                st.rerun()


def tell_saved() -> None:
    """After a saving, where it can be undone."""
    number = st.session_state.pop(_ENREGISTRE, None)
    if number is not None:
        st.toast(
            typographier(f"Paragraphe enregistré : import n° {number}, qui s'annule dans le Journal."),
            icon=":material/check:",
        )
