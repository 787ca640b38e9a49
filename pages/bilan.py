"""What came of the year? One school year at a glance, section by section as in the published page."""

from tne.typographie import typographier
from tne.ui import bilan as blocks
from tne.ui import parts, section
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.visuals.headline import sans_etablissement

ctx = contexte()
if not ctx.annee:
    parts.page_header("neutre", "Bilan", "Que retenir de l\u2019année\u202f?")
    blocks.nothing_yet(ctx)
else:
    year = blocks.load(ctx)
    nobody = ask(ctx, sans_etablissement)
    parts.page_header(
        "neutre",
        blocks.over_title(ctx),
        typographier(f"Que retenir de {ctx.annee} ?"),
        "" if nobody else year.reponse,
        lignes=blocks.LIGNES_REPONSE,
    )
    if nobody:
        section.aucun_etablissement(ctx)
    else:
        blocks.notices(ctx, year)
        if year.vide:
            blocks.nothing_this_year(ctx)
    blocks.sheet(ctx, year, [] if nobody else year.parts)
