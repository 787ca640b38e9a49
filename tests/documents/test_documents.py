"""The documents say what the screen says: same figures to the digit in every format, alternatives, masking, mention."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from html import unescape
from typing import Any

import duckdb
import openpyxl
import pikepdf
import pytest
from pypdf import PdfReader

from tne.bilan import bilan
from tne.db import Base
from tne.denombrement import denombrements
from tne.documents import FORMATS, LABELS, ecrire
from tne.documents.contenu import Contenu, contenu
from tne.filters import Filters
from tne.gras import sans_gras
from tne.queries.choices import names
from tne.queries.memoire import vues_gardees
from tne.typographie import typographier

YEAR = "2023-2024"


@pytest.fixture(scope="module")
def content(demo: Base) -> Contenu:
    """The bilan of 2023-2024 as documents show it."""
    return contenu(demo, Filters(annees=(YEAR,)), YEAR)


def _flat(text: str) -> str:
    """Text without the difference between spaces, hyphenation and line ends."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("-\n", "-").replace("\u2010\n", ""))


def _pdf_text(data: bytes) -> str:
    return _flat("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def _known(content: Contenu) -> list[Any]:
    return [v for c in content.chapitres for v, _ in c.part.values if v.origine != "absent"]


def test_every_figure_stands_in_html_and_pdf(content: Contenu) -> None:
    page = _flat(FORMATS["html"](content).decode("utf-8"))
    paper = _pdf_text(FORMATS["pdf"](content))
    known = _known(content)
    assert len(known) > 20
    for value in known:
        assert f">{_flat(value.texte)}<" in page, value.indicateur.code
        assert _flat(value.texte) in paper, value.indicateur.code
    for chapter in content.chapitres:
        if not chapter.part.vide:
            assert _flat(typographier(sans_gras(chapter.part.phrase))) in _flat(
                re.sub(r"</?strong>|</?span[^>]*>", "", page)
            )


def test_the_workbook_holds_numbers_equal_to_the_screen(content: Contenu) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](content)))
    rows = [r for r in book["Bilan"].iter_rows(values_only=True) if r[1]]
    by_name = {r[1]: r for r in rows}
    for value in _known(content):
        name = value.indicateur.libelle.replace("'", "\u2019")
        cell = by_name[name][2]
        expected = value.valeur / 100 if value.indicateur.unite == "pourcent" else value.valeur
        assert cell == pytest.approx(expected), name
    tables = [s for s in book.worksheets if s.title not in ("Sommaire", "Textes", "Définitions")]
    for sheet in tables:
        # The row that stays in place is the one that sorts, down to the last line; numbers do not touch the next word.
        first, last = (sheet[c].row for c in sheet.auto_filter.ref.split(":"))
        assert str(sheet.freeze_panes).endswith(str(first + 1))
        assert last == sheet.max_row
        numbers = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, (int, float))]
        assert all(c.alignment.indent == 1 and c.alignment.horizontal == "right" for c in numbers)
    charts = [v for c in content.chapitres for v in c.visuals if not v.donnees.empty]
    assert len(book.sheetnames) == 4 + len(charts)
    listed = {r[0].value: r[1].value for r in book["Sommaire"].iter_rows(min_row=2)}
    assert listed == {s.title: s["A1"].value for s in book.worksheets if s.title in listed}
    assert len(listed) == len(charts)
    sources = {r[0]: r[3] for r in book["Définitions"].iter_rows(min_row=2, values_only=True)}
    for value in _known(content):
        said = sources[value.indicateur.code] or ""
        assert ("TNE Vienne, bilan de l\u2019an II" in said) == (value.publie is not None), said
    assert {"Formations 1", "Équipements et ressources 1"} <= listed.keys()


def test_the_published_figures_are_all_in_the_documents(content: Contenu) -> None:
    paper = _pdf_text(FORMATS["pdf"](content))
    for number in (
        "1 128",
        "527",
        "545",
        "12",
        "34",
        "46",
        "33 %",
        "100 %",
        "76",
        "41",
        "17",
        "139",
        "72 %",
        "28 %",
    ):
        assert number in paper


def test_each_chart_of_the_pdf_is_a_figure_with_its_alternative(content: Contenu) -> None:
    drawn = [v for c in content.chapitres for v in c.visuals if v.figure is not None]
    assert drawn
    with pikepdf.open(io.BytesIO(FORMATS["pdf"](content))) as document:
        assert str(document.Root.Lang) in ("fr", "fr-FR")
        assert document.Root.MarkInfo.Marked
        assert "pdfuaid:part>1<" in document.Root.Metadata.read_bytes().decode("utf-8").replace('"', "")
        assert document.Root.ViewerPreferences.DisplayDocTitle
        found = [
            str(o.Alt)
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure" and "/Alt" in o
        ]
    assert sorted(set(found)) == sorted({v.alternative for v in drawn})


def test_the_page_asks_for_nothing_and_runs_nothing(content: Contenu) -> None:
    page = FORMATS["html"](content).decode("utf-8")
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)\s*=\s*["']?https?:""", page)
    drawn = len([v for c in content.chapitres for v in c.visuals if v.figure is not None])
    wide, narrow = (len(re.findall(f'<div class="{name}[^"]*"><svg', page)) for name in ("large", "etroit"))
    assert wide == narrow == drawn


def test_a_chart_is_drawn_once_on_paper(content: Contenu) -> None:
    """The one of the screen leaves the paper where there is a lower one, and there alone."""
    figures = re.findall(r"<figure.*?</figure>", FORMATS["html"](content).decode("utf-8"), re.DOTALL)
    drawn = {tuple(re.findall(r'<div class="(large[^"]*|papier|etroit)">', f)) for f in figures}
    assert drawn - {()} == {("large ecran", "papier", "etroit"), ("large", "etroit")}


def test_the_demonstration_is_said(content: Contenu) -> None:
    assert "fictifs" in content.mention
    assert "fictifs" in _pdf_text(FORMATS["pdf"](content))
    assert "fictifs" in FORMATS["html"](content).decode("utf-8")


def test_no_date_is_cut_at_the_end_of_a_line(content: Contenu) -> None:
    page = FORMATS["html"](content).decode("utf-8")
    assert "le 12\u00a0juin\u00a02024" in page
    assert not re.search(r"\d juin 20\d\d", page)


def test_a_year_without_data_makes_documents_too(demo: Base) -> None:
    empty = contenu(demo, Filters(annees=("2019-2020",)), "2019-2020")
    for write in FORMATS.values():
        assert len(write(empty)) > 500
    assert "Aucun chiffre pour 2019-2020" in _pdf_text(FORMATS["pdf"](empty))
    assert "Définitions" not in FORMATS["html"](empty).decode("utf-8"), "a heading over nothing"


def test_a_figure_without_data_says_why_and_the_sentence_stands_alone(demo: Base) -> None:
    chosen = Filters(annees=(YEAR,), etablissements=("0869029X",), noms=names(demo.cursor(), ("0869029X",)))
    made = contenu(demo, chosen, YEAR)
    assert "Les Coquelicots (Saint-Benoît) 0869029X" in made.filtre
    empty = [v for c in made.chapitres for v in c.visuals if v.figure is None and v.donnees.empty]
    assert empty
    page, paper = _flat(FORMATS["html"](made).decode("utf-8")), FORMATS["pdf"](replace(made, demo=False))
    for v in empty:
        assert _flat(v.alternative) in unescape(page), v.code
        assert _flat(v.alternative) in _pdf_text(paper), v.code
        # Lines at the end of their part: no heading over nothing, no source of nothing.
        assert f"<h3>{v.titre}</h3>" not in page, v.code
    drawn = sum(1 for c in made.chapitres for v in c.visuals if v.figure is not None or not v.donnees.empty)
    assert page.count("<figcaption") == drawn
    # Nothing of the demonstration between them: the date and the answer are still two lines.
    first = PdfReader(io.BytesIO(paper)).pages[0].extract_text().splitlines()
    end = _flat(made.date_donnees).split()[-1]
    assert any(_flat(line).strip().endswith(end) for line in first[:8]), first[:8]


def test_a_first_year_has_no_column_of_changes(demo: Base, content: Contenu) -> None:
    """« Évolution » stood over nothing, on every page of the first year that the base knows."""
    first = contenu(demo, Filters(annees=("2022-2023",)), "2022-2023")
    for chapter in first.chapitres:
        assert list(chapter.chiffres.columns) == ["Chiffre", "Valeur", "Sur combien", "État"]
    assert "Évolution" not in _pdf_text(FORMATS["pdf"](first))
    assert "Évolution" not in FORMATS["html"](first).decode("utf-8")
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](first)))["Bilan"]
    assert "Évolution" not in [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Évolution depuis 2022-2023" in content.chapitres[0].chiffres.columns


def test_a_part_that_is_not_for_these_schools_says_so_without_zeros(demo: Base) -> None:
    ecoles = contenu(demo, Filters(annees=(YEAR,), types=("École",)), YEAR)
    formations, visites = ecoles.chapitres[0], ecoles.chapitres[-1]
    assert "aucun enseignant" in formations.part.phrase
    assert "collèges" in visites.part.phrase
    for chapter in (formations, visites):
        assert (chapter.chiffres.empty, chapter.visuals) == (True, ()), chapter.part.section.titre
    texts = (_flat(FORMATS["html"](ecoles).decode("utf-8")), _pdf_text(FORMATS["pdf"](ecoles)))
    for text in texts:
        assert "envoyée à" in text
        assert "Ont suivi au moins un module" not in text
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](ecoles)))["Bilan"]
    titles = {row[0] for row in sheet.iter_rows(values_only=True)}
    assert "Accompagnements" in titles
    assert not titles & {"Formations", "Numérixplore"}
    # Where nothing at all happened the answer is of a part that is for these schools.
    rien = bilan(demo, Filters(annees=(YEAR,), communes=("Adriers",)), YEAR, "coordination")
    assert rien.parts[0].sans_objet
    assert rien.reponse == "**Aucune intervention** dans ce choix."


def test_the_definitions_say_which_schools_are_counted(demo: Base) -> None:
    """Each kind once on paper, beside its figures in the workbook; of a choice, its own, and nothing of what is published."""
    whole = contenu(demo, Filters(annees=(YEAR,)), YEAR)
    sept = "Comptés ici : 47 collèges ouverts, 35 publics et 12 privés sous contrat."
    paper = _pdf_text(FORMATS["pdf"](whole))
    assert paper.count("Comptés ici") == 2
    assert f"Collèges · {sept}" in paper
    assert "Écoles et collèges · Comptés ici : 240 écoles et 47 collèges ouverts." in paper
    page = _flat(FORMATS["html"](whole).decode("utf-8"))
    assert page.count("Comptés ici") == 2
    assert f"<dt><strong>Collèges</strong></dt><dd>{sept}" in page
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](whole)))["Définitions"]
    told = {row[0]: _flat(str(row[2])) for row in sheet.iter_rows(values_only=True)}
    assert told["formation.colleges_representes"].endswith("35 avec les seuls publics.")
    assert "Comptés ici" not in told["formation.participants"]
    part = contenu(demo, Filters(annees=(YEAR,), secteurs=("Privé",)), YEAR)
    assert {name: _flat(words) for name, words in part.lesquels.items()} == {
        "Collèges": "Comptés ici : 12 collèges ouverts, tous privés sous contrat.",
        "Écoles et collèges": "Comptés ici : 16 écoles et 12 collèges ouverts.",
    }


def test_documents_mask_what_readers_may_not_see(demo: Base) -> None:
    con = demo.cursor()
    # A collège with a few participants: exact for coordination, masked in any document.
    uai, n = con.execute(
        "SELECT uai, count(DISTINCT personne) AS n FROM v_inscription WHERE present AND annee = $a AND uai IS NOT NULL "
        "GROUP BY uai HAVING n < 5 ORDER BY uai LIMIT 1",
        {"a": YEAR},
    ).fetchall()[0]
    assert 0 < n < 5
    small = contenu(demo, Filters(annees=(YEAR,), etablissements=(uai,)), YEAR)
    value = next(
        v for c in small.chapitres for v, _ in c.part.values if v.indicateur.code == "formation.participants"
    )
    assert value.masque
    assert "masqué" in _pdf_text(FORMATS["pdf"](small))
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](small)))["Bilan"]
    row = next(r for r in sheet.iter_rows(values_only=True) if r[1] == value.indicateur.libelle)
    assert (row[2], row[4], row[5], row[8]) == ("masqué", None, None, "masqué")


def test_the_workbook_says_what_was_published_and_aimed_at_beside_a_masked_figure(content: Contenu) -> None:
    first = content.chapitres[0]
    value = next(v for v, _ in first.part.values if v.publie is not None and v.indicateur.unite != "pourcent")
    masked = replace(value, valeur=None, numerateur=None, denominateur=None, masque=True, objectif=600)
    chapter = replace(first, part=replace(first.part, values=((masked, value), (value, masked))))
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](replace(content, chapitres=(chapter,)))))[
        "Bilan"
    ]
    (*_, row, after) = sheet.iter_rows(values_only=True)
    assert (row[2], row[6], row[7], row[9]) == ("masqué", 600, value.valeur, value.publie)
    assert (after[2], after[7]) == (value.valeur, "masqué")


def test_data_is_never_markup(content: Contenu) -> None:
    nasty = "<script>alert(1)</script> #let x = 1 $y$ **gras** =1+1"
    part = replace(content.chapitres[0].part, constats=(("Positif", nasty, nasty),))
    chapter = replace(content.chapitres[0], part=part)
    hostile = replace(content, chapitres=(chapter, *content.chapitres[1:]))
    for told in (hostile, replace(content, personne=nasty)):  # its answer may hold `**`
        page = FORMATS["html"](told).decode("utf-8")
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    assert "#let x = 1" in _pdf_text(FORMATS["pdf"](hostile))
    named = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](replace(content, titre="Cher & Loire"))))
    assert named["Bilan"].oddFooter.left.text == "Cher && Loire", (
        "one alone begins a code: a picture, the date"
    )


def test_no_school_year_is_cut_at_its_hyphen_in_the_page(content: Contenu) -> None:
    """« dont 48 déployés en 2023- » ended a line of the page for a site."""
    page = FORMATS["html"](content).decode("utf-8").split("</style>")[1]
    shown = re.sub(
        r"<svg.*?</svg>|<[^>]*(?:aria-label|data-depuis)=[^>]*>|<details.*?</details>",
        "",
        page,
        flags=re.DOTALL,
    )
    whole = re.sub(r'<span class="annee">[\d-]+</span>', "", shown)
    assert "déployés en " in whole
    assert not re.findall(r".{20}\d{4}-\d{4}", whole)


def test_filters_that_leave_no_establishment_say_so_in_place_of_zeros(demo: Base) -> None:
    """A page of zeros and of « masqué » was printed for nobody, down to the definitions."""
    nobody = Filters(annees=(YEAR,), types=("Collège",), secteurs=("Public",), communes=("Adriers",))
    content = contenu(demo, nobody, YEAR)
    said = "Aucun établissement ne répond à ces filtres, qui ne vont pas ensemble"
    page = _flat(FORMATS["html"](content).decode("utf-8"))
    paper = FORMATS["pdf"](content)
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](content)))
    assert said in page
    assert said in _pdf_text(paper)
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1
    assert not re.search(r"masqué|Définitions|Constats|calculé", page.split("</style>")[1] + _pdf_text(paper))
    assert book.sheetnames == ["Bilan"]
    assert any(said in _flat(str(c)) for row in book["Bilan"].values for c in row if c)


@pytest.mark.parametrize("format_", LABELS)
def test_a_document_is_one_moment_of_the_base_whose_views_are_kept(
    demo: Base, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    """Else an import that ends meanwhile stands in half of it, and a large base is added up by each figure."""
    module = "tne.documents" if format_ == "pptx" else "tne.documents.contenu"
    kept: list[bool] = []

    def spied(con: duckdb.DuckDBPyConnection, *rest: Any) -> Any:
        kept.append(vues_gardees(con))
        return denombrements(con, *rest)

    monkeypatch.setattr(sys.modules[module], "denombrements", spied)
    assert ecrire(demo, Filters(annees=(YEAR,)), YEAR, format_)
    assert kept == [True]


def test_a_text_wider_than_its_column_goes_on_under_itself_in_the_workbook(content: Contenu) -> None:
    """The number in the next cell hid its end: thirty titles of one series read alike, on paper for good."""
    chapter = next(c for c in content.chapitres if c.visuals)
    visual = chapter.visuals[0]
    column = next(str(c) for c in visual.donnees if visual.formats.get(str(c), "texte") == "texte")
    long = "Découvrir les réseaux sociaux avec son enfant, " * 2
    table = visual.donnees.assign(**{column: [long] + ["court"] * (len(visual.donnees) - 1)})
    changed = replace(chapter, visuals=(replace(visual, donnees=table),))
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](replace(content, chapitres=(changed,)))))
    cells = {c.value: c.alignment for s in book for row in s.iter_rows() for c in row}
    assert (cells[long].wrap_text, cells[long].vertical) == (True, "top")
    assert (cells["court"].wrap_text, cells["court"].vertical) == (None, "top")
