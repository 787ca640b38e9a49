"""Findings as lines: the icon and the word of the tone, nothing of the data obeyed, nothing where there is none."""

from __future__ import annotations

import re

import pytest

from tests.lu import sans_balises
from tne.ui.constats import SYMBOLES, html


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
