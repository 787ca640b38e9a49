"""Where does this figure come from? Its rows, with file, sheet and line. For coordinators; no entry in the menu."""

from tne.typographie import typographier
from tne.ui import coordination, parts, provenance
from tne.ui.contexte import contexte

ctx = contexte()
parts.page_header(
    "neutre",
    f"Données · {ctx.filters.for_year(ctx.annee).en_mots()}" if ctx.annee else "Données",
    typographier("D'où vient ce chiffre ?"),
)
coordination.require(ctx, "remonter aux lignes d\u2019un chiffre")
provenance.chiffre(ctx)
