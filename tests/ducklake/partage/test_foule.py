"""Many instances at once on one base, some of them killed, PostgreSQL stopped under them: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from scripts.avec_postgres import grappe
from tests.ducklake.ouvrier import COORDINATION, LIGNES, fichier
from tests.ducklake.partage.conftest import Instance, fini
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.importing import Options, annuler, importer, retablir
from tne.store import ducklake_storage
from tne.store.backup import sauvegarder
from tne.store.verification import verifier

ETAT = """
SELECT (SELECT list((id, annule, en_vigueur) ORDER BY id) FROM import),
       (SELECT list((action, import_id) ORDER BY rang) FROM evenement),
       (SELECT list(i ORDER BY i) FROM (SELECT reference FROM intervention) AS t(i)),
       (SELECT list((i, r) ORDER BY i, r) FROM (SELECT _import, _rang FROM log_intervention) AS t(i, r))
"""


def etat(base: Base) -> object:
    """All that an import of interventions changes."""
    return base.cursor().execute(ETAT).fetchall()


CONNUS = "SELECT file_count + delete_file_count FROM ducklake_table_info('tne')"


def numeros(out: str) -> list[int]:
    """The numbers of the imports, as the importing processes told them."""
    return sorted(int(line.split()[2]) for line in out.splitlines() if line.startswith("importé"))


@pytest.mark.parametrize(("files", "readers"), [(1, 3), pytest.param(20, 8, marks=pytest.mark.long)])
def test_four_import_while_others_read(
    files: int, readers: int, partagee: str, instance: Instance, tmp_path: Path
) -> None:
    """And one more undoes, redoes, verifies and backs up meanwhile."""
    base = Base(partagee)
    importer(base, COORDINATION, fichier(1), "1.csv", Options(jeu="intervention"))
    writers = [f"importer:{100 * n}:{files}" for n in range(1, 5)]
    crowd = instance("ensemble", partagee, *writers, *["lire"] * readers)
    annuler(base, COORDINATION, 1)
    assert verifier(base) == []
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    retablir(base, COORDINATION, 1)
    imports = 4 * files + 1
    out = fini(crowd, timeout=180 + 20 * imports)
    assert numeros(out) == list(range(2, imports + 1))
    assert out.count("images") == readers
    assert verifier(base) == []
    con = base.cursor()
    assert con.execute("SELECT count(*) FROM intervention").fetchall() == [(LIGNES * imports,)]
    assert con.execute("SELECT action, count(*) FROM evenement GROUP BY 1 ORDER BY 1").fetchall() == [
        ("annulation", 1),
        ("import", imports),
        ("rétablissement", 1),
    ]
    base.close()
    held = Base(str(copy), save_first=False)
    assert verifier(held) == []
    held.close()


# What is killed, at which stage and how many seconds later; a stage « COMMIT » is that of the writing itself.
COURTES = (
    ("importer", "BEGIN", 0.0),
    ("importer", "COMMIT", 0.02),
    ("annuler", "COMMIT", 0.05),
    ("entretenir", "début", 0.6),
)


def longues() -> list[tuple[str, str, float]]:
    """Two hundred, drawn at random."""
    drawn = random.Random(86)
    works = ("importer", "annuler", "rétablir", "importer", "entretenir")
    stages = ("début", "BEGIN", "COMMIT", "COMMIT", "écrit")
    return [
        (work, "début" if work == "entretenir" else drawn.choice(stages), drawn.uniform(0, 0.4))
        for _ in range(40)
        for work in works
    ]


@pytest.mark.parametrize("kills", [COURTES, pytest.param(longues(), marks=pytest.mark.long)])
def test_an_instance_killed_at_any_moment_harms_nothing(
    kills: list[tuple[str, str, float]],
    partagee: str,
    instance: Instance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The one that stays sees the work done whole or not at all, goes on, and clears away what the dead one left."""
    base = Base(partagee)
    for n in (1, 2):
        importer(base, COORDINATION, fichier(n), f"{n}.csv", Options(jeu="intervention"))
    workshop = instance("chutes", partagee)
    assert workshop.stdin is not None
    assert workshop.stdout is not None
    seen = set()
    for number, (work, stage, delay) in enumerate(kills, 100):
        before = etat(base)
        target = 2 if work == "annuler" else 1 if work == "rétablir" else number
        workshop.stdin.write(json.dumps([work, target, stage, delay]) + "\n")
        workshop.stdin.flush()
        told = json.loads(workshop.stdout.readline())
        assert told, "the work began"
        changed = etat(base) != before
        if "écrit" in told and work != "rétablir":
            assert changed, f"{work} killed after {told}: what was written is lost"
        if "COMMIT" not in told:
            assert not changed, f"{work} killed after {told}: half of it stayed"
        assert verifier(base) == [], (work, told)
        seen.add((told[-1], changed))
        if work == "annuler" and changed:
            retablir(base, COORDINATION, 2)
    assert ("BEGIN", False) in seen, seen
    folder = Path(base.backend.data_path)  # type: ignore[attr-defined]
    monkeypatch.setattr(ducklake_storage, "ORPHELINS", 0)
    monkeypatch.setattr(ducklake_storage, "GARDES", 0)
    before = etat(base)
    base.backend.compact(base.cursor())
    assert (etat(base), verifier(base)) == (before, [])
    known = base.cursor().execute(CONNUS).fetchall()
    assert len(list(folder.rglob("*.parquet"))) == sum(n for (n,) in known)
    base.close()


# Long: ten stops take minutes. A process that cannot even say ROLLBACK may be ended by DuckLake itself: it is started again.
@pytest.mark.long
@pytest.mark.parametrize("stops", [1, 10])
def test_postgresql_stopped_at_any_moment_harms_nothing(
    stops: int, instance: Instance, tmp_path: Path
) -> None:
    """Stopped as by a power cut while two import and two read; all of them go on when it is back."""
    drawn = random.Random(10)
    with grappe(durable=True) as server:
        name = f"{server.nom} data_path='{tmp_path / 'lac'}'"
        base = Base(name)
        files = 4 * stops
        crowd = instance("ensemble", name, f"importer:100:{files}", f"importer:500:{files}", "lire", "lire")
        for _ in range(stops):
            time.sleep(drawn.uniform(0.5, 2.5))
            server.stop("immediate")
            with pytest.raises(BaseIndisponible, match="ne répond pas"):
                base.version()
            server.start()
        fini(crowd)
        base.version()
        numbers = base.cursor().execute("SELECT id FROM import ORDER BY id").fetchall()
        assert numbers == [(n,) for n in range(1, 2 * files + 1)]
        assert verifier(base) == []
        counted = base.cursor().execute("SELECT count(*) FROM intervention").fetchall()
        assert counted == [(2 * files * LIGNES,)]
        base.close()
