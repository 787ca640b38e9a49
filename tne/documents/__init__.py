"""What people take away: the bilan as PDF, HTML, workbook, from the same Visuals as the screen, always in *lecture*."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from tne import horloge, settings
from tne.bilan import bilan
from tne.db import Base
from tne.demo import demo_en_place
from tne.denombrement import denombrements
from tne.documents.contenu import VUE, Contenu, contenu
from tne.filters import Filters
from tne.queries.memoire import moment
from tne.slides.slide import mots_du_filtre
from tne.typographie import date_longue, typographier
from tne.visuals.sources import values


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


def ecrire(base: Base, filters: Filters, annee: str, format_: str, adresse: str = "") -> bytes:
    """The bilan of a school year under the filters, in one of `LABELS`' formats, always in *lecture*.

    Slides compare the chosen years up to `annee`, as the meeting sees them on the screen.
    `adresse` is where the dashboard was seen: the first slide gives it, with the filter, where others can open it.
    """
    if format_ != "pptx":
        return FORMATS[format_](contenu(base, filters, annee))
    several = len(filters.annees) > 1 and filters.annees[-1] == annee
    chosen = filters if several else filters.for_year(annee)
    return _pptx(base, chosen, annee, ouvrable(adresse) or ouvrable(settings.adresse()))


_DE_CE_POSTE = re.compile(
    r"localhost\.?|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|::1?|::ffff:127\..*", re.IGNORECASE
)


def ouvrable(adresse: str) -> str:
    """The address with one final slash; empty when it opens on the computer that made the document alone."""
    try:
        hote = urlsplit(adresse).hostname or ""
    except ValueError:  # half an IPv6 address
        hote = ""
    return "" if not hote or _DE_CE_POSTE.fullmatch(hote) else f"{adresse.rstrip('/')}/"


def _pptx(base: Base, chosen: Filters, annee: str, adresse: str) -> bytes:
    from tne.documents.notes import notes
    from tne.documents.pptx import pptx
    from tne.slides.diapositives import slides
    from tne.slides.diapositives_textes import emportees

    with moment(base) as con:
        shown = emportees(slides(con, chosen, VUE))
        # Of the years of the slides: the notes leave out the establishments that these leave out.
        known = values(con, chosen, chosen.annees, VUE)[annee]
        counted = denombrements(con, chosen, VUE)
        year = bilan(base, chosen, annee, VUE, con)
    where = f"{adresse}?{chosen.en_adresse()}" if adresse else ""
    return pptx(
        shown,
        filtre=mots_du_filtre(chosen),
        mention="Démonstration" if demo_en_place(base) else "",
        faite=" · ".join(
            p for p in (typographier(f"Fait le {date_longue(horloge.aujourdhui())}"), where) if p
        ),
        notes=notes(shown, year, known, counted, len(chosen.annees) > 1),
    )


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
