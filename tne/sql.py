"""Texts, names and lists in SQL where no parameter may stand."""

from collections.abc import Mapping


def sql_text(text: str) -> str:
    """A text as an SQL literal: of a path in ATTACH and LOAD, of a constant of the declarations."""
    return "'" + text.replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """A name as SQL writes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def sql_beside(name: str) -> str:
    """The name of a database that is attached beside the base, which no base bears: DuckDB calls one after its file, and the name
    of a file never holds « / ».
    """
    return sql_name(f"/{name}")


def sql_lookup(x: str, values: Mapping[str, str]) -> str:
    """SQL of what stands for `x` in this list, NULL for any other text.

    DuckDB reads `x` once; of a CASE, anew for each of its cases.
    """
    keys, told = (", ".join(map(sql_text, side)) for side in (values, values.values()))
    return f"list_extract([{told}], list_position([{keys}], {x}))"
