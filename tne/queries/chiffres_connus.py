"""What is known of an indicator without counting: published, declared, set as a target."""

from __future__ import annotations

import duckdb

from tne import settings
from tne.queries.memoire import retenue

_CONNUS = """
SELECT 'publié' AS origine, indicateur, annee, valeur, decimales, source FROM indicateur_publie
WHERE departement IN (SELECT unnest($territoire)) AND annee IN (SELECT unnest($annees)) AND valeur IS NOT NULL
UNION ALL
SELECT 'déclaré', indicateur, annee, valeur, 0, source FROM chiffre_declare
WHERE departement IN (SELECT unnest($territoire)) AND annee IN (SELECT unnest($annees)) AND valeur IS NOT NULL
UNION ALL
SELECT 'objectif', indicateur, annee, valeur, 0, source FROM objectif
WHERE departement IN (SELECT unnest($territoire)) AND annee IN (SELECT unnest($annees)) AND valeur IS NOT NULL
ORDER BY 1, 2, 3, 4
"""


@retenue
def known_figures(
    con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]
) -> dict[tuple[str, str, str], tuple[float, int, str]]:
    """(publié | déclaré | objectif, code, school year) → value, decimals, source: those of the territory for these years."""
    rows = con.execute(
        _CONNUS, {"territoire": list(settings.territoire()), "annees": list(annees)}
    ).fetchall()
    return {
        (origine, code, annee): (valeur, int(dec or 0), source or "")
        for origine, code, annee, valeur, dec, source in rows
    }
