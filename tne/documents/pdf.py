"""The bilan as a tagged PDF (PDF/UA-1) by Typst: text, tables and the figures of the screen, each with its alternative."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import typst

from tne import settings
from tne.documents import filling
from tne.documents.contenu import Contenu
from tne.documents.drawing import height_of
from tne.documents.entree import entree
from tne.documents.papier import basse
from tne.documents.signes import Signes, en_pdf, imprimer, sans
from tne.documents.svg import svg
from tne.documents.tables import MOTS, write_column
from tne.gras import passages
from tne.paragraphes import alineas
from tne.typographie import compte, typographier
from tne.visuals import couleurs
from tne.visuals.visual import Visual

_MODELE = Path(__file__).parent / "modeles" / "bilan.typ"
_LARGEUR, _POINTS = 780, 470.5
"""Pixels and points over the width of the text: letters of 14 px become 8.4 pt."""
_ENDING = re.compile(r" (\d+)$")
"""A number at the end of a title is not left alone on a line."""
MOST_ROWS = 40  # a longer table belongs in the workbook


def pdf(content: Contenu) -> bytes:
    """The document. No browser and no network: fonts come from `static/`."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        data, figures = _data(content)
        words = entree(data)
        (place / "bilan.json").write_text(words, encoding="utf-8")
        (place / "bilan.typ").write_text(_MODELE.read_text(encoding="utf-8"), encoding="utf-8")
        lower = {name: basse(v.figure) for name, v in figures.items() if v.figure is not None}
        _draw(lower, figures, place)
        compiler = typst.Compiler(
            str(place / "bilan.typ"), font_paths=[str(settings.ROOT / "static")], ignore_system_fonts=True
        )
        marks = json.loads(compiler.query("<jalon>", field="value"))
        heights = {name: height_of(f) for name, f in lower.items() if filling.may_grow(f)}
        grown = filling.growths(marks, heights, _POINTS / _LARGEUR)
        # A map is made lower anew, not stretched: its key would keep the width that it had beside the lower one.
        _draw(
            {
                name: basse(figures[name].figure or {}, times)
                if filling.is_map(lower[name])
                else filling.taller(lower[name], times, _LARGEUR)
                for name, times in grown.items()
            },
            figures,
            place,
        )

        def compile_without(signs: Signes) -> bytes:
            if signs:
                (place / "bilan.json").write_text(sans(words, signs), encoding="utf-8")
                for name in figures:
                    drawing = place / name
                    drawing.write_text(sans(drawing.read_text(encoding="utf-8"), signs), encoding="utf-8")
            return en_pdf(compiler)

        return imprimer(compile_without)[0]


def _draw(drawn: Mapping[str, Mapping[str, Any]], figures: Mapping[str, Visual], place: Path) -> None:
    for name, figure in drawn.items():
        alternative = figures[name].alternative
        markup = svg(figure, _LARGEUR, alternative, police="TNE Espace fine, IBM Plex Sans")
        # Typst knows the semi-bold as a family of its own.
        markup = markup.replace('font-weight="600"', 'font-family="TNE Espace fine, IBM Plex Sans SmBld"')
        (place / name).write_text(markup, encoding="utf-8")


def _data(content: Contenu) -> tuple[dict[str, object], dict[str, Visual]]:
    """What the template reads, and the figures by the name of their drawing."""
    hues = couleurs.palette("clair")
    chapters = []
    drawn: dict[str, Visual] = {}
    for n, chapter in enumerate(content.chapitres):
        figures = []
        for m, v in enumerate(chapter.visuals):
            drawing = ""
            if v.figure is not None:
                drawing = f"figure-{n}-{m}.svg"
                drawn[drawing] = v
            figures.append(
                {
                    "rien": v.figure is None and v.donnees.empty,
                    "titre": _ENDING.sub("\u00a0\\1", v.titre),
                    "sous_titre": v.sous_titre,
                    "dessin": drawing,
                    "alternative": v.alternative,
                    "notes": list(v.avertissements),
                    "source": v.source,
                    "table": _table(v.donnees, v.formats) if v.figure is None else None,
                }
            )
        section = chapter.part.section
        chapters.append(
            {
                "titre": section.titre,
                "couleur": hues[couleurs.NUANCES[section.famille].plein],
                "vide": chapter.part.vide,
                "phrase": passages(typographier(chapter.part.phrase)),
                "paragraphe": _alineas(chapter.part.paragraphe),
                "chiffres": _table(chapter.chiffres, {}),
                "incomparables": list(chapter.incomparables),
                "figures": figures,
                "constats": [_finding(*c) for c in chapter.part.constats],
                "definitions": [
                    [typographier(v.indicateur.libelle), typographier(v.indicateur.definition)]
                    for v, _ in chapter.connues
                ],
            }
        )
    return {
        "titre": content.titre,
        "territoire": content.surtitre,
        "filtre": content.filtre,
        "date": content.date_donnees,
        "mention": content.mention,
        "annee": content.bilan.annee,
        "reponse": passages(content.reponse),
        "chapitres": chapters,
        "comptes": [list(counted) for counted in content.lesquels.items()],
        "portee": content.portee,
        "paragraphe": _alineas(content.bilan.paragraphe),
        "enseignements": [_finding(*c) for c in content.bilan.enseignements],
    }, drawn


def _alineas(text: str) -> list[str]:
    return [typographier(line) for line in alineas(text)]


def _finding(tone: str, theme: str, text: str) -> dict[str, str]:
    return {"ton": tone.lower(), "theme": theme, "texte": typographier(text)}


def _table(frame: pd.DataFrame, formats: Mapping[str, str]) -> dict[str, object]:
    kinds = [formats.get(str(c), "texte") for c in frame.columns]
    shown = frame.head(MOST_ROWS)
    left = len(frame) - len(shown)
    columns = [write_column(shown.iloc[:, n].tolist(), k) for n, k in enumerate(kinds)]
    return {
        "colonnes": [str(c) for c in frame.columns],
        "nombres": [k not in MOTS for k in kinds],
        "lignes": [list(line) for line in zip(*columns, strict=True)],
        "reste": f"{compte(left, 'ligne')} de plus dans le classeur." if left else "",
    }
