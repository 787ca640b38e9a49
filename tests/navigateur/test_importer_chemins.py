"""The whole ways through the import page: unknown file, correction, replacement, paste, several files, two sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FileChooser, FilePayload, Locator, Page, expect

from tests.navigateur.banc import IMPORTER, Serveur, attendre_stable

ENTETE = "Référence;Date;Nature;UAI;Heures\n"
LIGNE = "2023-{:03d};{:02d}/10/2023;Formation;0860002K;3\n"
INCONNU = (
    "Quand;Nature du passage;Code école;Qui;Divers\n"
    "12/06/2024;Pres.;0860002K;Dupond;x\n"
    "13/06/2024;Formation;0860799X;Durand;y\n"
)


def fichier(nom: str, texte: str) -> FilePayload:
    return {"name": nom, "mimeType": "text/csv", "buffer": texte.encode()}


def lignes(*numeros: int) -> str:
    return ENTETE + "".join(LIGNE.format(n, n) for n in numeros)


@pytest.fixture
def publie(base_publiee: Path, lancer: Callable[..., Serveur]) -> Serveur:
    """A dashboard over the published figures alone."""
    return lancer(base_publiee)


def deposer(page: Page, *files: FilePayload | Path) -> None:
    page.locator('input[type="file"]').first.set_input_files(list(files))  # type: ignore[arg-type]
    attendre_stable(page, 60)


def cliquer(page: Page, name: str | re.Pattern[str], exact: bool = False) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()
    attendre_stable(page, 60)


def choisir(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=re.compile(label)).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).first.click()
    attendre_stable(page, 60)


def carte(page: Page) -> str:
    return page.locator('[class*="st-key-fichier-"]').first.inner_text()


def test_an_unknown_file_is_mapped_corrected_imported_and_known_the_next_time(
    ouvrir_sur: Callable[[Serveur, str], Page], publie: Serveur
) -> None:
    page = ouvrir_sur(publie, "/importer")
    deposer(page, fichier("carnet.csv", INCONNU))
    assert "Aucun jeu de données ne correspond" in carte(page)
    choisir(page, "Jeu de données", "Interventions des médiateurs")
    assert "Dupond" not in carte(page)
    assert "12/06/2024" in carte(page)  # an example of an unmatched header
    choisir(page, "Date .obl", "Quand")
    cliquer(page, re.compile("Prendre « Nature"))
    choisir(page, "UAI .obl", "Code école")
    assert "À corriger · 2\u00a0lignes" in carte(page)
    choisir(page, r"Pres\.", "Accompagnement personnalisé")
    cliquer(page, "Appliquer la proposition")  # the letter of the UAI
    assert "2 valeurs remplacées" in carte(page)
    assert "à corriger ·" not in carte(page).lower()
    cliquer(page, "Importer", exact=True)
    assert "c\u2019est fait" in carte(page)

    page.reload()
    attendre_stable(page, 60)
    deposer(page, fichier("carnet-suite.csv", INCONNU.replace("12/06", "14/06").replace("799X", "799B")))
    assert "Correspondance retenue" in carte(page)
    assert "À corriger ·" not in carte(page)
    cliquer(page, "Importer", exact=True)
    assert "c\u2019est fait" in carte(page)


def test_the_rows_to_correct_come_back_from_a_spreadsheet(
    ouvrir_sur: Callable[[Serveur, str], Page], publie: Serveur
) -> None:
    page = ouvrir_sur(publie, "/importer")
    wrong = lignes(1, 2) + "2023-003;demain;Formation;0860002K;3\n"
    deposer(page, fichier("mois.csv", wrong))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger les lignes à corriger").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert text.count("\n") == 2
    deposer(page, fichier("a-corriger.csv", text.replace("demain", "03/10/2023")))
    expect(page.get_by_text("Corrections reprises")).to_be_visible()
    # Two cards on the page: the details of each are folded. Its name says of which card once another one had such a button.
    cliquer(page, IMPORTER)
    assert "c\u2019est fait" in carte(page)
    assert re.search(r"3\s+ajoutées", carte(page))


def tabuler(page: Page, vers: Locator) -> None:
    """Go on with Tab until that element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if vers.evaluate_all("all => all.includes(document.activeElement)"):
            return
    raise AssertionError(f"Tab never reaches {vers}")


def tenu(page: Page, bloc: str) -> Locator:
    """The block that was given the focus, once it has it: of that key, in the window."""
    held = page.locator(f'[class*="st-key-{bloc}"]:focus')
    expect(held).to_be_visible()
    expect(held).to_be_in_viewport()
    return held


def test_the_keyboard_alone_imports_undoes_redoes_and_replaces_and_is_never_lost(
    ouvrir_sur: Callable[[Serveur, str], Page], publie: Serveur
) -> None:
    page = ouvrir_sur(publie, "/importer")
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))

    def deposer_au_clavier(file: FilePayload) -> Locator:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # « Skip to main content »
        tabuler(page, page.get_by_role("button", name="Choisir des fichiers"))
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        choosers.pop().set_files(file)
        attendre_stable(page, 60)
        return tenu(page, "fichier-")

    card = deposer_au_clavier(fichier("mois.csv", lignes(1, 2, 3)))
    expect(card).to_have_accessible_name(re.compile(r"^mois\.csv\. Reconnu comme Interventions"))
    tabuler(page, page.get_by_role("button", name=IMPORTER))
    page.keyboard.press("Enter")
    # The receipt comes in place of the card: it has the focus, and is told.
    expect(page.get_by_role("status").filter(has_text="c\u2019est fait")).to_be_visible()
    expect(tenu(page, "fichier-")).to_have_accessible_name(re.compile("c\u2019est fait"))
    tabuler(page, page.get_by_role("button", name=re.compile("Annuler l.import n°")))
    page.keyboard.press("Space")
    # Its receipt goes with it: the page itself has the focus then.
    redo = page.get_by_role("button", name=re.compile("^Rétablir"))
    expect(redo).to_be_visible()
    expect(page.locator('[data-testid="stMain"]:focus')).to_have_count(1)
    tabuler(page, redo)
    page.keyboard.press("Enter")
    expect(redo).to_have_count(0)
    tenu(page, "import-")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile("^Annuler : n° "))).not_to_have_count(0)

    page.reload()
    attendre_stable(page, 60)
    card = deposer_au_clavier(fichier("mois-suivant.csv", lignes(1, 4)))
    expect(card).to_contain_text("2 lignes de fichiers précédents")
    tabuler(page, page.get_by_role("radio", name="Les garder"))
    page.keyboard.press("ArrowRight")
    attendre_stable(page, 60)
    expect(page.get_by_role("radio", name="Remplacer les imports précédents")).to_be_focused()
    total = page.get_by_role("row").filter(has_text="Interventions des médiateurs")
    expect(total).to_contain_text("→ 2")
    tabuler(page, page.get_by_role("button", name=IMPORTER))
    page.keyboard.press("Enter")
    expect(tenu(page, "fichier-")).to_contain_text("c\u2019est fait")
    page.get_by_role("link", name="Tout le journal").press("Enter")
    page.wait_for_url("**/journal*")
    attendre_stable(page, 60)
    expect(page.get_by_role("region", name="Imports")).to_contain_text("remplacé")
    expect(page.locator('[data-testid="stMain"]:focus')).to_have_count(1)


def test_a_table_is_pasted_and_the_journal_shows_its_rows_and_the_effect_before_it_undoes(
    ouvrir_sur: Callable[[Serveur, str], Page], publie: Serveur
) -> None:
    page = ouvrir_sur(publie, "/importer")
    page.get_by_text("Coller un tableau").click()
    attendre_stable(page, 60)
    page.get_by_role("textbox", name="Tableau à coller").fill(lignes(1, 2, 3).replace(";", "\t"))
    page.keyboard.press("Control+Enter")
    attendre_stable(page, 60)
    assert "Reconnu comme Interventions des médiateurs" in carte(page)
    cliquer(page, "Importer", exact=True)
    assert "c\u2019est fait" in carte(page)
    page.get_by_role("link", name="Journal", exact=True).click()
    page.wait_for_url("**/journal*")
    attendre_stable(page, 60)
    page.get_by_text("Voir ses lignes").click()
    attendre_stable(page, 60)
    expect(page.locator('[data-cle="lignes"]')).to_contain_text("2023-002")
    page.get_by_text("annuler changerait").click()
    attendre_stable(page, 60)
    total = page.get_by_role("row").filter(has_text="Interventions des médiateurs").last
    expect(total).to_contain_text("139 (publié)")
    cliquer(page, re.compile("Annuler l.import"))
    expect(page.get_by_role("region", name="Imports")).to_contain_text("annulé")


def test_several_files_go_in_with_one_button(
    ouvrir_sur: Callable[[Serveur, str], Page], publie: Serveur, racine: Path
) -> None:
    page = ouvrir_sur(publie, "/importer")
    demo = racine / "data" / "demo" / "2023-2024"
    deposer(
        page,
        demo / "interventions-mediateurs.xlsx",
        demo / "plan-et-sessions.xlsx",
        demo / "numerixplore.csv",
    )
    cliquer(page, "Importer les 3 fichiers prêts")
    expect(page.get_by_text(re.compile("c.est fait"))).to_have_count(3)


def autre_session(contexte: BrowserContext, serveur: Serveur) -> Page:
    """The import page in a page of its own: each is a session."""
    page = contexte.new_page()
    page.goto(serveur.url + "/importer")
    attendre_stable(page, 60)
    return page


def test_two_coordinators_import_the_same_file_once(
    ouvrir_sur: Callable[[Serveur, str], Page], contexte: BrowserContext, publie: Serveur
) -> None:
    first = ouvrir_sur(publie, "/importer")
    second = autre_session(contexte, publie)
    for page in (first, second):
        deposer(page, fichier("mois.csv", lignes(1, 2, 3)))
    first.get_by_role("button", name=IMPORTER).dblclick()
    second.get_by_role("button", name=IMPORTER).click()
    for page in (first, second):
        attendre_stable(page, 60)
    said = carte(first) + carte(second)
    assert said.count("c\u2019est fait") == 1
    assert said.count("déjà importé") == 1
    # Each open session sees the new figures at its next interaction.
    for page in (first, second):
        page.get_by_role("link", name="Accompagnements", exact=True).click()
        page.wait_for_url("**/accompagnements*")
        attendre_stable(page, 60)
        expect(page.get_by_text("calculé").first).to_be_visible()


def test_a_page_stays_on_its_year_while_another_session_imports_a_later_one(
    ouvrir_sur: Callable[[Serveur, str], Page], contexte: BrowserContext, publie: Serveur
) -> None:
    """It went over to that year at the next page, and nothing said why all its figures had changed."""
    page = ouvrir_sur(publie, "/")
    other = autre_session(contexte, publie)
    deposer(other, fichier("mois.csv", lignes(1).replace("2023", "2024")))
    cliquer(other, IMPORTER)
    expect(other.get_by_text(re.compile("c.est fait"))).to_be_visible()

    question = page.get_by_role("heading", level=1)
    for name, words in (("Accompagnements", "médiateurs"), ("Bilan", "2023-\u20602024")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(question).to_contain_text(words)
        attendre_stable(page)
    expect(page.get_by_role("button", name="Réinitialiser les filtres")).to_have_count(0)
    page.reload()
    expect(question).to_contain_text("2024-\u20602025")
