"""How long each document takes: the bilan in every format, and 300 fiches: `python -m bench.documents`.

In this process, on a demonstration base made for it, libraries already loaded (the first document of a server pays for
them once). Writes its section of docs/performance.md; ends with 1 beyond 3 seconds for a bilan, 60 for the fiches.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.rapport import Temps, between, ecrire_section, now
from tests.demonstration import base_demo
from tne.db import Base
from tne.documents import LABELS, ecrire
from tne.documents.fiche import fiche, fiches
from tne.filters import Filters
from tne.typographie import decimal, entier

ANNEE, FICHES = "2023-2024", 300
BILAN_MAX, FICHES_MAX = 3.0, 60.0


def measure(base: Base) -> dict[str, tuple[Temps, float]]:
    """Name of a document → what it took, and the seconds it may take."""
    chosen = Filters(annees=(ANNEE,))
    found: dict[str, tuple[Temps, float]] = {}
    for format_, label in LABELS.items():
        ecrire(base, chosen, ANNEE, format_)
        begin = now()
        ecrire(base, chosen, ANNEE, format_)
        found[label] = between(begin, now()), BILAN_MAX
    first = str(base.cursor().execute("SELECT min(uai) FROM etablissement").fetchall()[0][0])
    fiche(base, first, ANNEE)
    done: list[str] = []
    begin = now()
    fiches(base, ANNEE, lambda share, name: done.append(name))
    took = between(begin, now())
    each = FICHES / len(done)
    found[f"{entier(len(done))} fiches, ramenées à {entier(FICHES)}"] = (
        (took[0] * each, took[1] * each),
        FICHES_MAX,
    )
    return found


def main() -> int:
    """Measure, print, write the section."""
    with tempfile.TemporaryDirectory() as folder:
        base = Base(str(base_demo(Path(folder) / "base" / "tne.duckdb")))
        found = measure(base)
        base.close()
    lines = [
        "Démonstration de 2023-2024, bibliothèques déjà chargées : `python -m bench.documents`.",
        "",
        "| Document | Temps | Processeur | But |",
        "| --- | --- | --- | --- |",
        *(
            f"| {name} | {decimal(t, 2)} s | {decimal(cpu, 2)} s | {decimal(most, 0)} s |"
            for name, ((t, cpu), most) in found.items()
        ),
    ]
    print("\n".join(lines))
    ecrire_section("documents", "Documents", lines)
    return int(any(t > most for (t, _), most in found.values()))


if __name__ == "__main__":
    sys.exit(main())
