"""What are the schools equipped with, and is the territory well covered? Socle, pilots, media, labs, resources."""

from tne.ui import constats, listes, parts, section
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.visuals import equipements as figures

ctx = contexte()
connu = section.head(
    ctx, "equipements", "De quoi les établissements sont-ils équipés\u202f?", figures.reponse
)
if connu:
    parts.visual(ask(ctx, figures.socles), "equipements-socles")
    section.columns(
        [
            (ask(ctx, figures.etats), "equipements-etats"),
            (ask(ctx, figures.ressources), "equipements-ressources"),
        ],
        [(ask(ctx, figures.maillage_pilotes), "equipements-maillage")],
    )
    listes.liste(ask(ctx, figures.eloignes), "equipements-eloignes")
    listes.liste(ask(ctx, figures.projets), "equipements-projets")
if connu or ask(ctx, figures.a_constats):
    constats.lignes(ask(ctx, figures.constats), "equipements-constats")
