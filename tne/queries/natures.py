"""Écoles and collèges by kind (public, under contract, outside of any, closed, to come): what a denominator counts, and what it leaves out."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from tne.filters import Filters, View
from tne.queries.annees import annees_comptees
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre
from tne.queries.reference import colleges

PUBLIC, SOUS_CONTRAT, HORS_CONTRAT, INCONNU, FERME, A_VENIR = (
    "public",
    "sous contrat",
    "hors contrat",
    "inconnu",
    "fermé",
    "à venir",
)

# Grain: one école or collège, in a school year. A private one of which no contract is known is « inconnu ».
_NATURES = f"""
SELECT uai, type, coalesce({colleges("$annee")}, false) AS college_de_reference,
       CASE WHEN remplace_par IS NOT NULL OR derniere < $annee THEN 'fermé' WHEN premiere > $annee THEN 'à venir'
            WHEN secteur = 'Public' THEN 'public' WHEN contrat = 'Sous contrat' THEN 'sous contrat'
            WHEN contrat = 'Hors contrat' THEN 'hors contrat' ELSE 'inconnu' END AS nature
FROM v_etablissement WHERE type IN ('École', 'Collège') ORDER BY uai
"""


@retenue
def _toutes(con: duckdb.DuckDBPyConnection, annee: str) -> pd.DataFrame:
    schools = con.execute(_NATURES, {"annee": annee}).df()
    return schools.assign(classe=schools.groupby(["type", "nature"]).ngroup())


@retenue
def _classes(con: duckdb.DuckDBPyConnection, annee: str) -> pd.DataFrame:
    """Type and kind of each `classe`, in the order of their numbers."""
    return _toutes(con, annee).drop_duplicates("classe").sort_values("classe")[["type", "nature"]]


def natures(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one type and kind of school of the choice, in its last school year. Columns: type, nature, etablissements, reference
    (how many of them are collèges de référence). Schools are no persons: the same in both views.
    """
    annee = max(annees_comptees(con, filters))
    schools, classes = perimetre(con, filters).lignes(_toutes(con, annee)), _classes(con, annee)
    # Every page asks it of every choice: to group the rows would take longer than all that is done with the answer.
    classe, many = schools["classe"].to_numpy(), len(classes)
    counts = np.bincount(classe, minlength=many)
    of_reference = np.bincount(classe, schools["college_de_reference"].to_numpy(dtype=float), many)
    there = np.flatnonzero(counts)
    return (
        classes.iloc[there]
        .assign(etablissements=counts[there], reference=of_reference[there].astype(int))
        .reset_index(drop=True)
    )
