"""Which header of a table is which column of a data set: exact after folding, then close to a declared one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from tne import settings
from tne.importing.headers.day_of_hours import DAY_AND_HOURS, day_of_hours
from tne.importing.headers.near import near_columns
from tne.importing.headers.sheet_school import is_code
from tne.kinds import DEPARTEMENT
from tne.reading import Tableau
from tne.spec import Column, Dataset, Feed, Form, fold

_LOOKED_UP = re.compile(r"(.+) \(from [^()]+\)")


def match(d: Dataset, headers: Mapping[str, str], feed: Feed) -> dict[str, str]:
    """Column → header for one feed. `headers` is folded header → header as written."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for written, target in feed.headers.items():
        header = headers.get(fold(written))
        if header is not None and target not in found:
            found[target] = header
            used.add(header)
    if not feed.exclusif:
        for column in d.columns:
            if column.name in found or column.name in feed.constants or column.name in feed.sauf:
                continue
            for name in (*column.plutot, *column.names):
                header = headers.get(fold(name))
                if header is not None and header not in used:
                    found[column.name] = header
                    used.add(header)
                    break
        taken = {*found, *feed.constants, *feed.sauf}
        declared = {headers.get(fold(written)) for written in feed.headers}
        left = [h for h in dict.fromkeys(headers.values()) if h not in used and h not in declared]
        for column, header in near_columns((c for c in d.columns if c.name not in taken), left):
            found[column.name] = header
    for column_name, origin in feed.copies.items():
        if origin in found:
            found.setdefault(column_name, found[origin])
    return found


def missing_columns(
    d: Dataset, found: Mapping[str, str], constants: Mapping[str, str], form: Form | None
) -> list[Column]:
    """The columns without which the table cannot be this data set."""
    needed = [
        c
        for c in d.columns
        if c.required and not _deduced(c, found) and c.name not in found and c.name not in constants
    ]
    if form is None:
        needed += [d.column(name) for name in d.signature if name not in found]
        if d.nominatif and d.name != "reponse" and not _identifies(d, found):
            needed.append(d.identites[0])
    return needed


def _deduced(c: Column, found: Mapping[str, str]) -> bool:
    return bool(c.deduit) and (not c.deduit_avec or any(name in found for name in c.deduit_avec))


def _identifies(d: Dataset, found: Mapping[str, str]) -> bool:
    kinds = {c.identite for c in d.identites if c.name in found}
    return bool(kinds & {"email", "numen"}) or {"nom", "prenom"} <= kinds


def folded_headers(tableau: Tableau) -> dict[str, str]:
    """Folded header → header as written, the first of those that fold alike; also under what stands below its group, after the
    name of its table, and as a day with its hours where « Horaires » say both.

    Of two columns of one name, the first has no cell where the sheet was filled in under the second: that one is read.
    """
    folded: dict[str, str] = {}
    for header in tableau.entete:
        folded.setdefault(fold(header), header)
    for header, written in zip(tableau.entete, tableau.entete_brut, strict=False):
        first = folded.get(fold(written), header)
        if first != header and empty(tableau, first) and not empty(tableau, header):
            folded[fold(written)] = header
    # « Où ? UAI »: the group only says what the columns are about, where each has a name of its own.
    for header, low in zip(tableau.entete, tableau.entete_bas, strict=False):
        if tableau.entete_bas.count(low) == 1:
            folded.setdefault(fold(low), header)
    # « UAI (from Établissements) »: what Airtable looks up in a linked table, whatever the language of the base.
    looked_up = [(found[1], h) for h in tableau.entete if (found := _LOOKED_UP.fullmatch(h.strip()))]
    for own, header in looked_up:
        if [name for name, _ in looked_up].count(own) == 1:
            folded.setdefault(fold(own), header)
    # « Table1.UAI »: what expands a table in Power Query, or joins some in a database, names it before each column.
    parts = [header.partition(".") for header in tableau.entete]
    if len(parts) > 2 and len({(table, dot) for table, dot, _ in parts}) == 1:
        for header, (_, _, own) in zip(tableau.entete, parts, strict=True):
            folded.setdefault(fold(own), header)
    if dated := day_of_hours(tableau):
        folded.setdefault(DAY_AND_HOURS, dated)
    folded.pop("", None)
    return folded


def empty(tableau: Tableau, header: str) -> bool:
    """True of a column without a cell."""
    column = tableau.colonne(header)
    return bool(column.null_count == len(column))


def linked(
    d: Dataset, headers: Mapping[str, str], annee: str | None, uai: str | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """Column → header, and column → value for the whole table: the year given, the one département of the territory, the school
    `uai` that the name of the sheet tells.

    The département also fills the cells that a column of it leaves blank: a template is filled without it.
    """
    constants = year_constant(d, annee)
    columns = match(d, headers, Feed(d.name, constants=constants))
    ours = settings.territoire()
    for c in d.columns:
        if c.kind is DEPARTEMENT and c.required and len(ours) == 1:
            constants[c.name] = ours[0]
    return columns, constants | of_the_sheet(d, columns, uai)


def of_the_sheet(d: Dataset, columns: Collection[str], uai: str | None) -> dict[str, str]:
    """The school that the name of a sheet tells, for all rows of a table whose `columns` tell none. A list of schools has a row for each.

    By name only where each row needs a school: elsewhere rows that go in without one would be refused for want of its code.
    """
    column = next((c for c in d.columns if c.name == "uai"), None)
    if uai is None or column is None or "uai" in columns or d.key == ("uai",):
        return {}
    return {"uai": uai} if column.required or is_code(uai) else {}


def year_constant(d: Dataset, annee: str | None) -> dict[str, str]:
    """The year declared for the file, for a data set that has one."""
    return {"annee": annee} if annee and any(c.name == "annee" for c in d.columns) else {}
