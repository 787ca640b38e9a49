"""What happened in one school? Its events and figures over the years, beside schools of its type, and its fiche."""

from tne.ui import etablissement as blocks
from tne.ui import parts
from tne.ui.contexte import contexte
from tne.ui.narrow import way_back

ctx = contexte()
parts.page_header("neutre", "Établissement", "Que s\u2019est-il passé dans cet établissement\u202f?")
way_back(ctx.filters.noms, lien=False)
school = blocks.choisir(ctx)
if school is not None:
    blocks.tete(ctx, school)
    blocks.bouton_fiche(ctx, school)
    blocks.corps(ctx, school)
blocks.toutes_les_fiches(ctx)
