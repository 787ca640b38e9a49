"""A smoke run in Debian's Firefox, which Playwright cannot drive: by WebDriver BiDi, the protocol it speaks itself."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from websockets.sync.client import ClientConnection, connect

from tests.navigateur.banc import Serveur, port_libre

# No service of the browser maker's is called: updates, measures, test of the connection, blocklists, suggestions.
PREFERENCES = """
user_pref("app.update.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.blocklist.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.no_proxies_on", "127.0.0.1, localhost");
user_pref("network.proxy.allow_hijacking_localhost", false);
user_pref("services.settings.server", "data:,none");
"""
DRAWN = """
(() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const done = app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"], [data-dessin]')
        && document.querySelector('.js-plotly-plot')
        && [...document.querySelectorAll('.js-plotly-plot')].every(p => p.getBoundingClientRect().height > 30);
    return done ? JSON.stringify([
        document.querySelector('h1').innerText,
        [...document.querySelectorAll('[data-testid="stException"]')].map(e => e.innerText),
        document.querySelectorAll('.js-plotly-plot').length,
        document.documentElement.scrollWidth <= window.innerWidth,
    ]) : '';
})()
"""


class Firefox:
    """One tab of a running Firefox."""

    def __init__(self, link: ClientConnection) -> None:
        """Take the tab that it opened with."""
        self._link, self._n = link, 0
        self.ask("session.new", capabilities={})
        self._tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of WebDriver BiDi and its result; events are passed over."""
        self._n += 1
        self._link.send(json.dumps({"id": self._n, "method": method, "params": params}))
        while (answer := json.loads(self._link.recv(timeout=60))).get("id") != self._n:
            pass
        assert answer["type"] == "success", answer
        result: dict[str, Any] = answer["result"]
        return result

    def resize(self, width: int, height: int) -> None:
        """The room that a page has."""
        room = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self._tab, viewport=room)

    def tell(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page: a text, a number, true or false."""
        said = self.ask(
            "script.evaluate", expression=expression, target={"context": self._tab}, awaitPromise=False
        )
        return said["result"].get("value")

    def sheets(self) -> list[PageObject]:
        """The page as it is printed."""
        printed = self.ask("browsingContext.print", context=self._tab)["data"]
        return list(PdfReader(io.BytesIO(base64.b64decode(printed))).pages)

    def open(self, address: str) -> list[Any]:
        """Go there; what `DRAWN` says once the page is drawn. Fails after a minute."""
        self.ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            if said := self.tell(DRAWN):
                found: list[Any] = json.loads(said)
                return found
            time.sleep(0.3)
        raise AssertionError(f"{address} is not drawn after a minute")


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    """A headless Firefox with a profile of its own."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("no Firefox here (Debian: firefox-esr)")
    profile = tmp_path / "profil"
    profile.mkdir()
    (profile / "user.js").write_text(PREFERENCES, encoding="utf-8")
    port = port_libre()
    command = [path, "--headless", "--no-remote", "--profile", str(profile)]
    with (tmp_path / "firefox.log").open("wb") as out:
        running = subprocess.Popen(
            [*command, "--remote-debugging-port", str(port), "about:blank"], stdout=out, stderr=out
        )
    try:
        with _link(port, running) as link:
            yield Firefox(link)
    finally:
        running.terminate()
        running.wait(20)


def _link(port: int, running: subprocess.Popen[bytes]) -> ClientConnection:
    limit = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < limit:
        try:
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None)
        except OSError:
            time.sleep(0.3)
    raise AssertionError("Firefox does not answer")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/formations?annee=2023-2024", "Qui a suivi les formations"),
        ("/accompagnements?annee=2023-2024", "Où les médiateurs"),
    ],
)
def test_firefox_draws_the_page_with_its_charts(
    firefox: Firefox, serveur: Serveur, path: str, title: str
) -> None:
    heading, failures, charts, fits = firefox.open(serveur.url + path)
    assert title in heading
    assert failures == []
    assert charts >= 5
    assert fits


_COUPE = """(() => { const label = [...document.querySelectorAll('.st-key-tne-diapo-choix button *')]
    .find(e => e.textContent === 'Filtres' && getComputedStyle(e).textOverflow === 'ellipsis');
    const words = document.createRange(); words.selectNodeContents(label);
    return words.getBoundingClientRect().width > label.getBoundingClientRect().width; })()"""


def test_firefox_cuts_no_word_at_the_foot_of_a_slide(firefox: Firefox, serveur: Serveur) -> None:
    """« Filtr… » stood there on every screen: the letters, in fractions of a pixel, were a hair wider than their button."""
    firefox.open(f"{serveur.url}/presenter?annee=2023-2024")
    for width, height in ((1280, 720), (1366, 768), (1024, 768), (1920, 1080)):
        firefox.resize(width, height)
        assert firefox.tell(_COUPE) is False, (width, height)


def _places(sheet: PageObject) -> list[tuple[float, str]]:
    """The words of a sheet as they were drawn, and how far from its foot."""
    found: list[tuple[float, str]] = []

    def note(text: str, page: list[float], line: list[float], *_: Any) -> None:
        if text.strip():
            found.append((page[5] + line[5] * page[3], text))

    sheet.extract_text(visitor_text=note)
    return found


def test_firefox_prints_no_list_over_another(firefox: Firefox, serveur: Serveur) -> None:
    """The end of a list that went on over two sheets stood under the next one, and its columns touched: « FamillesParents »."""
    firefox.resize(1280, 900)
    firefox.open(f"{serveur.url}/parentalite?annee=2023-2024")
    sheets = firefox.sheets()
    assert "Familles Parents" in " ".join(" ".join(s.extract_text().split()) for s in sheets)
    told = [_places(s) for s in sheets]
    (sheet,) = (t for t in told if any("Des parents ont été comptés" in words for _, words in t))
    rank = next(i for i, (_, words) in enumerate(sheet) if "Des parents ont été comptés" in words)
    assert sheet[rank][0] < min((y for y, _ in sheet[:rank]), default=1e4)


def test_firefox_prints_the_parts_of_the_bilan_one_after_another(firefox: Firefox, serveur: Serveur) -> None:
    """Its first sheet held the title alone, and each chart stood on the sheet that followed that of its title."""
    firefox.resize(1280, 900)
    firefox.open(f"{serveur.url}/?annee=2023-2024")
    told = [" ".join(s.extract_text().split()) for s in firefox.sheets()]
    assert "ont suivi au moins un module" in told[0]
    for title, chart in (
        ("Près d’un enseignant sollicité sur deux", "1 128 ont reçu l’offre"),
        ("Plus de la moitié des interventions", "Accompagnement personnalisé"),
        ("est le thème le plus proposé", "Démarches en ligne"),
        ("Le socle numérique est déployé", "sur 240"),
        ("21 restent à rejoindre", "pas encore"),
    ):
        (sheet,) = (s for s in told if title in s)
        assert chart in sheet.split(title)[1], title
    # A tile stood half on a sheet, half on the next one.
    (sheet,) = (s for s in told if "d’abord pour la formation" in s)
    assert "objectif 130 atteint" in sheet
