"""What the figure on delays says: whether the published explanation holds, its buckets, its bubbles."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tne.db import Base
from tne.filters import Filters, View
from tne.queries.formations import delay_published
from tne.slides.slide import SOUS_TITRE_MAXIMUM
from tne.visuals import formations_delai, formations_delai_ronds
from tne.visuals.significatif import Lien, lien
from tne.visuals.visual import MASQUE, Visual


def _points(pente: float, n: int = 40, bruit: float = 6) -> Lien:
    tirage = random.Random(7)
    x = [i / 2 for i in range(n)]
    return lien(x, [30 + pente * v + tirage.gauss(0, bruit) for v in x])


@pytest.mark.parametrize(
    ("trouve", "titre", "mots"),
    [
        (_points(1.5), "plus on est absent", "tient dans ces données"),
        (_points(-1.5), "moins on est absent", "est contredite"),
        (_points(0), "n'explique pas", "ne se voit pas"),
        (
            _points(1.5, n=5),
            "Trop peu de sessions",
            " : 5 sessions à délais distincts ne permettent pas d'en juger.",
        ),
        (
            _points(1.5, n=1),
            "Trop peu de sessions",
            " : trop peu de sessions à délais distincts pour en juger.",
        ),
        (
            lien([3.0] * 20, [float(i) for i in range(20)]),
            "Trop peu de sessions",
            "ne permettent pas d'en juger",
        ),
    ],
)
def test_does_the_published_explanation_hold(trouve: Lien, titre: str, mots: str) -> None:
    assert titre in formations_delai.titre_delai(trouve)
    assert mots in formations_delai.verdict(trouve, publie=True)
    # Where no bilan of the territory says it, nothing is said of one.
    alone = formations_delai.verdict(trouve, publie=False)
    assert "publié" not in alone
    assert alone[0] == alone[0].upper()


@pytest.mark.parametrize(
    ("pente", "vus", "titre"),
    [
        (1.5, (22.0, 32.0, 43.0), "Plus le délai est long, plus on est absent"),
        (1.5, (22.0, 22.0, 43.0), "Plus le délai est long, plus on est absent"),
        (1.5, (27.0, 25.0, 31.0), "Un long délai va de pair avec plus d'absences"),
        (-1.5, (31.0, 25.0, 20.0), "Plus le délai est long, moins on est absent"),
        (-1.5, (31.0, 25.0, 27.0), "Un long délai va de pair avec moins d'absences"),
        (0, (31.0, 25.0, 27.0), "Le délai n'explique pas les absences"),
    ],
)
def test_the_title_says_nothing_that_the_rates_under_it_contradict(
    pente: float, vus: tuple[float, ...], titre: str
) -> None:
    assert formations_delai.titre_delai(_points(pente), vus) == titre


def test_the_third_year_of_the_demonstration_has_a_dip_under_its_finding(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = formations_delai.absence_delai(con, Filters(annees=("2024-2025",)), "coordination")
    assert found.titre == "Un long délai va de pair avec plus d\u2019absences"


def test_only_a_bilan_of_the_territory_explains_absence_by_the_delay(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Filters(annees=("2023-2024",))
    assert delay_published(con)
    assert "bilan publié" in formations_delai.absence_delai(con, year, "coordination").sous_titre
    monkeypatch.setenv("TNE_TERRITOIRE", "094")
    assert not delay_published(con)
    assert "publié" not in formations_delai.absence_delai(con, year, "coordination").sous_titre


def test_a_delay_of_something_else_explains_no_absence(base_publiee: Path) -> None:
    base = Base(str(base_publiee))
    con = base.cursor()
    assert delay_published(con)
    con.execute("UPDATE constat SET section = 'Équipements' WHERE contains(texte, 'délai')")
    assert not delay_published(con)
    con.close()
    base.close()


def test_a_link_is_said_to_be_no_cause_only_where_one_is_seen() -> None:
    points = pd.DataFrame(
        {
            "semaines": [float(i) for i in range(20)],
            "debut": pd.date_range("2023-10-01", periods=20, freq="7D"),
        }
    )
    assert "fin de l'année" in formations_delai.reserve_calendrier(points, _points(1.5))
    assert formations_delai.reserve_calendrier(points, _points(0)) == ""
    assert formations_delai.reserve_calendrier(points, _points(-1.5)) != ""
    # The two longest delays in autumn: the calendar goes along, by 0.46, and does not explain as well.
    apart = points.assign(debut=[*points["debut"][2:], *points["debut"][:2]])
    assert formations_delai.reserve_calendrier(apart, _points(1.5)) == " Un lien n'est pas une cause."
    assert formations_delai.mesure(_points(1.5)).startswith(" Corrélation de 0,")
    # A number between what and what: a coordinator does not know it by its name.
    assert "de 0 (aucun lien) à 1 (le plus fort)" in formations_delai.mesure(_points(1.5))
    assert "à \u22121 (le plus fort)" in formations_delai.mesure(_points(-1.5))
    assert formations_delai.mesure(_points(1.5, n=5)) == ""


def test_the_explanation_over_years() -> None:
    oui, non, peu = _points(1.5), _points(0), _points(1.5, n=5)
    titre = formations_delai.titre_annees
    assert (
        titre({"2022-2023": non, "2023-2024": oui})
        == "Le délai va de pair avec les absences en 2023-2024, pas en 2022-2023"
    )
    assert (
        titre({"2022-2023": oui, "2023-2024": oui})
        == "Le délai va de pair avec les absences en 2022-2023 et 2023-2024"
    )
    assert "n'explique pas" in titre({"2022-2023": non, "2023-2024": peu})
    assert "Trop peu" in titre({"2022-2023": peu})


def test_buckets_have_round_edges_and_hold_every_session() -> None:
    semaines = [float(i) for i in range(1, 40)]
    edges = formations_delai_ronds.bornes(semaines)
    assert edges == [0.0, 12.0, 28.0] or all(e % 4 == 0 for e in edges)
    points = pd.DataFrame({"semaines": semaines, "absences": 1, "presences": 2})
    made = formations_delai_ronds.tranches(points, edges)
    assert sum(t.denominateur for t in made) == 3 * len(semaines)
    assert formations_delai_ronds.bornes([]) == [0.0]


def test_sessions_are_put_together_until_their_rate_may_be_shown() -> None:
    points = pd.DataFrame(
        {
            "session_id": list("abcdefgh"),
            "semaines": [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
            "absences": [1, 1, 1, 2, 9, 9, 0, 1],
            "presences": [9, 9, 9, 9, 9, 9, 9, 9],
        }
    )
    lots = formations_delai_ronds.lots(points)
    assert ["".join(lot["session_id"]) for _, lot in lots.groupby("lot")] == ["abcd", "efgh"]
    assert formations_delai_ronds.lots(points.head(3)).empty
    assert formations_delai_ronds.lots(points.iloc[4:6]).empty


def test_thousands_of_sessions_are_a_few_hundred_bubbles_that_hold_them_all() -> None:
    n = 3_000
    points = pd.DataFrame(
        {
            "session_id": [f"{i:05d}" for i in range(n)],
            "module": "M",
            "debut": pd.Timestamp("2024-01-10"),
            "semaines": [(i % 97) / 8 for i in range(n)],
            "absences": [i % 13 for i in range(n)],
            "presences": 20,
        }
    )
    points["taux"] = 100 * points["absences"] / (points["absences"] + points["presences"])
    seaux = formations_delai_ronds.tranches(points, [0.0, 4.0])
    for view in ("coordination", "lecture"):
        drawn = formations_delai_ronds.ronds(points, seaux, view)
        assert 50 < len(drawn) <= formations_delai_ronds.RONDS_MAX, view
        counted = sum(int(sessions) for sessions in drawn["nom"].str.replace(r"\D", "", regex=True))
        assert counted == n, view
    assert (formations_delai_ronds.lots(points.head(50), 7).groupby("lot").size() >= 7).all()


def test_a_bucket_of_two_sessions_has_no_rate_for_readers() -> None:
    points = pd.DataFrame({"semaines": [1.0, 2.0], "absences": [10, 20], "presences": [20, 20]})
    (bucket,) = formations_delai_ronds.tranches(points, [0.0])
    assert formations_delai._mots(bucket, "lecture") == MASQUE
    assert formations_delai._mots(bucket, "coordination") != MASQUE


def _dessinee(monkeypatch: pytest.MonkeyPatch, demo: Base, n: int, view: View, court: int = 0) -> Visual:
    """The figure of `n` sessions at delays of 1 to 8 weeks, the first `court` of them without an absence but one."""
    points = pd.DataFrame(
        {
            "session_id": [f"{i:04d}" for i in range(n)],
            "annee": "2023-2024",
            "module": "M",
            "debut": pd.Timestamp("2024-01-10"),
            "semaines": [1 + 7 * i / n for i in range(n)],
            "absences": [int(i == 0) if i < court else 8 for i in range(n)],
            "presences": 20,
        }
    )
    monkeypatch.setattr(formations_delai.questions, "delays", lambda *_: {"2023-2024": points})
    return formations_delai.absence_delai(demo.cursor(), Filters(annees=("2023-2024",)), view)


def test_the_line_of_a_slide_says_what_a_bubble_is_in_that_view(
    monkeypatch: pytest.MonkeyPatch, demo: Base
) -> None:
    """A slide is for readers: « Un rond : une session » was said of rounds of three."""
    for view, n, rond in (
        ("lecture", 30, "au moins trois sessions"),
        ("coordination", 30, "une session"),
        ("coordination", formations_delai_ronds.RONDS_MAX + 1, "des sessions voisines"),
    ):
        drawn = _dessinee(monkeypatch, demo, n, view)  # type: ignore[arg-type]
        assert (
            drawn.bref
            == f"Part d’absents selon le délai. Un rond\u202f: {rond}\u202f; un trait\u202f: le taux de la tranche"
        )
        assert len(drawn.bref) <= SOUS_TITRE_MAXIMUM


def test_sessions_that_readers_do_not_see_are_counted(monkeypatch: pytest.MonkeyPatch, demo: Base) -> None:
    drawn = _dessinee(monkeypatch, demo, 30, "lecture", court=13)
    hidden = [t for t in drawn.donnees["Absents"] if t == MASQUE]
    assert hidden
    assert drawn.bref.endswith("13 sessions non montrées")
    assert any(a.startswith("13 sessions non montrées\u202f: trop peu") for a in drawn.avertissements)
    assert len(drawn.bref) <= SOUS_TITRE_MAXIMUM
    seen = _dessinee(monkeypatch, demo, 30, "coordination", court=13)
    assert "non montrée" not in " ".join((seen.bref, *seen.avertissements))


def test_buckets_hold_who_was_registered_after_the_session_and_agree_with_one_week() -> None:
    points = pd.DataFrame({"semaines": [-1.0, 0.5, 1.5], "absences": [4, 2, 1], "presences": [6, 8, 9]})
    seaux = formations_delai_ronds.tranches(points, [0.0, 1.0])
    assert [(t.numerateur, t.denominateur, t.sessions) for t in seaux] == [(6, 20, 2), (1, 10, 1)]
    assert [formations_delai._nom(t) for t in seaux] == ["Moins de 1 semaine", "1 semaine et plus"]


@pytest.mark.parametrize(
    ("choix", "view", "suite"),
    [
        ({"secteurs": ("Privé",)}, "coordination", ""),
        ({"secteurs": ("Privé",)}, "lecture", " 3 établissements masqués n’y sont pas comptés."),
        ({"etablissements": ("0869028W",), "noms": ("X",)}, "coordination", ""),
    ],
)
def test_sessions_of_few_presences_are_not_called_without_data(
    con: duckdb.DuckDBPyConnection, choix: dict[str, tuple[str, ...]], view: View, suite: str
) -> None:
    """« Aucune donnée pour ce choix d'établissements » was said of 44 sessions, each of fewer than ten presences."""
    drawn = formations_delai.absence_delai(con, Filters(annees=("2023-2024",), **choix), view)
    assert drawn.figure is None
    assert (
        drawn.alternative.replace("\u202f", " ").replace("\u00a0", " ")
        == f"Aucune session de ce choix n’a 10 présences traitées : le délai ne s’y juge pas.{suite}"
    )


def test_a_choice_without_registrations_has_no_data(con: duckdb.DuckDBPyConnection) -> None:
    drawn = formations_delai.absence_delai(
        con, Filters(annees=("2023-2024",), types=("École",)), "coordination"
    )
    assert drawn.alternative == "Aucune donnée pour ce choix d’établissements."


def test_of_so_few_sessions_that_none_is_shown_the_reason_stands_in_place_of_empty_axes(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty frame, and a table of « masqué », stood under « Trop peu de sessions » in the documents."""
    asked = formations_delai.questions.delays
    monkeypatch.setattr(
        formations_delai.questions,
        "delays",
        lambda *args: {a: une.head(2) for a, une in asked(*args).items()},
    )
    year = Filters(annees=("2023-2024",))
    told = formations_delai.absence_delai(con, year, "lecture")
    assert told.titre.startswith("Trop peu de sessions")
    assert (told.figure, told.vide, told.insuffisant, told.etat) == (None, True, True, "calculé")
    assert told.alternative.startswith("Aucune tranche de délais")
    assert any(a.startswith("2 sessions non montrées") for a in told.avertissements)
    assert formations_delai.absence_delai(con, year, "coordination").figure is not None
