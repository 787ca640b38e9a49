"""The palette, declared once, and the colours that figures may name.

A figure never holds a real colour. It holds placeholders (`#000001` to `#000030`) which the browser
replaces from `theme.{light,dark}.chart*Colors` of `.streamlit/config.toml` (`tne/ui/graphe.js`): one figure
serves both themes and is right at first paint.
Outside the browser, `resoudre` does the same replacement.

One hue per part of the programme; shades are that hue mixed into the paper. Greys are context.
A test checks that the configuration file agrees, and computes contrasts and colour-vision distances.
"""

import json
from dataclasses import dataclass
from typing import Any, Literal

from tne.visuals.visual import FAMILLES

Theme = Literal["clair", "sombre"]


@dataclass(frozen=True)
class Couleur:
    """A role in both themes, as #RRGGBB."""

    clair: str
    sombre: str

    def dans(self, theme: Theme) -> str:
        """The colour in that theme."""
        return self.clair if theme == "clair" else self.sombre

    @property
    def css(self) -> str:
        """The colour in the theme of the page that it stands on, for a style sheet."""
        return f"light-dark({self.clair}, {self.sombre})"


TEINTES: dict[str, Couleur] = {
    "formations": Couleur("#1A4480", "#6796E6"),
    "accompagnements": Couleur("#22786A", "#8FDFC8"),
    "parentalite": Couleur("#8A1A3C", "#DE7180"),
    "equipements": Couleur("#8C6206", "#EBBF55"),
    "numerixplore": Couleur("#765AC4", "#D2C6FA"),
    "neutre": Couleur("#5F594F", "#B5AEA2"),
}
GRIS_CONTEXTE = Couleur("#757063", "#888277")
GRIS_PALE = Couleur("#E3DDD2", "#322F2A")
GRIS_CONTOUR = Couleur("#C2BAAB", "#625E55")
TEXTE_ATTENUE = Couleur("#5F594F", "#B5AEA2")
ENCRE_PAGE = Couleur("#161411", "#EDE9E2")
PAPIER_PAGE = Couleur("#FBF9F5", "#1C1B19")
PANNEAU = Couleur("#F4F0E9", "#282622")

PARTS = {"fort": 0.78, "moyen": 0.58, "clair": 0.4}
"""How much of the hue each shade keeps when mixed into the paper: the lightest is still seen beside `GRIS_PALE`."""


@dataclass(frozen=True)
class Nuances:
    """Placeholders of one hue, from the full hue to its lightest shade."""

    plein: str
    fort: str
    moyen: str
    clair: str


def _repere(rang: int) -> str:
    return f"#0000{rang:02d}"


_COLOREES = tuple(f for f in FAMILLES if f != "neutre")

NUANCES: dict[str, Nuances] = {
    famille: Nuances(*(_repere(base + i) for base in (1, 11, 16, 21))) for i, famille in enumerate(_COLOREES)
} | {"neutre": Nuances(_repere(8), _repere(26), _repere(27), _repere(28))}
"""Placeholders by part of the programme; `neutre` is a grey scale."""

CONTEXTE = _repere(6)
"""Marks that the sentence does not speak of (3:1 on paper)."""
PALE = _repere(7)
"""Track under a bar, grid, cell of zero."""
CONTOUR = _repere(30)
"""Edge of what is zero, or of no data: `PALE` alone is lost in the page, and a fill that is seen would read as "few"."""
ATTENUE = _repere(8)
"""Axis and note text (4.5:1)."""
ENCRE = _repere(9)
"""Labels and values."""
PAPIER = _repere(10)
"""The page itself: text on a full mark, line between two marks."""
FOND = _repere(29)
"""Panel behind a legend or a hover label."""


def melange(teinte: str, fond: str, part: float) -> str:
    """`part` of the hue over the ground, as an opaque #RRGGBB."""

    def canaux(c: str) -> tuple[int, int, int]:
        return int(c[1:3], 16), int(c[3:5], 16), int(c[5:7], 16)

    mixtes = (round(part * a + (1 - part) * b) for a, b in zip(canaux(teinte), canaux(fond), strict=True))
    return "#" + "".join(f"{c:02X}" for c in mixtes)


def palette(theme: Theme) -> dict[str, str]:
    """Every placeholder with its real colour in that theme."""
    fond = PAPIER_PAGE.dans(theme)
    couleurs = {
        CONTEXTE: GRIS_CONTEXTE,
        PALE: GRIS_PALE,
        ATTENUE: TEXTE_ATTENUE,
        ENCRE: ENCRE_PAGE,
        PAPIER: PAPIER_PAGE,
        FOND: PANNEAU,
        CONTOUR: GRIS_CONTOUR,
    }
    reelles = {repere: couleur.dans(theme) for repere, couleur in couleurs.items()}
    for famille, nuances in NUANCES.items():
        teinte = TEINTES[famille].dans(theme)
        reelles[nuances.plein] = teinte
        for nom, part in PARTS.items():
            reelles[getattr(nuances, nom)] = melange(teinte, fond, part)
    return dict(sorted(reelles.items()))


def echelle(famille: str, classes: int) -> list[str]:
    """Placeholders of an ordered scale, lightest first, for 1 to 4 classes above zero.

    Zero itself is `PALE`: it is no shade of the hue, so that "none" is never read as "few". The first step keeps as far from
    it as the number of classes allows: a projector washes out what is lightest.
    """
    n = NUANCES[famille]
    return {
        1: [n.plein],
        2: [n.moyen, n.plein],
        3: [n.moyen, n.fort, n.plein],
        4: [n.clair, n.moyen, n.fort, n.plein],
    }[classes]


def resoudre(figure: dict[str, Any], theme: Theme = "clair") -> dict[str, Any]:
    """The same figure with real colours, for a document or any renderer but Streamlit."""
    texte = json.dumps(figure)
    for repere, couleur in palette(theme).items():
        texte = texte.replace(repere, couleur)
    resolue: dict[str, Any] = json.loads(texte)
    return resolue
