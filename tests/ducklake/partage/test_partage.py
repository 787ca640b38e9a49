"""Several instances read and write one base: each sees the others at once, nothing is lost, nothing is doubled."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from scripts.avec_postgres import binaries
from tests.acces.conftest import INSCRIPTIONS, OFFRES, SESSIONS, deposer
from tests.ducklake.ouvrier import LIGNES, fichier
from tests.ducklake.partage.conftest import Instance, fini
from tests.importing.scene import COORDINATION, Scene, csv_bytes
from tne.datasets import DATASETS
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.filters import Filters
from tne.importing import Options, importer
from tne.indicators import compute
from tne.persons.purge import purger
from tne.queries.memoire import instant
from tne.store import ducklake_storage
from tne.store.backup import restaurer, sauvegarder
from tne.store.ducklake import DuckLake
from tne.store.verification import verifier

ANNEE = "2023-2024"
TOTAL = "accompagnement.total"


def importe(base: Base, numero: int) -> int | None:
    """Five interventions; the number of their import."""
    (result,) = importer(base, COORDINATION, fichier(numero), f"{numero}.csv", Options(jeu="intervention"))
    return result.import_id


def total(base: Base) -> object:
    """The interventions of the year, as every page asks for them."""
    values = compute(base, Filters(annees=(ANNEE,)), ANNEE)
    return next(v.as_dict()["valeur"] for v in values if v.indicateur.code == TOTAL)


def test_an_import_of_one_instance_is_seen_by_the_other_at_once(partagee: str) -> None:
    one, other = Base(partagee), Base(partagee)
    before = other.version()
    assert importe(one, 1) == 1
    assert other.version() > before
    assert total(other) == LIGNES, "and what the other had kept of its answers is asked anew"
    assert importe(other, 2) == 2
    assert total(one) == 2 * LIGNES
    assert verifier(one) == []
    one.close()
    other.close()


def test_a_question_reads_what_is_kept_of_every_table(partagee: str) -> None:
    """PostgreSQL is asked for the version alone, and what another instance imports is seen by the next question."""
    one, other = Base(partagee), Base(partagee)
    con = one.cursor()
    for numero in (1, 2):
        importe(other, numero)
        (plain,) = con.execute("SELECT count(*), list(uai) FROM intervention").fetchall()
        with instant(con):
            assert con.execute("SELECT count(*), list(uai) FROM intervention").fetchall() == [plain]
            for table in DATASETS:
                (plan,) = con.execute(f'EXPLAIN SELECT * FROM "{table}"').fetchall()
                assert "DUCKLAKE" not in plan[1].upper(), table
        assert plain[0] == numero * LIGNES
    (plan,) = con.execute("EXPLAIN SELECT * FROM intervention").fetchall()
    assert "DUCKLAKE" in plan[1].upper()
    one.close()
    other.close()


def test_of_two_writers_the_second_starts_again(partagee: str) -> None:
    one, other = Base(partagee), Base(partagee)

    def lose() -> None:
        with one.writing() as con:
            con.execute("INSERT INTO meta VALUES ('essai', '1')")
            assert importe(other, 1) == 1

    with pytest.raises(duckdb.TransactionException):
        lose()
    assert one.meta("essai") is None, "the loser wrote nothing"
    assert importe(one, 2) == 2, "and begins again from what the other wrote"
    assert (one.version(), verifier(one)) == (other.version(), [])
    one.close()
    other.close()


def test_instances_that_start_at_once_make_the_base_once(partagee: str, instance: Instance) -> None:
    started = [instance("-m", "tne", "imports", "--base", partagee, "--json") for _ in range(3)]
    assert [json.loads(fini(one)) for one in started] == [[], [], []]
    base = Base(partagee)
    assert verifier(base) == []
    assert base.cursor().execute("SELECT count(*) FROM meta WHERE cle = 'schema'").fetchall() == [(1,)]
    base.close()


def test_a_base_goes_there_and_back(partagee: str, instance: Instance, tmp_path: Path) -> None:
    """By the command line, as a person does it: the file is the same at the end, and the counts are said."""
    start, back = tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    files = {"a.csv": fichier(1), "b.csv": OFFRES.encode(), "c.csv": fichier(2)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    fini(instance("-m", "tne", "importer", *(tmp_path / n for n in files), "--base", start))
    fini(instance("-m", "tne", "annuler", 3, "--base", start))
    there = json.loads(fini(instance("-m", "tne", "copier", start, partagee, "--json")))
    assert (there["lignes"]["log_intervention"], there["lignes"]["intervention"]) == (2 * LIGNES, LIGNES)
    again = instance("-m", "tne", "copier", start, partagee)
    assert again.wait(60) == 1
    assert "contient déjà 3 imports" in again.stderr.read()  # type: ignore[union-attr]
    home = json.loads(fini(instance("-m", "tne", "copier", partagee, back, "--json")))
    # The copy itself is one more line of the journal of actions.
    assert home["lignes"] == {**there["lignes"], "evenement": there["lignes"]["evenement"] + 1}
    fini(instance("-m", "tne", "verifier", "--base", back))
    sides = [duckdb.connect(str(p), read_only=True) for p in (start, back)]
    for table in ("import", "import_jeu", "offre", "intervention", "log_intervention", "log_offre"):
        left, right = (c.execute(f'SELECT * FROM "{table}" ORDER BY ALL').fetchall() for c in sides)
        assert left == right, table


def test_a_backup_is_one_file_and_comes_back(partagee: str, tmp_path: Path) -> None:
    base = Base(partagee)
    importe(base, 1)
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    held = duckdb.connect(str(copy), read_only=True)
    assert held.execute("SELECT count(*) FROM intervention").fetchall() == [(LIGNES,)]
    held.close()
    importe(base, 2)
    other = Base(partagee)
    before = other.version()
    done = restaurer(base, COORDINATION, copy)
    assert done.gardee is not None
    assert (total(other), other.version() > before, verifier(other)) == (LIGNES, True, [])
    base.close()
    other.close()


@pytest.fixture
def nominative(partagee: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Base:
    """A shared base that holds persons."""
    monkeypatch.setenv("TNE_SECRET_FILE", str(tmp_path / "tne.cle"))
    base = Base(partagee)
    for text, jeu in ((SESSIONS, "session"), (INSCRIPTIONS, "inscription"), (OFFRES, "offre")):
        assert deposer(base, text, jeu).etat == "importé"
    return base


def test_a_purge_leaves_no_hash_in_files_nor_in_postgresql(
    nominative: Base, partagee: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = nominative
    con = base.cursor()
    held = "SELECT personne FROM log_inscription UNION SELECT personne FROM log_offre"
    old = {h for (h,) in con.execute(held).fetchall()}
    counted = "SELECT annee, count(DISTINCT personne) FROM v_inscription GROUP BY ALL ORDER BY ALL"
    counts = con.execute(counted).fetchall()
    assert all(_anywhere(base, h) for h in old), "the search finds what is there"

    def killed(lake: DuckLake, con: duckdb.DuckDBPyConnection) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(DuckLake, "forget", killed)
        with pytest.raises(KeyboardInterrupt):
            purger(base, COORDINATION, ANNEE)
    assert all(_anywhere(base, h) for h in old)
    base.close()
    again = Base(partagee)  # whoever opens it next ends what was cut
    for year in (ANNEE, "2022-2023"):
        if year != ANNEE:
            purger(again, COORDINATION, year)
            again = Base(partagee)
        # A person may still be there for another year, under the old hash.
        kept = old & {h for (h,) in again.cursor().execute(held).fetchall()}
        assert {h for h in old if _anywhere(again, h)} == kept
        assert kept < old
        old = kept
    assert again.cursor().execute(counted).fetchall() == counts
    assert verifier(again) == []
    again.close()


def test_a_shared_base_of_before_becomes_one_of_this_version(nominative: Base, partagee: str) -> None:
    base = nominative
    con = base.cursor()
    held = (
        "SELECT _cle, personne FROM log_inscription UNION ALL SELECT _cle, personne FROM offre ORDER BY ALL"
    )
    rows = con.execute(held).fetchall()
    bytes_of = "unhex(replace(CAST(personne AS VARCHAR), '-', ''))"
    for table in ("log_inscription", "inscription", "log_offre", "offre", "log_reponse", "reponse"):
        con.execute(
            f"CREATE TABLE ancienne AS SELECT * REPLACE ({bytes_of} AS personne) FROM {table}; DROP TABLE {table}; "
            f"ALTER TABLE ancienne RENAME TO {table}"
        )
    con.execute("UPDATE meta SET valeur = '4' WHERE cle = 'schema'")
    assert isinstance(con.execute(held).fetchall()[0][1], bytes)
    con.close()
    base.close()
    again = Base(partagee)
    assert again.cursor().execute(held).fetchall() == rows
    assert deposer(again, OFFRES.replace("2023-2024", "2024-2025"), "offre").etat == "importé"
    assert verifier(again) == []
    again.close()


def _anywhere(base: Base, h: UUID) -> bool:
    """True when the hash is in a Parquet file (read by DuckDB: its pages are compressed) or in the dump of the catalogue."""
    lake = base.backend
    with duckdb.connect() as con:
        for file in Path(lake.data_path).rglob("*.parquet"):  # type: ignore[attr-defined]
            names = [r[0] for r in con.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
            if "personne" in names and con.execute(
                f"SELECT count(*) FROM '{file}' WHERE personne = $h", {"h": h}
            ).fetchall() != [(0,)]:
                return True
    dump = subprocess.run(
        [str(binaries() / "pg_dump"), "-n", lake.schema, lake.conninfo],  # type: ignore[attr-defined]
        check=True,
        capture_output=True,
    ).stdout
    return any(written in dump.lower() for written in (h.hex.encode(), str(h).encode())) or h.bytes in dump


def test_maintenance_leaves_fewer_files_and_the_same_rows(
    partagee: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(partagee)
    header = ("Référence", "Date", "Nature", "UAI")
    for n in range(3):
        rows = [(f"{n}-{i}", "12/10/2023", "Formation", "0860002K") for i in range(30)]
        assert scene.un(csv_bytes(header, rows), f"{n}.csv", jeu="intervention").import_id == n + 1
    scene.annuler(2)
    before = scene.contenu()
    monkeypatch.setattr(ducklake_storage, "GARDES", 0)
    base = scene.base
    done = base.backend.compact(base.cursor())
    assert done is not None
    assert done.fichiers[1] < done.fichiers[0]
    assert done.instantanes == (done.instantanes[0], 1)
    assert scene.contenu() == before
    assert verifier(base) == []
    base.close()


def test_a_base_that_cannot_be_reached_is_a_sentence(partagee: str) -> None:
    Base(partagee).close()
    port = next(w for w in partagee.split() if w.startswith("port="))
    with pytest.raises(BaseIndisponible, match="ne répond pas"):
        Base(partagee.replace(port, "port=1"))
    with pytest.raises(BaseIndisponible, match="refuse l'accès"):
        Base(partagee.replace("dbname=postgres", "dbname=nulle_part"))
    with pytest.raises(BaseIndisponible, match="le même data_path"):
        Base(partagee.replace(".lake", ".ailleurs"))
    base = Base(partagee)
    rows = [(f"{i}", "12/10/2023", "Formation", "0860002K") for i in range(30)]
    content = csv_bytes(("Référence", "Date", "Nature", "UAI"), rows)
    assert importer(base, COORDINATION, content, "a.csv", Options(jeu="intervention"))[0].import_id == 1
    shutil.rmtree(base.backend.data_path)  # type: ignore[attr-defined]
    with pytest.raises(BaseIndisponible, match="Les fichiers de la base partagée"):
        base.cursor().execute("SELECT * FROM intervention").fetchall()
    base.close()
