"""Every pollution of clean tables is undone, or told with its line."""

from __future__ import annotations

import pytest

from tests.reading import pollution
from tests.reading.lecture import cellules, entete_ecrite
from tne.reading import lire


@pytest.mark.parametrize(
    "modele",
    [pollution.catalogue(), pollution.comptes_rendus(), pollution.ecoles(), pollution.avis()],
    ids=["catalogue", "comptes_rendus", "ecoles", "avis"],
)
def test_whole_file(modele: pollution.Table) -> None:
    wrong = []
    for cas in pollution.fichiers(modele):
        tableau = lire(cas.octets, "x.csv").principal
        if (entete_ecrite(tableau), cellules(tableau)) != (cas.entete, cas.lignes):
            wrong.append(cas.nom)
    # Cells with blanks, cut at blanks, none of them between quotes: nothing tells where they end.
    assert wrong == (["séparateur remplacé:' '"] if modele == pollution.comptes_rendus() else [])


@pytest.mark.parametrize(
    ("modele", "undone"),
    [
        (pollution.catalogue(16), 0.98),
        (pollution.comptes_rendus(13), 0.95),
        (pollution.ecoles(18), 0.95),
        (pollution.avis(18), 0.9),
    ],
    ids=["catalogue", "comptes_rendus", "ecoles", "avis"],
)
def test_one_line(modele: pollution.Table, undone: float) -> None:
    """What cannot be known (two names of the header run into one another) is told with its line."""
    total = right = 0
    untold = []
    for cas in pollution.lignes(modele):
        tableau = lire(cas.octets, "x.csv").principal
        total += 1
        if (entete_ecrite(tableau), cellules(tableau)) == (cas.entete, cas.lignes):
            right += 1
            continue
        if not any(r.ligne in (0, cas.touchee) for r in tableau.remarques):
            untold.append(cas.nom)
    assert untold == []
    assert right >= undone * total
