"""Which families were reached, and how? Meetings with parents, and the resources made for them."""

from tne.ui import listes, parts, ressources, section
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.visuals import parentalite as figures

RENCONTRE = {"Rencontre": ("Type", "Organisateur"), "Lieu": ("Établissement", "Commune")}

ctx = contexte()
question = "Quelles familles avons-nous rejointes, et comment\u202f?"
connu = section.head(ctx, "parentalite", question, figures.reponse)
if connu:
    parts.visual(ask(ctx, figures.rencontres), "parentalite-themes")
    if ask(ctx, figures.a_rencontres):
        a_cote = [(ask(ctx, figures.familles), "parentalite-familles")]
        listes.avec_carte(ctx, a_cote, figures.carte_rencontres, "parentalite-lieux")
        if not ctx.filters.un_seul:
            parts.pair(ask(ctx, figures.ips_parentalite), ask(ctx, figures.communes_parentalite))
    parts.visual(ask(ctx, figures.vues_par_public), "parentalite-vues-public")
    parts.pair(ask(ctx, figures.vues_par_ressource), ask(ctx, figures.visionnage))
    parts.visual(ask(ctx, figures.vues_par_ressource_et_mois), "parentalite-vues-mois")
if connu or ask(ctx, figures.a_ressources):
    ressources.liste(ask(ctx, figures.ressources), "parentalite-ressources")
if connu and ask(ctx, figures.a_rencontres):
    listes.liste(ask(ctx, figures.liste), "parentalite-liste", RENCONTRE, sans=("Enfants",))
    listes.liste(ask(ctx, figures.parents), "parentalite-parents")
