"""What a figure says to who does not see it, after its finding."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any

from tne.typographie import compte, entier
from tne.visuals.bars import Colonnes, lire, trier
from tne.visuals.gabarit import nombre
from tne.visuals.visual import MASQUE

DITES = 21
"""Bars that are told one by one: seven of three years."""


def barres_dites(figure: Mapping[str, Any] | None) -> str:
    """What the bars of a figure say, as under the mouse: « Robotique : 14 ; Jeu vidéo : 9. »; "" without any, or of more than one
    would listen to.
    """
    traces = [t for t in figure["data"] if t.get("type") == "bar"] if figure else []
    # The parts of a bar say the same.
    dits = list(dict.fromkeys(dit for t in traces for dit in t.get("hovertext") or ()))
    if len(dits) > DITES:
        return ""
    lus = [unescape(dit.replace("<br>", " : ").replace("<b>", "").replace("</b>", "")) for dit in dits]
    return f"{' ; '.join(lus)}." if lus else ""


def resume(df: Colonnes, etiquette: str, valeur: str, nom: str, limite: int = 3) -> str:
    """A text alternative: "Participants : A, 168 ; B, 151 ; C, 118 ; et 4 autres." with U+202F."""
    tries = trier(lire(df, [etiquette, valeur]), [valeur])
    dits = []
    for nom_de_ligne, cellule in zip(tries[etiquette][:limite], tries[valeur], strict=False):
        dits.append(f"{nom_de_ligne}, {MASQUE if (lu := nombre(cellule)) is None else entier(lu)}")
    reste = len(tries[valeur]) - len(dits)
    fin = f"\u202f; et {compte(reste, 'autre')}" if reste else ""
    return f"{nom}\u202f: {' ; '.join(dits)}{fin}.".replace(" ;", "\u202f;")
