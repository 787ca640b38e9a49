"""Times of each page in Chromium, beside two bare ones, and Dash for the record: `python -m bench.pages`.

The bare pages (`bench/nue.py`) are drawn by a Streamlit server of their own with the same settings: one draws as many plain
bars from constants, the other the very figures of our page, taken from it before. Runs are interleaved (page, bars, figures,
page…), so that a busy machine slows all; processor seconds of server and page together are moved less by it. `--dash PYTHON`
is a Python that has Dash. Writes its section of docs/performance.md.
"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import streamlit  # noqa: E402
from playwright.sync_api import Browser, Error, Page, sync_playwright  # noqa: E402

from bench.chronometre import Times, Watch  # noqa: E402
from bench.nue import DASH, LISTES, prendre, reglages  # noqa: E402
from bench.rapport import ecrire_section  # noqa: E402
from tests.demonstration import SANS_SAUVEGARDE, base_demo  # noqa: E402
from tests.navigateur.banc import CHROMIUM_ARGS, attendre_stable, chromium, demarrer, port_libre  # noqa: E402
from tne.typographie import compte, decimal  # noqa: E402

# Address → the words of its link in the sidebar.
PAGES = {
    "": "Bilan",
    "formations": "Formations",
    "accompagnements": "Accompagnements",
    "parentalite": "Parentalité",
    "equipements": "Équipements",
    "numerixplore": "Numérixplore",
    "donnees": "Données",
}
GOAL = 1.15
ACTIONS = ("load", "year", "change", "switch")
BARE = {"nue": "barres", "mêmes": "mêmes figures"}
"""Our rivals that are bare pages, as the report calls them."""


@dataclass
class Measure:
    """One page: charts that it draws; for each action and each rival (tne, dash, `BARE`) the times of every run, with what was
    chosen."""

    page: str
    charts: int
    times: dict[tuple[str, str], list[tuple[str, Times]]] = field(default_factory=dict)

    def note(self, action: str, rival: str, found: Times, choice: str = "") -> None:
        """One more run."""
        self.times.setdefault((action, rival), []).append((choice, found))

    def redraws(self, action: str) -> set[str]:
        """The choices at which our page draws a chart anew; all of them where it draws none at any."""
        ours = self.times.get((action, "tne"), [])
        return {choice for choice, t in ours if t.drawn} or {choice for choice, _ in ours}

    def steady(self, action: str) -> bool:
        """No chart of our page is drawn anew by it: beside the same figures there is nothing to compare."""
        return not any(t.drawn for _, t in self.times.get((action, "tne"), []))

    def median(self, action: str, rival: str, what: str) -> float:
        """Median over the runs, of the choices that draw a chart anew; NaN where that rival was not timed."""
        counted = self.redraws(action)
        seen = [
            float(getattr(t, what))
            for choice, t in self.times.get((action, rival), [])
            if not choice or choice in counted
        ]
        return statistics.median(seen) if seen else float("nan")

    def ratio(self, action: str, rival: str, what: str = "charts") -> float:
        """Ours beside a bare page; NaN where that one would have nothing to draw."""
        if rival == "mêmes" and self.steady(action):
            return float("nan")
        return self.median(action, "tne", what) / self.median(action, rival, what)


def choose(page: Page, key: str, option: str) -> Callable[[], None]:
    """Open the list of a filter; gives the click on one of its options."""
    box = page.get_by_role("combobox", name=LISTES[key][0])
    closed = page.locator("details:not([open])", has_text="Plus de filtres")
    if key == "secteur" and closed.count():
        closed.locator("summary").click()
        attendre_stable(page)
    # A list closes when the sidebar scrolls under it.
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box.click()
    listed = page.get_by_role("option", name=option, exact=True)
    listed.wait_for()
    return listed.click


def visit(measure: Measure, rival: str, watch: Watch, address: str, link: str, empty: str) -> None:
    """Load, choose in each list, then come back to the page from one without charts."""
    measure.note("load", rival, watch.open(address))
    page = watch.page
    assert page is not None
    measure.charts = measure.charts or page.locator(".js-plotly-plot").count()
    choices(measure, rival, watch, "secteur", "change")
    if watch.streamlit:
        page.get_by_role("link", name=empty, exact=True).click()
        attendre_stable(page, 120)
        watch.ready()
        page.get_by_role("link", name=link, exact=True).click()
        measure.note("switch", rival, watch.done())
    watch.close()
    if watch.streamlit:
        watch.open(f"{address}{'&' if '?' in address else '?'}liste=annee")
        choices(measure, rival, watch, "annee", "year")
        watch.close()


def choices(measure: Measure, rival: str, watch: Watch, key: str, action: str) -> None:
    """Make the choices of one list, one after the other."""
    page = watch.page
    assert page is not None
    for option in LISTES[key][1]:
        click = choose(page, key, option) if watch.streamlit else page.get_by_label(option).click
        watch.ready()
        click()
        measure.note(action, rival, watch.done(), option)
        page.keyboard.press("Escape")


def again(measure: Measure, rival: str, watch: Watch, *where: str) -> None:
    """The same, once more when a busy machine made a list close under the click."""
    try:
        visit(measure, rival, watch, *where)
    except Error as lost:
        print(f"{measure.page}, {rival}: once more, {str(lost).splitlines()[0]}", file=sys.stderr)
        watch.close()
        visit(measure, rival, watch, *where)


def start_dash(python: str, charts: int) -> tuple[subprocess.Popen[bytes], str]:
    """The same page made with Dash, on a server of its own."""
    port = port_libre()
    server = subprocess.Popen(
        [python, "-c", DASH, str(charts), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}/"
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return server, url
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise SystemExit("Dash does not answer.")


def bench(
    browser: Browser,
    watches: tuple[Watch, Watch],
    urls: tuple[str, str],
    folder: Path,
    name: str,
    runs: int,
    dash: str,
) -> Measure:
    """A first visit counts the charts and fills what the server keeps; then all rivals in turn."""
    tne, bare = watches
    first = Measure(name or "bilan", 0)
    again(first, "tne", tne, f"{urls[0]}/{name}", PAGES[name], "Aide")
    prendre(urls[0], name, folder)
    found = Measure(first.page, first.charts)
    server, url = start_dash(dash, found.charts) if dash else (None, "")
    try:
        for turn in range(runs):
            again(found, "tne", tne, f"{urls[0]}/{name}", PAGES[name], "Aide")
            for rival, asked in (("nue", f"charts={found.charts}"), ("mêmes", f"figures={found.page}")):
                again(found, rival, bare, f"{urls[1]}/?{asked}", "Graphiques", "Vide")
            # For the record: one visit, both choices.
            if server is not None and turn == 0:
                again(found, "dash", Watch(browser, server.pid, streamlit=False), url, "", "")
    finally:
        if server is not None:
            server.terminate()
            server.wait(10)
    return found


def report(found: Sequence[Measure], runs: int, browser: str, dash: str) -> list[str]:
    """The section of the documentation."""

    def seconds(m: Measure, action: str, what: str, rival: str = "tne") -> str:
        return f"{decimal(m.median(action, rival, what), 2)} s"

    def beside(m: Measure, action: str) -> str:
        times = [seconds(m, action, "charts", rival) for rival in ("tne", *BARE)]
        ratios = [
            f"{decimal(m.ratio(action, rival), 2)} ({decimal(m.ratio(action, rival, 'busy'), 2)})"
            for rival in BARE
        ]
        return " | ".join((*times, *ratios, decimal(m.ratio(action, "mêmes", "last"), 2)))

    def table(heads: str, action: str, *whats: str, shift: bool = True) -> list[str]:
        columns = [
            heads,
            "barres",
            "mêmes figures",
            "rapport aux barres",
            "rapport aux mêmes figures",
            "au repos",
        ]
        columns += ["Sauts"] if shift else []
        return [
            "",
            f"| {' | '.join(columns)} |",
            f"|{' --- |' * (' | '.join(columns).count(' | ') + 1)}",
            *(
                f"| {m.page} | {m.charts} | {''.join(f'{seconds(m, action, w)} | ' for w in whats)}{beside(m, action)} |"
                + (f" {decimal(m.median(action, 'tne', 'shift'), 3)} |" if shift else "")
                for m in found
            ),
        ]

    lines = [
        "Temps de chaque page dans Chromium, données de démonstration, à côté de deux pages Streamlit nues qui tracent autant de",
        "graphiques Plotly à partir de constantes : `python -m bench.pages` (`bench/README.md` dit comment c'est mesuré). L'une, « barres »,",
        "trace des barres simples ; l'autre, « mêmes figures », exactement celles de notre page, cartes et calendriers compris, avant",
        "et après le choix. Ni l'une ni l'autre n'a de texte, de tuile ou de liste : ce qui reste au-dessus de la seconde est à nous.",
        f"{compte(runs, 'tour')}, médianes, Chromium {browser}, Streamlit {streamlit.__version__}. Un temps va du clic au dernier",
        "graphique posé ; entre parenthèses, le rapport des temps de processeur, serveur et page ensemble, jusqu'au repos. « Au repos » est le",
        "rapport aux mêmes figures quand plus rien ne change : Streamlit trace chaque graphique deux fois, le nôtre l'est une fois.",
        *table("Page | Graphiques | Premier rendu | Premier graphique | Tous", "load", "paint", "chart"),
        *table("Page | Graphiques | Changement d'année", "year"),
        *table("Page | Graphiques | Changement de filtre", "change"),
        *table("Page | Graphiques | Changement de page", "switch", shift=False),
        "",
        "« Sauts » est le *layout shift* de Chromium : 0 quand rien de visible ne change de place. Le changement de diapositive",
        "est dans la section *Présenter*. Le changement d'année ajoute une année, puis une autre ; celui de filtre choisit un secteur,",
        "puis l'autre, dans « Plus de filtres » ouvert : sept listes dans la barre, une sur la page nue. Seuls comptent les choix qui",
        "changent un graphique de la page. Aucun ne change celui de Données : le temps y est celui du dernier changement de la page,",
        "textes et tableaux compris, et rien ne lui correspond sur une page nue des mêmes figures.",
        "",
    ]
    if dash:
        lines += [
            f"Pour mémoire, Dash {dash}, autant de graphiques des mêmes constantes :",
            "",
            "| Page | Graphiques | Premier affichage | Changement |",
            "| --- | --- | --- | --- |",
            *(
                f"| {m.page} | {m.charts} | {seconds(m, 'load', 'charts', 'dash')} | {seconds(m, 'change', 'charts', 'dash')} |"
                for m in found
            ),
        ]
    else:
        lines += ["Dash n'a pas été mesuré : `--dash PYTHON` donne un Python qui l'a."]
    lines += ["", f"But : au plus {decimal(GOAL, 2)} fois la page nue."]
    for rival, words in BARE.items():
        kept = [f"{sum(r <= GOAL for r in told)} sur {len(told)}" for told in compared(found, rival)]
        lines.append(
            f"À côté de « {words} », il est atteint au premier affichage par {kept[0]}, au changement d'année par {kept[1]}, "
            f"au changement de filtre par {kept[2]}, au changement de page par {kept[3]}."
        )
    return lines


def compared(found: Sequence[Measure], rival: str) -> list[list[float]]:
    """For each action the ratio of every page that has one."""
    told = [[m.ratio(action, rival) for m in found] for action in ACTIONS]
    return [[r for r in of_pages if not math.isnan(r)] for of_pages in told]


def dash_version(python: str) -> str:
    """The Dash of that Python; "" without one."""
    if not python:
        return ""
    asked = subprocess.run(
        [python, "-c", "import dash; print(dash.__version__)"], capture_output=True, text=True
    )
    return asked.stdout.strip()


def main() -> None:
    """Start both servers, measure every page, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--base", type=Path, help="a base with the demonstration; made anew without it")
    parser.add_argument("--pages", nargs="*", default=list(PAGES))
    parser.add_argument("--dash", default="", metavar="PYTHON", help="a Python in which Dash is installed")
    given = parser.parse_args()
    dash = dash_version(given.dash)
    if given.dash and not dash:
        print(f"{given.dash} has no Dash: it is left out.", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        base = given.base or base_demo(folder / "base" / "tne.duckdb")
        servers = [
            demarrer(base, folder, SANS_SAUVEGARDE),
            demarrer(base, folder, reglages(folder), ROOT / "bench" / "nue.py"),
        ]
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
            watches = (
                Watch(browser, servers[0].processus.pid),
                Watch(browser, servers[1].processus.pid),
            )
            urls = (servers[0].url, servers[1].url)
            # The very first visit of a page by its address passes by app.py first: three runs instead of one.
            watches[0].open(urls[0])
            watches[0].close()
            found = []
            for page in given.pages:
                found.append(
                    bench(browser, watches, urls, folder, page, given.runs, given.dash if dash else "")
                )
                last = found[-1]
                told = "; ".join(
                    f"{a} {last.median(a, 'tne', 'charts'):.2f} s"
                    + "".join(
                        f", {last.ratio(a, r):.2f} times {r} (processor {last.ratio(a, r, 'busy'):.2f})"
                        for r in BARE
                    )
                    for a in ACTIONS
                )
                print(f"{last.page}, {last.charts} charts: {told}", flush=True)
                ecrire_section("pages", "Pages", report(found, given.runs, browser.version, dash))
            browser.close()
        finally:
            for server in servers:
                server.arreter()


if __name__ == "__main__":
    main()
