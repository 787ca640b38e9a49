"""What a page says where the base knows no school year."""

from __future__ import annotations

from tne.queries.completude import importe
from tne.typographie import typographier
from tne.ui.cache import ask
from tne.ui.contexte import Contexte


def sans_annee(ctx: Contexte) -> str:
    """That the base is empty, or holds only what tells of no year (schools, their pupils, modules that no session holds): who
    has just imported a list of schools would not believe that it is empty.
    """
    if ask(ctx, importe):
        return typographier(
            "Rien de ce qui est importé ne dit encore ce qui s'est fait dans une année scolaire."
        )
    return "La base est vide."
