"""The bilan before an audience: one message per slide, by the keys of a presenter."""

from tne.ui.contexte import contexte
from tne.ui.presenter import pile, plan, rien

ctx = contexte()
if plan.empty(ctx):
    rien.montrer(ctx)
else:
    pile.show(ctx)
