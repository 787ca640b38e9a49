"""A file saved again that holds the rows of an earlier import: what more recent imports changed would go back to what it was.

The same bytes are the same import, whose rows stay where they stand, unless cells were corrected on the screen or columns linked
otherwise; saved again by a spreadsheet they are another file. The last one imported wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from tne.importing.model import Probleme, Staged, remark
from tne.importing.rows.nominative import unnamed
from tne.store.schema import log_table, value_columns
from tne.typographie import accord, cite, entier


def older_told(
    con: duckdb.DuckDBPyConnection, staged: Sequence[Staged], sha256: str, mark: str
) -> list[list[Probleme]]:
    """For each data set of a file what to say where all that the file brings are the rows of one import that is not undone.

    Nothing of a data set whose rows stand so in the base, nor of an import that is redone (`mark`: its `identite`): it stands under
    what came after it.
    """
    counts = [one.result.comptes for one in staged]
    back = [c.ajoutees + c.modifiees for c in counts]
    known = con.execute(
        "SELECT 1 FROM import WHERE identite = $mark OR (sha256 = $sha AND NOT annule)",
        {"sha": sha256, "mark": mark},
    ).fetchall()
    found = _same(con, staged) if any(back) and not known else None
    return [[_told(n, *found)] if found and n else [] for n in back]


def same_file_told(con: duckdb.DuckDBPyConnection, sha256: str, mark: str) -> list[Probleme]:
    """What to say of a file whose bytes are in force as they were read or corrected another time; nothing of any other.

    `mark`: what tells its import from any other, as it is read now (`identite`).
    """
    imports = con.execute(
        "SELECT id, cree, identite = $mark FROM import WHERE sha256 = $sha AND en_vigueur ORDER BY id DESC",
        {"sha": sha256, "mark": mark},
    ).fetchall()
    if not imports or any(same for _, _, same in imports):
        return []
    number, day, _ = imports[0]
    message = (
        f"Ce fichier est déjà en vigueur : import n° {number} du {day:%d/%m/%Y}, corrigé à l'écran ou lu autrement. Ce qui a été "
        "corrigé alors ne l'est pas ici : importé de nouveau, il ne double rien, mais remet ses propres valeurs."
    )
    return [remark(None, 0, str(number), "fichier_lu_autrement", message)]


def _told(back: int, number: int, name: str, day: datetime) -> Probleme:
    message = (
        f"Ce fichier a les mêmes lignes que l'import n° {number} ({cite(name)}, du {day:%d/%m/%Y}), et des imports plus récents en ont "
        f"changé ou ôté {entier(back)} : l'importer {accord(back, 'la', 'les')} ramènerait à cet ancien état. S'il a été enregistré "
        "avant eux, ne l'importez pas."
    )
    return remark(None, 0, str(back), "etat_plus_ancien", unnamed(message))


def _same(con: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> tuple[int, str, datetime] | None:
    """The last import not undone that brought the very rows of the file, cell by cell; None without one."""
    candidates: list[tuple[int, str, datetime]] = []
    for n, one in enumerate(staged):
        # As many rows first: of a file that has more of them than before, no row is compared.
        as_many = con.execute(
            f"SELECT i.id, i.fichier, i.cree FROM import i JOIN (SELECT _import, count(*) AS n FROM {log_table(one.dataset)} "
            "GROUP BY _import) l ON l._import = i.id WHERE NOT i.annule AND l.n = "
            f"(SELECT count(*) FROM {one.table} WHERE _etat = 'ok') ORDER BY i.id DESC"
        ).fetchall()
        candidates = [c for c in as_many if n == 0 or c in candidates]
    return next((c for c in candidates if all(_holds(con, one, c[0]) for one in staged)), None)


def _holds(con: duckdb.DuckDBPyConnection, one: Staged, number: int) -> bool:
    same = " AND ".join(
        f'e."{name}" IS NOT DISTINCT FROM l."{name}"' for name, _ in value_columns(one.dataset)
    )
    other = con.execute(
        f"SELECT 1 FROM (SELECT * FROM {one.table} WHERE _etat = 'ok') e "
        f"ANTI JOIN (SELECT * FROM {log_table(one.dataset)} WHERE _import = $id) l ON e._cle = l._cle "
        f"AND e._retire = l._retire AND (e._efface <> 0) = (l._vides IS NOT NULL) AND {same} LIMIT 1",
        {"id": number},
    ).fetchall()
    return not other
