"""What `tne.queries.cumuls` has added up, as columns of numbers: a choice of schools is an addition.

DuckDB takes longer to plan one of these questions than to answer it, and a page asks a dozen of each choice. Read once per
state of the base, the counts stand in blocks with one column per school. The schools of a question are a mask over them:
`Numeros.masque`. Persons of several schools are the only rows left, in their order, so that each is counted once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tne.queries.cumuls import CUMUL_COMPTES
from tne.queries.memoire import retenue

Nombres = np.ndarray[Any, Any]
Uais = tuple[str, ...] | None
"""Schools; None for all, and the rows without a school."""


@dataclass(frozen=True)
class Numeros:
    """The schools that a table names, from 1 on in their order; 0 stands for rows without one. `index`: the same, looked up by
    tens of thousands five times sooner than one by one.
    """

    de: Mapping[str, int]
    index: pd.Index

    @classmethod
    def rangees(cls, ecoles: Sequence[str]) -> Numeros:
        """Number schools, each there once."""
        return cls({uai: i for i, uai in enumerate(ecoles, start=1)}, pd.Index(ecoles, dtype=object))

    @property
    def texte(self) -> str:
        """The schools in the order of their numbers, as `$ecoles` of `NUMEROS`."""
        return ",".join(self.de)

    def masque(self, uais: Uais, exclus: Collection[str] = ()) -> Nombres:
        """True at the number of each of these schools, but for those of `exclus`."""
        mask: Nombres = np.full(len(self.de) + 1, uais is None)
        for schools, kept in ((uais or (), True), (exclus, False)):
            mask[1 + self.index.get_indexer(pd.Index(schools, dtype=object))] = kept
        mask[0] = uais is None  # those that are not named went there
        return mask


@dataclass(frozen=True)
class Bloc:
    """Counts by school year and number of a school; `la` where there is a row at all."""

    annees: tuple[str, ...]
    comptes: Mapping[str, Nombres]
    la: Nombres

    @property
    def octets(self) -> int:
        """What it takes of memory."""
        return sum(block.nbytes for block in (*self.comptes.values(), self.la))

    def sommes(self, ici: Nombres) -> dict[str, dict[str, int]]:
        """School year with a row at these schools → name of each count → its sum."""
        there: Nombres = self.la[:, ici].max(axis=1, initial=False)
        sums = {c: block[:, ici].sum(axis=1, dtype="int64").tolist() for c, block in self.comptes.items()}
        return {a: {c: s[i] for c, s in sums.items()} for i, a in enumerate(self.annees) if there[i]}


@dataclass(frozen=True)
class Personnes:
    """Grain: one case, person and school. A case is what persons are counted under, from 0 to `cas_en_tout` - 1.

    In the order of cases and persons: `une` grows with each other person. `ecole` is the number of the school.
    """

    cas_en_tout: int
    cas: Nombres
    une: Nombres
    ecole: Nombres

    @property
    def octets(self) -> int:
        """What they take of memory."""
        return self.cas.nbytes + self.une.nbytes + self.ecole.nbytes

    @classmethod
    def rangees(cls, cas_en_tout: int, cas: Nombres, personne: Nombres, ecole: Nombres) -> Personnes:
        """Put rows in order; a number of any kind tells persons apart."""
        order = np.lexsort((personne, cas))
        cas, personne = cas[order], personne[order]
        other = np.ones(len(cas), dtype=bool)
        other[1:] = (cas[1:] != cas[:-1]) | (personne[1:] != personne[:-1])
        une = np.cumsum(other, dtype="int32")
        return cls(cas_en_tout, cas.astype("int32"), une, ecole[order].astype("int32"))

    def distinctes(self, ici: Nombres) -> list[int]:
        """How many persons each case has at these schools."""
        return [int(n) for n in self._distinctes(ici)[0]]

    def doubles(self, ici: Nombres) -> list[int]:
        """How many rows each case has at these schools beyond the first of each person."""
        persons, rows = self._distinctes(ici)
        return [int(n) for n in rows - persons]

    def _distinctes(self, ici: Nombres) -> tuple[Nombres, Nombres]:
        kept = np.flatnonzero(ici[self.ecole])
        cas = self.cas[kept]
        first = autres(self.une[kept])
        return (
            np.bincount(cas[first], minlength=self.cas_en_tout),
            np.bincount(cas, minlength=self.cas_en_tout),
        )


def autres(sorted_numbers: Nombres) -> Nombres:
    """True at each number that the one before is not."""
    first = np.ones(len(sorted_numbers), dtype=bool)
    first[1:] = sorted_numbers[1:] != sorted_numbers[:-1]
    return first


def etroit(numbers: Nombres) -> np.dtype[Any]:
    """The narrowest kind of whole numbers that holds these, and 0: blocks of them stay in memory."""
    return np.result_type(
        *(np.min_scalar_type(int(n)) for n in (numbers.min(initial=0), numbers.max(initial=0)))
    )


def bloc(
    con: duckdb.DuckDBPyConnection, table: str, comptes: Sequence[str], schools: int, **params: Any
) -> Bloc:
    """A table of one row per school year and school, `ecole` its number among so many `schools` (0 included)."""
    found = con.execute(f"SELECT DISTINCT annee FROM {table} WHERE annee IS NOT NULL", params).fetchall()
    annees = sorted(annee for (annee,) in found)
    columns = ", ".join(("ecole", *comptes))
    rows = con.execute(
        f"SELECT list_position($annees, annee) - 1 AS annee, {columns} FROM {table} WHERE annee IS NOT NULL",
        {"annees": annees, **params},
    ).fetchnumpy()
    at, shape = (np.asarray(rows["annee"]), np.asarray(rows["ecole"])), (len(annees), schools)
    blocks = {}
    for name in comptes:
        column = np.ma.filled(rows[name], 0)
        blocks[name] = np.zeros(shape, dtype=etroit(column))
        blocks[name][at] = column
    there = np.zeros(shape, dtype=bool)
    there[at] = True
    return Bloc(tuple(annees), blocks, there)


def personnes(con: duckdb.DuckDBPyConnection, sql: str, annees: Sequence[str], **params: Any) -> Personnes:
    """Persons by school year: `sql` gives annee (its place from 0 on in `$annees`), personne and ecole."""
    rows = con.execute(sql, {"annees": list(annees), **params}).fetchnumpy()
    return Personnes.rangees(len(annees), *(np.asarray(rows[c]) for c in ("annee", "personne", "ecole")))


@retenue
def numeros(con: duckdb.DuckDBPyConnection) -> Numeros:
    """The schools that registrations name."""
    return Numeros.rangees(
        [uai for (uai,) in con.execute("SELECT uai FROM v_numero ORDER BY ecole").fetchall()]
    )


@retenue
def choix(con: duckdb.DuckDBPyConnection, uais: Uais, exclus: tuple[str, ...] = ()) -> Nombres:
    """These schools among `numeros`."""
    return numeros(con).masque(uais, exclus)


@retenue
def cumul(con: duckdb.DuckDBPyConnection) -> Bloc:
    """The registrations by school year and school."""
    return bloc(con, "v_cumul", CUMUL_COMPTES, len(numeros(con).de) + 1)


_COMMUNS = "SELECT list_position($annees, annee) - 1 AS annee, personne, ecole FROM v_commun"
_REPONDANTS = "SELECT list_position($annees, annee) - 1 AS annee, personne, ecole FROM v_repondant"


@retenue
def communs(con: duckdb.DuckDBPyConnection) -> Personnes:
    """Those who were present at several schools in a year of `cumul`."""
    return personnes(con, _COMMUNS, cumul(con).annees)


@retenue
def repondants(con: duckdb.DuckDBPyConnection) -> Personnes:
    """The participants of each year of `cumul` who had replied to the offer."""
    return personnes(con, _REPONDANTS, cumul(con).annees)


@retenue
def par_annee(con: duckdb.DuckDBPyConnection, uais: Uais) -> dict[str, dict[str, int]]:
    """School year with a registration at these schools → each of `CUMUL_COMPTES`, participants as persons."""
    ici, of_year = choix(con, uais), cumul(con)
    sums = of_year.sommes(ici)
    for annee, n in zip(of_year.annees, communs(con).doubles(ici), strict=True):
        if n:
            sums[annee]["participants"] -= n
    return sums


@retenue
def avaient_repondu(con: duckdb.DuckDBPyConnection, uais: Uais) -> dict[str, int]:
    """Each school year of `cumul` → participants at these schools who had replied to the offer."""
    persons = repondants(con).distinctes(choix(con, uais))
    return dict(zip(cumul(con).annees, persons, strict=True))


_INCONNUS = "SELECT ecole FROM v_numero n ANTI JOIN etablissement e ON e.uai = n.uai"


@retenue
def _inconnus(con: duckdb.DuckDBPyConnection) -> Nombres:
    """True at the number of each school that the base does not know."""
    mask = np.zeros(len(numeros(con).de) + 1, dtype=bool)
    mask[[ecole for (ecole,) in con.execute(_INCONNUS).fetchall()]] = True
    return mask


def a_reprendre(con: duckdb.DuckDBPyConnection, uais: Uais) -> dict[str, dict[str, int]]:
    """School year with a registration at these schools → active registrations without a school (`sans_etablissement`), at one
    that the base does not know (`etablissement_inconnu`), for a session that the plan does not hold (`hors_plan`).
    """
    ici, of_year = choix(con, uais), cumul(con)
    nowhere = np.arange(len(ici)) == 0
    parts = {"sans_etablissement": ici & nowhere, "etablissement_inconnu": ici & _inconnus(con)}
    sums = {name: of_year.sommes(mask) for name, mask in parts.items()}
    return {
        annee: {
            "hors_plan": row["hors_plan"],
            **{name: of_each.get(annee, {}).get("inscriptions", 0) for name, of_each in sums.items()},
        }
        for annee, row in par_annee(con, uais).items()
    }


# Every school that a table of the programme names, registrations apart: `Numeros` in SQL, `$ecoles` its texte.
_LIEUX = f"""
SELECT DISTINCT uai FROM ({" UNION ALL ".join(f"SELECT uai FROM {t}" for t in ("v_envoi", "v_reponse", "v_passage", "equipement", "effectif", "v_etablissement"))})
WHERE uai IS NOT NULL ORDER BY uai
"""
NUMEROS = """
numeros AS (SELECT unnest(string_split($ecoles, ',')) AS uai, generate_subscripts(string_split($ecoles, ','), 1) AS ecole)
"""
NUMEROTEES = f"""
WITH {NUMEROS} SELECT t.*, coalesce(n.ecole, 0) AS ecole FROM {{lignes}} t LEFT JOIN numeros n ON n.uai = t.uai
"""
"""The rows of a table with the numbers of their schools among `lieux`."""


@retenue
def lieux(con: duckdb.DuckDBPyConnection) -> Numeros:
    """The schools of everything but registrations."""
    found = con.execute(_LIEUX).fetchall()
    return Numeros.rangees([uai for (uai,) in found])


@retenue
def lieux_ici(con: duckdb.DuckDBPyConnection, uais: Uais) -> Nombres:
    """These schools among `lieux`."""
    return lieux(con).masque(uais)


@dataclass(frozen=True)
class Registre:
    """Rows at schools of `lieux`: sums by school year and school, persons (or events) that each count once."""

    bloc: Bloc
    distinctes: Mapping[str, Personnes]

    @property
    def octets(self) -> int:
        """What it takes of memory."""
        return self.bloc.octets + sum(persons.octets for persons in self.distinctes.values())

    def par_annee(self, ici: Nombres) -> dict[str, dict[str, int]]:
        """School year with a row at these schools → the name of each count → its value."""
        found = self.bloc.sommes(ici)
        for name, persons in self.distinctes.items():
            for annee, n in zip(self.bloc.annees, persons.distinctes(ici), strict=True):
                if annee in found:
                    found[annee][name] = n
        return found


def registre(
    con: duckdb.DuckDBPyConnection, lignes: str, sommes: Mapping[str, str], distinctes: Mapping[str, str]
) -> Registre:
    """What `lignes` (SQL: annee, uai and more) give: `sommes` and `distinctes`, each an SQL expression by name. A row without a
    value has none in the sum, and counts as nobody.
    """
    params = {"ecoles": lieux(con).texte}
    rows = f"({NUMEROTEES.format(lignes=f'({lignes})')})"
    sums = ", ".join(f"coalesce(sum({e}), 0) AS {name}" for name, e in sommes.items())
    added = f"(SELECT annee, ecole, {sums or '0 AS rien'} FROM {rows} GROUP BY annee, ecole)"
    block = bloc(con, added, tuple(sommes), len(lieux(con).de) + 1, **params)
    return Registre(
        block,
        {
            name: personnes(con, _DISTINCTES.format(lignes=rows, cle=key), block.annees, **params)
            for name, key in distinctes.items()
        },
    )


_DISTINCTES = """
SELECT list_position($annees, annee) - 1 AS annee, hash({cle}) AS personne, ecole FROM {lignes} WHERE annee IS NOT NULL AND {cle} IS NOT NULL
"""


@retenue
def envois(con: duckdb.DuckDBPyConnection) -> Bloc:
    """The offer: `offres` persons of each of `lieux` received it, counted at each."""
    return registre(con, "FROM v_envoi", {"offres": "offres"}, {}).bloc


@retenue
def envois_communs(con: duckdb.DuckDBPyConnection) -> Personnes:
    """Those who received it at several schools in a year of `envois`."""
    params = {"ecoles": lieux(con).texte}
    rows = _DISTINCTES.format(lignes=f"({NUMEROTEES.format(lignes='v_envoi_commun')})", cle="personne")
    return personnes(con, rows, envois(con).annees, **params)


@retenue
def offres(con: duckdb.DuckDBPyConnection, uais: Uais) -> dict[str, int]:
    """School year in which the offer went to one of these schools → persons who received it there."""
    sent, ici = envois(con), lieux_ici(con, uais)
    sums = {annee: row["offres"] for annee, row in sent.sommes(ici).items()}
    twice = zip(sent.annees, envois_communs(con).doubles(ici), strict=True)
    return {annee: sums[annee] - n for annee, n in twice if annee in sums}
