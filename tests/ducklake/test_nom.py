"""The name of a shared base, and what is said when it cannot be opened: no PostgreSQL needed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tne.erreurs import BaseIndisponible, ImportRefuse, UsageIncorrect
from tne.privacy import secret_path
from tne.store.backend import Fichier, backend
from tne.store.ducklake import ALIAS, Curseur, DuckLake

NOM = "ducklake:postgres:host=pg dbname=tne user=tne data_path=/partage/tne schema=tne86"


def test_what_is_ours_is_taken_out_of_what_postgresql_reads() -> None:
    one = backend(NOM)
    assert one == DuckLake("host=pg dbname=tne user=tne", "tne", "/partage/tne/tne-tne86/", "tne86")
    assert (one.nom, one.partagee, one.a_preparer()) == ("tne (tne86)", True, False)


@pytest.mark.parametrize(
    ("written", "conninfo", "data_path"),
    [
        ("dbname=tne data_path=s3://seau/tne/", "dbname=tne", "s3://seau/tne/tne-main/"),
        (r"dbname=tne password='a b\'c' data_path='/mes données'", r"dbname=tne password='a b\'c'", "/mes données/tne-main/"),
        ("  data_path = /p  dbname = tne ", "dbname=tne", "/p/tne-main/"),
    ],
)  # fmt: skip
def test_values_may_be_quoted(written: str, conninfo: str, data_path: str) -> None:
    one = DuckLake.of_name(f"ducklake:postgres:{written}")
    assert (one.conninfo, one.data_path, one.schema) == (conninfo, data_path, "main")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ducklake:sqlite:x.db", "est attendu pour une base partagée"),
        ("ducklake:postgres:dbname=tne", "data_path=… manque"),
        ("ducklake:postgres:data_path=/p", "dbname=… manque"),
        ("ducklake:postgres:dbname=tne data_path=/p schema=Tne-86", "schema=…"),
        ("ducklake:postgres:n'importe quoi", "des couples mot=valeur"),
    ],
)
def test_a_name_that_makes_no_sense_is_a_sentence(name: str, said: str) -> None:
    with pytest.raises(UsageIncorrect) as refused:
        backend(name)
    assert said in str(refused.value)


def test_a_password_is_never_shown() -> None:
    one = DuckLake.of_name("ducklake:postgres:dbname=tne password=motdepasse data_path=/p")
    error = duckdb.IOException("Unable to connect to Postgres at password=motdepasse: Connection refused")
    said = one.told(error)
    assert said is not None
    assert "motdepasse" not in said + one.nom


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (duckdb.IOException("Unable to connect to Postgres at x: Connection refused"), "ne répond pas"),
        (duckdb.IOException("server closed the connection unexpectedly"), "ne répond pas"),
        (
            duckdb.InternalException("Attempted to access index 0 [..] ducklake.duckdb_extension(_ZN6duckdb25DuckLakeInlinedDataReader17)"),
            "ne répond pas",
        ),
        (duckdb.InternalException("Attempted to access index 0 within vector of size 0"), None),
        (duckdb.FatalException("database has been invalidated"), None),
        (
            duckdb.IOException("Unable to connect to Postgres at x: FATAL: password authentication failed"),
            "refuse l'accès",
        ),
        (duckdb.IOException('Cannot open file "/partage/tne/tne-tne86/a.parquet"'), "Les fichiers de la base partagée"),
        (duckdb.IOException('Cannot open file "/partage/tne/autre-main/a.parquet"'), None),
        (duckdb.CatalogException('Table with name "x" does not exist!'), None),
        (duckdb.TransactionException("Failed to commit: conflict with another transaction"), None),
        (duckdb.TransactionException('Failed to execute query "COMMIT": server closed the connection'), "ne répond pas"),
    ],
)  # fmt: skip
def test_only_errors_of_the_storage_become_sentences(error: duckdb.Error, said: str | None) -> None:
    told = DuckLake.of_name(NOM).told(error)
    assert told is None if said is None else told is not None and said in told


@pytest.mark.parametrize("take", ["fetchall", "to_arrow_table"])
def test_a_base_lost_while_rows_are_taken_is_a_sentence_too(take: str) -> None:
    with duckdb.connect(config={}) as con:
        con.execute(f"ATTACH ':memory:' AS {ALIAS}")
        cursor = Curseur(DuckLake.of_name(NOM), con)
        # Nothing is asked before the rows are.
        relation = cursor.sql("SELECT error('server closed the connection' || i) FROM range(2) t(i)")
        with pytest.raises(BaseIndisponible, match="ne répond pas"):
            getattr(relation, take)()
        assert cursor.sql("SELECT 1 AS n").fetchall() == cursor.execute("SELECT 1").fetchall() == [(1,)]


def test_no_instance_makes_a_secret_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportRefuse, match="TNE_SECRET_FILE"):
        secret_path(NOM)
    monkeypatch.setenv("TNE_SECRET_FILE", str(tmp_path / "tne.cle"))
    assert secret_path(NOM) == tmp_path / "tne.cle"
    monkeypatch.delenv("TNE_SECRET_FILE")
    assert secret_path("data/tne.duckdb") == Path("data/tne.cle")
    assert backend("data/tne.duckdb").nom == Fichier("data/tne.duckdb").nom == "tne.duckdb"


def test_without_its_extensions_the_way_to_get_them_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BaseIndisponible, match=r"requirements-ducklake\.txt"):
        backend(NOM).connect(read_only=True)
