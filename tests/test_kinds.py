"""Every kind carries its own examples: these tests loop over them, and over texts that no kind expects.

A new kind is tested as soon as a data set uses it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from tne import kinds
from tne.choices import choix
from tne.datasets import DATASETS
from tne.folding import folded, sql_fold
from tne.kinds import LETTRES_UAI
from tne.spec import MARQUES, Kind, fold
from tne.sql import sql_lookup

ALL_COLUMNS = [c for d in DATASETS.values() for c in d.columns]
KINDS: dict[str, Kind] = {
    **{k.name: k for c in ALL_COLUMNS for k in (c.kind,)},
    **{k.name: k for k in vars(kinds).values() if isinstance(k, Kind)},
}
TYPES_SQL = {
    "VARCHAR": str,
    "BIGINT": int,
    "DOUBLE": float,
    "BOOLEAN": bool,
    "DATE": date,
    "TIMESTAMP": datetime,
}
FORMATS = {"texte", "entier", "decimal", "date"}


def convert(con: duckdb.DuckDBPyConnection, kind: Kind, text: str) -> Any:
    """The value that a kind gives to a text, or None."""
    sql = f"SELECT CAST({kind.sql.format(x='x')} AS {kind.type_sql}) FROM (SELECT $x AS x)"
    return con.execute(sql, {"x": text}).fetchall()[0][0]


def test_a_closed_list_in_which_one_text_is_two_values_is_refused() -> None:
    with pytest.raises(ValueError, match="ecole"):
        choix("lieu", "lieu", {"École": (), "Autre": ("ecole",)})


@pytest.mark.parametrize("x", ["'l''un'", "'autre'", "NULL"])
def test_what_stands_for_a_text_in_a_list(con: duckdb.DuckDBPyConnection, x: str) -> None:
    sql = sql_lookup(x, {"l'un": "d'une", "un autre": "autre"})
    assert con.execute(f"SELECT {sql}").fetchall() == [("d'une" if x == "'l''un'" else None,)]


def test_two_kinds_never_share_a_name() -> None:
    for column in ALL_COLUMNS:
        assert KINDS[column.kind.name] == column.kind


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_valid_examples_convert(con: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    assert kind.valides
    for text, expected in kind.valides:
        value = convert(con, kind, text)
        assert (value, type(value)) == (expected, TYPES_SQL[kind.type_sql]), text
        assert text == text.strip()
        assert text not in kind.marques, "an example that is a mark would erase"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_invalid_examples_give_null(con: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    assert kind.invalides or kind.libre, "only a text may accept everything"
    for text in kind.invalides:
        assert convert(con, kind, text) is None, text


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_text_makes_a_conversion_fail(con: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    nasty = [
        *("9" * 15, "9" * 40, "1e99", "1e400", "-0", "0.0", ".5", "5.", "+", "-", "--", "1,2,3", "1 2 3"),
        *("NaN", "inf", "=1+1", "'", '"', "%", "{x}", "\\d", "é" * 5000, "😀", "٣", "１２", "NS", "ND"),
        *("00/00/0000", "29/02/2023", "31/12/9999", "99999.99999", "80000", "2024-13-01", "1er mars 0000"),
        *("20000000A", "9999999Z", "0000000A", "999h99", "99:99:99", "2099-2100", "session 2000"),
    ]
    for text in nasty:
        convert(con, kind, text)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_says_what_it_expects(kind: Kind) -> None:
    assert kind.libelle
    assert kind.attendu
    assert not kind.attendu.endswith("."), "it goes inside a sentence"
    assert kind.type_sql in TYPES_SQL
    assert kind.format in FORMATS
    assert "#VIDER" in kind.marques
    assert set(kind.marques) <= set(MARQUES)


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if k.valeurs], ids=lambda k: k.name)
def test_closed_lists_are_unambiguous(con: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    owners: dict[str, Any] = {}
    for text, value in kind.valides:
        assert owners.setdefault(fold(text) or text, value) == value, f"{text} belongs to two values"
    assert {convert(con, kind, v) for v in kind.valeurs} == set(kind.valeurs)
    assert all(convert(con, kind, f" {v.lower()}. ") == v for v in kind.valeurs)


def test_every_uai_has_exactly_one_letter(con: duckdb.DuckDBPyConnection) -> None:
    accepted = [letter for letter in LETTRES_UAI + "IOQ" if convert(con, kinds.UAI, f"0860001{letter}")]
    assert accepted == ["J"]


NASTY_TEXTS = (
    *(
        "",
        " ",
        "Élève",
        "ŒUVRE",
        "cœur",
        "Ænigma",
        "curriculum vitæ",
        "Straße",
        "l’école",
        "l'école",
        "N° 12",
        "Nº 12",
    ),
    *(
        "1er degré",
        "1ᵉʳ degré",
        "4ème",
        "m²",
        "e\u0301le\u0300ve",
        "a\u00a0b",
        "a\u202fb",
        "\ufeffUAI",
        "ﬁlière",
        "réﬂexion",
    ),
    *(
        "Ñandú",
        "Łódź",
        "İstanbul",
        "€uro",
        "x\u200by",
        "Dispositif : code",
        "TÉLÉ-RADIO",
        "ÇA",
        "Ÿ",
        "«\u202foui\u202f»",
        "Жук",
    ),
)


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_fold_is_the_same_in_python_and_in_sql(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert con.execute(f"SELECT {sql_fold('$x')}", {"x": text}).fetchall() == [(fold(text),)]


def test_a_name_folds_in_python_as_it_does_in_sql(con: duckdb.DuckDBPyConnection) -> None:
    """Or those whom an older version counted in SQL would be counted twice."""
    texts = [f"a{chr(c)}B" for c in range(1, 0x3000)] + list(NASTY_TEXTS)
    assert con.execute(
        f"SELECT list({sql_fold('x')}) FROM (SELECT unnest($t) AS x)", {"t": texts}
    ).fetchall() == [([folded(t) for t in texts],)]


def test_fold_does_fold() -> None:
    assert fold("  Préinscriptions : N° d’ŒUVRE (2ème) ") == "preinscriptionsndoeuvre2eme"
