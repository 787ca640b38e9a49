"""Answers kept while the data do not change: the figures of one page ask the same questions many times.

Known by the file of the base, its data version, the day and the settings that decide what is masked. A caller gets a
copy: nobody can change what another will read. Nothing is kept, nor read from what is kept, while this thread writes: what
a rehearsal sees is rolled back.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from copy import copy
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from tne import horloge, settings, territoire
from tne.db import Base, writes_here
from tne.queries import gardees, gardees_atelier
from tne.store import backend

P = ParamSpec("P")
T = TypeVar("T")

# A page makes hundreds of frames of a few rows, and to hand their texts to Arrow and back takes longer than all else done
# with them. What is long and kept goes to Arrow (`rangee`). The texts of a frame are the same in both, and so is nan.
# Said here, where every question comes by, and not for the whole folder: the base reads the text of its views there, and no
# command needs pandas for that.
pd.options.mode.string_storage = "python"

REPONSES_GARDEES = 2048
OCTETS_GARDES = 600 << 20
"""Of the large ones among them: at the size of the nation what every choice is added up from takes two hundred megabytes, and the
sessions of one choice tens. With less, a page makes anew at each change what the change before had made."""
_held: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_larges: OrderedDict[tuple[Any, ...], int] = OrderedDict()
_larges_en_tout = [0]
_lock = threading.Lock()
_en_cours: dict[tuple[Any, ...], threading.Lock] = {}


# What answers depend on; None where nothing can be kept.
Etat = tuple[Any, ...] | None


def etat(place: tuple[object, ...] | None, version: int | None) -> Etat:
    """The state of a base (its `backend.identity`) at that data version; None for a base in memory, or without a version."""
    if place is None or version is None:
        return None
    masking = (settings.seuil(), settings.masques_minimum(), territoire.en_cours())
    return (*place, version, horloge.aujourdhui(), *masking)


class _Instant(threading.local):
    """The connection on which this thread is answering, and the state of its base."""

    con: duckdb.DuckDBPyConnection | None = None
    etat: Etat = None
    vues: gardees.Vues = gardees.Vues(None)


_instant = _Instant()


@contextmanager
def instant(con: duckdb.DuckDBPyConnection, *, garder: bool = True) -> Iterator[Etat]:
    """While one question is answered the base stands still on its connection, however many queries it takes.

    An import that ends meanwhile is seen by the next question: no answer holds something from before it and something
    from after. Gives the state of what is seen, or None while this thread writes. `garder`: the views are read from
    `tne.queries.gardees`, which makes them the first time; for a single question that would cost more than it saves.
    """
    if writes_here():
        yield None
        return
    if _instant.con is con:
        yield _instant.etat
        return
    before = (_instant.con, _instant.etat, _instant.vues)
    place = backend.identity(con)
    vues = gardees.Vues(None)
    try:
        # Read in the transaction: it is then the version of what the question sees, not of a moment before.
        with gardees_atelier.question():
            vues = gardees.regarder(con, place if garder else None)
            _instant.con, _instant.etat, _instant.vues = con, etat(place, vues.version), vues
            yield _instant.etat
    except duckdb.Error as error:
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        gardees.douter(con, vues, error)
        raise
    finally:
        _instant.con, _instant.etat, _instant.vues = before
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
            if vues.maison:
                gardees.poser(con, vues.maison)


@contextmanager
def moment(base: Base) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own on which the base stands still, its views kept in memory: see `instant`."""
    with closing(base.cursor()) as con, instant(con):
        yield con


def vues_gardees(con: duckdb.DuckDBPyConnection) -> bool:
    """True while the views are kept tables on this connection: then what adds them up costs nothing either."""
    return _instant.con is con and bool(_instant.vues.chemin)


def details_gardes(con: duckdb.DuckDBPyConnection) -> None:
    """Asked before the first of several questions to `tne.queries.cumuls.DETAILS`: kept tables too, where views are."""
    if vues_gardees(con):
        gardees.approfondir(con, _instant.vues)


def _retenir(key: tuple[Any, ...], answer: object) -> None:
    """Keep an answer, and leave the oldest: as many and as large as may be kept, the very last one whatever its size.

    Where it is room that lacks, large ones alone: to leave the small ones, which cost as much to make, would give none.
    """
    _held[key] = answer
    _held.move_to_end(key)
    _alleger(key)
    if octets := _octets(answer):
        _larges[key] = octets
        _larges_en_tout[0] += octets
    while _larges_en_tout[0] > OCTETS_GARDES and len(_larges) > 1:
        oldest = next(iter(_larges))
        _alleger(oldest)
        _held.pop(oldest, None)
    while len(_held) > REPONSES_GARDEES:
        oldest, _ = _held.popitem(last=False)
        _alleger(oldest)


def _alleger(key: tuple[Any, ...]) -> None:
    # Kept as a sum: to add them up anew looks each of these keys up, and a key may hold fifty thousand schools.
    _larges_en_tout[0] -= _larges.pop(key, 0)


LONGUES = 1_000
"""Rows from which a frame is long."""
_ARROW = pd.StringDtype("pyarrow", na_value=np.nan)
_TEXTES = {pa.string(): _ARROW, pa.large_string(): _ARROW}


def rangee(answer: T) -> T:
    """The answer as it is kept: the texts of a long frame in Arrow, which cuts them by schools eight times faster."""
    if not isinstance(answer, pd.DataFrame) or len(answer) <= LONGUES:
        return answer
    return answer.astype({c: _ARROW for c, of in answer.dtypes.items() if isinstance(of, pd.StringDtype)})


def lire_longues(con: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any]) -> pd.DataFrame:
    """The rows of a question that gives tens of thousands of them, their texts in Arrow from the first: as they are kept."""
    frame: pd.DataFrame = con.sql(sql, params=params).to_arrow_table().to_pandas(types_mapper=_TEXTES.get)
    return frame


def _octets(answer: object) -> int:
    if (octets := getattr(answer, "octets", None)) is not None:
        return int(octets)
    if isinstance(answer, frozenset | tuple):
        return sys.getsizeof(answer) if len(answer) > LONGUES else 0
    frame = getattr(answer, "donnees", answer)  # the rows behind a figure
    return int(frame.memory_usage().sum()) if isinstance(frame, pd.DataFrame) and len(frame) > LONGUES else 0


def _gardee(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The kept answer alone in a tuple, a copy; without any an empty one."""
    with _lock:
        if key not in _held:
            return ()
        _held.move_to_end(key)
        if key in _larges:
            _larges.move_to_end(key)
        return (copy(_held[key]),)


def gardee(key: tuple[Any, ...], calculer: Callable[[], T]) -> T:
    """The answer kept under that key, computed by the first who asks while the others wait for it; a copy for each."""
    if found := _gardee(key):
        return found[0]  # type: ignore[no-any-return]
    with _lock:
        turn = _en_cours.setdefault(key, threading.Lock())
    with turn:
        if found := _gardee(key):
            return found[0]  # type: ignore[no-any-return]
        try:
            answer = calculer()
            with _lock:
                _retenir(key, answer)
        finally:
            with _lock:
                _en_cours.pop(key, None)
    return copy(answer)


def retenue(
    question: Callable[Concatenate[duckdb.DuckDBPyConnection, P], T],
) -> Callable[Concatenate[duckdb.DuckDBPyConnection, P], T]:
    """A question whose answer is kept. Its arguments after the connection must be hashable, its answer copyable."""

    def ask(con: duckdb.DuckDBPyConnection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with instant(con, garder=False) as state:
            if state is None:
                return question(con, *args, **kwargs)
            key = (question.__module__, question.__qualname__, state, args, tuple(sorted(kwargs.items())))
            if found := _gardee(key):
                return found[0]  # type: ignore[no-any-return]
            answer = rangee(question(con, *args, **kwargs))
        with _lock:
            _retenir(key, answer)
        return copy(answer)

    update_wrapper(ask, question)
    return ask
