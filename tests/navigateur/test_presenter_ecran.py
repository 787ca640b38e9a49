"""The slideshow in a window on a real screen, by real key events: what a headless browser shows otherwise.

There the first Escape is the browser's: it leaves full screen and the page never sees it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Playwright

from tests.navigateur.banc import ATTENTE, CHROMIUM_ARGS, Serveur, attendre_stable, chromium
from tests.navigateur.diaporama import affichee, attendre, pret

LARGEUR, HAUTEUR = 1280, 720


@pytest.fixture
def ecran() -> Iterator[str]:
    """A screen of its own for one test; its name for `DISPLAY`."""
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"no real key events here: {' and '.join(missing)} not installed")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{LARGEUR}x{HAUTEUR}x24", "-nolisten", "tcp"],
        pass_fds=(writer,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def fenetre(ecran: str, moteur: Playwright) -> Iterator[Page]:
    """A Chromium window on that screen, that takes all of it once in full screen."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here (TNE_CHROMIUM names one)")
    browser = moteur.chromium.launch(
        executable_path=path,
        headless=False,
        args=[*CHROMIUM_ARGS, "--window-position=0,0", f"--window-size={LARGEUR},{HAUTEUR}"],
        env={**os.environ, "DISPLAY": ecran},
    )
    page = browser.new_context(no_viewport=True, locale="en-US").new_page()
    page.set_default_timeout(ATTENTE)
    yield page
    browser.close()


@pytest.fixture
def presser(ecran: str) -> Callable[[str], None]:
    """`presser("Right")`: the key as the X server sends it, by its X name."""

    def press(key: str) -> None:
        environment = {**os.environ, "DISPLAY": ecran}
        subprocess.run(["xdotool", "key", "--clearmodifiers", key], env=environment, check=True, timeout=10)

    return press


def _full(page: Page, yes: bool) -> None:
    page.wait_for_function(f"!!document.fullscreenElement === {str(yes).lower()}")


def test_a_meeting_by_real_keys(fenetre: Page, presser: Callable[[str], None], serveur: Serveur) -> None:
    page = fenetre
    page.goto(serveur.url + "/?annee=2023-2024")
    attendre_stable(page, 60)
    # P goes straight to full screen: the key is the gesture that browsers ask for.
    page.mouse.click(700, 60)
    presser("p")
    page.wait_for_url("**/presenter*", timeout=30_000)
    _full(page, True)
    codes = pret(page)
    attendre(page, codes[0])
    for key, expected in [
        ("Right", 1),
        ("Next", 2),
        ("Prior", 1),
        ("End", len(codes) - 1),
        ("Home", 0),
        ("Right", 1),
    ]:
        presser(key)
        attendre(page, codes[expected])
    # A page for a question from the room, and back, still in full screen.
    presser("o")
    page.wait_for_url("**/formations*")
    attendre_stable(page)
    _full(page, True)
    presser("p")
    page.wait_for_url("**/presenter*")
    pret(page)
    attendre(page, codes[1])
    _full(page, True)
    # The first Escape leaves full screen only, F takes it again, the next two leave both.
    presser("Escape")
    _full(page, False)
    time.sleep(1)
    assert affichee(page) == [codes[1]]
    presser("f")
    _full(page, True)
    presser("f")
    _full(page, False)
    presser("Escape")
    page.wait_for_url(lambda url: "/presenter" not in url)
    attendre_stable(page)
    assert page.get_by_role("checkbox", name="Présentation").is_checked() is False
