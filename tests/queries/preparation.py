"""What is made in the background, as its tests follow it: told step by step, held at a table, waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import duckdb
import pytest

from tests.queries.tables_gardees import assert_same, kept
from tne.db import Base
from tne.queries import gardees, gardees_atelier, gardees_avance
from tne.queries.gardees_avance import suivre
from tne.queries.memoire import details_gardes, instant

PATIENCE = 60
UN_MOMENT = 0.3
"""Seconds in which something that must not happen would have happened."""
Steps = list[tuple[threading.Thread, str]]  # with the schema: the content that the table is made of


@pytest.fixture
def sans_repos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the base to rest."""
    monkeypatch.setattr(gardees_avance, "REPOS", 0.0)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Each table that was made, and the thread that made it."""
    done: Steps = []
    make = gardees.tenir

    def tenir(maker: duckdb.DuckDBPyConnection, base: str, schema: str, name: str, sql: str) -> None:
        done.append((threading.current_thread(), schema))
        make(maker, base, schema, name, sql)

    monkeypatch.setattr(gardees, "tenir", tenir)
    return done


@pytest.fixture
def suivie(base: Base) -> Iterator[Base]:
    """A base that a server would have opened, its tables made."""
    assert_same(base, ())
    suivre(base)
    yield base
    base.close()
    assert not threads()


def threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "préparation des chiffres"]


def fini() -> None:
    """Wait until nothing is made in the background any more."""
    for thread in threads():
        thread.join(PATIENCE)
    assert not threads()


def demander(base: Base) -> bool:
    """What a page asks; True when it reads kept tables."""
    con = base.cursor()
    with instant(con):
        details_gardes(con)
        return kept(con)


def demande(base: Base) -> str | None:
    """The search path of the state that the base is at, where it is known."""
    con = base.cursor()
    (known,) = [*(path for state, path in gardees._chemins.items() if state[-1] == base.version()), None][:1]
    con.close()
    return known


class Arretee:
    """A making in the background that has come as far as the table `name`, and stays there until `aller`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str = "v_registre") -> None:
        self.la, self._go = threading.Event(), threading.Event()
        make = gardees.tenir

        def tenir(maker: duckdb.DuckDBPyConnection, base: str, schema: str, table: str, sql: str) -> None:
            if table == name and threading.current_thread() in threads():
                self.la.set()
                assert self._go.wait(PATIENCE)
            make(maker, base, schema, table, sql)

        monkeypatch.setattr(gardees, "tenir", tenir)

    def aller(self) -> None:
        self._go.set()


def sans_fin(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The first table made in the background never ends, unless it is interrupted. Set once it is under way."""
    begun = threading.Event()
    make = gardees.tenir

    def tell(n: int) -> int:
        begun.set()
        return n

    def tenir(maker: duckdb.DuckDBPyConnection, base: str, schema: str, table: str, sql: str) -> None:
        if begun.is_set() or threading.current_thread() not in threads():
            make(maker, base, schema, table, sql)
            return
        maker.create_function("tne_dire", tell, ["BIGINT"], "BIGINT")
        make(maker, base, schema, table, "SELECT sum(tne_dire(i)) FROM range(1000000000000) AS t(i)")

    monkeypatch.setattr(gardees, "tenir", tenir)
    return begun


def attente(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a question waits for its turn."""
    waits = threading.Event()

    class Told(set[object]):
        def add(self, mark: object) -> None:
            super().add(mark)
            waits.set()

    monkeypatch.setattr(gardees_atelier, "_attendent", Told())
    return waits


class Tour:
    """A lock that tells when a thread of the background waits for it, and that threads of that name never get."""

    def __init__(self, never: str = "") -> None:
        self._lock, self.attendu, self._never = threading.Lock(), threading.Event(), never

    def acquire(self, timeout: float = -1) -> bool:
        if threading.current_thread() in threads():
            self.attendu.set()
        if threading.current_thread().name == self._never:
            time.sleep(timeout)
            return False
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        self._lock.release()
