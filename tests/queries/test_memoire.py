"""Kept answers: asked once per data version and filter, never what a transaction read before it was rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import duckdb
import pandas as pd
import pytest

from tne import horloge
from tne.db import Base
from tne.filters import Filters
from tne.queries import memoire
from tne.queries.memoire import etat, instant, retenue
from tne.queries.perimeter import perimetre
from tne.queries.school_persons import successeurs
from tne.store.backend import identity
from tne.visuals.visual import Visual

ANCIEN, NOUVEAU = "0860001A", "0860002B"
asked: list[str] = []


@retenue
def ecoles(con: duckdb.DuckDBPyConnection, filters: Filters) -> list[str]:
    asked.append(filters.en_mots())
    return [str(uai) for (uai,) in con.execute("SELECT uai FROM etablissement ORDER BY uai").fetchall()]


@pytest.fixture
def base(base_sans_import: Path) -> Iterator[Base]:
    opened = Base(str(base_sans_import))
    with opened.writing() as con:
        con.execute(
            "INSERT INTO etablissement (uai, secteur) VALUES ($a, 'Public'), ($b, 'Privé')",
            {"a": ANCIEN, "b": NOUVEAU},
        )
    asked.clear()
    yield opened
    opened.close()


def test_asked_once_until_the_data_change(base: Base) -> None:
    un, deux = Filters(annees=("2023-2024",)), Filters(annees=("2024-2025",))
    for _ in ("made", "kept"):
        ecoles(base.cursor(), un).append("changed by its reader")
    assert ecoles(base.cursor(), un) == [ANCIEN, NOUVEAU]
    assert len(asked) == 1
    ecoles(base.cursor(), deux)
    assert len(asked) == 2
    with base.writing() as con:
        con.execute("DELETE FROM etablissement WHERE uai = $a", {"a": ANCIEN})
    assert ecoles(base.cursor(), un) == [NOUVEAU]
    assert len(asked) == 3


def test_each_question_and_each_choice_has_an_answer_of_its_own(base: Base) -> None:
    con = base.cursor()

    @retenue
    def said(con: duckdb.DuckDBPyConnection, *, what: str) -> str:
        return what

    assert [said(con, what=word) for word in ("a", "b")] == ["a", "b"]

    def of(module: str) -> Callable[[duckdb.DuckDBPyConnection], str]:
        def question(con: duckdb.DuckDBPyConnection) -> str:
            return module

        question.__module__ = module  # several modules have a question of one name
        return retenue(question)

    assert [of(module)(con) for module in ("a", "b")] == ["a", "b"]


@pytest.mark.parametrize(
    ("setting", "value"), [("TNE_SEUIL", "7"), ("TNE_MASQUES_MINIMUM", "4"), ("TNE_TERRITOIRE", "094")]
)
def test_what_was_answered_under_another_setting_is_asked_again(
    base: Base, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    ecoles(base.cursor(), Filters())
    monkeypatch.setenv(setting, value)
    ecoles(base.cursor(), Filters())
    assert len(asked) == 2


def test_what_was_answered_yesterday_is_asked_again(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    demain = horloge.aujourdhui() + timedelta(days=1)
    ecoles(base.cursor(), Filters())
    monkeypatch.setattr(horloge, "aujourdhui", lambda: demain)
    ecoles(base.cursor(), Filters())
    assert len(asked) == 2


@retenue
def large(con: duckdb.DuckDBPyConnection, number: int) -> pd.DataFrame:
    asked.append(str(number))
    return pd.DataFrame({"n": range(number, number + 10_000)})


def test_large_answers_leave_their_place_to_the_last(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    con = base.cursor()
    monkeypatch.setattr(memoire, "OCTETS_GARDES", 2 * 85_000)
    for number in (1, 2, 3, 3, 2, 1):
        assert large(con, number)["n"][0] == number
    assert asked == ["1", "2", "3", "1"]
    monkeypatch.setattr(memoire, "OCTETS_GARDES", 1)
    for number in (4, 4):
        large(con, number)
    assert asked[4:] == ["4"]


def test_where_room_lacks_small_answers_stay(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    con = base.cursor()

    @retenue
    def small(con: duckdb.DuckDBPyConnection) -> int:
        asked.append("small")
        return 1

    small(con)
    monkeypatch.setattr(memoire, "OCTETS_GARDES", 1)
    for number in (1, 2, 3):
        large(con, number)
        small(con)
    assert asked == ["small", "1", "2", "3"]


def test_a_question_gives_the_state_it_sees(base: Base) -> None:
    con = base.cursor()
    known = etat(identity(con), base.version())
    with instant(con) as read:
        with instant(base.cursor()) as given:
            assert read == given == known
        with instant(con) as again:  # that of the other connection has ended, this one has not
            assert again == read
    assert etat(None, 1) is None
    assert etat(identity(con), None) is None


def test_no_answer_holds_something_from_before_an_import_and_something_from_after(base: Base) -> None:
    @retenue
    def torn(con: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
        before = con.execute("SELECT count(*) FROM etablissement").fetchall()[0][0]
        if not asked:
            asked.append("written meanwhile")
            other = base.cursor()
            other.execute("BEGIN")
            other.execute("UPDATE verrou SET n = n + 1")
            other.execute("DELETE FROM etablissement WHERE uai = $a", {"a": ANCIEN})
            other.execute("COMMIT")
        return (
            before,
            len(ecoles(con, Filters())),
            con.execute("SELECT count(*) FROM etablissement").fetchall()[0][0],
        )

    assert torn(base.cursor()) == (2, 2, 2)
    assert torn(base.cursor()) == (1, 1, 1)


def test_nothing_is_kept_of_what_is_rolled_back(base: Base) -> None:
    """A rehearsal takes the version that the next import takes again."""
    public = Filters(secteurs=("Public",))
    with suppress(ZeroDivisionError), base.writing() as con:
        con.execute("UPDATE etablissement SET remplace_par = $b WHERE uai = $a", {"a": ANCIEN, "b": NOUVEAU})
        assert successeurs(con) == {ANCIEN: NOUVEAU}
        assert perimetre(con, public).uais == ()
        raise ZeroDivisionError
    with base.writing() as con:
        con.execute("UPDATE etablissement SET nom = 'Autre' WHERE uai = $b", {"b": NOUVEAU})
    assert successeurs(base.cursor()) == {}
    assert perimetre(base.cursor(), public).uais == (ANCIEN,)


def test_a_figure_is_kept_as_it_is_and_nobody_changes_the_rows_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = pd.DataFrame({"Commune": ["Poitiers"] * 2000})
    figure: dict[str, object] = {"data": [], "layout": {}}
    made = Visual("x.y", "", "", rows, {"Commune": "texte"}, figure, "", "", "", "neutre", "calculé")
    first = memoire.gardee(("un",), lambda: made)
    first.donnees["Commune"] = "Loudun"
    again: Visual = memoire.gardee(("un",), lambda: pytest.fail("asked twice"))
    assert set(again.donnees["Commune"]) == {"Poitiers"}
    # Written once for all: for the next reader, and for who says something else about it.
    written = first.figure_json
    assert again.figure_json is written
    assert replace(again, filtre="Loudun").figure_json is written
    # Its rows count among what may be kept.
    monkeypatch.setattr(memoire, "OCTETS_GARDES", 1)
    memoire.gardee(("deux",), lambda: made)
    assert [key for key in memoire._held if key in (("un",), ("deux",))] == [("deux",)]
    # The sum that decides is kept beside them.
    memoire.gardee(("deux",), lambda: pytest.fail("asked twice"))
    assert memoire._larges_en_tout == [sum(memoire._larges.values())]


def test_texts_of_a_long_frame_are_kept_in_arrow_and_those_of_a_short_one_as_they_are() -> None:
    long, short = pd.DataFrame({"uai": ["a", None] * 600, "n": 1}), pd.DataFrame({"uai": ["a", None]})
    kept = memoire.rangee(long)
    assert isinstance(kept["uai"].dtype, pd.StringDtype)
    assert kept["uai"].dtype.storage == "pyarrow"
    pd.testing.assert_frame_equal(kept, long, check_dtype=False)
    assert memoire.rangee(short) is short
    assert isinstance(short["uai"].dtype, pd.StringDtype)
    assert short["uai"].dtype.storage == "python"


def test_what_two_ask_at_once_is_computed_once() -> None:
    begun, go = Event(), Event()

    def slow() -> str:
        asked.append("slow")
        begun.set()
        assert go.wait(10)
        return "answer"

    asked.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(memoire.gardee, ("slow",), slow)
        assert begun.wait(10)
        second = pool.submit(memoire.gardee, ("slow",), slow)
        go.set()
        assert (first.result(10), second.result(10)) == ("answer", "answer")
    assert asked == ["slow"]
