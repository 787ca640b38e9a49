"""One school over the years, against rows counted by hand: events, peers, replaced schools, true zeros, masking."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tests.queries import scene_etablissement
from tests.queries.scene_etablissement import (
    AN,
    AVANT,
    ECOLES,
    A,
    B,
    C,
    D,
    F,
    one,
)
from tne.db import Base
from tne.filters import Filters, View
from tne.queries import etablissement as questions
from tne.queries import memoire
from tne.visuals import etablissement as figures

base = scene_etablissement.base


def test_events_of_a_replaced_school_are_its_successors(base: Base) -> None:
    d = one(base, A)
    rows = d.evenements[["annee", "partie", "evenement_id", "quoi", "precision"]].to_numpy().tolist()
    assert rows == [
        [AN, "Parentalité", "2023-1", "Atelier pour les parents", "Orks"],
        [AN, "Accompagnements", "2023-2", "Formation", ""],
        [AN, "Accompagnements", "2023-1", "Suivi de projet", "WebTV, en cours"],
        [AVANT, "Accompagnements", "2022-1", "Formation", ""],
    ]
    assert d.identite["remplace"] == f"Collège D ({D})"
    assert one(base, D).uai == A


def test_a_school_is_read_once_for_all_that_shows_it(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page read it anew for each of its figures: four fifths of the time that a choice took."""
    monkeypatch.setattr(memoire, "_held", OrderedDict())
    read: list[Filters] = []
    events = questions.events
    monkeypatch.setattr(questions, "events", lambda con, f, view: read.append(f) or events(con, f, view))
    con = base.cursor()
    for annees in ((AVANT,), (AN,)):
        for shown in (*figures.VISUALS, questions.dossier):
            shown(con, Filters(annees=annees, etablissements=(A,)), "lecture")
    assert len(read) == 1
    changed = one(base, A)
    changed.evenements["quoi"] = "autre chose"
    assert "autre chose" not in one(base, A).evenements["quoi"].tolist()
    assert len(read) == 2, "what `one` asks of is read by coordinators"


def test_no_person_and_no_comment_reaches_an_event(base: Base) -> None:
    written = one(base, A).evenements.to_csv()
    assert "Secret" not in written
    assert "Jean" not in written
    assert "enseignants" not in written


def test_zero_and_unknown_are_told_apart(base: Base) -> None:
    d = one(base, B)
    assert d.nombre("Accompagnements", AVANT) == 0  # the log of that year is imported
    assert d.nombre("Parentalité", AVANT) is None
    assert d.nombre("Numérixplore", AN) is None
    assert d.effectif("parents", AVANT, "Parentalité") is None
    assert d.effectif("participants", AN, "Formations") is None


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_who_came_and_was_not_counted_is_not_nobody(tmp_path: Path, view: View) -> None:
    """« Parents venus : 0 » stood under a workshop whose parents nobody wrote down; who did not come at all is a zero."""
    scene = Scene(tmp_path / "tne.duckdb")
    jours = f"""
    Référence;Date;UAI;Classes;Élèves de 4ème
    1;10/10/2023;{D};1;
    2;11/10/2023;{B};0;0
    3;12/10/2023;{F};1;30
    """
    ateliers = f"""
    Référence;Date;Type;Organisateur;UAI;Parents
    1;03/02/2024;Atelier;Orks;{A};
    2;03/03/2024;Atelier;Orks;{A};
    3;03/03/2024;Atelier;Orks;{B};0
    4;03/03/2024;Atelier;Orks;{C};20
    5;04/03/2024;Atelier;Orks;{C};
    """
    for text in (ECOLES, jours, ateliers):
        assert not scene.un(text).comptes.refusees
    seen = {s: one(scene.base, s, view) for s in (A, B, C, F)}
    parents = {s: d.effectif("parents", AN, "Parentalité") for s, d in seen.items()}
    pupils = {s: d.effectif("eleves", AN, "Numérixplore") for s, d in seen.items()}
    assert parents == {A: None, B: 0, C: 20 if view == "coordination" else parents[C], F: 0}
    assert pupils == {A: None, B: 0, C: 0, F: 30 if view == "coordination" else pupils[F]}
    assert parents[C] in (20, "masqué")
    scene.base.close()


def test_the_mean_is_over_the_open_schools_of_the_same_type(base: Base) -> None:
    # A and B are the only collèges de référence: 2 interventions in A, 1 in B; the closed E does not count.
    d = one(base, A)
    assert d.pairs["Accompagnements", AN]["etablissements"] == 2
    assert d.moyenne("Accompagnements", AN) == 1.5
    assert d.moyenne("Accompagnements", AVANT) == 0.5
    assert one(base, C).moyenne("Accompagnements", AN) == 1.0
    assert d.moyenne("Numérixplore", AN) is None


def test_a_closed_ecole_counts_in_no_mean(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "tne.duckdb")
    scene.importer(
        f"UAI;Nom;Type;Secteur;État\n{A};École A;École;Public;Ouvert\n{B};École B;École;Public;Fermé"
    )
    scene.importer(f"Référence;Date;Nature;UAI\n1;10/10/2023;Formation;{A}")
    assert one(scene.base, A).moyenne("Accompagnements", AN) == 1.0
    scene.base.close()


def test_readers_see_masked_counts_where_coordination_sees_numbers(base: Base) -> None:
    assert one(base, A).effectif("parents", AN, "Parentalité") == 40
    assert one(base, B).effectif("parents", AN, "Parentalité") == 2
    masked = {s: one(base, s, "lecture").effectif("parents", AN, "Parentalité") for s in (A, B, C)}
    assert masked == dict.fromkeys((A, B, C), "masqué")  # three at least


def test_no_school_or_several_is_no_school(base: Base) -> None:
    con = base.cursor()
    assert questions.dossier(con, Filters(), "lecture") is None
    assert questions.dossier(con, Filters(etablissements=(A, B)), "lecture") is None
    assert questions.dossier(con, Filters(etablissements=("0860001J",)), "lecture") is None
