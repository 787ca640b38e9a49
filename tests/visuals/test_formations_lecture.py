"""What readers see on trainings: cells, rates and shares that may not be told, and what is said in their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import duckdb
import pandas as pd
import pytest

from tne.filters import Filters
from tne.queries.masking import TOUT_MASQUE, masked_schools
from tne.visuals import (
    formations,
    formations_absence,
    formations_couverture,
    formations_delai,
)
from tne.visuals import formations_groupes as groupes
from tne.visuals import formations_participation as participation
from tne.visuals.sources import values
from tne.visuals.visual import MASQUE, Visual

AN = Filters(annees=("2023-2024",))


def test_a_bubble_of_a_reader_is_no_session(con: duckdb.DuckDBPyConnection) -> None:
    exact = formations_delai.absence_delai(con, AN, "coordination")
    seen = formations_delai.absence_delai(con, AN, "lecture")
    assert exact.figure is not None
    assert seen.figure is not None
    bubbles = seen.figure["data"][0]
    sizes = [int(n.split()[0]) for n in bubbles["customdata"]]
    assert len(sizes) >= 6
    assert min(sizes) >= 3
    assert sum(sizes) <= len(exact.donnees)
    assert len(set(exact.figure["data"][0]["customdata"])) > 40
    assert all(y == round(y) for y in bubbles["y"])
    assert "au moins trois sessions" in seen.sous_titre
    assert "une session, plus grand" in exact.sous_titre
    assert "Module" not in seen.donnees


@pytest.mark.parametrize(
    "builder",
    [participation.par_module, formations_absence.par_module, formations_couverture.modules_par_enseignant],
)
def test_readers_of_a_small_choice_get_masked_cells(
    con: duckdb.DuckDBPyConnection, builder: Callable[..., Visual]
) -> None:
    filters = Filters(annees=AN.annees, secteurs=("Privé",))
    seen = builder(con, filters, "lecture").donnees
    numbers = [
        v
        for c in seen.columns[2:]
        for v in seen[c]
        if not isinstance(v, str) and c not in ("Taux d'absence",)
    ]
    assert not any(0 < n < 5 for n in numbers if n is not None and not pd.isna(n))
    assert MASQUE in seen.to_numpy().ravel().tolist()


def test_participants_by_secteur_leave_out_what_the_sub_totals_leave_out(
    con: duckdb.DuckDBPyConnection,
) -> None:
    from tne.visuals.sources import values

    seen = groupes.par_secteur(con, AN, "lecture").donnees.set_index("Secteur")["Participants"]
    for secteur in ("Public", "Privé"):
        told = values(con, Filters(annees=AN.annees, secteurs=(secteur,)), AN.annees, "lecture")["2023-2024"]
        assert told["formation.participants"].valeur == seen[secteur]


def test_a_reader_gets_no_rate_over_offers_of_other_schools_and_nothing_left_to_process(
    con: duckdb.DuckDBPyConnection,
) -> None:
    seen = groupes.par_secteur(con, AN, "lecture")
    assert "%" not in json.dumps(seen.figure) + seen.titre
    # What is drawn is told: « Participants selon le secteur » was a label over two bars.
    assert (
        seen.titre.replace("\u00a0", " ").replace("\u202f", " ") == "Public : 465 participants ; privé : 67"
    )
    assert groupes.titre_effectifs([], "secteur") == "Participants selon le secteur"
    assert groupes.titre_effectifs([("Collège", 1)], "type") == "Collège : 1 participant"
    assert any("masqués" in a for a in seen.avertissements)
    assert "%" in groupes.par_secteur(con, AN, "coordination").alternative
    assert "Non traitées" in formations_absence.par_module(con, AN, "coordination").donnees
    assert "Non traitées" not in formations_absence.par_module(con, AN, "lecture").donnees


def test_what_is_masked_is_not_called_absent(con: duckdb.DuckDBPyConnection) -> None:
    """One collège of few participants was told « rien à montrer », from the published bilan, itself left out of itself."""
    few = next(
        u
        for (u,) in con.execute(
            "SELECT uai FROM etablissement WHERE type = 'Collège' ORDER BY uai"
        ).fetchall()
        if u in masked_schools(con, "participants", AN.annees)
    )
    drawn = formations.portee(con, replace(AN, etablissements=(few,), noms=("X",)), "lecture")
    assert drawn.titre == "Participation\u202f: effectif masqué pour ce choix"
    assert drawn.etat == "calculé"
    assert "bilan publié" not in drawn.source
    assert "Sofia-FMO" in drawn.source
    said = " ".join(drawn.avertissements)
    assert "Effectif trop petit pour être montré, ou qui en révélerait un." in said
    assert "n\u2019y est pas compté" not in said
    alone = values(con, replace(AN, etablissements=(few,), noms=("X",)), AN.annees, "lecture", "formations")
    assert alone[AN.annees[0]]["formation.participants"].raison == TOUT_MASQUE
