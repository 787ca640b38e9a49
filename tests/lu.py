"""What a page says, as one reads it: the signs that only forbid the end of a line are set aside."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

from tests import fil

_TU = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)


def lu(texte: str) -> str:
    """`texte` with ordinary spaces for no-break ones (U+00A0), without word joiners (U+2060)."""
    return texte.replace("\u00a0", " ").replace("\u2060", "")


def sans_balises(html: str) -> str:
    """The words of an HTML text, a line for each of its blocks."""
    nu = re.sub(r"</?(?:p|h\d|d[dt]|div|br|dl)\b[^>]*>", "\n", _TU.sub("", html))
    return "\n".join(filter(None, unescape(re.sub(r"<[^>]+>", "", nu)).split("\n")))


def html(app: AppTest) -> list[str]:
    """The HTML of the page and its sidebar in their order: that of each text, of the head and of the foot of each figure."""
    return [text for block in (app.main, app.sidebar) for element in block for text in _html(element) if text]


def _html(element: Any) -> Iterator[str]:
    if element.type == "html":
        yield str(element.value)
    elif element.type == "bidi_component":
        for piece, _ in fil.pieces([element.proto]):
            yield from (piece["avant"], piece["apres"])


def ecrits(app: AppTest) -> list[str]:
    """The words of each block that the page writes as HTML: tiles, heads of figures, sources (`tne.ui.feuille`)."""
    return [sans_balises(h) for h in html(app)]


def dit(app: AppTest) -> str:
    """All that the page says, as it is read."""
    parts: list[Any] = [app.title, app.header, app.subheader, app.caption, app.markdown]
    return lu("\n".join([*(str(e.value) for kind in parts for e in kind), *ecrits(app)]))


def question(app: AppTest) -> str:
    """The question of the page: its one heading of the first level."""
    (found,) = (sans_balises(t) for h in html(app) for t in re.findall(r"<h1\b.*?</h1>", h))
    return lu(found)


def reponse(app: AppTest) -> str:
    """The answer of the page, `**` around its figures; "" where it has none."""
    found = [t for h in html(app) for t in re.findall(r"<h2\b.*?</h2>", h)]
    return lu(sans_balises(re.sub(r"</?strong>", "**", found[0]))) if found else ""


def chiffres(app: AppTest) -> list[str]:
    """The numbers of its tiles."""
    return [unescape(n) for h in html(app) for n in re.findall(r'class="tne-valeur[^>]*>([^<]*)<', h)]


def titres(app: AppTest) -> list[str]:
    """The titles of its figures, and those of the third level that Streamlit draws."""
    written = [sans_balises(t) for h in html(app) for t in re.findall(r"<h3\b.*?</h3>", h)]
    return [lu(t) for t in (*written, *(str(s.value) for s in app.subheader))]


def graphes(at: AppTest) -> list[dict[str, Any]]:
    """The Plotly figures of the page, in its order."""
    return fil.graphes(c.proto for c in at.get("bidi_component"))


class Liste:
    """A list of a page: its headers, the words of each column, and the pages that it leads to."""

    def __init__(self, envoi: dict[str, Any]) -> None:
        self.envoi = envoi
        self.colonnes: dict[str, dict[str, Any]] = {c["titre"]: c for c in envoi["colonnes"]}
        self.pages: list[str] = envoi["pages"]

    def __getitem__(self, titre: str) -> list[str]:
        rang = list(self.colonnes).index(titre)
        return [lu(ligne[rang]) for ligne in self.envoi["lignes"]]

    @property
    def liee(self) -> str:
        """The header of the column whose words open a page."""
        return list(self.colonnes)[self.envoi["liee"]] if self.pages else ""


def listes(at: AppTest) -> list[Liste]:
    """The lists of schools of the page, in its order."""
    return [Liste(envoi) for envoi in fil.listes(c.proto for c in at.get("bidi_component"))]
