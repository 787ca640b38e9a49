"""What came in? Drop a file, see what it is read as and what it changes, import it, undo it."""

import streamlit as st

from tne.typographie import typographier
from tne.ui import coordination, importation, importation_depot, importation_recents, modeles, parts
from tne.ui import importation_correspondance as columns
from tne.ui.contexte import contexte

ctx = contexte()
parts.page_header(
    "neutre",
    "Importer",
    typographier("Qu'apporte ce fichier ?"),
    typographier(
        "Déposez un export : il est reconnu à ses colonnes, vérifié ligne à ligne, et **rien n'est écrit avant votre accord**."
    ),
)
coordination.require(ctx, "importer un fichier")
st.space("small")
importation.files(ctx, importation_depot.drop())
importation_recents.recent(ctx)
modeles.block()
with st.expander("Correspondances retenues"):
    columns.memory(ctx)
