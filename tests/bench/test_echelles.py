"""The bases and the questions of the bench: whole bases, pages that answer on them, rivals that say the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bench.concurrents import Base as Place
from bench.concurrents import pandas_pret, sql_pret
from bench.echelles import ECHELLES, generer
from bench.questions import QUESTIONS, Choix
from tne.db import Base
from tne.filters import Filters, View
from tne.store.verification import verifier
from tne.visuals.catalogue import CHAPITRES

ESSAI = ECHELLES["essai"]


@pytest.fixture(scope="module")
def fichier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("echelle") / "essai.duckdb"
    generer(ESSAI, path, journal=True)
    return path


def test_a_made_base_is_as_whole_as_an_imported_one_and_makes_its_sizes(fichier: Path) -> None:
    base = Base(str(fichier))
    assert verifier(base) == []
    schools, people, registrations = (
        base.cursor().execute(sql).fetchall()[0][0]
        for sql in (
            "SELECT count(*) FROM etablissement",
            "SELECT count(DISTINCT personne) FROM inscription",
            "SELECT count(*) / 2 FROM inscription",
        )
    )
    assert schools == len(ESSAI.departements) * ESSAI.etablissements
    most = len(ESSAI.departements) * ESSAI.enseignants
    assert 0.7 * most < people <= most
    assert registrations == pytest.approx(most * ESSAI.inscriptions, rel=0.1)
    base.close()


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_every_chapter_has_its_figures_on_a_made_base(fichier: Path, view: View) -> None:
    base = Base(str(fichier))
    con = base.cursor()
    whole = Filters(ESSAI.annees_scolaires)
    for filters in (whole, Filters(ESSAI.annees_scolaires[1:], types=("École",))):
        for builders in CHAPITRES.values():
            for build in builders:
                found = build(con, filters, view)
                # Few are left under a choice, and a reader sees none of them.
                assert filters != whole or not found.vide, build.__qualname__
    base.close()


@pytest.mark.parametrize("choix", [Choix(), Choix("École", "Public")])
def test_the_program_and_its_rivals_give_one_answer(fichier: Path, choix: Choix) -> None:
    base = Base(str(fichier))
    con = base.cursor()
    ours = [q.programme(con, choix.filtre(ESSAI.annees_scolaires)) for q in QUESTIONS]
    base.close()
    place = Place(str(fichier), ESSAI.annees_scolaires, "700MB")
    for rival in (sql_pret, pandas_pret):
        ask = rival(place)
        for i, question in enumerate(QUESTIONS):
            assert ask(i, choix) == ours[i], (rival.__name__, question.nom)
            assert ours[i] or choix.type == "École", question.nom


def test_the_same_scale_is_the_same_base(fichier: Path, tmp_path: Path) -> None:
    generer(ESSAI, tmp_path / "encore.duckdb")
    found = []
    for path in (fichier, tmp_path / "encore.duckdb"):
        with duckdb.connect(str(path), read_only=True) as con:
            found.append(con.execute("SELECT sum(hash(i)) FROM inscription i").fetchall())
    assert found[0] == found[1]
