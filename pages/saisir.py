"""By hand: add, correct, retire a school, an intervention, a finding, a target, a declared figure."""

from tne.typographie import typographier
from tne.ui import coordination, parts
from tne.ui import saisie as blocks
from tne.ui.contexte import contexte

ctx = contexte()
parts.page_header(
    "neutre",
    "Saisir",
    typographier("Que faut-il ajouter ou corriger à la main ?"),
    "Les mêmes vérifications qu'un fichier, le même journal\u202f: **une saisie s'annule** comme un import.",
)
coordination.require(ctx, "saisir des données")
dataset = blocks.choose()
blocks.settle(ctx, dataset, blocks.grid(ctx, dataset))
