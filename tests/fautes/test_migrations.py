"""A base of any released version becomes one of this version by itself, after a backup; a newer one is refused."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tomllib
import uuid
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from tests.importing.scene import CODES, REGISTRATIONS, SESSION, Scene, comptes, csv_bytes
from tne import db
from tne.access import Droit
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.filters import Filters
from tne.importing import retablir
from tne.indicators import compute
from tne.persons.purge import purger
from tne.store import schema
from tne.store.backup import restaurer, sauvegardes
from tne.store.copie import copier
from tne.store.migrations import MIGRATIONS, SCHEMA_VERSION, Migration
from tne.store.verification import verifier

COORDINATION = Droit(True, "coordination")
DOSSIER = Path(__file__).parent / "versions"
VERSIONS = sorted(path.stem for path in DOSSIER.glob("*.sql"))


def _dump() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dump", DOSSIER / "dump.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=VERSIONS)
def modele(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base that a release wrote, made once."""
    path = tmp_path_factory.mktemp("version") / "tne.duckdb"
    con = duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"})
    con.execute((DOSSIER / f"{request.param}.sql").read_text(encoding="utf-8"))
    con.close()
    return path


@pytest.fixture
def ancienne(modele: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(modele, tmp_path))


@pytest.fixture(scope="module")
def neuve(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The same imports, made by the present version."""
    base = Base(str(tmp_path_factory.mktemp("neuve") / "tne.duckdb"))
    _dump().fill(base)
    return base


def _columns(base: Base) -> dict[tuple[str, str], str]:
    rows = base.cursor().execute("SELECT table_name, column_name, data_type FROM information_schema.columns")
    return {(table, column): kind for table, column, kind in rows.fetchall()}


def _figures(base: Base) -> list[object]:
    return [
        (v.valeur, v.numerateur, v.denominateur, v.origine) for v in compute(base, Filters(), "2023-2024")
    ]


def test_the_present_release_has_its_base(racine: Path) -> None:
    declared = tomllib.loads((racine / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert declared in VERSIONS


def test_a_released_base_becomes_one_of_this_version(ancienne: Path, neuve: Base) -> None:
    base = Base(str(ancienne))
    assert base.meta("schema") == str(SCHEMA_VERSION)
    made, wanted = _columns(base), _columns(neuve)
    assert {key: made.get(key) for key in wanted} == wanted
    assert verifier(base) == []
    assert _figures(base) == _figures(neuve)
    actions = "SELECT rang, action, import_id FROM evenement ORDER BY rang"
    assert base.cursor().execute(actions).fetchall() == neuve.cursor().execute(actions).fetchall()
    # Work goes on: what was undone in the old version is redone in this one.
    undone = base.cursor().execute("SELECT id FROM import WHERE annule").fetchall()
    retablir(base, COORDINATION, undone[0][0])
    assert verifier(base) == []
    base.close()


def test_each_person_keeps_its_hash(ancienne: Path) -> None:
    tables = ("log_inscription", "inscription", "log_offre", "offre", "log_reponse", "reponse")
    with duckdb.connect(str(ancienne), read_only=True) as con:
        held = {
            t: con.execute(f"SELECT _ligne, hex(personne) FROM {t} ORDER BY ALL").fetchall() for t in tables
        }
    assert {t for t, rows in held.items() if rows} == {"log_inscription", "inscription", "log_offre", "offre"}
    base = Base(str(ancienne))
    sql = "SELECT _ligne, upper(replace(CAST(personne AS VARCHAR), '-', '')) FROM {} ORDER BY ALL"
    assert {t: base.cursor().execute(sql.format(t)).fetchall() for t in tables} == held
    base.close()


def test_a_backup_is_made_first_and_comes_back(ancienne: Path, modele: Path) -> None:
    base = Base(str(ancienne))
    (kept,) = sauvegardes(base)
    assert kept.motif == "avant-migration"
    old, copy = duckdb.connect(str(modele), read_only=True), duckdb.connect(str(kept.path), read_only=True)
    for table in ("meta", "import", "import_jeu", "evenement", "log_inscription", "constat"):
        question = f"SELECT * FROM {table} ORDER BY ALL"
        assert copy.execute(question).fetchall() == old.execute(question).fetchall()
    old.close()
    copy.close()
    before = _figures(base)
    base.cursor().execute("UPDATE intervention SET heures = 0")
    restaurer(base, COORDINATION, kept.path)
    assert (_figures(base), verifier(base)) == (before, [])
    base.close()
    again = Base(str(ancienne))
    assert [s.motif for s in sauvegardes(again)] == ["avant-restauration", "avant-migration"], (
        "once is enough"
    )
    assert len(list(kept.path.parent.glob("*.duckdb"))) == 2, "none of the copy that came back"
    again.close()


def test_a_base_of_before_is_copied_as_one_of_this_version(
    ancienne: Path, neuve: Base, tmp_path: Path
) -> None:
    copier(str(ancienne), str(tmp_path / "copie.duckdb"), COORDINATION)
    base = Base(str(tmp_path / "copie.duckdb"))
    assert (_figures(base), verifier(base)) == (_figures(neuve), [])
    base.close()


def test_without_room_for_the_backup_nothing_is_changed(
    ancienne: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    monkeypatch.setenv("TNE_SAUVEGARDES", str(tmp_path / "fichier"))
    before = ancienne.read_bytes()
    with pytest.raises(BaseIndisponible, match="n'a pas pu être écrite"):
        Base(str(ancienne))
    assert ancienne.read_bytes() == before


def test_a_migration_that_fails_half_way_leaves_the_old_base(
    ancienne: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (*MIGRATIONS, Migration("never", ("DELETE FROM import", "SELECT * FROM nulle_part")))
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", len(broken) + 1)
    with pytest.raises(duckdb.CatalogException):
        Base(str(ancienne))
    con = duckdb.connect(str(ancienne), read_only=True)
    assert con.execute("SELECT valeur FROM meta WHERE cle = 'schema'").fetchall() == [("1",)]
    assert con.execute("SELECT count(*) > 0 FROM import").fetchall() == [(True,)]
    con.close()
    monkeypatch.undo()
    base = Base(str(ancienne))
    assert verifier(base) == []
    base.close()


def test_a_column_that_a_declaration_adds_appears_by_itself(neuve: Base, tmp_path: Path) -> None:
    neuve.cursor().execute("CHECKPOINT")
    path = Path(shutil.copy(neuve.path, tmp_path))
    con = duckdb.connect(str(path))
    con.execute("DROP VIEW IF EXISTS v_inscription")
    for table in ("log_intervention", "intervention"):
        con.execute(f"ALTER TABLE {table} DROP COLUMN commentaire")
    con.execute("DROP TABLE log_consultation")
    con.execute("DROP TABLE consultation")
    con.close()
    base = Base(str(path))
    assert _columns(base) == _columns(neuve)
    assert verifier(base) == []
    assert [s.motif for s in sauvegardes(base)] == ["avant-migration"]
    base.close()


def test_a_base_of_a_newer_version_is_refused_untouched(ancienne: Path, tmp_path: Path) -> None:
    base = Base(str(ancienne))
    base.cursor().execute("UPDATE meta SET valeur = '99' WHERE cle = 'schema'")
    base.close()
    before = ancienne.read_bytes()
    with pytest.raises(BaseIndisponible, match=r"version plus récente du programme \(schéma 99.*Mettez"):
        Base(str(ancienne))
    assert ancienne.read_bytes() == before
    # Neither as a backup.
    newer = Path(shutil.copy(ancienne, tmp_path / "future.duckdb"))
    other = Base(str(tmp_path / "autre.duckdb"))
    with pytest.raises(BaseIndisponible, match=r"« future\.duckdb » vient d'une version plus récente"):
        restaurer(other, COORDINATION, newer)
    other.close()


def test_migrations_keep_to_the_sql_that_runs_everywhere() -> None:
    for migration in MIGRATIONS:
        text = " ".join(migration.statements).upper()
        for word in ("PRIMARY KEY", "UNIQUE", "CHECK (", "SEQUENCE", "ON CONFLICT", "RETURNING", "INDEX"):
            assert word not in text, migration.titre
    assert len(MIGRATIONS) + 1 == db.schema.SCHEMA_VERSION


def registrations(session: str, *people: str) -> bytes:
    """Who is registered to a session."""
    rows = [[*CODES[:3], session, "Inscrit", "0860002K", f"{p}@ac.fr", "", "", ""] for p in people]
    return csv_bytes(REGISTRATIONS, rows)


def _of_version_2(con: duckdb.DuckDBPyConnection) -> None:
    """The base as that version left it, but for its rows."""
    con.execute("UPDATE meta SET valeur = '2' WHERE cle = 'schema'")
    for table in ("log_inscription", "inscription"):
        con.execute(
            f"ALTER TABLE {table} ALTER personne TYPE BLOB USING unhex(replace(CAST(personne AS VARCHAR), '-', ''))"
        )


def _as_before(base: Base, old: str, new: str, imports: tuple[int, ...]) -> None:
    """The rows of these imports under session number `old`, with the keys that version 2 gave them."""
    con = base.cursor()
    _of_version_2(con)
    for jeu in ("session", "session_complement", "inscription"):
        person = ", personne" if jeu == "inscription" else ""
        for table in (f"log_{jeu}", jeu):
            rows = con.execute(
                f"SELECT DISTINCT CAST(_cle AS VARCHAR), dispositif_code, module_code, groupe_id{person} FROM {table} "
                "WHERE session_code = $new AND list_contains($ids, _import)",
                {"new": new, "ids": list(imports)},
            ).fetchall()
            for key, *codes in rows:
                named = [*codes[:3], old, *(c.hex().upper() for c in codes[3:]), ""]
                digest = hashlib.md5("\x1f".join(named).encode(), usedforsecurity=False).digest()
                con.execute(
                    f"UPDATE {table} SET session_code = $old, _cle = CAST($digest AS UUID) "
                    "WHERE CAST(_cle AS VARCHAR) = $key AND list_contains($ids, _import)",
                    {
                        "old": old,
                        "digest": str(uuid.UUID(bytes=digest)),
                        "key": key,
                        "ids": list(imports),
                    },
                )
    con.close()


def test_rows_under_a_number_without_its_zero_are_found_again(scene: Scene) -> None:
    mai = registrations("01", "Zoé", "Ali")
    scene.un(mai, "mai.csv")
    scene.un(csv_bytes([*SESSION, "Opérateur"], [[*CODES[:3], "01", "SRANE"]]), "operateurs.csv")
    before = scene.contenu()
    _as_before(scene.base, "1", "01", (1, 2))
    version = scene.base.version()
    scene.rouvrir()
    assert scene.base.version() != version, "answers that are kept are not those of the new numbers"
    assert scene.contenu() == before
    assert verifier(scene.base) == []
    assert comptes(scene.un(registrations("1", "Zoé", "Ali", "Eve"), "juin.csv")) == {
        "lues": 3,
        "ajoutees": 1,
        "inchangees": 2,
    }
    assert scene.un(mai, "mai.csv").etat == "déjà importé"
    scene.annuler(1)
    scene.annuler(3)
    assert scene.table("inscription", "session_code") == []
    scene.retablir(1)
    assert {jeu: rows for jeu, rows in scene.contenu().items() if rows} == {
        j: r for j, r in before.items() if r
    }
    assert verifier(scene.base) == []


def test_rows_that_a_zero_had_doubled_become_one_again(scene: Scene) -> None:
    scene.un(registrations("01", "Zoé", "Ali"), "mai.csv")
    scene.un(registrations("02", "Zoé", "Ali", "Eve"), "juin.csv")
    _as_before(scene.base, "1", "02", (2,))
    assert scene.sql("SELECT count(*) FROM inscription") == [(5,)]
    scene.rouvrir()
    assert scene.table("inscription", "session_code", "_import") == [("01", 2)] * 3
    assert verifier(scene.base) == []
    scene.annuler(2)
    assert scene.table("inscription", "session_code", "_import") == [("01", 1)] * 2


def test_a_key_that_was_drawn_is_kept(scene: Scene) -> None:
    scene.un(registrations("01", "Zoé", "Ali"), "mai.csv")
    purger(scene.base, COORDINATION, "2023-2024")
    scene.base = Base(scene.base.path)
    for table in ("log_inscription", "inscription"):
        scene.base.cursor().execute(f"UPDATE {table} SET session_code = '1'")
    drawn = scene.sql("SELECT _cle, personne FROM inscription ORDER BY ALL")
    _of_version_2(scene.base.cursor())
    scene.rouvrir()
    assert scene.sql("SELECT _cle, personne FROM inscription ORDER BY ALL") == drawn
    assert scene.table("inscription", "session_code") == [("01",)] * 2
    assert verifier(scene.base) == []
