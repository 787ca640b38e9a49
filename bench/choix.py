"""Choosing one school among more than a list can hold: `python -m bench.choix --base DOSSIER/nation.duckdb`.

In Chromium, on the page Accompagnements of a base of `bench.queries`: the page, a search in the sidebar, its list, a school
taken from it and added to those before. Writes its section of docs/performance.md.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, TimeoutError, WebSocket, sync_playwright

from bench.chronometre import Watch
from bench.echelles import ECHELLES
from bench.rapport import ecrire_section
from bench.visiteur import Visiteur, processeur
from tests.demonstration import SANS_SAUVEGARDE
from tests.navigateur.banc import CHROMIUM_ARGS, chromium, demarrer
from tne.typographie import decimal, entier

PAGE = "accompagnements"
# Some of them stand in thousands of names, some in a few.
MOTS = ("college 12", "ecole", "lycee", "ecole 45", "0180")
LISTE = "la liste s'ouvre"


@dataclass(frozen=True)
class Geste:
    """Seconds until the page is at rest, seconds of processor of the server, bytes that came."""

    secondes: float
    serveur: float
    octets: float


class Essai:
    """A visitor on one page, each of its gestures timed."""

    def __init__(self, watch: Watch, adresse: str) -> None:
        self._watch, self._recus = watch, 0
        self.gestes: dict[str, list[Geste]] = {}
        self._adresse = adresse

    def ouvrir(self) -> Page:
        """The page, and the bytes that come counted from then on."""
        self._watch.open(self._adresse)
        assert self._watch.page is not None
        self._watch.page.on("websocket", self._ecouter)
        self._watch.page.reload()
        self._watch.page.get_by_role("textbox", name="Chercher un établissement").first.wait_for()
        self._watch.ready()
        self._watch.done()
        return self._watch.page

    def _ecouter(self, fil: WebSocket) -> None:
        fil.on("framereceived", lambda trame: self._compter(len(trame)))

    def _compter(self, octets: int) -> None:
        self._recus += octets

    def geste(self, nom: str, faire: Callable[[], object]) -> None:
        """One gesture, from its last key or click."""
        self._watch.ready()
        assert self._watch.page is not None
        self._watch.page.evaluate("tneProbe.click = performance.now()")
        before, busy = self._recus, processeur(self._watch.server)
        faire()
        spent = self._watch.done().last
        found = Geste(spent, processeur(self._watch.server) - busy, self._recus - before)
        print(f"  {nom}: {found}", flush=True)
        self.gestes.setdefault(nom, []).append(found)


def main() -> None:
    """Search and choose in turn, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="a base that `bench.queries` kept")
    parser.add_argument("--sans-rapport", action="store_true")
    given = parser.parse_args()
    echelle = ECHELLES[given.base.stem]
    env = {**SANS_SAUVEGARDE, "TNE_TERRITOIRE": ",".join(echelle.departements), "TNE_MEMOIRE": "2GB"}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        server = demarrer(given.base, Path(name), env)
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        try:
            # The first page ever asked of a base of that size takes longer than a browser is waited for.
            first = Visiteur(server.url, server.processus.pid, PAGE)
            print(f"first page of the server: {first.ouvrir()}", flush=True)
            first.fermer()
            essai = Essai(Watch(browser, server.processus.pid), f"{server.url}/{PAGE}")
            _jouer(essai)
        finally:
            browser.close()
            server.arreter()
    if not given.sans_rapport:
        ecrire_section("choix", "Choisir un établissement parmi des milliers", _lignes(essai, echelle.titre))


def _jouer(essai: Essai) -> None:
    page = essai.ouvrir()
    for mots in MOTS:
        box = page.get_by_role("textbox", name="Chercher un établissement").first
        box.fill(mots)
        essai.geste("chercher", lambda box=box: box.press("Enter"))  # type: ignore[misc]
        essai.gestes.setdefault(LISTE, []).append(Geste(_derouler(page), 0, 0))
        essai.geste("choisir", page.get_by_role("option").first.click)
        page.keyboard.press("Escape")


def _derouler(page: Page) -> float:
    """Open the list; seconds from the key to its first school. A list that opens while a page is drawn closes again."""
    for _ in range(5):
        page.get_by_role("combobox", name="Établissement").first.focus()
        begun = time.perf_counter()
        page.keyboard.press("ArrowDown")
        with suppress(TimeoutError):
            page.get_by_role("option").first.wait_for(timeout=3000)
            return time.perf_counter() - begun
        page.keyboard.press("Escape")
    raise AssertionError("the list of establishments does not open")


def _lignes(essai: Essai, titre: str) -> list[str]:
    def ms(values: list[float]) -> str:
        return f"{entier(round(1000 * statistics.median(values)))} ms"

    lines = [
        f"{titre}, page *{PAGE}*, Chromium sans écran, {len(MOTS)} recherches dans la barre latérale, médianes : "
        "`python -m bench.choix --base DOSSIER/nation.duckdb` (une base que `bench.queries` a gardée). Une recherche ne "
        "redessine que sa liste ; un choix, toute la page.",
        "",
        "| Geste | Temps, jusqu'au repos | Le plus long | Processeur du serveur | Envoyé |",
        "| --- | --- | --- | --- | --- |",
    ]
    for nom, gestes in essai.gestes.items():
        times = [g.secondes for g in gestes]
        rest = ("", "")
        if nom != LISTE:
            sent = decimal(statistics.median(g.octets for g in gestes) / 1000, 0)
            rest = (ms([g.serveur for g in gestes]), f"{sent} ko")
        lines.append(f"| {nom} | {ms(times)} | {ms([max(times)])} | {rest[0]} | {rest[1]} |")
    return lines


if __name__ == "__main__":
    main()
