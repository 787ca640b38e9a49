"""The demonstration as a base, for benches and tests that start servers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tne.access import droit_ligne_de_commande
from tne.db import Base
from tne.demo import preparer_base

INSCRIPTIONS = Path(__file__).resolve().parent.parent / "data/demo/2023-2024/inscriptions-presences.csv"

# For a server that is timed: no backup of its own in the middle.
SANS_SAUVEGARDE = {"TNE_SAUVEGARDE_QUOTIDIENNE": "non"}


def base_demo(base: Path, *, reelle: bool = False) -> Path:
    """Make the demonstration's base at that place, which may lack its folder; `reelle`: see `passer_pour_reelle`."""
    preparer_base(str(base), droit_ligne_de_commande(), lambda share, name: None)
    if reelle:
        passer_pour_reelle(base)
    return base


def passer_pour_reelle(base: Path) -> None:
    """Let its records pass for real ones, so that files are imported beside them."""
    opened = Base(str(base))
    with opened.writing() as con:
        con.execute("UPDATE import SET demo = false")
    opened.close()


def inscriptions(rows: int, *, titre: bool = False, fois: int | None = None) -> Iterator[str]:
    """The lines of a file of `rows` registrations, as many persons as records, nearly: those of the demonstration, repeated
    with other addresses. The header comes first, under its title line where `titre`; `fois` gives persons of their own.
    """
    lines = INSCRIPTIONS.read_text(encoding="cp1252").splitlines()
    first = next(i for i, line in enumerate(lines) if line.count(";") > 5)
    records = [line for line in lines[first + 1 :] if "@" in line]
    mark = "" if fois is None else f"c{fois}c"
    yield from lines[0 if titre else first : first + 1]
    yield from (records[i % len(records)].replace("@", f"{mark}{i // len(records)}@") for i in range(rows))
