"""French numbers, dates, plurals and punctuation, to the character."""

import math
from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tne import typographie as t
from tne.folding import sql_tri


@pytest.mark.parametrize(
    ("n", "attendu"),
    [
        (0, "0"),
        (1128, "1\u202f128"),
        (1234567, "1\u202f234\u202f567"),
        (-4, "\u22124"),
        (-0.4, "0"),
        (0.5, "1"),
        (1.5, "2"),
        (2.5, "3"),
        (-2.5, "\u22123"),
        (None, "\u2013"),
        (math.nan, "\u2013"),
        (pd.NA, "\u2013"),
    ],
)
def test_entier(n: float | None, attendu: str) -> None:
    assert t.entier(n) == attendu


@pytest.mark.parametrize(
    ("n", "decimales", "attendu"),
    [
        (33.31, 0, "33\u202f%"),
        (71.94, 0, "72\u202f%"),
        (48.315602, 1, "48,3\u202f%"),
        (100 * 0.145, 1, "14,5\u202f%"),
        (0.285 * 100, 0, "29\u202f%"),
        (1234.0, 0, "1\u202f234\u202f%"),
        (None, 0, "\u2013"),
    ],
)
def test_pourcent(n: float | None, decimales: int, attendu: str) -> None:
    assert t.pourcent(n, decimales) == attendu


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        ((2.1, 7.4), ("2\u202f%", "7\u202f%")),
        ((2.1, 2.4), ("2,1\u202f%", "2,4\u202f%")),
        ((2.12, 2.14), ("2,12\u202f%", "2,14\u202f%")),
        ((2.121, 2.122), ("2,12\u202f%", "2,12\u202f%")),
        ((50.0, 50.0), ("50\u202f%", "50\u202f%")),
    ],
)
def test_shares_told_beside_one_another_read_alike_only_where_they_are(
    valeurs: tuple[float, ...], attendu: tuple[str, ...]
) -> None:
    assert t.pourcents(*valeurs) == attendu


def test_decimal() -> None:
    assert t.decimal(1234.56) == "1\u202f234,6"
    assert t.decimal(Decimal("2.25"), 1) == "2,3"
    assert t.decimal(-0.04, 1) == "0,0"
    assert t.decimal(3, 2) == "3,00"


def test_taux_and_part() -> None:
    assert t.taux(429, 1301) == pytest.approx(32.97, abs=0.01)
    assert t.taux(1, 0) is None
    assert t.taux(None, 3) is t.taux(3, None) is None
    assert t.taux(float("nan"), 3) is t.taux(3, float("nan")) is None
    assert t.part(429, 1301) == "33\u202f% · 429 sur 1\u202f301"
    assert t.part(3, 0) == "3 sur 0"


def test_signe() -> None:
    assert t.signe(42) == "+42"
    assert t.signe(-4) == "\u22124"
    assert t.signe(0) == "0"
    assert t.signe(0.3) == "0"
    assert t.signe(None) == "\u2013"


@pytest.mark.parametrize(
    ("n", "attendu"), [(0, "session"), (1, "session"), (1.9, "session"), (2, "sessions"), (-3, "sessions")]
)
def test_plural_begins_at_two(n: float, attendu: str) -> None:
    assert t.accord(n, "session") == attendu


def test_compte() -> None:
    assert t.compte(1128, "réseau", "réseaux") == "1\u202f128 réseaux"
    assert t.compte(0, "réseau", "réseaux") == "0 réseau"


def test_enumeration() -> None:
    assert t.enumeration([]) == ""
    assert t.enumeration(["a"]) == "a"
    assert t.enumeration(["a", "b"]) == "a et b"
    assert t.enumeration(["a", "b", "c"], "ou") == "a, b ou c"


def test_a_town_takes_its_article() -> None:
    towns = ("Poitiers", "Le Vigeant", "Les Ormes", "La Roche-Posay", "L'Isle-Jourdain", "Lesigny")
    said = "à Poitiers, au Vigeant, aux Ormes, à La Roche-Posay, à L'Isle-Jourdain et à Lesigny"
    assert t.enumeration(map(t.a_commune, towns)) == said


def test_dates() -> None:
    assert t.date_longue(date(2024, 7, 3)) == "3 juillet 2024"
    assert t.date_longue(date(2024, 8, 1)) == "1er août 2024"
    assert t.date_courte(date(2024, 7, 3)) == "03/07/2024"
    assert t.mois(7) == "juillet"
    assert t.mois(date(2024, 2, 1), court=True) == "févr."
    with pytest.raises(ValueError, match="13"):
        t.mois(13)


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("Qui a suivi ?", "Qui a suivi\u202f?"),
        ("Source : Sofia", "Source\u202f: Sofia"),
        ("un rond ; un trait", "un rond\u202f; un trait"),
        ("33% ou 33 %", "33\u202f% ou 33\u202f%"),
        ("l'offre d'un", "l\u2019offre d\u2019un"),
        ("L'**évolution** d'« Offre »", "L\u2019**évolution** d\u2019«\u202fOffre\u202f»"),
        ("« labs » et «labs»", "«\u202flabs\u202f» et «\u202flabs\u202f»"),
        ("3 h 30 min", "3\u202fh 30\u202fmin"),
        ("à 14,0 km du pilote", "à 14,0\u202fkm du pilote"),
        ("à suivre...", "à suivre\u2026"),
        ("à 12:30, https://a.fr/b?c=d;e", "à 12:30, https://a.fr/b?c=d;e"),
        (":material/functions: calculé", ":material/functions: calculé"),
        ("voir :material/map: ici", "voir :material/map: ici"),
        ("3 histoires", "3 histoires"),
    ],
)
def test_typographier(brut: str, attendu: str) -> None:
    assert t.typographier(brut) == attendu


@given(st.text(alphabet="a1 :;!?%«»'.\u00a0\u202fné°", max_size=40))
def test_typographier_is_idempotent(texte: str) -> None:
    une = t.typographier(texte)
    assert t.typographier(une) == une


def test_french_sort() -> None:
    mots = ["Zoo", "Évaluer", "œuvre", "Odyssée", "eau", "Éa", "ôter"]
    assert sorted(mots, key=t.cle_tri) == ["Éa", "eau", "Évaluer", "Odyssée", "œuvre", "ôter", "Zoo"]


def test_numbers_in_a_text_are_sorted_by_their_value_in_python_and_in_sql() -> None:
    """« Module 1, Module 10, Module 11, Module 2 » stood in lists and among bars of one length."""
    attendu = [
        "Éa 7",
        "éa 007 bis",
        "Module 2",
        "module 10",
        "Module 10 b",
        "Module 1234567890123",
        "œuvre 3",
        "Zoo",
    ]
    assert sorted(sorted(attendu), key=t.cle_tri) == attendu
    rows = duckdb.execute(
        f"SELECT x FROM (SELECT unnest($x) AS x) ORDER BY {sql_tri('x')}, x", {"x": attendu[::-1]}
    )
    assert [x for (x,) in rows.fetchall()] == attendu


@given(st.lists(st.text(alphabet="a0 19é’'œ", max_size=16)))
def test_sql_sorts_as_python_does(mots: list[str]) -> None:
    rows = duckdb.execute(f"SELECT {sql_tri('x')} FROM (SELECT unnest($x) AS x)", {"x": mots}).fetchall()
    assert [x for (x,) in rows] == [t.cle_tri(mot)[0] for mot in mots]


@pytest.mark.parametrize(
    ("n", "sur", "attendu"),
    [
        (545, 1128, "48,3\u202f%"),
        (10, 19, "53\u202f%"),
        (33, 99, "33\u202f%"),
        (33, 100, "33,0\u202f%"),
        (0, 139, "0\u202f%"),
        (139, 139, "100\u202f%"),
        (1, 0, t.TIRET_ABSENT),
        (None, 12, t.TIRET_ABSENT),
    ],
)
def test_a_share_has_no_more_decimals_than_its_denominator_bears(
    n: float | None, sur: float, attendu: str
) -> None:
    assert t.proportion(n, sur) == attendu


@pytest.mark.parametrize(
    ("rapports", "attendues"),
    [
        ([(8, 47), (60, 350)], ["17,0\u202f%", "17,1\u202f%"]),
        ([(8, 47), (0, 12)], ["17\u202f%", "0\u202f%"]),
        ([(0, 350), (139, 139), (60, 350)], ["0,0\u202f%", "100,0\u202f%", "17,1\u202f%"]),
        # A masked share of many says nothing of itself by the decimals of the others.
        ([(8, 47), (None, None), (3, 0)], ["17\u202f%", t.TIRET_ABSENT, t.TIRET_ABSENT]),
        ([], []),
    ],
)
def test_shares_under_one_another_all_have_a_decimal_where_one_bears_it(
    rapports: list[t.Rapport], attendues: list[str]
) -> None:
    assert t.alignees(iter(rapports)) == attendues


def test_shares_told_beside_one_another_have_as_many_decimals() -> None:
    assert t.proportions((8, 47), (60, 350)) == ("17,0\u202f%", "17,1\u202f%")
    assert t.proportions((1711, 10000), (1714, 10000)) == ("17,11\u202f%", "17,14\u202f%")


@pytest.mark.parametrize(
    ("phrase", "suite"),
    [
        ("Les 17 rencontres se répartissent", "les 17 rencontres se répartissent"),
        ("L\u2019établissement a été visité", "l\u2019établissement a été visité"),
        ("Aucun collège touché à Loudun", "aucun collège touché à Loudun"),
        ("Poitiers réunit 4 des 10 rencontres", "Poitiers réunit 4 des 10 rencontres"),
        ("Lesigny réunit 4 rencontres", "Lesigny réunit 4 rencontres"),
        ("128 communes sur 178", "128 communes sur 178"),
        ("", ""),
    ],
)
def test_enchainer_keeps_the_capital_of_a_name(phrase: str, suite: str) -> None:
    assert t.enchainer(phrase) == suite
