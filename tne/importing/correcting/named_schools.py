"""The codes of schools: those of the directory, and the one of a name, where a sheet by hand writes « Collège Jules Verne » in place of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import duckdb

from tne.spec import fold

TYPES = {"college": "college", "clg": "college", "lycee": "lycee", "lyc": "lycee", "ecole": "ecole"}
"""What is written before the name of a school, folded, in full or not → in full."""


def schools_by_name(con: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """Folded name → code, of the open schools that alone bear it and that no other replaced; the name may be followed by the commune."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = con.execute(
        "SELECT uai, nom, commune FROM etablissement WHERE etat IS DISTINCT FROM 'Fermé' AND remplace_par IS NULL"
    ).fetchall()
    for uai, nom, commune in rows:
        for name in _names(fold(nom or ""), fold(commune or "")):
            found[name].add(uai)
    return {name: next(iter(codes)) for name, codes in found.items() if name and len(codes) == 1}


def known_codes(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The codes of the directory, of closed schools too."""
    return frozenset(str(uai) for (uai,) in con.execute("SELECT uai FROM etablissement").fetchall())


def _names(name: str, commune: str) -> Iterator[str]:
    whole = {name, *(name.removeprefix(t) for t in TYPES if name.startswith(t))}
    for one in whole:
        if len(one) > 3:  # of a type alone, nothing is left
            yield one
            if commune:
                yield one + commune


def code_of(named: Mapping[str, str], text: str) -> str | None:
    """The code of the only school that this text names: the lycée of a name is not its collège."""
    folded = fold(text)
    for written, whole in TYPES.items():
        if folded.startswith(written):
            return named.get(whole + folded.removeprefix(written))
    return named.get(folded)
