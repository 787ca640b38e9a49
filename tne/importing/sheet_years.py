"""Sheets called after a school year, in a workbook whose year was given for the whole: one of both is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tne.importing.model import Reconnaissance
from tne.importing.recognising import named_years


def of_another_year(tables: Sequence[Reconnaissance]) -> Iterator[tuple[str, str]]:
    """Sheet and sentence for each whose name says another school year than the one given for its rows."""
    for r in tables:
        sheet = r.tableau.feuille
        named = named_years(sheet or "")
        given = {li.constantes["annee"] for li in r.liaisons if "annee" in li.constantes}
        if sheet and named and given and not given & set(named):
            yield (
                sheet,
                f"Cette feuille dit {', '.join(named)} et l'année donnée au fichier est {', '.join(sorted(given))}, celle de toutes ses "
                "lignes : importez les feuilles de chaque année à part, ou ajoutez une colonne « Année scolaire ».",
            )
