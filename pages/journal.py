"""What was imported, by whom, when, and what did it change? Undo and redo, with their effect first."""

import streamlit as st

from tne.typographie import typographier
from tne.ui import coordination, parts, purge, sauvegardes
from tne.ui import journal as blocks
from tne.ui.contexte import contexte

ctx = contexte()
parts.page_header(
    "neutre",
    "Journal",
    typographier("Qu'est-ce qui est entré dans la base ?"),
    typographier(
        "Chaque import y reste, avec ses lignes. **Tout s'annule et se rétablit**, après en avoir vu l'effet sur les chiffres."
    ),
)
coordination.require(ctx, "consulter le journal des imports")
st.space("small")
chosen = blocks.listing(ctx, blocks.choose(ctx))
blocks.one(ctx, chosen)
blocks.actions(ctx)
blocks.demo(ctx)
sauvegardes.block(ctx)
purge.block(ctx)
