"""What may not have taken place, and counts all the same: rows that say so in a column which decides nothing, sheets that say
so by their name, days to come. Nothing is left out, and it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import duckdb
import pyarrow.compute as pc

from tne.importing.model import Liaison, Reconnaissance
from tne.importing.rows.nominative import said_apart
from tne.kinds import NON, OUI
from tne.reading.arrays import plain, scalar, texts
from tne.spec import Dataset, fold
from tne.typographie import accord, compte, entier

# The whole cell, or its begin before more: « Annulé », « ANNULÉE (grève) », « reporté au 12/03 »; what is added to it between
# brackets or after a stroke: « Écrans (reporté) », « Webradio – annulée ».
_BEGIN = r"(?:^|[(\[]| [-–—:] )\W*"
_SAID = (
    rf"(?i){_BEGIN}(?:s[ée]ance |session |visite |intervention )?(?:annul[ée]+s?|report[ée]+s?|d[ée]programm[ée]+s?|supprim[ée]+s?)(?:\W|$)"
    rf"|{_BEGIN}(?:n'a |non |pas |n’a )(?:pas )?(?:eu lieu|r[ée]alis[ée]+s?|effectu[ée]+s?|tenue?)(?:\W|$)"
)
# Boxes that say so by the title of their column, as bases and spreadsheets tick them. An empty one says nothing.
_TICKED = re.compile(r"(?:seance|session|intervention)?(?:annule|reporte|deprogramme)e?s?")
_UNTICKED = re.compile(r"(?:seance|session|intervention)?(?:realise|effectue|fait|tenu)e?s?|aeulieu")
_SHEET = re.compile(
    r"\b(?:pr[ée]vi|annul|report[ée]|brouillon|ancien|archive|copie|sauvegarde|test\b|exemple|planifi|programm|[àa] (?:faire|venir))",
    re.IGNORECASE,
)
_MOST_TOLD = 40
# Data sets of which a row is something that took place.
_EVENTS = frozenset({"intervention", "atelier_parentalite", "numerixplore", "session"})


def cancelled(r: Reconnaissance, li: Liaison) -> Iterator[tuple[int, str]]:
    """First line and sentence for each such column of a table."""
    if li.dataset.name not in _EVENTS:
        return
    free = [h for n, h in li.colonnes.items() if li.dataset.column(n).kind.libre]
    lines = r.tableau.donnees.column(len(r.tableau.entete))
    for header in dict.fromkeys([*r.ignorees, *free]):
        cells = plain(r.tableau.colonne(header))
        said = pc.fill_null(pc.match_substring_regex(cells, _SAID), scalar(False))
        if says := _boxes(header):
            marks = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(cells)), value_set=texts(says))
            said = pc.or_(said, marks)
        number = pc.sum(said).as_py() or 0
        if number:
            first = lines.filter(said)
            word = _without_names(str(cells.filter(said)[0].as_py()).strip())
            count = accord(number, "elle compte", f"elles comptent toutes les {entier(number)}")
            way = accord(number, "Si elle n'a pas eu lieu, ", "Si elles n'ont pas eu lieu, ")
            yield (
                int(first[0].as_py()),
                f"{compte(number, 'ligne')} {accord(number, 'dit', 'disent')} « {word} » dans « {header} », qui ne décide de "
                f"rien : {count}. {way}{_out(number, r.a_la_main)}.",
            )


def _boxes(header: str) -> tuple[str, ...]:
    """The marks that, in a box under this header, say that the row did not take place."""
    folded = fold(header)
    return OUI if _TICKED.fullmatch(folded) else NON if _UNTICKED.fullmatch(folded) else ()


def _out(number: int, a_la_main: bool) -> str:
    """What to do with rows that are not to be counted: what is typed in is in no file."""
    return (
        accord(number, "retirez-la", "retirez-les")
        if a_la_main
        else accord(number, "ôtez-la du fichier", "ôtez-les du fichier")
    )


def _without_names(text: str) -> str:
    """The begin of the cell; no more of it than says so, where the rest may name someone."""
    told = text[:_MOST_TOLD]
    begun = None if said_apart(told) == told else re.search(_SAID, text)
    return re.sub(r"^\W+|\W+$", "", begun[0]) if begun else told


def doubtful_sheets(tables: Sequence[Reconnaissance]) -> Iterator[tuple[str, str]]:
    """Sheet and sentence for each one among several whose name says that its rows are no records, « Prévisionnel »."""
    if len(tables) < 2:
        return
    for tableau in (r.tableau for r in tables):
        if tableau.feuille and _SHEET.search(tableau.feuille):
            rows = compte(tableau.donnees.num_rows, "ligne")
            yield (
                tableau.feuille,
                f"Cette feuille est importée avec les autres ({rows}). Si ses lignes ne sont pas à compter, importez une à une "
                "celles qui le sont, ou ôtez-la du classeur.",
            )


def to_come(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, today: date, a_la_main: bool
) -> str | None:
    """What to say of events whose day is still to come; None where there is none. A plan of sessions is there to say them."""
    if d.name not in _EVENTS or d.name == "session":
        return None
    ((number,),) = con.execute(
        f"SELECT count(*) FROM {table} WHERE _etat = 'ok' AND NOT _retire AND date > $today", {"today": today}
    ).fetchall()
    if not number:
        return None
    return (
        f"{compte(number, 'ligne')} {accord(number, 'est', 'sont')} d'un jour à venir et {accord(number, 'compte', 'comptent')} déjà : "
        f"si {accord(number, 'elle est prévue, et non faite', 'elles sont prévues, et non faites')}, {_out(number, a_la_main)}."
    )
