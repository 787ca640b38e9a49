"""Backups come back whole, and an altered one is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.sauvegarde.conftest import COORDINATION, INTERVENTIONS
from tne.access import Droit
from tne.db import Base, writes_here
from tne.erreurs import AccesRefuse, BaseIndisponible
from tne.importing import annuler, importer
from tne.store import backup
from tne.store.backup import (
    Contenu,
    Restauration,
    contenu,
    remplacer,
    restaurer,
    restaurer_ou_remplacer,
    sauvegarde_automatique,
    sauvegarder,
    sauvegardes,
)
from tne.store.backup_files import MANUELLE, checksum_path
from tne.store.rewriting import REECRITURE
from tne.store.schema import set_meta
from tne.store.verification import verifier


def _rows(base: Base) -> list[tuple[Any, ...]]:
    return (
        base.cursor()
        .execute("SELECT reference, nature, heures FROM intervention ORDER BY reference")
        .fetchall()
    )


def _restored(base: Base) -> list[tuple[str, str]]:
    """Who made each restoration, and what the journal says of it."""
    sql = "SELECT qui, detail FROM evenement WHERE action = 'restauration'"
    return base.cursor().execute(sql).fetchall()


def test_a_backup_comes_back_as_it_was(base: Base, tmp_path: Path) -> None:
    before = _rows(base)
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    annuler(base, COORDINATION, 1)
    importer(base, COORDINATION, INTERVENTIONS.replace(b"2023-001", b"2023-009"), "b.csv")
    version = base.version()
    done = restaurer(base, COORDINATION, copy)
    assert _rows(base) == before
    assert verifier(base) == []
    assert base.version() > version, "what caches depend on only ever grows"
    assert done.gardee == sauvegardes(base)[0].path
    assert done.purges_defaites == ()
    # The base of before can come back too.
    restaurer(base, COORDINATION, done.gardee)
    assert [r[0] for r in _rows(base)] == ["2023-002", "2023-009"]
    assert _restored(base) == [("coordination", done.gardee.name)]


def test_readers_keep_their_picture_while_a_backup_comes_back(base: Base, tmp_path: Path) -> None:
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    annuler(base, COORDINATION, 1)
    reader = base.cursor()
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM intervention").fetchall() == [(0,)]
    restaurer(base, COORDINATION, copy)
    assert reader.execute("SELECT count(*) FROM intervention").fetchall() == [(0,)]
    reader.execute("ROLLBACK")
    assert reader.execute("SELECT count(*) FROM intervention").fetchall() == [(2,)]


def test_a_backup_does_not_come_back_while_another_session_imports(base: Base, tmp_path: Path) -> None:
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    before = base.version()
    with base.importing(), pytest.raises(BaseIndisponible, match="un import est en cours"):
        restaurer(base, COORDINATION, copy)
    with base.alone("essayer"), pytest.raises(BaseIndisponible, match="déjà en cours"):
        restaurer(base, COORDINATION, copy)
    assert base.version() == before
    restaurer(base, COORDINATION, copy)


def test_nobody_writes_between_the_backup_of_before_and_the_restoration(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an import brought then would be in neither."""
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    writing: list[bool] = []
    monkeypatch.setattr(
        backup, "sauvegarde_si_importe", lambda *_: writing.append(writes_here()) or tmp_path / "gardee"
    )
    assert restaurer(base, COORDINATION, copy).gardee == tmp_path / "gardee"
    assert writing == [True]


def test_an_import_says_that_it_runs(base: Base) -> None:
    seen: list[str] = []

    def progress(_share: float, _what: str) -> None:
        try:
            with base.alone("essayer"):
                seen.append("alone")
        except BaseIndisponible as refused:
            seen.append(str(refused))

    importer(base, COORDINATION, INTERVENTIONS.replace(b"2023-001", b"2023-009"), "b.csv", progress=progress)
    assert any("un import est en cours" in sentence for sentence in seen)
    with base.alone("essayer"):
        pass


def test_a_backup_made_while_people_write_is_of_one_moment(base: Base, tmp_path: Path) -> None:
    """The copy does not wait for the writer, and holds nothing of what is not committed."""
    with base.writing() as con:
        con.execute("UPDATE intervention SET heures = 99")
        con.execute("INSERT INTO meta VALUES ('essai', '1')")
        copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    read = Base(str(copy))
    assert [h for *_, h in _rows(read)] == [3.0, 1.5]
    assert read.meta("essai") is None
    read.close()


def test_an_altered_backup_is_refused_and_the_base_stays(base: Base, tmp_path: Path) -> None:
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    content = bytearray(copy.read_bytes())
    content[-1] ^= 1
    copy.write_bytes(content)
    with pytest.raises(BaseIndisponible, match="somme de contrôle"):
        restaurer(base, COORDINATION, copy)
    assert len(_rows(base)) == 2
    assert sauvegardes(base) == ()


@pytest.mark.parametrize("tampering", ["UPDATE intervention SET heures = 9", "DELETE FROM import"])
def test_a_backup_that_does_not_follow_from_its_log_is_refused(
    base: Base, tmp_path: Path, tampering: str
) -> None:
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    changed = Base(str(copy))
    changed.cursor().execute(tampering)
    changed.close()
    checksum_path(copy).unlink()
    with pytest.raises(BaseIndisponible, match="n'est pas cohérente"):
        restaurer(base, COORDINATION, copy)
    assert len(_rows(base)) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"rien" * 5000, "« autre.duckdb » n'est pas une base lisible"), (b"", "n'est pas une base lisible")],
)
def test_a_file_that_is_no_base_is_refused(base: Base, tmp_path: Path, content: bytes, words: str) -> None:
    other = tmp_path / "autre.duckdb"
    other.write_bytes(content)
    with pytest.raises(BaseIndisponible, match=words):
        restaurer(base, COORDINATION, other)
    base.close()
    with pytest.raises(BaseIndisponible, match=words):
        remplacer(base.path, COORDINATION, other)
    assert {p.name for p in tmp_path.iterdir()} == {"autre.duckdb", "b.duckdb"}


def test_a_database_of_something_else_is_refused(base: Base, tmp_path: Path) -> None:
    other = tmp_path / "autre.duckdb"
    con = duckdb.connect(str(other))
    con.execute("CREATE TABLE facture AS SELECT 1 AS n")
    con.close()
    with pytest.raises(BaseIndisponible, match=r"« autre\.duckdb » est une base DuckDB qui n'est pas celle"):
        restaurer(base, COORDINATION, other)
    with pytest.raises(BaseIndisponible, match="pas celle d'un tableau de bord"):
        Base(str(other))
    con = duckdb.connect(str(other))
    assert con.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("facture",)]
    con.close()


def test_a_damaged_base_is_replaced_and_kept(base: Base, tmp_path: Path) -> None:
    before = _rows(base)
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    base.close()
    path = Path(base.path)
    path.write_bytes(b"broken".ljust(9000, b"x"))
    Path(f"{path}.wal").write_bytes(b"reste")
    damaged = path.read_bytes()
    done = restaurer_ou_remplacer(base.path, COORDINATION, copy)
    assert not Path(f"{path}.wal").exists(), "the log of the other file"
    again = Base(base.path)
    assert (_rows(again), verifier(again)) == (before, [])
    assert _restored(again) == [("coordination", "copie.duckdb, à la place d'une base abîmée")]
    again.close()
    assert done.gardee is not None
    assert done.gardee.read_bytes() == damaged
    assert Path(f"{done.gardee}.wal").read_bytes() == b"reste"
    assert "abimee" in done.gardee.name


def test_a_backup_comes_to_a_place_without_a_base(base: Base, tmp_path: Path) -> None:
    """On another computer. One that cannot serve leaves nothing, where an empty base would be taken for that of a first start."""
    copy, place = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb"), tmp_path / "neuf" / "tne.duckdb"
    wrong = tmp_path / "autre.duckdb"
    wrong.write_bytes(b"broken".ljust(9000, b"x"))
    with pytest.raises(BaseIndisponible, match=r"« autre\.duckdb » n'est pas une base lisible"):
        restaurer_ou_remplacer(str(place), COORDINATION, wrong)
    assert not any(place.parent.iterdir())
    assert restaurer_ou_remplacer(str(place), COORDINATION, copy) == Restauration(None, ())
    again = Base(str(place))
    assert (_rows(again), verifier(again)) == (_rows(base), [])
    assert _restored(again) == [("coordination", "copie.duckdb")]
    again.close()


def test_what_a_killed_program_had_not_put_into_its_file_comes_back_too(base: Base, tmp_path: Path) -> None:
    """Of such a file and its log, copied as they stood, the page told the imports of both, and those of the log were lost."""
    shutil.copy(base.path, tmp_path / "cle.duckdb")
    killed = Base(str(tmp_path / "cle.duckdb"))
    importer(killed, COORDINATION, INTERVENTIONS.replace(b"2023-001", b"2023-009"), "b.csv")
    copy = tmp_path / "copie.duckdb"
    for suffix in ("", ".wal"):
        shutil.copy(f"{killed.path}{suffix}", f"{copy}{suffix}")
    killed.close()
    assert contenu(base, COORDINATION, copy).seuls == ((2, "b.csv"),)
    restaurer(base, COORDINATION, copy)
    assert contenu(base, COORDINATION, copy) == Contenu((), (), ())
    place = tmp_path / "ailleurs.duckdb"
    restaurer_ou_remplacer(str(place), COORDINATION, copy)
    other = Base(str(place))
    assert _rows(other) == _rows(base)
    other.close()


def test_a_restoration_says_which_erased_links_it_brings_back(base: Base, tmp_path: Path) -> None:
    with base.writing() as con:
        con.execute("INSERT INTO meta VALUES ('purge:2021-2022', '2023-01-01')")
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    with base.writing() as con:
        con.execute("INSERT INTO meta VALUES ('purge:2022-2023', '2024-01-01')")
    assert restaurer(base, COORDINATION, copy).purges_defaites == ("2022-2023",)
    assert base.meta("purge:2022-2023") is None


def test_a_file_to_be_written_anew_still_is_after_a_restoration(base: Base, tmp_path: Path) -> None:
    """Its old pages hold the links that a purge erased. The copy itself, written anew as it came, had nothing left to do."""
    with base.writing() as con:
        set_meta(con, REECRITURE, "due")
    restaurer(base, COORDINATION, sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb"))
    assert base.meta(REECRITURE) == "due"


def test_an_import_after_a_restoration_has_a_number_of_its_own(base: Base, tmp_path: Path) -> None:
    """A receipt of before names no other import."""
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    later = INTERVENTIONS.replace(b"2023-00", b"2024-00")
    assert importer(base, COORDINATION, later, "b.csv")[0].import_id == 2
    restaurer(base, COORDINATION, copy)
    assert importer(base, COORDINATION, later, "b.csv")[0].import_id == 3


def test_an_existing_file_is_never_overwritten(base: Base, tmp_path: Path) -> None:
    target = tmp_path / "copie.duckdb"
    target.write_text("précieux", encoding="utf-8")
    with pytest.raises(BaseIndisponible, match="existe déjà"):
        sauvegarder(base, COORDINATION, target)
    assert target.read_text(encoding="utf-8") == "précieux"


def test_a_reader_neither_backs_up_nor_restores(base: Base, tmp_path: Path) -> None:
    reader = Droit(False, "", "lecture seule.")
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    for refused in (
        lambda: sauvegarder(base, reader, tmp_path / "autre.duckdb"),
        lambda: sauvegarde_automatique(base, reader, MANUELLE),
        lambda: restaurer(base, reader, copy),
        lambda: remplacer(base.path, reader, copy),
        lambda: contenu(base, reader, copy),
    ):
        with pytest.raises(AccesRefuse):
            refused()
    assert {p.name for p in tmp_path.iterdir()} - {"b.duckdb.wal"} == {
        "b.duckdb",
        "copie.duckdb",
        "copie.duckdb.sha256",
    }


def test_the_commands(base_demo: Path, commande: Callable[..., Any], tmp_path: Path) -> None:
    copy = tmp_path / "copie.duckdb"
    assert commande("sauvegarder", copy, base=base_demo).returncode == 0
    assert commande("vider-demo", base=base_demo).returncode == 0
    assert commande("restaurer", copy, base=base_demo).returncode == 0
    listed = json.loads(commande("sauvegardes", "--json", base=base_demo).stdout)
    assert [s["motif"] for s in listed] == ["avant-restauration"]
    done = commande("verifier", "--json", base=base_demo)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"differences": []})
    values = json.loads(commande("indicateurs", "--annee", "2023-2024", "--json", base=base_demo).stdout)
    assert next(v for v in values if v["code"] == "formation.participants")["valeur"] == 545
    missing = commande("restaurer", tmp_path / "rien.duckdb", base=base_demo)
    assert missing.returncode == 1
    assert "introuvable" in missing.stderr
