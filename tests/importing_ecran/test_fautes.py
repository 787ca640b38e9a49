"""Faults end in a sentence: nothing half written, nothing doubled, nothing of a file obeyed."""

from __future__ import annotations

import threading

import duckdb
import pytest

from tests.importing.scene import COORDINATION, Scene, codes, comptes, text_bytes
from tne.db import Base
from tne.demo import demo_en_place, retirer_demo
from tne.effects import measure
from tne.erreurs import BaseIndisponible
from tne.importing import Options, Workbench, importer_document, open_document, reconnaitre
from tne.importing.correcting.corrections import cell_key
from tne.importing.journal import retry
from tne.importing.rehearsal import rehearse_import

DEMO = """Référence;Date;Nature;UAI
2023-001;12/06/2024;Formation;0860002K
2023-002;12/06/2024;Formation;0860799B"""
VRAI = """Référence;Date;Nature;UAI
2023-001;13/06/2024;Suivi de projet;0860002K"""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (duckdb.IOException("Could not write file x: No space left on device"), "Le disque est plein"),
        (
            duckdb.FatalException("Failed to create checkpoint: No space left on device"),
            "Le disque est plein",
        ),
        (duckdb.OutOfMemoryException("could not allocate block"), "plus de mémoire"),
    ],
)
def test_no_room_is_said_in_a_sentence(error: Exception, words: str) -> None:
    def work() -> None:
        raise error

    with pytest.raises(BaseIndisponible, match=words):
        retry(work)


def test_another_failure_is_not_hidden() -> None:
    def work() -> None:
        raise duckdb.IOException("Cannot open file")

    with pytest.raises(duckdb.IOException):
        retry(work)


def test_a_folder_that_refuses_a_commit_is_no_crowd_of_writers() -> None:
    """The file may be written, its log beside it may not: DuckDB says so with the class of a conflict."""
    tried = []

    def work() -> None:
        tried.append(1)
        raise duckdb.TransactionException(
            'TransactionContext Error: Failed to commit: Cannot open file "tne.duckdb.wal": Permission denied'
        )

    with pytest.raises(BaseIndisponible, match="Vérifiez les droits du dossier"):
        retry(work)
    assert tried == [1]


def test_a_base_that_a_full_disk_has_stopped_is_opened_anew(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a checkpoint without room DuckDB refuses every query of that opening, while the file is sound."""
    document = open_document(text_bytes(DEMO), "a.csv")
    recognised, bench = reconnaitre(document), Workbench(scene.base)
    rehearse_import(scene.base, COORDINATION, document, recognised, Options(), measure, bench=bench)
    stopped, ask = scene.base._root, Base._version
    faults = iter([True, True])

    def spoilt(base: Base) -> int:
        if next(faults, False):
            raise duckdb.FatalException("database has been invalidated because of a previous fatal error")
        return ask(base)

    monkeypatch.setattr(Base, "_version", spoilt)
    assert scene.base.version() == 0
    assert scene.base._root is not stopped
    with pytest.raises(duckdb.ConnectionException):
        stopped.execute("SELECT 1")
    # What another session had staged was on the old opening: it is staged anew.
    (done,) = importer_document(scene.base, COORDINATION, document, recognised, bench=bench)
    assert comptes(done) == {"lues": 2, "ajoutees": 2}


def test_the_demonstration_leaves_in_the_same_transaction(scene: Scene) -> None:
    scene.importer(DEMO, demo=True)
    assert scene.un(VRAI).etat == "refusé"
    done = scene.un(VRAI, retirer_demo=True)
    assert (done.etat, comptes(done)) == ("importé", {"lues": 1, "ajoutees": 1})
    assert scene.table("intervention", "reference", "nature") == [("2023-001", "Suivi de projet")]
    scene.verifier("intervention")


def test_a_file_of_the_demonstration_never_passes_for_real_records(scene: Scene) -> None:
    scene.importer(DEMO, demo=True)
    scene.importer(VRAI.replace("001", "009"), "autre.csv", demo=True)
    assert scene.un(DEMO).etat == "déjà importé"
    kept = scene.un(DEMO, retirer_demo=True)
    assert (kept.etat, kept.import_id, comptes(kept)) == ("rétabli", 1, {"lues": 2, "ajoutees": 2})
    assert scene.sql("SELECT id, demo, en_vigueur FROM import ORDER BY id") == [
        (1, True, True),
        (2, True, False),
    ]
    # Taken out, then dropped again: the preview says what comes back, and how it leaves.
    assert retirer_demo(scene.base, COORDINATION) == 1
    document = open_document(text_bytes(DEMO), "a.csv")
    seen = rehearse_import(scene.base, COORDINATION, document, reconnaitre(document), Options(), measure)
    assert "fictives" in seen.deja
    assert "« Retirer la démonstration »" in seen.deja
    back = scene.un(DEMO)
    assert (back.etat, demo_en_place(scene.base)) == ("rétabli", True)
    # Read otherwise they are another import, of the same invented records.
    other = scene.un(DEMO, corrections={cell_key(None, 2, "Nature"): "Suivi de projet"})
    assert scene.sql("SELECT demo FROM import WHERE id = $id", id=other.import_id) == [(True,)]
    # Beside real records it does not come back.
    assert scene.un(VRAI, "vrai.csv", retirer_demo=True).etat == "importé"
    refused = scene.un(DEMO)
    assert (refused.etat, refused.import_id) == ("refusé", None)
    assert "fictive" in refused.problemes[0].message


def test_a_file_of_the_demonstration_in_place_is_not_said_to_be_taken_out(scene: Scene) -> None:
    scene.importer(DEMO, demo=True)
    document = open_document(text_bytes(DEMO), "a.csv")
    # Read otherwise: another import of the same bytes.
    read = Options(corrections={cell_key(None, 2, "Nature"): "Suivi de projet"})
    seen = rehearse_import(scene.base, COORDINATION, document, reconnaitre(document), read, measure)
    assert "qui est en place" in seen.deja
    assert "retirée" not in seen.deja
    retirer_demo(scene.base, COORDINATION)
    seen = rehearse_import(scene.base, COORDINATION, document, reconnaitre(document), read, measure)
    assert "que vous avez retirée" in seen.deja


def test_a_refused_file_leaves_the_demonstration_in_place(scene: Scene) -> None:
    scene.importer(DEMO, demo=True)
    before = scene.contenu()
    wrong = scene.un(VRAI.replace("13/06/2024", "demain"), retirer_demo=True)
    assert wrong.etat == "refusé"
    assert scene.contenu() == before


def test_the_preview_without_the_demonstration_counts_against_the_rest(scene: Scene) -> None:
    scene.importer(DEMO, demo=True)
    document = open_document(text_bytes(VRAI), "a.csv")
    options = Options(retirer_demo=True)
    seen = rehearse_import(scene.base, COORDINATION, document, reconnaitre(document), options, measure)
    assert comptes(seen.resultats[0]) == {"lues": 1, "ajoutees": 1}
    assert seen.differences[0].nombre_retirees == 0


def test_of_a_demonstration_that_leaves_no_row_is_said_to_stay(scene: Scene) -> None:
    """The first real file was asked what becomes of « 139 lignes de fichiers précédents »: all invented, and leaving with it."""
    scene.importer(DEMO, demo=True)
    document = open_document(text_bytes(VRAI), "a.csv")

    def absent(**options: bool) -> tuple[int, int, list[str]]:
        chosen = Options(**options)  # type: ignore[arg-type]
        seen = rehearse_import(scene.base, COORDINATION, document, reconnaitre(document), chosen, measure)
        (result,), (rest,) = seen.resultats, seen.restes
        return result.absentes, len(rest.absentes), codes(result)

    assert absent(retirer_demo=True) == (0, 0, [])
    assert absent(avec_demo=True) == (1, 1, ["lignes_absentes"])
    # Of a real import before it, the rows are still asked about.
    scene.un(VRAI.replace("001", "009"), avec_demo=True)
    assert absent(retirer_demo=True) == (1, 1, ["lignes_absentes"])


def test_two_sessions_that_import_the_same_preview_write_once(scene: Scene) -> None:
    document = open_document(text_bytes(DEMO), "a.csv")
    recognised = reconnaitre(document)
    rehearse_import(scene.base, COORDINATION, document, recognised, Options(), measure)
    states: list[str] = []

    def go() -> None:
        (done,) = importer_document(scene.base, COORDINATION, document, recognised, Options())
        states.append(done.etat)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(states) == ["déjà importé"] * 3 + ["importé"]
    assert len(scene.table("intervention", "reference")) == 2


def test_a_rehearsal_leaves_other_sessions_free_and_unchanged(scene: Scene) -> None:
    """While a rehearsal holds its transaction, a reader sees the base as it was."""
    scene.importer(DEMO)
    document = open_document(text_bytes(VRAI), "a.csv")
    seen_meanwhile: list[list[tuple[object, ...]]] = []

    def look(con: duckdb.DuckDBPyConnection, *_: object) -> None:
        seen_meanwhile.append(scene.table("intervention", "reference", "nature"))

    rehearse_import(scene.base, COORDINATION, document, reconnaitre(document), Options(), look)
    assert seen_meanwhile == [[("2023-001", "Formation"), ("2023-002", "Formation")]] * 2
