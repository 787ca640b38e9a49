"""Whom the texts of a base still name, written by a version that kept them as they were: told, and taken out.

Log and current table hold the same texts: the same replacement is made in both, and keys stay. What the texts name is
read in memory (`tne.persons.nommes`); the file is then written anew, since a database keeps old pages until they are used again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex

import duckdb
import pyarrow as pa

from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base, log_table
from tne.importing import journal
from tne.importing.headers import mappings
from tne.importing.headers.unnaming import journalled
from tne.importing.rows.nominative import held
from tne.persons.nommes import INDICE, lire
from tne.spec import Column, Dataset, Nommes
from tne.store.rewriting import REECRITURE, close_anew
from tne.store.schema import set_meta
from tne.typographie import compte


@dataclass(frozen=True)
class Nettoyage:
    """What a cleaning did: texts and codes replaced in the log, by data set and column (their labels)."""

    textes: dict[tuple[str, str], int]

    @property
    def nombre(self) -> int:
        """All of them."""
        return sum(self.textes.values())


def nommes(con: duckdb.DuckDBPyConnection, d: Dataset) -> Iterator[tuple[Column, dict[str, str], int]]:
    """Of each column whose stored texts name someone: text → what may be kept of it, and how many rows of the log hold one."""
    for c in d.textes:
        if c.nommes is Nommes.SIGNES:
            continue
        rows = con.execute(
            f'SELECT "{c.name}", count(*) FROM {log_table(d)} WHERE regexp_matches("{c.name}", $indice) GROUP BY ALL',
            {"indice": INDICE},
        ).fetchall()
        kept = {text: lire(text, c.nommes).texte for text, _ in rows}
        wrong = {text: new for text, new in kept.items() if new != text}
        if wrong:
            yield c, wrong, sum(n for text, n in rows if text in wrong)


def codes_nommant(con: duckdb.DuckDBPyConnection, d: Dataset) -> Iterator[tuple[Column, list[str], int]]:
    """Of each column of codes that hold what reaches a person, which an import refuses today: these codes, and how many rows of the
    log hold one.
    """
    for c in d.codes:
        rows = con.execute(
            f'SELECT code, n FROM (SELECT "{c.name}" AS code, count(*) AS n FROM {log_table(d)} GROUP BY ALL) '
            "WHERE regexp_matches(code, $indice)",
            {"indice": INDICE},
        ).fetchall()
        if wrong := {code: n for code, n in rows if held(code, c)}:
            yield c, list(wrong), sum(wrong.values())


def correspondances(con: duckdb.DuckDBPyConnection) -> tuple[dict[int, str], list[str]]:
    """The mappings that name someone: number of import → what the journal may keep of its own; the marks of the remembered ones."""
    rows = con.execute("SELECT id, correspondance FROM import ORDER BY id").fetchall()
    wrong = {}
    for number, text in rows:
        told = json.loads(text)
        if (kept := [journalled(one) for one in told]) != told:
            wrong[number] = json.dumps(kept, ensure_ascii=False)
    return wrong, mappings.naming(con)


def nettoyer(base: Base, droit: Droit) -> Nettoyage:
    """Replace the texts and codes that name someone in every import, undone ones included; then write the file anew and close it.

    The base is closed at the end: open it again. May be run again. BaseIndisponible when queries still hold the file.
    """
    droit.require("retirer les personnes que des textes nomment")
    with base.alone("retirer les personnes que des textes nomment"):
        done = journal.retry(lambda: _replace(base, droit))
    gone = journal.retry(base.forget)
    close_anew(base, gone)
    return done


def _replace(base: Base, droit: Droit) -> Nettoyage:
    done: dict[tuple[str, str], int] = {}
    # A code joins data sets (a registration and its session): the same one becomes the same everywhere, and no two become one.
    neufs: dict[str, str] = {}
    with base.writing() as con:
        for d in DATASETS.values():
            for c, wrong, rows in nommes(con, d):
                _put(con, d, c, wrong)
                done[d.title, c.label] = rows
            for c, codes, rows in codes_nommant(con, d):
                _put(con, d, c, {code: neufs.setdefault(code, _neuf()) for code in codes})
                done[d.title, c.label] = rows
        if n := _put_mappings(con):
            done["Journal", "Correspondance des colonnes"] = n
        if done:
            # One that is killed here is finished by whoever opens the base next.
            set_meta(con, REECRITURE, "due")
            journal.record_event(con, "nettoyage", droit.qui, detail=compte(sum(done.values()), "texte"))
    return Nettoyage(done)


def _put(con: duckdb.DuckDBPyConnection, d: Dataset, c: Column, wrong: Mapping[str, str]) -> None:
    """Write the new text of each of these, in the log and in the current table."""
    # Given to the queries from memory: written down, even for a moment, they would name them again.
    con.register("nommes", pa.table({"ancien": list(wrong), "neuf": list(wrong.values())}))
    for table in (log_table(d), f'"{d.name}"'):
        con.execute(
            f'UPDATE {table} AS t SET "{c.name}" = n.neuf FROM nommes n WHERE n.ancien = t."{c.name}"'
        )
    con.unregister("nommes")


def _put_mappings(con: duckdb.DuckDBPyConnection) -> int:
    """Write what the journal may keep of each mapping; a remembered one is forgotten, since the titles that it reads are not known.
    How many.
    """
    wrong, remembered = correspondances(con)
    for number, kept in wrong.items():
        con.execute("UPDATE import SET correspondance = $c WHERE id = $id", {"c": kept, "id": number})
    for mark in remembered:
        con.execute("DELETE FROM correspondance WHERE empreinte = $m", {"m": mark})
    return len(wrong) + len(remembered)


def _neuf() -> str:
    """A code that says nothing of the one it stands for."""
    return f"[CODE RETIRÉ {token_hex(4).upper()}]"
