"""A setting that cannot be read is said in a sentence that names it, on every way that reads it; an empty one is the default."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tne import settings
from tne.erreurs import UsageIncorrect

NOMBRES = {
    "TNE_SEUIL": settings.seuil,
    "TNE_MASQUES_MINIMUM": settings.masques_minimum,
    "TNE_LIGNES_GARDEES": settings.lignes_gardees,
    "TNE_LIGNES_SUR_DISQUE": settings.lignes_sur_disque,
}


@pytest.mark.parametrize("variable", NOMBRES)
def test_a_number_is_read_or_its_variable_named(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable, raising=False)
    default = NOMBRES[variable]()
    for said, expected in (("", default), (" 7 ", 7), ("0", 0)):
        monkeypatch.setenv(variable, said)
        assert NOMBRES[variable]() == expected
    for wrong in ("cinq", "-1", "5,5", "5 000"):
        monkeypatch.setenv(variable, wrong)
        with pytest.raises(UsageIncorrect, match=f"{variable} vaut « {wrong} » : un nombre entier"):
            NOMBRES[variable]()


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
