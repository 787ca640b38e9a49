"""The pages that write, or name users and files: for a coordinator, and never while the presentation is on."""

from __future__ import annotations

from tne.erreurs import AccesRefuse
from tne.ui.contexte import Contexte


def require(ctx: Contexte, action: str) -> None:
    """AccesRefuse, with the way in, for a reader and for whoever is presenting."""
    ctx.droit.require(action)
    if ctx.view == "lecture":
        raise AccesRefuse(
            f"La présentation est en cours : décochez « Présentation » dans la barre latérale pour {action}."
        )
