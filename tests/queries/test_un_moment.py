"""What a page shows is of one moment of the base, whoever writes meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import duckdb
import pytest
import streamlit as st

from tests.queries.tables_gardees import EFFECTIFS, ecrire_a_cote
from tne.access import Droit
from tne.db import Base
from tne.filters import Filters, View
from tne.ui.cache import ask, one_page, reading
from tne.ui.contexte import Contexte
from tne.ui.presenter.plan import plan

pytestmark = pytest.mark.usefixtures("nothing_known")

ECRIRE = "DELETE FROM inscription WHERE presence = 'Absent'"


class _Anew(BaseException):
    """In the place of the exception by which Streamlit runs a page anew: no error for anyone on its way."""


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that asks to be run anew says so."""

    def rerun() -> NoReturn:
        raise _Anew

    monkeypatch.setattr(st, "rerun", rerun)


def context(base: Base) -> Contexte:
    """Of a page that begins now."""
    return Contexte(base, Filters(), "", (), "lecture", Droit(False, ""), base.version(), False)


def registered(con: duckdb.DuckDBPyConnection, filters: Filters, _view: View) -> int:
    """How many registrations there are, whatever the filter: that of another one is another answer."""
    return int(con.execute("SELECT count(*) FROM inscription").fetchall()[0][0])


def test_the_questions_of_one_page_see_one_moment(base: Base) -> None:
    ctx = context(base)
    with one_page():
        with reading(ctx) as con:
            seen = con.execute(EFFECTIFS).fetchall()
        ecrire_a_cote(base, ECRIRE)
        with reading(ctx) as same:
            assert same is con
            assert same.execute(EFFECTIFS).fetchall() == seen
    with pytest.raises(duckdb.ConnectionException):
        con.execute("SELECT 1")
    with reading(context(base)) as after:
        assert after.execute(EFFECTIFS).fetchall() != seen


@pytest.mark.usefixtures("anew")
def test_a_page_whose_answers_are_of_before_begins_anew_when_it_has_to_ask(base: Base) -> None:
    """Another session had imported between the first line of a page and its first question that no kept answer spared."""
    ctx = context(base)
    with one_page():
        before = ask(ctx, registered)
    ecrire_a_cote(base, ECRIRE)
    other = Filters(secteurs=("Public",))
    with one_page():
        assert ask(ctx, registered) == before, "kept: the page is of before as a whole so far"
        with pytest.raises(_Anew):
            ask(ctx, registered, other)
    with one_page():
        now = context(base)
        assert ask(now, registered, other) == ask(now, registered) != before


@pytest.mark.usefixtures("anew")
def test_what_is_drawn_anew_alone_has_its_page_drawn_anew_with_it(base: Base) -> None:
    """A part of a page that Streamlit runs by itself, long after the page."""
    ctx = context(base)
    ecrire_a_cote(base, ECRIRE)
    with pytest.raises(_Anew):
        ask(ctx, registered)


@pytest.mark.usefixtures("anew")
def test_slides_of_before_and_of_after_never_stand_in_one_stack(base: Base) -> None:
    """The first are drawn at once, the others when the browser is at rest, by themselves."""
    ctx = context(base)
    before = plan(ctx).codes
    ecrire_a_cote(base, ECRIRE)
    assert plan(ctx).codes == before
    with pytest.raises(_Anew):
        plan(replace(ctx, filters=Filters(annees=("2023-2024",))))
