"""Markdown and HTML in the data are shown as they are, never obeyed: on every page, wherever Streamlit reads Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import fil
from tests.acces.pages_ouvertes import PAGES, Ouvert
from tne.datasets import DATASETS
from tne.db import Base
from tne.spec import Privacy

# Short, so that titles cut to a length still hold one of them whole.
PIEGES = ("**g**", "<b id=q>", "[l](http://p.test)", "![i](http://p.test/i)", ":red[r]", "$x^2$", "`c`")
PIEGE = " ".join(PIEGES)
# HTML of our own is no Markdown: there a tag is obeyed, or our sign for what is in bold.
PIEGES_HTML = ("<b id=q>", "<strong>g</strong>")
# Read as they stand by the browser: a plain text, the choices of a list, what is drawn, the text of a file.
EN_CLAIR = {
    "alt", "code_text", "options", "raw_values", "raw_value", "query_string", "id", "json", "config", "url",
    "user_key", "data", "value", "default", "placeholder", "element_id", "user_info", "type", "form_id",
    "bytes",
}  # fmt: skip
ETABLISSEMENT = "0869032A"
TITRES = {
    "etablissement": ("nom", "circonscription"),
    "module": ("module_libelle",),
    "session": ("lieu", "modalite"),
}


def piegee(path: Path) -> Path:
    """The base with a trap in every free text that a reader may see."""
    base = Base(str(path))
    con = base.cursor()
    for d in DATASETS.values():
        for c in d.stored:
            if (
                c.privacy is Privacy.PUBLIC
                and c.kind.name == "texte"
                and c.name not in (*d.key, "url", "geometrie", "indicateur", "commune")
            ):
                con.execute(
                    f'UPDATE "{d.name}" SET "{c.name}" = $piege || \' \' || "{c.name}"', {"piege": PIEGE}
                )
    con.execute("UPDATE verrou SET n = n + 1")
    con.close()
    base.close()
    return path


@pytest.fixture(scope="module")
def base_piegee(
    demo_modele: Path, tmp_path_factory: pytest.TempPathFactory, copier_base: Callable[[Path, Path], Path]
) -> Path:
    """The demonstration, trapped."""
    return piegee(copier_base(demo_modele, tmp_path_factory.mktemp("balisage")))


def texts(proto: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an element with the name of its field; a table gives what it displays."""
    for field, value in proto.ListFields():
        where = f"{place}.{field.name}"
        for one in value if field.is_repeated else [value]:
            if isinstance(one, str):
                yield where, one
            elif isinstance(one, bytes):
                yield where, one.decode("utf-8", errors="replace")
            elif hasattr(one, "ListFields"):
                yield from texts(one, where)


def obeyed(page: Ouvert) -> list[tuple[str, str]]:
    """The traps that stand unescaped in a text that the browser takes for Markdown or HTML."""
    return [
        (place, text[:200])
        for proto in page.protos
        for place, text in texts(proto, proto.DESCRIPTOR.name)
        # A grid draws the texts of its cells.
        if not place.startswith("Dataframe.")
        and place.rsplit(".", 1)[-1] not in EN_CLAIR
        and any(p in text for p in (PIEGES_HTML if place.startswith("Html.") else PIEGES))
    ] + [(f"planche {cle}", text[:200]) for cle, text in ecrits(page) if any(p in text for p in PIEGES_HTML)]


def ecrits(page: Ouvert) -> Iterator[tuple[str, str]]:
    """The HTML around the figures of the page, which the browser takes as it comes, each with the key of its piece."""
    for piece, _ in fil.pieces(p for p in page.protos if p.DESCRIPTOR.name == "BidiComponent"):
        yield from ((piece["cle"], piece[place]) for place in ("avant", "apres"))


def drawn(page: Ouvert) -> list[dict[str, Any]]:
    """The figures, whose texts know a little HTML."""
    return fil.graphes(p for p in page.protos if p.DESCRIPTOR.name == "BidiComponent")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_obeys_its_data(ouvrir_base: Callable[..., Ouvert], base_piegee: Path, page: str) -> None:
    seen = ouvrir_base(base_piegee, page, True)
    assert obeyed(seen) == []
    found = [f for figure in drawn(seen) for f in strings(figure)]
    # What a click gives back is never shown.
    assert [f for f in found if "<b id=q>" in f[1] and f[0] != ".data.customdata"] == []
    assert [f for f in found if "%{customdata" in f[1]] == []


def strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a figure, with the place where it stands."""
    match value:
        case str():
            yield place, value
        case dict():
            for key, one in value.items():
                yield from strings(one, f"{place}.{key}")
        case list():
            for one in value:
                yield from strings(one, place)


def test_the_traps_do_reach_the_pages(ouvrir_base: Callable[..., Ouvert], base_piegee: Path) -> None:
    seen = [ouvrir_base(base_piegee, f"pages/{p}.py", True) for p in ("formations", "bilan", "parentalite")]
    told = [(proto, t) for page in seen for proto in page.protos for _, t in texts(proto)]
    html = "\n".join(t for proto, t in told if proto.DESCRIPTOR.name == "Html")
    sheets = "\n".join(t for page in seen for _, t in ecrits(page))
    for escaped in ("**g**", "&lt;b id=q&gt;", "$x^2$"):
        assert escaped in html + sheets
    school = ouvrir_base(base_piegee, "pages/etablissement.py", True, etablissement=[ETABLISSEMENT])
    markdown = "\n".join(
        t for proto in school.protos if proto.DESCRIPTOR.name != "Html" for _, t in texts(proto)
    )
    for escaped in (r"\<b id=q\>", r"\$x^2\$"):
        assert escaped in markdown
    assert obeyed(school) == []
    assert "&lt;b id=q&gt;" in "".join(t for page in seen for f in drawn(page) for _, t in strings(f))
