"""Schools of the base that lie outside the territory: an import sets them aside, so its setting has changed since."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from tne import settings, territoire
from tne.datasets.ecoles import departement_de_uai
from tne.filters import Filters, View
from tne.queries.memoire import retenue
from tne.typographie import compte, entier, enumeration

_NOMMES = 3

# Grain: one département outside the territory.
_AILLEURS = f"""
SELECT coalesce(departement, {departement_de_uai()}) AS code, count(*) AS n FROM etablissement
WHERE NOT list_contains($territoire, code) GROUP BY code ORDER BY n DESC, code
"""


def etablissements_d_ailleurs(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View
) -> list[tuple[str, int]]:
    """Each département outside the territory and how many establishments of it the base holds, whatever the filter; most first."""
    return _ailleurs(con)


@retenue
def _ailleurs(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    return con.execute(_AILLEURS, {"territoire": list(settings.territoire())}).fetchall()


def phrase(found: Sequence[tuple[str, int]]) -> str:
    """What to say of them, and what to do; "" where there are none."""
    if not found:
        return ""
    names, ours = territoire.noms_des_departements(), territoire.en_cours()
    told = [f"{names.get(code, 'département')} ({code}), {entier(n)}" for code, n in found[:_NOMMES]]
    told += [compte(len(found) - _NOMMES, "autre département")] if len(found) > _NOMMES else []
    return (
        f"La base tient {compte(sum(n for _, n in found), 'établissement')} hors du territoire réglé, {ours.nom} "
        f"({', '.join(ours.departements)}) : {enumeration(told)}. Les chiffres comptent ce qui est importé, d'où qu'il soit. "
        "À chaque territoire sa base : rétablissez le réglage d'avant, nommez une autre base (TNE_BASE), ou annulez les imports de l'autre "
        "territoire (page Journal) ; de la démonstration, il suffit de la retirer."
    )
