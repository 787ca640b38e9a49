"""Time of an import of 100,000 registrations, from the drop to the receipt: `python -m bench.importer`.

Twice: step by step in the program (read, check with its preview, import), and in Chromium from the drop on the page,
upload included, to the receipt. The demonstration's registrations are repeated with other addresses, in a base and a
file of their own, removed at the end. Writes its section of docs/performance.md; ends with 1 beyond 5 seconds.
"""

from __future__ import annotations

import re
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.rapport import Temps, between, ecrire_section, now
from tests.demonstration import inscriptions
from tests.navigateur.banc import CHROMIUM_ARGS, attendre_stable, chromium, demarrer
from tne.access import droit_ligne_de_commande
from tne.db import Base
from tne.effects import measure
from tne.importing import Options, Workbench, importer_document, open_document, reconnaitre
from tne.importing.rehearsal import rehearse_import
from tne.typographie import decimal, entier

ROWS, LIMIT = 100_000, 5.0


def content(rows: int) -> bytes:
    """The registrations of the demonstration under their title, repeated with other e-mail addresses up to `rows`."""
    return "\n".join(inscriptions(rows, titre=True)).encode()


def steps(data: bytes, folder: Path) -> dict[str, Temps]:
    """Each step of the program, as the page takes them."""
    droit = droit_ligne_de_commande()
    base = Base(str(folder / "bench.duckdb"))
    marks = [("début", now())]
    document = open_document(data, "inscriptions.csv")
    recognised = reconnaitre(document)
    marks.append(("lire", now()))
    options, bench = Options(valides_seulement=True), Workbench(base)
    rehearse_import(base, droit, document, recognised, options, measure, bench=bench)
    marks.append(("vérifier, montrer l'effet", now()))
    (result,) = importer_document(base, droit, document, recognised, options, bench=bench)
    marks.append(("importer", now()))
    base.close()
    assert result.comptes.lues == ROWS, result
    return {name: between(before, after) for (_, before), (name, after) in pairwise(marks)}


def browser(data: bytes, folder: Path) -> dict[str, Temps]:
    """From the drop to the button that imports, and from a click on it to the receipt; processor of the server."""
    base, file = folder / "page" / "tne.duckdb", folder / "inscriptions.csv"
    Base(str(base)).close()
    file.write_bytes(data)
    server = demarrer(base, folder)
    pid = server.processus.pid
    try:
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
            page = opened.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{server.url}/importer")
            attendre_stable(page, 60)
            dropped = now(pid)
            page.locator('input[type="file"]').first.set_input_files(file)
            button = page.get_by_role("button", name=re.compile(r"^Importer( |$)"))
            button.wait_for(timeout=120_000)
            shown = now(pid)
            attendre_stable(page, 60)
            clicked = now(pid)
            button.click()
            page.get_by_text(re.compile("c.est fait")).wait_for(timeout=120_000)
            done = now(pid)
            opened.close()
    finally:
        server.arreter()
    return {
        "du dépôt à l'aperçu, envoi compris": between(dropped, shown),
        "du clic au reçu": between(clicked, done),
    }


def rows(place: str, found: dict[str, Temps]) -> list[str]:
    """Lines of the table, the whole last."""
    whole = sum(t for t, _ in found.values()), sum(cpu for _, cpu in found.values())
    said = [
        f"| {place} : {name} | {decimal(t, 2)} s | {decimal(cpu, 2)} s |" for name, (t, cpu) in found.items()
    ]
    return [*said, f"| **{place}, ensemble** | **{decimal(whole[0], 2)} s** | **{decimal(whole[1], 2)} s** |"]


def main() -> int:
    """Measure, print, write the section."""
    if chromium() is None:
        print("Chromium is needed (TNE_CHROMIUM names one).", file=sys.stderr)
        return 2
    data = content(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        inside, seen = steps(data, Path(folder)), browser(data, Path(folder))
    lines = [
        f"Un export de {entier(ROWS)} inscriptions ({decimal(len(data) / 1e6, 0)} Mo), base vide, `python -m bench.importer`. "
        f"But : {decimal(LIMIT, 0)} s du dépôt au reçu, en plus de l'envoi du fichier.",
        "",
        "| Étape | Temps | Processeur |",
        "| --- | --- | --- |",
        *rows("programme", inside),
        *rows("dans Chromium", seen),
    ]
    print("\n".join(lines))
    ecrire_section("import", "Importer 100\u202f000 lignes", lines)
    return int(sum(t for t, _ in seen.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
