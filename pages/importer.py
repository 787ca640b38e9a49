"""What came in? Drop a file, see what it is read as and what it changes, import it, undo it."""

import streamlit as st

from tne.typographie import typographier
from tne.ui import coordination, modeles, parts
from tne.ui.contexte import contexte
from tne.ui.importation import correspondance as columns
from tne.ui.importation import depot, fichiers, recents

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
fichiers.files(ctx, depot.drop())
recents.recent(ctx)
modeles.block()
with st.expander("Correspondances retenues"):
    columns.memory(ctx)
