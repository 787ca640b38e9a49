"""Text in SQL where no parameter may stand."""


def sql_text(text: str) -> str:
    """A text as an SQL literal, for ATTACH and LOAD."""
    return "'" + text.replace("'", "''") + "'"
