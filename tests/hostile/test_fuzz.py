"""Sound files of every kind, damaged at random: read or refused in a sentence; imported, every record is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.abimer import abimer, abimer_dedans
from tests.hostile.fabrique import graines
from tests.importing.scene import Scene
from tne.erreurs import ErreurTNE
from tne.importing import open_document
from tne.reading import Document

GRAINES = dict(graines())
IMPORTS = sorted((Path(__file__).parents[2] / "data" / "demo" / "2023-2024").glob("*.csv"))
# An old workbook is first opened by a process apart: a quarter of a second each.
EXEMPLES = {"a.xls": 6}


def borne(examples: int) -> settings:
    """The same examples every time, no clock."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


def sound(document: Document) -> None:
    """What any reading promises of its tables."""
    for t in document.tableaux:
        assert t.donnees.column_names == [*t.entete, "_ligne"]
        assert len(set(t.entete)) == len(t.entete)
        assert None not in t.donnees.column("_ligne").to_pylist()


def read(nom: str, data: bytes) -> bool:
    """True when the file was read, False when it was refused in one sentence."""
    try:
        sound(open_document(data, nom))
    except ErreurTNE as refusal:
        said = str(refusal)
        assert said.endswith((".", ")", "?")), said
        assert "\n" not in said.replace(nom, ""), said
        assert "Traceback" not in said
        assert len(said) < 500, said
        return False
    return True


@pytest.mark.parametrize("nom", GRAINES)
def test_a_sound_file_is_read(nom: str) -> None:
    assert read(nom, GRAINES[nom])


@pytest.mark.parametrize("nom", GRAINES)
def test_damaged_files_are_read_or_refused(nom: str) -> None:
    found = set()

    @borne(EXEMPLES.get(nom, 60))
    @given(st.integers(0, 2**32))
    def check(number: int) -> None:
        found.add(read(nom, abimer_dedans(GRAINES[nom], Random(number))))

    check()
    assert found == {True, False} or nom in ("a.csv", "a.xls"), "damage neither hits nor misses"


@pytest.mark.long
@pytest.mark.parametrize("nom", GRAINES)
def test_thousands_of_damaged_files(nom: str) -> None:
    for number in range(300 if nom == "a.xls" else 5000):
        read(nom, abimer_dedans(GRAINES[nom], Random(number)))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One base for all files, so that they also meet what earlier ones left."""
    made = Scene(tmp_path_factory.mktemp("fuzz") / "tne.duckdb")
    yield made
    made.base.close()


def short(path: Path) -> bytes:
    """The first records of a file of the demonstration."""
    return b"".join(path.read_bytes().splitlines(keepends=True)[:12])


def imported(scene: Scene, nom: str, data: bytes) -> set[str]:
    """The states of the imports of one file; every record is in exactly one count."""
    states = set()
    for valid_only in (False, True):
        for result in scene.importer(data, nom, valides_seulement=valid_only):
            assert result.comptes.juste, (nom, result.comptes)
            assert (result.import_id is None) == (result.etat == "refusé"), result
            assert all(p.message.endswith((".", ")", "?")) for p in result.problemes), result.problemes
            assert not any(
                "Traceback" in p.message or "duckdb" in p.message.lower() for p in result.problemes
            )
            states.add(result.etat)
    return states


@borne(25)
@given(st.sampled_from(IMPORTS), st.integers(0, 2**32))
def test_damaged_imports_account_for_every_record(scene: Scene, path: Path, number: int) -> None:
    imported(scene, path.name, abimer(short(path), Random(number)))


def test_the_base_agrees_with_its_log_after_all_that(scene: Scene) -> None:
    states = {s for p in IMPORTS for s in imported(scene, p.name, short(p))}
    assert states & {"importé", "déjà importé"}, states
    assert scene.sql("SELECT count(*) > 0 FROM import") == [(True,)]
    scene.verifier()


@pytest.mark.long
def test_thousands_of_damaged_imports(scene: Scene) -> None:
    for number in range(1500):
        random = Random(number)
        path = random.choice(IMPORTS)
        imported(scene, path.name, abimer(short(path), random))
    scene.verifier()
