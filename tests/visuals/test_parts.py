"""The blocks of a page, run by Streamlit itself, then looked at in a real browser."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from tests.lu import chiffres, ecrits, html, question, sans_balises
from tests.navigateur.banc import GARDE, demarrer
from tne.documents.tables import write_cell
from tne.ui import feuille, tete
from tne.ui.feuille import Tuile
from tne.visuals import couleurs
from tne.visuals.visual import MASQUE

RACINE = Path(__file__).parents[2]
GALERIE = Path(__file__).with_name("gallery.py")


@pytest.fixture(scope="module")
def page() -> AppTest:
    return AppTest.from_file(str(GALERIE), default_timeout=30).run()


def test_gallery_runs_without_exception(page: AppTest) -> None:
    assert not page.exception
    assert question(page) == "Qui a suivi les formations\u202f?"
    assert chiffres(page) == ["545", "527", "46", "33\u202f%"]
    assert "tne-valeur tne-formations" in "".join(html(page))


def test_tiles_say_their_lines_without_blank_ones_and_their_state_last(page: AppTest) -> None:
    (rangee,) = (h for h in html(page) if "tne-valeur" in h and "<style>" not in h)
    tuiles = [sans_balises(t) for t in re.findall(r'class="tne-lignes"[^>]*>(.*?)(?:<button|</dd>)', rangee)]
    assert len(tuiles) == 4
    assert [len(re.split("\n", t)) for t in tuiles] == [4, 3, 3, 2]
    assert all(t.endswith(("calculé", "publié", "absent")) for t in tuiles)
    assert tuiles[0].split("\n")[:3] == [
        "sur\u00a01\u202f128 ·\u00a048,3\u202f%",
        "objectif 600",
        "+42 sur\u00a02022-\u20602023",
    ]


def test_the_data_of_a_figure_have_a_button_that_looks_like_one(page: AppTest) -> None:
    sources = [h for h in html(page) if "tne-origine" in h and "<style>" not in h]
    assert sources
    buttons = [re.findall(r"<button.*?</button>", s) for s in sources]
    assert {len(found) for found in buttons} == {1}
    assert all('data-symbole="table"' in b and sans_balises(b) == "Données" for (b,) in buttons)
    keys = re.findall(r'data-cle="([^"]*)"', "".join(sources))
    assert len(set(keys)) == len(keys) == len(sources)


def test_of_a_change_up_to_the_same_date_no_word_is_left_alone() -> None:
    drawn = feuille.tuiles([Tuile("sessions", "46", evolution="+1 sur 2025-2026 à la même date")])
    assert " à\u00a0la\u00a0même\u00a0date<br>" in drawn


def test_a_row_keeps_place_for_what_a_filter_takes_away_and_none_where_it_takes_all() -> None:
    calculee, publiee = Tuile("sessions", "46"), Tuile("sessions", "46", etat="publié")
    assert "--tne-lignes:" in feuille.tuiles([calculee, publiee], stables=True)
    assert "--tne-lignes:" not in feuille.tuiles([publiee, publiee], stables=True)


def test_a_tile_keeps_the_place_of_a_target_that_a_filter_takes_away() -> None:
    avec = feuille.tuiles([Tuile("sessions", "46", objectif="objectif 50")])
    sans = feuille.tuiles([Tuile("sessions", "12")])
    garde = feuille.tuiles([Tuile("sessions", "12", place=True)])
    assert [h.count("<br>") + h.count("height: 1.5em") for h in (avec, sans, garde)] == [1, 0, 1]


def test_tiles_of_any_number_stand_on_the_same_columns_where_four_have_room() -> None:
    def grid(n: int) -> str:
        return feuille.tuiles([Tuile("sessions", "46")] * n).partition("gap")[0]

    assert len({grid(n) for n in (1, 2, 4, 5, 7, 8)}) == len({grid(n) for n in (3, 6)}) == 1
    assert "25.0% - 0.75rem" in grid(3)
    assert "33.3" in grid(9), "on four the last of the nine published figures stood alone"
    assert "clamp(25.0% - 0.75rem" in grid(4)


def test_millions_are_smaller_on_the_same_line() -> None:
    """On a phone « 2 814 882 » ran into the figure of the tile beside it."""
    assert "font-size: 2rem" not in feuille.tuiles([Tuile("vues", "281\u202f488")])
    assert "font-size: 2rem; line-height: 1.75" in feuille.tuiles([Tuile("vues", "2\u202f814\u202f882")])


def test_no_state_of_a_source_begins_a_line_with_its_dot() -> None:
    told = feuille.source("Source\u202f: journal des médiateurs", "absent")
    assert "·" in told
    assert not re.search("(?<!\u00a0)·", told)


def test_a_line_may_end_before_the_state_of_a_source() -> None:
    """In a third of a page « 30 novembre 2026 · absent » held on one line pushed « Données » onto the next figure."""
    told = feuille.source("Source\u202f: journal, import du 30\u00a0novembre\u00a02026", "absent")
    assert re.search('· <span class="tne-etat"><span [^>]*></span>absent</span>', told)
    assert ".tne-etat { white-space: nowrap; }" in feuille.STYLE


def test_what_is_to_be_known_of_tiles_is_as_small_as_a_source() -> None:
    """Streamlit gives every paragraph the size of the page: these stood larger than those of the figures beside them."""
    (rule,) = (
        line for line in feuille.STYLE.splitlines() if line.startswith(".tne-constat p, .tne-origine p {")
    )
    (said,) = re.findall(r'<p style="([^"]*)">', feuille.notes(["8 établissements"]))
    assert "font-size: 0.875rem" in rule
    assert said in rule, "written on the note, for the moment before the style of the page is there"


def test_no_line_under_a_title_or_of_a_note_ends_between_a_count_and_its_word() -> None:
    told = feuille.tete("Titre", "Au pilote le plus proche\u202f; 15 pilotes, 50 visitées en 2023-2024")
    told += feuille.notes(["8 établissements n\u2019ont pas d\u2019indice"])
    for words in ("15\u00a0pilotes", "50\u00a0visitées", "8\u00a0établissements"):
        assert words in told


def test_a_figure_says_its_reservations_and_state(page: AppTest) -> None:
    assert any("ne tient pas compte du filtre" in c for c in ecrits(page))
    assert any("Source\u202f: Sofia" in c and c.endswith("publié\nDonnées") for c in ecrits(page))


@pytest.mark.parametrize(
    ("valeur", "format_", "attendu"),
    [
        (1128, "entier", "1\u202f128"),
        (33.0, "pourcent", "33\u202f%"),
        (48.3156, "pourcent", "48,3\u202f%"),
        (3.5, "decimal", "3,5"),
        (MASQUE, "entier", MASQUE),
        (None, "entier", "\u2013"),
        (float("nan"), "pourcent", "\u2013"),
        (pd.Timestamp(2024, 7, 3), "date", "03/07/2024"),
        (pd.NaT, "date", "\u2013"),
        (2024, "texte", "2024"),
    ],
)
def test_cells_are_french(valeur: object, format_: str, attendu: str) -> None:
    assert write_cell(valeur, format_) == attendu


@pytest.fixture(scope="module")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery on a free port, beside the project's fonts and settings."""
    dossier = tmp_path_factory.mktemp("galerie")
    (dossier / "static").symlink_to(RACINE / "static")
    script = dossier / "galerie.py"
    script.write_text("import gallery\ngallery.page()\n", encoding="utf-8")
    chemins = os.pathsep.join(map(str, (GARDE, RACINE, GALERIE.parent)))
    lance = demarrer(dossier / "tne.duckdb", dossier, {"PYTHONPATH": chemins}, script)
    yield lance.url
    lance.arreter()


@pytest.mark.navigateur
def test_in_a_browser_both_themes_show_the_palette_and_nothing_leaves(
    serveur: str, navigateur: Browser
) -> None:
    """Placeholders are replaced at first paint; fonts are local; no violation of accessibility rules."""
    from axe_playwright_python.sync_playwright import Axe

    dehors: list[str] = []
    for scheme, theme in (("light", "clair"), ("dark", "sombre")):
        onglet = navigateur.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
        onglet.on(
            "request",
            lambda r: None if r.url.startswith((serveur, "data:", "blob:")) else dehors.append(r.url),
        )
        onglet.goto(serveur)
        onglet.wait_for_selector(".js-plotly-plot .heatmaplayer", state="attached", timeout=60_000)
        onglet.wait_for_function("document.fonts.status === 'loaded'")
        teinte = couleurs.TEINTES["formations"].dans(theme)
        rvb = f"rgb({int(teinte[1:3], 16)}, {int(teinte[3:5], 16)}, {int(teinte[5:], 16)})"
        couleurs_barres = onglet.eval_on_selector_all(
            ".js-plotly-plot .bars path", "traces => traces.map(t => getComputedStyle(t).fill)"
        )
        assert rvb in couleurs_barres
        assert "rgb(0, 0, 1)" not in couleurs_barres
        polices = onglet.evaluate(
            "[...document.fonts].filter(f => f.family.includes('Plex')).map(f => f.status)"
        )
        assert polices.count("loaded") == 4
        assert onglet.evaluate("document.documentElement.lang") == "fr"
        # The icons come from Streamlit's font: without it their names would be written out.
        assert onglet.eval_on_selector(".tne-etat .tne-icone", "e => e.getBoundingClientRect().width") < 25
        assert onglet.eval_on_selector(".tne-valeur.tne-formations", "e => getComputedStyle(e).color") == rvb
        definition = onglet.locator(".tne-bulle").first
        onglet.get_by_role("button", name="Définition").first.press("Enter")
        definition.wait_for(state="visible")
        boite = definition.bounding_box()
        assert boite
        assert boite["x"] >= 0
        assert boite["x"] + boite["width"] <= 390
        onglet.keyboard.press("Escape")
        definition.wait_for(state="hidden")
        # Nothing overflows the 390 px of a phone.
        assert onglet.evaluate("document.documentElement.scrollWidth") <= 390
        resultat = Axe().run(onglet)
        assert resultat.violations_count == 0, resultat.generate_report()
        onglet.close()
    assert dehors == []


@pytest.mark.navigateur
def test_charts_follow_a_change_of_theme(serveur: str, navigateur: Browser) -> None:
    """In the browser alone: the server is not asked."""
    onglet = navigateur.new_page(color_scheme="light")
    onglet.goto(serveur)
    onglet.wait_for_selector(".js-plotly-plot .bars path", state="attached", timeout=60_000)
    onglet.wait_for_timeout(1500)
    onglet.evaluate("""() => {
      const envoyer = WebSocket.prototype.send;
      window.demandes = 0;
      WebSocket.prototype.send = function (x) { window.demandes++; envoyer.call(this, x); };
    }""")
    onglet.emulate_media(color_scheme="dark")
    teinte = couleurs.TEINTES["formations"].sombre
    rvb = f"rgb({int(teinte[1:3], 16)}, {int(teinte[3:5], 16)}, {int(teinte[5:], 16)})"
    onglet.wait_for_function(
        "attendu => [...document.querySelectorAll('.js-plotly-plot .bars path')]"
        ".some(t => getComputedStyle(t).fill === attendu)",
        arg=rvb,
        timeout=20_000,
    )
    assert onglet.evaluate("demandes") == 0
    onglet.close()


def test_the_head_of_a_page_obeys_nothing_but_the_stars_around_its_figures() -> None:
    hostile = "<img src=x> **3 écoles** _non_ [ici](x) **<b>**"
    head = tete.tete("formations", "<i>", hostile, hostile, hostile)
    assert not re.search("<(?!/?(?:p|h1|h2|strong)[ >])", head)
    answer = head.partition("<h2")[2]
    assert "<strong>3\u00a0écoles</strong> _non_ [ici](x) <strong>&lt;b&gt;</strong>" in answer
    assert "**3\u00a0écoles**" in head.partition("<h2")[0], "a question has no stars of its own"
    assert "<h2" not in tete.tete("neutre", "", "Journal", "Quoi\u202f?", "")


def test_what_stands_over_the_question_writes_names_as_the_sentences_below_do() -> None:
    head = tete.tete("neutre", "", "Bilan · École Les Noyers (Nieuil-l'Espoir) 0869206P", "Quoi\u202f?", "")
    assert "(Nieuil-l\u2019Espoir)" in head
