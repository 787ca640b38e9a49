"""The bilan before an audience: one message per slide, by the keys of a presenter."""

from tne.ui import parts, presenter
from tne.ui.contexte import contexte

ctx = contexte()
if not ctx.annee:
    parts.page_header("neutre", "Présentation", "Rien à présenter")
    parts.empty_state(
        "La base est vide.",
        "Importez un premier fichier\u202f: les diapositives se font d\u2019elles-mêmes.",
        "pages/importer.py",
    )
else:
    presenter.show(ctx)
