"""The list of slides in a browser: arranged, saved, shown so; with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.navigateur.banc import Serveur, attendre_stable
from tests.navigateur.diaporama import affichee, attendre, mesurer, pret
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, importer

Ouvrir = Callable[..., Page]


def test_a_slide_without_a_title_keeps_the_text_that_was_typed(
    page: Page, ouvrir_sur: Ouvrir, serveur_demo: Serveur
) -> None:
    """The form was emptied and nothing said; a title too long to be pasted is none either."""
    ouvrir_sur(serveur_demo, "/diapositives")
    text = page.get_by_role("textbox", name="Texte, une phrase par ligne")
    text.fill("Le 12 juin.\nVenez.")
    add, asked = page.get_by_role("button", name="Ajouter une diapositive"), page.get_by_role("alert")
    add.click()
    expect(asked).to_contain_text("Donnez un titre")
    attendre_stable(page)
    expect(text).to_have_value("Le 12 juin.\nVenez.")
    page.get_by_role("textbox", name="Titre de la diapositive").fill("Rendez-vous")
    add.click()
    expect(page.locator(".st-key-tne-diapositives").get_by_text("Rendez-vous")).to_be_visible()
    attendre_stable(page)
    expect(asked).to_have_count(0)
    expect(text).to_have_value("")


def test_the_list_of_slides_is_what_is_shown(page: Page, ouvrir_sur: Ouvrir, serveur_demo: Serveur) -> None:
    ouvrir_sur(serveur_demo, "/diapositives")
    lines = page.locator(".st-key-tne-diapositives")
    lines.get_by_role("button", name="Monter").nth(2).click()
    attendre_stable(page)
    lines.get_by_text("Numérixplore").click()
    attendre_stable(page)
    page.get_by_role("textbox", name="Titre de la diapositive").fill("Rendez-vous <b>à</b> Paris")
    page.get_by_role("textbox", name="Texte, une phrase par ligne").fill(
        "Le 12 juin ; venez.\n" + "Mot " * 400
    )
    page.get_by_role("button", name="Ajouter une diapositive").click()
    attendre_stable(page)
    expect(page.get_by_text("Changements non enregistrés")).to_be_visible()
    lines.get_by_role("button", name="Modifier").click()
    attendre_stable(page)
    changed = page.get_by_test_id("stPopoverBody").get_by_role("textbox", name="Titre de la diapositive")
    expect(changed).to_have_value("Rendez-vous <b>à</b> Paris")
    changed.fill("Rendez-vous <b>à</b> Poitiers")
    page.get_by_role("button", name="Changer cette diapositive").click()
    expect(lines.get_by_text("Rendez-vous <b>à</b> Poitiers")).to_be_visible()
    attendre_stable(page)
    page.get_by_role("button", name="Enregistrer").click()
    attendre_stable(page)
    expect(page.get_by_text("Changements non enregistrés")).to_have_count(0)
    counted = page.get_by_role("heading", level=2).first.inner_text().split()[0]
    long = [t.split(" · ")[1].split()[0] for t in lines.locator("label").all_inner_texts() if " · " in t]
    ouvrir_sur(serveur_demo, "/presenter?diapo=texte-1")
    codes = pret(page)
    assert counted == str(len(codes))
    of = [sum(c.startswith(f"{code}-") for c in codes) + 1 for code in ("enseignements", "texte-1")]
    assert long == [str(n) for n in of]
    assert codes[:3] == ["titre", "couverture", "participation"]
    assert "numerixplore" not in codes
    added = codes[codes.index("texte-1") : -1]
    assert len(added) > 1
    assert added == ["texte-1", *(f"texte-1-{n}" for n in range(2, len(added) + 1))]
    assert codes[-1] == "questions"
    expect(page.locator(".st-key-tne-lame-texte-1 h1")).to_contain_text("Rendez-\u2060vous <b>à</b> Poitiers")
    while affichee(page) != ["questions"]:
        page.wait_for_timeout(250)
        found = mesurer(page, 24)
        assert (found["small"], found["cut"], found["out"]) == ([], [], [])
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(250)


def test_a_slide_is_moved_to_the_end_by_the_keyboard_alone(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/diapositives")
    lines = page.locator(".st-key-tne-diapositives")
    names = lines.get_by_role("checkbox")
    moved = names.nth(2).get_attribute("aria-label")
    assert moved is not None
    up = lines.get_by_role("button", name="Monter")
    up.nth(2).focus()
    page.keyboard.press("Enter")
    # The focus goes with the row: pressed before it is there, the key would move another one.
    expect(names.nth(1)).to_have_attribute("aria-label", moved)
    expect(up.nth(1)).to_be_focused()
    attendre_stable(page)
    page.keyboard.press("Enter")
    # It stands first: it cannot go up any more, its neighbour has the focus and brings it down again.
    expect(names.first).to_have_attribute("aria-label", moved)
    expect(lines.get_by_role("button", name="Descendre").first).to_be_focused()
    page.keyboard.press("Enter")
    attendre_stable(page)
    assert names.nth(1).get_attribute("aria-label") == moved


def test_a_slide_that_is_taken_out_by_the_keyboard_keeps_the_focus(page: Page, ouvrir: Ouvrir) -> None:
    """Its box is drawn anew: the focus went back to the head of the list, ten keys away from the next one to take out."""
    ouvrir("/diapositives")
    boxes = page.locator(".st-key-tne-diapositives").get_by_role("checkbox")
    boxes.nth(4).focus()
    for taken in (False, True):
        page.keyboard.press("Space")
        expect(boxes.nth(4)).to_be_checked(checked=taken)
        attendre_stable(page)
        expect(boxes.nth(4)).to_be_focused()


def test_on_a_phone_each_slide_has_one_line(page: Page, ouvrir: Ouvrir) -> None:
    """Short names had their buttons beside them, long ones below: the list was ragged, and twice as long."""
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir("/diapositives")
    page.get_by_role("textbox", name="Titre de la diapositive").fill("Un titre qui prend plus d'une ligne")
    page.get_by_role("textbox", name="Texte, une phrase par ligne").fill("Le 12 juin ; venez.")
    page.get_by_role("button", name="Ajouter une diapositive").click()
    attendre_stable(page)
    lines = page.locator(".st-key-tne-diapositives")
    names, ups, downs = (
        lines.get_by_role("checkbox"),
        lines.get_by_role("button", name="Monter"),
        lines.get_by_role("button", name="Descendre"),
    )
    assert names.count() == ups.count() == downs.count() > 8
    for n in range(names.count()):
        name = lines.locator("label").nth(n).bounding_box()
        boxes = [ups.nth(n).bounding_box(), downs.nth(n).bounding_box()]
        assert name is not None
        for box in boxes:
            assert box is not None
            gap = name["y"] + name["height"] / 2 - box["y"] - box["height"] / 2
            assert abs(gap) < 8, f"line {n}: {name}, {box}"
            assert min(box["width"], box["height"]) >= 24
            assert box["x"] + box["width"] <= 390


def test_a_slide_of_any_code_that_a_file_gives_is_shown_and_stops_no_other(
    ouvrir_sur: Ouvrir, lancer: Callable[..., Serveur], base_publiee: Path
) -> None:
    """An apostrophe in one stopped every key on every slide, an accent or a space left that slide empty."""
    opened = Base(str(base_publiee))
    told = "Année scolaire;Diapositive;Ordre;Visible;Titre\n2023-2024;étape d'après;1;oui;La suite\n"
    options = Options(jeu="diapositive")
    assert importer(opened, Droit(True, "test"), told.encode(), "liste.csv", options)[0].import_id
    opened.close()
    page = ouvrir_sur(lancer(base_publiee), "/presenter?annee=2023-2024")
    codes = pret(page)
    page.keyboard.press("ArrowRight")
    attendre(page, codes[1])
    page.keyboard.press("End")
    attendre(page, codes[-1])
    expect(
        page.locator(f".st-key-tne-lame-{codes[-1]}").get_by_role("heading", name="La suite")
    ).to_be_visible()
