"""A place that a command cannot use — a folder for a base, a file for a folder — is told in one sentence, and nothing is written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tne.__main__ import main

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


def test_a_file_stands_where_the_folder_of_the_base_should(
    fichier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _said(["imports", "--base", str(fichier / "tne.duckdb")], capsys) == (
        1,
        "Le dossier de la base « tne.duckdb » ne peut pas être fait : vérifiez son chemin.",
    )


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


def test_no_copy_is_made_of_a_base_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with a slip would give an empty copy, night after night, and an empty base."""
    copy, base = tmp_path / "copie.duckdb", tmp_path / "tnee.duckdb"
    assert _said(["sauvegarder", str(copy), "--base", str(base)], capsys) == (
        1,
        "La base « tnee.duckdb » n'existe pas : il n'y a rien à sauvegarder. Vérifiez son nom (--base, ou TNE_BASE).",
    )
    assert list(tmp_path.iterdir()) == []
