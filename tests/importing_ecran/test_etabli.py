"""Rows staged for a preview serve again for the next one and for the import, and only for the same reading of the file."""

from __future__ import annotations

import duckdb
import pytest

from tests.importing.scene import COORDINATION, Scene, comptes, text_bytes
from tne.effects import measure
from tne.importing import Options, Workbench, importer_document, open_document, reconnaitre, staging
from tne.importing.correcting.corrections import cell_key
from tne.importing.rehearsal import rehearse_import

DEUX = """Référence;Date;Nature;UAI;Heures
2023-001;12/06/2024;Formation;0860002K;3
2023-002;13/06/2024;Formation;0860799B;2"""


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The data sets staged so far."""
    names: list[str] = []
    stage = staging.stage

    def counted(con, d, *more):  # type: ignore[no-untyped-def]
        names.append(d.name)
        return stage(con, d, *more)

    monkeypatch.setattr(staging, "stage", counted)
    return names


def test_what_the_preview_staged_is_imported(scene: Scene, staged: list[str]) -> None:
    document = open_document(text_bytes(DEUX), "a.csv")
    recognised = reconnaitre(document)
    bench = Workbench(scene.base)
    for options in (Options(), Options(remplacer=True)):
        rehearse_import(scene.base, COORDINATION, document, recognised, options, measure, bench=bench)
    # Another file came in meanwhile: the counts are those of the base as it is now.
    scene.importer(DEUX.replace("2023-002", "2023-009"), "autre.csv")
    (done,) = importer_document(scene.base, COORDINATION, document, recognised, bench=bench)
    bench.close()
    assert staged == ["intervention", "intervention"]  # once for each file
    assert comptes(done) == {"lues": 2, "ajoutees": 1, "inchangees": 1}
    scene.verifier("intervention")


def test_a_correction_is_staged_anew(scene: Scene, staged: list[str]) -> None:
    document = open_document(text_bytes(DEUX), "a.csv")
    recognised = reconnaitre(document)
    bench = Workbench(scene.base)
    for corrections in ({}, {cell_key(None, 2, "Heures"): "9"}):
        options = Options(corrections=corrections)
        rehearse_import(scene.base, COORDINATION, document, recognised, options, measure, bench=bench)
    importer_document(scene.base, COORDINATION, document, recognised, options, bench=bench)
    assert len(staged) == 2
    assert scene.table("intervention", "reference", "heures") == [("2023-001", 9.0), ("2023-002", 2.0)]


def test_an_interrupted_check_leaves_the_base_and_the_workbench_as_they_were(scene: Scene) -> None:
    document = open_document(text_bytes(DEUX), "a.csv")
    recognised = reconnaitre(document)
    before = scene.journal(), scene.contenu(), scene.sql("SELECT n FROM verrou")
    bench = Workbench(scene.base)

    def stopped(con: duckdb.DuckDBPyConnection, *_: object) -> None:
        raise duckdb.InterruptException("Interrupted!")

    with pytest.raises(duckdb.InterruptException):
        rehearse_import(scene.base, COORDINATION, document, recognised, Options(), stopped, bench=bench)
    assert (scene.journal(), scene.contenu(), scene.sql("SELECT n FROM verrou")) == before
    (done,) = importer_document(scene.base, COORDINATION, document, recognised, bench=bench)
    assert comptes(done) == {"lues": 2, "ajoutees": 2}
