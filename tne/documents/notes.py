"""What a presenter may say of each slide: its numbers with their definitions, and the coordinator's paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tne.bilan import Bilan
from tne.denombrement import denombrement_de
from tne.indicators import Value
from tne.paragraphes import alineas
from tne.sections import incomparables, out_of_words
from tne.slides.slide import Slide
from tne.typographie import typographier


def notes(
    slides: Sequence[Slide],
    year: Bilan,
    values: Mapping[str, Value],
    denombrements: Mapping[str, str],
    plusieurs: bool = False,
) -> dict[str, tuple[str, ...]]:
    """Slide's code → the lines of its notes. `values` are those of that year and the slides' filter, masked for readers; each says
    its year where slides compare several (`plusieurs`). `denombrements` (`tne.denombrement`) tell which schools a figure is out of.
    """
    dite = f" ({year.annee})" if plusieurs else ""
    said: dict[str, tuple[str, ...]] = {}
    written = {part.section.famille: part.paragraphe for part in year.parts}
    for slide in slides:
        lines = [slide.titre, *slide.notes]
        shown = [values[code] for code in slide.indicateurs if code in values]
        lines += [_ligne(v, dite) for v in shown] + [
            typographier(denombrement_de(v, denombrements)) for v in shown
        ]
        lines += map(typographier, incomparables(shown))
        # The paragraph of a part stands with the first of its slides.
        text = year.paragraphe if slide.code == "enseignements" else written.pop(slide.famille, "")
        lines += [typographier(line) for line in alineas(text)]
        if slide.visual is not None:
            lines += [slide.visual.alternative, slide.visual.filtre]
        lines.append(slide.pied)
        said[slide.code] = tuple(dict.fromkeys(line for line in lines if line))
    return said


def _ligne(value: Value, annee: str) -> str:
    """« Réponses à l'offre : 527, sur 1 128 sollicités · 46,7 %. Réponses au formulaire… »"""
    i = value.indicateur
    if value.origine == "absent" and not value.masque:
        return typographier(f"{i.libelle}{annee} : aucune donnée. {i.definition}")
    out_of = out_of_words(value)
    return typographier(
        f"{i.libelle}{annee} : {value.texte}{f', {out_of}' if out_of else ''}. {i.definition}"
    )
