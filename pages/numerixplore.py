"""Which pupils of 4ème discovered the digital professions? Collèges, pupils, trades, opinions."""

from tne.ui import listes, parts, section
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.visuals import numerixplore as figures

ctx = contexte()
if section.head(
    ctx, "numerixplore", "Quels élèves ont découvert les métiers du numérique\u202f?", figures.reponse
):
    if len(ctx.filters.annees) > 1:
        parts.visual(ask(ctx, figures.part_par_annee), "numerixplore-part")
    a_cote = [(ask(ctx, figures.couverture), "numerixplore-couverture")]
    if ask(ctx, figures.a_visites):
        a_cote.append((ask(ctx, figures.filles), "numerixplore-filles"))
    listes.avec_carte(ctx, a_cote, figures.lieux, "numerixplore-lieux")
    if ask(ctx, figures.a_visites):
        section.columns(
            [(ask(ctx, figures.metiers), "numerixplore-metiers")],
            [
                (ask(ctx, figures.satisfaction), "numerixplore-satisfaction"),
                (ask(ctx, figures.interet), "numerixplore-interet"),
            ],
        )
        if not ctx.filters.un_seul:
            parts.pair(ask(ctx, figures.ips_numerixplore), ask(ctx, figures.communes_numerixplore))
        listes.liste(ask(ctx, figures.par_college), "numerixplore-colleges")
