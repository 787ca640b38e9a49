"""Texts that stand in no table, read as its cells would be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb


def as_cells(texts: Sequence[str | None], sql: str) -> list[Any]:
    """For each text what this SQL over `x` says, in order. A connection of its own takes 40 ms."""
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT {sql} FROM (SELECT unnest($texts::VARCHAR[]) AS x)", {"texts": list(texts)}
        ).fetchall()
    return [value for (value,) in rows]
