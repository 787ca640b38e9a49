"""Two names of a header that ran into one another, told apart by their letters and by what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tne.reading.profile import Column, Profile

# Inside « DateHeure », where a second name begins.
_JOINT = re.compile(r"(?<=[a-zß-öø-ÿ0-9)])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ]{2})(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_WORD = re.compile(r"[^\W\d_]+")
# Words of names, French or English, for what a column holds: its shape (tne.reading.shapes).
_SAID = {
    word: what
    for what, words in {
        "date": "date jour day horodateur début fin",
        "heure": "heure horaire time hour",
        "adresse": "mail email courriel url lien link site web",
        "nombre": "nombre nb qty quantité quantity prix price coût cost tarif montant effectif effectifs total places durée vues ips",
        "code": "code id uai rne numéro identifiant référence",
    }.items()
    for word in words.split()
}


def names_apart(cells: Sequence[str], profile: Profile) -> list[str]:
    """The names with one of them cut in two where capitals, or two known words, show it; [] when unclear.

    Of several such places the one that puts most names over columns of what they say, and only if it is alone.
    """
    found = sorted(((_agreement(names, profile), names) for names in _cuts(cells)), key=lambda x: -x[0])
    if not found or (len(found) > 1 and (found[0][0] <= 0 or found[0][0] == found[1][0])):
        return []
    return found[0][1]


def _cuts(cells: Sequence[str]) -> Iterator[list[str]]:
    for j, cell in enumerate(cells):
        joints = {m.start() for m in _JOINT.finditer(cell)}
        for p in range(1, len(cell)):
            if p in joints or (cell[:p].casefold() in _SAID and cell[p:].casefold() in _SAID):
                yield [*cells[:j], cell[:p], cell[p:], *cells[j + 1 :]]


def _agreement(names: Sequence[str], profile: Profile) -> float:
    return sum(_agrees(name.strip(), column) for name, column in zip(names, profile.columns, strict=False))


def _agrees(name: str, column: Column) -> float:
    """More than 0 when a name says what its column holds, less when it says something else."""
    words = {w.casefold() for part in _JOINT.split(name) for w in _WORD.findall(part)}
    said = {_SAID[w] for w in words if w in _SAID}
    if not said or not column.shape:
        return 0.0
    held = column.shape if column.shape in _SAID.values() else "code" if "A" in column.shape else ""
    if held not in said:
        return -1.0
    return 1.5 if len(words) == 1 else 1.0 / len(words)
