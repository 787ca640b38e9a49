"""Texts and names in SQL where no parameter may stand."""


def sql_text(text: str) -> str:
    """A text as an SQL literal, for ATTACH and LOAD."""
    return "'" + text.replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """A name as SQL writes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'
