"""Pictures of the pages for the README and the guide, over the demonstration: `make captures`.

Writes docs/images/NAME.webp, all of `CAPTURES` anew. Needs Chromium and the tools of requirements-dev.txt. Each picture
shows the line that says the figures are invented, or the word « démo ».
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.navigateur.banc import CHROMIUM_ARGS, attendre_stable, chromium, demarrer  # noqa: E402

IMAGES = ROOT / "docs" / "images"
QUALITE = 82
"""Of WebP: texts stay crisp, a picture takes 30 to 60 kB."""

_INTERVENTIONS = """Référence;Date;Nature;UAI;Établissement;Thème;Heures
2025-001;16/09/2025;Formation;0869015G;Collège démo Les Iris;Prise en main de l'ENT;2
2025-002;23/09/2025;Accompagnement personnalisé;0869042L;Collège démo;Évaluer en ligne;3
2025-003;30/09/2025;Visite;0869015G;Collège démo Les Iris;Éducation aux médias;1,5
"""


def _drop(page: Page) -> None:
    """A file of the médiateurs with one row to correct."""
    payload = {
        "name": "interventions-2025-2026.csv",
        "mimeType": "text/csv",
        "buffer": _INTERVENTIONS.encode("utf-8-sig"),
    }
    page.locator('input[type="file"]').first.set_input_files(payload)  # type: ignore[arg-type]
    # The card takes the focus, and the page goes to it: the picture begins at the top, without a ring.
    page.locator('[class*="st-key-fichier-"]:focus').wait_for()
    attendre_stable(page, 60)
    page.evaluate(
        "document.activeElement.blur(); document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"
    )


def _school(page: Page) -> None:
    """A collège that saw much, chosen by its name."""
    box = page.get_by_role("combobox", name="Nom de l\u2019établissement")
    box.click()
    box.fill("Les Coquelicots (Saint")
    page.get_by_role("option").first.click()


@dataclass(frozen=True)
class Capture:
    """One picture: the page, the size of the window, what is done first, and the block to keep of it ("" for all)."""

    path: str
    taille: tuple[int, int] = (1280, 800)
    geste: Callable[[Page], None] | None = None
    bloc: str = ""


# Without the sidebar: at the width of the guide the words are still read.
_PAGE = '[data-testid="stMain"]'

CAPTURES = {
    "bilan": Capture("/"),
    "importer": Capture("/importer", (1280, 1205), _drop, _PAGE),
    "formations": Capture("/formations", (1280, 1080), bloc=_PAGE),
    "carte": Capture("/accompagnements", (1280, 1600), bloc=".st-key-accompagnements-carte"),
    "etablissement": Capture("/etablissement", (1280, 1030), _school, _PAGE),
    "donnees": Capture("/donnees", (1280, 900), bloc=_PAGE),
    "presenter": Capture("/presenter", (1280, 720)),
}


def main() -> None:
    """Start the dashboard on a base of its own, and shoot every picture in the light theme."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    os.environ.pop("TNE_TERRITOIRE", None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        serveur = demarrer(Path(folder) / "base" / "tne.duckdb", Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
            page = browser.new_page(locale="fr-FR", color_scheme="light")
            for name, capture in CAPTURES.items():
                width, height = capture.taille
                page.set_viewport_size({"width": width, "height": height})
                page.goto(serveur.url + capture.path)
                attendre_stable(page, 90)
                if capture.geste:
                    capture.geste(page)
                    attendre_stable(page, 60)
                shot = page.locator(capture.bloc).screenshot() if capture.bloc else page.screenshot()
                picture = Image.open(io.BytesIO(shot))
                target = IMAGES / f"{name}.webp"
                picture.convert("RGB").save(target, "WEBP", quality=QUALITE, method=6)
                print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB")
            browser.close()
        finally:
            serveur.arreter()


if __name__ == "__main__":
    main()
