"""The bench itself: each of its guards is shown to bite, on a page made for that."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, TimeoutError

from tests.navigateur.banc import Onglets, Requetes, Serveur, attendre_stable, demarrer

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
RIEN = "import streamlit as st\nst.stop()\n"
LENT = "import time\nimport streamlit as st\ntime.sleep(1.5)\nst.title('fini')\n"
EN_ERREUR = "import streamlit as st\n1 / 0\n"
SANS_ALTERNATIVE = (
    "import streamlit as st\nst.html('<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">')\n"
)

A_TRACER = "import streamlit as st\nst.html('<div class=\"tne-graphe\"></div>')\n"

Ouvrir = Callable[[str], Page]
# Each by its name in the address.
ESSAIS = {
    "calme": CALME,
    "externe": EXTERNE,
    "bavard": SERVEUR_BAVARD,
    "lent": LENT,
    "erreur": EN_ERREUR,
    "image": SANS_ALTERNATIVE,
    "trace": A_TRACER,
    "rien": RIEN,
}


@pytest.fixture(scope="module")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """A server that runs the source which the address names: `/?essai=lent`."""
    folder = tmp_path_factory.mktemp("banc")
    path = folder / "essai.py"
    path.write_text(f"import streamlit as st\nexec({ESSAIS!r}[st.query_params['essai']])\n", encoding="utf-8")
    running = demarrer(folder / "tne.duckdb", folder, script=path)
    yield running
    running.arreter()
    running.verifier_sorties()


@pytest.fixture
def ouvrir(page: Page, serveur: Serveur) -> Callable[[str], Page]:
    """`ouvrir("lent")`: the page that this source makes, not waited for."""

    def go(essai: str) -> Page:
        page.goto(f"{serveur.url}/?essai={essai}")
        return page

    return go


def test_a_request_that_leaves_the_machine_is_seen(ouvrir: Ouvrir, requetes: Requetes) -> None:
    attendre_stable(ouvrir("externe"))
    assert requetes.externes() == ["https://example.org/a.png"]
    requetes.adresses.clear()


def test_a_server_that_calls_out_is_seen(ouvrir: Ouvrir, serveur: Serveur) -> None:
    attendre_stable(ouvrir("bavard"))
    with pytest.raises(AssertionError, match=r"example\.org"):
        serveur.verifier_sorties()
    serveur.sortie.write_text("")


def test_waiting_lasts_until_the_script_has_ended(ouvrir: Ouvrir) -> None:
    page = ouvrir("lent")
    attendre_stable(page)
    assert page.get_by_role("heading", name="fini").is_visible()


def test_a_run_that_drew_nothing_is_not_the_end(ouvrir: Ouvrir) -> None:
    page = ouvrir("rien")
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    with pytest.raises(TimeoutError):
        attendre_stable(page, 3)


def test_waiting_lasts_until_every_chart_is_drawn(ouvrir: Ouvrir) -> None:
    page = ouvrir("trace")
    with pytest.raises(TimeoutError):
        attendre_stable(page, 5)
    page.evaluate("document.querySelector('.tne-graphe').textContent = 'tracé'")
    attendre_stable(page)


def test_an_unexpected_error_on_the_page_fails(ouvrir: Ouvrir) -> None:
    page = ouvrir("erreur")
    with pytest.raises(AssertionError, match="the page failed"):
        attendre_stable(page)


def test_axe_finds_an_image_without_alternative(ouvrir: Ouvrir, axe: Callable[..., None]) -> None:
    page = ouvrir("image")
    attendre_stable(page)
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_the_browser_is_english_and_finds_no_other_machine(ouvrir: Ouvrir, requetes: Requetes) -> None:
    page = ouvrir("calme")
    assert page.evaluate("navigator.language") == "en-US"
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    page.wait_for_url("chrome-error://**")  # on a busy machine the request is told after its failure
    requetes.adresses.clear()


def test_nothing_of_a_test_is_left_in_the_browser_for_the_next(
    onglets: Onglets, page: Page, serveur: Serveur
) -> None:
    page.goto(f"{serveur.url}/_stcore/health")
    page.evaluate("localStorage.essai = 'reste'; document.cookie = 'essai=reste'")
    onglets.reprendre()
    assert page.is_closed()
    again = onglets.preter().new_page()
    again.goto(f"{serveur.url}/_stcore/health")
    assert again.evaluate("[localStorage.essai, document.cookie.includes('reste')]") == [None, False]


def test_a_server_ends_with_its_test(lancer: Callable[..., Serveur], base_vide: Path, tmp_path: Path) -> None:
    path = tmp_path / "essai.py"
    path.write_text(CALME, encoding="utf-8")
    serveur = lancer(base_vide, path)
    serveur.arreter()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(serveur.url, timeout=2)
