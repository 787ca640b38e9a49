"""The bench itself: each of its guards is shown to bite, on a page made for that."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.navigateur.banc import Requetes, Serveur, attendre_stable

CALME = "import streamlit as st\nst.title('Bonjour')\n"
EXTERNE = (
    "import streamlit as st\nst.title('x')\nst.html('<img alt=\"\" src=\"https://example.org/a.png\">')\n"
)
SERVEUR_BAVARD = """
import contextlib, urllib.request
import streamlit as st
with contextlib.suppress(OSError):
    urllib.request.urlopen("https://example.org/", timeout=2)
st.title("x")
"""
LENT = "import time\nimport streamlit as st\ntime.sleep(1.5)\nst.title('fini')\n"
EN_ERREUR = "import streamlit as st\n1 / 0\n"
SANS_ALTERNATIVE = (
    "import streamlit as st\nst.html('<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">')\n"
)

Lancer = Callable[..., Serveur]


@pytest.fixture
def script(tmp_path: Path, base_vide: Path, lancer: Lancer) -> Callable[[str], Serveur]:
    """A server that runs the given source."""

    def run(source: str) -> Serveur:
        path = tmp_path / "essai.py"
        path.write_text(source, encoding="utf-8")
        return lancer(base_vide, path)

    return run


def test_a_request_that_leaves_the_machine_is_seen(
    page: Page, requetes: Requetes, script: Callable[[str], Serveur]
) -> None:
    page.goto(script(EXTERNE).url)
    attendre_stable(page)
    assert requetes.externes() == ["https://example.org/a.png"]
    requetes.adresses.clear()


def test_a_server_that_calls_out_is_seen(
    page: Page, script: Callable[[str], Serveur], request: pytest.FixtureRequest
) -> None:
    serveur = script(SERVEUR_BAVARD)
    page.goto(serveur.url)
    attendre_stable(page)
    with pytest.raises(AssertionError, match=r"example\.org"):
        serveur.verifier_sorties()
    serveur.sortie.write_text("")


def test_waiting_lasts_until_the_script_has_ended(page: Page, script: Callable[[str], Serveur]) -> None:
    page.goto(script(LENT).url)
    attendre_stable(page)
    assert page.get_by_role("heading", name="fini").is_visible()


def test_an_unexpected_error_on_the_page_fails(page: Page, script: Callable[[str], Serveur]) -> None:
    page.goto(script(EN_ERREUR).url)
    with pytest.raises(AssertionError, match="the page failed"):
        attendre_stable(page)


def test_axe_finds_an_image_without_alternative(
    page: Page, script: Callable[[str], Serveur], axe: Callable[..., None]
) -> None:
    page.goto(script(SANS_ALTERNATIVE).url)
    attendre_stable(page)
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_the_browser_is_english_and_finds_no_other_machine(
    page: Page, requetes: Requetes, script: Callable[[str], Serveur]
) -> None:
    page.goto(script(CALME).url)
    assert page.evaluate("navigator.language") == "en-US"
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    page.wait_for_url("chrome-error://**")  # on a busy machine the request is told after its failure
    requetes.adresses.clear()


def test_a_server_ends_with_its_test(script: Callable[[str], Serveur]) -> None:
    serveur = script(CALME)
    serveur.arreter()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(serveur.url, timeout=2)
