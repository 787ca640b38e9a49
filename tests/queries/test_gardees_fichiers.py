"""What is kept beside a base is found by the next start, and only where it is what the rows of that base give."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, deposer
from tests.acces.test_purge import Rouvrir
from tests.fautes.conftest import Disque, disque  # noqa: F401  (a fixture)
from tests.queries.tables_gardees import (
    ECRITURES,
    EFFECTIFS,
    assert_same,
    files,
    found,
    importer_de_plus,
    kept,
    of_view,
    schemas,
)
from tne import settings
from tne.__main__ import main
from tne.db import TIREE, Base
from tne.persons.purge import purger, purger_en_service
from tne.queries import gardees, gardees_fichiers
from tne.queries.cumuls import CROISEES
from tne.queries.memoire import details_gardes, instant
from tne.queries.views import VIEWS
from tne.store import temporary
from tne.store.backup import remplacer, sauvegarder
from tne.store.rewriting import REECRITURE
from tne.store.verification import verifier

pytestmark = pytest.mark.usefixtures("nothing_known", "files_at_any_size")


def test_a_small_base_has_no_file_beside_it(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TNE_LIGNES_SUR_DISQUE")
    assert_same(base)
    assert files(base) == set()
    assert main(["preparer", "--base", base.path]) == 0
    assert files(base) == set()


def test_the_next_start_finds_them(made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(made, monkeypatch)
    assert_same(rouvrir(made))


def test_a_command_prepares_the_next_start(
    base: Base, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base.close()
    assert main(["preparer", "--base", base.path]) == 0
    assert "C'est prêt" in capsys.readouterr().out
    assert found(base.path, monkeypatch)
    gardees._chemins.clear()
    temporary.remove_kept(base.path)
    monkeypatch.setenv("TNE_LIGNES_GARDEES", "5")
    assert main(["preparer", "--base", base.path]) == 1
    assert "Rien n'a été gardé" in capsys.readouterr().err
    assert files(base) == set()


@pytest.mark.parametrize("writing", ECRITURES)
def test_a_writing_makes_them_stale(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, writing: Callable[[Base], None]
) -> None:
    """By a command, say, that asks nothing itself."""
    opened = Base(made)
    writing(opened)
    opened.close()
    assert not found(made, monkeypatch)
    assert found(made, monkeypatch)
    assert verifier(rouvrir(made)) == []


def test_a_start_lets_go_of_the_states_before(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Base(made)
    assert_same(opened, ())
    importer_de_plus(opened)
    assert_same(opened, ())
    assert len(of_view(opened, "v_registre")) == 2
    opened.close()
    assert found(made, monkeypatch)
    opened = rouvrir(made)
    assert_same(opened, ())
    assert len(of_view(opened, "v_registre")) == 1


def test_a_copy_that_went_its_own_way_is_not_taken_for_the_base(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both were written to once, by files of as many rows: the version is all that tells them apart."""
    other = str(tmp_path / "autre.duckdb")
    shutil.copy(made, other)
    shutil.copy(Path(made).with_suffix(".cle"), Path(other).with_suffix(".cle"))
    for path, name in ((made, "A"), (other, "B")):
        opened = Base(path)
        deposer(opened, f"UAI;Nom;Type\n0860002K;Collège {name};Collège\n", "etablissement")
        if path == made:
            assert_same(opened)
        opened.close()
    assert found(made, monkeypatch)
    os.replace(other, made)
    assert not found(made, monkeypatch)
    assert verifier(rouvrir(made)) == []


def test_a_backup_put_in_the_place_of_a_damaged_base(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = Base(made)
    copy = sauvegarder(opened, COORDINATION, tmp_path / "copie.duckdb")
    with duckdb.connect(str(copy), read_only=True) as con:
        assert con.execute("SELECT DISTINCT table_schema FROM information_schema.tables").fetchall() == [
            ("main",)
        ]
    importer_de_plus(opened)
    assert_same(opened)
    opened.close()
    remplacer(made, COORDINATION, copy)
    assert not found(made, monkeypatch)
    assert verifier(rouvrir(made)) == []


def test_what_made_them_counts(made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program, or of DuckDB: no table of before is taken, of whatever rows."""
    opened = Base(made)
    assert_same(opened, ())
    before = schemas(opened)
    opened.close()
    gardees._chemins.clear()
    monkeypatch.setattr(gardees_fichiers, "recette", lambda: "une autre")
    opened = rouvrir(made)
    assert_same(opened)
    assert not before & schemas(opened)


def test_a_view_a_column_and_duckdb_are_what_makes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = gardees_fichiers.recette.__wrapped__
    made = recipe()
    for change in (
        lambda patched: patched.setitem(VIEWS, "v_registre", "SELECT 1"),
        lambda patched: patched.setattr(gardees_fichiers, "tables", lambda: ()),
        lambda patched: patched.setattr(duckdb, "__version__", "0"),
    ):
        with monkeypatch.context() as patched:
            change(patched)
            assert recipe() != made
    assert recipe() == made


def test_a_table_written_beside_the_program_is_noticed_by_its_rows(
    made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(made) as con:
        con.execute("DELETE FROM inscription WHERE presence = 'Absent'")
    assert not found(made, monkeypatch)


def test_a_base_whose_versions_were_counted_draws_one(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(made) as con:
        con.execute("UPDATE verrou SET n = 7")
    with duckdb.connect(str(temporary.kept_file(made, "gardees"))) as con:
        con.execute("UPDATE etat SET version = 7")
    assert not found(made, monkeypatch, read_only=True), "another base may have come to the same"
    opened = Base(made)
    assert (version := opened.version()) > TIREE
    opened.close()
    assert rouvrir(made).version() == version, "once"


def test_the_setting_holds_for_what_is_found_too(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_LIGNES_GARDEES", "5")
    con = rouvrir(made).cursor()
    with instant(con):
        assert not kept(con)


def test_readers_of_a_base_that_is_read_only_share_them(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {p: p.read_bytes() for p in Path(made).parent.glob("*.gardees*")}
    assert found(made, monkeypatch, read_only=True)
    gardees._chemins.clear()
    opened = Base(made, read_only=True)
    con = opened.cursor()
    with instant(con):
        assert kept(con)
        script = (
            "import sys; from tne.db import Base; from tne.queries.memoire import instant; from tests.queries.tables_gardees "
            "import kept; c = Base(sys.argv[1], read_only=True).cursor()\nwith instant(c): print(kept(c))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, made],
            cwd=settings.ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout == "True\n"
    assert verifier(opened) == []
    opened.close()
    assert {p: p.read_bytes() for p in before} == before
    assert files(made) == {".gardees", ".gardees_details"}


def test_a_reader_never_takes_stale_ones(made: str) -> None:
    opened = Base(made)
    importer_de_plus(opened)
    seen = opened.cursor().execute(EFFECTIFS).fetchall()
    opened.close()
    opened = Base(made, read_only=True)
    con = opened.cursor()
    with instant(con):
        assert not kept(con)
        details_gardes(con)
        assert con.execute(EFFECTIFS).fetchall() == seen
    opened.close()


def test_a_purge_leaves_nothing_of_the_persons_it_unties(made: str, rouvrir: Rouvrir) -> None:
    opened = rouvrir(made)
    assert_same(opened)
    before = _persons(opened)
    purger_en_service(opened, COORDINATION, "2023-2024")
    assert_same(opened)
    assert not before & _persons(opened) >= before
    # Old pages stay in the files until the next opening, of the base and of what stands beside it.
    assert opened.meta(REECRITURE) is not None
    opened.close()
    again = rouvrir(made)
    assert again.meta(REECRITURE) is None
    assert files(made) == set()
    assert_same(again)
    purger(again, COORDINATION, "2022-2023")
    assert files(made) == set()


def _persons(base: Base) -> set[int]:
    con = base.cursor()
    with instant(con):
        assert kept(con)
        return {
            n
            for (n,) in con.execute(
                "SELECT DISTINCT personne FROM v_registre WHERE annee = '2023-2024'"
            ).fetchall()
        }


def test_they_hold_no_hash_and_nothing_that_the_base_does_not(made: str) -> None:
    """Persons are numbers of 64 bits there, made from the hash; each text stands in the base too."""
    with duckdb.connect(made, read_only=True) as con:
        for which in temporary.KEPT:
            con.execute(f"ATTACH '{temporary.kept_file(made, which)}' AS {which} (READ_ONLY)")
        columns = con.execute(
            "SELECT database_name, schema_name, table_name, column_name, data_type FROM duckdb_columns() "
            f"WHERE database_name IN {temporary.KEPT} AND table_name <> 'etat'"
        ).fetchall()
        assert len({c[2] for c in columns}) == len(gardees.lues()) + len(gardees.DETAILS)
        assert not [c for c in columns if "BLOB" in c[4]]
        known = {
            "Opérateur non déclaré",
            "Modalité non renseignée",
            "Date inconnue",
            "accompagnements",
            "parentalite",
            "numerixplore",
        }
        known |= {*"123456789", "10", "11", "12", *CROISEES}
        for table, column in con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal "
            "AND data_type IN ('VARCHAR', 'UUID')"
        ).fetchall():
            known |= {
                v for (v,) in con.execute(f'SELECT DISTINCT "{column}"::VARCHAR FROM "{table}"').fetchall()
            }
        for base, schema, table, column, kind in columns:
            if kind in ("VARCHAR", "UUID"):
                held = con.execute(
                    f'SELECT DISTINCT "{column}"::VARCHAR FROM {base}."{schema}"."{table}"'
                ).fetchall()
                assert {v for (v,) in held} - known - {None} == set(), (table, column)


def test_verifier_tells_a_kept_table_that_its_rows_do_not_give(made: str, rouvrir: Rouvrir) -> None:
    for which, table, change in (
        ("gardees", "v_cumul", "UPDATE {} SET participants = participants + 1"),
        ("gardees_details", "v_detail", "DELETE FROM {}"),
    ):
        with duckdb.connect(str(temporary.kept_file(made, which))) as con:
            ((schema,),) = con.execute(
                "SELECT schema_name FROM duckdb_tables() WHERE table_name = $t", {"t": table}
            ).fetchall()
            con.execute(change.format(f'"{schema}".{table}'))
    opened = rouvrir(made)
    (said,) = verifier(opened)
    assert "(v_cumul, v_detail" in said
    assert "supprimez « tne.duckdb.gardees »" in said
    opened.close()
    temporary.remove_kept(made)
    assert verifier(rouvrir(made)) == []
