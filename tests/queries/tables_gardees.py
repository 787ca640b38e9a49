"""Kept tables as their tests look at them: the same rows as the views, in which states, in which files, found or made.

Of the fixtures, those that a whole file needs are named in its `pytestmark`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, INSCRIPTIONS, deposer
from tne.db import Base
from tne.importing import annuler, retablir
from tne.queries import gardees
from tne.queries.cumuls import DETAILS
from tne.queries.gardees import BASE, BASE_DETAILS
from tne.queries.memoire import details_gardes, instant
from tne.queries.views import GARDEES
from tne.store.backup import restaurer, sauvegarder
from tne.store.verification import verifier

EFFECTIFS = "SELECT count(*), count(DISTINCT personne), count(DISTINCT seance) FROM v_registre"
ECOLES = "UAI;Nom;Type\n0860002K;Collège A;Collège\n"
UNE_DE_PLUS = f"{INSCRIPTIONS}23A0130001;M1;G1;1;Inscrit;Présent;0860002K;neuf@x.fr\n"


@pytest.fixture
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gardees, "_chemins", type(gardees._chemins)())


def kept(con: duckdb.DuckDBPyConnection) -> bool:
    """True when the names of the views are kept tables on this connection."""
    path = con.execute("SELECT current_setting('search_path')").fetchall()[0][0]
    return BASE in path and "v_registre" in path


def assert_same(base: Base, views: tuple[str, ...] = (*GARDEES, *DETAILS)) -> None:
    """Each kept table (of these views) holds the rows of its view, no more, no fewer."""
    con = base.cursor()
    (home,) = con.execute("SELECT concat(current_database(), '.', current_schema())").fetchall()[0]
    with instant(con):
        assert kept(con)
        details_gardes(con)
        assert BASE_DETAILS in con.execute("SELECT current_setting('search_path')").fetchall()[0][0]
        for view in views:
            # Each is read once: what the base answers for a view takes nearly all the time of these tests.
            apart = con.execute(
                f"SELECT * EXCLUDE (_cote), sum(_cote) FROM (SELECT *, 1 AS _cote FROM {view} "
                f"UNION ALL SELECT *, -1 FROM {home}.{view}) GROUP BY ALL HAVING sum(_cote) <> 0"
            )
            assert apart.fetchall() == [], view
    assert not kept(con), "the connection reads the views again"
    con.close()


def schemas(base: Base) -> set[str]:
    rows = base.cursor().execute(
        f"SELECT schema_name FROM duckdb_schemas() WHERE database_name IN ('{BASE}', '{BASE_DETAILS}') AND schema_name LIKE 'v_%'"
    )
    return {name for (name,) in rows.fetchall()}


def of_view(base: Base, view: str) -> set[str]:
    return {s for s in schemas(base) if s.rsplit("_", 1)[0] == view}


def ecrire_a_cote(base: Base, sql: str) -> None:
    """Another session writes and commits."""
    con = base.cursor()
    con.execute("BEGIN")
    con.execute("UPDATE verrou SET n = n + 1")
    con.execute(sql)
    con.execute("COMMIT")
    con.close()


@pytest.fixture
def files_at_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bases of tests are small."""
    monkeypatch.setenv("TNE_LIGNES_SUR_DISQUE", "0")


def files(base: Base | str) -> set[str]:
    path = Path(base if isinstance(base, str) else base.path)
    return {p.name.removeprefix(path.name) for p in path.parent.glob(f"{path.name}.gardees*")}


@pytest.fixture
def made(base: Base) -> str:
    """A closed base, its kept tables beside it."""
    assert_same(base)
    assert verifier(base) == []
    base.close()
    gardees._chemins.clear()
    assert files(base) == {".gardees", ".gardees_details"}
    return base.path


def found(path: str, monkeypatch: pytest.MonkeyPatch, *, read_only: bool = False) -> bool:
    """True when a start takes the kept tables as they are, no row read and no table made."""
    told: list[str] = []
    with monkeypatch.context() as patched:
        for name in ("_contents", "tenir"):
            before = getattr(gardees, name)
            patched.setattr(gardees, name, lambda *a, b=before, n=name: told.append(n) or b(*a))
        gardees._chemins.clear()
        opened = Base(path, read_only=read_only)
        con = opened.cursor()
        with instant(con):
            details_gardes(con)
            here = kept(con)
        con.close()
        opened.close()
    return here and not told


def importer_de_plus(base: Base) -> None:
    deposer(base, UNE_DE_PLUS, "inscription", remplacer=True)


def annuler_le_second(base: Base) -> None:
    annuler(base, COORDINATION, 2)


def retablir_le_second(base: Base) -> None:
    annuler(base, COORDINATION, 2)
    retablir(base, COORDINATION, 2)


def restaurer_une_copie(base: Base) -> None:
    copy = sauvegarder(base, COORDINATION, Path(base.path).with_name("copie.duckdb"))
    annuler(base, COORDINATION, 2)
    restaurer(base, COORDINATION, copy)


ECRITURES: tuple[Callable[[Base], None], ...] = (
    importer_de_plus,
    annuler_le_second,
    retablir_le_second,
    restaurer_une_copie,
)
"""Every kind of writing that changes registrations, on a base whose second import is of registrations."""
