"""What goes wrong on the import page of a real browser: each ends in a French sentence, nothing doubled, nothing half done."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, WebSocketRoute, expect

from tests.navigateur.banc import IMPORTER, Serveur, attendre_stable, demarrer
from tne.db import Base
from tne.ui.anglais import CHOISIR, DOSSIER, NON_RECU

ENTETE = "Référence;Date;Nature;UAI;Heures\n"
LIGNE = "2023-{:06d};12/10/2023;Formation;0860002K;3\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """One dashboard over a base without an import, for all these tests: each brings files of its own."""
    folder = tmp_path_factory.mktemp("fautes")
    path = folder / "base" / "tne.duckdb"
    Base(str(path)).close()
    running = demarrer(path, folder)
    yield running
    running.arreter()
    running.verifier_sorties()


@pytest.fixture
def importer(ouvrir_sur: Callable[[Serveur, str], Page], service: Serveur) -> Page:
    """The import page."""
    return ouvrir_sur(service, "/importer")


def fichier(nom: str, contenu: str | bytes) -> FilePayload:
    data = contenu.encode() if isinstance(contenu, str) else contenu
    return {"name": nom, "mimeType": "application/octet-stream", "buffer": data}


def choisir(page: Page, *files: FilePayload | Path) -> None:
    page.locator('input[type="file"]').first.set_input_files(list(files))  # type: ignore[arg-type]


def carte(page: Page, nom: str) -> str:
    return page.locator('[class*="st-key-fichier-"]').filter(has_text=nom).first.inner_text()


def test_a_long_check_outlives_an_interaction_and_can_be_cancelled(
    importer: Page, service: Serveur, tmp_path: Path
) -> None:
    large = tmp_path / "enorme.csv"
    large.write_text(ENTETE + "".join(LIGNE.format(n) for n in range(400_000)), encoding="utf-8")
    choisir(importer, large)
    cancel = importer.locator('[class*="st-key-arreter-"] button')
    expect(importer.get_by_text("Vérification de «\u202fenorme.csv\u202f»")).to_be_visible(timeout=60_000)
    importer.get_by_text("Coller un tableau").click()
    expect(importer.get_by_role("textbox", name="Tableau à coller")).to_be_visible()
    cancel.click()
    expect(importer.get_by_text("rien de ce fichier n’a été gardé")).to_be_visible()
    attendre_stable(importer, 60)
    expect(importer.get_by_text("Aucun import pour l\u2019instant")).to_be_visible()
    base = Path(service.base)
    assert not [f for folder in base.parent.glob(f"{base.name}.tmp*") for f in folder.iterdir()]
    # The base is free: another file goes in at once.
    importer.reload()
    attendre_stable(importer, 60)
    choisir(importer, fichier("petit.csv", ENTETE + LIGNE.format(1)))
    attendre_stable(importer, 60)
    importer.get_by_role("button", name=IMPORTER).click()
    expect(importer.get_by_text(re.compile("c.est fait"))).to_be_visible()


def bombe() -> bytes:
    """A workbook of some kilobytes whose sheet unfolds to half a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(512):
                sheet.write(b" " * (1 << 20))
    return out.getvalue()


def test_a_bomb_a_formula_and_a_header_of_html_are_shown_or_refused_never_run(importer: Page) -> None:
    dialogs: list[str] = []
    importer.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    nasty = (
        "Référence;Date;Nature;UAI;<img src=x onerror=alert(1)>;Commentaire\n"
        '2023-002;12/10/2023;Formation;0860002K;<script>alert(2)</script>;=HYPERLINK("http://x";"y")\n'
        "2023-003;=1+1;Formation;0860002K;b;=cmd|' /C calc'!A0\n"
    )
    choisir(importer, fichier("bombe.xlsx", bombe()), fichier("piege.csv", nasty))
    attendre_stable(importer, 60)
    refusal = importer.get_by_role("alert").filter(has_text="bombe.xlsx")
    expect(refusal).to_be_visible()
    assert refusal.inner_text().rstrip().endswith(".")
    importer.get_by_text("Voir et changer les détails").last.click()
    attendre_stable(importer, 60)
    assert "<img src=x onerror=alert(1)>" in carte(importer, "piege.csv").replace("\u202f", " ")
    assert "=1+1" in carte(importer, "piege.csv")
    with importer.expect_download() as waiting:
        importer.get_by_role("button", name="Télécharger les lignes à corriger").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    assert ";=" not in text
    assert importer.locator("img[onerror]").count() == 0
    assert not any("alert(2)" in text for text in importer.locator("script").all_text_contents())
    assert dialogs == []


def test_a_connection_lost_while_importing_comes_back_to_one_receipt(page: Page, service: Serveur) -> None:
    sockets: list[WebSocketRoute] = []

    def through(route: WebSocketRoute) -> None:
        sockets.append(route)
        route.connect_to_server()

    page.route_web_socket(re.compile("_stcore/stream"), through)
    page.goto(service.url + "/importer")
    attendre_stable(page, 60)
    choisir(page, fichier("coupure.csv", ENTETE + LIGNE.format(77)))
    attendre_stable(page, 60)
    button = page.get_by_role("button", name=IMPORTER)
    button.click()
    sockets[-1].close(code=1011, reason="perdue")
    page.wait_for_timeout(200)
    attendre_stable(page, 60)
    assert len(sockets) > 1
    # The page comes back by itself. The click was lost with the connection, or its import is done and the file now known:
    # never two of it. Where the server had not seen the old connection end, Streamlit begins a new session, on a busy machine
    # after the old one has been drawn again: one looks, drops or presses once more.
    receipt = page.get_by_text(re.compile("c.est fait|fichier est déjà importé"))
    for _ in range(4):
        if receipt.count():
            break
        if button.count():
            button.click()
        else:
            assert _imports(page, "coupure.csv") == 0
            choisir(page, fichier("coupure.csv", ENTETE + LIGNE.format(77)))
        attendre_stable(page, 60)
    expect(receipt.first).to_be_visible()
    attendre_stable(page, 60)
    assert _imports(page, "coupure.csv") == 1


def _imports(page: Page, nom: str) -> int:
    """How many of the last imports bear this file's name."""
    return sum(
        text.startswith("n° ") and nom in text
        for text in page.locator('[data-testid="stMarkdown"]').all_inner_texts()
    )


def test_what_the_uploader_says_in_english_is_said_in_french_beside_it(
    importer: Page, tmp_path: Path
) -> None:
    large = tmp_path / "trop-gros.csv"
    with large.open("wb") as file:
        file.truncate(201 << 20)
    choisir(importer, large)
    uploader = importer.get_by_test_id("stFileUploader")
    expect(uploader).to_contain_text("File must be 200.0MB or smaller")
    caption = importer.get_by_text("Un fichier de plus de 200 Mo est refusé").inner_text()
    assert "File must be 200.0MB or smaller" in caption.replace("\u00a0", " ")
    assert "python -m tne importer" in caption
    expect(importer.locator('[class*="st-key-fichier-"]')).to_have_count(0)


def test_a_file_that_the_server_could_not_take_is_said_in_french(importer: Page) -> None:
    """With the folder of temporary files full, what is larger than 1 MB is refused: a red sign was all that was seen."""
    said = """() => getComputedStyle(document.querySelector('[data-testid="stFileUploader"]'), '::after').content"""
    importer.route(
        re.compile("/_stcore/upload_file/"),
        lambda route: route.fulfill(status=500) if route.request.method == "PUT" else route.continue_(),
    )
    choisir(importer, fichier("carnet.csv", ENTETE + LIGNE.format(77)))
    expect(importer.locator('[data-testid="stFileChip"][aria-invalid="true"]')).to_be_visible()
    assert importer.evaluate(said) == f'"{NON_RECU}"'
    importer.unroute_all()
    importer.get_by_role("button", name="Remove carnet.csv").click()
    choisir(importer, fichier("carnet.csv", ENTETE + LIGNE.format(77)))
    expect(importer.get_by_text("Reconnu comme")).to_be_visible()
    assert importer.evaluate(said) in {"none", "normal"}


def test_the_button_of_the_frame_says_in_french_what_it_chooses(importer: Page) -> None:
    """It was « Upload », « Upload directories » where a folder is chosen."""
    frame = importer.get_by_test_id("stFileUploaderDropzone")
    for label in (CHOISIR, DOSSIER):
        expect(frame.get_by_role("button", name=label, exact=True)).to_be_visible()
        importer.get_by_text("Choisir tout un dossier").click()
        attendre_stable(importer)


def test_a_folder_dropped_on_the_page_brings_its_files(importer: Page, tmp_path: Path) -> None:
    folder = tmp_path / "mois"
    (folder / "sous-dossier").mkdir(parents=True)
    (folder / "un.csv").write_text(ENTETE + LIGNE.format(91), encoding="utf-8")
    (folder / "sous-dossier" / "deux.csv").write_text(ENTETE + LIGNE.format(92), encoding="utf-8")
    box = importer.get_by_test_id("stFileUploaderDropzone").bounding_box()
    assert box is not None
    session = importer.context.new_cdp_session(importer)
    dragged = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": dragged})
    expect(importer.locator('[class*="st-key-fichier-"]')).to_have_count(2)
    expect(importer.get_by_role("button", name="Importer les 2 fichiers prêts")).to_be_visible()
