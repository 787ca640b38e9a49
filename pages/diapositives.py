"""What will the meeting see, and in what order? The slides of a year, arranged by the coordinator."""

import streamlit as st

from tne.typographie import typographier
from tne.ui import liens, parts, reprise
from tne.ui.contexte import contexte
from tne.ui.presenter import liste, pile
from tne.ui.sans_annee import sans_annee
from tne.ui.tete import LARGEUR_REPONSE
from tne.ui.texte import texte_sur

REPRENDRE = "Reprendre les diapositives d\u2019une autre année"

ctx = contexte()
parts.page_header(
    "neutre",
    typographier(f"Diapositives · {ctx.annee}" if ctx.annee else "Diapositives"),
    typographier("Que montrer, et dans quel ordre ?"),
    liste.answer(ctx) if ctx.annee else "",
)
if not ctx.annee:
    parts.empty_state(sans_annee(ctx), "Les diapositives se font des chiffres importés.", "pages/importer.py")
elif not ctx.droit.ecrire:
    st.warning(
        texte_sur(typographier(f"Vous ne pouvez pas ranger les diapositives : {ctx.droit.raison}")),
        icon=":material/lock:",
    )
else:
    st.space("small")
    liste.arrange(ctx)
    st.subheader("Ajouter un texte", anchor=False)
    liste.add(ctx)
    liens.seul("saisir", REPRENDRE, ":material/content_copy:", reprise.ADRESSE)
st.space("small")
st.markdown(pile.TOUCHES, width=LARGEUR_REPONSE)
