"""Cells corrected before the import: on screen, or in the file of problems that comes back corrected.

Corrections belong to the identity of an import (`Options.corrections`), by sheet, line and header. Personal columns
are never shown, so never corrected here: such a row is mended in its own file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from tne.importing.columns.habits import unguarded
from tne.importing.model import Probleme, Reconnaissance
from tne.importing.rows.nominative import hidden, shown
from tne.reading import Document, Tableau
from tne.spec import Column, Gravite, Privacy, fold

# Headers of the file of problems, beside those of the file itself. No data set knows them.
EMPREINTE, FEUILLE, LIGNE, A_CORRIGER = (
    "Fichier d'origine",
    "Feuille d'origine",
    "Ligne d'origine",
    "À corriger",
)
_OURS = (EMPREINTE, FEUILLE, LIGNE, A_CORRIGER)


def cell_key(feuille: str | None, ligne: int, entete: str) -> str:
    """How a corrected cell is named in `Options.corrections`."""
    return f"{feuille or ''}!{ligne}!{entete}"


def corrected(
    recognised: tuple[Reconnaissance, ...], corrections: Mapping[str, str]
) -> tuple[Reconnaissance, ...]:
    """The same recognitions over tables in which these cells hold their new texts; an empty text empties a cell."""
    if not corrections:
        return recognised
    return tuple(replace(r, tableau=_corrected(r.tableau, corrections)) for r in recognised)


def _corrected(tableau: Tableau, corrections: Mapping[str, str]) -> Tableau:
    by_header: dict[str, dict[int, str]] = {}
    prefix = f"{tableau.feuille or ''}!"
    for key, text in corrections.items():
        if key.startswith(prefix):
            line, _, header = key[len(prefix) :].partition("!")
            if line.isdigit() and header in tableau.entete:
                by_header.setdefault(header, {})[int(line)] = text
    if not by_header:
        return tableau
    data = tableau.donnees
    lines = data.column(len(tableau.entete)).to_pylist()
    for header, texts in by_header.items():
        position = tableau.entete.index(header)
        cells = data.column(position).to_pylist()
        changed = [
            (texts[line].strip() or None) if line in texts else cell
            for line, cell in zip(lines, cells, strict=True)
        ]
        data = data.set_column(position, header, pa.array(changed, type=pa.string()))
    return replace(tableau, donnees=data)


def visible_headers(r: Reconnaissance) -> dict[str, Column]:
    """The headers that a data set reads and that name nobody, with their column: what may be shown and corrected."""
    used = {
        header: li.dataset.column(name)
        for li in r.liaisons
        for name, header in li.colonnes.items()
        if li.dataset.column(name).privacy is not Privacy.PERSONNEL
    }
    return {h: used[h] for h in r.tableau.entete if h in used and h not in r.personnelles}


def rows_to_correct(
    r: Reconnaissance, problemes: Sequence[Probleme], most: int | None = None
) -> list[tuple[int, str, dict[str, str]]]:
    """The refused rows of a table, in file order: (line, what is wrong, text by visible header)."""
    wrong: dict[int, list[str]] = {}
    named = {*r.tableau.entete, *(c.label for li in r.liaisons for c in li.dataset.columns)}
    for p in problemes:
        mine = p.colonne is None or p.colonne in named  # on the same line another table may stand beside it
        if p.gravite is Gravite.BLOQUANT and p.ligne and p.feuille == r.tableau.feuille and mine:
            said = f"{p.colonne} : {p.message}" if p.colonne else p.message
            if said not in wrong.setdefault(p.ligne, []):
                wrong[p.ligne].append(said)
    headers = visible_headers(r)
    # A school is told from a person by the schools of the base, which the check has read.
    described = {
        (p.ligne, p.colonne): p.valeur
        for p in problemes
        if p.valeur and hidden(p.valeur) and p.feuille == r.tableau.feuille
    }
    data = r.tableau.donnees
    lines = data.column(len(r.tableau.entete)).to_pylist()
    found: list[tuple[int, str, dict[str, str]]] = []
    columns = {h: data.column(r.tableau.entete.index(h)) for h in headers}
    for i, line in enumerate(lines):
        if line in wrong and (most is None or len(found) < most):
            texts = {
                h: described.get((line, h)) or shown(str(column[i].as_py() or ""), headers[h])
                for h, column in columns.items()
            }
            found.append((line, " ".join(wrong[line]), texts))
    return found


def file_of_problems(
    document: Document, recognised: Sequence[Reconnaissance], problemes: Sequence[Probleme]
) -> tuple[list[str], list[list[str]]]:
    """The refused rows as a table: header and rows, to be corrected in a spreadsheet and dropped again.

    It carries no personal column: dropped beside the file it comes from, it corrects it; dropped alone, it is
    imported as a table of its own where no person has to be counted.
    """
    headers: list[str] = []
    for r in recognised:
        headers += [h for h in visible_headers(r) if h not in headers]
    rows = [
        [
            document.sha256[:12],
            r.tableau.feuille or "",
            str(line),
            wrong,
            *(texts.get(h, "") for h in headers),
        ]
        for r in recognised
        for line, wrong, texts in rows_to_correct(r, problemes)
    ]
    return [*_OURS, *headers], rows


def corrections_from(document: Document) -> tuple[str, dict[str, str]] | None:
    """What a file of problems corrects: the mark of its file, and the corrections; None for any other file."""
    for tableau in document.tableaux:
        ours = {fold(h): h for h in tableau.entete if fold(h) in {fold(o) for o in _OURS}}
        if len(ours) < len(_OURS):
            continue
        found: dict[str, str] = {}
        mark = ""
        for row in tableau.donnees.to_pylist():
            mark = str(row[ours[fold(EMPREINTE)]] or mark)
            line = str(row[ours[fold(LIGNE)]] or "")
            if not line.isdigit():
                continue
            for header in tableau.entete:
                if header not in ours.values():
                    key = cell_key(row[ours[fold(FEUILLE)]], int(line), header)
                    found[key] = unguarded(row[header] or "")
        return mark, found
    return None


def changed_only(recognised: Sequence[Reconnaissance], corrections: Mapping[str, str]) -> dict[str, str]:
    """The corrections that differ from what their cell holds: the others would only change the import's identity."""
    kept: dict[str, str] = {}
    for r in recognised:
        data, sheet = r.tableau.donnees, r.tableau.feuille
        rows = {line: i for i, line in enumerate(data.column(len(r.tableau.entete)).to_pylist())}
        prefix, headers = f"{sheet or ''}!", visible_headers(r)
        for key, text in corrections.items():
            line, _, header = key.removeprefix(prefix).partition("!")
            if not key.startswith(prefix) or not line.isdigit() or int(line) not in rows:
                continue
            if header not in headers:
                continue
            now = data.column(r.tableau.entete.index(header))[rows[int(line)]].as_py()
            # What stands for a text that is not shown is none that anybody typed.
            if not hidden(text) and text.strip() != shown(str(now or ""), headers[header]).strip():
                kept[key] = text
    return kept
