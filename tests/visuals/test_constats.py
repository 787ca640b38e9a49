"""Findings as lines: the icon and the word of the tone, nothing of the data obeyed, nothing where there is none."""

from __future__ import annotations

import re

import pytest

from tests.importing.scene import Scene
from tests.lu import sans_balises
from tne.bilan import Bilan, constats
from tne.ui.constats import SYMBOLES, html

CONSTATS = """Année scolaire;Département;Partie;Ordre;Tonalité;Thème;Texte
2023-2024;086;Formations;2;Vigilance;Absence;Le deuxième.
2023-2024;086;Formations;1;Positif;Offre;Le premier.
2023-2024;086;Formations;3;Positif;Offre;Effacé depuis.
2023-2024;094;Formations;1;Positif;Ailleurs;Pas à nous.
2024-2025;086;Formations;1;Positif;Offre;L'année d'après."""


@pytest.mark.parametrize(("ton", "symbole"), [*SYMBOLES.items(), ("", "notes"), ("Autre", "notes")])
def test_a_tone_is_told_by_its_sign_and_its_word(ton: str, symbole: str) -> None:
    written = html([(ton, "Offre", "Les thèmes étaient variés.")])
    assert re.findall('data-symbole="(.*?)"', written) == [symbole]
    said = sans_balises(written).replace("\u00a0", " ").strip()
    assert said == f"Offre · Les thèmes étaient variés. {ton.lower()}".strip()


def test_a_finding_without_theme_begins_with_its_sentence() -> None:
    assert sans_balises(html([("", "", "Seul.")])).strip() == "Seul."


def test_nothing_of_a_finding_is_obeyed() -> None:
    written = html([("<i>", "<b>x</b>", "<script>alert(1)</script>")])
    assert not re.search("<(?:i|b|script)>", written)
    assert html([]) == ""


def test_the_findings_of_a_year_are_those_written_for_the_territory_in_their_order(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "086,094")
    assert scene.un(CONSTATS).comptes.ajoutees == 5
    monkeypatch.setenv("TNE_TERRITOIRE", "086")
    with scene.base.writing() as con:
        con.execute("UPDATE constat SET texte = NULL WHERE texte = 'Effacé depuis.'")
    assert constats(scene.base.cursor(), "2023-2024") == {
        "Formations": (("Positif", "Offre", "Le premier."), ("Vigilance", "Absence", "Le deuxième."))
    }


def test_a_year_of_which_only_words_are_written_is_not_empty() -> None:
    assert Bilan("2023-2024", (), ()).vide
    assert not Bilan("2023-2024", (), (("", "", "Un constat."),)).vide
    assert not Bilan("2023-2024", (), (), "Un paragraphe.").vide
