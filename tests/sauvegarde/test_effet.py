"""What a backup would change in the base, told before it is restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sauvegarde.conftest import COORDINATION, INTERVENTIONS
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.importing import Options, annuler, importer
from tne.store.backup import Contenu, contenu, restaurer_ou_remplacer, sauvegarder, sauvegardes
from tne.store.backup_files import checksum_path


def test_what_a_backup_would_change(base: Base, tmp_path: Path) -> None:
    importer(base, COORDINATION, INTERVENTIONS.replace(b"2023-001", b"2023-009"), "b.csv")
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    annuler(base, COORDINATION, 1)
    importer(base, COORDINATION, INTERVENTIONS.replace(b"2023-001", b"2023-010"), "c.csv")
    assert contenu(base, COORDINATION, copy) == Contenu(((3, "c.csv"),), (), ((1, "a.csv"),))


def test_an_import_replaced_since_a_backup_counts_again_with_it(base: Base, tmp_path: Path) -> None:
    """Neither undone then nor now: of the rows that come back nothing was told."""
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    newer = INTERVENTIONS.replace(b"2023-001", b"2023-009")
    importer(base, COORDINATION, newer, "b.csv", Options(remplacer=True))
    assert contenu(base, COORDINATION, copy) == Contenu(((2, "b.csv"),), (), ((1, "a.csv"),))


def test_two_imports_of_one_number_are_told_apart(base: Base, tmp_path: Path) -> None:
    """Of a copy that went its own way, on another computer."""
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    other = Base(str(copy))
    for one, nom in ((base, "b.csv"), (other, "c.csv")):
        importer(one, COORDINATION, INTERVENTIONS.replace(b"2023-00", nom.encode()), nom)
    other.close()
    checksum_path(copy).unlink()
    assert contenu(base, COORDINATION, copy) == Contenu(((2, "b.csv"),), ((2, "c.csv"),), ())


def test_a_damaged_base_among_the_backups_is_not_taken_for_the_base_in_use(
    base: Base, tmp_path: Path
) -> None:
    """It stands in the list of the page, kept as it was: whoever asks what it would change reads of that backup."""
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    base.close()
    Path(base.path).write_bytes(b"broken".ljust(9000, b"x"))
    kept = restaurer_ou_remplacer(base.path, COORDINATION, copy).gardee
    again = Base(base.path)
    assert kept is not None
    assert [s.path for s in sauvegardes(again)] == [kept]
    with pytest.raises(BaseIndisponible) as refused:
        contenu(again, COORDINATION, kept)
    again.close()
    assert str(refused.value) == (
        f"La sauvegarde « {kept.name} » n'est pas une base lisible, ou elle est abîmée : prenez-en une autre."
    )
