"""On a wide screen what is filled, and what stands in a row with its buttons, keeps a width that the eye crosses."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page

from tests.navigateur.banc import Serveur, attendre_stable
from tne.ui.tete import LARGEUR_RANGEE

Ouvrir = Callable[[Serveur, str], Page]


def test_forms_and_rows_with_buttons_are_no_wider_than_a_row(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """At 1920 the field of a number was 700 pixels wide, and the second column stood a screen away from the first."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    for path, selectors in {
        "/saisir": ('[data-testid="stForm"]', '[data-testid="stSelectbox"]'),
        "/diapositives": ('[data-testid="stForm"]', ".st-key-tne-diapositives"),
    }.items():
        ouvrir_sur(serveur, path)
        for selector in selectors:
            found = page.locator(f'[data-testid="stMain"] {selector}').all()
            widths = [box["width"] for e in found if (box := e.bounding_box())]
            assert widths, (path, selector)
            assert max(widths) <= LARGEUR_RANGEE, (path, selector, widths)


# Of the tiles, each dot between a count and its share: is it drawn, at the side of the count? And is it within the tile?
_POINTS = """() => [...document.querySelectorAll('.tne-part')].map(part => {
    const [dot] = part.firstElementChild.getClientRects(), count = [...part.previousElementSibling.getClientRects()].at(-1);
    const edge = part.closest('.tne-lignes').getBoundingClientRect().left;
    return {words: part.parentElement.innerText, beside: Math.abs(dot.top - count.top) < 4, seen: dot.right > edge + 0.5};
})"""


def test_no_line_of_a_tile_ends_or_begins_with_the_dot_before_a_share(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """« sur 139 interventions · » stood on a line, its share alone on the next: on all tiles of a phone, on some at 1280."""
    broken = 0
    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        ouvrir_sur(serveur, "/accompagnements?annee=2023-2024")
        found = page.evaluate(_POINTS)
        assert found, width
        assert [p for p in found if p["seen"] != p["beside"]] == [], width
        broken += sum(not p["beside"] for p in found)
    assert broken, "no share took a line of its own"


# Of each row of tiles, how many stand on each line.
_RANGEES = """() => [...document.querySelectorAll('dl:has(> .tne-tuile)')].map(dl =>
    Object.values(Object.groupBy([...dl.children], e => Math.round(e.getBoundingClientRect().top))).map(line => line.length))"""


def test_no_tile_stands_alone_under_three(page: Page, ouvrir_sur: Ouvrir, serveur: Serveur) -> None:
    """Of four tiles, or of ten, the last one did beside the filters, from 820 to 1100 pixels."""
    ouvrir_sur(serveur, "/?annee=2023-2024")
    for width, lines in ((390, 2), (820, 2), (1024, 2), (1090, 2), (1280, 4), (1920, 4)):
        page.set_viewport_size({"width": width, "height": 900})
        # The column of filters slides in, and takes its room from the tiles, a moment after the window is wide enough for it.
        attendre_stable(page)
        found = page.evaluate(_RANGEES)
        assert [len(found), sum(map(sum, found))] == [5, 27], width
        for row in found:
            assert row[0] == (min(lines, sum(row)) if sum(row) != 3 or width < 800 else 3), (width, row)
            assert row[-1] > 1 or row[0] == 2, (width, row)


_ORDRE = """() => [...document.querySelectorAll('.tne-piece[data-cle^="formations-"]')]
    .map(e => [e.getBoundingClientRect().left, e.dataset.cle]).map(([x, cle]) => [Math.round(x), cle])"""
_SUIVIES = ["module", "mois", "operateur", "modalite", "secteur"]


def test_figures_of_two_columns_follow_one_another_as_on_one_year_where_there_is_one_column(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """Over several years figures are shared out between two columns by their heights: on a phone all of the first came before
    all of the second, modules then modalities, and the months eight figures further down.
    """
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir_sur(serveur, "/formations?annee=2022-2023&annee=2023-2024")
    for width, several in ((390, False), (1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(f"new Set(({_ORDRE})().map(([x]) => x)).size {'>' if several else '==='} 1")
        found = [cle.removeprefix("formations-") for _, cle in page.evaluate(_ORDRE)]
        told = [cle for cle in found if cle in _SUIVIES]
        assert (told == _SUIVIES) is not several, (width, told)
        assert len(found) == len(set(found)) > 10


_COUPES = """() => [...document.querySelectorAll('.st-key-guide td:first-child')].flatMap(cell => {
    const nodes = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), cut = [];
    while (nodes.nextNode()) for (const {0: word, index} of nodes.currentNode.data.matchAll(/[\\p{L}\\d]+/gu)) {
        const range = new Range();
        range.setStart(nodes.currentNode, index);
        range.setEnd(nodes.currentNode, index + word.length);
        if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) cut.push(word);
    }
    return cut;
})"""


def test_on_a_phone_the_guide_cuts_no_word_that_a_table_explains(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """« ajout / ées », « à corrig / er »: the first column took the room that its letters need, one by one."""
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        ouvrir_sur(serveur, "/aide")
        assert page.locator(".st-key-guide td").count() > 50
        assert page.evaluate(_COUPES) == [], width
        assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") == width


def test_a_narrow_tile_leaves_no_count_alone_before_what_it_is_out_of(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """« 72 % dans des écoles », and under it « 100 » on a line, « sur 139 interventions » on the next."""
    page.set_viewport_size({"width": 820, "height": 900})
    ouvrir_sur(serveur, "/accompagnements?annee=2023-2024")
    lines = """() => [...document.querySelectorAll('.tne-lignes')].map(e => e.innerText.split('\\n')[0]).filter(w => /^\\d+.sur/.test(w))
        .map(w => w.replace(/\\s/g, ' '))"""
    assert page.evaluate(lines) == ["100 sur 139 interventions", "39 sur 139 interventions"]
    tops = """() => [...document.querySelectorAll('.tne-lignes')].map(e => e.firstChild).filter(t => /^\\d+.sur/.test(t.data ?? ''))
        .map(t => { const range = document.createRange(); range.setStart(t, 0); range.setEnd(t, t.data.indexOf('139') + 3);
          return new Set([...range.getClientRects()].map(b => Math.round(b.top))).size; })"""
    assert page.evaluate(tops) == [1, 1]


_NOMS_COUPES = """() => [...document.querySelectorAll('[role="option"]')]
    .filter(o => [o, ...o.querySelectorAll('*')].some(e => e.clientWidth
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))).map(o => o.innerText)"""


def test_lists_of_choices_cut_no_name(page: Page, ouvrir_sur: Ouvrir, serveur: Serveur) -> None:
    """Beside the page « École primaire démo Les Iris (Gou » and as much of its namesakes was read, and of each circonscription the
    word that all begin with; in a form the last signs of the UAI.
    """
    for width, height in ((1280, 720), (1920, 1080), (800, 900)):
        page.set_viewport_size({"width": width, "height": height})
        ouvrir_sur(serveur, "/saisir")
        page.get_by_text("Plus de filtres").click()
        attendre_stable(page)
        for name in (
            "Établissement",
            "Circonscription",
            "Commune",
            "Intercommunalité",
            "Établissement (UAI) *",
        ):
            box = page.get_by_role("combobox", name=name, exact=True)
            box.evaluate("e => e.scrollIntoView({block: 'center'})")
            page.wait_for_timeout(500)
            box.click()
            page.get_by_role("option").first.wait_for()
            assert page.evaluate(_NOMS_COUPES) == [], (width, name)
            edges = page.get_by_role("listbox").evaluate(
                "e => [e.getBoundingClientRect().left, innerWidth - e.getBoundingClientRect().right]"
            )
            assert min(edges) >= 0, (width, name)
            page.keyboard.press("Escape")
            page.get_by_role("listbox").wait_for(state="detached")


def test_a_title_that_quotes_one_long_word_is_not_cut_on_a_telephone(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """Of a theme that is one word, or an address, the end stood out of the screen with its ellipsis."""
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir_sur(serveur, "/accompagnements?annee=2023-2024")
    beyond = page.locator(".tne-constat h3").first.evaluate(
        "(h, words) => { h.textContent = words; return h.scrollWidth - h.clientWidth; }",
        f"« {'W' * 49}… » (18)",
    )
    assert beyond <= 0


def test_the_way_out_of_the_slideshow_is_seen_under_its_filters(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """Of a panel of 70 % of the screen, which had to be scrolled, a hair of its edge was."""
    for width, height in ((1280, 720), (1920, 1080), (1024, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        ouvrir_sur(serveur, "/presenter?annee=2023-2024&etablissement=0869015G")
        page.get_by_role("button", name="Filtres").click()
        for name in ("Réinitialiser les filtres", "Quitter la présentation"):
            seen = page.get_by_role("button", name=name).evaluate(
                """button => new Promise(done => new IntersectionObserver(
                    ([entry]) => done(entry.intersectionRatio), {threshold: [0, 1]}).observe(button))"""
            )
            assert seen == 1, (width, name)


# Of the rows of stacked tables, the room that their words leave in their cells.
_ECARTS = """() => [...document.querySelectorAll('.tne-empilee tbody td')].map(cell => {
    const words = new Range(); words.selectNodeContents(cell);
    return cell.getBoundingClientRect().height - words.getBoundingClientRect().height; })"""


def test_words_beside_a_long_name_stand_close_to_one_another(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """On a phone « absent → 1 » and « nouveau » stood apart beside a name of three lines, and close beside one of two."""
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir_sur(serveur, "/importer")
    words = "Référence;Date;Nature;UAI\n2025-001;16/09/2025;Formation;0869015G\n".encode()
    file = FilePayload(name="interventions.csv", mimeType="text/csv", buffer=words)
    page.locator('input[type="file"]').first.set_input_files(file)
    page.locator(".tne-empilee td + td").first.wait_for()
    heights = page.locator(".tne-empilee tbody th > *").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert len(set(heights)) > 1, "names of two lines and of three"
    assert max(page.evaluate(_ECARTS)) < 5
