"""Charts in Chromium: what a filter or another width redraws."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from bench.pages import choose
from tests.navigateur.banc import Serveur, attendre_stable
from tne.db import Base
from tne.ui import bibliotheque
from tne.visuals.couleurs import PAPIER_PAGE

Ouvrir = Callable[[str], Page]


def test_a_filter_changes_the_chart_that_stands_there(page: Page, ouvrir: Ouvrir) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    ouvrir("/formations?annee=2023-2024")
    page.evaluate("""() => {
      window.premier = document.querySelector('.js-plotly-plot');
      premier.dits = premier.getAttribute('aria-label');
    }""")
    choose(page, "secteur", "Privé")()
    attendre_stable(page)
    page.wait_for_function("premier.getAttribute('aria-label') !== premier.dits")
    assert page.evaluate("premier.isConnected && premier === document.querySelector('.js-plotly-plot')")
    # What is written on its bars is what its text alternative says.
    page.wait_for_function("""() => {
      const mots = [...premier.querySelectorAll('text')].map(t => t.textContent).join(' ');
      return (premier.getAttribute('aria-label').match(/\\d+ · /g) ?? []).every(n => mots.includes(n.trim()));
    }""")


def test_a_chart_takes_the_width_that_it_is_given_and_is_drawn_before_it_is_seen(
    page: Page, ouvrir: Ouvrir
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    ouvrir("/formations?annee=2023-2024")
    for width in (1280, 390, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("""() => {
          const tous = [...document.querySelectorAll('.tne-graphe')];
          return tous.length > 10 && tous.every(g => {
            const svg = g.querySelector('.main-svg')?.getBoundingClientRect();
            return svg && Math.abs(svg.width - g.clientWidth) <= 1 && Math.abs(svg.height - g.clientHeight) <= 1;
          });
        }""")


# Texts of charts that stand out of them, or of the screen.
CUT = """() => [...document.querySelectorAll('.tne-graphe')].flatMap(g => {
  const { left, right } = g.getBoundingClientRect();
  return [...g.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
    .filter(([, r]) => r.width && (r.left < left - 1 || r.right > Math.min(right, innerWidth) + 1)).map(([mots]) => mots);
})"""


def test_on_a_page_at_four_hundred_per_cent_a_chart_is_made_smaller_not_cut(
    page: Page, ouvrir: Ouvrir
) -> None:
    """Labels that are written for 358 pixels were cut on a small phone, « 1 128 ont reçu l'offre » lay over what is beside it."""
    page.set_viewport_size({"width": 320, "height": 640})
    ouvrir("/formations?annee=2023-2024")
    page.wait_for_function(f"({CUT})().length === 0")
    assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") == 320
    # What is under the finger is still the mark that is seen there.
    page.locator('[data-cle="formations-secteur"] .point path').last.click(force=True)
    page.wait_for_url("**secteur=Priv*")
    page.set_viewport_size({"width": 390, "height": 640})
    page.wait_for_function("[...document.querySelectorAll('.tne-graphe')].every(g => !g.style.transform)")


def test_bars_are_as_high_as_the_figure_beside_them_where_it_is_beside_them(
    page: Page, ouvrir: Ouvrir
) -> None:
    raised = """() => [...document.querySelectorAll('.js-plotly-plot')].filter(g => g.layout.meta?.seule)
        .map(g => [g.layout.height - g.layout.meta.seule.height, g.clientHeight - g.layout.height])"""
    for width in (1280, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if width == 1280 and page.url == "about:blank":
            ouvrir("/formations?annee=2023-2024")
        attendre_stable(page)
        found = page.evaluate(raised)
        assert len(found) > 2
        assert all((more > 0) == (width == 1280) for more, _ in found)
        assert all(left == 0 for _, left in found)


def test_a_map_has_its_key_beside_it_on_a_wide_screen_only(page: Page, ouvrir: Ouvrir) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    ouvrir("/numerixplore?annee=2023-2024")
    carte = page.locator('[data-cle="numerixplore-lieux"] .js-plotly-plot')
    hauteur = carte.evaluate("g => g.clientHeight")
    # The northernmost pixel of the communes, from the top of the figure.
    nord = "g => g.querySelector('.scatterlayer').getBoundingClientRect().top - g.getBoundingClientRect().top"
    assert carte.evaluate(nord) < 40
    page.set_viewport_size({"width": 1280, "height": 800})
    attendre_stable(page)
    page.wait_for_function(f"g => ({nord})(g) > 60", arg=carte.element_handle())
    assert carte.evaluate("g => g.clientHeight") == hauteur


def test_nothing_is_left_white_under_a_map_of_a_wide_territory(
    page: Page, base_demo: Path, lancer: Callable[..., Serveur]
) -> None:
    """Four départements side by side took a third of their place on a telephone."""
    base = Base(str(base_demo))
    with base.writing() as con:
        con.execute(
            "UPDATE etablissement SET longitude = 4 * longitude, code_insee = ['18', '36', '58'][1 + ascii(uai[8]) % 3] || code_insee[3:]"
        )
    base.close()
    serveur = lancer(base_demo, TNE_TERRITOIRE="086,018,036,058")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{serveur.url}/accompagnements?annee=2023-2024")
    attendre_stable(page, 60)
    carte = page.locator('[data-cle="accompagnements-carte"] .js-plotly-plot')
    left = carte.evaluate(
        "g => g.getBoundingClientRect().bottom - g.querySelector('.scatterlayer').getBoundingClientRect().bottom"
    )
    assert 0 <= left < 40


def test_the_library_knows_the_traces_of_our_figures_and_no_other(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations?annee=2023-2024")
    known = page.evaluate("Object.keys(Plotly.PlotSchema.get().traces).sort()")
    assert known == ["bar", "heatmap", "scatter"]


def test_what_is_left_out_of_the_library_are_whole_modules(page: Page) -> None:
    library = bibliotheque.enregistree(bibliotheque.entiere())
    assert library is not None
    pieces = [library[a:b] for a, b in bibliotheque.inutiles(library)]
    assert len(pieces) > 700
    # One expression each, which declares nothing that what stays might use; but for those with an ES module behind them.
    declared = [p if bibliotheque.AUTRES.search(p) else f"({p[p.index('=') + 1 : -1]})" for p in pieces]
    assert sum(p.startswith("(") for p in declared) > 700
    broken = page.evaluate(
        "pieces => pieces.filter(p => { try { new Function(p); } catch { return true; } }).map(p => p.slice(0, 80))",
        declared,
    )
    assert broken == []


def test_the_library_comes_before_the_charts_and_only_where_there_are_some(
    page: Page, ouvrir: Ouvrir
) -> None:
    library = "!!document.querySelector('script[src*=\"app/static/plotly-\"]')"
    ouvrir("/importer")
    assert not page.evaluate(library)
    ouvrir("/formations?annee=2023-2024&type=École&secteur=Privé")
    assert page.evaluate(library)
    assert page.locator(".tne-graphe").count() == 0


def test_a_chart_that_cannot_be_drawn_says_so(page: Page, ouvrir: Ouvrir) -> None:
    page.route("**/app/static/plotly-*", lambda route: route.abort())
    ouvrir("/formations?annee=2023-2024")
    assert "n\u2019a pas pu être tracé" in page.locator(".tne-graphe").first.inner_text()


def test_a_hand_stands_over_the_charts_that_a_click_narrows_and_over_no_other(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations?annee=2023-2024")
    cursors = page.evaluate("""() => ['.tne-clic', '.tne-graphe:not(.tne-clic)'].map(
      s => [...new Set([...document.querySelectorAll(s + ' .nsewdrag')].map(e => getComputedStyle(e).cursor))])""")
    assert cursors == [["pointer"], ["default"]]


def test_the_names_of_towns_are_edged_with_the_paper_of_either_theme(page: Page, ouvrir: Ouvrir) -> None:
    """As a shadow the edge smeared the brightest communes of a dark page, and Firefox drew none."""
    for theme, paper in (("light", PAPIER_PAGE.clair), ("dark", PAPIER_PAGE.sombre)):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        ouvrir("/equipements?annee=2023-2024")
        names = page.locator('[data-cle="equipements-maillage"] .textpoint text')
        assert names.count() > 5
        drawn = names.evaluate_all(
            "all => all.map(getComputedStyle).map(s => [s.paintOrder, s.stroke, s.textShadow, parseFloat(s.strokeWidth) / parseFloat(s.fontSize)])"
        )
        red, green, blue = bytes.fromhex(paper[1:])
        assert {(order, stroke, shadow) for order, stroke, shadow, _ in drawn} == {
            ("stroke", f"rgb({red}, {green}, {blue})", "none")
        }
        assert all(0.2 < share < 0.25 for *_, share in drawn), "in proportion to the letters"
    others = page.locator(".tne-graphe .annotation text, .tne-graphe .bartext")
    assert set(others.evaluate_all("all => all.map(t => getComputedStyle(t).stroke)")) == {"none"}


def test_on_a_narrower_sheet_of_paper_a_chart_is_smaller_and_whole(page: Page, ouvrir: Ouvrir) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    ouvrir("/formations?annee=2023-2024")
    page.emulate_media(media="print")
    # Asked at once: a moment later the chart would be drawn anew for that width, which no printer waits for.
    drawn, shown, place = page.evaluate("""() => {
      const sheet = document.querySelector('.tne-planche'), chart = sheet.querySelector('.tne-graphe');
      const box = e => { const { width, height } = e.getBoundingClientRect(); return [width, height]; };
      const drawn = [+chart.querySelector('.main-svg').getAttribute('width'), chart.layout.height];
      sheet.style.width = '400px';
      return [drawn, ...['.main-svg', null].map(q => box(q ? chart.querySelector(q) : chart))];
    }""")
    assert drawn[0] > 800
    assert shown[0] == place[0] == 400
    assert round(shown[1]) == round(place[1]) == round(drawn[1] * 400 / drawn[0])
