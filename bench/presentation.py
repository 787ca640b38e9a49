"""How long from a key to the slide on screen, and from *Présenter* to the first one: `python -m bench.presentation`.

Limits of the project: median under 60 ms and 95 % under 150 ms for a key, under 600 ms for the first slide. Measured in
headless Chromium on the demonstration, at 1280×720; writes its section of docs/performance.md; ends with 1 when a limit
is passed. A busy machine passes them.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.rapport import ecrire_section
from tests.navigateur.banc import CHROMIUM_ARGS, RACINE, attendre_stable, chromium, demarrer
from tests.navigateur.diaporama import pret

PRESSES, STARTS = 80, 8
LIMITS = {"touche, médiane": 60, "touche, 95 %": 150, "première diapositive, médiane": 600}

# From the key to the second frame after it: by then the first one is on screen.
_KEYS = """() => { window.times = [];
    document.addEventListener('keydown', e => { const t = e.timeStamp;
        requestAnimationFrame(() => requestAnimationFrame(() => window.times.push(performance.now() - t))); }, true); }"""

# From the press on the button to the frame after the first slide, its title and its foot are there.
_START = """() => { window.first = null;
    addEventListener('pointerdown', e => { const t = e.timeStamp;
        const look = () => {
            const slide = document.querySelector('.st-key-tne-lame-titre');
            const there = slide && getComputedStyle(slide).opacity === '1' && slide.querySelector('.tne-reperes');
            if (there) requestAnimationFrame(() => { window.first = performance.now() - t; });
            else requestAnimationFrame(look);
        };
        look(); }, {once: true, capture: true}); }"""


def keys(page: Page, url: str) -> list[float]:
    """Milliseconds of each press, there and back through all the slides."""
    page.goto(f"{url}/presenter")
    count = len(pret(page))
    page.evaluate(_KEYS)
    for n in range(PRESSES):
        page.keyboard.press("ArrowRight" if n // (count - 1) % 2 == 0 else "ArrowLeft")
        page.wait_for_timeout(180)
    found: list[float] = page.evaluate("window.times")
    return found


def starts(page: Page, url: str) -> list[float]:
    """Milliseconds of each start from the bilan, the first one (nothing computed yet) included."""
    found = []
    for _ in range(STARTS):
        page.goto(f"{url}/")
        attendre_stable(page, 60)
        page.evaluate(_START)
        page.get_by_role("button", name="Présenter").click()
        page.wait_for_function("window.first !== null")
        found.append(float(page.evaluate("window.first")))
        pret(page)
    return found


def main() -> int:
    """Measure, print one line per figure, compare with the limits."""
    path = chromium()
    if path is None:
        print("Chromium is needed (TNE_CHROMIUM names one).", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp())
    base = folder / "tne.duckdb"
    subprocess.run(
        [sys.executable, "-m", "tne", "demo", "--base", str(base)],
        cwd=RACINE,
        check=True,
        capture_output=True,
    )
    server = demarrer(base, folder)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
            page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
            first = starts(page, server.url)
            pressed = keys(page, server.url)
            browser.close()
    finally:
        server.arreter()
        shutil.rmtree(folder, ignore_errors=True)
    figures = {
        "touche, médiane": statistics.median(pressed),
        "touche, 95 %": statistics.quantiles(pressed, n=20)[-1],
        "touche, pire": max(pressed),
        "première diapositive, médiane": statistics.median(first),
        "première diapositive, première fois": first[0],
    }
    lines = [
        f"Démonstration, Chromium sans écran, 1280×720, {PRESSES} pressions, {STARTS} départs : `python -m bench.presentation`.",
        "",
        "| Mesure | Temps | But |",
        "| --- | --- | --- |",
        *(
            f"| {name} | {value:.0f} ms | {f'{LIMITS[name]} ms' if name in LIMITS else ''} |"
            for name, value in figures.items()
        ),
    ]
    print("\n".join(lines))
    ecrire_section("presentation", "Présenter", lines)
    return int(any(value > LIMITS.get(name, value) for name, value in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
