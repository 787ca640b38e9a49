"""Codes of a file that no school of the base bears: not refused, but pointed out before the import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from tne.importing.model import Reconnaissance
from tne.spec import Column, Dataset, fold

# Codes looked at for one file, most rows first; the others are counted.
MOST_CODES = 200
# Slips of the keyboard in a name, by letter.
_SLIPS = 0.12
# Two signs of eight: a digit typed wrong and the letter that goes with it, or two digits the wrong way round.
_FAR = 2


@dataclass(frozen=True)
class Inconnu:
    """One code under one header: how many rows bear it, the first one, what they call the school, the nearest one."""

    jeu: str
    colonne: str
    uai: str
    nombre: int
    ligne: int
    nom: str
    proche: str  # UAI of the nearest known school, empty without one
    proche_nom: str


def unknown_schools(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> tuple[Inconnu, ...]:
    """The codes of the staged rows that are in no list of schools, most rows first.

    Nothing where the base knows no school yet, or the file brings the schools themselves.
    """
    columns = [c for c in d.stored if c.kind.name == "uai"]
    if d.name == "etablissement" or not columns:
        return ()
    known = _known(con)
    found = [(c.name, *row) for c in columns for row in _rows(con, d, table, c)] if known else []
    if not found:
        return ()
    named = _by_name(con, {fold(name) for *_, name in found if name}, known)
    told: list[Inconnu] = []
    for column, uai, number, line, name in found:
        near = named.get(fold(name or "")) or _by_code(uai, known)
        words = ", ".join(w for w in known[near] if w) if near else ""
        told.append(Inconnu(d.name, column, uai, number, line or 0, name or "", near, words))
    return tuple(sorted(told, key=lambda i: (-i.nombre, i.uai)))


def _known(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """UAI → name, commune of the schools that no other replaces."""
    rows = con.execute(
        "SELECT uai, coalesce(nom, ''), coalesce(commune, '') FROM etablissement WHERE remplace_par IS NULL ORDER BY uai"
    ).fetchall()
    return {uai: (nom, commune) for uai, nom, commune in rows}


def _rows(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, column: Column
) -> list[tuple[str, int, int, str | None]]:
    name = "any_value(etablissement)" if any(c.name == "etablissement" for c in d.stored) else "NULL"
    return con.execute(
        f"SELECT \"{column.name}\", count(DISTINCT _rang), min(_ligne), {name} FROM {table} WHERE _etat = 'ok' "
        f'AND "{column.name}" IS NOT NULL AND "{column.name}" NOT IN (SELECT uai FROM etablissement) '
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_CODES}"
    ).fetchall()


def _by_name(
    con: duckdb.DuckDBPyConnection, names: set[str], known: dict[str, tuple[str, str]]
) -> dict[str, str]:
    """Folded name → the school that alone bears about this name, with its commune or without."""
    bearers: dict[str, set[str]] = {}
    for uai, (nom, commune) in known.items():
        for words in (nom, f"{nom} {commune}", f"{commune} {nom}"):
            if nom:
                bearers.setdefault(fold(words), set()).add(uai)
    pairs = con.execute(
        "SELECT n, arg_min(k, (damerau_levenshtein(n, k), k)) FROM (SELECT unnest($names) AS n), "
        "(SELECT unnest($known) AS k) WHERE damerau_levenshtein(n, k) <= $share * length(n) GROUP BY n",
        {"names": sorted(names), "known": sorted(bearers), "share": _SLIPS},
    ).fetchall()
    return {name: next(iter(bearers[near])) for name, near in pairs if len(bearers[near]) == 1}


def _by_code(uai: str, known: dict[str, tuple[str, str]]) -> str:
    """The one school whose code differs by two signs at most; none where several do."""
    near = [k for k in known if sum(a != b for a, b in zip(k, uai, strict=False)) <= _FAR]
    return near[0] if len(near) == 1 else ""


def texts_of(recognised: Sequence[Reconnaissance], unknown: Inconnu) -> set[tuple[str, str]]:
    """(header, text) as the file writes this code: « 086 1457 S » is 0861457S too."""
    found: set[tuple[str, str]] = set()
    for r in recognised:
        headers = {
            li.colonnes[unknown.colonne]
            for li in r.liaisons
            if li.dataset.name == unknown.jeu and unknown.colonne in li.colonnes
        }
        for header in headers:
            column = r.tableau.colonne(header)
            texts = (str(t).strip() for t in column.unique().to_pylist() if t)
            found |= {(header, t) for t in texts if "".join(t.split()).upper().rjust(8, "0") == unknown.uai}
    return found
