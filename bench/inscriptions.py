"""Registrations in any number as a file, to time imports."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from tests.demonstration import inscriptions


def ecrire(file: Path, rows: int, *, titre: bool = False) -> None:
    """Write them as UTF-8, never more than a few thousand in memory."""
    given = inscriptions(rows, titre=titre)
    with file.open("w", encoding="utf-8", newline="\n") as out:
        while part := list(islice(given, 50_000)):
            out.write("\n".join(part) + "\n")
