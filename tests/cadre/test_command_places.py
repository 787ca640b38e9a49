"""A place that a command cannot use — a folder for a base, a file for a folder — is told in one sentence, and nothing is written there."""

from __future__ import annotations

import builtins
import errno
import io
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from tests.importing.scene import Scene
from tne.__main__ import main
from tne.cli import importing
from tne.cli.commands import open_base
from tne.db import Base

LISTE = "UAI;Nom\n0860002K;Collège\n"


def _said(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(argv)
    return code, capsys.readouterr().err.strip()


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LISTE, encoding="utf-8")
    return path


def test_a_folder_is_no_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _said(["imports", "--base", str(tmp_path)], capsys) == (
        1,
        f"La base « {tmp_path.name} » est un dossier : nommez le fichier de la base, par exemple {tmp_path.name}/tne.duckdb.",
    )


@pytest.mark.parametrize("command", [["demo"], ["restaurer", __file__]])
def test_a_file_stands_where_the_folder_of_the_base_should(
    fichier: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _said([*command, "--base", str(fichier / "tne.duckdb")], capsys) == (
        1,
        "Le dossier de la base « tne.duckdb » ne peut pas être fait : vérifiez son chemin.",
    )


@pytest.mark.parametrize("command", ["demo", "importer {fichier}", "restaurer {fichier}"])
def test_a_name_with_a_slip_makes_no_tree_of_folders(
    fichier: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = fichier.parent / "donnes" / "base" / "tne.duckdb"
    assert _said([*command.format(fichier=fichier).split(), "--base", str(place)], capsys) == (
        1,
        "Le dossier de la base « tne.duckdb » ne peut pas être fait : « donnes » n'existe pas. Vérifiez son chemin, ou faites d'abord "
        "ce dossier.",
    )
    assert list(fichier.parent.iterdir()) == [fichier]


def test_the_folder_of_a_base_and_of_a_copy_is_made_in_one_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `data/` is at the first start. Two of them may be missing because the disk of backups is not mounted."""
    monkeypatch.chdir(tmp_path)
    Base("base/tne.duckdb").close()
    copier = ["sauvegarder", "--base", "base/tne.duckdb"]
    assert _said([*copier, "disque/tne/copie.duckdb"], capsys) == (
        1,
        "Le dossier de la sauvegarde « copie.duckdb » ne peut pas être fait : « disque » n'existe pas. Vérifiez son chemin, ou faites "
        "d'abord ce dossier.",
    )
    assert [p.name for p in tmp_path.iterdir()] == ["base"]
    for written in ("copies/copie.duckdb", "copie.duckdb"):
        assert _said([*copier, written], capsys) == (0, "")
        assert Path(written).is_file()


def test_a_file_that_may_not_be_read_leaves_no_base_and_is_told_before_another_is_written(
    fichier: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty base would be taken for that of a first start, and of what was written nothing was said."""
    closed, base, opening = fichier.with_name("fermee.csv"), fichier.with_name("tne.duckdb"), io.open
    closed.write_text(LISTE, encoding="utf-8")

    def refuse(file: Any, *args: Any, **kwargs: Any) -> Any:
        if str(file) == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        return opening(file, *args, **kwargs)

    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    assert _said(["importer", str(fichier), str(closed), "--base", str(base)], capsys) == (
        1,
        "Le fichier « fermee.csv » ne peut pas être lu ou écrit : vérifiez les droits du dossier, et que le disque n'est pas en lecture "
        "seule.",
    )
    assert not base.exists()


def test_a_table_is_no_base_and_stays_as_it_is(fichier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _said(["imports", "--base", str(fichier)], capsys) == (
        1,
        "Le fichier « liste.csv » n'est pas la base d'un tableau de bord : choisissez un autre nom.",
    )
    assert fichier.read_text(encoding="utf-8") == LISTE


@pytest.mark.parametrize("place", ["liste.csv/propre", "liste.csv/a/b"])
def test_lire_says_which_folder_cannot_be_made(
    fichier: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vers = fichier.parent / place
    assert _said(["lire", str(fichier), "--vers", str(vers)], capsys) == (
        2,
        f"--vers : le dossier « {vers} » ne peut pas être fait : vérifiez son chemin.",
    )


@pytest.mark.parametrize(
    "command",
    [
        "sauvegarder {dossier}/copie.duckdb",
        "copier {base} {dossier}/autre.duckdb",
        "verifier",
        "nettoyer",
        "preparer",
        "entretenir",
        "vider-demo",
        "annuler 1",
        "retablir 1",
        "purger --annee 2023-2024",
        "exporter bilan --annee 2023-2024 --format xlsx -o {dossier}/bilan.xlsx",
        "exporter fiche --annee 2023-2024 --format pdf -o {dossier}/fiches.zip",
        "exporter donnees --annee 2023-2024 --format csv --jeu offre --confirmer -o {dossier}/offre.csv",
    ],
)
def test_a_base_that_is_not_there_is_not_made(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with a slip would give an empty copy, night after night, an empty base found whole, a bilan of nothing."""
    base = tmp_path / "tnee.duckdb"
    words = command.format(dossier=tmp_path, base=base).split()
    assert _said([*words, "--base", str(base)], capsys) == (
        1,
        "La base « tnee.duckdb » n'existe pas : vérifiez son nom (--base, ou TNE_BASE).",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["imports", "indicateurs --annee 2023-2024"])
def test_a_list_of_a_base_that_is_not_there_is_empty_and_says_why(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made by such a question, the base would be found by the first start, which brings the demonstration only where there is none."""
    assert main([*command.split(), "--json", "--base", str(tmp_path / "tne.duckdb")]) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert {row["origine"] for row in rows} <= {"absent"}
    assert (
        said.err
        == "La base « tne.duckdb » n'existe pas encore : elle est lue comme vide. Si elle devrait exister, vérifiez son nom "
        "(--base, ou TNE_BASE).\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_backups_of_a_base_that_is_not_there_are_listed_and_the_name_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a name with a slip, « aucune sauvegarde » would be believed; of a base that was lost, they are what is looked for."""
    told = "La base « tne.duckdb » n'existe pas. Si elle devrait exister, vérifiez son nom (--base, ou TNE_BASE).\n"
    asked = ["sauvegardes", "--base", str(tmp_path / "tne.duckdb")]
    assert main(asked) == 0
    assert capsys.readouterr() == ("Aucune sauvegarde automatique pour cette base.\n", told)
    kept = tmp_path / "sauvegardes" / "tne-000001-2024-03-05-060000-quotidienne.duckdb"
    kept.parent.mkdir()
    kept.touch()
    assert main([*asked, "--json"]) == 0
    said = capsys.readouterr()
    assert ([s["fichier"] for s in json.loads(said.out)], said.err) == ([str(kept)], told)


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_command_whose_output_is_closed_does_its_work(
    tmp_path: Path, closed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`>&-` in a script, or a planned task without a console: Python has None in its place, and prints on standard output what is
    told to a standard error of that kind.
    """
    monkeypatch.setattr(sys, closed, None)
    assert main(["imports", "--json", "--base", str(tmp_path / "tne.duckdb")]) == 0
    said = capsys.readouterr()
    assert (said.out, "n'existe pas encore" in said.err) == (
        ("", True) if closed == "stdout" else ("[]\n", False)
    )


def test_files_that_are_all_refused_leave_no_base_where_there_was_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first start would take an empty one for its own, and bring no demonstration."""
    refused, taken, base = (tmp_path / name for name in ("carnet.csv", "offre.csv", "tne.duckdb"))
    refused.write_text("Couleur;Forme\nbleu;rond\n", encoding="utf-8")
    taken.write_text("Année scolaire;UAI;E-mail\n2023-2024;0860002K;a@x.fr\n", encoding="utf-8")
    importer = ["importer", "--base", str(base), str(refused)]
    assert main([*importer, str(refused)]) == 1
    assert not base.exists()
    assert _said([*importer, "--annee", "2023"], capsys)[0] == 2
    assert not base.exists()
    assert main([*importer, str(taken)]) == 1
    assert base.exists(), "one of two is in"
    assert main(importer) == 1
    assert base.exists(), "it was there before"


def test_a_base_that_another_command_made_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two imports begun at once, where there was no base: the second found none, waited for the first, and removed what it had
    imported because its own file was refused.
    """
    refused, path = tmp_path / "carnet.csv", tmp_path / "tne.duckdb"
    refused.write_text("Couleur;Forme\nbleu;rond\n", encoding="utf-8")

    def after_the_other(args: Namespace, *, neuve: bool) -> Base:
        scene = Scene(path)
        scene.un("Année scolaire;UAI;E-mail\n2023-2024;0860002K;a@x.fr")
        scene.base.close()
        opened: Base = open_base(args, neuve=neuve)
        return opened

    monkeypatch.setattr(importing, "open_base", after_the_other)
    assert main(["importer", "--base", str(path), str(refused)]) == 1
    assert main(["verifier", "--base", str(path)]) == 0
