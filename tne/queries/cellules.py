"""Registrations by module, operator, modality and month over a choice of schools: columns of numbers.

As in `tne.queries.seances`: the counts of the groups of schools stand in one block, one row for each cell of `v_cellule`;
the schools that a choice does not take with their group are asked for one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np

from tne.queries.additions import Nombres, Personnes, Uais, choix
from tne.queries.cumuls import CROISEES, PAR_CELLULE
from tne.queries.memoire import retenue
from tne.queries.perimeter import morceaux

Lignes = list[tuple[str, str, dict[str, int]]]

# The numbers of the cells grow with the school year, from 1 on.
_CELLULES = "SELECT dimension, valeur, annee FROM v_cellule ORDER BY cellule"
_GROUPES = f"SELECT cellule - 1 AS cellule, groupe, {', '.join(PAR_CELLULE)} FROM v_detail_groupe"
_UNE_A_UNE = f"""
SELECT cellule - 1 AS cellule, {", ".join(f"CAST(sum({c}) AS INTEGER) AS {c}" for c in PAR_CELLULE)} FROM v_detail
WHERE cellule BETWEEN $premiere AND $derniere AND get_bit(CAST($ici AS BIT), ecole) = 1 GROUP BY cellule
"""
_COMMUNS = "SELECT cellule - 1 AS cellule, personne, ecole FROM v_detail_commun"


@dataclass(frozen=True)
class _Cellules:
    """What each cell is; its counts, one column per group of schools; the persons present in it at several schools."""

    noms: list[tuple[str, str, str]]
    groupes: Mapping[str, Nombres]
    communs: Personnes
    rangs: dict[str, list[int]]  # dimension → its cells by value and school year

    @property
    def octets(self) -> int:
        """What they take of memory."""
        return sum(block.nbytes for block in self.groupes.values()) + self.communs.octets


@retenue
def _cellules(con: duckdb.DuckDBPyConnection) -> _Cellules:
    names = con.execute(_CELLULES).fetchall()
    rows = con.execute(_GROUPES).fetchnumpy()
    at = np.asarray(rows["cellule"]), np.asarray(rows["groupe"])
    blocks = {}
    for c in PAR_CELLULE:
        blocks[c] = np.zeros((len(names), 1 + int(at[1].max(initial=-1))), dtype="int32")
        blocks[c][at] = np.ma.filled(rows[c], 0)
    common = con.execute(_COMMUNS).fetchnumpy()
    persons = Personnes.rangees(
        len(names), *(np.asarray(common[c]) for c in ("cellule", "personne", "ecole"))
    )
    ordered = sorted(range(len(names)), key=names.__getitem__)
    return _Cellules(names, blocks, persons, {d: [i for i in ordered if names[i][0] == d] for d in CROISEES})


def par_dimension(con: duckdb.DuckDBPyConnection, uais: Uais, annees: tuple[str, ...]) -> dict[str, Lignes]:
    """Each of `CROISEES` → its rows (value, school year, exact counts) over these schools in these years ((): all)."""
    cells, counts = _cellules(con), _compter(con, uais, annees)
    names = [c for c in PAR_CELLULE if c != "lignes"]
    columns = {c: counts[c].tolist() for c in PAR_CELLULE}
    return {
        dimension: [
            (cells.noms[i][1], cells.noms[i][2], {c: columns[c][i] for c in names})
            for i in ranks
            if columns["lignes"][i] > 0 and (not annees or cells.noms[i][2] in annees)
        ]
        for dimension, ranks in cells.rangs.items()
    }


def _compter(con: duckdb.DuckDBPyConnection, uais: Uais, annees: tuple[str, ...]) -> dict[str, Nombres]:
    """`PAR_CELLULE` of every cell; right in those of these years."""
    cells, parts = _cellules(con), morceaux(con, uais)
    whole = np.frombuffer(parts["groupes"].encode(), dtype="uint8") == ord("1")
    counts = {
        c: block[:, whole[: block.shape[1]]].sum(axis=1, dtype="int64") for c, block in cells.groupes.items()
    }
    asked = [i for i, (_, _, annee) in enumerate(cells.noms, start=1) if not annees or annee in annees]
    for sign, some in ((1, "plus"), (-1, "moins")):
        if asked and parts[f"avec_{some}"]:
            params = {"ici": parts[some], "premiere": asked[0], "derniere": asked[-1]}
            rows = con.execute(_UNE_A_UNE, params).fetchnumpy()
            for c in PAR_CELLULE:
                counts[c][np.asarray(rows["cellule"])] += sign * np.ma.filled(rows[c], 0)
    counts["participants"] -= np.array(cells.communs.doubles(choix(con, uais)), dtype="int64")
    return counts
