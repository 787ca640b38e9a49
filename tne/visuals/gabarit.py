"""What all figures share: layout, text, legend, escaping. Everything is a plain Plotly dict.

`taille` scales text and marks together: 1 on a page, `TAILLE_DIAPO` on a slide of 1280×720. Positions
along the reading axis are in pixels, so that a figure keeps its shape from 320 px to a projector.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tne.typographie import FINE, est_absent, typographier
from tne.visuals import couleurs

POLICE = "IBM Plex Sans, sans-serif"
CORPS = 14
"""Pixels of a figure's text on a page."""
TAILLE_DIAPO = 24 / CORPS
"""Scale at which a figure's text is 24 px."""

Marges = tuple[float, float, float, float]
"""Left, right, top, bottom, in pixels."""


def police(couleur: str, taille: float = 1) -> dict[str, Any]:
    """The font of a figure's words, in this colour."""
    return {"family": POLICE, "size": CORPS * taille, "color": couleur}


def commun(taille: float = 1) -> dict[str, Any]:
    """The part of a layout that maps share with the other figures: font, ground of the page, French separators."""
    return {
        "font": police(couleurs.ENCRE, taille),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": f",{FINE}",
    }


def mise_en_page(hauteur: float, marges: Marges, taille: float = 1) -> dict[str, Any]:
    """The layout common to all figures: French separators, no legend, no frame, no drag, page colours."""
    gauche, droite, haut, bas = marges
    return {
        "height": max(round(hauteur), 40),  # an empty frame still has a place
        "margin": {
            "l": round(gauche),
            "r": round(droite),
            "t": round(haut),
            "b": round(bas),
            "pad": 0,
            "autoexpand": False,
        },
        **commun(taille),
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": couleurs.FOND,
            "bordercolor": couleurs.CONTEXTE,
            "align": "left",
            "font": police(couleurs.ENCRE, taille),
        },
        "annotations": [],
        "shapes": [],
    }


_AXE: dict[str, Any] = {"fixedrange": True, "automargin": False, "zeroline": False}
AXE_NU: dict[str, Any] = {"visible": False, **_AXE, "showgrid": False}


def axe(bornes: tuple[float, float], taille: float, **options: Any) -> dict[str, Any]:
    """An axis with its words, between two bounds: it neither moves nor makes itself room."""
    return {"range": list(bornes), **_AXE, "tickfont": police(couleurs.ATTENUE, taille)} | options


def axe_gradue(
    bornes: tuple[float, float], graduations: Mapping[float, str], taille: float, **options: Any
) -> dict[str, Any]:
    """The same, with these words at these places alone."""
    marques = {"tickmode": "array", "tickvals": [*graduations], "ticktext": [*graduations.values()]}
    return axe(bornes, taille, **marques, **options)


def echapper(texte: object) -> str:
    """A data value as Plotly text: its small HTML is not obeyed, and it is written as the titles over it, where it is cited."""
    return typographier(str(texte)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def gras(texte: str) -> str:
    """Bold, in Plotly's small HTML."""
    return f"<b>{texte}</b>"


def largeur(texte: str, taille: float = 1) -> float:
    """Pixels that a text takes at most (0.6 em a character, tags not counted)."""
    nu = texte.replace("<b>", "").replace("</b>", "").replace("&amp;", "&").replace("&lt;", "<")
    return 0.6 * CORPS * taille * max((len(ligne) for ligne in nu.split("<br>")), default=0)


TELEPHONE = 358
"""Pixels of a figure on a telephone."""
PAS = (1, 2, 3, 4, 6, 12, 24)
"""Words under an axis may be that far apart: months then stand at the same place of every year."""


def place_du_mot(mots: Sequence[str], taille: float = 1) -> float:
    """Pixels that the longest of these words takes under an axis: letters are narrower on the mean than `largeur` reckons."""
    return 0.85 * max((largeur(mot, taille) for mot in mots), default=0.0) + 3 * taille


def marge_au_bout(bouts: Iterable[tuple[float, float]], place: float) -> float:
    """Pixels to keep at the right of bars in a figure `place` pixels wide, for the words at their ends: (share of the axis that a
    bar takes, pixels of its words).

    Words after a short bar stand over the axis itself. What fits in one width fits in any larger one.
    """
    return max((min(mots, place - (place - mots) / part) for part, mots in bouts if part), default=0.0)


def saut_des_mots(mots: Sequence[str], case: float, taille: float = 1) -> int:
    """One word out of how many is written, `case` pixels apart on a telephone: at most six, none touches the next one."""
    voulu = max(len(mots) / 6, place_du_mot(mots, taille) / max(case, 1.0))
    return next((pas for pas in PAS if pas >= voulu), max(len(mots), 1))


CARACTERES = 54
"""So many take 346 px in this font: a phone is 358 px wide, half a page 376."""


def raccourcir(texte: str, caracteres: int = CARACTERES) -> str:
    """A long label cut at a word, with an ellipsis; the whole stands in the table and on hover."""
    if len(texte) <= caracteres:
        return texte
    coupe = texte[: caracteres - 1]
    mot = coupe.rsplit(" ", 1)[0]
    return f"{mot if len(mot) > caracteres // 2 else coupe}\u2026"


def raccourcir_tous(textes: Sequence[str]) -> list[str]:
    """The labels of one figure, each as `raccourcir` cuts it; those that would read alike are cut in their middle.

    The end of a series of films is what tells them apart (« … épisode 3 »), and paper has neither table nor hover.
    """
    courts = [_ajuster(raccourcir, t) for t in textes]
    pareils = {court for court, fois in Counter(courts).items() if fois > 1}
    return [
        _ajuster(_au_milieu, texte) if court in pareils and court != texte else court
        for texte, court in zip(textes, courts, strict=True)
    ]


_CHASSES = {
    0.27: "iljI.,:;|!'\u2019 \u00a0\u202f",
    0.35: "ftr()-",
    0.51: "acksvxyzàâç",
    0.79: "w&\u2026",
    0.89: "mMW%@",
}
_CHASSE = {lettre: em for em, lettres in _CHASSES.items() for lettre in lettres}
"""Widths of the letters of `POLICE`, in em, that are not about 0.65 (capitals) or 0.57 (others)."""


def _ajuster(couper: Callable[[str, int], str], texte: str) -> str:
    """The text as `couper` cuts it, in no more letters than a telephone is wide: fewer capitals."""
    court = texte
    for lettres in range(CARACTERES, 1, -1):
        court = couper(texte, lettres)
        if sum(_CHASSE.get(c, 0.65 if c.isupper() else 0.57) for c in court) <= TELEPHONE / CORPS:
            break
    return court


def _au_milieu(texte: str, caracteres: int) -> str:
    """The first words, an ellipsis, the last words."""
    debut = raccourcir(texte, caracteres // 2)
    fin = texte[len(debut) + 1 - caracteres :]
    mots = fin.split(" ", 1)[-1]
    return f"{debut} {mots if len(mots) > len(fin) // 2 else fin}"


def cite(nom: str, caracteres: int = 50) -> str:
    """« nom », as a title quotes what somebody wrote: two of a title's lines hold it, with what is said of it."""
    return f"« {raccourcir(nom, caracteres)} »"


def note(x: float | str, y: float, texte: str, taille: float = 1, **options: Any) -> dict[str, Any]:
    """An annotation without arrow, anchored left and middle unless told otherwise."""
    couleur = options.pop("couleur", couleurs.ENCRE)
    return {
        "x": x,
        "y": y,
        "text": texte,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "borderpad": 0,
        "font": police(couleur, taille),
    } | options


def _pas_de_legende(mots: str, taille: float) -> float:
    """Pixels from a square of the legend to the next one."""
    return 18 * taille + largeur(mots, taille * 0.93) + 10 * taille


def lignes_de_legende(
    entrees: list[tuple[str, str, str]], taille: float = 1
) -> list[list[tuple[str, str, str]]]:
    """The entries of a `legende` by lines that a telephone holds."""
    lignes: list[list[tuple[str, str, str]]] = [[]]
    x = 0.0
    for entree in entrees:
        mots = entree[2]
        if lignes[-1] and x + 18 * taille + place_du_mot([mots], taille * 0.93) > TELEPHONE * taille:
            lignes.append([])
            x = 0.0
        lignes[-1].append(entree)
        x += _pas_de_legende(mots, taille)
    return lignes


def legende(
    entrees: list[tuple[str, str, str]], y: float, taille: float = 1
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Squares with their words on one line, at `y` pixels from the top of the plot (negative: above it).

    Entries are (fill, outline, words). Plotly's own legend moves with the window; this one does not.
    Returns shapes and annotations.
    """
    formes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    cote, x = 12 * taille, 0.0
    for fond, contour, mots in entrees:
        formes.append(
            {
                "type": "rect",
                "xref": "paper",
                "yref": "paper",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": 0,
                "yanchor": 1,
                "x0": x,
                "x1": x + cote,
                "y0": -y - cote / 2,
                "y1": -y + cote / 2,
                "fillcolor": fond,
                "line": {"color": contour, "width": 1},
            }
        )
        decalage = x + cote + 6 * taille
        notes.append(
            note(0, 1, mots, taille * 0.93, xref="paper", yref="paper", xshift=decalage, yshift=-y)
            | {"font": police(couleurs.ATTENUE, taille * 0.93)}
        )
        x += _pas_de_legende(mots, taille)
    return formes, notes


def nombre(valeur: object) -> float | None:
    """The cell as a number; None when it is missing or masked."""
    if isinstance(valeur, str) or est_absent(valeur):  # type: ignore[arg-type]
        return None
    return float(valeur)  # type: ignore[arg-type]


def graduation(maximum: float) -> tuple[float, float]:
    """A round step (1, 2, 2,5 or 5 times a power of ten), about four to the axis, and the round end of an axis from zero."""
    if maximum <= 0:
        return 1, 1
    brut = maximum / 4
    puissance = 10.0 ** math.floor(math.log10(brut))
    ecart = next(m * puissance for m in (1, 2, 2.5, 5, 10) if m * puissance >= brut - 1e-9)
    if ecart < 1:  # counts have no halves
        ecart = 1
    elif maximum <= 10 and ecart == 2.5:
        ecart = 3
    return ecart, math.ceil(round(maximum / ecart, 9)) * ecart
