"""What people take away: the bilan as PDF, HTML, workbook, from the same Visuals as the screen, always in *lecture*."""

from __future__ import annotations

from collections.abc import Callable

from tne.db import Base
from tne.demo import demo_en_place
from tne.documents.contenu import Contenu, contenu
from tne.filters import Filters


def _pdf(content: Contenu) -> bytes:
    from tne.documents.pdf import pdf

    return pdf(content)


def _html(content: Contenu) -> bytes:
    from tne.documents.html import html

    return html(content)


def _xlsx(content: Contenu) -> bytes:
    from tne.documents.xlsx import xlsx

    return xlsx(content)


# Format → writer. Imported on demand: starting the dashboard must not wait for document libraries.
FORMATS: dict[str, Callable[[Contenu], bytes]] = {"pdf": _pdf, "html": _html, "xlsx": _xlsx}


def ecrire(base: Base, filters: Filters, annee: str, format_: str) -> bytes:
    """The bilan of a school year under the filters, in one of `LABELS`' formats; slides too, always in *lecture*."""
    if format_ != "pptx":
        return FORMATS[format_](contenu(base, filters, annee))
    from tne.diapositives import slides
    from tne.documents.pptx import pptx

    con = base.cursor()
    try:
        shown = slides(con, filters.for_year(annee), "lecture")
    finally:
        con.close()
    return pptx(shown, "Démonstration" if demo_en_place(base) else "")


MIMES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

LABELS = {
    "pptx": "Diapositives (PPTX)",
    "pdf": "Bilan à imprimer (PDF)",
    "html": "Page pour un site (HTML)",
    "xlsx": "Chiffres et tableaux (XLSX)",
}
