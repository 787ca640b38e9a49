"""The bilan before an audience: one message per slide, by the keys of a presenter."""

from tne.ui import parts, presenter
from tne.ui.contexte import contexte
from tne.ui.sans_annee import sans_annee

ctx = contexte()
if not ctx.annee:
    parts.page_header("neutre", "Présentation", "Rien à présenter")
    parts.empty_state(
        sans_annee(ctx),
        "Importez un fichier\u202f: les diapositives se font d\u2019elles-mêmes.",
        "pages/importer.py",
    )
else:
    presenter.show(ctx)
