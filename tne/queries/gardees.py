"""Kept views: the views of `tne.queries.views` as tables, made once per state of what they read.

Planning one of these views takes longer than answering a small question, and a page asks them dozens of times; at the size
of the nation joining the registrations anew takes seconds. So the database `gardees`, attached beside the base of this
process (`tne.queries.gardees_fichiers` says where it stands), holds one schema per view and content of the tables it reads:
`gardees."v_registre_<content>".v_registre`.
A question that `tne.queries.memoire.instant` lets in finds these tables under the names of the views (`search_path`); the
same SQL, run elsewhere, reads the views themselves. Where nothing can be kept (a base in memory, or read only with nothing
beside it, more rows than `TNE_LIGNES_GARDEES`, no memory left) the views answer.

One transaction reads the data version, the tables and their content: what is kept for a version is that version, and the
same transaction notes which one. A start that finds the version of its base noted takes the tables as they are; else their
content is told anew by reading every row. An import makes anew only the views of which a table has changed; what the last
states do not use is dropped. A reader whose tables are dropped before it touched them finds the views, which give the same
rows of its own transaction.

Views that only add up others (`tne.queries.cumuls`) are made from what is kept already, in the order of their declaration.
Those that only the breakdowns of the trainings read (`DETAILS`) take longer than all the rest: they are made when the first
such question asks (`approfondir`), in a second database, since a transaction sees no table of one that it has read before
the table was there. Their schemas are named by the content of what they were made from: no version has to be noted for them.

Forty bytes a registration once DuckDB has compressed them (measured: 25 million), a hundred and eighty while they are made in
memory (3 million): above `LIGNES_SERREES` rows each table is compressed before the next is made.
"""

from __future__ import annotations

import gc
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import duckdb

from tne import settings
from tne.datasets import DATASETS
from tne.db import data_version
from tne.erreurs import BaseIndisponible
from tne.queries import gardees_fichiers as fichiers
from tne.queries.cumuls import CUMULS, DETAILS
from tne.queries.gardees_atelier import atelier, commencer, pas, serrer, tenir, tour
from tne.queries.lectures import tables_lues
from tne.queries.views import GARDEES, VIEWS
from tne.sql import sql_name, sql_text
from tne.store import backend, temporary

BASE, BASE_DETAILS = temporary.KEPT
BASES_CONNUES = 16
LIGNES_SERREES = 5_000_000
ESSAIS = 3  # to begin a question at a state that stays long enough to be made
ETATS_GARDES = 3  # a question that began before an import may still hold the one before

# State of a base (its identity, its data version) → the search path of its kept views; "" where the views answer.
_chemins: OrderedDict[tuple[object, ...], str] = OrderedDict()
_lock = threading.Lock()  # for a moment only: what is made has its `tour`


@dataclass(frozen=True)
class Vues:
    """What a transaction sees: the data version, and where the names of the views lead (`chemin`), "" without kept tables."""

    version: int | None
    chemin: str = ""
    maison: str = ""  # the search path to set again at its end
    etat: tuple[object, ...] = ()


@lru_cache(maxsize=2)
def lues(partagee: bool = False) -> Mapping[str, tuple[str, ...]]:
    """What is kept → the tables it reads, through the views it reads too.

    Of a shared base the current tables too: each question to one of them would ask PostgreSQL first.
    """
    views = {view: tuple(sorted(tables_lues(VIEWS[view]))) for view in GARDEES}
    return views | ({name: (name,) for name in DATASETS} if partagee else {})


def regarder(con: duckdb.DuckDBPyConnection, place: tuple[object, ...] | None) -> Vues:
    """Begin a transaction on `con` in which the names of the views are the kept tables.

    Begun anew where the base has gone on meanwhile: nothing was read yet, and a large base without kept tables adds up every row.
    """
    for _ in range(ESSAIS):
        con.execute("BEGIN")
        version, catalogue, schema = con.execute(
            "SELECT max(n), current_database(), current_schema() FROM verrou"
        ).fetchall()[0]
        if place is None or version is None:
            return Vues(version)
        home = f"{sql_name(catalogue)}.{sql_name(schema)}"
        state = (*place, version)
        kept = _chemin(con, state, home)
        if kept is None:
            con.execute("ROLLBACK")
            continue
        if not kept:
            return Vues(version)
        try:
            poser(con, f"{kept},{home}")
            return Vues(version, kept, home, state)
        except duckdb.CatalogException:
            # The base was opened anew since, or imports have come fast: what was kept is gone.
            con.execute("ROLLBACK")
            with _lock:
                _chemins.pop(state, None)
    con.execute("BEGIN")
    return Vues(data_version(con))


def approfondir(con: duckdb.DuckDBPyConnection, vues: Vues) -> None:
    """Have the tables of `DETAILS` under their names too, made first where they are not; else their views answer."""
    if BASE_DETAILS in vues.chemin:
        return
    if not _complet(kept := _connu(vues.etat) or ""):
        with tour(lambda: _complet(_connu(vues.etat) or "")) as mine:
            kept = _connu(vues.etat) or ""
            if mine and not _complet(kept) and (details := _faire_details(con, kept)):
                kept = f"{details},{kept}"
                with _lock:
                    if vues.etat in _chemins:
                        _chemins[vues.etat] = kept
    if BASE_DETAILS in kept:
        with suppress(duckdb.CatalogException):  # dropped meanwhile: imports have come fast
            poser(con, f"{kept},{vues.maison}")


def _connu(state: tuple[object, ...]) -> str | None:
    """The search path of a state; None where it is not known yet."""
    with _lock:
        return _chemins.get(state)


def _connus(place: tuple[object, ...]) -> list[tuple[object, ...]]:
    """The states of a base of which the search path is known, the oldest first."""
    with _lock:
        return [state for state in _chemins if state[:-1] == place]


def _complet(path: str) -> bool:
    """True where nothing is left to make for that path: its details are there, or it has none to be made from."""
    return not path or BASE_DETAILS in path


def poser(con: duckdb.DuckDBPyConnection, path: str) -> None:
    """Where the names of tables are looked for. CatalogException when one of the schemas is not there."""
    con.execute(f"SET search_path = {sql_text(path)}")


def _chemin(con: duckdb.DuckDBPyConnection, state: tuple[object, ...], home: str) -> str | None:
    """The search path of a state, its tables made by the first who asks while the others wait; None when the base has gone on."""
    if (known := _connu(state)) is not None:
        return known
    with tour(lambda: _connu(state) is not None) as mine:
        if (known := _connu(state)) is not None or not mine:
            return known or ""
        try:
            made = _faire(con, state, home)
        except duckdb.Error as error:
            if not _jetees(con, home, state, error):
                raise
            return ""
        if made is None:
            return None
        if not _chemins:
            # What is loaded by the first question stays as long as the process: to look for cycles in it made one filter
            # change in five a tenth of a second longer. Once: what is there later goes with its session.
            gc.freeze()
        with _lock:
            _chemins[state] = made
            _oublier(state[:-1])
        return made


def douter(con: duckdb.DuckDBPyConnection, vues: Vues, error: duckdb.Error) -> None:
    """After an error of a question: kept tables that can no longer be read go. BaseIndisponible then, for the question has none.

    Where the damage is in the base itself the next question says so. A fault that stops the opening is told by who opens anew.
    """
    if not vues.chemin:
        return
    with tour():
        gone = _jetees(con, vues.maison, vues.etat, error)
    if gone and not isinstance(error, duckdb.FatalException):
        raise BaseIndisponible(
            "Des tables gardées à côté de la base étaient abîmées\u202f: elles sont retirées, et seront refaites. La base n'a "
            "pas changé. Rechargez la page."
        ) from error


def _jetees(
    con: duckdb.DuckDBPyConnection, home: str, state: tuple[object, ...], error: duckdb.Error
) -> bool:
    """True when the error tells of a damaged file: then nothing is kept of that base any more, in no state."""
    if not fichiers.abimee(error) or backend.partagee(con):
        return False
    for known in _connus(state[:-1]):
        with _lock:
            _chemins.pop(known, None)
    with suppress(duckdb.Error):
        poser(con, home)
    fichiers.jeter(con, str(state[0]))
    return True


def _oublier(place: tuple[object, ...]) -> None:
    """Leave the last states of a base, and of a few bases."""
    of_place = [state for state in _chemins if state[:-1] == place]
    for state in of_place[:-ETATS_GARDES]:
        del _chemins[state]
    while len(_chemins) > BASES_CONNUES * ETATS_GARDES:
        _chemins.popitem(last=False)


def sql_de(name: str, home: str) -> str:
    """What the kept table of that name is made of, where those before it stand under their names."""
    return DETAILS.get(name) or CUMULS.get(name) or f"FROM {home}.{name}"


def _faire(con: duckdb.DuckDBPyConnection, state: tuple[object, ...], home: str) -> str | None:
    """Find what was made of this version, or make what it lacks; "" where nothing can be kept, None when the base is at
    another version already."""
    # Counted first, which costs nothing: their content is told by reading every row.
    kept, read, rows = _a_garder(con)
    if rows > settings.lignes_gardees():
        return ""
    with atelier(con) as maker:
        writable = commencer(maker, BASE, au_disque=rows >= settings.lignes_sur_disque())
        version = data_version(maker)
        if version != state[-1]:
            return None
        made = fichiers.retrouver(maker, BASE, version, rows)
        if not writable:
            return made
        there = schemas(maker, BASE)
        if not made:
            with pas(maker):
                contents = _contents(maker, read)
            wanted = {name: _schema(name, [contents[table] for table in read]) for name, read in kept.items()}
            path = home
            for name, schema in wanted.items():
                if schema not in there:
                    tenir(maker, BASE, schema, name, sql_de(name, home))
                    if rows > LIGNES_SERREES:
                        serrer(maker, BASE)
                        if data_version(maker) != version:
                            return None
                path = f'{BASE}."{schema}",{path}'
                poser(maker, path)
            made = path.removesuffix(f",{home}")
            fichiers.noter(maker, BASE, version, rows, made)
        before = [_connu(of) or "" for of in _connus(state[:-1])]
        used = [made, *before[1 - ETATS_GARDES :]]
        for schema in there:
            if not any(f'"{schema}"' in path for path in used):
                maker.execute(f'DROP SCHEMA {BASE}."{schema}" CASCADE')
        maker.execute("COMMIT")
        return made
    return ""


def _faire_details(con: duckdb.DuckDBPyConnection, path: str) -> str:
    """Make `DETAILS` from the kept tables of that path, and drop those of states that are gone; "" where they cannot be kept."""
    with atelier(con) as maker:
        writable = commencer(maker, BASE_DETAILS, au_disque=fichiers.en_fichier(maker, BASE))
        there = schemas(maker, BASE_DETAILS)
        made = ""
        for name in DETAILS:
            schema = schema_detail(name, path)
            poser(maker, f"{made}{path}")
            if schema not in there:
                if not writable:
                    return ""
                tenir(maker, BASE_DETAILS, schema, name, sql_de(name, ""))
            made = f'{BASE_DETAILS}."{schema}",{made}'
        with _lock:
            known = [path, *filter(None, _chemins.values())]
        used = {schema_detail(name, kept) for kept in known for name in DETAILS}
        for schema in there if writable else ():
            if schema not in used:
                maker.execute(f'DROP SCHEMA {BASE_DETAILS}."{schema}" CASCADE')
        maker.execute("COMMIT")
        return made.removesuffix(",")
    return ""


def schema_detail(name: str, path: str) -> str:
    """The name of one of `DETAILS` made from the kept tables of that path: it changes with those that it reads."""
    read = [mark for view in _lues_ici(name) for mark in re.findall(rf'"{view}_(\w{{16}})"', path)]
    return _nomme(name, read)


@lru_cache(maxsize=len(DETAILS))
def _lues_ici(name: str) -> tuple[str, ...]:
    """The kept views that one of `DETAILS` reads, through others of them too."""
    words = set(re.findall(r"\w+", DETAILS[name])) - {name}
    return tuple(sorted({*words & set(GARDEES)}.union(*(_lues_ici(d) for d in words & DETAILS.keys()))))


def _a_garder(con: duckdb.DuckDBPyConnection) -> tuple[Mapping[str, tuple[str, ...]], set[str], int]:
    """The views that are kept with the tables that each reads, all of these tables, and how many rows they hold."""
    kept = lues(backend.partagee(con))
    read = {table for tables in kept.values() for table in tables}
    each = " UNION ALL ".join(f'SELECT count(*) AS n FROM "{t}"' for t in sorted(read))
    return kept, read, int(con.execute(f"SELECT sum(n) FROM ({each})").fetchall()[0][0])


def petite(con: duckdb.DuckDBPyConnection) -> bool:
    """True when the base is added up so soon that no file is kept of it (`TNE_LIGNES_SUR_DISQUE`)."""
    return _a_garder(con)[2] < settings.lignes_sur_disque()


def _contents(con: duckdb.DuckDBPyConnection, read: Collection[str]) -> dict[str, tuple[int, str]]:
    """Table → number of rows, and a mark that changes with any of them, whoever wrote it."""
    each = " UNION ALL ".join(
        f"SELECT '{t}', count(*), concat_ws('_', count(*), bit_xor(hash(t)), sum(hash(t))) FROM \"{t}\" t"
        for t in sorted(read)
    )
    return {table: (rows, mark) for table, rows, mark in con.execute(each).fetchall()}


def _schema(name: str, contents: Iterable[tuple[int, str]]) -> str:
    """The name of what a view, or a table, gives over tables of these contents."""
    return _nomme(name, (mark for _, mark in contents))


def _nomme(name: str, marks: Iterable[str]) -> str:
    content = "_".join((fichiers.recette(), *marks))
    return f"{name}_{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"


def schemas(con: duckdb.DuckDBPyConnection, base: str) -> list[str]:
    """What is kept there now."""
    rows = con.execute(
        "SELECT schema_name FROM duckdb_schemas() WHERE database_name = $b AND NOT internal AND schema_name <> 'main'",
        {"b": base},
    ).fetchall()
    return [name for (name,) in rows]
