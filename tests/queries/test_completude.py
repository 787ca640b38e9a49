"""What is known of a school year is what was imported of that year."""

from __future__ import annotations

import re
from pathlib import Path

from tne import demandes
from tne.access import Droit
from tne.db import Base
from tne.filters import Filters
from tne.importing import importer
from tne.queries import completude

HEAD = "Référence;Date;Nature;UAI\r\n"
A, B = "2023-2024", "2024-2025"


def test_each_year_has_its_own_rows_and_its_own_import(tmp_path: Path) -> None:
    base = Base(str(tmp_path / "b.duckdb"))
    for who, days in (("Anne", ("12/10/2023", "13/10/2023", "04/03/2024")), ("Zoé", ("12/11/2024",))):
        rows = "".join(f"{who}{n};{day};Formation;0860002K\r\n" for n, day in enumerate(days))
        assert importer(base, Droit(True, who), (HEAD + rows).encode(), f"{who}.csv")[0].etat == "importé"
    found = completude.by_source(base.cursor(), Filters(annees=(A, B)), "coordination")
    assert found[["jeu", "annee", "lignes", "par"]].to_numpy().tolist() == [
        ["intervention", A, 3, "Anne"],
        ["intervention", B, 1, "Zoé"],
    ]
    # Who imported is told to coordinators alone.
    assert "par" not in completude.by_source(base.cursor(), Filters(annees=(A, B)), "lecture").columns
    base.close()


def test_every_source_that_is_asked_for_is_seen_once_it_is_there() -> None:
    """Of another one the page would say « manque » for ever."""
    unseen = set(demandes.ATTENDUS) - set(re.findall(r"SELECT '(\w+)'", completude.RECORDS))
    assert not unseen, "say in tne/queries/completude.py (`RECORDS`) when their records were"
