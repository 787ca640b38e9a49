"""The seats of the trainings: offered, taken, occupied, for coordinators and for readers."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tne.db import Base
from tne.filters import Filters, View
from tne.queries.masking import Taux
from tne.typographie import entier, typographier
from tne.visuals import (
    formations_absence,
    formations_moyens,
)
from tne.visuals.couleurs import CONTOUR

AN = Filters(annees=("2023-2024",))
TROIS = Filters(annees=("2022-2023", "2023-2024", "2024-2025"))


@pytest.mark.parametrize(
    ("modules", "lecture", "fin"),
    [
        (10, False, "par module ; dans les données, 3 autres modules et le détail par session."),
        (10, True, "par module ; dans les données, 3 autres modules."),
        (7, False, "par module ; dans les données, le détail par session."),
        (7, True, "par module."),
    ],
)
def test_seats_say_what_only_the_table_holds(modules: int, lecture: bool, fin: str) -> None:
    assert formations_moyens.sous_titre_places(modules, lecture, AN.annees).endswith(fin)


def test_seats_of_several_years_have_a_key_to_their_outline() -> None:
    assert "Le contour clair : les inscrits." in formations_moyens.sous_titre_places(7, False, TROIS.annees)
    assert "contour" not in formations_moyens.sous_titre_places(7, True, TROIS.annees)


def test_the_seats_show_who_was_registered(con: duckdb.DuckDBPyConnection) -> None:
    """For coordinators; with the absences beside them, readers would get who is left."""
    v = formations_moyens.places(con, AN, "coordination")
    assert v.figure is not None
    piste, inscrits, presents = v.figure["data"]
    assert set(piste["x"]) == {100}
    assert all(100 >= i >= p for i, p in zip(inscrits["x"], presents["x"], strict=True))
    words = [a["text"] for a in v.figure["layout"]["annotations"]]
    assert {"présents", "inscrits", "places offertes"} <= set(words)
    assert "146 sur 149" in words
    assert "103 présents, 146 inscrits, 149 places" in v.alternative
    seen = formations_moyens.places(con, AN, "lecture")
    assert "inscrit" not in json.dumps(seen.figure, ensure_ascii=False) + seen.alternative
    # All of them together are no secret: 83 of 1 384 were never processed, as the absences say.
    assert seen.titre == v.titre


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_seats_of_a_session_that_nobody_processed_are_neither_taken_nor_empty(
    con: duckdb.DuckDBPyConnection, view: View
) -> None:
    """Three sessions of 2024-2025 are not processed: their 96 seats made 59 % out of 62 %."""
    v = formations_moyens.places(con, Filters(annees=("2024-2025",)), view)
    # 952 present; 1 626 seats, 1 471 registered: 62 % of the 1 530 seats of the others, 90 % of all.
    assert v.titre.startswith("90\u202f% des places offertes sont prises, au moins 62\u202f% occupées")
    assert v.avertissements[0].startswith("3 sessions sans présence traitée\u202f: leurs places")
    if view == "coordination":
        manquent = v.donnees[v.donnees["Présents"].isna()]
        assert (len(manquent), manquent["Inscrits"].sum(), manquent["Places"].sum()) == (3, 84, 96)
        assert v.donnees["Places"].sum() == 1626
    else:
        assert v.donnees["Places"].sum() == 1530


def test_seats_of_those_whose_presence_is_not_processed_are_said_beside(base_demo: Path) -> None:
    """They counted as empty: of 20 seats with 8 present, 3 absent and 4 not processed, 40 % « occupied »."""
    opened = Base(str(base_demo))
    con = opened.cursor()
    (sessions, reste), (places, presents) = (
        con.execute(
            f"""SELECT {what} FROM (SELECT s.session_cle, any_value(s.places) AS places, count(*) FILTER (i.present) AS presents,
                       count(*) FILTER (i.absent) AS absents, count(*) FILTER (i.non_traite) AS reste
                FROM v_session s JOIN v_inscription i ON i.session_id = s.session_cle WHERE s.annee = '2023-2024' GROUP BY 1)
            WHERE presents + absents > 0 AND places IS NOT NULL AND {which}"""
        ).fetchall()[0]
        for what, which in (("count(*), sum(reste)", "reste > 0"), ("sum(places), sum(presents)", "true"))
    )
    assert reste == 56
    v = formations_moyens.places(con, AN, "coordination")
    assert v.titre.split(", ")[1].startswith("au moins ")
    (told,) = [n for n in v.avertissements if "à terminer" in n]
    assert told.startswith(f"{sessions} sessions à terminer")
    assert f"ces {reste} inscriptions" in told
    most = typographier(f"{entier(presents + reste)} places sur {entier(places)} au plus")
    assert most in told
    seen = formations_moyens.places(con, AN, "lecture")
    assert seen.titre == v.titre
    assert not any("inscription" in n for n in seen.avertissements)
    assert any(n.startswith(f"{sessions} sessions à terminer") for n in seen.avertissements)
    con.close()
    with opened.writing() as writing:
        writing.execute("UPDATE inscription SET presence = 'Absent' WHERE presence IS NULL")
    con = opened.cursor()
    done = formations_moyens.places(con, AN, "coordination")
    assert not any("à terminer" in n for n in done.avertissements)
    assert "au moins" not in done.titre
    con.close()
    opened.close()


def test_seats_of_a_module_to_which_nobody_came_are_empty_seats(base_demo: Path) -> None:
    """Its sessions are processed, all absent: its seats fell out of the share, of the bars and of the readers' table."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("""UPDATE inscription SET presence = 'Absent' WHERE module_code =
            (SELECT module_code FROM v_session WHERE annee = '2023-2024' ORDER BY places DESC, module_code LIMIT 1)""")
    con = opened.cursor()
    ((places, presents, modules),) = con.execute(
        """SELECT sum(places), sum(presents), count(DISTINCT module_code)
        FROM (SELECT s.session_cle, any_value(s.places) AS places, any_value(s.module_code) AS module_code,
                count(*) FILTER (i.present) AS presents, count(*) FILTER (i.absent) AS absents
            FROM v_session s JOIN v_inscription i ON i.session_id = s.session_cle WHERE s.annee = '2023-2024' GROUP BY 1)
        WHERE presents + absents > 0"""
    ).fetchall()
    v = formations_moyens.places(con, AN, "coordination")
    assert f"au moins {round(100 * presents / places)}\u202f% occupées le jour venu" in v.titre
    seen = formations_moyens.places(con, AN, "lecture").donnees
    assert len(seen) == modules
    assert seen["Places"].sum() == places
    con.close()
    opened.close()


def test_readers_learn_no_registrations_where_those_left_are_few(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formations_moyens, "rate", lambda n, d, view: Taux(None, True))
    assert formations_moyens._inscrits_de_tous(con, AN, "2023-2024") is None


def test_seats_of_three_years_are_outlined_where_somebody_registered(con: duckdb.DuckDBPyConnection) -> None:
    v = formations_moyens.places(con, TROIS, "coordination")
    assert v.figure is not None
    traces = v.figure["data"]
    assert len(traces) == 6
    for contour, barre in zip(traces[::2], traces[1::2], strict=True):
        assert contour["y"] == barre["y"]
        pairs = list(zip(contour["x"], barre["x"], strict=True))
        assert all(c is None if b == 0 else c >= b for c, b in pairs), pairs
    ends = {a["y"]: a["x"] for a in v.figure["layout"]["annotations"] if a.get("xref") != "paper"}
    for t in traces[::2]:
        assert all(x is None or ends[y] == x for x, y in zip(t["x"], t["y"], strict=True))


def test_the_seats_offered_have_an_edge_in_the_bars_and_in_their_key(con: duckdb.DuckDBPyConnection) -> None:
    """Pale on dark paper, what the bars are out of was not seen."""
    seen = formations_moyens.places(con, AN, "coordination").figure
    assert seen
    assert seen["data"][0]["marker"]["line"] == {"width": 1, "color": CONTOUR}
    assert seen["layout"]["shapes"][-1]["line"]["color"] == CONTOUR


def test_readers_get_seats_by_module_masked_as_beside_the_absences(con: duckdb.DuckDBPyConnection) -> None:
    exact = formations_moyens.places(con, TROIS, "coordination")
    seen = formations_moyens.places(con, TROIS, "lecture")
    assert "Date" in exact.donnees
    assert list(seen.donnees) == ["Année", "Module", "Places", "Présents"]
    assert not seen.donnees.duplicated(["Année", "Module"]).any()
    beside = formations_absence.par_module(con, TROIS, "lecture").donnees
    for row in seen.donnees.to_dict(orient="records"):
        same = beside[(beside["Année"] == row["Année"]) & (beside["Module"] == row["Module"])]
        assert same["Présents"].tolist() == [row["Présents"]], row


def test_before_any_presence_the_seats_say_who_is_registered(base_demo: Path) -> None:
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("UPDATE inscription SET presence = NULL")
    v = formations_moyens.places(opened.cursor(), AN, "coordination")
    assert v.figure is None
    assert "1\u202f384\u00a0inscrits" in v.titre or "1\u202f384 inscrits" in v.titre
    assert v.titre.endswith("aucune présence n\u2019est encore traitée")
    opened.close()


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_of_sessions_without_a_seat_no_share_is_told(base_demo: Path, view: View) -> None:
    """« 113 sur 0 » for readers, and a fault of the whole page for coordinators."""
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute(
            "UPDATE session SET places = 0 WHERE module_code = (SELECT min(module_code) FROM session)"
        )
    one_less = formations_moyens.places(opened.cursor(), AN, view)
    assert "sur\u00a00" not in one_less.alternative
    assert one_less.figure is not None
    with opened.writing() as con:
        con.execute("UPDATE session SET places = 0")
    none = formations_moyens.places(opened.cursor(), AN, view)
    assert none.vide
    assert "aucune place" in none.alternative
    opened.close()


def test_undeclared_hours_are_told_in_whole_sentences(base_demo: Path) -> None:
    opened = Base(str(base_demo))
    with opened.writing() as con:
        con.execute("UPDATE session_complement SET heures_hors_face_a_face = NULL")
    assert ". ." not in formations_moyens.heures(opened.cursor(), AN, "coordination").alternative
    with opened.writing() as con:
        con.execute("UPDATE session_complement SET heures = 0, heures_hors_face_a_face = 0")
    v = formations_moyens.heures(opened.cursor(), AN, "coordination")
    assert "hors" not in v.alternative.partition("Toutes")[0].replace("hors face", "")
    opened.close()
