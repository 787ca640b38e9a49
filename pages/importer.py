"""What came in? Drop a file, see what it was recognised as, import it, undo it."""

from tne.ui import importation as blocks
from tne.ui import parts
from tne.ui.contexte import contexte

ctx = contexte()
parts.page_header(
    "neutre",
    "Importer",
    "Qu'apporte ce fichier ?",
    "Déposez un export : il est reconnu à ses colonnes, vérifié ligne à ligne, et **rien n'est écrit avant votre accord**.",
)
ctx.droit.require("importer un fichier")
for upload in blocks.drop():
    blocks.one_file(ctx, upload)
blocks.journal(ctx)
