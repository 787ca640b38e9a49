"""What came of the year? One school year at a glance, section by section as in the published page."""

from tne.typographie import typographier
from tne.ui import bilan as blocks
from tne.ui import parts
from tne.ui.contexte import contexte

ctx = contexte()
if not ctx.annee:
    parts.page_header("neutre", "Bilan", "Que retenir de l\u2019année\u202f?")
    blocks.nothing_yet(ctx)
else:
    year = blocks.load(ctx)
    parts.page_header(
        "neutre", blocks.over_title(ctx), typographier(f"Que retenir de {ctx.annee} ?"), year.reponse
    )
    blocks.notices(ctx)
    if year.vide:
        blocks.nothing_this_year(ctx)
    for part in year.parts:
        blocks.section(ctx, part)
    blocks.findings(ctx, year)
