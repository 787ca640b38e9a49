"""A setting that cannot be read is said in a sentence that names it, on every way that reads it; an empty one is the default."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tne import settings
from tne.erreurs import UsageIncorrect

# Each with the least that it may be.
NOMBRES = {
    "TNE_SEUIL": (settings.seuil, 3),
    "TNE_MASQUES_MINIMUM": (settings.masques_minimum, 2),
    "TNE_LIGNES_GARDEES": (settings.lignes_gardees, 0),
    "TNE_LIGNES_SUR_DISQUE": (settings.lignes_sur_disque, 0),
}


@pytest.mark.parametrize("variable", NOMBRES)
def test_a_number_is_read_or_its_variable_named(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable, raising=False)
    asked, least = NOMBRES[variable]
    default = asked()
    for said, expected in (("", default), (" 7 ", 7), (str(least), least)):
        monkeypatch.setenv(variable, said)
        assert asked() == expected
    for wrong in ("cinq", "-1", "5,5", "5 000"):
        monkeypatch.setenv(variable, wrong)
        with pytest.raises(UsageIncorrect, match=f"{variable} vaut « {wrong} » : un nombre entier"):
            asked()


@pytest.mark.parametrize(
    ("variable", "wrong"), [("TNE_SEUIL", 2), ("TNE_SEUIL", 0), ("TNE_MASQUES_MINIMUM", 1)]
)
def test_a_mask_that_hides_nobody_is_refused(
    variable: str, wrong: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, least = NOMBRES[variable]
    monkeypatch.setenv(variable, str(wrong))
    with pytest.raises(UsageIncorrect, match=f"{variable} vaut « {wrong} » : au moins {least} est attendu"):
        asked()


def test_the_daily_backup_is_yes_or_no(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, expected in (
        ("", True),
        ("oui", True),
        ("1", True),
        ("Non", False),
        ("0", False),
        ("false", False),
    ):
        monkeypatch.setenv("TNE_SAUVEGARDE_QUOTIDIENNE", said)
        assert settings.sauvegarde_quotidienne() is expected
    monkeypatch.setenv("TNE_SAUVEGARDE_QUOTIDIENNE", "jamais")
    with pytest.raises(UsageIncorrect, match="vaut « jamais » : « oui » ou « non » est attendu"):
        settings.sauvegarde_quotidienne()


def test_the_memory_is_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, expected in (
        ("", "700MB"),
        ("2GB", "2GB"),
        ("1.5 GiB", "1.5 GiB"),
        ("500m", "500m"),
        ("80%", "80%"),
    ):
        monkeypatch.setenv("TNE_MEMOIRE", said)
        assert settings.memory_limit() == expected
    for wrong in ("beaucoup", "700", "2 Go", "1,5GB", "0MB", "0%", "150%", "512KB", "99999999TB"):
        monkeypatch.setenv("TNE_MEMOIRE", wrong)
        with pytest.raises(UsageIncorrect, match=f"TNE_MEMOIRE vaut « {wrong} »"):
            settings.memory_limit()


def test_a_command_says_it_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_MEMOIRE", "2 Go")
    ran = subprocess.run(
        [sys.executable, "-m", "tne", "imports", "--base", str(tmp_path / "b.duckdb")],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "TNE_MEMOIRE vaut « 2 Go » : une taille comme 700MB ou 1.5GB est attendue.\n"
