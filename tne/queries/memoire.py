"""Answers kept while the data do not change: the figures of one page ask the same questions many times.

Known by the file of the base, its data version, the day and the settings that decide what is masked. A caller gets a
copy: nobody can change what another will read.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb

from tne import backend, settings, territoire

P = ParamSpec("P")
T = TypeVar("T")

REPONSES_GARDEES = 512
_held: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = threading.Lock()


def _etat(con: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """What the answers depend on; None for a base without a file, or without the version that every import moves."""
    place = backend.identity(con)
    version = con.execute("SELECT max(n) FROM verrou").fetchall()[0][0]
    if place is None:
        return None
    masking = (settings.seuil(), settings.masques_minimum(), territoire.en_cours())
    return (*place, version, date.today(), *masking)


class _Instant(threading.local):
    """The connection on which this thread is answering, and the state of its base."""

    con: duckdb.DuckDBPyConnection | None = None
    etat: tuple[Any, ...] | None = None


_instant = _Instant()


@contextmanager
def instant(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...] | None]:
    """While one question is answered the state of the base is read once, however many kept answers it asks for.

    Gives that state. An import that ends meanwhile moves the version: what was kept under the old one is asked no more.
    """
    if _instant.con is con:
        yield _instant.etat
        return
    before = (_instant.con, _instant.etat)
    _instant.con, _instant.etat = con, _etat(con)
    try:
        yield _instant.etat
    finally:
        _instant.con, _instant.etat = before


def retenue(
    question: Callable[Concatenate[duckdb.DuckDBPyConnection, P], T],
) -> Callable[Concatenate[duckdb.DuckDBPyConnection, P], T]:
    """A question whose answer is kept. Its arguments after the connection must be hashable, its answer copyable."""

    def ask(con: duckdb.DuckDBPyConnection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with instant(con) as etat:
            if etat is None:
                return question(con, *args, **kwargs)
            key = (question.__module__, question.__qualname__, etat, args, tuple(sorted(kwargs.items())))
            with _lock:
                if key in _held:
                    _held.move_to_end(key)
                    return copy(_held[key])  # type: ignore[no-any-return]
            answer = question(con, *args, **kwargs)
        with _lock:
            _held[key] = answer
            while len(_held) > REPONSES_GARDEES:
                _held.popitem(last=False)
        return copy(answer)

    update_wrapper(ask, question)
    return ask
