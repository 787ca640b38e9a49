"""The bilan before an audience: one message per slide, by the keys of a presenter."""

from tne.ui import presenter
from tne.ui.contexte import contexte

ctx = contexte()
if presenter.empty(ctx):
    presenter.nothing(ctx)
else:
    presenter.show(ctx)
