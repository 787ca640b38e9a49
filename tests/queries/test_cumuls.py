"""What is added up once gives what the registrations give when they are counted one by one, for any choice of schools."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from bench.echelles import ECHELLES, generer
from tne.db import Base
from tne.filters import Filters
from tne.queries import formations, totals
from tne.queries.memoire import instant, vues_gardees
from tne.queries.school_persons import effectifs

ANNEES = ("2023-2024", "2024-2025")
# The same school year, schools and rows as the questions of `tne.queries.formations`, written as one would by hand.
PAR_VALEUR = """
SELECT {valeur} AS valeur, i.annee, count(DISTINCT i.personne) FILTER (i.present) AS participants,
       count(*) FILTER (i.active) AS inscriptions, count(*) FILTER (i.present) AS presences,
       count(*) FILTER (i.absent) AS absences, count(*) FILTER (i.non_traite) AS non_traitees
FROM v_inscription i LEFT JOIN etablissement e ON e.uai = i.uai LEFT JOIN etablissement a ON a.uai = coalesce(e.remplace_par, e.uai)
WHERE i.annee IN (SELECT unnest($annees)) AND ($tous OR i.uai IN (SELECT unnest(string_split($uais, ',')))) GROUP BY ALL ORDER BY 1, 2
"""
VALEURS = {
    "module": "coalesce(i.module, i.module_code)",
    "operateur": "coalesce(i.operateur, 'Opérateur non déclaré')",
    "modalite": "i.modalite",
    "mois": "CAST(month(i.debut) AS VARCHAR)",
    "type": "coalesce(a.type, 'Établissement inconnu')",
    "secteur": "coalesce(a.secteur, 'Établissement inconnu')",
}
MODULES = """
SELECT annee, modules, count(*) AS enseignants FROM (
    SELECT annee, personne, count(DISTINCT (dispositif_code, module_code)) AS modules FROM v_inscription
    WHERE present AND annee IN (SELECT unnest($annees)) AND ($tous OR uai IN (SELECT unnest(string_split($uais, ',')))) GROUP BY ALL
) GROUP BY ALL ORDER BY ALL
"""
PAR_ECOLE = """
SELECT i.annee, coalesce(e.remplace_par, i.uai) AS uai, count(DISTINCT i.personne) AS n
FROM v_inscription i LEFT JOIN etablissement e ON e.uai = i.uai WHERE i.present AND i.uai IS NOT NULL GROUP BY ALL
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Two départements, two years; one teacher in twenty is registered at two schools, some schools were replaced."""
    path = tmp_path_factory.mktemp("cumuls") / "tne.duckdb"
    generer(ECHELLES["essai"], path)
    opened = Base(str(path))
    yield opened
    opened.close()


def _choix(con: duckdb.DuckDBPyConnection, drawn: random.Random) -> Filters:
    """A choice by facets, or of some schools."""
    uais = [u for (u,) in con.execute("SELECT uai FROM etablissement ORDER BY 1").fetchall()]
    return Filters(
        annees=drawn.choice([ANNEES, ANNEES[1:]]),
        types=drawn.choice([(), ("Collège",), ("École", "Collège")]),
        secteurs=drawn.choice([(), (), ("Privé",), ("Public",)]),
        etablissements=tuple(drawn.sample(uais, drawn.choice([0, 0, 1, 30]))),
    )


@pytest.mark.parametrize("graine", range(12))
def test_a_choice_of_schools_counted_one_registration_at_a_time(base: Base, graine: int) -> None:
    con = base.cursor()
    with instant(con):
        assert vues_gardees(con)
        filters = _choix(con, random.Random(graine))
        schools = totals.perimetre(con, filters)
        params: dict[str, Any] = {**schools.params, "annees": list(filters.annees)}
        counts = ["participants", *formations.COMPTES]
        for dimension, valeur in VALEURS.items():
            exact = con.execute(PAR_VALEUR.format(valeur=valeur), params).fetchall()
            told = formations.breakdown(con, filters, "coordination", dimension, counts)
            assert told[["valeur", "annee", *counts]].to_numpy().tolist() == [list(row) for row in exact]
        told = formations.modules_per_teacher(con, filters, "coordination")
        exact = con.execute(MODULES, params).fetchall()
        assert told[["annee", "modules", "enseignants"]].to_numpy().tolist() == [list(row) for row in exact]
        for rows, summed in totals._CUMULES.items():
            assert rows != summed
            told_by_year = totals.by_year(con, rows, schools.uais, filters.annees)
            # A day beyond all others cuts nothing, and is answered row by row.
            one_by_one = totals.by_year(con, rows, schools.uais, filters.annees, date(2100, 1, 1))
            assert told_by_year == one_by_one, rows
    con.close()


def test_persons_of_each_school_and_of_all(base: Base) -> None:
    con = base.cursor()
    with instant(con):
        held = effectifs(con, "participants")
        exact = {(a, u): n for a, u, n in con.execute(PAR_ECOLE).fetchall()}
        assert {(a, u): n for a, e in held.items() for u, n in e.valeurs.items()} == exact
        everybody = con.execute(
            "SELECT annee, count(DISTINCT personne) FROM v_inscription WHERE present GROUP BY annee"
        ).fetchall()
        assert {a: e.total for a, e in held.items()} == dict(everybody)
        assert all(e.partages for e in held.values())
    con.close()
