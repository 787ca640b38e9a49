"""Who followed the trainings? Reach, uptake, coverage, absence and what explains it, means, what is left to do."""

from tne.ui import parts, section
from tne.ui.cache import ask
from tne.ui.contexte import contexte
from tne.ui.narrow import on_click
from tne.visuals import formations as figures
from tne.visuals import formations_absence as absence
from tne.visuals import formations_couverture as couverture
from tne.visuals import formations_participation as participation
from tne.visuals.formations_delai import absence_delai

ctx = contexte()
if section.head(ctx, "formations", "Qui a suivi les formations\u202f?", figures.reponse):
    parts.visual(ask(ctx, figures.portee), "formations-portee")
    gauche, droite = section.columns()
    with gauche:
        parts.visual(ask(ctx, participation.par_module), "formations-module")
        parts.visual(ask(ctx, participation.par_operateur), "formations-operateur")
        parts.visual(
            ask(ctx, participation.par_secteur),
            "formations-secteur",
            on_select=on_click("formations-secteur", "secteur"),
        )
    with droite:
        parts.visual(ask(ctx, participation.par_mois), "formations-mois")
        parts.visual(ask(ctx, participation.par_modalite), "formations-modalite")
        parts.visual(
            ask(ctx, participation.par_type), "formations-type", on_select=on_click("formations-type", "type")
        )
    gauche, droite = section.columns()
    with gauche:
        parts.visual(
            ask(ctx, couverture.colleges),
            "formations-colleges",
            on_select=on_click("formations-colleges", "etablissement"),
        )
    with droite:
        parts.visual(ask(ctx, couverture.colleges_sans), "formations-colleges-sans")
    parts.visual(ask(ctx, absence_delai), "formations-delai")
    gauche, droite = section.columns()
    with gauche:
        parts.visual(ask(ctx, absence.taux_absence), "formations-absence")
        parts.visual(ask(ctx, absence.par_operateur), "formations-absence-operateur")
        parts.visual(ask(ctx, absence.par_module), "formations-absence-module")
    with droite:
        parts.visual(ask(ctx, absence.par_mois), "formations-absence-mois")
        parts.visual(ask(ctx, couverture.modules_par_enseignant), "formations-parcours")
        parts.visual(ask(ctx, couverture.heures), "formations-heures")
    parts.visual(ask(ctx, couverture.places), "formations-places")
    parts.table(ask(ctx, couverture.a_faire), "formations-a-faire")
