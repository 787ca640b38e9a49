"""Backups come back whole, an altered one is refused, and `verifier` sees what does not follow from the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tne.access import Droit
from tne.backup import KEPT, checksum_path, restaurer, sauvegarde_automatique, sauvegarder, verifier
from tne.db import Base
from tne.erreurs import AccesRefuse, BaseIndisponible
from tne.importing import annuler, importer

COORDINATION = Droit(True, "coordination")
INTERVENTIONS = (
    "Référence;Date;Nature;UAI;Heures\r\n"
    "2023-001;12/10/2023;Formation;0860002K;3\r\n"
    "2023-002;13/10/2023;Technique;0860014Y;1,5\r\n"
).encode("utf-8-sig")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """A base with two interventions."""
    opened = Base(str(tmp_path / "b.duckdb"))
    assert importer(opened, COORDINATION, INTERVENTIONS, "a.csv")[0].import_id == 1
    yield opened
    opened.close()


def _rows(base: Base) -> list[tuple[Any, ...]]:
    return (
        base.cursor()
        .execute("SELECT reference, nature, heures FROM intervention ORDER BY reference")
        .fetchall()
    )


def test_a_backup_comes_back_as_it_was(base: Base, tmp_path: Path) -> None:
    before = _rows(base)
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    annuler(base, COORDINATION, 1)
    assert _rows(base) == []
    base.close()
    kept = restaurer(base.path, COORDINATION, copy)
    assert kept is not None
    assert kept.parent.name == "sauvegardes"
    again = Base(base.path)
    assert _rows(again) == before
    assert verifier(again) == []
    again.close()


def test_an_altered_backup_is_refused_and_the_base_stays(base: Base, tmp_path: Path) -> None:
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    content = bytearray(copy.read_bytes())
    content[-1] ^= 1
    copy.write_bytes(content)
    base.close()
    with pytest.raises(BaseIndisponible, match="somme de contrôle"):
        restaurer(base.path, COORDINATION, copy)
    again = Base(base.path)
    assert len(_rows(again)) == 2
    again.close()


def test_a_file_that_is_no_base_is_refused(base: Base, tmp_path: Path) -> None:
    other = tmp_path / "autre.duckdb"
    other.write_bytes(b"rien" * 5000)
    base.close()
    with pytest.raises(BaseIndisponible, match="pas une base lisible"):
        restaurer(base.path, COORDINATION, other)
    assert not (tmp_path / "b.duckdb.arrive").exists()


def test_an_existing_file_is_never_overwritten(base: Base, tmp_path: Path) -> None:
    target = tmp_path / "copie.duckdb"
    target.write_text("précieux", encoding="utf-8")
    with pytest.raises(BaseIndisponible, match="existe déjà"):
        sauvegarder(base, COORDINATION, target)
    assert target.read_text(encoding="utf-8") == "précieux"


def test_a_reader_neither_backs_up_nor_restores(base: Base, tmp_path: Path) -> None:
    reader = Droit(False, "", "lecture seule.")
    with pytest.raises(AccesRefuse):
        sauvegarder(base, reader, tmp_path / "copie.duckdb")
    with pytest.raises(AccesRefuse):
        restaurer(base.path, reader, tmp_path / "copie.duckdb")
    assert not (tmp_path / "copie.duckdb").exists()


def test_automatic_backups_rotate(base: Base) -> None:
    made = [sauvegarde_automatique(base, COORDINATION, "essai") for _ in range(KEPT + 2)]
    left = sorted((Path(base.path).parent / "sauvegardes").glob("*.duckdb"))
    assert left == made[2:]
    assert all(checksum_path(path).exists() for path in left)


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("DELETE FROM intervention WHERE reference = '2023-001'", "1 lignes manquantes"),
        (
            "UPDATE intervention SET heures = 9 WHERE reference = '2023-001'",
            "1 lignes de trop et 1 lignes manquantes",
        ),
        ("INSERT INTO intervention SELECT * FROM intervention", "clés en double"),
        ("INSERT INTO import SELECT * FROM import", "en double"),
        ("UPDATE import_jeu SET lues = lues + 1", "ne s'additionnent pas"),
        ("UPDATE log_intervention SET _import = 7 WHERE reference = '2023-002'", "absents du journal"),
    ],
)
def test_verifier_says_what_does_not_follow_from_the_log(base: Base, tampering: str, expected: str) -> None:
    assert verifier(base) == []
    base.cursor().execute(tampering)
    assert expected in " ".join(verifier(base))


def test_the_commands(base_demo: Path, commande: Callable[..., Any], tmp_path: Path) -> None:
    copy = tmp_path / "copie.duckdb"
    assert commande("sauvegarder", copy, base=base_demo).returncode == 0
    assert commande("vider-demo", base=base_demo).returncode == 0
    assert commande("restaurer", copy, base=base_demo).returncode == 0
    done = commande("verifier", "--json", base=base_demo)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"differences": []})
    values = json.loads(commande("indicateurs", "--annee", "2023-2024", "--json", base=base_demo).stdout)
    assert next(v for v in values if v["code"] == "formation.participants")["valeur"] == 545
    missing = commande("restaurer", tmp_path / "rien.duckdb", base=base_demo)
    assert missing.returncode == 1
    assert "introuvable" in missing.stderr
