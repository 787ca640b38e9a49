"""A list of thousands of rows shows its first ones, says so, and keeps them all for the CSV."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from tests.lu import ecrits, html, listes, lu
from tne.ui import grilles, parts_donnees


def _listes() -> None:
    import pandas as pd

    from tests.lecteur import installer, visuel
    from tne.ui import listes, parts_donnees

    installer()
    for rows in (1_000, 1_001):
        data = pd.DataFrame({"Rang": range(rows)})
        formats = {"Rang": "entier"}
        listes.liste(visuel(data, formats, f"essai.{rows}"), f"essai-{rows}")
    parts_donnees.cadre_en_table(data, formats, "Les mêmes")


def test_a_list_shows_its_first_rows_and_says_how_many_there_are() -> None:
    at = AppTest.from_function(_listes, default_timeout=30).run()
    assert not at.exception
    shown = [len(liste["Rang"]) for liste in listes(at)]
    assert shown == [grilles.LIGNES, grilles.PREMIERES, grilles.PREMIERES]
    said = [t for t in ecrits(at) if "premières lignes" in t]
    assert len(said) == 2, "the list of a thousand is whole"
    assert "1\u202f001" in said[0]


def _longue(lignes: int) -> None:
    from datetime import date

    import pandas as pd

    from tne.ui import parts_donnees

    data = pd.DataFrame(
        {
            "Module": ["Réussir ?"] * lignes,
            "Date": [None, date(2024, 6, 20), *[None] * (lignes - 2)],
            "Taux": [33.0, 48.3, None, *[5.0] * (lignes - 3)],
            "Parents": [1128, *["masqué"] * (lignes - 1)],
            "Précision": [None, *["oui"] * (lignes - 1)],
        }
    )
    formats = {"Module": "texte", "Date": "date", "Taux": "pourcent", "Parents": "entier"}
    for cle in ("une", "autre"):
        parts_donnees.cadre_en_table(data, formats, "Données", cle)


def test_the_rows_of_a_long_table_read_as_those_of_a_short_one() -> None:
    """A grid said « None » for a date that nobody knows, and « 33 % » over « 48,3 % »."""
    at = AppTest.from_function(_longue, args=(parts_donnees.LIGNES_TABLEAU + 1,), default_timeout=30).run()
    assert not at.exception
    (long, twin), short = listes(at), AppTest.from_function(_longue, args=(4,), default_timeout=30).run()
    assert long.envoi == twin.envoi, "two tables of a page may say the same"
    cells = re.findall(r"<span>([^<]*)</span>", html(short)[0].split("<tbody")[1])
    assert [lu(c) for c in cells] == [
        mot for n in range(4) for mot in (lu(m) for m in long.envoi["lignes"][n])
    ]
    assert long["Date"][:2] == ["\u2013", "20/06/2024"]
    assert long["Taux"][:4] == ["33,0\u202f%", "48,3\u202f%", "\u2013", "5,0\u202f%"]
    assert [c["genre"] for c in long.colonnes.values()] == ["mot", "date", "nombre", "nombre", "mot"]


def _jumelles() -> None:
    import pandas as pd

    from tne.ui import parts_donnees

    for _ in range(2):
        parts_donnees.cadre_en_table(pd.DataFrame({"Rang": [1]}), {"Rang": "entier"}, "Lignes")


def test_two_short_tables_of_a_page_may_be_the_same() -> None:
    """Two files of the same columns, dropped together, show the same counts."""
    at = AppTest.from_function(_jumelles, default_timeout=30).run()
    assert not at.exception
    assert len([h for h in html(at) if "<table" in h]) == 2
