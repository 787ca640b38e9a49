"""How a base made by an earlier version becomes one of this version: ordered changes, each run once.

A column or a table that a declaration adds needs nothing here: it appears when the base opens. What cannot be
derived (an old value to fill in, a table to split) is one more `Migration` at the end of the list, never changed
after its release. Static SQL, valid on a database file and on a lake.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Migration:
    """From one version of the schema to the next. `titre` says why, for whoever reads the list."""

    titre: str
    statements: tuple[str, ...]


MIGRATIONS = (
    Migration(
        "The order of the actions no longer depends on the clock, which may be set back",
        (
            "ALTER TABLE evenement ADD COLUMN rang BIGINT",
            "CREATE TEMP TABLE ordre AS SELECT rowid AS place, "
            "row_number() OVER (ORDER BY rowid) AS rang FROM evenement",
            "UPDATE evenement SET rang = ordre.rang FROM ordre WHERE ordre.place = evenement.rowid",
            "DROP TABLE ordre",
        ),
    ),
)

# Version 1 is what release 0.1.0 wrote.
SCHEMA_VERSION = 1 + len(MIGRATIONS)
