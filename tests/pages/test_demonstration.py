"""The demonstration taken out from the head of a page."""

from __future__ import annotations

from pathlib import Path

from tests.pages.conftest import Ouvrir


def test_who_takes_the_demonstration_out_is_told_where_it_comes_back_from(
    ouvrir_page: Ouvrir, base_demo: Path
) -> None:
    """Half of the pages were empty at once, without a word."""
    page = ouvrir_page("", base_demo)
    page.button(key="discret-retirer-demo").click().run()
    (told,) = [t.value for t in page.toast]
    assert told.endswith("imports de démonstration retirés\u202f: le journal peut les rétablir.")
    assert "discret-retirer-demo" not in {b.key for b in page.button}
