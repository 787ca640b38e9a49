"""What is known of an indicator without counting: published, declared, set as a target."""

from __future__ import annotations

import duckdb

from tne import settings
from tne.filters import texts
from tne.indicator_list import BY_CODE
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


Connu = tuple[float, int, str]
"""Value, decimals, source."""


@retenue
def known_figures(
    con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]
) -> dict[tuple[str, str, str], Connu]:
    """(publié | déclaré | objectif, code, school year) → value, decimals, source: those of the territory for these years."""
    rows = con.execute(
        _CONNUS, {"territoire": list(settings.territoire()), "annees": list(texts("annees", annees))}
    ).fetchall()
    each: dict[tuple[str, str, str], list[Connu]] = {}
    for origine, code, annee, valeur, dec, source in rows:
        each.setdefault((origine, code, annee), []).append((valeur, int(dec or 0), source or ""))
    together = {key: _of_all(key[1], said) for key, said in each.items()}
    return {key: figure for key, figure in together.items() if figure is not None}


def _of_all(code: str, said: list[Connu]) -> Connu | None:
    """What départements say, each of its own, as one figure of the territory: counts add up; of a share, what all say, else nothing."""
    values, decimals, sources = zip(*said, strict=True)
    if len(said) > 1 and code in BY_CODE and BY_CODE[code].unite == "pourcent":
        value = values[0] if len(set(values)) == 1 else None
    else:
        value = sum(values)
    source = " ; ".join(dict.fromkeys(s for s in sources if s))
    return None if value is None else (value, max(decimals), source)
