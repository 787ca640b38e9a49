"""After a purge, a list of people of that year is refused: each person would be counted a second time."""

from __future__ import annotations

from pathlib import Path

from tne.access import Droit
from tne.db import Base
from tne.importing import annuler, importer
from tne.persons.purge import purger

COORDINATION = Droit(True, "coordination")
HEAD = "Année scolaire;UAI;Date d'envoi;Adresse de messagerie\r\n"
FIRST = (HEAD + "2023-2024;0860002K;20/06/2023;a@exemple.invalid\r\n").encode()
SAME_YEAR = (
    HEAD
    + "2023-2024;0860002K;20/06/2023;a@exemple.invalid\r\n2023-2024;0860002K;20/06/2023;b@exemple.invalid\r\n"
).encode()
OTHER_YEAR = (HEAD + "2024-2025;0860002K;20/06/2024;a@exemple.invalid\r\n").encode()


def test_a_purged_year_takes_no_more_lists_of_people(tmp_path: Path) -> None:
    path = str(tmp_path / "b.duckdb")
    base = Base(path)
    assert importer(base, COORDINATION, FIRST, "a.csv")[0].etat == "importé"
    purger(base, COORDINATION, "2023-2024")  # closes the base
    base = Base(path)
    refused = importer(base, COORDINATION, SAME_YEAR, "b.csv")[0]
    assert (refused.etat, refused.import_id) == ("refusé", None)
    assert "2023-2024" in refused.problemes[0].message
    assert importer(base, COORDINATION, OTHER_YEAR, "c.csv")[0].etat == "importé"
    counted = (
        base.cursor()
        .execute("SELECT annee, count(DISTINCT personne) FROM offre GROUP BY 1 ORDER BY 1")
        .fetchall()
    )
    assert counted == [("2023-2024", 1), ("2024-2025", 1)]
    base.close()


def test_nothing_is_said_of_rows_that_the_purge_alone_renamed(tmp_path: Path) -> None:
    """The same file is in force, and no newer import changed it; in a longer one no row of it is gone."""
    path = str(tmp_path / "b.duckdb")
    base = Base(path)
    importer(base, COORDINATION, FIRST, "a.csv")
    purger(base, COORDINATION, "2023-2024")  # closes the base
    base = Base(path)
    again = importer(base, COORDINATION, FIRST, "a.csv")[0]
    assert (again.etat, again.comptes.inchangees) == ("déjà importé", 1)
    assert [p.message for p in again.problemes] == [
        "Ce fichier est déjà importé (import n° 1) : il n'y a rien de nouveau à écrire."
    ]
    longer = importer(base, COORDINATION, SAME_YEAR, "b.csv")[0]
    assert (longer.absentes, len(longer.problemes)) == (0, 1)
    base.close()


def test_a_file_redone_after_the_purge_adds_its_rows_again(tmp_path: Path) -> None:
    """« Des imports plus récents ont changé 2 de ses lignes » was said where none was: the purge renamed those that came back."""
    path = str(tmp_path / "b.duckdb")
    base = Base(path)
    importer(base, COORDINATION, SAME_YEAR, "a.csv")
    purger(base, COORDINATION, "2023-2024")  # closes the base
    base = Base(path)
    annuler(base, COORDINATION, 1)
    again = importer(base, COORDINATION, SAME_YEAR, "a.csv")[0]
    assert (again.etat, again.comptes.ajoutees, again.comptes.inchangees) == ("rétabli", 2, 0)
    assert not again.problemes
    assert base.cursor().execute("SELECT count(*) FROM offre").fetchall() == [(2,)]
    base.close()
