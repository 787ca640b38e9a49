"""What was imported, by whom, when, and what it changed? Undo and redo, with their effect first."""

from tne.ui import parts
from tne.ui.contexte import contexte

ctx = contexte()
parts.page_header("neutre", "Journal", "Qu'est-ce qui est entré dans la base ?")
ctx.droit.require("consulter le journal des imports")
