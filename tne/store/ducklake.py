"""A base shared by several instances: DuckLake, its catalogue in PostgreSQL, its rows in Parquet files.

`TNE_BASE=ducklake:postgres:host=… dbname=… user=… data_path=/partage/tne schema=tne86`. All but `data_path` (a folder
every instance sees, or `s3://bucket/prefix`) and `schema` (several bases in one PostgreSQL database) goes to
PostgreSQL as it is; the password belongs in PGPASSWORD or ~/.pgpass. Needs `requirements-ducklake.txt`.

Each base has a folder of its own under `data_path`: its maintenance deletes files there that the catalogue does not know.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, cast

import duckdb

from tne import settings
from tne.erreurs import BaseIndisponible, UsageIncorrect
from tne.sql import sql_text
from tne.store import ducklake_storage
from tne.store.backend import PREFIXE_DUCKLAKE

ALIAS = "tne"
CREATIONS = 10  # tries to attach while another instance makes the catalogue
_FORME = "ducklake:postgres:host=… dbname=… data_path=…"
_PAIR = re.compile(r"""\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|[^\s']*)""")
_OURS = ("data_path", "schema")


@dataclass(frozen=True)
class DuckLake:
    """One shared base. `conninfo` is what PostgreSQL reads, `data_path` the folder or the address of the Parquet files."""

    conninfo: str
    database: str
    data_path: str
    schema: str

    partagee = True
    secret = None  # beside nothing: each machine must be told where the one secret is

    @classmethod
    def of_name(cls, name: str) -> DuckLake:
        """Read `TNE_BASE`. UsageIncorrect when a part is missing or not understood."""
        body = name.removeprefix(PREFIXE_DUCKLAKE)
        if not body.startswith("postgres:"):
            raise UsageIncorrect(f"TNE_BASE : « {_FORME} » est attendu pour une base partagée.")
        values = _pairs(body.removeprefix("postgres:"))
        missing = [key for key in ("dbname", "data_path") if not values.get(key)]
        if missing:
            raise UsageIncorrect(f"TNE_BASE : {missing[0]}=… manque ; « {_FORME} » est attendu.")
        schema = values.get("schema", "main")
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,40}", schema):
            raise UsageIncorrect(
                "TNE_BASE : schema=… est fait de minuscules, de chiffres et de « _ », et commence par une lettre."
            )
        conninfo = " ".join(f"{k}={_quoted(v)}" for k, v in values.items() if k not in _OURS)
        folder = f"{values['data_path'].rstrip('/')}/{values['dbname']}-{schema}/"
        return cls(conninfo, values["dbname"], folder, schema)

    @property
    def nom(self) -> str:
        """The database and, of several, the schema."""
        return self.database if self.schema == "main" else f"{self.database} ({self.schema})"

    @property
    def dossier(self) -> Path:
        """Automatic backups are local files of the machine that makes them, apart from those of a base file."""
        return settings.ROOT / "data" / f"partagee-{self.database}-{self.schema}"

    def a_preparer(self) -> bool:
        """Never: a shared base begins empty, its tables made by whoever opens it first."""
        return False

    def connect(self, read_only: bool) -> duckdb.DuckDBPyConnection:
        """A DuckDB in memory with the shared base attached. BaseIndisponible when PostgreSQL or the folder does not answer."""
        config: dict[str, Any] = {
            "memory_limit": settings.memory_limit(),
            "temp_directory": str(_temporary()),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        root = duckdb.connect(":memory:", config=config)
        try:
            self.attach(root, ALIAS, read_only)
        except BaseException:
            root.close()
            raise
        return root

    def cursor(self, root: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """A cursor that looks into the shared base, and says in a sentence when the base is away."""
        return cast(duckdb.DuckDBPyConnection, Curseur(self, root.cursor()))

    def attach(self, con: duckdb.DuckDBPyConnection, alias: str, read_only: bool) -> None:
        """Load the extensions and attach the catalogue."""
        remote = "://" in self.data_path
        for extension in ("postgres_scanner", "ducklake", *(["httpfs"] if remote else [])):
            con.execute(f"LOAD {sql_text(_extension(extension))}")
        if remote:
            _s3(con)
        elif not read_only:
            self._make_folder()
        options = [f"DATA_PATH {sql_text(self.data_path)}", f"METADATA_SCHEMA {sql_text(self.schema)}"]
        if read_only:
            options.append("READ_ONLY")
        statement = (
            f"ATTACH {sql_text(f'ducklake:postgres:{self.conninfo}')} AS {alias} ({', '.join(options)})"
        )
        for attempt in range(CREATIONS):
            try:
                con.execute(statement)
                return
            except duckdb.Error as error:
                # Two instances on a new base: both make the catalogue, one is refused and finds it made.
                if (
                    not read_only
                    and attempt < CREATIONS - 1
                    and "Failed to initialize DuckLake" in str(error)
                ):
                    time.sleep(0.2 * (attempt + 1))
                    continue
                raise BaseIndisponible(self.told(error) or self._not_opened(str(error))) from error

    def _make_folder(self) -> None:
        try:
            Path(self.data_path).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BaseIndisponible(
                f"Le dossier partagé « {self.data_path} » n'est pas là, ou n'accepte pas d'écriture : vérifiez son montage et ses droits."
            ) from error

    def _not_opened(self, message: str) -> str:
        if "DATA_PATH" in message:
            return (
                f"La base partagée « {self.nom} » range ses fichiers ailleurs que dans « {self.data_path} » : "
                "donnez à toutes les instances le même data_path."
            )
        return f"La base partagée « {self.nom} » ne peut pas être ouverte : vérifiez TNE_BASE."

    def told(self, error: duckdb.Error) -> str | None:
        """The sentence for an error of PostgreSQL or of the storage; None for any other error."""
        message = str(error)
        if "Unable to connect to Postgres" in message and any(sign in message for sign in _REFUSE):
            return f"PostgreSQL refuse l'accès à la base partagée « {self.nom} » : vérifiez le nom, le compte et le mot de passe."
        if any(sign in message for sign in _SANS_CATALOGUE):
            return (
                f"La base partagée « {self.nom} » ne répond pas : PostgreSQL est arrêté ou injoignable. "
                "Recommencez dans un instant ; ce qui était déjà écrit est intact."
            )
        if isinstance(error, duckdb.TransactionException):
            return None  # another writer won: the caller begins again
        if self.data_path.rstrip("/") in message and isinstance(
            error, duckdb.IOException | duckdb.HTTPException
        ):
            return (
                f"Les fichiers de la base partagée « {self.nom} » ne sont pas accessibles (dossier partagé ou stockage S3) : "
                "vérifiez le montage, les droits et le réseau, puis recommencez."
            )
        return None

    def created(self, con: duckdb.DuckDBPyConnection) -> None:
        """Rows about persons never go into PostgreSQL."""
        ducklake_storage.keep_persons_in_files(con, ALIAS)

    def compact(self, con: duckdb.DuckDBPyConnection) -> ducklake_storage.Entretien:
        """Join small files and end old snapshots."""
        return ducklake_storage.compact(con, ALIAS)

    def forget(self, con: duckdb.DuckDBPyConnection) -> bool:
        """Write files anew without their deleted rows, and end every older snapshot."""
        ducklake_storage.forget(con, ALIAS, self.schema)
        return True


_SANS_CATALOGUE = (
    "Unable to connect to Postgres",
    "server closed the connection",
    "terminating connection",
    "no connection to the server",
    "the database system is",
    "SSL connection has been closed",
    "could not receive data from server",
    # The extension's own fault when PostgreSQL leaves between two questions; `Base.version` then opens the base anew.
    "DuckLakeInlinedDataReader",
)
_REFUSE = ("password authentication failed", "no pg_hba.conf entry", "does not exist", "permission denied")


class _Traduit:
    """Something of DuckDB's on the shared base: the same methods; an unreachable base is told in a sentence."""

    def __init__(self, lake: DuckLake, dedans: Any) -> None:
        self.lake = lake
        self._dedans = dedans

    def _called(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                found = method(*args, **kwargs)
            except duckdb.Error as error:
                if (sentence := self.lake.told(error)) is not None:
                    raise BaseIndisponible(sentence) from error
                raise
            # What `sql` gives asks the base only when its rows are taken.
            relation = isinstance(found, duckdb.DuckDBPyRelation)
            return self if found is self._dedans else _Traduit(self.lake, found) if relation else found

        return call

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._dedans, name)
        return self._called(found) if callable(found) else found


class Curseur(_Traduit):
    """A DuckDB cursor on the shared base."""

    def __init__(self, lake: DuckLake, con: duckdb.DuckDBPyConnection) -> None:
        super().__init__(lake, con)
        self._called(con.execute)(f"USE {ALIAS}")

    def cursor(self) -> Curseur:
        """Another cursor on the same base."""
        return Curseur(self.lake, self._dedans.cursor())


def _pairs(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    place = 0
    while place < len(text.rstrip()):
        match = _PAIR.match(text, place)
        if match is None:
            raise UsageIncorrect(f"TNE_BASE : « {_FORME} » est attendu, des couples mot=valeur.")
        value = match[2]
        if value.startswith("'"):
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        values[match[1]] = value
        place = match.end()
    return values


def _quoted(value: str) -> str:
    if re.fullmatch(r"[\w./:@-]+", value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _extension(name: str) -> str:
    """The file of an extension, from its wheel. BaseIndisponible when the wheels are not there, or of another version."""
    package = importlib.util.find_spec(f"duckdb_extension_{name}")
    for folder in package.submodule_search_locations or () if package else ():
        for file in Path(folder).glob(f"extensions/v{duckdb.__version__}/*.duckdb_extension"):
            return str(file)
    raise BaseIndisponible(
        "Une base partagée demande DuckDB 1.5.5 et ses extensions : installez « requirements-ducklake.txt » "
        f"(ici DuckDB {duckdb.__version__}, extension {name} introuvable)."
    )


def _s3(con: duckdb.DuckDBPyConnection) -> None:
    """The access to S3 from the environment, under the names that every S3 program knows."""
    env = os.environ
    options = ["TYPE s3", "PROVIDER config", f"KEY_ID {sql_text(env.get('AWS_ACCESS_KEY_ID', ''))}"]
    options.append(f"SECRET {sql_text(env.get('AWS_SECRET_ACCESS_KEY', ''))}")
    options.append(f"REGION {sql_text(env.get('AWS_REGION', 'us-east-1'))}")
    if endpoint := env.get("AWS_ENDPOINT_URL"):
        options.append(f"ENDPOINT {sql_text(endpoint.split('://')[-1].rstrip('/'))}")
        options.append("URL_STYLE 'path'")
        options.append(f"USE_SSL {str(endpoint.startswith('https')).lower()}")
    con.execute(f"CREATE OR REPLACE SECRET tne_s3 ({', '.join(options)})")


def _temporary() -> Path:
    """The folder of this process for what DuckDB spills; those of processes that are gone are emptied."""
    root = Path(tempfile.gettempdir())
    for left in root.glob("tne-partagee-*"):
        pid = left.name.rsplit("-", 1)[-1]
        if pid.isdigit() and Path("/proc").is_dir() and not (Path("/proc") / pid).exists():
            shutil.rmtree(left, ignore_errors=True)
    return root / f"tne-partagee-{os.getpid()}"
