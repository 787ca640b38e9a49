"""No page tells a reader who is behind the rows: a base full of sentinels, every page opened, every text and CSV searched.

Free text and the names of files and users are for coordinators, and stand only on the pages meant for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.acces.pages_ouvertes import ANNEES, PAGES, UTILISATEUR, Ouvert
from tests.importing.scene import csv_bytes
from tests.lu import lu
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.importing import Options, importer
from tne.spec import Privacy

# Where a coordinator reads the names of files and users.
JOURNAL = {"pages/importer.py", "pages/journal.py"}
# Where a coordinator mends rows, comments included.
COMMENTAIRES = {"pages/saisir.py"}

# ASCII and one word each: found as they are in any writing of an element.
PERSONNES = ("zsentinelle@ac-poitiers.fr", "05E0099887XYZ", "198.51.100.77", "Sentinellier", "Zoevique")
MEDIATEUR, PILOTE = "Mediatrixnom", "Pilotixnom"
FICHIER, INTERNE = "ListeDeMmeFuitefichier", "Interniquetexte"
SESSION = ["Dispositif : code", "Module : code", "Groupe : identifiant", "Session"]
EMAIL, NUMEN, IP, NOM, PRENOM = PERSONNES


def fichiers(codes: list[str]) -> Iterator[tuple[str, bytes]]:
    """Files that name people, as the tools export them: data set, content."""
    yield (
        "inscription",
        csv_bytes(
            [*SESSION, "État de l'inscription", "Présence", "UAI", "E-mail", "NUMEN", "Nom", "Prénom", "Adresse IP"],
            [[*codes, "Inscrit", "Présent", "0860002K", EMAIL, NUMEN, NOM, PRENOM, IP]],
        ),
    )  # fmt: skip
    yield (
        "session",
        csv_bytes(
            [*SESSION, "Début", "Module : responsable", "Pilote : nom", "Pilote : email"],
            [["23A0139999", "M9", "G9", "1", "12/06/2024", PILOTE, f"{PRENOM} {PILOTE}", EMAIL]],
        ),
    )
    yield (
        "intervention",
        csv_bytes(
            ["Référence", "Date", "Nature", "UAI", "Médiateur", "Mail", "Commentaire"],
            [["F-1", "12/09/2023", "Formation", "0860002K", f"{PRENOM} {MEDIATEUR}", EMAIL, f"Vu {INTERNE}"]],
        ),
    )


@pytest.fixture(scope="module")
def semee(
    demo_modele: Path, tmp_path_factory: pytest.TempPathFactory, copier_base: Callable[[Path, Path], Path]
) -> Path:
    """The demonstration with sentinels in every place that may hold one: files that name people, every column of free
    text in every row, the names of all files and users.
    """
    path = copier_base(demo_modele, tmp_path_factory.mktemp("fuites"))
    base = Base(str(path))
    con = base.cursor()
    codes = con.execute(
        "SELECT dispositif_code, module_code, groupe_id, session_code FROM session ORDER BY ALL LIMIT 1"
    ).fetchone()
    droit = Droit(True, UTILISATEUR)
    for jeu, content in fichiers([str(c) for c in codes or ()]):
        options = Options(jeu=jeu, avec_demo=True)
        (result,) = importer(base, droit, content, f"{FICHIER} {jeu}.csv", options)
        assert result.etat == "importé", result
    for d in DATASETS.values():
        for c in d.stored:
            if c.privacy is Privacy.INTERNE:
                con.execute(f'UPDATE "{d.name}" SET "{c.name}" = $mot', {"mot": INTERNE})
    for table, column, word in (
        ("import", "fichier", FICHIER),
        ("import", "qui", UTILISATEUR),
        ("evenement", "qui", UTILISATEUR),
        ("evenement", "detail", FICHIER),
    ):
        con.execute(f"UPDATE {table} SET {column} = $mot", {"mot": word})
    con.execute("UPDATE verrou SET n = n + 1")
    con.close()
    base.close()
    return path


@pytest.fixture
def ouvrir(ouvrir_base: Callable[..., Ouvert], semee: Path) -> Callable[..., Ouvert]:
    """`ouvrir("pages/bilan.py", droit, présentation)` on the base full of sentinels."""
    return partial(ouvrir_base, semee)


ALL = (*PERSONNES, MEDIATEUR, PILOTE, FICHIER, UTILISATEUR, INTERNE)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("ecrire", "presentation"), [(False, False), (True, True)])
def test_a_reader_finds_nobody(
    ouvrir: Callable[..., Ouvert], page: str, ecrire: bool, presentation: bool
) -> None:
    seen = ouvrir(page, ecrire, presentation=presentation)
    assert len(seen.elements) > 3
    assert seen.trouve(*ALL) == set()


@pytest.mark.parametrize("page", ["importer", "journal", "saisir", "diapositives"])
def test_a_reader_is_told_so_where_a_coordinator_writes(ouvrir: Callable[..., Ouvert], page: str) -> None:
    seen = ouvrir(f"pages/{page}.py", False)
    alerts = [p.body for p in seen.protos if p.DESCRIPTOR.name == "Alert"]
    assert [a for a in alerts if "Vous ne pouvez pas" in a and "en lecture" in a]
    assert not {p.DESCRIPTOR.name for p in seen.protos} & {"FileUploader", "ArrowDataFrame", "TextArea"}
    assert "Monter" not in {p.label for p in seen.protos if p.DESCRIPTOR.name == "Button"}


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
    seen = ouvrir(page, True)
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
    assert ouvrir(page, False, annee=ANNEES).trouve(*ALL) == set()
    assert ouvrir(page, False, etablissement=["0860002K"]).trouve(*ALL) == set()
