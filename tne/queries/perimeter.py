"""From filters to one set of schools, and from a set of schools to query parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tne import geo
from tne.erreurs import UsageIncorrect
from tne.filters import Filters
from tne.folding import folded
from tne.queries.additions import choix
from tne.queries.carte import communes_actuelles, nommees
from tne.queries.memoire import lire_longues, retenue
from tne.queries.school_persons import remplaces, successeurs

# Grain: one establishment, by UAI. A replaced one is its successor: chosen with it, by its facets, whatever its own were.
_FACETTES = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT c.uai, c.actuel, e.type, e.secteur, e.circonscription, e.commune, e.code_insee
FROM (SELECT e.uai, coalesce(r.actuel, e.uai) AS actuel FROM etablissement e LEFT JOIN remplace r ON r.ancien = e.uai) c
LEFT JOIN etablissement e ON e.uai = c.actuel ORDER BY c.uai
"""


_CHOISIES = {
    "etablissements": ("uai",),
    "types": ("type",),
    "secteurs": ("secteur",),
    "circonscriptions": ("circonscription",),
    "communes": ("commune", "fusionnee"),
    "epcis": (),
}
"""Field of `Filters` → the columns of `_facettes` in which its values stand; those of communes give the EPCI."""


@dataclass(frozen=True)
class Perimetre:
    """The schools of a filter. `uais` is None when nothing narrows them: rows without a school count too."""

    uais: tuple[str, ...] | None

    @property
    def params(self) -> dict[str, Any]:
        """Named parameters `$tous` (no narrowing) and `$uais`: one text, which tens of thousands of schools cross faster
        than a list of as many.
        """
        return {"tous": self.uais is None, "uais": ",".join(self.uais or ())}

    def lignes(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame of the whole territory (column `uai`) that stand at these schools.

        What has one row per school, or per event at one school, is asked once per data version and cut here: a change of
        filter then costs no query.
        """
        if self.uais is None:
            return frame
        kept = pc.is_in(
            pa.array(frame["uai"], pa.string(), from_pandas=True), value_set=_cherchees(self.uais)
        )
        mask: np.ndarray = kept.to_numpy(zero_copy_only=False)
        return frame[mask].reset_index(drop=True)


@lru_cache(maxsize=32)
def _cherchees(uais: tuple[str, ...]) -> pa.Array:
    # A page cuts a dozen frames by the same tens of thousands of schools.
    return pa.array(uais, pa.string())


def perimetre(con: duckdb.DuckDBPyConnection, filters: Filters) -> Perimetre:
    """The schools that a filter keeps, replaced ones with their successor and never without it.

    A school unknown to the base belongs to no facet, but may be chosen by its UAI. UsageIncorrect for a choice that the base writes
    otherwise.
    """
    return _perimetre(con, replace(filters, annees=(), noms=()))


def actuels(con: duckdb.DuckDBPyConnection, filters: Filters) -> frozenset[str] | None:
    """The schools of a filter, replaced ones as their successors; None for all.

    A school is in or out with its whole history: a filter never cuts one in two.
    """
    return _actuels(con, replace(filters, annees=(), noms=()))


@retenue
def _actuels(con: duckdb.DuckDBPyConnection, filters: Filters) -> frozenset[str] | None:
    uais, new = perimetre(con, filters).uais, successeurs(con)
    return None if uais is None else frozenset(new.get(u, u) for u in uais)


def choisis(uai: str = "uai") -> str:
    """SQL: true for rows whose column `uai` is a school of the choice, `$tous` and `$uais` of `Perimetre.params`."""
    return f"($tous OR {uai} IN (SELECT unnest(string_split($uais, ','))))"


@retenue
def _facettes(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The facets of every school, read once for all choices."""
    frame = lire_longues(con, _FACETTES, remplaces(con))
    # A school written under a commune that is part of another since is chosen with that one too, and with its EPCI.
    former = communes_actuelles(con)
    written = frame["code_insee"].tolist()
    merged = [former.get(code) for code in written]
    there = nommees(con, [m and m[1] for m in merged], [m and m[0] for m in merged])
    frame["fusionnee"] = pd.Series(there, index=frame.index, dtype="str")
    frame["commune"] = pd.Series(
        nommees(con, frame["commune"].tolist(), written), index=frame.index, dtype="str"
    )
    codes = zip(written, merged, strict=True)
    frame["code_insee"] = pd.Series([m[0] if m else c for c, m in codes], index=frame.index, dtype="str")
    # As objects the chosen UAIs are handed out seven times faster than from Arrow.
    kinds = {c: object if c == "uai" else "category" for c in frame.columns if c != "actuel"}
    return frame.astype(kinds)


@retenue
def _perimetre(con: duckdb.DuckDBPyConnection, filters: Filters) -> Perimetre:
    if not filters.par_etablissement:
        return Perimetre(None)
    new = successeurs(con)
    codes: list[str] = []
    if filters.epcis:
        frame = geo.communes()
        codes = frame.loc[frame["epci"].isin(filters.epcis), "code_insee"].tolist() or [""]
    schools = _facettes(con)
    _require_written(filters, schools)
    kept = np.ones(len(schools), dtype=bool)
    for column, values in {
        "actuel": [new.get(u, u) for u in filters.etablissements],
        "type": filters.types,
        "secteur": filters.secteurs,
        "circonscription": filters.circonscriptions,
        "commune": filters.communes,
        "code_insee": codes,
    }.items():
        if values:
            chosen = schools[column].isin(values)
            if column == "commune":
                chosen |= schools["fusionnee"].isin(values)
            kept &= chosen.to_numpy()
    found = schools["uai"][kept].tolist()
    if not replace(filters, etablissements=()).par_etablissement:
        found = sorted({*found, *filters.etablissements})
    return Perimetre(tuple(found))


def _require_written(filters: Filters, schools: pd.DataFrame) -> None:
    """UsageIncorrect for a choice that the base writes with another case, other accents or spaces (« collège », « 086 0002k »):
    each of its figures would be a computed zero. One that nobody knows is not told from a true one.
    """
    for field, columns in _CHOISIES.items():
        if not (chosen := set(getattr(filters, field))):
            continue
        held = [schools[c] for c in columns] or [geo.communes()["epci"]]
        if not (unknown := chosen.difference(*(column[column.isin(chosen)].unique() for column in held))):
            continue
        known = {text for column in held for text in column.dropna().unique()}
        near = {folded(text): text for text in sorted(known)}
        for text in sorted(unknown):
            if written := near.get(folded(text)):
                raise UsageIncorrect(f"Filters.{field} : « {text} » s'écrit « {written} » dans la base.")


def circonscriptions_d_ecoles(con: duckdb.DuckDBPyConnection, filters: Filters) -> bool:
    """True when circonscriptions are chosen and hold écoles alone. Those of the annuaire are of the first degree: the collèges of
    the same sector are in none, and a user who asks for it by its inspector is told so.
    """
    schools = _facettes(con)
    types = schools["type"][schools["circonscription"].isin(filters.circonscriptions)]
    return bool(filters.circonscriptions) and bool((types.dropna() == "École").all())


@retenue
def ici(con: duckdb.DuckDBPyConnection, uais: tuple[str, ...] | None) -> str:
    """These schools as `$ici` of `tne.queries.cumuls`: one bit for each number, the first for rows without a school.

    `uais` None: all, and the rows without a school.
    """
    return _bits(choix(con, uais))


@retenue
def morceaux(con: duckdb.DuckDBPyConnection, uais: tuple[str, ...] | None) -> dict[str, Any]:
    """These schools as `$groupes`, `$plus` and `$moins` of `tne.queries.cumuls`: a group of which most are chosen is taken
    whole (a bit for each group), the schools that it has too many taken away (a bit for each number of a school, as in
    `ici`), and the other schools one by one; `$avec_plus` and `$avec_moins` say whether there are any.
    """
    groups = _groupes(con)
    chosen = choix(con, uais)
    sizes, there = np.bincount(groups), np.bincount(groups, weights=chosen)
    whole = 2 * there > sizes
    plus, moins = chosen & ~whole[groups], whole[groups] & ~chosen
    return {
        "groupes": _bits(whole),
        "plus": _bits(plus),
        "moins": _bits(moins),
        "avec_plus": bool(plus.any()),
        "avec_moins": bool(moins.any()),
    }


@retenue
def _groupes(con: duckdb.DuckDBPyConnection) -> np.ndarray:
    """The group of each number of a school, from 0 on."""
    found = con.execute("SELECT groupe FROM v_groupe ORDER BY ecole").fetchnumpy()
    return np.asarray(found["groupe"])


def _bits(mask: np.ndarray) -> str:
    return (mask.astype("uint8") + ord("0")).tobytes().decode()


def over_schools(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    uais: tuple[str, ...] | None,
    **others: Any,
) -> duckdb.DuckDBPyConnection:
    """Ask a question over these schools (None: all), with those of its named parameters that it reads."""
    known = {**Perimetre(uais).params, **others}
    if "$ici" in sql:
        known["ici"] = ici(con, uais)
    if "$groupes" in sql:
        known |= morceaux(con, uais)
    return con.execute(sql, {name: value for name, value in known.items() if f"${name}" in sql})
