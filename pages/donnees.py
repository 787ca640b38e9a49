"""What do we know, and what do we lack? Completeness, what to ask for, computed beside published."""

from tne.typographie import typographier
from tne.ui import donnees as blocks
from tne.ui import exports_exacts, listes, parts, provenance
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.visuals import donnees as figures

ctx = contexte()
parts.page_header(
    "neutre",
    f"Données · {ctx.filters.en_mots()}",
    typographier("Que savons-nous, et que manque-t-il ?"),
    ask(ctx, figures.reponse),
)
if not ctx.annee:
    parts.empty_state(
        "La base est vide.", typographier("Chaque source importée apparaît ici."), "pages/importer.py"
    )
else:
    blocks.months(ctx)
    blocks.to_ask(ctx, ask(ctx, figures.manquants))
    listes.liste(ask(ctx, figures.sources), "donnees-sources")
    listes.liste(ask(ctx, figures.rapprochement), "donnees-rapprochement")
    provenance.lien()
    exports_exacts.block(ctx)
