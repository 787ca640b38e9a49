"""The columns of a list all stand on the page: in one line where they fit, else in two."""

from __future__ import annotations

import string
from pathlib import Path

from fontTools.ttLib import TTFont

from tne.ui.largeurs import CHIFFRE, LETTRES, PAGE, largeurs

POLICE = Path(__file__).parents[2] / "static/IBMPlexSans-Regular.ttf"
CORPS_DES_LISTES = 14

ECOLE = "École élémentaire privée démo Les Platanes"


def test_a_list_that_fits_is_left_to_the_grid() -> None:
    assert largeurs({"Établissement": [ECOLE, "–"], "Parents": ["19", "8"]}) == ({}, False)
    assert largeurs({"Établissement": [], "Parents": []}) == ({}, False)


def test_a_wide_list_is_folded_so_that_its_last_column_is_seen() -> None:
    """Schools visited: « Natures » was cut at the edge of the page."""
    visites = {
        "Établissement": [ECOLE] * 3,
        "Sa page": ["0869115R"] * 3,
        "Commune": ["Saint-Georges-lès-Baillargeaux"] * 3,
        "Dernière": ["11/06/2024"] * 3,
        "Natures": ["formation, en classe, technique, projet"] * 3,
    }
    larges, pliees = largeurs(visites)
    assert pliees
    assert sum(larges.values()) <= PAGE
    # Half of a name and of the natures, all of what has no space to be folded at.
    assert 6.7 * len("École élémentaire privée") < larges["Établissement"] < 6.7 * len(ECOLE)
    assert larges["Natures"] > 6.7 * len("formation, en classe,")
    assert larges["Commune"] > 6.7 * len("Saint-Georges-lès-Baillargeaux")
    assert larges["Sa page"] > 8.6 * len("0869115R")


def test_one_long_name_of_a_commune_does_not_push_the_last_column_out() -> None:
    """Collèges over three years: a name of 30 letters without a space, in one row of twenty, hid the shares."""
    communes = ["Saint-Georges-lès-Baillargeaux", *["La Chapelle-Moulière"] * 19]
    colonnes = {
        "Collège": ["Collège démo La Fontaine aux Saules"] * 20,
        "Sa page": ["0869011C"] * 20,
        "Commune": communes,
        "Année": ["2022-2023"] * 20,
        **{nom: ["155"] * 20 for nom in ("Journées", "Classes", "Élèves", "Sur")},
        "Part": ["58,7 %"] * 20,
    }
    larges, pliees = largeurs(colonnes)
    assert pliees
    assert sum(larges.values()) <= PAGE
    assert larges["Commune"] > 6.7 * len("La Chapelle-Moulière")


def test_one_long_name_of_many_does_not_double_every_row() -> None:
    noms = ["Collège Les Iris"] * 99
    colonnes = {"Établissement": [*noms, 3 * ECOLE], "Commune": ["Poitiers"] * 100}
    larges, pliees = largeurs(colonnes)
    assert not pliees
    assert sum(larges.values()) <= PAGE
    assert larges["Établissement"] > larges["Commune"]
    assert PAGE - len(larges) <= sum(larges.values()), "the room that is left goes to the long name"
    assert largeurs({"Établissement": [3 * ECOLE] * 10, "Commune": ["Poitiers"] * 10}).pliees


def test_a_list_that_nearly_fits_is_tightened_rather_than_folded() -> None:
    """The schools farthest from a pilot: 15 rows, two names in each, were all folded for twenty pixels."""
    eloignes = {
        "Établissement": ["École élémentaire démo Le Ruisseau"] * 15,
        "Sa page": ["0869264C"] * 15,
        "Commune": ["Les Trois-Moutiers"] * 15,
        "Distance (km)": ["43,6"] * 15,
        "Pilote le plus proche": ["École primaire démo Les Jonquilles"] * 15,
    }
    larges, pliees = largeurs(eloignes)
    assert (pliees, list(larges)) == (False, list(eloignes))
    assert PAGE - 5 <= sum(larges.values()) <= PAGE


def test_a_folded_list_keeps_its_margins() -> None:
    """The meetings with parents: they fit by three pixels, and a date that lacks one is cut in two."""
    rencontres = {
        "Date": ["20/06/2024"] * 20,
        "Rencontre": ["Formation, Trousse à Projets"] * 20,
        "Thème": ["Accompagner les devoirs avec l\u2019ENT"] * 20,
        "Lieu": ["École élémentaire démo Les Amandiers, Dangé-Saint-Romain"] * 20,
        "Sa page": ["0869192Z"] * 20,
        "Familles": ["17"] * 20,
        "Parents": ["18"] * 20,
    }
    larges, pliees = largeurs(rencontres)
    assert pliees
    assert sum(larges.values()) <= PAGE
    assert larges["Date"] > 78 + 16
    assert larges["Lieu"] > 206 + 16


def test_letters_are_measured_as_the_font_draws_them() -> None:
    """Measured wider by a twentieth, lists that fit were folded; measured narrower, dates were cut in two."""
    font = TTFont(POLICE)
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    letters = sorted({*LETTRES, *string.ascii_letters, *string.digits, *"éèêëàâçîïôùû-–+"})
    too_much = {}
    for c in letters:
        drawn = advances[glyphs[ord(c)]][0] / font["head"].unitsPerEm * CORPS_DES_LISTES
        assert LETTRES.get(c, CHIFFRE) >= drawn, c
        too_much[c] = LETTRES.get(c, CHIFFRE) - drawn
    usual = "Écoles élémentaires de Châtellerault, le 20/06/2024"
    assert sum(too_much[c] for c in usual) / len(usual) < 0.2


def test_a_header_is_read_whole_over_a_folded_column_of_short_words() -> None:
    colonnes = {
        "Établissement": [ECOLE] * 20,
        "Thème": ["Accompagner les devoirs avec l\u2019ENT, et les suivre"] * 20,
        "Pilote le plus proche": [ECOLE] * 20,
        "Dernière visite connue": ["\u2013"] * 20,
    }
    larges, pliees = largeurs(colonnes)
    assert pliees
    assert larges["Dernière visite connue"] > 7 * len("Dernière visite connue")
