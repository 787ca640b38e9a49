"""The hour of the schools, on a machine set to another zone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tne import horloge

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("territoire", "greenwich", "la_bas"),
    [
        ("086", datetime(2025, 8, 31, 22, 30), datetime(2025, 9, 1, 0, 30)),
        ("086", datetime(2025, 1, 31, 22, 30), datetime(2025, 1, 31, 23, 30)),
        ("974", datetime(2025, 8, 31, 20, 30), datetime(2025, 9, 1, 0, 30)),
        ("971", datetime(2025, 9, 1, 2, 30), datetime(2025, 8, 31, 22, 30)),
    ],
)
def test_it_is_that_of_the_territory(
    monkeypatch: pytest.MonkeyPatch, territoire: str, greenwich: datetime, la_bas: datetime
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", territoire)

    class Greenwich(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            assert tz is UTC
            return greenwich.replace(tzinfo=UTC)

    monkeypatch.setattr(horloge, "datetime", Greenwich)
    assert horloge.maintenant() == la_bas
    assert horloge.aujourdhui() == date(la_bas.year, la_bas.month, la_bas.day)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_the_journal_of_a_server_set_elsewhere_tells_the_hour_of_the_schools(
    tmp_path: Path, zone: str
) -> None:
    source = tmp_path / "offre.csv"
    source.write_text("Adresse mail;UAI;Date d'envoi\na@exemple.fr;0860002K;12/09/2023\n", encoding="utf-8")
    env = {**os.environ, "TZ": zone, "TNE_TERRITOIRE": "086", "TNE_BASE": str(tmp_path / "tne.duckdb")}

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tne", *command],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    before = horloge.maintenant()
    run("importer", str(source), "--jeu", "offre", "--annee", "2023-2024")
    line = run("imports")
    told = datetime.strptime(" ".join(line.split()[2:4]), "%d/%m/%Y %H:%M")
    assert abs((told - before).total_seconds()) < 600


def test_nothing_else_asks_the_machine() -> None:
    """One clock: what is dated by the machine would be of another day than what stands beside it."""
    asking = (
        "date.today()",
        "datetime.now()",
        "datetime.today()",
        "Timestamp.now()",
        "Timestamp.today()",
        "time.localtime(",
    )
    found = [
        f"{path.relative_to(ROOT)} : {word}"
        for path in (ROOT / "app.py", *(ROOT / "tne").rglob("*.py"), *(ROOT / "pages").rglob("*.py"))
        for word in asking
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
