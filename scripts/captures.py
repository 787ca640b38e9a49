"""Pictures of the pages for the README and the guide, over the demonstration: `make captures`.

Writes docs/images/PAGE.png. Needs Chromium and the tools of requirements-dev.txt.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.navigateur.banc import CHROMIUM_ARGS, attendre_stable, chromium, demarrer  # noqa: E402

PAGES = {"bilan": "/"}
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """Start the dashboard on a base of its own, and shoot every page at the size of a small projector."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    os.environ.pop("TNE_TERRITOIRE", None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        serveur = demarrer(Path(folder) / "base" / "tne.duckdb", Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
            page = browser.new_page(locale="fr-FR", viewport={"width": 1280, "height": 800})
            for name, path in PAGES.items():
                page.goto(serveur.url + path)
                attendre_stable(page, 60)
                page.screenshot(path=IMAGES / f"{name}.png")
            browser.close()
        finally:
            serveur.arreter()


if __name__ == "__main__":
    main()
