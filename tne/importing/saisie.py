"""By hand: add, correct, retire records in a grid. The grid becomes a table like any other and takes the same path.

Only what was touched is written: the key, what a record must have, and the cells that changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd
import pyarrow as pa

from tne import horloge
from tne.access import Droit
from tne.datasets import dataset
from tne.datasets.annees import annee_du
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.importing.columns.as_cells import as_cells
from tne.importing.headers import mappings
from tne.importing.model import RETIRER, SAISIE, Reconnaissance
from tne.importing.wording import as_text
from tne.kinds import DATE
from tne.reading import Document, Tableau
from tne.spec import VIDER, Column, Dataset

# The data sets kept by hand, in the order in which they are offered.
SAISIES = (
    "intervention",
    "etablissement",
    "constat",
    "objectif",
    "chiffre_declare",
    "atelier_parentalite",
    "numerixplore",
    "equipement",
    "session_complement",
)
_REFERENCE = re.compile(r"(\d{4})-(\d+)")


@dataclass(frozen=True)
class Saisie:
    """What a grid changes: rows by column name, `RETIRER` holding « oui » for a record taken out."""

    jeu: str
    ajoutees: tuple[Mapping[str, str], ...]
    corrigees: tuple[Mapping[str, str], ...]
    retirees: tuple[Mapping[str, str], ...]

    @property
    def lignes(self) -> tuple[Mapping[str, str], ...]:
        """Every row, those that leave first: a record whose key was corrected leaves, then comes back."""
        return (*self.retirees, *self.corrigees, *self.ajoutees)


def columns_of(d: Dataset) -> tuple[Column, ...]:
    """The columns of the grid: all that is kept. A personal column would only be dropped."""
    return d.stored


def current_rows(base: Base, droit: Droit, jeu: str) -> pd.DataFrame:
    """The records of a data set as texts, by their key (the index); columns are the labels, latest import first."""
    droit.require("saisir des données")
    columns = columns_of(dataset(jeu))
    listed = ", ".join(f'"{c.name}"' for c in columns)
    con = base.cursor()
    try:
        rows = con.execute(
            f'SELECT CAST(_cle AS VARCHAR), {listed} FROM "{jeu}" ORDER BY _import DESC, _ligne, _cle'
        ).fetchall()
    finally:
        con.close()
    labels = [c.label for c in columns]
    texts = [[as_text(v) for v in values] for _, *values in rows]
    return pd.DataFrame(texts, index=[key for key, *_ in rows], columns=labels, dtype="str")


def differences(jeu: str, before: pd.DataFrame, after: pd.DataFrame) -> Saisie:
    """What the grid `after` changes in the rows `before` (both by label): lines without a known index are new."""
    d = dataset(jeu)
    unlike = _unlike(before, after)
    old, new = (_texts(d, frame[frame.index.isin(unlike)]) for frame in (before, after))
    added = [row for key, row in new.items() if key not in old and any(row.values())]
    retired = [_removal(d, row) for key, row in old.items() if key not in new]
    corrected: list[Mapping[str, str]] = []
    for key, row in new.items():
        held = old.get(key)
        if held is None or row == held:
            continue
        if _keyless(d, held) or any(row[k] != held[k] for k in d.key if k in row):
            retired.append(_removal(d, held))
            added.append(row)
        else:
            corrected.append(_touched(d, held, row))
    return Saisie(jeu, tuple(_referenced(d, before, added)), tuple(corrected), tuple(retired))


def reportee(before: pd.DataFrame, after: pd.DataFrame, now: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """What `after` changes in `before`, in the rows that the base holds `now` (all by label); how many records that were
    corrected it holds no more: these stay whole, as new ones.
    """
    touched = ~_same(before, after)
    corrected = touched.index[touched.any(axis=1)]
    still = corrected.intersection(now.index)
    found = now.drop(index=before.index.difference(after.index).intersection(now.index))
    for key in still:
        cells = touched.columns[touched.loc[key]]
        found.loc[key, cells] = after.loc[key, cells]
    gone = corrected.difference(now.index, sort=False)
    own = after.index.difference(before.index, sort=False)
    return pd.concat([found, after.loc[[*gone, *own]]]), len(gone)


def _unlike(before: pd.DataFrame, after: pd.DataFrame) -> pd.Index:
    """The keys of the lines that may differ: of thousands one or two were touched, and only those are read cell by cell."""
    if after is before:
        return before.index[:0]
    same = _same(before, after).all(axis=1)
    return before.index.union(after.index, sort=False).difference(same.index[same], sort=False)


def _same(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Of the lines that both have, for each cell whether it stayed as it was."""
    shared = before.index.intersection(after.index)
    then, now = before.loc[shared], after.reindex(columns=before.columns).loc[shared]
    return then.eq(now) | (then.isna() & now.isna())


def _texts(d: Dataset, frame: pd.DataFrame) -> dict[object, dict[str, str]]:
    columns = columns_of(d)
    rows = frame.reindex(columns=[c.label for c in columns]).to_dict("records")
    return {
        key: {c.name: as_text(row[c.label]).strip() for c in columns}
        for key, row in zip(frame.index, rows, strict=True)
    }


def _keyless(d: Dataset, row: Mapping[str, str]) -> bool:
    """The record has no identifier of its own: all its columns make its key."""
    return not d.key or (d.par_reference and not row.get("reference"))


def _removal(d: Dataset, row: Mapping[str, str]) -> dict[str, str]:
    kept = row if _keyless(d, row) else {n: v for n, v in row.items() if n in d.key}
    return {**kept, RETIRER: "oui"}


def _touched(d: Dataset, held: Mapping[str, str], row: Mapping[str, str]) -> dict[str, str]:
    needed = {*d.key, *(c.name for c in d.columns if c.required)}
    cells = {n: v for n, v in row.items() if n in needed or v != held[n]}
    return {n: VIDER if not v and held[n] else v for n, v in cells.items()}


def _referenced(
    d: Dataset, before: pd.DataFrame, added: Sequence[Mapping[str, str]]
) -> list[Mapping[str, str]]:
    """New records with the next free reference of their school year, so that they can be corrected later."""
    if not d.par_reference or not added:
        return list(added)
    last: dict[str, int] = {}
    held = map(as_text, before[d.column("reference").label])
    for reference in (*held, *(row.get("reference", "") for row in added)):
        if match := _REFERENCE.fullmatch(reference.strip()):
            last[match[1]] = max(last.get(match[1], 0), int(match[2]))
    found: list[Mapping[str, str]] = []
    years = _first_years(tuple(row.get("date", "") for row in added), horloge.aujourdhui())
    for row, year in zip(added, years, strict=True):
        if not row.get("reference"):
            last[year] = last.get(year, 0) + 1
            row = {**row, "reference": f"{year}-{last[year]:03d}"}
        found.append(row)
    return found


# A page is drawn again at each press, and a connection takes 40 ms: the days of a grid are read once until one changes.
@lru_cache(maxsize=64)
def _first_years(days: tuple[str, ...], today: date) -> tuple[str, ...]:
    """For each text of a day the year in which its school year began: that of today for what is no day."""
    return tuple(annee_du(day or today)[:4] for day in as_cells(days, DATE.sql.format(x="trim(x)")))


def as_table(saisie: Saisie, jeton: str) -> tuple[Document, tuple[Reconnaissance, ...]]:
    """The entry as a document to import. `jeton` marks one filling of the grid: sent twice, it is written once.

    ImportRefuse when nothing was changed.
    """
    if not saisie.lignes:
        raise ImportRefuse("Rien n'a été changé dans la grille : il n'y a rien à enregistrer.")
    return as_tables((saisie,), jeton, f"Saisie : {dataset(saisie.jeu).title}")


def as_tables(saisies: Sequence[Saisie], jeton: str, nom: str) -> tuple[Document, tuple[Reconnaissance, ...]]:
    """Entries of several data sets as one document, a table each: written together, undone together.

    ImportRefuse when there is none.
    """
    if not saisies:
        raise ImportRefuse("Il n'y a rien à enregistrer.")
    tables = tuple(_table(s, dataset(s.jeu).title if len(saisies) > 1 else None) for s in saisies)
    content: list[object] = [jeton]
    for s in saisies:
        content += [s.jeu] if len(saisies) > 1 else []
        content.append([dict(row) for row in s.lignes])
    text = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    document = Document(nom, hashlib.sha256(text).hexdigest(), len(text), "saisie", None, None, tables)
    return document, tuple(_bound(s, t) for s, t in zip(saisies, tables, strict=True))


def _table(saisie: Saisie, feuille: str | None) -> Tableau:
    columns = columns_of(dataset(saisie.jeu))
    header = (*(c.label for c in columns), RETIRER)
    names = (*(c.name for c in columns), RETIRER)
    data = {
        label: pa.array([row.get(name) or None for row in saisie.lignes], type=pa.string())
        for label, name in zip(header, names, strict=True)
    }
    lines = pa.array(range(1, len(saisie.lignes) + 1), type=pa.int64())
    return Tableau(feuille, header, pa.table({**data, "_ligne": lines}), 0, entete_brut=header)


def _bound(saisie: Saisie, tableau: Tableau) -> Reconnaissance:
    columns = columns_of(dataset(saisie.jeu))
    mapping = mappings.Correspondance(saisie.jeu, {c.name: c.label for c in columns})
    return replace(mappings.bind(tableau, mapping), origine=SAISIE)
