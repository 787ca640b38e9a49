"""One table written in the many ways in which people pass it on: the same rows, and no column lost."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest

from tests.importing.scene import Scene, comptes
from tne.importing import Resultat, reconnaitre
from tne.reading import lire

Rows = list[list[str]]

JOURNAL: Rows = [
    ["Référence", "Date", "Nature", "UAI", "Heures", "Enseignants", "Élèves", "Commentaire"],
    ["01", "04/10/2023", "Formation", "0860002K", "1,5", "12", "", 'dit « oui » ; puis "non"'],
    ["02", "05/10/2023", "Intervention technique", "0860038Z", "0,75", "", "24", ""],
    ["03", "16/10/2023", "Suivi de projet", "0860002K", "", "3", "0", "première ligne\ndeuxième"],
    ["10", "17/10/2023", "Accompagnement personnalisé", "0860038Z", "2", "", "", ""],
]
ENVOIS: Rows = [
    ["Adresse de messagerie", "UAI d'exercice", "Année scolaire", "Date d'envoi"],
    ["lou@exemple.invalid", "0860002K", "2023-2024", "26/06/2023"],
    ["gael@exemple.invalid", "0860038Z", "2023-2024", ""],
    ["alix@exemple.invalid", "0860038Z", "2023-2024", "19/06/2023"],
]
TABLES = pytest.mark.parametrize("rows", [JOURNAL, ENVOIS], ids=["journal", "envois"])


def written(rows: Rows, delimiter: str = ";", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


def blank_as(word: str) -> Callable[[Rows], bytes]:
    return lambda rows: written([[c or word for c in row] for row in rows])


def of_mysql(rows: Rows) -> bytes:
    r"""SELECT … INTO OUTFILE, but for the lines of a text: \N where there is no value."""
    return written([[c.replace("\n", " ") or r"\N" for c in row] for row in rows], "\t")


def of_r(rows: Rows) -> bytes:
    """write.csv: the names of the rows in a column without a name, NA where there is no value."""
    header, *body = rows
    return written([["", *header], *([str(n), *(c or "NA" for c in r)] for n, r in enumerate(body, 1))], ",")


def of_pandas(rows: Rows) -> bytes:
    """to_csv: the index before the columns, from 0."""
    header, *body = rows
    return written([["", *header], *([str(n), *row] for n, row in enumerate(body))], ",")


def with_blank_columns(rows: Rows) -> bytes:
    return written([["", *row[:2], "", *row[2:], "", ""] for row in rows])


def of_markdown(rows: Rows) -> bytes:
    """Under a title, every column centred."""
    lines = [" | ".join(row) for row in [rows[0], [":--:"] * len(rows[0]), *rows[1:]]]
    return "\n".join(["Le tableau", "", *(f"| {line} |" for line in lines)]).encode()


def guarded(rows: Rows) -> bytes:
    """An apostrophe before a first zero."""
    return written([[f"'{c}" if re.match(r"0\d\w*$", c) else c for c in row] for row in rows])


def trimmed(rows: Rows) -> bytes:
    """Without the delimiters after the last filled cell of a row."""
    return b"".join(line.rstrip(b";") + b"\n" for line in written(rows).splitlines())


def by_column(rows: Rows) -> bytes:
    """to_json of pandas, as it is if nothing is asked."""
    names, *body = rows
    return json.dumps(
        {n: {str(i): row[j] or None for i, row in enumerate(body)} for j, n in enumerate(names)}
    ).encode()


def in_lists(rows: Rows) -> bytes:
    return json.dumps({n: [row[j] for row in rows[1:]] for j, n in enumerate(rows[0])}).encode()


def names_apart(rows: Rows) -> bytes:
    """to_json(orient="split")."""
    return json.dumps({"columns": rows[0], "index": list(range(len(rows) - 1)), "data": rows[1:]}).encode()


ROUTES: dict[str, Callable[[Rows], bytes]] = {
    "NA": blank_as("NA"),
    "NULL": blank_as("NULL"),
    "nan": blank_as("nan"),
    "None": blank_as("None"),
    "<NA>": blank_as("<NA>"),
    "mysql": of_mysql,
    "R": of_r,
    "pandas": of_pandas,
    "blank columns": with_blank_columns,
    "markdown": of_markdown,
    "guarded": guarded,
    "JSON by column": by_column,
    "JSON of lists": in_lists,
    "JSON by record": lambda rows: json.dumps(
        {str(n): dict(zip(rows[0], row, strict=True)) for n, row in enumerate(rows[1:])}
    ).encode(),
    "JSON with names apart": names_apart,
    "Power Query": lambda rows: written([[f"Table1.{name}" for name in rows[0]], *rows[1:]]),
    "quoted": lambda rows: written(rows, ",", csv.QUOTE_ALL),
}


# What a cell of several lines does not go through.
ONE_LINE = ("mysql", "markdown")


def again(scene: Scene, rows: Rows, other: bytes, nom: str = "b.csv") -> Resultat:
    """What importing the other after the first does."""
    assert scene.un(written(rows)).etat == "importé"
    return scene.un(other, nom)


@TABLES
@pytest.mark.parametrize("route", ROUTES)
def test_the_same_rows_by_another_route(scene: Scene, rows: Rows, route: str) -> None:
    rows = [[c.replace("\n", " ") for c in row] for row in rows] if route in ONE_LINE else rows
    result = again(scene, rows, ROUTES[route](rows))
    assert result.problemes == ()
    assert comptes(result) == {"lues": len(rows) - 1, "inchangees": len(rows) - 1}
    assert result.laissees == ()


def test_a_row_with_all_its_cells_among_rows_cut_at_their_last_one(scene: Scene) -> None:
    """A comment beside an empty cell is no theme with a delimiter too many before it."""
    rows = [["Date", "Nature", "UAI", "Heures", "Thème", "Commentaire"]]
    rows += [[f"{n:02d}/10/2023", "Formation", "0860002K", "2", "ENT", ""] for n in range(1, 9)]
    rows.insert(5, ["12/10/2023", "Formation", "0860002K", "3", "", "à revoir"])
    scene.un(trimmed(rows))
    assert scene.sql("SELECT theme, commentaire FROM intervention WHERE heures = 3") == [(None, "à revoir")]


def test_a_name_under_the_name_of_its_table_is_never_shown() -> None:
    rows = [[*JOURNAL[0], "Nom"], *([*row, "Aubry"] for row in JOURNAL[1:])]
    document = lire(ROUTES["Power Query"](rows), "a.csv")
    (found,) = reconnaitre(document)
    assert (found.personnelles, found.ignorees) == (("Table1.Nom",), ())
