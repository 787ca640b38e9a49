"""A reader's page without a base, and a bare Visual for it: what lists and tables are tried on."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tne.access import Droit
from tne.filters import Filters
from tne.ui import contexte
from tne.visuals.visual import Visual


def installer(annees: tuple[str, ...] = ("2023-2024",)) -> None:
    """Have the page that runs be that of a reader who chose these years."""
    contexte.install(
        contexte.Contexte(None, Filters(annees), annees[-1], (), "lecture", Droit(False, ""), 0, False)  # type: ignore[arg-type]
    )


def visuel(donnees: pd.DataFrame, formats: Mapping[str, str], code: str = "essai") -> Visual:
    """These rows and no figure."""
    return Visual(code, "Une liste", "", donnees, formats, None, "", "", "", "neutre", "calculé")
