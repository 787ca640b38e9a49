"""Any test that opens a base by a path gets a shared one instead: `TNE_ESSAI_BASE=ducklake:postgres:…`.

The variable names the PostgreSQL of the tests (`scripts/avec_postgres.py` starts one); each path becomes a schema of its
own there, with its Parquet files beside the path. A path where a file stands (a backup) stays that file.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import duckdb

from tne import db
from tne.sql import sql_text
from tne.store import backend
from tne.store.ducklake import DuckLake, _extension

SERVEUR = os.environ.get("TNE_ESSAI_BASE", "")
# All tables of a catalogue into another schema, and where it finds its files.
CLONE = """
DO $clone$
DECLARE t text;
BEGIN
  CREATE SCHEMA {new};
  FOR t IN SELECT table_name FROM information_schema.tables WHERE table_schema = '{old}' LOOP
    EXECUTE format('CREATE TABLE {new}.%I (LIKE {old}.%I INCLUDING ALL)', t, t);
    EXECUTE format('INSERT INTO {new}.%I SELECT * FROM {old}.%I', t, t);
  END LOOP;
  UPDATE {new}.ducklake_metadata SET value = {folder} WHERE key = 'data_path';
END $clone$
"""


def nom(path: str | Path) -> str:
    """The `TNE_BASE` that stands for a path in these tests; a path as it is when none are shared."""
    text = str(path)
    if not SERVEUR or text.startswith(backend.PREFIXE_DUCKLAKE) or Path(text).is_file():
        return text
    schema = "t" + hashlib.md5(text.encode()).hexdigest()[:16]
    return f"{SERVEUR} schema={schema} data_path='{text}.lake'"


class PartageeDuChemin(DuckLake):
    """A shared base that keeps beside it what a file keeps: tests give each its folder."""

    @property
    def dossier(self) -> Path:
        """The folder of the path that the test chose."""
        return Path(self.data_path).parents[1]


def copier(source: Path, destination: Path) -> None:
    """Finish a copy of a folder with a base in it, when that base is shared: its catalogue, the name of its files."""
    if not SERVEUR or source.is_file():
        return
    old, new = DuckLake.of_name(nom(source)), DuckLake.of_name(nom(destination))
    lake = Path(f"{destination}.lake")
    if (copied := lake / Path(old.data_path).name).is_dir():
        copied.rename(new.data_path)
    clone = CLONE.format(old=old.schema, new=new.schema, folder=sql_text(new.data_path))
    with duckdb.connect() as con:
        con.execute(f"LOAD {sql_text(_extension('postgres_scanner'))}")
        con.execute(f"ATTACH {sql_text(old.conninfo)} AS pg (TYPE postgres)")
        con.execute("CALL postgres_execute('pg', $sql)", {"sql": clone})


def _backend(name: str) -> backend.Backend:
    text = nom(name)
    return (
        PartageeDuChemin.of_name(text) if text.startswith(backend.PREFIXE_DUCKLAKE) else backend.Fichier(text)
    )


def installer() -> None:
    """From now on this process opens shared bases, whatever path a test names."""
    db.backend = _backend
