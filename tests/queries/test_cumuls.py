"""What is added up once gives what the registrations give when they are counted one by one, for any choice of schools."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any

import duckdb
import pytest

from bench.echelles import ECHELLES, generer
from tests.importing.scene import Scene, csv_bytes
from tests.queries.scene_formations import S3, SESSION, A, B, C, importer_les_formations
from tne.db import Base
from tne.filters import Filters
from tne.indicators import kept_years
from tne.queries import formations, totals
from tne.queries.memoire import instant, vues_gardees
from tne.queries.perimeter import morceaux
from tne.queries.presence import presence
from tne.queries.school_persons import effectifs
from tne.visuals.formations_participation import par_module, par_operateur

ANNEES = ("2023-2024", "2024-2025")
# The same school year, schools and rows as the questions of `tne.queries.formations`, written as one would by hand.
PAR_VALEUR = """
SELECT {valeur} AS valeur, i.annee, count(DISTINCT i.personne) FILTER (i.present) AS participants,
       count(*) FILTER (i.active) AS inscriptions, count(*) FILTER (i.present) AS presences,
       count(*) FILTER (i.absent) AS absences, count(*) FILTER (i.non_traite) AS non_traitees
FROM v_inscription i LEFT JOIN etablissement e ON e.uai = i.uai LEFT JOIN etablissement a ON a.uai = coalesce(e.remplace_par, e.uai)
LEFT JOIN module m ON m.dispositif_code = i.dispositif_code AND m.module_code = i.module_code
LEFT JOIN (
    SELECT DISTINCT c.operateur, v.session_id FROM session_complement c JOIN inscription r USING (dispositif_code, module_code, groupe_id, session_code)
    JOIN v_inscription_cle v ON v.inscription_cle = r._cle
) c ON c.session_id = i.session_id
WHERE i.annee IN (SELECT unnest($annees)) AND ($tous OR i.uai IN (SELECT unnest(string_split($uais, ',')))) GROUP BY ALL ORDER BY 1, 2
"""
VALEURS = {
    "module": "coalesce(m.module_libelle, i.module_code)",
    "operateur": "coalesce(c.operateur, 'Opérateur non déclaré')",
    "modalite": "coalesce(i.modalite, 'Modalité non renseignée')",
    "mois": "coalesce(CAST(month(i.debut) AS VARCHAR), 'Date inconnue')",
    "type": "coalesce(a.type, 'Établissement inconnu')",
    "secteur": "coalesce(a.secteur, 'Établissement inconnu')",
}
MODULES = """
SELECT annee, modules, count(*) AS enseignants FROM (
    SELECT annee, personne, count(DISTINCT (dispositif_code, module_code)) AS modules FROM v_inscription
    WHERE present AND annee IN (SELECT unnest($annees)) AND ($tous OR uai IN (SELECT unnest(string_split($uais, ',')))) GROUP BY ALL
) GROUP BY ALL ORDER BY ALL
"""
OFFRES = """
SELECT {valeur} AS valeur, o.annee, count(DISTINCT o.personne) AS offres
FROM offre o LEFT JOIN etablissement e ON e.uai = o.uai LEFT JOIN etablissement a ON a.uai = coalesce(e.remplace_par, e.uai)
WHERE o.annee IN (SELECT unnest($annees)) AND ($tous OR o.uai IN (SELECT unnest(string_split($uais, ',')))) GROUP BY ALL ORDER BY 1, 2
"""
SESSIONS = """
SELECT s.annee, CAST(s.session_cle AS VARCHAR), s.module, s.debut, count(*) FILTER (i.active), count(*) FILTER (i.present),
       count(*) FILTER (i.absent), count(*) FILTER (i.non_traite), avg(i.delai_jours) FILTER (i.active AND i.delai_jours >= 0)
FROM v_session s LEFT JOIN (
    SELECT * FROM v_inscription WHERE $tous OR uai IN (SELECT unnest(string_split($uais, ',')))
) i ON i.session_id = s.session_cle
WHERE s.annee IN (SELECT unnest($annees)) GROUP BY ALL HAVING $tous OR count(*) FILTER (i.active) > 0 ORDER BY 1, 4, 3, 2
"""
PAR_ECOLE = """
SELECT i.annee, coalesce(e.remplace_par, i.uai) AS uai, count(DISTINCT i.personne) AS n
FROM v_inscription i LEFT JOIN etablissement e ON e.uai = i.uai WHERE i.present AND i.uai IS NOT NULL GROUP BY ALL
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Two départements, two years; one teacher in twenty is registered at two schools, some schools were replaced; some
    registrations name nobody, some were made on the very day or after it, some sessions are not in the plan, some have no registration; some got the offer twice."""
    path = tmp_path_factory.mktemp("cumuls") / "tne.duckdb"
    generer(ECHELLES["essai"], path)
    opened = Base(str(path))
    with opened.writing() as con:
        con.execute("UPDATE inscription SET personne = NULL WHERE hash(_cle) % 40 = 0")
        elsewhere = "(SELECT max(uai) FROM etablissement WHERE type = 'Collège')"
        con.execute(
            f"INSERT INTO offre SELECT * REPLACE ({elsewhere} AS uai) FROM offre WHERE hash(_cle) % 5 = 0"
        )
        con.execute(
            "UPDATE inscription SET date_inscription = s.debut + to_days(CAST(hash(inscription._cle) % 3 AS INTEGER) - 1) "
            "FROM session s WHERE s.dispositif_code = inscription.dispositif_code AND s.module_code = inscription.module_code "
            "AND s.groupe_id = inscription.groupe_id AND s.session_code = inscription.session_code "
            "AND hash(inscription._cle) % 10 = 3"
        )
        con.execute("DELETE FROM session WHERE hash(_cle) % 20 = 0")
        con.execute("DELETE FROM inscription WHERE hash(module_code, groupe_id, session_code) % 20 = 1")
    yield opened
    opened.close()


def _choix(con: duckdb.DuckDBPyConnection, drawn: random.Random) -> Filters:
    """A choice by facets, or of some schools."""
    uais = [u for (u,) in con.execute("SELECT uai FROM etablissement ORDER BY 1").fetchall()]
    return Filters(
        annees=drawn.choice([ANNEES, ANNEES[1:]]),
        types=drawn.choice([(), ("Collège",), ("École", "Collège")]),
        secteurs=drawn.choice([(), (), ("Privé",), ("Public",)]),
        etablissements=tuple(drawn.sample(uais, drawn.choice([0, 0, 1, 30, 70]))),
    )


@pytest.mark.parametrize("graine", range(12))
def test_a_choice_of_schools_counted_one_registration_at_a_time(base: Base, graine: int) -> None:
    con = base.cursor()
    with instant(con):
        assert vues_gardees(con)
        # First of all schools: those that are drawn are often few, or none.
        filters = _choix(con, random.Random(graine)) if graine else Filters(annees=ANNEES)
        schools = totals.perimetre(con, filters)
        params: dict[str, Any] = {**schools.params, "annees": list(filters.annees)}
        counts = ["participants", *formations.COMPTES]
        for dimension, valeur in VALEURS.items():
            exact = con.execute(PAR_VALEUR.format(valeur=valeur), params).fetchall()
            told = formations.breakdown(con, filters, "coordination", dimension, counts)
            assert told[["valeur", "annee", *counts]].to_numpy().tolist() == [list(row) for row in exact]
        for dimension in ("type", "secteur"):
            told = formations.offers_by(con, filters, "coordination", dimension)
            exact = con.execute(OFFRES.format(valeur=VALEURS[dimension]), params).fetchall()
            assert told[["valeur", "annee", "offres"]].to_numpy().tolist() == [list(row) for row in exact]
        told = formations.modules_per_teacher(con, filters, "coordination")
        exact = con.execute(MODULES, params).fetchall()
        assert told[["annee", "modules", "enseignants"]].to_numpy().tolist() == [list(row) for row in exact]
        told = formations.sessions(
            con, filters, "coordination", [*formations.COMPTES], ("module", "debut", "delai_jours")
        )
        exact = con.execute(SESSIONS, params).df()
        assert len(exact) > 0 or filters.etablissements
        columns = ["annee", "session_id", "module", "debut", *formations.COMPTES, "delai_jours"]
        assert told[columns].astype(str).to_numpy().tolist() == exact.astype(str).to_numpy().tolist()
        day = date(int(filters.annees[0][:4]) + 1, 1, 10)
        kept = {
            (rows, jour): totals.by_year(con, rows, schools.uais, filters.annees, jour)
            for rows in totals._CUMULES | totals._GARDEES | totals._COMPTEES
            for jour in (None, day)
        }
    for (rows, jour), by_year in kept.items() if graine in (0, 4, 7) else ():
        assert not vues_gardees(con)
        told = totals.by_year(con, rows, schools.uais, filters.annees, jour)
        assert told.keys() == by_year.keys(), (rows, jour)
        # A mean may differ in its last figure with the order of its terms.
        assert all(told[a] == pytest.approx(by_year[a]) for a in told), (rows, jour)
    con.close()


def test_a_choice_is_groups_of_schools_and_the_others_one_by_one(base: Base) -> None:
    con = base.cursor()
    with instant(con):
        numbers = dict(con.execute("SELECT uai, ecole FROM v_numero").fetchall())
        groups = [g for (g,) in con.execute("SELECT groupe FROM v_groupe ORDER BY ecole").fetchall()]
        drawn = random.Random(3)
        draws: list[tuple[str, ...] | None] = [None, ()]
        draws += [tuple(drawn.sample(sorted(numbers), n)) for n in (1, 20, 40, len(numbers) - 1)]
        signs = set()
        for uais in draws:
            told = morceaux(con, uais)
            signs |= {sign for sign in ("plus", "moins") if told[f"avec_{sign}"]}
            assert all(told[f"avec_{sign}"] == ("1" in told[sign]) for sign in ("plus", "moins"))
            taken = [
                int(told["groupes"][g]) + int(told["plus"][n]) - int(told["moins"][n])
                for n, g in enumerate(groups)
            ]
            assert taken == [int(uais is None)] + [
                int(uais is None or u in uais) for u in sorted(numbers, key=numbers.__getitem__)
            ]
        assert signs == {"plus", "moins"}
    con.close()


def test_the_registrations_known_of_each_year(base: Base) -> None:
    con = base.cursor()
    with instant(con):
        told = {annee: n for (jeu, annee), n in presence(con).items() if jeu == "inscription"}
        assert told == dict(
            con.execute("SELECT annee, count(*) FROM v_inscription GROUP BY annee").fetchall()
        )
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


def test_a_session_that_the_plan_lacks_is_told_by_what_else_is_known_of_it(scene: Scene) -> None:
    """Its module stood twice, under its title and under its code, and its declared operator as « non déclaré »."""
    codes = "Dispositif : code;Module : code;Groupe : identifiant;Session"
    there, lacking = "23A0130001;M1;G1;1", "23A0130001;M1;G1;2"
    scene.importer(f"{codes};Module : libellé;Début;Fin\n{there};Un module;12/10/2023;12/10/2023")
    scene.un(f"{codes};Opérateur;Heures\n{there};SRANE;3\n{lacking};Canopé;3")
    scene.un(
        f"{codes};E-mail;UAI;État;Présence\n"
        f"{there};a@exemple.invalid;0860001J;Inscrit;Présent\n{lacking};b@exemple.invalid;0860001J;Inscrit;Présent"
    )
    con = scene.base.cursor()
    shown = {
        make.__name__: make(con, Filters(annees=("2023-2024",)), "coordination").donnees.iloc[:, 1:3]
        for make in (par_module, par_operateur)
    }
    con.close()
    assert shown["par_module"].to_numpy().tolist() == [["Un module", 2]]
    assert sorted(shown["par_operateur"].to_numpy().tolist()) == [["Canopé", 1], ["SRANE", 1]]


@pytest.mark.parametrize("kept", [False, True], ids=["counted here", "added up before"])
def test_hours_of_which_no_part_is_told_are_out_of_the_share(scene: Scene, kept: bool) -> None:
    """Of the four hours of a session nobody said how many stood outside the lessons: 4 of 5 are, not 4 of 9."""
    importer_les_formations(scene)
    more = csv_bytes([*SESSION, "Opérateur", "Heures"], [[*S3, "SRANE", "4"]])
    scene.importer(more, jeu="session_complement")
    con, annee = scene.base.cursor(), ANNEES[0]
    with instant(con) if kept else nullcontext():
        found = {v.indicateur.code: v for v in kept_years(con, Filters(), (annee,), "coordination")[annee]}
    con.close()
    share = found["formation.hors_face_a_face"]
    assert (share.numerateur, share.denominateur) == (4, 5)


def test_the_modules_of_a_choice_are_those_of_its_sessions(scene: Scene) -> None:
    """Those of the plan, were it imported, are what the territory offers to all."""
    importer_les_formations(scene)
    con, annee = scene.base.cursor(), ANNEES[0]
    of = {u: totals.totals(con, Filters(etablissements=(u,)), (annee,))[annee]["modules"] for u in (A, B, C)}
    con.close()
    assert of == {A: 2, B: 2, C: 0}
