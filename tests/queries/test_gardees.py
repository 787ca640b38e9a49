"""Kept views: the same rows as the views themselves, of one moment, made anew only where a table has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acces.conftest import COORDINATION, SESSIONS, deposer
from tests.acces.test_purge import Rouvrir
from tests.queries.tables_gardees import (
    ECOLES,
    EFFECTIFS,
    UNE_DE_PLUS,
    assert_same,
    ecrire_a_cote,
    kept,
    of_view,
)
from tne.db import Base
from tne.importing import annuler
from tne.persons.purge import purger
from tne.queries import gardees
from tne.queries.cumuls import CUMULS, DETAILS
from tne.queries.gardees import ETATS_GARDES, lues
from tne.queries.memoire import instant
from tne.queries.views import GARDEES, VIEWS

pytestmark = pytest.mark.usefixtures("nothing_known")


PAR_ANNEE = "SELECT annee, count(DISTINCT personne) FROM v_inscription GROUP BY annee ORDER BY annee"
BASES = tuple(view for view in GARDEES if view not in CUMULS)
"""What is not made of other kept tables: those are compared once, at the end of all that is written."""


def test_same_rows_as_the_views_after_every_kind_of_writing(base: Base, rouvrir: Rouvrir) -> None:
    assert_same(base, BASES)
    deposer(base, ECOLES, "etablissement")
    deposer(base, UNE_DE_PLUS, "inscription", remplacer=True)
    assert_same(base, BASES)
    last = deposer(base, "Référence;Date;Nature;UAI\n1;2023-10-12;Formation;0860002K\n", "intervention")
    assert_same(base, BASES)
    annuler(base, COORDINATION, last.import_id)
    assert_same(base, BASES)
    before = base.cursor().execute(PAR_ANNEE).fetchall()
    purger(base, COORDINATION, "2023-2024")
    after = rouvrir(base.path)
    assert_same(after)
    assert after.cursor().execute(PAR_ANNEE).fetchall() == before


@pytest.mark.parametrize("beyond", [gardees.LIGNES_SERREES, 10])
def test_what_the_demonstration_holds(base_demo: Path, monkeypatch: pytest.MonkeyPatch, beyond: int) -> None:
    """Compressed table by table where there are many rows, or at once."""
    monkeypatch.setattr(gardees, "LIGNES_SERREES", beyond)
    opened = Base(str(base_demo))
    assert_same(opened)
    opened.close()


def test_only_the_views_of_a_changed_table_are_made_anew(base: Base) -> None:
    assert set(lues()["v_registre"]) == {"inscription", "session", "session_complement", "module"}
    assert set(lues()) | {"v_inscription_cle", "v_inscription"} | set(DETAILS) == set(VIEWS)
    assert_same(base)
    (registrations,) = of_view(base, "v_registre")
    deposer(base, ECOLES, "etablissement")
    assert_same(base)
    assert of_view(base, "v_registre") == {registrations}
    assert len(of_view(base, "v_intervention")) == 2
    deposer(base, SESSIONS.replace("2023-11-06", "2024-11-06"), "session")
    assert_same(base)  # its registrations are of another year, whatever else a detail is made from
    assert len(of_view(base, "v_registre")) == 2


def test_a_base_opened_anew_in_the_same_process_makes_them_again(base: Base, rouvrir: Rouvrir) -> None:
    assert_same(base, ())
    base.close()
    assert_same(rouvrir(base.path), ())


def test_old_states_are_dropped(base: Base) -> None:
    for n in range(ETATS_GARDES + 2):
        deposer(base, ECOLES.replace("Collège A", f"Collège {n}"), "etablissement")
        assert_same(base, BASES[:1])
    assert len(of_view(base, "v_etablissement")) == ETATS_GARDES
    assert len(of_view(base, "v_registre")) == len(of_view(base, "v_detail")) == 1
    for n in range(ETATS_GARDES + 2):
        deposer(base, SESSIONS.replace("2023-11-06", f"2023-12-0{n + 1}"), "session")
        assert_same(base, BASES[:1])
    assert len(of_view(base, "v_registre")) == ETATS_GARDES
    assert len(of_view(base, "v_detail")) <= ETATS_GARDES + 1


def test_a_reader_keeps_what_is_dropped_meanwhile(base: Base) -> None:
    early, late = base.cursor(), base.cursor()
    with instant(early):
        seen = early.execute(EFFECTIFS).fetchall()
        with instant(late):
            # The second has not touched a kept table yet: it finds the views.
            for n in range(ETATS_GARDES + 2):
                ecrire_a_cote(base, f"INSERT INTO module (module_code) VALUES ('{n}')")
                ecrire_a_cote(base, "DELETE FROM inscription WHERE presence = 'Absent'")
                assert_same(base)
            assert late.execute(EFFECTIFS).fetchall() == seen
        assert kept(early)
        assert early.execute(EFFECTIFS).fetchall() == seen
    assert base.cursor().execute(EFFECTIFS).fetchall() != seen


@pytest.mark.parametrize("imports", [1, gardees.ESSAIS])
def test_a_question_begins_anew_while_others_import_and_reads_the_views_where_they_do_not_stop(
    base: Base, monkeypatch: pytest.MonkeyPatch, imports: int
) -> None:
    """On a large base it may wait for a minute: without kept tables it would then add up every row."""
    make, left = gardees._faire, [f"INSERT INTO module (module_code) VALUES ('{n}')" for n in range(imports)]
    seen: list[int] = []

    def import_first(*args: object) -> str | None:
        if left:
            ecrire_a_cote(base, left.pop())
            seen.append(base.version())
        return make(*args)  # type: ignore[arg-type]

    con = base.cursor()
    monkeypatch.setattr(gardees, "_faire", import_first)
    with instant(con) as state:
        assert kept(con) is (imports < gardees.ESSAIS)
        assert state is not None
        assert seen[-1] in state, "the moment that it answers of is the last"
        (modules,) = con.execute("SELECT count(*) FROM module").fetchall()[0]
        ecrire_a_cote(base, "DELETE FROM module")
        assert con.execute("SELECT count(*) FROM module").fetchall() == [(modules,)]
    assert not left
    with instant(con) as after:
        assert kept(con)
        assert after != state


def test_who_writes_reads_the_views(base: Base) -> None:
    assert_same(base)
    with base.writing() as con, instant(con) as state:
        con.execute("DELETE FROM inscription")
        assert state is None
        assert con.execute(EFFECTIFS).fetchall() == [(0, 0, 0)]


def test_nothing_is_made_beyond_the_setting_nor_beside_a_base_that_is_read_only(
    base: Base,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TNE_LIGNES_GARDEES", "5")
    con = base.cursor()
    with instant(con) as state:
        assert state is not None
        assert not kept(con)
    monkeypatch.delenv("TNE_LIGNES_GARDEES")
    base.close()
    opened = Base(base.path, read_only=True)
    con = opened.cursor()
    with instant(con) as state:
        assert state is not None
        assert not kept(con)
    assert not list(Path(base.path).parent.glob("*.gardees*"))
    opened.close()
