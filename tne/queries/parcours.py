"""How many modules each teacher followed, over a choice of schools: columns of numbers, as in `tne.queries.additions`."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from tne.queries.additions import Nombres, Uais, autres, choix, cumul, etroit
from tne.queries.memoire import retenue

_SEULS = """
SELECT list_position($annees, annee) - 1 AS annee, ecole, modules, enseignants FROM v_parcours
"""
_COMMUNS = "SELECT list_position($annees, annee) - 1 AS annee, ecole, personne, code FROM v_parcours_commun"


@dataclass(frozen=True)
class _Parcours:
    """Those of one school: `seuls`, how many (`enseignants`) followed so many modules there in a year.

    Those of several: one row per module and school, in the order of years, persons and modules. `une` grows with each
    person of a year, `module` with each module of theirs; `annee_de` is the year of each person.
    """

    annee: Nombres
    ecole: Nombres
    modules: Nombres
    enseignants: Nombres
    une: Nombres
    module: Nombres
    ecole_commune: Nombres
    annee_de: Nombres

    @property
    def octets(self) -> int:
        """What they take of memory."""
        return sum(column.nbytes for column in vars(self).values())


@retenue
def _parcours(con: duckdb.DuckDBPyConnection) -> _Parcours:
    params = {"annees": list(cumul(con).annees)}
    alone = con.execute(_SEULS, params).fetchnumpy()
    several = con.execute(_COMMUNS, params).fetchnumpy()
    year, person, code, school = (np.asarray(several[c]) for c in ("annee", "personne", "code", "ecole"))
    order = np.lexsort((code, person, year))
    year, person, code = year[order], person[order], code[order]
    other = autres(person) | autres(year)
    columns = (np.asarray(alone[c]) for c in ("annee", "ecole", "modules", "enseignants"))
    annee, ecole, modules, enseignants = (c.astype(etroit(c)) for c in columns)
    return _Parcours(
        annee,
        ecole,
        modules,
        enseignants,
        une=np.cumsum(other, dtype="int32") - 1,
        module=np.cumsum(other | autres(code), dtype="int32"),
        ecole_commune=school[order].astype("int32"),
        annee_de=year[other].astype(etroit(year)),
    )


@retenue
def enseignants(con: duckdb.DuckDBPyConnection, uais: Uais) -> list[tuple[str, int, int]]:
    """(school year, number of modules, teachers who followed so many at these schools), by year and number."""
    p, ici, annees = _parcours(con), choix(con, uais), cumul(con).annees
    kept = np.flatnonzero(ici[p.ecole_commune])
    first = autres(p.module[kept])
    of_each = np.bincount(p.une[kept][first], minlength=len(p.annee_de))
    most = 1 + max(int(np.max(p.modules, initial=0)), int(np.max(of_each, initial=0)))
    chosen = np.flatnonzero(ici[p.ecole])
    alone = np.bincount(
        p.annee[chosen] * np.int64(most) + p.modules[chosen],
        weights=p.enseignants[chosen],
        minlength=len(annees) * most,
    )
    there = of_each > 0
    several = np.bincount(p.annee_de[there] * np.int64(most) + of_each[there], minlength=len(annees) * most)
    counts = (alone.astype("int64") + several).reshape(len(annees), most)
    return [(annees[a], int(m), int(counts[a, m])) for a, m in zip(*np.nonzero(counts), strict=True)]
