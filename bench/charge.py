"""Fifty people look at pages and filter, once every ten seconds each, while two import: `python bench/charge.py --minutes 60`.

Real websocket sessions on a server of its own. Writes its section of docs/performance.md; ends with 1 when something failed,
a figure was of no state of the base, one interaction in twenty took more than a second, or memory grew.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.rapport import between, ecrire_section, now  # noqa: E402
from tests.charge import (  # noqa: E402
    Bilan,
    Coordinateur,
    etats,
    fichiers,
    memoire,
    mener,
    mesure,
    serveur_charge,
    vues,
)
from tests.fil import Seance  # noqa: E402
from tne.typographie import decimal, entier  # noqa: E402

# Seconds, and megabytes between the second quarter of the run and its last.
BUT, CROISSANCE = 1.0, 60.0
# Minutes from which a run tells of memory and has a section of its own: a short one is repeated when the machine is quiet.
LONGUE = 30


def croissance(held: Sequence[float]) -> float:
    """How much more memory was held in the last quarter of the run than in the second: the first fills what is kept."""
    quarter = max(1, len(held) // 4)
    return statistics.median(held[-quarter:]) - statistics.median(held[quarter : 2 * quarter] or held)


def manques(told: Bilan) -> list[str]:
    """What was not reached, in words."""
    return [
        words
        for failed, words in (
            (told.fautes, f"{len(told.fautes)} fautes : {told.fautes[:3]}"),
            (told.dechires, f"{len(told.dechires)} chiffres d'aucun état : {told.dechires[:3]}"),
            (told.centile(95) > BUT, f"19 changements sur 20 en {told.centile(95):.2f} s"),
            (
                croissance(told.memoire) > CROISSANCE,
                f"mémoire : {croissance(told.memoire):.0f} Mo de plus à la fin",
            ),
        )
        if failed
    ]


def lignes(told: Bilan, processeur: float, apres: float, deposes: float) -> list[str]:
    """The section of the report."""
    seconds = told.minutes * 60
    rows = (
        ("Changements de page ou de filtre", f"{entier(len(told.temps))}"),
        ("la moitié en moins de", f"{decimal(told.centile(50), 2)} s"),
        (f"19 sur 20 en moins de (but : {decimal(BUT, 0)} s)", f"{decimal(told.centile(95), 2)} s"),
        ("le plus long", f"{decimal(max(told.temps), 2)} s"),
        ("Première page d'une session, médiane", f"{decimal(statistics.median(told.ouvertures), 2)} s"),
        ("Imports et annulations pendant ce temps", f"{told.changements}"),
        ("médiane d'un import ou d'une annulation", f"{decimal(statistics.median(told.imports), 2)} s"),
        ("Fautes", f"{len(told.fautes)}"),
        ("Éléments comparés aux états de la base", f"{entier(told.vus)}"),
        ("d'aucun état", f"{len(told.dechires)}"),
        ("Processeur du serveur", f"{decimal(100 * processeur / seconds, 0)} % d'un cœur"),
        (
            "Mémoire du serveur : début, maximum, fin",
            f"{told.memoire[0]:.0f}, {max(told.memoire):.0f}, {told.memoire[-1]:.0f} Mo",
        ),
        ("sessions fermées", f"{apres:.0f} Mo, dont {deposes:.0f} Mo de fichiers déposés"),
    )
    return [
        f"{told.lecteurs} personnes, {decimal(told.minutes, 0)} minutes : `python bench/charge.py --minutes {told.minutes:.0f}`. "
        "Chacune change de page ou de filtre toutes les 10 secondes, pendant que deux coordinateurs importent et annulent. "
        "Le programme qui joue les personnes tourne sur la même machine.",
        "",
        "| Mesure | Valeur |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in rows),
    ]


def main() -> None:
    """Measure, print, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--lecteurs", type=int, default=50)
    parser.add_argument(
        "--attente", type=float, default=10, help="seconds between two interactions of one reader"
    )
    parser.add_argument(
        "--pause", type=float, default=30, help="seconds between two imports of one coordinator"
    )
    parser.add_argument("--lignes", type=int, default=2000, help="rows of each imported file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serveur_charge(Path(name)) as serveur:
        two = [Coordinateur(serveur.url, *file) for file in fichiers(given.lignes)]
        known = etats(serveur.url, vues(), two)
        print(f"{len(known)} vues dans quatre états ; {given.minutes:.0f} minutes commencent", flush=True)
        begun = now(serveur.processus.pid)
        told = mener(
            serveur, given.minutes * 60, given.lecteurs,
            attente=given.attente, pause=given.pause, two=two, known=known,
        )  # fmt: skip
        used = between(begun, now(serveur.processus.pid))[1]
        time.sleep(5)  # longer than a session that ended is kept
        with Seance(serveur.url) as visitor:
            visitor.ouvrir("aide")
        dropped = mesure(serveur, 'cache_memory_bytes{cache_type="UploadedFileManager"') / (1 << 20)
        rows = lignes(told, used, memoire(serveur), dropped)
    print("\n".join(rows))
    section = ("charge-longue", "pendant longtemps") if given.minutes >= LONGUE else ("charge", "")
    ecrire_section(section[0], f"Cinquante personnes et deux imports {section[1]}".strip(), rows)
    missing = manques(told)
    print(*missing, sep="\n")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
