"""Registrations in any number, to time imports: those of the demonstration, repeated with other addresses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "data/demo/2023-2024/inscriptions-presences.csv"


def lignes(rows: int, *, titre: bool) -> Iterator[str]:
    """The header, under its title line where `titre`, then `rows` records: as many persons as records, nearly."""
    lines = SOURCE.read_text(encoding="cp1252").splitlines()
    first = next(i for i, line in enumerate(lines) if line.count(";") > 5)
    records = [line for line in lines[first + 1 :] if "@" in line]
    yield from lines[0 if titre else first : first + 1]
    yield from (records[i % len(records)].replace("@", f"{i // len(records)}@") for i in range(rows))


def ecrire(file: Path, rows: int, *, titre: bool = False) -> None:
    """Write them as UTF-8, never more than a few thousand in memory."""
    given = lignes(rows, titre=titre)
    with file.open("w", encoding="utf-8", newline="\n") as out:
        while part := list(islice(given, 50_000)):
            out.write("\n".join(part) + "\n")
