"""What people take away: the bilan as PDF, HTML, workbook, from the same Visuals as the screen, always in *lecture*."""

from __future__ import annotations

from collections.abc import Callable

from tne.documents.contenu import Contenu


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

MIMES = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

LABELS = {
    "pdf": "Bilan à imprimer (PDF)",
    "html": "Page pour un site (HTML)",
    "xlsx": "Chiffres et tableaux (XLSX)",
}


def file_name(content: Contenu, format_: str) -> str:
    """« bilan-tne-2023-2024.pdf »."""
    return f"bilan-tne-{content.bilan.annee}.{format_}"
