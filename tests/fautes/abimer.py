"""Harm done to a base file on purpose, the way disks and cables do it."""

from __future__ import annotations

from pathlib import Path

import duckdb

# DuckDB's file: three headers of 4 KiB, then blocks of 256 KiB.
ENTETES = 3 * 4096
BLOC = 256 * 1024


def blocs(path: Path, table: str) -> list[int]:
    """The numbers of the blocks where the columns of a table stand."""
    con = duckdb.connect(str(path), read_only=True)
    try:
        found = con.execute(
            f"SELECT DISTINCT block_id FROM pragma_storage_info('{table}') WHERE block_id >= 0 ORDER BY ALL"
        ).fetchall()
    finally:
        con.close()
    return [int(n) for (n,) in found]


def ecraser(path: Path, debut: int, longueur: int) -> None:
    """Write other bytes over a part of the file."""
    with path.open("r+b") as file:
        file.seek(debut)
        file.write(b"\x55" * longueur)


def ecraser_table(path: Path, table: str) -> None:
    """Damage the pages of one table; the rest of the file stays readable."""
    places = blocs(path, table)
    assert places, f"{table} has no page of its own"
    for number in places:
        ecraser(path, ENTETES + number * BLOC + 1000, 200)


def tronquer(path: Path, garder: int) -> None:
    """Keep the first bytes alone."""
    with path.open("r+b") as file:
        file.truncate(garder)


def version_de_stockage(path: Path, version: int) -> None:
    """Make the file say that a DuckDB of another storage version wrote it, with the checksum of the header made good."""
    content = bytearray(path.read_bytes()[:4096])
    content[12:20] = version.to_bytes(8, "little")
    with path.open("r+b") as file:
        file.write(content)
