"""A full disk, a disk that takes no writing, a damaged file: one sentence, nothing lost, and work goes on after."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, OFFRES
from tests.fautes.abimer import ecraser, ecraser_table, tronquer, version_de_stockage
from tests.fautes.conftest import Disque
from tests.fautes.travaux import ANNEE
from tne.__main__ import main
from tne.db import Base
from tne.erreurs import BaseEndommagee, BaseIndisponible
from tne.importing import Options, annuler, importer
from tne.persons.purge import purger
from tne.store.backup import restaurer, restaurer_ou_remplacer, sauvegarde_automatique, sauvegarder
from tne.store.backup_files import MANUELLE
from tne.store.rewriting import rewrite
from tne.store.temporary import REWRITTEN
from tne.store.verification import verifier


def _content(base: Base) -> list[object]:
    con = base.cursor()
    return [
        con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        for table in ("import", "import_jeu", "evenement", "intervention", "inscription", "meta")
    ]


def _restore(base: Base, _disque: Disque) -> None:
    restaurer(base, COORDINATION, Path(base.path).parent.parent / "copie.duckdb")


def _backup(base: Base, disque: Disque) -> None:
    sauvegarder(base, COORDINATION, disque.dossier / "copie.duckdb")


WORKS: dict[str, Callable[[Base, Disque], object]] = {
    "annuler": lambda base, _: annuler(base, COORDINATION, 3),
    "purger": lambda base, _: purger(base, COORDINATION, ANNEE),
    "restaurer": _restore,
    "sauvegarder": _backup,
}


@pytest.fixture
def base(petite: Path, disque: Disque, tmp_path: Path) -> Base:
    """The small base, on the disk that will be full; a backup of it elsewhere."""
    shutil.copytree(petite.parent, disque.dossier, dirs_exist_ok=True)
    opened = Base(str(disque.dossier / petite.name))
    sauvegarder(opened, COORDINATION, tmp_path / "copie.duckdb")
    return opened


def test_an_import_on_a_full_disk_writes_nothing_and_may_begin_again(base: Base, disque: Disque) -> None:
    before = _content(base)
    disque.remplir()
    (refused,) = importer(base, COORDINATION, OFFRES.encode(), "offre.csv", Options(jeu="offre"))
    assert refused.etat == "refusé"
    assert "Le disque" in refused.problemes[0].message
    assert "est plein : rien n'a été écrit. Libérez de la place" in refused.problemes[0].message
    assert _content(base) == before
    disque.vider()
    assert verifier(base) == []
    (done,) = importer(base, COORDINATION, OFFRES.encode(), "offre.csv", Options(jeu="offre"))
    assert done.etat == "importé"
    base.close()
    again = Base(base.path)
    assert verifier(again) == []
    again.close()


@pytest.mark.parametrize("name", WORKS)
def test_other_works_on_a_full_disk_change_nothing(base: Base, disque: Disque, name: str) -> None:
    before = _content(base)
    disque.remplir()
    with pytest.raises(BaseIndisponible, match="plein"):
        WORKS[name](base, disque)
    disque.vider()
    assert _content(base) == before
    assert verifier(base) == []
    assert {p.name for p in disque.dossier.rglob("*")} - {"tne.duckdb.wal"} == {
        "tne.duckdb",
        "tne.cle",
        "sauvegardes",
    } - (set() if (disque.dossier / "sauvegardes").exists() else {"sauvegardes"})
    WORKS[name](base, disque)
    base.close()


def test_a_base_on_a_disk_that_takes_no_writing_is_read(
    petite: Path, disque: Disque, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An archive on a key, or a disc: its figures are shown, and whoever would change them is told why not."""
    shutil.copytree(petite.parent, disque.dossier, dirs_exist_ok=True)
    path = str(disque.dossier / "tne.duckdb")
    disque.lecture_seule(True)
    assert main(["verifier", "--base", path]) == 0
    assert main(["indicateurs", "--annee", ANNEE, "--base", path]) == 0
    assert main(["annuler", "3", "--base", path]) == 1
    assert main(["sauvegarder", str(tmp_path / "copie.duckdb"), "--base", path]) == 1
    assert main(["demo", "--base", str(disque.dossier / "neuve.duckdb")]) == 1
    assert main(["modele", "intervention", "-o", str(disque.dossier / "modele.csv")]) == 1
    (offre := tmp_path / "offre.csv").write_text(OFFRES, encoding="utf-8")
    told = capsys.readouterr().err
    assert main(["importer", str(offre), str(offre), "--base", path]) == 1
    said = capsys.readouterr()
    assert said.out == "", "the file was not looked at, and is not said to be unknown"
    assert said.err.count("ne peut être que lue à cet endroit") == 1
    sentences = told.splitlines()
    assert len(sentences) == 4
    assert "ne peut être que lue à cet endroit : vérifiez les droits du dossier" in sentences[0]
    assert "ne peut être que lue à cet endroit : copiez son fichier" in sentences[1]
    assert "« neuve.duckdb » ne peut pas être écrite à cet endroit" in sentences[2]
    assert "modele.csv" in sentences[3]
    opened = Base(path)
    (refused,) = importer(opened, COORDINATION, OFFRES.encode(), "offre.csv", Options(jeu="offre"))
    assert "ne peut être que lue à cet endroit" in refused.problemes[0].message
    opened.close()
    disque.lecture_seule(False)
    Base(path).close()


@pytest.mark.parametrize("avant", ["DROP VIEW v_session", "ALTER TABLE log_objectif DROP COLUMN source"])
def test_a_base_of_another_version_that_takes_no_writing_is_to_be_copied(
    petite: Path, disque: Disque, avant: str
) -> None:
    shutil.copytree(petite.parent, disque.dossier, dirs_exist_ok=True)
    with duckdb.connect(str(disque.dossier / "tne.duckdb")) as con:
        con.execute(avant)
    disque.lecture_seule(True)
    with pytest.raises(BaseIndisponible, match=r"vient d'une autre version du programme.*ouvrez la copie"):
        Base(str(disque.dossier / "tne.duckdb"))
    disque.lecture_seule(False)
    Base(str(disque.dossier / "tne.duckdb")).close()


def _foreign_log(path: Path) -> None:
    """Beside the base, the log of what was last written to another one."""
    other = path.with_name("autre.duckdb")
    con = duckdb.connect(str(other))
    con.execute("CREATE TABLE t AS SELECT 1 AS n")
    con.execute("CHECKPOINT")
    con.execute("INSERT INTO t VALUES (2)")
    shutil.copy(f"{other}.wal", f"{path}.wal")
    con.close()
    other.unlink()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "first header": lambda path: ecraser(path, 0, 4096),
    "all headers": lambda path: ecraser(path, 4096, 8192),
    "cut in the middle": lambda path: tronquer(path, path.stat().st_size // 2),
    "a few bytes": lambda path: tronquer(path, 100),
    "empty": lambda path: tronquer(path, 0),
    "another file": lambda path: path.write_text("Bonjour", encoding="utf-8") and None,
    "the log of another base": lambda path: _foreign_log(path),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_said_and_a_backup_takes_its_place(
    chemin: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    base = Base(str(chemin))
    wanted = _content(base)[3:5]
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    base.close()
    DAMAGES[name](chemin)
    harmed = chemin.read_bytes()
    with pytest.raises(BaseEndommagee, match="Fermez le tableau de bord, puis remettez une sauvegarde"):
        Base(str(chemin))
    assert main(["verifier", "--base", str(chemin)]) == 1
    assert chemin.read_bytes() == harmed, "nothing is made worse"
    assert len(capsys.readouterr().err.splitlines()) == 1
    done = restaurer_ou_remplacer(str(chemin), COORDINATION, copy)
    assert done.gardee is not None
    assert done.gardee.read_bytes() == harmed
    base = Base(str(chemin))
    assert _content(base)[3:5] == wanted
    assert verifier(base) == []
    base.close()


@pytest.fixture
def sans_ramassage() -> Iterator[None]:
    """Nothing is freed by chance: what an error still holds stays held."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("sans_ramassage")
def test_pages_damaged_after_the_opening(
    chemin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = Base(str(chemin))
    wanted = _content(base)[3:5]
    kept = sauvegarde_automatique(base, COORDINATION, MANUELLE)
    base.close()
    ecraser_table(chemin, "intervention")
    Base(str(chemin)).close()  # the headers and the catalogue are sound
    for words in (
        ["verifier"],
        ["indicateurs", "--annee", ANNEE],
        ["sauvegarder", str(tmp_path / "autre.duckdb")],
    ):
        assert main([*words, "--base", str(chemin)]) == 1
        assert "n'est pas une base lisible, ou il est abîmé" in capsys.readouterr().err
    assert not (tmp_path / "autre.duckdb").exists()
    assert main(["restaurer", str(kept), "--base", str(chemin)]) == 0
    base = Base(str(chemin))
    assert _content(base)[3:5] == wanted
    base.close()


def test_a_page_of_the_dashboard_says_that_the_base_is_damaged(
    chemin: Path, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    from streamlit.testing.v1 import AppTest

    ecraser_table(chemin, "intervention")
    monkeypatch.setenv("TNE_BASE", str(chemin))
    at = AppTest.from_file(str(racine / "app.py"), default_timeout=60).run()
    assert not at.exception
    assert any("abîmé" in e.value for e in at.error)


def test_the_import_page_says_that_the_disk_is_full_and_goes_on_when_it_has_room(
    petite: Path, disque: Disque, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    from streamlit.testing.v1 import AppTest

    shutil.copytree(petite.parent, disque.dossier, dirs_exist_ok=True)
    monkeypatch.setenv("TNE_BASE", str(disque.dossier / petite.name))
    monkeypatch.setattr("tne.ui.acces.droit", lambda: COORDINATION)
    page = AppTest.from_file(str(racine / "app.py"), default_timeout=60).run()
    page.switch_page("pages/importer.py").run()
    page.file_uploader[0].set_value([("offre.csv", OFFRES.encode(), "text/csv")]).run()

    def press() -> str:
        (button,) = [b for b in page.button if b.label == "Importer"]
        button.click().run()
        assert not page.exception
        return " ".join(str(e.value) for kind in (page.error, page.success) for e in kind)

    disque.remplir()
    assert "est plein" in press()
    disque.vider()
    assert "c\u2019est fait" in press()


def test_a_file_of_a_newer_database_is_refused(chemin: Path) -> None:
    version_de_stockage(chemin, 250)
    before = chemin.read_bytes()
    with pytest.raises(BaseIndisponible, match=r"version plus récente|n'est pas une base lisible"):
        Base(str(chemin))
    assert chemin.read_bytes() == before


def test_a_file_that_was_half_written_anew_is_written_anew_all_the_same(chemin: Path) -> None:
    """For want of room, or killed: what it left was in the way of every later try of the same process."""
    new = Path(f"{chemin}{REWRITTEN}")
    shutil.copy(chemin, new)
    rewrite(str(chemin))
    assert not new.exists()
    base = Base(str(chemin))
    assert verifier(base) == []
    base.close()
