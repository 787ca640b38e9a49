"""The test bench: the dashboard as a process of its own, and what a browser sees of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

RACINE = Path(__file__).resolve().parents[2]
GARDE = Path(__file__).parent / "garde"
LOCAUX = {"127.0.0.1", "localhost", "::1"}
# Milliseconds: beside other tests a page comes several times later than alone. What is expected takes no longer for it.
ATTENTE = 15_000

# No service of the browser maker's is called, and no name but this machine's can be found.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def chromium() -> str | None:
    """The path of Chromium: `TNE_CHROMIUM`, else Debian's, else the first on the path; None without one."""
    return os.environ.get("TNE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def port_libre() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Serveur:
    """A running dashboard. `arreter()` ends it; `journal()` is all it wrote."""

    base: Path
    port: int
    sortie: Path
    processus: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    def journal(self) -> str:
        """Standard output and error so far."""
        return self.sortie.read_text(encoding="utf-8", errors="replace")

    def arreter(self) -> None:
        """End the server, gently first."""
        self.processus.terminate()
        try:
            self.processus.wait(10)
        except subprocess.TimeoutExpired:
            self.processus.kill()
            self.processus.wait(10)

    def verifier_sorties(self) -> None:
        """Fail when the server itself tried to reach another machine (see `garde/sitecustomize.py`)."""
        tried = [line for line in self.journal().splitlines() if line.startswith("SORTIE RESEAU")]
        assert not tried, f"the server tried to reach the network: {tried}"


def demarrer(
    base: Path,
    dossier: Path,
    env: dict[str, str] | None = None,
    script: str | Path = "app.py",
    port: int | None = None,
) -> Serveur:
    """Start the dashboard on a base and wait until it answers. `env` adds to the environment or overrides it; a free port
    is found where none is asked for.
    """
    port = port or port_libre()
    dossier.mkdir(parents=True, exist_ok=True)
    sortie = dossier / f"serveur-{port}.log"
    environment = {
        **os.environ,
        "TNE_BASE": str(base),
        "TNE_ACCES": "poste",
        "PYTHONPATH": str(GARDE),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        **(env or {}),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true", "--server.fileWatcherType", "none"]
    with sortie.open("wb") as out:
        processus = subprocess.Popen(
            command, cwd=RACINE, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL
        )
    serveur = Serveur(base, port, sortie, processus)
    limit = time.monotonic() + 60
    while not _answers(serveur):
        dead, late = processus.poll() is not None, time.monotonic() > limit
        if dead or late:
            serveur.arreter()
            raise AssertionError(
                f"the server {'stopped' if dead else 'does not answer'}:\n{serveur.journal()}"
            )
        time.sleep(0.1)
    return serveur


def _answers(serveur: Serveur) -> bool:
    try:
        with urllib.request.urlopen(f"{serveur.url}/_stcore/health", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


class Onglets:
    """One English browser context, as on many projectors, for test after test: nothing of one is left for the next.

    What the browser compiled of Streamlit and Plotly is kept: a page costs half of what it does in a new context. With
    `--process-per-site`, an empty page of this machine keeps the process of all others.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexte: BrowserContext | None = None
        self._garde: Page | None = None
        self._sites: set[str] = set()

    def preter(self) -> BrowserContext:
        """The context; a new one when the process of the last has died."""
        if self._contexte is None:
            self._contexte = self._browser.new_context(
                locale="en-US", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 800}
            )
            self._garde = self._contexte.new_page()
            self._garde.on("crash", lambda _: self._oublier())
            self._garde.route("**/*", lambda route: route.fulfill(body=""))
            self._garde.goto("http://127.0.0.1/")
            self._contexte.on("request", self._noter)
        return self._contexte

    def reprendre(self) -> None:
        """Close what the test opened, and forget what its sites kept in the browser."""
        if self._contexte is None or self._garde is None:
            return
        for page in self._contexte.pages:
            if page is not self._garde:
                page.close()
        self._contexte.clear_cookies()
        self._contexte.clear_permissions()
        session = self._contexte.new_cdp_session(self._garde)
        while self._sites:
            session.send("Storage.clearDataForOrigin", {"origin": self._sites.pop(), "storageTypes": "all"})
        session.detach()

    def _noter(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.netloc:
            self._sites.add(f"{parts.scheme}://{parts.netloc}")

    def _oublier(self) -> None:
        self._contexte = self._garde = None


@dataclass
class Requetes:
    """Every request of a browser context, those of frames and workers included."""

    adresses: list[str] = field(default_factory=list)

    def noter(self, request: Request) -> None:
        """Remember one request."""
        self.adresses.append(request.url)

    def externes(self) -> list[str]:
        """Those that would leave this machine."""
        return [a for a in self.adresses if _leaves(a)]


def _leaves(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAUX


# Calm = connected, script at rest, something drawn, nothing stale, waiting or moving on screen, for 300 ms on end: a click
# takes a moment to reach the server, and a fragment starts after the page. A first run that an address sends elsewhere is at
# rest before anything is drawn, on a busy machine for longer than that.
_CALM = """
() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const calm = app
        && app.dataset.testScriptState === 'notRunning'
        && app.dataset.testConnectionState === 'CONNECTED'
        && document.querySelector('[data-testid="stElementContainer"]')
        && !document.querySelector('[data-testid="stStatusWidget"], [data-testid="stSkeleton"], [data-stale="true"], [data-dessin]')
        && [...document.querySelectorAll('.tne-graphe')].every(g => g.firstChild || !g.parentElement.clientWidth)
        && document.getAnimations().every(a => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity);
    const now = performance.now();
    if (!calm) { window.calmSince = undefined; return false; }
    window.calmSince ??= now;
    return now - window.calmSince > 300;
}
"""


IMPORTER = re.compile(r"^Importer( :|$)")
"""The button that imports: it says of which file once the page has had two of them, if only while it was drawn anew."""


def adresse(page: Page) -> dict[str, list[str]]:
    """What the address of the page says behind its question mark."""
    return parse_qs(urlsplit(page.url).query)


def attendre_stable(page: Page, timeout: float = 30) -> None:
    """Wait (seconds) until Streamlit has drawn all; fail when the page shows an unexpected error."""
    page.evaluate("window.calmSince = undefined")
    page.wait_for_function(_CALM, polling=50, timeout=timeout * 1000)
    failures = page.locator('[data-testid="stException"]').all_inner_texts()
    assert not failures, f"the page failed: {failures}"
