"""Time that the server takes for a filter change, without a browser: `python bench/serveur.py`.

Each page in both views, demonstration data. Every change is one that nobody asked for before, then the last one is asked
again (kept answers). Seconds of processor are less moved by a busy machine than those of the clock: both are printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.visiteur import Visiteur  # noqa: E402
from tests.demonstration import SANS_SAUVEGARDE, base_demo  # noqa: E402
from tests.navigateur.banc import demarrer  # noqa: E402

UNE_ECOLE = "etablissement"
"""The page of one school: what one changes there is the school."""
ECOLES = 8
PAGES = (
    "",
    "formations",
    "accompagnements",
    "parentalite",
    "equipements",
    "numerixplore",
    "donnees",
    UNE_ECOLE,
)
VUES = {"coordination": "", "lecture": "presentation=true"}
GOAL = 150  # milliseconds

# An empty list goes back to all: a choice that was seen already, not counted.
CHANGEMENTS: tuple[tuple[str, list[str]], ...] = (
    ("secteur", ["Public"]),
    ("secteur", ["Privé"]),
    ("secteur", []),
    ("type", ["Collège"]),
    ("type", ["École"]),
    ("type", []),
    ("commune", ["Poitiers"]),
    ("commune", ["Châtellerault"]),
    ("commune", []),
    ("annee", ["2022-2023"]),
    ("annee", ["2022-2023", "2023-2024"]),
)


def changements(visiteur: Visiteur) -> list[tuple[str, list[str]]]:
    """What is chosen on the page that the visitor has opened, one after the other: filter → values."""
    if visiteur.page == UNE_ECOLE:
        return [(UNE_ECOLE, [school]) for school in visiteur.offres(UNE_ECOLE)[:ECOLES]]
    return list(CHANGEMENTS)


def main() -> None:
    """Start the dashboard, visit every page, print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, help="a base with the demonstration; made anew without it")
    parser.add_argument("--pages", nargs="*", default=list(PAGES))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = given.base or base_demo(folder / "tne.duckdb")
        server = demarrer(base, folder, env=SANS_SAUVEGARDE)
        try:
            kept = 0
            for view, query in VUES.items():
                for page in given.pages:
                    visitor = Visiteur(server.url, server.processus.pid, page)
                    first = visitor.ouvrir(query)
                    changes = changements(visitor)
                    runs = [(values, visitor.choisir(key, values)) for key, values in changes]
                    again = visitor.choisir(*changes[-1])
                    visitor.fermer()
                    new = [run for values, run in runs if values]
                    clock, busy = (
                        [1000 * t for t in times]
                        for times in zip(*((r.secondes, r.processeur) for r in new), strict=True)
                    )
                    median = statistics.median(clock)
                    kept += median < GOAL
                    print(
                        f"{view:13}{page or 'bilan':16} first {1000 * first.secondes:4.0f} ms, change: median {median:4.0f}, "
                        f"most {max(clock):4.0f} (processor {statistics.median(busy):4.0f}), kept answers {1000 * again.secondes:4.0f}; "
                        f"{again.octets // 1000} kB in {again.messages} messages",
                        flush=True,
                    )
            print(f"Under {GOAL} ms: {kept} of {len(given.pages) * len(VUES)}.")
        finally:
            server.arreter()


if __name__ == "__main__":
    main()
