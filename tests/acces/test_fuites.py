"""No page tells a reader who is behind the rows: a base full of sentinels, every page opened, every text and CSV searched.

Free text and the names of files and users are for coordinators, and stand only on the pages meant for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.acces.pages_ouvertes import ANNEES, PAGES, Ouvert
from tests.lu import lu
from tests.sentinelles import FICHIER, INTERNE, MEDIATEUR, PERSONNES, PILOTE, TOUTES

# Where a coordinator reads the names of files and users.
JOURNAL = {"pages/importer.py", "pages/journal.py"}
# Where a coordinator mends rows, comments included.
COMMENTAIRES = {"pages/saisir.py"}


@pytest.fixture(scope="module")
def semee(
    semee_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The base full of sentinels, of this module's own."""
    return copier_base(semee_modele, tmp_path_factory.mktemp("fuites") / "base")


@pytest.fixture
def ouvrir(ouvrir_base: Callable[..., Ouvert], semee: Path) -> Callable[..., Ouvert]:
    """`ouvrir("pages/bilan.py", droit, présentation)` on the base full of sentinels."""
    return partial(ouvrir_base, semee)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("ecrire", "presentation"), [(False, False), (True, True)])
def test_a_reader_finds_nobody(
    ouvrir: Callable[..., Ouvert], page: str, ecrire: bool, presentation: bool
) -> None:
    seen = ouvrir(page, ecrire, presentation=presentation)
    assert len(seen.elements) > 3
    assert seen.trouve(*TOUTES) == set()


@pytest.mark.parametrize("page", ["importer", "journal", "saisir", "diapositives"])
def test_a_reader_is_told_so_where_a_coordinator_writes(ouvrir: Callable[..., Ouvert], page: str) -> None:
    seen = ouvrir(f"pages/{page}.py", False)
    alerts = [p.body for p in seen.protos if p.DESCRIPTOR.name == "Alert"]
    assert [a for a in alerts if "Vous ne pouvez pas" in a and "en lecture" in a]
    assert not {p.DESCRIPTOR.name for p in seen.protos} & {"FileUploader", "ArrowDataFrame", "TextArea"}
    assert "Monter" not in {p.label for p in seen.protos if p.DESCRIPTOR.name == "Button"}


def test_a_reader_has_no_box_that_changes_nothing(ouvrir: Callable[..., Ouvert]) -> None:
    """« Présentation » masks what is masked for a reader anyway."""

    def boxes(ecrire: bool) -> set[str]:
        seen = ouvrir("pages/formations.py", ecrire)
        return {p.label for p in seen.protos if p.DESCRIPTOR.name == "Checkbox"}

    assert boxes(True) - boxes(False) == {"Présentation"}


@pytest.mark.parametrize("page", ["importer", "journal", "saisir"])
def test_a_presentation_says_how_to_get_in(ouvrir: Callable[..., Ouvert], page: str) -> None:
    seen = ouvrir(f"pages/{page}.py", True, presentation=True)
    alerts = [lu(p.body).replace("\u202f", " ") for p in seen.protos if p.DESCRIPTOR.name == "Alert"]
    assert [a for a in alerts if "décochez « Présentation »" in a]
    assert not seen.trouve(FICHIER)


@pytest.mark.parametrize("page", PAGES)
def test_a_coordinator_finds_files_and_comments_where_meant_and_no_person(
    ouvrir: Callable[..., Ouvert], page: str
) -> None:
    # Entry by hand shows the records that are there in its grid.
    seen = ouvrir(page, True, **{"saisie-forme": "Plusieurs, dans une grille"})
    assert seen.trouve(*PERSONNES, MEDIATEUR, PILOTE) == set()
    assert seen.trouve(FICHIER) == ({FICHIER} if page in JOURNAL else set())
    assert seen.trouve(INTERNE) == ({INTERNE} if page in COMMENTAIRES else set())


def test_the_search_looks_into_tables_and_files(ouvrir: Callable[..., Ouvert]) -> None:
    seen = ouvrir("pages/formations.py", False)
    assert len([n for n in seen.csv if n.endswith(".csv")]) >= 10
    assert any(n.endswith(".html") for n in seen.csv)
    column = "Participants"
    assert column in "".join(seen.csv.values())
    assert Ouvert(seen.protos).trouve(column)


@pytest.mark.parametrize("page", ["pages/formations.py", "pages/accompagnements.py", "pages/equipements.py"])
def test_nor_over_several_years_nor_for_one_school(ouvrir: Callable[..., Ouvert], page: str) -> None:
    assert ouvrir(page, False, annee=ANNEES).trouve(*TOUTES) == set()
    assert ouvrir(page, False, etablissement=["0860002K"]).trouve(*TOUTES) == set()
