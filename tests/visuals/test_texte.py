"""Data values in Markdown and in Plotly text are shown, never obeyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tne.slides.slide import Slide
from tne.ui.presenter import diapositive
from tne.ui.texte import insecable, intitule, phrase, phrase_html, sans_commande, texte_sur
from tne.visuals.gabarit import echapper


@pytest.mark.parametrize(
    ("brut", "sur"),
    [
        ("Collège Jules-Verne (Buxerolles)", "Collège Jules-Verne (Buxerolles)"),
        ("Source\u202f: Sofia", "Source\u202f: Sofia"),
        ("**gras**", r"\*\*gras\*\*"),
        ("[lien](http://a.fr)", r"\[lien\](http\://a.fr)"),
        (":red[x] :material/map:", r"\:red\[x\] \:material/map:"),
        ("# titre", r"\# titre"),
        ("- liste", r"\- liste"),
        ("2. liste", r"2\. liste"),
        ("a -- b", r"a \-- b"),
        ("$x$ www.a.fr", r"\$x\$ www\.a.fr"),
        ("deux\nlignes", "deux lignes"),
    ],
)
def test_texte_sur(brut: str, sur: str) -> None:
    assert texte_sur(brut) == sur


@given(st.text(alphabet="ab1 *_`[]()<>#+-.!|~$:&\\=@;é", max_size=30))
def test_markdown_reads_the_value_back(brut: str) -> None:
    """What CommonMark renders is the value itself, up to outer spaces, with no tag but the paragraph."""
    jetons = [t for t in MarkdownIt().parse(texte_sur(brut)) if t.type == "inline"]
    if not brut.strip() or brut.startswith("    "):
        return
    assert len(jetons) == 1
    enfants = jetons[0].children or []
    assert {e.type for e in enfants} <= {"text", "text_special"}
    assert "".join(e.content for e in enfants) == brut.strip()


def test_plotly_text_is_escaped() -> None:
    assert echapper("<a href='x'>&") == "&lt;a href='x'&gt;&amp;"


def test_no_line_ends_inside_a_school_year_or_between_a_number_and_its_word() -> None:
    assert (
        phrase("Par commune, 2023-2024\u202f; 50 communes")
        == "Par commune, 2023-\u20602024\u202f; 50 communes"
    )
    assert (
        intitule("4,1 sur 5 en 2023-2024 (19 journées)")
        == "4,1 sur\u00a05 en 2023-\u20602024 (19\u00a0journées)"
    )
    assert intitule("Où sont-ils ? Hors face-à-face") == "Où sont-\u2060ils ? Hors face-\u2060à-\u2060face"
    assert (
        intitule("Saint-Maurice-la-Clouère et Vouneuil-sous-Biard")
        == "Saint-Maurice-la-Clouère et Vouneuil-\u2060sous-\u2060Biard"
    )
    source = "Source\u202f: Sofia-FMO, import du 3 juillet 2024, 12 juin 24, 1er mai 2024"
    assert phrase_html(source).endswith("3\u00a0juillet\u00a02024, 12 juin 24, 1er\u00a0mai\u00a02024")
    # Short names too, in what is read; a command or the name of a file is copied as it is.
    assert phrase("exports de Sofia-FMO") == "exports de Sofia-\u2060FMO"
    assert insecable("46 lignes, Pouilly-sur-Loire") == "46\u00a0lignes, Pouilly-\u2060sur-\u2060Loire"
    assert phrase("plan-et-sessions.xlsx, vider-demo") == "plan-et-sessions.xlsx, vider-demo"
    # A telephone number, a range of pages, a reference of a session: not years.
    assert phrase("05 49-2024 et 12023-20241") == "05 49-2024 et 12023-20241"
    assert insecable("**545 enseignants** sur 1\u202f128") == "**545\u00a0enseignants** sur\u00a01\u202f128"


def test_what_is_for_the_command_line_is_not_said_on_a_page() -> None:
    said = "Choisissez-la (à la ligne de commande, --annee 2023-2024). Ou remplacez (--remplacer), ici (--x) -- là (x)."
    assert sans_commande(said) == "Choisissez-la. Ou remplacez, ici -- là (x)."


def test_a_slide_breaks_no_short_compound_at_its_hyphen() -> None:
    """The meeting read « Vouneuil-sous- », « Biard » and « cette année- », « là »."""
    slide = Slide(
        "territoire", "Sans visite, dont Vouneuil-sous-Biard", "phrases", sous_titre="Cette année-là"
    )
    shown = diapositive._tete(slide)
    assert "Vouneuil-\u2060sous-\u2060Biard" in shown
    assert "année-\u2060là" in shown


def test_no_line_ends_inside_the_date_of_a_source_on_a_slide() -> None:
    """Beside a map it takes three lines: one ended behind « 1er »."""
    shown = diapositive._p("Source : annuaire de l'éducation, 1er décembre 2026", "tne-source")
    assert "1er\u00a0décembre\u00a02026" in shown
