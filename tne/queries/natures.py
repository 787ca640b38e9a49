"""Écoles and collèges by kind (public, under contract, outside of any, closed): what a denominator counts, and what it leaves out."""

from __future__ import annotations

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre

PUBLIC, SOUS_CONTRAT, HORS_CONTRAT, INCONNU, FERME = (
    "public",
    "sous contrat",
    "hors contrat",
    "inconnu",
    "fermé",
)

# Grain: one école or collège. A private one of which no contract is known is « inconnu ».
_NATURES = """
SELECT uai, type, college_de_reference,
       CASE WHEN coalesce(etat, 'Ouvert') <> 'Ouvert' OR remplace_par IS NOT NULL THEN 'fermé'
            WHEN secteur = 'Public' THEN 'public' WHEN contrat = 'Sous contrat' THEN 'sous contrat'
            WHEN contrat = 'Hors contrat' THEN 'hors contrat' ELSE 'inconnu' END AS nature
FROM v_etablissement WHERE type IN ('École', 'Collège') ORDER BY uai
"""


@retenue
def _toutes(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute(_NATURES).df()


def natures(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one type and kind of school of the choice. Columns: type, nature, etablissements, reference (how many of them are
    collèges de référence). Schools are no persons: the same in both views.
    """
    schools = perimetre(con, filters).lignes(_toutes(con))
    return (
        schools.groupby(["type", "nature"])
        .agg(etablissements=("uai", "size"), reference=("college_de_reference", "sum"))
        .reset_index()
    )
