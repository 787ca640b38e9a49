"""What do we know, and what do we lack? Completeness, what to ask for, computed beside published."""

from tne.typographie import typographier
from tne.ui import donnees as blocks
from tne.ui import exports_exacts, parts, provenance
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.visuals import donnees as figures

ctx = contexte()
parts.page_header(
    "neutre",
    f"Données · {ctx.filters.en_mots()}" if ctx.annee else "Données",
    typographier("Que savons-nous, et que manque-t-il ?"),
    ask(ctx, figures.reponse),
    lignes=2 if ctx.annee else 0,
)
if not ctx.annee:
    blocks.nothing_yet(ctx)
    blocks.to_ask(ctx)
else:
    blocks.months(ctx)
    blocks.to_ask(ctx)
    blocks.sources(ctx)
    exports_exacts.block(ctx)
    blocks.reconciliation(ctx)
    provenance.lien()
