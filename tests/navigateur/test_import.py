"""The import page with real clicks: a Sofia workbook counted, a wrong file refused, an import undone and redone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.navigateur.banc import IMPORTER, Serveur, attendre_stable

Ouvrir = Callable[..., Page]


@pytest.fixture
def page_import(ouvrir_sur: Ouvrir, base_publiee: Path, lancer: Callable[..., Serveur]) -> Page:
    """The import page over the published figures alone."""
    return ouvrir_sur(lancer(base_publiee), "/importer")


def _drop(page: Page, *files: Path | FilePayload) -> None:
    page.locator('input[type="file"]').set_input_files(list(files))  # type: ignore[arg-type]
    attendre_stable(page)


def _bilan(page: Page) -> str:
    page.get_by_role("link", name="Bilan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("2023-\u2060?2024"))
    attendre_stable(page)
    return page.locator('[data-testid="stMain"]').inner_text()


def _import_page(page: Page) -> None:
    page.get_by_role("link", name="Importer", exact=True).click()
    page.wait_for_url("**/importer*")
    attendre_stable(page)


def test_the_sofia_workbook_is_recognised_imported_undone_and_redone_once(
    page_import: Page, racine: Path
) -> None:
    page = page_import
    workbook = racine / "data" / "demo" / "2023-2024" / "plan-et-sessions.xlsx"
    published = _bilan(page)
    _import_page(page)
    _drop(page, workbook)
    main = page.locator('[data-testid="stMain"]')
    expect(main).to_contain_text("Liste des dispositifs")
    # Staff is named in that export: the page says that the names are left out.
    expect(main).to_contain_text("jamais conservées")

    page.get_by_role("button", name=IMPORTER).click()
    expect(page.get_by_text("c'est fait").or_(page.get_by_text("c’est fait"))).to_be_visible()
    attendre_stable(page)
    after = _bilan(page)
    assert after.count("calculé") > published.count("calculé")

    _import_page(page)
    page.locator('[class*="st-key-defaire-"] button').first.click()
    attendre_stable(page)
    assert _bilan(page) == published

    _import_page(page)
    page.get_by_role("button", name="Rétablir").click()
    attendre_stable(page)
    assert _bilan(page) == after

    # The same file again, in another session, writes nothing.
    _import_page(page)
    page.reload()
    attendre_stable(page)
    rows = page.locator('[class*="st-key-defaire-"]').count()
    _drop(page, workbook)
    expect(page.get_by_text("déjà importé").first).to_be_visible()
    expect(page.get_by_role("button", name=IMPORTER)).to_have_count(0)
    assert page.locator('[class*="st-key-defaire-"]').count() == rows
    # It may be taken back from there, and is then offered again.
    page.locator('[class*="st-key-annuler-"] button').click()
    expect(page.get_by_text("sera rétabli")).to_be_visible()
    expect(page.get_by_role("button", name=IMPORTER)).to_be_visible()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + zlib.compress(bytes(range(256)))


def test_files_that_cannot_be_imported_are_each_refused_in_a_sentence(page_import: Page) -> None:
    page = page_import
    files = {
        "chiffres.csv": (PNG, "image"),
        "vide.csv": (b"", "vide"),
        "ailleurs.csv": ("Ville;Météo\nPoitiers;soleil\n".encode("cp1252"), "colonnes"),
    }
    _drop(page, *({"name": n, "mimeType": "text/csv", "buffer": c} for n, (c, _) in files.items()))
    for name, (_, words) in files.items():
        alert = page.get_by_role("alert").filter(has_text=words)
        expect(alert).to_be_visible()
        assert alert.inner_text().rstrip().endswith((".", "!", "?")), name
    expect(page.get_by_role("button", name=IMPORTER)).to_have_count(0)


def test_the_receipt_leads_to_the_year_of_what_was_imported(page_import: Page) -> None:
    page = page_import
    rows = "Référence;Date;Nature;UAI\n2022-001;16/09/2022;Formation;0860002K\n".encode()
    _drop(page, {"name": "suite.csv", "mimeType": "text/csv", "buffer": rows})
    page.get_by_role("button", name=IMPORTER).click()
    page.get_by_role("button", name="Voir Accompagnements 2022-2023").click()
    page.wait_for_url("**/accompagnements?annee=2022-2023")
    attendre_stable(page)
    expect(page.locator('[data-testid="stMain"]')).to_contain_text("1 intervention")


def test_a_page_that_was_loaded_anew_while_several_files_went_in_says_which_did_not(
    page_import: Page,
) -> None:
    """The page began again without them: those that were in stood under « Derniers imports », of the others nothing was said."""
    page = page_import
    head, row = "Référence;Date;Nature;UAI\n", "2023-{};12/06/2024;Formation;0860002K\n"
    files = [
        FilePayload(
            name=f"{c}.csv",
            mimeType="text/csv",
            buffer=(head + "".join(row.format(f"{c}{n:04d}") for n in range(3000))).encode(),
        )
        for c in "abcdef"
    ]
    _drop(page, *files)
    page.get_by_role("button", name="Importer les 6 fichiers prêts").click()
    page.wait_for_function("/[a-e].csv \\([1-5] sur 6\\)/.test(document.body.innerText)", polling="raf")
    page.reload()
    told = page.get_by_role("alert").filter(has_text="s’est arrêté en chemin")
    expect(told).to_contain_text("de nouveau", timeout=30_000)
    attendre_stable(page, 60)
    # A press elsewhere on the page: what was under way meanwhile is in.
    page.get_by_role("checkbox", name="Coller un tableau").check(force=True)
    attendre_stable(page, 60)
    said = told.inner_text()
    # Of the files, those that stand in the list of imports are in.
    entered = [f["name"] for f in files if page.get_by_text(re.compile(rf"n° \d+, {f['name']}")).count()]
    assert 1 <= len(entered) < 6
    assert re.search(rf"{len(entered)} fichiers? (est entré|sont entrés)", said)
    assert not [name for name in entered if name in said]
    page.get_by_role("button", name="Ne plus le dire").click()
    attendre_stable(page, 60)
    expect(told).to_have_count(0)
