"""The guide: its pictures are there, small, and described; the page shows all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from streamlit.elements.lib import image_utils
from streamlit.testing.v1 import AppTest

from scripts.captures import CAPTURES
from tne.documents import LABELS
from tne.ui import aide

# What the guide prints in bold beside the names of what one sees and presses.
STRESSED = {
    "même colonne pour reconnaître les personnes",
    "jamais conservés",
    "Combien de collèges ?",
    "s'ouvre sur une année",
    "calculé = publié",
    "Sur votre ordinateur habituel, avec le réseau",
    "Si la réunion se tient sur un autre ordinateur",
    "Dans la salle",
    "Une nouvelle version",
}
PICTURE = re.compile(r"!\[(.*?)\]\(([^)]+)\)")
SMALL, ALL = 150_000, 1_500_000


def test_every_picture_that_is_named_is_there_and_no_other(racine: Path) -> None:
    docs = racine / "docs"
    guide = PICTURE.findall((docs / "guide.md").read_text(encoding="utf-8"))
    readme = PICTURE.findall((racine / "README.md").read_text(encoding="utf-8"))
    named = {docs / path for _, path in guide} | {racine / path for _, path in readme}
    curves = {
        docs / path for _, path in PICTURE.findall((docs / "performance.md").read_text(encoding="utf-8"))
    }
    assert named == {docs / "images" / f"{name}.webp" for name in CAPTURES}
    assert named | curves == set((docs / "images").iterdir())
    assert all(len(words) > 20 for words, _ in guide + readme)
    sizes = [path.stat().st_size for path in named]
    assert max(sizes) < SMALL
    assert sum(sizes) < ALL
    for path in named:
        with Image.open(path) as picture:
            assert min(picture.size) > 300, path


def test_the_page_shows_the_guide_with_its_pictures_and_its_parts(
    base_sans_import: Path, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_sans_import))
    app = AppTest.from_file(str(racine / "app.py"), default_timeout=60).run()
    app.switch_page("pages/aide.py").run()
    assert not app.exception
    guide = (racine / "docs" / "guide.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", guide, re.MULTILINE)
    assert [h.value.strip("*").replace("\u2019", "'") for h in app.header] == titles
    pictures = app.get("image")
    assert len(pictures) == len(PICTURE.findall(guide))
    words = "".join(m.value for m in app.markdown)
    assert all(f"](#{h.proto.anchor})" in words for h in app.header)
    assert "![" not in words
    # The parts are listed under the first sentence, above the first picture.
    texts = [m.value for m in app.markdown]
    first = next(n for n, text in enumerate(texts) if text.startswith("Ce tableau de bord"))
    assert texts[first + 1].startswith("**Dans ce guide**")
    # French typography everywhere but in code.
    assert "'" not in re.sub(r"`[^`]*`|```.*?```", "", words, flags=re.DOTALL)
    assert "d\u2019un Territoire" in words
    assert "`python -m tne restaurer FICHIER`" in words


def _plain(text: str) -> str:
    """Text of the screen or of its source, with the apostrophes and spaces of a keyboard, in small letters."""
    for written, read in (
        ("\\u2019", "'"),
        ("\u2019", "'"),
        ("\\u202f", " "),
        ("\u202f", " "),
        ("\u00a0", " "),
    ):
        text = text.replace(written, read)
    return " ".join(text.split()).lower()


def test_what_the_guide_says_to_press_or_to_look_at_is_written_in_the_program(racine: Path) -> None:
    sources = [*(racine / "tne").rglob("*.py"), *(racine / "tne").rglob("*.js"), racine / "app.py"]
    program = _plain("".join(path.read_text(encoding="utf-8") for path in sources))
    guide = (racine / "docs" / "guide.md").read_text(encoding="utf-8")
    named = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", guide, re.DOTALL)} - STRESSED
    assert len(named) > 40
    assert not [words for words in named if _plain(words).rstrip(" ?") not in program]


def test_the_guide_asks_the_question_that_each_page_asks_and_names_each_document(racine: Path) -> None:
    sources = [*(racine / "pages").glob("*.py"), *(racine / "tne" / "ui").rglob("*.py")]
    program = _plain("".join(path.read_text(encoding="utf-8") for path in sources))
    guide = (racine / "docs" / "guide.md").read_text(encoding="utf-8")
    table = guide.split("| page | question |\n|---|---|\n")[1].split("\n\n")[0]
    asked = dict(re.findall(r"^\| (.+?) \| (.+?) \?", table, re.MULTILINE))
    pages = set(re.findall(r'title="(.+?)"', (racine / "tne" / "ui" / "navigation.py").read_text("utf-8")))
    told = {p for p in pages if p not in ("Aide", "Présenter") and not p.startswith("Origine")}
    assert set(asked) == told, "one row for each page in « page | question » of docs/guide.md"
    assert not [q for q in asked.values() if _plain(q) not in program]
    assert not [label for label in LABELS.values() if f"| {label} |" not in guide]


def test_the_page_asks_for_the_kinds_of_file_that_the_guide_names(racine: Path) -> None:
    kinds = re.compile(r"\b(?:[A-Z]{3}[A-Z]?|GeoJSON)\b")
    guide = (racine / "docs" / "guide.md").read_text(encoding="utf-8")
    told = guide.split("déposez le fichier (")[1].split(")")[0]
    page = (racine / "tne" / "ui" / "importation" / "depot.py").read_text(encoding="utf-8")
    asked = page.split("Glissez des fichiers")[1].split("de tels fichiers")[0]
    assert {"CSV", "XLSB", "GeoJSON"} <= set(kinds.findall(told)) == set(kinds.findall(asked))


def test_another_visit_encodes_no_picture_again(
    base_sans_import: Path, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    """What one visit drew the next one shows: encoding the pictures took most of the time of the page."""
    monkeypatch.setenv("TNE_BASE", str(base_sans_import))
    opened: list[object] = []
    true = image_utils.image_to_url
    monkeypatch.setattr(image_utils, "image_to_url", lambda *a: opened.append(a[0]) or true(*a))
    aide.guide.clear()
    shown = []
    for _ in range(2):
        app = AppTest.from_file(str(racine / "app.py"), default_timeout=60).run()
        opened.clear()
        app.switch_page("pages/aide.py").run()
        shown.append(([m.value for m in app.markdown], len(app.get("image")), len(opened)))
    (texts, pictures, encoded), again = shown
    assert encoded >= pictures > 3
    assert again[:2] == (texts, pictures)
    assert again[2] <= 1  # the logo
