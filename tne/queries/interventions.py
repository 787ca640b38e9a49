"""The interventions of a choice of schools, each once: rows in memory, which take a fraction of what the plan of a question takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import numpy as np
import pandas as pd

from tne.filters import Filters
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre

NATURES = ("Formation", "Accompagnement personnalisé", "Intervention technique", "Suivi de projet")
SANS_THEME = "Thème non précisé"

Par = Literal["nature", "theme", "annee"]
Nombres = np.ndarray[Any, Any]

# What interventions are told apart by, beside their school year: in SQL, and the order of its values.
_VALEURS: dict[Par, tuple[str, str]] = {
    "nature": ("nature", "coalesce(list_position($natures, nature), 99)"),
    "theme": ("coalesce(theme, $sans_theme)", "0"),
    "annee": ("''", "0"),
}

# Grain: one intervention and establishment of the territory, those of one intervention (`une`) together, by value and year
# (`groupe`, from 0 on).
_LIGNES = """
SELECT uai, annee, {valeur} AS valeur, CAST(heures AS DOUBLE) AS heures, CAST(enseignants AS DOUBLE) AS enseignants,
       CAST(eleves AS DOUBLE) AS eleves, CAST(date AS DATE) AS jour,
       coalesce(type_etablissement = 'École', false) AS ecole, coalesce(type_etablissement = 'Collège', false) AS college,
       dense_rank() OVER (ORDER BY annee, {ordre}, {valeur}) - 1 AS groupe,
       dense_rank() OVER (ORDER BY annee, {valeur}, intervention_id) AS une
FROM v_intervention WHERE annee IS NOT NULL AND (len($annees) = 0 OR list_contains($annees, annee)) ORDER BY une, uai
"""


@dataclass(frozen=True)
class Unes:
    """Interventions, each once. `groupe`: the place of each in `groupes` (annee, valeur).

    `lignes` are their rows, `debuts` where those of each begin: what `ufunc.reduceat` takes.
    """

    groupes: pd.DataFrame
    lignes: pd.DataFrame
    debuts: Nombres
    groupe: Nombres

    def des(self, colonne: str, reduire: np.ufunc) -> Nombres:
        """One value for each intervention, from those that stand on its rows."""
        values = self.lignes[colonne].to_numpy()
        return np.asarray(reduire.reduceat(values, self.debuts)) if len(self.debuts) else values[:0]

    def compter(self, lesquelles: Nombres | None = None) -> Nombres:
        """How many of them each group has; of those where `lesquelles` is true."""
        of_each = self.groupe if lesquelles is None else self.groupe[lesquelles]
        return np.bincount(of_each, minlength=len(self.groupes))

    def sommer(self, valeurs: Nombres) -> Nombres:
        """The sum of each group; what is not a number is unknown and left out."""
        return np.bincount(self.groupe, np.nan_to_num(valeurs), len(self.groupes))


def unes(con: duckdb.DuckDBPyConnection, filters: Filters, par: Par) -> Unes:
    """Those of these schools and years, by nature (in the order of `NATURES`) or theme and year, or by year alone."""
    rows, groups = _lignes(con, filters.annees, par)
    here = perimetre(con, filters).lignes(rows)
    first = np.flatnonzero(np.diff(here["une"].to_numpy(), prepend=0))  # numbers begin at 1
    return Unes(groups, here, first, here["groupe"].to_numpy()[first])


@retenue
def _lignes(
    con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], par: Par
) -> tuple[pd.DataFrame, pd.DataFrame]:
    value, order = _VALEURS[par]
    sql = _LIGNES.format(valeur=value, ordre=order)
    params = {"annees": list(annees), "natures": list(NATURES), "sans_theme": SANS_THEME}
    frame = con.execute(sql, {name: v for name, v in params.items() if f"${name}" in sql}).df()
    groups = frame.drop_duplicates("groupe").sort_values("groupe")[["annee", "valeur"]]
    return frame.drop(columns=["annee", "valeur"]), groups.reset_index(drop=True)
