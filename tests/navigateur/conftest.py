"""Fixtures of the browser tests: servers on bases of their own, one page in an English Chromium, axe-core."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.navigateur.banc import ATTENTE, Onglets, Requetes, Serveur, attendre_stable, demarrer

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ECHEC = "echec"
expect.set_options(timeout=ATTENTE)
# « Connected », « running »: what Streamlit writes on its page of both.
_STATES = "pages => pages.map(p => [p.dataset.testConnectionState, p.dataset.testScriptState])"
_report = pytest.StashKey[pytest.TestReport]()
_seen = pytest.StashKey[Callable[[], str]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the outcome where fixtures find it: a failed test leaves the server's words. What its page shows is told at once: without
    its server, which ends before it, any page looks as if it had lost its connection.
    """
    report = yield
    if report.when == "call":
        item.stash[_report] = report
        if report.failed and _seen in item.stash:
            report.sections.append(("page at the failure", item.stash[_seen]()))
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder bear the mark `navigateur`."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.navigateur)


def _failed(request: pytest.FixtureRequest) -> bool:
    report = request.node.stash.get(_report, None)
    return report is not None and report.failed


@pytest.fixture
def lancer(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Serveur]]:
    """`lancer(base, TNE_ACCES="serveur")`: the dashboard on that base, ended with the test."""
    started: list[Serveur] = []

    def start(base: Path, script: str | Path = "app.py", **env: str) -> Serveur:
        started.append(demarrer(base, tmp_path, env, script))
        return started[-1]

    yield start
    for serveur in started:
        serveur.arreter()
        if _failed(request):
            print(serveur.journal()[-4000:])
    for serveur in started:
        serveur.verifier_sorties()


@pytest.fixture(scope="session")
def serveur(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serveur]:
    """One dashboard with the demonstration for all tests that only look. To write: `serveur_demo`."""
    folder = tmp_path_factory.mktemp("serveur")
    running = demarrer(copier_base(demo_modele, folder / "base"), folder)
    yield running
    running.arreter()
    running.verifier_sorties()


@pytest.fixture
def serveur_demo(base_demo: Path, lancer: Callable[..., Serveur]) -> Serveur:
    """A dashboard with a demonstration base of the test's own."""
    return lancer(base_demo)


@pytest.fixture
def serveur_vide(base_vide: Path, lancer: Callable[..., Serveur]) -> Serveur:
    """A dashboard whose base does not exist yet, as at the first start."""
    return lancer(base_vide)


@pytest.fixture
def requetes() -> Requetes:
    """All requests of the test's page."""
    return Requetes()


@pytest.fixture
def contexte(onglets: Onglets, requetes: Requetes) -> Iterator[BrowserContext]:
    """An English browser, as on many projectors; the test fails when a request leaves the machine."""
    context = onglets.preter()
    context.on("request", requetes.noter)
    yield context
    context.remove_listener("request", requetes.noter)
    onglets.reprendre()
    assert not requetes.externes(), f"requests left this machine: {requetes.externes()}"


@pytest.fixture
def page(
    contexte: BrowserContext, capture: Callable[[Page, str], Path], request: pytest.FixtureRequest
) -> Page:
    """A blank page of that browser. A failed test leaves its picture, what it said, and whether it was connected and at work."""
    opened = contexte.new_page()
    opened.set_default_timeout(ATTENTE)
    said: list[str] = []
    opened.on("console", lambda message: said.append(f"{message.type}: {message.text}"))

    def seen() -> str:
        try:
            states = opened.locator('[data-testid="stApp"]').evaluate_all(_STATES)
            return "\n".join([str(capture(opened, ECHEC)), str(states), *said[-20:]])
        except Error as closed:  # the test closed it, or its browser
            return "\n".join([str(closed), *said[-20:]])

    request.node.stash[_seen] = seen
    return opened


@pytest.fixture
def ouvrir_sur(page: Page) -> Callable[[Serveur, str], Page]:
    """`ouvrir_sur(serveur_vide, "/")`: the page at that address, drawn to the end."""

    def go(serveur: Serveur, path: str) -> Page:
        page.goto(serveur.url + path)
        attendre_stable(page, 60)
        return page

    return go


@pytest.fixture
def ouvrir(ouvrir_sur: Callable[[Serveur, str], Page], serveur: Serveur) -> Callable[[str], Page]:
    """`ouvrir("/?annee=2023-2024")`: the same on the shared server."""
    return lambda path: ouvrir_sur(serveur, path)


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """`axe(page)`: fail on any breach of WCAG 2.x A or AA that axe-core finds, with the elements at fault."""
    engine = Axe()

    def check(page: Page, *, sauf: tuple[str, ...] = ()) -> None:
        options = {
            "runOnly": {"type": "tag", "values": WCAG},
            "rules": {rule: {"enabled": False} for rule in sauf},
            "resultTypes": ["violations"],
        }
        results = engine.run(page, options=options)
        assert results.response["passes"] or results.response["violations"], "axe-core checked nothing"
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def capture(tmp_path: Path) -> Callable[[Page, str], Path]:
    """`capture(page, "bilan")`: a picture of the whole page, in `TNE_CAPTURES` where that is set.

    Else only that of a failure is taken, in the test's folder: the others take time and nobody looks at them.
    """
    asked = os.environ.get("TNE_CAPTURES")
    folder = Path(asked or tmp_path)

    def shoot(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        if asked or name == ECHEC:
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=path, full_page=True)
        return path

    return shoot
