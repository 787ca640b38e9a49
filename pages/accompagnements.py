"""Where did the médiateurs go? Kinds, rhythm, communes and schools, persons reached, projects, equity."""

from tne.ui import listes, parts, section
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.visuals import accompagnements as figures
from tne.visuals import equite

ctx = contexte()
go_on = section.head(ctx, "accompagnements", "Où les médiateurs sont-ils intervenus\u202f?", figures.reponse)
journal = ask(ctx, figures.journal) if go_on else "absent"
if go_on and journal == "absent":
    parts.visual(ask(ctx, figures.natures), "accompagnements-natures")
    listes.journal_absent(ctx)
elif journal == "vide":
    if not ctx.filters.un_seul:
        parts.visual(ask(ctx, figures.couverture), "accompagnements-couverture")
    listes.jamais_visites(ctx)
elif journal == "present":
    parts.visual(ask(ctx, figures.rythme), "accompagnements-rythme")
    a_cote = [(ask(ctx, figures.natures), "accompagnements-natures")]
    if not ctx.filters.un_seul:
        a_cote.append((ask(ctx, figures.couverture), "accompagnements-couverture"))
    carte, ecoles = figures.carte_communes, figures.carte_etablissements
    listes.avec_carte(ctx, a_cote, carte, "accompagnements-carte", ecoles)
    if not ctx.filters.un_seul:
        parts.pair(
            ask(ctx, equite.ips_accompagnements),
            ask(ctx, equite.communes_accompagnements),
            ("accompagnements-ips", "accompagnements-taille"),
        )
    section.columns(
        [(ask(ctx, figures.themes), "accompagnements-themes")],
        [
            (ask(ctx, figures.personnes), "accompagnements-personnes"),
            (ask(ctx, figures.heures), "accompagnements-heures"),
        ],
    )
    listes.liste(ask(ctx, figures.projets), "accompagnements-projets")
    listes.liste(ask(ctx, figures.visites), "accompagnements-visites")
    listes.jamais_visites(ctx)
