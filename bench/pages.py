"""Time of the first load and of a filter change of each page in Chromium, beside a bare page: `python -m bench.pages`.

The bare page draws as many Plotly charts from constants, on a Streamlit server of its own with the same settings. Runs
are interleaved (page, bare, page, bare…), so that a busy machine slows both. Writes its section of docs/performance.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import streamlit  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from bench.rapport import ecrire_section  # noqa: E402
from tests.navigateur.banc import CHROMIUM_ARGS, Serveur, attendre_stable, chromium, demarrer  # noqa: E402
from tne.access import droit_ligne_de_commande  # noqa: E402
from tne.demo import preparer_base  # noqa: E402
from tne.typographie import decimal  # noqa: E402

PAGES = ("", "formations", "accompagnements", "parentalite", "equipements", "numerixplore", "donnees")
GOAL = 1.15
# `attendre_stable` waits until the page has been at rest for that long.
CALM = 0.3

# As many charts as `charts` in the address says, and one choice that draws them anew.
BARE = """
import streamlit as st
n = int(st.query_params.get("charts", "1"))
chosen = st.sidebar.multiselect("Secteur", ["Privé", "Public"], key="secteur")
st.title("Constants")
for i in range(n):
    values = [3 + i, 5, 8, 13 + len(chosen)]
    st.plotly_chart(
        {"data": [{"type": "bar", "x": ["a", "b", "c", "d"], "y": values}], "layout": {"height": 320}}, key=f"c{i}"
    )
"""


@dataclass(frozen=True)
class Measure:
    """One page: charts that it draws, and medians in seconds of (page, bare) for load and for a change."""

    page: str
    charts: int
    load: tuple[float, float]
    change: tuple[float, float]


def load(browser: Browser, address: str) -> tuple[float, Page]:
    """A visitor without anything in the browser's store opens the address: seconds until all is drawn."""
    page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800}).new_page()
    start = time.perf_counter()
    page.goto(address)
    attendre_stable(page, 120)
    return time.perf_counter() - start - CALM, page


def change(page: Page, option: str) -> float:
    """Choose one secteur: seconds from the click until all is drawn anew."""
    box = page.get_by_role("combobox", name="Secteur")
    closed = page.locator("details:not([open])", has_text="Plus de filtres")
    if closed.count():
        closed.locator("summary").click()
        attendre_stable(page)
    # A list closes when the sidebar scrolls under it.
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box.click()
    listed = page.get_by_role("option", name=option, exact=True)
    listed.wait_for()
    start = time.perf_counter()
    listed.click()
    attendre_stable(page, 120)
    seconds = time.perf_counter() - start - CALM
    page.keyboard.press("Escape")
    return seconds


def measure(browser: Browser, tne: Serveur, bare: Serveur, name: str, runs: int) -> Measure:
    """Both pages in turn, `runs` times. The first change of a run asks the server what it has not answered yet."""
    _, page = load(browser, f"{tne.url}/{name}")
    charts = page.locator(".js-plotly-plot").count()
    page.context.close()
    times: dict[str, list[tuple[float, float]]] = {"load": [], "change": []}
    for _ in range(runs):
        one, page = load(browser, f"{tne.url}/{name}")
        two, other = load(browser, f"{bare.url}/?charts={charts}")
        times["load"].append((one, two))
        # Both choices: each at its own page, one after the other.
        for option in ("Public", "Privé"):
            times["change"].append((change(page, option), change(other, option)))
        page.context.close()
        other.context.close()
    medians = {
        k: tuple(statistics.median(column) for column in zip(*v, strict=True)) for k, v in times.items()
    }
    return Measure(name or "bilan", charts, medians["load"], medians["change"])  # type: ignore[arg-type]


def report(found: Sequence[Measure], runs: int, browser: str) -> list[str]:
    """The section of the documentation."""

    def cell(pair: tuple[float, float]) -> str:
        return f"{decimal(pair[0], 2)} s | {decimal(pair[1], 2)} s | {decimal(pair[0] / pair[1], 2)}"

    lines = [f"| {m.page} | {m.charts} | {cell(m.load)} | {cell(m.change)} |" for m in found]
    kept = sum(m.load[0] / m.load[1] <= GOAL for m in found)
    changed = sum(m.change[0] / m.change[1] <= GOAL for m in found)
    return [
        "Temps de chaque page dans Chromium, données de démonstration, à côté d'une page Streamlit nue qui trace autant de",
        "graphiques Plotly à partir de constantes : `python -m bench.pages` (`bench/README.md` dit comment c'est mesuré).",
        "",
        f"{runs} tours, médianes, Chromium {browser}, Streamlit {streamlit.__version__}.",
        "",
        "| Page | Graphiques | Premier affichage | nue | rapport | Changement de filtre | nue | rapport |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *lines,
        "",
        f"But : au plus {decimal(GOAL, 2)} fois la page nue. Atteint au premier affichage par {kept} pages sur {len(found)}, "
        f"au changement de filtre par {changed} sur {len(found)}.",
    ]


def main() -> None:
    """Start both servers, measure every page, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--base", type=Path, help="a base with the demonstration; made anew without it")
    parser.add_argument("--pages", nargs="*", default=list(PAGES))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        base = given.base or folder / "base" / "tne.duckdb"
        if given.base is None:
            base.parent.mkdir()
            preparer_base(str(base), droit_ligne_de_commande(), lambda share, what: None)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        servers = [demarrer(base, folder), demarrer(base, folder, script=folder / "bare.py")]
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
            found = []
            for page in given.pages:
                found.append(measure(browser, servers[0], servers[1], page, given.runs))
                print(found[-1], flush=True)
            ecrire_section("pages", "Pages", report(found, given.runs, browser.version))
            browser.close()
        finally:
            for server in servers:
                server.arreter()


if __name__ == "__main__":
    main()
