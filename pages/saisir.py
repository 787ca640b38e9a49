"""By hand: add, correct, retire a school, an intervention, a finding, a target; take a year over to the next."""

import streamlit as st

from tne.typographie import typographier
from tne.ui import coordination, parts, reprise
from tne.ui import saisie as blocks
from tne.ui.contexte import contexte

ctx = contexte()
parts.page_header(
    "neutre",
    "Saisir",
    typographier("Que faut-il ajouter ou corriger à la main ?"),
    "Les mêmes vérifications qu\u2019un fichier, le même journal\u202f: **une saisie s\u2019annule** comme un import.",
)
coordination.require(ctx, "saisir des données")
st.space("small")
reprise.reprendre(ctx)
dataset = blocks.choose()
blocks.settle(ctx, dataset, blocks.fill(ctx, dataset))
