"""Encodings nobody declares."""

from __future__ import annotations

import pytest

from tests.reading.lecture import Lecteur, cellules
from tne.reading.encoding import MELE, survey

_TEXTE = "Nom;Établissement;Prix\nZoé;Collège « Cœur d’été »;12 €\nÀ l'œuvre;École où naît;3 €\n"


@pytest.mark.parametrize(
    "encodage", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(lis: Lecteur, encodage: str) -> None:
    document = lis(_TEXTE.encode(encodage))
    assert document.principal.entete == ("Nom", "Établissement", "Prix")
    assert cellules(document.principal)[0] == ["Zoé", "Collège « Cœur d’été »", "12 €"]
    assert document.principal.remarques == ()


@pytest.mark.parametrize("encodage", ["latin-1", "mac_roman", "cp850"])
def test_older_encodings(lis: Lecteur, encodage: str) -> None:
    texte = "Nom;Établissement\nZoé;Collège de la forêt\nNoël;École où naît le goût français\n"
    tableau = lis(texte.encode(encodage)).principal
    assert cellules(tableau) == [["Zoé", "Collège de la forêt"], ["Noël", "École où naît le goût français"]]


def test_one_bad_byte_spoils_nothing_else(lis: Lecteur) -> None:
    octets = _TEXTE.encode() + "L'été;École".encode() + b";12 \x80\n"
    document = lis(octets)
    assert document.encodage == "utf-8"
    assert cellules(document.principal)[0] == ["Zoé", "Collège « Cœur d’été »", "12 €"]
    assert cellules(document.principal)[-1] == ["L'été", "École", "12 €"]
    assert [(r.ligne, r.code) for r in document.principal.remarques] == [(4, "encodages_melanges")]


def test_lines_of_two_encodings(lis: Lecteur) -> None:
    octets = "Nom;Note\nZoé;1\nChloé;2\nAnaïs;3\n".encode() + "Noël;4\n".encode("cp1252")
    assert [r[0] for r in cellules(lis(octets).principal)] == ["Zoé", "Chloé", "Anaïs", "Noël"]


@pytest.mark.parametrize("autre", ["cp1252", "latin-1"])
def test_a_few_lines_in_utf8_among_many_that_are_not(lis: Lecteur, autre: str) -> None:
    """Two exports pasted one under the other: what is in UTF-8 is so however little it is."""
    octets = "Nom;Note\nZoé;1\n".encode() + "Noël, à l'été;2\nChloé;3\nAnaïs;4\n".encode(autre) * 50
    tableau = lis(octets).principal
    assert [r[0] for r in cellules(tableau)[:3]] == ["Zoé", "Noël, à l'été", "Chloé"]
    assert [r.code for r in tableau.remarques] == ["encodages_melanges"]
    assert survey([octets]) == (MELE, 0)
    head, tail = octets[:16], octets[16:]
    assert head.endswith("é;1\n".encode())
    assert survey([head, tail]) == (MELE, 0), "a piece that is UTF-8 to its end is no proof of the next"


def test_marks_in_the_middle_and_nul_characters(lis: Lecteur) -> None:
    octets = b"\xef\xbb\xbfNom;Note\nA;1\n\xef\xbb\xbfB;\x002\n"
    tableau = lis(octets).principal
    assert cellules(tableau) == [["A", "1"], ["B", "2"]]
    assert {(r.ligne, r.code) for r in tableau.remarques} == {(3, "marque_interieure"), (3, "caractere_nul")}


def test_end_of_file_character_of_dos(lis: Lecteur) -> None:
    assert cellules(lis(b"Nom;Note\r\nA;1\r\n\x1a").principal) == [["A", "1"]]


def test_other_scripts(lis: Lecteur) -> None:
    texte = "Nom;Note\nЖанна;1\n山田;2\n🙂;3\n"
    assert [r[0] for r in cellules(lis(texte.encode("utf-16")).principal)] == ["Жанна", "山田", "🙂"]


def test_utf8_is_seen_wherever_its_pieces_are_cut() -> None:
    octets = "n;été;€;\U0001f600\n".encode() * 2
    for cut in range(1, len(octets)):
        assert survey([octets[:cut], octets[cut:]]) == ("utf-8", 0)
        assert survey([octets[:cut], octets[cut:-1] + b"\xe9\n"]) != ("utf-8", 0)
    assert survey([octets, "é".encode()[:1]]) == (MELE, 0), "a cut character is a stray byte"


def test_a_text_encoded_twice(lis: Lecteur) -> None:
    """Saved as UTF-8 by a tool that took it for Windows-1252; one letter that was not ends the proof."""
    twice = _TEXTE.encode().decode("latin-1").encode()
    for octets in (
        twice,
        "".join(
            c if c > "\x9f" else bytes([ord(c)]).decode("cp1252", errors="ignore") or c
            for c in twice.decode()
        ).encode(),
    ):
        tableau = lis(octets).principal
        assert tableau.entete == ("Nom", "Établissement", "Prix")
        assert cellules(tableau)[1] == ["À l'œuvre", "École où naît", "3 €"]
        assert [(r.ligne, r.code) for r in tableau.remarques] == [(1, "double_encodage")]
    assert survey([twice]) == ("", 0)
    mixed = twice + "Chloé;x;1\n".encode()
    assert cellules(lis(mixed).principal)[-1] == ["Chloé", "x", "1"]
    assert survey([mixed]) == ("utf-8", 0)
    signed = twice + "✓;x;1\n".encode()
    assert cellules(lis(signed).principal)[-1] == ["✓", "x", "1"]


def test_the_apostrophes_of_an_old_macintosh_where_no_letter_has_an_accent(lis: Lecteur) -> None:
    """« L’Isle » was « LÕIsle », which is no commune."""
    texte = "Commune;Effectif\nL’Isle-Jourdain;12\nSaint-Martin-l’Ars;7\nUsson-du-Poitou;9\n"
    assert cellules(lis(texte.encode("mac_roman")).principal)[:2] == [
        ["L’Isle-Jourdain", "12"],
        ["Saint-Martin-l’Ars", "7"],
    ]
