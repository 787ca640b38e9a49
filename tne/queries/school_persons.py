"""The three counts of persons that a school may have, exact: who took part, parents, pupils. Not for readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import duckdb

from tne.queries.memoire import retenue

# Grain of each: one establishment (a replaced one under its successor) and school year.
_PARTICIPANTS = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
noms AS (
    SELECT n.ecole, coalesce(r.actuel, n.uai) AS uai FROM (FROM v_numero UNION ALL SELECT NULL, 0) n LEFT JOIN remplace r ON r.ancien = n.uai
),
doubles AS (
    -- Present at an establishment and at the one that it replaced: once.
    SELECT annee, uai, sum(n - 1) AS n FROM (
        SELECT c.annee, n.uai, c.personne, count(*) AS n FROM v_commun c JOIN noms n ON n.ecole = c.ecole GROUP BY ALL
    ) GROUP BY annee, uai
)
SELECT c.annee, c.uai, CAST(c.n - coalesce(d.n, 0) AS BIGINT) AS n FROM (
    SELECT c.annee, n.uai, sum(c.participants) AS n FROM v_cumul c JOIN noms n ON n.ecole = c.ecole GROUP BY c.annee, n.uai
) c LEFT JOIN doubles d ON d.annee = c.annee AND d.uai IS NOT DISTINCT FROM c.uai
WHERE c.n > 0 ORDER BY c.annee, c.uai
"""
_PARENTS = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT a.annee, coalesce(r.actuel, a.uai) AS uai, CAST(sum(a.parents) AS BIGINT) AS n
FROM v_atelier a LEFT JOIN remplace r ON r.ancien = a.uai
WHERE a.parents > 0 AND a.annee IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
_ELEVES = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT a.annee, coalesce(r.actuel, a.uai) AS uai, CAST(sum(a.eleves) AS BIGINT) AS n
FROM numerixplore a LEFT JOIN remplace r ON r.ancien = a.uai
WHERE a.eleves > 0 AND a.annee IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
_COUNTS = {"participants": _PARTICIPANTS, "parents": _PARENTS, "eleves": _ELEVES}

# Grain: one school year. Persons of the whole territory, those without an establishment included.
_TOTAL_PARTICIPANTS = """
SELECT c.annee, CAST(c.n - coalesce(d.n, 0) AS BIGINT) AS n FROM (SELECT annee, sum(participants) AS n FROM v_cumul GROUP BY annee) c
LEFT JOIN (
    SELECT annee, sum(n - 1) AS n FROM (SELECT annee, personne, count(*) AS n FROM v_commun GROUP BY annee, personne)
    GROUP BY annee
) d ON d.annee = c.annee WHERE c.n > 0 ORDER BY c.annee
"""
# Grain: one person of several establishments and school year.
_SHARED_PARTICIPANTS = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT annee, list(DISTINCT uai) AS uais FROM (
    SELECT c.annee, coalesce(r.actuel, n.uai) AS uai, c.personne
    FROM v_commun c LEFT JOIN v_numero n ON n.ecole = c.ecole LEFT JOIN remplace r ON r.ancien = n.uai
) GROUP BY annee, personne HAVING count(DISTINCT coalesce(uai, '')) > 1 ORDER BY annee, list_sort(list(DISTINCT uai))
"""


@dataclass(frozen=True)
class Effectif:
    """The persons of one measure and school year: per cell, shared by several cells, and in all."""

    valeurs: Mapping[str, int] = field(default_factory=dict)
    partages: tuple[frozenset[str], ...] = ()  # one set of cells per person that stands in several
    total: int = 0

    @cached_property
    def etablissements(self) -> frozenset[str]:
        """Those that have persons."""
        return frozenset(self.valeurs)

    @property
    def sans_etablissement(self) -> int:
        """Persons of the total that no establishment has."""
        return self.total - self.union(self.valeurs)

    def union(self, cells: Iterable[str]) -> int:
        """Distinct persons in these cells."""
        chosen = frozenset(cells)
        double = sum(n - 1 for p in self.partages if (n := len(p & chosen)) > 1)
        return sum(map(self.valeurs.__getitem__, self.etablissements & chosen)) - double

    def propre(self, cells: frozenset[str]) -> int:
        """Persons in these cells and in no other: what a difference between totals would give."""
        return self.union(self.valeurs) - self.union(frozenset(self.valeurs) - cells)


@retenue
def successeurs(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Replaced UAI → the establishment that counts in its place, at the end of the chain."""
    return dict(con.execute("SELECT uai, remplace_par FROM v_successeur ORDER BY uai").fetchall())


def remplaces(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The same as the parameters `$anciens` and `$actuels` of a question."""
    new = successeurs(con)
    return {"anciens": list(new), "actuels": list(new.values())}


@retenue
def effectifs(con: duckdb.DuckDBPyConnection, mesure: str) -> dict[str, Effectif]:
    """School year → the exact persons of a measure (participants, parents, eleves), over the whole territory."""
    params = remplaces(con)
    counts: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    for annee, uai, n in con.execute(_COUNTS[mesure], params).fetchall():
        totals[annee] = totals.get(annee, 0) + n
        if uai is not None:
            counts.setdefault(annee, {})[uai] = n
    shared: dict[str, list[frozenset[str]]] = {}
    if mesure == "participants":
        totals = dict(con.execute(_TOTAL_PARTICIPANTS).fetchall())
        for annee, uais in con.execute(_SHARED_PARTICIPANTS, params).fetchall():
            shared.setdefault(annee, []).append(frozenset(u for u in uais if u is not None))
    return {a: Effectif(counts.get(a, {}), tuple(shared.get(a, ())), n) for a, n in sorted(totals.items())}
