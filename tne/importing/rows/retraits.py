"""Those whom a text names, taken out of it before any table sees it, and what the check of the file says of them.

Every kept text goes through here, of a file or entered by hand: each distinct text once, in memory, never in SQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tne.formules import ERREURS_DE_FORMULE
from tne.importing.model import Probleme
from tne.importing.rows.cells import Colonne, Rangs
from tne.importing.rows.nominative import header_shown, held
from tne.persons.nommes import ADRESSE, INDICE, NOM, NUMEN, TELEPHONE, lire
from tne.reading.arrays import numbers, numpy, scalar, texts
from tne.spec import Column, Gravite
from tne.typographie import accord, compte, enumeration

# Lines named in one remark; the others are counted.
_LIGNES = 5
# A cell that would have been refused, and was left empty because the user said so.
VIDE = "vide"
# What a formula left instead of a text.
FORMULE = "formule"
# A cell that holds several addresses, an address that rows of several names have, and one that some rows of its person lack.
PLUSIEURS, PARTAGEE, SANS_ADRESSE = "plusieurs_adresses", "adresse_partagee", "adresse_sur_d_autres_lignes"
_ERREURS = texts(ERREURS_DE_FORMULE)
_MOTS = {
    FORMULE: ("erreur de formule", "erreurs de formules", "laissée vide", "laissées vides"),
    VIDE: ("cellule", "cellules", "laissée vide", "laissées vides"),
    ADRESSE: ("adresse électronique", "adresses électroniques", "retirée", "retirées"),
    TELEPHONE: ("numéro de téléphone", "numéros de téléphone", "retiré", "retirés"),
    NUMEN: ("NUMEN", "NUMEN", "retiré", "retirés"),
    NOM: ("nom de personne", "noms de personnes", "retiré", "retirés"),
}
# What one cell, or several, say of persons; each takes the number before it.
_DITS = {
    PLUSIEURS: (
        "cellule tient plusieurs adresses : la première y désigne une seule personne",
        "cellules tiennent plusieurs adresses : la première de chacune y désigne une seule personne",
        "S'il y en a plusieurs, faites une ligne pour chacune.",
    ),
    PARTAGEE: (
        "ligne a l'adresse d'une ligne d'un autre nom : elle compte pour la même personne",
        "lignes ont l'adresse d'une ligne d'un autre nom : elles comptent pour la même personne",
        "S'il s'agit de personnes différentes, videz ces adresses : les noms les compteront.",
    ),
    SANS_ADRESSE: (
        "ligne ne donne pas l'adresse qu'une autre donne de la même personne (mêmes nom, prénom et établissement, ou même "
        "NUMEN), qui compte ainsi deux fois",
        "lignes ne donnent pas l'adresse que d'autres donnent de la même personne (mêmes nom, prénom et établissement, ou "
        "même NUMEN), qui compte ainsi deux fois",
        "Remplissez cette adresse sur toutes ses lignes.",
    ),
}
_CODES = {VIDE: "cellules_vides", FORMULE: "formules_en_erreur"}


@dataclass(frozen=True)
class Retrait:
    """Of one nature in one column: how many were taken out (or are to be looked at), in how many cells, the first lines."""

    feuille: str | None
    colonne: str
    nature: str
    retire: bool
    nombre: int
    cellules: int
    lignes: tuple[int, ...]


def cleaned(
    column: Colonne, declared: Column, lines: pa.Array, feuille: str | None, header: str
) -> tuple[Colonne, list[Retrait]]:
    """The cells of a column without those they name, and what was found."""
    hinted = numpy(pc.fill_null(pc.match_substring_regex(column.textes, INDICE), scalar(False)))
    found: dict[int, Counter[tuple[str, bool]]] = {}
    replaced: dict[int, str | None] = {}
    for n in np.flatnonzero(hinted).tolist():
        read = lire(column.textes[n].as_py(), declared.nommes)
        if read.retires:
            replaced[n] = read.texte
        if read.retires or read.a_verifier:
            found[n] = Counter({(nature, True): k for nature, k in read.retires.items()})
            found[n].update({(nature, False): k for nature, k in read.a_verifier.items()})
    for n in np.flatnonzero(numpy(pc.is_in(column.textes, _ERREURS))).tolist():
        replaced[n], found[n] = None, Counter({(FORMULE, True): 1})
    if not found:
        return column, []
    told = []
    for nature, out in dict.fromkeys(what for counts in found.values() for what in counts):
        of_text = np.zeros(len(column.textes), np.int64)
        for n, counts in found.items():
            of_text[n] = counts[nature, out]
        number = of_text[column.codes]
        rows = np.flatnonzero(number)
        if len(rows):  # a dictionary may hold texts of other rows
            first = lines.take(numbers(rows[: _LIGNES + 1])).to_pylist()
            told.append(
                Retrait(
                    feuille, header_shown(header), nature, out, int(number.sum()), len(rows), tuple(first)
                )
            )
    if not replaced:
        return column, told
    left = column.textes.to_pylist()
    for n, text in replaced.items():
        left[n] = text
    return Colonne(column.codes, pa.array(left, pa.string())), told


def without_naming(
    column: Colonne, declared: Column, said: Callable[[str | None], str | None] | None
) -> tuple[Colonne, npt.NDArray[np.intp]]:
    """The cells of a column that keeps no free text, null where they hold what names or reaches a person, and the numbers of these
    texts: they are to be refused. `said`: the text of the column out of that of its cell, where it is another.
    """
    meant = column.textes if said is None else texts([said(t) for t in column.textes.to_pylist()])
    hinted = pc.fill_null(pc.match_substring_regex(meant, INDICE), scalar(False))
    naming = [n for n in np.flatnonzero(numpy(hinted)).tolist() if held(meant[n].as_py(), declared)]
    if not naming:
        return column, np.array([], np.intp)
    left = column.textes.to_pylist()
    for n in naming:
        left[n] = None
    return Colonne(column.codes, texts(left)), np.array(naming, np.intp)


def left_empty(
    emptied: npt.NDArray[np.bool_], lines: pa.Array, feuille: str | None, header: str
) -> list[Retrait]:
    """What is said of the cells of a column that were left empty; `emptied`: for each row, whether its cell was."""
    return told_rows(VIDE, np.flatnonzero(emptied), lines, feuille, header)


def told_rows(nature: str, rows: Rangs, lines: pa.Array, feuille: str | None, header: str) -> list[Retrait]:
    """What is said of these rows of a column, each for one cell; nothing where there is none."""
    if not len(rows):
        return []
    first = tuple(lines.take(numbers(rows[: _LIGNES + 1])).to_pylist())
    return [Retrait(feuille, header_shown(header), nature, True, len(rows), len(rows), first)]


def told(retraits: Sequence[Retrait]) -> Iterator[Probleme]:
    """What is said of them: one remark by column and nature, for the whole file."""
    by: dict[tuple[str | None, str, str, bool], list[Retrait]] = {}
    for r in retraits:
        by.setdefault((r.feuille, r.colonne, r.nature, r.retire), []).append(r)
    for (sheet, column, nature, out), some in by.items():
        # Of a file in parts, the first rows may be read last.
        lines = sorted(line for r in some for line in r.lignes)[: _LIGNES + 1]
        number, cells = sum(r.nombre for r in some), sum(r.cellules for r in some)
        if nature in _DITS:
            yield _of_persons(sheet, column, nature, lines, cells)
            continue
        one, several, taken, all_taken = _MOTS[nature]
        what = f"{number} {accord(number, one, several)}"
        if nature == VIDE:
            said = f"{what} {accord(number, taken, all_taken)}, comme demandé."
        elif nature == FORMULE:
            said = f"{what} du tableur, {accord(number, taken, all_taken)}."
        elif out:
            said = f"{what} {accord(number, taken, all_taken)} avant d'enregistrer."
        else:
            said = f"{what} à vérifier : rien n'a été retiré. Corrigez ce texte s'il ne doit nommer personne."
        message = f"Colonne « {column} », {_where(lines, cells)} : {said}"
        code = _CODES.get(nature) or ("nommes_retires" if out else "nommes_a_verifier")
        yield Probleme(sheet, lines[0], column, None, code, message, gravite=Gravite.AVERTISSEMENT)


def _of_persons(sheet: str | None, column: str, nature: str, lines: Sequence[int], cells: int) -> Probleme:
    one, several, way = _DITS[nature]
    message = f"Colonne « {column} », {_where(lines, cells)} : {cells} {accord(cells, one, several)}. {way}"
    return Probleme(sheet, lines[0], column, None, nature, message, gravite=Gravite.AVERTISSEMENT)


def _where(lines: Sequence[int], cells: int) -> str:
    """« ligne 3 », « lignes 3 et 8 », « lignes 3, 8, 9, 12, 14 et 31 autres »."""
    if cells == 1:
        return f"ligne {lines[0]}"
    if cells <= _LIGNES:
        return f"lignes {enumeration([str(n) for n in lines])}"
    return f"lignes {', '.join(str(n) for n in lines[:_LIGNES])} et {compte(cells - _LIGNES, 'autre')}"
