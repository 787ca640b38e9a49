"""The resources for parents: what a title and an address hold is data, shown and opened, never obeyed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.lecteur import visuel
from tests.lu import html, listes, lu
from tne.ui.parts_donnees import LIGNES_TABLEAU
from tne.ui.ressources import table

FORMATS = dict.fromkeys(("Ressource", "Adresse", "Thème", "Plateforme", "Durée"), "texte") | dict.fromkeys(
    ("Vues", "Vues depuis la création"), "entier"
)


class Lu(HTMLParser):
    """The links of a table, their words, and every other tag with an attribute that runs or opens something."""

    def __init__(self, texte: str) -> None:
        super().__init__()
        self.liens: list[dict[str, str | None]] = []
        self.mots: list[str] = []
        self.feed(texte)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "b", "script"):
            self.liens.append({"tag": tag, **dict(attrs)})

    def handle_data(self, data: str) -> None:
        self.mots.append(data)


def lue(titre: str, adresse: str, duree: str | None = None) -> Lu:
    rows = pd.DataFrame(
        {
            "Ressource": [titre],
            "Adresse": [adresse],
            "Thème": ["Écrans"],
            "Plateforme": [None],
            "Durée": [duree],
            "Vues": [1234],
            "Vues depuis la création": [None],
        }
    )
    return Lu(table(rows, visuel(rows, FORMATS), "parents"))


@pytest.mark.parametrize(
    ("titre", "adresse"),
    [
        ("Alpha", "https://exemple.invalid/a?b=c&d=%C3%A9"),
        ("a](http://x) [b", "https://exemple.invalid/)[x](y"),
        ("Alpha", 'https://exemple.invalid/"><b>'),
        ("</a><script>x</script>", "https://exemple.invalid/' onclick='x"),
    ],
)
def test_a_title_opens_its_address_in_another_tab_whatever_both_hold(titre: str, adresse: str) -> None:
    found = lue(titre, adresse)
    assert found.liens == [{"tag": "a", "href": adresse, "target": "_blank", "rel": "noopener"}]
    assert titre in "".join(found.mots)


def test_without_an_address_a_title_is_only_read() -> None:
    found = lue("Alpha", "")
    assert not found.liens
    assert "Alpha" in found.mots


def test_what_is_known_of_a_resource_stands_under_its_title_and_what_is_not_is_left_out() -> None:
    assert "Écrans" in lue("Alpha", "").mots
    assert "Écrans, 2 min" in lue("Alpha", "", "2 min").mots
    assert "1\u202f234" in lue("Alpha", "").mots


def _page(lignes: int) -> None:
    import pandas as pd

    from tests.lecteur import installer, visuel
    from tne.ui import ressources

    installer()
    data = pd.DataFrame(
        {
            "Ressource": [f"Titre {n}" for n in range(lignes)],
            "Public": ["Tous", "Parents d'écoliers", *["Public non précisé"] * (lignes - 2)],
            "Durée": [None] * lignes,
            "Vues": [1234, None, *[1] * (lignes - 2)],
            "Vues depuis la création": [None] * lignes,
            "Thème": ["Écrans"] * lignes,
            "Plateforme": ["PodEduc"] * lignes,
            "Adresse": ["https://exemple.invalid/a", None, *["https://exemple.invalid/b"] * (lignes - 2)],
        }
    )
    formats = dict.fromkeys(data.columns, "texte") | {"Vues": "entier", "Vues depuis la création": "entier"}
    ressources.liste(visuel(data, formats), "essai")


def test_many_resources_are_a_list_to_sort_whose_titles_open_them() -> None:
    """A grid said « None » for what is not known, and its links all « Ouvrir »."""
    at = AppTest.from_function(_page, args=(LIGNES_TABLEAU + 1,), default_timeout=30).run()
    assert not at.exception
    (liste,) = listes(at)
    assert liste.envoi["triable"]
    assert "Adresse" not in liste.colonnes
    assert (liste.liee, liste.envoi["numero"]) == ("Ressource", liste.envoi["liee"])
    assert liste.pages[:3] == ["https://exemple.invalid/a", "", "https://exemple.invalid/b"]
    assert liste["Vues"][:3] == ["1\u202f234", "\u2013", "1"]
    assert liste["Durée"][0] == "\u2013"


def test_an_audience_reads_as_a_heading() -> None:
    """« Tous » said neither of whom nor of what."""
    at = AppTest.from_function(_page, args=(4,), default_timeout=30).run()
    (text,) = [h for h in html(at) if "<table" in h]
    assert [lu(m) for m in re.findall("<strong>(.*?)</strong>", text)] == [
        "Tous les parents",
        "Parents d\u2019écoliers",
        "Public non précisé",
    ]
