"""Curves of what docs/performance.md measured, drawn from its tables: `python -m bench.courbes`.

Both scales are logarithmic: from the demonstration to the nation there are four orders of magnitude.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.rapport import RAPPORT, ecrire_section  # noqa: E402
from tne.typographie import decimal, entier  # noqa: E402
from tne.visuals.couleurs import ENCRE_PAGE, GRIS_PALE, PAPIER_PAGE, TEINTES, TEXTE_ATTENUE  # noqa: E402

LARGEUR, HAUTEUR = 760, 400
GAUCHE, DROITE, HAUT, BAS = 64, 170, 20, 48
COULEURS = [*(teinte.clair for teinte in TEINTES.values()), "#A64B00"]
_N = r"(\d[\d \u202f]*(?:,\d+)?)"

Courbes = Mapping[str, Sequence[tuple[float, float]]]
"""The name of each line → its points, both numbers above 0."""


def importations(rapport: str) -> Courbes:
    """Seconds of an import by its rows, for each tool."""
    found: dict[str, list[tuple[float, float]]] = {}
    for titre, table in _tables(_section(rapport, "import-rivaux")):
        rows = re.match(rf"{_N} inscriptions", titre)
        assert rows is not None, titre
        for tool, seconds in re.findall(rf"^\| ([^|]+?) \| {_N} s \|", table, re.MULTILINE):
            found.setdefault(tool, []).append((_nombre(rows[1]), _nombre(seconds)))
    return found


def changements(rapport: str) -> Courbes:
    """Milliseconds of processor that a filter change takes the server by the registrations of the base, for each page in
    coordination.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    for name in ("queries", "queries-grandes"):
        section = _section(rapport, name)
        bases = re.findall(rf"^\| ([^|]+?) \| {_N} \| {_N} \| {_N} \| \d+ \|", section, re.MULTILINE)
        rows = {base: _nombre(inscriptions) for base, _, _, inscriptions in bases}
        for base, table in _tables(section):
            for page, ms in re.findall(rf"^\| (\w+) \| coordination \| {_N} ms", table, re.MULTILINE):
                found.setdefault(page, []).append((rows[base], _nombre(ms)))
    return found


def _section(rapport: str, nom: str) -> str:
    return rapport.split(f"<!-- {nom} -->", 1)[1].split(f"<!-- /{nom} -->", 1)[0]


def _tables(section: str) -> Iterator[tuple[str, str]]:
    """Title and text of each part of a section."""
    for part in section.split("\n### ")[1:]:
        titre, texte = part.split("\n", 1)
        yield titre, texte


def _nombre(texte: str) -> float:
    return float(re.sub(r"[ \u202f]", "", texte).replace(",", "."))


def svg(courbes: Courbes, titre: str, abscisse: str, unite: str, but: tuple[float, str] | None = None) -> str:
    """The lines with their names at their ends; `but` is a level and its words."""
    points = [p for line in courbes.values() for p in line]
    left, _ = _bornes([x for x, _ in points])
    right = math.log10(max(x for x, _ in points))
    low, high = _bornes([y for _, y in points])

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - left) / (right - left)
        up = (math.log10(y) - low) / (high - low)
        return GAUCHE + across * (LARGEUR - GAUCHE - DROITE), HAUTEUR - BAS - up * (HAUTEUR - HAUT - BAS)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LARGEUR} {HAUTEUR}" role="img" font-family="IBM Plex Sans, sans-serif" font-size="13">',
        f'<title>{escape(titre)}</title><rect width="{LARGEUR}" height="{HAUTEUR}" fill="{PAPIER_PAGE.clair}"/>',
    ]
    for power in range(low, high + 1):
        x, y = at(10**left, 10**power)
        parts.append(f'<path d="M{x:.0f} {y:.1f}H{LARGEUR - DROITE}" stroke="{GRIS_PALE.clair}"/>')
        parts.append(_mots(f"{_court(10.0**power)} {unite}", x - 8, y + 4, "end", TEXTE_ATTENUE.clair))
    for power in range(left, math.floor(right) + 1):
        x, y = at(10**power, 10**low)
        parts.append(_mots(_court(10.0**power), x, y + 20, "middle", TEXTE_ATTENUE.clair))
    parts.append(_mots(abscisse, GAUCHE, HAUTEUR - 8, "start", TEXTE_ATTENUE.clair))
    if but is not None:
        x, y = at(10**left, but[0])
        parts.append(
            f'<path d="M{x:.0f} {y:.1f}H{LARGEUR - DROITE}" stroke="{ENCRE_PAGE.clair}" stroke-dasharray="4 4"/>'
        )
        parts.append(_mots(but[1], x + 4, y - 6, "start", ENCRE_PAGE.clair))
    ends = {name: at(*max(line)) for name, line in courbes.items()}
    places = _ecarter({name: y for name, (_, y) in ends.items()})
    for (name, line), colour in zip(courbes.items(), COULEURS, strict=False):
        drawn = [at(x, y) for x, y in sorted(line)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in drawn]
        parts.append(_mots(name, ends[name][0] + 12, places[name] + 4, "start", colour))
    return "".join(parts) + "</svg>\n"


def _bornes(nombres: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around them."""
    low, high = math.floor(math.log10(min(nombres))), math.ceil(math.log10(max(nombres)))
    return low, max(high, low + 1)


def _court(nombre: float) -> str:
    return entier(int(nombre)) if nombre >= 1 else decimal(nombre, -math.floor(math.log10(nombre)))


def _ecarter(hauteurs: Mapping[str, float], pas: float = 17) -> dict[str, float]:
    """Names that would cover each other, one under the other."""
    placed: dict[str, float] = {}
    for name, y in sorted(hauteurs.items(), key=lambda h: h[1]):
        placed[name] = max(y, max(placed.values(), default=-pas) + pas)
    over = max(0.0, max(placed.values()) - (HAUTEUR - BAS))
    return {name: y - over for name, y in placed.items()}


def _mots(texte: str, x: float, y: float, ancre: str, couleur: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{ancre}" fill="{couleur}">{escape(texte)}</text>'


def main() -> None:
    """Draw both into docs/images, where the section *courbes* of the report shows them."""
    rapport = RAPPORT.read_text(encoding="utf-8")
    told = "Temps d\u2019un import selon le nombre de lignes"
    asked = (
        "Temps de processeur d\u2019un changement de filtre selon le nombre d\u2019inscriptions de la base"
    )
    goal = (300, "but, douze TNE\u202f: 300 ms")
    drawn = {
        "courbe-import.svg": (told, svg(importations(rapport), told, "Lignes", "s")),
        "courbe-filtre.svg": (
            asked,
            svg(changements(rapport), asked, "Inscriptions dans la base", "ms", goal),
        ),
    }
    lines = [
        "Tracées par `python -m bench.courbes` à partir des tableaux de cette page\u202f; les deux échelles sont logarithmiques."
    ]
    for name, (title, text) in drawn.items():
        (RAPPORT.parent / "images" / name).write_text(text, encoding="utf-8")
        lines += ["", f"{title}\u202f:", "", f"![{title}](images/{name})"]
    ecrire_section("courbes", "Courbes", lines)


if __name__ == "__main__":
    main()
