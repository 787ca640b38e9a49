"""What the bytes of a column say of its texts agrees with a look at each text."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tne.importing.rows import addresses, cells
from tne.reading import octets
from tne.reading.arrays import texts

HELD = ["abc", None, "", " d’été", "é@b", "a@b@c", "z "]

_ARRAY = texts(["dehors", *HELD, "dehors"]).slice(1, len(HELD))
COLUMNS = [
    pytest.param(_ARRAY, id="a slice of an array"),
    pytest.param(pa.chunked_array([_ARRAY.slice(0, 3), _ARRAY.slice(3), texts([])]), id="parts"),
]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_sign_is_found_where_it_stands_and_nowhere_else(column: pa.Array | pa.ChunkedArray) -> None:
    assert octets.may_hold(column, [b"#", b"@"])
    assert octets.may_hold(column, ["é".encode()])
    assert not octets.may_hold(column, [b"#", b"o"])  # « dehors » is outside the slice
    assert octets.may_begin(column, b"# ")
    assert not octets.may_begin(column, b"bc")
    assert octets.may_end(column, b" #")
    assert not octets.may_end(column, b"a")
    assert not octets.ascii_alone(column)


@pytest.mark.parametrize("column", COLUMNS)
def test_the_texts_that_begin_with_some_bytes(column: pa.Array | pa.ChunkedArray) -> None:
    whole = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    assert octets.beginning(whole, b"a ").to_pylist() == ["abc", " d’été", "a@b@c"]
    assert octets.beginning(whole, b"#").to_pylist() == []


@pytest.mark.parametrize(
    ("held", "once"),
    [
        (["a@b", "c@d"], True),
        (["a@b", None, "", "c@d"], True),
        (["a@b", "cd"], False),
        (["a@b@c", "d"], False),  # as many signs as texts
        (["d", "a@b@c"], False),
        (["a@b", "c@d@"], False),
        ([], True),
    ],
)
def test_one_sign_in_each_text(held: list[str | None], once: bool) -> None:
    assert octets.one_each(texts(held), "@") is once
    assert octets.one_each(pa.chunked_array([texts(held), texts(["e@f"])]), "@") is once


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("A@B.FR", "a@b.fr"),
        ("É@B.FR", "é@b.fr"),
        ("a@b.fr.", "a@b.fr"),
        ("a @b.fr", "a@b.fr"),
        ("mailto:a@b.fr", "a@b.fr"),
        ("(a@b.fr)", "a@b.fr"),
        ("[a@b.fr]", "a@b.fr"),
        ('"a@b.fr"', "a@b.fr"),
        ("'a@b.fr'", "a@b.fr"),
        ("A <a@b.fr>", "a@b.fr"),
        ("a@b.fr;", "a@b.fr"),
        ("a@b.fr,", "a@b.fr"),
        ("a@b.fr c@d.fr", "a@b.fr"),
        ("anonymous", None),
        ("", None),
    ],
)
def test_one_odd_address_among_plain_ones_is_read_as_when_alone(cell: str, address: str | None) -> None:
    assert addresses.said(texts([cell])).to_pylist() == [address]
    assert addresses.said(texts(["x@y.fr", cell, "z@y.fr"])).to_pylist() == ["x@y.fr", address, "z@y.fr"]


@pytest.mark.parametrize(
    ("cell", "clean"),
    [
        ("a\u00a0b", "a b"),
        ("a\u202fb", "a b"),
        ("a\u2009b", "a b"),
        ("a\tb", "a b"),
        ("a\u00adb", "ab"),
        ("a\u200bb", "ab"),
        ("\ufeffab", "ab"),
        ("a\u2060b", "ab"),
        ("e\u0301t", "ét"),
        ("a\u0300b", "àb"),
        ("a\u0340b", "àb"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\n", "a"),
        ("a_x000D_b", "a\nb"),
        (" a", "a"),
        ("a ", "a"),
        (" ", None),
        ("", None),
        ("l’été", "l’été"),
    ],
)
def test_one_cell_to_clean_among_plain_ones_is_cleaned(cell: str, clean: str | None) -> None:
    column = cells.encode(pa.chunked_array([texts(["plain", cell, "été"])]))
    assert [column.textes[int(n)].as_py() for n in column.codes] == ["plain", clean, "été"]
