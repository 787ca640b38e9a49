"""What a page shows before anything is there: an example reads as one, and no list opens on nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.conftest import Ouvrir


def test_an_example_in_an_empty_field_reads_as_one(ouvrir_page: Ouvrir, base_sans_import: Path) -> None:
    examples = [t.placeholder for t in ouvrir_page("saisir", base_sans_import).text_input if t.placeholder]
    assert "Par exemple 24" in examples
    assert all(e.startswith("Par exemple ") for e in examples)


@pytest.mark.parametrize(("base", "offre"), [("base_sans_import", False), ("base_demo", True)])
def test_an_empty_journal_offers_no_list_of_actions(
    ouvrir_page: Ouvrir, request: pytest.FixtureRequest, base: str, offre: bool
) -> None:
    at = ouvrir_page("journal", request.getfixturevalue(base))
    assert ("Toutes les actions" in [e.label for e in at.expander]) is offre
