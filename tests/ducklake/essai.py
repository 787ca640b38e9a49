"""Any test that opens a base by a path gets a shared one instead: `TNE_ESSAI_BASE=ducklake:postgres:…`.

The variable names the PostgreSQL of the tests (`scripts/avec_postgres.py` starts one); each path becomes a schema of its
own there, with its Parquet files beside the path.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tne import backend, db
from tne.ducklake import DuckLake

SERVEUR = os.environ.get("TNE_ESSAI_BASE", "")


def nom(path: str | Path) -> str:
    """The `TNE_BASE` that stands for a path in these tests; a path as it is when none are shared."""
    text = str(path)
    if not SERVEUR or text.startswith(backend.PREFIXE_DUCKLAKE):
        return text
    schema = "t" + hashlib.md5(text.encode()).hexdigest()[:16]
    return f"{SERVEUR} schema={schema} data_path='{text}.lake'"


class PartageeDuChemin(DuckLake):
    """A shared base that keeps beside it what a file keeps: tests give each its folder."""

    @property
    def dossier(self) -> Path:
        """The folder of the path that the test chose."""
        return Path(self.data_path).parent


def _backend(name: str) -> backend.Backend:
    return PartageeDuChemin.of_name(nom(name))


def installer() -> None:
    """From now on this process opens shared bases, whatever path a test names."""
    db.backend = _backend
