"""A file is made when its button is pressed: what has become of it since the page was drawn is said in French."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.navigateur.banc import Serveur, attendre_stable


def test_a_backup_that_is_gone_is_said_to_be(
    ouvrir_sur: Callable[[Serveur, str], Page], base_publiee: Path, lancer: Callable[..., Serveur]
) -> None:
    """« Failed to generate file for download », for five seconds: of six backups made by hand the first gives way."""
    page = ouvrir_sur(lancer(base_publiee), "/journal")
    page.get_by_role("button", name="Sauvegarder maintenant").click()
    download = page.get_by_role("button", name="Télécharger", exact=True)
    expect(download).to_be_visible()
    attendre_stable(page, 60)
    with page.expect_download() as waiting:
        download.click()
    (copy,) = (base_publiee.parent / "sauvegardes").glob("*.duckdb")
    assert Path(waiting.value.path()).read_bytes() == copy.read_bytes()
    copy.unlink()
    download.click()
    expect(page.get_by_test_id("stDownloadButtonError")).to_have_text(
        f"La sauvegarde «\u202f{copy.name}\u202f» est introuvable."
    )


def test_a_document_is_named_after_its_choice(ouvrir: Callable[..., Page]) -> None:
    """That of a sector had the name of the whole bilan: in the folder of downloads one was taken for the other."""
    page = ouvrir("/formations?annee=2023-2024&secteur=Privé")
    page.get_by_role("button", name="Documents", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Chiffres et tableaux (XLSX)").click()
    assert waiting.value.suggested_filename == "bilan-tne-2023-2024-secteur-prive.xlsx"
