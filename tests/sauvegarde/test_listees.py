"""The automatic backups of a base: which are kept, which are found, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.sauvegarde.conftest import COORDINATION
from tne.db import Base
from tne.erreurs import BaseIndisponible, UsageIncorrect
from tne.store.backup import restaurer, sauvegarde_automatique, sauvegarder, sauvegardes
from tne.store.backup_files import (
    AVANT_PURGE,
    MANUELLE,
    QUOTIDIENNE,
    Sauvegarde,
    checksum_path,
    kept_of,
    rotate,
)
from tne.store.daily_backup import due, make_if_due
from tne.ui import contexte
from tne.ui.sauvegardes import _summary


@pytest.fixture
def base(neuve_modele: Path, tmp_path: Path, copier_base: Callable[[Path, Path], Path]) -> Iterator[Base]:
    """An empty one."""
    opened = Base(str(copier_base(neuve_modele, tmp_path)))
    yield opened
    opened.close()


def _backup(number: int, day: str, motif: str) -> Sauvegarde:
    return Sauvegarde(Path(f"{number}"), number, datetime.fromisoformat(day), motif, 1)


def test_the_rotation_keeps_days_weeks_and_what_came_before_an_operation() -> None:
    days = [datetime(2024, 1, 1, 6) + timedelta(days=i) for i in range(60)]
    every = [_backup(i, f"{day:%Y-%m-%d %H:%M}", QUOTIDIENNE) for i, day in enumerate(days)]
    every += [_backup(100 + i, "2024-03-01 10:00", AVANT_PURGE) for i in range(7)]
    every += [_backup(200 + i, "2024-03-01 11:00", MANUELLE) for i in range(7)]
    kept = {s.numero for s in kept_of(sorted(every, key=lambda s: -s.numero))}
    # 60 days from Monday 1 January: the last seven, and the last of each of the last four weeks (Sundays, then today).
    assert kept == {*range(53, 60), 55, 48, 41, *range(102, 107), *range(202, 207)}


def test_one_week_of_two_years_is_two_weeks() -> None:
    days = [datetime(2023, 3, 8), *(datetime(2024, 3, 4) + timedelta(days=i) for i in range(8))]
    every = [_backup(i, f"{day:%Y-%m-%d %H:%M}", QUOTIDIENNE) for i, day in enumerate(days)]
    assert 0 in {s.numero for s in kept_of(every[::-1])}


def test_only_a_daily_backup_stands_for_that_of_the_day() -> None:
    every = [_backup(2, "2024-03-05 10:00", MANUELLE), _backup(1, "2024-03-04 06:00", QUOTIDIENNE)]
    assert due(every, date(2024, 3, 5))
    assert not due(every, date(2024, 3, 4))


def test_a_base_that_holds_no_import_is_not_backed_up_unasked(base: Base) -> None:
    """Of five that are kept before operations, none is of a base where nothing was."""
    copy = sauvegarder(base, COORDINATION, Path(base.path).with_name("copie.duckdb"))
    assert make_if_due(base, datetime(2024, 3, 5, 10)) is None
    assert restaurer(base, COORDINATION, copy).gardee is None
    assert sauvegardes(base) == ()


def test_a_clock_set_back_costs_no_backup(base: Base) -> None:
    first = sauvegarde_automatique(base, COORDINATION, QUOTIDIENNE, datetime(2031, 5, 1))
    made = [
        sauvegarde_automatique(base, COORDINATION, QUOTIDIENNE, datetime(2024, 1, 1 + i)) for i in range(9)
    ]
    left = [s.path for s in sauvegardes(base)]
    assert left[:7] == made[::-1][:7], "the latest made come first and stay, whatever their date"
    assert first not in left or len(left) > 7


def test_automatic_backups_rotate_with_their_checksums(base: Base) -> None:
    made = [sauvegarde_automatique(base, COORDINATION, AVANT_PURGE) for _ in range(7)]
    folder = Path(base.path).parent / "sauvegardes"
    assert {p.name for p in folder.iterdir()} == {
        name for path in made[2:] for name in (path.name, checksum_path(path).name)
    }


def test_a_damaged_base_that_others_take_the_place_of_goes_with_its_log(base: Base) -> None:
    """Both hold what was in the base."""
    folder = Path(base.path).parent / "sauvegardes"
    folder.mkdir()
    for n in range(7):
        for log in ("", ".wal"):
            (folder / f"tne-00000{n}-2024-03-05-060000-abimee.duckdb{log}").touch()
    rotate(base.backend)
    assert sorted(int(p.name[4:10]) for p in folder.iterdir()) == [2, 2, 3, 3, 4, 4, 5, 5, 6, 6]


def test_the_backups_of_two_bases_in_one_folder_stay_apart(base: Base, tmp_path: Path) -> None:
    other = Base(str(tmp_path / "b2.duckdb"))
    mine = sauvegarde_automatique(base, COORDINATION, MANUELLE)
    theirs = [sauvegarde_automatique(other, COORDINATION, MANUELLE) for _ in range(7)]
    assert [s.path for s in sauvegardes(base)] == [mine]
    assert [s.path for s in sauvegardes(other)] == theirs[:1:-1]
    other.close()


def test_what_a_killed_process_left_of_a_backup_goes_and_nothing_of_a_base_whose_name_begins_alike(
    neuve_modele: Path, tmp_path: Path, copier_base: Callable[[Path, Path], Path]
) -> None:
    """The other may be making its backup at this moment, which failed for want of its file."""
    path, folder = copier_base(neuve_modele, tmp_path), tmp_path / "sauvegardes"
    folder.mkdir()
    whole = [f"tne-000002-2024-03-05-070000-manuelle.duckdb{ending}" for ending in ("", ".sha256")]
    left, theirs = (
        [
            f"{stem}-000001-2024-03-05-060000-manuelle.duckdb{ending}"
            for ending in (".partiel", ".partiel.wal", ".sha256")
        ]
        for stem in ("tne", "tne-2")
    )
    for name in (*whole, *left, *theirs):
        (folder / name).touch()
    Base(str(path)).close()
    assert {p.name for p in folder.iterdir()} == {*whole, *theirs}


def test_a_backup_downloaded_twice_is_found_under_the_name_that_the_browser_gave_it(base: Base) -> None:
    made = sauvegarde_automatique(base, COORDINATION, MANUELLE)
    again = made.rename(made.with_stem(f"{made.stem} (1)"))
    assert [s.path for s in sauvegardes(base)] == [again]


def test_backups_may_go_to_another_disk(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_SAUVEGARDES", str(tmp_path / "ailleurs"))
    assert sauvegarde_automatique(base, COORDINATION, MANUELLE).parent == tmp_path / "ailleurs"
    assert not (tmp_path / "sauvegardes").exists()


def test_no_backup_goes_where_the_other_disk_is_not(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unplugged, its folder was made on the disk of the base, and the copies stood there as if they were safe."""
    monkeypatch.setenv("TNE_SAUVEGARDES", str(tmp_path / "disque" / "tne"))
    with pytest.raises(BaseIndisponible, match="« disque » n'existe pas"):
        sauvegarde_automatique(base, COORDINATION, MANUELLE)
    assert not (tmp_path / "disque").exists()


def test_a_word_that_is_neither_yes_nor_no_is_told_to_every_page(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_SAUVEGARDE_QUOTIDIENNE", "jamais")
    for _page in range(2):
        with pytest.raises(UsageIncorrect, match="TNE_SAUVEGARDE_QUOTIDIENNE"):
            contexte._open(base.path)


@pytest.mark.parametrize(
    ("jours", "faite_chaque_jour", "dit", "tait"),
    [
        (0, "oui", "une par jour", "date d"),
        (1, "oui", "une par jour", "date d"),
        (2, "oui", "date d\u2019il y a 2 jours", "Aucune"),
        (None, "oui", "Aucune sauvegarde du jour pour l\u2019instant", "date d"),
        (40, "non", "aucune chaque jour", "date d"),
        (None, "non", "aucune chaque jour", "une par jour"),
    ],
)
def test_the_page_says_whether_one_is_made_each_day(
    monkeypatch: pytest.MonkeyPatch, jours: int | None, faite_chaque_jour: str, dit: str, tait: str
) -> None:
    """« en fait une par jour », and a warning of the last one, stood where a setting rules them out."""
    monkeypatch.setenv("TNE_SAUVEGARDE_QUOTIDIENNE", faite_chaque_jour)
    today = date(2026, 3, 2)
    made = datetime(2026, 3, 2, 7) - timedelta(days=jours or 0)
    every = () if jours is None else (Sauvegarde(Path("a"), 1, made, QUOTIDIENNE, 1),)
    said = _summary(every, today)
    assert dit in said
    assert tait not in said
