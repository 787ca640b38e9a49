"""What is kept beside a base is found by the next start, and only where it is what the rows of that base give."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, deposer
from tests.acces.test_purge import Rouvrir
from tests.fautes.abimer import BLOC, ENTETES, ecraser, tronquer
from tests.fautes.conftest import Disque, disque  # noqa: F401  (a fixture)
from tests.queries.test_gardees import (
    UNE_DE_PLUS,
    _write,
    assert_same,
    kept,
    nothing_known,  # noqa: F401
    of_view,
    schemas,
)
from tne import settings, temporary
from tne.__main__ import main
from tne.backup import remplacer, restaurer, sauvegarder
from tne.db import TIREE, Base
from tne.erreurs import BaseIndisponible
from tne.importing import annuler, retablir
from tne.purge import purger, purger_en_service
from tne.queries import gardees, gardees_fichiers
from tne.queries.cumuls import CROISEES
from tne.queries.memoire import details_gardes, instant
from tne.rewriting import REECRITURE
from tne.verification import verifier

EFFECTIFS = "SELECT count(*), count(DISTINCT personne), count(DISTINCT seance) FROM v_registre"


@pytest.fixture(autouse=True)
def files_at_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bases of tests are small."""
    monkeypatch.setenv("TNE_LIGNES_SUR_DISQUE", "0")


def test_a_small_base_has_no_file_beside_it(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TNE_LIGNES_SUR_DISQUE")
    assert_same(base)
    assert files(base) == set()
    assert main(["preparer", "--base", base.path]) == 0
    assert files(base) == set()


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


def _importer(base: Base) -> None:
    deposer(base, UNE_DE_PLUS, "inscription", remplacer=True)


def _annuler(base: Base) -> None:
    annuler(base, COORDINATION, 2)


def _retablir(base: Base) -> None:
    annuler(base, COORDINATION, 2)
    retablir(base, COORDINATION, 2)


def _restaurer(base: Base) -> None:
    copy = sauvegarder(base, COORDINATION, Path(base.path).with_name("copie.duckdb"))
    annuler(base, COORDINATION, 2)
    restaurer(base, COORDINATION, copy)


@pytest.mark.parametrize("writing", [_importer, _annuler, _retablir, _restaurer])
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
    _importer(opened)
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
    _importer(opened)
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
            "import sys; from tne.db import Base; from tne.queries.memoire import instant; from tests.queries.test_gardees "
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


def test_a_reader_never_takes_stale_ones(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Base(made)
    _importer(opened)
    seen = opened.cursor().execute(EFFECTIFS).fetchall()
    opened.close()
    opened = Base(made, read_only=True)
    con = opened.cursor()
    with instant(con):
        assert not kept(con)
        details_gardes(con)
        assert con.execute(EFFECTIFS).fetchall() == seen
    opened.close()


_TUER = """
import os, signal, sys
from tne.db import Base
from tne.queries import gardees
from tne.queries.cumuls import CROISEES
from tne.queries.memoire import details_gardes, instant
gardees.LIGNES_SERREES = int(sys.argv[3])
left, make = int(sys.argv[2]), gardees.tenir
def tenir(*arguments):
    global left
    make(*arguments)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
gardees.tenir = tenir
con = Base(sys.argv[1]).cursor()
with instant(con):
    details_gardes(con)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("each_apart", [0, gardees.LIGNES_SERREES])
def test_a_making_that_is_killed_leaves_nothing_half(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, each_apart: int
) -> None:
    opened = Base(made)
    _importer(opened)
    opened.close()
    for tables in (1, len(gardees.lues()) // 2, len(gardees.lues()), len(gardees.lues()) + 3):
        done = subprocess.run(
            [sys.executable, "-c", _TUER, made, str(tables), str(each_apart)], cwd=settings.ROOT, check=False
        )
        if done.returncode == 0:
            break  # those of the kills before were found whole: there was less left to make
        assert done.returncode == -signal.SIGKILL
        opened = Base(made)
        assert verifier(opened) == []
        opened.close()
    found(made, monkeypatch)  # makes what is left
    assert found(made, monkeypatch)
    assert verifier(rouvrir(made)) == []


DAMAGES: dict[str, Callable[[Path], None]] = {
    "headers": lambda path: ecraser(path, 0, ENTETES),
    "cut": lambda path: tronquer(path, ENTETES + 100),
    "empty": lambda path: tronquer(path, 0),
    "no database": lambda path: path.write_bytes(b"x" * 100_000) and None,  # type: ignore[func-returns-value]
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", temporary.KEPT)
def test_a_damaged_file_gives_way(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, damage: str, which: str
) -> None:
    DAMAGES[damage](temporary.kept_file(made, which))
    assert not found(made, monkeypatch)
    assert found(made, monkeypatch)
    assert verifier(rouvrir(made)) == []


SOMMES = "SELECT count(DISTINCT personne), sum(seance), sum(ecole), sum(delai_jours) FROM v_registre"


@pytest.fixture
def abimees(base_demo: Path) -> str:
    """The demonstration, with tables beside it whose registrations can no longer be read."""
    made = str(base_demo)
    assert main(["preparer", "--base", made]) == 0
    gardees._chemins.clear()
    file = temporary.kept_file(made, "gardees")
    with duckdb.connect(str(file)) as con:
        con.execute("CHECKPOINT")
        ((path,),) = con.execute("SELECT chemin FROM etat").fetchall()
        schema = next(e.split('"')[1] for e in path.split(",") if '"v_registre_' in e)
        blocks = con.execute(
            f"SELECT DISTINCT block_id FROM pragma_storage_info('\"{schema}\".v_registre') WHERE block_id >= 0"
        ).fetchall()
    for (number,) in blocks:
        ecraser(file, ENTETES + number * BLOC + 1000, 200)
    return made


def test_damage_met_while_a_question_reads_is_told_once(abimees: str, rouvrir: Rouvrir) -> None:
    again = rouvrir(abimees)
    con = again.cursor()
    truth = con.execute(SOMMES).fetchall()
    assert "v_registre" in verifier(again)[0]
    with pytest.raises(BaseIndisponible, match="Rechargez la page"), instant(con):
        con.execute(SOMMES).fetchall()
    assert files(abimees) == set()
    con = again.cursor()
    with instant(con):
        assert kept(con)
        assert con.execute(SOMMES).fetchall() == truth
    assert verifier(again) == []


def test_damage_met_while_others_are_made_costs_nobody_an_answer(abimees: str, rouvrir: Rouvrir) -> None:
    again = rouvrir(abimees)
    _write(again, "UPDATE etablissement SET secteur = 'Privé' WHERE uai = (SELECT min(uai) FROM inscription)")
    con = again.cursor()
    truth = con.execute(SOMMES).fetchall()
    with instant(con):
        assert not kept(con)
        assert con.execute(SOMMES).fetchall() == truth
    with instant(con):
        assert kept(con)
        assert con.execute(SOMMES).fetchall() == truth


def test_a_file_that_another_process_holds_is_left_to_it(made: str, rouvrir: Rouvrir) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('là', flush=True); input()",
         str(temporary.kept_file(made, "gardees"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline()
        before = os.stat(temporary.kept_file(made, "gardees"))
        assert verifier(rouvrir(made)) == []
        assert os.path.samestat(os.stat(temporary.kept_file(made, "gardees")), before)
    finally:
        holder.communicate(b"\n")


def test_where_there_is_little_room_they_stay_in_memory(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    room = shutil.disk_usage("/")._replace(free=os.path.getsize(base.path) - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room)
    assert_same(base)
    assert files(base) == set()


@pytest.fixture
def a_l_etroit(base: Base, disque: Disque, rouvrir: Rouvrir) -> Base:  # noqa: F811
    """The base, open on a disk of its own that can be filled."""
    base.close()
    shutil.copytree(Path(base.path).parent, disque.dossier, dirs_exist_ok=True)
    opened = rouvrir(str(disque.dossier / Path(base.path).name))
    if not disque.reel:
        pytest.skip("needs a disk of its own")
    return opened


def test_a_full_disk_keeps_them_in_memory(
    disque: Disque,  # noqa: F811
    a_l_etroit: Base,
) -> None:
    opened, path = a_l_etroit, a_l_etroit.path
    disque.remplir()
    assert_same(opened)
    assert files(path) == set()
    disque.vider()
    assert verifier(opened) == []


def test_a_disk_that_fills_while_they_are_made_leaves_the_views(
    disque: Disque,  # noqa: F811
    a_l_etroit: Base,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened, path = a_l_etroit, a_l_etroit.path
    con = opened.cursor()
    truth = con.execute(EFFECTIFS).fetchall()
    make = gardees.tenir
    monkeypatch.setattr(gardees, "tenir", lambda *a: (disque.remplir() if files(path) else None, make(*a)))
    for _ in range(2):
        opened.version()
        con = opened.cursor()
        with instant(con):
            assert con.execute(EFFECTIFS).fetchall() == truth
        assert (disque.dossier / "remplissage").exists()
    disque.vider()
    opened.version()
    assert verifier(opened) == []
    monkeypatch.undo()
    _write(opened, "DELETE FROM inscription WHERE presence = 'Absent'")
    assert_same(opened)


def test_a_purge_leaves_nothing_of_the_persons_it_unties(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
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
